//! The sentences and clauses of a text, and what stands in such a stretch.

use std::ops::Range;

use super::Parser;
use super::phrase::{Cues, Words, among};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Term, Verb};
use crate::builtin::unit::Unit;

/// The sentences of the text: the stretches between full stops, semicolons and new lines.
pub(super) fn sentences(parser: &Parser<'_>) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for at in 0..=parser.lexemes.len() {
        if at < parser.lexemes.len() && !parser.ends_sentence(at) {
            continue;
        }
        if start < at {
            sentences.push(start..at);
        }
        start = at + usize::from(is_full_stop(parser, at));
    }
    sentences
}

/// The clauses of the text, and whether each begins a sentence.
pub(super) fn segments(parser: &Parser<'_>) -> Vec<(Range<usize>, bool)> {
    let mut segments = Vec::new();
    let (mut start, mut begins) = (0, true);
    for at in 0..=parser.lexemes.len() {
        let ends_sentence = parser.ends_sentence(at) || orders_behind(parser, at);
        let joins = parser.link(at).is_some_and(Link::joins);
        let ends = ends_sentence
            || joins
            || at == parser.lexemes.len()
            || matches!(parser.symbol(at), Some(',' | '(' | ')' | '–' | '—'))
            || is_dash(parser, at);
        if !ends {
            continue;
        }
        if start < at {
            segments.push((start..at, begins));
            begins = false;
        }
        begins |= ends_sentence;
        start = at + usize::from(joins || parser.symbol(at).is_some());
    }
    segments
}

fn is_full_stop(parser: &Parser<'_>, at: usize) -> bool {
    matches!(parser.symbol(at), Some('.' | ';' | '!' | '?'))
}

/// Whether a dash between spaces stands at `at`.
fn is_dash(parser: &Parser<'_>, at: usize) -> bool {
    matches!(parser.symbol(at), Some('-' | '–' | '—')) && parser.stands_apart(at)
}

/// Whether a colon stands at `at` with an order behind it: "yesterday's number was wrong: scale the BSF to two".
pub(super) fn orders_behind(parser: &Parser<'_>, at: usize) -> bool {
    if parser.symbol(at) != Some(':') {
        return false;
    }
    let next = parser.skip_stops(at + 1);
    let orders = match parser.term(next) {
        Some(Term::Verb(Verb::Need)) => matches!(parser.word(next), "give" | "grant"),
        Some(Term::Verb(_)) => true,
        _ => matches!(parser.word(next), "permit" | "allow"),
    };
    orders && parser.symbol(next + 1).is_none()
}

/// Whether a term orders something, and does not only say that it is needed.
pub(super) fn is_order(term: Term) -> bool {
    matches!(term, Term::Verb(verb) if verb != Verb::Need)
}

/// Whether a term asks for something as a verb does: "deploy", "need", "twice as many".
pub(super) fn is_request(term: Term) -> bool {
    matches!(term, Term::Verb(_) | Term::Multiply(_))
}

/// "35 %".
pub(super) fn is_share(kind: &Kind) -> bool {
    matches!(kind, Kind::Quantity(_, Unit::Percent))
}

impl Parser<'_> {
    /// For every lexeme, whether it stands in a clause of which no rule took anything.
    pub(crate) fn beside(&self) -> Vec<bool> {
        let mut beside = vec![false; self.lexemes.len()];
        let ordered = (0..self.lexemes.len()).any(|at| self.orders_known(at));
        for (segment, _) in segments(self) {
            let mut start = segment.start;
            while start < segment.end {
                let end = (start + 1..segment.end)
                    .find(|at| {
                        self.opens_relative(*at)
                            || self.symbol(*at) == Some(':')
                            || is_dash(self, *at)
                    })
                    .unwrap_or(segment.end);
                beside[start..end].fill(!self.asks_in(start..end, ordered));
                start = end;
            }
        }
        beside
    }

    /// Whether rules took something in a clause that asks for something. Where the text orders, a clause that only names
    /// functions and places tells why: "nobody has sent a message over the SMSF since spring".
    fn asks_in(&self, clause: Range<usize>, ordered: bool) -> bool {
        // "elimina el SMF" orders, in words that are not known.
        let heads =
            self.is_unknown(clause.start) && clause.clone().take(4).any(|at| self.is_named(at));
        let names = |at: usize| self.is_named(at) || matches!(self.kind(at), Some(Kind::Place(..)));
        let tells = ordered && !heads && self.unknown_words(&clause) > 1;
        clause
            .filter(|at| self.taken[*at] && !self.background[*at])
            .any(|at| !(tells && names(at)))
    }

    /// Whether a verb at `at` orders something of what is named behind it or was named before.
    fn orders_known(&self, at: usize) -> bool {
        let verb = self.taken[at] && !self.background[at] && self.term(at).is_some_and(is_order);
        verb && (at + 1..(at + super::REACH).min(self.lexemes.len()))
            .take_while(|index| !matches!(self.symbol(*index), Some('.' | ';' | '!')))
            .any(|index| {
                self.is_named(index)
                    || matches!(self.term(index), Some(Term::Slice(_)))
                    || matches!(self.word(index), "it" | "them" | "this" | "these" | "both")
            })
    }

    /// Whether a relative clause begins at `at`.
    fn opens_relative(&self, at: usize) -> bool {
        self.is_stop(at) && matches!(self.word(at), "which" | "that" | "who" | "whose" | "where")
    }

    /// Whether a function or a set of them is named at `at`.
    pub(super) fn is_named(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(Kind::Term(Term::Function(_) | Term::Set(_)) | Kind::Instance(..)) => true,
            Some(Kind::Term(Term::Core)) => self.named(at).is_some(),
            _ => false,
        }
    }

    /// Whether a function is named in a stretch.
    pub(super) fn names_function(&self, range: &Range<usize>) -> bool {
        range.clone().any(|at| self.is_named(at))
    }

    /// Whether such a term stands in a stretch.
    pub(super) fn has_term(&self, range: &Range<usize>, wanted: impl Fn(Term) -> bool) -> bool {
        range.clone().any(|at| self.term(at).is_some_and(&wanted))
    }

    /// Whether such a lexeme stands in a stretch.
    pub(super) fn has_kind(&self, range: &Range<usize>, wanted: impl Fn(&Kind) -> bool) -> bool {
        range.clone().any(|at| self.kind(at).is_some_and(&wanted))
    }

    /// Whether one of the words stands in a stretch.
    pub(super) fn has_word(&self, range: &Range<usize>, cues: Cues) -> bool {
        range.clone().any(|at| among(self.word(at), cues))
    }

    /// How many words of a stretch nobody here knows.
    pub(super) fn unknown_words(&self, range: &Range<usize>) -> usize {
        let unknown = |at: &usize| self.is_unknown(*at);
        range.clone().filter(unknown).count()
    }

    /// The lexemes outside of a stretch.
    pub(super) fn outside(&self, range: &Range<usize>) -> impl Iterator<Item = usize> {
        (0..range.start).chain(range.end..self.lexemes.len())
    }

    /// Whether a sentence ends in front of the lexeme at `at` or with it.
    pub(super) fn ends_sentence(&self, at: usize) -> bool {
        is_full_stop(self, at) || self.begins_line(at)
    }

    /// The words of lexemes in lower case.
    pub(super) fn norms(&self, range: Range<usize>) -> Words<'_> {
        let lexemes = self.lexemes.get(range).unwrap_or_default();
        let words = lexemes
            .iter()
            // "on top of what is running" says nothing by its words.
            .filter(|lexeme| {
                !matches!(lexeme.kind, Kind::Term(Term::Stop)) || lexeme.next < lexeme.first + 4
            })
            .flat_map(|lexeme| lexeme.first..lexeme.next)
            .filter_map(|index| self.tokens.get(index))
            .map(|token| token.norm.as_ref())
            .collect();
        Words::new(words)
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
