//! Makes a language model of an entry of the configuration.

use std::{sync::Arc, time::Duration};

use nephoran_api::{Classified, ErrorClass};

use super::{
    CircuitBreaker, CircuitPolicy, EndpointOptions, Hedge, InvalidEndpoint, KeySource,
    LanguageModel, ModelMetrics, Queue, metrics::Metered, provider::Provider,
};

/// Why an endpoint cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// Its options cannot be.
    #[error("provider {endpoint} is not usable: {}", list(.problems))]
    Invalid {
        /// Its name.
        endpoint: String,
        /// Everything that is wrong.
        problems: Vec<InvalidEndpoint>,
    },
    /// There is no HTTP client for it.
    #[error(
        "failed to make an HTTP client for provider {endpoint}; check the system's certificates"
    )]
    Client {
        /// Its name.
        endpoint: String,
        /// What happened.
        #[source]
        source: reqwest::Error,
    },
}

impl Classified for ConnectError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Invalid { .. } => "ProviderInvalid",
            Self::Client { .. } => "ProviderClientFailed",
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::Invalid { .. } => ErrorClass::Validation,
            Self::Client { .. } => ErrorClass::Permanent,
        }
    }
}

fn list(problems: &[InvalidEndpoint]) -> String {
    let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
    problems.join("; ")
}

/// A model with everything around it. Nothing is sent yet.
///
/// # Errors
/// When the options cannot be, or no HTTP client can be made.
pub fn connect(
    options: &EndpointOptions,
    key: KeySource,
    metrics: &ModelMetrics,
) -> Result<Arc<dyn LanguageModel>, ConnectError> {
    let name = &options.name;
    let endpoint = options.check().map_err(|problems| ConnectError::Invalid {
        endpoint: name.clone(),
        problems,
    })?;
    let provider = Provider::new(endpoint, key).map_err(|source| ConnectError::Client {
        endpoint: name.clone(),
        source,
    })?;
    let breaker = CircuitBreaker::new(
        Arc::new(provider),
        name,
        CircuitPolicy::default(),
        metrics.circuit(name),
    );
    let queue = Queue::new(
        Arc::new(breaker),
        name,
        options.concurrency,
        options.queue,
        metrics.queue(name),
    );
    let metered: Arc<dyn LanguageModel> =
        Arc::new(Metered::new(Arc::new(queue), name, metrics.clone()));
    Ok(match options.hedge_after_seconds {
        Some(seconds) => Arc::new(Hedge::new(metered, Duration::from_secs(seconds))),
        None => metered,
    })
}
