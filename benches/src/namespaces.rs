//! Namespaces to put a load into, made before it counts.

use anyhow::{Context as _, Result};
use futures::{StreamExt, TryStreamExt, stream};
use k8s_openapi::api::core::v1::{ConfigMap, Namespace};
use kube::api::{ListParams, ObjectMeta, PostParams};
use kube::{Api, Client};
use nephoran_end_to_end::waiting::until;

/// Namespaces made at once.
const CONCURRENT: usize = 16;

/// Makes namespaces `<prefix>-000` and so on, and waits until the cluster has put into them what it puts into every one.
pub async fn make(client: &Client, prefix: &str, count: usize) -> Result<Vec<String>> {
    let names: Vec<_> = (0..count)
        .map(|index| format!("{prefix}-{index:03}"))
        .collect();
    let made = stream::iter(&names)
        .map(|name| create(client, name))
        .buffer_unordered(CONCURRENT);
    made.try_collect::<Vec<()>>().await?;
    let roots = Api::<ConfigMap>::all(client.clone());
    let selected = ListParams::default().fields("metadata.name=kube-root-ca.crt");
    until(
        "every namespace has the cluster's certificate",
        async || {
            let found = roots
                .list_metadata(&selected)
                .await
                .map_err(|error| error.to_string())?;
            let of_prefix = |namespace: &String| namespace.starts_with(prefix);
            let filled = found
                .items
                .iter()
                .filter(|map| map.metadata.namespace.as_ref().is_some_and(of_prefix))
                .count();
            if filled >= count {
                Ok(())
            } else {
                Err(format!("{filled} of {count} have it"))
            }
        },
    )
    .await?;
    Ok(names)
}

async fn create(client: &Client, name: &str) -> Result<()> {
    let namespace = Namespace {
        metadata: ObjectMeta {
            name: Some(name.to_owned()),
            ..ObjectMeta::default()
        },
        ..Namespace::default()
    };
    Api::all(client.clone())
        .create(&PostParams::default(), &namespace)
        .await
        .with_context(|| format!("failed to create namespace {name}"))?;
    Ok(())
}
