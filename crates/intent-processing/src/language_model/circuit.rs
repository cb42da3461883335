//! A circuit breaker's decisions: whether an endpoint is asked, and what its answers mean. No clock, no waiting.
//!
//! Closed: everybody may ask. Open, after some failures in a row: nobody may, and for longer each time. Half-open, after
//! that time: one request may, and its outcome decides.

use std::time::{Duration, Instant};

use super::{ModelError, ModelReply};

/// A second request may look at the circuit again this soon while one probes it.
const PROBE_RETRY: Duration = Duration::from_secs(1);
/// Doubling stops here; 2^16 times any open time is beyond every limit.
const MOST_DOUBLINGS: u32 = 16;

/// When a circuit opens, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CircuitPolicy {
    /// Failures in a row that open it, at least 1.
    pub failures: u32,
    /// How long it stays open the first time; twice as long each time after.
    pub open_for: Duration,
    /// It never stays open for longer.
    pub longest: Duration,
}

impl Default for CircuitPolicy {
    /// Five failures; 15 s to 5 min.
    fn default() -> Self {
        Self {
            failures: 5,
            open_for: Duration::from_secs(15),
            longest: Duration::from_mins(5),
        }
    }
}

/// What a request said about its endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is alive, whatever it answered.
    Alive,
    /// It is not.
    Failed,
    /// It is alive and wants to be left alone.
    Busy(Duration),
    /// Nothing: the request was given up, or never left.
    Unknown,
}

impl Outcome {
    /// What a result says.
    #[must_use]
    pub fn of(result: &Result<ModelReply, ModelError>) -> Self {
        match result {
            Err(
                ModelError::Unreachable { .. }
                | ModelError::TimedOut { .. }
                | ModelError::Failed { .. }
                | ModelError::Unreadable { .. },
            ) => Self::Failed,
            Err(ModelError::RateLimited {
                retry_after: Some(wait),
                ..
            }) => Self::Busy(*wait),
            Err(
                ModelError::KeyUnavailable { .. }
                | ModelError::CircuitOpen { .. }
                | ModelError::QueueFull { .. },
            ) => Self::Unknown,
            Ok(_) | Err(_) => Self::Alive,
        }
    }
}

/// Why an endpoint is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It failed this often in a row.
    Open {
        /// Failures in a row.
        failures: u32,
        /// When it may be asked again.
        retry_after: Duration,
    },
    /// It asked to be left alone.
    Resting {
        /// When it may be asked again.
        retry_after: Duration,
    },
}

/// Permission for one request; its outcome is to be recorded with it.
#[derive(Debug, PartialEq, Eq)]
pub struct Ticket {
    generation: u64,
}

/// The state, for people and metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CircuitState {
    /// Everybody may ask.
    Closed = 0,
    /// One request finds out.
    HalfOpen = 1,
    /// Nobody may ask.
    Open = 2,
}

#[derive(Clone, Copy, Debug)]
enum Phase {
    Closed,
    HalfOpen,
    Open { until: Instant },
}

/// The circuit of one endpoint.
#[derive(Clone, Debug)]
pub struct Circuit {
    policy: CircuitPolicy,
    phase: Phase,
    /// Counts changes of the phase, so that an answer to a request of an earlier one decides nothing.
    generation: u64,
    failures: u32,
    openings: u32,
    resting_until: Option<Instant>,
}

impl Circuit {
    /// Closed.
    #[must_use]
    pub const fn new(policy: CircuitPolicy) -> Self {
        Self {
            policy,
            phase: Phase::Closed,
            generation: 0,
            failures: 0,
            openings: 0,
            resting_until: None,
        }
    }

    /// The state since the last request.
    #[must_use]
    pub const fn state(&self) -> CircuitState {
        match self.phase {
            Phase::Closed => CircuitState::Closed,
            Phase::HalfOpen => CircuitState::HalfOpen,
            Phase::Open { .. } => CircuitState::Open,
        }
    }

    /// Whether a request may be made.
    ///
    /// # Errors
    /// When not, with when to ask again.
    pub fn admit(&mut self, now: Instant) -> Result<Ticket, Refusal> {
        if let Some(until) = self.resting_until.filter(|until| *until > now) {
            let retry_after = until - now;
            return Err(Refusal::Resting { retry_after });
        }
        self.resting_until = None;
        match self.phase {
            Phase::Closed => {}
            Phase::Open { until } if until <= now => self.enter(Phase::HalfOpen),
            Phase::Open { until } => return Err(self.open(until - now)),
            Phase::HalfOpen => return Err(self.open(PROBE_RETRY)),
        }
        Ok(Ticket {
            generation: self.generation,
        })
    }

    /// Takes in the outcome of an admitted request.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a ticket is good for one outcome"
    )]
    pub fn record(&mut self, now: Instant, ticket: Ticket, outcome: Outcome) {
        if let Outcome::Busy(wait) = outcome {
            self.resting_until = self.resting_until.max(Some(now + wait));
        }
        if ticket.generation != self.generation {
            return;
        }
        let probing = matches!(self.phase, Phase::HalfOpen);
        match outcome {
            Outcome::Alive | Outcome::Busy(_) => {
                self.failures = 0;
                self.openings = 0;
                if probing {
                    self.enter(Phase::Closed);
                }
            }
            Outcome::Failed => {
                self.failures = self.failures.saturating_add(1);
                if probing || self.failures >= self.policy.failures {
                    let until = now + self.open_time();
                    self.openings = self.openings.saturating_add(1);
                    self.enter(Phase::Open { until });
                }
            }
            // The next request probes instead.
            Outcome::Unknown if probing => self.enter(Phase::Open { until: now }),
            Outcome::Unknown => {}
        }
    }

    const fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.generation += 1;
    }

    const fn open(&self, retry_after: Duration) -> Refusal {
        Refusal::Open {
            failures: self.failures,
            retry_after,
        }
    }

    fn open_time(&self) -> Duration {
        let doublings = self.openings.min(MOST_DOUBLINGS);
        self.policy
            .open_for
            .saturating_mul(1 << doublings)
            .min(self.policy.longest)
    }
}
