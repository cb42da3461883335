//! Reconciles TargetClusters: whether each one's API server answers, with which version, and what its nodes have room
//! for.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use k8s_openapi::{apimachinery::pkg::apis::meta::v1::Time, jiff::Timestamp};
use kube::{
    ResourceExt,
    core::PartialObjectMeta,
    runtime::{controller::Action, reflector::Store},
};
use nephoran_api::{
    Classified as _, GitOpsDeployment, NetworkIntent, TargetCluster, TargetClusterStatus,
    conditions::{self, ConditionStatus, Finding, READY},
    label_value,
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

use super::{
    NAME,
    observe::intent_of,
    survey::{Survey, survey},
};
use crate::nodes::has_moved;

/// A cluster that answers is asked again after this time.
const ASK_AGAIN: Duration = Duration::from_mins(1);
/// A cluster that does not answer within this time counts as out of reach, and is asked again after it.
const PATIENCE: Duration = Duration::from_secs(15);
/// Condition: whether `status.nodes` says what the cluster has room for.
const CAPACITY_KNOWN: &str = "CapacityKnown";

struct Context {
    clusters: Clusters,
    intents: Intents,
    statuses: StatusWriter,
    events: Events,
}

/// Where the intents that deploy something are known: by themselves, and by a deployment that is used alone.
pub(super) struct Intents {
    pub(super) intents: Store<PartialObjectMeta<NetworkIntent>>,
    pub(super) deployments: Store<GitOpsDeployment>,
}

impl Intents {
    /// Their values of the label on every Pod.
    fn labels(&self) -> BTreeSet<String> {
        let intents = self
            .intents
            .state()
            .into_iter()
            .map(|intent| intent.name_any());
        let deployments = self
            .deployments
            .state()
            .into_iter()
            .map(|one| intent_of(&one).name);
        intents
            .chain(deployments)
            .map(|name| label_value(&name))
            .collect()
    }
}

/// What a cluster's API server said.
enum Answer {
    /// Its version, and what its nodes have room for.
    Version(String, Survey),
    /// Nothing; why, as a reason and in words.
    Silence(&'static str, String),
}

/// Adds the reconciler to the process.
pub(super) fn start(process: &Process, clusters: Watched<TargetCluster>, intents: Intents) {
    let context = Arc::new(Context {
        clusters: Clusters::new(process.client.clone(), process.namespace.clone()),
        intents,
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
    let answer = ask(&cluster, &context).await;
    let again = match answer {
        Answer::Version(..) => ASK_AGAIN,
        Answer::Silence(..) => PATIENCE,
    };
    report(&cluster, &answer, &context).await?;
    Ok(Action::requeue(again))
}

async fn ask(cluster: &TargetCluster, context: &Context) -> Answer {
    let name = cluster.name_any();
    let client = match context.clusters.client(&name, Some(&cluster.spec)).await {
        Ok(client) => client,
        Err(error) => return Answer::Silence(error.reason(), chain(&error)),
    };
    match timeout(PATIENCE, client.apiserver_version()).await {
        Ok(Ok(version)) => {
            let survey = survey(&client, &context.intents.labels(), PATIENCE).await;
            Answer::Version(version.git_version, survey)
        }
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
        (Answer::Version(version, _), false) => {
            let note = format!("the API server answers as Kubernetes {version}");
            context.events.normal(cluster, "Reachable", &note);
        }
        (_, true) => {}
    }
    Ok(())
}

/// The status after an answer. A version and figures stay known while nothing answers.
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
    let mut say = |condition, (holds, reason, message): (ConditionStatus, &str, String)| {
        let finding = Finding {
            condition,
            status: holds,
            reason,
            message: &message,
        };
        conditions::set(&mut status.conditions, &finding, generation, &Time(now));
    };
    match answer {
        Answer::Version(version, survey) => {
            let message = format!("the API server answers as Kubernetes {version}");
            say(READY, (ConditionStatus::True, "Reachable", message));
            say(CAPACITY_KNOWN, survey.finding());
            status.version = Some(version.clone());
            match survey {
                Survey::Figures(figures) => status.nodes = Some(figures.clone()),
                Survey::NoNodes | Survey::Forbidden(_) => status.nodes = None,
                Survey::Failed(_) => {}
            }
        }
        Answer::Silence(reason, why) => say(READY, (ConditionStatus::False, reason, why.clone())),
    }
    status.reachable = matches!(answer, Answer::Version(..));
    steadied(old, status)
}

/// Figures that hardly moved are no reason to write; when there is another, they go along.
fn steadied(old: &TargetClusterStatus, new: TargetClusterStatus) -> TargetClusterStatus {
    let hardly_moved = old
        .nodes
        .as_ref()
        .zip(new.nodes.as_ref())
        .is_some_and(|(before, now)| !has_moved(before, now));
    let as_before = TargetClusterStatus {
        nodes: old.nodes.clone(),
        ..new.clone()
    };
    if hardly_moved && as_before == *old {
        as_before
    } else {
        new
    }
}

#[cfg(test)]
mod tests;
