//! Headings and the lines of a form: words in front of a colon or a dash that carry nothing, and lines that keep something for
//! later or say why.

use std::ops::Range;

use super::Parser;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term};

/// Most lexemes of a heading.
const LONGEST_HEADING: usize = 8;

/// "Change record 17:", "AR pilot ->", "Design note -": words in front of a request that carry nothing.
pub(super) fn headings(parser: &Parser<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut begin = 0;
    for at in 0..parser.lexemes.len() {
        let ends_sentence = matches!(parser.symbol(at), Some('.' | ';' | '!' | '?'));
        if ends_sentence || parser.begins_line(at) {
            begin = at + usize::from(ends_sentence);
        }
        if at > begin && at - begin <= LONGEST_HEADING && ends_heading(parser, at) {
            let range = begin..at;
            if is_heading(parser, &range) {
                found.push(range);
            }
            begin = parser.lexemes.len();
        }
    }
    found
}

/// "Backout plan: remove both again": what a form keeps for later, to the end of its line.
pub(super) fn plans_for_later(parser: &Parser<'_>) -> Vec<Range<usize>> {
    const LABELS: &[&str] = &[
        "backout",
        "backout plan",
        "back out plan",
        "rollback plan",
        "roll back plan",
        "fallback",
        "fallback plan",
        "contingency",
        "contingency plan",
        "risk",
        "risks",
        "impact",
        "test plan",
        "verification",
        "approver",
        "approval",
        "requested by",
        "reported by",
        "assigned to",
    ];
    let mut found = Vec::new();
    for colon in 0..parser.lexemes.len() {
        if parser.symbol(colon) != Some(':') {
            continue;
        }
        let start = (0..colon).rev().find(|at| {
            parser.begins_line(*at)
                || *at == 0
                || matches!(parser.symbol(at - 1), Some('.' | ';' | '|'))
        });
        let Some(start) = start.filter(|start| colon - start <= 3) else {
            continue;
        };
        let label = parser.words(start..colon).to_lowercase().replace('-', " ");
        let why = WHY.contains(&label.as_str());
        let end = (colon + 1..parser.lexemes.len())
            .find(|at| {
                parser.begins_line(*at)
                    || matches!(parser.symbol(*at), Some(';' | '|'))
                    || (why && parser.symbol(*at) == Some('.'))
            })
            .unwrap_or(parser.lexemes.len());
        if LABELS.contains(&label.as_str()) || (why && orders_elsewhere(parser, &(start..end))) {
            found.push(start..end);
        }
    }
    found
}

/// Labels of a form behind which it says why.
#[rustfmt::skip]
const WHY: &[&str] = &[
    "reason", "reasons", "background", "cause", "justification", "motivation", "rationale", "observation", "trigger", "symptom", "symptoms", "problem", "business reason", "business justification", "reason for change", "root cause", "situation",
];

/// Whether functions are named outside of a line, and nothing in it orders.
fn orders_elsewhere(parser: &Parser<'_>, line: &Range<usize>) -> bool {
    let named = (0..parser.lexemes.len())
        .filter(|at| !line.contains(at))
        .any(|at| parser.named(at).is_some() || matches!(parser.term(at), Some(Term::Slice(_))));
    let within = line
        .clone()
        .any(|at| matches!(parser.term(at), Some(Term::Verb(_) | Term::Multiply(_))));
    named && !within
}

/// Whether a colon, an arrow or a dash between spaces stands at `at`.
fn ends_heading(parser: &Parser<'_>, at: usize) -> bool {
    match parser.symbol(at) {
        // "Sunday 02:00"
        Some(':') => {
            let number = |index: usize| {
                matches!(parser.kind(index), Some(Kind::Number(_) | Kind::Range(..)))
            };
            !(at > 0 && number(at - 1) && number(at + 1) && !parser.stands_before_space(at))
        }
        Some('→') => true,
        Some('-') if parser.symbol(at + 1) == Some('>') => true,
        Some('-' | '–' | '—') => parser.stands_apart(at),
        _ => false,
    }
}

/// Whether nothing in a range asks for anything, and some word in it is not known.
fn is_heading(parser: &Parser<'_>, range: &Range<usize>) -> bool {
    let empty = |at: usize| match parser.kind(at) {
        // "N13: AUSF to UDM" names a way.
        Some(Kind::Unknown) => !super::network_rule::numbered_point(parser, at),
        Some(Kind::Symbol(_) | Kind::Number(_) | Kind::Range(..)) => true,
        Some(Kind::Version(version)) => !version.starts_with('v'),
        Some(Kind::Term(term)) => match term {
            Term::Stop | Term::Reference | Term::Direction(_) => true,
            Term::Link(link) => !matches!(
                link,
                Link::Not | Link::No | Link::Without | Link::Only | Link::MayReach
            ),
            Term::Noun(noun) => matches!(
                noun,
                Noun::Devices | Noun::Subscribers | Noun::Cells | Noun::Slice
            ),
            _ => false,
        },
        _ => false,
    };
    // "players feel the lag: …", but not "fleet delay: 5 ms"
    let valued = matches!(
        parser.kind(range.end + 1),
        Some(Kind::Quantity(..) | Kind::Number(_) | Kind::Term(Term::Nines(_)))
    );
    let empty =
        |at: usize| empty(at) || (!valued && matches!(parser.term(at), Some(Term::Metric(_))));
    let unknown = range.clone().any(|at| parser.is_unknown(at));
    // "graag uitrollen:" orders, in words that are not known.
    let foreign = range
        .clone()
        .any(|at| super::phrase::among(parser.word(at), super::context::FOREIGN));
    // "we promised 40,000 devices: an mMTC slice, please"
    let counted = range.clone().skip(1).any(|at| {
        matches!(
            parser.noun(at),
            Some(Noun::Devices | Noun::Subscribers | Noun::Cells)
        ) && matches!(parser.kind(at - 1), Some(Kind::Number(value)) if value.to_f64() > 1.0)
    });
    if counted || foreign {
        return false;
    }
    let numbered_first = matches!(parser.kind(range.start), Some(Kind::Number(_)));
    // "DPDK: on" may be a setting: one word in front of a colon is a heading only with something behind it that asks.
    unknown && !numbered_first && range.clone().all(empty)
}

impl Parser<'_> {
    /// Whether white space stands behind the lexeme at `at`.
    fn stands_before_space(&self, at: usize) -> bool {
        let end = self
            .tokens
            .get(self.lexemes[at].next - 1)
            .map(|token| token.end);
        let next = self
            .tokens
            .get(self.lexemes[at].next)
            .map(|token| token.start);
        end != next
    }

    /// Whether white space stands on both sides of the lexeme at `at`.
    pub(super) fn stands_apart(&self, at: usize) -> bool {
        let bounds = |index: usize| {
            let lexeme = self.lexemes.get(index)?;
            Some((
                self.tokens.get(lexeme.first)?.start,
                self.tokens.get(lexeme.next - 1)?.end,
            ))
        };
        let Some((start, end)) = bounds(at) else {
            return false;
        };
        let before = at.checked_sub(1).and_then(bounds);
        let after = bounds(at + 1);
        before.is_some_and(|(_, before)| before < start)
            && after.is_some_and(|(after, _)| after > end)
    }
}
