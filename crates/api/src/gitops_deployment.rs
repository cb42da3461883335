//! `GitOpsDeployment`: phase 4, from a package to a commit, and from the commit to the cluster.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;
use kube::{CustomResource, KubeSchema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Approval, DeletionPolicy, PhaseSpec, PhaseState, Repository, Source, SyncEngine};

/// Commits a package and has it applied.
#[derive(CustomResource, KubeSchema, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "nephoran.com",
    version = "v1",
    kind = "GitOpsDeployment",
    namespaced,
    status = "GitOpsDeploymentStatus",
    derive = "PartialEq",
    shortname = "gd",
    shortname = "gitopsdep",
    category = "nephoran",
    printcolumn(
        name = "Commit",
        type_ = "string",
        json_path = ".status.targets[0].commit"
    ),
    printcolumn(name = "Sync", type_ = "string", json_path = ".status.targets[0].sync"),
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
pub struct GitOpsDeploymentSpec {
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub phase: PhaseSpec,
    /// The ManifestGeneration whose package is deployed (`ref`), or the package itself (`inline`).
    #[x_kube(validation = Rule::new("has(self.ref) != has(self.inline)").message("spec.source must hold exactly one of ref and inline"))]
    pub source: Source<InlinePackage>,
    /// Where each cluster's package goes; the TargetCluster's own repository when a cluster is not listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64), extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["cluster"]))]
    pub targets: Vec<DeploymentTarget>,
    /// How commits look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<CommitOptions>,
    /// Whether objects that left the package are deleted from the cluster.
    #[serde(default = "yes")]
    pub prune: bool,
    /// Delete removes Git content and applied objects with this object; Orphan leaves them.
    #[serde(default)]
    #[x_kube(validation = Rule::new("self.lowerAscii() in ['delete', 'orphan']").message("spec.deletionPolicy must be one of Delete, Orphan"))]
    pub deletion_policy: DeletionPolicy,
    /// Auto, or Manual to wait for the annotation `nephoran.com/approved: <plan digest>` on the `NetworkIntent`.
    #[serde(default)]
    #[x_kube(validation = Rule::new("self.lowerAscii() in ['auto', 'manual']").message("spec.approval must be one of Auto, Manual"))]
    pub approval: Approval,
    /// ServiceAccount in this namespace that the builtin engine applies as; its own identity when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 253))]
    pub service_account_name: Option<String>,
}

const fn yes() -> bool {
    true
}

/// A package written into the object itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InlinePackage {
    /// Name of the package.
    #[schemars(length(min = 1, max = 253))]
    pub package: String,
    /// Contents by `<cluster>/<path>`.
    pub files: BTreeMap<String, String>,
}

/// Where one cluster's package goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeploymentTarget {
    /// TargetCluster, or `local`.
    #[schemars(length(min = 1, max = 253))]
    pub cluster: String,
    /// Its repository; the TargetCluster's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repository: Option<Repository>,
    /// Who applies the commit; the TargetCluster's own engine when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine: Option<SyncEngine>,
}

/// How commits look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CommitOptions {
    /// Author name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 128))]
    pub author_name: Option<String>,
    /// Author e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 3, max = 254))]
    pub author_email: Option<String>,
    /// First line of the message; made from the intent when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub message: Option<String>,
}

/// Where phase 4 stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GitOpsDeploymentStatus {
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub state: PhaseState,
    /// One entry per cluster.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub targets: Vec<TargetStatus>,
    /// The last rollback.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollback: Option<Rollback>,
}

/// Where one cluster's package stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TargetStatus {
    /// TargetCluster.
    pub cluster: String,
    /// Repository URL, without credentials.
    #[serde(default)]
    pub repository: String,
    /// Branch.
    pub branch: String,
    /// Path of the package in the repository.
    #[serde(default)]
    pub path: String,
    /// Commit that carries the package.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The commit before it that touched the package.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_commit: Option<String>,
    /// Git tree of the package.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree: Option<String>,
    /// Commit that the engine reports as applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub synced_commit: Option<String>,
    /// Whether the cluster has what the commit says.
    pub sync: SyncState,
    /// Number of applied objects.
    #[serde(default)]
    pub object_count: u32,
    /// The applied objects, at most 200.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 200))]
    pub inventory: Vec<AppliedObject>,
}

/// Whether a cluster has what a commit says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum SyncState {
    /// Not yet applied.
    #[default]
    Pending,
    /// Applied.
    Synced,
    /// Changed since.
    OutOfSync,
    /// Could not be applied.
    Failed,
}

/// One object the engine applied.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub struct AppliedObject {
    /// API version, e.g. `apps/v1`.
    pub api_version: String,
    /// Kind.
    pub kind: String,
    /// Namespace; empty for a cluster-scoped object.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// Name.
    pub name: String,
    /// `metadata.generation` after the apply; health is judged only from this on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation: Option<i64>,
}

/// A rollback that was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Rollback {
    /// The commit that was left.
    pub from_commit: String,
    /// The commit whose content came back.
    pub to_commit: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Time,
}
