//! The collection: which properties a passage has and how they are searched.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Weaviate, settings::WeaviateSettings};
use crate::knowledge::KnowledgeError;

/// A property of a passage and whether it is searched.
struct Property {
    name: &'static str,
    searched: bool,
    about: &'static str,
}

#[rustfmt::skip]
const PROPERTIES: &[Property] = &[
    Property { name: "documentId", searched: false, about: "The document this passage is of" },
    Property { name: "title", searched: true, about: "Title of the document" },
    Property { name: "topics", searched: true, about: "What the document is about, in single words" },
    Property { name: "concepts", searched: true, about: "The functions, reference points and slices it is about" },
    Property { name: "text", searched: true, about: "The passage" },
    Property { name: "sources", searched: false, about: "Where its facts come from" },
    Property { name: "writtenBy", searched: false, about: "nephoran for the passages it manages" },
    Property { name: "documentSet", searched: false, about: "Digest of all documents written together with this one" },
];

impl Weaviate {
    /// Creates the collection where it does not exist, and properties it lacks. Leaves everything else as it is.
    ///
    /// # Errors
    /// When the server cannot be asked or refuses.
    pub async fn ensure_schema(&self) -> Result<(), KnowledgeError> {
        let path = format!("v1/schema/{}", self.settings.collection().as_str());
        let Some(existing) = self.server.existing(&path).await? else {
            let collection = collection(&self.settings);
            self.server
                .accepted(Method::POST, "v1/schema", Some(&collection))
                .await?;
            return Ok(());
        };
        let known: Vec<&str> = existing["properties"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|property| property["name"].as_str())
            .collect();
        for missing in PROPERTIES
            .iter()
            .filter(|property| !known.contains(&property.name))
        {
            let property = missing.definition(&self.settings);
            let path = format!("{path}/properties");
            self.server
                .accepted(Method::POST, &path, Some(&property))
                .await?;
        }
        Ok(())
    }
}

fn collection(settings: &WeaviateSettings) -> Value {
    let properties: Vec<_> = PROPERTIES
        .iter()
        .map(|property| property.definition(settings))
        .collect();
    json!({
        "class": settings.collection().as_str(),
        "description": "Passages about 5G and O-RAN for nephoran",
        "vectorizer": settings.vectorizer().unwrap_or("none"),
        "invertedIndexConfig": {
            // As the index in memory has them, so that scores mean the same.
            "bm25": { "k1": 1.2, "b": 0.75 },
            "stopwords": { "preset": "none" },
            "indexTimestamps": true,
        },
        "properties": properties,
    })
}

impl Property {
    fn definition(&self, settings: &WeaviateSettings) -> Value {
        let mut definition = json!({
            "name": self.name,
            "description": self.about,
            "dataType": ["text"],
            "tokenization": if self.searched { "word" } else { "field" },
            "indexSearchable": self.searched,
            "indexFilterable": !self.searched,
        });
        // Only what a reader would understand has a meaning to compare.
        let meaning = matches!(self.name, "title" | "text");
        if let Some(module) = settings.vectorizer().filter(|_| !meaning) {
            definition["moduleConfig"] = json!({ module: { "skip": true } });
        }
        definition
    }
}
