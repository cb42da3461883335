//! From what was seen to a verdict in the status.

use std::time::Duration;

use k8s_openapi::{
    apimachinery::pkg::apis::meta::v1::Time,
    jiff::{SignedDuration, Timestamp},
};
use nephoran_api::{
    DeploymentVerification, DeploymentVerificationStatus, ErrorClass, HealthStatus, PhaseObject,
    PhaseProgress, Verdict,
    conditions::{self, ConditionStatus, Finding, READY},
};
use nephoran_runtime::{attempt::Attempt, transition::Ended};

use super::observe::Seen;
use crate::judge;

/// Condition: every object is current.
const HEALTHY: &str = "Healthy";
/// Objects a status lists.
const MOST_LISTED: usize = 100;
/// Between two looks at what no watch reports.
const POLL: Duration = Duration::from_secs(5);

/// When the wait for current objects began and how long it may last.
pub(super) struct Timing {
    generation: i64,
    waiting_since: Timestamp,
    now: Timestamp,
    timeout: SignedDuration,
}

impl Timing {
    /// A verified deployment that degrades starts a new wait; one that still waits goes on with it.
    pub(super) fn of(object: &DeploymentVerification) -> Self {
        let now = Timestamp::now();
        let generation = object.metadata.generation.unwrap_or_default();
        let state = object.phase_state().filter(|state| {
            state.observed_generation == generation && state.phase != PhaseProgress::Completed
        });
        let since = state
            .and_then(|state| conditions::get(&state.conditions, READY))
            .map_or(now, |ready| ready.last_transition_time.0);
        Self {
            generation,
            waiting_since: since,
            now,
            timeout: SignedDuration::from_secs(object.spec.checks.health.timeout_seconds.into()),
        }
    }

    pub(super) fn elapsed(&self) -> Duration {
        Duration::try_from(self.now - self.waiting_since).unwrap_or_default()
    }

    fn remaining(&self) -> Duration {
        Duration::try_from(self.timeout)
            .unwrap_or_default()
            .saturating_sub(self.elapsed())
    }
}

pub(super) fn outcome(
    mut status: DeploymentVerificationStatus,
    mut seen: Seen,
    timing: &Timing,
) -> Attempt<DeploymentVerificationStatus> {
    status.object_count = u32::try_from(seen.health.len()).unwrap_or(u32::MAX);
    let mut judgement = judge(
        &seen.health,
        timing.waiting_since,
        timing.now,
        timing.timeout,
    );
    if let (Verdict::Pending, Some(trouble)) = (judgement.verdict, seen.trouble) {
        judgement.verdict = Verdict::Failed;
        judgement.reason = "PodsFailing";
        judgement.message = trouble;
    }
    if judgement.verdict == Verdict::Pending {
        // Which objects are missing changes many times a second; one report of them is enough.
        "objects are not current yet".clone_into(&mut judgement.message);
        if status.verdict == Verdict::Pending
            && status.state.observed_generation == timing.generation
        {
            seen.health.clone_from(&status.health);
        }
    }
    status.verdict = judgement.verdict;
    status.health = seen
        .health
        .into_iter()
        .filter(|object| object.status != HealthStatus::Current)
        .take(MOST_LISTED)
        .collect();
    let healthy = match judgement.verdict {
        Verdict::Passed => ConditionStatus::True,
        Verdict::Failed => ConditionStatus::False,
        Verdict::Pending | Verdict::Inconclusive => ConditionStatus::Unknown,
    };
    let finding = Finding {
        condition: HEALTHY,
        status: healthy,
        reason: judgement.reason,
        message: &judgement.message,
    };
    conditions::set(
        &mut status.state.conditions,
        &finding,
        timing.generation,
        &Time(timing.now),
    );
    let again = seen.poll.then_some(POLL);
    let ended = match judgement.verdict {
        Verdict::Passed | Verdict::Inconclusive => Ended::Completed {
            reason: judgement.reason,
            message: judgement.message,
        },
        Verdict::Pending => {
            let look = again
                .unwrap_or(POLL)
                .min(timing.remaining() + Duration::from_millis(100));
            return Attempt::waiting(status, judgement.reason, judgement.message, Some(look));
        }
        Verdict::Failed => Ended::Failed {
            reason: judgement.reason,
            class: ErrorClass::Validation,
            message: judgement.message,
            retry_after: None,
        },
    };
    Attempt::Ended {
        status,
        ended,
        again,
    }
}
