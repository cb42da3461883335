//! Nephio's kinds (nephio-project/api, `config/crd/bases`): what its operators run, and what its specialisers read.

use k8s_openapi::api::core::v1::ObjectReference;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use kube::CustomResource;
use serde::{Deserialize, Serialize};

/// A network function that an operator of its provider runs.
#[derive(CustomResource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "workload.nephio.org",
    version = "v1alpha1",
    kind = "NFDeployment",
    namespaced,
    schema = "disabled",
    derive = "PartialEq"
)]
#[serde(rename_all = "camelCase")]
pub struct NFDeploymentSpec {
    /// Which operator, e.g. `amf.free5gc.io`.
    pub provider: String,
    /// What it must carry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<CapacitySpec>,
    /// Its interfaces; addresses are filled in by the specialisers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interfaces: Vec<InterfaceConfig>,
    /// Networks its interfaces are attached to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub network_instances: Vec<NetworkInstance>,
}

/// An interface of a function.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterfaceConfig {
    /// The reference point in lower case.
    pub name: String,
}

/// A network and the interfaces in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkInstance {
    /// Name of the network.
    pub name: String,
    /// Interfaces attached to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interfaces: Vec<String>,
    /// Data networks reached through it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data_networks: Vec<DataNetworkPools>,
}

/// A data network's addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataNetworkPools {
    /// Data network name.
    pub name: String,
    /// Prefixes of user equipments' addresses.
    pub pool: Vec<Pool>,
}

/// A prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pool {
    /// The prefix, e.g. `10.60.0.0/16`.
    pub prefix: String,
}

/// What a function must carry; the sizing of the operator follows it.
#[derive(CustomResource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "req.nephio.org",
    version = "v1alpha1",
    kind = "Capacity",
    namespaced,
    schema = "disabled",
    derive = "PartialEq"
)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the names are Nephio's")]
pub struct CapacitySpec {
    /// Bits per second to user equipments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_downlink_throughput: Option<Quantity>,
    /// Bits per second from user equipments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_uplink_throughput: Option<Quantity>,
    /// Sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_sessions: Option<u32>,
    /// Subscribers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_subscribers: Option<u32>,
}

/// An interface that needs an address and an attachment.
#[derive(CustomResource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "req.nephio.org",
    version = "v1alpha1",
    kind = "Interface",
    namespaced,
    schema = "disabled",
    derive = "PartialEq"
)]
#[serde(rename_all = "camelCase")]
pub struct InterfaceSpec {
    /// The network.
    pub network_instance: ObjectReference,
    /// `sriov`, `ipvlan` or `macvlan`; the Pod's own network when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cni_type: Option<String>,
    /// `none` or `vlan`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment_type: Option<String>,
    /// `none`, `ipv4-only`, `ipv6-only` or `dual-stack`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip_family_policy: Option<String>,
}

/// Addresses for user equipments of a data network.
#[derive(CustomResource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "req.nephio.org",
    version = "v1alpha1",
    kind = "DataNetwork",
    namespaced,
    schema = "disabled",
    derive = "PartialEq"
)]
#[serde(rename_all = "camelCase")]
pub struct DataNetworkSpec {
    /// The network it is reached through.
    pub network_instance: ObjectReference,
    /// The pools wanted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pools: Vec<PoolRequest>,
}

/// A pool that is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PoolRequest {
    /// Name of the pool.
    pub name: String,
    /// Its size.
    pub prefix_length: u8,
}

/// Another package this one needs.
#[derive(CustomResource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "req.nephio.org",
    version = "v1alpha1",
    kind = "Dependency",
    plural = "dependencies",
    namespaced,
    schema = "disabled",
    derive = "PartialEq"
)]
#[serde(rename_all = "camelCase")]
pub struct DependencySpec {
    /// The package.
    pub package_name: String,
    /// What of it is read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub injectors: Vec<ObjectReference>,
}

/// The cluster a package is for; Nephio fills it in.
#[derive(CustomResource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "infra.nephio.org",
    version = "v1alpha1",
    kind = "WorkloadCluster",
    namespaced,
    schema = "disabled",
    derive = "PartialEq"
)]
#[serde(rename_all = "camelCase")]
pub struct WorkloadClusterSpec {
    /// Its name.
    pub cluster_name: String,
    /// Attachments it offers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cnis: Vec<String>,
    /// Interface of the nodes that carries them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub master_interface: Option<String>,
}

/// A network with its prefixes.
#[derive(CustomResource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "infra.nephio.org",
    version = "v1alpha1",
    kind = "Network",
    namespaced,
    schema = "disabled",
    derive = "PartialEq"
)]
#[serde(rename_all = "camelCase")]
pub struct NetworkSpec {
    /// The topology it belongs to.
    pub topology: String,
    /// Its routing tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routing_tables: Vec<RoutingTable>,
}

/// A routing table of a network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutingTable {
    /// Name of the network.
    pub name: String,
    /// Prefixes in it.
    pub prefixes: Vec<Pool>,
}
