use nephoran_api::RouteDecision;
use nephoran_runtime::{
    backoff::BackoffPolicy,
    transition::{Ended, Subject, advance},
};

use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn route() -> RouteStatus {
    RouteStatus {
        decision: RouteDecision::Microservices,
        last_pipeline_phase: None,
        reason: "full".to_owned(),
        flags_digest: None,
        generation: 1,
        decided_at: Time(at(0)),
    }
}

fn state(ended: &Ended) -> PhaseState {
    let subject = Subject {
        generation: 1,
        uid: "uid",
        condition: "Tested",
        max_retries: 3,
        requested_at: None,
    };
    let mut state = PhaseState::default();
    advance(
        &mut state,
        &subject,
        ended,
        &BackoffPolicy::default(),
        at(1),
    );
    state
}

fn completed() -> PhaseState {
    state(&Ended::Completed {
        reason: "Done",
        message: "all 3 objects are current".to_owned(),
    })
}

fn failed(class: ErrorClass) -> PhaseState {
    state(&Ended::Failed {
        reason: "Unreachable",
        class,
        message: "failed to reach the repository; check the address".to_owned(),
        retry_after: None,
    })
}

fn waiting(reason: &'static str) -> PhaseState {
    state(&Ended::Waiting {
        reason,
        message: "annotate it".to_owned(),
    })
}

fn status_of(phases: &[Option<PhaseState>; 5], suspended: bool) -> NetworkIntentStatus {
    let route = route();
    let facts = Facts {
        generation: 1,
        suspended,
        requested_at: None,
        route: &route,
        phases,
        plan: None,
        targets: &[],
        now: at(5),
    };
    aggregate(&accepted(None, &route, None, at(1)), &facts)
}

fn condition(status: &NetworkIntentStatus, name: &str) -> Option<(String, String)> {
    conditions::get(&status.conditions, name)
        .map(|found| (found.status.clone(), found.reason.clone()))
}

#[test]
fn the_first_status_is_not_ready_yet_and_says_the_route() {
    let status = accepted(None, &route(), Some("now"), at(1));
    assert_eq!(
        condition(&status, READY),
        Some(("Unknown".into(), "Progressing".into()))
    );
    assert_eq!(status.route.unwrap().decision, RouteDecision::Microservices);
    assert_eq!(status.last_handled_reconcile_at.as_deref(), Some("now"));
}

#[test]
fn an_intent_is_ready_when_every_phase_is_completed() {
    let status = status_of(&std::array::from_fn(|_| Some(completed())), false);
    assert_eq!(
        condition(&status, READY),
        Some(("True".into(), "IntentFulfilled".into()))
    );
    assert_eq!(condition(&status, RECONCILING), None);
    assert_eq!(status.phase, ProcessingPhase::Completed);
    assert_eq!(
        status.fulfilment.unwrap().status,
        FulfilmentStatus::Fulfilled
    );
    assert_eq!(status.total_processing_time.as_deref(), Some("4.000s"));
}

#[test]
fn the_first_phase_that_is_not_done_decides() {
    let status = status_of(
        &[
            Some(completed()),
            Some(completed()),
            Some(waiting("Progressing")),
            None,
            None,
        ],
        false,
    );
    assert_eq!(status.phase, ProcessingPhase::ManifestGeneration);
    assert_eq!(
        condition(&status, READY),
        Some(("Unknown".into(), "Progressing".into()))
    );
    assert_eq!(condition(&status, "ResourcesPlanned").unwrap().0, "True");
    assert_eq!(condition(&status, "GitOpsCommitted"), None);
}

#[test]
fn a_phase_that_gave_up_stalls_the_intent_with_its_reason() {
    let status = status_of(
        &[
            Some(completed()),
            Some(failed(ErrorClass::Validation)),
            None,
            None,
            None,
        ],
        false,
    );
    assert_eq!(status.phase, ProcessingPhase::Failed);
    assert_eq!(
        condition(&status, STALLED),
        Some(("True".into(), "Unreachable".into()))
    );
    assert_eq!(condition(&status, READY).unwrap().0, "False");
    let fulfilment = status.fulfilment.unwrap();
    assert_eq!(
        fulfilment.not_fulfilled_state,
        Some(NotFulfilledState::FulfilmentFailed)
    );
    assert!(fulfilment.reasons[0].contains("check the address"));
    assert_eq!(status.error_history.len(), 1);
    assert!(!status.error_history[0].recoverable);
}

#[test]
fn a_phase_that_tries_again_is_not_stalled() {
    let status = status_of(
        &[
            Some(completed()),
            Some(completed()),
            Some(completed()),
            Some(failed(ErrorClass::Transient)),
            None,
        ],
        false,
    );
    assert_eq!(
        condition(&status, RECONCILING).unwrap().1,
        "ProgressingWithRetry"
    );
    assert_eq!(condition(&status, STALLED), None);
    assert_eq!(status.total_retry_count, 1);
}

#[test]
fn a_wait_for_approval_is_readable_on_the_intent() {
    let status = status_of(
        &[
            Some(completed()),
            Some(completed()),
            Some(completed()),
            Some(waiting("ApprovalPending")),
            None,
        ],
        false,
    );
    let ready = conditions::get(&status.conditions, READY).unwrap();
    assert_eq!(ready.reason, "ApprovalPending");
    assert!(ready.message.contains("annotate it"));
}

#[test]
fn a_suspended_intent_is_never_ready() {
    let status = status_of(&std::array::from_fn(|_| Some(completed())), true);
    assert_eq!(
        condition(&status, READY),
        Some(("False".into(), "Suspended".into()))
    );
    assert_eq!(
        status.fulfilment.unwrap().not_fulfilled_state,
        Some(NotFulfilledState::Suspended)
    );
}

#[test]
fn looking_again_changes_nothing() {
    for phases in [
        std::array::from_fn(|_| Some(completed())),
        [
            Some(completed()),
            Some(failed(ErrorClass::Validation)),
            None,
            None,
            None,
        ],
        [
            Some(completed()),
            Some(waiting("Progressing")),
            None,
            None,
            None,
        ],
    ] {
        let once = status_of(&phases, false);
        let route = route();
        let later = Facts {
            generation: 1,
            suspended: false,
            requested_at: None,
            route: &route,
            phases: &phases,
            plan: None,
            targets: &[],
            now: at(99),
        };
        assert_eq!(aggregate(&once, &later), once);
    }
}

#[test]
fn a_fulfilled_intent_that_starts_over_is_degraded() {
    let ready = status_of(&std::array::from_fn(|_| Some(completed())), false);
    let phases = [
        Some(completed()),
        Some(completed()),
        Some(completed()),
        Some(completed()),
        Some(waiting("ObjectsInProgress")),
    ];
    let route = route();
    let facts = Facts {
        generation: 1,
        suspended: false,
        requested_at: None,
        route: &route,
        phases: &phases,
        plan: None,
        targets: &[],
        now: at(9),
    };
    let status = aggregate(&ready, &facts);
    assert_eq!(condition(&status, READY).unwrap().0, "Unknown");
    assert_eq!(
        status.fulfilment.unwrap().not_fulfilled_state,
        Some(NotFulfilledState::Degraded)
    );
}
