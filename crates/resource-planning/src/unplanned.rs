//! What an intent asks for that a plan does not carry. It is said, never dropped in silence.

use nephoran_api::{AffinityKind, AffinityRule, IntentModel};
use nephoran_telecom::NetworkFunctionType;

/// One sentence per request of `model` that the plan does not carry.
pub(crate) fn warnings(model: &IntentModel) -> Vec<String> {
    let qos = model.qos.as_ref();
    let capacity = model.capacity.as_ref();
    let policies = model.policies.as_ref();
    let security = model.security.as_ref();
    let requests = [
        (
            qos.is_some_and(|qos| qos.jitter_ms.is_some()),
            "qos.jitterMs",
            "no 5QI characteristic bounds jitter",
        ),
        (
            capacity.is_some_and(|capacity| capacity.devices_per_km2.is_some()),
            "capacity.devicesPerKm2",
            "sizing follows devices, not their density; give capacity.ues",
        ),
        (
            policies.is_some_and(|policies| {
                policies
                    .affinity
                    .iter()
                    .any(|rule| !separates_replicas(rule))
            }),
            "policies.affinity",
            "only replicas of one function are kept apart",
        ),
        (
            security.is_some_and(|security| {
                !security.authentication.is_empty() || !security.encryption.is_empty()
            }),
            "security",
            "mechanisms are settings of the network functions themselves",
        ),
    ];
    requests
        .into_iter()
        .filter(|(asked, _, _)| *asked)
        .map(|(_, field, why)| format!("{field} is not part of the plan: {why}"))
        .collect()
}

/// Whether a rule keeps the replicas of one type apart.
fn separates_replicas(rule: &AffinityRule) -> bool {
    rule.kind == AffinityKind::Apart && rule.functions.len() == 1
}

/// Whether replicas of a type must run on different nodes.
pub(crate) fn keeps_apart(rules: &[AffinityRule], function_type: NetworkFunctionType) -> bool {
    rules
        .iter()
        .any(|rule| separates_replicas(rule) && rule.functions.contains(&function_type))
}
