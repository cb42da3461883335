//! The documents that describe the API, made from the types and the table of routes.

use axum::body::Bytes;
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::{
    ParseAnswer, ParseRequest, Problem,
    routes::{Operation, ROUTES},
};
use crate::{guard, text};

/// A response that a route may give: its HTTP status and when it is given.
type Response = (u16, &'static str);

/// Problems of every route.
const ANY_ROUTE: [Response; 2] = [
    (401, "The token is missing or wrong."),
    (403, "A web page asked."),
];
/// Problems of understanding a text.
const PARSING: [Response; 9] = [
    (
        400,
        "The body is not UTF-8, not JSON, or has a field that is unknown or stands there twice.",
    ),
    (408, "The body did not arrive in time."),
    (413, "The body is too large."),
    (
        415,
        "The body is neither text/plain nor application/json, or not in UTF-8.",
    ),
    (
        422,
        "The text or a value is none an intent may hold, or the provider is not configured.",
    ),
    (429, "The provider limits the rate of requests."),
    (
        502,
        "The provider cannot be reached, failed, or gave an answer that cannot be used.",
    ),
    (
        503,
        "Too many texts are being understood, or the provider or its budget is exhausted.",
    ),
    (504, "The text was not understood in time."),
];

/// The documents, written once.
pub(super) struct Documents {
    pub(super) schema: Bytes,
    pub(super) openapi: Bytes,
}

impl Documents {
    pub(super) fn new() -> Self {
        Self {
            schema: guard::schema().to_string().into(),
            openapi: openapi().to_string().into(),
        }
    }
}

fn openapi() -> Value {
    let mut generator = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into())
        .into_generator();
    let problem = content::<Problem>(&mut generator, &["application/problem+json"]);
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES {
        let operation = operation(route.operation, &mut generator, &problem);
        paths.insert(route.path.to_owned(), json!({ route.method: operation }));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Nephoran intent processing",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Understands what a network engineer wants. Nothing is created in a cluster.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        // An API that listens on this machine only needs no token.
        "security": [{ "token": [] }, {}],
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": generator.take_definitions(true),
        },
    })
}

fn operation(operation: Operation, generator: &mut SchemaGenerator, problem: &Value) -> Value {
    match operation {
        Operation::ParseIntent => {
            let mut body = content::<ParseRequest>(generator, &["application/json"]);
            body["text/plain"] = json!({
                "schema": { "type": "string", "description": "The text alone.", "minLength": text::LENGTH.start(), "maxLength": text::LENGTH.end() },
                "example": "Deploy a URLLC slice for factory robots in eu-west with 3 AMF replicas",
            });
            let answer = content::<ParseAnswer>(generator, &["application/json"]);
            let mut described = described(
                "parseIntent",
                "Understand a text",
                &responses(
                    "What the text was understood as.",
                    &answer,
                    &PARSING,
                    problem,
                ),
            );
            described["requestBody"] = json!({ "required": true, "content": body });
            described
        }
        Operation::ModelSchema => {
            let schema = json!({ "application/schema+json": { "schema": { "type": "object" } } });
            let responses = responses("The JSON Schema of the model.", &schema, &[], problem);
            described("modelSchema", "The JSON Schema of the model", &responses)
        }
        Operation::OpenApi => {
            let document = json!({ "application/json": { "schema": { "type": "object" } } });
            let responses = responses("This document.", &document, &[], problem);
            described("openApi", "This document", &responses)
        }
    }
}

fn described(id: &str, summary: &str, responses: &Value) -> Value {
    json!({ "operationId": id, "summary": summary, "responses": responses })
}

fn responses(good: &str, content: &Value, problems: &[Response], problem: &Value) -> Value {
    let mut responses = Map::new();
    responses.insert(
        "200".to_owned(),
        json!({ "description": good, "content": content }),
    );
    for (status, when) in ANY_ROUTE.iter().chain(problems) {
        responses.insert(
            status.to_string(),
            json!({ "description": when, "content": problem }),
        );
    }
    Value::Object(responses)
}

/// The content of a body that is a `T` in each of some media types.
fn content<T: JsonSchema>(generator: &mut SchemaGenerator, media: &[&str]) -> Value {
    let schema = generator.subschema_for::<T>().to_value();
    let mut content = Map::new();
    for name in media {
        content.insert((*name).to_owned(), json!({ "schema": schema }));
    }
    Value::Object(content)
}
