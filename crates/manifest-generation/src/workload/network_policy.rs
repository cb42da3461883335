//! The NetworkPolicy: default deny, then exactly what the reference points and the plan's rules admit, and DNS.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer,
    NetworkPolicyPort, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::identity::{Identity, MANAGED_BY_LABEL, MANAGER, TYPE_LABEL};
use crate::blueprint::Blueprint;
use crate::template_set::DATABASE_NAME;
use crate::wiring::{Peer, PortKey, admitted};

/// The NetworkPolicy of a function.
pub(crate) fn network_policy(blueprint: &Blueprint<'_>, identity: &Identity<'_>) -> NetworkPolicy {
    let admitted = admitted(blueprint, identity.function);
    let ingress: Vec<_> = admitted
        .ingress
        .iter()
        .map(|(port, peers)| NetworkPolicyIngressRule {
            from: Some(selectors(identity, peers)),
            ports: ports(&[*port]),
        })
        .collect();
    let mut egress = vec![dns()];
    egress.extend(
        admitted
            .egress
            .iter()
            .map(|(port, peers)| NetworkPolicyEgressRule {
                to: Some(selectors(identity, peers)),
                ports: ports(&[*port]),
            }),
    );
    NetworkPolicy {
        metadata: identity.metadata(),
        spec: Some(NetworkPolicySpec {
            egress: Some(egress),
            ingress: (!ingress.is_empty()).then_some(ingress),
            pod_selector: Some(identity.selector()),
            policy_types: Some(vec!["Ingress".to_owned(), "Egress".to_owned()]),
        }),
    }
}

fn selectors(identity: &Identity<'_>, peers: &BTreeSet<Peer>) -> Vec<NetworkPolicyPeer> {
    let mut types: Vec<String> = Vec::new();
    let mut selectors = Vec::new();
    for peer in peers {
        match peer {
            Peer::Function(name) => {
                selectors.push(pods(matching(identity.selector_labels_of(name))));
            }
            Peer::Type(function) => types.push(function.short_name().to_owned()),
            Peer::Prometheus => selectors.push(NetworkPolicyPeer {
                namespace_selector: Some(LabelSelector::default()),
                ..pods(named("prometheus"))
            }),
            Peer::Database => selectors.push(pods(named(DATABASE_NAME))),
            Peer::Outside => selectors.extend(outside()),
        }
    }
    if !types.is_empty() {
        selectors.push(pods(of_types(types)));
    }
    selectors
}

fn pods(selector: LabelSelector) -> NetworkPolicyPeer {
    NetworkPolicyPeer {
        pod_selector: Some(selector),
        ..NetworkPolicyPeer::default()
    }
}

/// Pods of a software by the label its charts give it.
fn named(name: &str) -> LabelSelector {
    matching(BTreeMap::from([(TYPE_LABEL.to_owned(), name.to_owned())]))
}

/// Every function of some types that nephoran runs in the namespace.
fn of_types(types: Vec<String>) -> LabelSelector {
    LabelSelector {
        match_expressions: Some(vec![LabelSelectorRequirement {
            key: TYPE_LABEL.to_owned(),
            operator: "In".to_owned(),
            values: Some(types),
        }]),
        match_labels: Some(BTreeMap::from([(
            MANAGED_BY_LABEL.to_owned(),
            MANAGER.to_owned(),
        )])),
    }
}

/// Every address outside the cluster: an address block is meant for those, Pods are selected by label.
fn outside() -> Vec<NetworkPolicyPeer> {
    let block = |cidr: &str| NetworkPolicyPeer {
        ip_block: Some(IPBlock {
            cidr: cidr.to_owned(),
            except: None,
        }),
        ..NetworkPolicyPeer::default()
    };
    vec![block("0.0.0.0/0"), block("::/0")]
}

fn matching(labels: BTreeMap<String, String>) -> LabelSelector {
    LabelSelector {
        match_labels: Some(labels),
        ..LabelSelector::default()
    }
}

/// `None` admits all traffic, whatever it carries.
fn ports(keys: &[PortKey]) -> Option<Vec<NetworkPolicyPort>> {
    let keys: Option<Vec<_>> = keys.iter().copied().collect();
    Some(
        keys?
            .into_iter()
            .map(|(number, transport)| NetworkPolicyPort {
                port: Some(IntOrString::Int(i32::from(number))),
                protocol: Some(transport.to_owned()),
                ..NetworkPolicyPort::default()
            })
            .collect(),
    )
}

/// The cluster's DNS, where kubeadm and every managed Kubernetes run it.
fn dns() -> NetworkPolicyEgressRule {
    let label = |key: &str, value: &str| {
        Some(matching(BTreeMap::from([(
            key.to_owned(),
            value.to_owned(),
        )])))
    };
    NetworkPolicyEgressRule {
        ports: ports(&[Some((53, "UDP")), Some((53, "TCP"))]),
        to: Some(vec![NetworkPolicyPeer {
            namespace_selector: label("kubernetes.io/metadata.name", "kube-system"),
            pod_selector: label("k8s-app", "kube-dns"),
            ..NetworkPolicyPeer::default()
        }]),
    }
}
