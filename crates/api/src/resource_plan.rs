//! `ResourcePlan`: phase 2, from an [`IntentModel`] to a [`Plan`].

use kube::{CustomResource, KubeSchema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Approval, DeletionPolicy, IntentModel, Objective, Packaging, PhaseSpec, PhaseState, Plan,
    PlanConstraints, Source,
};

/// Sizes, places and prices what an intent asks for.
#[derive(CustomResource, KubeSchema, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "nephoran.com",
    version = "v1",
    kind = "ResourcePlan",
    namespaced,
    status = "ResourcePlanStatus",
    derive = "PartialEq",
    shortname = "rp",
    shortname = "resplan",
    category = "nephoran",
    printcolumn(
        name = "Components",
        type_ = "string",
        json_path = ".status.componentSummary"
    ),
    printcolumn(
        name = "Cost",
        type_ = "number",
        json_path = ".status.result.cost.monthly"
    ),
    printcolumn(
        name = "Score",
        type_ = "number",
        json_path = ".status.result.score.total"
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
pub struct ResourcePlanSpec {
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub phase: PhaseSpec,
    /// The IntentProcessing whose model is planned (`ref`), or the model itself (`inline`).
    #[x_kube(validation = Rule::new("has(self.ref) != has(self.inline)").message("spec.source must hold exactly one of ref and inline"))]
    pub source: Source<IntentModel>,
    /// Objectives that replace those of the model.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16))]
    pub optimization_goals: Vec<Objective>,
    /// Limits on where the functions may run and what they may cost; never relaxed.
    #[serde(default, skip_serializing_if = "PlanConstraints::is_empty")]
    pub constraints: PlanConstraints,
    /// How the plan becomes a package; carried to the generation phase.
    #[serde(default, skip_serializing_if = "Packaging::is_default")]
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

/// Where phase 2 stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResourcePlanStatus {
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub state: PhaseState,
    /// The plan. An amendment has none: the owner's plan includes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Plan>,
    /// The components in one line, e.g. `amf×3, smf×1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 1024))]
    pub component_summary: Option<String>,
    /// On an amendment: whose functions it changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<Amends>,
    /// On an owner: the amendments its plan includes, in the order they apply.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub amendments: Vec<IncludedAmendment>,
    /// On an owner: the amendments its plan cannot include, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub refused_amendments: Vec<RefusedAmendmentStatus>,
}

/// An amendment that an owner's plan cannot include.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RefusedAmendmentStatus {
    /// Namespace of the amending NetworkIntent.
    pub namespace: String,
    /// The amending NetworkIntent.
    pub intent: String,
    /// Its UID.
    pub uid: String,
    /// Its generation.
    pub generation: i64,
    /// Why, as a condition reason.
    pub reason: String,
    /// Why, and what to change.
    #[schemars(length(max = 2048))]
    pub message: String,
}

/// Whose functions an amendment changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Amends {
    /// Namespace of the owning NetworkIntent.
    pub namespace: String,
    /// The owning NetworkIntent.
    pub intent: String,
    /// Names of the functions it changes.
    #[schemars(length(max = 64))]
    pub components: Vec<String>,
}

/// An amendment that an owner's plan includes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct IncludedAmendment {
    /// Namespace of the amending NetworkIntent.
    pub namespace: String,
    /// The amending NetworkIntent.
    pub intent: String,
    /// Its UID.
    pub uid: String,
    /// Its generation.
    pub generation: i64,
    /// Settings of it that a later amendment replaced, e.g. `amf.replicas by scale-amf-to-3`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32))]
    pub superseded: Vec<String>,
}
