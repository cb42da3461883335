//! Nodes without machines: the Node objects, and the rules by which kwok plays their kubelets.
//!
//! A Pod becomes Ready at once. One that carries the label [`FAIL_LABEL`] gets instead the status that a kubelet
//! writes for that failure; the Stage documents are in `simulated_nodes/stages.yaml`.

use k8s_openapi::api::core::v1::Node;
use kube::api::{ListParams, PostParams};
use kube::{Api, Client};
use serde_json::json;

/// kwok's configuration: how Nodes and Pods change over time.
pub(crate) const STAGES: &str = include_str!("simulated_nodes/stages.yaml");

/// Pods with this label fail as its value says: [`CRASH_LOOP`], [`IMAGE_PULL`] or [`NEVER_READY`].
pub const FAIL_LABEL: &str = "test.nephoran.com/fail";
/// The container ends with exit code 1, again and again (`CrashLoopBackOff`).
pub const CRASH_LOOP: &str = "crashloop";
/// The image does not exist (`ImagePullBackOff`).
pub const IMAGE_PULL: &str = "imagepull";
/// The container runs, but its readiness probe never succeeds.
pub const NEVER_READY: &str = "neverready";

/// The zones over which Nodes are spread in turn.
pub const ZONES: [&str; 3] = ["zone-a", "zone-b", "zone-c"];

/// Creates `count` Nodes, each with room for thousands of Pods.
pub(crate) async fn create(client: &Client, count: usize) -> Result<(), kube::Error> {
    let nodes = Api::<Node>::all(client.clone());
    for index in 0..count {
        nodes.create(&PostParams::default(), &node(index)?).await?;
    }
    Ok(())
}

/// Whether all Nodes are there and Ready.
pub(crate) async fn are_ready(client: &Client, count: usize) -> Result<bool, kube::Error> {
    let nodes = Api::<Node>::all(client.clone())
        .list(&ListParams::default())
        .await?;
    let is_ready = |node: &&Node| {
        let conditions = node
            .status
            .as_ref()
            .and_then(|status| status.conditions.as_ref());
        conditions.is_some_and(|all| {
            all.iter()
                .any(|one| one.type_ == "Ready" && one.status == "True")
        })
    };
    Ok(nodes.items.iter().filter(is_ready).count() == count)
}

fn node(index: usize) -> Result<Node, kube::Error> {
    let name = format!("node-{index}");
    let capacity =
        json!({"cpu": "1000", "memory": "4Ti", "ephemeral-storage": "4Ti", "pods": "5000"});
    serde_json::from_value(json!({
        "metadata": {
            "name": name,
            "labels": {
                "kubernetes.io/arch": "amd64",
                "kubernetes.io/os": "linux",
                "kubernetes.io/hostname": name,
                "topology.kubernetes.io/region": "local",
                "topology.kubernetes.io/zone": ZONES[index % ZONES.len()],
            },
        },
        "status": {"capacity": capacity, "allocatable": capacity},
    }))
    .map_err(kube::Error::SerdeError)
}
