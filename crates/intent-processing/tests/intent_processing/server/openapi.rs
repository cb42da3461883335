//! The documents that describe the API are true.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{SENTENCE, client, local, start};

/// A validator of one schema of the document, with the document's components around it.
fn validator(document: &Value, schema: &Value) -> jsonschema::Validator {
    let mut whole = schema.clone();
    whole["components"] = document["components"].clone();
    jsonschema::validator_for(&whole).unwrap()
}

fn references(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(reference) = fields.get("$ref").and_then(Value::as_str) {
                into.insert(reference.to_owned());
            }
            fields.values().for_each(|field| references(field, into));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, into)),
        _ => {}
    }
}

#[tokio::test]
async fn the_document_is_openapi_3_1() {
    let api = start(local()).await;
    let response = client::get(api.address, "/v1/openapi.json").await;
    assert_eq!(response.headers["content-type"], "application/json");
    let document = response.json();
    assert_eq!(document["openapi"], "3.1.0");
    for field in ["title", "version"] {
        assert!(document["info"][field].is_string(), "{field}");
    }
    let mut ids = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        assert!(path.starts_with("/v1/"), "{path}");
        for (method, operation) in methods.as_object().unwrap() {
            assert!(["get", "post"].contains(&method.as_str()), "{method}");
            assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()));
            for (status, response) in operation["responses"].as_object().unwrap() {
                assert!(status.parse::<u16>().is_ok(), "{status}");
                assert!(response["description"].as_str().unwrap().ends_with('.'));
                let content = response["content"].as_object().unwrap();
                assert!(content.values().all(|media| media["schema"].is_object()));
            }
        }
    }
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(
        found.contains("#/components/schemas/IntentModel"),
        "{found:?}"
    );
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(
            document.pointer(pointer).is_some(),
            "{reference} leads nowhere"
        );
    }
}

#[tokio::test]
async fn every_documented_route_is_served_and_nothing_else_is() {
    let api = start(local()).await;
    let document = client::get(api.address, "/v1/openapi.json").await.json();
    let paths = document["paths"].as_object().unwrap();
    for (path, methods) in paths {
        for method in ["get", "post", "put", "delete", "patch"] {
            let headers = "Connection: close\r\nContent-Length: 0\r\n";
            let request = client::head(&method.to_uppercase(), path, headers);
            let status = client::send(api.address, request).await.status;
            assert_eq!(
                status != 405,
                methods.get(method).is_some(),
                "{method} {path}: {status}"
            );
            assert_ne!(status, 404, "{path}");
        }
    }
    // What the router knows is told by the answer to a path it does not know.
    let detail = client::get(api.address, "/none").await.json()["detail"].clone();
    let known = detail
        .as_str()
        .unwrap()
        .split_once("there are ")
        .unwrap()
        .1
        .to_owned();
    let known: BTreeSet<&str> = known.split(", ").collect();
    let documented: BTreeSet<&str> = paths.keys().map(String::as_str).collect();
    assert_eq!(known, documented);
}

#[tokio::test]
async fn real_answers_match_the_documented_schemas() {
    let api = start(local()).await;
    let document = client::get(api.address, "/v1/openapi.json").await.json();
    let responses = &document["paths"]["/v1/intents/parse"]["post"]["responses"];
    let long = "x".repeat(20_000);
    let requests = [
        ("text/plain", SENTENCE, 200),
        ("text/plain", "Please make the network nicer", 200),
        (
            "text/plain",
            "Only SMF may reach UPF on N4, with 4 CPU and 8Gi each",
            200,
        ),
        ("text/plain", "short", 422),
        ("text/plain", &long, 413),
        ("application/json", "{", 400),
        ("text/html", SENTENCE, 415),
    ];
    for (media, body, status) in requests {
        let response = client::parse(api.address, media, body).await;
        assert_eq!(response.status, status);
        let content = &responses[status.to_string()]["content"];
        let schema = &content[&response.headers["content-type"]]["schema"];
        assert!(
            schema.is_object(),
            "{status} {}",
            response.headers["content-type"]
        );
        let validator = validator(&document, schema);
        let wrong: Vec<_> = validator
            .iter_errors(&response.json())
            .map(|error| error.to_string())
            .collect();
        assert!(wrong.is_empty(), "{body}: {wrong:?}");
        assert!(
            !validator.is_valid(&json!({ "other": 1 })),
            "the schema accepts anything"
        );
    }
}

#[tokio::test]
async fn the_documented_request_is_the_one_that_is_read() {
    let api = start(local()).await;
    let document = client::get(api.address, "/v1/openapi.json").await.json();
    let content = &document["paths"]["/v1/intents/parse"]["post"]["requestBody"]["content"]["application/json"];
    let validator = validator(&document, &content["schema"]);
    for (body, good) in [
        (json!({ "intent": SENTENCE }), true),
        (
            json!({ "intent": SENTENCE, "hints": { "region": "eu-west" }, "namespace": "core" }),
            true,
        ),
        (
            json!({ "intent": SENTENCE, "hints": { "resourceConstraints": { "cpu": "500m", "memory": "1Gi" } } }),
            true,
        ),
        (json!({ "intent": "short" }), false),
        (json!({ "intent": SENTENCE, "text": "x" }), false),
        (json!({ "intent": SENTENCE, "namespace": "A" }), false),
        (json!({ "hints": {} }), false),
    ] {
        assert_eq!(validator.is_valid(&body), good, "{body}");
        let response = client::parse(api.address, "application/json", body.to_string()).await;
        assert_eq!(response.status == 200, good, "{body}: {response:?}");
    }
}

#[tokio::test]
async fn the_schema_of_the_model_is_served_and_fits_every_answer() {
    let api = start(local()).await;
    let response = client::get(api.address, "/v1/schema").await;
    assert_eq!(response.headers["content-type"], "application/schema+json");
    let schema = response.json();
    assert_eq!(schema, nephoran_intent_processing::guard::schema());
    let answer = client::parse(api.address, "text/plain", SENTENCE)
        .await
        .json();
    assert!(jsonschema::is_valid(&schema, &answer["model"]));
}
