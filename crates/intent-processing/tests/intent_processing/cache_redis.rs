//! The cache in Redis: a real one that is killed, stopped, poisoned and locked, and one that never answers.

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use futures::future::join_all;
use nephoran_intent_processing::cache::{Level, Outcome};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::{
    cache_stack::{Stack, key, until},
    cache_support::{RedisServer, free_port},
};

/// Caches with a Redis that is missed for a moment only.
fn with_redis(url: &str) -> Stack {
    Stack::new(options(url))
}

fn options(url: &str) -> Value {
    json!({"redis": {"url": url, "responseTimeoutMs": 200, "connectionTimeoutMs": 200, "pauseMs": 20, "maxPauseMs": 40}})
}

/// What Redis itself says.
async fn redis<T: redis::FromRedisValue>(server: &RedisServer, command: &[&str]) -> T {
    let client = redis::Client::open(server.url()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let mut asked = redis::cmd(command[0]);
    for word in &command[1..] {
        asked.arg(*word);
    }
    asked.query_async(&mut connection).await.unwrap()
}

/// Asks for keys never asked for until one is kept in Redis.
async fn until_redis_is_used(stack: &Stack) {
    let before = stack.wrote("redis", "written");
    let mut number = 0;
    until("Redis is used", async || {
        number += 1;
        stack
            .ask_and_settle(&key(&format!("again {number}")), "good")
            .await;
        stack.wrote("redis", "written") > before
    })
    .await;
}

#[tokio::test]
async fn replicas_share_answers() {
    let server = RedisServer::start();
    with_redis(&server.url())
        .ask_and_settle(&key("shared"), "good")
        .await;
    let other = with_redis(&server.url());
    let told = other.ask(&key("shared"), "good, but another").await;
    assert_eq!(told, ("good".to_owned(), Outcome::Hit(Level::Redis)));
    assert_eq!(
        other.ask(&key("shared"), "").await.1,
        Outcome::Hit(Level::Memory)
    );
    assert_eq!(other.fetches(), 0);
}

#[tokio::test]
async fn an_entry_has_the_documented_name_and_leaves_redis_with_its_expiry() {
    let server = RedisServer::start();
    with_redis(&server.url())
        .ask_and_settle(&key("named"), "good")
        .await;
    let names: Vec<String> = redis(&server, &["KEYS", "*"]).await;
    assert_eq!(names, [format!("nephoran:{}", key("named"))]);
    let left: u64 = redis(&server, &["PTTL", &names[0]]).await;
    assert!((86_000_000..=86_400_000).contains(&left), "{left}");
}

#[tokio::test]
async fn an_entry_that_passes_through_the_levels_does_not_grow_younger() {
    let server = RedisServer::start();
    let directory = tempfile::tempdir().unwrap();
    let disk = json!({"directory": directory.path()});
    let begin = Instant::now();
    Stack::new(json!({"disk": disk}))
        .ask_and_settle(&key("aging"), "good")
        .await;
    let grown = Duration::from_millis(50);
    until("it has an age", async || begin.elapsed() > grown).await;

    let mut both = options(&server.url());
    both["disk"] = disk;
    let told = Stack::new(both).ask_and_settle(&key("aging"), "").await;
    assert_eq!(told.1, Outcome::Hit(Level::Disk));
    let name = format!("nephoran:{}", key("aging"));
    let left: u64 = redis(&server, &["PTTL", &name]).await;
    assert!((86_000_000..86_399_990).contains(&left), "{left}");
    let other = with_redis(&server.url());
    let told = other.ask(&key("aging"), "").await;
    assert_eq!(told.1, Outcome::Hit(Level::Redis));
}

#[tokio::test]
async fn what_others_wrote_under_our_keys_is_dropped_and_fetched_anew() {
    let server = RedisServer::start();
    let name = format!("nephoran:{}", key("poisoned"));
    let long = "x".repeat(2 << 20);
    let poisons: [&[&str]; 4] = [
        &["SET", &name, "good, says somebody"],
        &["SET", &name, ""],
        &["SET", &name, &long],
        &["LPUSH", &name, "good"],
    ];
    for poison in poisons {
        let () = redis(&server, &["DEL", &name]).await;
        let () = redis(&server, poison).await;
        let stack = with_redis(&server.url());
        let told = stack.ask_and_settle(&key("poisoned"), "good").await;
        assert_eq!(told, ("good".to_owned(), Outcome::Miss));
        let empty = poison[2].is_empty();
        assert_eq!(
            stack.asked("redis", "rejected"),
            u64::from(!empty),
            "{}",
            poison[0]
        );
        let other = with_redis(&server.url());
        assert_eq!(
            other.ask(&key("poisoned"), "").await.1,
            Outcome::Hit(Level::Redis)
        );
    }
}

#[tokio::test]
async fn a_whole_entry_that_is_not_accepted_is_dropped_too() {
    let server = RedisServer::start();
    with_redis(&server.url()).poison(&key("poisoned")).await;
    let stack = with_redis(&server.url());
    assert_eq!(
        stack.ask_and_settle(&key("poisoned"), "good").await.1,
        Outcome::Miss
    );
    assert_eq!(stack.asked("redis", "rejected"), 1);
    let other = with_redis(&server.url());
    assert_eq!(
        other.ask(&key("poisoned"), "").await.1,
        Outcome::Hit(Level::Redis)
    );
}

#[tokio::test]
async fn a_redis_that_is_killed_is_passed_over_and_used_again_when_it_is_back() {
    let server = RedisServer::start();
    let stack = with_redis(&server.url());
    until_redis_is_used(&stack).await;
    let port = server.port;
    drop(server);
    for number in 0..50 {
        assert_eq!(stack.ask(&key(&number.to_string()), "good").await.0, "good");
    }
    assert!(stack.asked("redis", "error") >= 1);
    let _server = RedisServer::start_on(port, &[]);
    until_redis_is_used(&stack).await;
}

#[tokio::test]
async fn a_redis_that_is_stopped_holds_nobody_up_for_long() {
    let server = RedisServer::start();
    let stack = with_redis(&server.url());
    until_redis_is_used(&stack).await;
    let pid = Pid::from_raw(i32::try_from(server.pid()).unwrap()).unwrap();
    kill_process(pid, Signal::STOP).unwrap();
    let begin = Instant::now();
    let asks = (0..200).map(|number| {
        let stack = stack.clone();
        async move { stack.ask(&key(&number.to_string()), "good").await.0 }
    });
    for answer in join_all(asks).await {
        assert_eq!(answer, "good");
    }
    // All that were under way share one response timeout of 200 ms; the rest is a margin for a busy machine.
    assert!(
        begin.elapsed() < Duration::from_secs(3),
        "{:?}",
        begin.elapsed()
    );
    assert!(stack.asked("redis", "error") >= 1);
    kill_process(pid, Signal::CONT).unwrap();
    until_redis_is_used(&stack).await;
}

#[tokio::test]
async fn a_redis_that_never_answers_is_asked_once_and_then_left_alone() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("redis://{}", silent.local_addr().unwrap());
    let patient = json!({"redis": {"url": url, "connectionTimeoutMs": 200, "pauseMs": 600_000, "maxPauseMs": 600_000}});
    let stack = Stack::new(patient);
    let begin = Instant::now();
    for number in 0..50 {
        stack
            .ask_and_settle(&key(&number.to_string()), "good")
            .await;
    }
    assert!(
        begin.elapsed() < Duration::from_secs(3),
        "{:?}",
        begin.elapsed()
    );
    assert_eq!(stack.asked("redis", "error"), 1);
    assert_eq!(stack.asked("redis", "skipped"), 49);
    assert_eq!(stack.wrote("redis", "skipped"), 50);
}

#[tokio::test]
async fn a_password_opens_a_locked_redis_and_a_wrong_one_costs_nothing_but_speed() {
    let server = RedisServer::start_on(free_port(), &["--requirepass", "hunter2"]);
    let right = Stack::with_password(options(&server.url()), Some("hunter2"));
    right.ask_and_settle(&key("locked"), "good").await;
    assert_eq!(right.wrote("redis", "written"), 1);
    for password in [None, Some("wrong")] {
        let stack = Stack::with_password(options(&server.url()), password);
        assert_eq!(
            stack.ask_and_settle(&key("locked"), "good").await.1,
            Outcome::Miss
        );
        assert_eq!(stack.asked("redis", "error"), 1);
        assert!(!format!("{:?}", stack.caches).contains("wrong"));
    }
}

#[tokio::test]
async fn a_redis_that_is_full_still_answers() {
    let server = RedisServer::start();
    with_redis(&server.url())
        .ask_and_settle(&key("there"), "good")
        .await;
    let () = redis(&server, &["CONFIG", "SET", "maxmemory", "1"]).await;
    let stack = with_redis(&server.url());
    stack.ask_and_settle(&key("new"), "good").await;
    assert_eq!(stack.wrote("redis", "failed"), 1);
    assert_eq!(
        stack.ask(&key("there"), "").await.1,
        Outcome::Hit(Level::Redis)
    );
}
