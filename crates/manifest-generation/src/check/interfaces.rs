//! Interfaces: declared ones have their ports, and ports follow the standards.

use std::collections::BTreeSet;

use nephoran_api::ManifestFinding;
use nephoran_telecom::{NetworkFunctionType, ReferencePoint, ReferencePointFacts};

use super::{Context, Workload, rules};
use crate::blueprint::Function;
use crate::object::Object;
use crate::workload::metrics;

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<ManifestFinding>) {
    for workload in context.workloads() {
        declared_ports(context, &workload, findings);
        standard_ports(&workload, findings);
        one_node(&workload, findings);
    }
}

/// Functions that set up an association as one node: a second replica with the same address or identity is refused, or
/// takes the place of the first.
const NODES: &[NetworkFunctionType] = {
    use NetworkFunctionType::{Gnodeb, OCuUp, ODu, OEnb, PgwU, SgwU, Upf};
    &[Upf, SgwU, PgwU, ODu, OCuUp, Gnodeb, OEnb]
};

fn one_node(workload: &Workload<'_>, findings: &mut Vec<ManifestFinding>) {
    let function = workload.function;
    let component = function.component;
    let most = match component.scaling {
        Some(_) => component.replicas.max,
        None => component.replicas.desired,
    };
    if most > 1 && NODES.contains(&function.function_type()) {
        let message = format!(
            "up to {most} replicas of {} share one address and one identity, by which its peers know a single node; deploy a function for each",
            function.name()
        );
        findings.push(rules::ONE_NODE.finding(workload.path, message));
    }
}

type PortSet = BTreeSet<(i32, String)>;

fn declared_ports(
    context: &Context<'_>,
    workload: &Workload<'_>,
    findings: &mut Vec<ManifestFinding>,
) {
    let declared: PortSet = workload
        .function
        .ports()
        .into_iter()
        .chain(metrics::port(context.blueprint, workload.function))
        .map(|port| (i32::from(port.number), port.transport.to_owned()))
        .collect();
    compare_ports(
        workload.path,
        "container",
        &declared,
        &container_ports(workload),
        workload.function,
        findings,
    );
    if let Some((path, ports)) = context.object(workload.function, service_ports) {
        compare_ports(
            path,
            "Service",
            &declared,
            &ports,
            workload.function,
            findings,
        );
    }
}

fn compare_ports(
    path: &str,
    holder: &str,
    declared: &PortSet,
    actual: &PortSet,
    function: &Function<'_>,
    findings: &mut Vec<ManifestFinding>,
) {
    for (number, transport) in declared.difference(actual) {
        let message = format!(
            "the {holder} of {} lacks port {number}/{transport} of a declared interface; add it",
            function.name()
        );
        findings.push(rules::DECLARED_PORT.finding(path, message));
    }
    for (number, transport) in actual.difference(declared) {
        let message = format!(
            "port {number}/{transport} of the {holder} of {} belongs to no declared interface; remove it",
            function.name()
        );
        findings.push(rules::DECLARED_PORT.finding(path, message));
    }
}

fn container_ports(workload: &Workload<'_>) -> PortSet {
    let spec = workload.pods.spec.as_ref();
    spec.into_iter()
        .flat_map(|spec| &spec.containers)
        .flat_map(|container| container.ports.iter().flatten())
        .map(|port| {
            (
                port.container_port,
                port.protocol.clone().unwrap_or_else(|| "TCP".to_owned()),
            )
        })
        .collect()
}

fn service_ports(object: &Object) -> Option<PortSet> {
    let Object::Service(service) = object else {
        return None;
    };
    let ports = service.spec.as_ref().and_then(|spec| spec.ports.as_ref());
    Some(
        ports
            .into_iter()
            .flatten()
            .map(|port| {
                (
                    port.port,
                    port.protocol.clone().unwrap_or_else(|| "TCP".to_owned()),
                )
            })
            .collect(),
    )
}

fn standard_ports(workload: &Workload<'_>, findings: &mut Vec<ManifestFinding>) {
    for planned in &workload.function.component.interfaces {
        let Ok(point) = planned.point.parse::<ReferencePoint>() else {
            continue;
        };
        let facts = point.facts();
        let fits = match (planned.protocol, planned.port) {
            (Some(protocol), Some(port)) => facts.accepts(protocol, port),
            (Some(protocol), None) => facts.protocols.contains(&protocol),
            (None, port) => facts.protocols.is_empty() && port.is_none(),
        };
        if !fits {
            let protocol = planned
                .protocol
                .map_or("no transport", nephoran_telecom::Protocol::as_str);
            let port = planned
                .port
                .map(|port| format!(" {port}"))
                .unwrap_or_default();
            let message = format!(
                "{point} of {} uses {protocol}{port}; use {} ({})",
                workload.function.name(),
                accepted(facts),
                facts.source
            );
            findings.push(rules::STANDARD_PORT.finding(workload.path, message));
        }
    }
}

fn accepted(facts: &ReferencePointFacts) -> String {
    let accepted: Vec<_> = facts
        .protocols
        .iter()
        .flat_map(|protocol| {
            facts
                .ports
                .iter()
                .map(move |port| format!("{protocol} {port}"))
        })
        .collect();
    if accepted.is_empty() {
        "no transport and no port".to_owned()
    } else {
        accepted.join(" or ")
    }
}
