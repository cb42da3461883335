//! What a text was understood as, for the client.

use nephoran_api::{IntentModel, Provenance, TokenUsage};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{Span, clarification, processor::Processed};

/// What a text was understood as.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParseAnswer {
    /// What the text asks for, as far as it was understood.
    pub model: IntentModel,
    /// How much of the text the model rests on, 0–1.
    pub confidence: f64,
    /// Whether a controller would act on the model.
    pub status: ParseStatus,
    /// What a person should answer in the text, what must be answered first.
    pub questions: Vec<String>,
    /// The stretches that were understood, in the order of the text.
    pub spans: Vec<Span>,
    /// How the model came about.
    pub provenance: Provenance,
    /// Tokens it took, if a language model was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_usage: Option<TokenUsage>,
}

/// Whether a controller would act on a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ParseStatus {
    /// It would.
    Ok,
    /// It would ask first.
    Clarify,
}

impl From<Processed> for ParseAnswer {
    fn from(processed: Processed) -> Self {
        let understanding = processed.understanding;
        let (status, questions) = if let Some(open) = clarification(&understanding) {
            (ParseStatus::Clarify, open.questions)
        } else {
            let minor = understanding.model.unresolved.iter();
            let questions = minor.map(|open| open.question.clone()).collect();
            (ParseStatus::Ok, questions)
        };
        Self {
            model: understanding.model,
            confidence: understanding.confidence,
            status,
            questions,
            spans: understanding.spans,
            provenance: processed.provenance,
            token_usage: processed.usage,
        }
    }
}
