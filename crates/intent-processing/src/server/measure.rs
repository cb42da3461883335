//! Counts and times requests.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use nephoran_runtime::metrics::Metrics;
use prometheus::{HistogramOpts, HistogramVec, IntCounterVec, Opts};

use super::Shared;

/// From a builtin answer to the limit of a language model, in seconds.
const BUCKETS: [f64; 11] = [
    0.0005, 0.001, 0.0025, 0.01, 0.05, 0.25, 1.0, 5.0, 15.0, 60.0, 120.0,
];
/// The route of requests for a path that there is not; paths of clients are no label values.
const NO_ROUTE: &str = "none";

pub(super) struct Measures {
    requests: IntCounterVec,
    seconds: HistogramVec,
}

impl Measures {
    pub(super) fn register(metrics: &Metrics) -> prometheus::Result<Self> {
        let requests = Opts::new(
            "nephoran_intent_api_requests_total",
            "Requests to the HTTP API by route and HTTP status.",
        );
        let seconds = HistogramOpts::new(
            "nephoran_intent_api_request_duration_seconds",
            "Seconds until a response of the HTTP API began, by route.",
        );
        Ok(Self {
            requests: metrics.register(IntCounterVec::new(requests, &["route", "code"])?)?,
            seconds: metrics.register(HistogramVec::new(
                seconds.buckets(BUCKETS.to_vec()),
                &["route"],
            )?)?,
        })
    }
}

pub(super) async fn measure(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let route = matched.as_ref().map_or(NO_ROUTE, MatchedPath::as_str);
    let began = Instant::now();
    let response = next.run(request).await;
    let measures = &shared.measures;
    let code = response.status();
    let labels = [route, code.as_str()];
    measures.requests.with_label_values(&labels).inc();
    measures
        .seconds
        .with_label_values(&[route])
        .observe(began.elapsed().as_secs_f64());
    response
}
