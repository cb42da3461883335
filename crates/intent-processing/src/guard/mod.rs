//! The guard: what a language model answers is data, and not to be trusted.
//!
//! An answer is read strictly ([`read`]), and every function, number and name in it must be supported by the text of the
//! intent or by a typed hint (`support`). What is wrong becomes findings, which the model may be shown at most twice
//! ([`Repairs`]). Passages, annotations and system prompts are never evidence. Nothing here talks to a model.

mod completion;
mod confidence;
mod evidence;
mod figure;
mod metrics;
mod repair;
mod reply;
mod spoken;
mod strict_json;
mod support;

use std::sync::OnceLock;

use nephoran_api::{IntentHints, IntentModel};
use serde::Serialize;
use serde_json::{Value, json};

pub use confidence::confidence;
pub use metrics::GuardMetrics;
pub use repair::{MOST_REPAIRS, Refusal, Repairs};
pub use reply::{MOST_REPLY_BYTES, read};

use evidence::Evidence;

/// One thing that is wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule, in CamelCase, e.g. `UnknownField`, `UnsupportedNumber`.
    pub rule: &'static str,
    /// Where in the answer, as a JSON pointer; empty for the whole.
    pub path: String,
    /// What is wrong, for the model and for a person.
    pub message: String,
}

impl Finding {
    pub(crate) fn new(
        rule: &'static str,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            path: excerpt(&path.into(), 200),
            message: excerpt(&message.into(), 400),
        }
    }
}

/// The JSON Schema of [`IntentModel`].
#[must_use]
pub fn schema() -> Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(short_schema).clone()
}

/// Kubernetes explains its quantities at a length that every prompt would have to carry.
fn short_schema() -> Value {
    let mut schema = schemars::schema_for!(IntentModel).to_value();
    let definitions = schema.get_mut("$defs").and_then(Value::as_object_mut);
    for (name, definition) in definitions.into_iter().flatten() {
        if name.ends_with("Quantity") {
            *definition = json!({
                "type": "string",
                "description": "A Kubernetes quantity, e.g. 500m or 4Gi.",
            });
        }
    }
    schema
}

/// Reads an answer and checks it against the text of the intent and its hints.
///
/// The model that comes back asks for nothing that the text or a hint does not say; hints that the answer left out are
/// filled in. The same answer is examined the same way every time, so a cached one can be examined again.
///
/// # Errors
/// Everything that is wrong with the answer. An answer that cannot be read is not checked any further.
pub fn examine(
    reply: &str,
    intent_text: &str,
    hints: &IntentHints,
) -> Result<IntentModel, Vec<Finding>> {
    let model = read(reply)?;
    let evidence = Evidence::of(intent_text, hints);
    let findings = support::check(&model, &evidence, hints);
    if findings.is_empty() {
        Ok(completion::complete(model, &evidence, hints))
    } else {
        Err(findings)
    }
}

/// The first `most` characters of a text, on one line and without characters that are not shown.
pub(crate) fn excerpt(text: &str, most: usize) -> String {
    let shown = |character: char| {
        if character.is_control() {
            ' '
        } else {
            character
        }
    };
    let mut characters = text
        .chars()
        .filter(|character| !spoken::is_invisible(*character))
        .map(shown);
    let mut short: String = characters.by_ref().take(most).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}
