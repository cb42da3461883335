//! The next status of a phase object. Pure: given the old status and how an attempt ended, it says what the new one
//! is and when to look again.

use std::time::Duration;

use k8s_openapi::{apimachinery::pkg::apis::meta::v1::Time, jiff::Timestamp};
use nephoran_api::{
    ErrorClass, Outcome, PhaseError, PhaseProgress, PhaseState,
    conditions::{self, ConditionStatus, Finding, READY, RECONCILING, STALLED},
};

use crate::backoff::BackoffPolicy;

/// How an attempt ended, or that it goes on.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    /// The result stands.
    Completed {
        /// CamelCase reason.
        reason: &'static str,
        /// What a reader wants to know.
        message: String,
    },
    /// Not done: something has to happen elsewhere first.
    Waiting {
        /// CamelCase reason.
        reason: &'static str,
        /// What is waited for.
        message: String,
    },
    /// It failed.
    Failed {
        /// CamelCase reason.
        reason: &'static str,
        /// How the failure is treated.
        class: ErrorClass,
        /// What happened, where, and what to do next.
        message: String,
        /// The peer asked not to be called sooner.
        retry_after: Option<Duration>,
    },
    /// `spec.suspend` is true.
    Suspended,
}

/// The object's own facts that a transition depends on.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// `metadata.generation`.
    pub generation: i64,
    /// `metadata.uid`; varies retry delays between objects.
    pub uid: &'a str,
    /// The kind's own condition.
    pub condition: &'a str,
    /// `spec.maxRetries`.
    pub max_retries: u32,
    /// Value of the annotation that asks for a reconcile now.
    pub requested_at: Option<&'a str>,
}

/// Moves `state` on and returns the delay before the next look, if one is due.
pub fn advance(
    state: &mut PhaseState,
    subject: &Subject<'_>,
    ended: &Ended,
    policy: &BackoffPolicy,
    now: Timestamp,
) -> Option<Duration> {
    let now = Time(now);
    if state.observed_generation != subject.generation || requested(state, subject) {
        begin(state, subject, &now);
    }
    if state.start_time.is_none() {
        state.start_time = Some(now.clone());
    }
    match ended {
        Ended::Completed { reason, message } => {
            settle(
                state,
                subject,
                PhaseProgress::Completed,
                reason,
                message,
                &now,
            );
            state.last_error = None;
            None
        }
        Ended::Waiting { reason, message } => {
            state.phase = PhaseProgress::InProgress;
            state.next_retry_time = None;
            in_progress(state, subject, reason, message, &now);
            None
        }
        Ended::Suspended => {
            state.phase = PhaseProgress::Pending;
            state.next_retry_time = None;
            conditions::clear(&mut state.conditions, RECONCILING);
            conditions::clear(&mut state.conditions, STALLED);
            let message = "suspended; set spec.suspend to false to go on";
            say(
                state,
                subject,
                READY,
                ConditionStatus::False,
                "Suspended",
                message,
                &now,
            );
            None
        }
        Ended::Failed {
            reason,
            class,
            message,
            retry_after,
        } => {
            let known = |last: &PhaseError| {
                last.reason == *reason && last.class == *class && last.message == *message
            };
            if state.phase != PhaseProgress::Failed || !state.last_error.as_ref().is_some_and(known)
            {
                state.last_error = Some(PhaseError {
                    reason: (*reason).to_owned(),
                    class: *class,
                    message: message.clone(),
                    time: now.clone(),
                });
            }
            let delay = policy
                .delay(*class, state.retry_count, subject.max_retries, subject.uid)
                .map(|delay| delay.max(retry_after.unwrap_or_default()));
            match delay {
                Some(delay) => retry(state, subject, reason, message, delay, &now),
                None => settle(state, subject, PhaseProgress::Failed, reason, message, &now),
            }
            delay
        }
    }
}

fn requested(state: &PhaseState, subject: &Subject<'_>) -> bool {
    subject.requested_at.is_some()
        && state.last_handled_reconcile_at.as_deref() != subject.requested_at
}

fn begin(state: &mut PhaseState, subject: &Subject<'_>, now: &Time) {
    state.observed_generation = subject.generation;
    state.last_handled_reconcile_at = subject.requested_at.map(str::to_owned);
    state.start_time = Some(now.clone());
    state.completion_time = None;
    state.retry_count = 0;
    state.next_retry_time = None;
    state.last_error = None;
}

fn settle(
    state: &mut PhaseState,
    subject: &Subject<'_>,
    progress: PhaseProgress,
    reason: &str,
    message: &str,
    now: &Time,
) {
    let news = state.phase != progress
        || conditions::get(&state.conditions, READY).is_none_or(|ready| ready.reason != reason);
    state.phase = progress;
    state.next_retry_time = None;
    if news || state.completion_time.is_none() {
        state.completion_time = Some(now.clone());
    }
    conditions::clear(&mut state.conditions, RECONCILING);
    let status = if progress == PhaseProgress::Completed {
        ConditionStatus::True
    } else {
        ConditionStatus::False
    };
    // One that goes on being true is not cleared first: its transition time would move.
    if progress == PhaseProgress::Failed {
        say(
            state,
            subject,
            STALLED,
            ConditionStatus::True,
            reason,
            message,
            now,
        );
    } else {
        conditions::clear(&mut state.conditions, STALLED);
    }
    say(
        state,
        subject,
        subject.condition,
        status,
        reason,
        message,
        now,
    );
    say(state, subject, READY, status, reason, message, now);
    remember(state, subject, progress, reason, now);
}

fn retry(
    state: &mut PhaseState,
    subject: &Subject<'_>,
    reason: &str,
    message: &str,
    delay: Duration,
    now: &Time,
) {
    state.phase = PhaseProgress::Retrying;
    state.retry_count += 1;
    state.next_retry_time = now.0.checked_add(delay).ok().map(Time);
    conditions::clear(&mut state.conditions, STALLED);
    say(
        state,
        subject,
        subject.condition,
        ConditionStatus::False,
        reason,
        message,
        now,
    );
    say(
        state,
        subject,
        READY,
        ConditionStatus::False,
        reason,
        message,
        now,
    );
    say(
        state,
        subject,
        RECONCILING,
        ConditionStatus::True,
        "ProgressingWithRetry",
        message,
        now,
    );
}

fn in_progress(
    state: &mut PhaseState,
    subject: &Subject<'_>,
    reason: &str,
    message: &str,
    now: &Time,
) {
    conditions::clear(&mut state.conditions, STALLED);
    say(
        state,
        subject,
        subject.condition,
        ConditionStatus::Unknown,
        reason,
        message,
        now,
    );
    say(
        state,
        subject,
        READY,
        ConditionStatus::Unknown,
        reason,
        message,
        now,
    );
    say(
        state,
        subject,
        RECONCILING,
        ConditionStatus::True,
        reason,
        message,
        now,
    );
}

fn say(
    state: &mut PhaseState,
    subject: &Subject<'_>,
    condition: &str,
    status: ConditionStatus,
    reason: &str,
    message: &str,
    now: &Time,
) {
    conditions::set(
        &mut state.conditions,
        &Finding {
            condition,
            status,
            reason,
            message,
        },
        subject.generation,
        now,
    );
}

/// Keeps the last five outcomes; the same outcome of the same generation is one.
fn remember(
    state: &mut PhaseState,
    subject: &Subject<'_>,
    progress: PhaseProgress,
    reason: &str,
    now: &Time,
) {
    let outcome = Outcome {
        generation: subject.generation,
        progress,
        reason: reason.to_owned(),
        digest: state.digest.clone(),
        time: now.clone(),
    };
    let same = |last: &Outcome| {
        (last.generation, last.progress, &last.reason, &last.digest)
            == (
                outcome.generation,
                progress,
                &outcome.reason,
                &outcome.digest,
            )
    };
    if state.history.first().is_some_and(same) {
        return;
    }
    state.history.insert(0, outcome);
    state.history.truncate(5);
}

#[cfg(test)]
mod tests;
