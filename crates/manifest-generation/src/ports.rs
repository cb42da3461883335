//! The ports a function listens on: interfaces that share a number and a protocol share a port.

use std::collections::{BTreeMap, BTreeSet};

use nephoran_telecom::ReferencePoint;

/// Longest port name Kubernetes accepts.
const MAX_PORT_NAME: usize = 15;

/// One listening port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Port {
    /// Name of the port: its reference points in lower case.
    pub(crate) name: String,
    /// Port number.
    pub(crate) number: u16,
    /// `SCTP`, `UDP` or `TCP`.
    pub(crate) transport: &'static str,
}

/// The listening ports of `interfaces` (point, transport, number), by number.
///
/// N3 and N9 both listen on UDP 2152: Kubernetes wants that port once, so it is named `n3-n9`.
pub(crate) fn listening(interfaces: &[(ReferencePoint, &'static str, Option<u16>)]) -> Vec<Port> {
    let mut points: BTreeMap<(u16, &'static str), BTreeSet<ReferencePoint>> = BTreeMap::new();
    for (point, transport, number) in interfaces {
        if let Some(number) = number {
            points
                .entry((*number, transport))
                .or_default()
                .insert(*point);
        }
    }
    let mut taken = BTreeSet::new();
    points
        .into_iter()
        .map(|((number, transport), points)| {
            let name = port_name(&points, number, &taken);
            taken.insert(name.clone());
            Port {
                name,
                number,
                transport,
            }
        })
        .collect()
}

fn port_name(points: &BTreeSet<ReferencePoint>, number: u16, taken: &BTreeSet<String>) -> String {
    let names: Vec<_> = points
        .iter()
        .map(|point| point.as_str().to_ascii_lowercase())
        .collect();
    let joined = names.join("-");
    let name = match names.into_iter().next() {
        Some(first) if joined.len() > MAX_PORT_NAME => first,
        _ => joined,
    };
    if taken.contains(&name) {
        format!("{name}-{number}")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interfaces_on_one_port_share_it() {
        let ports = listening(&[
            (ReferencePoint::N9, "UDP", Some(2152)),
            (ReferencePoint::N3, "UDP", Some(2152)),
            (ReferencePoint::N6, "TCP", None),
            (ReferencePoint::N4, "UDP", Some(8805)),
        ]);
        let names: Vec<_> = ports
            .iter()
            .map(|port| (port.name.as_str(), port.number))
            .collect();
        assert_eq!(names, [("n3-n9", 2152), ("n4", 8805)]);
    }

    #[test]
    fn several_ports_of_one_interface_have_distinct_names() {
        let ports = listening(&[
            (ReferencePoint::Rmr, "TCP", Some(4560)),
            (ReferencePoint::Rmr, "TCP", Some(4561)),
        ]);
        let names: Vec<_> = ports.iter().map(|port| port.name.as_str()).collect();
        assert_eq!(names, ["rmr", "rmr-4561"]);
    }
}
