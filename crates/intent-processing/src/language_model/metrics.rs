//! Metrics of the providers. Labels are names from the configuration and fixed words, never text of an intent.

use std::{sync::Arc, time::Instant};

use futures::future::BoxFuture;
use nephoran_api::Classified;
use nephoran_runtime::metrics::Metrics;
use prometheus::{HistogramOpts, HistogramVec, IntCounterVec, IntGaugeVec, Opts};

use super::{LanguageModel, ModelError, ModelReply, ModelRequest, OnProgress};

/// From a cache-like answer to the longest timeout.
const SECONDS_BUCKETS: [f64; 13] = [
    0.005, 0.05, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 600.0,
];

/// The metrics, registered once per process.
#[derive(Clone, Debug)]
pub struct ModelMetrics {
    requests: IntCounterVec,
    seconds: HistogramVec,
    tokens: IntCounterVec,
    circuit: IntGaugeVec,
    queue: IntGaugeVec,
}

impl ModelMetrics {
    /// Registers all of them.
    ///
    /// # Errors
    /// When one of that name exists.
    pub fn register(metrics: &Metrics) -> prometheus::Result<Self> {
        let counter = |name: &str, help: &str, labels: &[&str]| {
            metrics.register(IntCounterVec::new(Opts::new(name, help), labels)?)
        };
        let gauge = |name: &str, help: &str| {
            metrics.register(IntGaugeVec::new(Opts::new(name, help), &["provider"])?)
        };
        let seconds = HistogramOpts::new(
            "nephoran_llm_request_duration_seconds",
            "Seconds from a request to its answer or error, waiting included.",
        );
        Ok(Self {
            requests: counter(
                "nephoran_llm_requests_total",
                "Requests to language models, by what became of them.",
                &["provider", "result"],
            )?,
            seconds: metrics.register(HistogramVec::new(
                seconds.buckets(SECONDS_BUCKETS.to_vec()),
                &["provider"],
            )?)?,
            tokens: counter(
                "nephoran_llm_tokens_total",
                "Tokens of answers that arrived whole.",
                &["provider", "direction"],
            )?,
            circuit: gauge(
                "nephoran_llm_circuit_state",
                "State of the circuit breaker: 0 closed, 1 half-open, 2 open.",
            )?,
            queue: gauge(
                "nephoran_llm_queue_length",
                "Requests that wait for a turn.",
            )?,
        })
    }

    pub(super) fn circuit(&self, provider: &str) -> prometheus::IntGauge {
        self.circuit.with_label_values(&[provider])
    }

    pub(super) fn queue(&self, provider: &str) -> prometheus::IntGauge {
        self.queue.with_label_values(&[provider])
    }
}

/// A model whose requests are counted.
#[derive(Debug)]
pub(super) struct Metered {
    inner: Arc<dyn LanguageModel>,
    provider: String,
    metrics: ModelMetrics,
}

impl Metered {
    pub fn new(inner: Arc<dyn LanguageModel>, provider: &str, metrics: ModelMetrics) -> Self {
        Self {
            inner,
            provider: provider.to_owned(),
            metrics,
        }
    }
}

/// A request under way; one that is dropped was cancelled.
struct Running<'a> {
    metered: &'a Metered,
    since: Instant,
    result: &'static str,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let Metered {
            provider, metrics, ..
        } = self.metered;
        metrics
            .requests
            .with_label_values(&[provider, self.result])
            .inc();
        metrics
            .seconds
            .with_label_values(&[provider])
            .observe(self.since.elapsed().as_secs_f64());
    }
}

impl LanguageModel for Metered {
    fn complete<'a>(
        &'a self,
        request: &'a ModelRequest,
        on_progress: OnProgress<'a>,
    ) -> BoxFuture<'a, Result<ModelReply, ModelError>> {
        Box::pin(async move {
            let mut running = Running {
                metered: self,
                since: Instant::now(),
                result: "Cancelled",
            };
            let result = self.inner.complete(request, on_progress).await;
            running.result = match &result {
                Ok(reply) => {
                    let tokens = &self.metrics.tokens;
                    tokens
                        .with_label_values(&[&self.provider, "prompt"])
                        .inc_by(reply.usage.prompt_tokens);
                    tokens
                        .with_label_values(&[&self.provider, "completion"])
                        .inc_by(reply.usage.completion_tokens);
                    "Success"
                }
                Err(error) => error.reason(),
            };
            result
        })
    }
}
