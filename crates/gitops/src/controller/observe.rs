//! Reads the package to deploy and where it goes. Writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::core::v1::ConfigMap;
use kube::{Api, ResourceExt, core::PartialObjectMeta, runtime::reflector::ObjectRef};
use nephoran_api::{
    APPROVED_ANNOTATION, Approval, Artifact, Digest, GitOpsDeployment, IntentRef, LOCAL_CLUSTER,
    ManifestGeneration, Mode, NetworkIntent, PhaseObject, artifact,
};

use super::{Context, error::SourceError};
use crate::deploy::Target;

/// Everything a deployment depends on.
pub(super) struct Observed {
    pub(super) intent: IntentRef,
    pub(super) files: BTreeMap<String, String>,
    pub(super) digest: Digest,
    pub(super) amended_by: Vec<String>,
    pub(super) targets: Vec<Target>,
    /// All other clusters: the package may have been on one of them.
    pub(super) others: Vec<Target>,
    /// The plan digest a human has yet to approve.
    pub(super) missing_approval: Option<Digest>,
    pub(super) mode: Mode,
}

/// `None` when the package is not the one the object names: the follower brings the object up to date.
pub(super) async fn observe(
    object: &GitOpsDeployment,
    context: &Context,
) -> Result<Option<Observed>, SourceError> {
    let intent = intent_of(object);
    let (files, digest, amended_by, missing_approval) =
        if let Some(inline) = &object.spec.source.inline {
            (
                inline.files.clone(),
                artifact::digest(&inline.files),
                Vec::new(),
                None,
            )
        } else {
            let Some(source) = source_of(object, context) else {
                return Ok(None);
            };
            let status = source.status.clone().unwrap_or_default();
            let Some(stored) = status.artifact else {
                return Ok(None);
            };
            let files = read(&object.namespace().unwrap_or_default(), &stored, context).await?;
            (
                files,
                stored.digest,
                status.amended_by,
                missing_approval(object, &source, context),
            )
        };
    let used: BTreeSet<&str> = files
        .keys()
        .filter_map(|path| path.split_once('/'))
        .map(|(cluster, _)| cluster)
        .collect();
    let targets = used
        .iter()
        .map(|cluster| target(object, cluster, context))
        .collect::<Result<_, _>>()?;
    let others = all_targets(object, context)?
        .into_iter()
        .filter(|target| !used.contains(target.cluster.as_str()))
        .collect();
    Ok(Some(Observed {
        intent,
        targets,
        others,
        digest,
        amended_by,
        missing_approval,
        mode: object.spec.phase.mode,
        files,
    }))
}

/// The intent a deployment works for; the object itself when it is used alone.
pub(super) fn intent_of(object: &GitOpsDeployment) -> IntentRef {
    object
        .spec
        .phase
        .intent_ref
        .clone()
        .unwrap_or_else(|| IntentRef {
            name: object.name_any(),
            uid: object.uid().unwrap_or_default(),
            generation: object.metadata.generation.unwrap_or_default(),
        })
}

/// Every cluster there is.
pub(super) fn all_targets(
    object: &GitOpsDeployment,
    context: &Context,
) -> Result<Vec<Target>, SourceError> {
    let mut names: BTreeSet<String> = context
        .clusters
        .state()
        .iter()
        .map(|cluster| cluster.name_any())
        .collect();
    if names.is_empty() {
        names.insert(LOCAL_CLUSTER.to_owned());
    }
    names.extend(
        object
            .status
            .iter()
            .flat_map(|status| &status.targets)
            .map(|target| target.cluster.clone()),
    );
    names.retain(|name| {
        name == LOCAL_CLUSTER || context.clusters.get(&ObjectRef::new(name)).is_some()
    });
    names
        .iter()
        .map(|name| target(object, name, context))
        .collect()
}

fn source_of(
    object: &GitOpsDeployment,
    context: &Context,
) -> Option<std::sync::Arc<ManifestGeneration>> {
    let named = object.spec.source.reference.as_ref()?;
    let source = context
        .packages
        .get(&ObjectRef::new(&named.name).within(&object.namespace()?))?;
    let same = source.uid().as_deref() == Some(&named.uid)
        && source.completed()?.digest.as_ref() == Some(&named.digest);
    same.then_some(source)
}

fn target(
    object: &GitOpsDeployment,
    cluster: &str,
    context: &Context,
) -> Result<Target, SourceError> {
    let found = context.clusters.get(&ObjectRef::new(cluster));
    let mut target = Target::of(cluster, found.as_ref().map(|cluster| &cluster.spec))?;
    if let Some(wish) = object
        .spec
        .targets
        .iter()
        .find(|wish| wish.cluster == cluster)
    {
        target.repository.clone_from(&wish.repository);
        target.engine = wish.engine.unwrap_or(target.engine);
    }
    Ok(target)
}

async fn read(
    namespace: &str,
    stored: &Artifact,
    context: &Context,
) -> Result<BTreeMap<String, String>, SourceError> {
    let api = Api::<ConfigMap>::namespaced(context.client.clone(), namespace);
    let mut parts = Vec::with_capacity(stored.config_maps.len());
    for name in &stored.config_maps {
        let part = api
            .get(name)
            .await
            .map_err(|source| SourceError::Artifact {
                namespace: namespace.to_owned(),
                name: name.clone(),
                source,
            })?;
        parts.push(part.data.unwrap_or_default());
    }
    Ok(artifact::reassemble(&parts, &stored.digest)?)
}

fn missing_approval(
    object: &GitOpsDeployment,
    source: &ManifestGeneration,
    context: &Context,
) -> Option<Digest> {
    if object.spec.approval == Approval::Auto {
        return None;
    }
    let plan = source.spec.source.reference.as_ref()?.digest.clone();
    let key = ObjectRef::<PartialObjectMeta<NetworkIntent>>::new(&intent_of(object).name)
        .within(&object.namespace()?);
    let approved = context
        .intents
        .get(&key)
        .and_then(|intent| intent.annotations().get(APPROVED_ANNOTATION).cloned());
    (approved.as_deref() != Some(plan.as_str())).then_some(plan)
}
