//! Answers that are too long or too slow.

use std::time::{Duration, Instant};

use nephoran_api::Classified;
use nephoran_intent_processing::language_model::ModelError;
use serde_json::json;

use super::support::{OPENAI, ask, model, model_with, options, raw_server, request, streaming};

const MEBIBYTE: usize = 1 << 20;

fn head(more: &str) -> String {
    format!("HTTP/1.1 200 OK\r\n{more}\r\n\r\n")
}

#[tokio::test]
async fn ten_megabytes_are_not_read() {
    for length in ["content-length: 10485760", "connection: close"] {
        let head = head(&format!("content-type: application/json\r\n{length}"));
        let url = raw_server(head, vec![b' '; MEBIBYTE], 10, true).await;
        let error = ask(&*model(OPENAI, &url), &request()).await.unwrap_err();
        assert_eq!(error.reason(), "ProviderReplyTooLarge", "{error}");
        assert!(error.to_string().contains("1048576 bytes"), "{error}");
    }
}

#[tokio::test]
async fn reading_stops_at_the_limit_and_not_after_the_last_byte() {
    // The server would write for ever.
    let head = head("content-type: application/json\r\nconnection: close");
    let url = raw_server(head, vec![b' '; MEBIBYTE], usize::MAX, true).await;
    let error = ask(&*model(OPENAI, &url), &request()).await.unwrap_err();
    assert_eq!(error.reason(), "ProviderReplyTooLarge");
}

#[tokio::test]
async fn an_endless_stream_is_cut_off() {
    let head = head("content-type: text/event-stream\r\nconnection: close");
    let event = format!(
        "data: {{\"choices\":[{{\"delta\":{{\"content\":\"{}\"}}}}]}}\n\n",
        "x".repeat(1000)
    );
    let endless_line = vec![b'x'; 4096];
    let empty_events = b": nothing\n\n".repeat(400);
    for piece in [event.into_bytes(), endless_line, empty_events] {
        let url = raw_server(head.clone(), piece, usize::MAX, true).await;
        let error = ask(&*model(OPENAI, &url), &streaming()).await.unwrap_err();
        assert_eq!(error.reason(), "ProviderReplyTooLarge", "{error}");
    }
}

#[tokio::test]
async fn an_endless_error_is_cut_off_too() {
    let head = "HTTP/1.1 500 Oh\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n";
    let url = raw_server(head.to_owned(), vec![b'x'; 4096], usize::MAX, true).await;
    let error = ask(&*model(OPENAI, &url), &request()).await.unwrap_err();
    assert_eq!(error.reason(), "ProviderFailed");
    assert!(error.to_string().chars().count() < 400, "{error}");
}

/// Before the head, in the middle of a body, in the middle of a stream, in the middle of an error.
#[tokio::test]
async fn whoever_stalls_runs_into_the_time_limit() {
    let cases = [
        ("HTTP/1.1 200 OK\r\ncontent-type: ".to_owned(), false),
        (
            head("content-type: application/json\r\ncontent-length: 50"),
            false,
        ),
        (
            head("content-type: text/event-stream\r\nconnection: close"),
            true,
        ),
        (
            "HTTP/1.1 503 Busy\r\ncontent-length: 50\r\n\r\n".to_owned(),
            false,
        ),
    ];
    let stalls = cases.map(|(head, streams)| async move {
        let url = raw_server(head, b"{".to_vec(), 1, true).await;
        let model = model_with(&options(OPENAI, &url, json!({ "timeoutSeconds": 1 })));
        let request = if streams { streaming() } else { request() };
        let begin = Instant::now();
        let error = ask(&*model, &request).await.unwrap_err();
        let limit = Duration::from_secs(1);
        let endpoint = "lab".to_owned();
        assert_eq!(error, ModelError::TimedOut { endpoint, limit });
        assert!(begin.elapsed() < Duration::from_secs(10));
    });
    futures::future::join_all(stalls).await;
}
