//! What is judged beyond kstatus, and what a person reads.

use nephoran_api::HealthStatus::{Current, Failed, InProgress, NotFound, Terminating};
use nephoran_api::ObjectHealth;
use nephoran_verification::{ObservedObject, health};
use serde_json::{Value, json};

use super::{expected, now, seen, status_of};

fn deployment(generation: i64, observed: i64) -> Value {
    json!({"metadata": {"generation": generation}, "status": {"observedGeneration": observed, "replicas": 1,
        "updatedReplicas": 1, "readyReplicas": 1, "availableReplicas": 1,
        "conditions": [{"type": "Available", "status": "True"}]}})
}

#[test]
fn an_object_that_does_not_exist_is_not_found() {
    let amf = expected("apps/v1", "Deployment");
    let found = health(
        ObservedObject {
            cluster: "edge-1",
            expected: &amf,
            found: None,
        },
        now(),
    );
    let message = "it does not exist".to_owned();
    assert_eq!(
        found,
        ObjectHealth {
            resource: "edge-1/Deployment/core/amf".to_owned(),
            status: NotFound,
            message
        }
    );
}

#[test]
fn the_local_cluster_and_a_missing_namespace_are_left_out_of_the_name() {
    let mut namespace = expected("v1", "Namespace");
    namespace.namespace = String::new();
    assert_eq!(seen(&namespace, &json!({})).resource, "Namespace/amf");
}

#[test]
fn an_object_being_deleted_is_terminating_whatever_its_status_says() {
    let mut object = deployment(1, 1);
    object["metadata"]["deletionTimestamp"] = json!("2026-11-21T11:00:00Z");
    assert_eq!(status_of("apps/v1", "Deployment", object), Terminating);
}

#[test]
fn what_was_seen_before_the_apply_is_not_believed() {
    let mut amf = expected("apps/v1", "Deployment");
    amf.generation = Some(3);
    let stale = seen(&amf, &deployment(2, 2));
    assert_eq!(
        (stale.status, stale.message.as_str()),
        (
            InProgress,
            "generation 3 was applied, generation 2 is still seen"
        )
    );
    assert_eq!(seen(&amf, &deployment(3, 2)).status, InProgress);
    assert_eq!(seen(&amf, &deployment(3, 3)).status, Current);
    assert_eq!(seen(&amf, &deployment(4, 4)).status, Current);
}

#[test]
fn a_workload_nobody_has_looked_at_is_not_current_even_with_no_replicas() {
    assert_eq!(
        status_of("apps/v1", "StatefulSet", json!({"spec": {"replicas": 0}})),
        InProgress
    );
}

#[test]
fn a_ready_condition_of_an_older_generation_is_not_believed() {
    let object = json!({"metadata": {"generation": 2}, "status": {"observedGeneration": 2,
        "conditions": [{"type": "Ready", "status": "True", "observedGeneration": 1}]}});
    assert_eq!(
        status_of("nephoran.com/v1", "ResourcePlan", object),
        InProgress
    );
}

#[test]
fn reconciling_and_stalled_decide_for_every_kind() {
    let with = |type_: &str| json!({"status": {"conditions": [{"type": type_, "status": "True", "message": "why"}]}});
    assert_eq!(
        status_of("example.com/v1", "MyKind", with("Reconciling")),
        InProgress
    );
    let stalled = seen(&expected("example.com/v1", "MyKind"), &with("Stalled"));
    assert_eq!((stalled.status, stalled.message.as_str()), (Failed, "why"));
}

#[test]
fn a_deployment_whose_pods_exceed_the_quota_fails_with_the_quota() {
    let object = json!({"metadata": {"generation": 1}, "status": {"observedGeneration": 1, "conditions": [
        {"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": "exceeded quota: small"}]}});
    let failed = seen(&expected("apps/v1", "Deployment"), &object);
    assert_eq!(
        (failed.status, failed.message.as_str()),
        (Failed, "its Pods cannot be created: exceeded quota: small")
    );
}

#[test]
fn a_deployment_past_its_progress_deadline_fails() {
    let mut object = deployment(1, 1);
    object["status"]["conditions"] =
        json!([{"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded"}]);
    assert_eq!(status_of("apps/v1", "Deployment", object), Failed);
}

#[test]
fn a_deployment_says_how_many_replicas_are_missing() {
    let mut object = deployment(1, 1);
    object["spec"]["replicas"] = json!(3);
    assert_eq!(
        seen(&expected("apps/v1", "Deployment"), &object).message,
        "1 of 3 replicas are created"
    );
}

#[test]
fn a_stateful_set_follows_its_update_strategy() {
    let partitioned = |updated: i64| {
        json!({"spec": {"replicas": 4, "updateStrategy": {"rollingUpdate": {"partition": 1}}}, "status": {
            "observedGeneration": 1, "replicas": 4, "readyReplicas": 4, "updatedReplicas": updated}})
    };
    assert_eq!(
        status_of("apps/v1", "StatefulSet", partitioned(2)),
        InProgress
    );
    assert_eq!(status_of("apps/v1", "StatefulSet", partitioned(3)), Current);
    let revisions = json!({"spec": {"replicas": 1}, "status": {"observedGeneration": 1, "replicas": 1,
        "readyReplicas": 1, "currentReplicas": 1, "currentRevision": "a", "updateRevision": "b"}});
    assert_eq!(status_of("apps/v1", "StatefulSet", revisions), InProgress);
}

#[test]
fn a_pod_whose_image_cannot_be_pulled_fails_also_in_an_init_container() {
    let pod = |containers: &str, reason: &str| {
        let waiting = json!([{"name": "amf", "state": {"waiting": {"reason": reason}}}]);
        json!({"status": {"phase": "Pending", containers: waiting}})
    };
    assert_eq!(
        status_of("v1", "Pod", pod("containerStatuses", "ImagePullBackOff")),
        Failed
    );
    assert_eq!(
        status_of(
            "v1",
            "Pod",
            pod("initContainerStatuses", "CrashLoopBackOff")
        ),
        Failed
    );
    assert_eq!(
        status_of("v1", "Pod", pod("containerStatuses", "ContainerCreating")),
        InProgress
    );
}

#[test]
fn a_lost_claim_fails() {
    assert_eq!(
        status_of(
            "v1",
            "PersistentVolumeClaim",
            json!({"status": {"phase": "Lost"}})
        ),
        Failed
    );
}

#[test]
fn an_autoscaler_without_metrics_is_current_and_one_without_a_target_is_not() {
    let autoscaler = |type_: &str, reason: &str| json!({"status": {"conditions": [{"type": type_, "status": "False", "reason": reason}]}});
    let kind = ("autoscaling/v2", "HorizontalPodAutoscaler");
    assert_eq!(
        status_of(
            kind.0,
            kind.1,
            autoscaler("ScalingActive", "FailedGetResourceMetric")
        ),
        Current
    );
    assert_eq!(
        status_of(kind.0, kind.1, autoscaler("AbleToScale", "FailedGetScale")),
        InProgress
    );
}
