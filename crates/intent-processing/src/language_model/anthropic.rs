//! The messages API of Anthropic, version 2023-06-01.
//!
//! Only bodies here, in both directions; nothing is sent. Structured output is a tool that the model has to call.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Event, ModelRequest, StructuredOutput,
    answer::{Answer, Assembly, Flaw, choose},
    endpoint::Endpoint,
    failure::Failure,
};

/// Where messages are, below the base URL.
pub(super) const PATH: &str = "messages";
/// Value of the header `anthropic-version`.
pub(super) const VERSION: &str = "2023-06-01";
/// How the tool is called.
const TOOL_NAME: &str = "intent_model";
/// Highest temperature of this API; ours go to 2.
const HIGHEST_TEMPERATURE: f64 = 1.0;

/// Types of errors in a stream and the HTTP status that each has elsewhere (API reference, "Errors").
const ERROR_STATUS: [(&str, u16); 8] = [
    ("invalid_request_error", 400),
    ("authentication_error", 401),
    ("permission_error", 403),
    ("not_found_error", 404),
    ("request_too_large", 413),
    ("rate_limit_error", 429),
    ("api_error", 500),
    ("overloaded_error", 529),
];

/// The body of a request.
pub(super) fn body(endpoint: &Endpoint, request: &ModelRequest) -> Value {
    let messages: Vec<_> = request
        .turns
        .iter()
        .map(|turn| json!({ "role": turn.role, "content": turn.text }))
        .collect();
    let mut body = json!({
        "model": request.model,
        "max_tokens": request.max_tokens,
        "system": endpoint.structured_output.instructions(request),
        "messages": messages,
    });
    if !endpoint.omit_temperature {
        body["temperature"] = json!(request.temperature.min(HIGHEST_TEMPERATURE));
    }
    if request.streaming {
        body["stream"] = json!(true);
    }
    if endpoint.structured_output == StructuredOutput::Tool {
        body["tools"] = json!([{
            "name": TOOL_NAME,
            "description": "Takes the answer.",
            "input_schema": *request.schema,
        }]);
        body["tool_choice"] = json!({ "type": "tool", "name": TOOL_NAME });
    }
    body
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    content: Vec<Block>,
    stop_reason: Option<String>,
    usage: Option<Tokens>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Block {
    Text {
        text: String,
    },
    ToolUse {
        input: Value,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum StreamEvent {
    MessageStart {
        message: Message,
    },
    ContentBlockDelta {
        delta: Delta,
    },
    MessageDelta {
        delta: End,
        usage: Option<Tokens>,
    },
    MessageStop,
    Error {
        error: ErrorBody,
    },
    /// `ping`, the bounds of blocks, and what may be added to the API.
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Delta {
    #[serde(rename = "text_delta")]
    Text { text: String },
    #[serde(rename = "input_json_delta")]
    InputJson { partial_json: String },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct End {
    stop_reason: Option<String>,
}

#[derive(Deserialize)]
struct ErrorBody {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    message: String,
}

/// Prompts that were read from or written to the provider's cache are counted apart.
#[derive(Deserialize)]
struct Tokens {
    #[serde(rename = "input_tokens")]
    input: Option<u64>,
    #[serde(rename = "cache_creation_input_tokens")]
    written_to_cache: Option<u64>,
    #[serde(rename = "cache_read_input_tokens")]
    read_from_cache: Option<u64>,
    #[serde(rename = "output_tokens")]
    output: Option<u64>,
}

/// An answer on its way.
#[derive(Debug, Default)]
pub(super) struct Reply {
    text: String,
    input: String,
    stop_reason: Option<String>,
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
}

impl Reply {
    fn add_message(&mut self, message: Message) {
        for block in message.content {
            match block {
                Block::Text { text } => self.text.push_str(&text),
                Block::ToolUse { input } => self.input = input.to_string(),
                Block::Other => {}
            }
        }
        self.stop_reason = message.stop_reason;
        self.count(message.usage.as_ref());
    }

    /// Counts in a stream are running totals.
    fn count(&mut self, tokens: Option<&Tokens>) {
        let Some(tokens) = tokens else { return };
        if let Some(fresh) = tokens.input {
            let written = tokens.written_to_cache.unwrap_or(0);
            let read = tokens.read_from_cache.unwrap_or(0);
            self.prompt_tokens = Some(fresh.saturating_add(written).saturating_add(read));
        }
        self.completion_tokens = tokens.output.or(self.completion_tokens);
    }
}

impl Assembly for Reply {
    fn whole(body: &[u8]) -> Result<Answer, Flaw> {
        let message = serde_json::from_slice(body).map_err(|error| Flaw::unreadable(&error))?;
        let mut reply = Self::default();
        reply.add_message(message);
        reply.finish()
    }

    fn event(&mut self, event: &Event) -> Result<bool, Flaw> {
        match serde_json::from_str(&event.data).map_err(|error| Flaw::unreadable(&error))? {
            StreamEvent::MessageStart { message } => self.add_message(message),
            StreamEvent::ContentBlockDelta { delta } => match delta {
                Delta::Text { text } => self.text.push_str(&text),
                Delta::InputJson { partial_json } => self.input.push_str(&partial_json),
                Delta::Other => {}
            },
            StreamEvent::MessageDelta { delta, usage } => {
                self.stop_reason = delta.stop_reason.or(self.stop_reason.take());
                self.count(usage.as_ref());
            }
            StreamEvent::MessageStop => return Ok(true),
            StreamEvent::Error { error } => return Err(failure(error)),
            StreamEvent::Other => {}
        }
        Ok(false)
    }

    fn bytes(&self) -> usize {
        self.text.len() + self.input.len()
    }

    fn finish(self) -> Result<Answer, Flaw> {
        match self.stop_reason.as_deref() {
            Some(reason @ ("max_tokens" | "model_context_window_exceeded" | "pause_turn")) => {
                return Err(Flaw::Truncated(format!("stop_reason {reason}")));
            }
            Some("refusal") => {
                return Err(Flaw::Declined("stop_reason refusal".to_owned()));
            }
            _ => {}
        }
        Ok(Answer {
            text: choose(self.input, self.text)?,
            prompt_tokens: self.prompt_tokens,
            completion_tokens: self.completion_tokens,
        })
    }
}

fn failure(error: ErrorBody) -> Flaw {
    let status = ERROR_STATUS
        .iter()
        .find(|(kind, _)| *kind == error.kind)
        .map_or(500, |(_, status)| *status);
    Flaw::Failure(Failure {
        status,
        detail: error.message,
        retry_after: None,
    })
}
