//! What goes over the wire, and what is read from a whole answer.

use nephoran_intent_processing::language_model::{Role, Turn};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{header, method, path},
};

use super::support::{
    ANTHROPIC, KEY, OPENAI, ask, completion, json_response, model, model_with, options, received,
    request, server,
};

async fn body_sent(dialect: &str, more: Value, answer: &Value) -> Value {
    let server = server(json_response(200, answer)).await;
    let model = model_with(&options(dialect, &server.uri(), more));
    ask(&*model, &request()).await.unwrap();
    received(&server).await
}

fn message(content: &Value) -> Value {
    json!({
        "content": content,
        "stop_reason": "tool_use",
        "usage": { "input_tokens": 20, "cache_read_input_tokens": 80, "output_tokens": 7 },
    })
}

#[tokio::test]
async fn openai_is_asked_with_a_strict_schema() {
    let body = body_sent(OPENAI, json!({}), &completion("{}")).await;
    assert_eq!(
        body,
        json!({
            "model": "small",
            "messages": [
                { "role": "system", "content": "Read the intent." },
                { "role": "user", "content": "Deploy AMF" },
            ],
            "temperature": 0.1,
            "max_tokens": 500,
            "response_format": {
                "type": "json_schema",
                "json_schema": {
                    "name": "intent_model",
                    "strict": true,
                    "schema": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": ["action", "replicas"],
                        "properties": {
                            "action": { "type": "string" },
                            "replicas": {
                                "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "null" }],
                            },
                        },
                    },
                },
            },
        })
    );
}

#[tokio::test]
async fn anthropic_is_asked_with_a_tool_that_has_to_be_called() {
    let answer = message(&json!([{ "type": "tool_use", "input": { "action": "Deploy" } }]));
    let body = body_sent(ANTHROPIC, json!({}), &answer).await;
    assert_eq!(
        body,
        json!({
            "model": "small",
            "system": "Read the intent.",
            "messages": [{ "role": "user", "content": "Deploy AMF" }],
            "temperature": 0.1,
            "max_tokens": 500,
            "tools": [{
                "name": "intent_model",
                "description": "Takes the answer.",
                "input_schema": *request().schema,
            }],
            "tool_choice": { "type": "tool", "name": "intent_model" },
        })
    );
}

#[tokio::test]
async fn a_schema_that_strictness_cannot_say_is_sent_as_it_is() {
    let server = server(json_response(200, &completion("{}"))).await;
    let mut request = request();
    let schema = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    request.schema = schema.clone().into();
    ask(&*model(OPENAI, &server.uri()), &request).await.unwrap();
    let sent = &received(&server).await["response_format"]["json_schema"];
    assert_eq!(sent["strict"], false);
    assert_eq!(sent["schema"], schema);
}

#[tokio::test]
async fn where_the_api_does_not_take_the_schema_the_instructions_have_it() {
    for (way, format) in [
        ("jsonObject", json!({ "type": "json_object" })),
        ("prompt", Value::Null),
    ] {
        let more = json!({ "structuredOutput": way });
        let body = body_sent(OPENAI, more, &completion("{}")).await;
        assert_eq!(body["response_format"], format);
        let instructions = body["messages"][0]["content"].as_str().unwrap();
        assert!(
            instructions.starts_with("Read the intent."),
            "{instructions}"
        );
        assert!(
            instructions.contains(&request().schema.to_string()),
            "{instructions}"
        );
    }
}

#[tokio::test]
async fn openai_can_be_made_to_call_a_tool() {
    let answer = json!({
        "choices": [{
            "message": { "content": null, "tool_calls": [
                { "type": "function", "function": { "name": "intent_model", "arguments": "{\"a\":1}" } },
            ] },
            "finish_reason": "tool_calls",
        }],
    });
    let server = server(json_response(200, &answer)).await;
    let options = options(OPENAI, &server.uri(), json!({ "structuredOutput": "tool" }));
    let reply = ask(&*model_with(&options), &request()).await.unwrap();
    assert_eq!(reply.text, r#"{"a":1}"#);
    let body = received(&server).await;
    assert_eq!(
        body["tools"][0]["function"]["parameters"],
        *request().schema
    );
    assert_eq!(body["tool_choice"]["function"]["name"], "intent_model");
    assert_eq!(body["response_format"], Value::Null);
}

#[tokio::test]
async fn a_model_that_refuses_temperatures_gets_none() {
    let more = json!({ "omitTemperature": true });
    let body = body_sent(OPENAI, more.clone(), &completion("{}")).await;
    assert_eq!(body["temperature"], Value::Null);
    let answer = message(&json!([{ "type": "text", "text": "{}" }]));
    let body = body_sent(ANTHROPIC, more, &answer).await;
    assert_eq!(body["temperature"], Value::Null);
}

#[tokio::test]
async fn repairs_go_as_further_turns() {
    let server = server(json_response(200, &completion("{}"))).await;
    let mut request = request();
    for (role, text) in [(Role::Assistant, "{"), (Role::User, "That is no JSON.")] {
        let text = text.to_owned();
        request.turns.push(Turn { role, text });
    }
    ask(&*model(OPENAI, &server.uri()), &request).await.unwrap();
    let messages = &received(&server).await["messages"];
    assert_eq!(messages[2], json!({ "role": "assistant", "content": "{" }));
    assert_eq!(messages[3]["role"], "user");
}

#[tokio::test]
async fn each_dialect_has_its_own_address_and_headers() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v1/chat/completions"))
        .and(header("authorization", format!("Bearer {KEY}")))
        .respond_with(json_response(200, &completion("openai")))
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .and(path("/v1/messages"))
        .and(header("x-api-key", KEY))
        .and(header("anthropic-version", "2023-06-01"))
        .respond_with(json_response(
            200,
            &message(&json!([{ "type": "text", "text": "anthropic" }])),
        ))
        .mount(&server)
        .await;
    for (dialect, text) in [(OPENAI, "openai"), (ANTHROPIC, "anthropic")] {
        for base in ["/v1", "/v1/"] {
            let model = model(dialect, &format!("{}{base}", server.uri()));
            assert_eq!(ask(&*model, &request()).await.unwrap().text, text);
        }
    }
}

#[tokio::test]
async fn usage_is_the_providers_count() {
    let openai = server(json_response(200, &completion("{}"))).await;
    let usage = ask(&*model(OPENAI, &openai.uri()), &request())
        .await
        .unwrap()
        .usage;
    assert_eq!((usage.prompt_tokens, usage.completion_tokens), (12, 3));
    assert!(!usage.estimated);

    let answer = message(&json!([{ "type": "tool_use", "input": { "b": 1, "a": [true] } }]));
    let anthropic = server(json_response(200, &answer)).await;
    let reply = ask(&*model(ANTHROPIC, &anthropic.uri()), &request())
        .await
        .unwrap();
    assert_eq!(reply.text, r#"{"a":[true],"b":1}"#);
    let usage = reply.usage;
    assert_eq!((usage.prompt_tokens, usage.completion_tokens), (100, 7));
}

#[tokio::test]
async fn usage_that_is_missing_is_estimated_and_says_so() {
    let answer = json!({ "choices": [{ "message": { "content": "12345678" } }] });
    let server = server(json_response(200, &answer)).await;
    let usage = ask(&*model(OPENAI, &server.uri()), &request())
        .await
        .unwrap()
        .usage;
    // "Read the intent." and "Deploy AMF" are 26 bytes.
    assert_eq!((usage.prompt_tokens, usage.completion_tokens), (7, 2));
    assert!(usage.estimated);
}

#[tokio::test]
async fn text_in_parts_is_joined_without_the_thinking() {
    let answer = json!({ "choices": [{ "message": { "content": [
        { "type": "thinking", "thinking": [{ "type": "text", "text": "hm" }] },
        { "type": "text", "text": "{\"a\":" },
        { "type": "text", "text": "1}" },
    ] } }] });
    let server = server(json_response(200, &answer)).await;
    let reply = ask(&*model(OPENAI, &server.uri()), &request())
        .await
        .unwrap();
    assert_eq!(reply.text, r#"{"a":1}"#);
}

#[tokio::test]
async fn a_provider_without_a_key_gets_none() {
    use nephoran_intent_processing::language_model::{KeySource, ModelMetrics, connect};
    let server = server(ResponseTemplate::new(200).set_body_json(completion("{}"))).await;
    let metrics = nephoran_runtime::metrics::Metrics::new().unwrap();
    let metrics = ModelMetrics::register(&metrics).unwrap();
    let options = options(OPENAI, &server.uri(), json!({}));
    let model = connect(&options, KeySource::none(), &metrics).unwrap();
    ask(&*model, &request()).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    assert!(!requests[0].headers.contains_key("authorization"));
}
