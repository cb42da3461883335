//! Workloads: Deployment, `StatefulSet`, `DaemonSet`, `ReplicaSet` and Job.

use super::status::{Condition, Finding, Status};

/// What the API server stores for a workload that does not say how many replicas it wants.
const DEFAULT_REPLICAS: i64 = 1;

/// A workload is on its way while one of these (`have` is less than `want`) holds; the first one names it.
fn short_of(pairs: &[(&str, i64, i64)]) -> Option<Finding> {
    pairs
        .iter()
        .find(|(_, have, want)| have < want)
        .map(|(what, have, want)| {
            Finding::in_progress(format!("{have} of {want} replicas are {what}"))
        })
}

fn surplus(replicas: i64, wanted: i64) -> Option<Finding> {
    (replicas > wanted).then(|| {
        Finding::in_progress(format!(
            "{} replicas are still to be removed",
            replicas.saturating_sub(wanted)
        ))
    })
}

pub(super) fn deployment(object: Status<'_>) -> Finding {
    let progressing = object.condition("Progressing");
    if let Some(progressing) = progressing
        && progressing.reason == "ProgressDeadlineExceeded"
    {
        return Finding::failed(format!(
            "it made no progress within its deadline: {}",
            progressing.words()
        ));
    }
    // kstatus waits for the deadline; a Deployment whose Pods are refused (quota, admission) says so at once.
    if let Some(failure) = object
        .condition("ReplicaFailure")
        .filter(Condition::is_true)
    {
        return Finding::failed(format!("its Pods cannot be created: {}", failure.words()));
    }
    let wanted = object.number("/spec/replicas").unwrap_or(DEFAULT_REPLICAS);
    let replicas = object.count("/status/replicas");
    let updated = object.count("/status/updatedReplicas");
    let available = object.count("/status/availableReplicas");
    let ready = object.count("/status/readyReplicas");
    let unfinished = short_of(&[("created", replicas, wanted), ("updated", updated, wanted)])
        .or_else(|| surplus(replicas, wanted))
        .or_else(|| short_of(&[("available", available, updated), ("ready", ready, wanted)]));
    if let Some(finding) = unfinished {
        return finding;
    }
    let has_deadline = object
        .number("/spec/progressDeadlineSeconds")
        // The controller reads the largest 32-bit number as "no deadline", and then writes no Progressing condition.
        .is_some_and(|seconds| seconds != i64::from(i32::MAX));
    let rolled_out = progressing.is_some_and(|progressing| {
        progressing.is_true() && progressing.reason == "NewReplicaSetAvailable"
    });
    if has_deadline && !rolled_out {
        return Finding::in_progress("its new ReplicaSet is not available yet");
    }
    if !object
        .condition("Available")
        .is_some_and(|available| available.is_true())
    {
        return Finding::in_progress("it does not have the minimum of available replicas yet");
    }
    Finding::current(format!("{replicas} replicas are available"))
}

pub(super) fn stateful_set(object: Status<'_>) -> Finding {
    if object.text("/spec/updateStrategy/type") == Some("OnDelete") {
        return Finding::current("its Pods are updated when somebody deletes them (OnDelete)");
    }
    let wanted = object.number("/spec/replicas").unwrap_or(DEFAULT_REPLICAS);
    let replicas = object.count("/status/replicas");
    let updated = object.count("/status/updatedReplicas");
    let ready = object.count("/status/readyReplicas");
    let unfinished = short_of(&[("created", replicas, wanted), ("ready", ready, wanted)])
        .or_else(|| surplus(replicas, wanted));
    if let Some(finding) = unfinished {
        return finding;
    }
    if let Some(partition) = object.number("/spec/updateStrategy/rollingUpdate/partition") {
        return short_of(&[("updated", updated, wanted.saturating_sub(partition))]).unwrap_or_else(
            || {
                Finding::current(format!(
                    "{updated} replicas above partition {partition} are updated"
                ))
            },
        );
    }
    if let Some(finding) = short_of(&[("current", object.count("/status/currentReplicas"), wanted)])
    {
        return finding;
    }
    if object.text("/status/currentRevision") != object.text("/status/updateRevision") {
        return Finding::in_progress("its update to the new revision is not complete");
    }
    Finding::current(format!("{replicas} replicas are ready"))
}

pub(super) fn daemon_set(object: Status<'_>) -> Finding {
    let Some(wanted) = object.number("/status/desiredNumberScheduled") else {
        return Finding::in_progress("it is not known yet on how many nodes it runs");
    };
    short_of(&[
        (
            "scheduled",
            object.count("/status/currentNumberScheduled"),
            wanted,
        ),
        (
            "updated",
            object.count("/status/updatedNumberScheduled"),
            wanted,
        ),
        ("available", object.count("/status/numberAvailable"), wanted),
        ("ready", object.count("/status/numberReady"), wanted),
    ])
    .unwrap_or_else(|| Finding::current(format!("it is ready on {wanted} nodes")))
}

pub(super) fn replica_set(object: Status<'_>) -> Finding {
    if let Some(failure) = object
        .condition("ReplicaFailure")
        .filter(Condition::is_true)
    {
        return Finding::in_progress(format!("its Pods cannot be created: {}", failure.words()));
    }
    let wanted = object.number("/spec/replicas").unwrap_or(DEFAULT_REPLICAS);
    let replicas = object.count("/status/replicas");
    short_of(&[
        (
            "labelled",
            object.count("/status/fullyLabeledReplicas"),
            wanted,
        ),
        (
            "available",
            object.count("/status/availableReplicas"),
            wanted,
        ),
        ("ready", object.count("/status/readyReplicas"), wanted),
    ])
    .or_else(|| surplus(replicas, wanted))
    .unwrap_or_else(|| Finding::current(format!("{replicas} replicas are available")))
}

/// A Job is current from its start on: whether its work is done is not a matter of its health.
pub(super) fn job(object: Status<'_>) -> Finding {
    let suspended = object
        .value("/spec/suspend")
        .and_then(serde_json::Value::as_bool)
        == Some(true);
    for condition in object.conditions().filter(Condition::is_true) {
        match condition.type_ {
            "Complete" => return Finding::current("it is complete"),
            "Failed" => return Finding::failed(format!("it failed: {}", condition.words())),
            "Suspended" if suspended => return Finding::current("it is suspended"),
            _ => {}
        }
    }
    if object.text("/status/startTime").is_none() {
        return Finding::in_progress("it has not started yet");
    }
    Finding::current(format!(
        "it runs: {} active, {} succeeded, {} failed",
        object.count("/status/active"),
        object.count("/status/succeeded"),
        object.count("/status/failed")
    ))
}
