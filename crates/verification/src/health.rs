//! The health of one object, after the rules of kstatus (kubernetes-sigs/cli-utils, `pkg/kstatus/status`).
//!
//! Kubernetes controllers report in many dialects; kstatus is the agreed way to read them. Where this differs it is
//! stricter, never more lenient: a status that cannot be read, or that is older than what was applied, is not believed.
//! The rules decide on what the object says about itself; they ask nothing and know no time but the one they are given.

mod generic;
mod other_kinds;
mod pod;
mod status;
mod workloads;

use k8s_openapi::jiff::Timestamp;
use nephoran_api::{AppliedObject, HealthStatus, ObjectHealth};
use serde_json::Value;

use status::{Finding, Status};

/// The cluster whose name is left out of [`ObjectHealth::resource`].
const LOCAL_CLUSTER: &str = "local";

/// An object as the cluster holds it, next to what was applied.
#[derive(Clone, Copy, Debug)]
pub struct ObservedObject<'a> {
    /// TargetCluster, or `local`.
    pub cluster: &'a str,
    /// What was applied.
    pub expected: &'a AppliedObject,
    /// What the cluster holds; nothing when the object does not exist.
    pub found: Option<&'a Value>,
}

/// The health of an object at the time `now`.
///
/// A status counts only when it speaks of the generation that was applied or of a later one. Kinds without rules of
/// their own are judged by their conditions, and are current when they have none.
#[must_use]
pub fn health(observed: ObservedObject<'_>, now: Timestamp) -> ObjectHealth {
    let finding = match observed.found {
        None => Finding::new(HealthStatus::NotFound, "it does not exist"),
        Some(found) => judge_object(Status::of(found), observed.expected, now),
    };
    ObjectHealth {
        resource: resource(observed.cluster, observed.expected),
        status: finding.status,
        message: finding.message,
    }
}

fn judge_object(object: Status<'_>, expected: &AppliedObject, now: Timestamp) -> Finding {
    if let Some(finding) = generic::finding(object, expected) {
        return finding;
    }
    let group = expected
        .api_version
        .split_once('/')
        .map_or("", |(group, _)| group);
    match (group, expected.kind.as_str()) {
        ("apps", "Deployment") => workloads::deployment(object),
        ("apps", "StatefulSet") => workloads::stateful_set(object),
        ("apps", "DaemonSet") => workloads::daemon_set(object),
        ("apps", "ReplicaSet") => workloads::replica_set(object),
        ("batch", "Job") => workloads::job(object),
        ("", "Pod") => pod::pod(object, now),
        ("", "PersistentVolumeClaim") => other_kinds::persistent_volume_claim(object),
        ("", "Service") => other_kinds::service(object),
        ("policy", "PodDisruptionBudget") => other_kinds::pod_disruption_budget(object),
        ("autoscaling", "HorizontalPodAutoscaler") => {
            other_kinds::horizontal_pod_autoscaler(object)
        }
        ("apiextensions.k8s.io", "CustomResourceDefinition") => {
            other_kinds::custom_resource_definition(object)
        }
        _ => generic::by_ready_condition(object),
    }
}

/// `Kind/namespace/name`, with the cluster in front when it is not the local one.
fn resource(cluster: &str, object: &AppliedObject) -> String {
    let mut parts = vec![object.kind.as_str()];
    if !object.namespace.is_empty() {
        parts.push(&object.namespace);
    }
    parts.push(&object.name);
    if cluster != LOCAL_CLUSTER {
        parts.insert(0, cluster);
    }
    parts.join("/")
}
