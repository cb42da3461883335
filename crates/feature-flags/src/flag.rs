//! The flag model: one flag, a valid set of them, and the names the product knows.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::bucket::{Percentage, VariantWeight};
use crate::condition::Rule;
use crate::safeguard::SafeguardRule;
use crate::schedule::RolloutSchedule;

/// The flags that move one phase each into the pipeline, in the order of the phases.
pub const PHASE_FLAGS: [&str; 5] = [
    "microservices.llm.enabled",
    "microservices.resource.enabled",
    "microservices.manifest.enabled",
    "microservices.gitops.enabled",
    "microservices.verification.enabled",
];

/// The flag that moves a whole intent into the pipeline.
pub const FULL_FLAG: &str = "microservices.full.enabled";

/// The flag that runs the pipeline as a shadow beside the legacy implementation.
pub const VALIDATION_FLAG: &str = "migration.validation.enabled";

/// Computed, not configured: the kinds are established and every phase has a working leader.
pub const INFRASTRUCTURE_READY: &str = "infrastructure.ready";

/// Computed, not configured: a Prometheus to judge rollouts by is known.
pub const MONITORING_ENABLED: &str = "monitoring.enabled";

/// One flag with two names in use; the first is the one the set keeps.
pub const CACHING_FLAG_NAMES: [&str; 2] = ["advanced.caching.enabled", "caching.advanced.enabled"];

/// The seed the migration chain shares, so that its cohorts nest: an intent that one percentage lets in
/// is let in by every larger percentage of the chain.
const CHAIN_SEED: &str = "migration";

/// The name under which the set knows this flag.
#[must_use]
pub fn canonical_name(name: &str) -> &str {
    let [canonical, other] = CACHING_FLAG_NAMES;
    if name == other { canonical } else { name }
}

/// What a flag's buckets are salted with: its own name, or the chain's common seed.
#[must_use]
pub fn seed(flag: &str) -> &str {
    if flag == FULL_FLAG || PHASE_FLAGS.contains(&flag) {
        CHAIN_SEED
    } else {
        flag
    }
}

/// One flag: what its judgement depends on. Fields that only describe it are not kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Flag {
    /// Whether the flag can be on at all. It has no default: a misspelt `enabled` must not turn it off.
    pub enabled: bool,
    /// Turns the flag off before anything else is looked at.
    #[serde(default)]
    pub kill_switch: bool,
    /// The share of intents it is on for; absent means all of them.
    #[serde(
        default,
        alias = "rolloutPercentage",
        skip_serializing_if = "Option::is_none"
    )]
    pub percentage: Option<Percentage>,
    /// Sets the percentage by the clock, instead of `percentage`.
    #[serde(default, alias = "schedule", skip_serializing_if = "Option::is_none")]
    pub rollout_schedule: Option<RolloutSchedule>,
    /// All of these must admit the intent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Rule>,
    /// At least one of these must admit the intent, when there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targeting_rules: Vec<Rule>,
    /// The values of label `nephoran.com/segment` the flag is for; none means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub user_segments: Vec<String>,
    /// Overrides for single environments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environment_rules: Vec<EnvironmentRule>,
    /// Flags that must be on for the same intent, judged in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prerequisites: Vec<String>,
    /// Flags that must be off for the same intent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts_with: Vec<String>,
    /// Named variants and how often each is chosen.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variant_weights: BTreeMap<String, VariantWeight>,
    /// Limits that switch the flag off when a metric goes wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub safeguard_rules: Vec<SafeguardRule>,
    /// The flag is off before this moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<Timestamp>,
    /// The flag is off from this moment on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_time: Option<Timestamp>,
    /// Another spelling of `end_time`; a valid flag has at most one of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

impl Flag {
    /// The moment from which the flag is off for good.
    #[must_use]
    pub fn end(&self) -> Option<Timestamp> {
        self.end_time.or(self.expires_at)
    }
}

/// What differs in one environment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EnvironmentRule {
    /// The environment's name.
    pub environment: String,
    /// Whether the flag may be on there.
    pub enabled: bool,
    /// The percentage there, before any schedule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percentage: Option<Percentage>,
}

/// A valid set of flags. Made by [`FlagSet::parse`]; the default is the empty set.
#[derive(Debug, Clone)]
pub struct FlagSet {
    flags: BTreeMap<String, Flag>,
    digest: String,
}

impl FlagSet {
    pub(crate) fn new(flags: BTreeMap<String, Flag>) -> Self {
        let digest = hex::encode(Sha256::digest(canonical_text(&flags)));
        Self { flags, digest }
    }

    /// The flag of this name, under either name where a flag has two.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Flag> {
        self.flags.get(canonical_name(name))
    }

    /// The flags by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Flag)> {
        self.flags.iter().map(|(name, flag)| (name.as_str(), flag))
    }

    /// SHA-256 of [`Self::canonical`], in lower-case hexadecimal. Two sets with the same digest decide alike.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The set as one line of JSON, which is a valid flag file too: every field that takes part in a
    /// judgement, in a fixed order, and nothing else.
    #[must_use]
    pub fn canonical(&self) -> String {
        canonical_text(&self.flags)
    }
}

impl Default for FlagSet {
    fn default() -> Self {
        Self::new(BTreeMap::new())
    }
}

fn canonical_text(flags: &BTreeMap<String, Flag>) -> String {
    #[derive(Serialize)]
    struct FlagFile<'a> {
        flags: &'a BTreeMap<String, Flag>,
    }
    // Texts, finite numbers and maps with text keys always serialise.
    serde_json::to_string(&FlagFile { flags }).unwrap_or_default()
}
