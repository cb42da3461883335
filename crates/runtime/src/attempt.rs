//! One attempt of one phase: when it may run, how long it may take, and what its status says after.

use std::{
    error::Error,
    fmt::Write as _,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use k8s_openapi::jiff::Timestamp;
use kube::{Client, ResourceExt, runtime::controller::Action};
use nephoran_api::{Classified, ErrorClass, PhaseObject, PhaseProgress, REQUESTED_AT_ANNOTATION};

use crate::{
    backoff::BackoffPolicy,
    events::Events,
    metrics::Metrics,
    status_writer::{ReportError, StatusWriter},
    transition::{Ended, Subject, advance},
};

/// Work that takes longer reports that it is in progress; shorter work writes its status once.
const REPORT_PROGRESS_AFTER: Duration = Duration::from_millis(500);
/// Further reports of one attempt follow at distances that grow by this factor, so that minutes of work cost a handful of writes.
const PROGRESS_GROWTH: u32 = 4;
/// When the API server has a newer version of the object than the cache, the cache needs this long to catch up.
const AFTER_CONFLICT: Duration = Duration::from_millis(50);

/// What a phase starts an attempt with.
#[derive(Debug)]
pub struct Begin<S> {
    /// The status as it is; the phase changes its own fields.
    pub status: S,
    /// This generation is `Completed` or `Failed` already; only other inputs than the spec can have changed.
    pub settled: bool,
    /// Where long work says what it is at.
    pub progress: Progress,
}

/// What long work is at, in words. Saying it costs nothing; now and then it is written to the status.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Mutex<Option<String>>>);

impl Progress {
    /// Replaces what was said before.
    pub fn say(&self, words: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(words);
    }

    fn said(&self) -> Option<String> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// What an attempt came to.
#[derive(Debug)]
pub enum Attempt<S> {
    /// Nothing changed; nothing is written.
    Unchanged {
        /// When to look again, if at all.
        again: Option<Duration>,
    },
    /// The attempt ended, or waits.
    Ended {
        /// The status with the phase's own fields set.
        status: S,
        /// How it ended.
        ended: Ended,
        /// When to look again, if at all; a retry has its own delay.
        again: Option<Duration>,
    },
}

impl<S> Attempt<S> {
    /// The result stands.
    pub const fn completed(status: S, reason: &'static str, message: String) -> Self {
        Self::Ended {
            status,
            ended: Ended::Completed { reason, message },
            again: None,
        }
    }

    /// Something has to happen elsewhere first; `again` is for what no watch reports.
    pub const fn waiting(
        status: S,
        reason: &'static str,
        message: String,
        again: Option<Duration>,
    ) -> Self {
        Self::Ended {
            status,
            ended: Ended::Waiting { reason, message },
            again,
        }
    }

    /// It failed, with a status worth keeping.
    pub fn failed<E: Classified>(status: S, error: &E) -> Self {
        Self::Ended {
            status,
            ended: failed(error),
            again: None,
        }
    }
}

/// Writes statuses.
#[derive(Clone)]
pub struct Reporter {
    statuses: StatusWriter,
    controller: &'static str,
    policy: Arc<BackoffPolicy>,
    events: Events,
    metrics: Metrics,
}

impl Reporter {
    /// Writes as `controller`.
    #[must_use]
    pub fn new(
        client: Client,
        controller: &'static str,
        policy: Arc<BackoffPolicy>,
        events: Events,
        metrics: Metrics,
    ) -> Self {
        Self {
            statuses: StatusWriter::new(client, controller, metrics.clone()),
            controller,
            policy,
            events,
            metrics,
        }
    }

    /// Where this controller's Events go.
    #[must_use]
    pub const fn events(&self) -> &Events {
        &self.events
    }

    /// Runs `work` if the object may run now, and writes what it came to.
    ///
    /// A suspended object does not run; one that failed waits for its next retry, even after a restart. Work longer
    /// than half a second reports that it is in progress; longer than `spec.timeoutSeconds`, it counts as a transient
    /// failure.
    ///
    /// # Errors
    /// When the status cannot be written.
    pub async fn attempt<K, E, F, W>(&self, object: &K, work: F) -> Result<Action, ReportError>
    where
        K: PhaseObject,
        E: Classified,
        F: FnOnce(Begin<K::Status>) -> W,
        W: Future<Output = Result<Attempt<K::Status>, E>>,
    {
        if self.statuses.newest().has_replaced(object) {
            return Ok(Action::requeue(AFTER_CONFLICT));
        }
        let subject = subject_of(object);
        let status = object.status().cloned().unwrap_or_default();
        if object.phase_spec().suspend {
            return self.end(object, status, &Ended::Suspended, None).await;
        }
        if let Some(wait) = pending_retry(object, &subject) {
            return Ok(Action::requeue(wait));
        }
        let settled = is_settled(object, &subject);
        let limit = Duration::from_secs(object.phase_spec().timeout_seconds.into());
        let progress = Progress::default();
        let begin = Begin {
            status,
            settled,
            progress: progress.clone(),
        };
        // On the heap: the futures of whole phases are large, and this one is handed on.
        let work = Box::pin(tokio::time::timeout(limit, work(begin)));
        let (result, written) = if settled {
            (work.await, None)
        } else {
            self.reporting(object, &progress, work).await?
        };
        // After a progress report the object has moved on; the closing write builds on what was reported.
        let object = written.as_ref().unwrap_or(object);
        match result {
            Ok(Ok(Attempt::Unchanged { again })) => {
                Ok(again.map_or_else(Action::await_change, Action::requeue))
            }
            Ok(Ok(Attempt::Ended {
                status,
                ended,
                again,
            })) => self.end(object, status, &ended, again).await,
            Ok(Err(error)) => self.fail(object, &failed(&error)).await,
            Err(_) => self.fail(object, &timed_out(limit)).await,
        }
    }

    /// Runs `work` and reports what it is at: the result, and the object as the last report left it.
    async fn reporting<K: PhaseObject, T>(
        &self,
        object: &K,
        progress: &Progress,
        mut work: impl Future<Output = T> + Unpin,
    ) -> Result<(T, Option<K>), ReportError> {
        let mut written = None;
        let mut quiet = REPORT_PROGRESS_AFTER;
        loop {
            tokio::select! {
                result = &mut work => return Ok((result, written)),
                () = tokio::time::sleep(quiet) => {
                    let newest = written.as_ref().unwrap_or(object);
                    if let Some(reported) = self.report_progress(newest, progress.said()).await? {
                        written = Some(reported);
                    }
                    quiet *= PROGRESS_GROWTH;
                }
            }
        }
    }

    async fn fail<K: PhaseObject>(&self, object: &K, ended: &Ended) -> Result<Action, ReportError> {
        let status = object.status().cloned().unwrap_or_default();
        self.end(object, status, ended, None).await
    }

    async fn report_progress<K: PhaseObject>(
        &self,
        object: &K,
        said: Option<String>,
    ) -> Result<Option<K>, ReportError> {
        let ended = Ended::Waiting {
            reason: "Progressing",
            message: said.unwrap_or_else(|| format!("{} is under way", K::PHASE.as_str())),
        };
        let mut status = object.status().cloned().unwrap_or_default();
        advance(
            K::state_mut(&mut status),
            &subject_of(object),
            &ended,
            &self.policy,
            Timestamp::now(),
        );
        if object.status() == Some(&status) {
            return Ok(None);
        }
        self.write(object, &status).await
    }

    async fn end<K: PhaseObject>(
        &self,
        object: &K,
        mut status: K::Status,
        ended: &Ended,
        again: Option<Duration>,
    ) -> Result<Action, ReportError> {
        let subject = subject_of(object);
        // What was reported meanwhile (times, conditions) stays; the phase's own fields are the attempt's.
        if let Some(present) = object.phase_state() {
            let state = K::state_mut(&mut status);
            state.start_time.clone_from(&present.start_time);
            if state.observed_generation != present.observed_generation {
                *state = nephoran_api::PhaseState {
                    digest: state.digest.take(),
                    input_digest: state.input_digest.take(),
                    ..present.clone()
                };
            }
        }
        let retry = advance(
            K::state_mut(&mut status),
            &subject,
            ended,
            &self.policy,
            Timestamp::now(),
        );
        if object.status() != Some(&status) {
            if self.write(object, &status).await?.is_none() {
                return Ok(Action::requeue(AFTER_CONFLICT));
            }
            self.announce(object, &status, ended, retry);
        }
        Ok(retry
            .or(again)
            .map_or_else(Action::await_change, Action::requeue))
    }

    async fn write<K: PhaseObject>(
        &self,
        object: &K,
        status: &K::Status,
    ) -> Result<Option<K>, ReportError> {
        self.statuses.write(object, status).await
    }

    fn announce<K: PhaseObject>(
        &self,
        object: &K,
        status: &K::Status,
        ended: &Ended,
        retry: Option<Duration>,
    ) {
        let state = K::state(status);
        match ended {
            Ended::Completed { reason, message } => {
                self.count::<K>(state, "completed");
                if object.phase_state().is_none_or(|before| {
                    before.phase != PhaseProgress::Completed || before.digest != state.digest
                }) {
                    self.events.normal(object, reason, message);
                }
            }
            Ended::Failed {
                reason,
                class,
                message,
                ..
            } => {
                tracing::warn!(
                    phase = K::PHASE.as_str(),
                    namespace = object.namespace(),
                    intent = object.name_any(),
                    reason,
                    class = class.as_str(),
                    message,
                    "attempt failed"
                );
                self.metrics
                    .reconcile_errors_total
                    .with_label_values(&[self.controller, class.as_str()])
                    .inc();
                if let (Some(delay), Some(backoff)) = (retry, self.policy.of(*class)) {
                    self.metrics
                        .reconcile_requeue_total
                        .with_label_values(&[self.controller, backoff.growth.as_str()])
                        .inc();
                    self.metrics
                        .backoff_delay_seconds
                        .with_label_values(&[self.controller, class.as_str()])
                        .observe(delay.as_secs_f64());
                } else {
                    self.count::<K>(state, "failed");
                }
                self.events.warning(object, reason, message);
            }
            Ended::Waiting { .. } | Ended::Suspended => {}
        }
    }

    fn count<K: PhaseObject>(&self, state: &nephoran_api::PhaseState, result: &str) {
        self.metrics
            .phase_outcomes_total
            .with_label_values(&[K::PHASE.as_str(), result])
            .inc();
        if let (Some(start), Some(end)) = (&state.start_time, &state.completion_time) {
            let seconds = (end.0 - start.0)
                .total(k8s_openapi::jiff::Unit::Second)
                .unwrap_or_default();
            self.metrics
                .phase_duration_seconds
                .with_label_values(&[K::PHASE.as_str()])
                .observe(seconds);
        }
    }
}

fn failed<E: Classified>(error: &E) -> Ended {
    Ended::Failed {
        reason: error.reason(),
        class: error.class(),
        message: chain(error),
        retry_after: error.retry_after(),
    }
}

fn timed_out(limit: Duration) -> Ended {
    Ended::Failed {
        reason: "TimedOut",
        class: ErrorClass::Transient,
        message: format!(
            "gave up after {} s; raise spec.timeoutSeconds if the work needs longer",
            limit.as_secs()
        ),
        retry_after: None,
    }
}

fn subject_of<K: PhaseObject>(object: &K) -> Subject<'_> {
    Subject {
        generation: object.meta().generation.unwrap_or_default(),
        uid: object.meta().uid.as_deref().unwrap_or_default(),
        condition: K::CONDITION,
        max_retries: object.phase_spec().max_retries,
        requested_at: object
            .annotations()
            .get(REQUESTED_AT_ANNOTATION)
            .map(String::as_str),
    }
}

/// Whether the present status is about this generation and this request.
fn is_current<K: PhaseObject>(object: &K, subject: &Subject<'_>) -> bool {
    object.phase_state().is_some_and(|state| {
        state.observed_generation == subject.generation
            && (subject.requested_at.is_none()
                || state.last_handled_reconcile_at.as_deref() == subject.requested_at)
    })
}

fn is_settled<K: PhaseObject>(object: &K, subject: &Subject<'_>) -> bool {
    is_current(object, subject)
        && object
            .phase_state()
            .is_some_and(|state| state.phase.is_terminal())
}

fn pending_retry<K: PhaseObject>(object: &K, subject: &Subject<'_>) -> Option<Duration> {
    let state = object
        .phase_state()
        .filter(|state| is_current(object, subject) && state.phase == PhaseProgress::Retrying)?;
    let next = state.next_retry_time.as_ref()?;
    Duration::try_from(next.0 - Timestamp::now())
        .ok()
        .filter(|wait| !wait.is_zero())
}

/// An error with everything that caused it, in one line.
#[must_use]
pub fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let message = inner.to_string();
        if !text.contains(&message) {
            let _ = write!(text, ": {message}");
        }
        cause = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("too many requests")]
    struct Throttled;

    impl Classified for Throttled {
        fn reason(&self) -> &'static str {
            "Throttled"
        }
        fn class(&self) -> ErrorClass {
            ErrorClass::Throttling
        }
        fn retry_after(&self) -> Option<Duration> {
            Some(Duration::from_mins(3))
        }
    }

    #[test]
    fn a_failure_carries_how_long_its_peer_asked_to_wait() {
        let Ended::Failed { retry_after, .. } = failed(&Throttled) else {
            unreachable!("a failure is a failure")
        };
        assert_eq!(retry_after, Some(Duration::from_mins(3)));
    }

    #[test]
    fn the_newest_words_of_long_work_are_what_is_reported() {
        let progress = Progress::default();
        assert_eq!(progress.said(), None);
        progress.clone().say("512 bytes".to_owned());
        progress.clone().say("2 KiB".to_owned());
        assert_eq!(progress.said().as_deref(), Some("2 KiB"));
    }
}
