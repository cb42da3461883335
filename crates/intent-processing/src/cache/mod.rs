//! Caches of answers: in memory, in Redis where configured, on disk where configured.
//!
//! A cache only ever saves time. Whatever it holds may be stale, corrupt or written by somebody else, so an entry is
//! believed only after the same checks as a fresh answer; a cache that cannot be reached is passed over.
//!
//! [`Caches`] asks the levels from the fastest to the slowest ([`Level`]) and lets one caller fetch what none of them
//! has. The digest of everything that influences an answer is its [`CacheKey`], so a changed knowledge base, prompt or
//! model needs no invalidation: nobody asks for the old keys any more, and they expire.

mod disk;
mod entry;
mod flights;
mod memory;
mod metrics;
mod options;
mod pause;
mod redis_store;
mod stack;
mod warm_up;

use std::fmt;

use nephoran_api::Digest;
use serde::Serialize;

pub use metrics::CacheMetrics;
pub use options::{CacheError, CacheOptions, DiskOptions, RedisOptions, RedisPassword};
pub use stack::Caches;
pub use warm_up::worth_warming;

/// What an entry is an answer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// A model's answers.
    LlmResponse,
    /// Retrieved passages.
    RagContext,
}

impl Family {
    /// As keys begin.
    const fn prefix(self) -> &'static str {
        match self {
            Self::LlmResponse => "llm:response",
            Self::RagContext => "rag:context",
        }
    }

    /// As a metric label value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LlmResponse => "llm_response",
            Self::RagContext => "rag_context",
        }
    }
}

/// Where an answer is kept: `<family>:<digest of everything that influences it>`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CacheKey {
    family: Family,
    text: String,
}

impl CacheKey {
    /// Of a model's answer: `llm:response:<hex>`.
    #[must_use]
    pub fn llm_response(influences: &impl Serialize) -> Self {
        Self::of(Family::LlmResponse, influences)
    }

    /// Of retrieved passages: `rag:context:<hex>`.
    #[must_use]
    pub fn rag_context(influences: &impl Serialize) -> Self {
        Self::of(Family::RagContext, influences)
    }

    fn of(family: Family, influences: &impl Serialize) -> Self {
        let digest = Digest::of(influences);
        let hex = digest.as_str().trim_start_matches("sha256:");
        let text = format!("{}:{hex}", family.prefix());
        Self { family, text }
    }

    /// What it is an answer to.
    #[must_use]
    pub const fn family(&self) -> Family {
        self.family
    }

    /// As Redis has it, after its prefix.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for CacheKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// A place where answers are kept, the fastest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// This process.
    Memory,
    /// A Redis that replicas share.
    Redis,
    /// A directory that outlives the process.
    Disk,
}

impl Level {
    /// As a metric label value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Redis => "redis",
            Self::Disk => "disk",
        }
    }
}

/// Where an answer came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// From this level. Who waited for another caller's answer has it from memory.
    Hit(Level),
    /// From nowhere: it was fetched.
    Miss,
}
