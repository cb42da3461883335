//! What can be configured, and what is wrong with a configuration.

use std::{fmt, path::PathBuf, time::Duration};

use nephoran_api::{Classified, ErrorClass};
use redis::IntoConnectionInfo as _;
use serde::Deserialize;

use super::Family;
use crate::secrets::SecretKey;

/// The caches' configuration. Without `redis` and `disk` there is only the cache in memory.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CacheOptions {
    /// Bytes that entries in memory may take, 65,536–17,179,869,184 (64 KiB–16 GiB); default 8 MiB, which is some
    /// 2,000 answers of 4 KiB (estimate).
    pub memory_max_bytes: u64,
    /// Longer answers are not kept; bytes, 1,024–16,777,216 (1 KiB–16 MiB); default 1 MiB.
    pub max_entry_bytes: u64,
    /// How long a model's answer counts; seconds, 1–2,592,000 (30 days); default 86,400 (a day).
    pub llm_response_ttl_seconds: u64,
    /// How long retrieved passages count; seconds, 1–2,592,000 (30 days); default 3,600 (an hour).
    pub rag_context_ttl_seconds: u64,
    /// A Redis that replicas share.
    pub redis: Option<RedisOptions>,
    /// A directory that outlives the process.
    pub disk: Option<DiskOptions>,
}

impl Default for CacheOptions {
    fn default() -> Self {
        Self {
            memory_max_bytes: 8 << 20,
            max_entry_bytes: 1 << 20,
            llm_response_ttl_seconds: 86_400,
            rag_context_ttl_seconds: 3_600,
            redis: None,
            disk: None,
        }
    }
}

/// Which Redis, and how patiently it is asked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RedisOptions {
    /// `redis://[user@]host[:port][/database]`, or `rediss://` for TLS with the system's certificates. The password
    /// comes from a Secret and may not be in here.
    pub url: String,
    /// What all keys begin with; 0–64 printable ASCII characters; default `nephoran:`.
    #[serde(default = "default_key_prefix")]
    pub key_prefix: String,
    /// How long to wait for an answer; milliseconds, 10–10,000; default 250.
    #[serde(default = "default_response_timeout")]
    pub response_timeout_ms: u64,
    /// How long connecting may take; milliseconds, 10–10,000; default 1,000.
    #[serde(default = "default_connection_timeout")]
    pub connection_timeout_ms: u64,
    /// How long Redis is not asked after a failure; milliseconds, 10–600,000; default 5,000. Every failure that
    /// follows doubles it.
    #[serde(default = "default_pause")]
    pub pause_ms: u64,
    /// The longest such pause; milliseconds, `pauseMs`–3,600,000; default 60,000.
    #[serde(default = "default_max_pause")]
    pub max_pause_ms: u64,
    /// The password of its user, where it wants one.
    #[serde(default)]
    pub password_secret_ref: Option<SecretKey>,
}

fn default_key_prefix() -> String {
    "nephoran:".to_owned()
}

const fn default_response_timeout() -> u64 {
    250
}

const fn default_connection_timeout() -> u64 {
    1_000
}

const fn default_pause() -> u64 {
    5_000
}

const fn default_max_pause() -> u64 {
    60_000
}

/// Which directory.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DiskOptions {
    /// An absolute path; created when missing. Processes may share it. Files in it that are not entries stay.
    pub directory: PathBuf,
    /// Bytes that entries may take on disk, 1,048,576–1,099,511,627,776 (1 MiB–1 TiB); default 256 MiB. The oldest go
    /// first. Each process checks after having written a sixteenth of it, so it can be exceeded by that much for
    /// every process.
    #[serde(default = "default_disk_bytes")]
    pub max_bytes: u64,
}

const fn default_disk_bytes() -> u64 {
    256 << 20
}

/// The password of a Redis user. It is shown nowhere.
#[derive(Clone)]
pub struct RedisPassword(String);

impl RedisPassword {
    /// As the Secret has it.
    #[must_use]
    pub fn new(password: String) -> Self {
        Self(password)
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RedisPassword {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RedisPassword(…)")
    }
}

/// Why a configuration cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CacheError {
    /// A number is out of its range.
    #[error("{field} is {value}; it must be from {least} to {most}")]
    OutOfRange {
        /// The option, from the caches' section on, e.g. `redis.pauseMs`.
        field: &'static str,
        /// What it is.
        value: u64,
        /// What it may be.
        least: u64,
        /// What it may be.
        most: u64,
    },
    /// Something else is wrong with an option.
    #[error("{field} cannot be used: {detail}")]
    Invalid {
        /// The option, from the caches' section on.
        field: &'static str,
        /// What is wrong, without the value, which may hold a password.
        detail: String,
    },
}

impl Classified for CacheError {
    fn reason(&self) -> &'static str {
        "CacheOptionsInvalid"
    }

    fn class(&self) -> ErrorClass {
        ErrorClass::Validation
    }
}

impl CacheOptions {
    /// How long an answer of this family counts.
    #[must_use]
    pub const fn ttl(&self, family: Family) -> Duration {
        Duration::from_secs(match family {
            Family::LlmResponse => self.llm_response_ttl_seconds,
            Family::RagContext => self.rag_context_ttl_seconds,
        })
    }

    /// Checks every option.
    ///
    /// # Errors
    /// Names the first option that is wrong.
    pub fn validate(&self) -> Result<(), CacheError> {
        const MONTH: u64 = 30 * 86_400;
        in_range("memoryMaxBytes", self.memory_max_bytes, 64 << 10, 16 << 30)?;
        in_range("maxEntryBytes", self.max_entry_bytes, 1 << 10, 16 << 20)?;
        in_range(
            "llmResponseTtlSeconds",
            self.llm_response_ttl_seconds,
            1,
            MONTH,
        )?;
        in_range(
            "ragContextTtlSeconds",
            self.rag_context_ttl_seconds,
            1,
            MONTH,
        )?;
        self.redis.as_ref().map_or(Ok(()), RedisOptions::validate)?;
        self.disk.as_ref().map_or(Ok(()), DiskOptions::validate)
    }
}

impl RedisOptions {
    fn validate(&self) -> Result<(), CacheError> {
        self.connection_info()?;
        let prefix = &self.key_prefix;
        if prefix.len() > 64 || !prefix.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(invalid(
                "redis.keyPrefix",
                "use at most 64 printable ASCII characters without spaces",
            ));
        }
        in_range(
            "redis.responseTimeoutMs",
            self.response_timeout_ms,
            10,
            10_000,
        )?;
        in_range(
            "redis.connectionTimeoutMs",
            self.connection_timeout_ms,
            10,
            10_000,
        )?;
        in_range("redis.pauseMs", self.pause_ms, 10, 600_000)?;
        in_range(
            "redis.maxPauseMs",
            self.max_pause_ms,
            self.pause_ms,
            3_600_000,
        )
    }

    /// Where to connect, without a password.
    pub(super) fn connection_info(&self) -> Result<redis::ConnectionInfo, CacheError> {
        const FIELD: &str = "redis.url";
        let known = ["redis://", "rediss://"]
            .iter()
            .any(|scheme| self.url.starts_with(scheme));
        if !known || self.url.contains(['?', '#']) {
            return Err(invalid(
                FIELD,
                "write redis://[user@]host[:port][/database], or rediss:// for TLS",
            ));
        }
        let info = self.url.as_str().into_connection_info();
        let info = info.map_err(|error| invalid(FIELD, &error.to_string()))?;
        if info.redis_settings().password().is_some() {
            return Err(invalid(
                FIELD,
                "take the password out and put it in the Secret",
            ));
        }
        Ok(info)
    }
}

impl DiskOptions {
    fn validate(&self) -> Result<(), CacheError> {
        if !self.directory.is_absolute() {
            return Err(invalid("disk.directory", "write an absolute path"));
        }
        in_range("disk.maxBytes", self.max_bytes, 1 << 20, 1 << 40)
    }
}

fn in_range(field: &'static str, value: u64, least: u64, most: u64) -> Result<(), CacheError> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(CacheError::OutOfRange {
        field,
        value,
        least,
        most,
    })
}

fn invalid(field: &'static str, detail: &str) -> CacheError {
    CacheError::Invalid {
        field,
        detail: detail.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn options(value: serde_json::Value) -> Result<CacheOptions, String> {
        let options: CacheOptions =
            serde_json::from_value(value).map_err(|error| error.to_string())?;
        options.validate().map_err(|error| error.to_string())?;
        Ok(options)
    }

    #[test]
    fn nothing_configured_is_the_documented_default() {
        assert_eq!(options(json!({})), Ok(CacheOptions::default()));
    }

    #[test]
    fn everything_can_be_set() {
        let options = options(json!({
            "memoryMaxBytes": 65536, "maxEntryBytes": 1024, "llmResponseTtlSeconds": 1, "ragContextTtlSeconds": 2,
            "redis": {"url": "rediss://cache@redis.example:6380/2", "keyPrefix": "", "responseTimeoutMs": 10,
                      "connectionTimeoutMs": 10, "pauseMs": 10, "maxPauseMs": 10},
            "disk": {"directory": "/var/cache/nephoran", "maxBytes": 1_048_576},
        }))
        .unwrap();
        assert_eq!(options.ttl(Family::LlmResponse), Duration::from_secs(1));
        assert_eq!(options.ttl(Family::RagContext), Duration::from_secs(2));
    }

    #[test]
    fn a_wrong_option_is_named() {
        for (value, words) in [
            (
                json!({"memoryMaxBytes": 1}),
                "memoryMaxBytes is 1; it must be from 65536 to",
            ),
            (
                json!({"ragContextTtlSeconds": 0}),
                "ragContextTtlSeconds is 0",
            ),
            (json!({"colour": 1}), "unknown field `colour`"),
            (json!({"redis": {}}), "missing field `url`"),
            (
                json!({"redis": {"url": "http://redis"}}),
                "redis.url cannot be used",
            ),
            (
                json!({"redis": {"url": "redis://a#insecure"}}),
                "redis.url cannot be used",
            ),
            (
                json!({"redis": {"url": "redis://a", "pauseMs": 100, "maxPauseMs": 99}}),
                "redis.maxPauseMs is 99",
            ),
            (
                json!({"redis": {"url": "redis://a", "keyPrefix": "a b"}}),
                "redis.keyPrefix",
            ),
            (json!({"disk": {"directory": "here"}}), "disk.directory"),
        ] {
            let message = options(value.clone()).unwrap_err();
            assert!(message.contains(words), "{value}: {message}");
        }
    }

    #[test]
    fn a_password_is_shown_neither_in_messages_nor_in_debug_output() {
        let message = options(json!({"redis": {"url": "redis://:hunter2@a"}})).unwrap_err();
        assert!(
            message.contains("Secret") && !message.contains("hunter2"),
            "{message}"
        );
        assert!(!format!("{:?}", RedisPassword::new("hunter2".to_owned())).contains("hunter2"));
    }
}
