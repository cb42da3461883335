//! JSON Schema in the strict subset of OpenAI.

use nephoran_intent_processing::{guard, language_model::strict_schema};
use serde_json::{Map, Value, json};

fn object(properties: &Value, required: &[&str]) -> Value {
    json!({
        "type": "object", "additionalProperties": false,
        "properties": properties, "required": required,
    })
}

#[test]
fn what_is_optional_becomes_required_and_may_be_null() {
    let schema = object(
        &json!({ "a": { "type": "string" }, "b": { "type": "integer" } }),
        &["a"],
    );
    let strict = strict_schema(&schema).unwrap();
    assert_eq!(strict["required"], json!(["a", "b"]));
    assert_eq!(strict["properties"]["a"], json!({ "type": "string" }));
    assert_eq!(
        strict["properties"]["b"],
        json!({ "anyOf": [{ "type": "integer" }, { "type": "null" }] })
    );
}

#[test]
fn what_may_be_null_already_stays_as_it_is() {
    let schema = object(
        &json!({ "a": { "type": ["integer", "null"], "format": "uint32" } }),
        &[],
    );
    let strict = strict_schema(&schema).unwrap();
    assert_eq!(
        strict["properties"]["a"],
        json!({ "type": ["integer", "null"] })
    );
}

#[test]
fn lists_and_defaults_can_always_be_given() {
    let schema = object(
        &json!({
            "a": { "type": "array", "items": { "type": "string" }, "maxItems": 3 },
            "b": { "type": "boolean", "default": false },
        }),
        &[],
    );
    let strict = strict_schema(&schema).unwrap();
    assert_eq!(
        strict["properties"]["a"],
        json!({ "type": "array", "items": { "type": "string" }, "maxItems": 3 })
    );
    assert_eq!(strict["properties"]["b"], json!({ "type": "boolean" }));
}

#[test]
fn a_reference_stands_alone() {
    let mut schema = object(
        &json!({ "a": { "$ref": "#/$defs/A", "description": "An A." } }),
        &["a"],
    );
    schema["$defs"] = json!({ "A": { "type": "string", "maxLength": 3 } });
    let strict = strict_schema(&schema).unwrap();
    assert_eq!(
        strict["properties"]["a"],
        json!({ "anyOf": [{ "$ref": "#/$defs/A" }], "description": "An A." })
    );
    assert_eq!(strict["$defs"]["A"], json!({ "type": "string" }));
}

#[test]
fn what_the_subset_cannot_say_is_not_strict() {
    for schema in [
        json!({ "type": "object", "additionalProperties": { "type": "string" }, "properties": {} }),
        json!({ "type": "object" }),
        object(&json!({ "a": true }), &[]),
        object(&json!({ "a": {} }), &[]),
        object(&json!({ "a": { "description": "Anything." } }), &[]),
        object(&json!({ "a": { "allOf": [{ "type": "string" }] } }), &[]),
        object(&json!({ "a": { "not": { "type": "string" } } }), &[]),
        object(
            &json!({ "a": { "type": "array", "items": { "if": {} } } }),
            &[],
        ),
        json!({ "anyOf": [object(&json!({}), &[])] }),
        json!({ "type": "string" }),
    ] {
        assert_eq!(strict_schema(&schema), None, "{schema}");
    }
}

/// Every schema inside a schema.
fn visit(schema: &Value, look: &mut dyn FnMut(&Map<String, Value>)) {
    match schema {
        Value::Object(map) => {
            look(map);
            map.values().for_each(|value| visit(value, look));
        }
        Value::Array(list) => list.iter().for_each(|value| visit(value, look)),
        _ => {}
    }
}

#[test]
fn the_intent_model_fits_into_the_subset() {
    let strict = strict_schema(&guard::schema()).unwrap();
    let mut properties = 0;
    visit(&strict, &mut |schema| {
        if let Some(Value::Object(of)) = schema.get("properties").filter(|of| of.is_object()) {
            properties += of.len();
            assert_eq!(schema["additionalProperties"], false);
            assert_eq!(schema["required"].as_array().unwrap().len(), of.len());
        }
        assert!(
            !schema.contains_key("$ref") || schema.len() == 1,
            "{schema:?}"
        );
    });
    // OpenAI's limits: 5000 properties and 120000 characters of names and values.
    assert!((50..5000).contains(&properties), "{properties}");
    assert!(strict.to_string().len() < 120_000);
}

/// The smallest answer that the strict schema allows: null wherever it may be, else nothing.
fn least(schema: &Value, root: &Value) -> Value {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return least(root.pointer(&reference[1..]).unwrap(), root);
    }
    if let Some(branches) = schema.get("anyOf").and_then(Value::as_array) {
        let null = branches.iter().find(|branch| branch["type"] == "null");
        return least(null.unwrap_or(&branches[0]), root);
    }
    if let Some(value) = schema.get("const") {
        return value.clone();
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return values.last().unwrap().clone();
    }
    let kind = &schema["type"];
    if kind
        .as_array()
        .is_some_and(|kinds| kinds.contains(&json!("null")))
    {
        return Value::Null;
    }
    match kind.as_str().unwrap() {
        "object" => schema["properties"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, property)| (name.clone(), least(property, root)))
            .collect(),
        "array" => json!([]),
        "null" => Value::Null,
        "boolean" => json!(false),
        "string" => json!(""),
        _ => schema.get("minimum").cloned().unwrap_or(json!(0)),
    }
}

#[test]
fn an_answer_in_the_strict_schema_is_one_in_the_original() {
    let original = guard::schema();
    let strict = strict_schema(&original).unwrap();
    let answer = least(&strict, &strict);
    let problems: Vec<_> = jsonschema::validator_for(&original)
        .unwrap()
        .iter_errors(&answer)
        .map(|error| error.to_string())
        .collect();
    assert!(problems.is_empty(), "{problems:?} in {answer}");
    serde_json::from_value::<nephoran_api::IntentModel>(answer).unwrap();
}
