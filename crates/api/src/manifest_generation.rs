//! `ManifestGeneration`: phase 3, from a [`Plan`] to a package of manifests.

use kube::{CustomResource, KubeSchema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Approval, DeletionPolicy, Digest, Packaging, PhaseSpec, PhaseState, Plan, Source};

/// Renders a plan to a validated package.
#[derive(CustomResource, KubeSchema, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "nephoran.com",
    version = "v1",
    kind = "ManifestGeneration",
    namespaced,
    status = "ManifestGenerationStatus",
    derive = "PartialEq",
    shortname = "mg",
    shortname = "manigen",
    category = "nephoran",
    printcolumn(name = "Format", type_ = "string", json_path = ".spec.format"),
    printcolumn(
        name = "Files",
        type_ = "integer",
        json_path = ".status.artifact.fileCount"
    ),
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
pub struct ManifestGenerationSpec {
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub phase: PhaseSpec,
    /// The ResourcePlan whose plan is rendered (`ref`), or the plan itself (`inline`).
    #[x_kube(validation = Rule::new("has(self.ref) != has(self.inline)").message("spec.source must hold exactly one of ref and inline"))]
    pub source: Source<Plan>,
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub packaging: Packaging,
    /// What happens to Git content and applied objects on deletion; carried to the gitops phase.
    #[serde(default)]
    #[x_kube(validation = Rule::new("self.lowerAscii() in ['delete', 'orphan']").message("spec.deletionPolicy must be one of Delete, Orphan"))]
    pub deletion_policy: DeletionPolicy,
    /// Whether a human approves the plan; carried to the gitops phase.
    #[serde(default)]
    #[x_kube(validation = Rule::new("self.lowerAscii() in ['auto', 'manual']").message("spec.approval must be one of Auto, Manual"))]
    pub approval: Approval,
}

/// Package format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum PackageFormat {
    /// A kpt package.
    #[default]
    Kpt,
    /// A Kustomize base.
    Kustomize,
    /// A Helm chart.
    Helm,
}

/// Kind of workload objects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum WorkloadKind {
    /// Kubernetes' own workloads.
    #[default]
    Native,
    /// Nephio's `NFDeployment`.
    NephioNF,
}

/// Pod security level (Kubernetes Pod Security Standards).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum PodSecurity {
    /// Hardened.
    #[default]
    Restricted,
    /// No known privilege escalation.
    Baseline,
    /// Unrestricted.
    Privileged,
}

/// Where phase 3 stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ManifestGenerationStatus {
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub state: PhaseState,
    /// The package.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artifact: Option<Artifact>,
    /// Amendments the package includes, `namespace/name`; named in the commit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub amended_by: Vec<String>,
    /// What the checks of the package found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validation: Option<Validation>,
    /// The templates the configurations were rendered with: version and digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 128))]
    pub template_set: Option<String>,
}

/// A package of manifests, stored in immutable ConfigMaps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Artifact {
    /// Digest of all paths and contents.
    pub digest: Digest,
    /// Package format.
    pub format: PackageFormat,
    /// One package per cluster.
    #[schemars(length(max = 64))]
    pub packages: Vec<ClusterPackage>,
    /// The files; paths start with the cluster's name.
    #[schemars(length(max = 1000))]
    pub files: Vec<ArtifactFile>,
    /// Number of files.
    pub file_count: u32,
    /// The ConfigMaps that hold them, in order.
    #[serde(default)]
    #[schemars(length(max = 64))]
    pub config_maps: Vec<String>,
    /// Bytes of all files.
    pub bytes: u64,
}

/// The part of a package that one cluster gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClusterPackage {
    /// TargetCluster.
    pub cluster: String,
    /// The Git tree hash that the gitops phase commits.
    #[schemars(length(max = 64))]
    pub git_tree: String,
}

/// One file of a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ArtifactFile {
    /// `<cluster>/<path in the package>`.
    #[schemars(length(max = 512))]
    pub path: String,
    /// SHA-256 of the content, hex.
    #[schemars(length(max = 64))]
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
}

/// What the checks of a package found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Validation {
    /// Whether every object fits its schema.
    pub schema: bool,
    /// Whether every pod meets its security level or carries a waiver.
    pub security: bool,
    /// Whether the conformance rules hold.
    pub compliance: bool,
    /// Up to 50 findings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 50))]
    pub findings: Vec<ManifestFinding>,
}

/// One finding about one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ManifestFinding {
    /// The file.
    pub file: String,
    /// The rule, e.g. `NEPH-SEC-001`.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// How bad a finding is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The package must not be used.
    Error,
    /// A human should look.
    Warning,
    /// For the record, e.g. a waiver.
    Info,
}
