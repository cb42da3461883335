//! What of a text is looked up: its words, without those that carry nothing, brought to their stem.
//!
//! The same for documents and queries. A query is only ever these words: nothing a user writes is read as the query
//! language of an engine.

use std::collections::BTreeSet;

use tantivy::tokenizer::{
    Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, StopWordFilter, TextAnalyzer,
};

/// Name of the analyser in the index.
pub(super) const ANALYSER: &str = "english";
/// Longest word, in bytes; what is longer is no word.
const LONGEST: usize = 40;
/// Most words of a query. An intent has at most 2,000 characters, so this cuts hardly any.
const MOST: usize = 256;

/// English words that say nothing about the subject, and those that polite requests are made of.
const STOP_WORDS: &[&str] = &[
    "a", "about", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be",
    "because", "been", "being", "but", "by", "can", "could", "did", "do", "does", "done", "for",
    "from", "get", "give", "had", "has", "have", "he", "her", "here", "his", "how", "i", "if",
    "in", "into", "is", "it", "its", "just", "kindly", "let", "like", "may", "me", "more", "most",
    "must", "my", "need", "needs", "no", "not", "now", "of", "off", "on", "once", "one", "only",
    "or", "other", "our", "out", "please", "s", "shall", "she", "should", "so", "some", "such",
    "t", "than", "thanks", "that", "the", "their", "them", "then", "there", "these", "they",
    "this", "those", "to", "too", "up", "us", "use", "very", "want", "was", "we", "were", "what",
    "when", "where", "which", "while", "who", "why", "will", "with", "would", "you", "your",
];

/// Splits at everything but letters and digits, in lower case.
pub(super) fn analyser() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST))
        .filter(LowerCaser)
        .filter(StopWordFilter::remove(
            STOP_WORDS.iter().map(|word| (*word).to_owned()),
        ))
        .filter(Stemmer::new(Language::English))
        .build()
}

/// The distinct stems of a text, in alphabetical order.
pub(super) fn stems(analyser: &TextAnalyzer, text: &str) -> BTreeSet<String> {
    let mut analyser = analyser.clone();
    let mut stream = analyser.token_stream(text);
    let mut found = BTreeSet::new();
    while found.len() < MOST && stream.advance() {
        found.insert(stream.token().text.clone());
    }
    found
}

/// The distinct words of a text, in lower case, each as written and as its stem: for an engine without stemming, where
/// either may stand in a document ("specialisations" finds "specialisation").
pub(super) fn plain(text: &str) -> BTreeSet<String> {
    let words = text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty() && word.len() <= LONGEST)
        .map(str::to_lowercase)
        .filter(|word| !STOP_WORDS.contains(&word.as_str()))
        .take(MOST);
    words.chain(stems(&analyser(), text)).collect()
}
