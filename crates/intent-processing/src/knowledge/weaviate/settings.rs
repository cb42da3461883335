//! Where the server is and how it is asked; nothing in here can break out of a URL or a query.

use std::{fmt, time::Duration};

use reqwest::Url;

use crate::knowledge::KnowledgeError;

/// Longest name of a collection, in characters.
const LONGEST_NAME: usize = 128;

/// How to use a Weaviate server.
#[derive(Clone, Debug)]
pub struct WeaviateSettings {
    endpoint: Url,
    collection: CollectionName,
    api_key: Option<ApiKey>,
    vectorizer: Option<String>,
    timeout: Duration,
}

impl WeaviateSettings {
    /// A collection of the server at `endpoint`, searched by words. No call takes longer than `timeout`.
    ///
    /// # Errors
    /// [`KnowledgeError::Setting`] when `endpoint` is no URL with `http` or `https`, or holds credentials.
    pub fn new(
        endpoint: &str,
        collection: CollectionName,
        timeout: Duration,
    ) -> Result<Self, KnowledgeError> {
        let invalid = |detail: String| KnowledgeError::Setting {
            setting: "the endpoint",
            detail,
        };
        let mut endpoint = Url::parse(endpoint)
            .map_err(|error| invalid(format!("{error}; write http://host:port or https://host")))?;
        if !matches!(endpoint.scheme(), "http" | "https") {
            return Err(invalid("it must begin with http:// or https://".to_owned()));
        }
        if !endpoint.username().is_empty() || endpoint.password().is_some() {
            return Err(invalid(
                "it holds credentials; give an API key from a Secret instead".to_owned(),
            ));
        }
        if !endpoint.path().ends_with('/') {
            let path = format!("{}/", endpoint.path());
            endpoint.set_path(&path);
        }
        endpoint.set_query(None);
        endpoint.set_fragment(None);
        Ok(Self {
            endpoint,
            collection,
            api_key: None,
            vectorizer: None,
            timeout,
        })
    }

    /// With an API key.
    #[must_use]
    pub fn with_api_key(mut self, key: ApiKey) -> Self {
        self.api_key = Some(key);
        self
    }

    /// With a vectorizer module of the server, e.g. `text2vec-transformers`: searches by words and by meaning.
    ///
    /// # Errors
    /// [`KnowledgeError::Setting`] when it is no name of a module.
    pub fn with_vectorizer(mut self, module: &str) -> Result<Self, KnowledgeError> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if module.is_empty() || module.len() > LONGEST_NAME || !module.chars().all(allowed) {
            return Err(KnowledgeError::Setting {
                setting: "the vectorizer",
                detail: "it must be the name of a module such as text2vec-transformers".to_owned(),
            });
        }
        self.vectorizer = Some(module.to_owned());
        Ok(self)
    }

    /// Where the server is, with a `/` at its end.
    #[must_use]
    pub const fn endpoint(&self) -> &Url {
        &self.endpoint
    }

    pub(super) const fn collection(&self) -> &CollectionName {
        &self.collection
    }

    pub(super) const fn api_key(&self) -> Option<&ApiKey> {
        self.api_key.as_ref()
    }

    pub(super) fn vectorizer(&self) -> Option<&str> {
        self.vectorizer.as_deref()
    }

    pub(super) const fn timeout(&self) -> Duration {
        self.timeout
    }
}

/// The name of a collection: a capital letter, then letters, digits and `_`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionName(String);

impl CollectionName {
    /// Reads a name.
    ///
    /// # Errors
    /// [`KnowledgeError::Setting`] when Weaviate would not take it.
    pub fn new(name: &str) -> Result<Self, KnowledgeError> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let fine = name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.len() <= LONGEST_NAME
            && name.chars().all(allowed);
        if fine {
            return Ok(Self(name.to_owned()));
        }
        Err(KnowledgeError::Setting {
            setting: "the collection",
            detail: format!(
                "it must be a capital letter and then letters, digits or _, at most {LONGEST_NAME}, such as NephoranKnowledge"
            ),
        })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A key that is never shown.
#[derive(Clone)]
pub struct ApiKey(String);

impl ApiKey {
    /// Takes the value of a Secret; white space around it is not part of the key.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self(key.trim().to_owned())
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ApiKey(…)")
    }
}
