//! What went wrong with a request, as a problem document (RFC 9457).

use std::time::Duration;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use nephoran_api::{Classified, ErrorClass};
use schemars::JsonSchema;
use serde::Serialize;

/// How long to wait before asking a busy server again (an estimate: a builtin answer takes milliseconds, a language
/// model seconds).
const BUSY: Duration = Duration::from_secs(1);

/// Errors whose status does not follow from their class, by reason.
const STATUS_BY_REASON: [(&str, StatusCode); 3] = [
    ("ProviderTimeout", StatusCode::GATEWAY_TIMEOUT),
    ("ProviderCircuitOpen", StatusCode::SERVICE_UNAVAILABLE),
    ("ProviderQueueFull", StatusCode::SERVICE_UNAVAILABLE),
];

/// What went wrong, as `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    /// Always `about:blank`: the kind of problem is `status` and `reason`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The words of the HTTP status.
    title: String,
    /// The HTTP status.
    status: u16,
    /// The kind of problem in CamelCase, from a bounded set.
    reason: String,
    /// What happened and what to do next.
    detail: String,
    #[serde(skip)]
    #[schemars(skip)]
    retry_after: Option<Duration>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, reason: &str, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or_default().to_owned(),
            status: status.as_u16(),
            reason: reason.to_owned(),
            detail: detail.into(),
            retry_after: None,
        }
    }

    /// The problem that an error is to the client.
    #[must_use]
    pub fn of(error: &impl Classified) -> Self {
        let by_class = match error.class() {
            ErrorClass::Validation => StatusCode::UNPROCESSABLE_ENTITY,
            ErrorClass::Throttling => StatusCode::TOO_MANY_REQUESTS,
            ErrorClass::Resource => StatusCode::SERVICE_UNAVAILABLE,
            ErrorClass::Transient | ErrorClass::Permanent => StatusCode::BAD_GATEWAY,
        };
        let status = STATUS_BY_REASON
            .iter()
            .find(|(reason, _)| *reason == error.reason())
            .map_or(by_class, |(_, status)| *status);
        let mut problem = Self::new(status, error.reason(), error.to_string());
        problem.retry_after = error
            .retry_after()
            .or_else(|| asks_for_patience(status).then_some(BUSY));
        problem
    }

    pub(super) fn web_page() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "WebPage",
            "requests of web pages are refused; leave out the Origin header, or use curl or a script",
        )
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "Unauthorized",
            "send the header `Authorization: Bearer TOKEN` with the token of the controller's Secret",
        )
    }

    pub(super) fn busy(limit: u16) -> Self {
        let detail = format!("{limit} texts are being understood already; ask again in a second");
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "Busy", detail);
        problem.retry_after = Some(BUSY);
        problem
    }

    pub(super) fn processing_took_too_long(limit: Duration) -> Self {
        let detail = format!(
            "the text was not understood within {} s; ask again, or choose a faster provider",
            limit.as_secs_f64()
        );
        Self::new(StatusCode::GATEWAY_TIMEOUT, "ProcessingTimeout", detail)
    }
}

/// Statuses with which a client should wait before it asks again.
fn asks_for_patience(status: StatusCode) -> bool {
    [
        StatusCode::TOO_MANY_REQUESTS,
        StatusCode::SERVICE_UNAVAILABLE,
    ]
    .contains(&status)
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after;
        let mut response = (status, axum::Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(wait) = retry_after {
            // Whole seconds, and never none of them.
            let seconds = wait.as_millis().div_ceil(1000).max(1);
            if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
                headers.insert(header::RETRY_AFTER, value);
            }
        }
        match status {
            StatusCode::UNAUTHORIZED => {
                let challenge = HeaderValue::from_static("Bearer realm=\"nephoran\"");
                headers.insert(header::WWW_AUTHENTICATE, challenge);
            }
            // The rest of the body is not wanted.
            StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT => {
                headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            _ => {}
        }
        response
    }
}
