//! Makes a processor of a configuration.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use nephoran_api::{Classified, ErrorClass, Provider};
use nephoran_runtime::metrics::Metrics;

use super::{Endpoint, Knowledge, Parts, Processor};
use crate::{
    cache::{CacheError, CacheMetrics, Caches, RedisPassword},
    configuration::{Configuration, RetrievalSettings, WeaviateOptions},
    guard::GuardMetrics,
    knowledge::{
        KnowledgeBase, KnowledgeError,
        library::Library,
        shipped,
        user_documents::UserDocuments,
        weaviate::{ApiKey as WeaviateKey, CollectionName, Weaviate, WeaviateSettings},
    },
    language_model::{
        ApiKey, ConnectError, EndpointOptions, KeySource, KeyUnavailable, Ledger, ModelMetrics,
        connect,
    },
    secrets::{SecretUnavailable, Secrets},
};

/// Why a processor cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum AssemblyError {
    /// A provider's options cannot be used.
    #[error(transparent)]
    Provider(#[from] ConnectError),
    /// The caches' options cannot be used.
    #[error(transparent)]
    Cache(#[from] CacheError),
    /// The knowledge base cannot be opened.
    #[error(transparent)]
    Knowledge(#[from] KnowledgeError),
    /// A key or password is not there.
    #[error(transparent)]
    Secret(#[from] SecretUnavailable),
    /// A metric cannot be registered.
    #[error("failed to register the metrics of language models and caches")]
    Metrics(#[from] prometheus::Error),
}

impl Classified for AssemblyError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Provider(error) => error.reason(),
            Self::Cache(error) => error.reason(),
            Self::Knowledge(error) => error.reason(),
            Self::Secret(error) => error.reason(),
            Self::Metrics(_) => "MetricsTaken",
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::Provider(error) => error.class(),
            Self::Cache(error) => error.class(),
            Self::Knowledge(error) => error.class(),
            Self::Secret(error) => error.class(),
            Self::Metrics(_) => ErrorClass::Permanent,
        }
    }
}

/// Where documents are looked up, and put.
#[derive(Clone, Debug)]
pub enum Shelf {
    /// The index in memory.
    Memory(Arc<Library>),
    /// A Weaviate server.
    Server(Arc<Weaviate>),
}

impl Shelf {
    /// Exchanges the user's documents; the shipped ones stay.
    ///
    /// # Errors
    /// When the index cannot be built, or the server cannot be asked; what was there before stays.
    pub async fn replace_user_documents(
        &self,
        documents: &UserDocuments,
    ) -> Result<(), KnowledgeError> {
        match self {
            Self::Memory(library) => library.replace_user_documents(documents).await,
            Self::Server(server) => {
                server.ensure_schema().await?;
                let mut articles = shipped::articles()?;
                articles.extend_from_slice(documents.articles());
                server.put_documents(&articles).await.map(drop)
            }
        }
    }

    /// Notices what others changed on a server.
    ///
    /// # Errors
    /// When the server cannot be asked.
    pub async fn refresh(&self) -> Result<(), KnowledgeError> {
        match self {
            Self::Memory(_) => Ok(()),
            Self::Server(server) => server.refresh().await,
        }
    }

    fn knowledge(&self) -> Knowledge {
        let (name, base): (_, Arc<dyn KnowledgeBase>) = match self {
            Self::Memory(library) => ("builtin", library.clone()),
            Self::Server(server) => ("weaviate", server.clone()),
        };
        Knowledge { name, base }
    }
}

impl Processor {
    /// Makes a processor of a configuration, and the shelf for documents if language models are configured at all: the
    /// builtin parser looks nothing up.
    ///
    /// # Errors
    /// When the configuration cannot be used.
    pub async fn assemble(
        configuration: Configuration,
        secrets: Secrets,
        metrics: &Metrics,
    ) -> Result<(Self, Option<Shelf>), AssemblyError> {
        if configuration.providers.is_empty() {
            return Ok((Self::default(), None));
        }
        let Configuration {
            chain,
            providers,
            answers,
            budgets,
            retrieval,
            cache,
            api: _,
        } = configuration;
        let password = match cache
            .redis
            .as_ref()
            .and_then(|redis| redis.password_secret_ref.as_ref())
        {
            Some(wanted) => Some(RedisPassword::new(secrets.read(wanted).await?)),
            None => None,
        };
        let caches = Caches::new(cache, password.as_ref(), CacheMetrics::register(metrics)?)?;
        let shelf = shelf(&retrieval, &secrets).await?;
        let endpoints = endpoints(providers, &secrets, metrics)?;
        let parts = Parts {
            chain,
            endpoints,
            answers,
            knowledge: Some(shelf.knowledge()),
            retrieval,
            caches: Some(caches),
            verdicts: Some(GuardMetrics::register(metrics)?),
            ledger: Ledger::new(budgets.default, budgets.namespaces).into(),
        };
        Ok((Self(Arc::new(parts)), Some(shelf)))
    }
}

fn endpoints(
    providers: BTreeMap<Provider, EndpointOptions>,
    secrets: &Secrets,
    metrics: &Metrics,
) -> Result<BTreeMap<Provider, Endpoint>, AssemblyError> {
    let metrics = ModelMetrics::register(metrics)?;
    providers
        .into_iter()
        .map(|(provider, options)| {
            let model = connect(&options, key_source(&options, secrets), &metrics)?;
            Ok((provider, Endpoint { options, model }))
        })
        .collect()
}

fn key_source(options: &EndpointOptions, secrets: &Secrets) -> KeySource {
    let Some(wanted) = options.api_key_secret_ref.clone() else {
        return KeySource::none();
    };
    let secrets = secrets.clone();
    KeySource::from_fn(move || {
        let (secrets, wanted) = (secrets.clone(), wanted.clone());
        Box::pin(async move {
            secrets
                .read(&wanted)
                .await
                .map(|key| ApiKey::new(&key))
                .map_err(|error| KeyUnavailable {
                    detail: error.to_string(),
                })
        })
    })
}

async fn shelf(settings: &RetrievalSettings, secrets: &Secrets) -> Result<Shelf, AssemblyError> {
    if let Some(options) = &settings.weaviate {
        return Ok(Shelf::Server(Arc::new(weaviate(options, secrets).await?)));
    }
    let documents = match &settings.documents_directory {
        Some(directory) => UserDocuments::from_directory(directory)?,
        None => UserDocuments::default(),
    };
    for rejected in documents.rejected() {
        tracing::warn!("{rejected}");
    }
    Ok(Shelf::Memory(Arc::new(Library::open(&documents).await?)))
}

async fn weaviate(options: &WeaviateOptions, secrets: &Secrets) -> Result<Weaviate, AssemblyError> {
    let mut settings = WeaviateSettings::new(
        &options.url,
        CollectionName::new(&options.collection)?,
        Duration::from_millis(options.timeout_ms),
    )?;
    if let Some(wanted) = &options.api_key_secret_ref {
        settings = settings.with_api_key(WeaviateKey::new(&secrets.read(wanted).await?));
    }
    if let Some(module) = &options.vectorizer {
        settings = settings.with_vectorizer(module)?;
    }
    Ok(Weaviate::new(settings)?)
}
