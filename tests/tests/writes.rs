//! How often the controllers write to the API server, counted in its own audit log.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use kube::Api;
use kube::api::{Patch, PatchParams};
use nephoran_api::{REQUESTED_AT_ANNOTATION, TargetCluster, TargetClusterSpec};
use nephoran_end_to_end::access::apply;
use nephoran_end_to_end::audit::{Write, by_kind};
use nephoran_end_to_end::controller::Controller;
use nephoran_end_to_end::intent::Intent;
use nephoran_end_to_end::system::{System, SystemOptions};
use serde_json::json;

const INTENTS: usize = 5;
/// Writes per intent to our own kinds and to the ConfigMaps that hold packages.
const MOST_WRITES: usize = 16;
/// One for each phase, and one for the intent itself.
const MOST_EVENTS: usize = 6;

#[tokio::test(flavor = "multi_thread")]
async fn an_intent_costs_few_writes_and_a_settled_system_writes_nothing() {
    let mut options = SystemOptions::default();
    options.cluster.audit = true;
    let system = System::start(options).await.unwrap();
    let client = system.client().await.unwrap();
    let here = TargetCluster::new("here", TargetClusterSpec::default());
    let clusters = Api::all(client.clone());
    apply(&clusters, &here).await.unwrap();
    let intents: Vec<Intent> = (0..INTENTS)
        .map(|index| Intent::new(&client, &format!("counted-{index}"), "core"))
        .collect();
    for intent in &intents {
        system.create_namespace(&intent.namespace).await.unwrap();
        intent.say("Deploy an AMF with 3 replicas").await.unwrap();
        intent.ready(&system).await.unwrap();
    }
    let log = system.audit_log().unwrap();
    let writes = log.since(0).unwrap();
    for intent in &intents {
        let of_intent: Vec<&Write> = writes
            .iter()
            .filter(|write| write.namespace == intent.namespace)
            .collect();
        let ours = by_kind(of_intent.iter().copied().filter(|write| write.is_ours()));
        let events = of_intent
            .iter()
            .filter(|write| write.resource == "events")
            .count();
        println!(
            "{}: {} writes {ours:?}, {events} Events",
            intent.path(),
            ours.values().sum::<usize>()
        );
        assert!(
            ours.values().sum::<usize>() <= MOST_WRITES,
            "{of_intent:#?}"
        );
        assert!(events <= MOST_EVENTS, "{events} Events");
    }

    read_nodes_again(&system, &clusters).await;
    let told = log.since(0).unwrap().into_iter();
    let told = told.filter(|write| write.resource == "targetclusters/status");
    assert_eq!(told.count(), 1, "Pods that come are no news of a cluster");
    let mark = log.mark().unwrap();
    for controller in Controller::ALL {
        system.kill(controller).await.unwrap();
    }
    system.wait_until_ready().await.unwrap();
    system
        .until("every object was looked at again", async || {
            everything_was_reconciled(&system).await
        })
        .await
        .unwrap();
    let again: Vec<Write> = log
        .since(mark)
        .unwrap()
        .into_iter()
        .filter(|write| !write.is_lease())
        .collect();
    assert!(again.is_empty(), "{again:#?}");
}

/// Waits until gitops has looked at the cluster with all Pods on it.
async fn read_nodes_again(system: &System, clusters: &Api<TargetCluster>) {
    let gitops = async || {
        let counts = system.reconciles().await.map_err(|error| error.to_string());
        Ok::<_, String>(
            counts?
                .get(&Controller::Gitops)
                .copied()
                .unwrap_or_default(),
        )
    };
    let before = gitops().await.unwrap();
    let patch = json!({ "metadata": { "annotations": { REQUESTED_AT_ANNOTATION: "now" } } });
    clusters
        .patch("here", &PatchParams::default(), &Patch::Merge(&patch))
        .await
        .unwrap();
    let looked = async || {
        let now = gitops().await?;
        (now > before)
            .then_some(())
            .ok_or_else(|| format!("reconciles so far: {now}"))
    };
    system
        .until("the nodes were read again", looked)
        .await
        .unwrap();
}

async fn everything_was_reconciled(system: &System) -> Result<(), String> {
    let counts: BTreeMap<Controller, u64> = system
        .reconciles()
        .await
        .map_err(|error| error.to_string())?;
    // The phases after the first look at the kind before theirs as well.
    let expected = |controller: Controller| match controller {
        Controller::MigrationBridge | Controller::IntentProcessing => INTENTS as u64,
        // And the cluster.
        Controller::Gitops => 2 * INTENTS as u64 + 1,
        _ => 2 * INTENTS as u64,
    };
    let behind: Vec<_> = counts
        .iter()
        .filter(|&(&controller, &count)| count < expected(controller))
        .collect();
    if behind.is_empty() {
        Ok(())
    } else {
        Err(format!("reconciles so far: {behind:?}"))
    }
}
