//! What the configuration says about a provider, and the checks that make an endpoint of it.

use std::{fmt, time::Duration};

use nephoran_api::Provider;
use reqwest::Url;
use serde::{Deserialize, Serialize};

use super::{ModelRequest, Price, anthropic, openai};
use crate::secrets::SecretKey;

/// One entry of the configuration's list of providers, without its key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndpointOptions {
    /// Its name in messages and metrics, a DNS label; the provider's by default.
    #[serde(default)]
    pub name: String,
    /// The API it speaks; by default `anthropic` for the provider `claude` and `openAi` for the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialect: Option<Dialect>,
    /// The base URL with its version, e.g. `https://api.openai.com/v1`; no credentials, query or fragment.
    pub url: String,
    /// The model that is asked where an intent names none.
    pub model: String,
    /// How it is made to answer in the schema; by default `jsonSchema` for `openAi` and `tool` for `anthropic`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structured_output: Option<StructuredOutput>,
    /// Leaves the temperature out, for models that refuse any but their own (reasoning models); false by default.
    #[serde(default)]
    pub omit_temperature: bool,
    /// Seconds until a whole answer has to be there, 1–600; 60 by default.
    #[serde(default = "default_timeout_seconds")]
    pub timeout_seconds: u64,
    /// Requests at a time, 1–64; 4 by default.
    #[serde(default = "default_concurrency")]
    pub concurrency: usize,
    /// Requests that may wait for a turn, 0–10000; 100 by default.
    #[serde(default = "default_queue")]
    pub queue: usize,
    /// Seconds after which a second request is sent and the first answer taken, 1–600; by default never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hedge_after_seconds: Option<u64>,
    /// The model's context window, in tokens, 512–2097152; 32768 by default, which every current model has (estimate).
    #[serde(default = "default_context_window")]
    pub context_window: u32,
    /// Its key, where it wants one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key_secret_ref: Option<SecretKey>,
    /// What its tokens cost; without it they are counted and cost nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
}

const fn default_timeout_seconds() -> u64 {
    60
}

const fn default_concurrency() -> usize {
    4
}

const fn default_context_window() -> u32 {
    32_768
}

const fn default_queue() -> usize {
    100
}

/// The APIs that are spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Dialect {
    /// Chat completions: OpenAI, Mistral, vLLM, Ollama, llama.cpp.
    OpenAi,
    /// Messages: Anthropic.
    Anthropic,
}

/// How a provider is made to answer in the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StructuredOutput {
    /// The API takes the schema (`response_format` `json_schema`), strict where the schema allows it.
    JsonSchema,
    /// The API promises JSON; the schema is in the instructions.
    JsonObject,
    /// The schema is that of a tool which the model has to call.
    Tool,
    /// The API promises nothing; the schema is in the instructions.
    Prompt,
}

impl StructuredOutput {
    /// The instructions of a request, with the schema where nothing else carries it.
    pub(super) fn instructions(self, request: &ModelRequest) -> String {
        match self {
            Self::JsonSchema | Self::Tool => request.system.clone(),
            Self::JsonObject | Self::Prompt => format!(
                "{}\n\nAnswer with one JSON object that matches this JSON Schema, and with nothing else:\n{}",
                request.system, request.schema
            ),
        }
    }
}

/// Something in the options of an endpoint that cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidEndpoint {
    /// The field, e.g. `timeoutSeconds`.
    pub field: &'static str,
    /// What is wrong with it.
    pub problem: String,
}

impl fmt::Display for InvalidEndpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.field, self.problem)
    }
}

/// An endpoint whose options have been checked.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    pub name: String,
    pub dialect: Dialect,
    /// Where requests go.
    pub url: Url,
    pub structured_output: StructuredOutput,
    pub omit_temperature: bool,
    pub timeout: Duration,
}

impl EndpointOptions {
    /// Fills in what follows from the provider it is configured for.
    pub(crate) fn take_defaults_of(&mut self, provider: Provider) {
        if self.name.is_empty() {
            provider.as_str().clone_into(&mut self.name);
        }
        self.dialect.get_or_insert(match provider {
            Provider::Claude => Dialect::Anthropic,
            _ => Dialect::OpenAi,
        });
    }

    fn dialect(&self) -> Dialect {
        self.dialect.unwrap_or(Dialect::OpenAi)
    }

    /// Checks everything, so that all mistakes are named at once.
    pub(super) fn check(&self) -> Result<Endpoint, Vec<InvalidEndpoint>> {
        let mut problems = Vec::new();
        let mut within = |field, value: u64, least: u64, most: u64| {
            if !(least..=most).contains(&value) {
                let problem = format!("is {value} and must be {least} to {most}");
                problems.push(InvalidEndpoint { field, problem });
            }
        };
        within("timeoutSeconds", self.timeout_seconds, 1, 600);
        within("concurrency", self.concurrency as u64, 1, 64);
        within("queue", self.queue as u64, 0, 10_000);
        within("contextWindow", self.context_window.into(), 512, 2_097_152);
        if let Some(seconds) = self.hedge_after_seconds {
            within("hedgeAfterSeconds", seconds, 1, 600);
        }
        let mut unless = |fine: bool, field, problem: &str| {
            if !fine {
                let problem = problem.to_owned();
                problems.push(InvalidEndpoint { field, problem });
            }
        };
        unless(is_dns_label(&self.name), "name", "must be a DNS label");
        unless(!self.model.trim().is_empty(), "model", "must not be empty");
        let currency = self.price.as_ref().map_or("USD", |price| &price.currency);
        unless(
            currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase()),
            "price.currency",
            "must be three capital letters (ISO 4217)",
        );
        let structured_output = self.structured_output();
        unless(
            self.dialect() == Dialect::OpenAi
                || matches!(
                    structured_output,
                    StructuredOutput::Tool | StructuredOutput::Prompt
                ),
            "structuredOutput",
            "must be tool or prompt where the dialect is anthropic",
        );
        let url = self.request_url();
        match &url {
            Ok(_) => {}
            Err(problem) => unless(false, "url", problem),
        }
        match url {
            Ok(url) if problems.is_empty() => Ok(Endpoint {
                name: self.name.clone(),
                dialect: self.dialect(),
                url,
                structured_output,
                omit_temperature: self.omit_temperature,
                timeout: Duration::from_secs(self.timeout_seconds),
            }),
            _ => Err(problems),
        }
    }

    fn structured_output(&self) -> StructuredOutput {
        self.structured_output.unwrap_or(match self.dialect() {
            Dialect::OpenAi => StructuredOutput::JsonSchema,
            Dialect::Anthropic => StructuredOutput::Tool,
        })
    }

    /// The problem never quotes the URL, which may hold a password.
    fn request_url(&self) -> Result<Url, String> {
        let base = Url::parse(&self.url).map_err(|error| format!("is no URL: {error}"))?;
        if !matches!(base.scheme(), "http" | "https") || !base.has_host() {
            return Err("must begin with http:// or https:// and a host".to_owned());
        }
        if !base.username().is_empty() || base.password().is_some() {
            return Err("must not hold credentials; the key comes from a Secret".to_owned());
        }
        if base.query().is_some() || base.fragment().is_some() {
            return Err("must have no query and no fragment".to_owned());
        }
        let path = match self.dialect() {
            Dialect::OpenAi => openai::PATH,
            Dialect::Anthropic => anthropic::PATH,
        };
        let whole = format!("{}/{path}", base.as_str().trim_end_matches('/'));
        Url::parse(&whole).map_err(|error| format!("is no URL: {error}"))
    }
}

/// RFC 1123: up to 63 lower-case letters, digits and hyphens, not at an end.
fn is_dns_label(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&name.len())
        && name.bytes().all(allowed)
        && !name.starts_with('-')
        && !name.ends_with('-')
}
