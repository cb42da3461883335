//! Verbs behind their subjects: "two instances of the SCP shall be added" is read like "add two instances of the SCP".
//!
//! What a number means depends on the verb that governs it, so the verb of such a clause is read first.

use std::ops::Range;

use super::Parser;
use crate::builtin::term::{Link, Term, Verb};

/// Most lexemes between an auxiliary and its verb: "shall be [gracefully] removed".
const ADVERBS: usize = 3;

/// The clauses whose verb stands behind the subject: the first lexeme of each, and the verb.
pub(super) fn verbs_behind_subjects(parser: &Parser<'_>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for verb in 0..parser.lexemes.len() {
        if !parser.background[verb] && parser.is_passive(verb) {
            let clause = parser.clause_around(verb);
            let subject = (clause.start..verb).any(|at| speaks_of_something(parser, at));
            if subject && !found.iter().any(|(start, _)| *start == clause.start) {
                found.push((clause.start, verb));
            }
        }
    }
    found
}

/// Reads the verb of the clause that begins at `at`, when it stands behind its subject.
pub(super) fn read_ahead(parser: &mut Parser<'_>, at: usize) {
    let ahead = parser
        .hoisted
        .iter()
        .find(|(start, _)| *start == at)
        .map(|(_, verb)| *verb);
    if let Some(verb) = ahead {
        super::verb::rule(parser, verb);
    }
}

fn speaks_of_something(parser: &Parser<'_>, at: usize) -> bool {
    !parser.background[at]
        && (parser.named(at).is_some()
            || matches!(
                parser.term(at),
                Some(
                    Term::Noun(_)
                        | Term::Metric(_)
                        | Term::Slice(_)
                        | Term::Authentication(_)
                        | Term::Encryption(_)
                )
            ))
}

impl Parser<'_> {
    /// Whether the verb at `at` was read before its subject.
    pub(super) fn is_hoisted(&self, at: usize) -> bool {
        self.hoisted.iter().any(|(_, verb)| *verb == at)
    }

    /// Whether the verb at `at` stands behind an auxiliary that makes it passive.
    fn is_passive(&self, at: usize) -> bool {
        let Some(Term::Verb(verb)) = self.term(at) else {
            return false;
        };
        if matches!(verb, Verb::Autoscale | Verb::Deny) {
            return false;
        }
        // "the memory limit should go up to 12Gi"
        let moves = matches!(
            self.lower(at),
            "go up" | "go down" | "rise" | "increase" | "grow" | "drop" | "come down"
        );
        let wished = at
            .checked_sub(1)
            .is_some_and(|wish| matches!(self.word(wish), "should" | "must" | "shall"));
        if moves && wished {
            return true;
        }
        (at.saturating_sub(ADVERBS)..at)
            .rev()
            .take_while(|index| {
                self.is_stop(*index) || self.is_unknown(*index) || self.word(*index) == "also"
            })
            .find(|index| self.is_stop(*index))
            .is_some_and(|auxiliary| matches!(self.word(auxiliary), "be" | "is" | "are" | "get"))
    }

    /// The clause that the verb at `at` governs, as far as it can be told from commas and other verbs.
    pub(super) fn clause_around(&self, at: usize) -> Range<usize> {
        let ends = |index: usize| {
            matches!(self.symbol(index), Some('.' | ';' | '!' | '?'))
                || self.background[index]
                || self.begins_line(index) && index != at
        };
        let joint = |index: usize| {
            self.symbol(index) == Some(',') || self.link(index).is_some_and(Link::joins)
        };
        let is_verb = |index: usize| matches!(self.term(index), Some(Term::Verb(_)));
        let sentence = (0..at).rev().find(|index| ends(*index)).map_or(0, |end| {
            end + usize::from(!self.begins_line(end) || self.symbol(end).is_some())
        });
        let earlier = (sentence..at).rev().find(|index| is_verb(*index));
        let start = match earlier {
            Some(earlier) => (earlier..at)
                .find(|index| joint(*index))
                .map_or(at, |joint| joint + 1),
            None => sentence,
        };
        let end = (at + 1..self.lexemes.len())
            .find(|index| ends(*index) || is_verb(*index))
            .unwrap_or(self.lexemes.len());
        start..end
    }
}
