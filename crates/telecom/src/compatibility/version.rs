//! Versions as image tags write them, and ranges of them.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// The numbers of a version, most significant first: `v4.2.2`, `release_avx2-25.10`, `5.8.6-bookworm`.
///
/// Image tags are no semantic versions, so only the first group of numbers counts, and a missing number is 0.
#[derive(Debug, Clone)]
pub struct Version(Vec<u64>);

impl Version {
    /// The version in an image tag; `None` when it holds no number that begins a word.
    #[must_use]
    pub fn in_tag(tag: &str) -> Option<Self> {
        let bytes = tag.as_bytes();
        let begins = |at: usize| {
            let word = |byte: &u8| byte.is_ascii_alphanumeric();
            let before = at.checked_sub(1).and_then(|at| bytes.get(at));
            let v_of_a_word = before == Some(&b'v')
                && !at
                    .checked_sub(2)
                    .and_then(|at| bytes.get(at))
                    .is_some_and(word);
            v_of_a_word || !before.is_some_and(word)
        };
        let start = (0..bytes.len())
            .find(|at| bytes.get(*at).is_some_and(u8::is_ascii_digit) && begins(*at))?;
        let numbers = tag
            .get(start..)?
            .split('.')
            .map_while(|part| {
                let end = part.bytes().take_while(u8::is_ascii_digit).count();
                part.get(..end)?
                    .parse()
                    .ok()
                    .map(|number| (number, end == part.len()))
            })
            .scan(true, |goes_on, (number, whole)| {
                std::mem::replace(goes_on, whole && *goes_on).then_some(number)
            })
            .collect();
        Some(Self(numbers))
    }

    /// Whether both are of one minor release: the first two numbers agree.
    #[must_use]
    pub fn same_minor(&self, other: &Self) -> bool {
        (0..2).all(|place| self.number(place) == other.number(place))
    }

    fn number(&self, place: usize) -> u64 {
        self.0.get(place).copied().unwrap_or(0)
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let places = self.0.len().max(other.0.len());
        (0..places)
            .map(|place| self.number(place).cmp(&other.number(place)))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Version {}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    AtLeast,
    Above,
    AtMost,
    Below,
}

/// Comparisons that all hold, separated by commas: `>=2.6, <3`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct VersionRange(Vec<(Comparison, Version)>);

/// A text that is no range of versions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a range of versions; write it like \">=2.6, <3\"")]
pub struct InvalidVersionRange(String);

impl VersionRange {
    /// Whether `version` lies in the range.
    #[must_use]
    pub fn holds(&self, version: &Version) -> bool {
        self.0.iter().all(|(comparison, bound)| match comparison {
            Comparison::AtLeast => version >= bound,
            Comparison::Above => version > bound,
            Comparison::AtMost => version <= bound,
            Comparison::Below => version < bound,
        })
    }
}

impl FromStr for VersionRange {
    type Err = InvalidVersionRange;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let comparison = |part: &str| {
            let part = part.trim();
            let (comparison, version) = [
                (">=", Comparison::AtLeast),
                ("<=", Comparison::AtMost),
                (">", Comparison::Above),
                ("<", Comparison::Below),
            ]
            .into_iter()
            .find_map(|(sign, comparison)| Some((comparison, part.strip_prefix(sign)?)))?;
            Some((comparison, Version::in_tag(version.trim())?))
        };
        text.split(',')
            .map(comparison)
            .collect::<Option<_>>()
            .map(Self)
            .ok_or_else(|| InvalidVersionRange(text.to_owned()))
    }
}

impl TryFrom<String> for VersionRange {
    type Error = InvalidVersionRange;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        formatter.write_str(&numbers.join("."))
    }
}
