//! Throughput as operators write it.

use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A bit rate in bits per second; written with decimal units, e.g. `10Gbps`, `500Mbps`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BitRate {
    bits_per_second: u64,
}

/// Why a text is not a bit rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{text:?} is not a throughput; write a number and one of bps, kbps, Mbps, Gbps, Tbps, e.g. \"10Gbps\""
)]
pub struct InvalidBitRate {
    text: String,
}

/// Decimal units, the largest first.
const UNITS: [(&str, u64); 5] = [
    ("Tbps", 1_000_000_000_000),
    ("Gbps", 1_000_000_000),
    ("Mbps", 1_000_000),
    ("kbps", 1_000),
    ("bps", 1),
];

impl BitRate {
    /// A rate of so many bits per second.
    #[must_use]
    pub const fn from_bits_per_second(bits_per_second: u64) -> Self {
        Self { bits_per_second }
    }

    /// Bits per second.
    #[must_use]
    pub const fn bits_per_second(self) -> u64 {
        self.bits_per_second
    }

    /// Gigabits (10⁹ bits) per second.
    #[must_use]
    pub fn gigabits_per_second(self) -> f64 {
        self.bits_per_second as f64 / 1e9
    }
}

impl FromStr for BitRate {
    type Err = InvalidBitRate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidBitRate {
            text: text.chars().take(40).collect(),
        };
        let (number, scale) = UNITS
            .iter()
            .find_map(|(unit, scale)| {
                let split = text.len().checked_sub(unit.len())?;
                let (number, suffix) = (text.get(..split)?, text.get(split..)?);
                (suffix.eq_ignore_ascii_case(unit)
                    && number.trim().ends_with(|c: char| c.is_ascii_digit()))
                .then_some((number.trim(), *scale))
            })
            .ok_or_else(invalid)?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if whole.is_empty()
            || fraction.len() > 12
            || !number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        {
            return Err(invalid());
        }
        let digits: u128 = format!("{whole}{fraction}")
            .parse()
            .map_err(|_| invalid())?;
        let divisor = 10_u128.pow(u32::try_from(fraction.len()).map_err(|_| invalid())?);
        let bits = digits.checked_mul(u128::from(scale)).ok_or_else(invalid)? / divisor;
        u64::try_from(bits)
            .map(Self::from_bits_per_second)
            .map_err(|_| invalid())
    }
}

impl fmt::Display for BitRate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, scale) = UNITS
            .into_iter()
            .find(|(_, scale)| self.bits_per_second >= *scale)
            .unwrap_or(("bps", 1));
        let (whole, rest) = (self.bits_per_second / scale, self.bits_per_second % scale);
        if rest == 0 {
            return write!(formatter, "{whole}{unit}");
        }
        let width = scale.ilog10() as usize;
        let fraction = format!("{rest:0width$}");
        write!(
            formatter,
            "{whole}.{}{unit}",
            fraction.trim_end_matches('0')
        )
    }
}

impl Serialize for BitRate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BitRate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <Cow<'de, str>>::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

impl JsonSchema for BitRate {
    fn schema_name() -> Cow<'static, str> {
        "BitRate".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "maxLength": 32, "pattern": "^[0-9]+(\\.[0-9]{1,12})?(bps|kbps|Mbps|Gbps|Tbps)$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_read_back_as_written() {
        for text in [
            "10Gbps",
            "500Mbps",
            "1.5Gbps",
            "64kbps",
            "1bps",
            "2.000000001Gbps",
        ] {
            assert_eq!(text.parse::<BitRate>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_rate_without_a_unit_or_a_number_is_refused() {
        for text in [
            "",
            "10",
            "Gbps",
            "1..5Gbps",
            "-1Gbps",
            ".5Gbps",
            "1e3Gbps",
            "99999999999Tbps",
            "ü",
        ] {
            assert!(text.parse::<BitRate>().is_err(), "{text}");
        }
    }
}
