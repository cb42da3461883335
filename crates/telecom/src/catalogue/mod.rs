//! The catalogue: one template per network function type, from data files with their sources.
//!
//! The built-in files are part of the binary and parsed once. A catalogue that exists is consistent:
//! every interface fits its reference point, every dependency has a template, and hard dependencies
//! form no cycle.

mod bounds;
mod builtin;
mod check;
mod error;
mod parse;
mod provider;
mod sizing;
mod template;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

pub use error::CatalogueError;
pub use provider::{InvalidProvider, Provider, provider_slug};
pub use sizing::{Axis, Line, Load, Overload, Size, Sizing, SizingLine};
pub use template::{
    Floor, HIGH_THROUGHPUT_MBPS, HardwareCondition, HardwareFeature, HardwareNeed, Image,
    Interface, Metrics, Need, Overcommit, Plane, Probe, ProbeKind, Role, Scaling, SecurityWaiver,
    ServiceLevel, Source, Storage, Template, Workload, WorkloadKind,
};

use crate::network_function::NetworkFunctionType;

/// Templates by network function type.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogue {
    templates: BTreeMap<NetworkFunctionType, Template>,
}

impl Catalogue {
    /// The catalogue this crate ships: every type of the vocabulary has a template.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Catalogue> = OnceLock::new();
        BUILTIN.get_or_init(|| match Self::parse(builtin::FILES) {
            Ok(catalogue) => catalogue,
            // The files are constants of this crate, and its tests parse them.
            Err(error) => unreachable!("the built-in catalogue is invalid: {error}"),
        })
    }

    /// Reads a catalogue from `(file name, YAML text)` pairs. Bases may be used across files.
    ///
    /// # Errors
    /// When a file cannot be read, or the templates contradict the standards, themselves or each other.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, CatalogueError> {
        parse::parse(&[files]).map(|templates| Self { templates })
    }

    /// The built-in catalogue with a user's files on top: a template of theirs merges over the built-in one of its
    /// type key by key, and may extend their bases and the built-in ones.
    ///
    /// # Errors
    /// As [`Catalogue::parse`]; the error names the user's file.
    pub fn with(files: &[(&str, &str)]) -> Result<Self, CatalogueError> {
        parse::parse(&[builtin::FILES, files]).map(|templates| Self { templates })
    }

    /// The template of a type.
    #[must_use]
    pub fn template(&self, function: NetworkFunctionType) -> Option<&Template> {
        self.templates.get(&function)
    }

    /// Every template, in the order of the vocabulary.
    pub fn templates(&self) -> impl Iterator<Item = &Template> {
        self.templates.values()
    }

    /// `functions` with everything they need to start.
    #[must_use]
    pub fn hard_closure(
        &self,
        functions: &BTreeSet<NetworkFunctionType>,
    ) -> BTreeSet<NetworkFunctionType> {
        let mut closed = BTreeSet::new();
        let mut open: Vec<_> = functions.iter().copied().collect();
        while let Some(function) = open.pop() {
            if closed.insert(function) {
                open.extend(self.hard_dependencies(function));
            }
        }
        closed
    }

    /// `functions` in waves: each wave needs only earlier ones to start. Dependencies outside
    /// `functions` are taken as running already.
    #[must_use]
    pub fn start_order(
        &self,
        functions: &BTreeSet<NetworkFunctionType>,
    ) -> Vec<BTreeSet<NetworkFunctionType>> {
        let mut waiting = functions.clone();
        let mut waves = Vec::new();
        while !waiting.is_empty() {
            let wave: BTreeSet<_> = waiting
                .iter()
                .copied()
                .filter(|function| {
                    self.hard_dependencies(*function)
                        .all(|dependency| !waiting.contains(&dependency))
                })
                .collect();
            waiting.retain(|function| !wave.contains(function));
            waves.push(wave);
        }
        waves
    }

    fn hard_dependencies(
        &self,
        function: NetworkFunctionType,
    ) -> impl Iterator<Item = NetworkFunctionType> + '_ {
        self.template(function)
            .into_iter()
            .flat_map(Template::hard_dependencies)
    }
}
