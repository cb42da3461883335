//! What people read: the sentence with what each part means, then what is taken for granted and what is asked.

use nephoran_api::Provenance;
use nephoran_intent_processing::{CONFIDENCE_THRESHOLD, Understanding, clarification};
use unicode_width::UnicodeWidthStr;

use super::annotate;

/// Columns of a line; terminals have 80.
const WIDTH: usize = 79;
/// Columns of a label, with the space after it.
const LABEL: usize = 12;

pub(super) fn page(
    text: &str,
    understanding: &Understanding,
    provenance: Option<&Provenance>,
) -> String {
    let model = &understanding.model;
    let mut page = annotate::annotated(text, &understanding.spans);
    page += &labelled("action", &format!("{:?}", model.action));
    let confidence = format!(
        "{} (from {CONFIDENCE_THRESHOLD} on, controllers act)",
        understanding.confidence
    );
    page += &labelled("confidence", &confidence);
    if let Some(provenance) = provenance {
        page += &labelled("provider", &origin(provenance));
    }
    for assumption in &model.assumptions {
        page += &labelled("assumed", assumption);
    }
    for open in &model.unresolved {
        let weight = if open.blocking { "blocking" } else { "minor" };
        page += &labelled("question", &format!("{} ({weight})", open.question));
    }
    if let Some(asked) = clarification(understanding) {
        // Too little was understood for a question of its own.
        if model.unresolved.is_empty() {
            for question in &asked.questions {
                page += &labelled("question", question);
            }
        }
        page += "\nNot clear enough to act on: answer the questions in the sentence.\n";
    }
    page
}

/// Who understood it and how, e.g. `mistral, model m-small, from the cache, 1 repair`.
fn origin(provenance: &Provenance) -> String {
    let mut parts = vec![format!("{:?}", provenance.provider).to_lowercase()];
    if let Some(model) = &provenance.model {
        parts.push(format!("model {model}"));
    }
    if provenance.cache == Some(nephoran_api::CacheOutcome::Hit) {
        parts.push("from the cache".to_owned());
    }
    match provenance.repairs {
        0 => {}
        1 => parts.push("1 repair".to_owned()),
        repairs => parts.push(format!("{repairs} repairs")),
    }
    match provenance.documents.len() {
        0 => {}
        1 => parts.push("1 document".to_owned()),
        documents => parts.push(format!("{documents} documents")),
    }
    parts.join(", ")
}

/// A label and a text beside it, in as many lines as it takes.
fn labelled(label: &str, text: &str) -> String {
    hanging(&format!("{label:LABEL$}"), text)
}

/// A text after a head, whose further lines begin below its first character. A word that fits no line stays whole.
pub(super) fn hanging(head: &str, text: &str) -> String {
    let indent = head.width();
    let mut written = head.to_owned();
    let mut column = indent;
    for word in text.split_whitespace() {
        let length = word.width();
        if column > indent {
            if column + 1 + length > WIDTH {
                written.push('\n');
                written.push_str(&" ".repeat(indent));
                column = indent;
            } else {
                written.push(' ');
                column += 1;
            }
        }
        written.push_str(word);
        column += length;
    }
    written.push('\n');
    written
}
