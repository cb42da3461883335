//! What stands around a provider: the time of a whole request to one on loopback that answers at once, connection included.
//!
//! Goal: 2 ms.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run says why and ends"
)]

#[allow(dead_code, unused_imports, reason = "the tests need more of it")]
#[path = "../tests/intent_processing/language_model/support.rs"]
mod support;

use std::time::Instant;

use serde_json::json;
use support::{OPENAI, ask, completion, model_with, options, raw_server, request};

/// Requests, one after the other.
const REQUESTS: usize = 2_000;

#[tokio::main(worker_threads = 2)]
async fn main() {
    let body = completion("{}").to_string();
    let length = body.len();
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    );
    let url = raw_server(response, Vec::new(), 0, false).await;
    let model = model_with(&options(OPENAI, &url, json!({})));
    let mut times = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let begin = Instant::now();
        ask(&*model, &request()).await.unwrap();
        times.push(begin.elapsed());
    }
    times.sort_unstable();
    let (median, p99) = (times[REQUESTS / 2], times[REQUESTS * 99 / 100]);
    println!("around an instant provider, {REQUESTS} requests: median {median:?}, p99 {p99:?}");
}
