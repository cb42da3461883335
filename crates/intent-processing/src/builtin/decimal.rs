//! Exact decimal numbers, so that "99.999 %" is 0.99999 and not its neighbour.

use std::fmt;

/// A number `mantissa · 10^exponent` without trailing zeros in the mantissa.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    mantissa: u64,
    exponent: i32,
}

impl Decimal {
    /// `mantissa · 10^exponent`.
    pub(crate) fn new(mantissa: u64, exponent: i32) -> Self {
        let (mut mantissa, mut exponent) = (mantissa, exponent);
        while mantissa != 0 && mantissa.is_multiple_of(10) {
            mantissa /= 10;
            exponent += 1;
        }
        Self {
            mantissa,
            exponent: if mantissa == 0 { 0 } else { exponent },
        }
    }

    /// Reads digits with at most one point; `None` for anything else and for more than 18 digits.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty()
            || !digits(whole)
            || !digits(fraction)
            || whole.len() + fraction.len() > 18
        {
            return None;
        }
        let digits = whole.bytes().chain(fraction.bytes());
        let mantissa = digits.fold(0, |value, digit| value * 10 + u64::from(digit - b'0'));
        Some(Self::new(mantissa, -i32::try_from(fraction.len()).ok()?))
    }

    /// This number times ten to the power of `places`.
    pub(crate) fn shifted(self, places: i32) -> Self {
        Self::new(self.mantissa, self.exponent.saturating_add(places))
    }

    /// The power of ten that this number is, if it is one.
    pub(crate) fn power_of_ten(self) -> Option<i32> {
        (self.mantissa == 1).then_some(self.exponent)
    }

    /// The number as an integer; `None` when it has a fraction or is too large.
    pub(crate) fn to_u64(self) -> Option<u64> {
        let power = u32::try_from(self.exponent).ok()?;
        self.mantissa.checked_mul(10_u64.checked_pow(power)?)
    }

    /// The nearest floating point number.
    pub(crate) fn to_f64(self) -> f64 {
        format!("{}e{}", self.mantissa, self.exponent)
            .parse()
            .unwrap_or(f64::INFINITY)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_u64() {
            Some(whole) => write!(formatter, "{whole}"),
            None => write!(formatter, "{}", self.to_f64()),
        }
    }
}
