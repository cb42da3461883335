//! Level 1: entries in this process, bounded by bytes and by each entry's age.

use std::time::{Duration, Instant, SystemTime};

use moka::{Expiry, future::Cache, policy::EvictionPolicy};

use super::{CacheKey, entry::Entry};

/// What the cache keeps per entry beside key and answer, in bytes; an estimate.
const BOOKKEEPING: usize = 256;

/// Entries in memory; the one not used for longest makes room.
#[derive(Debug)]
pub(super) struct Memory(Cache<CacheKey, Entry>);

impl Memory {
    /// Keeps at most `max_bytes`.
    pub(super) fn new(max_bytes: u64) -> Self {
        let cache = Cache::builder()
            .max_capacity(max_bytes)
            .weigher(|key: &CacheKey, entry: &Entry| {
                let bytes = BOOKKEEPING + key.as_str().len() + entry.bytes.len();
                u32::try_from(bytes).unwrap_or(u32::MAX)
            })
            .eviction_policy(EvictionPolicy::lru())
            .expire_after(WhileItCounts)
            .build();
        Self(cache)
    }

    /// The entry, unless it has expired.
    pub(super) async fn get(&self, key: &CacheKey) -> Option<Entry> {
        self.0.get(key).await
    }

    /// Whether there is an entry.
    pub(super) fn has(&self, key: &CacheKey) -> bool {
        self.0.contains_key(key)
    }

    /// Keeps an entry, and lets others go for it at once.
    pub(super) async fn insert(&self, key: &CacheKey, entry: &Entry) {
        self.0.insert(key.clone(), entry.clone()).await;
        self.0.run_pending_tasks().await;
    }

    /// Forgets an entry.
    pub(super) async fn remove(&self, key: &CacheKey) {
        self.0.invalidate(key).await;
    }

    /// Bytes that the entries take.
    pub(super) fn bytes(&self) -> u64 {
        self.0.weighted_size()
    }
}

/// Each entry has an age of its own when it comes in.
struct WhileItCounts;

impl Expiry<CacheKey, Entry> for WhileItCounts {
    fn expire_after_create(&self, _: &CacheKey, entry: &Entry, _: Instant) -> Option<Duration> {
        Some(entry.remaining(SystemTime::now()))
    }

    fn expire_after_update(
        &self,
        _: &CacheKey,
        entry: &Entry,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(entry.remaining(SystemTime::now()))
    }
}
