//! The migration's configuration as far as routes depend on it: ConfigMap `migration-config`.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde_saphyr::UserMessageFormatter;

use crate::route::{Phase, Route};

/// Keys of the ConfigMap that steer data migrations, not routes.
const DATA_MIGRATION_KEYS: [&str; 2] = ["backup-retention", "parallel-migration"];

/// Why the ConfigMap cannot come into force.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RouteConfigError {
    /// A value its key cannot have.
    #[error("migration-config: {key} is \"{value}\"; write {expected}")]
    InvalidValue {
        /// The key.
        key: String,
        /// As written.
        value: String,
        /// What it can be.
        expected: &'static str,
    },
    /// A table of routes that does not parse.
    #[error("migration-config: {key} is malformed: {message}; write a mapping of names to routes")]
    InvalidTable {
        /// The key.
        key: String,
        /// What is wrong, with its place in the table.
        message: String,
    },
}

impl RouteConfigError {
    /// The error's name for conditions, Events and metrics.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Self::InvalidValue { .. } => "RouteConfigInvalidValue",
            Self::InvalidTable { .. } => "RouteConfigInvalidTable",
        }
    }
}

/// How far the migration may go: a ceiling on what flags can move into the pipeline.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum MigrationPhase {
    /// `preparation`: nothing.
    Preparation,
    /// `llm_split`: intent processing.
    LlmSplit,
    /// `resource_split`: up to resource planning.
    ResourceSplit,
    /// `manifest_split`: up to manifest generation.
    ManifestSplit,
    /// `gitops_split`: up to the Git commit.
    GitopsSplit,
    /// `verification_split`: every phase, still as a prefix that the legacy implementation could continue.
    VerificationSplit,
    /// `complete`, and the default: no ceiling.
    #[default]
    Complete,
}

impl MigrationPhase {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Preparation, "preparation"),
        (Self::LlmSplit, "llm_split"),
        (Self::ResourceSplit, "resource_split"),
        (Self::ManifestSplit, "manifest_split"),
        (Self::GitopsSplit, "gitops_split"),
        (Self::VerificationSplit, "verification_split"),
        (Self::Complete, "complete"),
    ];

    /// The last phase the pipeline may do.
    #[must_use]
    pub fn ceiling(self) -> Option<Phase> {
        match self {
            Self::Preparation => None,
            Self::LlmSplit => Some(Phase::Llm),
            Self::ResourceSplit => Some(Phase::Resource),
            Self::ManifestSplit => Some(Phase::Manifest),
            Self::GitopsSplit => Some(Phase::Gitops),
            Self::VerificationSplit | Self::Complete => Some(Phase::Verification),
        }
    }

    /// As written in the ConfigMap.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(phase, _)| *phase == self)
            .map_or("", |(_, name)| name)
    }
}

impl FromStr for MigrationPhase {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .iter()
            .find(|(_, name)| *name == text)
            .map(|(phase, _)| *phase)
            .ok_or(())
    }
}

/// What a kill switch does to intents that already run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum InFlight {
    /// They keep their route to the end.
    #[default]
    Finish,
    /// They are decided anew.
    Abort,
}

impl FromStr for InFlight {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "Finish" => Ok(Self::Finish),
            "Abort" => Ok(Self::Abort),
            _ => Err(()),
        }
    }
}

/// What decides routes besides flags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteConfig {
    /// `migration-phase`: the ceiling.
    pub migration_phase: MigrationPhase,
    /// `intentTypeRoutes`: routes by type of intent, where their flags allow them.
    pub intent_type_routes: BTreeMap<String, Route>,
    /// `namespaceRoutes`: routes by namespace, where their flags allow them.
    pub namespace_routes: BTreeMap<String, Route>,
    /// `defaultRoute`: the route where no flag speaks; Legacy by default.
    pub default_route: Route,
    /// `performanceComparison`: whether the validation flag may choose the Validation route.
    pub performance_comparison: bool,
    /// `inFlight`: what a kill switch does to running intents.
    pub in_flight: InFlight,
    /// `rollback-enabled`: whether a failing rollout may be rolled back without a person; true by default.
    pub rollback_enabled: bool,
    /// `validation-strict`: whether any difference of a shadow run counts as inconsistent; true by default.
    pub validation_strict: bool,
}

impl Default for RouteConfig {
    fn default() -> Self {
        Self {
            migration_phase: MigrationPhase::default(),
            intent_type_routes: BTreeMap::new(),
            namespace_routes: BTreeMap::new(),
            default_route: Route::Legacy,
            performance_comparison: false,
            in_flight: InFlight::default(),
            rollback_enabled: true,
            validation_strict: true,
        }
    }
}

/// A configuration that can come into force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedConfig {
    /// The configuration.
    pub config: RouteConfig,
    /// The keys that nobody reads, one sentence each.
    pub warnings: Vec<String>,
}

impl RouteConfig {
    /// Reads the data of ConfigMap `migration-config`; absent keys have their defaults.
    ///
    /// # Errors
    /// When a key has a value it cannot have.
    pub fn from_config_map(
        data: &BTreeMap<String, String>,
    ) -> Result<ParsedConfig, RouteConfigError> {
        let mut config = Self::default();
        let mut warnings = Vec::new();
        for (key, value) in data {
            if !config.set(key, value.trim())? && !DATA_MIGRATION_KEYS.contains(&key.as_str()) {
                warnings.push(format!(
                    "migration-config: {key} is not a known key and is ignored"
                ));
            }
        }
        Ok(ParsedConfig { config, warnings })
    }

    /// Takes over one key; false if it is none of ours.
    fn set(&mut self, key: &str, value: &str) -> Result<bool, RouteConfigError> {
        match key {
            "migration-phase" => self.migration_phase = read(key, value, MIGRATION_PHASES)?,
            "intentTypeRoutes" => self.intent_type_routes = read_table(key, value)?,
            "namespaceRoutes" => self.namespace_routes = read_table(key, value)?,
            "defaultRoute" => self.default_route = read(key, value, ROUTES)?,
            "performanceComparison" => self.performance_comparison = read(key, value, BOOLEAN)?,
            "inFlight" => self.in_flight = read(key, value, "Finish or Abort")?,
            "rollback-enabled" => self.rollback_enabled = read(key, value, BOOLEAN)?,
            "validation-strict" => self.validation_strict = read(key, value, BOOLEAN)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

const BOOLEAN: &str = "true or false";
const ROUTES: &str = "Legacy, Microservices, Hybrid or Validation";
const MIGRATION_PHASES: &str = "preparation, llm_split, resource_split, manifest_split, gitops_split, verification_split or complete";

fn read<T: FromStr>(key: &str, value: &str, expected: &'static str) -> Result<T, RouteConfigError> {
    value.parse().map_err(|_| RouteConfigError::InvalidValue {
        key: key.to_owned(),
        value: value.to_owned(),
        expected,
    })
}

/// A table is YAML text in the ConfigMap's value, such as `deployment: Hybrid`.
fn read_table(key: &str, value: &str) -> Result<BTreeMap<String, Route>, RouteConfigError> {
    if value.is_empty() {
        return Ok(BTreeMap::new());
    }
    let options = serde_saphyr::options! { with_snippet: false };
    serde_saphyr::from_str_with_options(value, options).map_err(|error| {
        RouteConfigError::InvalidTable {
            key: key.to_owned(),
            message: error.render_with_formatter(&UserMessageFormatter),
        }
    })
}
