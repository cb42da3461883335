//! Which nodes Pods may start on, and what those offer.

use serde::Deserialize;

use super::{Amounts, Compute};

/// The part of a Node's spec that keeps Pods away.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct NodeSpec {
    #[serde(default)]
    unschedulable: bool,
    #[serde(default)]
    taints: Vec<Taint>,
}

#[derive(Clone, Debug, Deserialize)]
struct Taint {
    effect: String,
}

/// The part of a Node's status that says what it offers.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct NodeStatus {
    #[serde(default)]
    allocatable: Amounts,
    #[serde(default)]
    conditions: Vec<NodeCondition>,
}

#[derive(Clone, Debug, Deserialize)]
struct NodeCondition {
    #[serde(rename = "type")]
    condition: String,
    status: String,
}

/// What a Node offers to Pods; `None` when it is not ready, is cordoned, or has a taint that only a toleration gets past.
/// Packages hold no tolerations (Kubernetes, Taints and Tolerations: `NoSchedule` and `NoExecute` keep Pods away,
/// `PreferNoSchedule` does not).
#[must_use]
pub fn offer(spec: &NodeSpec, status: Option<&NodeStatus>) -> Option<Compute> {
    let status = status?;
    let ready = status
        .conditions
        .iter()
        .any(|one| one.condition == "Ready" && one.status == "True");
    let closed = spec.unschedulable
        || spec
            .taints
            .iter()
            .any(|taint| taint.effect != "PreferNoSchedule");
    (ready && !closed).then(|| status.allocatable.numbers())
}
