//! The builtin provider: a deterministic parser without network.
//!
//! Characters become tokens (`token`), tokens become lexemes of a vocabulary, numbers and names (`lexeme`), clause rules
//! (`clause`) write what lexemes mean together to a draft, and `assemble` turns the draft and the typed hints into the
//! model. What is not understood becomes a question; nothing is guessed. Hints win over the text, and contradictions
//! between them are questions too.

pub(crate) mod action;
mod aside;
mod assemble;
pub(crate) mod clause;
mod confidence;
mod correction;
pub(crate) mod decimal;
mod derived;
mod detail;
mod draft;
mod epithet;
pub(crate) mod gazetteer;
mod hints;
mod inflection;
pub(crate) mod lexeme;
mod naming;
mod node;
mod number;
mod object;
mod parallel;
mod relative;
mod shorthand;
mod standing;
mod table;
mod tally;
pub(crate) mod term;
pub(crate) mod token;
pub(crate) mod unit;
mod verbs;
mod vocabulary;
mod voice;
mod wording;

use std::collections::BTreeMap;

use nephoran_api::IntentHints;

use crate::understanding::{Span, Understanding};

pub use confidence::CONFIDENCE_THRESHOLD;

/// Understands a text with the typed hints that came with it.
///
/// Total: any text gives an answer, the same one every time. The confidence is the share of the words that carry
/// something and were understood, unknown words counting two fifths, less 0.15 when no verb says what to do and 0.1 for
/// every question that blocks. Ask [`crate::clarification`] before acting on the model.
#[must_use]
pub fn understand(text: &str, hints: &IntentHints) -> Understanding {
    let tokens = token::tokenize(text);
    let lexemes = lexeme::lex(text, &tokens, gazetteer::Gazetteer::builtin());
    let lowered = lexeme::lowered(text, &tokens, &lexemes);
    let mut parser = clause::Parser::new(text, &tokens, &lowered, lexemes);
    parser.run();
    let mut draft = std::mem::take(&mut parser.draft);
    let spans = std::mem::take(&mut draft.spans);
    let assembled = assemble::assemble(draft, hints);
    let blocking = assembled
        .model
        .unresolved
        .iter()
        .filter(|open| open.blocking)
        .count();
    let confidence = confidence::confidence(&parser, assembled.action_assumed, blocking);
    Understanding {
        entities: entities(&spans),
        model: assembled.model,
        confidence,
        spans,
    }
}

/// The words of every meaning, in the order of the text.
fn entities(spans: &[Span]) -> BTreeMap<String, String> {
    let mut entities: BTreeMap<String, String> = BTreeMap::new();
    for span in spans {
        entities
            .entry(span.meaning.clone())
            .and_modify(|words| {
                words.push_str(", ");
                words.push_str(&span.text);
            })
            .or_insert_with(|| span.text.clone());
    }
    entities
}

#[cfg(test)]
mod tests;
