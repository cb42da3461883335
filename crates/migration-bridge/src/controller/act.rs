//! Hands an intent over: to the controllers by an IntentProcessing, or to the monolith by freezing that.

use std::sync::Arc;

use kube::{
    Api, Resource, ResourceExt,
    api::{Patch, PatchParams},
};
use nephoran_api::{
    FINALIZER, INTENT_LABEL, IntentHints, IntentProcessing, IntentProcessingSpec, NetworkIntent,
    PhaseSpec, ProcessingOptions, REQUESTED_AT_ANNOTATION, RouteStatus, label_value,
};
use nephoran_runtime::watch::namesake;
use serde_json::json;

use super::{Context, NAME, error::BridgeError};
use crate::{legacy, routing};

/// The intent with our finalizer: nothing may be deployed that nobody would remove.
pub(super) async fn with_finalizer(
    intent: Arc<NetworkIntent>,
    context: &Context,
) -> Result<Arc<NetworkIntent>, BridgeError> {
    if intent
        .finalizers()
        .iter()
        .any(|finalizer| finalizer == FINALIZER)
    {
        return Ok(intent);
    }
    let (namespace, name) = (intent.namespace().unwrap_or_default(), intent.name_any());
    let mut finalizers = intent.finalizers().to_vec();
    finalizers.push(FINALIZER.to_owned());
    let patch = json!({ "metadata": { "finalizers": finalizers, "resourceVersion": intent.resource_version() } });
    let api = Api::<NetworkIntent>::namespaced(context.client.clone(), &namespace);
    match api
        .patch(&name, &PatchParams::default(), &Patch::Merge(&patch))
        .await
    {
        Ok(patched) => {
            context.statuses.newest().wrote(&patched);
            Ok(Arc::new(patched))
        }
        Err(source) => Err(BridgeError::Api {
            action: "put a finalizer on",
            kind: "NetworkIntent",
            namespace,
            name,
            source,
        }),
    }
}

/// One writer at a time: the monolith stops before the controllers start, and they freeze before it starts.
pub(super) async fn hand_over(
    intent: &NetworkIntent,
    route: &RouteStatus,
    context: &Context,
) -> Result<(), BridgeError> {
    if routing::legacy_from(route).is_none() || intent.spec.suspend {
        context
            .monolith
            .stop(&intent.uid().unwrap_or_default())
            .await;
    }
    let present = context.caches.processings.get(&namesake(intent));
    if let Some(present) = present.as_deref() {
        let ours = present
            .owner_references()
            .iter()
            .any(|owner| Some(&owner.uid) == intent.metadata.uid.as_ref());
        if !ours || present.metadata.deletion_timestamp.is_some() {
            // It belongs to a former intent of this name; its end wakes this one.
            return Ok(());
        }
    }
    let desired = match (routing::pipeline(route), present.as_deref()) {
        (Some(pipeline), _) => processing_spec(intent, pipeline),
        (None, Some(present)) => {
            let mut frozen = present.spec.clone();
            frozen.phase.suspend = true;
            frozen
        }
        (None, None) => return Ok(()),
    };
    if present.is_some_and(|present| {
        present.spec == desired && requested_at(&*present) == requested_at(intent)
    }) {
        return Ok(());
    }
    apply(intent, desired, context).await
}

fn processing_spec(intent: &NetworkIntent, pipeline: routing::Pipeline) -> IntentProcessingSpec {
    IntentProcessingSpec {
        phase: PhaseSpec {
            intent_ref: Some(legacy::intent_ref(intent)),
            mode: pipeline.mode,
            stop_after: pipeline.stop_after,
            suspend: intent.spec.suspend,
            timeout_seconds: intent.spec.timeout_seconds,
            max_retries: intent.spec.max_retries,
        },
        intent: intent.spec.intent.clone(),
        hints: IntentHints::from(&intent.spec),
        processing: ProcessingOptions::default(),
    }
}

async fn apply(
    intent: &NetworkIntent,
    spec: IntentProcessingSpec,
    context: &Context,
) -> Result<(), BridgeError> {
    let (namespace, name) = (intent.namespace().unwrap_or_default(), intent.name_any());
    let mut object = IntentProcessing::new(&name, spec);
    object.metadata.namespace = Some(namespace.clone());
    object.metadata.owner_references = intent.controller_owner_ref(&()).map(|owner| vec![owner]);
    object
        .labels_mut()
        .insert(INTENT_LABEL.to_owned(), label_value(&name));
    // A request for a reconcile right now is meant for the whole chain.
    if let Some(requested_at) = requested_at(intent) {
        object
            .annotations_mut()
            .insert(REQUESTED_AT_ANNOTATION.to_owned(), requested_at.clone());
    }
    let api = Api::<IntentProcessing>::namespaced(context.client.clone(), &namespace);
    api.patch(
        &name,
        &PatchParams::apply(NAME).force(),
        &Patch::Apply(&object),
    )
    .await
    .map(|_| ())
    .map_err(|source| BridgeError::Api {
        action: "apply",
        kind: "IntentProcessing",
        namespace,
        name,
        source,
    })
}

fn requested_at<K: ResourceExt>(object: &K) -> Option<&String> {
    object.annotations().get(REQUESTED_AT_ANNOTATION)
}
