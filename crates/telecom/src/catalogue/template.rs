//! What a template holds: everything needed to size, wire, secure and watch one network function.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::provider::Provider;
use super::sizing::Sizing;
use crate::named::named_enum;
use crate::network_function::NetworkFunctionType;
use crate::reference_point::{Protocol, ReferencePoint};

named_enum! {
    /// What a function carries.
    pub enum Plane ("plane") {
        /// Signalling.
        Control = "control",
        /// Subscribers' traffic.
        User = "user",
        /// Configuration, policies and measurements.
        Management = "management",
    }
}

named_enum! {
    /// Who opens the conversation on an interface.
    pub enum Role ("interface role") {
        /// This function listens; its peers connect.
        Server = "server",
        /// This function connects to its peers and needs no port of its own.
        Client = "client",
        /// Either side may send first.
        Both = "both",
    }
}

named_enum! {
    /// How much a function needs another.
    pub enum Need ("dependency need") {
        /// It does not start, or does nothing at all, without it.
        Hard = "hard",
        /// It starts without it and offers less.
        Soft = "soft",
    }
}

named_enum! {
    /// The Kubernetes workload that runs a function.
    pub enum WorkloadKind ("workload kind") {
        /// Interchangeable replicas without a volume.
        Deployment = "Deployment",
        /// Replicas with a stable name and possibly a volume each.
        StatefulSet = "StatefulSet",
        /// One replica on every node that offers what the function needs.
        DaemonSet = "DaemonSet",
    }
}

named_enum! {
    /// What a node must offer, in the spelling of a cluster's `features`.
    pub enum HardwareFeature ("hardware feature") {
        /// Huge pages of 1 GiB.
        Hugepages = "hugepages-1Gi",
        /// SR-IOV virtual functions.
        Sriov = "sriov",
        /// Exclusive processor cores (static CPU manager policy).
        CpuPinning = "cpu-pinning",
        /// A clock disciplined by the precision time protocol.
        Ptp = "ptp",
    }
}

named_enum! {
    /// When a hardware feature is needed.
    pub enum HardwareCondition ("hardware condition") {
        /// A radio unit of hardware is connected; a simulated radio does without.
        RealRadio = "realRadio",
        /// The function carries more than [`HIGH_THROUGHPUT_MBPS`], by all its replicas together.
        HighThroughput = "highThroughput",
    }
}

named_enum! {
    /// How the kubelet asks whether a function lives.
    pub enum ProbeKind ("probe kind") {
        /// The port accepts a connection.
        Tcp = "tcp",
        /// The path answers with a success.
        Http = "http",
    }
}

/// Above this the kernel's data path no longer keeps up: 10 Gbit/s of a function as a whole, because its replicas may
/// share a node and its network cards. Source: estimate, the 10 Gbit/s line where production user plane functions use
/// SR-IOV and pinned cores.
pub const HIGH_THROUGHPUT_MBPS: u64 = 10_000;

/// Where a number comes from: a standard and clause, a project's file, or "estimate" and the reasoning.
/// Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Source(String);

impl Source {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Source {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.trim().is_empty() {
            return Err(
                "a source is empty; name the standard and clause, the project's file, or \"estimate\" and why",
            );
        }
        Ok(Self(text))
    }
}

impl From<Source> for String {
    fn from(source: Source) -> Self {
        source.0
    }
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The template of one network function type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Template {
    /// The type this template is for; the key in its file.
    #[serde(rename = "type")]
    pub function: NetworkFunctionType,
    /// What the function carries.
    pub plane: Plane,
    /// The document that specifies the function.
    pub standard: String,
    /// The image to run; absent when no public one is known, so the user must name one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Reference points the function takes part in.
    pub interfaces: BTreeMap<ReferencePoint, Interface>,
    /// Functions this one needs.
    #[serde(default)]
    pub dependencies: BTreeMap<NetworkFunctionType, Need>,
    /// The Kubernetes workload.
    pub workload: Workload,
    /// How size follows capacity.
    pub sizing: Sizing,
    /// What is never undercut.
    pub floor: Floor,
    /// What is never undercut when a radio unit of hardware is connected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub real_radio_floor: Option<Floor>,
    /// How far the function scales out.
    pub scaling: Scaling,
    /// How much CPU may be promised beyond what is requested; absent where it may not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overcommit: Option<Overcommit>,
    /// Hardware needs.
    #[serde(default)]
    pub hardware: BTreeMap<HardwareFeature, HardwareNeed>,
    /// What the restricted pod security level must allow in addition, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security_waiver: Option<SecurityWaiver>,
    /// How the kubelet asks whether the function lives; absent when no TCP port exists to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<Probe>,
    /// Measurements the standards define for the function; absent where they define none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metrics: Option<Metrics>,
    /// Objectives unless the intent names its own.
    pub slo: ServiceLevel,
}

/// A container image pinned by tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Image {
    /// Whose implementation it is.
    pub provider: Provider,
    /// Registry and repository without a tag.
    pub repository: String,
    /// The tag; never `latest`.
    pub tag: String,
    /// The program to run when one image holds several functions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    /// Where repository and tag come from.
    pub source: Source,
}

impl Image {
    /// `repository:tag`.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}:{}", self.repository, self.tag)
    }
}

/// One side of a reference point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Interface {
    /// Who opens the conversation.
    pub role: Role,
    /// The protocol; filled from the reference point when the file has none. Absent where the
    /// reference point has no transport (plain IP, Ethernet frames).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<Protocol>,
    /// The port on the listening side; filled from the reference point when the file has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// The network it is attached to: `default` is the Pod network, others are network instances.
    #[serde(default = "pod_network")]
    pub network: String,
    /// Function types admitted on the other side. Empty where the other side is no network function
    /// (a UE, a data network).
    #[serde(default)]
    pub peers: BTreeSet<NetworkFunctionType>,
}

fn pod_network() -> String {
    "default".to_owned()
}

/// The Kubernetes workload of a function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Workload {
    /// Deployment, StatefulSet or DaemonSet.
    pub kind: WorkloadKind,
    /// The volume of each replica.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<Storage>,
}

/// A volume that survives a restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Storage {
    /// Size in GiB.
    pub size_gib: u32,
    /// Where the size comes from.
    pub source: Source,
}

/// What is never undercut, whatever is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Floor {
    /// Replicas.
    pub replicas: u32,
    /// CPU request per replica in millicores.
    pub cpu_millicores: u32,
    /// Memory request per replica in MiB.
    pub memory_mib: u32,
    /// Where the floor comes from.
    pub source: Source,
}

/// How far a function scales out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scaling {
    /// The most replicas that make sense.
    pub max_replicas: u32,
    /// Whether an autoscaler may change the number of replicas. A function that keeps its state in
    /// one place has replicas for availability only.
    pub horizontally_scalable: bool,
    /// Where the bound comes from.
    pub source: Source,
}

/// How much CPU nodes may promise beyond what is requested of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Overcommit {
    /// The sized CPU in percent of the request, 100–400: 150 requests two thirds of it.
    pub cpu_percent: u32,
    /// Where the percentage comes from.
    pub source: Source,
}

/// A hardware feature and when it is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HardwareNeed {
    /// When it is needed.
    pub when: HardwareCondition,
    /// How much per replica: GiB of huge pages, virtual functions; absent where there is no amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<u32>,
    /// Where the need comes from.
    pub source: Source,
}

/// What the restricted pod security level must allow in addition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecurityWaiver {
    /// Linux capabilities without the `CAP_` prefix.
    pub capabilities: BTreeSet<String>,
    /// Why, for the person who reviews the waiver.
    pub reason: String,
    /// Where the need comes from.
    pub source: Source,
}

/// How the kubelet asks whether the function lives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Probe {
    /// Connection or request.
    pub kind: ProbeKind,
    /// The TCP port asked.
    pub port: u16,
    /// The path of a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Where port and path come from.
    pub source: Source,
}

/// Measurements of a function by their standard names. An exporter may spell them otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Metrics {
    /// Names as the measurement specification has them.
    pub names: Vec<String>,
    /// The specification.
    pub source: Source,
}

/// Objectives unless the intent names its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ServiceLevel {
    /// Share of time the function serves, from 0 to 1.
    pub availability: f64,
    /// The 99th percentile of its main procedure in milliseconds.
    pub latency_p99_ms: u32,
    /// Where the objectives come from.
    pub source: Source,
}

impl Template {
    /// Whether the function hands traffic to a data network, which then needs an address pool.
    #[must_use]
    pub fn needs_data_network(&self) -> bool {
        [ReferencePoint::N6, ReferencePoint::Sgi]
            .iter()
            .any(|point| self.interfaces.contains_key(point))
    }

    /// Functions without which this one does not start.
    pub fn hard_dependencies(&self) -> impl Iterator<Item = NetworkFunctionType> + '_ {
        self.dependencies
            .iter()
            .filter(|(_, need)| **need == Need::Hard)
            .map(|(function, _)| *function)
    }
}
