//! Paths, methods and errors that are not the text's, as problem documents; and what is counted of all of them.

use std::time::Duration;

use axum::response::IntoResponse;
use nephoran_api::{Classified, ErrorClass};
use nephoran_intent_processing::{language_model::ModelError, server::Problem};

use super::{SENTENCE, client, local, start};

#[tokio::test]
async fn an_unknown_path_is_answered_with_the_known_ones() {
    let api = start(local()).await;
    for path in [
        "/",
        "/v1",
        "/v1/intents/parse/",
        "/v1/../etc/passwd",
        "/%00",
    ] {
        let response = client::get(api.address, path).await;
        assert_eq!(
            (response.status, response.reason().as_str()),
            (404, "NoSuchPath")
        );
        assert!(response.body.contains("/v1/openapi.json"));
    }
}

#[tokio::test]
async fn a_wrong_method_is_answered_with_the_right_one() {
    let api = start(local()).await;
    let response = client::get(api.address, "/v1/intents/parse").await;
    assert_eq!(
        (response.status, response.reason().as_str()),
        (405, "MethodNotAllowed")
    );
    assert_eq!(response.headers["allow"], "POST");
    assert!(response.body.contains("takes POST"), "{}", response.body);
    let delete = client::head("DELETE", "/v1/schema", "Connection: close\r\n");
    let response = client::send(api.address, delete).await;
    assert_eq!(
        (response.status, response.headers["allow"].as_str()),
        (405, "GET,HEAD")
    );
}

#[test]
fn the_status_follows_from_the_error() {
    let endpoint = || "openai".to_owned();
    let wait = Duration::from_millis(2500);
    let cases = [
        (
            ModelError::RateLimited {
                endpoint: endpoint(),
                retry_after: None,
            },
            429,
            true,
        ),
        (
            ModelError::TimedOut {
                endpoint: endpoint(),
                limit: wait,
            },
            504,
            false,
        ),
        (
            ModelError::Unreachable {
                endpoint: endpoint(),
                detail: "refused".to_owned(),
            },
            502,
            false,
        ),
        (
            ModelError::Unauthorized {
                endpoint: endpoint(),
            },
            502,
            false,
        ),
        (
            ModelError::CircuitOpen {
                endpoint: endpoint(),
                failures: 5,
                retry_after: wait,
            },
            503,
            true,
        ),
        (
            ModelError::QueueFull {
                endpoint: endpoint(),
                waiting: 64,
            },
            503,
            true,
        ),
    ];
    for (error, status, come_back) in cases {
        let response = Problem::of(&error).into_response();
        assert_eq!(response.status(), status, "{error}");
        assert_eq!(
            response.headers().contains_key("retry-after"),
            come_back,
            "{error}"
        );
    }
}

/// An error of a peer that asks for patience.
#[derive(Debug, thiserror::Error)]
#[error("not before two and a half seconds; wait")]
struct Patience;

impl Classified for Patience {
    fn reason(&self) -> &'static str {
        "Patience"
    }

    fn class(&self) -> ErrorClass {
        ErrorClass::Throttling
    }

    fn retry_after(&self) -> Option<Duration> {
        Some(Duration::from_millis(2500))
    }
}

#[test]
fn a_wait_is_told_in_whole_seconds_and_never_too_short() {
    let response = Problem::of(&Patience).into_response();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "3");
}

#[tokio::test]
async fn requests_are_counted_by_route_and_status_and_never_by_what_the_client_wrote() {
    let api = start(local()).await;
    client::parse(api.address, "text/plain", SENTENCE).await;
    client::parse(api.address, "text/plain", "short").await;
    client::get(api.address, "/v1/schema").await;
    client::get(api.address, "/secret-path").await;
    let text = String::from_utf8(api.metrics.text().unwrap()).unwrap();
    for line in [
        r#"nephoran_intent_api_requests_total{code="200",route="/v1/intents/parse"} 1"#,
        r#"nephoran_intent_api_requests_total{code="422",route="/v1/intents/parse"} 1"#,
        r#"nephoran_intent_api_requests_total{code="200",route="/v1/schema"} 1"#,
        r#"nephoran_intent_api_requests_total{code="404",route="none"} 1"#,
        r#"nephoran_intent_api_request_duration_seconds_count{route="/v1/intents/parse"} 2"#,
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("secret-path"));
}
