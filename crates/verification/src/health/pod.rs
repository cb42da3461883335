//! Pods that stand in the inventory themselves.

use k8s_openapi::jiff::{SignedDuration, Timestamp};

use super::status::{Finding, Status};
use crate::trouble::Waiting;

/// How long a Pod may look for a node before it counts as unschedulable (kstatus: 15 s).
const SCHEDULING_TIME: SignedDuration = SignedDuration::from_secs(15);

pub(super) fn pod(object: Status<'_>, now: Timestamp) -> Finding {
    let phase = object.text("/status/phase").unwrap_or_default();
    match phase {
        "Succeeded" => return Finding::current("it has completed"),
        // As kstatus has it: a Pod that ended will not change any more, whatever its end.
        "Failed" => return Finding::current("it has ended, without success"),
        "Running"
            if object
                .condition("Ready")
                .is_some_and(|ready| ready.is_true()) =>
        {
            return Finding::current("it is ready");
        }
        "Running" | "Pending" => {}
        "" => return Finding::in_progress("its node has not reported about it yet"),
        other => return Finding::in_progress(format!("its phase {other} is not known")),
    }
    if let Some(message) = hopeless_container(object) {
        return Finding::failed(message);
    }
    if phase == "Running" {
        return Finding::in_progress("it runs but is not ready yet");
    }
    let unschedulable = object
        .condition("PodScheduled")
        .filter(|scheduled| scheduled.is_false() && scheduled.reason == "Unschedulable");
    match unschedulable {
        None => Finding::in_progress("it is pending"),
        Some(scheduled) if is_young(object, now) => {
            Finding::in_progress(format!("it waits for a node: {}", scheduled.words()))
        }
        Some(scheduled) => Finding::failed(format!("no node takes it: {}", scheduled.words())),
    }
}

/// The first container that waits for something that does not come by waiting.
fn hopeless_container(object: Status<'_>) -> Option<String> {
    ["/status/initContainerStatuses", "/status/containerStatuses"]
        .into_iter()
        .flat_map(|pointer| object.items(pointer))
        .map(Status::of)
        .find_map(|container| {
            let reason = container.text("/state/waiting/reason")?;
            let waiting = Waiting::find(reason).filter(|waiting| waiting.hopeless)?;
            let name = container.text("/name").unwrap_or("without a name");
            Some(format!(
                "its container {name} is in {reason}: {}",
                waiting.next_step
            ))
        })
}

/// A creation time that is missing or unreadable is not young, as in kstatus.
fn is_young(object: Status<'_>, now: Timestamp) -> bool {
    object
        .text("/metadata/creationTimestamp")
        .and_then(|created| created.parse::<Timestamp>().ok())
        .is_some_and(|created| now.duration_since(created) < SCHEDULING_TIME)
}
