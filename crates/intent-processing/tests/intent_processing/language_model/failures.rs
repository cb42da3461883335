//! Providers that fail, each in its way, and what a person reads about it.

use std::time::Duration;

use nephoran_api::{Classified, ErrorClass};
use nephoran_intent_processing::language_model::ModelError;
use serde_json::json;
use tokio::net::TcpListener;
use wiremock::ResponseTemplate;

use super::support::{
    ANTHROPIC, OPENAI, ask, event_stream, json_response, model, raw_server, request, server,
};

async fn error_of(response: ResponseTemplate) -> ModelError {
    let server = server(response).await;
    let model = model(OPENAI, &server.uri());
    ask(&*model, &request()).await.unwrap_err()
}

#[tokio::test]
async fn every_status_has_its_error() {
    let body = json!({ "error": { "message": "no such model" } });
    for (status, reason, class) in [
        (400, "ProviderRefused", ErrorClass::Permanent),
        (401, "ProviderUnauthorized", ErrorClass::Permanent),
        (403, "ProviderUnauthorized", ErrorClass::Permanent),
        (404, "ProviderRefused", ErrorClass::Permanent),
        (408, "ProviderFailed", ErrorClass::Transient),
        (413, "ProviderRefused", ErrorClass::Permanent),
        (429, "ProviderRateLimited", ErrorClass::Throttling),
        (500, "ProviderFailed", ErrorClass::Transient),
        (503, "ProviderFailed", ErrorClass::Transient),
        (529, "ProviderFailed", ErrorClass::Transient),
    ] {
        let error = error_of(json_response(status, &body)).await;
        assert_eq!((error.reason(), error.class()), (reason, class), "{status}");
        if matches!(reason, "ProviderRefused" | "ProviderFailed") {
            let text = error.to_string();
            assert!(
                text.contains(&format!("HTTP {status}: no such model")),
                "{text}"
            );
        }
    }
}

#[tokio::test]
async fn a_provider_may_ask_to_wait() {
    for status in [429, 503] {
        let response = ResponseTemplate::new(status).insert_header("retry-after", "7");
        let error = error_of(response).await;
        assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));

        let response = ResponseTemplate::new(status)
            .insert_header("retry-after", "Sat, 25 Nov 2000 16:00:00 GMT");
        assert_eq!(error_of(response).await.retry_after(), Some(Duration::ZERO));

        let error = error_of(ResponseTemplate::new(status)).await;
        assert_eq!(error.retry_after(), None);
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = server(json_response(200, &json!({}))).await;
    for status in [301, 302, 307, 308] {
        let response =
            ResponseTemplate::new(status).insert_header("location", elsewhere.uri().as_str());
        let error = error_of(response).await;
        assert_eq!(error.reason(), "ProviderRefused");
        assert!(error.to_string().contains("redirects"), "{error}");
    }
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_answer_that_is_not_the_apis_is_unreadable() {
    for body in [
        "",
        "hello",
        "[]",
        "7",
        "{\"choices\":[{\"message\":7}]}",
        "{\"choices\":[]}",
        "{}",
    ] {
        for dialect in [OPENAI, ANTHROPIC] {
            let response = ResponseTemplate::new(200).set_body_raw(body, "application/json");
            let server = server(response).await;
            let model = model(dialect, &server.uri());
            let error = ask(&*model, &request()).await.unwrap_err();
            assert_eq!(
                error.reason(),
                "ProviderReplyUnreadable",
                "{dialect} {body}"
            );
        }
    }
}

#[tokio::test]
async fn an_answer_of_another_type_is_unreadable_and_says_which() {
    let html = ResponseTemplate::new(200).set_body_raw("<html>Log in</html>", "text/html");
    let error = error_of(html).await;
    assert_eq!(error.reason(), "ProviderReplyUnreadable");
    assert!(error.to_string().contains("text/html"), "{error}");

    let error = error_of(event_stream("data: [DONE]\n\n")).await;
    assert!(error.to_string().contains("text/event-stream"), "{error}");

    let error = error_of(ResponseTemplate::new(200)).await;
    assert!(error.to_string().contains("missing"), "{error}");
}

#[tokio::test]
async fn a_model_that_declines_is_quoted() {
    let refusal = json!({ "choices": [{ "message": { "refusal": "I cannot help." } }] });
    let filter =
        json!({ "choices": [{ "message": { "content": "" }, "finish_reason": "content_filter" }] });
    for (body, words) in [(refusal, "I cannot help."), (filter, "content filter")] {
        let error = error_of(json_response(200, &body)).await;
        assert_eq!(error.reason(), "ProviderDeclined");
        assert!(error.to_string().contains(words), "{error}");
    }
    let body = json!({ "content": [], "stop_reason": "refusal" });
    let server = server(json_response(200, &body)).await;
    let model = model(ANTHROPIC, &server.uri());
    let error = ask(&*model, &request()).await.unwrap_err();
    assert_eq!(error.reason(), "ProviderDeclined");
}

#[tokio::test]
async fn a_whole_answer_that_was_too_long_for_the_model_is_truncated() {
    let body = json!({ "choices": [{ "message": { "content": "{" }, "finish_reason": "length" }] });
    let error = error_of(json_response(200, &body)).await;
    assert_eq!(error.reason(), "ProviderReplyTruncated");
}

#[tokio::test]
async fn nobody_at_the_address_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    drop(listener);
    let error = ask(&*model(OPENAI, &url), &request()).await.unwrap_err();
    assert_eq!(error.reason(), "ProviderUnreachable");
    assert!(error.to_string().contains("refused"), "{error}");
}

#[tokio::test]
async fn a_connection_that_breaks_is_unreachable() {
    let url = raw_server(String::new(), Vec::new(), 0, false).await;
    let error = ask(&*model(OPENAI, &url), &request()).await.unwrap_err();
    assert_eq!(error.reason(), "ProviderUnreachable");

    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{";
    let url = raw_server(head.to_owned(), Vec::new(), 0, false).await;
    let error = ask(&*model(OPENAI, &url), &request()).await.unwrap_err();
    assert_eq!(error.reason(), "ProviderUnreachable");
}
