//! Language models: one question, one answer.
//!
//! Providers speak different dialects over HTTP ([`openai`], [`anthropic`]); here they are one trait, and [`connect`]
//! makes one of an entry of the configuration. An answer is text that nobody has looked at: it is for the
//! [`crate::guard`] to read.
//!
//! Around the provider stand, from the inside: the circuit breaker, the queue, the metrics, and a second request where
//! hedging is on. Each endpoint has its own of them, so a slow one delays nobody else's requests.

mod answer;
mod anthropic;
mod api_key;
mod budget;
mod circuit;
mod circuit_breaker;
mod connect;
mod endpoint;
mod error;
mod event_stream;
mod failure;
mod hedge;
mod metrics;
mod openai;
mod price;
mod provider;
mod queue;
mod response;
mod retry_after;
mod strict_schema;
mod waiting_line;

use std::{fmt::Debug, sync::Arc};

use futures::future::BoxFuture;
use nephoran_api::Priority;
use serde::Serialize;
use serde_json::Value;

pub use api_key::{ApiKey, KeySource, KeyUnavailable};
pub use budget::{Budget, BudgetExhausted, Ledger, Spending};
pub use circuit::{Circuit, CircuitPolicy, CircuitState, Outcome, Refusal, Ticket};
pub use circuit_breaker::CircuitBreaker;
pub use connect::{ConnectError, connect};
pub use endpoint::{Dialect, EndpointOptions, InvalidEndpoint, StructuredOutput};
pub use error::ModelError;
pub use event_stream::{Event, EventStream, EventStreamError};
pub use hedge::Hedge;
pub use metrics::ModelMetrics;
pub use price::{Amount, Cost, Price};
pub use queue::Queue;
pub use strict_schema::strict_schema;
pub use waiting_line::{Entry, Place, WaitingLine};

/// Everything that influences what a model answers; its digest is part of a cache key.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModelRequest {
    /// Model name at the provider.
    pub model: String,
    /// The instructions.
    pub system: String,
    /// The conversation; the first and the last turn are the user's.
    pub turns: Vec<Turn>,
    /// JSON Schema of the answer.
    pub schema: Arc<Value>,
    /// Sampling temperature, 0–2.
    pub temperature: f64,
    /// Most tokens of the answer, 100–8192.
    pub max_tokens: u32,
    /// Whether the answer is to be streamed.
    pub streaming: bool,
    /// Who goes first where requests wait for a provider. It does not influence the answer, so no digest has it.
    #[serde(skip)]
    pub priority: Priority,
}

/// One turn of the conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Turn {
    /// Whose.
    pub role: Role,
    /// What was said.
    pub text: String,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Ours.
    User,
    /// The model's.
    Assistant,
}

/// What a model answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelReply {
    /// The answer, unread.
    pub text: String,
    /// What it took.
    pub usage: Usage,
}

/// Tokens that an answer took, as the provider counts them; estimated from the length where it does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Tokens of the prompt.
    pub prompt_tokens: u64,
    /// Tokens of the answer.
    pub completion_tokens: u64,
    /// Whether one of them is an estimate, because the provider did not say.
    pub estimated: bool,
}

impl Usage {
    /// Adds what another answer took.
    pub const fn add(&mut self, other: Self) {
        self.prompt_tokens = self.prompt_tokens.saturating_add(other.prompt_tokens);
        self.completion_tokens = self
            .completion_tokens
            .saturating_add(other.completion_tokens);
        self.estimated |= other.estimated;
    }
}

/// Told how many bytes of an answer have arrived so far.
pub type OnProgress<'a> = &'a (dyn Fn(usize) + Send + Sync);

/// A language model behind some API.
pub trait LanguageModel: Debug + Send + Sync {
    /// Asks one question.
    ///
    /// # Errors
    /// When there is no whole answer; the error's class says whether asking again can help.
    fn complete<'a>(
        &'a self,
        request: &'a ModelRequest,
        on_progress: OnProgress<'a>,
    ) -> BoxFuture<'a, Result<ModelReply, ModelError>>;
}
