//! `parse`: how a sentence is understood.

mod annotate;

use std::fmt::Write as _;

use nephoran_api::{IntentHints, IntentModel};
use nephoran_intent_processing::{
    CONFIDENCE_THRESHOLD, Span, Understanding, clarification, understand,
};
use serde::Serialize;

use crate::answer::{Answer, Outcome, json};
use crate::cli::{ParseArguments, TextJsonOrYaml};
use crate::input::check_sentence;

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
    let text = &arguments.text;
    if let Err(error) = check_sentence(text) {
        let refused = Parsed {
            model: None,
            confidence: 0.0,
            status: Status::Error,
            spans: Vec::new(),
        };
        return Ok(Answer {
            text: written(&refused, arguments.output, String::new)?,
            notes: vec![format!("error: {error}")],
            outcome: Outcome::Failed,
        });
    }
    let understanding = understand(text, &IntentHints::default());
    let open = clarification(&understanding).is_some();
    let (status, outcome) = if open {
        (Status::Clarify, Outcome::NotYet)
    } else {
        (Status::Ok, Outcome::Fine)
    };
    let page = page(text, &understanding)?;
    let parsed = Parsed {
        model: Some(understanding.model),
        confidence: understanding.confidence,
        status,
        spans: understanding.spans,
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

/// What people read: the sentence with what each part means, then what is taken for granted and what is asked.
fn page(text: &str, understanding: &Understanding) -> Result<String, std::fmt::Error> {
    let model = &understanding.model;
    let mut page = annotate::annotated(text, &understanding.spans);
    writeln!(page, "action      {:?}", model.action)?;
    writeln!(
        page,
        "confidence  {} (from {CONFIDENCE_THRESHOLD} on, controllers act)",
        understanding.confidence
    )?;
    for assumption in &model.assumptions {
        writeln!(page, "assumed     {assumption}")?;
    }
    for open in &model.unresolved {
        let weight = if open.blocking { "blocking" } else { "minor" };
        writeln!(page, "question    {} ({weight})", open.question)?;
    }
    if clarification(understanding).is_some() {
        writeln!(
            page,
            "\nNot clear enough to act on: answer the questions in the sentence."
        )?;
    }
    Ok(page)
}
