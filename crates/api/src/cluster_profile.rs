//! What packages for a cluster may build on, beyond plain Kubernetes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What packages for a cluster may build on, beyond plain Kubernetes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClusterProfile {
    /// Networks that Pods are attached to by Multus, by the network's name in the catalogue: vpc-ran, vpc-internal,
    /// vpc-internet. Without an entry the interfaces of a network share the Pod's own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("maxProperties" = 16))]
    pub networks: BTreeMap<String, AttachedNetwork>,
    /// PriorityClasses of the cluster, by the plane of the functions that get them.
    #[serde(default, skip_serializing_if = "PriorityClasses::is_empty")]
    pub priority_classes: PriorityClasses,
    /// Whether the Prometheus Operator runs there: functions with a metrics port get a ServiceMonitor.
    #[serde(default, skip_serializing_if = "is_false")]
    pub service_monitors: bool,
    /// The service mesh that runs there; intents that ask for one join it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_mesh: Option<ServiceMesh>,
}

#[allow(clippy::trivially_copy_pass_by_ref)]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl ClusterProfile {
    /// Whether there is nothing beyond plain Kubernetes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A network that Pods are attached to beside their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttachedNetwork {
    /// How the interface is made.
    #[serde(default)]
    pub cni: AttachmentKind,
    /// Interface of the node that carries it, e.g. `eth1`; for sriov the device plugin's resource, e.g.
    /// `intel.com/intel_sriov_netdevice`.
    #[schemars(
        length(min = 1, max = 253),
        regex(pattern = r"^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$")
    )]
    pub device: String,
    /// VLAN identifier, 1–4094 (IEEE 802.1Q); untagged when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 4094))]
    pub vlan: Option<u16>,
    /// Prefix that Pods get their addresses from, e.g. `10.10.0.0/24`.
    #[schemars(length(min = 3, max = 64))]
    pub subnet: String,
    /// Gateway within the prefix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 2, max = 64))]
    pub gateway: Option<String>,
}

/// How an interface is made (the reference plugins of containernetworking/plugins, and SR-IOV's).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AttachmentKind {
    /// A MAC address of its own on the node's interface.
    #[default]
    Macvlan,
    /// The node's MAC address, an IP address of its own.
    Ipvlan,
    /// A virtual function of the network card.
    Sriov,
}

/// PriorityClasses by plane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PriorityClasses {
    /// For signalling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 253))]
    pub control: Option<String>,
    /// For subscribers' traffic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 253))]
    pub user: Option<String>,
    /// For configuration, policies and measurements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 253))]
    pub management: Option<String>,
}

impl PriorityClasses {
    /// Whether none is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A service mesh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ServiceMesh {
    /// Istio with sidecars.
    Istio,
    /// Linkerd.
    Linkerd,
}
