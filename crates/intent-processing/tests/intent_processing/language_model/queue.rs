//! Queues in front of providers: how many run, who goes first, and who leaves.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use nephoran_api::{Classified, Priority};
use nephoran_intent_processing::language_model::{
    Entry, Hedge, LanguageModel, ModelRequest, Place, Queue, WaitingLine,
};
use proptest::prelude::*;
use tokio::task::JoinHandle;

use super::support::{Answer, Scripted, ask, gauge, reply, request, unreachable};

const PRIORITIES: [Priority; 4] = [
    Priority::Low,
    Priority::Medium,
    Priority::High,
    Priority::Critical,
];

fn urgent(priority: Priority, name: &str) -> ModelRequest {
    ModelRequest {
        priority,
        system: name.to_owned(),
        ..request()
    }
}

fn call(model: &Arc<Queue>, request: ModelRequest) -> JoinHandle<Answer> {
    let model = Arc::clone(model);
    tokio::spawn(async move { ask(&*model, &request).await })
}

/// Until the gauge, which is set where the line changes, shows so many.
async fn until_waiting(length: &prometheus::IntGauge, expected: i64) {
    let reached = async {
        while length.get() != expected {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), reached)
        .await
        .unwrap();
}

#[tokio::test]
async fn the_most_urgent_goes_first_and_equals_in_their_order() {
    let (model, mut arrivals) = Scripted::new();
    let length = gauge();
    let queue = Arc::new(Queue::new(model, "lab", 1, 10, length.clone()));
    let mut calls = vec![call(&queue, urgent(Priority::Low, "running"))];
    let running = arrivals.recv().await.unwrap();
    let names = [
        ("low", Priority::Low),
        ("first medium", Priority::Medium),
        ("critical", Priority::Critical),
        ("second medium", Priority::Medium),
        ("high", Priority::High),
    ];
    for (waiting, (name, priority)) in (1..).zip(names) {
        calls.push(call(&queue, urgent(priority, name)));
        until_waiting(&length, waiting).await;
    }
    running.answer.send(Ok(reply())).unwrap();
    let mut order = Vec::new();
    for _ in names {
        let arrival = arrivals.recv().await.unwrap();
        order.push(arrival.request.system.clone());
        arrival.answer.send(Ok(reply())).unwrap();
    }
    let expected = ["critical", "high", "first medium", "second medium", "low"];
    assert_eq!(order, expected);
    for call in calls {
        call.await.unwrap().unwrap();
    }
}

#[test]
fn the_priority_is_no_part_of_what_influences_an_answer() {
    let low = serde_json::to_value(urgent(Priority::Low, "same")).unwrap();
    let critical = serde_json::to_value(urgent(Priority::Critical, "same")).unwrap();
    assert_eq!(low, critical);
}

#[tokio::test]
async fn whoever_gives_up_leaves_the_queue() {
    let (model, mut arrivals) = Scripted::new();
    let length = gauge();
    let queue = Arc::new(Queue::new(model, "lab", 1, 10, length.clone()));
    let running = call(&queue, request());
    let first = arrivals.recv().await.unwrap();
    let impatient = call(&queue, urgent(Priority::High, "impatient"));
    until_waiting(&length, 1).await;
    let patient = call(&queue, urgent(Priority::Low, "patient"));
    until_waiting(&length, 2).await;
    impatient.abort();
    until_waiting(&length, 1).await;
    first.answer.send(Ok(reply())).unwrap();
    let next = arrivals.recv().await.unwrap();
    assert_eq!(next.request.system, "patient");
    next.answer.send(Ok(reply())).unwrap();
    running.await.unwrap().unwrap();
    patient.await.unwrap().unwrap();
}

#[tokio::test]
async fn whoever_gives_up_while_running_frees_the_slot() {
    let (model, mut arrivals) = Scripted::new();
    let length = gauge();
    let queue = Arc::new(Queue::new(model, "lab", 1, 10, length.clone()));
    let running = call(&queue, request());
    let first = arrivals.recv().await.unwrap();
    let next = call(&queue, request());
    until_waiting(&length, 1).await;
    running.abort();
    arrivals
        .recv()
        .await
        .unwrap()
        .answer
        .send(Ok(reply()))
        .unwrap();
    next.await.unwrap().unwrap();
    drop(first);
}

#[tokio::test]
async fn a_full_queue_says_so_but_makes_room_for_the_more_urgent() {
    let (model, mut arrivals) = Scripted::new();
    let length = gauge();
    let queue = Arc::new(Queue::new(model, "lab", 1, 1, length.clone()));
    let running = call(&queue, request());
    let first = arrivals.recv().await.unwrap();
    let low = call(&queue, urgent(Priority::Low, "low"));
    until_waiting(&length, 1).await;

    let equal = call(&queue, urgent(Priority::Low, "equal")).await.unwrap();
    assert_eq!(equal.unwrap_err().reason(), "ProviderQueueFull");
    let critical = call(&queue, urgent(Priority::Critical, "critical"));
    let displaced = low.await.unwrap().unwrap_err();
    assert_eq!(displaced.reason(), "ProviderQueueFull");

    first.answer.send(Ok(reply())).unwrap();
    let next = arrivals.recv().await.unwrap();
    assert_eq!(next.request.system, "critical");
    next.answer.send(Ok(reply())).unwrap();
    critical.await.unwrap().unwrap();
    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_slow_provider_delays_nobody_elses_requests() {
    let (slow, mut stuck) = Scripted::new();
    let slow = Arc::new(Queue::new(slow, "slow", 1, 10, gauge()));
    let calls = [call(&slow, request()), call(&slow, request())];
    let first = stuck.recv().await.unwrap();
    let (quick, mut arrivals) = Scripted::new();
    let quick = Arc::new(Queue::new(quick, "quick", 1, 10, gauge()));
    let answer = call(&quick, request());
    arrivals
        .recv()
        .await
        .unwrap()
        .answer
        .send(Ok(reply()))
        .unwrap();
    answer.await.unwrap().unwrap();
    calls.iter().for_each(JoinHandle::abort);
    drop(first);
}

/// A hedge that waits no time at all, so that both requests are there at once.
async fn hedged(first: Answer, second: Option<Answer>) -> Answer {
    let (model, mut arrivals) = Scripted::new();
    let hedge = Arc::new(Hedge::new(model, Duration::ZERO));
    let call = tokio::spawn(async move { hedge.complete(&request(), &|_| {}).await });
    let one = arrivals.recv().await.unwrap();
    let other = arrivals.recv().await.unwrap();
    other.answer.send(first).unwrap();
    if let Some(second) = second {
        one.answer.send(second).unwrap();
    }
    call.await.unwrap()
}

#[tokio::test]
async fn with_hedging_the_first_answer_wins() {
    hedged(Ok(reply()), None).await.unwrap();
}

#[tokio::test]
async fn with_hedging_one_error_waits_for_the_other_answer() {
    hedged(Err(unreachable()), Some(Ok(reply()))).await.unwrap();
    let both = hedged(Err(unreachable()), Some(Err(unreachable()))).await;
    assert_eq!(both.unwrap_err(), unreachable());
}

#[tokio::test]
async fn with_hedging_a_quick_answer_is_asked_for_once() {
    let (model, mut arrivals) = Scripted::new();
    let hedge = Arc::new(Hedge::new(model, Duration::from_hours(1)));
    let call = tokio::spawn(async move { hedge.complete(&request(), &|_| {}).await });
    arrivals
        .recv()
        .await
        .unwrap()
        .answer
        .send(Err(unreachable()))
        .unwrap();
    assert_eq!(call.await.unwrap().unwrap_err(), unreachable());
    assert!(
        arrivals.recv().await.is_none(),
        "the model is gone and nobody asked again"
    );
}

#[derive(Clone, Debug)]
enum Step {
    Enter(usize),
    Leave(prop::sample::Index),
    Finish,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..4usize).prop_map(Step::Enter),
        1 => any::<prop::sample::Index>().prop_map(Step::Leave),
        2 => Just(Step::Finish),
    ];
    prop::collection::vec(step, 0..200)
}

/// The most urgent, and among them the one who came first.
fn expected_next(waiting: &BTreeMap<usize, (Priority, Place)>) -> Option<usize> {
    let urgency = waiting.values().map(|(priority, _)| *priority).max()?;
    let mut urgent = waiting
        .iter()
        .filter(|(_, (priority, _))| *priority == urgency);
    urgent.next().map(|(who, _)| *who)
}

proptest! {
    #[test]
    fn never_more_run_than_may_and_the_order_holds(
        slots in 1..5usize, capacity in 0..10usize, steps in steps(),
    ) {
        let mut line = WaitingLine::new(slots, capacity);
        let mut waiting: BTreeMap<usize, (Priority, Place)> = BTreeMap::new();
        let mut running = 0;
        for (who, step) in steps.into_iter().enumerate() {
            match step {
                Step::Enter(priority) => {
                    let priority = PRIORITIES[priority];
                    match line.enter(priority, who) {
                        Entry::Runs => {
                            prop_assert!(waiting.is_empty());
                            running += 1;
                        }
                        Entry::Waits { place, displaced } => {
                            prop_assert_eq!(running, slots);
                            if let Some(displaced) = displaced {
                                let (less, _) = waiting.remove(&displaced).unwrap();
                                prop_assert!(less < priority);
                                prop_assert!(waiting.values().all(|(other, _)| *other >= less));
                            }
                            waiting.insert(who, (priority, place));
                        }
                        Entry::Full { .. } => {
                            prop_assert_eq!(waiting.len(), capacity);
                            prop_assert!(waiting.values().all(|(other, _)| *other >= priority));
                        }
                    }
                }
                Step::Leave(index) if !waiting.is_empty() => {
                    let who = *index.get(&waiting.keys().copied().collect::<Vec<_>>());
                    let (_, place) = waiting.remove(&who).unwrap();
                    prop_assert!(line.leave(place));
                    prop_assert!(!line.leave(place));
                }
                Step::Finish if running > 0 => {
                    let next = line.finish();
                    prop_assert_eq!(next, expected_next(&waiting));
                    match next {
                        Some(who) => drop(waiting.remove(&who)),
                        None => running -= 1,
                    }
                }
                Step::Leave(_) | Step::Finish => {}
            }
            prop_assert!(running <= slots && waiting.len() <= capacity);
            prop_assert_eq!((line.running(), line.waiting()), (running, waiting.len()));
        }
    }
}
