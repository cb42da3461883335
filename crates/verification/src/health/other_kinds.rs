//! Claims, Services, disruption budgets, autoscalers and definitions of custom resources.

use super::status::{Condition, Finding, Status};

pub(super) fn persistent_volume_claim(object: Status<'_>) -> Finding {
    match object.text("/status/phase") {
        Some("Bound") => Finding::current("it is bound"),
        Some("Lost") => {
            Finding::failed("its volume is gone; restore the volume or recreate the claim")
        }
        Some(phase) => Finding::in_progress(format!("it is not bound to a volume yet: {phase}")),
        None => Finding::in_progress("it is not bound to a volume yet"),
    }
}

pub(super) fn service(object: Status<'_>) -> Finding {
    let balanced = object.text("/spec/type") == Some("LoadBalancer");
    if balanced && object.text("/spec/clusterIP").is_none_or(str::is_empty) {
        return Finding::in_progress("its load balancer waits for a cluster address");
    }
    Finding::current("it is ready")
}

/// The generation check before this one has made sure that the disruption controller has looked at it.
pub(super) fn pod_disruption_budget(object: Status<'_>) -> Finding {
    let allowed = object.count("/status/disruptionsAllowed");
    Finding::current(format!("it allows {allowed} disruptions"))
}

/// An autoscaler without metrics still holds its replicas within their bounds, so only a missing target is trouble.
pub(super) fn horizontal_pod_autoscaler(object: Status<'_>) -> Finding {
    if let Some(able) = object.condition("AbleToScale").filter(Condition::is_false)
        && able.reason == "FailedGetScale"
    {
        return Finding::in_progress(format!("it does not find its target: {}", able.words()));
    }
    match object
        .condition("ScalingActive")
        .filter(Condition::is_false)
    {
        Some(active) => Finding::current(format!("it does not scale now: {}", active.words())),
        None => Finding::current("it is in place"),
    }
}

pub(super) fn custom_resource_definition(object: Status<'_>) -> Finding {
    for condition in object.conditions() {
        match condition.type_ {
            "NamesAccepted" if condition.is_false() => return Finding::failed(condition.words()),
            "Established" if condition.is_true() => return Finding::current("it is established"),
            "Established" if condition.is_false() && condition.reason != "Installing" => {
                return Finding::failed(condition.words());
            }
            _ => {}
        }
    }
    Finding::in_progress("it is not established yet")
}
