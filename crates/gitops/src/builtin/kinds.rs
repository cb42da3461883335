//! The kinds our own packages hold: their place in the order of application and their REST names.

use kube::api::ApiResource;
use kube::core::GroupVersionKind;
use kube::discovery::Scope;

/// Where a kind stands in the order of application: what others need comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Everything else lives in one.
    Namespace,
    /// What Pods start with: identity, configuration, storage, addresses, packet filters. None of these needs another,
    /// so they are one wave.
    Foundation,
    /// What runs.
    Workload,
    /// Selects Pods of workloads.
    DisruptionBudget,
    /// Refers to workloads.
    Autoscaler,
    /// Kinds this table does not know.
    Other,
}

/// A kind that needs no discovery: these APIs have one shape on every supported cluster.
pub(super) struct KnownKind {
    pub(super) api_version: &'static str,
    pub(super) kind: &'static str,
    pub(super) plural: &'static str,
    pub(super) rank: Rank,
}

const fn known(
    api_version: &'static str,
    kind: &'static str,
    plural: &'static str,
    rank: Rank,
) -> KnownKind {
    KnownKind {
        api_version,
        kind,
        plural,
        rank,
    }
}

/// All of them are namespaced but the Namespace itself.
pub(super) const KNOWN_KINDS: &[KnownKind] = &[
    known("v1", "Namespace", "namespaces", Rank::Namespace),
    known("v1", "ServiceAccount", "serviceaccounts", Rank::Foundation),
    known("v1", "Secret", "secrets", Rank::Foundation),
    known("v1", "ConfigMap", "configmaps", Rank::Foundation),
    known(
        "v1",
        "PersistentVolumeClaim",
        "persistentvolumeclaims",
        Rank::Foundation,
    ),
    known("v1", "Service", "services", Rank::Foundation),
    known(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        "networkpolicies",
        Rank::Foundation,
    ),
    known(
        "k8s.cni.cncf.io/v1",
        "NetworkAttachmentDefinition",
        "network-attachment-definitions",
        Rank::Foundation,
    ),
    known("apps/v1", "Deployment", "deployments", Rank::Workload),
    known("apps/v1", "StatefulSet", "statefulsets", Rank::Workload),
    known("apps/v1", "DaemonSet", "daemonsets", Rank::Workload),
    known("batch/v1", "Job", "jobs", Rank::Workload),
    known(
        "policy/v1",
        "PodDisruptionBudget",
        "poddisruptionbudgets",
        Rank::DisruptionBudget,
    ),
    known(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        "horizontalpodautoscalers",
        Rank::Autoscaler,
    ),
];

impl KnownKind {
    /// The kind of that API version and name, if the table has it.
    pub(super) fn find(api_version: &str, kind: &str) -> Option<&'static Self> {
        KNOWN_KINDS
            .iter()
            .find(|known| known.api_version == api_version && known.kind == kind)
    }

    /// How requests address it.
    pub(super) fn resource(&self) -> (ApiResource, Scope) {
        let (group, version) = self
            .api_version
            .split_once('/')
            .unwrap_or(("", self.api_version));
        let resource = ApiResource::from_gvk_with_plural(
            &GroupVersionKind::gvk(group, version, self.kind),
            self.plural,
        );
        let scope = if self.rank == Rank::Namespace {
            Scope::Cluster
        } else {
            Scope::Namespaced
        };
        (resource, scope)
    }
}

/// The rank of a kind.
pub(super) fn rank(api_version: &str, kind: &str) -> Rank {
    KnownKind::find(api_version, kind).map_or(Rank::Other, |known| known.rank)
}
