use k8s_openapi::api::core::v1::Pod;
use nephoran_verification::pod_trouble;
use serde_json::{Value, json};

fn pod(name: &str, status: Value) -> Pod {
    serde_json::from_value(json!({
        "metadata": {"name": name, "namespace": "core"},
        "spec": {"containers": [{"name": "nf", "resources": {"limits": {"memory": "512Mi"}}}]},
        "status": status,
    }))
    .unwrap()
}

fn container(ready: bool, state: Value, last_state: Value) -> Value {
    json!({"containerStatuses": [{"name": "nf", "image": "registry.example/amf:v1", "imageID": "", "ready": ready,
        "restartCount": 4, "state": state, "lastState": last_state}]})
}

fn waiting(reason: &str, message: &str) -> Value {
    json!({"waiting": {"reason": reason, "message": message}})
}

#[test]
fn pods_that_run_or_are_just_starting_are_in_no_trouble() {
    let running = pod("a", container(true, json!({"running": {}}), json!({})));
    let starting = pod(
        "b",
        container(false, waiting("ContainerCreating", ""), json!({})),
    );
    assert_eq!(pod_trouble(&[running, starting, Pod::default()]), None);
}

#[test]
fn a_crash_loop_tells_how_the_last_run_ended_and_where_to_look() {
    let last =
        json!({"terminated": {"exitCode": 2, "reason": "Error", "message": "no NRF at\nnrf:8000"}});
    let looping = pod(
        "amf-0",
        container(false, waiting("CrashLoopBackOff", "back-off 5m0s"), last),
    );
    assert_eq!(
        pod_trouble(&[looping]).unwrap(),
        "Pod core/amf-0: container nf is in CrashLoopBackOff (image registry.example/amf:v1, 4 restarts): its last run \
         ended with exit code 2, no NRF at nrf:8000; read the log of its last run (`kubectl logs --previous`)"
    );
}

#[test]
fn an_image_that_cannot_be_pulled_is_named_with_the_registrys_answer() {
    let text = pod_trouble(&[pod(
        "amf-0",
        container(
            false,
            waiting("ImagePullBackOff", "manifest unknown"),
            json!({}),
        ),
    )]);
    assert_eq!(
        text.unwrap(),
        "Pod core/amf-0: container nf is in ImagePullBackOff (image registry.example/amf:v1, 4 restarts): manifest \
         unknown; check the image's name, its registry and the pull secret"
    );
}

#[test]
fn too_little_memory_is_named_before_the_crash_loop_it_causes() {
    let last = json!({"terminated": {"exitCode": 137, "reason": "OOMKilled"}});
    let killed = pod(
        "amf-1",
        container(false, waiting("CrashLoopBackOff", "back-off"), last),
    );
    let looping = pod(
        "amf-0",
        container(false, waiting("CrashLoopBackOff", "back-off"), json!({})),
    );
    let text = pod_trouble(&[looping, killed]).unwrap();
    assert!(
        text.starts_with(
            "Pod core/amf-1: container nf was killed because it used more memory than 512Mi"
        ),
        "{text}"
    );
    assert!(
        text.ends_with("ask for more memory (1 more Pod is in trouble)"),
        "{text}"
    );
}

#[test]
fn a_container_that_runs_again_after_an_out_of_memory_kill_is_in_no_trouble() {
    let last = json!({"terminated": {"exitCode": 137, "reason": "OOMKilled"}});
    assert_eq!(
        pod_trouble(&[pod("amf-0", container(true, json!({"running": {}}), last))]),
        None
    );
}

#[test]
fn a_pod_without_a_node_repeats_the_scheduler() {
    let status = json!({"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False",
        "reason": "Unschedulable", "message": "0/3 nodes are available: 3 Insufficient cpu."}]});
    assert_eq!(
        pod_trouble(&[pod("amf-0", status)]).unwrap(),
        "Pod core/amf-0: no node takes it (Unschedulable): 0/3 nodes are available: 3 Insufficient cpu.; add nodes, free \
         capacity or ask for less"
    );
}

#[test]
fn the_order_of_the_pods_does_not_matter() {
    let pods: Vec<_> = ["c", "a", "b"]
        .map(|name| {
            pod(
                name,
                container(false, waiting("CrashLoopBackOff", ""), json!({})),
            )
        })
        .into();
    let reversed: Vec<_> = pods.iter().rev().cloned().collect();
    assert_eq!(pod_trouble(&pods), pod_trouble(&reversed));
    assert!(
        pod_trouble(&pods)
            .unwrap()
            .ends_with("(2 more Pods are in trouble)")
    );
}
