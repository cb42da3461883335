//! What becomes of requests is seen in the metrics.

use nephoran_api::Classified;
use nephoran_intent_processing::language_model::{KeySource, ModelMetrics, connect};
use nephoran_runtime::metrics::Metrics;
use serde_json::json;

use super::support::{OPENAI, ask, completion, options, raw_server, request};

/// A provider that answers at once, below HTTP so that it costs nothing itself.
async fn instant_provider() -> String {
    let body = completion("{}").to_string();
    let length = body.len();
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    );
    raw_server(response, Vec::new(), 0, false).await
}

#[tokio::test]
async fn requests_are_counted_by_what_became_of_them() {
    let metrics = Metrics::new().unwrap();
    let model_metrics = ModelMetrics::register(&metrics).unwrap();
    let good = options(OPENAI, &instant_provider().await, json!({ "name": "good" }));
    let bad = options(OPENAI, "http://127.0.0.1:1/v1", json!({ "name": "bad" }));
    let connected = |options| connect(options, KeySource::none(), &model_metrics).unwrap();
    ask(&*connected(&good), &request()).await.unwrap();
    let bad = connected(&bad);
    for _ in 0..5 {
        ask(&*bad, &request()).await.unwrap_err();
    }
    let refused = ask(&*bad, &request()).await.unwrap_err();
    assert_eq!(refused.reason(), "ProviderCircuitOpen");

    let text = String::from_utf8(metrics.text().unwrap()).unwrap();
    for line in [
        r#"nephoran_llm_requests_total{provider="good",result="Success"} 1"#,
        r#"nephoran_llm_requests_total{provider="bad",result="ProviderUnreachable"} 5"#,
        r#"nephoran_llm_requests_total{provider="bad",result="ProviderCircuitOpen"} 1"#,
        r#"nephoran_llm_request_duration_seconds_count{provider="good"} 1"#,
        r#"nephoran_llm_tokens_total{direction="prompt",provider="good"} 12"#,
        r#"nephoran_llm_tokens_total{direction="completion",provider="good"} 3"#,
        r#"nephoran_llm_circuit_state{provider="bad"} 2"#,
        r#"nephoran_llm_circuit_state{provider="good"} 0"#,
        r#"nephoran_llm_queue_length{provider="good"} 0"#,
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}
