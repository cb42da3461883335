//! From the health of every object to one verdict.

use k8s_openapi::jiff::{SignedDuration, Timestamp};
use nephoran_api::{HealthStatus, ObjectHealth, Verdict};

/// Objects that a message names; the others are counted.
const NAMED: usize = 3;

/// A verdict and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// A CamelCase condition reason: `NothingToVerify`, `AllObjectsCurrent`, `ObjectsFailed`, `ObjectsInProgress` or
    /// `HealthTimeout`.
    pub reason: &'static str,
    /// What a person reads.
    pub message: String,
}

/// Judges a deployment whose verification began at `started_at`.
///
/// One failed object fails the deployment at once; objects on their way (also missing ones) have until `timeout`.
#[must_use]
pub fn judge(
    health: &[ObjectHealth],
    started_at: Timestamp,
    now: Timestamp,
    timeout: SignedDuration,
) -> Judgement {
    let mut unsettled: Vec<_> = health
        .iter()
        .filter(|object| object.status != HealthStatus::Current)
        .collect();
    // Worst first: the order of statuses is failed, missing, terminating, in progress.
    unsettled.sort_by(|a, b| (a.status, &a.resource).cmp(&(b.status, &b.resource)));
    let total = health.len();
    let Some(worst) = unsettled.first() else {
        return settled(total);
    };
    if worst.status == HealthStatus::Failed {
        unsettled.retain(|object| object.status == HealthStatus::Failed);
        return Judgement {
            verdict: Verdict::Failed,
            reason: "ObjectsFailed",
            message: format!(
                "{} of {total} objects failed: {}",
                unsettled.len(),
                named(&unsettled)
            ),
        };
    }
    let waiting = format!("{} of {total} objects are not current", unsettled.len());
    // A clock that was set back makes this negative, and the wait longer, but never fails anything.
    if now.duration_since(started_at) < timeout {
        return Judgement {
            verdict: Verdict::Pending,
            reason: "ObjectsInProgress",
            message: format!("{waiting} yet: {}", named(&unsettled)),
        };
    }
    Judgement {
        verdict: Verdict::Failed,
        reason: "HealthTimeout",
        message: format!(
            "{waiting} after {} s: {}; look at their events, or raise spec.checks.health.timeoutSeconds",
            timeout.as_secs(),
            named(&unsettled)
        ),
    }
}

fn settled(total: usize) -> Judgement {
    if total == 0 {
        return Judgement {
            verdict: Verdict::Inconclusive,
            reason: "NothingToVerify",
            message: "the deployment has no objects, so there is nothing to judge; check that its package is not empty"
                .to_owned(),
        };
    }
    Judgement {
        verdict: Verdict::Passed,
        reason: "AllObjectsCurrent",
        message: format!("all {total} objects are current"),
    }
}

fn named(objects: &[&ObjectHealth]) -> String {
    let mut parts: Vec<_> = objects
        .iter()
        .take(NAMED)
        .map(|object| described(object))
        .collect();
    if objects.len() > NAMED {
        parts.push(format!("and {} more", objects.len() - NAMED));
    }
    parts.join("; ")
}

fn described(object: &ObjectHealth) -> String {
    if object.message.is_empty() {
        format!("{} is {:?}", object.resource, object.status)
    } else {
        format!("{}: {}", object.resource, object.message)
    }
}
