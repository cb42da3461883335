//! From what a text was understood as to a status.

use nephoran_api::{Digest, IntentProcessingStatus};
use nephoran_runtime::attempt::Attempt;

use crate::{clarification, processor::Processed};

/// The model when it can be acted on; else the questions, with the model as far as it was understood.
pub(super) fn outcome(
    mut status: IntentProcessingStatus,
    processed: Processed,
) -> Attempt<IntentProcessingStatus> {
    let question = clarification(&processed.understanding);
    let summary = summary(&processed);
    let understanding = processed.understanding;
    status.confidence = Some(understanding.confidence);
    status.extracted_entities = understanding.entities;
    status.provenance = Some(processed.provenance);
    status.token_usage = processed.usage;
    let digest = Digest::of(&understanding.model);
    status.result = Some(understanding.model);
    if let Some(question) = question {
        status.state.digest = None;
        return Attempt::failed(status, &question);
    }
    status.state.digest = Some(digest);
    Attempt::completed(status, "IntentUnderstood", summary)
}

/// What a reader of the status sees while a model answers.
pub(super) fn progress(bytes: usize) -> String {
    format!("the language model is answering: {bytes} bytes so far")
}

fn summary(processed: &Processed) -> String {
    let model = &processed.understanding.model;
    let functions: Vec<_> = model
        .network_functions
        .iter()
        .map(|function| function.function_type.as_str())
        .collect();
    let mut summary = format!(
        "understood as {:?} of {} with confidence {:.2}",
        model.action,
        functions.join(", "),
        processed.understanding.confidence
    );
    for open in &model.unresolved {
        summary.push_str("; ");
        summary.push_str(&open.question);
    }
    for passed_over in &processed.passed_over {
        summary.push_str("; not by ");
        summary.push_str(passed_over);
    }
    nephoran_api::conditions::shortened(&summary, 1000).to_owned()
}
