//! Clauses that tell what happened, what somebody's functions do today and which version is there, beside an order.

use std::ops::Range;

use super::Parser;
use super::cues::{HAPPENED, HAPPENS};
use super::phrase::{Cues, Words, among, cues, has_any, says};
use super::segment::{is_order, is_request};
use super::statement::{has_value, wishes_beyond};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term};

/// Words behind which a form of a verb orders, or tells nothing.
const ORDERED: Cues = cues!["be", "to", "please", "and"];

/// What is said of a version that is there.
#[rustfmt::skip]
const SAID: Cues = cues![
    "is", "has", "was", "had", "leaks", "crashes", "contains", "fails", "hangs",
];

/// What is said of a version that can be had.
const RELEASED: Cues = cues!["out", "available", "released", "ready", "here", "approved"];

/// What is there today, and what it does.
const OURS: Cues = cues![
    "our", "my", "old", "existing", "current", "present", "today",
];
#[rustfmt::skip]
const DOES: Cues = cues![
    "carries", "serves", "handles", "supports", "hosts", "has", "delivers", "provides", "runs",
];

/// When something was that is over, and verbs of it.
#[rustfmt::skip]
const AGO: Cues = cues![
    "last week", "last night", "last month", "last year", "last friday", "last monday", "yesterday", "this morning", "days ago", "weeks ago",
];
const FINITE: Cues = cues!["has", "have", "had", "was", "were"];

/// Words that make a wish of what is told, or of a part of it.
#[rustfmt::skip]
const WISHES: Cues = cues![
    "please", "should", "shall", "must", "to", "need", "needs", "want", "which", "that", "can", "could", "would", "will", "new",
];

/// "one failed server took three of our UDM pods with it": a clause with a value that tells what happened, and no order.
pub(super) fn happened(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    if !has_value(parser, segment) || parser.has_term(segment, is_request) {
        return false;
    }
    let served = segment.clone().skip(1).any(|at| {
        matches!(parser.kind(at - 1), Some(Kind::Number(_)))
            && matches!(
                parser.noun(at),
                Some(Noun::Subscribers | Noun::Sessions | Noun::Devices | Noun::Cells)
            )
    });
    // "a complaint (no. 998) showed 40 ms": the subject stands in front of the brackets.
    let bracketed = segment.start > 0 && parser.symbol(segment.start - 1) == Some(')');
    let told = segment.clone().skip(usize::from(!bracketed)).any(|at| {
        (among(parser.word(at), HAPPENED) || (!served && among(parser.word(at), HAPPENS)))
            && !among(parser.word(at.saturating_sub(1)), ORDERED)
            && !matches!(parser.term(at), Some(Term::Verb(_)))
    });
    told && !wishes_beyond(words)
}

/// ", today with three instances,": what there is now, between commas and without a verb.
pub(super) fn is_apposition(
    parser: &Parser<'_>,
    segment: &Range<usize>,
    words: &Words<'_>,
) -> bool {
    let opened = segment.start > 0 && matches!(parser.symbol(segment.start - 1), Some(',' | '('));
    let closed = matches!(parser.symbol(segment.end), Some(',' | ')'));
    let now = matches!(
        words[..],
        [
            "today" | "now" | "currently" | "presently",
            "with" | "at" | "on" | "running",
            ..
        ]
    );
    opened && closed && now && has_value(parser, segment)
}

/// "v1.12.2 is vulnerable": a version as the subject of what is said of it, but not "5.1.3 is out, bump the AMF to it".
pub(super) fn is_version_there(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    let version = parser.skip_stops(segment.start);
    segment.contains(&version)
        && matches!(parser.kind(version), Some(Kind::Version(_)))
        && among(parser.word(version + 1), SAID)
        && !among(parser.lower(version + 2), RELEASED)
        && !goes_to_it(parser, segment.end)
        && !parser.names_function(segment)
}

/// Whether something behind `at` goes "to it": to the version that was named before.
pub(super) fn goes_to_it(parser: &Parser<'_>, at: usize) -> bool {
    (at..parser.lexemes.len()).any(|index| {
        parser.link(index) == Some(Link::To)
            && matches!(parser.word(index + 1), "it" | "this" | "that")
    })
}

/// "our old core carries 600,000 subscribers": what somebody's functions do today, beside an order.
pub(super) fn is_ours(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    // "the old one did 8 Gbps"
    let other = matches!(
        words[..],
        [
            "the",
            "old" | "present" | "existing" | "current" | "previous" | "former",
            "one" | "ones" | "site",
            ..
        ]
    );
    words.iter().take(4).any(|word| among(word, OURS))
        && (other || has_any(words, DOES))
        && !has_any(words, WISHES)
        && (other || parser.names_function(segment))
        && !parser.has_term(segment, is_request)
        && parser
            .outside(segment)
            .any(|at| parser.term(at).is_some_and(is_order))
}

/// Whether a finite clause is dated to the past: "the SMO upgrade of last week has broken our rules".
pub(super) fn is_of_the_past(
    parser: &Parser<'_>,
    segment: &Range<usize>,
    words: &Words<'_>,
) -> bool {
    says(words, AGO)
        && has_any(words, FINITE)
        && !has_any(words, WISHES)
        && !parser
            .term(parser.skip_stops(segment.start))
            .is_some_and(is_request)
        && !parser.has_term(segment, |term| matches!(term, Term::Slice(_)))
}
