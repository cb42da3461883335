//! Latencies as percentiles.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;

/// Percentiles by nearest rank, in milliseconds; all zero when nothing arrived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Latency {
    /// Half were at most this.
    pub p50: f64,
    /// 95 % were at most this.
    pub p95: f64,
    /// 99 % were at most this.
    pub p99: f64,
    /// How many arrived; the percentiles are theirs alone.
    pub arrived: usize,
    /// How many had not arrived when the wait ended.
    pub missing: usize,
    /// Arrivals per second, from the first start to the last arrival.
    pub per_second: f64,
}

/// A load of something simpler than the product, to compare the product with.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Baseline {
    /// One at a time.
    pub single: Latency,
    /// Many at once.
    pub at_once: Latency,
}

impl Latency {
    /// From when each began and when each arrived.
    #[must_use]
    pub fn between(began: &BTreeMap<String, Instant>, arrived: &BTreeMap<String, Instant>) -> Self {
        let pairs = began
            .iter()
            .filter_map(|(name, start)| Some((*start, *arrived.get(name)?)));
        let pairs: Vec<_> = pairs.collect();
        let mut times: Vec<Duration> = pairs
            .iter()
            .map(|(start, end)| end.saturating_duration_since(*start))
            .collect();
        times.sort_unstable();
        let first = pairs.iter().map(|(start, _)| *start).min();
        let last = pairs.iter().map(|(_, end)| *end).max();
        let span = first
            .zip(last)
            .map(|(first, last)| last.saturating_duration_since(first).as_secs_f64());
        Self {
            p50: percentile(&times, 50),
            p95: percentile(&times, 95),
            p99: percentile(&times, 99),
            arrived: times.len(),
            missing: began.len() - times.len(),
            per_second: span
                .filter(|span| *span > 0.0)
                .map_or(0.0, |span| times.len() as f64 / span),
        }
    }
}

/// The smallest of the sorted `times` that at least `percent` of them do not exceed, in milliseconds.
fn percentile(times: &[Duration], percent: usize) -> f64 {
    let rank = (times.len() * percent).div_ceil(100);
    times
        .get(rank.saturating_sub(1))
        .map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let times: Vec<_> = (1..=30).map(Duration::from_millis).collect();
        let shown = [50, 95, 99].map(|percent| format!("{}", percentile(&times, percent)));
        assert_eq!(shown, ["15", "29", "30"]);
        assert!(percentile(&[], 50).abs() < f64::EPSILON);
    }

    #[test]
    fn what_never_arrived_is_counted_and_not_averaged_away() {
        let start = Instant::now();
        let began = ["a", "b", "c"].map(|name| (name.to_owned(), start)).into();
        let arrived = [("a", 100), ("c", 500)]
            .map(|(name, after)| (name.to_owned(), start + Duration::from_millis(after)))
            .into();
        let latency = Latency::between(&began, &arrived);
        assert_eq!((latency.arrived, latency.missing), (2, 1));
        assert!(
            (latency.p99 - 500.0).abs() < 1.0 && (latency.per_second - 4.0).abs() < 0.01,
            "{latency:?}"
        );
    }
}
