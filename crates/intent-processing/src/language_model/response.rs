//! Reads what a provider sends back, and never more of it than the limits allow.

use std::error::Error;

use jiff::Timestamp;
use reqwest::{
    Response,
    header::{CONTENT_TYPE, RETRY_AFTER},
};

use super::{
    EventStream, EventStreamError, OnProgress,
    answer::{Answer, Assembly, Flaw},
    failure::{Failure, message_of},
    retry_after::retry_after,
};

/// Bytes of a whole answer, estimate: 8192 tokens are some 32 KiB of JSON, and a few times that where it is escaped.
const ANSWER_LIMIT: usize = 1 << 20;
/// Bytes of a stream, in which each token comes with an envelope of 100 to 300 bytes.
const STREAM_LIMIT: usize = 8 << 20;
/// Bytes of an error's body that are looked at.
const ERROR_LIMIT: usize = 16 << 10;

/// The answer in a response, as a whole or, where `streaming` was asked for, as a stream.
pub(super) async fn read<A: Assembly>(
    response: Response,
    streaming: bool,
    on_progress: OnProgress<'_>,
) -> Result<Answer, Flaw> {
    if !response.status().is_success() {
        return Err(Flaw::Failure(read_failure(response).await));
    }
    match content_type(&response).as_deref() {
        Some("text/event-stream") if streaming => read_stream::<A>(response, on_progress).await,
        // Servers that cannot stream answer as a whole.
        Some("application/json") => A::whole(&read_body(response, on_progress).await?),
        other => Err(Flaw::Unreadable(format!(
            "its content type is {} and not {}",
            other.unwrap_or("missing"),
            accepted(streaming)
        ))),
    }
}

/// The content types that can be read.
pub(super) const fn accepted(streaming: bool) -> &'static str {
    if streaming {
        "text/event-stream, application/json"
    } else {
        "application/json"
    }
}

async fn read_body(mut response: Response, on_progress: OnProgress<'_>) -> Result<Vec<u8>, Flaw> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        if body.len() + chunk.len() > ANSWER_LIMIT {
            return Err(Flaw::TooLarge(ANSWER_LIMIT));
        }
        body.extend_from_slice(&chunk);
        on_progress(body.len());
    }
    Ok(body)
}

async fn read_stream<A: Assembly>(
    mut response: Response,
    on_progress: OnProgress<'_>,
) -> Result<Answer, Flaw> {
    let mut stream = EventStream::new(ANSWER_LIMIT);
    let mut assembly = A::default();
    let mut received = 0;
    loop {
        let chunk = response
            .chunk()
            .await
            .map_err(|error| Flaw::Truncated(format!("the connection broke: {}", cause(error))))?;
        let chunk = chunk
            .ok_or_else(|| Flaw::Truncated("the stream ended before its last event".to_owned()))?;
        received += chunk.len();
        if received > STREAM_LIMIT {
            return Err(Flaw::TooLarge(STREAM_LIMIT));
        }
        let events = stream.feed(&chunk).map_err(|error| match error {
            EventStreamError::TooLong { limit } => Flaw::TooLarge(limit),
            EventStreamError::NotText => Flaw::Unreadable(error.to_string()),
        })?;
        for event in events {
            if assembly.event(&event)? {
                on_progress(assembly.bytes());
                return assembly.finish();
            }
        }
        if assembly.bytes() > ANSWER_LIMIT {
            return Err(Flaw::TooLarge(ANSWER_LIMIT));
        }
        on_progress(assembly.bytes());
    }
}

async fn read_failure(mut response: Response) -> Failure {
    let retry_after = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| retry_after(value.to_str().ok()?, Timestamp::now()));
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while body.len() < ERROR_LIMIT
        && let Ok(Some(chunk)) = response.chunk().await
    {
        let room = ERROR_LIMIT - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Failure {
        status,
        detail: message_of(&body),
        retry_after,
    }
}

/// The media type without its parameters.
fn content_type(response: &Response) -> Option<String> {
    let value = response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let media_type = value.split(';').next()?.trim();
    Some(media_type.to_ascii_lowercase())
}

/// What a failed exchange means.
pub(super) fn unreachable(error: reqwest::Error) -> Flaw {
    Flaw::Unreachable(if error.is_connect() && error.is_timeout() {
        "no connection in time".to_owned()
    } else {
        cause(error)
    })
}

/// The innermost error, which says what happened; the outer ones say where, and the URL.
fn cause(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut cause: &dyn Error = &error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
