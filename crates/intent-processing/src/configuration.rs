//! What the controller is configured with: one YAML file, read at start. Every mistake in it is named with its path.

use std::{
    collections::{BTreeMap, HashMap},
    net::SocketAddr,
    path::{Path, PathBuf},
};

use nephoran_api::Provider;
use serde::{Deserialize, Deserializer, de::IntoDeserializer as _};

use crate::{
    cache::CacheOptions,
    language_model::{Budget, EndpointOptions},
    secrets::SecretKey,
};

/// The whole file. An empty one means the builtin parser and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Configuration {
    /// Who is asked where an intent names no provider, in this order: each next one only when those before gave no answer
    /// that can be used. The builtin parser alone when empty.
    pub chain: Vec<Provider>,
    /// The language models there are.
    #[serde(deserialize_with = "by_provider")]
    pub providers: BTreeMap<Provider, EndpointOptions>,
    /// What is asked of a model where an intent does not say.
    pub answers: AnswerOptions,
    /// What namespaces may use in 24 hours.
    pub budgets: Budgets,
    /// Passages that are given to a model.
    pub retrieval: RetrievalSettings,
    /// Where answers are kept.
    pub cache: CacheOptions,
    /// The HTTP API.
    pub api: ApiSettings,
}

/// By name first, so that a mistake in an entry is named with the entry.
fn by_provider<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<Provider, EndpointOptions>, D::Error> {
    let named = BTreeMap::<String, EndpointOptions>::deserialize(deserializer)?;
    named
        .into_iter()
        .map(|(name, options)| {
            let provider: Result<_, D::Error> =
                Provider::deserialize(name.as_str().into_deserializer());
            provider.map(|provider| (provider, options))
        })
        .collect()
}

/// What is asked of a model where an intent does not say.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AnswerOptions {
    /// Sampling temperature, 0–2; 0.1 by default.
    pub temperature: f64,
    /// Most tokens of an answer, 100–8192; 2048 by default.
    pub max_tokens: u32,
    /// Whether answers are streamed, so that a slow one shows that it is on its way; false by default.
    pub streaming: bool,
    /// Text in front of our instructions.
    pub system_prompt: Option<String>,
}

impl Default for AnswerOptions {
    fn default() -> Self {
        Self {
            temperature: 0.1,
            max_tokens: 2048,
            streaming: false,
            system_prompt: None,
        }
    }
}

/// What namespaces may use in 24 hours.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Budgets {
    /// Each namespace without a budget of its own.
    pub default: Budget,
    /// Namespaces with one.
    pub namespaces: HashMap<String, Budget>,
}

/// Passages that are given to a model.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct RetrievalSettings {
    /// Whether passages are looked up where an intent does not say; true by default.
    pub enabled: bool,
    /// Most passages, 1–20; 5 by default.
    pub max_documents: u32,
    /// Lowest score that counts, 0–1; 0.7 by default.
    pub threshold: f64,
    /// ConfigMap in the controllers' namespace whose entries are documents too.
    pub documents_config_map: Option<String>,
    /// Directory whose files are documents too, read at start; instead of the ConfigMap.
    pub documents_directory: Option<PathBuf>,
    /// A Weaviate server instead of the index in memory.
    pub weaviate: Option<WeaviateOptions>,
}

impl Default for RetrievalSettings {
    fn default() -> Self {
        Self {
            enabled: true,
            max_documents: 5,
            threshold: 0.7,
            documents_config_map: None,
            documents_directory: None,
            weaviate: None,
        }
    }
}

/// A Weaviate server.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WeaviateOptions {
    /// `http://host:port` or `https://host`.
    pub url: String,
    /// The collection; `Nephoran` by default.
    #[serde(default = "default_collection")]
    pub collection: String,
    /// Its key, where it wants one.
    #[serde(default)]
    pub api_key_secret_ref: Option<SecretKey>,
    /// A vectorizer module of the server, to search by meaning too, e.g. `text2vec-transformers`.
    #[serde(default)]
    pub vectorizer: Option<String>,
    /// How long an answer may take, in milliseconds, 100–60000; 2000 by default.
    #[serde(default = "default_weaviate_timeout")]
    pub timeout_ms: u64,
}

fn default_collection() -> String {
    "Nephoran".to_owned()
}

const fn default_weaviate_timeout() -> u64 {
    2000
}

/// The HTTP API.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ApiSettings {
    /// Where it listens, e.g. `0.0.0.0:8090`; off when absent.
    pub address: Option<SocketAddr>,
    /// The token that requests must carry; needed for any address but loopback.
    pub token_secret_ref: Option<SecretKey>,
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigurationError {
    /// The file cannot be read.
    #[error("failed to read the configuration {}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Something in it is not as it must be.
    #[error("the configuration cannot be used: {field}: {problem}")]
    Invalid {
        /// Path of the field, e.g. `providers.openai.url`.
        field: String,
        /// What is wrong, and what is allowed.
        problem: String,
    },
}

impl Configuration {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read or used.
    pub fn load(path: &Path) -> Result<Self, ConfigurationError> {
        let text =
            std::fs::read_to_string(path).map_err(|source| ConfigurationError::Unreadable {
                path: path.to_owned(),
                source,
            })?;
        Self::parse(&text)
    }

    /// Reads YAML.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn parse(text: &str) -> Result<Self, ConfigurationError> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let value: serde_json::Value =
            serde_saphyr::from_str(text).map_err(|error| invalid("", error.to_string()))?;
        let mut configuration: Self = serde_path_to_error::deserialize(&value)
            .map_err(|error| invalid(&error.path().to_string(), error.inner().to_string()))?;
        for (provider, endpoint) in &mut configuration.providers {
            endpoint.take_defaults_of(*provider);
        }
        configuration.check()?;
        Ok(configuration)
    }

    /// Who is asked where an intent names no provider; never empty.
    #[must_use]
    pub fn chain(&self) -> &[Provider] {
        if self.chain.is_empty() {
            &[Provider::Builtin]
        } else {
            &self.chain
        }
    }

    fn check(&self) -> Result<(), ConfigurationError> {
        if self.providers.contains_key(&Provider::Builtin) {
            return Err(invalid(
                "providers.builtin",
                "the builtin parser needs no entry; remove it".to_owned(),
            ));
        }
        self.check_chain()?;
        self.check_currencies()?;
        within("answers.temperature", self.answers.temperature, 0.0, 2.0)?;
        within(
            "answers.maxTokens",
            self.answers.max_tokens.into(),
            100.0,
            8192.0,
        )?;
        within("retrieval.threshold", self.retrieval.threshold, 0.0, 1.0)?;
        within(
            "retrieval.maxDocuments",
            self.retrieval.max_documents.into(),
            1.0,
            20.0,
        )?;
        if self.retrieval.documents_config_map.is_some()
            && self.retrieval.documents_directory.is_some()
        {
            let problem = "documentsConfigMap is set too; keep one of them".to_owned();
            return Err(invalid("retrieval.documentsDirectory", problem));
        }
        if let Some(weaviate) = &self.retrieval.weaviate {
            within(
                "retrieval.weaviate.timeoutMs",
                weaviate.timeout_ms as f64,
                100.0,
                60_000.0,
            )?;
        }
        self.cache
            .validate()
            .map_err(|error| invalid("cache", error.to_string()))
    }

    fn check_chain(&self) -> Result<(), ConfigurationError> {
        for (index, provider) in self.chain.iter().enumerate() {
            let field = format!("chain[{index}]");
            if self.chain[..index].contains(provider) {
                let problem = format!("{} is there twice", provider.as_str());
                return Err(invalid(&field, problem));
            }
            if *provider != Provider::Builtin && !self.providers.contains_key(provider) {
                let problem = format!(
                    "{0} is not among providers; add providers.{0}",
                    provider.as_str()
                );
                return Err(invalid(&field, problem));
            }
        }
        Ok(())
    }

    /// Budgets add up what providers ask for.
    fn check_currencies(&self) -> Result<(), ConfigurationError> {
        let prices = self.providers.iter().filter_map(|(provider, endpoint)| {
            Some((provider.as_str(), &endpoint.price.as_ref()?.currency))
        });
        let mut first = None;
        for (provider, currency) in prices {
            let (other, expected) = *first.get_or_insert((provider, currency));
            if currency != expected {
                return Err(invalid(
                    &format!("providers.{provider}.price.currency"),
                    format!(
                        "is {currency} and that of {other} is {expected}; give the prices of all providers in one currency"
                    ),
                ));
            }
        }
        Ok(())
    }
}

fn within(field: &str, value: f64, least: f64, most: f64) -> Result<(), ConfigurationError> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(invalid(
        field,
        format!("is {value} and must be {least} to {most}"),
    ))
}

fn invalid(field: &str, problem: String) -> ConfigurationError {
    let field = if field.is_empty() || field == "." {
        "the file".to_owned()
    } else {
        field.to_owned()
    };
    ConfigurationError::Invalid { field, problem }
}
