//! Safeguards: rules that switch a flag off when a measured value goes wrong, and the trips they left.
//!
//! A trip is latched: once a rule has tripped, the flag stays off until somebody resets it, whatever the
//! metric does afterwards. This module judges a measurement and holds the latched trips; measuring and
//! storing are the caller's.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::flag::canonical_name;
use crate::schedule::duration;

/// Why a safeguard rule does not parse.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SafeguardError {
    /// The threshold is negative or not a number.
    #[error("threshold {threshold} of safeguard \"{metric}\" is not a number from 0 up")]
    Threshold {
        /// The rule's metric.
        metric: String,
        /// As written.
        threshold: f64,
    },
    /// The window is empty.
    #[error(
        "window {window:#} of safeguard \"{metric}\" is not longer than nothing; write for example 5m"
    )]
    Window {
        /// The rule's metric.
        metric: String,
        /// As written.
        window: SignedDuration,
    },
}

/// What a tripped safeguard does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SafeguardAction {
    /// Latches the flag off.
    Disable,
    /// Only raises an alert.
    Alert,
    /// Latches the flag off and rolls its `MigrationRollout` back.
    Rollback,
}

impl SafeguardAction {
    /// Whether a trip switches the flag off until it is reset.
    #[must_use]
    pub fn latches(self) -> bool {
        self != Self::Alert
    }
}

/// A limit on a metric of the migration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "SafeguardText")]
pub struct SafeguardRule {
    /// The metric's name, such as `error_rate`.
    pub metric: String,
    /// The largest value that is still good, in the metric's own unit.
    pub threshold: f64,
    /// How far back the metric looks.
    pub window: SignedDuration,
    /// What a trip does.
    pub action: SafeguardAction,
    /// Fewer samples than this in the window say nothing.
    pub min_samples: u32,
}

/// What a measurement says about a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SafeguardVerdict {
    /// Too few samples, or a value that is not a number.
    Inconclusive,
    /// At or below the threshold.
    Within,
    /// Above the threshold: the rule trips.
    Breached,
}

impl SafeguardRule {
    /// Judges a value measured over the rule's window from this many samples.
    #[must_use]
    pub fn verdict(&self, value: f64, samples: u64) -> SafeguardVerdict {
        if value.is_nan() || samples < u64::from(self.min_samples) {
            SafeguardVerdict::Inconclusive
        } else if value > self.threshold {
            SafeguardVerdict::Breached
        } else {
            SafeguardVerdict::Within
        }
    }
}

/// A safeguard rule as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SafeguardText {
    metric: String,
    threshold: f64,
    #[serde(deserialize_with = "duration")]
    window: SignedDuration,
    action: SafeguardAction,
    #[serde(default = "default_min_samples")]
    min_samples: u32,
}

fn default_min_samples() -> u32 {
    20
}

impl TryFrom<SafeguardText> for SafeguardRule {
    type Error = SafeguardError;

    fn try_from(text: SafeguardText) -> Result<Self, SafeguardError> {
        let SafeguardText {
            metric,
            threshold,
            window,
            action,
            min_samples,
        } = text;
        if !(threshold.is_finite() && threshold >= 0.0) {
            return Err(SafeguardError::Threshold { metric, threshold });
        }
        if !window.is_positive() {
            return Err(SafeguardError::Window { metric, window });
        }
        Ok(Self {
            metric,
            threshold,
            window,
            action,
            min_samples,
        })
    }
}

/// What made a safeguard trip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Trip {
    /// The rule's metric.
    pub metric: String,
    /// The measured value.
    pub value: f64,
    /// The rule's threshold at that moment.
    pub threshold: f64,
    /// When it tripped.
    pub at: Timestamp,
}

/// The latched trips, by flag.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Safeguards {
    trips: BTreeMap<String, Trip>,
}

impl Safeguards {
    /// Switches the flag off until [`Self::reset`]. The first trip is kept: it is the cause.
    pub fn latch(&mut self, flag: &str, trip: Trip) {
        self.trips
            .entry(canonical_name(flag).to_owned())
            .or_insert(trip);
    }

    /// Lets the flag speak again; gives the trip that had silenced it.
    pub fn reset(&mut self, flag: &str) -> Option<Trip> {
        self.trips.remove(canonical_name(flag))
    }

    /// The trip that keeps this flag off, if any.
    #[must_use]
    pub fn trip(&self, flag: &str) -> Option<&Trip> {
        self.trips.get(canonical_name(flag))
    }
}
