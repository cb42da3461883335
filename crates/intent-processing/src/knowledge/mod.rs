//! The knowledge base: passages about the domain that help a language model read an intent.
//!
//! Retrieved text is context, never truth: numbers with a standard behind them come from `nephoran-telecom`, and what a
//! model takes from a passage and not from the intent, the [`crate::guard`] refuses.
//!
//! Documents are read by [`article`], those that ship with the program stand in [`shipped`], those of a user come through
//! [`user_documents`]. The [`library`] searches both with an index in memory ([`embedded`]); where that is outgrown,
//! [`weaviate`] does the same over HTTP.

pub mod article;
mod concept;
pub mod document_id;
pub mod embedded;
pub mod library;
mod passages;
mod relevance;
pub mod shipped;
pub mod user_documents;
pub mod weaviate;
mod words;

use std::fmt::Debug;

use futures::future::BoxFuture;
use nephoran_api::{Classified, Digest, ErrorClass};
use serde::{Deserialize, Serialize};

/// What to look for.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The text of the intent.
    pub text: String,
    /// Most passages, 1–20.
    pub max_documents: usize,
    /// Lowest score that counts, 0–1.
    pub threshold: f64,
}

impl Query {
    /// Most passages that may be asked for.
    pub const MOST: usize = 20;

    /// How many are asked for, within 1–20.
    fn limit(&self) -> usize {
        self.max_documents.clamp(1, Self::MOST)
    }
}

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// The document it is of, e.g. `amf` or `user/site-names`, or `weaviate/<object id>` where a server holds something
    /// without such an id; never a path.
    pub id: String,
    /// Title of the document.
    pub title: String,
    /// The text.
    pub text: String,
    /// How well it fits the query, 0–1; the best of an answer comes first.
    pub score: f64,
}

/// Somewhere to look passages up.
pub trait KnowledgeBase: Debug + Send + Sync {
    /// Changes whenever an answer could change; part of cache keys.
    fn digest(&self) -> Digest;

    /// The passages that fit, best first; none is a good answer too.
    ///
    /// # Errors
    /// When it cannot be asked. An intent is processed without passages then.
    fn search<'a>(
        &'a self,
        query: &'a Query,
    ) -> BoxFuture<'a, Result<Vec<Passage>, KnowledgeError>>;
}

/// Why a knowledge base could not be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KnowledgeError {
    /// The index cannot be built or read.
    #[error("failed to use the knowledge index: {detail}")]
    Index {
        /// What happened.
        detail: String,
    },
    /// A document cannot be read.
    #[error("document {document} of the knowledge base cannot be used: {detail}")]
    Document {
        /// Its name.
        document: String,
        /// What is wrong, and where.
        detail: String,
    },
    /// A setting cannot be used.
    #[error("{setting} of the knowledge base cannot be used: {detail}")]
    Setting {
        /// Which.
        setting: &'static str,
        /// What is wrong, and what is allowed.
        detail: String,
    },
    /// The server cannot be reached or refuses.
    #[error(
        "failed to ask the knowledge base at {endpoint}: {detail}; intents are processed without documents until it answers"
    )]
    Unreachable {
        /// Where.
        endpoint: String,
        /// What happened.
        detail: String,
    },
}

impl Classified for KnowledgeError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Index { .. } => "KnowledgeIndexFailed",
            Self::Document { .. } => "KnowledgeDocumentInvalid",
            Self::Setting { .. } => "KnowledgeSettingInvalid",
            Self::Unreachable { .. } => "KnowledgeUnreachable",
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::Index { .. } | Self::Unreachable { .. } => ErrorClass::Transient,
            Self::Document { .. } | Self::Setting { .. } => ErrorClass::Validation,
        }
    }
}
