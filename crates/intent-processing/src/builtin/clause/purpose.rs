//! Background: "for factory robots", "to support autonomous driving". Changes nothing, and says so.

use super::Parser;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term};

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if parser.link(at) != Some(Link::For) {
        return None;
    }
    let near = parser.word(at) == "near" && parser.is_unknown(parser.skip_stops(at + 1));
    if near && !parser.draft.functions.is_empty() {
        return super::placement::unknown_place(parser, at);
    }
    let has_object = !parser.draft.functions.is_empty() || parser.draft.slice_words.is_some();
    let start = parser.skip_stops(at + 1);
    let mut end = reason(parser, at).unwrap_or(start);
    // "good for 25G downlink" is no purpose.
    while (background(parser, end) || names_activity(parser, end))
        && !super::leftover::is_amount(parser, end)
        && !super::network_rule::numbered_point(parser, end)
        && !(parser.is_unknown(end) && super::unknown::names_place(parser, end, end + 1))
        && (has_object
            || super::unknown::qualifies(parser, end)
            || !super::leftover::looks_like_a_function(parser, end))
    {
        end += 1;
    }
    while end > start && (parser.is_stop(end - 1) || parser.link(end - 1).is_some_and(Link::joins))
    {
        end -= 1;
    }
    if end == start {
        return None;
    }
    let words = parser.slice(at..end);
    parser.take(at..end, "background");
    for index in at..end {
        parser.background[index] = true;
    }
    parser.draft.assume(format!(
        "\"{words}\" is read as background and changes nothing"
    ));
    Some(end)
}

/// "for the hardware swap": a verb behind an unknown word is its noun.
fn names_activity(parser: &Parser<'_>, at: usize) -> bool {
    matches!(parser.term(at), Some(Term::Verb(_)))
        && at.checked_sub(1).is_some_and(|before| {
            parser.is_unknown(before)
                || matches!(
                    parser.word(before),
                    "hardware" | "network" | "system" | "site" | "server" | "cloud"
                )
        })
        && !parser
            .named(parser.skip_stops(at + 1))
            .is_some_and(|_| true)
}

/// The end of "so that we can replace the disks": a clause of its own without functions and numbers.
fn reason(parser: &Parser<'_>, at: usize) -> Option<usize> {
    if !matches!(parser.lower(at), "so that" | "because") {
        return None;
    }
    let end = at
        + (at..parser.lexemes.len())
            .take_while(|index| parser.symbol(*index).is_none())
            .count();
    let asks = (at..end).any(|index| {
        parser.named(index).is_some()
            || matches!(
                parser.kind(index),
                Some(Kind::Number(_) | Kind::Quantity(..) | Kind::Place(..))
            )
            || matches!(
                parser.term(index),
                Some(Term::Together | Term::Apart | Term::Metric(_) | Term::Goal(_))
            )
    });
    (!asks).then_some(end)
}

/// Unknown words, and words about people and things without a number.
fn background(parser: &Parser<'_>, at: usize) -> bool {
    match parser.kind(at) {
        Some(Kind::Unknown | Kind::Term(Term::Stop)) => true,
        // "for subscribers numbering 25,000"
        Some(Kind::Term(Term::Noun(Noun::Devices | Noun::Subscribers | Noun::Sessions))) => {
            let number = parser.bridge(at + 1);
            number == at + 1 || !matches!(parser.kind(number), Some(Kind::Number(_)))
        }
        Some(Kind::Term(Term::Slice(_))) => {
            super::slice::is_everyday(parser.lower(at)) && parser.noun(at + 1) != Some(Noun::Slice)
        }
        Some(Kind::Term(Term::Link(link))) if link.joins() => matches!(
            parser.kind(parser.skip_stops(at + 1)),
            Some(Kind::Unknown | Kind::Term(Term::Noun(Noun::Devices)))
        ),
        _ => false,
    }
}
