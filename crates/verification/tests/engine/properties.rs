use nephoran_api::HealthStatus;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{expected, seen};

const KINDS: &[(&str, &str)] = &[
    ("apps/v1", "Deployment"),
    ("apps/v1", "StatefulSet"),
    ("apps/v1", "DaemonSet"),
    ("apps/v1", "ReplicaSet"),
    ("batch/v1", "Job"),
    ("v1", "Pod"),
    ("v1", "PersistentVolumeClaim"),
    ("v1", "Service"),
    ("v1", "ConfigMap"),
    ("policy/v1", "PodDisruptionBudget"),
    ("autoscaling/v2", "HorizontalPodAutoscaler"),
    ("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
    ("example.com/v1", "MyKind"),
];

/// The names the rules read, so that arbitrary JSON reaches them, and values of every type.
const NAMES: &[&str] = &[
    "metadata",
    "spec",
    "status",
    "generation",
    "observedGeneration",
    "deletionTimestamp",
    "creationTimestamp",
    "conditions",
    "type",
    "reason",
    "message",
    "phase",
    "replicas",
    "readyReplicas",
    "updatedReplicas",
    "availableReplicas",
    "currentReplicas",
    "containerStatuses",
    "state",
    "waiting",
    "name",
    "startTime",
    "suspend",
    "desiredNumberScheduled",
    "updateStrategy",
    "rollingUpdate",
    "partition",
    "progressDeadlineSeconds",
];
const TEXTS: &[&str] = &[
    "",
    "True",
    "False",
    "Ready",
    "Stalled",
    "Reconciling",
    "Available",
    "Progressing",
    "Complete",
    "Failed",
    "Running",
    "Pending",
    "CrashLoopBackOff",
    "2026-11-21T11:59:59Z",
    "-9999-01-01T00:00:00Z",
    "OnDelete",
    "LoadBalancer",
];

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        prop_oneof![any::<i64>(), -2i64..5].prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(TEXTS).prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(NAMES), inner), 0..8).prop_map(|fields| {
                Value::Object(
                    fields
                        .into_iter()
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect::<Map<_, _>>(),
                )
            }),
        ]
    })
}

fn any_object() -> impl Strategy<Value = Value> {
    (any_json(), any_json(), any_json()).prop_map(
        |(metadata, spec, status)| json!({"metadata": metadata, "spec": spec, "status": status}),
    )
}

proptest! {
    #[test]
    fn any_json_has_a_health(object in prop_oneof![any_json(), any_object()], kind in prop::sample::select(KINDS)) {
        seen(&expected(kind.0, kind.1), &object);
    }

    #[test]
    fn a_status_with_an_old_observed_generation_is_never_current(
        spec in any_json(),
        status in prop::collection::btree_map(prop::sample::select(NAMES), any_json(), 0..8),
        kind in prop::sample::select(KINDS),
        (generation, age) in (2i64..100, 1i64..100),
    ) {
        let mut object = json!({"metadata": {"generation": generation}, "spec": spec, "status": status});
        object["status"]["observedGeneration"] = (generation - age).into();
        prop_assert_ne!(seen(&expected(kind.0, kind.1), &object).status, HealthStatus::Current);
    }

    #[test]
    fn an_object_older_than_what_was_applied_is_never_current(
        mut object in any_object(),
        kind in prop::sample::select(KINDS),
        (applied, age) in (2i64..100, 1i64..100),
    ) {
        object["metadata"] = json!({"generation": applied - age});
        let mut expected = expected(kind.0, kind.1);
        expected.generation = Some(applied);
        prop_assert_ne!(seen(&expected, &object).status, HealthStatus::Current);
    }
}
