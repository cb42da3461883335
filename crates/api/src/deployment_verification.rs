//! `DeploymentVerification`: phase 5, from what runs to a verdict.

use kube::{CustomResource, KubeSchema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AppliedObject, PhaseSpec, PhaseState, Source};

/// Judges whether what was committed runs as it should.
#[derive(CustomResource, KubeSchema, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "nephoran.com",
    version = "v1",
    kind = "DeploymentVerification",
    namespaced,
    status = "DeploymentVerificationStatus",
    derive = "PartialEq",
    shortname = "dv",
    shortname = "deployverif",
    category = "nephoran",
    printcolumn(
        name = "Health",
        type_ = "string",
        json_path = r#".status.conditions[?(@.type=="Healthy")].status"#
    ),
    printcolumn(name = "Verdict", type_ = "string", json_path = ".status.verdict"),
    printcolumn(name = "Phase", type_ = "string", json_path = ".status.phase"),
    printcolumn(
        name = "Ready",
        type_ = "string",
        json_path = r#".status.conditions[?(@.type=="Ready")].status"#
    ),
    printcolumn(
        name = "Reason",
        type_ = "string",
        json_path = r#".status.conditions[?(@.type=="Ready")].reason"#,
        priority = 1
    ),
    printcolumn(
        name = "Age",
        type_ = "date",
        json_path = ".metadata.creationTimestamp"
    )
)]
#[serde(rename_all = "camelCase")]
pub struct DeploymentVerificationSpec {
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub phase: PhaseSpec,
    /// The GitOpsDeployment whose objects are verified (`ref`), or the objects themselves (`inline`).
    #[x_kube(validation = Rule::new("has(self.ref) != has(self.inline)").message("spec.source must hold exactly one of ref and inline"))]
    pub source: Source<InlineInventory>,
    /// What is checked.
    #[serde(default)]
    pub checks: Checks,
}

/// Objects to verify, written into the object itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InlineInventory {
    /// TargetCluster, or `local`.
    #[schemars(length(min = 1, max = 253))]
    pub cluster: String,
    /// The objects.
    #[schemars(length(min = 1, max = 200))]
    pub objects: Vec<AppliedObject>,
}

/// What is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Checks {
    /// Health of every object.
    #[serde(default)]
    pub health: HealthCheck,
}

/// Health of every object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HealthCheck {
    /// Seconds until objects that are still in progress count as failed, 5–3600.
    #[serde(default = "default_health_timeout")]
    #[schemars(range(min = 5, max = 3600))]
    pub timeout_seconds: u32,
}

const fn default_health_timeout() -> u32 {
    300
}

impl Default for HealthCheck {
    fn default() -> Self {
        Self {
            timeout_seconds: default_health_timeout(),
        }
    }
}

/// Where phase 5 stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeploymentVerificationStatus {
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub state: PhaseState,
    /// The verdict.
    #[serde(default)]
    pub verdict: Verdict,
    /// Number of objects that were judged.
    #[serde(default)]
    pub object_count: u32,
    /// Objects that are not current, at most 100.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    pub health: Vec<ObjectHealth>,
}

/// The verdict on a deployment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Verdict {
    /// Not judged yet.
    #[default]
    Pending,
    /// Everything is as it should be.
    Passed,
    /// Something is wrong.
    Failed,
    /// Not enough could be seen.
    Inconclusive,
}

/// Health of one object, after kstatus.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ObjectHealth {
    /// `Kind/namespace/name` of the object, with its cluster in front when it is not `local`.
    pub resource: String,
    /// The status.
    pub status: HealthStatus,
    /// What the object itself says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
}

/// kstatus' statuses.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum HealthStatus {
    /// It cannot become current by itself.
    Failed,
    /// It does not exist.
    NotFound,
    /// It is being deleted.
    Terminating,
    /// It is on its way.
    InProgress,
    /// It is what its spec says.
    Current,
}
