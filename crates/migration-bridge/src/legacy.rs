//! What the monolith needs to know: where a run starts and which amendments it folds in.

use std::sync::Arc;

use kube::{ResourceExt, runtime::reflector::Store};
use nephoran_api::{
    APPROVED_ANNOTATION, IntentHints, IntentModel, IntentRef, NetworkIntent, PhaseObject,
    PipelinePhase, REQUESTED_AT_ANNOTATION, RouteStatus, TargetCluster, artifact,
};
use nephoran_gitops::deploy::Target;
use nephoran_intent_processing::understand;
use nephoran_legacy_monolith::{Job, Start};
use nephoran_resource_planning::{
    Amendment, Cluster, OwnedFunction, OwnedFunctions, PlanError, PlanInput, plan, target_of,
};
use nephoran_telecom::{Catalogue, NetworkFunctionType};

use crate::chain::Caches;
use crate::{chain::Chain, routing};

/// What an intent's text and hints mean; an amendment that names no namespace means its own.
pub(crate) fn model_of(intent: &NetworkIntent) -> IntentModel {
    let mut model = understand(&intent.spec.intent, &IntentHints::from(&intent.spec)).model;
    if model.action.is_amendment() {
        let placement = model.placement.get_or_insert_default();
        placement.namespace = placement.namespace.take().or_else(|| intent.namespace());
    }
    model
}

/// The intent whose functions an amendment changes.
pub(crate) fn owner_of(
    amendment: &IntentModel,
    intents: &Store<NetworkIntent>,
    clusters: &Store<TargetCluster>,
    catalogue: &Catalogue,
) -> Result<Arc<NetworkIntent>, PlanError> {
    let namespace = amendment
        .placement
        .as_ref()
        .and_then(|placement| placement.namespace.clone())
        .unwrap_or_default();
    let mut candidates = intents.state();
    candidates.sort_by_key(|intent| (intent.namespace(), intent.name_any()));
    let (candidates, owners): (Vec<_>, Vec<_>) = candidates
        .into_iter()
        .map(|intent| (owned(&intent, &namespace, clusters, catalogue), intent))
        .filter(|(owned, _)| !owned.functions.is_empty())
        .map(|(owned, intent)| (intent, owned))
        .unzip();
    let found = target_of(amendment, &owners)?;
    let position = owners
        .iter()
        .position(|owner| owner.namespace == found.namespace && owner.intent == found.intent);
    position
        .and_then(|position| candidates.get(position).cloned())
        .ok_or(PlanError::TargetNotFound {
            asked: found.intent,
            existing: Vec::new(),
        })
}

/// The functions of an intent in a namespace: those that run, and those that its own words ask for. A Remove is in
/// force exactly when its target no longer runs, and must find its owner all the same.
fn owned(
    intent: &NetworkIntent,
    namespace: &str,
    clusters: &Store<TargetCluster>,
    catalogue: &Catalogue,
) -> OwnedFunctions {
    let mut functions = Vec::new();
    if intent.metadata.deletion_timestamp.is_none() {
        let running = intent
            .status
            .iter()
            .flat_map(|status| &status.deployed_components)
            .filter(|component| component.namespace == namespace);
        functions.extend(running.map(|component| {
            function(&component.name, component.function_type, &component.cluster)
        }));
        if !functions.is_empty() && routing::pinned(intent).is_some_and(routing::planned_by_legacy)
        {
            let asked_for = asked_for(intent, namespace, clusters, catalogue);
            functions.extend(
                asked_for
                    .into_iter()
                    .filter(|asked| !functions.contains(asked))
                    .collect::<Vec<_>>(),
            );
        }
    }
    OwnedFunctions {
        namespace: intent.namespace().unwrap_or_default(),
        intent: intent.name_any(),
        target_namespace: namespace.to_owned(),
        slice: (!functions.is_empty())
            .then(|| model_of(intent).slice)
            .flatten(),
        functions,
    }
}

fn asked_for(
    intent: &NetworkIntent,
    namespace: &str,
    clusters: &Store<TargetCluster>,
    catalogue: &Catalogue,
) -> Vec<OwnedFunction> {
    // What is asked for does not depend on what runs beside it just now.
    let clusters = known_clusters(clusters).into_iter().map(|cluster| Cluster {
        nodes: None,
        ..cluster
    });
    let planned = plan(&PlanInput {
        constraints: intent.spec.constraints.clone(),
        clusters: clusters.collect(),
        ..PlanInput::new(
            &intent.namespace().unwrap_or_default(),
            &intent.name_any(),
            model_of(intent),
            namespace,
            catalogue,
        )
    });
    let components = planned
        .map(|planned| planned.plan.components)
        .unwrap_or_default();
    components
        .iter()
        .map(|component| function(&component.name, component.function_type, &component.cluster))
        .collect()
}

fn function(name: &str, function_type: NetworkFunctionType, cluster: &str) -> OwnedFunction {
    OwnedFunction {
        name: name.to_owned(),
        function_type,
        cluster: cluster.to_owned(),
    }
}

fn known_clusters(clusters: &Store<TargetCluster>) -> Vec<Cluster> {
    let mut known: Vec<Cluster> = clusters
        .state()
        .iter()
        .map(|cluster| Cluster::from(&**cluster))
        .collect();
    known.sort_by(|one, other| one.name.cmp(&other.name));
    known
}

/// The amendments that the monolith folds into the plan of `owner`, in the order of (creation, UID).
pub(crate) fn amendments_of(
    owner: &NetworkIntent,
    intents: &Store<NetworkIntent>,
    clusters: &Store<TargetCluster>,
    catalogue: &Catalogue,
) -> Vec<Amendment> {
    let mut found: Vec<(Arc<NetworkIntent>, IntentModel)> = intents
        .state()
        .into_iter()
        .filter(|intent| {
            intent.metadata.deletion_timestamp.is_none()
                && !intent.spec.suspend
                && intent.uid() != owner.uid()
        })
        .filter(|intent| routing::pinned(intent).is_some_and(routing::planned_by_legacy))
        .filter_map(|intent| {
            let model = model_of(&intent);
            let owns = model.action.is_amendment()
                && owner_of(&model, intents, clusters, catalogue)
                    .is_ok_and(|found| found.uid() == owner.uid());
            owns.then_some((intent, model))
        })
        .collect();
    found.sort_by_key(|(intent, _)| (intent.creation_timestamp(), intent.uid()));
    found
        .into_iter()
        .map(|(intent, model)| Amendment {
            namespace: intent.namespace().unwrap_or_default(),
            intent: intent.name_any(),
            uid: intent.uid().unwrap_or_default(),
            generation: intent.metadata.generation.unwrap_or_default(),
            model,
        })
        .collect()
}

/// Where the run starts; `None` while the pipeline is not done with its part.
pub(crate) fn start(
    intent: &NetworkIntent,
    route: &RouteStatus,
    chain: &Chain,
    files: Option<&std::collections::BTreeMap<String, String>>,
) -> Option<Start> {
    match routing::legacy_from(route)? {
        PipelinePhase::LLMProcessing => Some(Start::Text {
            text: intent.spec.intent.clone(),
            hints: Box::new(IntentHints::from(&intent.spec)),
        }),
        PipelinePhase::ResourcePlanning => {
            let done = chain
                .processing
                .as_deref()
                .filter(|object| object.completed().is_some())?;
            Some(Start::Model(Box::new(
                done.status.as_ref()?.result.clone()?,
            )))
        }
        PipelinePhase::ManifestGeneration => {
            let done = chain
                .plan
                .as_deref()
                .filter(|object| object.completed().is_some())?;
            Some(Start::Plan(Box::new(done.status.as_ref()?.result.clone()?)))
        }
        PipelinePhase::GitOpsCommit => {
            let status = chain
                .generation
                .as_deref()
                .filter(|object| object.completed().is_some())?
                .status
                .clone()?;
            let files = files?.clone();
            Some(Start::Package {
                digest: artifact::digest(&files),
                files,
                amended_by: status.amended_by,
            })
        }
        PipelinePhase::DeploymentVerification => {
            let done = chain
                .deployment
                .as_deref()
                .filter(|object| object.completed().is_some())?;
            Some(Start::Applied(done.status.as_ref()?.targets.clone()))
        }
    }
}

/// The job of an intent.
pub(crate) fn job(
    intent: &NetworkIntent,
    start: Start,
    amendments: Vec<Amendment>,
    caches: &Caches,
    clusters: &Store<TargetCluster>,
) -> Job {
    Job {
        constraints: intent.spec.constraints.clone(),
        packaging: intent.spec.packaging,
        held: caches.held_by_others(intent),
        previous: caches.chain(intent).planned().cloned(),
        namespace: intent.namespace().unwrap_or_default(),
        intent: intent_ref(intent),
        requested_at: intent.annotations().get(REQUESTED_AT_ANNOTATION).cloned(),
        approval: intent.spec.approval,
        approved: intent.annotations().get(APPROVED_ANNOTATION).cloned(),
        max_retries: intent.spec.max_retries,
        timeout_seconds: intent.spec.timeout_seconds,
        start,
        amendments,
        targets: targets(clusters),
        clusters: known_clusters(clusters),
    }
}

/// Every cluster as a place for packages.
pub(crate) fn targets(clusters: &Store<TargetCluster>) -> Vec<Target> {
    let mut targets: Vec<Target> = known_clusters(clusters)
        .iter()
        .filter_map(|cluster| Target::of(&cluster.name, Some(&cluster.spec)).ok())
        .collect();
    if targets.is_empty() {
        targets.extend(Target::of(nephoran_api::LOCAL_CLUSTER, None));
    }
    targets
}

/// The intent at its present generation.
pub(crate) fn intent_ref(intent: &NetworkIntent) -> IntentRef {
    IntentRef {
        name: intent.name_any(),
        uid: intent.uid().unwrap_or_default(),
        generation: intent.metadata.generation.unwrap_or_default(),
    }
}
