//! The caches in memory, and what holds for all levels.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use futures::future::{join, join_all};
use nephoran_intent_processing::cache::{CacheKey, Level, Outcome, worth_warming};
use serde_json::json;
use tokio::sync::{Barrier, Notify, Semaphore};

use crate::cache_stack::{Stack, accept, key, until};

const MANY: usize = 32;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn all_who_ask_at_the_same_time_share_one_fetch() {
    let stack = Stack::new(json!({}));
    let start = Arc::new(Barrier::new(MANY));
    let tasks = (0..MANY).map(|_| {
        let (stack, start) = (stack.clone(), Arc::clone(&start));
        tokio::spawn(async move {
            start.wait().await;
            stack.ask(&key("shared"), "good").await
        })
    });
    let mut missed = 0;
    for told in join_all(tasks).await {
        let (answer, outcome) = told.unwrap();
        assert_eq!(answer, "good");
        missed += usize::from(outcome == Outcome::Miss);
    }
    assert_eq!((stack.fetches(), missed), (1, 1));
    assert_eq!(stack.asked("memory", "hit"), MANY as u64 - 1);
    assert_eq!(stack.asked("memory", "miss"), 1);
}

#[tokio::test]
async fn those_who_wait_have_the_answer_of_the_one_who_fetches() {
    let stack = Stack::new(json!({}));
    let gate = Semaphore::new(0);
    let fetches = AtomicUsize::new(0);
    let key = key("gated");
    let asks = join_all((0..MANY).map(|number| {
        let fetch = async {
            fetches.fetch_add(1, Ordering::SeqCst);
            let _open = gate.acquire().await.unwrap();
            let answer = "good of the first".to_owned();
            Ok::<_, String>((answer.clone(), answer.into_bytes()))
        };
        let stack = &stack;
        let key = &key;
        async move { (number, stack.caches.get_or_fetch(key, accept, fetch).await) }
    }));
    // All have asked when the gate opens: `join` polls them first.
    let (told, ()) = join(asks, async { gate.add_permits(MANY) }).await;
    for (number, told) in told {
        let outcome = if number == 0 {
            Outcome::Miss
        } else {
            Outcome::Hit(Level::Memory)
        };
        assert_eq!(told, Ok(("good of the first".to_owned(), outcome)));
    }
    assert_eq!(fetches.into_inner(), 1);
}

#[tokio::test]
async fn an_error_reaches_all_and_is_not_kept() {
    let stack = Stack::new(json!({}));
    let gate = Semaphore::new(0);
    let fetches = AtomicUsize::new(0);
    let key = key("failing");
    let asks = join_all((0..MANY).map(|_| {
        let fetch = async {
            fetches.fetch_add(1, Ordering::SeqCst);
            let _open = gate.acquire().await.unwrap();
            Err::<(String, _), _>("the model is down".to_owned())
        };
        stack.caches.get_or_fetch(&key, accept, fetch)
    }));
    let (told, ()) = join(asks, async { gate.add_permits(MANY) }).await;
    for told in told {
        assert_eq!(told, Err("the model is down".to_owned()));
    }
    assert_eq!(fetches.into_inner(), 1);
    assert_eq!(
        stack.ask(&key, "good").await,
        ("good".to_owned(), Outcome::Miss)
    );
}

#[tokio::test]
async fn when_the_one_who_fetches_goes_away_another_fetches() {
    let stack = Stack::new(json!({}));
    let started = Arc::new(Notify::new());
    let leaver = tokio::spawn({
        let (caches, started) = (Arc::clone(&stack.caches), Arc::clone(&started));
        async move {
            let fetch = async {
                started.notify_one();
                std::future::pending::<Result<(String, Vec<u8>), String>>().await
            };
            caches.get_or_fetch(&key("left"), accept, fetch).await
        }
    });
    started.notified().await;
    let key = key("left");
    let leave = async {
        leaver.abort();
        leaver.await.unwrap_err()
    };
    let (told, _) = join(stack.ask(&key, "good"), leave).await;
    assert_eq!(told, ("good".to_owned(), Outcome::Miss));
}

#[tokio::test]
async fn another_callers_answer_is_checked_like_one_from_the_cache() {
    let stack = Stack::new(json!({}));
    let gate = Semaphore::new(0);
    let key = key("disputed");
    let careless = async {
        let fetch = async {
            let _open = gate.acquire().await.unwrap();
            Ok::<_, String>((String::new(), b"poison".to_vec()))
        };
        stack
            .caches
            .get_or_fetch(&key, |_| Some(String::new()), fetch)
            .await
    };
    let careful = stack.ask(&key, "good");
    let (_, (told, ())) = join(careless, join(careful, async { gate.add_permits(1) })).await;
    assert_eq!(told, ("good".to_owned(), Outcome::Miss));
    assert_eq!(stack.asked("memory", "rejected"), 1);
    assert_eq!(stack.ask(&key, "good").await.1, Outcome::Hit(Level::Memory));
}

#[tokio::test]
async fn what_is_not_accepted_is_dropped_from_memory_and_fetched_anew() {
    let stack = Stack::new(json!({}));
    stack.poison(&key("poisoned")).await;
    assert_eq!(stack.ask(&key("poisoned"), "good").await.1, Outcome::Miss);
    assert_eq!(stack.asked("memory", "rejected"), 1);
    let again = stack.ask(&key("poisoned"), "good").await;
    assert_eq!(again, ("good".to_owned(), Outcome::Hit(Level::Memory)));
}

#[tokio::test]
async fn an_answer_is_fetched_anew_when_its_time_is_over() {
    let stack = Stack::new(json!({"llmResponseTtlSeconds": 1, "ragContextTtlSeconds": 3600}));
    let passages = CacheKey::rag_context(&"ages");
    stack.ask(&passages, "good passages").await;
    stack.ask(&key("ages"), "good").await;
    assert_eq!(
        stack.ask(&key("ages"), "good").await.1,
        Outcome::Hit(Level::Memory)
    );
    until("the answer is fetched anew", async || {
        stack.ask(&key("ages"), "good").await.1 == Outcome::Miss
    })
    .await;
    assert_eq!(
        stack.ask(&passages, "good").await.1,
        Outcome::Hit(Level::Memory)
    );
}

#[tokio::test]
async fn memory_stays_within_its_bound_and_keeps_what_was_used_last() {
    let bound = 64 << 10;
    let stack = Stack::new(json!({"memoryMaxBytes": bound}));
    let answer = format!("good {}", "x".repeat(4 << 10));
    for number in 0..100 {
        stack.ask(&key(&number.to_string()), &answer).await;
        assert!(stack.bytes("memory") <= bound);
    }
    assert!(stack.bytes("memory") > bound / 2);
    assert_eq!(
        stack.ask(&key("99"), &answer).await.1,
        Outcome::Hit(Level::Memory)
    );
    assert_eq!(stack.ask(&key("0"), &answer).await.1, Outcome::Miss);
}

#[tokio::test]
async fn an_answer_that_is_too_long_is_given_but_not_kept() {
    let stack = Stack::new(json!({"maxEntryBytes": 1024}));
    let answer = format!("good {}", "x".repeat(1024));
    for _ in 0..2 {
        assert_eq!(
            stack.ask(&key("long"), &answer).await,
            (answer.clone(), Outcome::Miss)
        );
    }
}

#[tokio::test]
async fn recent_answers_are_in_memory_before_anybody_asks() {
    let directory = tempfile::tempdir().unwrap();
    let options = json!({"disk": {"directory": directory.path()}});
    let before = Stack::new(options.clone());
    for name in ["a", "b"] {
        before.ask_and_settle(&key(name), "good").await;
    }
    let now = std::time::SystemTime::now();
    let recent = ["a", "b", "never asked"].map(|name| (key(name), now));

    let after = Stack::new(options);
    let keys = worth_warming(recent, 10);
    assert_eq!(after.caches.warm_up(&keys).await, 2);
    for name in ["a", "b"] {
        assert_eq!(
            after.ask(&key(name), "good").await.1,
            Outcome::Hit(Level::Memory)
        );
    }
    assert_eq!(after.caches.warm_up(&keys).await, 0);
}

#[test]
fn families_have_keys_of_their_own() {
    let (answer, passages) = (CacheKey::llm_response(&"x"), CacheKey::rag_context(&"x"));
    assert!(answer.as_str().starts_with("llm:response:"));
    assert!(passages.as_str().starts_with("rag:context:"));
    assert_eq!(answer.as_str().len(), "llm:response:".len() + 64);
}
