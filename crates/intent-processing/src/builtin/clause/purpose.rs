//! Background: "for factory robots", "to support autonomous driving". Changes nothing, and says so.

use super::Parser;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term};

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if parser.link(at) != Some(Link::For) {
        return None;
    }
    let has_object = !parser.draft.functions.is_empty() || parser.draft.slice_words.is_some();
    let start = parser.skip_stops(at + 1);
    let mut end = start;
    while background(parser, end)
        && (has_object || !super::leftover::looks_like_a_function(parser, end))
    {
        end += 1;
    }
    while end > start && (parser.is_stop(end - 1) || parser.link(end - 1) == Some(Link::And)) {
        end -= 1;
    }
    if end == start {
        return None;
    }
    let words = parser.words(at..end);
    parser.take(at..end, "background");
    for index in at..end {
        parser.background[index] = true;
    }
    parser.draft.assume(format!(
        "\"{words}\" is read as background and changes nothing"
    ));
    Some(end)
}

/// Unknown words, and words about people and things without a number.
fn background(parser: &Parser<'_>, at: usize) -> bool {
    match parser.kind(at) {
        Some(
            Kind::Unknown
            | Kind::Term(Term::Stop | Term::Noun(Noun::Devices | Noun::Subscribers | Noun::Sessions)),
        ) => true,
        Some(Kind::Term(Term::Slice(_))) => {
            matches!(
                parser.lower(at).as_str(),
                "iot" | "broadband" | "mobile broadband"
            ) && parser.noun(at + 1) != Some(Noun::Slice)
        }
        Some(Kind::Term(Term::Link(Link::And))) => matches!(
            parser.kind(parser.skip_stops(at + 1)),
            Some(Kind::Unknown | Kind::Term(Term::Noun(Noun::Devices)))
        ),
        _ => false,
    }
}
