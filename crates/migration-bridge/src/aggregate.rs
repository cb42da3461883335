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
    say(
        &mut status,
        READY,
        ConditionStatus::Unknown,
        "Progressing",
        "the intent is accepted",
        route.generation,
        now,
    );
    say(
        &mut status,
        RECONCILING,
        ConditionStatus::True,
        "Progressing",
        "the intent is accepted",
        route.generation,
        now,
    );
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

fn conclude(status: &mut NetworkIntentStatus, facts: &Facts<'_>) {
    let open = PipelinePhase::ALL
        .iter()
        .copied()
        .zip(facts.phases)
        .find(|(_, state)| {
            state
                .as_ref()
                .is_none_or(|state| state.phase != PhaseProgress::Completed)
        });
    if facts.suspended {
        unready(
            status,
            facts,
            ConditionStatus::False,
            "Suspended",
            "suspended; set spec.suspend to false to go on",
        );
        conditions::clear(&mut status.conditions, RECONCILING);
        status.fulfilment = Some(not_fulfilled(NotFulfilledState::Suspended, Vec::new()));
        return;
    }
    let Some((phase, state)) = open else {
        return fulfilled(status, facts);
    };
    let message = state
        .as_ref()
        .and_then(|state| conditions::get(&state.conditions, READY))
        .map(|ready| ready.message.clone());
    let reason = state
        .as_ref()
        .and_then(|state| conditions::get(&state.conditions, READY))
        .map(|ready| ready.reason.clone());
    match state.as_ref().map(|state| state.phase) {
        Some(PhaseProgress::Failed) => {
            status.phase = ProcessingPhase::Failed;
            let message = format!("{}: {}", phase.as_str(), message.unwrap_or_default());
            let reason = reason.unwrap_or_else(|| "Failed".to_owned());
            unready(status, facts, ConditionStatus::False, &reason, &message);
            conditions::clear(&mut status.conditions, RECONCILING);
            say(
                status,
                STALLED,
                ConditionStatus::True,
                &reason,
                &message,
                facts.generation,
                facts.now,
            );
            status.fulfilment = Some(not_fulfilled(
                NotFulfilledState::FulfilmentFailed,
                vec![message],
            ));
            remember(status, facts, PhaseProgress::Failed, &reason);
        }
        Some(PhaseProgress::Retrying) => {
            status.phase = phase.into();
            let message = format!("{}: {}", phase.as_str(), message.unwrap_or_default());
            unready(
                status,
                facts,
                ConditionStatus::False,
                &reason.unwrap_or_else(|| "Retrying".to_owned()),
                &message,
            );
            say(
                status,
                RECONCILING,
                ConditionStatus::True,
                "ProgressingWithRetry",
                &message,
                facts.generation,
                facts.now,
            );
            status.fulfilment = Some(not_fulfilled(
                NotFulfilledState::Acknowledged,
                vec![message],
            ));
        }
        Some(PhaseProgress::InProgress) if reason.as_deref() == Some("ApprovalPending") => {
            status.phase = phase.into();
            unready(
                status,
                facts,
                ConditionStatus::Unknown,
                "ApprovalPending",
                &message.unwrap_or_default(),
            );
            say(
                status,
                RECONCILING,
                ConditionStatus::True,
                "ApprovalPending",
                "a human has to approve the plan",
                facts.generation,
                facts.now,
            );
        }
        _ => {
            status.phase = phase.into();
            let message = format!("{} is under way", phase.as_str());
            unready(
                status,
                facts,
                ConditionStatus::Unknown,
                "Progressing",
                &message,
            );
            say(
                status,
                RECONCILING,
                ConditionStatus::True,
                "Progressing",
                &message,
                facts.generation,
                facts.now,
            );
            let degraded = status.history.first().is_some_and(|last| {
                last.generation == facts.generation && last.progress == PhaseProgress::Completed
            });
            let state = if degraded {
                NotFulfilledState::Degraded
            } else {
                NotFulfilledState::Acknowledged
            };
            status.fulfilment = Some(not_fulfilled(state, Vec::new()));
        }
    }
}

fn fulfilled(status: &mut NetworkIntentStatus, facts: &Facts<'_>) {
    status.phase = ProcessingPhase::Completed;
    conditions::clear(&mut status.conditions, RECONCILING);
    conditions::clear(&mut status.conditions, STALLED);
    let verdict = facts.phases[4]
        .as_ref()
        .and_then(|state| conditions::get(&state.conditions, READY))
        .map(|ready| ready.message.clone());
    let message = verdict.unwrap_or_else(|| "the intent is fulfilled".to_owned());
    say(
        status,
        READY,
        ConditionStatus::True,
        "IntentFulfilled",
        &message,
        facts.generation,
        facts.now,
    );
    status.fulfilment = Some(Fulfilment {
        status: FulfilmentStatus::Fulfilled,
        not_fulfilled_state: None,
        reasons: Vec::new(),
    });
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
    remember(status, facts, PhaseProgress::Completed, "IntentFulfilled");
}

fn unready(
    status: &mut NetworkIntentStatus,
    facts: &Facts<'_>,
    ready: ConditionStatus,
    reason: &str,
    message: &str,
) {
    conditions::clear(&mut status.conditions, STALLED);
    say(
        status,
        READY,
        ready,
        reason,
        message,
        facts.generation,
        facts.now,
    );
}

fn say(
    status: &mut NetworkIntentStatus,
    condition: &str,
    value: ConditionStatus,
    reason: &str,
    message: &str,
    generation: i64,
    now: Timestamp,
) {
    conditions::set(
        &mut status.conditions,
        &Finding {
            condition,
            status: value,
            reason,
            message,
        },
        generation,
        &Time(now),
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
        facts.generation,
        facts.now,
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
