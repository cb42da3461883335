//! The status of an intent from the state of its phases. Pure.

use std::collections::BTreeMap;

use k8s_openapi::{
    apimachinery::pkg::apis::meta::v1::Time,
    jiff::{Timestamp, Unit},
};
use nephoran_api::{
    DeployedComponent, Digest, ErrorClass, ErrorRecord, Fulfilment, FulfilmentStatus,
    NetworkIntentStatus, NotFulfilledState, Outcome, PhaseProgress, PhaseState, PhaseStatus,
    PipelinePhase, Plan, ProcessingPhase, RouteStatus, TargetStatus,
    conditions::{self, ConditionStatus, Finding, READY, RECONCILING, STALLED},
};

/// The condition of each phase.
const CONDITIONS: [&str; 5] = [
    "IntentProcessed",
    "ResourcesPlanned",
    "ManifestsGenerated",
    "GitOpsCommitted",
    "DeploymentVerified",
];
/// Who reports each phase on the pipeline.
const CONTROLLERS: [&str; 5] = [
    "intent-processing",
    "resource-planning",
    "manifest-generation",
    "gitops",
    "verification",
];
const MOST_ERRORS: usize = 10;

/// Everything a status is made of.
pub(crate) struct Facts<'a> {
    pub(crate) generation: i64,
    pub(crate) suspended: bool,
    pub(crate) requested_at: Option<&'a str>,
    pub(crate) route: &'a RouteStatus,
    pub(crate) phases: &'a [Option<PhaseState>; 5],
    pub(crate) plan: Option<&'a Plan>,
    pub(crate) targets: &'a [TargetStatus],
    pub(crate) now: Timestamp,
}

/// The status of a fresh generation: nothing is known but the route.
pub(crate) fn accepted(
    old: Option<&NetworkIntentStatus>,
    route: &RouteStatus,
    requested_at: Option<&str>,
    now: Timestamp,
) -> NetworkIntentStatus {
    let mut status = old.cloned().unwrap_or_default();
    status.observed_generation = route.generation;
    status.phase = ProcessingPhase::IntentReceived;
    status.phase_statuses = Vec::new();
    status.start_time = Some(Time(now));
    status.last_update_time = Some(Time(now));
    status.total_processing_time = None;
    status.total_retry_count = 0;
    status.performance_metrics = BTreeMap::new();
    status.shadow = None;
    status.last_handled_reconcile_at = requested_at.map(str::to_owned);
    status.fulfilment = Some(not_fulfilled(NotFulfilledState::Acknowledged, Vec::new()));
    status.route = Some(route.clone());
    for condition in CONDITIONS.into_iter().chain([STALLED]) {
        conditions::clear(&mut status.conditions, condition);
    }
    for (condition, value) in [
        (READY, ConditionStatus::Unknown),
        (RECONCILING, ConditionStatus::True),
    ] {
        let finding = Finding {
            condition,
            status: value,
            reason: "Progressing",
            message: "the intent is accepted",
        };
        conditions::set(
            &mut status.conditions,
            &finding,
            route.generation,
            &Time(now),
        );
    }
    status
}

/// The status that `facts` amount to.
pub(crate) fn aggregate(old: &NetworkIntentStatus, facts: &Facts<'_>) -> NetworkIntentStatus {
    let mut status = old.clone();
    status.observed_generation = facts.generation;
    status.last_handled_reconcile_at = facts.requested_at.map(str::to_owned);
    status.phase_statuses = PipelinePhase::ALL
        .iter()
        .zip(facts.phases)
        .map(|(phase, state)| phase_status(*phase, state.as_ref()))
        .collect();
    status.total_retry_count = facts
        .phases
        .iter()
        .flatten()
        .map(|state| state.retry_count)
        .sum();
    if let Some(plan) = facts.plan {
        status.deployed_components = plan
            .components
            .iter()
            .map(|component| deployed(plan, component))
            .collect();
    }
    if let Some(commit) = facts
        .targets
        .iter()
        .find_map(|target| target.commit.clone())
    {
        status.git_commit_hash = Some(commit);
    }
    record_errors(&mut status, facts);
    for (condition, state) in CONDITIONS.into_iter().zip(facts.phases) {
        phase_condition(&mut status, condition, state.as_ref(), facts);
    }
    conclude(&mut status, facts);
    if status != *old {
        status.last_update_time = Some(Time(facts.now));
    }
    status
}

/// What the phases amount to, before it is written down.
struct Conclusion {
    phase: ProcessingPhase,
    ready: ConditionStatus,
    reason: String,
    message: String,
    /// Reason of `Reconciling`, while it is true.
    reconciling: Option<&'static str>,
    stalled: bool,
    fulfilment: Fulfilment,
}

fn conclude(status: &mut NetworkIntentStatus, facts: &Facts<'_>) {
    let conclusion = conclusion(status, facts);
    status.phase = conclusion.phase;
    let (reason, message) = (conclusion.reason.as_str(), conclusion.message.as_str());
    say(status, READY, conclusion.ready, reason, message, facts);
    // One that goes on being true is not cleared first: its transition time would move.
    match conclusion.reconciling {
        Some(reconciling) => say(
            status,
            RECONCILING,
            ConditionStatus::True,
            reconciling,
            message,
            facts,
        ),
        None => conditions::clear(&mut status.conditions, RECONCILING),
    }
    if conclusion.stalled {
        say(
            status,
            STALLED,
            ConditionStatus::True,
            reason,
            message,
            facts,
        );
        remember(status, facts, PhaseProgress::Failed, reason);
    } else {
        conditions::clear(&mut status.conditions, STALLED);
    }
    if conclusion.phase == ProcessingPhase::Completed && !facts.suspended {
        remember(status, facts, PhaseProgress::Completed, reason);
        measure(status, facts);
    }
    status.fulfilment = Some(conclusion.fulfilment);
}

fn conclusion(status: &NetworkIntentStatus, facts: &Facts<'_>) -> Conclusion {
    if facts.suspended {
        return Conclusion {
            phase: status.phase,
            ready: ConditionStatus::False,
            reason: "Suspended".to_owned(),
            message: "suspended; set spec.suspend to false to go on".to_owned(),
            reconciling: None,
            stalled: false,
            fulfilment: not_fulfilled(NotFulfilledState::Suspended, Vec::new()),
        };
    }
    let done = |state: &Option<PhaseState>| {
        state
            .as_ref()
            .is_some_and(|state| state.phase == PhaseProgress::Completed)
    };
    match PipelinePhase::ALL
        .into_iter()
        .zip(facts.phases)
        .find(|(_, state)| !done(state))
    {
        None => fulfilled(facts),
        Some((phase, state)) => open(status, facts, phase, state.as_ref()),
    }
}

fn fulfilled(facts: &Facts<'_>) -> Conclusion {
    let verdict = facts.phases[4]
        .as_ref()
        .and_then(|state| conditions::get(&state.conditions, READY));
    Conclusion {
        phase: ProcessingPhase::Completed,
        ready: ConditionStatus::True,
        reason: "IntentFulfilled".to_owned(),
        message: verdict.map_or_else(
            || "the intent is fulfilled".to_owned(),
            |verdict| verdict.message.clone(),
        ),
        reconciling: None,
        stalled: false,
        fulfilment: Fulfilment {
            status: FulfilmentStatus::Fulfilled,
            not_fulfilled_state: None,
            reasons: Vec::new(),
        },
    }
}

/// The first phase that is not done decides.
fn open(
    status: &NetworkIntentStatus,
    facts: &Facts<'_>,
    phase: PipelinePhase,
    state: Option<&PhaseState>,
) -> Conclusion {
    let said = state.and_then(|state| conditions::get(&state.conditions, READY));
    let message = said
        .map(|ready| format!("{}: {}", phase.as_str(), ready.message))
        .unwrap_or_default();
    let reason = said.map(|ready| ready.reason.clone()).unwrap_or_default();
    let progressing = Conclusion {
        phase: phase.into(),
        ready: ConditionStatus::Unknown,
        reason: "Progressing".to_owned(),
        message: format!("{} is under way", phase.as_str()),
        reconciling: Some("Progressing"),
        stalled: false,
        fulfilment: not_fulfilled(unfinished(status, facts), Vec::new()),
    };
    match state.map(|state| state.phase) {
        Some(PhaseProgress::Failed) => Conclusion {
            phase: ProcessingPhase::Failed,
            ready: ConditionStatus::False,
            fulfilment: not_fulfilled(NotFulfilledState::FulfilmentFailed, vec![message.clone()]),
            reason,
            message,
            reconciling: None,
            stalled: true,
        },
        Some(PhaseProgress::Retrying) => Conclusion {
            ready: ConditionStatus::False,
            fulfilment: not_fulfilled(unfinished(status, facts), vec![message.clone()]),
            reason,
            message,
            reconciling: Some("ProgressingWithRetry"),
            ..progressing
        },
        // Somebody has to act, so it must be readable on the intent.
        Some(PhaseProgress::InProgress) if reason == "ApprovalPending" => Conclusion {
            reason,
            message,
            reconciling: Some("ApprovalPending"),
            ..progressing
        },
        _ => progressing,
    }
}

/// An intent that was fulfilled in this generation has degraded; any other is still on its way.
fn unfinished(status: &NetworkIntentStatus, facts: &Facts<'_>) -> NotFulfilledState {
    let fulfilled = |last: &Outcome| {
        last.generation == facts.generation && last.progress == PhaseProgress::Completed
    };
    if status.history.first().is_some_and(fulfilled) {
        NotFulfilledState::Degraded
    } else {
        NotFulfilledState::Acknowledged
    }
}

fn measure(status: &mut NetworkIntentStatus, facts: &Facts<'_>) {
    if status.total_processing_time.is_none()
        && let Some(start) = &status.start_time
    {
        let seconds = (facts.now - start.0)
            .total(Unit::Second)
            .unwrap_or_default();
        status.total_processing_time = Some(format!("{seconds:.3}s"));
        status
            .performance_metrics
            .insert("totalSeconds".to_owned(), seconds);
    }
}

fn say(
    status: &mut NetworkIntentStatus,
    condition: &str,
    value: ConditionStatus,
    reason: &str,
    message: &str,
    facts: &Facts<'_>,
) {
    conditions::set(
        &mut status.conditions,
        &Finding {
            condition,
            status: value,
            reason,
            message,
        },
        facts.generation,
        &Time(facts.now),
    );
}

fn phase_condition(
    status: &mut NetworkIntentStatus,
    condition: &str,
    state: Option<&PhaseState>,
    facts: &Facts<'_>,
) {
    let Some((state, ready)) =
        state.and_then(|state| Some((state, conditions::get(&state.conditions, READY)?)))
    else {
        return conditions::clear(&mut status.conditions, condition);
    };
    let value = match state.phase {
        PhaseProgress::Completed => ConditionStatus::True,
        PhaseProgress::Failed | PhaseProgress::Retrying => ConditionStatus::False,
        PhaseProgress::Pending | PhaseProgress::InProgress => ConditionStatus::Unknown,
    };
    say(
        status,
        condition,
        value,
        &ready.reason,
        &ready.message,
        facts,
    );
}

fn phase_status(phase: PipelinePhase, state: Option<&PhaseState>) -> PhaseStatus {
    let state = state.cloned().unwrap_or_default();
    PhaseStatus {
        phase,
        status: state.phase,
        start_time: state.start_time,
        completion_time: state.completion_time,
        retry_count: state.retry_count,
        last_error: state.last_error.map(|error| error.message),
        metrics: BTreeMap::new(),
        depends_on: PipelinePhase::ALL
            .iter()
            .copied()
            .filter(|other| other.next() == Some(phase))
            .collect(),
        blocked_by: Vec::new(),
        created_resources: Vec::new(),
    }
}

fn deployed(plan: &Plan, component: &nephoran_api::Component) -> DeployedComponent {
    DeployedComponent {
        name: component.name.clone(),
        function_type: component.function_type,
        cluster: component.cluster.clone(),
        namespace: plan.namespace.clone(),
        replicas: component.replicas.desired,
    }
}

/// Adds errors that are not in the history yet, newest first.
fn record_errors(status: &mut NetworkIntentStatus, facts: &Facts<'_>) {
    let legacy_from = crate::routing::legacy_from(facts.route);
    for (index, (phase, state)) in PipelinePhase::ALL.iter().zip(facts.phases).enumerate() {
        let Some(error) = state.as_ref().and_then(|state| state.last_error.as_ref()) else {
            continue;
        };
        let known = status
            .error_history
            .iter()
            .any(|known| known.phase == *phase && known.timestamp == error.time);
        if known {
            continue;
        }
        let by_legacy = legacy_from.is_some_and(|from| *phase >= from);
        status.error_history.insert(
            0,
            ErrorRecord {
                phase: *phase,
                controller: if by_legacy {
                    "legacy-monolith"
                } else {
                    CONTROLLERS[index]
                }
                .to_owned(),
                error_type: error.class,
                error_code: error.reason.clone(),
                message: error.message.clone(),
                timestamp: error.time.clone(),
                retry_count: state
                    .as_ref()
                    .map(|state| state.retry_count)
                    .unwrap_or_default(),
                recoverable: error.class != ErrorClass::Validation,
            },
        );
    }
    status.error_history.truncate(MOST_ERRORS);
}

fn remember(
    status: &mut NetworkIntentStatus,
    facts: &Facts<'_>,
    progress: PhaseProgress,
    reason: &str,
) {
    let digest: Option<Digest> = facts.phases[2]
        .as_ref()
        .and_then(|state| state.digest.clone());
    let same = |last: &Outcome| {
        last.generation == facts.generation
            && last.progress == progress
            && last.reason == reason
            && last.digest == digest
    };
    if status.history.first().is_some_and(same) {
        return;
    }
    status.history.insert(
        0,
        Outcome {
            generation: facts.generation,
            progress,
            reason: reason.to_owned(),
            digest,
            time: Time(facts.now),
        },
    );
    status.history.truncate(5);
}

const fn not_fulfilled(state: NotFulfilledState, reasons: Vec<String>) -> Fulfilment {
    Fulfilment {
        status: FulfilmentStatus::NotFulfilled,
        not_fulfilled_state: Some(state),
        reasons,
    }
}

#[cfg(test)]
mod tests;
