//! Writes our documents into the collection and removes those of ours that are gone.

use nephoran_api::Digest;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Weaviate, settings::CollectionName};
use crate::knowledge::{KnowledgeError, article::Article, concept, embedded};

/// Passages per request.
const BATCH: usize = 100;
/// The mark on what we wrote.
const WRITER: &str = "nephoran";

impl Weaviate {
    /// Makes our part of the collection hold exactly these documents: writes them all, then deletes what an earlier call
    /// wrote and this one did not. The same documents have the same object ids, so that writing them again adds nothing.
    /// Gives the number of passages written.
    ///
    /// # Errors
    /// When the server cannot be asked or refuses one. What was written until then stays, and the next call mends it.
    pub async fn put_documents(&self, articles: &[Article]) -> Result<usize, KnowledgeError> {
        let set = embedded::digest(articles);
        let objects: Vec<Value> = articles
            .iter()
            .flat_map(|article| objects(article, self.settings.collection(), &set))
            .collect();
        for batch in objects.chunks(BATCH) {
            let body = json!({ "objects": batch });
            let reply = self
                .server
                .accepted(Method::POST, "v1/batch/objects", Some(&body))
                .await?;
            self.all_written(&reply)?;
        }
        self.delete_others(&set).await?;
        self.refresh().await?;
        Ok(objects.len())
    }

    /// A batch succeeds as a request even when some of its objects were refused.
    fn all_written(&self, reply: &Value) -> Result<(), KnowledgeError> {
        let refused = reply.as_array().into_iter().flatten().find_map(|object| {
            let message = object.pointer("/result/errors/error/0/message")?;
            let document = object.pointer("/properties/documentId");
            Some((
                document.and_then(Value::as_str).unwrap_or("?"),
                message.as_str()?,
            ))
        });
        refused.map_or(Ok(()), |(document, message)| {
            Err(self
                .server
                .unreachable(format!("it refuses document {document}: {message}")))
        })
    }

    /// Deletes what carries our mark and is not of this set; a server deletes a bounded number at once.
    async fn delete_others(&self, set: &Digest) -> Result<(), KnowledgeError> {
        let body = json!({
            "match": {
                "class": self.settings.collection().as_str(),
                "where": {
                    "operator": "And",
                    "operands": [
                        { "path": ["writtenBy"], "operator": "Equal", "valueText": WRITER },
                        { "path": ["documentSet"], "operator": "NotEqual", "valueText": set.as_str() },
                    ],
                },
            },
            "output": "minimal",
        });
        loop {
            let reply = self
                .server
                .accepted(Method::DELETE, "v1/batch/objects", Some(&body))
                .await?;
            let count = |key: &str| reply["results"][key].as_u64().unwrap_or_default();
            if count("failed") > 0 {
                let detail = format!("it failed to delete {} old passages", count("failed"));
                return Err(self.server.unreachable(detail));
            }
            if count("successful") == 0 || count("matches") < count("limit") {
                return Ok(());
            }
        }
    }
}

fn objects(article: &Article, collection: &CollectionName, set: &Digest) -> Vec<Value> {
    let topics = article.topics.join(" ");
    let concepts = concept::of_document(&article.title, &topics);
    let passages = article.passages().enumerate();
    passages
        .map(|(number, text)| {
            json!({
                "class": collection.as_str(),
                "id": object_id(article, number),
                "properties": {
                    "documentId": article.id.as_str(),
                    "title": article.title,
                    "topics": topics,
                    "concepts": concepts,
                    "text": text,
                    "sources": article.sources.join("\n"),
                    "writtenBy": WRITER,
                    "documentSet": set.as_str(),
                },
            })
        })
        .collect()
}

/// A UUID (version 8, RFC 9562 clause 5.8) out of the document's id and the passage's number.
fn object_id(article: &Article, number: usize) -> String {
    let digest = Digest::of(&(article.id.as_str(), number));
    let hex = digest.as_str().trim_start_matches("sha256:");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-8{}-8{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 15),
        part(15, 18),
        part(18, 30)
    )
}
