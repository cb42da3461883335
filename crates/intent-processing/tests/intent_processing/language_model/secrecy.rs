//! The key of a provider is known to its requests and to nobody else.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use nephoran_api::Classified;
use nephoran_intent_processing::language_model::{
    ApiKey, KeySource, KeyUnavailable, ModelMetrics, connect,
};
use nephoran_runtime::metrics::Metrics;
use serde_json::json;
use wiremock::ResponseTemplate;

use super::support::{
    ANTHROPIC, KEY, OPENAI, ask, completion, json_response, model, options, request, server,
    streaming,
};

fn metrics() -> ModelMetrics {
    ModelMetrics::register(&Metrics::new().unwrap()).unwrap()
}

#[tokio::test]
async fn an_error_that_quotes_the_key_is_shown_without_it() {
    let quote = format!("bad key {KEY}, {}{KEY}", "x".repeat(280));
    let stream = format!("data: {{\"error\":{{\"message\":\"{quote}\"}}}}\n\n");
    let responses = [
        json_response(400, &json!({ "error": { "message": quote } })),
        ResponseTemplate::new(500).set_body_string(quote.clone()),
        json_response(401, &json!({ "error": quote })),
        json_response(
            200,
            &json!({ "choices": [{ "message": { "refusal": quote } }] }),
        ),
        json_response(200, &json!({ "choices": quote })),
        ResponseTemplate::new(200).set_body_raw(stream, "text/event-stream"),
        ResponseTemplate::new(200).set_body_raw("", KEY),
    ];
    for response in responses {
        let server = server(response).await;
        for dialect in [OPENAI, ANTHROPIC] {
            let model = model(dialect, &server.uri());
            for request in [request(), streaming()] {
                let error = ask(&*model, &request).await.unwrap_err();
                for shown in [
                    error.to_string(),
                    format!("{error:?}"),
                    format!("{model:?}"),
                ] {
                    assert!(!shown.contains("sk-test"), "{shown}");
                }
            }
        }
    }
}

#[test]
fn a_key_prints_as_a_placeholder() {
    let key = ApiKey::new(KEY);
    assert_eq!(format!("{key:?}"), "[key]");
    assert_eq!(format!("{:?}", KeySource::fixed(key)), "[key]");
}

#[tokio::test]
async fn a_key_that_changes_is_used_from_the_next_request_on() {
    let server = server(json_response(200, &completion("{}"))).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let key = KeySource::from_fn(move || {
        let number = asked.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move { Ok(ApiKey::new(&format!("key-{number}\n"))) })
    });
    let model = connect(&options(OPENAI, &server.uri(), json!({})), key, &metrics()).unwrap();
    for _ in 0..2 {
        ask(&*model, &request()).await.unwrap();
    }
    let requests = server.received_requests().await.unwrap();
    for (number, request) in requests.iter().enumerate() {
        assert_eq!(
            request.headers["authorization"],
            format!("Bearer key-{number}")
        );
    }
}

#[tokio::test]
async fn without_a_key_the_provider_is_not_asked() {
    let server = server(json_response(200, &completion("{}"))).await;
    let missing = KeySource::from_fn(|| {
        let detail = "Secret lab has no entry key".to_owned();
        Box::pin(async move { Err(KeyUnavailable { detail }) })
    });
    let broken = KeySource::fixed(ApiKey::new("two\nlines"));
    let empty = KeySource::fixed(ApiKey::new(" \n"));
    for (key, words) in [
        (missing, "Secret lab has no entry key"),
        (broken, "no header can carry"),
        (empty, "it is empty"),
    ] {
        let options = options(OPENAI, &server.uri(), json!({}));
        let model = connect(&options, key, &metrics()).unwrap();
        let error = ask(&*model, &request()).await.unwrap_err();
        assert_eq!(error.reason(), "ProviderKeyUnavailable");
        assert!(error.to_string().contains(words), "{error}");
        assert!(!error.to_string().contains("lines"), "{error}");
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}
