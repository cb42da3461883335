//! What tokens cost, in whole numbers of a small unit: money is no float.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Usage;

/// Digits after the point of a price; a price per million tokens times tokens is then whole again at twice as many.
const PRICE_DIGITS: usize = 6;
/// Units of [`Cost`] to one of the currency.
const COST_UNIT: u128 = 1_000_000_000_000;
/// Units of [`Cost`] to the last digit that is shown.
const SHOWN_UNIT: u128 = 1_000_000;
/// Highest amount in a configuration, estimate: far above every price list and budget.
const HIGHEST_AMOUNT: u64 = 1_000_000;

/// An amount of money as the configuration has it, in millionths of its currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(u64);

/// What a provider asks for its tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Price {
    /// For a million tokens of prompts, e.g. `2.5`; at most six digits after the point.
    pub input_per_million: Amount,
    /// For a million tokens of answers.
    pub output_per_million: Amount,
    /// ISO 4217 code, e.g. `USD`; the same at all providers, since budgets add them up.
    pub currency: String,
}

impl Price {
    /// What these tokens cost.
    #[must_use]
    pub fn cost(&self, usage: &Usage) -> Cost {
        let input = u128::from(usage.prompt_tokens) * u128::from(self.input_per_million.0);
        let output = u128::from(usage.completion_tokens) * u128::from(self.output_per_million.0);
        Cost(input.saturating_add(output))
    }
}

/// An amount of money, in 10⁻¹² of its currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost(u128);

impl Cost {
    /// Both together.
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// What is left of it.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Reads a decimal, as [`Display`](fmt::Display) writes it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = split_decimal(text, PRICE_DIGITS * 2)?;
        whole
            .checked_mul(COST_UNIT)?
            .checked_add(fraction)
            .map(Self)
    }
}

impl From<Amount> for Cost {
    fn from(amount: Amount) -> Self {
        Self(u128::from(amount.0) * SHOWN_UNIT)
    }
}

impl fmt::Display for Cost {
    /// A decimal with at most six digits after the point, the last rounded.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.saturating_add(SHOWN_UNIT / 2) / SHOWN_UNIT;
        write_decimal(shown, formatter)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(u128::from(self.0), formatter)
    }
}

/// Writes millionths.
fn write_decimal(millionths: u128, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (whole, fraction) = (millionths / 1_000_000, millionths % 1_000_000);
    let text = format!("{whole}.{fraction:06}");
    formatter.write_str(text.trim_end_matches('0').trim_end_matches('.'))
}

impl Amount {
    /// Reads a decimal with at most six digits after the point, at most a million.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = split_decimal(text, PRICE_DIGITS)?;
        let millionths = whole.checked_mul(1_000_000)?.checked_add(fraction)?;
        let millionths = u64::try_from(millionths).ok()?;
        (millionths <= HIGHEST_AMOUNT * 1_000_000).then_some(Self(millionths))
    }
}

/// The whole part and the fraction in units of the last of `digits` digits.
fn split_decimal(text: &str, digits: usize) -> Option<(u128, u128)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) || fraction.len() > digits {
        return None;
    }
    let padded = format!("{fraction:0<digits$}");
    Some((whole.parse().ok()?, padded.parse().ok()?))
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    /// From a number or from a string; both read well in YAML.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AmountVisitor)
    }
}

struct AmountVisitor;

impl de::Visitor<'_> for AmountVisitor {
    type Value = Amount;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "an amount of money from 0 to 1000000 with at most six digits after the point",
        )
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Amount, E> {
        Amount::parse(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Amount, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Amount, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Amount, E> {
        self.visit_str(&number.to_string())
    }
}
