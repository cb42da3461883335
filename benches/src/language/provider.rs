//! What stands around a provider of a language model: a whole request to one on loopback that answers at once.

use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use axum::{Json, Router, routing::post};
use nephoran_api::Priority;
use nephoran_intent_processing::language_model::{
    ApiKey, KeySource, ModelMetrics, ModelRequest, Role, Turn, connect,
};
use nephoran_runtime::metrics::Metrics;
use serde_json::json;
use tokio::net::TcpListener;

use super::{Row, Times};

/// Requests, one after the other.
const REQUESTS: usize = 2_000;

pub(super) async fn row() -> Result<Row> {
    let completion = json!({
        "choices": [{ "message": { "content": "{}" }, "finish_reason": "stop" }],
        "usage": { "prompt_tokens": 12, "completion_tokens": 3 },
    });
    let answer = post(move || async move { Json(completion) });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/v1", listener.local_addr()?);
    let provider = Router::new().route("/v1/chat/completions", answer);
    let server = tokio::spawn(async move { axum::serve(listener, provider).await });

    let endpoint = json!({
        "name": "lab", "dialect": "openAi", "url": url, "model": "small", "timeoutSeconds": 20,
    });
    let metrics = ModelMetrics::register(&Metrics::new()?)?;
    let key = KeySource::fixed(ApiKey::new("benchmark"));
    let model = connect(&serde_json::from_value(endpoint)?, key, &metrics)?;
    let request = request();
    let mut times = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let begin = Instant::now();
        model.complete(&request, &|_| {}).await?;
        times.push(begin.elapsed());
    }
    server.abort();
    Ok(Row {
        what: "around a provider that answers at once",
        times: Times::of(times),
    })
}

fn request() -> ModelRequest {
    ModelRequest {
        model: "small".to_owned(),
        system: "Read the intent.".to_owned(),
        turns: vec![Turn {
            role: Role::User,
            text: "Deploy AMF".to_owned(),
        }],
        schema: Arc::new(json!({ "type": "object" })),
        temperature: 0.1,
        max_tokens: 500,
        streaming: false,
        priority: Priority::Medium,
    }
}
