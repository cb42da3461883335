//! How long an answer from each level of the cache takes: the distribution over many, one caller at a time.
//!
//! Goals: from memory p99 ≤ 50 µs, from a Redis on loopback p99 ≤ 2 ms.

#![expect(
    clippy::expect_used,
    reason = "a benchmark that cannot run says why and ends"
)]

#[allow(dead_code, reason = "the tests need more of it")]
#[path = "../tests/intent_processing/cache_support/mod.rs"]
mod cache_support;

use std::{convert::Infallible, time::Duration};

use cache_support::RedisServer;
use nephoran_intent_processing::cache::{
    CacheKey, CacheMetrics, CacheOptions, Caches, DiskOptions, Level, Outcome, RedisOptions,
};
use nephoran_runtime::metrics::Metrics;
use serde_json::{Value, json};

/// Keys that are looked up.
const KEYS: usize = 5_000;
/// Times each is looked up in memory.
const ROUNDS: usize = 20;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(run());
}

async fn run() {
    let server = RedisServer::start();
    let directory = tempfile::tempdir().expect("a directory");
    let redis = serde_json::from_value(json!({"url": server.url()})).expect("options");
    let disk = DiskOptions {
        directory: directory.path().to_owned(),
        max_bytes: 1 << 30,
    };
    let in_redis = options(Some(redis), None);
    let on_disk = options(None, Some(disk));
    let keys: Vec<_> = (0..KEYS)
        .map(|number| CacheKey::llm_response(&number))
        .collect();

    let memory = caches(&in_redis);
    fill(&memory, &keys).await;
    fill(&caches(&on_disk), &keys).await;

    println!("level    answers      p50      p99      max");
    let mut again = Vec::new();
    for _ in 0..ROUNDS {
        again.extend(look_up(&memory, &keys, Level::Memory).await);
    }
    report(Level::Memory, again);
    report(
        Level::Redis,
        look_up(&caches(&in_redis), &keys, Level::Redis).await,
    );
    report(
        Level::Disk,
        look_up(&caches(&on_disk), &keys, Level::Disk).await,
    );
}

fn options(redis: Option<RedisOptions>, disk: Option<DiskOptions>) -> CacheOptions {
    CacheOptions {
        memory_max_bytes: 256 << 20,
        redis,
        disk,
        ..CacheOptions::default()
    }
}

fn caches(options: &CacheOptions) -> Caches {
    let metrics = CacheMetrics::register(&Metrics::new().expect("metrics")).expect("metrics");
    Caches::new(options.clone(), None, metrics).expect("caches")
}

/// Some 3 KiB, like a model's answer.
fn answer() -> Value {
    json!({"functions": vec![json!({"type": "AMF", "replicas": 3, "name": "amf-region-1"}); 60]})
}

async fn fill(caches: &Caches, keys: &[CacheKey]) {
    for key in keys {
        let fetch = async { Ok::<_, Infallible>((answer(), answer().to_string().into_bytes())) };
        let Ok(_) = caches.get_or_fetch(key, accept, fetch).await;
        caches.settle().await;
    }
}

/// Checks what is cheap to check, so that the cache is measured and not a parser.
fn accept(bytes: &[u8]) -> Option<Value> {
    bytes.starts_with(b"{").then_some(Value::Null)
}

async fn look_up(caches: &Caches, keys: &[CacheKey], level: Level) -> Vec<Duration> {
    let mut taken = Vec::with_capacity(keys.len());
    for key in keys {
        let begin = std::time::Instant::now();
        let fetch = async { Ok::<_, Infallible>((Value::Null, Vec::new())) };
        let Ok((_, outcome)) = caches.get_or_fetch(key, accept, fetch).await;
        taken.push(begin.elapsed());
        assert_eq!(outcome, Outcome::Hit(level));
    }
    taken
}

fn report(level: Level, mut taken: Vec<Duration>) {
    taken.sort_unstable();
    let micros = |share: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an index"
        )]
        let index = ((taken.len() - 1) as f64 * share) as usize;
        taken[index].as_secs_f64() * 1e6
    };
    let (p50, p99, max) = (micros(0.5), micros(0.99), micros(1.0));
    let name = level.as_str();
    println!(
        "{name:8} {:7} {p50:6.1}µs {p99:6.1}µs {max:6.1}µs",
        taken.len()
    );
    println!(
        "{}",
        json!({"bench": "cache_hit", "level": name, "answers": taken.len(), "p50Micros": p50, "p99Micros": p99})
    );
}
