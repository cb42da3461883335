//! Why a text could not be processed.

use std::time::Duration;

use nephoran_api::{Classified, ErrorClass, Provider};

use crate::{
    guard::Refusal,
    language_model::{BudgetExhausted, ModelError},
    prompt::PromptError,
};

/// Why there is no understanding.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProcessingError {
    /// The intent asks for a provider that this controller has not been given.
    #[error(
        "provider {} is not configured here; set spec.processing.provider to one of {}, or leave it out", .asked.as_str(), names(.configured)
    )]
    ProviderNotConfigured {
        /// The provider.
        asked: Provider,
        /// Those that are.
        configured: Vec<Provider>,
    },
    /// The intent names a knowledge base that is not there.
    #[error(
        "knowledge base {asked} is not configured here, the one there is has the name {there}; correct spec.processing.rag.knowledgeBase or leave it out"
    )]
    KnowledgeBaseUnknown {
        /// The name it asks for.
        asked: String,
        /// The name of the one that is configured.
        there: &'static str,
    },
    /// The prompt cannot be made.
    #[error(transparent)]
    Prompt(#[from] PromptError),
    /// The namespace has used what it may.
    #[error(transparent)]
    Budget(#[from] BudgetExhausted),
    /// The model gave no answer.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The model gave no answer that the text supports.
    #[error("provider {}: {refusal}", .provider.as_str())]
    Refused {
        /// The provider.
        provider: Provider,
        /// Why.
        refusal: Refusal,
    },
}

fn names(providers: &[Provider]) -> String {
    let names: Vec<_> = providers.iter().map(|provider| provider.as_str()).collect();
    names.join(", ")
}

impl Classified for ProcessingError {
    fn reason(&self) -> &'static str {
        match self {
            Self::ProviderNotConfigured { .. } => "ProviderNotConfigured",
            Self::KnowledgeBaseUnknown { .. } => "KnowledgeBaseUnknown",
            Self::Prompt(error) => error.reason(),
            Self::Budget(error) => error.reason(),
            Self::Model(error) => error.reason(),
            Self::Refused { refusal, .. } => refusal.reason(),
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::ProviderNotConfigured { .. } | Self::KnowledgeBaseUnknown { .. } => {
                ErrorClass::Validation
            }
            Self::Prompt(error) => error.class(),
            Self::Budget(error) => error.class(),
            Self::Model(error) => error.class(),
            Self::Refused { refusal, .. } => refusal.class(),
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Budget(error) => error.retry_after(),
            Self::Model(error) => error.retry_after(),
            _ => None,
        }
    }
}
