//! What clusters have room for: told by those that may read their nodes, and kept to by plans.

#![allow(clippy::unwrap_used)]

use k8s_openapi::api::core::v1::Pod;
use kube::Api;
use kube::api::{DeleteParams, Patch, PatchParams};
use nephoran_api::{
    NetworkIntentSpec, REQUESTED_AT_ANNOTATION, TargetCluster, TargetClusterStatus, conditions,
};
use nephoran_end_to_end::access::apply;
use nephoran_end_to_end::controller::Controller;
use nephoran_end_to_end::intent::{Intent, spec};
use nephoran_end_to_end::system::{System, SystemOptions};
use serde_json::json;

/// The three Nodes of the control plane have 1,000 CPU and 4 TiB each.
const ALL_CPU: &str = "3k";

/// A system with one TargetCluster: where its controllers run.
struct Scene {
    system: System,
    clusters: Api<TargetCluster>,
}

impl Scene {
    async fn start(options: SystemOptions) -> Self {
        let system = System::start(options).await.unwrap();
        let clusters = Api::all(system.client().await.unwrap());
        let here = TargetCluster::new("here", serde_json::from_value(json!({})).unwrap());
        apply(&clusters, &here).await.unwrap();
        Self { system, clusters }
    }

    /// Waits until the status is as `wanted`.
    async fn told(
        &self,
        what: &str,
        wanted: impl Fn(&TargetClusterStatus) -> bool,
    ) -> TargetClusterStatus {
        let look = async || {
            let found = self
                .clusters
                .get("here")
                .await
                .map_err(|error| error.to_string())?;
            let status = found.status.unwrap_or_default();
            if wanted(&status) {
                Ok(status)
            } else {
                Err(format!("{status:?}"))
            }
        };
        self.system.until(what, look).await.unwrap()
    }

    /// Asks for a reading now instead of within a minute.
    async fn read_again(&self, value: &str) {
        let patch = json!({ "metadata": { "annotations": { REQUESTED_AT_ANNOTATION: value } } });
        self.clusters
            .patch("here", &PatchParams::default(), &Patch::Merge(&patch))
            .await
            .unwrap();
    }

    /// Waits until Pods of no intent request so much CPU.
    async fn requested_elsewhere(&self, cpu: &str) -> TargetClusterStatus {
        let what = format!("{cpu} CPU are requested elsewhere");
        let wanted = |status: &TargetClusterStatus| {
            let nodes = status.nodes.as_ref();
            nodes.is_some_and(|nodes| nodes.requested_elsewhere.cpu.0 == cpu)
        };
        self.told(&what, wanted).await
    }
}

/// A Pod of somebody else, bound to a Node, that requests so much CPU.
fn foreign(cpu: &str) -> Pod {
    serde_json::from_value(json!({
        "metadata": { "name": "batch" },
        "spec": {
            "nodeName": "node-0",
            "containers": [{
                "name": "job",
                "image": "registry.example.com/job:1",
                "resources": { "requests": { "cpu": cpu, "memory": "1Gi" } },
            }],
        },
    }))
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intent_waits_for_the_room_that_pods_of_others_take() {
    let scene = Scene::start(SystemOptions::default()).await;
    let system = &scene.system;
    let status = scene.requested_elsewhere("0").await;
    let nodes = status.nodes.unwrap();
    assert_eq!((nodes.ready, nodes.allocatable.cpu.0.as_str()), (3, "3000"));
    assert_eq!(nodes.allocatable.memory.0, "12288Gi");

    system.create_namespace("batch").await.unwrap();
    let pods: Api<Pod> = Api::namespaced(system.client().await.unwrap(), "batch");
    apply(&pods, &foreign(ALL_CPU)).await.unwrap();
    scene.read_again("with the Pod").await;
    scene.requested_elsewhere("3000").await;

    system.create_namespace("core").await.unwrap();
    let intent = Intent::new(&system.client().await.unwrap(), "core", "access");
    let asked = NetworkIntentSpec {
        max_retries: 0,
        ..spec("Deploy an AMF with 2 replicas")
    };
    intent.apply(asked).await.unwrap();
    let stalled = intent.stalled(system).await.unwrap();
    assert_eq!(stalled.reason, "Infeasible", "{}", stalled.message);
    let named = "of the 3000 that its nodes offer, of which 3000 are requested by other Pods";
    assert!(stalled.message.contains(named), "{}", stalled.message);

    let now = DeleteParams::default().grace_period(0);
    pods.delete("batch", &now).await.unwrap();
    scene.read_again("without the Pod").await;
    intent.recovered(system).await.unwrap();
    // The Pods that came are in a plan, and a few of them are no news.
    let status = scene.requested_elsewhere("0").await;
    assert_eq!(status.nodes.unwrap().requested.cpu.0, "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_whose_nodes_may_not_be_read_says_how_to_allow_it_and_is_used() {
    let scene = Scene::start(SystemOptions {
        withheld: vec![(Controller::Gitops, "nodes", "list")],
        ..SystemOptions::default()
    })
    .await;
    let forbidden = |status: &TargetClusterStatus| {
        conditions::get(&status.conditions, "CapacityKnown").is_some_and(|known| {
            known.reason == "NodesForbidden" && known.message.contains("list nodes and pods")
        })
    };
    let status = scene.told("the nodes may not be read", forbidden).await;
    assert!(status.reachable && status.nodes.is_none(), "{status:?}");
    scene.system.create_namespace("core").await.unwrap();
    let intent = Intent::new(&scene.system.client().await.unwrap(), "core", "access");
    intent.say("Deploy an AMF with 2 replicas").await.unwrap();
    intent.ready(&scene.system).await.unwrap();
}
