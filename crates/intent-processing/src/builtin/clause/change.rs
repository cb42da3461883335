//! What a number of replicas means under the verb that governs it: that many, more, fewer, a multiple.

use super::Parser;
use crate::builtin::decimal::Decimal;
use crate::builtin::draft::Change;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Verb};

/// Most replicas one function may be asked to have; the bound of the model.
const MOST_REPLICAS: u64 = 1000;

pub(super) fn signed(count: u32, negative: bool) -> i32 {
    let count = i32::try_from(count).unwrap_or(i32::MAX);
    if negative { -count } else { count }
}

/// 50 % more is a factor of 1.5, 50 % less one of 0.5.
pub(super) fn share(percent: Decimal, shrinks: bool) -> f64 {
    let share = percent.shifted(-2).to_f64();
    if shrinks { 1.0 - share } else { 1.0 + share }
}

pub(super) fn meaning(change: Change) -> String {
    match change {
        Change::Exactly(replicas) => format!("replicas {replicas}"),
        Change::By(difference) => format!("replicas {difference:+}"),
        Change::Times(factor) => format!("replicas times {factor}"),
    }
}

impl Parser<'_> {
    /// The number at `at` as a number of replicas; out of bounds it becomes a question.
    pub(super) fn replicas(&mut self, at: usize) -> Option<u32> {
        let (Kind::Number(value) | Kind::Times(value)) = self.kind(at)? else {
            return None;
        };
        let replicas = value
            .to_u64()
            .filter(|value| *value <= MOST_REPLICAS)
            .and_then(|value| u32::try_from(value).ok());
        if replicas.is_none() {
            let words = self.slice(at..at + 1);
            self.taken[at] = true;
            self.draft.ask(words, format!("\"{words}\" is not a whole number of replicas from 0 to {MOST_REPLICAS}: how many are meant?"));
        }
        replicas
    }

    /// What a plain number of replicas means under the governing verb.
    pub(super) fn change(&mut self, at: usize, comparison: Option<Link>) -> Option<Change> {
        let multiplies = matches!(self.kind(at), Some(Kind::Times(factor))
            if matches!(self.verb(), Some(Verb::Scale | Verb::Grow))
                // "replica count x1.5"
                || factor.to_u64().is_none()
                // "xApp replicas x4"
                || (self.verb().is_none()
                    && at.checked_sub(1).is_some_and(|noun| self.noun(noun) == Some(Noun::Replica))));
        if let (Some(Kind::Times(factor)), true) = (self.kind(at), multiplies) {
            return Some(Change::Times(factor.to_f64()));
        }
        let verb = self.verb();
        let replicas = self.replicas(at)?;
        Some(match (comparison, verb) {
            (Some(Link::Fewer), _) | (_, Some(Verb::Remove)) | (Some(_), Some(Verb::Shrink)) => {
                Change::By(signed(replicas, true))
            }
            // "drop two replicas from the SMF"
            (None, Some(Verb::Shrink)) if self.taken_from(at) => Change::By(signed(replicas, true)),
            (Some(_), _) | (_, Some(Verb::Add)) => Change::By(signed(replicas, false)),
            (None, Some(Verb::Grow | Verb::Shrink)) if self.is_total(at) => {
                Change::Exactly(replicas)
            }
            (None, Some(Verb::Grow | Verb::Shrink)) => {
                let words = self.slice(at..at + 1);
                self.draft.ask(words, format!("is \"{words}\" the new number of replicas or the difference? Write \"to {words}\" or \"by {words}\""));
                Change::Exactly(replicas)
            }
            _ => Change::Exactly(replicas),
        })
    }

    /// Names the functions at `at` and gives the change to them alone.
    pub(super) fn change_named(&mut self, change: Change, at: usize) -> Option<usize> {
        self.await_function(change, "");
        let end = super::function::mention(self, at)?;
        self.pending = None;
        Some(end)
    }

    /// Whether the replicas counted at `at` are all there shall be: "and shall then consist of nine replicas".
    fn is_total(&self, at: usize) -> bool {
        let word = |back: usize| at.checked_sub(back).map_or("", |index| self.word(index));
        let consists = matches!(word(2), "consist" | "consists" | "total") && word(1) == "of";
        // "nine is the number to which it is to be increased"
        let stated = matches!(self.word(at + 1), "is" | "are")
            && (at + 2..at + 5).any(|index| {
                let said = self.lower(index).trim_start_matches("the ");
                said.starts_with("number") || matches!(said, "target" | "count" | "goal")
            });
        // "downsize the PCF, three instances are plenty"
        let noun = at + 1 + usize::from(self.noun(at + 1) == Some(Noun::Replica));
        let suffices = matches!(self.word(noun), "is" | "are" | "will" | "would")
            && (noun + 1..noun + 4).any(|index| {
                matches!(
                    self.word(index),
                    "plenty" | "enough" | "sufficient" | "ample" | "suffice" | "do"
                )
            });
        // "upscale", and below it "AMF | 4"
        let celled = at
            .checked_sub(1)
            .is_some_and(|bar| self.symbol(bar) == Some('|'));
        consists
            || stated
            || suffices
            || celled
            || matches!(word(1), "comprise" | "comprises" | "total" | "number")
    }

    /// Whether the replicas counted at `at` are taken from something.
    fn taken_from(&self, at: usize) -> bool {
        (at + 1..at + 4).any(|index| self.link(index) == Some(Link::From))
    }

    /// Whether a difference that follows at `at` takes away.
    pub(super) fn shrinks(&self, at: usize) -> bool {
        let down = self
            .before(at)
            .is_some_and(|index| matches!(self.word(index), "down" | "in" | "back"));
        down || matches!(self.verb(), Some(Verb::Shrink | Verb::Remove))
    }
}
