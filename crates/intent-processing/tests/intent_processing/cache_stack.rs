//! Caches under test: with their metrics, and an answer that is easy to tell from a bad one.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use nephoran_intent_processing::cache::{CacheKey, CacheMetrics, Caches, Outcome, RedisPassword};
use nephoran_runtime::metrics::Metrics;
use serde_json::Value;

/// Far more than anything here takes.
pub const LONG: Duration = Duration::from_secs(20);

/// Caches, what they count, and how often they had to fetch.
#[derive(Clone, Debug)]
pub struct Stack {
    pub caches: Arc<Caches>,
    pub metrics: Metrics,
    pub fetches: Arc<AtomicUsize>,
}

impl Stack {
    pub fn new(options: Value) -> Self {
        Self::with_password(options, None)
    }

    pub fn with_password(options: Value, password: Option<&str>) -> Self {
        let metrics = Metrics::new().unwrap();
        let password = password.map(|password| RedisPassword::new(password.to_owned()));
        let caches = Caches::new(
            serde_json::from_value(options).unwrap(),
            password.as_ref(),
            CacheMetrics::register(&metrics).unwrap(),
        );
        Self {
            caches: Arc::new(caches.unwrap()),
            metrics,
            fetches: Arc::default(),
        }
    }

    /// Asks for `key`; fetching gives `answer`.
    pub async fn ask(&self, key: &CacheKey, answer: &str) -> (String, Outcome) {
        let fetch = async {
            self.fetches.fetch_add(1, Ordering::SeqCst);
            Ok::<_, String>((answer.to_owned(), answer.as_bytes().to_vec()))
        };
        self.caches.get_or_fetch(key, accept, fetch).await.unwrap()
    }

    /// Asks, and waits until the answer is wherever it is kept.
    pub async fn ask_and_settle(&self, key: &CacheKey, answer: &str) -> (String, Outcome) {
        let told = self.ask(key, answer).await;
        self.caches.settle().await;
        told
    }

    /// Keeps an answer that nobody accepts.
    pub async fn poison(&self, key: &CacheKey) {
        let fetch = async { Ok::<_, String>(((), b"poison".to_vec())) };
        self.caches
            .get_or_fetch(key, |_| Some(()), fetch)
            .await
            .unwrap();
        self.caches.settle().await;
    }

    pub fn fetches(&self) -> usize {
        self.fetches.load(Ordering::SeqCst)
    }

    /// How many questions to a level had this result.
    pub fn asked(&self, level: &str, result: &str) -> u64 {
        self.value(&format!(
            r#"nephoran_cache_requests_total{{family="llm_response",level="{level}",result="{result}"}}"#
        ))
    }

    /// How many writes to a level had this result.
    pub fn wrote(&self, level: &str, result: &str) -> u64 {
        self.value(&format!(
            r#"nephoran_cache_writes_total{{level="{level}",result="{result}"}}"#
        ))
    }

    /// How many bytes a level says it has.
    pub fn bytes(&self, level: &str) -> u64 {
        self.value(&format!(r#"nephoran_cache_bytes{{level="{level}"}}"#))
    }

    fn value(&self, series: &str) -> u64 {
        let text = String::from_utf8(self.metrics.text().unwrap()).unwrap();
        let value = text.lines().find_map(|line| line.strip_prefix(series));
        value.map_or(0, |value| value.trim().parse().unwrap())
    }
}

/// Good answers begin with "good".
pub fn accept(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8(bytes.to_vec()).ok()?;
    text.starts_with("good").then_some(text)
}

pub fn key(name: &str) -> CacheKey {
    CacheKey::llm_response(&name)
}

/// Repeats something until it is so.
pub async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + LONG;
    while !is_so().await {
        assert!(Instant::now() < deadline, "never came true: {what}");
        tokio::task::yield_now().await;
    }
}
