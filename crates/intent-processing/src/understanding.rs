//! What the parser answers.

use std::collections::BTreeMap;

use nephoran_api::IntentModel;
use schemars::JsonSchema;
use serde::Serialize;

/// A stretch of the text and what it was understood as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Span {
    /// First byte in the text.
    pub start: usize,
    /// First byte after the stretch.
    pub end: usize,
    /// The words as written.
    pub text: String,
    /// What they were understood as, e.g. `replicas 3`.
    pub meaning: String,
}

/// What a text was understood as.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Understanding {
    /// What the text asks for.
    pub model: IntentModel,
    /// How much of the text the model rests on, 0–1; the formula stands in [`crate::understand`].
    pub confidence: f64,
    /// The stretches that were understood, in the order of the text.
    pub spans: Vec<Span>,
    /// The words that were recognised, by what they were recognised as.
    pub entities: BTreeMap<String, String>,
}

impl Understanding {
    /// Whether machinery may act on the model: nothing blocks, and the confidence is high enough.
    #[must_use]
    pub fn is_actionable(&self) -> bool {
        self.confidence >= crate::CONFIDENCE_THRESHOLD
            && !self.model.unresolved.iter().any(|open| open.blocking)
    }
}
