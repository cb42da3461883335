//! Writes the intent's status: at once when a reader waits for it, else the more seldom the longer it takes, and the
//! more intents are under way.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use k8s_openapi::jiff::Timestamp;
use kube::{ResourceExt, runtime::controller::Action};
use nephoran_api::{
    NetworkIntent, NetworkIntentStatus, REQUESTED_AT_ANNOTATION, RouteStatus,
    conditions::{self, READY},
};

use super::{Context, error::BridgeError, observe::Seen};
use crate::{
    aggregate::{Facts, accepted, aggregate},
    routing,
};

/// When the API server has a newer version of the intent than the cache, the cache needs this long to catch up.
pub(super) const AFTER_CONFLICT: Duration = Duration::from_millis(50);
/// Progress that nobody waits for is first written after this time.
const FIRST_PROGRESS: Duration = Duration::from_secs(2);
/// A reader never waits longer for it.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The very first write of a generation: `Ready=Unknown` together with the route. `None` when the intent has moved on.
pub(super) async fn pin(
    intent: Arc<NetworkIntent>,
    route: &RouteStatus,
    context: &Context,
) -> Result<Option<Arc<NetworkIntent>>, BridgeError> {
    if routing::pinned(&intent) == Some(route) {
        return Ok(Some(intent));
    }
    let status = accepted(
        intent.status.as_ref(),
        route,
        requested_at(&intent),
        Timestamp::now(),
    );
    Ok(context
        .statuses
        .write(&*intent, &status)
        .await?
        .map(Arc::new))
}

/// Writes what the phases amount to.
pub(super) async fn report(
    intent: &NetworkIntent,
    route: &RouteStatus,
    seen: &Seen,
    context: &Context,
) -> Result<Action, BridgeError> {
    let old = intent.status.clone().unwrap_or_default();
    let now = Timestamp::now();
    let facts = Facts {
        generation: intent.metadata.generation.unwrap_or_default(),
        suspended: intent.spec.suspend,
        requested_at: requested_at(intent),
        route,
        phases: &seen.phases,
        plan: seen.plan.as_ref(),
        targets: &seen.targets,
        now,
    };
    let mut status = aggregate(&old, &facts);
    if seen.legacy_input.is_some() {
        status.legacy_input.clone_from(&seen.legacy_input);
    }
    if let Some(shadow) = &seen.shadow
        && old
            .shadow
            .as_ref()
            .is_none_or(|known| known.consistent != shadow.consistent)
    {
        status.shadow = Some(shadow.clone());
    }
    if status == old {
        return Ok(Action::await_change());
    }
    if !is_awaited(&old, &status) {
        if let Some(wait) = pause(&old, now) {
            return Ok(Action::requeue(wait));
        }
        if !context.pace.admits() {
            return Ok(Action::requeue(FIRST_PROGRESS));
        }
    }
    if context.statuses.write(intent, &status).await?.is_none() {
        return Ok(Action::requeue(AFTER_CONFLICT));
    }
    announce(intent, &old, &status, context);
    Ok(Action::await_change())
}

/// Whether somebody waits for this write: `Ready` changes.
fn is_awaited(old: &NetworkIntentStatus, new: &NetworkIntentStatus) -> bool {
    let ready = |status: &NetworkIntentStatus| {
        conditions::get(&status.conditions, READY)
            .map(|ready| (ready.status.clone(), ready.reason.clone()))
    };
    ready(old) != ready(new)
}

/// How long progress can wait: until twice as much time has passed since the start as at the last write. So a short run
/// costs one write of progress at most, and a long one a handful.
fn pause(old: &NetworkIntentStatus, now: Timestamp) -> Option<Duration> {
    let (start, last) = (old.start_time.as_ref()?.0, old.last_update_time.as_ref()?.0);
    let passed = |from: Timestamp, to: Timestamp| Duration::try_from(to - from).unwrap_or_default();
    passed(start, last)
        .clamp(FIRST_PROGRESS, LONGEST_PAUSE)
        .checked_sub(passed(last, now))
        .filter(|wait| !wait.is_zero())
}

/// Progress of all intents together is written four times a second at most: telling of a burst must not slow it down.
#[derive(Debug, Default)]
pub(super) struct Pace(Mutex<Option<Instant>>);

impl Pace {
    const BETWEEN: Duration = Duration::from_millis(250);

    fn admits(&self) -> bool {
        let now = Instant::now();
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let admits = last.is_none_or(|last| now.duration_since(last) >= Self::BETWEEN);
        if admits {
            *last = Some(now);
        }
        admits
    }
}

fn announce(
    intent: &NetworkIntent,
    old: &NetworkIntentStatus,
    new: &NetworkIntentStatus,
    context: &Context,
) {
    let (Some(ready), before) = (
        conditions::get(&new.conditions, READY),
        conditions::get(&old.conditions, READY),
    ) else {
        return;
    };
    if before.is_some_and(|before| {
        (&before.status, &before.reason, before.observed_generation)
            == (&ready.status, &ready.reason, ready.observed_generation)
    }) {
        return;
    }
    match ready.status.as_str() {
        "True" => {
            context.events.normal(intent, &ready.reason, &ready.message);
            context.metrics.ended(new, true);
        }
        "False" => {
            context
                .events
                .warning(intent, &ready.reason, &ready.message);
            if conditions::get(&new.conditions, conditions::STALLED).is_some() {
                context.metrics.ended(new, false);
            }
        }
        _ => {}
    }
}

fn requested_at(intent: &NetworkIntent) -> Option<&str> {
    intent
        .annotations()
        .get(REQUESTED_AT_ANNOTATION)
        .map(String::as_str)
}
