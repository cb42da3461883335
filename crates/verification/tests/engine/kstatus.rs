//! The situations that kstatus tests itself (cli-utils, `pkg/kstatus/status/status_compute_test.go`), under the names it
//! gives them, with the statuses it expects.

use nephoran_api::HealthStatus::{self, Current, Failed, InProgress};
use serde_json::{Value, json};

use super::{NOW, status_of};

type Case = (&'static str, HealthStatus, Value);

fn check(api_version: &str, kind: &str, cases: Vec<Case>) {
    for (name, expected, object) in cases {
        assert_eq!(status_of(api_version, kind, object), expected, "{name}");
    }
}

fn condition(type_: &str, status: &str, reason: &str) -> Value {
    json!({"type": type_, "status": status, "reason": reason})
}

fn pending(created: &str) -> Value {
    let conditions = [condition("PodScheduled", "False", "Unschedulable")];
    json!({"metadata": {"creationTimestamp": created}, "status": {"phase": "Pending", "conditions": conditions}})
}

#[test]
fn pods() {
    let crash_loop = json!({"status": {"phase": "Running",
        "conditions": [condition("PodScheduled", "False", "Unschedulable")],
        "containerStatuses": [{"name": "amf", "state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}});
    let completed = |phase: &str| json!({"status": {"phase": phase, "conditions": [condition("Ready", "False", "PodCompleted")]}});
    check(
        "v1",
        "Pod",
        vec![
            ("podNoStatus", InProgress, json!({})),
            (
                "podReady",
                Current,
                json!({"status": {"phase": "Running", "conditions": [condition("Ready", "True", "")]}}),
            ),
            ("podCompletedSuccessfully", Current, completed("Succeeded")),
            ("podCompletedFailed", Current, completed("Failed")),
            ("podBeingScheduled", InProgress, pending(NOW)),
            (
                "podUnschedulable",
                Failed,
                json!({"status": pending(NOW)["status"]}),
            ),
            (
                "podUnschedulable, long ago",
                Failed,
                pending("2026-11-21T11:59:00Z"),
            ),
            ("podCrashLooping", Failed, crash_loop),
        ],
    );
}

#[test]
fn claims_and_services() {
    check(
        "v1",
        "PersistentVolumeClaim",
        vec![
            ("pvcNoStatus", InProgress, json!({})),
            ("pvcBound", Current, json!({"status": {"phase": "Bound"}})),
        ],
    );
    check(
        "v1",
        "Service",
        vec![
            ("serviceDefault", Current, json!({})),
            (
                "serviceNodePort",
                Current,
                json!({"spec": {"type": "NodePort"}}),
            ),
            (
                "serviceLBok",
                Current,
                json!({"spec": {"type": "LoadBalancer", "clusterIP": "192.0.2.1"}}),
            ),
            (
                "serviceLBnok",
                InProgress,
                json!({"spec": {"type": "LoadBalancer"}}),
            ),
        ],
    );
}

#[test]
fn stateful_sets() {
    let four = |current: i64, ready: i64, replicas: i64| {
        json!({"spec": {"replicas": 4}, "status": {"observedGeneration": 1, "currentReplicas": current,
            "readyReplicas": ready, "replicas": replicas}})
    };
    check(
        "apps/v1",
        "StatefulSet",
        vec![
            ("stsNoStatus", InProgress, json!({})),
            (
                "stsBadStatus",
                InProgress,
                json!({"status": {"observedGeneration": 1, "currentReplicas": 1}}),
            ),
            ("stsOK", Current, four(4, 4, 4)),
            ("stsLessReady", InProgress, four(4, 2, 4)),
            ("stsLessCurrent", InProgress, four(2, 4, 4)),
            ("stsExtraPods", InProgress, four(4, 4, 8)),
        ],
    );
}

#[test]
fn daemon_sets() {
    let four = |generation: i64, available: i64, ready: i64| {
        json!({"metadata": {"generation": generation}, "status": {"observedGeneration": 1,
            "desiredNumberScheduled": 4, "currentNumberScheduled": 4, "updatedNumberScheduled": 4,
            "numberAvailable": available, "numberReady": ready}})
    };
    check(
        "apps/v1",
        "DaemonSet",
        vec![
            ("dsNoStatus", InProgress, json!({})),
            (
                "dsBadStatus",
                InProgress,
                json!({"status": {"observedGeneration": 1, "currentReplicas": 1}}),
            ),
            ("dsOK", Current, four(1, 4, 4)),
            ("dsLessReady", InProgress, four(1, 4, 2)),
            ("dsDifferentGeneration", InProgress, four(2, 4, 4)),
            ("dsLessAvailable", InProgress, four(1, 2, 4)),
        ],
    );
}

#[test]
fn deployments() {
    let one = |spec: Value, conditions: Value| {
        json!({"spec": spec, "status": {"observedGeneration": 1, "updatedReplicas": 1, "readyReplicas": 1,
            "availableReplicas": 1, "replicas": 1, "conditions": conditions}})
    };
    let rolled_out = || condition("Progressing", "True", "NewReplicaSetAvailable");
    let available = |status: &str| condition("Available", status, "");
    check(
        "apps/v1",
        "Deployment",
        vec![
            ("depNoStatus", InProgress, json!({})),
            (
                "depOK",
                Current,
                one(json!({}), json!([rolled_out(), available("True")])),
            ),
            (
                "depNotProgressing",
                InProgress,
                one(
                    json!({"progressDeadlineSeconds": 45}),
                    json!([
                        condition("Progressing", "False", "Some reason"),
                        available("True")
                    ]),
                ),
            ),
            (
                "depNoProgressDeadlineSeconds",
                Current,
                one(json!({}), json!([available("True")])),
            ),
            (
                "depNotAvailable",
                InProgress,
                one(json!({}), json!([rolled_out(), available("False")])),
            ),
        ],
    );
}

#[test]
fn replica_sets() {
    let set = |wanted: i64, ready: i64, available: i64, conditions: Value| {
        json!({"spec": {"replicas": wanted}, "status": {"observedGeneration": 1, "replicas": wanted,
            "readyReplicas": ready, "availableReplicas": available, "fullyLabeledReplicas": wanted,
            "conditions": conditions}})
    };
    check(
        "apps/v1",
        "ReplicaSet",
        vec![
            ("rsNoStatus", InProgress, json!({})),
            (
                "rsOK1",
                Current,
                set(2, 2, 2, json!([condition("ReplicaFailure", "False", "")])),
            ),
            ("rsOK2", Current, set(2, 2, 2, json!([]))),
            ("rsLessAvailable", InProgress, set(4, 4, 2, json!([]))),
            ("rsLessReady", InProgress, set(4, 2, 4, json!([]))),
            (
                "rsReplicaFailure",
                InProgress,
                set(4, 4, 4, json!([condition("ReplicaFailure", "True", "")])),
            ),
        ],
    );
}

#[test]
fn budgets_and_jobs() {
    let budget = |generation: i64| json!({"metadata": {"generation": generation}, "status": {"observedGeneration": 1}});
    check(
        "policy/v1",
        "PodDisruptionBudget",
        vec![
            ("pdbNotObserved", InProgress, budget(2)),
            ("pdbObserved", Current, budget(1)),
        ],
    );
    check(
        "batch/v1",
        "Job",
        vec![
            ("jobNoStatus", InProgress, json!({})),
            (
                "jobComplete",
                Current,
                json!({"status": {"succeeded": 1, "conditions": [condition("Complete", "True", "")]}}),
            ),
            (
                "jobFailed",
                Failed,
                json!({"status": {"failed": 1, "conditions": [condition("Failed", "True", "JobFailed")]}}),
            ),
            (
                "jobInProgress",
                Current,
                json!({"status": {"startTime": NOW, "active": 2, "conditions":
                [condition("Failed", "False", ""), condition("Complete", "False", "")]}}),
            ),
        ],
    );
    check(
        "batch/v1",
        "CronJob",
        vec![
            ("cronjobNoStatus", Current, json!({})),
            ("cronjobWithStatus", Current, json!({"status": null})),
        ],
    );
}

#[test]
fn custom_resources_and_their_definitions() {
    let conditions = |conditions: Value| json!({"status": {"conditions": conditions}});
    check(
        "example.com/v1",
        "MyKind",
        vec![
            ("crdNoStatus", Current, json!({})),
            (
                "crdMismatchStatusGeneration",
                InProgress,
                json!({"metadata": {"generation": 2}, "status": {"observedGeneration": 1}}),
            ),
            (
                "crdReady",
                Current,
                conditions(json!([condition("Ready", "True", "AllOk")])),
            ),
            (
                "crdNotReady",
                InProgress,
                conditions(json!([condition("Ready", "False", "NotReadyYet")])),
            ),
            (
                "crdNoCondition",
                Current,
                conditions(json!([condition("SomeCondition", "False", "")])),
            ),
        ],
    );
    let accepted = || condition("NamesAccepted", "True", "NoConflicts");
    check(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        vec![
            ("crdNoConditions", InProgress, json!({})),
            (
                "crdInstalling",
                InProgress,
                conditions(json!([
                    accepted(),
                    condition("Established", "False", "Installing")
                ])),
            ),
            (
                "crdNamesNotAccepted",
                Failed,
                conditions(json!([condition("NamesAccepted", "False", "SomeReason")])),
            ),
            (
                "crdEstablished",
                Current,
                conditions(json!([
                    accepted(),
                    condition("Established", "True", "InitialNamesAccepted")
                ])),
            ),
        ],
    );
}
