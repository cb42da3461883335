//! JSON Schema as OpenAI's strict structured outputs take it: a subset in which every property is required.
//!
//! The subset (OpenAI, "Structured Outputs", supported schemas): objects are closed and list all their properties as
//! required, what is optional may be null instead; there is `anyOf` but no `oneOf`, `allOf`, `not` or `if`; a `$ref`
//! stands alone; strings have no lengths. Whatever is dropped here, the guard still checks.

use serde_json::{Map, Value, json};

/// Keywords that mean the same in the subset.
const KEPT: [&str; 12] = [
    "type",
    "description",
    "enum",
    "const",
    "pattern",
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minItems",
    "maxItems",
];

/// Keywords of which a schema of the subset has at least one.
const SAYING: [&str; 5] = ["type", "anyOf", "$ref", "enum", "const"];

/// Keywords whose loss allows more, never something else.
const DROPPED: [&str; 16] = [
    "$schema",
    "$id",
    "$comment",
    "title",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "examples",
    "minLength",
    "maxLength",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "required",
    "additionalProperties",
];

/// Formats of the subset; the ones of numbers (`uint32`, `double`) are not among them.
const FORMATS: [&str; 9] = [
    "date-time",
    "time",
    "date",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "uuid",
];

/// The schema in the strict subset; nothing where the subset cannot say it (free maps, `allOf`, `not`, `if`), and then
/// the provider is asked without strictness.
///
/// A property that may be left out becomes one that may be null, except lists and properties with a default, which a
/// model can always give: readers of the original schema need not know null for those.
#[must_use]
pub fn strict_schema(schema: &Value) -> Option<Value> {
    let root = strict(schema)?;
    (root.get("type") == Some(&json!("object"))).then_some(root)
}

fn strict(schema: &Value) -> Option<Value> {
    let schema = schema.as_object()?;
    let mut result = Map::new();
    for (keyword, value) in schema {
        match keyword.as_str() {
            keyword if KEPT.contains(&keyword) => {
                result.insert(keyword.to_owned(), value.clone());
            }
            "format" => {
                if FORMATS.iter().any(|format| value == format) {
                    result.insert("format".to_owned(), value.clone());
                }
            }
            "items" => {
                result.insert("items".to_owned(), strict(value)?);
            }
            "anyOf" | "oneOf" => {
                result.insert("anyOf".to_owned(), all_strict(value)?);
            }
            "$defs" | "definitions" => {
                result.insert(keyword.clone(), each_strict(value)?.into());
            }
            // Kubernetes' quantities, which may be numbers in YAML; text says all of them.
            "x-kubernetes-int-or-string" => {
                result.insert("type".to_owned(), json!("string"));
            }
            "$ref" | "properties" => {}
            keyword if DROPPED.contains(&keyword) => {}
            _ => return None,
        }
    }
    if schema.get("type").is_some_and(includes_object) {
        close_object(schema, &mut result)?;
    }
    if let Some(reference) = schema.get("$ref") {
        refer(reference, &mut result);
    }
    // What says nothing about the value allows anything, which the subset cannot say.
    let says_something = SAYING.iter().any(|keyword| result.contains_key(*keyword));
    says_something.then(|| result.into())
}

fn all_strict(schemas: &Value) -> Option<Value> {
    let strict: Option<Vec<_>> = schemas.as_array()?.iter().map(strict).collect();
    strict.map(Value::from)
}

fn each_strict(schemas: &Value) -> Option<Map<String, Value>> {
    schemas
        .as_object()?
        .iter()
        .map(|(name, schema)| Some((name.clone(), strict(schema)?)))
        .collect()
}

fn includes_object(kind: &Value) -> bool {
    match kind {
        Value::Array(kinds) => kinds.iter().any(|kind| kind == "object"),
        kind => kind == "object",
    }
}

/// All properties required, no others. An object that is not closed in the original is a free map.
fn close_object(schema: &Map<String, Value>, result: &mut Map<String, Value>) -> Option<()> {
    if schema
        .get("additionalProperties")
        .is_some_and(|others| *others != json!(false))
    {
        return None;
    }
    let properties = schema.get("properties")?;
    let required = schema.get("required").and_then(Value::as_array);
    let mut strict_properties = each_strict(properties)?;
    for (name, property) in &mut strict_properties {
        let is_required = required.is_some_and(|names| names.iter().any(|other| other == name));
        let original = properties.get(name)?;
        if !is_required && !can_always_be_given(original) {
            *property = or_null(property.take());
        }
    }
    result.insert(
        "required".to_owned(),
        strict_properties.keys().cloned().collect(),
    );
    result.insert("properties".to_owned(), strict_properties.into());
    result.insert("additionalProperties".to_owned(), json!(false));
    Some(())
}

fn can_always_be_given(property: &Value) -> bool {
    property.get("type") == Some(&json!("array"))
        || property
            .get("default")
            .is_some_and(|default| !default.is_null())
}

fn or_null(schema: Value) -> Value {
    if allows_null(&schema) {
        return schema;
    }
    json!({ "anyOf": [schema, { "type": "null" }] })
}

fn allows_null(schema: &Value) -> bool {
    let of_type = schema.get("type").is_some_and(|kind| match kind {
        Value::Array(kinds) => kinds.iter().any(|kind| kind == "null"),
        kind => kind == "null",
    });
    let of_branch = schema
        .get("anyOf")
        .and_then(Value::as_array)
        .is_some_and(|branches| branches.iter().any(allows_null));
    of_type || of_branch
}

/// A reference has nothing beside it, so a description moves around it.
fn refer(reference: &Value, result: &mut Map<String, Value>) {
    let alone = json!({ "$ref": reference });
    if result.is_empty() {
        result.insert("$ref".to_owned(), reference.clone());
    } else {
        result.insert("anyOf".to_owned(), json!([alone]));
    }
}
