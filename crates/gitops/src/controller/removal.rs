//! Removes what a deleted object deployed, then lets it go.

use std::time::Duration;

use kube::{
    Api, ResourceExt,
    api::{Patch, PatchParams},
    runtime::controller::Action,
};
use nephoran_api::{
    Classified as _, DeletionPolicy, ErrorClass, FINALIZER, GitOpsDeployment, Mode,
};
use nephoran_runtime::attempt::chain;
use serde_json::json;

use super::{
    Context,
    error::{ReconcileError, SourceError},
    observe,
};

/// A removal that failed is tried again after this time, for as long as it takes: giving up would leave things behind.
const AGAIN: Duration = Duration::from_secs(10);
/// The same when a person has to act first.
const AGAIN_AFTER_REFUSAL: Duration = Duration::from_mins(1);

pub(super) async fn remove(
    object: &GitOpsDeployment,
    context: &Context,
) -> Result<Action, ReconcileError> {
    if !object
        .finalizers()
        .iter()
        .any(|finalizer| finalizer == FINALIZER)
    {
        return Ok(Action::await_change());
    }
    if object.spec.deletion_policy == DeletionPolicy::Delete
        && object.spec.phase.mode == Mode::Live
        && let Err(error) = remove_package(object, context).await
    {
        let note = format!(
            "{}; deletion waits until this works; set spec.deletionPolicy to Orphan to leave everything in place",
            chain(&error)
        );
        context
            .reporter
            .events()
            .warning(object, "RemovalFailed", &note);
        tracing::warn!(
            namespace = object.namespace(),
            name = object.name_any(),
            note,
            "removal failed"
        );
        return Ok(Action::requeue(if error.class() == ErrorClass::Transient {
            AGAIN
        } else {
            AGAIN_AFTER_REFUSAL
        }));
    }
    release(object, context).await
}

async fn remove_package(object: &GitOpsDeployment, context: &Context) -> Result<(), SourceError> {
    let namespace = object.namespace().unwrap_or_default();
    let recorded = object
        .status
        .as_ref()
        .map(|status| status.targets.as_slice())
        .unwrap_or_default();
    let mut targets = observe::all_targets(object, context)?;
    let current = object.status.as_ref().is_some_and(|status| {
        status.state.phase.is_terminal()
            && Some(status.state.observed_generation) == object.metadata.generation
    });
    if current {
        targets.retain(|target| recorded.iter().any(|known| known.cluster == target.cluster));
    }
    Ok(context
        .deployer
        .remove(&namespace, &observe::intent_of(object), &targets, recorded)
        .await?)
}

async fn release(object: &GitOpsDeployment, context: &Context) -> Result<Action, ReconcileError> {
    let (namespace, name) = (object.namespace().unwrap_or_default(), object.name_any());
    let kept: Vec<&String> = object
        .finalizers()
        .iter()
        .filter(|finalizer| *finalizer != FINALIZER)
        .collect();
    let patch =
        json!({ "metadata": { "finalizers": kept, "resourceVersion": object.resource_version() } });
    let api = Api::<GitOpsDeployment>::namespaced(context.client.clone(), &namespace);
    match api
        .patch(&name, &PatchParams::default(), &Patch::Merge(&patch))
        .await
    {
        Ok(_) => Ok(Action::await_change()),
        Err(kube::Error::Api(status)) if status.is_not_found() => Ok(Action::await_change()),
        // The object has moved on; its watch event brings it back here.
        Err(kube::Error::Api(status)) if status.is_conflict() => {
            Ok(Action::requeue(Duration::from_millis(100)))
        }
        Err(source) => Err(ReconcileError::Finalizer {
            namespace,
            name,
            source,
        }),
    }
}
