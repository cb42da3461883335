//! Weaviate as the knowledge base, for more documents than fit into the memory of a controller, or for several.
//!
//! Speaks its REST and GraphQL API. The server may hold documents that others wrote into the same collection; ours are
//! marked, and only ours are ever deleted. Every call ends within the configured time.

mod documents;
mod http;
mod query;
mod schema;
mod settings;

use std::{
    fmt,
    sync::{PoisonError, RwLock},
};

use futures::future::{BoxFuture, FutureExt};
use nephoran_api::Digest;
use tokio::time::timeout;

use super::{KnowledgeBase, KnowledgeError, Passage, Query};
use http::Server;

pub use settings::{ApiKey, CollectionName, WeaviateSettings};

/// Goes up when the same documents would be found in another way, so that digests change with it.
const VERSION: u32 = 1;

/// A collection of a Weaviate server.
pub struct Weaviate {
    server: Server,
    settings: WeaviateSettings,
    known: RwLock<Option<Contents>>,
}

/// What the server said about the collection when it was asked last.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Contents {
    /// Passages in it.
    passages: u64,
    /// When one of them was written last, in the server's milliseconds; empty when it holds none.
    newest: String,
}

impl Weaviate {
    /// Prepares to ask a server; does not connect yet.
    ///
    /// # Errors
    /// When the HTTP client cannot be set up.
    pub fn new(settings: WeaviateSettings) -> Result<Self, KnowledgeError> {
        Ok(Self {
            server: Server::new(&settings)?,
            settings,
            known: RwLock::new(None),
        })
    }

    /// Asks what the collection holds, so that [`KnowledgeBase::digest`] notices what others changed: its number of
    /// passages and when one was written last. Call it now and then. It misses a deletion that is made up for by an
    /// insertion within the same millisecond, and nothing else.
    ///
    /// # Errors
    /// When the server cannot be asked; the digest stays then.
    pub async fn refresh(&self) -> Result<(), KnowledgeError> {
        self.contents().await.map(drop)
    }

    async fn contents(&self) -> Result<Contents, KnowledgeError> {
        let reply = self
            .server
            .graphql(&query::contents(&self.settings))
            .await?;
        let contents = query::read_contents(&self.settings, &reply)
            .map_err(|detail| self.server.unreachable(detail))?;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        *known = Some(contents.clone());
        Ok(contents)
    }

    fn known(&self) -> Option<Contents> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.clone()
    }

    async fn find(&self, query: &Query) -> Result<Vec<Passage>, KnowledgeError> {
        let Some(question) = query::search(&self.settings, query) else {
            return Ok(Vec::new());
        };
        let contents = match self.known() {
            Some(contents) => contents,
            None => self.contents().await?,
        };
        let reply = self.server.graphql(&question).await?;
        query::read_passages(&self.settings, &reply, contents.passages, query)
            .map_err(|detail| self.server.unreachable(detail))
    }
}

impl KnowledgeBase for Weaviate {
    /// Of the collection's place and of its contents as last seen: see [`Weaviate::refresh`].
    fn digest(&self) -> Digest {
        let known = self.known();
        let settings = &self.settings;
        Digest::of(&(
            VERSION,
            settings.endpoint().as_str(),
            settings.collection().as_str(),
            settings.vectorizer(),
            known.map(|contents| (contents.passages, contents.newest)),
        ))
    }

    fn search<'a>(
        &'a self,
        query: &'a Query,
    ) -> BoxFuture<'a, Result<Vec<Passage>, KnowledgeError>> {
        let limit = self.settings.timeout();
        async move {
            timeout(limit, self.find(query)).await.unwrap_or_else(|_| {
                let detail = format!("no answer within {} ms", limit.as_millis());
                Err(self.server.unreachable(detail))
            })
        }
        .boxed()
    }
}

impl fmt::Debug for Weaviate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Weaviate")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
