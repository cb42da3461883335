//! Removes what a deleted intent left, then lets it go.

use std::time::Duration;

use kube::{
    Api, ResourceExt,
    api::{DeleteParams, Patch, PatchParams, Preconditions},
    runtime::controller::Action,
};
use nephoran_api::{DeletionPolicy, FINALIZER, IntentProcessing, NetworkIntent};
use nephoran_runtime::attempt::chain;
use serde_json::json;

use super::{Context, error::BridgeError, wake};
use crate::{legacy, routing};

/// A removal that failed is tried again after this time, for as long as it takes: giving up would leave things behind.
const AGAIN: Duration = Duration::from_secs(10);

pub(super) async fn remove(
    intent: &NetworkIntent,
    context: &Context,
) -> Result<Action, BridgeError> {
    if !intent
        .finalizers()
        .iter()
        .any(|finalizer| finalizer == FINALIZER)
    {
        return Ok(Action::await_change());
    }
    let objects = context.caches.chain(intent);
    if let Some(processing) = &objects.processing
        && processing.metadata.deletion_timestamp.is_none()
    {
        delete_processing(processing, context).await?;
    }
    if !objects.is_gone() {
        // Each object's end wakes this intent.
        return Ok(Action::await_change());
    }
    if let Err(note) = remove_legacy(intent, context).await {
        let note = format!(
            "{note}; deletion waits until this works; set spec.deletionPolicy to Orphan to leave everything in place"
        );
        context.events.warning(intent, "RemovalFailed", &note);
        tracing::warn!(
            namespace = intent.namespace(),
            name = intent.name_any(),
            note,
            "removal failed"
        );
        return Ok(Action::requeue(AGAIN));
    }
    release(intent, context).await
}

/// What the monolith left; an amendment left nothing, but its owner has to plan without it.
async fn remove_legacy(intent: &NetworkIntent, context: &Context) -> Result<(), String> {
    let route = intent
        .status
        .as_ref()
        .and_then(|status| status.route.as_ref());
    let Some(route) = route.filter(|route| routing::legacy_from(route).is_some()) else {
        return Ok(());
    };
    context
        .monolith
        .stop(&intent.uid().unwrap_or_default())
        .await;
    let model = legacy::model_of(intent);
    if routing::planned_by_legacy(route) && model.action.is_amendment() {
        if let Ok(owner) = legacy::owner_of(
            &model,
            &context.intents,
            &context.clusters,
            &context.catalogue.current(),
        ) {
            wake::wake(&context.triggers, &*owner);
        }
        return Ok(());
    }
    if intent.spec.deletion_policy == DeletionPolicy::Orphan {
        return Ok(());
    }
    let targets = legacy::targets(&context.clusters);
    let namespace = intent.namespace().unwrap_or_default();
    context
        .monolith
        .remove(&namespace, &legacy::intent_ref(intent), &targets)
        .await
        .map_err(|error| chain(&error))
}

/// In the foreground: the plan, and with it the ownership of its functions, stays until they are removed. Otherwise
/// the next owner's objects of the same names would meet this one's removal.
async fn delete_processing(
    processing: &IntentProcessing,
    context: &Context,
) -> Result<(), BridgeError> {
    let (namespace, name) = (
        processing.namespace().unwrap_or_default(),
        processing.name_any(),
    );
    let only_this = Preconditions {
        uid: processing.uid(),
        resource_version: None,
    };
    let parameters = DeleteParams::foreground().preconditions(only_this);
    let api = Api::<IntentProcessing>::namespaced(context.client.clone(), &namespace);
    match api.delete(&name, &parameters).await {
        Ok(_) => Ok(()),
        Err(kube::Error::Api(status)) if status.is_not_found() || status.is_conflict() => Ok(()),
        Err(source) => Err(BridgeError::Api {
            action: "delete",
            kind: "IntentProcessing",
            namespace,
            name,
            source,
        }),
    }
}

async fn release(intent: &NetworkIntent, context: &Context) -> Result<Action, BridgeError> {
    let (namespace, name) = (intent.namespace().unwrap_or_default(), intent.name_any());
    let kept: Vec<&String> = intent
        .finalizers()
        .iter()
        .filter(|finalizer| *finalizer != FINALIZER)
        .collect();
    let patch =
        json!({ "metadata": { "finalizers": kept, "resourceVersion": intent.resource_version() } });
    let api = Api::<NetworkIntent>::namespaced(context.client.clone(), &namespace);
    match api
        .patch(&name, &PatchParams::default(), &Patch::Merge(&patch))
        .await
    {
        Ok(_) => Ok(Action::await_change()),
        Err(kube::Error::Api(status)) if status.is_not_found() => Ok(Action::await_change()),
        // The object has moved on; the cache will catch up.
        Err(kube::Error::Api(status)) if status.is_conflict() => {
            Ok(Action::requeue(Duration::from_millis(100)))
        }
        Err(source) => Err(BridgeError::Api {
            action: "take the finalizer off",
            kind: "NetworkIntent",
            namespace,
            name,
            source,
        }),
    }
}
