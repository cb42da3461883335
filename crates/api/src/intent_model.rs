//! The one contract between language and machinery: what an intent asks for, in types.
//!
//! Everything downstream reads only this. Unknown fields are rejected, so a language model cannot smuggle any in.

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use nephoran_telecom::{NetworkFunctionType, SliceKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::BitRate;

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Action {
    /// Create network functions.
    #[default]
    Deploy,
    /// Change the number of replicas of existing functions.
    Scale,
    /// Re-plan existing functions towards objectives.
    Optimize,
    /// Change settings of existing functions.
    Configure,
    /// Upgrade or restart existing functions.
    Maintain,
    /// Remove existing functions.
    Remove,
}

impl Action {
    /// Whether the action changes functions that another intent deployed.
    #[must_use]
    pub const fn is_amendment(self) -> bool {
        !matches!(self, Self::Deploy)
    }
}

/// An intent's meaning.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IntentModel {
    /// What is asked for.
    pub action: Action,
    /// The network functions it is asked of.
    #[serde(default)]
    #[schemars(length(max = 64))]
    pub network_functions: Vec<FunctionRequest>,
    /// The network slice, if one is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slice: Option<SliceRequest>,
    /// Quality-of-service targets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qos: Option<QosRequest>,
    /// How much has to be served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<CapacityRequest>,
    /// Autoscaling bounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaling: Option<ScalingRequest>,
    /// Where it should run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placement: Option<PlacementRequest>,
    /// Resources per replica.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<ResourceRequest>,
    /// Network, affinity and mesh policies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policies: Option<PolicyRequest>,
    /// Security requirements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security: Option<SecurityRequest>,
    /// Monitoring requirements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monitoring: Option<MonitoringRequest>,
    /// What to optimise for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16))]
    pub objectives: Vec<Objective>,
    /// How the functions are laid out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<DeploymentPattern>,
    /// The environment it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// What was taken for granted, one sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub assumptions: Vec<String>,
    /// What was not understood, with the question that would settle it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub unresolved: Vec<Unresolved>,
}

/// One network function that is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FunctionRequest {
    /// The function's type, e.g. `AMF`.
    #[serde(rename = "type")]
    pub function_type: NetworkFunctionType,
    /// Its name, when the type is not enough to identify it; a DNS label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 40))]
    pub name: Option<String>,
    /// Absolute number of replicas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1000))]
    pub replicas: Option<u32>,
    /// Replicas to add (positive) or take away (negative).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -1000, max = 1000))]
    pub scale_by: Option<i32>,
    /// Ratio to multiply the replicas by: "double" is 2, "halve" is 0.5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale_factor: Option<f64>,
    /// Software version, e.g. `v4.2.2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 64))]
    pub version: Option<String>,
}

impl FunctionRequest {
    /// A request for a function of this type and nothing more.
    #[must_use]
    pub const fn of(function_type: NetworkFunctionType) -> Self {
        Self {
            function_type,
            name: None,
            replicas: None,
            scale_by: None,
            scale_factor: None,
            version: None,
        }
    }
}

/// A network slice (3GPP TS 23.501 clause 5.15).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SliceRequest {
    /// Slice/Service Type, 0–255.
    pub sst: u8,
    /// Slice Differentiator, six hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 13))]
    pub sd: Option<String>,
    /// The service the SST stands for.
    pub kind: SliceKind,
}

/// Quality-of-service targets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QosRequest {
    /// 5G QoS Identifier (TS 23.501 table 5.7.4-1), 1–255.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub five_qi: Option<u8>,
    /// Latency target in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency_ms: Option<f64>,
    /// Availability as a fraction, 0–1; "five nines" is 0.99999.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub availability: Option<f64>,
    /// Uplink throughput.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throughput_uplink: Option<BitRate>,
    /// Downlink throughput; one given without a direction counts as this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throughput_downlink: Option<BitRate>,
    /// Packet error rate as a fraction, 0–1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packet_error_rate: Option<f64>,
    /// Jitter in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jitter_ms: Option<f64>,
}

/// How much has to be served.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CapacityRequest {
    /// Provisioned subscribers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscribers: Option<u64>,
    /// Concurrent PDU sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions: Option<u64>,
    /// Connected devices (user equipments).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ues: Option<u64>,
    /// Registrations per second at the busy hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registrations_per_second: Option<u64>,
    /// Radio cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cells: Option<u64>,
    /// Devices per square kilometre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub devices_per_km2: Option<u64>,
}

/// Autoscaling bounds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScalingRequest {
    /// Fewest replicas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_replicas: Option<u32>,
    /// Most replicas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_replicas: Option<u32>,
    /// Target CPU utilisation in percent of the request, 1–100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_cpu_percent: Option<u32>,
    /// Target memory utilisation in percent of the request, 1–100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_memory_percent: Option<u32>,
}

/// Where functions should run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlacementRequest {
    /// Region, as TargetClusters name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Zone within the region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// TargetCluster by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// Namespace the functions run in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Whether an edge site is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edge: Option<bool>,
}

/// Resources per replica.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResourceRequest {
    /// CPU request, e.g. `500m`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu: Option<Quantity>,
    /// Memory request, e.g. `2Gi`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<Quantity>,
    /// Persistent storage, e.g. `10Gi`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<Quantity>,
    /// CPU limit; not below the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_cpu: Option<Quantity>,
    /// Memory limit; not below the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_memory: Option<Quantity>,
}

/// Policies on the functions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicyRequest {
    /// Traffic that is admitted besides the reference points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub network: Vec<NetworkRule>,
    /// Functions that belong together or apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affinity: Vec<AffinityRule>,
    /// Whether the functions join a service mesh.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_mesh: Option<bool>,
}

/// Admits traffic from one function type to another on one reference point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NetworkRule {
    /// Who may connect.
    pub from: NetworkFunctionType,
    /// To whom.
    pub to: NetworkFunctionType,
    /// The reference point, e.g. `N4`; every shared one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<String>,
}

/// Keeps replicas of two function types together or apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AffinityRule {
    /// Whether to keep them together or apart.
    pub kind: AffinityKind,
    /// The function types; one type means its own replicas.
    pub functions: Vec<NetworkFunctionType>,
}

/// Together or apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum AffinityKind {
    /// On the same node.
    Together,
    /// On different nodes.
    Apart,
}

/// Security requirements, as free words that later phases turn into settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecurityRequest {
    /// Authentication mechanisms, e.g. `mTLS`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authentication: Vec<String>,
    /// Encryption mechanisms, e.g. `TLS`, `IPsec`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub encryption: Vec<String>,
    /// Isolation level, e.g. `dedicated`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub isolation: Option<String>,
}

/// Monitoring requirements.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MonitoringRequest {
    /// Whether monitoring is wanted.
    pub enabled: bool,
    /// Key performance indicators by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kpis: Vec<String>,
}

/// What to optimise for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Goal {
    /// Lower cost.
    Cost,
    /// Higher performance.
    Performance,
    /// Higher reliability.
    Reliability,
    /// Lower latency.
    Latency,
    /// Higher throughput.
    Throughput,
    /// Lower energy use.
    Energy,
}

/// A goal and its weight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Objective {
    /// The goal.
    pub goal: Goal,
    /// Its weight, 0–1.
    pub weight: f64,
}

/// How functions are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum DeploymentPattern {
    /// One replica of each function suffices.
    Standalone,
    /// Every function survives the loss of a node.
    HighAvailability,
    /// Functions spread over clusters.
    Distributed,
    /// Functions run at an edge site.
    Edge,
    /// Control plane central, user plane at the edge.
    Hybrid,
}

/// The environment a deployment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Environment {
    /// Carries live traffic.
    Production,
    /// Last stop before production.
    Staging,
    /// For developers.
    Development,
    /// For tests.
    Testing,
}

/// Something that was not understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Unresolved {
    /// The words in question.
    #[schemars(length(max = 2000))]
    pub text: String,
    /// The question whose answer would settle it.
    #[schemars(length(max = 500))]
    pub question: String,
    /// Whether work must wait for the answer.
    pub blocking: bool,
}
