//! `MigrationRollout`: raises one feature flag step by step, behind gates.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{Condition, Time};
use kube::{CustomResource, KubeSchema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A declarative canary of one feature flag.
#[derive(CustomResource, KubeSchema, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "nephoran.com",
    version = "v1",
    kind = "MigrationRollout",
    namespaced,
    status = "MigrationRolloutStatus",
    derive = "PartialEq",
    derive = "Default",
    shortname = "mro",
    category = "nephoran",
    printcolumn(name = "Flag", type_ = "string", json_path = ".spec.flag"),
    printcolumn(name = "Step", type_ = "integer", json_path = ".status.step"),
    printcolumn(name = "Weight", type_ = "integer", json_path = ".status.weight"),
    printcolumn(name = "Phase", type_ = "string", json_path = ".status.phase"),
    printcolumn(
        name = "Age",
        type_ = "date",
        json_path = ".metadata.creationTimestamp"
    )
)]
#[serde(rename_all = "camelCase")]
pub struct MigrationRolloutSpec {
    /// The flag to raise, e.g. `microservices.llm.enabled`.
    #[schemars(length(min = 1, max = 253))]
    pub flag: String,
    /// How it is raised.
    #[serde(default)]
    pub strategy: RolloutStrategy,
    /// The steps; 10, 25, 50 and 100 percent when absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 20))]
    #[x_kube(validation = Rule::new("self.all(step, self.all(other, self.indexOf(step) <= self.indexOf(other) ? step.percentage <= other.percentage : true))").message("spec.steps percentages must not go down"))]
    pub steps: Vec<RolloutStep>,
    /// What must hold before each next step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 20))]
    pub gates: Vec<RolloutGate>,
    /// Lowest success rate that counts as success, 0–1.
    #[serde(default = "default_success_threshold")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub success_threshold: f64,
    /// Highest error rate that is tolerated, 0–1.
    #[serde(default = "default_error_threshold")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub error_threshold: f64,
    /// Whether a failing required gate sets the flag back to 0.
    #[serde(default = "yes")]
    pub auto_rollback: bool,
    /// Hold at the present step.
    #[serde(default)]
    pub suspend: bool,
    /// Set the flag back to 0 and end.
    #[serde(default)]
    pub abort: bool,
}

const fn default_success_threshold() -> f64 {
    0.999
}

const fn default_error_threshold() -> f64 {
    0.001
}

const fn yes() -> bool {
    true
}

/// How a flag is raised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum RolloutStrategy {
    /// By growing percentages.
    #[default]
    Canary,
    /// From 0 to 100 in one step.
    BlueGreen,
    /// By growing percentages without gates between.
    Rolling,
}

/// One step of a rollout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RolloutStep {
    /// Percentage of intents, 0–100.
    #[schemars(range(min = 0, max = 100))]
    pub percentage: u32,
    /// Seconds the step lasts before its gates are judged, 0–604800.
    #[serde(default)]
    #[schemars(range(min = 0, max = 604_800))]
    pub duration_seconds: u32,
    /// Whether a human must resume after this step.
    #[serde(default)]
    pub pause: bool,
}

/// What must hold before the next step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, KubeSchema)]
#[serde(rename_all = "camelCase")]
#[x_kube(validation = Rule::new("self.name != 'prometheus' || has(self.query)").message("a gate named prometheus needs a query"))]
pub struct RolloutGate {
    /// What is judged.
    pub name: GateKind,
    /// PromQL, for `prometheus`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 2000))]
    pub query: Option<String>,
    /// How the value is compared with the threshold.
    #[serde(default)]
    pub operator: GateOperator,
    /// The threshold.
    pub threshold: f64,
    /// Seconds the value covers, 10–86400.
    #[serde(default = "default_window")]
    #[schemars(range(min = 10, max = 86_400))]
    pub window_seconds: u32,
    /// Fewer samples than this are no evidence.
    #[serde(default = "default_min_samples")]
    #[schemars(range(min = 1, max = 1_000_000))]
    pub min_samples: u32,
    /// Whether a failure stops the rollout.
    #[serde(default = "yes")]
    pub required: bool,
}

const fn default_window() -> u32 {
    300
}

const fn default_min_samples() -> u32 {
    20
}

/// What a gate judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GateKind {
    /// Duration of the new route against the old one.
    PerformanceRegression,
    /// Consistency of shadow runs.
    DataConsistency,
    /// Error rate of the new route.
    ErrorRate,
    /// A query of the user's.
    Prometheus,
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum GateOperator {
    /// Value ≤ threshold.
    #[default]
    AtMost,
    /// Value ≥ threshold.
    AtLeast,
}

/// Where a rollout stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MigrationRolloutStatus {
    /// The `metadata.generation` that this status describes.
    #[serde(default)]
    pub observed_generation: i64,
    /// The phase of the rollout.
    #[serde(default)]
    pub phase: RolloutPhase,
    /// Index of the step in force.
    #[serde(default)]
    pub step: u32,
    /// Percentage in force.
    #[serde(default)]
    pub weight: u32,
    /// When the step began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_started_at: Option<Time>,
    /// The last ten gate results, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 10))]
    pub gates: Vec<GateResult>,
    /// `Ready`, and `Reconciling` or `Stalled` while true.
    #[serde(default)]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["type"]))]
    pub conditions: Vec<Condition>,
}

/// The phase of a rollout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum RolloutPhase {
    /// Not begun.
    #[default]
    Pending,
    /// Raising the flag.
    Progressing,
    /// Waiting for a human.
    Paused,
    /// Waiting for evidence.
    Holding,
    /// At 100 percent.
    Succeeded,
    /// Back at 0 percent.
    RolledBack,
    /// Could not go on.
    Failed,
}

/// One gate result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GateResult {
    /// The gate.
    pub name: GateKind,
    /// The measured value, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The verdict.
    pub verdict: GateVerdict,
    /// How many samples it rests on.
    pub samples: u64,
    /// When it was judged.
    pub at: Time,
}

/// Verdict of a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum GateVerdict {
    /// It holds.
    Passed,
    /// It does not hold.
    Failed,
    /// Too few samples.
    Inconclusive,
    /// It could not be measured.
    Error,
}
