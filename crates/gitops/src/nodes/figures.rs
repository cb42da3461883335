//! The figures of a status: summed up, and steady while they hardly move.

use std::collections::BTreeSet;

use nephoran_api::{ClusterNodes, ComputeAmounts, quantity};

use super::{Compute, NodeSpec, NodeStatus, PodSpec, effective_request, offer};

/// A figure may move by this part of what the nodes offer, 1/20 or 5 %, before it is written again: Pods come and go all
/// the time.
const STEADY: u64 = 20;
const MEBIBYTE: u64 = 1 << 20;

/// Sums over nodes and the Pods on them. Nodes come first.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    seen: bool,
    open: BTreeSet<String>,
    allocatable: Compute,
    requested: Compute,
    elsewhere: Compute,
}

impl Tally {
    /// Adds a Node.
    pub fn node(&mut self, name: &str, spec: &NodeSpec, status: Option<&NodeStatus>) {
        self.seen = true;
        if let Some(offered) = offer(spec, status) {
            self.open.insert(name.to_owned());
            self.allocatable = self.allocatable.plus(offered);
        }
    }

    /// Adds a Pod that runs; `ours` when the plan of an intent holds its room already. One on a Node that takes no Pods
    /// counts as little as that.
    pub fn pod(&mut self, spec: &PodSpec, ours: bool) {
        let on_open_node = spec
            .node_name
            .as_ref()
            .is_some_and(|name| self.open.contains(name));
        if on_open_node {
            let request = effective_request(spec);
            self.requested = self.requested.plus(request);
            if !ours {
                self.elsewhere = self.elsewhere.plus(request);
            }
        }
    }

    /// The figures; `None` when there is no Node at all, as in a virtual cluster.
    #[must_use]
    pub fn figures(&self) -> Option<ClusterNodes> {
        self.seen.then(|| ClusterNodes {
            ready: u32::try_from(self.open.len()).unwrap_or(u32::MAX),
            allocatable: written(self.allocatable, self.allocatable.memory / MEBIBYTE),
            requested: requested(self.requested),
            requested_elsewhere: requested(self.elsewhere),
        })
    }
}

/// Whole mebibytes, never less than what is requested.
fn requested(amounts: Compute) -> ComputeAmounts {
    written(amounts, amounts.memory.div_ceil(MEBIBYTE))
}

fn written(amounts: Compute, mebibytes: u64) -> ComputeAmounts {
    ComputeAmounts {
        cpu: quantity::from_millicores(amounts.cpu),
        memory: quantity::from_mebibytes(mebibytes),
    }
}

/// Whether figures differ enough to be written again: another number of nodes, or one figure by more than 5 % of what the
/// nodes offer of that resource now.
#[must_use]
pub fn has_moved(old: &ClusterNodes, new: &ClusterNodes) -> bool {
    let offered = Compute::from(&new.allocatable);
    let far = |old: &ComputeAmounts, new: &ComputeAmounts| {
        let (old, new) = (Compute::from(old), Compute::from(new));
        let beyond = |old: u64, new: u64, offered: u64| {
            u128::from(old.abs_diff(new)) * u128::from(STEADY) > u128::from(offered)
        };
        beyond(old.cpu, new.cpu, offered.cpu) || beyond(old.memory, new.memory, offered.memory)
    };
    old.ready != new.ready
        || far(&old.allocatable, &new.allocatable)
        || far(&old.requested, &new.requested)
        || far(&old.requested_elsewhere, &new.requested_elsewhere)
}
