//! `TargetCluster`: a cluster that network functions can be placed on.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::{api::resource::Quantity, apis::meta::v1::Condition};
use kube::{CustomResource, KubeSchema};
use nephoran_telecom::NetworkFunctionType;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ClusterProfile;

/// Name of the cluster that is assumed when no TargetCluster exists: the one the controllers run in.
pub const LOCAL_CLUSTER: &str = "local";

/// A cluster, what it offers and costs, and where its packages are committed.
#[derive(CustomResource, KubeSchema, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "nephoran.com",
    version = "v1",
    kind = "TargetCluster",
    status = "TargetClusterStatus",
    derive = "PartialEq",
    derive = "Default",
    shortname = "tc",
    category = "nephoran",
    printcolumn(name = "Region", type_ = "string", json_path = ".spec.region"),
    printcolumn(name = "Provider", type_ = "string", json_path = ".spec.provider"),
    printcolumn(
        name = "Repository",
        type_ = "string",
        json_path = ".spec.repository.url"
    ),
    printcolumn(
        name = "Ready",
        type_ = "string",
        json_path = r#".status.conditions[?(@.type=="Ready")].status"#
    ),
    printcolumn(
        name = "Age",
        type_ = "date",
        json_path = ".metadata.creationTimestamp"
    )
)]
#[serde(rename_all = "camelCase")]
pub struct TargetClusterSpec {
    /// Region, e.g. `eu-west`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 63))]
    pub region: Option<String>,
    /// Zones within the region.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16))]
    pub zones: Vec<String>,
    /// Who runs it; decides the price list when `pricing` is absent.
    #[serde(default)]
    pub provider: CloudProvider,
    /// What functions may use in total. CPU and memory that it leaves out are what the nodes have left
    /// (`status.nodes`), or unlimited when nobody knows that; storage is unlimited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<ClusterCapacity>,
    /// What its nodes offer: sriov, hugepages-1Gi, ptp, fpga, gpu.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16))]
    pub features: Vec<ClusterFeature>,
    /// Round-trip latency in milliseconds to named sites.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub latency_ms: BTreeMap<String, f64>,
    /// What resources cost here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pricing: Option<Pricing>,
    /// What power its CPUs draw; estimated when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub energy: Option<EnergyProfile>,
    /// Where its packages are committed; the controllers' configured repository when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repository: Option<Repository>,
    /// Who applies commits.
    #[serde(default)]
    pub engine: SyncEngine,
    /// Secret in the controllers' namespace with a kubeconfig under the key `kubeconfig`; this cluster when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kubeconfig_secret_ref: Option<SecretName>,
    /// What packages for it may build on, beyond plain Kubernetes.
    #[serde(default, skip_serializing_if = "ClusterProfile::is_empty")]
    pub profile: ClusterProfile,
    /// What intents may do here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admission: Option<ClusterAdmission>,
}

/// Who runs a cluster.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum CloudProvider {
    /// Amazon Web Services.
    Aws,
    /// Microsoft Azure.
    Azure,
    /// Google Cloud.
    Gcp,
    /// The operator's own data centre.
    #[default]
    OnPrem,
    /// An edge site.
    Edge,
}

/// What a cluster's nodes offer.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub enum ClusterFeature {
    /// SR-IOV virtual functions.
    #[serde(rename = "sriov")]
    Sriov,
    /// 1 GiB huge pages.
    #[serde(rename = "hugepages-1Gi")]
    Hugepages1Gi,
    /// Precision Time Protocol.
    #[serde(rename = "ptp")]
    Ptp,
    /// FPGA acceleration.
    #[serde(rename = "fpga")]
    Fpga,
    /// GPUs.
    #[serde(rename = "gpu")]
    Gpu,
}

/// What functions may use in total.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClusterCapacity {
    /// CPU.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu: Option<Quantity>,
    /// Memory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<Quantity>,
    /// Storage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<Quantity>,
}

/// Unit prices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Pricing {
    /// One CPU for an hour.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub cpu_hour: f64,
    /// One GiB of memory for an hour.
    #[serde(rename = "memoryGiBHour")]
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub memory_gib_hour: f64,
    /// One GiB of storage for a month of 730 hours.
    #[serde(default, rename = "storageGiBMonth")]
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub storage_gib_month: f64,
    /// ISO 4217 code.
    #[serde(default = "usd")]
    #[schemars(regex(pattern = r"^[A-Z]{3}$"))]
    pub currency: String,
}

fn usd() -> String {
    "USD".to_owned()
}

/// What power a cluster draws for the CPUs that functions ask for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EnergyProfile {
    /// Watts of one busy CPU, memory and network included.
    #[schemars(range(min = 0.0, max = 10_000.0))]
    pub watts_per_cpu: f64,
    /// Power of the whole site for one watt of its servers (ISO/IEC 30134-2), 1 or more.
    #[schemars(range(min = 1.0, max = 10.0))]
    pub power_usage_effectiveness: f64,
}

/// A Git repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Repository {
    /// `https://`, `ssh://`, `file://` or `user@host:path`; never with credentials in it.
    #[schemars(length(min = 1, max = 1024))]
    pub url: String,
    /// Branch; created by the first commit when missing.
    #[serde(default = "main_branch")]
    #[schemars(length(min = 1, max = 200))]
    pub branch: String,
    /// Folder that holds the packages.
    #[serde(default)]
    #[schemars(length(max = 512))]
    pub path: String,
    /// Secret in the controllers' namespace with `username` and `password`, or `identity` and `known_hosts`, and `ca.crt`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_ref: Option<SecretName>,
}

fn main_branch() -> String {
    "main".to_owned()
}

/// A Secret by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SecretName {
    /// Name of the Secret.
    #[schemars(length(min = 1, max = 253))]
    pub name: String,
}

/// Who applies commits to a cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum SyncEngine {
    /// The gitops controller itself, by server-side apply.
    #[default]
    Builtin,
    /// Nobody: commit only.
    None,
}

/// What intents may do on a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClusterAdmission {
    /// Namespaces functions may run in; any when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub allowed_namespaces: Vec<String>,
    /// Function types that may run; any when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub allowed_types: Vec<NetworkFunctionType>,
    /// Most replicas of one function.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1000))]
    pub max_replicas: Option<u32>,
}

/// Where a cluster stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TargetClusterStatus {
    /// The `metadata.generation` that this status describes.
    #[serde(default)]
    pub observed_generation: i64,
    /// Whether its API server answers.
    #[serde(default)]
    pub reachable: bool,
    /// Its Kubernetes version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What its nodes offer and what is asked of them; absent while the nodes may not be read, or when there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nodes: Option<ClusterNodes>,
    /// `Ready` and `CapacityKnown`.
    #[serde(default)]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["type"]))]
    pub conditions: Vec<Condition>,
}

/// What a cluster's nodes offer and what is asked of them, of the nodes that any Pod may start on: ready, not cordoned,
/// without a taint that keeps Pods away.
///
/// Rewritten when the number of nodes changes or a figure has moved by more than 5 % of what the nodes offer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClusterNodes {
    /// How many there are.
    pub ready: u32,
    /// What they offer to Pods: the sum of `status.allocatable`.
    pub allocatable: ComputeAmounts,
    /// What all Pods on them request.
    pub requested: ComputeAmounts,
    /// The part of it that Pods request which no intent deployed. The rest is known from the plans.
    pub requested_elsewhere: ComputeAmounts,
}

/// Amounts of CPU and memory.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComputeAmounts {
    /// CPU.
    pub cpu: Quantity,
    /// Memory.
    pub memory: Quantity,
}
