//! Reads numbers in digits and in words.

use std::borrow::Cow;

use crate::builtin::decimal::Decimal;
use crate::builtin::token::{Token, TokenKind};
use crate::builtin::unit::{self, Unit};

/// A number at a place in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NumberRead<'tokens> {
    /// Its value.
    pub(crate) value: Decimal,
    /// Index of the first token after it.
    pub(crate) next: usize,
    /// What is glued to its last digit: `Gbps` in `10Gbps`; empty otherwise.
    pub(crate) suffix: &'tokens str,
}

impl NumberRead<'_> {
    /// A number with nothing glued to it.
    const fn plain(value: Decimal, next: usize) -> Self {
        Self {
            value,
            next,
            suffix: "",
        }
    }
}

/// The word at `at` in lower case, and nothing behind the end.
pub(crate) fn word<'tokens>(tokens: &'tokens [Token<'_>], at: usize) -> &'tokens str {
    tokens.get(at).map_or("", |token| token.norm.as_ref())
}

#[rustfmt::skip]
const UNITS: [(&str, u64); 30] = [
    ("zero", 0), ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7),
    ("eight", 8), ("nine", 9), ("ten", 10), ("eleven", 11), ("twelve", 12), ("thirteen", 13), ("fourteen", 14),
    ("fifteen", 15), ("sixteen", 16), ("seventeen", 17), ("eighteen", 18), ("nineteen", 19), ("twenty", 20),
    ("thirty", 30), ("forty", 40), ("fifty", 50), ("sixty", 60), ("seventy", 70), ("eighty", 80), ("ninety", 90),
    ("single", 1), ("dozen", 12),
];

/// Powers of ten that stand behind a number as a word of their own.
#[rustfmt::skip]
const MAGNITUDES: [(&str, i32); 13] = [
    ("hundred", 2), ("thousand", 3), ("k", 3), ("million", 6), ("millions", 6), ("mn", 6), ("mio", 6), ("billion", 9), ("bn", 9), ("lakh", 5), ("lakhs", 5), ("crore", 7), ("crores", 7),
];

fn unit(word: &str) -> Option<u64> {
    let first = word.bytes().next()?;
    UNITS
        .iter()
        .find(|(known, _)| known.as_bytes()[0] == first && *known == word)
        .map(|(_, value)| *value)
}

/// The power of ten of a magnitude word; a capital `M` is a million, a small one is not.
pub(crate) fn magnitude(token: &str) -> Option<i32> {
    if token == "M" {
        return Some(6);
    }
    let first = token.bytes().next()?.to_ascii_lowercase();
    MAGNITUDES
        .iter()
        .find(|(known, _)| known.as_bytes()[0] == first && known.eq_ignore_ascii_case(token))
        .map(|(_, power)| *power)
}

/// Reads the number that starts at token `at`.
pub(crate) fn read<'tokens>(
    tokens: &'tokens [Token<'_>],
    at: usize,
) -> Option<NumberRead<'tokens>> {
    let token = tokens
        .get(at)
        .filter(|token| token.kind == TokenKind::Word)?;
    if token.text.starts_with(|first: char| first.is_ascii_digit()) {
        return in_digits(tokens, at);
    }
    in_words(tokens, at)
}

fn in_digits<'tokens>(tokens: &'tokens [Token<'_>], at: usize) -> Option<NumberRead<'tokens>> {
    let text: &str = tokens[at].text;
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '’')))
        .unwrap_or(text.len());
    let (digits, suffix) = text.split_at(end);
    let next = at + 1;
    // "2½"
    let mut behind = suffix.chars();
    if let Some(part) = behind.next().and_then(fraction) {
        return Some(NumberRead {
            value: Decimal::parse(&format!("{digits}.{part}"))?,
            next,
            suffix: behind.as_str(),
        });
    }
    if let Some(value) = decimal_comma(tokens, at, digits, suffix) {
        return Some(NumberRead {
            value,
            next,
            suffix,
        });
    }
    let value = Decimal::parse(&without_thousands_commas(digits)?)?;
    if let Some((exponent, next)) = exponent(tokens, at, suffix) {
        let base = match suffix {
            "" => Decimal::new(1, 0),
            _ => value,
        };
        let ten = !suffix.is_empty() || value == Decimal::new(10, 0);
        return ten.then(|| NumberRead::plain(base.shifted(exponent), next));
    }
    if let Some(power) = magnitude(suffix) {
        return Some(NumberRead::plain(value.shifted(power), next));
    }
    if !suffix.is_empty() {
        return Some(NumberRead {
            value,
            next,
            suffix,
        });
    }
    grouped(tokens, at)
        // "2 and a half million"
        .or_else(|| with_part(tokens, value.to_u64()?, next))
        // "2 million"
        .or_else(|| {
            let power = magnitude(tokens.get(next)?.text)?;
            Some(NumberRead::plain(value.shifted(power), next + 1))
        })
        .or(Some(NumberRead::plain(value, next)))
}

/// The decimals of a fraction in one character.
const fn fraction(character: char) -> Option<&'static str> {
    match character {
        '½' => Some("5"),
        '¼' => Some("25"),
        '¾' => Some("75"),
        _ => None,
    }
}

/// "75 000": groups of three digits after a first one of at most three, one space apart.
fn grouped<'tokens>(tokens: &'tokens [Token<'_>], at: usize) -> Option<NumberRead<'tokens>> {
    let digits = |token: &Token<'_>| token.text.bytes().all(|byte| byte.is_ascii_digit());
    let first = tokens.get(at).filter(|token| digits(token))?;
    if first.text.len() > 3 || first.text.starts_with('0') {
        return None;
    }
    let (mut plain, mut next, mut end) = (first.text.to_owned(), at + 1, first.end);
    while let Some(token) = tokens.get(next).filter(|token| {
        token.text.len() == 3 && digits(token) && token.start == end + 1 && token.joined.is_none()
    }) {
        plain.push_str(token.text);
        (next, end) = (next + 1, token.end);
    }
    if next == at + 1 || !plain.ends_with("00") {
        return None;
    }
    Some(NumberRead::plain(Decimal::parse(&plain)?, next))
}

/// Whether a number is written in groups of three digits with points between them: "1.200.000", and with `least` 1 also
/// "25.000", which is a decimal fraction where no whole number is wanted.
pub(crate) fn is_grouped_by_points(digits: &str, least: usize) -> bool {
    let mut groups = digits.split('.');
    let first = groups.next().unwrap_or_default();
    let whole = |group: &str, length: std::ops::RangeInclusive<usize>| {
        length.contains(&group.len()) && group.bytes().all(|byte| byte.is_ascii_digit())
    };
    whole(first, 1..=3)
        && !first.starts_with('0')
        && groups.clone().count() >= least
        && groups.all(|group| whole(group, 3..=3))
}

/// "1,000" and "1'000" are a thousand; "1,5" could be one and a half or two numbers, so it is not a number.
fn without_thousands_commas(digits: &str) -> Option<Cow<'_, str>> {
    if is_grouped_by_points(digits, 2) {
        return Some(digits.replace('.', "").into());
    }
    let mut groups = digits.split([',', '\'', '’']);
    let first = groups.next()?;
    if first.len() == digits.len() {
        return Some(digits.into());
    }
    if first.len() > 3 {
        return None;
    }
    let mut plain = first.to_owned();
    for group in groups {
        let whole = group.split('.').next().unwrap_or_default();
        if whole.len() != 3 {
            return None;
        }
        plain.push_str(group);
    }
    Some(plain.into())
}

/// "99,95 %", "2,5 ms": a comma in front of decimals, which only a unit behind them tells from a list. Three decimals are
/// thousands, unless a share of a hundred would be more than a hundred: "99,995 %".
fn decimal_comma(tokens: &[Token<'_>], at: usize, digits: &str, suffix: &str) -> Option<Decimal> {
    let (whole, decimals) = digits.split_once(',')?;
    if decimals.is_empty() || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (unit, _) = unit::read(tokens, suffix, at + 1)?;
    let decimal = match unit {
        Unit::Percent => decimals.len() != 3 || whole.len() == 2,
        Unit::Time(_) | Unit::BitRate(_) | Unit::Bytes(_) => decimals.len() < 3,
        Unit::Milli => false,
    };
    decimal
        .then(|| Decimal::parse(&format!("{whole}.{decimals}")))
        .flatten()
}

/// The power of ten in `1e-5`, `10^-5` and `10⁻⁵`, and the token after it.
fn exponent(tokens: &[Token<'_>], at: usize, suffix: &str) -> Option<(i32, usize)> {
    let digits = |index: usize| {
        tokens
            .get(index)?
            .norm
            .parse::<i32>()
            .ok()
            .filter(|power| (0..=18).contains(power))
    };
    let symbol = |index: usize, wanted: &[char]| {
        tokens
            .get(index)
            .is_some_and(|t| wanted.iter().any(|w| t.is_symbol(*w)))
    };
    match suffix {
        "e" | "E"
            if tokens
                .get(at + 1)
                .is_some_and(|token| token.joined == Some('-')) =>
        {
            Some((-digits(at + 1)?, at + 2))
        }
        "" if symbol(at + 1, &['^']) && symbol(at + 2, &['-', '−']) => {
            Some((-digits(at + 3)?, at + 4))
        }
        // "10^5"
        "" if symbol(at + 1, &['^']) => Some((digits(at + 2)?, at + 3)),
        "" if symbol(at + 1, &['⁻']) => Some((-digits(at + 2)?, at + 3)),
        // "1e6"
        _ => {
            let power: i32 = suffix.strip_prefix('e')?.parse().ok()?;
            (1..=18).contains(&power).then_some((power, at + 1))
        }
    }
}

fn in_words<'tokens>(tokens: &'tokens [Token<'_>], at: usize) -> Option<NumberRead<'tokens>> {
    let word = |index: usize| word(tokens, index);
    if matches!(word(at), "a" | "an") {
        return indefinite(tokens, at).or_else(|| counted_in_words(tokens, at));
    }
    if let (Some(value), "of") = (pair(word(at)), word(at + 1)) {
        return Some(NumberRead::plain(value, at + 2));
    }
    if (word(at), word(at + 1)) == ("half", "dozen") {
        return Some(half("dozen", at + 1));
    }
    if (word(at), word(at + 1)) == ("half", "a") {
        return Some(half(word(at + 2), at + 2));
    }
    counted_in_words(tokens, at)
}

/// "twenty thousand", "one hundred and fifty", "a hundred thousand", "two and a half million".
fn counted_in_words<'tokens>(
    tokens: &'tokens [Token<'_>],
    at: usize,
) -> Option<NumberRead<'tokens>> {
    let word = |index: usize| word(tokens, index);
    let (value, mut next) = whole(tokens, at)?;
    // "the single one"
    next += usize::from(next == at + 1 && (word(at), word(next)) == ("single", "one"));
    let continued = quarters_of(tokens, value, next)
        .or_else(|| with_part(tokens, value, next))
        .or_else(|| pointed(tokens, value, next));
    if continued.is_some() {
        return continued;
    }
    // "a hundred of them"
    let indefinite = matches!(word(at), "a" | "an") && word(next) == "of";
    next +=
        usize::from(indefinite && !matches!(word(next + 1), "them" | "those" | "these" | "our"));
    Some(NumberRead::plain(Decimal::new(value, 0), next))
}

/// The whole number that the words from `at` on add up to, and the token after them.
fn whole(tokens: &[Token<'_>], at: usize) -> Option<(u64, usize)> {
    let word = |index: usize| word(tokens, index);
    let (mut total, mut current, mut next) = (0_u64, None::<u64>, at);
    if matches!(word(at), "a" | "an") && magnitude(word(at + 1)).is_some() && word(at + 1).len() > 2
    {
        (current, next) = (Some(1), at + 1);
    }
    loop {
        // "two dozen"
        if let (Some(before @ 1..100), "dozen") = (current, word(next)) {
            current = Some(before * 12);
        } else if let Some(value) = unit(word(next)) {
            if !current.is_none_or(|before| continues(before, value)) {
                break;
            }
            current = Some(current.unwrap_or(0).checked_add(value)?);
        } else if let (Some(before), Some(power)) = (current, magnitude(word(next))) {
            let scaled = before.checked_mul(10_u64.checked_pow(u32::try_from(power).ok()?)?)?;
            if power == 2 {
                current = Some(scaled);
            } else {
                total = total.checked_add(scaled)?;
                current = Some(0);
            }
        } else if current.is_some()
            && word(next) == "and"
            && magnitude(word(next - 1)).is_some()
            && unit(word(next + 1)).is_some()
        {
            // "one hundred and fifty"
        } else {
            break;
        }
        next += 1;
    }
    Some((total.checked_add(current?)?, next))
}

/// Whether a value is said behind another as part of the same number: "twenty five", "hundred twelve".
const fn continues(before: u64, value: u64) -> bool {
    let tens = before.is_multiple_of(10) && before % 100 >= 20;
    value > 0 && (before.is_multiple_of(100) || (tens && value < 10))
}

/// "three quarters of a million": as many quarters as the number before them, whose noun stands at `next`.
fn quarters_of<'tokens>(
    tokens: &'tokens [Token<'_>],
    count: u64,
    next: usize,
) -> Option<NumberRead<'tokens>> {
    let word = |index: usize| word(tokens, index);
    if !matches!(word(next), "quarter" | "quarters") || count > 3 {
        return None;
    }
    let of = usize::from(word(next + 1) == "of");
    let article = usize::from(matches!(word(next + 1 + of), "a" | "one"));
    let whole = next + 1 + of + article;
    if article == 1 && measures_time(tokens, whole) {
        return Some(NumberRead::plain(Decimal::new(25 * count, -2), whole));
    }
    let power = magnitude(word(whole))?;
    Some(NumberRead::plain(
        Decimal::new(25 * count, power - 2),
        whole + 1,
    ))
}

/// "a quarter of a millisecond": whether a unit of time stands at `at`.
fn measures_time(tokens: &[Token<'_>], at: usize) -> bool {
    matches!(unit::read(tokens, "", at), Some((Unit::Time(_), _)))
}

/// "two and a half million", "one and a quarter million": a whole number and a part of one, which begins at `next`.
fn with_part<'tokens>(
    tokens: &'tokens [Token<'_>],
    whole: u64,
    next: usize,
) -> Option<NumberRead<'tokens>> {
    let word = |index: usize| word(tokens, index);
    let (hundredths, part) = match (word(next + 1), word(next + 2)) {
        ("a", "half") => (50, next + 2),
        ("a", "quarter") => (25, next + 2),
        ("three", "quarter" | "quarters") => (75, next + 2),
        _ => return None,
    };
    if word(next) != "and" {
        return None;
    }
    let power = magnitude(word(part + 1));
    // "a million and a half"
    let scaled = tokens
        .get(next.checked_sub(1)?)
        .and_then(|token| magnitude(token.text));
    let value = match (power, scaled) {
        (None, Some(scaled)) => {
            let part = 10_u64.checked_pow(u32::try_from(scaled - 2).ok()?)?;
            Decimal::new(whole.checked_add(part.checked_mul(hundredths)?)?, 0)
        }
        _ => Decimal::new(whole.checked_mul(100)?.checked_add(hundredths)?, -2)
            .shifted(power.unwrap_or(0)),
    };
    Some(NumberRead::plain(
        value,
        part + 1 + usize::from(power.is_some()),
    ))
}

/// "one point five million", "zero point two five": the digits behind the point, which stands at `next`.
fn pointed<'tokens>(
    tokens: &'tokens [Token<'_>],
    whole: u64,
    next: usize,
) -> Option<NumberRead<'tokens>> {
    let word = |index: usize| word(tokens, index);
    if word(next) != "point" {
        return None;
    }
    let (mut value, mut places, mut end) = (whole, 0, next + 1);
    while let Some(digit) = unit(word(end)).filter(|digit| *digit < 10) {
        value = value.checked_mul(10)?.checked_add(digit)?;
        (places, end) = (places + 1, end + 1);
    }
    if places == 0 {
        return None;
    }
    let power = magnitude(word(end));
    Some(NumberRead::plain(
        Decimal::new(value, power.unwrap_or(0) - places),
        end + usize::from(power.is_some()),
    ))
}

/// Nouns that are a number in front of "of".
fn pair(noun: &str) -> Option<Decimal> {
    match noun {
        "pair" | "couple" => Some(Decimal::new(2, 0)),
        "trio" => Some(Decimal::new(3, 0)),
        _ => None,
    }
}

/// "half a million", "half a dozen", and "half a" anything else, whose name stands at `next`.
fn half<'tokens>(of: &str, next: usize) -> NumberRead<'tokens> {
    let (value, taken) = match of {
        "million" => (Decimal::new(5, 5), 1),
        "dozen" => (Decimal::new(6, 0), 1),
        _ => (Decimal::new(5, -1), 0),
    };
    NumberRead::plain(value, next + taken)
}

/// "a pair of", "a couple of", "a dozen", "a quarter of a million".
fn indefinite<'tokens>(tokens: &'tokens [Token<'_>], at: usize) -> Option<NumberRead<'tokens>> {
    let word = |index: usize| word(tokens, index);
    let noun = word(at + 1);
    let value = match noun {
        "pair" | "couple" | "trio" => pair(noun)?,
        "quarter" => {
            let of = usize::from(word(at + 2) == "of") + usize::from(word(at + 3) == "a");
            if of == 2 && measures_time(tokens, at + 4) {
                return Some(NumberRead::plain(Decimal::new(25, -2), at + 4));
            }
            let power = magnitude(word(at + 2 + of))?;
            return Some(NumberRead::plain(Decimal::new(25, power - 2), at + 3 + of));
        }
        "single" => Decimal::new(1, 0),
        "dozen" => Decimal::new(12, 0),
        _ => return None,
    };
    let of = word(at + 2) == "of" && noun != "single";
    // "a single one"
    let one = noun == "single" && word(at + 2) == "one";
    Some(NumberRead::plain(value, at + 2 + usize::from(of || one)))
}
