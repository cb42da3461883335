//! What turns one object into another, as a merge patch (RFC 7386).

use serde_json::{Map, Value};

/// The smallest merge patch from `from` to `to`; `None` when they are equal. Lists are replaced whole.
pub(super) fn merge_patch(from: &Value, to: &Value) -> Option<Value> {
    if from == to {
        return None;
    }
    let (Value::Object(old), Value::Object(new)) = (from, to) else {
        return Some(to.clone());
    };
    let removed = old
        .keys()
        .filter(|key| !new.contains_key(*key))
        .map(|key| (key.clone(), Value::Null));
    let changed = new.iter().filter_map(|(key, value)| match old.get(key) {
        Some(before) => merge_patch(before, value).map(|patch| (key.clone(), patch)),
        None => Some((key.clone(), value.clone())),
    });
    Some(Value::Object(removed.chain(changed).collect::<Map<_, _>>()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_patch_names_only_what_differs() {
        let from = json!({"a": {"b": 1, "c": 2}, "d": [1, 2], "e": 1});
        let to = json!({"a": {"b": 1, "c": 3}, "d": [1], "f": 1});
        assert_eq!(
            merge_patch(&from, &to),
            Some(json!({"a": {"c": 3}, "d": [1], "e": null, "f": 1}))
        );
        assert_eq!(merge_patch(&from, &from), None);
    }
}
