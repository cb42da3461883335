//! From an understanding to a status.

use nephoran_api::{Digest, IntentProcessingStatus, Provenance, Provider};
use nephoran_runtime::attempt::Attempt;

use crate::{Understanding, clarification};

/// The model when it can be acted on; else the questions, with the model as far as it was understood.
pub(super) fn outcome(
    mut status: IntentProcessingStatus,
    understanding: Understanding,
) -> Attempt<IntentProcessingStatus> {
    let question = clarification(&understanding);
    let summary = summary(&understanding);
    status.confidence = Some(understanding.confidence);
    status.extracted_entities = understanding.entities;
    status.provenance = Some(Provenance {
        provider: Provider::Builtin,
        model: None,
        prompt_digest: None,
        schema_digest: None,
        cache: None,
        documents: Vec::new(),
        repairs: 0,
    });
    let digest = Digest::of(&understanding.model);
    status.result = Some(understanding.model);
    if let Some(question) = question {
        status.state.digest = None;
        return Attempt::failed(status, &question);
    }
    status.state.digest = Some(digest);
    Attempt::completed(status, "IntentUnderstood", summary)
}

fn summary(understanding: &Understanding) -> String {
    let functions: Vec<_> = understanding
        .model
        .network_functions
        .iter()
        .map(|function| function.function_type.as_str())
        .collect();
    format!(
        "understood as {:?} of {} with confidence {:.2}",
        understanding.model.action,
        functions.join(", "),
        understanding.confidence
    )
}
