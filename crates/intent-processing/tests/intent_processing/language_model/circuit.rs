//! Circuit breakers: their decisions, and that requests obey them.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use nephoran_api::Classified;
use nephoran_intent_processing::language_model::{
    Circuit, CircuitBreaker, CircuitPolicy, CircuitState, ModelError, Outcome, Refusal,
};
use proptest::prelude::*;

use super::support::{Listed, Scripted, ask, gauge, reply, request, unreachable};

const SECOND: Duration = Duration::from_secs(1);

fn policy() -> CircuitPolicy {
    CircuitPolicy {
        failures: 3,
        open_for: 10 * SECOND,
        longest: 60 * SECOND,
    }
}

/// One whole request.
fn step(circuit: &mut Circuit, now: Instant, outcome: Outcome) -> Result<(), Refusal> {
    let ticket = circuit.admit(now)?;
    circuit.record(now, ticket, outcome);
    Ok(())
}

fn opened(now: Instant) -> Circuit {
    let mut circuit = Circuit::new(policy());
    for _ in 0..3 {
        step(&mut circuit, now, Outcome::Failed).unwrap();
    }
    circuit
}

#[test]
fn it_opens_after_failures_in_a_row() {
    let now = Instant::now();
    let circuit = opened(now);
    assert_eq!(circuit.state(), CircuitState::Open);
    let refusal = circuit.clone().admit(now + 4 * SECOND).unwrap_err();
    let retry_after = 6 * SECOND;
    assert_eq!(
        refusal,
        Refusal::Open {
            failures: 3,
            retry_after
        }
    );
}

#[test]
fn an_answer_in_between_starts_the_count_again() {
    let now = Instant::now();
    let mut circuit = Circuit::new(policy());
    for outcome in [Outcome::Failed, Outcome::Failed, Outcome::Alive].repeat(5) {
        step(&mut circuit, now, outcome).unwrap();
    }
    assert_eq!(circuit.state(), CircuitState::Closed);
}

#[test]
fn one_request_at_a_time_probes_an_open_circuit() {
    let now = Instant::now();
    let mut circuit = opened(now);
    let later = now + 10 * SECOND;
    let probe = circuit.admit(later).unwrap();
    assert_eq!(circuit.state(), CircuitState::HalfOpen);
    assert!(circuit.admit(later).is_err());
    circuit.record(later, probe, Outcome::Alive);
    assert_eq!(circuit.state(), CircuitState::Closed);
    circuit.admit(later).unwrap();
}

#[test]
fn each_failed_probe_doubles_the_time_up_to_the_longest() {
    let mut now = Instant::now();
    let mut circuit = opened(now);
    for seconds in [10, 20, 40, 60, 60] {
        let wait = seconds * SECOND;
        assert!(
            circuit.admit(now + (seconds - 1) * SECOND).is_err(),
            "{seconds}"
        );
        now += wait;
        step(&mut circuit, now, Outcome::Failed).unwrap();
    }
    // A success forgets all that.
    now += 60 * SECOND;
    step(&mut circuit, now, Outcome::Alive).unwrap();
    for _ in 0..3 {
        step(&mut circuit, now, Outcome::Failed).unwrap();
    }
    circuit.admit(now + 10 * SECOND).unwrap();
}

#[test]
fn a_probe_that_is_given_up_leaves_the_next_request_to_probe() {
    let now = Instant::now();
    let mut circuit = opened(now);
    let later = now + 10 * SECOND;
    step(&mut circuit, later, Outcome::Unknown).unwrap();
    assert_eq!(circuit.state(), CircuitState::Open);
    step(&mut circuit, later, Outcome::Alive).unwrap();
    assert_eq!(circuit.state(), CircuitState::Closed);
}

#[test]
fn answers_to_older_requests_decide_nothing() {
    let now = Instant::now();
    let mut circuit = Circuit::new(policy());
    let old = [circuit.admit(now).unwrap(), circuit.admit(now).unwrap()];
    for _ in 0..3 {
        step(&mut circuit, now, Outcome::Failed).unwrap();
    }
    let later = now + 10 * SECOND;
    let probe = circuit.admit(later).unwrap();
    let [first, second] = old;
    circuit.record(later, first, Outcome::Alive);
    assert_eq!(circuit.state(), CircuitState::HalfOpen);
    circuit.record(later, probe, Outcome::Failed);
    circuit.record(later, second, Outcome::Alive);
    assert_eq!(circuit.state(), CircuitState::Open);
}

#[test]
fn whoever_asks_to_be_left_alone_is() {
    let now = Instant::now();
    let mut circuit = Circuit::new(policy());
    step(&mut circuit, now, Outcome::Busy(7 * SECOND)).unwrap();
    let retry_after = 5 * SECOND;
    assert_eq!(
        circuit.admit(now + 2 * SECOND),
        Err(Refusal::Resting { retry_after })
    );
    assert_eq!(circuit.state(), CircuitState::Closed);
    circuit.admit(now + 7 * SECOND).unwrap();
}

proptest! {
    /// Whatever happens, there is one probe at most, nobody asks an open circuit, and it comes back.
    #[test]
    fn it_never_sticks(events in prop::collection::vec((0..4u8, 0..30u32), 0..60)) {
        let mut now = Instant::now();
        let mut circuit = Circuit::new(policy());
        let mut tickets = Vec::new();
        for (event, seconds) in events {
            now += seconds * SECOND;
            if event == 0 {
                let before = circuit.state();
                match circuit.admit(now) {
                    Ok(ticket) => {
                        prop_assert_ne!(before, CircuitState::HalfOpen);
                        prop_assert_ne!(circuit.state(), CircuitState::Open);
                        tickets.push(ticket);
                    }
                    Err(Refusal::Open { retry_after, .. } | Refusal::Resting { retry_after }) => {
                        prop_assert!(retry_after > Duration::ZERO);
                        prop_assert!(retry_after <= policy().longest);
                    }
                }
            } else if let Some(ticket) = tickets.pop() {
                let outcome = [Outcome::Failed, Outcome::Alive, Outcome::Unknown][usize::from(event) - 1];
                circuit.record(now, ticket, outcome);
            }
        }
        for ticket in tickets {
            circuit.record(now, ticket, Outcome::Unknown);
        }
        now += policy().longest;
        step(&mut circuit, now, Outcome::Alive).unwrap();
        prop_assert_eq!(circuit.state(), CircuitState::Closed);
    }
}

fn error(status: u16) -> ModelError {
    ModelError::Failed {
        endpoint: "lab".to_owned(),
        status,
        detail: "down".to_owned(),
        retry_after: None,
    }
}

#[tokio::test]
async fn an_endpoint_that_keeps_failing_is_left_alone() {
    let answers = vec![Err(error(500)), Err(unreachable()), Err(error(503))];
    let model = Arc::new(Listed(Mutex::new(answers)));
    let gauge = gauge();
    let breaker = CircuitBreaker::new(model, "lab", policy(), gauge.clone());
    for _ in 0..3 {
        assert_ne!(
            ask(&breaker, &request()).await.unwrap_err().reason(),
            "ProviderCircuitOpen"
        );
    }
    // The list is empty now, and the model would answer.
    let refused = ask(&breaker, &request()).await.unwrap_err();
    assert_eq!(refused.reason(), "ProviderCircuitOpen");
    assert!(refused.retry_after().unwrap() <= 10 * SECOND);
    assert_eq!(gauge.get(), 2);
}

#[tokio::test]
async fn errors_of_the_request_do_not_open_it() {
    let unauthorized = ModelError::Unauthorized {
        endpoint: "lab".to_owned(),
    };
    let model = Arc::new(Listed(Mutex::new(vec![Err(unauthorized); 9])));
    let breaker = CircuitBreaker::new(model, "lab", policy(), gauge());
    for _ in 0..9 {
        let error = ask(&breaker, &request()).await.unwrap_err();
        assert_eq!(error.reason(), "ProviderUnauthorized");
    }
    ask(&breaker, &request()).await.unwrap();
}

#[tokio::test]
async fn a_limited_rate_holds_back_the_others_too() {
    let limited = ModelError::RateLimited {
        endpoint: "lab".to_owned(),
        retry_after: Some(30 * SECOND),
    };
    let model = Arc::new(Listed(Mutex::new(vec![Err(limited)])));
    let breaker = CircuitBreaker::new(model, "lab", policy(), gauge());
    for _ in 0..2 {
        let error = ask(&breaker, &request()).await.unwrap_err();
        assert_eq!(error.reason(), "ProviderRateLimited");
        assert!(error.retry_after().unwrap() > 20 * SECOND);
    }
}

#[tokio::test]
async fn a_probe_whose_caller_goes_away_does_not_block_the_next() {
    let (model, mut arrivals) = Scripted::new();
    let policy = CircuitPolicy {
        failures: 1,
        open_for: Duration::ZERO,
        longest: Duration::ZERO,
    };
    let breaker = Arc::new(CircuitBreaker::new(model, "lab", policy, gauge()));
    let call = || {
        let breaker = Arc::clone(&breaker);
        tokio::spawn(async move { ask(&*breaker, &request()).await })
    };
    let failing = call();
    arrivals
        .recv()
        .await
        .unwrap()
        .answer
        .send(Err(unreachable()))
        .unwrap();
    failing.await.unwrap().unwrap_err();

    let probe = call();
    let asked = arrivals.recv().await.unwrap();
    let refused = call().await.unwrap().unwrap_err();
    assert_eq!(refused.reason(), "ProviderCircuitOpen");
    probe.abort();
    assert!(probe.await.unwrap_err().is_cancelled());
    drop(asked);

    let next = call();
    arrivals
        .recv()
        .await
        .unwrap()
        .answer
        .send(Ok(reply()))
        .unwrap();
    next.await.unwrap().unwrap();
}
