//! Metrics every controller exports; labels are bounded, object names never appear in them.

use prometheus::{
    Encoder, HistogramOpts, HistogramVec, IntCounterVec, IntGaugeVec, Opts, Registry, TextEncoder,
    core::Collector, process_collector::ProcessCollector,
};

/// The controllers' own metrics and the registry that a phase adds its own to.
#[derive(Clone, Debug)]
pub struct Metrics {
    registry: Registry,
    /// Reconciles by `controller` and `result` (success, error).
    pub reconcile_total: IntCounterVec,
    /// Seconds a reconcile took, by `controller`.
    pub reconcile_duration_seconds: HistogramVec,
    /// Failed attempts by `controller` and `error_type` (error class).
    pub reconcile_errors_total: IntCounterVec,
    /// Scheduled retries by `controller` and `backoff_strategy`.
    pub reconcile_requeue_total: IntCounterVec,
    /// Seconds until a retry, by `controller` and `error_type`.
    pub backoff_delay_seconds: HistogramVec,
    /// Reconciles under way, by `controller`.
    pub active_reconcilers: IntGaugeVec,
    /// Status writes by `controller` and `result` (written, conflict, error).
    pub status_writes_total: IntCounterVec,
    /// API requests by `operation`, `resource` and `result` (status class).
    pub api_call_total: IntCounterVec,
    /// Seconds an API request took until its response began, by `operation` and `resource`.
    pub api_call_duration_seconds: HistogramVec,
    /// Phase outcomes by `phase` and `result` (completed, failed).
    pub phase_outcomes_total: IntCounterVec,
    /// Seconds from the start of a phase to its end, by `phase`.
    pub phase_duration_seconds: HistogramVec,
    /// 1 for a ConfigMap whose present version cannot be used, by `config_map`: those that an administrator names.
    pub settings_stale: IntGaugeVec,
}

/// From a millisecond to a minute.
const SECONDS_BUCKETS: [f64; 14] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0,
];
/// From a second to ten minutes.
const DELAY_BUCKETS: [f64; 9] = [1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0];

impl Metrics {
    /// Registers everything in a fresh registry.
    ///
    /// # Errors
    /// When a metric cannot be registered, which means that two have one name.
    pub fn new() -> prometheus::Result<Self> {
        let registry = Registry::new();
        registry.register(Box::new(ProcessCollector::for_self()))?;
        let counter = |name: &str, help: &str, labels: &[&str]| {
            register(
                &registry,
                IntCounterVec::new(Opts::new(name, help), labels)?,
            )
        };
        let seconds = |name: &str, help: &str, labels: &[&str], buckets: &[f64]| {
            register(
                &registry,
                HistogramVec::new(
                    HistogramOpts::new(name, help).buckets(buckets.to_vec()),
                    labels,
                )?,
            )
        };
        Ok(Self {
            reconcile_total: counter(
                "controller_reconcile_total",
                "Reconciles.",
                &["controller", "result"],
            )?,
            reconcile_duration_seconds: seconds(
                "controller_reconcile_duration_seconds",
                "Seconds a reconcile took.",
                &["controller"],
                &SECONDS_BUCKETS,
            )?,
            reconcile_errors_total: counter(
                "controller_reconcile_errors_total",
                "Failed attempts.",
                &["controller", "error_type"],
            )?,
            reconcile_requeue_total: counter(
                "controller_reconcile_requeue_total",
                "Scheduled retries.",
                &["controller", "backoff_strategy"],
            )?,
            backoff_delay_seconds: seconds(
                "controller_backoff_delay_seconds",
                "Seconds until a retry.",
                &["controller", "error_type"],
                &DELAY_BUCKETS,
            )?,
            active_reconcilers: register(
                &registry,
                IntGaugeVec::new(
                    Opts::new("controller_active_reconcilers", "Reconciles under way."),
                    &["controller"],
                )?,
            )?,
            status_writes_total: counter(
                "controller_status_writes_total",
                "Status writes.",
                &["controller", "result"],
            )?,
            api_call_total: counter(
                "controller_api_call_total",
                "API requests.",
                &["operation", "resource", "result"],
            )?,
            api_call_duration_seconds: seconds(
                "controller_api_call_duration_seconds",
                "Seconds until an API response began.",
                &["operation", "resource"],
                &SECONDS_BUCKETS,
            )?,
            phase_outcomes_total: counter(
                "nephoran_phase_outcomes_total",
                "Phase outcomes.",
                &["phase", "result"],
            )?,
            phase_duration_seconds: seconds(
                "nephoran_phase_duration_seconds",
                "Seconds from the start of a phase to its end.",
                &["phase"],
                &SECONDS_BUCKETS,
            )?,
            settings_stale: register(
                &registry,
                IntGaugeVec::new(
                    Opts::new(
                        "nephoran_settings_stale",
                        "Whether the present version of a ConfigMap cannot be used, so that its last good one is in force.",
                    ),
                    &["config_map"],
                )?,
            )?,
            registry,
        })
    }

    /// Adds a phase's own metric.
    ///
    /// # Errors
    /// When a metric of that name exists.
    pub fn register<C: Collector + Clone + 'static>(&self, collector: C) -> prometheus::Result<C> {
        register(&self.registry, collector)
    }

    /// Everything in the Prometheus text format.
    ///
    /// # Errors
    /// When a metric cannot be encoded.
    pub fn text(&self) -> prometheus::Result<Vec<u8>> {
        let mut text = Vec::with_capacity(16 << 10);
        TextEncoder::new().encode(&self.registry.gather(), &mut text)?;
        Ok(text)
    }
}

fn register<C: Collector + Clone + 'static>(
    registry: &Registry,
    collector: C,
) -> prometheus::Result<C> {
    registry.register(Box::new(collector.clone()))?;
    Ok(collector)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_holds_what_was_counted() {
        let metrics = Metrics::new().unwrap();
        metrics
            .reconcile_total
            .with_label_values(&["test", "success"])
            .inc();
        let text = String::from_utf8(metrics.text().unwrap()).unwrap();
        assert!(
            text.contains(r#"controller_reconcile_total{controller="test",result="success"} 1"#),
            "{text}"
        );
        assert!(text.contains("process_resident_memory_bytes"), "{text}");
    }
}
