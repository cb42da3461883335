//! Rows of tables: those that ask for nothing, and what belongs to one row alone.

use std::ops::Range;

use super::Parser;
use super::phrase::{Cues, cues};
use super::segment::is_request;
use crate::builtin::term::{Term, Verb};

/// What the last cell of a row says that asks for nothing.
#[rustfmt::skip]
const NOTHING: &[&str] = &[
    "no action", "none", "no change", "no changes", "unchanged", "nothing", "nothing to do", "done", "ok", "keep", "keeps", "stays", "leave", "leave as is", "as is", "untouched",
];

/// Everybody beside those that a table names.
const OTHERS: Cues = cues!["other", "others", "any", "all", "else"];

/// The rows that ask for nothing.
pub(super) fn settled(parser: &Parser<'_>) -> Vec<Range<usize>> {
    if !parser.text.contains('|') {
        return Vec::new();
    }
    let mut rows = Vec::new();
    let mut start = 0;
    for at in 1..=parser.lexemes.len() {
        if at < parser.lexemes.len() && !parser.begins_line(at) {
            continue;
        }
        let row = start..at;
        start = at;
        if parser.is_bar(row.start) && is_settled(parser, &row) {
            rows.push(row);
        }
    }
    rows
}

/// "| AMF | 3 | deployed, no action |", "| any other | SMF | any | block |": nothing is to be done, and everybody else is
/// refused anyway.
fn is_settled(parser: &Parser<'_>, row: &Range<usize>) -> bool {
    let bar = (row.start..row.end - 1)
        .rev()
        .find(|at| parser.is_bar(*at) || parser.symbol(*at) == Some(','));
    let Some(last) = bar.map(|bar| bar + 1..row.end) else {
        return false;
    };
    let said = parser.slice(last.start..last.end - 1);
    let nothing = NOTHING
        .iter()
        .any(|phrase| phrase.eq_ignore_ascii_case(said));
    let denies = parser.has_term(&last, |term| term == Term::Verb(Verb::Deny));
    (nothing && parser.names_function(row) && !parser.has_term(row, is_request))
        || (denies && parser.has_word(row, OTHERS))
}

impl Parser<'_> {
    /// Whether the lexeme at `at` is what a column is about and stands in a bar's place, so that it belongs to what is behind it.
    pub(super) fn is_label(&self, at: usize) -> bool {
        self.is_bar(at) && self.symbol(at).is_none()
    }

    /// Whether a bar is written at `at`, whatever stands in its place.
    fn is_bar(&self, at: usize) -> bool {
        self.slice(at..at + 1) == "|"
    }

    /// Whether the value at `at` ends a line in which a function is named: what stands in the next line is not counted by it.
    pub(super) fn ends_row(&self, at: usize) -> bool {
        self.begins_line(at + 1)
            && (0..at)
                .rev()
                .take_while(|index| !self.begins_line(index + 1))
                .any(|index| self.is_named(index))
    }
}
