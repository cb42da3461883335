//! The levels together: ask the fastest first, believe nothing unchecked, fetch once, keep everywhere.

use std::{pin::pin, sync::Arc, time::SystemTime};

use tokio::sync::Semaphore;

use super::{
    CacheError, CacheKey, CacheMetrics, CacheOptions, Level, Outcome, RedisPassword,
    disk::DiskStore,
    entry::{Entry, Found, Fresh, Written},
    flights::Flights,
    memory::Memory,
    metrics::Answer,
    redis_store::RedisStore,
};

/// Writes under way at the same time; further ones are left out. An estimate: with the default limit of 1 MiB for an
/// entry they hold at most 32 MiB, and usually 100 KiB.
const WRITERS: u32 = 32;

/// The caches of a process.
#[derive(Debug)]
pub struct Caches {
    options: CacheOptions,
    memory: Memory,
    /// Below memory, the faster first.
    stores: Vec<Store>,
    flights: Flights,
    writers: Arc<Semaphore>,
    metrics: CacheMetrics,
}

/// A level outside the process.
#[derive(Clone, Debug)]
enum Store {
    Redis(Arc<RedisStore>),
    Disk(Arc<DiskStore>),
}

impl Caches {
    /// Opens what is configured. Nothing is connected or created before it is needed, so a Redis that is down and a
    /// disk that is full are no errors.
    ///
    /// # Errors
    /// When an option is wrong.
    pub fn new(
        options: CacheOptions,
        redis_password: Option<&RedisPassword>,
        metrics: CacheMetrics,
    ) -> Result<Self, CacheError> {
        options.validate()?;
        let mut stores = Vec::new();
        if let Some(redis) = &options.redis {
            let store = RedisStore::new(redis, redis_password, options.max_entry_bytes)?;
            stores.push(Store::Redis(Arc::new(store)));
        }
        if let Some(disk) = &options.disk {
            let store = DiskStore::new(disk, options.max_entry_bytes);
            stores.push(Store::Disk(Arc::new(store)));
        }
        Ok(Self {
            memory: Memory::new(options.memory_max_bytes),
            stores,
            flights: Flights::default(),
            writers: Arc::new(Semaphore::new(WRITERS as usize)),
            metrics,
            options,
        })
    }

    /// The answer under `key` from the fastest level that has one, or a fetched one.
    ///
    /// What a level has is only believed if `accept` makes a `T` of it; what it refuses is dropped from that level, and
    /// the next is asked. Of several callers for one key only one asks the levels and fetches; an error reaches all of
    /// them and is not kept. `fetch` gives the answer twice: as a value, and as the bytes that `accept` will be shown.
    /// If the caller who fetches is dropped, another one fetches.
    ///
    /// # Errors
    /// Only those of `fetch`.
    pub async fn get_or_fetch<T, E>(
        &self,
        key: &CacheKey,
        accept: impl Fn(&[u8]) -> Option<T>,
        fetch: impl Future<Output = Result<(T, Vec<u8>), E>>,
    ) -> Result<(T, Outcome), E>
    where
        E: Clone + Send + Sync + 'static,
    {
        if let Some((value, _)) = self.remembered(key, &accept).await {
            return Ok((value, Outcome::Hit(Level::Memory)));
        }
        // On the heap, because callers nest this future in theirs and hits should not carry the rest around.
        Box::pin(self.find_or_fetch(key, accept, fetch)).await
    }

    /// The slow part of [`Self::get_or_fetch`], done by one caller for all.
    async fn find_or_fetch<T, E>(
        &self,
        key: &CacheKey,
        accept: impl Fn(&[u8]) -> Option<T>,
        fetch: impl Future<Output = Result<(T, Vec<u8>), E>>,
    ) -> Result<(T, Outcome), E>
    where
        E: Clone + Send + Sync + 'static,
    {
        let mut fetch = pin!(fetch);
        let mut own = None;
        let flight = self.flights.join::<E>(key);
        let work = async {
            let (value, entry, outcome) = match self.find(key, &accept).await {
                Some(found) => found,
                None => self.keep(key, fetch.as_mut().await?).await,
            };
            own = Some((value, outcome));
            Ok(entry)
        };
        let entry = flight.result(work).await?;
        if let Some(own) = own {
            return Ok(own);
        }
        // Another caller's answer, to be checked like one from the cache.
        if let Some(value) = self.judge(key, Level::Memory, &entry, &accept) {
            return Ok((value, Outcome::Hit(Level::Memory)));
        }
        self.memory.remove(key).await;
        let (value, _, outcome) = self.keep(key, fetch.await?).await;
        Ok((value, outcome))
    }

    /// Loads answers into memory before anybody asks, from the levels that have them; how many there were. They are
    /// checked when they are asked for, like all others.
    pub async fn warm_up(&self, keys: &[CacheKey]) -> usize {
        let mut loaded = 0;
        for key in keys {
            if self.memory.has(key) {
                continue;
            }
            for store in &self.stores {
                if let Found::Entry(entry) = store.get(key, self.fresh(key)).await {
                    self.remember(key, &entry).await;
                    loaded += 1;
                    break;
                }
            }
        }
        loaded
    }

    /// Waits until the writes that are under way have ended; for an orderly end of the process.
    pub async fn settle(&self) {
        self.writers.acquire_many(WRITERS).await.ok();
    }

    /// From memory. A miss is counted by who asks the other levels too.
    async fn remembered<T>(
        &self,
        key: &CacheKey,
        accept: &impl Fn(&[u8]) -> Option<T>,
    ) -> Option<(T, Entry)> {
        let entry = self.memory.get(key).await?;
        let value = self.judge(key, Level::Memory, &entry, accept);
        if value.is_none() {
            self.memory.remove(key).await;
        }
        Some((value?, entry))
    }

    /// From any level, and into those above it.
    async fn find<T>(
        &self,
        key: &CacheKey,
        accept: &impl Fn(&[u8]) -> Option<T>,
    ) -> Option<(T, Entry, Outcome)> {
        // Somebody may have landed between our look into memory and our joining.
        if let Some((value, entry)) = self.remembered(key, accept).await {
            return Some((value, entry, Outcome::Hit(Level::Memory)));
        }
        self.metrics
            .asked(key.family(), Level::Memory, Answer::Miss);
        for (depth, store) in self.stores.iter().enumerate() {
            let level = store.level();
            match store.get(key, self.fresh(key)).await {
                Found::Entry(entry) => {
                    if let Some(value) = self.judge(key, level, &entry, accept) {
                        self.remember(key, &entry).await;
                        self.write(&self.stores[..depth], key, &entry);
                        return Some((value, entry, Outcome::Hit(level)));
                    }
                    store.remove(key).await;
                }
                without => {
                    self.metrics
                        .asked(key.family(), level, Answer::of(&without));
                    if without == Found::Broken {
                        store.remove(key).await;
                    }
                }
            }
        }
        None
    }

    /// Keeps a fetched answer in all levels.
    async fn keep<T>(&self, key: &CacheKey, (value, bytes): (T, Vec<u8>)) -> (T, Entry, Outcome) {
        let entry = Entry {
            bytes: bytes.into(),
            created_at: SystemTime::now(),
            ttl: self.options.ttl(key.family()),
        };
        if entry.bytes.len() as u64 <= self.options.max_entry_bytes {
            self.remember(key, &entry).await;
            self.write(&self.stores, key, &entry);
        }
        (value, entry, Outcome::Miss)
    }

    async fn remember(&self, key: &CacheKey, entry: &Entry) {
        self.memory.insert(key, entry).await;
        self.metrics.holds(Level::Memory, self.memory.bytes());
    }

    /// Writes in the background, as long as not too many do.
    fn write(&self, stores: &[Store], key: &CacheKey, entry: &Entry) {
        for store in stores {
            let Ok(writer) = Arc::clone(&self.writers).try_acquire_owned() else {
                self.metrics.wrote(store.level(), Written::Skipped);
                continue;
            };
            let (store, key, entry) = (store.clone(), key.clone(), entry.clone());
            let metrics = self.metrics.clone();
            tokio::spawn(async move {
                metrics.wrote(store.level(), store.put(&key, &entry).await);
                if let Store::Disk(disk) = &store {
                    metrics.holds(Level::Disk, disk.bytes());
                }
                drop(writer);
            });
        }
    }

    /// Whether an entry is believed.
    fn judge<T>(
        &self,
        key: &CacheKey,
        level: Level,
        entry: &Entry,
        accept: &impl Fn(&[u8]) -> Option<T>,
    ) -> Option<T> {
        let value = accept(&entry.bytes);
        let answer = if value.is_some() {
            Answer::Hit
        } else {
            Answer::Rejected
        };
        self.metrics.asked(key.family(), level, answer);
        value
    }

    /// What counts as fresh now.
    fn fresh(&self, key: &CacheKey) -> Fresh {
        Fresh {
            now: SystemTime::now(),
            ttl: self.options.ttl(key.family()),
        }
    }
}

impl Store {
    const fn level(&self) -> Level {
        match self {
            Self::Redis(_) => Level::Redis,
            Self::Disk(_) => Level::Disk,
        }
    }

    async fn get(&self, key: &CacheKey, fresh: Fresh) -> Found {
        match self {
            Self::Redis(redis) => redis.get(key, fresh).await,
            Self::Disk(disk) => disk.get(key, fresh).await,
        }
    }

    async fn put(&self, key: &CacheKey, entry: &Entry) -> Written {
        match self {
            Self::Redis(redis) => redis.put(key, entry).await,
            Self::Disk(disk) => disk.put(key, entry).await,
        }
    }

    async fn remove(&self, key: &CacheKey) {
        match self {
            Self::Redis(redis) => redis.remove(key).await,
            Self::Disk(disk) => disk.remove(key).await,
        }
    }
}
