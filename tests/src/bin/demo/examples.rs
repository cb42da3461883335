//! Reads and applies `examples/*.yaml`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use kube::api::{DynamicObject, Patch, PatchParams};
use kube::core::GroupVersionKind;
use kube::{Api, Client, ResourceExt, discovery};
use nephoran_api::NetworkIntent;
use nephoran_end_to_end::access::MANAGER;
use serde_json::Value;

/// The examples: intents, and what they need to be there first.
pub struct Examples {
    /// Namespaces, clusters, feature flags.
    surroundings: Vec<DynamicObject>,
    /// In the order of their files.
    pub intents: Vec<NetworkIntent>,
}

/// Reads every YAML file of `folder`, in the order of their names.
pub fn read(folder: &Path) -> Result<Examples> {
    let unreadable = || format!("failed to read the examples in {}", folder.display());
    let entries = fs::read_dir(folder).with_context(unreadable)?;
    let mut files = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml")
    });
    files.sort();
    let mut examples = Examples {
        surroundings: Vec::new(),
        intents: Vec::new(),
    };
    for file in files {
        let malformed = || format!("{} is malformed", file.display());
        let text = fs::read_to_string(&file).with_context(unreadable)?;
        for document in serde_saphyr::from_multiple::<Value>(&text).with_context(malformed)? {
            if document["kind"] == "NetworkIntent" {
                examples
                    .intents
                    .push(serde_json::from_value(document).with_context(malformed)?);
            } else {
                examples
                    .surroundings
                    .push(serde_json::from_value(document).with_context(malformed)?);
            }
        }
    }
    Ok(examples)
}

impl Examples {
    /// Applies everything but the intents: an intent is routed and placed once.
    pub async fn prepare(&self, client: &Client) -> Result<()> {
        for object in &self.surroundings {
            apply(client, object)
                .await
                .with_context(|| format!("failed to apply {}", object.name_any()))?;
        }
        Ok(())
    }
}

async fn apply(client: &Client, object: &DynamicObject) -> Result<()> {
    let types = object
        .types
        .as_ref()
        .context("it has no apiVersion and kind")?;
    let kind = GroupVersionKind::try_from(types)?;
    let (resource, _) = discovery::pinned_kind(client, &kind).await?;
    let api: Api<DynamicObject> = match object.namespace() {
        Some(namespace) => Api::namespaced_with(client.clone(), &namespace, &resource),
        None => Api::all_with(client.clone(), &resource),
    };
    api.patch(
        &object.name_any(),
        &PatchParams::apply(MANAGER).force(),
        &Patch::Apply(object),
    )
    .await?;
    Ok(())
}
