//! Buckets: which intents are inside a percentage.
//!
//! An intent falls into one of 10 000 buckets by a hash of a seed and its key, so the same intents are
//! chosen on every host and after every restart. A percentage admits the buckets below it, therefore
//! raising it never moves anyone out.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The number of buckets; one bucket is 0.01 %.
pub const BUCKETS: u16 = 10_000;

/// A share of all intents, 0–100 %, to a hundredth of a percent. Written as a number of percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Percentage(u16);

impl Percentage {
    /// Nobody.
    pub const ZERO: Self = Self(0);
    /// Everybody.
    pub const FULL: Self = Self(BUCKETS);

    /// Whether the bucket is inside this percentage.
    #[must_use]
    pub fn admits(self, bucket: Bucket) -> bool {
        bucket.0 < self.0
    }
}

impl TryFrom<f64> for Percentage {
    type Error = String;

    fn try_from(percent: f64) -> Result<Self, String> {
        ten_thousandths(percent, 100.0)
            .map(Self)
            .ok_or_else(|| format!("percentage {percent} is not a number from 0 to 100"))
    }
}

impl From<Percentage> for f64 {
    fn from(percentage: Percentage) -> Self {
        Self::from(percentage.0) / 100.0
    }
}

impl fmt::Display for Percentage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", f64::from(*self))
    }
}

/// The share of matching intents a rule admits, 0–1, to a ten-thousandth. Written as a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Share(u16);

impl Share {
    /// Every matching intent.
    pub const ALL: Self = Self(BUCKETS);

    /// Whether the bucket is inside this share.
    #[must_use]
    pub fn admits(self, bucket: Bucket) -> bool {
        bucket.0 < self.0
    }
}

impl TryFrom<f64> for Share {
    type Error = String;

    fn try_from(fraction: f64) -> Result<Self, String> {
        ten_thousandths(fraction, 1.0)
            .map(Self)
            .ok_or_else(|| format!("weight {fraction} is not a number from 0 to 1"))
    }
}

impl From<Share> for f64 {
    fn from(share: Share) -> Self {
        Self::from(share.0) / Self::from(BUCKETS)
    }
}

/// `value` out of `whole` in ten-thousandths, rounded; none outside 0–`whole`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 ≤ value ≤ whole, so 0 ≤ result ≤ 10 000
fn ten_thousandths(value: f64, whole: f64) -> Option<u16> {
    (0.0..=whole)
        .contains(&value)
        .then(|| (value / whole * f64::from(BUCKETS)).round() as u16)
}

/// How often a variant is chosen, relative to the flag's other variants: 0–10 000, to a ten-thousandth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct VariantWeight(u32);

impl TryFrom<f64> for VariantWeight {
    type Error = String;

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // bounded by the range just above
    fn try_from(weight: f64) -> Result<Self, String> {
        if (0.0..=10_000.0).contains(&weight) {
            Ok(Self((weight * f64::from(BUCKETS)).round() as u32))
        } else {
            Err(format!(
                "variant weight {weight} is not a number from 0 to 10000"
            ))
        }
    }
}

impl From<VariantWeight> for f64 {
    fn from(weight: VariantWeight) -> Self {
        Self::from(weight.0) / Self::from(BUCKETS)
    }
}

/// The bucket an intent falls into, 0–9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bucket(u16);

impl Bucket {
    /// The bucket of `key` under `seed`. Two flags with the same seed see the same buckets, so the smaller
    /// percentage's intents are always among the larger's; different seeds are independent.
    #[must_use]
    pub fn of(seed: &str, key: &str) -> Self {
        // 0 ≤ (hash * 10000) >> 32 < 10000, so the conversion never falls back.
        let bucket = scaled_hash(&[seed, key], u64::from(BUCKETS));
        Self(u16::try_from(bucket).unwrap_or(BUCKETS - 1))
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// The variant of `flag` for `key`: names in alphabetical order share the hash's range by their weights
/// (flagd's fractional rule). None without weights, or when all of them are 0.
///
/// The hash is salted beyond the bucket's: a flag at 20 % would otherwise give its lowest buckets, the
/// only ones inside, all to the first variant.
#[must_use]
pub fn variant<'a>(
    flag: &str,
    key: &str,
    weights: &'a BTreeMap<String, VariantWeight>,
) -> Option<&'a str> {
    let total = weights.values().map(|weight| u64::from(weight.0)).sum();
    let point = scaled_hash(&[flag, "/variant/", key], total);
    let mut below = 0;
    weights
        .iter()
        .find(|(_, weight)| {
            below += u64::from(weight.0);
            point < below
        })
        .map(|(name, _)| name.as_str())
}

/// A point in `0..range`, the same for the same parts: `(murmur3_32(parts) * range) >> 32`.
fn scaled_hash(parts: &[&str], range: u64) -> u64 {
    let text = parts.concat();
    // Reading from memory does not fail; the last point keeps the function total and outside every ramp.
    let hash = murmur3::murmur3_32(&mut text.as_bytes(), 0).unwrap_or(u32::MAX);
    u64::try_from((u128::from(hash) * u128::from(range)) >> 32).unwrap_or(range)
}
