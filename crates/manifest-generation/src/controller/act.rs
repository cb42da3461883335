//! Stores a package in immutable ConfigMaps and lets go of old ones.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ConfigMap;
use kube::{
    Api, Resource, ResourceExt,
    api::{DeleteParams, ListParams, ObjectMeta, PostParams},
};
use nephoran_api::{
    ARTIFACT_LABEL, Artifact, Digest, INTENT_LABEL, ManifestGeneration, artifact, label_value,
};

use super::{Context, error::GenerationError};
use crate::Package;

/// Artefacts kept per intent.
const KEPT: usize = 3;

/// Stores the package; storing it again changes nothing. In Shadow too: these ConfigMaps are ours.
pub(super) async fn store(
    object: &ManifestGeneration,
    package: &Package,
    context: &Context,
) -> Result<Artifact, GenerationError> {
    let namespace = object.namespace().unwrap_or_default();
    let api = Api::<ConfigMap>::namespaced(context.client.clone(), &namespace);
    let mut summary = artifact::summary(&package.files, object.spec.packaging.format);
    for (index, data) in artifact::chunk(&package.files)?.into_iter().enumerate() {
        let config_map = config_map(object, &summary.digest, index, data);
        let name = config_map.name_any();
        create(&api, &namespace, &name, config_map).await?;
        summary.config_maps.push(name);
    }
    let_go(object, &summary.digest, &api, &namespace).await?;
    Ok(summary)
}

fn config_map(
    object: &ManifestGeneration,
    digest: &Digest,
    index: usize,
    data: BTreeMap<String, String>,
) -> ConfigMap {
    let base = format!("{}-{}", object.name_any(), digest.short());
    let intent = object
        .spec
        .phase
        .intent_ref
        .as_ref()
        .map_or_else(|| object.name_any(), |intent| intent.name.clone());
    let labels = [
        (INTENT_LABEL, label_value(&intent)),
        (ARTIFACT_LABEL, label_value(&base)),
    ];
    ConfigMap {
        metadata: ObjectMeta {
            name: Some(if index == 0 {
                base
            } else {
                format!("{base}-{index}")
            }),
            namespace: object.namespace(),
            labels: Some(labels.map(|(key, value)| (key.to_owned(), value)).into()),
            owner_references: object.controller_owner_ref(&()).map(|owner| vec![owner]),
            ..ObjectMeta::default()
        },
        data: Some(data),
        immutable: Some(true),
        ..ConfigMap::default()
    }
}

async fn create(
    api: &Api<ConfigMap>,
    namespace: &str,
    name: &str,
    config_map: ConfigMap,
) -> Result<(), GenerationError> {
    let failed = |source| GenerationError::Store {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        source,
    };
    match api.create(&PostParams::default(), &config_map).await {
        Ok(_) => Ok(()),
        Err(kube::Error::Api(status)) if status.is_already_exists() => {
            let present = api.get(name).await.map_err(failed)?;
            if present.data == config_map.data
                && present.owner_references() == config_map.owner_references()
            {
                Ok(())
            } else {
                Err(GenerationError::NameTaken {
                    namespace: namespace.to_owned(),
                    name: name.to_owned(),
                })
            }
        }
        Err(source) => Err(failed(source)),
    }
}

/// Deletes artefacts that none of the last outcomes but the newest ones name.
async fn let_go(
    object: &ManifestGeneration,
    current: &Digest,
    api: &Api<ConfigMap>,
    namespace: &str,
) -> Result<(), GenerationError> {
    let mut kept = vec![current];
    let history = object
        .status
        .as_ref()
        .map(|status| status.state.history.as_slice())
        .unwrap_or_default();
    for digest in history.iter().filter_map(|outcome| outcome.digest.as_ref()) {
        if kept.contains(&digest) {
            continue;
        }
        if kept.len() < KEPT {
            kept.push(digest);
            continue;
        }
        let name = format!("{}-{}", object.name_any(), digest.short());
        let selector =
            ListParams::default().labels(&format!("{ARTIFACT_LABEL}={}", label_value(&name)));
        api.delete_collection(&DeleteParams::default(), &selector)
            .await
            .map_err(|source| GenerationError::Store {
                namespace: namespace.to_owned(),
                name,
                source,
            })?;
    }
    Ok(())
}
