//! Reads the unit behind a number.

use crate::builtin::token::Token;

/// What a number with a unit measures, and the power of ten that brings it to the base unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Time; the base is the millisecond.
    Time(i32),
    /// Throughput; the base is the bit per second.
    BitRate(i32),
    /// A share of a hundred.
    Percent,
    /// Memory or storage, with the suffix of a Kubernetes quantity.
    Bytes(&'static str),
    /// A thousandth, glued to the number: `500m`.
    Milli,
}

#[rustfmt::skip]
const TIME: &[(&str, i32)] = &[
    ("ns", -6), ("nanosecond", -6), ("nanoseconds", -6),
    ("us", -3), ("usec", -3), ("microsecond", -3), ("microseconds", -3),
    ("ms", 0), ("msec", 0), ("msecs", 0), ("millisecond", 0), ("milliseconds", 0), ("millis", 0),
    ("s", 3), ("sec", 3), ("secs", 3), ("second", 3), ("seconds", 3),
];

/// Units of throughput in one word.
#[rustfmt::skip]
const RATE: &[(&str, i32)] = &[
    ("bps", 0), ("kbps", 3), ("mbps", 6), ("gbps", 9), ("tbps", 12),
    ("kbits/s", 3), ("mbits/s", 6), ("gbits/s", 9),
];

/// Words that are a throughput once "/s" or "per second" follows.
#[rustfmt::skip]
const BITS: &[(&str, i32)] = &[
    ("bit", 0), ("bits", 0), ("kb", 3), ("kbit", 3), ("kbits", 3), ("kilobit", 3), ("kilobits", 3),
    ("mb", 6), ("mbit", 6), ("mbits", 6), ("megabit", 6), ("megabits", 6),
    ("gb", 9), ("gbit", 9), ("gbits", 9), ("gigabit", 9), ("gigabits", 9),
    ("tb", 12), ("tbit", 12), ("tbits", 12), ("terabit", 12), ("terabits", 12),
];

#[rustfmt::skip]
const BYTES: &[(&str, &str)] = &[
    ("ki", "Ki"), ("kib", "Ki"), ("mi", "Mi"), ("mib", "Mi"), ("gi", "Gi"), ("gib", "Gi"), ("ti", "Ti"), ("tib", "Ti"),
    ("mebibytes", "Mi"), ("gibibytes", "Gi"), ("gibibyte", "Gi"), ("tebibytes", "Ti"),
    ("mb", "M"), ("meg", "M"), ("megs", "M"), ("megabytes", "M"), ("gb", "G"), ("gig", "G"), ("gigs", "G"), ("gigabyte", "G"), ("gigabytes", "G"),
    ("tb", "T"), ("terabyte", "T"), ("terabytes", "T"),
];

fn find<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, value)| *value)
}

/// Reads the unit after a number whose last token has `suffix` glued to it; the unit's further tokens
/// start at `next`. Answers the unit and the token after it. `None` when there is no unit.
pub(crate) fn read(tokens: &[Token<'_>], suffix: &str, next: usize) -> Option<(Unit, usize)> {
    if suffix == "m" {
        return Some((Unit::Milli, next));
    }
    let (word, after) = if suffix.is_empty() {
        // "1 S-CSCF" is not a second.
        let token = tokens.get(next).filter(|_| {
            tokens
                .get(next + 1)
                .is_none_or(|after| after.joined.is_none())
        })?;
        (token.text, next + 1)
    } else {
        (suffix, next)
    };
    if word == "%" {
        return Some((Unit::Percent, after));
    }
    if word.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let lower: String = word.to_lowercase().replace(['µ', 'μ'], "u");
    // A capital B is a byte, and no throughput is counted in bytes here: such a number stays unread.
    let counts_bytes = word.contains('B') && word.len() == 2;
    if let Some(power) = find(BITS, &lower)
        && let Some(end) = per_second(tokens, after)
    {
        return (!counts_bytes).then_some((Unit::BitRate(power), end));
    }
    // "10 Gbit down": nothing else is counted in bits here.
    if let Some(power) =
        find(BITS, &lower).filter(|_| lower.contains("bit") && !lower.starts_with("bit"))
    {
        return Some((Unit::BitRate(power), after));
    }
    if let Some(power) = find(RATE, &lower).filter(|_| !word.contains("Bps")) {
        return Some((Unit::BitRate(power), after));
    }
    if matches!(lower.as_str(), "percent" | "pct") {
        return Some((Unit::Percent, after));
    }
    if lower == "per" && tokens.get(after).is_some_and(|token| token.norm == "cent") {
        return Some((Unit::Percent, after + 1));
    }
    if let Some(power) = find(TIME, &lower) {
        return Some((Unit::Time(power), after));
    }
    find(BYTES, &lower).map(|suffix| (Unit::Bytes(suffix), after))
}

/// The token after "/s" or "per second".
fn per_second(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let slash = tokens.get(at)?.is_symbol('/');
    let per = matches!(tokens.get(at)?.norm.as_ref(), "per" | "a");
    let second = matches!(tokens.get(at + 1)?.norm.as_ref(), "s" | "sec" | "second");
    ((slash || per) && second).then_some(at + 2)
}
