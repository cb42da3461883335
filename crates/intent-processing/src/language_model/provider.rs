//! A provider over HTTP: sends one request with the key of the moment, and has the answer read.
//!
//! Redirects are not followed, since they would carry the prompt elsewhere. Proxies of the environment are used.

use std::time::Duration;

use futures::future::BoxFuture;
use reqwest::{
    Client, RequestBuilder,
    header::{ACCEPT, AUTHORIZATION, HeaderValue},
    redirect::Policy,
};

use super::{
    Dialect, KeySource, LanguageModel, ModelError, ModelReply, ModelRequest, OnProgress,
    answer::{Answer, Assembly},
    anthropic,
    endpoint::Endpoint,
    failure::presentable,
    openai, response,
};

/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A provider.
#[derive(Debug)]
pub(super) struct Provider {
    endpoint: Endpoint,
    client: Client,
    key: KeySource,
}

impl Provider {
    pub fn new(endpoint: Endpoint, key: KeySource) -> Result<Self, reqwest::Error> {
        let mut client = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(CONNECT_TIMEOUT.min(endpoint.timeout))
            .user_agent(concat!("nephoran/", env!("CARGO_PKG_VERSION")));
        if endpoint.url.scheme() == "http" {
            // The system's certificates would be loaded for nothing, and are missing in some images.
            client = client.tls_certs_only([]);
        }
        Ok(Self {
            endpoint,
            client: client.build()?,
            key,
        })
    }

    async fn ask(
        &self,
        request: &ModelRequest,
        on_progress: OnProgress<'_>,
    ) -> Result<Answer, ModelError> {
        let key = self.key.current().await;
        let key = key.map_err(|error| self.key_unavailable(error.to_string()))?;
        let key = key.as_ref();
        let answer = match self.endpoint.dialect {
            Dialect::OpenAi => {
                let post = self.post(&openai::body(&self.endpoint, request));
                let post = match key {
                    Some(key) => post.header(
                        AUTHORIZATION,
                        self.secret(&format!("Bearer {}", key.expose()))?,
                    ),
                    None => post,
                };
                self.exchange::<openai::Chat>(post, request.streaming, on_progress)
                    .await
            }
            Dialect::Anthropic => {
                let post = self
                    .post(&anthropic::body(&self.endpoint, request))
                    .header("anthropic-version", anthropic::VERSION);
                let post = match key {
                    Some(key) => post.header("x-api-key", self.secret(key.expose())?),
                    None => post,
                };
                self.exchange::<anthropic::Reply>(post, request.streaming, on_progress)
                    .await
            }
        };
        answer.map_err(|error| presentable(error, key))
    }

    fn post(&self, body: &serde_json::Value) -> RequestBuilder {
        self.client.post(self.endpoint.url.clone()).json(body)
    }

    /// A header that nobody prints.
    fn secret(&self, text: &str) -> Result<HeaderValue, ModelError> {
        let mut value = HeaderValue::from_str(text).map_err(|_| {
            self.key_unavailable("it has characters that no header can carry".to_owned())
        })?;
        value.set_sensitive(true);
        Ok(value)
    }

    async fn exchange<A: Assembly>(
        &self,
        post: RequestBuilder,
        streaming: bool,
        on_progress: OnProgress<'_>,
    ) -> Result<Answer, ModelError> {
        let answer = async {
            let post = post.header(ACCEPT, response::accepted(streaming));
            let response = post.send().await.map_err(response::unreachable)?;
            response::read::<A>(response, streaming, on_progress).await
        };
        answer
            .await
            .map_err(|flaw| flaw.into_error(&self.endpoint.name))
    }

    fn key_unavailable(&self, detail: String) -> ModelError {
        let endpoint = self.endpoint.name.clone();
        presentable(ModelError::KeyUnavailable { endpoint, detail }, None)
    }
}

impl LanguageModel for Provider {
    fn complete<'a>(
        &'a self,
        request: &'a ModelRequest,
        on_progress: OnProgress<'a>,
    ) -> BoxFuture<'a, Result<ModelReply, ModelError>> {
        Box::pin(async move {
            let limit = self.endpoint.timeout;
            let answer = tokio::time::timeout(limit, self.ask(request, on_progress))
                .await
                .map_err(|_| ModelError::TimedOut {
                    endpoint: self.endpoint.name.clone(),
                    limit,
                })??;
            Ok(answer.into_reply(request))
        })
    }
}
