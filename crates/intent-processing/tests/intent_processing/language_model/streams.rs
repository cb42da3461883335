//! Answers that arrive piece by piece.

use std::sync::Mutex;

use nephoran_api::Classified;
use nephoran_intent_processing::language_model::{ModelError, ModelReply};
use serde_json::json;

use super::support::{
    ANTHROPIC, OPENAI, completion, event_stream, json_response, model, raw_server, received,
    server, streaming,
};

const OPENAI_STREAM: &str = concat!(
    ": keep-alive\n\n",
    "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n",
    "data: {\"choices\":[{\"delta\":{\"content\":\"{\\\"a\\\":\"}}]}\n\n",
    "data: {\"choices\":[{\"delta\":{\"content\":\"1}\"},\"finish_reason\":null}]}\n\n",
    "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4}}\n\n",
    "data: [DONE]\n\n",
);

const ANTHROPIC_STREAM: &str = concat!(
    "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"content\":[],\"stop_reason\":null,",
    "\"usage\":{\"input_tokens\":30,\"output_tokens\":1}}}\n\n",
    "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":",
    "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"intent_model\",\"input\":{}}}\n\n",
    "event: ping\ndata: {\"type\":\"ping\"}\n\n",
    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":",
    "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":\"}}\n\n",
    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":",
    "{\"type\":\"input_json_delta\",\"partial_json\":\"1}\"}}\n\n",
    "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
    "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},",
    "\"usage\":{\"output_tokens\":5}}\n\n",
    "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
);

async fn stream(dialect: &str, body: &str) -> Result<ModelReply, ModelError> {
    let server = server(event_stream(body)).await;
    model(dialect, &server.uri())
        .complete(&streaming(), &|_| {})
        .await
}

#[tokio::test]
async fn a_stream_of_openai_is_put_together() {
    let reply = stream(OPENAI, OPENAI_STREAM).await.unwrap();
    assert_eq!(reply.text, r#"{"a":1}"#);
    assert_eq!(
        (reply.usage.prompt_tokens, reply.usage.completion_tokens),
        (9, 4)
    );
}

#[tokio::test]
async fn a_stream_of_anthropic_is_put_together() {
    let reply = stream(ANTHROPIC, ANTHROPIC_STREAM).await.unwrap();
    assert_eq!(reply.text, r#"{"a":1}"#);
    assert_eq!(
        (reply.usage.prompt_tokens, reply.usage.completion_tokens),
        (30, 5)
    );
    assert!(!reply.usage.estimated);
}

#[tokio::test]
async fn tool_arguments_of_openai_are_put_together() {
    let body = concat!(
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"intent_model\",\"arguments\":\"{\"}}]}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"}\"}}]}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]}}]}\n\n",
        "data: [DONE]\n\n",
    );
    assert_eq!(stream(OPENAI, body).await.unwrap().text, "{}");
}

#[tokio::test]
async fn a_stream_is_asked_for_with_its_usage() {
    let server = server(event_stream(OPENAI_STREAM)).await;
    let model = model(OPENAI, &server.uri());
    model.complete(&streaming(), &|_| {}).await.unwrap();
    let body = received(&server).await;
    assert_eq!(body["stream"], true);
    assert_eq!(body["stream_options"], json!({ "include_usage": true }));
}

#[tokio::test]
async fn progress_counts_the_bytes_of_the_answer() {
    for (dialect, body) in [(OPENAI, OPENAI_STREAM), (ANTHROPIC, ANTHROPIC_STREAM)] {
        let server = server(event_stream(body)).await;
        let seen = Mutex::new(Vec::new());
        let note = |bytes| seen.lock().unwrap().push(bytes);
        let model = model(dialect, &server.uri());
        model.complete(&streaming(), &note).await.unwrap();
        let seen = seen.into_inner().unwrap();
        assert!(seen.is_sorted(), "{seen:?}");
        assert_eq!(seen.last(), Some(&7));
    }
}

#[tokio::test]
async fn a_stream_that_ends_early_is_truncated_wherever_it_ends() {
    for (dialect, body, last) in [
        (OPENAI, OPENAI_STREAM, "data: [DONE]"),
        (ANTHROPIC, ANTHROPIC_STREAM, "event: message_stop"),
    ] {
        let last = body.find(last).unwrap();
        let ends = body[..last].match_indices("\n\n").map(|(end, _)| end + 2);
        for end in ends.chain([last / 2, last]) {
            let error = stream(dialect, &body[..end]).await.unwrap_err();
            assert_eq!(error.reason(), "ProviderReplyTruncated", "{error}");
        }
    }
}

#[tokio::test]
async fn a_connection_that_breaks_in_the_middle_of_a_stream_is_a_truncated_answer() {
    let head =
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    let event = "data: {\"choices\":[{\"delta\":{\"content\":\"{\"}}]}\n\n";
    let chunk = format!("{:x}\r\n{event}\r\n", event.len());
    let url = raw_server(head.to_owned(), chunk.into_bytes(), 3, false).await;
    let error = model(OPENAI, &url)
        .complete(&streaming(), &|_| {})
        .await
        .unwrap_err();
    assert_eq!(error.reason(), "ProviderReplyTruncated", "{error}");
}

#[tokio::test]
async fn an_answer_that_is_longer_than_allowed_is_truncated() {
    for (dialect, body, from, to) in [
        (OPENAI, OPENAI_STREAM, "\"stop\"", "\"length\""),
        (
            ANTHROPIC,
            ANTHROPIC_STREAM,
            "\"tool_use\"},",
            "\"max_tokens\"},",
        ),
    ] {
        let body = body.replace(from, to);
        let error = stream(dialect, &body).await.unwrap_err();
        assert_eq!(error.reason(), "ProviderReplyTruncated", "{error}");
        assert!(error.to_string().contains("raise maxTokens"), "{error}");
    }
}

#[tokio::test]
async fn an_error_inside_a_stream_is_the_error_that_it_stands_for() {
    let start = ANTHROPIC_STREAM.split_inclusive("\n\n").next().unwrap();
    for (kind, reason) in [
        ("overloaded_error", "ProviderFailed"),
        ("rate_limit_error", "ProviderRateLimited"),
        ("authentication_error", "ProviderUnauthorized"),
        ("invalid_request_error", "ProviderRefused"),
        ("something_new", "ProviderFailed"),
    ] {
        let body = format!(
            "{start}event: error\ndata: {{\"type\":\"error\",\"error\":{{\"type\":\"{kind}\",\"message\":\"Busy\"}}}}\n\n"
        );
        let error = stream(ANTHROPIC, &body).await.unwrap_err();
        assert_eq!(error.reason(), reason, "{error}");
    }
    let body = "data: {\"error\":{\"message\":\"out of memory\",\"code\":503}}\n\n";
    let error = stream(OPENAI, body).await.unwrap_err();
    assert!(
        error.to_string().contains("HTTP 503: out of memory"),
        "{error}"
    );
}

#[tokio::test]
async fn a_stream_of_garbage_is_unreadable() {
    for body in [
        "data: hello\n\n",
        "data: []\n\n",
        "data: {\"choices\":7}\n\n",
    ] {
        for dialect in [OPENAI, ANTHROPIC] {
            let error = stream(dialect, body).await.unwrap_err();
            assert_eq!(
                error.reason(),
                "ProviderReplyUnreadable",
                "{dialect} {body}"
            );
        }
    }
}

#[tokio::test]
async fn a_server_that_cannot_stream_may_answer_as_a_whole() {
    let server = server(json_response(200, &completion("{}"))).await;
    let reply = model(OPENAI, &server.uri())
        .complete(&streaming(), &|_| {})
        .await
        .unwrap();
    assert_eq!(reply.text, "{}");
}
