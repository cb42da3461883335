//! The table of pairs: a data file, read once.

use std::sync::OnceLock;

use serde::Deserialize;

use super::version::{Version, VersionRange};
use crate::catalogue::{Provider, Source, provider_slug};
use crate::named::named_enum;
use crate::network_function::NetworkFunctionType;
use crate::reference_point::ReferencePoint;

const TEXT: &str = include_str!("../../data/compatibility.yaml");

named_enum! {
    /// What is known about two implementations together.
    pub enum Verdict ("verdict") {
        /// They have been seen to work together.
        Compatible = "compatible",
        /// Nobody has said that they do.
        Untested = "untested",
        /// They are known not to.
        Incompatible = "incompatible",
    }
}

named_enum! {
    /// When an entry fits, beyond types, providers and ranges.
    pub(super) enum Condition ("condition") {
        /// The two are of different minor releases.
        DifferentMinor = "differentMinor",
    }
}

/// One implementation on one side of a reference point.
#[derive(Debug, Clone, Copy)]
pub struct Implementation<'a> {
    /// The function type.
    pub function: NetworkFunctionType,
    /// The provider as plans write it, or as the provider does.
    pub provider: &'a str,
    /// The image tag.
    pub version: &'a str,
}

/// What an entry says about one side.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Side {
    /// Any type when absent.
    #[serde(rename = "type")]
    function: Option<NetworkFunctionType>,
    /// Any provider when absent.
    provider: Option<Provider>,
    /// Any version when absent.
    versions: Option<VersionRange>,
}

impl Side {
    fn fits(&self, implementation: &Implementation<'_>) -> bool {
        let provider =
            |provider: &Provider| provider.slug() == provider_slug(implementation.provider);
        let versions = |range: &VersionRange| {
            Version::in_tag(implementation.version).is_some_and(|version| range.holds(&version))
        };
        self.function
            .is_none_or(|function| function == implementation.function)
            && self.provider.as_ref().is_none_or(provider)
            && self.versions.as_ref().is_none_or(versions)
    }
}

/// What is known about one pair.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Entry {
    /// The reference point they share.
    pub point: ReferencePoint,
    between: [Side; 2],
    when: Option<Condition>,
    /// What is known.
    pub verdict: Verdict,
    /// Why, for the person who reads the warning.
    pub reason: String,
    /// Where that comes from.
    pub source: Source,
}

impl Entry {
    fn fits(
        &self,
        point: ReferencePoint,
        one: &Implementation<'_>,
        other: &Implementation<'_>,
    ) -> bool {
        let [first, second] = &self.between;
        let sides =
            (first.fits(one) && second.fits(other)) || (first.fits(other) && second.fits(one));
        let condition = match self.when {
            None => true,
            Some(Condition::DifferentMinor) => {
                match (Version::in_tag(one.version), Version::in_tag(other.version)) {
                    (Some(one), Some(other)) => !one.same_minor(&other),
                    _ => false,
                }
            }
        };
        self.point == point && sides && condition
    }
}

/// A table of pairs that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("failed to read the compatibility table: {0}")]
pub struct TableError(String);

/// Everything that is known about pairs of implementations.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pairs: Vec<Entry>,
}

impl Table {
    /// The table this crate ships.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Table> = OnceLock::new();
        BUILTIN.get_or_init(|| match Self::parse(TEXT) {
            Ok(table) => table,
            // The file is a constant of this crate, and its tests parse it.
            Err(error) => unreachable!("{error}"),
        })
    }

    /// Reads a table.
    ///
    /// # Errors
    /// When it is not YAML of this shape.
    pub fn parse(text: &str) -> Result<Self, TableError> {
        serde_saphyr::from_str(text).map_err(|error| TableError(error.to_string()))
    }

    /// Every entry, narrow ones before those they are exceptions from.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.pairs.iter()
    }

    /// What is known about two implementations that share `point`.
    #[must_use]
    pub fn entry(
        &self,
        point: ReferencePoint,
        one: &Implementation<'_>,
        other: &Implementation<'_>,
    ) -> Option<&Entry> {
        self.pairs
            .iter()
            .find(|entry| entry.fits(point, one, other))
    }
}
