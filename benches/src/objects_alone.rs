//! The load of the functions' own objects, applied straight to the control plane: what it makes of them when nobody
//! understands, plans, renders or commits anything before.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, Result};
use k8s_openapi::api::apps::v1::Deployment;
use kube::{Api, Client};
use nephoran_api::{IntentHints, LOCAL_CLUSTER, artifact};
use nephoran_devcluster::cluster::{DevCluster, Options};
use nephoran_gitops::builtin::Engine;
use nephoran_intent_processing::understand;
use nephoran_manifest_generation::{Options as PackageOptions, TemplateSet, generate};
use nephoran_resource_planning::{PlanInput, plan};
use nephoran_telecom::Catalogue;
use tokio::time::Instant;

use crate::arrivals::{every, one_at_a_time};
use crate::latency::{Baseline, Latency};
use crate::moments::{Moments, key};
use crate::namespaces;
use crate::network_intents::{NAME, SENTENCE};

/// Objects are available within this time, or count as missing.
const PATIENCE: Duration = Duration::from_mins(5);

/// Measures `single` packages one after the other, then `burst` at once: from the first apply until the function's
/// Deployment is available.
pub async fn measure(plane: Options, single: usize, burst: usize) -> Result<Baseline> {
    let cluster = DevCluster::connect_or_start(plane).await?;
    let client = cluster.client().await?;
    let available = Moments::watch(Api::<Deployment>::all(client.clone()), is_available);
    let first = namespaces::make(&client, "alone-first", 1).await?;
    run_one(&client, &available, &first[0]).await?;

    let names = namespaces::make(&client, "alone-single", single).await?;
    let began = one_at_a_time(&names, async |namespace| {
        run_one(&client, &available, namespace).await
    })
    .await?;
    let single = latency(&began, &available).await;

    let names = namespaces::make(&client, "alone-burst", burst).await?;
    let began = every(Duration::ZERO, &names, async |namespace| {
        apply(&client, namespace).await
    })
    .await?;
    let at_once = latency(&began, &available).await;
    Ok(Baseline { single, at_once })
}

async fn run_one(client: &Client, available: &Moments, namespace: &str) -> Result<()> {
    apply(client, namespace).await?;
    available.of([&key(namespace, NAME)], PATIENCE).await;
    Ok(())
}

async fn apply(client: &Client, namespace: &str) -> Result<()> {
    let files = package(namespace)?;
    Engine::new(client.clone())
        .apply(&files, &[namespace.to_owned()].into())
        .await
        .with_context(|| format!("failed to apply the package of {namespace}"))?;
    Ok(())
}

/// The files for the local cluster that the product makes of the sentence.
fn package(namespace: &str) -> Result<BTreeMap<String, String>> {
    let model = understand(SENTENCE, &IntentHints::default()).model;
    let catalogue = Catalogue::builtin();
    let plan = plan(&PlanInput::new(
        namespace, NAME, model, namespace, catalogue,
    ))?
    .plan;
    let options = PackageOptions {
        intent: NAME.to_owned(),
        ..PackageOptions::default()
    };
    let package = generate(&plan, &options, catalogue, TemplateSet::builtin())?;
    Ok(artifact::of_cluster(&package.files, LOCAL_CLUSTER))
}

async fn latency(began: &BTreeMap<String, Instant>, available: &Moments) -> Latency {
    let keyed = began
        .iter()
        .map(|(namespace, start)| (key(namespace, NAME), *start))
        .collect();
    Latency::between(&keyed, &available.of(keyed.keys(), PATIENCE).await)
}

fn is_available(deployment: &Deployment) -> bool {
    let available = deployment
        .status
        .as_ref()
        .and_then(|status| status.available_replicas);
    available.is_some_and(|replicas| replicas > 0)
}
