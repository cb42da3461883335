//! The chat completions of OpenAI, as Mistral, vLLM, Ollama and llama.cpp speak them too.
//!
//! Only bodies here, in both directions; nothing is sent. A whole answer has the shape of a stream's chunk with
//! `message` for `delta`, so both are read by the same code.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Event, ModelRequest, StructuredOutput,
    answer::{Answer, Assembly, Flaw, choose},
    endpoint::Endpoint,
    failure::{Failure, message_of},
    strict_schema,
};

/// Where completions are, below the base URL.
pub(super) const PATH: &str = "chat/completions";
/// OpenAI itself; it wants a newer name for the longest answer than everybody else.
const OPENAI_HOST: &str = "api.openai.com";
/// How the schema is called where it needs a name.
const SCHEMA_NAME: &str = "intent_model";

/// The body of a request.
pub(super) fn body(endpoint: &Endpoint, request: &ModelRequest) -> Value {
    let mut messages = vec![json!({
        "role": "system",
        "content": endpoint.structured_output.instructions(request),
    })];
    messages.extend(
        request
            .turns
            .iter()
            .map(|turn| json!({ "role": turn.role, "content": turn.text })),
    );
    let mut body = json!({ "model": request.model, "messages": messages });
    let longest = if endpoint.url.host_str() == Some(OPENAI_HOST) {
        "max_completion_tokens"
    } else {
        "max_tokens"
    };
    body[longest] = json!(request.max_tokens);
    if !endpoint.omit_temperature {
        body["temperature"] = json!(request.temperature);
    }
    if request.streaming {
        body["stream"] = json!(true);
        body["stream_options"] = json!({ "include_usage": true });
    }
    structure(&mut body, endpoint.structured_output, &request.schema);
    body
}

fn structure(body: &mut Value, structured_output: StructuredOutput, schema: &Value) {
    match structured_output {
        StructuredOutput::JsonSchema => {
            let strict = strict_schema(schema);
            body["response_format"] = json!({
                "type": "json_schema",
                "json_schema": {
                    "name": SCHEMA_NAME,
                    "strict": strict.is_some(),
                    "schema": strict.as_ref().unwrap_or(schema),
                },
            });
        }
        StructuredOutput::JsonObject => {
            body["response_format"] = json!({ "type": "json_object" });
        }
        StructuredOutput::Tool => {
            body["tools"] = json!([{
                "type": "function",
                "function": {
                    "name": SCHEMA_NAME,
                    "description": "Takes the answer.",
                    "parameters": schema,
                },
            }]);
            body["tool_choice"] = json!({
                "type": "function",
                "function": { "name": SCHEMA_NAME },
            });
        }
        StructuredOutput::Prompt => {}
    }
}

/// A whole completion, or a chunk of one.
#[derive(Deserialize)]
struct Completion {
    #[serde(default)]
    choices: Vec<Choice>,
    usage: Option<Tokens>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(alias = "delta")]
    message: Option<Message>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    content: Option<Content>,
    refusal: Option<String>,
    tool_calls: Option<Vec<ToolCall>>,
}

/// Mistral's reasoning models answer in parts, of which the text is one kind.
#[derive(Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Parts(Vec<Part>),
}

#[derive(Deserialize)]
struct Part {
    text: Option<String>,
}

#[derive(Deserialize)]
struct ToolCall {
    #[serde(default)]
    index: usize,
    function: Option<Function>,
}

#[derive(Deserialize)]
struct Function {
    arguments: Option<String>,
}

#[derive(Deserialize)]
struct Tokens {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
}

/// An answer on its way.
#[derive(Debug, Default)]
pub(super) struct Chat {
    text: String,
    arguments: String,
    refusal: String,
    finish_reason: Option<String>,
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
}

impl Chat {
    fn add(&mut self, data: &[u8]) -> Result<(), Flaw> {
        let completion: Completion =
            serde_json::from_slice(data).map_err(|error| Flaw::unreadable(&error))?;
        if let Some(error) = completion.error {
            return Err(failure(&error, data));
        }
        if let Some(tokens) = completion.usage {
            self.prompt_tokens = tokens.prompt_tokens.or(self.prompt_tokens);
            self.completion_tokens = tokens.completion_tokens.or(self.completion_tokens);
        }
        let Some(choice) = completion.choices.into_iter().next() else {
            return Ok(());
        };
        self.finish_reason = choice.finish_reason.or(self.finish_reason.take());
        if let Some(message) = choice.message {
            self.add_message(message);
        }
        Ok(())
    }

    fn add_message(&mut self, message: Message) {
        match message.content {
            Some(Content::Text(text)) => self.text.push_str(&text),
            Some(Content::Parts(parts)) => {
                self.text
                    .extend(parts.into_iter().filter_map(|part| part.text));
            }
            None => {}
        }
        self.refusal.extend(message.refusal);
        // Only one tool exists, so a second call would be a second answer.
        let calls = message.tool_calls.into_iter().flatten();
        let first = calls.into_iter().find(|call| call.index == 0);
        let function = first.and_then(|call| call.function);
        self.arguments
            .extend(function.and_then(|function| function.arguments));
    }
}

impl Assembly for Chat {
    fn whole(body: &[u8]) -> Result<Answer, Flaw> {
        let mut chat = Self::default();
        chat.add(body)?;
        chat.finish()
    }

    fn event(&mut self, event: &Event) -> Result<bool, Flaw> {
        if event.data.trim() == "[DONE]" {
            return Ok(true);
        }
        self.add(event.data.as_bytes())?;
        Ok(false)
    }

    fn bytes(&self) -> usize {
        self.text.len() + self.arguments.len()
    }

    fn finish(self) -> Result<Answer, Flaw> {
        match self.finish_reason.as_deref() {
            Some(reason @ ("length" | "model_length" | "error")) => {
                return Err(Flaw::Truncated(format!("finish_reason {reason}")));
            }
            Some("content_filter") => {
                return Err(Flaw::Declined("its content filter stepped in".to_owned()));
            }
            _ => {}
        }
        if !self.refusal.is_empty() {
            return Err(Flaw::Declined(self.refusal));
        }
        Ok(Answer {
            text: choose(self.arguments, self.text)?,
            prompt_tokens: self.prompt_tokens,
            completion_tokens: self.completion_tokens,
        })
    }
}

/// An error inside a response with status 200; its `code` is the status at some providers and a word at others.
fn failure(error: &Value, data: &[u8]) -> Flaw {
    let code = error.get("code").and_then(Value::as_u64);
    let status = code.and_then(|code| u16::try_from(code).ok());
    Flaw::Failure(Failure {
        status: status.filter(|status| *status >= 400).unwrap_or(500),
        detail: message_of(data),
        retry_after: None,
    })
}
