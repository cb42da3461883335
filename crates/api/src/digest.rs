//! Content digests: the identity of a result handed from one phase to the next.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// `sha256:<64 hex digits>` over the canonical JSON (sorted keys, no whitespace) of a value.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Digest(#[schemars(regex(pattern = r"^sha256:[0-9a-f]{64}$"))] String);

impl Digest {
    /// The digest of `value`'s canonical JSON.
    ///
    /// A value that JSON cannot express (a map with non-string keys) digests like `null`; no type of this crate is one.
    #[must_use]
    pub fn of<T: Serialize>(value: &T) -> Self {
        let mut canonical = Vec::with_capacity(1024);
        write_canonical(
            &serde_json::to_value(value).unwrap_or(Value::Null),
            &mut canonical,
        );
        Self::of_bytes(&canonical)
    }

    /// The digest of raw bytes.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(format!("sha256:{}", hex::encode(Sha256::digest(bytes))))
    }

    /// `sha256:<hex>`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first ten hex digits, for object names.
    #[must_use]
    pub fn short(&self) -> &str {
        self.0.get(7..17).unwrap_or_default()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn write_canonical(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| *key);
            out.push(b'{');
            for (index, (key, value)) in entries.into_iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                out.extend_from_slice(Value::from(key.as_str()).to_string().as_bytes());
                out.push(b':');
                write_canonical(value, out);
            }
            out.push(b'}');
        }
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_canonical(item, out);
            }
            out.push(b']');
        }
        scalar => out.extend_from_slice(scalar.to_string().as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn key_order_does_not_change_a_digest() {
        let forward: Value = serde_json::from_str(r#"{"a":1,"b":[{"c":2,"d":3}]}"#).unwrap();
        let backward: Value = serde_json::from_str(r#"{"b":[{"d":3,"c":2}],"a":1}"#).unwrap();
        assert_eq!(Digest::of(&forward), Digest::of(&backward));
        assert_eq!(
            Digest::of(&forward),
            Digest::of_bytes(br#"{"a":1,"b":[{"c":2,"d":3}]}"#)
        );
    }

    #[test]
    fn list_order_does() {
        assert_ne!(Digest::of(&json!([1, 2])), Digest::of(&json!([2, 1])));
    }

    #[test]
    fn the_short_form_is_ten_hex_digits() {
        let digest = Digest::of(&json!(null));
        assert_eq!(digest.short().len(), 10);
        assert!(
            digest
                .as_str()
                .starts_with(&format!("sha256:{}", digest.short()))
        );
    }
}
