//! What a dialect makes of a response, before anybody knows which endpoint it came from.

use super::{Event, ModelError, ModelReply, ModelRequest, Usage, failure::Failure};

/// Bytes of English or JSON to a token, estimate; used only where a provider does not count.
const BYTES_PER_TOKEN: u64 = 4;

/// A whole answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    pub text: String,
    pub prompt_tokens: Option<u64>,
    pub completion_tokens: Option<u64>,
}

impl Answer {
    /// The reply, with the tokens estimated that the provider did not count.
    pub fn into_reply(self, request: &ModelRequest) -> ModelReply {
        let usage = Usage {
            prompt_tokens: self
                .prompt_tokens
                .unwrap_or_else(|| estimate(prompt_bytes(request))),
            completion_tokens: self
                .completion_tokens
                .unwrap_or_else(|| estimate(self.text.len())),
            estimated: self.prompt_tokens.is_none() || self.completion_tokens.is_none(),
        };
        ModelReply {
            text: self.text,
            usage,
        }
    }
}

/// Why a response is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// There is none, or the connection broke.
    Unreachable(String),
    /// It is longer than this many bytes.
    TooLarge(usize),
    /// It is not what this dialect answers.
    Unreadable(String),
    /// It ended in the middle.
    Truncated(String),
    /// The model does not want to.
    Declined(String),
    /// The provider reports an error inside a response that began well.
    Failure(Failure),
}

impl Flaw {
    pub fn unreadable(error: &serde_json::Error) -> Self {
        Self::Unreadable(format!("its JSON is not the expected one: {error}"))
    }

    pub fn into_error(self, endpoint: &str) -> ModelError {
        let endpoint = endpoint.to_owned();
        match self {
            Self::Unreachable(detail) => ModelError::Unreachable { endpoint, detail },
            Self::TooLarge(limit) => ModelError::TooLarge { endpoint, limit },
            Self::Unreadable(detail) => ModelError::Unreadable { endpoint, detail },
            Self::Truncated(detail) => ModelError::Truncated { endpoint, detail },
            Self::Declined(detail) => ModelError::Declined { endpoint, detail },
            Self::Failure(failure) => failure.into_error(endpoint),
        }
    }
}

fn prompt_bytes(request: &ModelRequest) -> usize {
    let turns: usize = request.turns.iter().map(|turn| turn.text.len()).sum();
    request.system.len() + turns
}

fn estimate(bytes: usize) -> u64 {
    (bytes as u64).div_ceil(BYTES_PER_TOKEN)
}

/// Puts an answer together from the events of a stream, or from one whole body; each dialect has its own.
pub(super) trait Assembly: Default {
    /// Reads a body that is a whole answer.
    fn whole(body: &[u8]) -> Result<Answer, Flaw>;
    /// Takes the next event; true after the last.
    fn event(&mut self, event: &Event) -> Result<bool, Flaw>;
    /// Bytes of the answer so far.
    fn bytes(&self) -> usize;
    /// The answer, once the last event was there.
    fn finish(self) -> Result<Answer, Flaw>;
}

/// The arguments of the tool that we force, else the text.
pub(super) fn choose(arguments: String, text: String) -> Result<String, Flaw> {
    let chosen = if arguments.is_empty() {
        text
    } else {
        arguments
    };
    if chosen.trim().is_empty() {
        return Err(Flaw::Unreadable("its answer is empty".to_owned()));
    }
    Ok(chosen)
}
