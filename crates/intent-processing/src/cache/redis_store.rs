//! Level 2: entries in a Redis that replicas share.
//!
//! An outage costs speed, nothing else: the first failure closes the connection and begins a [`Pause`] in which Redis
//! is not asked at all. One connection carries all questions. It is ours and not redis' `ConnectionManager`, which
//! would reconnect during a pause and never again after a refused password.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use redis::{
    AsyncConnectionConfig, Client, Cmd, ErrorKind, FromRedisValue, RedisError,
    aio::MultiplexedConnection,
};

use super::{
    CacheKey,
    entry::{Entry, Found, Fresh, HEADER, Written, open, seal},
    options::{CacheError, RedisOptions, RedisPassword},
    pause::Pause,
};

/// The entries in one Redis.
pub(super) struct RedisStore {
    client: Client,
    config: AsyncConnectionConfig,
    key_prefix: String,
    /// Index of the last byte that is read of a value, however long somebody else made it.
    last_byte: u64,
    connection: Mutex<Option<MultiplexedConnection>>,
    /// Held by the one who connects.
    connecting: tokio::sync::Mutex<()>,
    pause: Mutex<Pause>,
}

/// Why there is no answer.
enum Unanswered {
    /// It was not asked.
    NotAsked,
    /// It answers, but not this.
    Refused(RedisError),
    /// It does not answer.
    Down,
}

impl RedisStore {
    /// Connects at the first question.
    pub(super) fn new(
        options: &RedisOptions,
        password: Option<&RedisPassword>,
        max_entry_bytes: u64,
    ) -> Result<Self, CacheError> {
        let info = options.connection_info()?;
        let mut settings = info.redis_settings().clone();
        if let Some(password) = password {
            settings = settings.set_password(password.reveal());
        }
        let client = Client::open(info.set_redis_settings(settings));
        let client = client.map_err(|error| CacheError::Invalid {
            field: "redis.url",
            detail: error.to_string(),
        })?;
        let response = Duration::from_millis(options.response_timeout_ms);
        let connection = Duration::from_millis(options.connection_timeout_ms);
        Ok(Self {
            client,
            config: AsyncConnectionConfig::new()
                .set_connection_timeout(Some(connection))
                .set_response_timeout(Some(response)),
            key_prefix: options.key_prefix.clone(),
            last_byte: HEADER as u64 + max_entry_bytes - 1,
            connection: Mutex::default(),
            connecting: tokio::sync::Mutex::default(),
            pause: Mutex::new(Pause::new(
                Duration::from_millis(options.pause_ms),
                Duration::from_millis(options.max_pause_ms),
                connection + response,
            )),
        })
    }

    /// What Redis has under `key`.
    pub(super) async fn get(&self, key: &CacheKey, fresh: Fresh) -> Found {
        let mut command = redis::cmd("GETRANGE");
        command.arg(self.name(key)).arg(0).arg(self.last_byte);
        match self.ask::<Vec<u8>>(&command).await {
            // What GETRANGE says of a key that is not there.
            Ok(sealed) if sealed.is_empty() => Found::Nothing,
            Ok(sealed) => open(key, &sealed, fresh),
            Err(Unanswered::NotAsked) => Found::Skipped,
            // Somebody else's list or hash under our key.
            Err(Unanswered::Refused(error)) if error.code() == Some("WRONGTYPE") => Found::Broken,
            Err(Unanswered::Refused(_) | Unanswered::Down) => Found::Failed,
        }
    }

    /// Keeps an entry until its expiry.
    pub(super) async fn put(&self, key: &CacheKey, entry: &Entry) -> Written {
        let remaining = entry.remaining(SystemTime::now()).as_millis();
        let mut command = redis::cmd("SET");
        command.arg(self.name(key)).arg(seal(key, entry));
        command
            .arg("PX")
            .arg(u64::try_from(remaining.max(1)).unwrap_or(u64::MAX));
        match self.ask::<()>(&command).await {
            Ok(()) => Written::Done,
            Err(Unanswered::NotAsked) => Written::Skipped,
            Err(Unanswered::Refused(_) | Unanswered::Down) => Written::Failed,
        }
    }

    /// Drops what is under `key`, if it can; whoever finds it there later judges it again.
    pub(super) async fn remove(&self, key: &CacheKey) {
        let mut command = redis::cmd("DEL");
        command.arg(self.name(key));
        self.ask::<()>(&command).await.ok();
    }

    fn name(&self, key: &CacheKey) -> String {
        format!("{}{key}", self.key_prefix)
    }

    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, Unanswered> {
        if !lock(&self.pause).may_ask(Instant::now()) {
            return Err(Unanswered::NotAsked);
        }
        let mut connection = self.connected().await?;
        match command.query_async(&mut connection).await {
            Ok(value) => {
                self.answered();
                Ok(value)
            }
            Err(error) if is_refusal(&error) => {
                self.answered();
                Err(Unanswered::Refused(error))
            }
            Err(error) => Err(self.down(&error)),
        }
    }

    /// The connection; a new one if nobody else is connecting.
    async fn connected(&self) -> Result<MultiplexedConnection, Unanswered> {
        let there = || lock(&self.connection).clone();
        if let Some(connection) = there() {
            return Ok(connection);
        }
        let Ok(_connecting) = self.connecting.try_lock() else {
            return Err(Unanswered::NotAsked);
        };
        if let Some(connection) = there() {
            return Ok(connection);
        }
        let connecting = self
            .client
            .get_multiplexed_async_connection_with_config(&self.config);
        match connecting.await {
            Ok(connection) => {
                *lock(&self.connection) = Some(connection.clone());
                Ok(connection)
            }
            Err(error) => Err(self.down(&error)),
        }
    }

    fn answered(&self) {
        if lock(&self.pause).answered() {
            tracing::info!("Redis answers again");
        }
    }

    fn down(&self, error: &RedisError) -> Unanswered {
        *lock(&self.connection) = None;
        if let Some(pause) = lock(&self.pause).failed(Instant::now()) {
            tracing::warn!(
                %error,
                pause_seconds = pause.as_secs_f64(),
                "Redis does not answer and is not asked for a while; answers are fetched instead of found",
            );
        }
        Unanswered::Down
    }
}

/// Whether Redis works and only refuses this command: the wrong type of value, a full memory, a read-only replica. One
/// that is loading its data, or wants a password first, is as good as down.
fn is_refusal(error: &RedisError) -> bool {
    matches!(error.kind(), ErrorKind::Server(_) | ErrorKind::Extension)
        && !matches!(
            error.code(),
            Some("LOADING" | "NOAUTH" | "NOPERM" | "MASTERDOWN")
        )
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for RedisStore {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("RedisStore")
            .field("addr", self.client.get_connection_info().addr())
            .finish_non_exhaustive()
    }
}
