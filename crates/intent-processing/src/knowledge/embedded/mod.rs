//! The index in memory: no server, no files, ready a moment after the start.

mod writer;

use std::{borrow::Cow, fmt, sync::Arc};

use futures::future::{BoxFuture, FutureExt};
use nephoran_api::Digest;
use tantivy::{
    DocId, Score, Searcher, SegmentReader, TantivyError, Term,
    collector::TopDocs,
    query::{BooleanQuery, BoostQuery, Query as IndexQuery, TermQuery},
    schema::{Field, IndexRecordOption},
    tokenizer::TextAnalyzer,
};

use super::{
    KnowledgeBase, KnowledgeError, Passage, Query,
    article::Article,
    concept,
    document_id::DocumentId,
    relevance::{CONCEPTS, OWN, TEXT, TITLE, TOPICS, relevance},
    words,
};
use writer::Fields;

/// Goes up when the same documents would be found in another way, so that digests change with it.
const VERSION: u32 = 1;
/// `k1 + 1` with the engine's `k1` of 1.2: the constant factor in its scores.
const SATURATION: f64 = 2.2;

/// Passages and the index over them. Immutable: other documents make another index.
pub struct EmbeddedIndex {
    digest: Digest,
    /// Those that ship with the program come first; those of the user follow.
    passages: Vec<Stored>,
    /// How many ship with the program.
    shipped: usize,
    searcher: Option<Searcher>,
    fields: Fields,
    analyser: TextAnalyzer,
}

/// A passage; its place in the list is its number in the index.
struct Stored {
    id: DocumentId,
    title: Arc<str>,
    text: Cow<'static, str>,
}

impl EmbeddedIndex {
    /// Indexes documents. Takes some ten milliseconds for the shipped ones and must not run on a thread of the
    /// asynchronous runtime.
    ///
    /// # Errors
    /// [`KnowledgeError::Index`] when the engine fails.
    pub fn build(mut articles: Vec<Article>) -> Result<Self, KnowledgeError> {
        articles.sort_by(|a, b| (a.id.is_user(), &a.id).cmp(&(b.id.is_user(), &b.id)));
        let shipped = articles.iter().filter(|article| !article.id.is_user());
        let shipped = shipped.map(|article| article.passages.len()).sum();
        let digest = digest(&articles);
        let analyser = words::analyser();
        let (searcher, fields) = writer::write(&articles, &analyser).map_err(failed)?;
        Ok(Self {
            digest,
            shipped,
            passages: articles.into_iter().flat_map(stored).collect(),
            searcher,
            fields,
            analyser,
        })
    }

    /// How many passages can be found.
    #[must_use]
    pub fn len(&self) -> usize {
        self.passages.len()
    }

    /// Whether there is nothing to find.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.passages.is_empty()
    }

    /// The passages that fit, best first; of equals, the first by id. Takes below a millisecond for some hundred passages.
    ///
    /// # Errors
    /// [`KnowledgeError::Index`] when the engine fails.
    pub fn find(&self, query: &Query) -> Result<Vec<Passage>, KnowledgeError> {
        let Some(searcher) = &self.searcher else {
            return Ok(Vec::new());
        };
        let shipped = self.shipped;
        let best = TopDocs::with_limit(query.limit()).tweak_score(move |_: &SegmentReader| {
            move |passage: DocId, score: Score| {
                let weight = if (passage as usize) < shipped {
                    1.0
                } else {
                    OWN
                };
                f64::from(score) / SATURATION * weight
            }
        });
        let found = searcher
            .search(&self.terms(&query.text), &best)
            .map_err(failed)?;
        let total = self.passages.len() as u64;
        Ok(found
            .into_iter()
            .filter_map(|(sum, address)| {
                let stored = self.passages.get(address.doc_id as usize)?;
                Some(stored.passage(relevance(sum, total)))
            })
            .filter(|passage| passage.score >= query.threshold && passage.score > 0.0)
            .collect())
    }

    /// Any of the words and things that the text names.
    fn terms(&self, text: &str) -> BooleanQuery {
        let Fields {
            title,
            topics,
            concepts,
            text: body,
        } = self.fields;
        let mut terms = Vec::new();
        for stem in words::stems(&self.analyser, text) {
            for (field, boost) in [(title, TITLE), (topics, TOPICS), (body, TEXT)] {
                terms.push(term(field, &stem, boost));
            }
        }
        for concept in concept::concepts(text) {
            terms.push(term(concepts, &concept, CONCEPTS));
        }
        BooleanQuery::union(terms)
    }
}

impl Stored {
    fn passage(&self, score: f64) -> Passage {
        Passage {
            id: self.id.to_string(),
            title: self.title.to_string(),
            text: self.text.to_string(),
            score,
        }
    }
}

impl KnowledgeBase for EmbeddedIndex {
    fn digest(&self) -> Digest {
        self.digest.clone()
    }

    fn search<'a>(
        &'a self,
        query: &'a Query,
    ) -> BoxFuture<'a, Result<Vec<Passage>, KnowledgeError>> {
        async { self.find(query) }.boxed()
    }
}

impl fmt::Debug for EmbeddedIndex {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("EmbeddedIndex")
            .field("digest", &self.digest)
            .field("passages", &self.passages.len())
            .finish_non_exhaustive()
    }
}

/// Of everything that decides an answer: the documents and how they are found.
pub(super) fn digest(articles: &[Article]) -> Digest {
    let documents: Vec<_> = articles
        .iter()
        .map(|article| {
            (
                article.id.as_str(),
                &article.title,
                &article.topics,
                &article.passages,
            )
        })
        .collect();
    Digest::of(&(VERSION, documents))
}

fn stored(article: Article) -> impl Iterator<Item = Stored> {
    let title: Arc<str> = article.title.into();
    article.passages.into_iter().map(move |text| Stored {
        id: article.id.clone(),
        title: Arc::clone(&title),
        text,
    })
}

fn term(field: Field, word: &str, boost: f32) -> Box<dyn IndexQuery> {
    let term = Term::from_field_text(field, word);
    let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
    Box::new(BoostQuery::new(Box::new(query), boost))
}

#[expect(clippy::needless_pass_by_value, reason = "the argument of map_err")]
fn failed(error: TantivyError) -> KnowledgeError {
    KnowledgeError::Index {
        detail: error.to_string(),
    }
}
