//! Leaves an endpoint alone that keeps failing; the decisions are [`Circuit`]'s.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use futures::future::BoxFuture;
use prometheus::IntGauge;

use super::{
    Circuit, CircuitPolicy, LanguageModel, ModelError, ModelReply, ModelRequest, OnProgress,
    Outcome, Refusal, Ticket,
};

/// A model behind a circuit breaker.
#[derive(Debug)]
pub struct CircuitBreaker {
    inner: Arc<dyn LanguageModel>,
    endpoint: String,
    circuit: Mutex<Circuit>,
    state: IntGauge,
}

impl CircuitBreaker {
    /// Puts a breaker in front of `inner`, which stands for `endpoint`; `state` shows the circuit's.
    #[must_use]
    pub fn new(
        inner: Arc<dyn LanguageModel>,
        endpoint: &str,
        policy: CircuitPolicy,
        state: IntGauge,
    ) -> Self {
        Self {
            inner,
            endpoint: endpoint.to_owned(),
            circuit: Mutex::new(Circuit::new(policy)),
            state,
        }
    }

    fn circuit(&self) -> MutexGuard<'_, Circuit> {
        self.circuit.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn admit(&self) -> Result<Pass<'_>, ModelError> {
        let mut circuit = self.circuit();
        let ticket = circuit.admit(Instant::now());
        self.state.set(circuit.state() as i64);
        drop(circuit);
        match ticket {
            Ok(ticket) => Ok(Pass {
                breaker: self,
                ticket: Some(ticket),
                outcome: Outcome::Unknown,
            }),
            Err(refusal) => Err(self.refused(refusal)),
        }
    }

    fn refused(&self, refusal: Refusal) -> ModelError {
        let endpoint = self.endpoint.clone();
        match refusal {
            Refusal::Open {
                failures,
                retry_after,
            } => ModelError::CircuitOpen {
                endpoint,
                failures,
                retry_after,
            },
            Refusal::Resting { retry_after } => ModelError::RateLimited {
                endpoint,
                retry_after: Some(retry_after),
            },
        }
    }
}

/// A request under way. One that is dropped has no outcome, and still gives its ticket back.
struct Pass<'a> {
    breaker: &'a CircuitBreaker,
    ticket: Option<Ticket>,
    outcome: Outcome,
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket.take() {
            let mut circuit = self.breaker.circuit();
            circuit.record(Instant::now(), ticket, self.outcome);
            self.breaker.state.set(circuit.state() as i64);
        }
    }
}

impl LanguageModel for CircuitBreaker {
    fn complete<'a>(
        &'a self,
        request: &'a ModelRequest,
        on_progress: OnProgress<'a>,
    ) -> BoxFuture<'a, Result<ModelReply, ModelError>> {
        Box::pin(async move {
            let mut pass = self.admit()?;
            let result = self.inner.complete(request, on_progress).await;
            pass.outcome = Outcome::of(&result);
            result
        })
    }
}
