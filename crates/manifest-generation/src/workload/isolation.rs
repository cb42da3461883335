//! Physical isolation: no node is shared with functions of another package.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Affinity, PodAffinityTerm, PodAntiAffinity};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};
use nephoran_api::Isolation;

use super::identity::{Identity, MANAGED_BY_LABEL, MANAGER, PACKAGE_LABEL};

const NODE: &str = "kubernetes.io/hostname";
const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

/// Keeps the function's Pods off nodes that run functions of other packages, in this namespace and in all others. The
/// scheduler holds both sides to it.
pub(super) fn affinity(identity: &Identity<'_>) -> Option<Affinity> {
    if identity.isolation() != Isolation::Physical {
        return None;
    }
    let ours = BTreeMap::from([(MANAGED_BY_LABEL.to_owned(), MANAGER.to_owned())]);
    let not_in = |key: &str, value: &str| {
        Some(vec![LabelSelectorRequirement {
            key: key.to_owned(),
            operator: "NotIn".to_owned(),
            values: Some(vec![value.to_owned()]),
        }])
    };
    let here = PodAffinityTerm {
        label_selector: Some(LabelSelector {
            match_expressions: not_in(PACKAGE_LABEL, identity.package_label()),
            match_labels: Some(ours.clone()),
        }),
        topology_key: NODE.to_owned(),
        ..PodAffinityTerm::default()
    };
    let elsewhere = PodAffinityTerm {
        label_selector: Some(LabelSelector {
            match_labels: Some(ours),
            ..LabelSelector::default()
        }),
        namespace_selector: Some(LabelSelector {
            match_expressions: not_in(NAMESPACE_NAME, identity.namespace()),
            ..LabelSelector::default()
        }),
        topology_key: NODE.to_owned(),
        ..PodAffinityTerm::default()
    };
    Some(Affinity {
        pod_anti_affinity: Some(PodAntiAffinity {
            required_during_scheduling_ignored_during_execution: Some(vec![here, elsewhere]),
            ..PodAntiAffinity::default()
        }),
        ..Affinity::default()
    })
}
