use serde_json::{Value, json};

use super::*;

const GIB: u64 = 1 << 30;

/// A container with a request.
fn container(cpu: &str, memory: &str) -> Value {
    json!({ "resources": { "requests": { "cpu": cpu, "memory": memory } } })
}

fn sidecar(cpu: &str, memory: &str) -> Value {
    let mut sidecar = container(cpu, memory);
    sidecar["restartPolicy"] = json!("Always");
    sidecar
}

fn pod(spec: Value) -> PodSpec {
    serde_json::from_value(spec).unwrap()
}

fn request_of(spec: Value) -> (u64, u64) {
    let request = effective_request(&pod(spec));
    (request.cpu, request.memory)
}

#[test]
fn containers_request_together() {
    let spec = json!({ "containers": [container("500m", "1Gi"), container("1", "2Gi"), {}] });
    assert_eq!(request_of(spec), (1500, 3 * GIB));
}

#[test]
fn an_init_container_counts_where_it_takes_more_than_all_containers() {
    let spec = json!({
        "initContainers": [container("2", "256Mi"), container("1", "1Gi")],
        "containers": [container("500m", "1Gi"), container("500m", "1Gi")],
    });
    assert_eq!(request_of(spec), (2000, 2 * GIB));
}

#[test]
fn a_sidecar_counts_beside_the_containers_and_beside_init_containers_after_it() {
    let sidecar_first = json!({
        "initContainers": [sidecar("1", "1Gi"), container("3", "1Gi")],
        "containers": [container("2", "1Gi")],
    });
    assert_eq!(request_of(sidecar_first), (4000, 2 * GIB));
    let sidecar_last = json!({
        "initContainers": [container("3", "1Gi"), sidecar("1", "1Gi")],
        "containers": [container("2", "1Gi")],
    });
    assert_eq!(request_of(sidecar_last), (3000, 2 * GIB));
}

#[test]
fn overhead_comes_on_top_and_a_request_of_the_pod_replaces_those_of_its_containers() {
    let spec = json!({
        "containers": [container("1", "1Gi")],
        "overhead": { "cpu": "250m", "memory": "128Mi" },
        "resources": { "requests": { "cpu": "3" } },
    });
    assert_eq!(request_of(spec), (3250, GIB + (128 << 20)));
}

#[test]
fn only_ready_nodes_that_take_pods_offer_anything() {
    let status = |ready: &str| json!({ "allocatable": { "cpu": "4", "memory": "8Gi" }, "conditions": [{ "type": "Ready", "status": ready }] });
    let offers = |spec: Value, status: Value| {
        let status: NodeStatus = serde_json::from_value(status).unwrap();
        offer(&serde_json::from_value(spec).unwrap(), Some(&status)).is_some()
    };
    let taint = |effect: &str| json!({ "taints": [{ "key": "any", "effect": effect }] });
    assert!(offers(json!({}), status("True")));
    assert!(offers(taint("PreferNoSchedule"), status("True")));
    assert!(!offers(json!({}), status("Unknown")));
    assert!(!offers(json!({ "unschedulable": true }), status("True")));
    assert!(!offers(taint("NoSchedule"), status("True")));
    assert!(!offers(taint("NoExecute"), status("True")));
}

/// A cluster of one node of 4 CPU and 8 GiB, on which so much is requested by us and by others.
fn tally(pods: &[(&str, &str, bool)]) -> Tally {
    let mut tally = Tally::default();
    let status = json!({ "allocatable": { "cpu": "4", "memory": "8Gi" }, "conditions": [{ "type": "Ready", "status": "True" }] });
    let status: NodeStatus = serde_json::from_value(status).unwrap();
    tally.node("one", &NodeSpec::default(), Some(&status));
    for (cpu, memory, ours) in pods {
        let spec = json!({ "nodeName": "one", "containers": [container(cpu, memory)] });
        tally.pod(&pod(spec), *ours);
    }
    tally
}

#[test]
fn what_others_request_is_part_of_what_all_request() {
    let mut tally = tally(&[("500m", "1Gi", true), ("250m", "100k", false)]);
    let closed = json!({ "nodeName": "another", "containers": [container("1", "1Gi")] });
    tally.pod(&pod(closed), false);
    let figures = serde_json::to_value(tally.figures()).unwrap();
    assert_eq!(
        figures,
        json!({
            "ready": 1,
            "allocatable": { "cpu": "4", "memory": "8Gi" },
            "requested": { "cpu": "750m", "memory": "1025Mi" },
            "requestedElsewhere": { "cpu": "250m", "memory": "1Mi" },
        })
    );
}

#[test]
fn a_cluster_without_nodes_has_no_figures_and_one_whose_nodes_are_down_offers_nothing() {
    assert_eq!(Tally::default().figures(), None);
    let mut down = Tally::default();
    down.node("one", &NodeSpec::default(), None);
    let figures = down.figures().unwrap();
    assert_eq!(
        (figures.ready, figures.allocatable.cpu.0.as_str()),
        (0, "0")
    );
}

#[test]
fn figures_are_steady_up_to_a_twentieth_of_what_the_nodes_offer() {
    let figures = |cpu: &str, ours: bool| {
        tally(&[("1", "1Gi", true), (cpu, "1Gi", ours)])
            .figures()
            .unwrap()
    };
    let before = figures("1", true);
    assert!(!has_moved(&before, &before));
    assert!(
        !has_moved(&before, &figures("1200m", true)),
        "200m are 5 % of 4 CPU"
    );
    assert!(has_moved(&before, &figures("1201m", true)));
    assert!(!has_moved(&figures("0", false), &figures("200m", false)));
    assert!(
        has_moved(&figures("1", true), &figures("1", false)),
        "it is another's now"
    );
}

#[test]
fn another_number_of_nodes_is_always_news() {
    let mut more = tally(&[]);
    more.node(
        "empty",
        &NodeSpec::default(),
        serde_json::from_value(json!({ "conditions": [{ "type": "Ready", "status": "True" }] }))
            .ok()
            .as_ref(),
    );
    assert!(has_moved(
        &tally(&[]).figures().unwrap(),
        &more.figures().unwrap()
    ));
}
