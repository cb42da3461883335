//! How far an amendment is whose owner the monolith plans: understanding it and finding its owner are its own steps, the
//! rest is its owner's run.

use std::sync::Arc;

use k8s_openapi::{apimachinery::pkg::apis::meta::v1::Time, jiff::Timestamp};
use kube::ResourceExt;
use nephoran_api::{
    Classified as _, ErrorClass, IntentModel, NetworkIntent, PhaseState, PipelinePhase,
    ProcessingPhase,
};
use nephoran_legacy_monolith::{Job, Progress};
use nephoran_runtime::{
    backoff::BackoffPolicy,
    transition::{Ended, Subject, advance},
};

use super::{Context, observe::has_ended_with};
use crate::{legacy, routing};

/// `None` when its owner's run has ended and this status says so already.
pub(super) async fn progress(
    intent: &NetworkIntent,
    model: &IntentModel,
    context: &Context,
) -> Option<Progress> {
    let mut told = Progress::default();
    settle(
        &mut told,
        PipelinePhase::LLMProcessing,
        intent,
        &completed("IntentUnderstood", "the text is understood".to_owned()),
    );
    let owner = match legacy::owner_of(
        model,
        &context.intents,
        &context.clusters,
        &context.catalogue.current(),
    ) {
        Ok(owner) => owner,
        Err(error) => {
            let ended = Ended::Failed {
                reason: error.reason(),
                class: error.class(),
                message: error.to_string(),
                retry_after: None,
            };
            settle(&mut told, PipelinePhase::ResourcePlanning, intent, &ended);
            return Some(told);
        }
    };
    let Some(job) = job_of(&owner, context) else {
        return Some(told);
    };
    if has_ended(intent) && has_ended_with(&owner, &job.input()) && !context.monolith.runs(&job) {
        return None;
    }
    let run = context.monolith.ensure(job).await;
    include(&mut told, intent, &owner, run);
    Some(told)
}

/// The run of the owner; `None` while it cannot start, or where the pipeline plans it.
fn job_of(owner: &Arc<NetworkIntent>, context: &Context) -> Option<Job> {
    let route = routing::pinned(owner).filter(|route| routing::planned_by_legacy(route))?;
    let start = legacy::start(owner, route, &context.caches.chain(owner), None)?;
    let amendments = legacy::amendments_of(
        owner,
        &context.intents,
        &context.clusters,
        &context.catalogue.current(),
    );
    Some(legacy::job(
        owner,
        start,
        amendments,
        &context.caches,
        &context.clusters,
    ))
}

/// What the owner's run says about this amendment.
fn include(told: &mut Progress, intent: &NetworkIntent, owner: &NetworkIntent, run: Progress) {
    let this = (
        intent.uid().unwrap_or_default(),
        intent.metadata.generation.unwrap_or_default(),
    );
    let refusal = run
        .refused
        .iter()
        .find(|(uid, generation, _)| (uid, generation) == (&this.0, &this.1));
    if let Some((_, _, why)) = refusal {
        let ended = Ended::Failed {
            reason: "RefusedByOwner",
            class: ErrorClass::Validation,
            message: format!(
                "intent {} cannot include this change: {why}",
                owner.name_any()
            ),
            retry_after: None,
        };
        settle(told, PipelinePhase::ResourcePlanning, intent, &ended);
    } else if run.included.contains(&this) {
        let message = format!("included in the plan of intent {}", owner.name_any());
        settle(
            told,
            PipelinePhase::ResourcePlanning,
            intent,
            &completed("AmendsOwner", message),
        );
        told.phases[2..].clone_from_slice(&run.phases[2..]);
        told.targets = run.targets;
    }
}

const fn completed(reason: &'static str, message: String) -> Ended {
    Ended::Completed { reason, message }
}

fn has_ended(intent: &NetworkIntent) -> bool {
    intent.status.as_ref().is_some_and(|status| {
        matches!(
            status.phase,
            ProcessingPhase::Completed | ProcessingPhase::Failed
        )
    })
}

/// A state that depends on the caches alone: its times are those of the intent, so that it is the same at every look.
fn settle(told: &mut Progress, phase: PipelinePhase, intent: &NetworkIntent, ended: &Ended) {
    let uid = intent.uid().unwrap_or_default();
    let subject = Subject {
        generation: intent.metadata.generation.unwrap_or_default(),
        uid: &uid,
        condition: phase.as_str(),
        max_retries: 0,
        requested_at: None,
    };
    let started = intent
        .status
        .as_ref()
        .and_then(|status| status.start_time.clone())
        .map_or_else(Timestamp::now, |Time(start)| start);
    let mut state = PhaseState::default();
    advance(
        &mut state,
        &subject,
        ended,
        &BackoffPolicy::default(),
        started,
    );
    told.phases[phase as usize] = Some(state);
}
