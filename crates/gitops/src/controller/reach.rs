//! Reconciles TargetClusters: whether each one's API server answers, and with which version.

use std::{sync::Arc, time::Duration};

use k8s_openapi::{apimachinery::pkg::apis::meta::v1::Time, jiff::Timestamp};
use kube::{ResourceExt, runtime::controller::Action};
use nephoran_api::{
    Classified as _, TargetCluster, TargetClusterStatus,
    conditions::{self, ConditionStatus, Finding, READY},
};
use nephoran_runtime::{
    attempt::chain,
    clusters::Clusters,
    events::Events,
    phase_controller::{Relevant, Watched},
    process::Process,
    status_writer::{ReportError, StatusWriter},
};
use tokio::time::timeout;

use super::NAME;

/// A cluster that answers is asked again after this time.
const ASK_AGAIN: Duration = Duration::from_mins(1);
/// A cluster that does not answer within this time counts as out of reach, and is asked again after it.
const PATIENCE: Duration = Duration::from_secs(15);

struct Context {
    clusters: Clusters,
    statuses: StatusWriter,
    events: Events,
}

/// What a cluster's API server said.
enum Answer {
    /// Its version.
    Version(String),
    /// Nothing; why, as a reason and in words.
    Silence(&'static str, String),
}

/// Adds the reconciler to the process.
pub(super) fn start(process: &Process, clusters: Watched<TargetCluster>) {
    let context = Arc::new(Context {
        clusters: Clusters::new(process.client.clone(), process.namespace.clone()),
        statuses: StatusWriter::new(process.client.clone(), NAME, process.metrics.clone()),
        events: process.events(),
    });
    clusters.reconcile(process, Relevant::Intention, context, reconcile);
}

async fn reconcile(
    cluster: Arc<TargetCluster>,
    context: Arc<Context>,
) -> Result<Action, ReportError> {
    if cluster.metadata.deletion_timestamp.is_some() {
        return Ok(Action::await_change());
    }
    let answer = ask(&cluster, &context.clusters).await;
    let again = match answer {
        Answer::Version(_) => ASK_AGAIN,
        Answer::Silence(..) => PATIENCE,
    };
    report(&cluster, &answer, &context).await?;
    Ok(Action::requeue(again))
}

async fn ask(cluster: &TargetCluster, clusters: &Clusters) -> Answer {
    let name = cluster.name_any();
    let client = match clusters.client(&name, Some(&cluster.spec)).await {
        Ok(client) => client,
        Err(error) => return Answer::Silence(error.reason(), chain(&error)),
    };
    match timeout(PATIENCE, client.apiserver_version()).await {
        Ok(Ok(version)) => Answer::Version(version.git_version),
        Ok(Err(error)) => Answer::Silence(
            "Unreachable",
            format!(
                "the API server of cluster {name} does not answer: {}; check its address in the kubeconfig and the network between",
                chain(&error)
            ),
        ),
        Err(_) => Answer::Silence(
            "Unreachable",
            format!(
                "the API server of cluster {name} did not answer within {} s; check the network between",
                PATIENCE.as_secs()
            ),
        ),
    }
}

async fn report(
    cluster: &TargetCluster,
    answer: &Answer,
    context: &Context,
) -> Result<(), ReportError> {
    let old = cluster.status.clone().unwrap_or_default();
    let generation = cluster.metadata.generation.unwrap_or_default();
    let new = told(&old, generation, answer, Timestamp::now());
    if new == old
        || context
            .statuses
            .write_cluster_scoped(cluster, &new)
            .await?
            .is_none()
    {
        return Ok(());
    }
    let was = |status: &TargetClusterStatus| {
        conditions::get(&status.conditions, READY).map(|ready| ready.status.clone())
    };
    match (answer, was(&old) == was(&new)) {
        (Answer::Silence(reason, why), false) => context.events.warning(cluster, reason, why),
        (Answer::Version(version), false) => {
            let note = format!("the API server answers as Kubernetes {version}");
            context.events.normal(cluster, "Reachable", &note);
        }
        (_, true) => {}
    }
    Ok(())
}

/// The status after an answer. A version stays known while nothing answers.
fn told(
    old: &TargetClusterStatus,
    generation: i64,
    answer: &Answer,
    now: Timestamp,
) -> TargetClusterStatus {
    let mut status = TargetClusterStatus {
        observed_generation: generation,
        ..old.clone()
    };
    let (holds, reason, message) = match answer {
        Answer::Version(version) => {
            status.version = Some(version.clone());
            (
                ConditionStatus::True,
                "Reachable",
                format!("the API server answers as Kubernetes {version}"),
            )
        }
        Answer::Silence(reason, why) => (ConditionStatus::False, *reason, why.clone()),
    };
    status.reachable = holds == ConditionStatus::True;
    let finding = Finding {
        condition: READY,
        status: holds,
        reason,
        message: &message,
    };
    conditions::set(&mut status.conditions, &finding, generation, &Time(now));
    status
}
