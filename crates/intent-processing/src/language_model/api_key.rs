//! Keys of providers: known only to the request that carries them.
//!
//! A key comes from a Secret that may rotate, so a provider asks a [`KeySource`] for it at every request.

use std::{fmt, sync::Arc};

use futures::future::BoxFuture;

/// The key of a provider. It prints as `[key]`, whoever prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(Arc<str>);

impl ApiKey {
    /// A key as its Secret has it; whitespace around it, e.g. a final line break, is not part of it.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self(key.trim().into())
    }

    pub(super) fn expose(&self) -> &str {
        &self.0
    }

    /// Takes the key out of a text that may quote it.
    pub(super) fn redact(&self, text: &str) -> String {
        text.replace(&*self.0, "[key]")
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[key]")
    }
}

/// Why there is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct KeyUnavailable {
    /// What happened, without any part of a key, e.g. `Secret nephoran/openai has no entry api-key`.
    pub detail: String,
}

type Fetch = dyn Fn() -> BoxFuture<'static, Result<ApiKey, KeyUnavailable>> + Send + Sync;

/// Where a provider's key comes from.
#[derive(Clone)]
pub struct KeySource(Option<Arc<Fetch>>);

impl KeySource {
    /// The provider wants none, as most on a local network.
    #[must_use]
    pub const fn none() -> Self {
        Self(None)
    }

    /// Always this one.
    #[must_use]
    pub fn fixed(key: ApiKey) -> Self {
        Self::from_fn(move || {
            let key = key.clone();
            Box::pin(async move { Ok(key) })
        })
    }

    /// Whatever `fetch` answers when a request is made; it is called for every request, so it should remember.
    #[must_use]
    pub fn from_fn(
        fetch: impl Fn() -> BoxFuture<'static, Result<ApiKey, KeyUnavailable>> + Send + Sync + 'static,
    ) -> Self {
        Self(Some(Arc::new(fetch)))
    }

    pub(super) async fn current(&self) -> Result<Option<ApiKey>, KeyUnavailable> {
        let Some(fetch) = &self.0 else {
            return Ok(None);
        };
        let key = fetch().await?;
        if key.0.is_empty() {
            let detail = "it is empty".to_owned();
            return Err(KeyUnavailable { detail });
        }
        Ok(Some(key))
    }
}

impl fmt::Debug for KeySource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_some() { "[key]" } else { "no key" })
    }
}
