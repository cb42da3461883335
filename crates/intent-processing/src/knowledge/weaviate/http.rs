//! Requests to the server: bounded in time and size, without redirects, and never with a key in an error.

use std::fmt::Write as _;

use reqwest::{Client, Method, Response, StatusCode, Url, redirect::Policy};
use serde_json::{Value, json};

use super::settings::WeaviateSettings;
use crate::knowledge::KnowledgeError;

/// Largest reply, in bytes; twenty passages are far below it.
const LARGEST_REPLY: usize = 4 * 1024 * 1024;
/// How much of a refusal's text is shown, in characters.
const SHOWN: usize = 200;

/// The server of a collection.
#[derive(Clone)]
pub(super) struct Server {
    client: Client,
    endpoint: Url,
    settings: WeaviateSettings,
}

impl Server {
    pub(super) fn new(settings: &WeaviateSettings) -> Result<Self, KnowledgeError> {
        let client = Client::builder()
            .timeout(settings.timeout())
            .connect_timeout(settings.timeout())
            .redirect(Policy::none())
            .build()
            .map_err(|error| KnowledgeError::Setting {
                setting: "the endpoint",
                detail: chain(&error),
            })?;
        Ok(Self {
            client,
            endpoint: settings.endpoint().clone(),
            settings: settings.clone(),
        })
    }

    /// Asks in GraphQL; gives `data`.
    pub(super) async fn graphql(&self, query: &str) -> Result<Value, KnowledgeError> {
        let body = json!({ "query": query });
        let mut reply = self
            .accepted(Method::POST, "v1/graphql", Some(&body))
            .await?;
        if let Some(message) = reply.pointer("/errors/0/message").and_then(Value::as_str) {
            return Err(self.unreachable(format!("it answers with an error: {}", shown(message))));
        }
        let data = reply.get_mut("data").map(Value::take);
        Ok(data.unwrap_or_default())
    }

    /// A request that must succeed; gives the reply.
    pub(super) async fn accepted(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, KnowledgeError> {
        match self.send(method, path, body).await? {
            (status, Ok(reply)) if status.is_success() => Ok(reply),
            (status, Err(text)) if status.is_success() => Err(self.unreachable(format!(
                "it does not answer in JSON: {}; check that the endpoint is a Weaviate server",
                shown(&text)
            ))),
            (status, reply) => Err(self.refused(status, &reply)),
        }
    }

    /// A request for something that need not exist.
    pub(super) async fn existing(&self, path: &str) -> Result<Option<Value>, KnowledgeError> {
        match self.send(Method::GET, path, None).await? {
            (StatusCode::NOT_FOUND, _) => Ok(None),
            (status, Ok(reply)) if status.is_success() => Ok(Some(reply)),
            (status, reply) => Err(self.refused(status, &reply)),
        }
    }

    /// The error of a server that cannot be used.
    pub(super) fn unreachable(&self, detail: String) -> KnowledgeError {
        KnowledgeError::Unreachable {
            endpoint: self.endpoint.to_string(),
            detail,
        }
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<(StatusCode, Result<Value, String>), KnowledgeError> {
        let failed = |error: reqwest::Error| self.unreachable(chain(&error.without_url()));
        let url = self
            .endpoint
            .join(path)
            .map_err(|error| self.unreachable(error.to_string()))?;
        let mut request = self.client.request(method, url);
        if let Some(key) = self.settings.api_key() {
            request = request.bearer_auth(key.reveal());
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.map_err(failed)?;
        let status = response.status();
        let bytes = self.read(response).await?;
        if bytes.is_empty() {
            return Ok((status, Ok(Value::Null)));
        }
        let reply = serde_json::from_slice(&bytes)
            .map_err(|_| String::from_utf8_lossy(&bytes).into_owned());
        Ok((status, reply))
    }

    async fn read(&self, mut response: Response) -> Result<Vec<u8>, KnowledgeError> {
        let mut bytes = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| self.unreachable(chain(&error.without_url())))?
        {
            if bytes.len() + chunk.len() > LARGEST_REPLY {
                let detail = format!("its answer has more than {LARGEST_REPLY} bytes");
                return Err(self.unreachable(detail));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    fn refused(&self, status: StatusCode, reply: &Result<Value, String>) -> KnowledgeError {
        if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
            return self.unreachable(format!(
                "it refuses the API key (HTTP {}); renew its Secret",
                status.as_u16()
            ));
        }
        let text = match reply {
            Ok(reply) => reply
                .pointer("/error/0/message")
                .and_then(Value::as_str)
                .map_or_else(|| reply.to_string(), str::to_owned),
            Err(text) => text.clone(),
        };
        self.unreachable(format!("HTTP {}: {}", status.as_u16(), shown(&text)))
    }
}

/// The start of a foreign text, without control characters.
fn shown(text: &str) -> String {
    text.chars()
        .take(SHOWN)
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect()
}

/// An error with its causes, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
    text
}
