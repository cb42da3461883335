//! Answers from each level of the cache, one caller at a time.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use nephoran_intent_processing::cache::{
    CacheKey, CacheMetrics, CacheOptions, Caches, DiskOptions, Level, Outcome, RedisOptions,
};
use nephoran_runtime::metrics::Metrics;
use serde_json::{Value, json};

use super::{Row, Times};

#[path = "../../../crates/intent-processing/tests/intent_processing/cache_support/mod.rs"]
#[expect(
    clippy::expect_used,
    dead_code,
    reason = "the tests' own file: a benchmark without Redis says why and ends"
)]
mod cache_support;

/// Keys that are looked up.
const KEYS: usize = 5_000;
/// Times each is looked up in memory.
const ROUNDS: usize = 20;

pub(super) async fn rows() -> Result<Vec<Row>> {
    let server = cache_support::RedisServer::start();
    let directory = tempfile::tempdir()?;
    let redis = serde_json::from_value(json!({"url": server.url()}))?;
    let disk = DiskOptions {
        directory: directory.path().to_owned(),
        max_bytes: 1 << 30,
    };
    let in_redis = options(Some(redis), None);
    let on_disk = options(None, Some(disk));
    let keys: Vec<_> = (0..KEYS)
        .map(|number| CacheKey::llm_response(&number))
        .collect();

    let memory = caches(&in_redis)?;
    fill(&memory, &keys).await;
    fill(&caches(&on_disk)?, &keys).await;

    let mut again = Vec::new();
    for _ in 0..ROUNDS {
        again.extend(look_up(&memory, &keys, Level::Memory).await?);
    }
    let from_redis = look_up(&caches(&in_redis)?, &keys, Level::Redis).await?;
    let from_disk = look_up(&caches(&on_disk)?, &keys, Level::Disk).await?;
    let row = |what, times| Row {
        what,
        times: Times::of(times),
    };
    Ok(vec![
        row("answer from memory", again),
        row("answer from Redis on loopback", from_redis),
        row("answer from disk", from_disk),
    ])
}

fn options(redis: Option<RedisOptions>, disk: Option<DiskOptions>) -> CacheOptions {
    CacheOptions {
        memory_max_bytes: 256 << 20,
        redis,
        disk,
        ..CacheOptions::default()
    }
}

fn caches(options: &CacheOptions) -> Result<Caches> {
    let metrics = CacheMetrics::register(&Metrics::new()?)?;
    Ok(Caches::new(options.clone(), None, metrics)?)
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

async fn look_up(caches: &Caches, keys: &[CacheKey], level: Level) -> Result<Vec<Duration>> {
    let mut taken = Vec::with_capacity(keys.len());
    for key in keys {
        let begin = Instant::now();
        let fetch = async { Ok::<_, Infallible>((Value::Null, Vec::new())) };
        let Ok((_, outcome)) = caches.get_or_fetch(key, accept, fetch).await;
        taken.push(begin.elapsed());
        ensure!(outcome == Outcome::Hit(level), "not from {level:?}");
    }
    Ok(taken)
}
