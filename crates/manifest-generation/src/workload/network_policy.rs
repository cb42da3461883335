//! The NetworkPolicy: default deny, then exactly what the reference points and the plan's rules admit, and DNS.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer,
    NetworkPolicyPort, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::identity::{Identity, MANAGED_BY_LABEL, MANAGER, TYPE_LABEL};
use crate::blueprint::Blueprint;
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
    let select = |labels| {
        vec![NetworkPolicyPeer {
            pod_selector: Some(matching(labels)),
            ..NetworkPolicyPeer::default()
        }]
    };
    peers
        .iter()
        .flat_map(|peer| match peer {
            Peer::Function(name) => select(identity.selector_labels_of(name)),
            Peer::Type(function) => select(BTreeMap::from([
                (TYPE_LABEL.to_owned(), function.short_name().to_owned()),
                (MANAGED_BY_LABEL.to_owned(), MANAGER.to_owned()),
            ])),
            Peer::Outside => outside(),
        })
        .collect()
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
