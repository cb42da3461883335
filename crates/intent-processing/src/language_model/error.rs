//! Why a language model gives no answer.

use std::time::Duration;

use nephoran_api::{Classified, ErrorClass};

/// Why there is no answer. `endpoint` is the provider's name in the configuration, never its key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// No connection, or it broke.
    #[error("failed to reach provider {endpoint}: {detail}; check its url and that it is up")]
    Unreachable {
        /// The provider.
        endpoint: String,
        /// What happened.
        detail: String,
    },
    /// No whole answer in time.
    #[error("provider {endpoint} gave no whole answer within {} s; raise its timeoutSeconds or choose a faster model", .limit.as_secs())]
    TimedOut {
        /// The provider.
        endpoint: String,
        /// The limit.
        limit: Duration,
    },
    /// 401 or 403.
    #[error(
        "provider {endpoint} does not accept the key; renew the Secret that apiKeySecretRef names"
    )]
    Unauthorized {
        /// The provider.
        endpoint: String,
    },
    /// 429.
    #[error("provider {endpoint} limits the rate of requests; the next try waits")]
    RateLimited {
        /// The provider.
        endpoint: String,
        /// How long it asks to wait.
        retry_after: Option<Duration>,
    },
    /// Another 4xx: the request itself is wrong.
    #[error(
        "provider {endpoint} refuses the request with HTTP {status}: {detail}; check the model name and its options"
    )]
    Refused {
        /// The provider.
        endpoint: String,
        /// The HTTP status.
        status: u16,
        /// The provider's words, shortened.
        detail: String,
    },
    /// 5xx.
    #[error("provider {endpoint} failed with HTTP {status}: {detail}")]
    Failed {
        /// The provider.
        endpoint: String,
        /// The HTTP status.
        status: u16,
        /// The provider's words, shortened.
        detail: String,
        /// How long it asks to wait.
        retry_after: Option<Duration>,
    },
    /// The answer is longer than any intent model.
    #[error(
        "provider {endpoint} answered with more than {limit} bytes, which no intent needs; the answer was dropped"
    )]
    TooLarge {
        /// The provider.
        endpoint: String,
        /// The limit in bytes.
        limit: usize,
    },
    /// The answer ended in the middle.
    #[error(
        "provider {endpoint} stopped in the middle of its answer ({detail}); raise maxTokens, or try again"
    )]
    Truncated {
        /// The provider.
        endpoint: String,
        /// Why, as far as known.
        detail: String,
    },
    /// The model, or a filter of its provider, does not want to answer.
    #[error(
        "the model of provider {endpoint} declines to answer: {detail}; rephrase the intent or choose another provider"
    )]
    Declined {
        /// The provider.
        endpoint: String,
        /// Its words, shortened.
        detail: String,
    },
    /// There is no key to ask with; the provider was not asked.
    #[error(
        "failed to get the key of provider {endpoint}: {detail}; check the Secret that apiKeySecretRef names"
    )]
    KeyUnavailable {
        /// The provider.
        endpoint: String,
        /// What happened.
        detail: String,
    },
    /// The envelope around the answer cannot be read.
    #[error(
        "failed to read the response of provider {endpoint}: {detail}; check that its url speaks the API of its kind"
    )]
    Unreadable {
        /// The provider.
        endpoint: String,
        /// What is wrong with it.
        detail: String,
    },
    /// The endpoint failed so often that it is left alone for a while.
    #[error("provider {endpoint} failed {failures} times in a row and is left alone for {} s", .retry_after.as_secs())]
    CircuitOpen {
        /// The provider.
        endpoint: String,
        /// Failures in a row.
        failures: u32,
        /// When it is asked again.
        retry_after: Duration,
    },
    /// More requests wait for the endpoint than its queue holds.
    #[error(
        "{waiting} requests wait for provider {endpoint} already; raise its concurrency or queue"
    )]
    QueueFull {
        /// The provider.
        endpoint: String,
        /// How many wait.
        waiting: usize,
    },
}

impl Classified for ModelError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "ProviderUnreachable",
            Self::TimedOut { .. } => "ProviderTimeout",
            Self::Unauthorized { .. } => "ProviderUnauthorized",
            Self::RateLimited { .. } => "ProviderRateLimited",
            Self::Refused { .. } => "ProviderRefused",
            Self::Failed { .. } => "ProviderFailed",
            Self::TooLarge { .. } => "ProviderReplyTooLarge",
            Self::Truncated { .. } => "ProviderReplyTruncated",
            Self::Declined { .. } => "ProviderDeclined",
            Self::KeyUnavailable { .. } => "ProviderKeyUnavailable",
            Self::Unreadable { .. } => "ProviderReplyUnreadable",
            Self::CircuitOpen { .. } => "ProviderCircuitOpen",
            Self::QueueFull { .. } => "ProviderQueueFull",
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::Unreachable { .. }
            | Self::TimedOut { .. }
            | Self::Failed { .. }
            | Self::TooLarge { .. }
            | Self::Truncated { .. }
            | Self::KeyUnavailable { .. }
            | Self::CircuitOpen { .. } => ErrorClass::Transient,
            Self::RateLimited { .. } => ErrorClass::Throttling,
            Self::QueueFull { .. } => ErrorClass::Resource,
            Self::Unauthorized { .. }
            | Self::Refused { .. }
            | Self::Declined { .. }
            | Self::Unreadable { .. } => ErrorClass::Permanent,
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after, .. } | Self::Failed { retry_after, .. } => {
                *retry_after
            }
            Self::CircuitOpen { retry_after, .. } => Some(*retry_after),
            _ => None,
        }
    }
}
