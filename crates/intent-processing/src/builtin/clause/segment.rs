//! The clauses of a text: the stretches between commas, conjunctions, full stops and new lines, and their words.

use std::ops::Range;

use super::Parser;
use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::term::{Link, Term, Verb};
use crate::builtin::token::Token;

/// The clauses of the text, and whether each begins a sentence.
pub(super) fn segments(parser: &Parser<'_>) -> Vec<(Range<usize>, bool)> {
    let mut segments = Vec::new();
    let (mut start, mut begins) = (0, true);
    for at in 0..=parser.lexemes.len() {
        let ends_sentence =
            matches!(parser.symbol(at), Some('.' | ';' | '!' | '?')) || parser.begins_line(at);
        let ends = ends_sentence
            || at == parser.lexemes.len()
            || orders_behind(parser, at)
            || matches!(parser.symbol(at), Some(',' | '(' | ')' | '–' | '—'))
            || (parser.symbol(at) == Some('-') && parser.stands_apart(at))
            || parser.link(at).is_some_and(Link::joins);
        if !ends {
            continue;
        }
        if start < at {
            segments.push((start..at, begins));
            begins = false;
        }
        begins |= ends_sentence || orders_behind(parser, at);
        let boundary = parser.symbol(at).is_some() || parser.link(at).is_some_and(Link::joins);
        start = if boundary { at + 1 } else { at };
    }
    segments
}

/// Whether a colon stands at `at` with an order behind it: "yesterday's number was wrong: scale the BSF to two".
pub(super) fn orders_behind(parser: &Parser<'_>, at: usize) -> bool {
    let next = parser.skip_stops(at + 1);
    parser.symbol(at) == Some(':')
        && (matches!(parser.term(next), Some(Term::Verb(verb)) if verb != Verb::Need || matches!(parser.word(next), "give" | "grant"))
            || matches!(parser.word(next), "permit" | "allow"))
        && parser.symbol(next + 1).is_none()
}

impl Parser<'_> {
    /// For every lexeme, whether it stands in a clause of which no rule took anything.
    pub(crate) fn beside(&self) -> Vec<bool> {
        let mut beside = vec![false; self.lexemes.len()];
        for (segment, _) in segments(self) {
            let mut start = segment.start;
            while start < segment.end {
                let end = (start + 1..segment.end)
                    .find(|at| {
                        self.opens_relative(*at)
                            || self.symbol(*at) == Some(':')
                            || (self.symbol(*at) == Some('-') && self.stands_apart(*at))
                    })
                    .unwrap_or(segment.end);
                beside[start..end].fill(!self.asks_in(start..end));
                start = end;
            }
        }
        beside
    }

    /// Whether rules took something in a clause that asks for something. Where another clause has the verb, one that only
    /// names functions and places tells why: "nobody has sent a message over the SMSF since spring".
    fn asks_in(&self, clause: Range<usize>) -> bool {
        // "elimina el SMF" orders, in words that are not known.
        let heads = self.kind(clause.start) == Some(&Kind::Unknown)
            && clause.clone().take(4).any(|at| self.named(at).is_some());
        let ordered = !heads && (0..self.lexemes.len()).any(|at| self.orders_known(at));
        let unknown = clause
            .clone()
            .filter(|at| self.kind(*at) == Some(&Kind::Unknown))
            .count();
        let names =
            |at: usize| self.named(at).is_some() || matches!(self.kind(at), Some(Kind::Place(..)));
        let tells = ordered && unknown > 1;
        clause
            .filter(|at| self.taken[*at] && !self.background[*at])
            .any(|at| !(tells && names(at)))
    }

    /// Whether a verb at `at` orders something of what is named behind it or was named before.
    fn orders_known(&self, at: usize) -> bool {
        let verb = self.taken[at]
            && !self.background[at]
            && matches!(self.term(at), Some(Term::Verb(verb)) if verb != Verb::Need);
        verb && (at + 1..(at + super::REACH).min(self.lexemes.len()))
            .take_while(|index| !matches!(self.symbol(*index), Some('.' | ';' | '!')))
            .any(|index| {
                self.named(index).is_some()
                    || matches!(self.term(index), Some(Term::Slice(_)))
                    || matches!(self.word(index), "it" | "them" | "this" | "these" | "both")
            })
    }

    /// Whether a relative clause begins at `at`.
    fn opens_relative(&self, at: usize) -> bool {
        self.is_stop(at) && matches!(self.word(at), "which" | "that" | "who" | "whose" | "where")
    }

    /// The words of lexemes in lower case.
    pub(super) fn norms(&self, range: Range<usize>) -> Vec<&str> {
        let lexemes = self.lexemes.get(range).unwrap_or_default();
        lexemes
            .iter()
            // "on top of what is running" says nothing by its words.
            .filter(|lexeme| {
                lexeme.kind != Kind::Term(Term::Stop) || lexeme.next < lexeme.first + 4
            })
            .flat_map(|lexeme| lexeme.first..lexeme.next)
            .filter_map(|index| self.tokens.get(index))
            .map(|token| token.norm.as_ref())
            .collect()
    }

    /// Whether only a comma or "and" stands between two places.
    pub(super) fn begins_behind(&self, end: usize, start: usize) -> bool {
        start == end + 1
            && (self.symbol(end) == Some(',') || self.link(end).is_some_and(Link::joins))
    }

    /// Whether the lexeme at `at` is the first of a line, other than the first one.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        self.line_starts.get(at).copied().unwrap_or_default()
    }
}

/// For every lexeme, whether a line begins with it. Empty for a text of one line.
pub(super) fn line_starts(text: &str, tokens: &[Token<'_>], lexemes: &[Lexeme]) -> Vec<bool> {
    let Some(first) = text.find('\n') else {
        return Vec::new();
    };
    let mut end = first;
    let begins = |lexeme: &Lexeme| {
        let between = end..tokens[lexeme.first].start;
        end = tokens[lexeme.next - 1].end;
        text.get(between)
            .is_some_and(|between| between.contains('\n'))
    };
    let mut starts: Vec<bool> = lexemes.iter().map(begins).collect();
    if let Some(first) = starts.first_mut() {
        *first = false;
    }
    starts
}
