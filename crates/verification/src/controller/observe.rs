//! Looks at every object of a deployment: in the caches here, by requests elsewhere. Writes nothing.

use std::{collections::BTreeSet, time::Duration};

use k8s_openapi::{api::core::v1::Pod, jiff::Timestamp};
use kube::{Api, Client, ResourceExt, api::ListParams, runtime::reflector::ObjectRef};
use nephoran_api::{
    AppliedObject, DeploymentVerification, GitOpsDeployment, HealthStatus, INTENT_LABEL,
    ObjectHealth, PhaseObject, TargetClusterSpec, label_value,
};

use super::{Context, Observer, error::ObserveError, explanations::Explanation, remote};
use crate::{ObservedObject, health, pod_trouble};

/// Objects that are not current for this long are explained by their Pods.
const ASK_PODS_AFTER: Duration = Duration::from_secs(3);

/// What one cluster holds of a deployment.
#[derive(Clone, Debug)]
pub struct Inventory {
    /// TargetCluster, or `local`.
    pub cluster: String,
    /// Its spec; none for `local` without a TargetCluster.
    pub spec: Option<TargetClusterSpec>,
    /// Name of the intent.
    pub intent: String,
    /// The objects.
    pub objects: Vec<AppliedObject>,
}

/// What was seen.
pub struct Seen {
    /// Health of every object.
    pub health: Vec<ObjectHealth>,
    /// What keeps Pods from running, if anything.
    pub trouble: Option<String>,
    /// Whether a cluster has to be asked again, because nothing reports its changes.
    pub poll: bool,
}

/// `None` when the deployment is not the one the object names: the follower brings the object up to date.
pub(super) fn inventories(
    object: &DeploymentVerification,
    context: &Context,
) -> Option<Vec<Inventory>> {
    let intent = object
        .spec
        .phase
        .intent_ref
        .as_ref()
        .map_or_else(|| object.name_any(), |intent| intent.name.clone());
    let spec_of = |cluster: &str| {
        context
            .targets
            .get(&ObjectRef::new(cluster))
            .map(|found| found.spec.clone())
    };
    if let Some(inline) = &object.spec.source.inline {
        let spec = spec_of(&inline.cluster);
        return Some(vec![Inventory {
            cluster: inline.cluster.clone(),
            spec,
            intent,
            objects: inline.objects.clone(),
        }]);
    }
    let named = object.spec.source.reference.as_ref()?;
    let source = context
        .deployments
        .get(&ObjectRef::<GitOpsDeployment>::new(&named.name).within(&object.namespace()?))?;
    let same = source.uid().as_deref() == Some(&named.uid)
        && source.completed()?.digest.as_ref() == Some(&named.digest);
    let targets = same
        .then(|| source.status.as_ref().map(|status| status.targets.clone()))
        .flatten()?;
    let inventory = |target: nephoran_api::TargetStatus| Inventory {
        spec: spec_of(&target.cluster),
        cluster: target.cluster,
        intent: intent.clone(),
        objects: target.inventory,
    };
    Some(targets.into_iter().map(inventory).collect())
}

/// The health of all objects; `elapsed` is how long they have not been current.
///
/// # Errors
/// When a cluster cannot be reached.
pub async fn observe_health(
    observer: &Observer,
    inventories: &[Inventory],
    elapsed: Duration,
) -> Result<Seen, ObserveError> {
    let mut seen = Seen {
        health: Vec::new(),
        trouble: None,
        poll: false,
    };
    for inventory in inventories {
        let remote = inventory
            .spec
            .as_ref()
            .is_some_and(|spec| spec.kubeconfig_secret_ref.is_some());
        let client = observer
            .clusters
            .client(&inventory.cluster, inventory.spec.as_ref())
            .await?;
        let before = seen.health.len();
        for object in &inventory.objects {
            let found = match observer.live.get(object).filter(|_| !remote) {
                Some(found) => found,
                None => remote::get(&client, object).await?,
            };
            let cluster = if remote {
                inventory.cluster.as_str()
            } else {
                nephoran_api::LOCAL_CLUSTER
            };
            seen.health.push(health(
                ObservedObject {
                    cluster,
                    expected: object,
                    found: found.as_ref(),
                },
                Timestamp::now(),
            ));
        }
        seen.poll |= remote;
        let settled = seen.health[before..]
            .iter()
            .all(|object| object.status == HealthStatus::Current);
        if settled {
            observer.explanations.forget(inventory);
        } else if elapsed >= ASK_PODS_AFTER {
            let explanation = if let Some(recent) = observer.explanations.recent(inventory) {
                recent
            } else {
                let new = Explanation(explain(&client, inventory).await?);
                observer.explanations.keep(inventory, &new);
                new
            };
            seen.trouble = seen.trouble.or(explanation.0);
        }
    }
    Ok(seen)
}

/// Asks the Pods of the intent what keeps them from running.
async fn explain(client: &Client, inventory: &Inventory) -> Result<Option<String>, ObserveError> {
    let namespaces: BTreeSet<&str> = inventory
        .objects
        .iter()
        .map(|object| object.namespace.as_str())
        .filter(|namespace| !namespace.is_empty())
        .collect();
    let selector = ListParams::default()
        .labels(&format!(
            "{INTENT_LABEL}={}",
            label_value(&inventory.intent)
        ))
        .match_any();
    for namespace in namespaces {
        let pods = Api::<Pod>::namespaced(client.clone(), namespace)
            .list(&selector)
            .await
            .map_err(|source| ObserveError::Read {
                what: format!("the Pods of namespace {namespace}"),
                source: Box::new(source),
            })?;
        if let Some(trouble) = pod_trouble(&pods.items) {
            return Ok(Some(trouble));
        }
    }
    Ok(None)
}
