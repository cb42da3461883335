use super::*;

const fn subject(generation: i64) -> Subject<'static> {
    Subject {
        generation,
        uid: "uid",
        condition: "Tested",
        max_retries: 3,
        requested_at: None,
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn advance_at(
    state: &mut PhaseState,
    generation: i64,
    ended: &Ended,
    second: i64,
) -> Option<Duration> {
    advance(
        state,
        &subject(generation),
        ended,
        &BackoffPolicy::default(),
        at(second),
    )
}

fn completed() -> Ended {
    Ended::Completed {
        reason: "Done",
        message: "all done".to_owned(),
    }
}

fn failed(class: ErrorClass) -> Ended {
    Ended::Failed {
        reason: "Broken",
        class,
        message: "it broke; mend it".to_owned(),
        retry_after: None,
    }
}

fn condition(state: &PhaseState, name: &str) -> Option<(String, String)> {
    conditions::get(&state.conditions, name)
        .map(|found| (found.status.clone(), found.reason.clone()))
}

#[test]
fn completing_sets_ready_and_removes_what_only_holds_while_working() {
    let mut state = PhaseState::default();
    advance_at(
        &mut state,
        1,
        &Ended::Waiting {
            reason: "Progressing",
            message: String::new(),
        },
        1,
    );
    assert_eq!(condition(&state, READY).unwrap().0, "Unknown");
    assert_eq!(condition(&state, RECONCILING).unwrap().0, "True");
    advance_at(&mut state, 1, &completed(), 2);
    assert_eq!(
        condition(&state, READY),
        Some(("True".into(), "Done".into()))
    );
    assert_eq!(condition(&state, "Tested").unwrap().0, "True");
    assert_eq!(condition(&state, RECONCILING), None);
    assert_eq!(
        (state.phase, state.start_time, state.completion_time),
        (
            PhaseProgress::Completed,
            Some(Time(at(1))),
            Some(Time(at(2)))
        )
    );
}

#[test]
fn completing_again_changes_nothing() {
    let mut state = PhaseState::default();
    advance_at(&mut state, 1, &completed(), 1);
    let before = state.clone();
    advance_at(&mut state, 1, &completed(), 9);
    assert_eq!(state, before);
}

#[test]
fn a_validation_error_stalls_at_once() {
    let mut state = PhaseState::default();
    assert_eq!(
        advance_at(&mut state, 1, &failed(ErrorClass::Validation), 1),
        None
    );
    assert_eq!(
        condition(&state, STALLED),
        Some(("True".into(), "Broken".into()))
    );
    assert_eq!(condition(&state, READY).unwrap().0, "False");
    assert_eq!(state.phase, PhaseProgress::Failed);
}

#[test]
fn failing_again_in_the_same_way_changes_nothing() {
    let mut state = PhaseState::default();
    advance_at(&mut state, 1, &failed(ErrorClass::Validation), 1);
    let before = state.clone();
    advance_at(&mut state, 1, &failed(ErrorClass::Validation), 9);
    assert_eq!(state, before);
}

#[test]
fn a_transient_error_is_retried_until_the_objects_own_bound() {
    let mut state = PhaseState::default();
    for retry in 1..=3 {
        let delay = advance_at(&mut state, 1, &failed(ErrorClass::Transient), 10).unwrap();
        assert_eq!(
            (state.phase, state.retry_count),
            (PhaseProgress::Retrying, retry)
        );
        assert_eq!(
            state.next_retry_time.as_ref().unwrap().0,
            at(10).checked_add(delay).unwrap()
        );
        assert_eq!(
            condition(&state, RECONCILING).unwrap().1,
            "ProgressingWithRetry"
        );
    }
    assert_eq!(
        advance_at(&mut state, 1, &failed(ErrorClass::Transient), 11),
        None
    );
    assert_eq!(state.phase, PhaseProgress::Failed);
    assert_eq!(condition(&state, RECONCILING), None);
}

#[test]
fn a_new_generation_starts_afresh() {
    let mut state = PhaseState::default();
    advance_at(&mut state, 1, &failed(ErrorClass::Validation), 1);
    advance_at(&mut state, 2, &completed(), 5);
    assert_eq!(
        (
            state.observed_generation,
            state.retry_count,
            state.last_error.clone()
        ),
        (2, 0, None)
    );
    assert_eq!(condition(&state, STALLED), None);
    assert_eq!(
        state
            .history
            .iter()
            .map(|outcome| outcome.generation)
            .collect::<Vec<_>>(),
        [2, 1]
    );
}

#[test]
fn a_request_for_a_reconcile_is_echoed_and_starts_afresh() {
    let mut state = PhaseState::default();
    advance_at(&mut state, 1, &failed(ErrorClass::Validation), 1);
    let asked = Subject {
        requested_at: Some("now"),
        ..subject(1)
    };
    advance(
        &mut state,
        &asked,
        &failed(ErrorClass::Transient),
        &BackoffPolicy::default(),
        at(2),
    );
    assert_eq!(
        (
            state.last_handled_reconcile_at.as_deref(),
            state.retry_count
        ),
        (Some("now"), 1)
    );
}

#[test]
fn a_peers_retry_after_is_honoured() {
    let mut state = PhaseState::default();
    let wait = Duration::from_secs(77);
    let throttled = Ended::Failed {
        reason: "Throttled",
        class: ErrorClass::Throttling,
        message: String::new(),
        retry_after: Some(wait),
    };
    assert_eq!(advance_at(&mut state, 1, &throttled, 1), Some(wait));
}

#[test]
fn history_keeps_five() {
    let mut state = PhaseState::default();
    for generation in 1..=9 {
        advance_at(&mut state, generation, &completed(), generation);
    }
    assert_eq!(
        state
            .history
            .iter()
            .map(|outcome| outcome.generation)
            .collect::<Vec<_>>(),
        [9, 8, 7, 6, 5]
    );
}

#[test]
fn a_suspended_object_is_neither_ready_nor_working() {
    let mut state = PhaseState::default();
    advance_at(&mut state, 1, &completed(), 1);
    advance_at(&mut state, 2, &Ended::Suspended, 2);
    assert_eq!(
        condition(&state, READY),
        Some(("False".into(), "Suspended".into()))
    );
    assert_eq!(condition(&state, RECONCILING), None);
}
