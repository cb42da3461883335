//! `NetworkIntent`: what a person wants, and where it stands.

use std::collections::BTreeMap;

use k8s_openapi::{
    api::core::v1::ObjectReference,
    apimachinery::pkg::{
        api::resource::Quantity,
        apis::meta::v1::{Condition, Time},
    },
};
use kube::{CustomResource, KubeSchema};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    ErrorClass, Outcome, Packaging, PhaseProgress, PipelinePhase, PlanConstraints, ProcessingPhase,
    quantity, tolerant_enum::tolerant_enum,
};

tolerant_enum! {
    /// What kind of change an intent is.
    IntentType {
        /// Create network functions.
        #[default]
        Deployment = "deployment",
        /// Change replicas.
        Scaling = "scaling",
        /// Re-plan towards objectives.
        Optimization = "optimization",
        /// Upgrade, restart or remove.
        Maintenance = "maintenance",
        /// Change policies.
        Policy = "policy",
    }
}

tolerant_enum! {
    /// How urgent an intent is, for people, flags and routes; it does not change the order of work.
    Priority {
        /// Can wait.
        Low = "low",
        /// The usual.
        #[default]
        Medium = "medium",
        /// Should not wait.
        High = "high",
        /// Must not wait.
        Critical = "critical",
    }
}

tolerant_enum! {
    /// What happens to Git content and applied objects when the intent is deleted.
    DeletionPolicy {
        /// They are removed first.
        #[default]
        Delete = "Delete",
        /// They stay.
        Orphan = "Orphan",
    }
}

tolerant_enum! {
    /// Whether a human approves the plan before it reaches Git.
    Approval {
        /// No approval needed.
        #[default]
        Auto = "Auto",
        /// Waits for the annotation `nephoran.com/approved: <plan digest>`.
        Manual = "Manual",
    }
}

/// What a network engineer wants, in words, with optional typed hints that win over the words.
#[derive(CustomResource, KubeSchema, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "nephoran.com",
    version = "v1",
    kind = "NetworkIntent",
    namespaced,
    status = "NetworkIntentStatus",
    derive = "PartialEq",
    derive = "Default",
    shortname = "ni",
    shortname = "netintent",
    category = "nephoran",
    printcolumn(name = "Type", type_ = "string", json_path = ".spec.intentType"),
    printcolumn(name = "Priority", type_ = "string", json_path = ".spec.priority"),
    printcolumn(name = "Route", type_ = "string", json_path = ".status.route.decision"),
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
pub struct NetworkIntentSpec {
    /// What is wanted, in plain English, 10 to 2000 characters: "Deploy a URLLC slice for factory robots in eu-west, 3 AMF replicas".
    #[schemars(length(min = 10, max = 2000))]
    pub intent: String,
    /// deployment, scaling, optimization, maintenance or policy.
    #[serde(default)]
    #[x_kube(validation = Rule::new("self.lowerAscii() in ['deployment', 'scaling', 'optimization', 'maintenance', 'policy']").message("spec.intentType must be one of deployment, scaling, optimization, maintenance, policy"))]
    pub intent_type: IntentType,
    /// low, medium, high or critical; flags and routes may depend on it.
    #[serde(default)]
    #[x_kube(validation = Rule::new("self.lowerAscii() in ['low', 'medium', 'high', 'critical']").message("spec.priority must be one of low, medium, high, critical"))]
    pub priority: Priority,
    /// Network functions the intent is about, e.g. AMF, SMF, O-DU; added to those named in the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(schema_with = "target_components_schema")]
    pub target_components: Vec<nephoran_telecom::NetworkFunctionType>,
    /// Resources per replica; win over the text and over sizing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[x_kube(validation = Rule::new("!has(self.cpu) || !has(self.maxCpu) || quantity(string(self.maxCpu)).compareTo(quantity(string(self.cpu))) >= 0").message("spec.resourceConstraints.maxCpu must not be less than cpu"))]
    #[x_kube(validation = Rule::new("!has(self.memory) || !has(self.maxMemory) || quantity(string(self.maxMemory)).compareTo(quantity(string(self.memory))) >= 0").message("spec.resourceConstraints.maxMemory must not be less than memory"))]
    pub resource_constraints: Option<ResourceConstraints>,
    /// Free-form parameters of the original operator; kept, never interpreted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "free_object_schema")]
    pub parameters: Option<Value>,
    /// Free-form string parameters of the original operator; kept, never interpreted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters_map: BTreeMap<String, String>,
    /// Parameters as the original operator wrote them back; kept, never interpreted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "free_object_schema")]
    pub processed_parameters: Option<Value>,
    /// Namespace the functions run in; the intent's own when absent. Any other must carry the annotation
    /// `nephoran.com/accepts-intents-from`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(
        length(min = 1, max = 63),
        regex(pattern = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    )]
    pub target_namespace: Option<String>,
    /// TargetCluster the functions run on; chosen by the planner when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 253))]
    pub target_cluster: Option<String>,
    /// Region the functions run in, as TargetClusters name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 63))]
    pub region: Option<String>,
    /// Limits on where the functions may run and what they may cost; never relaxed.
    #[serde(default, skip_serializing_if = "PlanConstraints::is_empty")]
    pub constraints: PlanConstraints,
    /// How the plan becomes a package; kpt packages of Kubernetes' own workloads when absent.
    #[serde(default, skip_serializing_if = "Packaging::is_default")]
    pub packaging: Packaging,
    /// Network slice as two 24-bit hex fields, e.g. `000001-010203`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[0-9A-Fa-f]{6}-[0-9A-Fa-f]{6}$"))]
    pub network_slice: Option<String>,
    /// Seconds one attempt of one phase may take, 30–3600.
    #[serde(default = "default_timeout_seconds")]
    #[schemars(range(min = 30, max = 3600))]
    pub timeout_seconds: u32,
    /// Tries after the first of each phase, 0–10.
    #[serde(default = "default_max_retries")]
    #[schemars(range(min = 0, max = 10))]
    pub max_retries: u32,
    /// Freeze the intent and its whole chain until false again.
    #[serde(default)]
    pub suspend: bool,
    /// Delete removes Git content and applied objects with the intent; Orphan leaves them.
    #[serde(default)]
    #[x_kube(validation = Rule::new("self.lowerAscii() in ['delete', 'orphan']").message("spec.deletionPolicy must be one of Delete, Orphan"))]
    pub deletion_policy: DeletionPolicy,
    /// Auto, or Manual to wait for the annotation `nephoran.com/approved` before anything reaches Git.
    #[serde(default)]
    #[x_kube(validation = Rule::new("self.lowerAscii() in ['auto', 'manual']").message("spec.approval must be one of Auto, Manual"))]
    pub approval: Approval,
}

const fn default_timeout_seconds() -> u32 {
    300
}

const fn default_max_retries() -> u32 {
    3
}

fn target_components_schema(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<String> = nephoran_telecom::NetworkFunctionType::ALL
        .iter()
        .map(|known| format!("'{}'", known.as_str().to_lowercase()))
        .collect();
    let spelled: Vec<&str> = nephoran_telecom::NetworkFunctionType::ALL
        .iter()
        .map(|known| known.as_str())
        .collect();
    json_schema!({
        "type": "array",
        "maxItems": 20,
        "items": { "type": "string", "maxLength": 20 },
        "x-kubernetes-validations": [
            {
                "rule": format!("self.all(component, component.lowerAscii() in [{}])", names.join(", ")),
                "message": format!("spec.targetComponents must be network function types: {}", spelled.join(", "))
            },
            {
                "rule": "self.all(component, self.exists_one(other, other.lowerAscii() == component.lowerAscii()))",
                "message": "spec.targetComponents must not name a network function twice"
            }
        ]
    })
}

fn free_object_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "object", "nullable": true, "x-kubernetes-preserve-unknown-fields": true })
}

/// Resources per replica.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResourceConstraints {
    /// CPU request, e.g. `500m`.
    #[serde(
        default,
        deserialize_with = "quantity::tolerant",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(schema_with = "quantity::schema")]
    pub cpu: Option<Quantity>,
    /// Memory request, e.g. `2Gi`.
    #[serde(
        default,
        deserialize_with = "quantity::tolerant",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(schema_with = "quantity::schema")]
    pub memory: Option<Quantity>,
    /// Persistent storage, e.g. `10Gi`.
    #[serde(
        default,
        deserialize_with = "quantity::tolerant",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(schema_with = "quantity::schema")]
    pub storage: Option<Quantity>,
    /// CPU limit; not below `cpu`.
    #[serde(
        default,
        deserialize_with = "quantity::tolerant",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(schema_with = "quantity::schema")]
    pub max_cpu: Option<Quantity>,
    /// Memory limit; not below `memory`.
    #[serde(
        default,
        deserialize_with = "quantity::tolerant",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(schema_with = "quantity::schema")]
    pub max_memory: Option<Quantity>,
}

/// Where a NetworkIntent stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NetworkIntentStatus {
    /// The `metadata.generation` that this status describes.
    #[serde(default)]
    pub observed_generation: i64,
    /// The phase the intent is in as a whole.
    #[serde(default)]
    pub phase: ProcessingPhase,
    /// Progress of each phase.
    #[serde(default)]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["phase"]))]
    pub phase_statuses: Vec<PhaseStatus>,
    /// Which implementation processes this generation, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<RouteStatus>,
    /// When work on this generation began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<Time>,
    /// When this status last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_update_time: Option<Time>,
    /// From start to Ready, e.g. `4.2s`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_processing_time: Option<String>,
    /// Retries of all phases together.
    #[serde(default)]
    pub total_retry_count: u32,
    /// The last ten errors, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 10))]
    pub error_history: Vec<ErrorRecord>,
    /// Measured durations by name, in seconds.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub performance_metrics: BTreeMap<String, f64>,
    /// The commit that carries this generation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 64))]
    pub git_commit_hash: Option<String>,
    /// The network functions that run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 128))]
    pub deployed_components: Vec<DeployedComponent>,
    /// Result of a shadow run, under the Validation route.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shadow: Option<ShadowStatus>,
    /// On the legacy routes: digest of everything the last finished run was made from; equal means that there is
    /// nothing to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legacy_input: Option<crate::Digest>,
    /// Fulfilment information after 3GPP TS 28.312 clause 6.2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfilment: Option<Fulfilment>,
    /// The last value of the annotation `nephoran.com/requestedAt` that was acted on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 256))]
    pub last_handled_reconcile_at: Option<String>,
    /// Ready, Reconciling and Stalled while true, and one condition per phase.
    #[serde(default)]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["type"]))]
    pub conditions: Vec<Condition>,
    /// The last five outcomes, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 5))]
    pub history: Vec<Outcome>,
}

/// Progress of one phase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PhaseStatus {
    /// The phase.
    pub phase: PipelinePhase,
    /// How far it is.
    pub status: PhaseProgress,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<Time>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completion_time: Option<Time>,
    /// Tries after the first.
    #[serde(default)]
    pub retry_count: u32,
    /// The last error, as a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// Measured values by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metrics: BTreeMap<String, f64>,
    /// Phases that must be done first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<PipelinePhase>,
    /// Phases it waits for now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocked_by: Vec<PipelinePhase>,
    /// Objects that carry this phase.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 8))]
    pub created_resources: Vec<ObjectReference>,
}

tolerant_enum! {
    /// Which implementation processes an intent.
    RouteDecision {
        /// The old sequential implementation, in process.
        #[default]
        Legacy = "Legacy",
        /// The five controllers.
        Microservices = "Microservices",
        /// The first phases by the controllers, the rest by the old implementation.
        Hybrid = "Hybrid",
        /// The old implementation acts; the controllers run in Shadow and are compared.
        Validation = "Validation",
    }
}

/// The route of one generation, pinned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RouteStatus {
    /// `Legacy`, `Microservices`, `Hybrid` or `Validation`.
    pub decision: RouteDecision,
    /// Under Hybrid: the last phase the controllers run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_pipeline_phase: Option<PipelinePhase>,
    /// Why this route.
    pub reason: String,
    /// Digest of the flag set the decision was made with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flags_digest: Option<String>,
    /// The generation the decision is pinned for.
    pub generation: i64,
    /// When it was decided.
    pub decided_at: Time,
}

/// One error in a NetworkIntent's history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErrorRecord {
    /// The phase it happened in.
    pub phase: PipelinePhase,
    /// The controller that reported it.
    pub controller: String,
    /// How it is treated.
    pub error_type: ErrorClass,
    /// The condition reason.
    pub error_code: String,
    /// What happened, where, and what to do next.
    pub message: String,
    /// When.
    pub timestamp: Time,
    /// Tries so far.
    pub retry_count: u32,
    /// Whether it will be tried again.
    pub recoverable: bool,
}

/// A network function that runs for an intent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeployedComponent {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub function_type: nephoran_telecom::NetworkFunctionType,
    /// TargetCluster it runs on.
    pub cluster: String,
    /// Namespace it runs in.
    pub namespace: String,
    /// Planned replicas.
    pub replicas: u32,
}

/// Result of comparing a shadow run with the acting route.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ShadowStatus {
    /// Whether both made the same package.
    pub consistent: bool,
    /// Up to ten differences, one sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 10))]
    pub differences: Vec<String>,
    /// When they were compared.
    pub compared_at: Time,
}

/// Whether an intent is fulfilled (3GPP TS 28.312 clause 6.2, FulfilmentInfo).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Fulfilment {
    /// `FULFILLED` or `NOT_FULFILLED`.
    pub status: FulfilmentStatus,
    /// The state of an intent that is not fulfilled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_fulfilled_state: Option<NotFulfilledState>,
    /// Why it is not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 10))]
    pub reasons: Vec<String>,
}

/// TS 28.312 fulfilmentStatus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FulfilmentStatus {
    /// The intent holds.
    Fulfilled,
    /// The intent does not hold, or not yet.
    NotFulfilled,
}

/// TS 28.312 notFulfilledState.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum NotFulfilledState {
    /// Received; work is under way.
    Acknowledged,
    /// Was fulfilled and still complies while work is under way.
    Compliant,
    /// Was fulfilled; something degraded.
    Degraded,
    /// Processing is suspended.
    Suspended,
    /// The intent is being removed.
    Terminated,
    /// It could not be fulfilled.
    FulfilmentFailed,
}
