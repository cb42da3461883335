//! `parse`: how a sentence is understood.

mod annotate;
mod page;
#[cfg(test)]
mod tests;
mod understood;

use nephoran_api::{IntentModel, Provenance};
use nephoran_intent_processing::{Span, clarification, text};
use serde::Serialize;

use crate::answer::{Answer, Outcome, json};
use crate::cli::{ParseArguments, TextJsonOrYaml};
use understood::Sentence;

/// What programs read.
#[derive(Serialize)]
struct Parsed {
    /// What the sentence asks for; null when it is none an intent may hold.
    model: Option<IntentModel>,
    /// How much of the sentence the model rests on, 0–1.
    confidence: f64,
    status: Status,
    /// The stretches that were understood.
    spans: Vec<Span>,
    /// How the model came about; absent when the builtin parser read the sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    provenance: Option<Provenance>,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    /// Machinery may act on the model.
    Ok,
    /// A question is open.
    Clarify,
    /// The API server would refuse the sentence.
    Error,
}

pub(crate) fn run(arguments: &ParseArguments) -> anyhow::Result<Answer> {
    let sentence = Sentence::of(arguments)?;
    if let Err(error) = text::check(&sentence.text) {
        let refused = Parsed {
            model: None,
            confidence: 0.0,
            status: Status::Error,
            spans: Vec::new(),
            provenance: None,
        };
        return Ok(Answer {
            text: written(&refused, arguments.output, String::new)?,
            notes: vec![format!("error: {error}")],
            outcome: Outcome::Failed,
        });
    }
    let (understanding, provenance) = sentence.understood(
        arguments.provider.into(),
        arguments.configuration.as_deref(),
    )?;
    let (status, outcome) = if clarification(&understanding).is_some() {
        (Status::Clarify, Outcome::NotYet)
    } else {
        (Status::Ok, Outcome::Fine)
    };
    let page = page::page(&sentence.text, &understanding, provenance.as_ref());
    let parsed = Parsed {
        model: Some(understanding.model),
        confidence: understanding.confidence,
        status,
        spans: understanding.spans,
        provenance,
    };
    Ok(Answer {
        text: written(&parsed, arguments.output, || page)?,
        notes: Vec::new(),
        outcome,
    })
}

fn written(
    parsed: &Parsed,
    output: TextJsonOrYaml,
    page: impl FnOnce() -> String,
) -> anyhow::Result<String> {
    Ok(match output {
        TextJsonOrYaml::Text => page(),
        TextJsonOrYaml::Json => json(parsed)?,
        TextJsonOrYaml::Yaml => serde_saphyr::to_string(parsed)?,
    })
}
