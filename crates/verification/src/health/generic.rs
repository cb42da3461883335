//! What holds for objects of every kind: deletion, generations, the conditions kstatus defines.

use nephoran_api::{AppliedObject, HealthStatus};

use super::status::{Finding, Status};

/// Kinds whose controller always writes `status.observedGeneration`: without one, nobody has looked yet.
const ALWAYS_OBSERVED: &[(&str, &str)] = &[
    ("apps/v1", "Deployment"),
    ("apps/v1", "StatefulSet"),
    ("apps/v1", "DaemonSet"),
    ("apps/v1", "ReplicaSet"),
    ("policy/v1", "PodDisruptionBudget"),
];

/// The finding that needs no knowledge of the kind, if there is one.
pub(super) fn finding(object: Status<'_>, expected: &AppliedObject) -> Option<Finding> {
    if object.value("/metadata/deletionTimestamp").is_some() {
        return Some(Finding::new(
            HealthStatus::Terminating,
            "it is being deleted",
        ));
    }
    if let Some(message) = outdated(object, expected) {
        return Some(Finding::in_progress(message));
    }
    let generation = object.number("/metadata/generation");
    for condition in object.conditions() {
        let stale =
            condition.observed_generation.is_some() && condition.observed_generation < generation;
        match condition.type_ {
            "Ready" if stale => {
                return Some(Finding::in_progress(
                    "its Ready condition speaks of an older generation",
                ));
            }
            "Reconciling" if condition.is_true() && !stale => {
                return Some(Finding::in_progress(condition.words()));
            }
            "Stalled" if condition.is_true() && !stale => {
                return Some(Finding::failed(condition.words()));
            }
            _ => {}
        }
    }
    None
}

/// Judges by the Ready condition; an object without one is what its spec says.
pub(super) fn by_ready_condition(object: Status<'_>) -> Finding {
    match object.condition("Ready") {
        None => Finding::current("it exists and reports no trouble"),
        Some(ready) if ready.is_true() => Finding::current("it is ready"),
        Some(ready) => Finding::in_progress(ready.words()),
    }
}

/// Why the status does not speak of what was applied, if it does not.
fn outdated(object: Status<'_>, expected: &AppliedObject) -> Option<String> {
    let generation = match (object.value("/metadata/generation"), expected.generation) {
        (None, None) => return None,
        (None, Some(applied)) => {
            return Some(format!(
                "generation {applied} was applied, but the object seen has none"
            ));
        }
        (Some(value), applied) => match (value.as_i64(), applied) {
            (None, _) => return Some("its metadata.generation is not a whole number".to_owned()),
            (Some(seen), Some(applied)) if seen < applied => {
                return Some(format!(
                    "generation {applied} was applied, generation {seen} is still seen"
                ));
            }
            (Some(seen), _) => seen,
        },
    };
    match object.value("/status/observedGeneration") {
        None => always_observed(expected)
            .then(|| format!("its controller has not looked at generation {generation} yet")),
        Some(observed) if observed.as_i64() == Some(generation) => None,
        Some(observed) => Some(format!(
            "its controller has seen generation {observed}, not {generation} yet"
        )),
    }
}

fn always_observed(expected: &AppliedObject) -> bool {
    ALWAYS_OBSERVED.contains(&(expected.api_version.as_str(), expected.kind.as_str()))
}
