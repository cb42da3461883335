//! The plan: which network functions run, how large, where, and at what cost.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use nephoran_telecom::{NetworkFunctionType, Protocol, SliceKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ClusterProfile, DeploymentPattern, Environment, NetworkRule, SliceRequest};

/// A complete, feasible plan for one package.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Name of the package: the owning NetworkIntent's name.
    #[schemars(length(max = 253))]
    pub package: String,
    /// Namespace the functions run in.
    #[schemars(length(max = 63))]
    pub namespace: String,
    /// The network functions in start order: a function comes after everything it depends on.
    #[schemars(length(max = 128))]
    pub components: Vec<Component>,
    /// The network slice served, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slice: Option<PlannedSlice>,
    /// The public land mobile network identity all functions share.
    pub plmn: PlannedPlmn,
    /// How far the functions are kept from those of other plans.
    #[serde(default, skip_serializing_if = "Isolation::is_shared")]
    pub isolation: Isolation,
    /// Functions of other plans that these work with instead of functions of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub uses: Vec<UsedFunction>,
    /// Data networks reached over N6.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16))]
    pub data_networks: Vec<DataNetwork>,
    /// Traffic admitted besides the reference points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub network_rules: Vec<NetworkRule>,
    /// Amendments it includes, `namespace/name`, in the order they apply.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub amended_by: Vec<String>,
    /// How the functions are laid out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<DeploymentPattern>,
    /// The environment it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// What the package of each cluster may build on; a cluster without an entry is plain Kubernetes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("maxProperties" = 64))]
    pub profiles: BTreeMap<String, ClusterProfile>,
    /// Whether Pods join the service mesh of their cluster.
    #[serde(default, skip_serializing_if = "is_false")]
    pub service_mesh: bool,
    /// Which component runs on which cluster.
    #[schemars(length(max = 128))]
    pub placements: Vec<Placement>,
    /// What it costs at the price list in force.
    pub cost: Cost,
    /// How good it is.
    pub score: Score,
    /// Other placements that are better in one respect and worse in another, the best total first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 10))]
    pub alternatives: Vec<PlanAlternative>,
    /// What the latest intent with objectives changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<PlanComparison>,
    /// Constraints that were relaxed, in the declared order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32))]
    pub relaxed: Vec<Relaxation>,
    /// What a reader should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub warnings: Vec<String>,
}

/// One network function of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Component {
    /// Name of the function within (cluster, namespace); a DNS label.
    #[schemars(length(max = 50))]
    pub name: String,
    /// The function's type.
    #[serde(rename = "type")]
    pub function_type: NetworkFunctionType,
    /// Who provides the software, e.g. `free5gc`.
    pub provider: String,
    /// Container image with a pinned tag.
    pub image: String,
    /// How many replicas.
    pub replicas: Replicas,
    /// CPU and memory per replica.
    pub resources: Resources,
    /// Persistent storage per replica; absent for a stateless function.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<Quantity>,
    /// Kubernetes quality-of-service class that requests and limits lead to.
    pub qos_class: QosClass,
    /// Hardware the node must offer.
    #[serde(default, skip_serializing_if = "Hardware::is_empty")]
    pub hardware: Hardware,
    /// Reference points the function serves or uses.
    #[schemars(length(max = 24))]
    pub interfaces: Vec<Interface>,
    /// Names of components that must be up before this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
    /// TargetCluster it runs on.
    pub cluster: String,
    /// How replicas are spread; several rules hold together (zones and nodes). Empty for a single replica.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 2))]
    pub spread: Vec<Spread>,
    /// Autoscaling; absent when the number of replicas is fixed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaling: Option<Autoscaling>,
    /// Replicas that must stay available during voluntary disruptions; absent for a single replica.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disruption_budget: Option<u32>,
    /// Bumped by a Maintain intent to restart or upgrade the function.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
}

/// Number of replicas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Replicas {
    /// Planned now.
    pub desired: u32,
    /// Never fewer.
    pub min: u32,
    /// Never more.
    pub max: u32,
}

/// Requests and limits per replica.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Resources {
    /// Requests by resource name (`cpu`, `memory`).
    pub requests: BTreeMap<String, Quantity>,
    /// Limits by resource name.
    pub limits: BTreeMap<String, Quantity>,
}

/// Kubernetes quality-of-service class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum QosClass {
    /// Requests equal limits, integer CPU.
    Guaranteed,
    /// Requests below limits.
    Burstable,
}

/// Hardware the node must offer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Hardware {
    /// 1 GiB huge pages per replica, in GiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hugepages_gi: Option<u32>,
    /// SR-IOV virtual functions.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sriov: bool,
    /// Exclusive CPUs.
    #[serde(default, skip_serializing_if = "is_false")]
    pub cpu_pinning: bool,
    /// Precision Time Protocol.
    #[serde(default, skip_serializing_if = "is_false")]
    pub ptp: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref)]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl Hardware {
    /// Whether nothing special is needed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One reference point of a component.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Interface {
    /// Reference point, e.g. `N2`.
    pub point: String,
    /// Transport; absent where the reference point carries plain IP or Ethernet frames (N6, SGi, fronthaul).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<Protocol>,
    /// Port the function listens on; absent when it only connects out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// Network the interface is attached to.
    pub network: String,
}

/// How replicas are spread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Spread {
    /// Node label whose values are the domains, e.g. `topology.kubernetes.io/zone`.
    pub topology_key: String,
    /// Largest difference of replicas between two domains.
    pub max_skew: u32,
    /// Whether a replica waits rather than break the spread.
    pub required: bool,
}

/// Autoscaling of a component between `replicas.min` and `replicas.max`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Autoscaling {
    /// Target CPU utilisation in percent of the request.
    pub target_cpu_percent: u32,
    /// Target memory utilisation in percent of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_memory_percent: Option<u32>,
}

/// The slice a plan serves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlannedSlice {
    /// Slice/Service Type (TS 23.501 table 5.15.2.2-1).
    pub sst: u8,
    /// Slice Differentiator, six hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sd: Option<String>,
    /// The service the SST stands for.
    pub kind: SliceKind,
    /// 5QI chosen for the slice (TS 23.501 table 5.7.4-1).
    pub five_qi: u8,
}

impl PlannedSlice {
    /// What it is asked for by.
    #[must_use]
    pub fn identity(&self) -> SliceRequest {
        SliceRequest {
            sst: self.sst,
            sd: self.sd.clone(),
            kind: self.kind,
        }
    }
}

/// Mobile country and network code, and the tracking area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlannedPlmn {
    /// Mobile country code, three digits.
    pub mcc: String,
    /// Mobile network code, two or three digits.
    pub mnc: String,
    /// Tracking area code, 24 bits.
    pub tac: u32,
}

impl Default for PlannedPlmn {
    /// The test network 001/01 (ITU-T E.212 annex), tracking area 1.
    fn default() -> Self {
        Self {
            mcc: "001".to_owned(),
            mnc: "01".to_owned(),
            tac: 1,
        }
    }
}

/// A data network and the addresses of its user equipments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DataNetwork {
    /// Data network name, e.g. `internet`.
    pub name: String,
    /// Address pool as a CIDR prefix.
    pub pool: String,
}

/// How far the functions of a plan are kept from those of other plans (GSMA NG.116 clause 3.4.8, isolation level).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Isolation {
    /// Functions of other plans in the namespace may be used, nodes are shared.
    #[default]
    Shared,
    /// Every function is the plan's own, nodes are shared.
    Logical,
    /// Every function is the plan's own and runs on nodes without functions of other plans.
    Physical,
}

impl Isolation {
    /// Whether nothing is kept apart.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        *self == Self::Shared
    }
}

/// A function of another plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UsedFunction {
    /// Its type.
    #[serde(rename = "type")]
    pub function_type: NetworkFunctionType,
    /// Its name.
    #[schemars(length(max = 50))]
    pub name: String,
    /// TargetCluster it runs on.
    pub cluster: String,
    /// The package it belongs to: the name of the owning NetworkIntent.
    #[schemars(length(max = 253))]
    pub package: String,
}

/// Where one component runs and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Placement {
    /// The component.
    pub component: String,
    /// The TargetCluster.
    pub cluster: String,
    /// Why this cluster.
    pub reason: String,
}

/// What a plan costs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    /// ISO 4217 code.
    pub currency: String,
    /// Per hour.
    pub hourly: f64,
    /// Per month of 730 hours.
    pub monthly: f64,
    /// Hourly cost by component.
    pub per_component: BTreeMap<String, f64>,
    /// Hourly cost by cluster.
    pub per_cluster: BTreeMap<String, f64>,
    /// The same plan elsewhere, cheapest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 10))]
    pub alternatives: Vec<CostAlternative>,
}

/// The same plan on another cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CostAlternative {
    /// The cluster.
    pub cluster: String,
    /// Cost per hour there.
    pub hourly: f64,
}

/// How good a plan is; every part 0–1, higher is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Score {
    /// Cost against the cheapest and dearest candidate.
    pub cost: f64,
    /// Latency and throughput in equal parts.
    pub performance: f64,
    /// Replicas and spread.
    pub reliability: f64,
    /// Latency of the clusters.
    #[serde(default)]
    pub latency: f64,
    /// Head-room on the clusters.
    #[serde(default)]
    pub throughput: f64,
    /// Power against the thriftiest and thirstiest candidate.
    #[serde(default)]
    pub energy: f64,
    /// The weighted sum.
    pub total: f64,
}

/// Another placement of the same functions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanAlternative {
    /// How many of the functions would run on which cluster.
    pub clusters: BTreeMap<String, u32>,
    /// Cost per hour.
    pub hourly: f64,
    /// How good it would be.
    pub score: Score,
}

/// What an intent with objectives changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanComparison {
    /// The intent, `namespace/name`.
    #[schemars(length(max = 317))]
    pub intent: String,
    /// The plan without it.
    pub before: PlanFigures,
    /// The plan with it.
    pub after: PlanFigures,
}

/// A plan in a few figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanFigures {
    /// Cost per hour.
    pub hourly: f64,
    /// Replicas of all functions.
    pub replicas: u32,
    /// CPU requests of all replicas.
    pub cpu: Quantity,
    /// Memory requests of all replicas.
    pub memory: Quantity,
    /// Power in watts, estimated from the CPU requests.
    pub watts: f64,
    /// How good it is at the objectives in force with the intent.
    pub score: Score,
}

/// Limits on where a plan may run and what it may cost. They are never relaxed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanConstraints {
    /// Regions the functions may run in, e.g. where the data must stay; any when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub allowed_regions: Vec<String>,
    /// Regions the functions must not run in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub denied_regions: Vec<String>,
    /// Most that the plan may cost per month of 730 hours, in the currency of the clusters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1_000_000_000.0))]
    pub max_monthly_cost: Option<f64>,
}

impl PlanConstraints {
    /// Whether nothing is limited.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A constraint that was relaxed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Relaxation {
    /// The constraint.
    pub constraint: String,
    /// What it was.
    pub from: String,
    /// What it became.
    pub to: String,
    /// Why.
    pub why: String,
}
