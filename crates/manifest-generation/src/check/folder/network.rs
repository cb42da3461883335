//! What the network admits: every Pod is behind a policy that denies by default, and no policy admits everybody.

use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::{NetworkPolicyPeer, NetworkPolicySpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use nephoran_api::ManifestFinding;
use nephoran_telecom::ReferencePoint;

use super::Placed;
use crate::check::rules;
use crate::object::Object;

pub(super) fn check(placed: &[Placed], findings: &mut Vec<ManifestFinding>) {
    for Placed { path, object } in placed {
        let Some(template) = object.pod_template() else {
            continue;
        };
        let labels = template
            .metadata
            .as_ref()
            .and_then(|metadata| metadata.labels.clone())
            .unwrap_or_default();
        let namespace = object.metadata().namespace.as_deref();
        let denies = ["Ingress", "Egress"].iter().all(|direction| {
            placed.iter().any(|other| {
                other.object.metadata().namespace.as_deref() == namespace
                    && denies(&other.object, &labels, direction)
            })
        });
        if !denies {
            let name = object.metadata().name.as_deref().unwrap_or_default();
            let message = format!(
                "no NetworkPolicy of the folder denies what {} {name} does not need, in both directions; add one that selects its pods",
                object.kind()
            );
            findings.push(rules::POLICY_PRESENT.finding(path, message));
        }
    }
    for Placed { path, object } in placed {
        match object {
            Object::NetworkPolicy(policy) => {
                open_rules(path, policy.spec.as_ref(), findings);
            }
            Object::Service(service) => {
                let ports = service.spec.as_ref().and_then(|spec| spec.ports.as_ref());
                for port in ports.into_iter().flatten() {
                    let protocol = port.protocol.as_deref().unwrap_or("TCP");
                    standard_port(path, port.name.as_deref(), port.port, protocol, findings);
                }
            }
            _ => {
                let spec = object
                    .pod_template()
                    .and_then(|template| template.spec.as_ref());
                let ports = spec
                    .into_iter()
                    .flat_map(|spec| &spec.containers)
                    .flat_map(|container| container.ports.iter().flatten());
                for port in ports {
                    let protocol = port.protocol.as_deref().unwrap_or("TCP");
                    standard_port(
                        path,
                        port.name.as_deref(),
                        port.container_port,
                        protocol,
                        findings,
                    );
                }
            }
        }
    }
}

/// Whether `object` is a policy that selects Pods of these labels and denies in `direction` what it does not admit.
fn denies(object: &Object, labels: &BTreeMap<String, String>, direction: &str) -> bool {
    let Object::NetworkPolicy(policy) = object else {
        return false;
    };
    let Some(spec) = &policy.spec else {
        return false;
    };
    let types = spec.policy_types.iter().flatten();
    let covers = types.into_iter().any(|of| of == direction);
    covers && selects(spec.pod_selector.as_ref(), labels)
}

fn selects(selector: Option<&LabelSelector>, labels: &BTreeMap<String, String>) -> bool {
    let wanted = selector
        .and_then(|selector| selector.match_labels.as_ref())
        .into_iter()
        .flatten();
    // An expression may select less; a folder is told about what certainly is open only.
    wanted
        .into_iter()
        .all(|(key, value)| labels.get(key) == Some(value))
}

fn open_rules(path: &str, spec: Option<&NetworkPolicySpec>, findings: &mut Vec<ManifestFinding>) {
    let Some(spec) = spec else { return };
    let ingress = spec.ingress.iter().flatten();
    let egress = spec.egress.iter().flatten();
    let open = ingress
        .map(|rule| ("ingress", rule.from.as_deref(), rule.ports.is_some()))
        .chain(egress.map(|rule| ("egress", rule.to.as_deref(), rule.ports.is_some())))
        .filter(|(direction, peers, has_ports)| admits_everybody(direction, *peers, *has_ports));
    for (direction, _, _) in open {
        let message = format!(
            "an {direction} rule of the policy admits everybody; name the peers and the ports"
        );
        findings.push(rules::POLICY_OPEN.finding(path, message));
    }
}

/// A rule without peers, one whose peer is every Pod of every namespace, or one that admits the whole Internet on every
/// port. A user plane forwards to any address, so egress to any of them is not open by itself.
fn admits_everybody(direction: &str, peers: Option<&[NetworkPolicyPeer]>, has_ports: bool) -> bool {
    let everywhere = |peer: &NetworkPolicyPeer| {
        let empty = |selector: Option<&LabelSelector>| {
            selector.is_some_and(|selector| *selector == LabelSelector::default())
        };
        let any_pod = peer.ip_block.is_none()
            && empty(peer.namespace_selector.as_ref())
            && peer
                .pod_selector
                .as_ref()
                .is_none_or(|selector| *selector == LabelSelector::default());
        let any_address = peer
            .ip_block
            .as_ref()
            .is_some_and(|block| ["0.0.0.0/0", "::/0"].contains(&block.cidr.as_str()));
        any_pod || (any_address && direction == "ingress" && !has_ports)
    };
    match peers {
        None | Some([]) => true,
        Some(peers) => peers.iter().any(everywhere),
    }
}

/// A port that bears the name of a reference point has a number and a protocol of it.
fn standard_port(
    path: &str,
    name: Option<&str>,
    number: i32,
    protocol: &str,
    findings: &mut Vec<ManifestFinding>,
) {
    let Some(point) = name.and_then(point_named) else {
        return;
    };
    let facts = point.facts();
    let fits_number = facts.ports.iter().any(|port| i32::from(*port) == number);
    let fits_protocol = facts
        .protocols
        .iter()
        .any(|accepted| accepted.transport() == protocol);
    if !(fits_number && fits_protocol) {
        let message = format!(
            "port {} is {number}/{protocol}, which {point} does not use; it uses {:?} over {}",
            name.unwrap_or_default(),
            facts.ports,
            facts
                .protocols
                .iter()
                .map(|accepted| accepted.transport())
                .collect::<Vec<_>>()
                .join(" or ")
        );
        findings.push(rules::STANDARD_PORT.finding(path, message));
    }
}

/// The reference point a port is named after, alone or with a number behind it.
fn point_named(name: &str) -> Option<ReferencePoint> {
    let exact = |name: &str| {
        ReferencePoint::ALL
            .iter()
            .copied()
            .find(|point| point.as_str().eq_ignore_ascii_case(name))
    };
    exact(name).or_else(|| {
        let (stem, number) = name.rsplit_once('-')?;
        number.parse::<u16>().ok().and_then(|_| exact(stem))
    })
}
