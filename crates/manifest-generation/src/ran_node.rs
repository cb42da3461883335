//! The identities by which a core and its radio access nodes tell each other apart.
//!
//! Nobody gives them out, so they are computed from names: the units of one node agree on them without asking each
//! other, and a package made again has the same. Two of a hundred gNBs share an identity in one of a thousand networks.

use nephoran_api::Digest;
use nephoran_telecom::NetworkFunctionType;
use serde::Serialize;

use crate::blueprint::{Blueprint, Function};
use crate::wiring::links_from;

/// Bits of a gNB ID: the fewest that TS 38.413 clause 9.3.1.6 allows, so that it is one at any length.
const GNB_ID_BITS: u32 = 22;
/// Bits of a macro eNB ID, TS 36.413 clause 9.2.1.37.
const ENB_ID_BITS: u32 = 20;
/// Physical cell identities of NR, TS 38.211 clause 7.4.2.1.
const PHYSICAL_CELLS: u32 = 1008;

/// The identities of a function as a unit of a radio access node.
#[derive(Debug, Serialize)]
pub(crate) struct RanNode {
    /// gNB ID that all units of one gNB share, or macro eNB ID.
    id: u32,
    /// Of this unit among those of its node: gNB-DU ID (TS 38.473 clause 9.3.1.9) or gNB-CU-UP ID.
    unit: u32,
    /// Physical cell identity, 0 to 1007; a CU-CP refuses a second DU with the same.
    cell: u32,
}

impl RanNode {
    pub(crate) fn of(blueprint: &Blueprint<'_>, function: &Function<'_>) -> Self {
        let node = node(blueprint, function);
        let own = (function.component.cluster.as_str(), function.name());
        let number = |(cluster, name): (&str, &str)| hash(&[blueprint.namespace, cluster, name]);
        let bits = match function.function_type() {
            NetworkFunctionType::OEnb => ENB_ID_BITS,
            _ => GNB_ID_BITS,
        };
        let first_cell = hash(&[blueprint.namespace, blueprint.package, node.0, node.1]);
        Self {
            id: number(node) >> (u32::BITS - bits),
            unit: number(own) >> (u32::BITS - GNB_ID_BITS),
            cell: (first_cell % PHYSICAL_CELLS + place(blueprint, function)) % PHYSICAL_CELLS,
        }
    }
}

/// Cluster and name of the function that stands for the node: the CU-CP for the units that connect to it.
fn node<'a>(blueprint: &'a Blueprint<'_>, function: &'a Function<'_>) -> (&'a str, &'a str) {
    let is_unit = matches!(
        function.function_type(),
        NetworkFunctionType::ODu | NetworkFunctionType::OCuUp
    );
    if !is_unit {
        return (&function.component.cluster, function.name());
    }
    let planned = links_from(blueprint, function)
        .into_iter()
        .map(|link| link.to)
        .find(|other| other.function_type() == NetworkFunctionType::OCuCp)
        .map(|other| (other.component.cluster.as_str(), other.name()));
    let used = || {
        let mut elsewhere = blueprint.plan.uses.iter();
        elsewhere
            .find(|other| other.function_type == NetworkFunctionType::OCuCp)
            .map(|other| (other.cluster.as_str(), other.name.as_str()))
    };
    planned
        .or_else(used)
        .unwrap_or((&function.component.cluster, function.name()))
}

/// How many functions of the same type come before it in the plan.
fn place(blueprint: &Blueprint<'_>, function: &Function<'_>) -> u32 {
    let before = blueprint.functions.iter().filter(|other| {
        other.function_type() == function.function_type()
            && other.start_order < function.start_order
    });
    before.map(|_| 1).sum()
}

/// The first 32 bits of SHA-256.
fn hash(names: &[&str]) -> u32 {
    let digest = Digest::of_bytes(names.join("/").as_bytes());
    let first = digest.short().get(..8).unwrap_or_default();
    u32::from_str_radix(first, 16).unwrap_or_default()
}
