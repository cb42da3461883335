//! The error that asks a person to say more.

use nephoran_api::{Classified, ErrorClass};

use crate::understanding::Understanding;

/// A text that machinery must not act on before its questions are answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the intent needs clarification: {}; edit spec.intent to answer", .questions.join("; "))]
pub struct Clarification {
    /// The questions, the blocking ones first; never empty.
    pub questions: Vec<String>,
}

impl Classified for Clarification {
    fn reason(&self) -> &'static str {
        "ClarificationNeeded"
    }

    fn class(&self) -> ErrorClass {
        ErrorClass::Validation
    }
}

/// The questions to ask before acting on an understanding; `None` when it can be acted on.
#[must_use]
pub fn clarification(understanding: &Understanding) -> Option<Clarification> {
    if understanding.is_actionable() {
        return None;
    }
    let unresolved = &understanding.model.unresolved;
    let (blocking, rest): (Vec<_>, Vec<_>) = unresolved.iter().partition(|open| open.blocking);
    let mut questions: Vec<String> = blocking
        .into_iter()
        .chain(rest)
        .map(|open| open.question.clone())
        .collect();
    if questions.is_empty() {
        questions.push("too little of the text is understood; say what to do with which network function, e.g. \"Deploy AMF with 3 replicas\"".to_owned());
    }
    Some(Clarification { questions })
}
