//! Which implementation processes an intent. Pure: flags, routes and what owns the functions go in, a route comes out.

use k8s_openapi::{apimachinery::pkg::apis::meta::v1::Time, jiff::Timestamp};
use kube::ResourceExt;
use nephoran_api::{
    Mode, NetworkIntent, PipelinePhase, REQUESTED_BY_ANNOTATION, RouteDecision, RouteStatus,
};
use nephoran_feature_flags::{
    context::Context,
    evaluate::Computed,
    route::{self, Phase, Route},
};

use crate::settings::InForce;

/// The part of a route that the controllers run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pipeline {
    /// The last phase they run; none means all.
    pub(crate) stop_after: Option<PipelinePhase>,
    pub(crate) mode: Mode,
}

/// The route pinned for this generation, if one is.
pub(crate) fn pinned(intent: &NetworkIntent) -> Option<&RouteStatus> {
    let route = intent.status.as_ref()?.route.as_ref()?;
    (Some(route.generation) == intent.metadata.generation).then_some(route)
}

/// Decides the route of an intent. An amendment goes where its owner's functions are planned: one package, one writer.
pub(crate) fn decide(
    intent: &NetworkIntent,
    owner: Option<&NetworkIntent>,
    settings: &InForce,
    computed: Computed,
    now: Timestamp,
) -> RouteStatus {
    let generation = intent.metadata.generation.unwrap_or_default();
    if let Some((owner, route)) =
        owner.and_then(|owner| Some((owner, owner.status.as_ref()?.route.clone()?)))
    {
        return RouteStatus {
            reason: format!(
                "amends functions of intent {}, which runs there",
                owner.name_any()
            ),
            generation,
            decided_at: Time(now),
            ..route
        };
    }
    let decision = route::decide(
        &settings.flags,
        &settings.config,
        &context(intent),
        now,
        &settings.safeguards,
        &computed,
        None,
    );
    RouteStatus {
        decision: match decision.route {
            Route::Legacy => RouteDecision::Legacy,
            Route::Microservices => RouteDecision::Microservices,
            Route::Hybrid => RouteDecision::Hybrid,
            Route::Validation => RouteDecision::Validation,
        },
        last_pipeline_phase: decision
            .last_pipeline_phase
            .filter(|_| decision.route == Route::Hybrid)
            .map(phase),
        reason: decision.reason,
        flags_digest: Some(decision.flags_digest),
        generation,
        decided_at: Time(now),
    }
}

/// What the controllers run under a route; nothing under Legacy.
pub(crate) fn pipeline(route: &RouteStatus) -> Option<Pipeline> {
    let (stop_after, mode) = match route.decision {
        RouteDecision::Legacy => return None,
        RouteDecision::Microservices => (None, Mode::Live),
        RouteDecision::Hybrid => (route.last_pipeline_phase, Mode::Live),
        RouteDecision::Validation => (Some(PipelinePhase::ManifestGeneration), Mode::Shadow),
    };
    Some(Pipeline { stop_after, mode })
}

/// The first phase that the monolith runs under a route.
pub(crate) fn legacy_from(route: &RouteStatus) -> Option<PipelinePhase> {
    match route.decision {
        RouteDecision::Legacy | RouteDecision::Validation => Some(PipelinePhase::LLMProcessing),
        RouteDecision::Microservices => None,
        RouteDecision::Hybrid => route.last_pipeline_phase.and_then(PipelinePhase::next),
    }
}

/// Whether the monolith plans the functions, and so folds in amendments.
pub(crate) fn planned_by_legacy(route: &RouteStatus) -> bool {
    legacy_from(route).is_some_and(|from| from <= PipelinePhase::ResourcePlanning)
}

const fn phase(phase: Phase) -> PipelinePhase {
    match phase {
        Phase::Llm => PipelinePhase::LLMProcessing,
        Phase::Resource => PipelinePhase::ResourcePlanning,
        Phase::Manifest => PipelinePhase::ManifestGeneration,
        Phase::Gitops => PipelinePhase::GitOpsCommit,
        Phase::Verification => PipelinePhase::DeploymentVerification,
    }
}

fn context(intent: &NetworkIntent) -> Context {
    Context {
        namespace: intent.namespace().unwrap_or_default(),
        name: intent.name_any(),
        intent_type: intent.spec.intent_type.as_str().to_owned(),
        priority: intent.spec.priority.as_str().to_owned(),
        user: intent
            .annotations()
            .get(REQUESTED_BY_ANNOTATION)
            .cloned()
            .unwrap_or_default(),
        environment: String::new(),
        cluster: intent.spec.target_cluster.clone().unwrap_or_default(),
        region: intent.spec.region.clone().unwrap_or_default(),
        labels: intent.labels().clone(),
    }
}

#[cfg(test)]
mod tests;
