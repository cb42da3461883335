//! Whether the text and the hints support a model. No invented requirements: what nobody said is a finding.
//!
//! Where the builtin parser reads the whole text without a question, its reading of numbers and directions is also not
//! contradicted, so that an answer cannot exchange two numbers that both stand in the text.

mod functions;
mod numbers;
mod placement;
mod policies;
mod prose;

use std::fmt::Display;

use nephoran_api::{IntentHints, IntentModel};

use super::Finding;
use super::evidence::Evidence;
use crate::builtin::action::permitted;

/// The checks of one answer.
struct Check<'a> {
    model: &'a IntentModel,
    evidence: &'a Evidence,
    hints: &'a IntentHints,
    findings: Vec<Finding>,
}

/// Everything in the model that is not supported.
pub(super) fn check(model: &IntentModel, evidence: &Evidence, hints: &IntentHints) -> Vec<Finding> {
    let mut check = Check {
        model,
        evidence,
        hints,
        findings: Vec::new(),
    };
    check.action();
    functions::check(&mut check);
    numbers::check(&mut check);
    placement::check(&mut check);
    policies::check(&mut check);
    prose::check(&mut check);
    check.findings
}

impl Check<'_> {
    fn note(&mut self, rule: &'static str, path: impl Into<String>, message: impl Into<String>) {
        self.findings.push(Finding::new(rule, path, message));
    }

    fn unsupported_number(&mut self, path: impl Into<String>, value: impl Display) {
        self.note(
            "UnsupportedNumber",
            path,
            format!("neither the text nor a hint says {value} of this; leave the field out"),
        );
    }

    fn unsupported_words(&mut self, path: impl Into<String>, value: &str) {
        self.note(
            "UnsupportedRequirement",
            path,
            format!("neither the text nor a hint asks for {value:?}; leave it out"),
        );
    }

    fn out_of_range(&mut self, path: impl Into<String>, range: &str) {
        self.note("OutOfRange", path, format!("the value must be {range}"));
    }

    fn contradiction(&mut self, path: impl Into<String>, said: impl Display) {
        self.note(
            "ContradictsText",
            path,
            format!("the text says {said} here"),
        );
    }

    fn action(&mut self) {
        let action = self.model.action;
        let hint = self.hints.intent_type;
        let by_hint = hint.is_some_and(|kind| permitted(kind).contains(&action));
        // Without a verb the reading takes its action from the hint.
        if !self.evidence.allows(action) {
            let message = format!(
                "no verb of the text asks to {action:?}; it asks to {:?}",
                self.evidence.reading.action
            );
            self.note("UnsupportedAction", "/action", message);
        }
        let blocked = self.model.unresolved.iter().any(|open| open.blocking);
        // `deployment` is the API's default and so no statement.
        let stated = hint.filter(|kind| *kind != nephoran_api::IntentType::Deployment);
        if let Some(kind) = stated.filter(|_| !by_hint && !blocked) {
            let message = format!(
                "the hint intentType says {kind:?}; follow it, or add a blocking question to unresolved"
            );
            self.note("ContradictsHint", "/action", message);
        }
    }
}
