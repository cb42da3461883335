//! Metrics of the migration; names as operators' dashboards expect them.

use nephoran_api::{NetworkIntentStatus, RouteDecision};
use nephoran_runtime::metrics::Metrics;
use prometheus::{Histogram, HistogramOpts, IntCounterVec, Opts};

/// Seconds until an intent is done.
const SECONDS: [f64; 10] = [0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0];

/// Metrics of the migration.
#[derive(Clone, Debug)]
pub(crate) struct MigrationMetrics {
    intents: IntCounterVec,
    legacy_seconds: Histogram,
    microservice_seconds: Histogram,
}

impl MigrationMetrics {
    pub(crate) fn register(metrics: &Metrics) -> prometheus::Result<Self> {
        let seconds = |name: &str, help: &str| {
            Histogram::with_opts(HistogramOpts::new(name, help).buckets(SECONDS.to_vec()))
        };
        Ok(Self {
            intents: metrics.register(IntCounterVec::new(
                Opts::new(
                    "nephoran_migration_intents_total",
                    "Intents that ended, by route and result.",
                ),
                &["route", "result"],
            )?)?,
            legacy_seconds: metrics.register(seconds(
                "nephoran_legacy_processing_duration_seconds",
                "Seconds from the start to Ready on the legacy routes.",
            )?)?,
            microservice_seconds: metrics.register(seconds(
                "nephoran_microservice_processing_duration_seconds",
                "Seconds from the start to Ready on the Microservices route.",
            )?)?,
        })
    }

    /// Counts an intent that ended.
    pub(crate) fn ended(&self, status: &NetworkIntentStatus, fulfilled: bool) {
        let Some(route) = &status.route else { return };
        self.intents
            .with_label_values(&[
                route.decision.as_str(),
                if fulfilled { "success" } else { "failure" },
            ])
            .inc();
        if let (true, Some(seconds)) = (fulfilled, status.performance_metrics.get("totalSeconds")) {
            let histogram = if route.decision == RouteDecision::Microservices {
                &self.microservice_seconds
            } else {
                &self.legacy_seconds
            };
            histogram.observe(*seconds);
        }
    }
}
