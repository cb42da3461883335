//! What a user sees of one intent from its first sentence to its deletion. All tests share one system, each in
//! namespaces of its own.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;

use k8s_openapi::api::apps::v1::{Deployment, StatefulSet};
use k8s_openapi::api::core::v1::{ConfigMap, Namespace, Service};
use k8s_openapi::jiff::Timestamp;
use kube::api::{DynamicObject, Patch, PatchParams};
use kube::core::GroupVersionKind;
use kube::{Api, ResourceExt, discovery};
use nephoran_api::{
    ACCEPTS_INTENTS_ANNOTATION, FulfilmentStatus, NetworkIntentSpec, PhaseProgress, RouteDecision,
};
use nephoran_devcluster::binaries;
use nephoran_end_to_end::intent::{Intent, spec};
use nephoran_end_to_end::system::{System, SystemOptions};
use serde_json::{Value, json};
use tokio::process::Command;
use tokio::sync::OnceCell;

/// The phases in front of Git by the controllers, where the route of a namespace says Hybrid.
const FLAGS: &str = "
flags:
  microservices.full.enabled: {enabled: true}
  microservices.llm.enabled: {enabled: true}
  microservices.resource.enabled: {enabled: true}
  microservices.manifest.enabled: {enabled: true}
";
const ROUTES: &str = "{legacy: Legacy, hybrid: Hybrid}";

async fn system() -> &'static System {
    static SYSTEM: OnceCell<System> = OnceCell::const_new();
    let start = async || {
        let options = SystemOptions {
            flags: FLAGS.to_owned(),
            migration: BTreeMap::from([("namespaceRoutes".to_owned(), ROUTES.to_owned())]),
            ..SystemOptions::default()
        };
        System::start(options).await.unwrap()
    };
    SYSTEM.get_or_init(start).await
}

/// An intent called `core` in a new namespace.
async fn intent_in(namespace: &str) -> (&'static System, Intent) {
    let system = system().await;
    system.create_namespace(namespace).await.unwrap();
    let client = system.client().await.unwrap();
    (system, Intent::new(&client, namespace, "core"))
}

/// A sentence that asks for an AMF, and what it cannot run without.
fn amf(replicas: i32) -> String {
    format!("Deploy an AMF with {replicas} replicas")
}

/// How many replicas of the AMF are available now.
async fn available(intent: &Intent) -> i32 {
    let deployment = intent.api::<Deployment>().get("amf").await.unwrap();
    let status = deployment.status.unwrap_or_default();
    // What is available of a former spec does not count.
    let current = status.observed_generation == deployment.metadata.generation;
    status
        .available_replicas
        .filter(|_| current)
        .unwrap_or_default()
}

fn commits(system: &System, intent: &Intent) -> Vec<String> {
    let commits = system.repository().commits_of(&intent.path()).unwrap();
    commits
        .into_iter()
        .map(|commit| commit.generation)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sentence_becomes_running_functions_by_one_commit() {
    let (system, intent) = intent_in("sentence").await;
    intent.say(&amf(3)).await.unwrap();
    let status = intent.ready(system).await.unwrap().status.unwrap();

    assert_eq!(available(&intent).await, 3);
    let commits = system.repository().commits_of(&intent.path()).unwrap();
    assert_eq!(commits.len(), 1, "{commits:?}");
    assert_eq!(
        status.git_commit_hash.as_deref(),
        Some(commits[0].hash.as_str())
    );
    assert_eq!(
        status.fulfilment.unwrap().status,
        FulfilmentStatus::Fulfilled
    );
    let route = status.route.unwrap();
    assert_eq!(
        route.decision,
        RouteDecision::Microservices,
        "{}",
        route.reason
    );
    let unfinished: Vec<_> = status
        .phase_statuses
        .iter()
        .filter(|phase| phase.status != PhaseProgress::Completed || phase.completion_time.is_none())
        .collect();
    assert!(
        unfinished.is_empty() && status.phase_statuses.len() == 5,
        "{unfinished:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_edit_of_the_sentence_runs_again_and_commits_once() {
    let (system, intent) = intent_in("edited").await;
    for replicas in [2, 4, 3] {
        intent.say(&amf(replicas)).await.unwrap();
        intent.ready(system).await.unwrap();
        assert_eq!(available(&intent).await, replicas);
    }
    assert_eq!(commits(system, &intent), ["1", "2", "3"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_that_changes_nothing_of_the_package_commits_nothing() {
    let (system, intent) = intent_in("reworded").await;
    intent.say("Deploy an AMF with 3 replicas").await.unwrap();
    intent.ready(system).await.unwrap();
    intent
        .say("Deploy an AMF with three replicas")
        .await
        .unwrap();
    intent.ready(system).await.unwrap();
    let trees: Vec<_> = system
        .repository()
        .commits_of(&intent.path())
        .unwrap()
        .into_iter()
        .map(|commit| commit.tree)
        .collect();
    assert_eq!(trees.len(), 1, "{trees:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_intent_leaves_nothing() {
    let (system, intent) = intent_in("deleted").await;
    intent.say(&amf(2)).await.unwrap();
    intent.ready(system).await.unwrap();
    assert!(
        !intent
            .labelled::<Service>("deleted")
            .await
            .unwrap()
            .is_empty()
    );

    intent.delete().await.unwrap();
    intent.gone(system).await.unwrap();
    assert_eq!(
        system.repository().files_of(&intent.path()).unwrap(),
        Vec::<String>::new()
    );
    let nothing = Vec::<String>::new();
    assert_eq!(
        intent.labelled::<Deployment>("deleted").await.unwrap(),
        nothing
    );
    assert_eq!(
        intent.labelled::<StatefulSet>("deleted").await.unwrap(),
        nothing
    );
    assert_eq!(
        intent.labelled::<Service>("deleted").await.unwrap(),
        nothing
    );
    let artefacts_go = async || match intent.labelled::<ConfigMap>("deleted").await {
        Ok(left) if left.is_empty() => Ok(()),
        left => Err(format!("{left:?}")),
    };
    system
        .until("the ConfigMaps are gone", artefacts_go)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_can_be_used_again_at_once() {
    let (system, intent) = intent_in("again").await;
    intent.say(&amf(2)).await.unwrap();
    intent.ready(system).await.unwrap();
    intent.delete().await.unwrap();
    intent.gone(system).await.unwrap();
    intent.say(&amf(3)).await.unwrap();
    intent.ready(system).await.unwrap();
    assert_eq!(available(&intent).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn kubectl_wait_returns_when_the_functions_of_this_sentence_run_and_not_before() {
    let (system, intent) = intent_in("waited-for").await;
    let [kubectl] = binaries::locate(["kubectl"]).await.unwrap();
    for replicas in [2, 5, 3] {
        intent.say(&amf(replicas)).await.unwrap();
        let waited = Command::new(&kubectl)
            .arg("--kubeconfig")
            .arg(system.kubeconfig())
            .args(["wait", "--namespace", "waited-for", "networkintent/core"])
            .args(["--for=condition=Ready", "--timeout=120s"])
            .output()
            .await
            .unwrap();
        assert!(waited.status.success(), "{waited:?}");
        assert_eq!(available(&intent).await, replicas);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_intent_waits_until_it_is_resumed() {
    let (system, intent) = intent_in("suspended").await;
    intent
        .apply(NetworkIntentSpec {
            suspend: true,
            ..spec(&amf(2))
        })
        .await
        .unwrap();
    let suspended = async || {
        let status = intent.get().await.unwrap().status.unwrap_or_default();
        let ready = status
            .conditions
            .into_iter()
            .find(|condition| condition.type_ == "Ready");
        ready
            .filter(|ready| ready.reason == "Suspended")
            .map(drop)
            .ok_or_else(|| "not yet".to_owned())
    };
    system
        .until("it says that it is suspended", suspended)
        .await
        .unwrap();
    assert_eq!(commits(system, &intent), Vec::<String>::new());
    intent
        .patch(json!({ "spec": { "suspend": false } }))
        .await
        .unwrap();
    intent.ready(system).await.unwrap();
    assert_eq!(available(&intent).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn amendments_change_what_their_owner_deployed_and_leave_it_as_it_was_when_they_go() {
    let (system, owner) = intent_in("amended").await;
    let client = system.client().await.unwrap();
    let to_five = Intent::new(&client, "amended", "to-five");
    let to_three = Intent::new(&client, "amended", "to-three");
    let committed = || system.repository().commits_of("amended/core").unwrap();

    owner.say(&amf(2)).await.unwrap();
    owner.ready(system).await.unwrap();
    assert_eq!(available(&owner).await, 2);

    to_five.say("Scale the AMF to 5 replicas").await.unwrap();
    to_five.ready(system).await.unwrap();
    assert_eq!(available(&owner).await, 5);
    assert_eq!(committed().last().unwrap().amended_by, ["amended/to-five"]);

    // The later amendment wins, and creation times are whole seconds.
    let a_second_later = async || {
        let created = to_five.get().await.unwrap().creation_timestamp().unwrap();
        let elapsed = Timestamp::now().as_second() - created.0.as_second();
        (elapsed > 0)
            .then_some(())
            .ok_or_else(|| "the same second".to_owned())
    };
    system
        .until("another second has begun", a_second_later)
        .await
        .unwrap();
    to_three.say("Scale the AMF to 3 replicas").await.unwrap();
    to_three.ready(system).await.unwrap();
    assert_eq!(available(&owner).await, 3);

    to_three.delete().await.unwrap();
    to_three.gone(system).await.unwrap();
    let back = async || match available(&owner).await {
        5 => Ok(()),
        other => Err(format!("there are {other}")),
    };
    system
        .until("the AMF is back at 5 replicas", back)
        .await
        .unwrap();
    owner.ready(system).await.unwrap();
    to_five.ready(system).await.unwrap();
    let commits = committed();
    assert_eq!(commits.len(), 4, "{commits:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_deployment_of_a_function_is_refused_until_the_first_is_gone() {
    let (system, first) = intent_in("contested").await;
    let second = Intent::new(&system.client().await.unwrap(), "contested", "late");
    first.say(&amf(2)).await.unwrap();
    first.ready(system).await.unwrap();
    second.say(&amf(4)).await.unwrap();
    let refusal = second.stalled(system).await.unwrap();
    assert_eq!(refusal.reason, "TargetConflict", "{}", refusal.message);
    assert!(
        refusal.message.contains("contested/core"),
        "{}",
        refusal.message
    );
    assert_eq!(available(&first).await, 2);
    assert_eq!(commits(system, &second), Vec::<String>::new());

    first.delete().await.unwrap();
    first.gone(system).await.unwrap();
    second.recovered(system).await.unwrap();
    assert_eq!(available(&second).await, 4);
    assert_eq!(commits(system, &second), ["1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intent_acts_in_another_namespace_only_when_that_accepts_it() {
    let (system, intent) = intent_in("tenant").await;
    system.create_namespace("neighbour").await.unwrap();
    for target in ["neighbour", "kube-system", "nephoran-system", "nowhere"] {
        intent
            .apply(NetworkIntentSpec {
                target_namespace: Some(target.to_owned()),
                ..spec(&amf(2))
            })
            .await
            .unwrap();
        let refusal = intent.stalled(system).await.unwrap();
        assert_eq!(refusal.reason, "NamespaceNotAllowed", "{}", refusal.message);
        assert!(
            refusal.message.contains(ACCEPTS_INTENTS_ANNOTATION),
            "{}",
            refusal.message
        );
        assert_eq!(
            intent.labelled::<Deployment>(target).await.unwrap(),
            Vec::<String>::new()
        );
    }
    assert_eq!(commits(system, &intent), Vec::<String>::new());

    let annotation =
        json!({ "metadata": { "annotations": { ACCEPTS_INTENTS_ANNOTATION: "tenant" } } });
    let namespaces = Api::<Namespace>::all(system.client().await.unwrap());
    namespaces
        .patch(
            "neighbour",
            &PatchParams::default(),
            &Patch::Merge(&annotation),
        )
        .await
        .unwrap();
    intent
        .apply(NetworkIntentSpec {
            target_namespace: Some("neighbour".to_owned()),
            ..spec(&amf(2))
        })
        .await
        .unwrap();
    intent.ready(system).await.unwrap();
    assert!(
        intent
            .labelled::<Deployment>("neighbour")
            .await
            .unwrap()
            .contains(&"amf".to_owned())
    );
    assert_eq!(
        intent.labelled::<Deployment>("tenant").await.unwrap(),
        Vec::<String>::new()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intent_for_an_unknown_cluster_says_which_exist() {
    let (system, intent) = intent_in("astray").await;
    intent
        .apply(NetworkIntentSpec {
            target_cluster: Some("atlantis".to_owned()),
            ..spec(&amf(2))
        })
        .await
        .unwrap();
    let refusal = intent.stalled(system).await.unwrap();
    assert_eq!(refusal.reason, "ClusterUnknown", "{}", refusal.message);
    assert!(
        refusal.message.contains("atlantis") && refusal.message.contains("known clusters"),
        "{}",
        refusal.message
    );
    assert_eq!(commits(system, &intent), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sentence_that_is_not_understood_is_answered_with_a_question() {
    let (system, intent) = intent_in("puzzled").await;
    intent
        .say("The weather is lovely today, is it not?")
        .await
        .unwrap();
    let question = intent.stalled(system).await.unwrap();
    assert_eq!(
        question.reason, "ClarificationNeeded",
        "{}",
        question.message
    );
    assert!(
        question.message.contains("network function"),
        "{}",
        question.message
    );
    intent.say(&amf(2)).await.unwrap();
    intent.ready(system).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_of_what_does_not_exist_becomes_ready_once_it_does() {
    let (system, intent) = intent_in("early").await;
    let amendment = Intent::new(&system.client().await.unwrap(), "early", "eager");
    amendment.say("Scale the AMF to 5 replicas").await.unwrap();
    let refusal = amendment.stalled(system).await.unwrap();
    assert_eq!(refusal.reason, "TargetNotFound", "{}", refusal.message);
    intent.say(&amf(2)).await.unwrap();
    amendment.recovered(system).await.unwrap();
    assert_eq!(available(&intent).await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_legacy_route_does_all_of_it_alone() {
    every_route_deploys_edits_and_removes("legacy", RouteDecision::Legacy).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hybrid_route_hands_over_in_the_middle() {
    every_route_deploys_edits_and_removes("hybrid", RouteDecision::Hybrid).await;
}

async fn every_route_deploys_edits_and_removes(namespace: &str, decision: RouteDecision) {
    let (system, intent) = intent_in(namespace).await;
    for replicas in [2, 4] {
        intent.say(&amf(replicas)).await.unwrap();
        let ready = intent.ready(system).await.unwrap();
        let route = ready.status.unwrap().route.unwrap();
        assert_eq!(route.decision, decision, "{}", route.reason);
        assert_eq!(available(&intent).await, replicas);
    }
    assert_eq!(commits(system, &intent), ["1", "2"]);
    let chain = intent.chain().await.unwrap();
    let by_controllers: &[&str] = match decision {
        RouteDecision::Hybrid => &[
            "NetworkIntent",
            "IntentProcessing",
            "ResourcePlan",
            "ManifestGeneration",
        ],
        _ => &["NetworkIntent"],
    };
    assert_eq!(chain, by_controllers);

    intent.delete().await.unwrap();
    intent.gone(system).await.unwrap();
    assert_eq!(
        system.repository().files_of(&intent.path()).unwrap(),
        Vec::<String>::new()
    );
    assert_eq!(
        intent.labelled::<Deployment>(namespace).await.unwrap(),
        Vec::<String>::new()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_object_of_a_package_passes_strict_validation() {
    let (system, core) = intent_in("strict-core").await;
    let (_, ran) = intent_in("strict-ran").await;
    core.say("Deploy a complete 5G core for 10000 subscribers with 3 AMF replicas")
        .await
        .unwrap();
    ran.say("Deploy the O-RAN set: CU-CP, CU-UP, DU and a near real-time RIC")
        .await
        .unwrap();
    core.ready(system).await.unwrap();
    ran.ready(system).await.unwrap();
    let mut checked = BTreeMap::new();
    for intent in [&core, &ran] {
        for path in system.repository().files_of(&intent.path()).unwrap() {
            if Path::new(&path)
                .extension()
                .is_none_or(|extension| extension != "yaml")
            {
                continue;
            }
            let text = system.repository().read(&path).unwrap();
            for object in serde_saphyr::from_multiple::<Value>(&text).unwrap() {
                if object["metadata"]["annotations"]["config.kubernetes.io/local-config"] == "true"
                {
                    continue;
                }
                validate(system, &object)
                    .await
                    .unwrap_or_else(|error| panic!("{path}: {error}"));
                *checked
                    .entry(object["kind"].as_str().unwrap_or_default().to_owned())
                    .or_insert(0) += 1;
            }
        }
    }
    println!("{checked:?}");
    let kinds: Vec<&str> = checked.keys().map(String::as_str).collect();
    for kind in [
        "ConfigMap",
        "Deployment",
        "Namespace",
        "NetworkPolicy",
        "PodDisruptionBudget",
        "Service",
        "ServiceAccount",
        "StatefulSet",
    ] {
        assert!(kinds.contains(&kind), "no {kind} was checked: {checked:?}");
    }
}

/// A server-side dry run that refuses what the schema does not know.
async fn validate(system: &System, object: &Value) -> anyhow::Result<()> {
    let client = system.client().await?;
    let object: DynamicObject = serde_json::from_value(object.clone())?;
    let kind = GroupVersionKind::try_from(object.types.as_ref().unwrap())?;
    let (resource, _) = discovery::pinned_kind(&client, &kind).await?;
    let api: Api<DynamicObject> = match object.namespace() {
        Some(namespace) => Api::namespaced_with(client, &namespace, &resource),
        None => Api::all_with(client, &resource),
    };
    let parameters = PatchParams {
        dry_run: true,
        ..PatchParams::apply("strict").force().validation_strict()
    };
    api.patch(&object.name_any(), &parameters, &Patch::Apply(&object))
        .await?;
    Ok(())
}
