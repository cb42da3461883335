//! How an error is treated: what decides whether and when a phase tries again.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The class of an error; the runtime's backoff policy maps each to delays and a number of tries.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub enum ErrorClass {
    /// Likely to pass by itself: a timeout, a conflict, an unreachable peer. Exponential backoff.
    Transient,
    /// Something is exhausted: a quota, a node's capacity. Linear backoff.
    Resource,
    /// The peer asked for fewer requests. Slow exponential backoff, never sooner than its `Retry-After`.
    Throttling,
    /// Unlikely to pass without a human: bad credentials, a protected branch. Two tries, then `Stalled`.
    Permanent,
    /// The input is wrong; only a change of the spec helps. `Stalled` at once.
    Validation,
}

impl ErrorClass {
    /// The class as a metric label value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Transient => "transient",
            Self::Resource => "resource",
            Self::Throttling => "throttling",
            Self::Permanent => "permanent",
            Self::Validation => "validation",
        }
    }
}

/// An error that knows its condition reason and its class.
pub trait Classified: std::error::Error {
    /// A CamelCase condition reason from a bounded set.
    fn reason(&self) -> &'static str;
    /// How it is treated.
    fn class(&self) -> ErrorClass;
    /// The peer asked not to be called sooner.
    fn retry_after(&self) -> Option<std::time::Duration> {
        None
    }
}
