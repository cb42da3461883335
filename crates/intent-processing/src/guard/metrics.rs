//! What became of the answers of language models. Labels are names of providers, fixed words and the rules of findings.

use nephoran_runtime::metrics::Metrics;
use prometheus::{IntCounterVec, Opts};

/// The guard's metrics, registered once per process.
#[derive(Clone, Debug)]
pub struct GuardMetrics {
    answers: IntCounterVec,
}

impl GuardMetrics {
    /// Registers `nephoran_guard_answers_total`.
    ///
    /// # Errors
    /// When a metric of this name exists.
    pub fn register(metrics: &Metrics) -> prometheus::Result<Self> {
        Ok(Self {
            answers: metrics.register(IntCounterVec::new(
                Opts::new(
                    "nephoran_guard_answers_total",
                    "Answers of language models and what the guard made of them (accepted, repaired, refused), by the first rule that they broke.",
                ),
                &["provider", "result", "rule"],
            )?)?,
        })
    }

    /// An answer that the text supports.
    pub(crate) fn accepted(&self, provider: &str) {
        self.count(provider, "accepted", "");
    }

    /// An answer that the model was asked to mend.
    pub(crate) fn repaired(&self, provider: &str, rule: &'static str) {
        self.count(provider, "repaired", rule);
    }

    /// An answer after which no other was asked for.
    pub(crate) fn refused(&self, provider: &str, rule: &'static str) {
        self.count(provider, "refused", rule);
    }

    fn count(&self, provider: &str, result: &str, rule: &str) {
        self.answers
            .with_label_values(&[provider, result, rule])
            .inc();
    }
}
