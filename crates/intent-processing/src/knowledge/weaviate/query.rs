//! Questions in GraphQL and their answers.
//!
//! The user's text stands in a question as one string literal, escaped as JSON does it, which GraphQL shares: it can
//! neither end the literal nor add a field.

use serde_json::Value;

use super::{Contents, settings::WeaviateSettings};
use crate::knowledge::{
    Passage, Query, concept,
    document_id::USER,
    relevance::{CONCEPTS, OWN, TEXT, TITLE, TOPICS, relevance, rounded},
    words,
};

/// Weaviate takes weights in whole numbers only: those of the index in memory are multiplied by this, and what comes of
/// them is divided by it.
const SCALE: f32 = 4.0;
/// How much the meaning counts beside the words in a hybrid search, 0–1: Weaviate's documentation begins with half.
const MEANING: f64 = 0.5;

/// The question for passages, or nothing when the text holds no word to look up.
pub(super) fn search(settings: &WeaviateSettings, query: &Query) -> Option<String> {
    let mut words = words::plain(&query.text);
    if words.is_empty() {
        return None;
    }
    words.extend(concept::concepts(&query.text));
    let words: Vec<String> = words.into_iter().collect();
    let properties = Value::from(properties().to_vec());
    let search = match settings.vectorizer() {
        None => format!(
            "bm25: {{query: {}, properties: {properties}}}",
            literal(&words.join(" "))
        ),
        Some(_) => format!(
            "hybrid: {{query: {}, alpha: {MEANING}, properties: {properties}, fusionType: relativeScoreFusion}}",
            literal(&query.text)
        ),
    };
    let collection = settings.collection().as_str();
    let most = Query::MOST;
    // All that may be asked for, because the order changes once more when it is read.
    Some(format!(
        "{{ Get {{ {collection}(limit: {most}, {search}) {{ documentId title text _additional {{ score id }} }} }} }}"
    ))
}

/// The properties that are searched, with their weights.
fn properties() -> [String; 4] {
    [
        ("title", TITLE),
        ("topics", TOPICS),
        ("concepts", CONCEPTS),
        ("text", TEXT),
    ]
    .map(|(property, weight)| format!("{property}^{}", weight * SCALE))
}

/// The question for what the collection holds.
pub(super) fn contents(settings: &WeaviateSettings) -> String {
    let collection = settings.collection().as_str();
    format!(
        "{{ Aggregate {{ {collection} {{ meta {{ count }} }} }} \
         Get {{ {collection}(limit: 1, sort: [{{path: [\"_lastUpdateTimeUnix\"], order: desc}}]) \
         {{ _additional {{ lastUpdateTimeUnix }} }} }} }}"
    )
}

/// A string of JSON is a string of GraphQL, but for the sign of byte order, which GraphQL may pass over.
fn literal(text: &str) -> String {
    Value::from(text.replace('\u{feff}', " ")).to_string()
}

/// Reads the answer to [`contents`].
pub(super) fn read_contents(settings: &WeaviateSettings, data: &Value) -> Result<Contents, String> {
    let collection = settings.collection().as_str();
    let passages = data["Aggregate"][collection][0]["meta"]["count"]
        .as_u64()
        .ok_or("its answer has no number of passages")?;
    let newest = &data["Get"][collection][0]["_additional"]["lastUpdateTimeUnix"];
    Ok(Contents {
        passages,
        newest: newest.as_str().unwrap_or_default().to_owned(),
    })
}

/// Reads the answer to [`search`]: best first, equals by their id. A score of words alone becomes 0–1 as
/// `relevance` says; that of a hybrid search is 0–1 already.
pub(super) fn read_passages(
    settings: &WeaviateSettings,
    data: &Value,
    passages: u64,
    query: &Query,
) -> Result<Vec<Passage>, String> {
    let found = data["Get"][settings.collection().as_str()]
        .as_array()
        .ok_or("its answer has no list of passages")?;
    let mut read = Vec::with_capacity(found.len());
    for passage in found {
        let score = passage["_additional"]["score"]
            .as_str()
            .and_then(|score| score.parse().ok())
            .ok_or("its answer has a passage without a score")?;
        let text = |key: &str| passage[key].as_str().unwrap_or_default().to_owned();
        let id = shown_id(&text("documentId"), &passage["_additional"]["id"]);
        let own = if id.starts_with(USER) { OWN } else { 1.0 };
        let score = match settings.vectorizer() {
            None => relevance(score / f64::from(SCALE) * own, passages),
            Some(_) => rounded(score),
        };
        if score > 0.0 && score >= query.threshold {
            read.push(Passage {
                id,
                title: text("title"),
                text: text("text"),
                score,
            });
        }
    }
    read.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
    read.truncate(query.limit());
    Ok(read)
}

/// The document's id where it is one; others may have written anything there, or nothing.
fn shown_id(id: &str, object: &Value) -> String {
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    if !id.is_empty()
        && id.len() <= 300
        && id.chars().all(fine)
        && !id.contains("..")
        && !id.starts_with('/')
    {
        return id.to_owned();
    }
    format!("weaviate/{}", object.as_str().unwrap_or("unknown"))
}
