//! The shipped documents and those of the user, searched together, exchanged while the process runs.

use std::sync::{Arc, PoisonError, RwLock};

use futures::future::{BoxFuture, FutureExt};
use nephoran_api::Digest;
use tokio::{sync::Mutex, task};

use super::{
    KnowledgeBase, KnowledgeError, Passage, Query, article::Article, embedded::EmbeddedIndex,
    shipped, user_documents::UserDocuments,
};

/// The embedded knowledge base. Searches go on with the old index until a new one is ready.
#[derive(Debug)]
pub struct Library {
    current: RwLock<Arc<EmbeddedIndex>>,
    /// What the current index holds of the user's; held while another is built, so that the last call wins.
    user: Mutex<Vec<Article>>,
}

impl Library {
    /// Indexes the shipped documents and the user's, on a thread for blocking work.
    ///
    /// # Errors
    /// [`KnowledgeError::Index`] when the engine fails.
    pub async fn open(documents: &UserDocuments) -> Result<Self, KnowledgeError> {
        let index = build(documents.articles.clone()).await?;
        Ok(Self {
            current: RwLock::new(Arc::new(index)),
            user: Mutex::new(documents.articles.clone()),
        })
    }

    /// Exchanges the user's documents. A document that was fine and is now rejected stays as it was until it is mended or
    /// removed.
    ///
    /// # Errors
    /// [`KnowledgeError::Index`] when the engine fails; the old index stays then.
    pub async fn replace_user_documents(
        &self,
        documents: &UserDocuments,
    ) -> Result<(), KnowledgeError> {
        let mut user = self.user.lock().await;
        let mut articles = documents.articles.clone();
        articles.extend(last_good(&user, documents));
        articles.sort_by(|a, b| a.id().cmp(b.id()));
        if *user == articles {
            return Ok(());
        }
        let index = Arc::new(build(articles.clone()).await?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = index;
        *user = articles;
        Ok(())
    }

    /// The index of this moment: its digest and its answers belong together.
    #[must_use]
    pub fn current(&self) -> Arc<EmbeddedIndex> {
        let current = self.current.read();
        Arc::clone(&current.unwrap_or_else(PoisonError::into_inner))
    }
}

impl KnowledgeBase for Library {
    fn digest(&self) -> Digest {
        self.current().digest()
    }

    fn search<'a>(
        &'a self,
        query: &'a Query,
    ) -> BoxFuture<'a, Result<Vec<Passage>, KnowledgeError>> {
        async { self.current().find(query) }.boxed()
    }
}

/// The old versions of documents whose new version is rejected.
fn last_good(old: &[Article], new: &UserDocuments) -> Vec<Article> {
    old.iter()
        .filter(|article| {
            let taken = new.articles.iter().any(|other| other.id() == article.id());
            !taken && new.rejects(article.id())
        })
        .cloned()
        .collect()
}

async fn build(user: Vec<Article>) -> Result<EmbeddedIndex, KnowledgeError> {
    let building = task::spawn_blocking(move || {
        let mut articles = shipped::articles()?;
        articles.extend(user);
        EmbeddedIndex::build(articles)
    });
    building.await.map_err(|error| KnowledgeError::Index {
        detail: error.to_string(),
    })?
}
