//! Reads the caches: who owns what an intent changes, and how far it is. Writes nothing.

use std::{collections::BTreeMap, sync::Arc};

use k8s_openapi::{
    api::{coordination::v1::Lease, core::v1::ConfigMap},
    apimachinery::pkg::apis::meta::v1::Time,
    jiff::{SignedDuration, Timestamp},
};
use kube::{Api, ResourceExt};
use nephoran_api::{
    Digest, NetworkIntent, NetworkIntentStatus, PhaseObject as _, PhaseState, PipelinePhase, Plan,
    ProcessingPhase, RouteDecision, RouteStatus, ShadowStatus, TargetStatus, artifact,
};
use nephoran_legacy_monolith::Progress;

use super::{Context, amendment, error::BridgeError};
use crate::{chain::Chain, legacy, routing};

/// The controllers of the pipeline; each holds Leases named after it.
const PIPELINE: [&str; 5] = [
    "intent-processing",
    "resource-planning",
    "manifest-generation",
    "gitops",
    "verification",
];

/// How far an intent is.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) phases: [Option<PhaseState>; 5],
    pub(super) plan: Option<Plan>,
    pub(super) targets: Vec<TargetStatus>,
    pub(super) shadow: Option<ShadowStatus>,
    /// Digest of what the monolith's run is made from.
    pub(super) legacy_input: Option<Digest>,
}

/// The intent whose functions this one changes, if it changes another's.
pub(super) fn owner(intent: &NetworkIntent, context: &Context) -> Option<Arc<NetworkIntent>> {
    let model = legacy::model_of(intent);
    if !model.action.is_amendment() {
        return None;
    }
    legacy::owner_of(
        &model,
        &context.intents,
        &context.clusters,
        &context.catalogue.current(),
    )
    .ok()
    .filter(|owner| owner.uid() != intent.uid())
}

/// A pinned route stands, unless the functions an amendment changes are planned elsewhere by now.
pub(super) fn still_stands(pinned: &RouteStatus, owner: Option<&NetworkIntent>) -> bool {
    let Some(owner) = owner.and_then(|owner| owner.status.as_ref()?.route.as_ref()) else {
        return true;
    };
    (owner.decision, owner.last_pipeline_phase) == (pinned.decision, pinned.last_pipeline_phase)
}

/// Whether some replica of every controller works. Their kinds exist: this process reconciles only once it has read them.
pub(super) fn pipeline_is_held(context: &Context) -> bool {
    let leases = context.leases.state();
    let works = |controller: &str| {
        leases.iter().any(|lease| {
            lease
                .name_any()
                .strip_prefix(controller)
                .is_some_and(|rest| rest.starts_with('-'))
                && is_held(lease)
        })
    };
    PIPELINE.into_iter().all(works)
}

fn is_held(lease: &Lease) -> bool {
    let Some(spec) = &lease.spec else {
        return false;
    };
    let (Some(renewed), Some(seconds)) = (&spec.renew_time, spec.lease_duration_seconds) else {
        return false;
    };
    let expires = renewed
        .0
        .checked_add(SignedDuration::from_secs(seconds.into()));
    spec.holder_identity
        .as_ref()
        .is_some_and(|holder| !holder.is_empty())
        && expires.is_ok_and(|expires| expires > Timestamp::now())
}

/// How far the intent is, on whichever implementation; starts or continues the monolith where it is its turn. `None`
/// when its run has ended and nothing that it was made from has changed: the status says it all.
pub(super) async fn progress(
    intent: &NetworkIntent,
    route: &RouteStatus,
    context: &Context,
) -> Result<Option<Seen>, BridgeError> {
    let chain = context.caches.chain(intent);
    let mut seen = of_pipeline(intent, route, &chain, context);
    if let Some(from) = routing::legacy_from(route)
        && !intent.spec.suspend
    {
        let Some(told) = of_monolith(intent, route, &chain, context).await? else {
            return Ok(None);
        };
        merge(
            &mut seen,
            told,
            from,
            route.decision == RouteDecision::Validation,
            &chain,
        );
    }
    Ok(Some(seen))
}

/// What the controllers have done; an amendment's later phases are those of its owner's chain.
fn of_pipeline(
    intent: &NetworkIntent,
    route: &RouteStatus,
    chain: &Chain,
    context: &Context,
) -> Seen {
    if routing::pipeline(route).is_none() {
        return Seen::default();
    }
    let generation = intent.metadata.generation.unwrap_or_default();
    let mut seen = Seen {
        phases: chain.phases(generation),
        ..Seen::default()
    };
    let planned = chain
        .plan
        .as_ref()
        .and_then(|plan| plan.status.clone())
        .unwrap_or_default();
    let Some(amends) = planned.amends else {
        seen.plan = planned.result;
        seen.targets = chain
            .deployment
            .as_ref()
            .and_then(|deployment| deployment.status.clone())
            .unwrap_or_default()
            .targets;
        return seen;
    };
    let key = kube::runtime::reflector::ObjectRef::new(&amends.intent).within(&amends.namespace);
    let Some(owner) = context.intents.get(&key) else {
        return seen;
    };
    let chain = context.caches.chain(&owner);
    let uid = intent.uid().unwrap_or_default();
    let plan = chain
        .plan
        .as_deref()
        .and_then(|plan| Some((plan.completed()?, plan.status.as_ref()?)));
    if let Some((state, _)) = plan.filter(|(_, status)| {
        status
            .amendments
            .iter()
            .any(|included| included.uid == uid && included.generation == generation)
    }) {
        let [manifests, gitops, verification] =
            chain.after_plan(owner.metadata.generation.unwrap_or_default(), Some(state));
        [seen.phases[2], seen.phases[3], seen.phases[4]] = [manifests, gitops, verification];
        seen.targets = chain
            .deployment
            .as_ref()
            .and_then(|deployment| deployment.status.clone())
            .unwrap_or_default()
            .targets;
    }
    seen
}

async fn of_monolith(
    intent: &NetworkIntent,
    route: &RouteStatus,
    chain: &Chain,
    context: &Context,
) -> Result<Option<Told>, BridgeError> {
    if routing::planned_by_legacy(route) {
        let model = legacy::model_of(intent);
        if model.action.is_amendment() {
            return Ok(amendment::progress(intent, &model, context)
                .await
                .map(|progress| Told {
                    progress,
                    input: None,
                }));
        }
    }
    let files = if routing::legacy_from(route) == Some(PipelinePhase::GitOpsCommit) {
        package(chain, context).await?
    } else {
        None
    };
    let Some(start) = legacy::start(intent, route, chain, files.as_ref()) else {
        return Ok(Some(Told {
            progress: Progress::default(),
            input: None,
        }));
    };
    let amendments = if routing::planned_by_legacy(route) {
        legacy::amendments_of(
            intent,
            &context.intents,
            &context.clusters,
            &context.catalogue.current(),
        )
    } else {
        Vec::new()
    };
    let job = legacy::job(
        intent,
        start,
        amendments,
        &context.caches,
        &context.clusters,
    );
    let input = job.input();
    if has_ended_with(intent, &input) && !context.monolith.runs(&job) {
        return Ok(None);
    }
    Ok(Some(Told {
        progress: context.monolith.ensure(job).await,
        input: Some(input),
    }))
}

/// What the monolith tells, and the digest of what its run is made from.
struct Told {
    progress: Progress,
    input: Option<Digest>,
}

pub(super) fn has_ended_with(intent: &NetworkIntent, input: &Digest) -> bool {
    let ended = |status: &NetworkIntentStatus| {
        Some(status.observed_generation) == intent.metadata.generation
            && matches!(
                status.phase,
                ProcessingPhase::Completed | ProcessingPhase::Failed
            )
            && status.legacy_input.as_ref() == Some(input)
    };
    intent.status.as_ref().is_some_and(ended)
}

/// The package that the pipeline handed over.
async fn package(
    chain: &Chain,
    context: &Context,
) -> Result<Option<BTreeMap<String, String>>, BridgeError> {
    let Some(generation) = chain
        .generation
        .as_deref()
        .filter(|object| object.completed().is_some())
    else {
        return Ok(None);
    };
    let Some(stored) = generation
        .status
        .as_ref()
        .and_then(|status| status.artifact.as_ref())
    else {
        return Ok(None);
    };
    let namespace = generation.namespace().unwrap_or_default();
    let api = Api::<ConfigMap>::namespaced(context.client.clone(), &namespace);
    let mut parts = Vec::new();
    for name in &stored.config_maps {
        let part = api.get(name).await.map_err(|source| BridgeError::Api {
            action: "read",
            kind: "ConfigMap",
            namespace: namespace.clone(),
            name: name.clone(),
            source,
        })?;
        parts.push(part.data.unwrap_or_default());
    }
    Ok(artifact::reassemble(&parts, &stored.digest).ok())
}

/// Puts the monolith's part after the pipeline's; under Validation the monolith's counts and the pipeline's is compared.
fn merge(seen: &mut Seen, told: Told, from: PipelinePhase, validation: bool, chain: &Chain) {
    let Told {
        progress: told,
        input,
    } = told;
    seen.legacy_input = input;
    if validation {
        let shadow: Option<Digest> = chain
            .generation
            .as_deref()
            .and_then(|object| object.completed())
            .and_then(|state| state.digest.clone());
        seen.shadow = shadow
            .zip(told.package.clone())
            .map(|(shadow, acting)| ShadowStatus {
                consistent: shadow == acting,
                differences: if shadow == acting {
                    Vec::new()
                } else {
                    vec![format!(
                        "the pipeline's package has digest {shadow}, the acting one {acting}"
                    )]
                },
                compared_at: Time(Timestamp::now()),
            });
    }
    for phase in PipelinePhase::ALL
        .into_iter()
        .filter(|phase| *phase >= from)
    {
        seen.phases[phase as usize].clone_from(&told.phases[phase as usize]);
    }
    if told.plan.is_some() {
        seen.plan = told.plan;
    }
    if !told.targets.is_empty() {
        seen.targets = told.targets;
    }
}
