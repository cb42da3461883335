//! Who may talk to whom: the reference-point table applied to the functions of one plan.
//!
//! A conversation is admitted when both types name each other as peers on a reference point, one side opens it and
//! the other listens, or when a network rule of the plan says so. Nothing else is. An isolated plan talks to its own
//! functions only; any other to every function of those types in its namespace, whichever plan it belongs to.

use std::collections::{BTreeMap, BTreeSet};

use nephoran_api::NetworkRule;
use nephoran_telecom::catalogue::Role;
use nephoran_telecom::{Catalogue, NetworkFunctionType, ReferencePoint};

use crate::blueprint::{Blueprint, Function, FunctionInterface};
use crate::template_set::DATABASE_PORT;
use crate::workload::metrics;

/// A conversation between two functions of the plan.
pub(crate) struct Link<'a> {
    pub(crate) from: &'a Function<'a>,
    pub(crate) to: &'a Function<'a>,
    pub(crate) point: ReferencePoint,
    pub(crate) transport: &'static str,
    pub(crate) port: u16,
}

impl Link<'_> {
    /// Whether the two ends run on different clusters.
    pub(crate) fn crosses_clusters(&self) -> bool {
        self.from.component.cluster != self.to.component.cluster
    }
}

/// The other side of an admitted conversation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Peer {
    /// The Pods of one function of this package.
    Function(String),
    /// The Pods of every function of a type in the namespace.
    Type(NetworkFunctionType),
    /// The Prometheus that scrapes the cluster, in whichever namespace.
    Prometheus,
    /// The database that functions keep their data in, beside them in their namespace.
    Database,
    /// Addresses outside the cluster: a UE, a data network, or a function on another cluster.
    Outside,
}

/// A port and its transport; `None` is all traffic, for reference points that carry plain IP.
pub(crate) type PortKey = Option<(u16, &'static str)>;

/// Everything one function may receive and send.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Admitted {
    pub(crate) ingress: BTreeMap<PortKey, BTreeSet<Peer>>,
    pub(crate) egress: BTreeMap<PortKey, BTreeSet<Peer>>,
}

impl Admitted {
    fn receive(&mut self, port: (u16, &'static str), from: Peer) {
        self.ingress.entry(Some(port)).or_default().insert(from);
    }

    fn send(&mut self, port: (u16, &'static str), to: Peer) {
        self.egress.entry(Some(port)).or_default().insert(to);
    }
}

/// Every conversation that `function` opens.
pub(crate) fn links_from<'a>(
    blueprint: &'a Blueprint<'a>,
    function: &'a Function<'a>,
) -> Vec<Link<'a>> {
    blueprint
        .functions
        .iter()
        .flat_map(|to| links_between(function, to))
        .collect()
}

fn links_between<'a>(
    from: &'a Function<'a>,
    to: &'a Function<'a>,
) -> impl Iterator<Item = Link<'a>> {
    let opens = |point| {
        let mut interfaces = from.interfaces.iter();
        interfaces.any(|interface| interface.point == point && interface.role != Role::Server)
    };
    to.interfaces.iter().filter_map(move |interface| {
        let FunctionInterface {
            point,
            role,
            transport: Some(transport),
            port: Some(port),
        } = *interface
        else {
            return None;
        };
        let admitted = role != Role::Client && opens(point) && are_peers(from, to, point);
        admitted.then_some(Link {
            from,
            to,
            point,
            transport,
            port,
        })
    })
}

fn are_peers(from: &Function<'_>, to: &Function<'_>, point: ReferencePoint) -> bool {
    let names = |function: &Function<'_>, other: &Function<'_>| {
        function
            .template
            .interfaces
            .get(&point)
            .is_some_and(|interface| interface.peers.contains(&other.function_type()))
    };
    names(from, to) && names(to, from)
}

/// Everything `function` may receive and send.
pub(crate) fn admitted(blueprint: &Blueprint<'_>, function: &Function<'_>) -> Admitted {
    let mut admitted = Admitted::default();
    let shared = blueprint.plan.isolation.is_shared();
    // In a shared plan the types cover the functions beside this one.
    let named = |link: &Link<'_>| link.crosses_clusters() || !shared;
    for other in &blueprint.functions {
        for link in links_between(other, function).filter(named) {
            admitted.receive((link.port, link.transport), peer(&link, other));
        }
        for link in links_between(function, other).filter(named) {
            admitted.send((link.port, link.transport), peer(&link, other));
        }
    }
    for interface in &function.interfaces {
        if shared {
            neighbours(blueprint, function, interface, &mut admitted);
        }
        outside_peers(function, interface, &mut admitted);
    }
    for rule in blueprint.network_rules() {
        apply_rule(blueprint, function, rule, &mut admitted);
    }
    if let Some(port) = metrics::port(blueprint, function) {
        admitted.receive((port.number, port.transport), Peer::Prometheus);
    }
    if function.start.is_some_and(|start| start.database) {
        admitted.send((DATABASE_PORT, "TCP"), Peer::Database);
    }
    admitted
}

fn peer(link: &Link<'_>, other: &Function<'_>) -> Peer {
    if link.crosses_clusters() {
        Peer::Outside
    } else {
        Peer::Function(other.name().to_owned())
    }
}

/// Functions of other plans in the namespace: every type that the table names on both sides.
fn neighbours(
    blueprint: &Blueprint<'_>,
    function: &Function<'_>,
    interface: &FunctionInterface,
    admitted: &mut Admitted,
) {
    let point = interface.point;
    let Some(declared) = function.template.interfaces.get(&point) else {
        return;
    };
    for peer_type in &declared.peers {
        let theirs = blueprint
            .catalogue
            .template(*peer_type)
            .and_then(|template| template.interfaces.get(&point))
            .filter(|theirs| theirs.peers.contains(&function.function_type()));
        let Some(theirs) = theirs else { continue };
        if interface.role != Role::Client
            && theirs.role != Role::Server
            && let (Some(port), Some(transport)) = (interface.port, interface.transport)
        {
            admitted.receive((port, transport), Peer::Type(*peer_type));
        }
        if interface.role != Role::Server && theirs.role != Role::Client {
            for port in ports_of(blueprint, *peer_type, point) {
                admitted.send(port, Peer::Type(*peer_type));
            }
        }
    }
}

/// The ports on which functions of a type listen on a reference point: the plan's, and the template's for others.
fn ports_of(
    blueprint: &Blueprint<'_>,
    function_type: NetworkFunctionType,
    point: ReferencePoint,
) -> BTreeSet<(u16, &'static str)> {
    let planned = blueprint
        .functions
        .iter()
        .filter(|function| function.function_type() == function_type)
        .flat_map(|function| &function.interfaces)
        .filter(|interface| interface.point == point)
        .filter_map(|interface| Some((interface.port?, interface.transport?)));
    planned
        .chain(template_port(blueprint.catalogue, function_type, point))
        .collect()
}

/// The port on which the template of a type listens on a reference point.
pub(crate) fn template_port(
    catalogue: &Catalogue,
    function_type: NetworkFunctionType,
    point: ReferencePoint,
) -> Option<(u16, &'static str)> {
    let interface = catalogue
        .template(function_type)?
        .interfaces
        .get(&point)
        .filter(|interface| interface.role != Role::Client)?;
    Some((interface.port?, interface.protocol?.transport()))
}

/// Interfaces whose other side is no network function: a UE, a data network, an O-Cloud.
fn outside_peers(function: &Function<'_>, interface: &FunctionInterface, admitted: &mut Admitted) {
    let Some(declared) = function.template.interfaces.get(&interface.point) else {
        return;
    };
    if !declared.peers.is_empty() {
        return;
    }
    let Some(transport) = interface.transport else {
        // Plain IP: packets leave to the data network; what comes back belongs to them.
        admitted
            .egress
            .entry(None)
            .or_default()
            .insert(Peer::Outside);
        return;
    };
    if interface.role != Role::Client
        && let Some(port) = interface.port
    {
        admitted.receive((port, transport), Peer::Outside);
    }
    if interface.role != Role::Server {
        for port in interface.point.facts().ports {
            admitted.send((*port, transport), Peer::Outside);
        }
    }
}

fn apply_rule(
    blueprint: &Blueprint<'_>,
    function: &Function<'_>,
    rule: &NetworkRule,
    admitted: &mut Admitted,
) {
    if function.function_type() == rule.to {
        for port in rule_ports(blueprint.catalogue, &function.interfaces, rule) {
            admitted.receive(port, Peer::Type(rule.from));
        }
    }
    if function.function_type() == rule.from {
        for port in target_ports(blueprint, rule) {
            admitted.send(port, Peer::Type(rule.to));
        }
    }
}

/// Whether a network rule names an interface that its target listens on.
pub(crate) fn rule_has_effect(blueprint: &Blueprint<'_>, rule: &NetworkRule) -> bool {
    let concerned = blueprint
        .functions
        .iter()
        .any(|function| [rule.from, rule.to].contains(&function.function_type()));
    concerned && !target_ports(blueprint, rule).is_empty()
}

/// The ports of the rule's target: the plan's functions of that type, else the template's.
fn target_ports(blueprint: &Blueprint<'_>, rule: &NetworkRule) -> BTreeSet<(u16, &'static str)> {
    let planned: BTreeSet<_> = blueprint
        .functions
        .iter()
        .filter(|function| function.function_type() == rule.to)
        .flat_map(|function| rule_ports(blueprint.catalogue, &function.interfaces, rule))
        .collect();
    if !planned.is_empty() {
        return planned;
    }
    let template = blueprint.catalogue.template(rule.to);
    let interfaces: Vec<_> = template
        .into_iter()
        .flat_map(|template| &template.interfaces)
        .filter(|(_, interface)| interface.role != Role::Client)
        .map(|(point, interface)| FunctionInterface {
            point: *point,
            role: interface.role,
            transport: interface
                .protocol
                .map(nephoran_telecom::Protocol::transport),
            port: interface.port,
        })
        .collect();
    rule_ports(blueprint.catalogue, &interfaces, rule)
        .into_iter()
        .collect()
}

/// The listening ports of `interfaces` that `rule` means: its reference point, else every one both types share.
fn rule_ports(
    catalogue: &Catalogue,
    interfaces: &[FunctionInterface],
    rule: &NetworkRule,
) -> Vec<(u16, &'static str)> {
    let shared = catalogue
        .template(rule.from)
        .map(|template| &template.interfaces);
    interfaces
        .iter()
        .filter(|interface| match &rule.point {
            Some(point) => interface.point.as_str().eq_ignore_ascii_case(point),
            None => shared.is_some_and(|shared| shared.contains_key(&interface.point)),
        })
        .filter_map(|interface| Some((interface.port?, interface.transport?)))
        .collect()
}
