//! What the resource quotas of a namespace leave for a plan.

use std::collections::BTreeMap;

use k8s_openapi::{
    api::core::v1::{ResourceQuota, ResourceQuotaStatus},
    apimachinery::pkg::api::resource::Quantity,
};
use kube::{Api, Client, api::ListParams};
use nephoran_api::{LOCAL_CLUSTER, Plan, quantity};

use super::error::PlanningError;
use crate::{Cluster, Held, Quota};

/// Names under which a quota counts requests: with and without the prefix (Kubernetes, Resource Quotas).
const CPU: [&str; 2] = ["requests.cpu", "cpu"];
const MEMORY: [&str; 2] = ["requests.memory", "memory"];
const STORAGE: [&str; 1] = ["requests.storage"];
const PODS: [&str; 2] = ["pods", "count/pods"];

type Parse = fn(&Quantity) -> Result<u64, quantity::InvalidQuantity>;

/// What quotas leave of `namespace`, by cluster. Only clusters behind this API server can be asked; what the plan had
/// before counts as free for it. Quotas with scopes concern some Pods only and are left to the API server.
pub(super) async fn left(
    client: &Client,
    namespace: &str,
    clusters: &[Cluster],
    previous: Option<&Plan>,
) -> Result<BTreeMap<String, Quota>, PlanningError> {
    let here: Vec<&str> = if clusters.is_empty() {
        vec![LOCAL_CLUSTER]
    } else {
        let local = |cluster: &&Cluster| cluster.spec.kubeconfig_secret_ref.is_none();
        let names = clusters.iter().filter(local);
        names.map(|cluster| cluster.name.as_str()).collect()
    };
    if here.is_empty() {
        return Ok(BTreeMap::new());
    }
    let quotas = Api::<ResourceQuota>::namespaced(client.clone(), namespace)
        .list(&ListParams::default())
        .await
        .map_err(|source| PlanningError::Quota {
            namespace: namespace.to_owned(),
            source,
        })?;
    let unscoped = quotas.items.iter().filter(|quota| {
        let spec = quota.spec.as_ref();
        spec.is_some_and(|spec| spec.scopes.is_none() && spec.scope_selector.is_none())
    });
    let left: Vec<Quota> = unscoped
        .filter_map(|quota| quota.status.as_ref())
        .map(rest)
        .collect();
    if left.is_empty() {
        return Ok(BTreeMap::new());
    }
    let own = Held::of(previous);
    Ok(here
        .into_iter()
        .map(|cluster| {
            let least = left
                .iter()
                .copied()
                .reduce(Quota::least)
                .unwrap_or_default();
            (cluster.to_owned(), own.given_back(cluster, least))
        })
        .collect())
}

/// Hard limit less use, by resource.
fn rest(status: &ResourceQuotaStatus) -> Quota {
    let find = |amounts: Option<&BTreeMap<String, Quantity>>, names: &[&str], parse: Parse| {
        let amounts = amounts?;
        let amount = names.iter().find_map(|name| amounts.get(*name))?;
        parse(amount).ok()
    };
    let left = |names: &[&str], parse: Parse| {
        let hard = find(status.hard.as_ref(), names, parse)?;
        let used = find(status.used.as_ref(), names, parse).unwrap_or(0);
        Some(hard.saturating_sub(used))
    };
    Quota {
        cpu_millicores: left(&CPU, quantity::millicores),
        memory_bytes: left(&MEMORY, quantity::bytes),
        storage_bytes: left(&STORAGE, quantity::bytes),
        pods: left(&PODS, quantity::bytes),
    }
}
