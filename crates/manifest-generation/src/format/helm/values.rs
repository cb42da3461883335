//! The values of a chart, found in the objects, and the schema they must hold to.

use serde_json::{Map, Value, json};

use super::template::VALUES;
use crate::object::{Object, ObjectError};

/// `functions.<name>.<value>`: what every object of a function keeps under the pointers of [`VALUES`].
pub(super) fn values<'a>(
    objects: impl Iterator<Item = (&'a str, &'a Object)>,
) -> Result<Value, ObjectError> {
    let mut functions = Map::new();
    for (_, object) in objects.filter(|(_, object)| !object.is_local()) {
        let written = object.to_value()?;
        let name = object.metadata().name.clone().unwrap_or_default();
        let mut own = Map::new();
        for value in VALUES.iter().filter(|value| value.is_of(object)) {
            if let Some(found) = value
                .name
                .and_then(|name| Some((name, written.pointer(value.pointer)?)))
            {
                own.insert(found.0.to_owned(), found.1.clone());
            }
        }
        if !own.is_empty()
            && let Value::Object(function) = functions.entry(name).or_insert_with(|| json!({}))
        {
            function.append(&mut own);
        }
    }
    Ok(json!({ "functions": functions }))
}

/// The text of `values.schema.json`: every value there is, of the type it has, and no other.
pub(super) fn schema(values: &Value) -> Result<String, serde_json::Error> {
    let mut schema = schema_of(values);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    // Charts above this one pass these along.
    schema["properties"]["global"] = json!({"type": "object"});
    serde_json::to_string_pretty(&schema).map(|text| text + "\n")
}

fn schema_of(value: &Value) -> Value {
    match value {
        Value::Object(map) if map.values().all(Value::is_string) => json!({
            "type": "object",
            "additionalProperties": {"type": ["string", "number"]},
        }),
        Value::Object(map) => json!({
            "type": "object",
            "additionalProperties": false,
            "required": map.keys().collect::<Vec<_>>(),
            "properties": map
                .iter()
                .map(|(key, value)| (key.clone(), schema_of(value)))
                .collect::<Map<_, _>>(),
        }),
        Value::Number(_) => json!({"type": "integer", "minimum": 0}),
        Value::String(_) => json!({"type": "string", "minLength": 1}),
        _ => json!({}),
    }
}
