//! What the caches did, for Prometheus. Labels are bounded; keys never appear in them.

use nephoran_runtime::metrics::Metrics;
use prometheus::{IntCounterVec, IntGaugeVec, Opts};

use super::{
    Family, Level,
    entry::{Found, Written},
};

/// The caches' metrics.
#[derive(Clone, Debug)]
pub struct CacheMetrics {
    requests: IntCounterVec,
    writes: IntCounterVec,
    bytes: IntGaugeVec,
}

/// What a level did with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It had a good entry.
    Hit,
    /// It had none.
    Miss,
    /// What it had is corrupt or says what is not accepted; it was dropped.
    Rejected,
    /// It failed.
    Error,
    /// It was passed over.
    Skipped,
}

impl Answer {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Miss => "miss",
            Self::Rejected => "rejected",
            Self::Error => "error",
            Self::Skipped => "skipped",
        }
    }

    /// What a level said, before anybody has judged the entry.
    pub(super) const fn of(found: &Found) -> Self {
        match found {
            Found::Entry(_) => Self::Hit,
            Found::Nothing => Self::Miss,
            Found::Broken => Self::Rejected,
            Found::Skipped => Self::Skipped,
            Found::Failed => Self::Error,
        }
    }
}

impl CacheMetrics {
    /// Registers `nephoran_cache_requests_total`, `nephoran_cache_writes_total` and `nephoran_cache_bytes`.
    ///
    /// # Errors
    /// When metrics of these names exist.
    pub fn register(metrics: &Metrics) -> prometheus::Result<Self> {
        Ok(Self {
            requests: metrics.register(IntCounterVec::new(
                Opts::new(
                    "nephoran_cache_requests_total",
                    "Questions to a cache level and what came of them (hit, miss, rejected, error, skipped).",
                ),
                &["family", "level", "result"],
            )?)?,
            writes: metrics.register(IntCounterVec::new(
                Opts::new(
                    "nephoran_cache_writes_total",
                    "Entries handed to a cache level and what came of them (written, skipped, failed).",
                ),
                &["level", "result"],
            )?)?,
            bytes: metrics.register(IntGaugeVec::new(
                Opts::new(
                    "nephoran_cache_bytes",
                    "Bytes that a level's entries took when it last changed (memory, disk).",
                ),
                &["level"],
            )?)?,
        })
    }

    pub(super) fn asked(&self, family: Family, level: Level, answer: Answer) {
        self.requests
            .with_label_values(&[family.as_str(), level.as_str(), answer.as_str()])
            .inc();
    }

    pub(super) fn wrote(&self, level: Level, written: Written) {
        self.writes
            .with_label_values(&[level.as_str(), written.as_str()])
            .inc();
    }

    pub(super) fn holds(&self, level: Level, bytes: u64) {
        self.bytes
            .with_label_values(&[level.as_str()])
            .set(i64::try_from(bytes).unwrap_or(i64::MAX));
    }
}
