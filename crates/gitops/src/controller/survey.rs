//! Asks a cluster for its Nodes and for the Pods on them. Reads, and writes nothing.

use std::{collections::BTreeSet, fmt::Debug, time::Duration};

use k8s_openapi::{
    api::core::v1::{Node, Pod},
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};
use kube::{
    Api, Client, ResourceExt,
    api::{ApiResource, ListParams},
    core::{NotUsed, Object},
};
use nephoran_api::{ClusterNodes, INTENT_LABEL, conditions::ConditionStatus};
use nephoran_runtime::attempt::chain;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use crate::{
    builtin::MANAGED_BY,
    nodes::{NodeSpec, NodeStatus, PodSpec, Tally},
};

/// Objects in one answer, as kubectl asks for them.
const PAGE: u32 = 500;
/// Pods that a node runs; the scheduler counts neither those it has yet to place nor those that have ended.
const RUNNING: &str = "spec.nodeName!=,status.phase!=Succeeded,status.phase!=Failed";

/// What the reading came to.
#[derive(Debug)]
pub(super) enum Survey {
    /// The figures.
    Figures(ClusterNodes),
    /// There is no Node to be seen, as in a virtual cluster.
    NoNodes,
    /// The user may not read them; what the API server says.
    Forbidden(String),
    /// It failed otherwise; the figures of before stand.
    Failed(String),
}

impl Survey {
    /// The condition `CapacityKnown`: its status, reason and message.
    pub(super) fn finding(&self) -> (ConditionStatus, &'static str, String) {
        match self {
            Self::Figures(_) => (
                ConditionStatus::True,
                "NodesRead",
                "status.nodes says what the nodes offer; plans use it where spec.capacity says nothing".to_owned(),
            ),
            Self::NoNodes => (
                ConditionStatus::False,
                "NoNodes",
                "the cluster shows no Nodes, so its room counts as unlimited; state it in spec.capacity".to_owned(),
            ),
            Self::Forbidden(why) => (
                ConditionStatus::False,
                "NodesForbidden",
                format!(
                    "{why}; so room counts as unlimited where spec.capacity says nothing; state it there, or allow the user of the kubeconfig to list nodes and pods in the whole cluster"
                ),
            ),
            Self::Failed(why) => (
                ConditionStatus::Unknown,
                "NodesUnreadable",
                format!("{why}; status.nodes stays as it was, and is read again within a minute"),
            ),
        }
    }
}

/// Reads a cluster. `intents` are the label values of the intents whose plans hold the room of their Pods; `patience` is
/// for each answer.
pub(super) async fn survey(
    client: &Client,
    intents: &BTreeSet<String>,
    patience: Duration,
) -> Survey {
    let mut tally = Tally::default();
    match sum_up(client, intents, patience, &mut tally).await {
        Ok(()) => tally.figures().map_or(Survey::NoNodes, Survey::Figures),
        Err(survey) => survey,
    }
}

async fn sum_up(
    client: &Client,
    intents: &BTreeSet<String>,
    patience: Duration,
    tally: &mut Tally,
) -> Result<(), Survey> {
    let nodes = Api::all_with(client.clone(), &ApiResource::erase::<Node>(&()));
    let all = ListParams::default();
    each(
        &nodes,
        all,
        patience,
        |node: Object<NodeSpec, NodeStatus>| {
            tally.node(&node.name_any(), &node.spec, node.status.as_ref());
        },
    )
    .await?;
    let pods = Api::all_with(client.clone(), &ApiResource::erase::<Pod>(&()));
    let running = ListParams::default().fields(RUNNING);
    each(&pods, running, patience, |pod: Object<PodSpec, NotUsed>| {
        tally.pod(&pod.spec, is_planned(&pod.metadata, intents));
    })
    .await
}

/// Takes every object of a list, page by page: no more than one page is in memory.
async fn each<K>(
    api: &Api<K>,
    mut asked: ListParams,
    patience: Duration,
    mut take: impl FnMut(K),
) -> Result<(), Survey>
where
    K: Clone + DeserializeOwned + Debug,
{
    asked.limit = Some(PAGE);
    loop {
        let page = match timeout(patience, api.list(&asked)).await {
            Ok(Ok(page)) => page,
            Ok(Err(error)) => return Err(refused(&error)),
            Err(_) => {
                let patience = patience.as_secs();
                let why = format!("a list of Nodes or Pods did not come within {patience} s");
                return Err(Survey::Failed(why));
            }
        };
        asked.continue_token = page.metadata.continue_.filter(|token| !token.is_empty());
        page.items.into_iter().for_each(&mut take);
        if asked.continue_token.is_none() {
            return Ok(());
        }
    }
}

fn refused(error: &kube::Error) -> Survey {
    match error {
        kube::Error::Api(answer) if answer.is_forbidden() => {
            Survey::Forbidden(answer.message.clone())
        }
        error => Survey::Failed(chain(error)),
    }
}

/// Whether a Pod belongs to an intent that is there. What an intent leaves behind (`deletionPolicy: Orphan`), and what
/// somebody else's nephoran deploys, is in no plan here.
fn is_planned(pod: &ObjectMeta, intents: &BTreeSet<String>) -> bool {
    let label = |name: &str| pod.labels.as_ref().and_then(|labels| labels.get(name));
    let ours = label(MANAGED_BY.0).is_some_and(|manager| manager == MANAGED_BY.1);
    ours && label(INTENT_LABEL).is_some_and(|intent| intents.contains(intent))
}

#[cfg(test)]
mod tests;
