//! Functions that a text only speaks of: those that others serve or stand behind, those that are there already, and those
//! that somebody complains about. They are set aside before any rule reads the text; nothing is asked of them.

use std::ops::Range;

use nephoran_telecom::NetworkFunctionType;

use super::Parser;
use super::phrase::{Cues, Words, cues, says};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term};

/// What stands between a function and one it only has to do with: "the SMF [that serves] the old UPF".
#[rustfmt::skip]
const RELATIONS: &[&str] = &[
    "that serves", "which serves", "that controls", "which controls", "that feeds", "which feeds", "that uses", "which uses", "that depends on", "which depends on", "that belongs to", "which belongs to",
    "that is connected to", "which is connected to", "connected to", "attached to", "that talks to", "which talks to", "that sits behind", "which sits behind", "behind", "in front of", "ahead of", "upstream of", "downstream of", "belonging to", "in addition to", "besides", "alongside the existing", "alongside our existing", "next to the existing", "next to our existing", "beside the existing", "beside our existing",
];

/// What begins a clause about functions that are there: "in addition to the AMF we need an SMF".
const BESIDE: &[&str] = &[
    "as seen from",
    "seen from",
    "as measured at",
    "as measured from",
    "measured at",
    "measured from",
    "in addition to",
    "besides",
    "beside",
    "next to",
    "unlike",
    "just like",
    "like",
];

/// What is said of functions that are there.
#[rustfmt::skip]
const ALREADY: Cues = cues![
    "is there already", "are there already", "is in place already", "are in place already", "already have", "already has", "have already", "has already", "already there", "already in place", "already running", "already exists", "already exist", "already deployed", "already installed", "already live", "exists", "exist", "already runs", "already run",
];

/// What is said of functions that do not do what they should.
#[rustfmt::skip]
const COMPLAINTS: Cues = cues![
    "cannot", "can't", "doesn't", "does not", "won't", "fails to", "no longer", "hangs", "has stopped", "stopped", "refuses to", "struggles",
];

/// The stretches in which functions are only spoken of beside others.
pub(super) fn relations(parser: &Parser<'_>) -> Vec<Range<usize>> {
    if parser.speaks_of_reach {
        return Vec::new();
    }
    let mut found = Vec::new();
    for at in 0..parser.lexemes.len() {
        found.extend(where_it_is(parser, at));
        found.extend(other_slice(parser, at));
        found.extend(on_controller(parser, at));
        let heads = at == 0
            || matches!(parser.symbol(at - 1), Some('.' | ';' | '!' | '?' | ','))
            || parser.begins_line(at);
        let behind_function = parser
            .before(at)
            .is_some_and(|before| parser.named(before).is_some());
        // "restart the AMF, which uses the UDM"
        let relative = at >= 2
            && parser.symbol(at - 1) == Some(',')
            && parser.word(at) == "which"
            && parser.named(at - 2).is_some();
        let end = if heads && !relative {
            phrase_at(parser, at, BESIDE)
        } else if behind_function || relative {
            phrase_at(parser, at, RELATIONS)
        } else {
            None
        };
        let Some(phrase) = end else { continue };
        let (functions, behind) = parser.function_list(phrase);
        // "like the AMF, the SMF shall have 5 replicas": the clause ends at the comma.
        let comma = (phrase..behind)
            .find(|index| parser.symbol(*index) == Some(','))
            .filter(|_| heads && parser.symbol(behind) != Some(','));
        let behind = comma.unwrap_or(behind);
        let behind = if heads {
            behind_relative(parser, behind)
        } else {
            behind
        };
        let others = (0..parser.lexemes.len())
            .filter(|index| !(at..behind).contains(index))
            .any(|index| parser.named(index).is_some());
        if !functions.is_empty() && others {
            found.push(at..behind);
        }
    }
    found
}

/// "next to the AMF [that was moved to region a in May] we want …": where the one who wants something begins.
fn behind_relative(parser: &Parser<'_>, at: usize) -> usize {
    const LONGEST: usize = 12;
    if !matches!(parser.word(at), "that" | "which") {
        return at;
    }
    (at..(at + LONGEST).min(parser.lexemes.len()))
        .find(|index| {
            parser.symbol(*index) == Some(',')
                || matches!(
                    parser.word(*index),
                    "we" | "i" | "please" | "they" | "there"
                )
        })
        .unwrap_or(at)
}

/// "deploy the rApp on our Non-RT RIC", "remove the xApp from the RIC": the controller that an application runs on.
fn on_controller(parser: &Parser<'_>, at: usize) -> Option<Range<usize>> {
    use NetworkFunctionType as Function;
    const LONGEST: usize = 3;
    let stands = matches!(
        parser.word(at),
        "on" | "onto" | "in" | "to" | "into" | "from" | "off" | "inside"
    );
    let is_application = |index: usize| {
        matches!(
            parser.term(index),
            Some(Term::Function(Function::XApp | Function::RApp))
        )
    };
    let applies = (0..at)
        .rev()
        .take_while(|index| !parser.ends_sentence(*index))
        .any(is_application);
    if !stands || !applies {
        return None;
    }
    let controller = (at + 1..=at + 1 + LONGEST)
        .take_while(|index| {
            parser.is_stop(*index) || parser.is_named(*index) || parser.is_unknown(*index)
        })
        .find(|index| parser.is_named(*index))?;
    // "from the Houston RIC" says where.
    let placed = (at + 1..controller).any(|index| {
        parser.is_unknown(index)
            && parser
                .slice(index..index + 1)
                .starts_with(char::is_uppercase)
    });
    let hosts = matches!(
        parser.term(controller),
        Some(Term::Function(
            Function::NearRtRic | Function::NonRtRic | Function::Smo
        ))
    );
    (hosts && !placed).then_some(at..controller + 1)
}

/// "zone eu-west-1c, where our SMF is, …": what stands at a place, between commas.
fn where_it_is(parser: &Parser<'_>, at: usize) -> Option<Range<usize>> {
    let opens = at > 0
        && parser.symbol(at - 1) == Some(',')
        && matches!(parser.lower(at), "where" | "in which" | "on which");
    if !opens {
        return None;
    }
    let function = parser.skip_stops(at + 1);
    let behind = function + 1;
    let end = (behind..behind + 4).find(|index| parser.symbol(*index) == Some(','))?;
    let stands = matches!(
        parser.word(behind),
        "is" | "are" | "runs" | "run" | "sits" | "lives" | "stands" | "was" | "were"
    );
    (stands && parser.named(function).is_some()).then_some(at..end)
}

/// "beside last year's eMBB slice the city needs one for V2X": a slice that only stands beside the one that is wanted.
fn other_slice(parser: &Parser<'_>, at: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 6;
    let heads = at == 0 || matches!(parser.symbol(at - 1), Some('.' | ';' | '!' | '?' | ','));
    let phrase = heads.then(|| phrase_at(parser, at, BESIDE)).flatten()?;
    let kind = (phrase..phrase + LONGEST)
        .take_while(|index| {
            parser.is_stop(*index)
                || matches!(
                    parser.kind(*index),
                    Some(Kind::Unknown | Kind::Term(Term::Slice(_)))
                )
        })
        .find(|index| matches!(parser.term(*index), Some(Term::Slice(_))))?;
    let end = kind + 1 + usize::from(parser.noun(kind + 1) == Some(Noun::Slice));
    let others = (end..parser.lexemes.len())
        .any(|index| matches!(parser.term(index), Some(Term::Slice(kind)) if parser.term(at) != Some(Term::Slice(kind))));
    others.then_some(at..end)
}

/// The lexeme behind one of the phrases at `at`.
fn phrase_at(parser: &Parser<'_>, at: usize, phrases: &[&str]) -> Option<usize> {
    let first = parser.lexemes.get(at)?.first;
    let letter = parser.tokens.get(first)?.norm.bytes().next();
    let phrase = phrases.iter().find(|phrase| {
        phrase.bytes().next() == letter
            && phrase.split(' ').enumerate().all(|(index, word)| {
                parser
                    .tokens
                    .get(first + index)
                    .is_some_and(|token| token.norm == word)
            })
    })?;
    let end = first + phrase.split(' ').count();
    parser.lexemes.iter().position(|lexeme| lexeme.first == end)
}

/// Whether a clause says that functions are there already: "we already have an AMF".
pub(super) fn is_there_already(
    parser: &Parser<'_>,
    segment: &Range<usize>,
    words: &Words<'_>,
) -> bool {
    says(words, ALREADY)
        && names_functions_only(parser, segment)
        && orders_elsewhere(parser, segment)
}

/// Whether a clause complains about functions: "the AMF cannot register at the NRF".
pub(super) fn complains(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    says(words, COMPLAINTS)
        && names_functions_only(parser, segment)
        && parser.named(parser.skip_stops(segment.start)).is_some()
        && orders_elsewhere(parser, segment)
}

/// The functions a complaint is about: its subject.
pub(super) fn subject(parser: &Parser<'_>, segment: &Range<usize>) -> Range<usize> {
    let first = parser.skip_stops(segment.start);
    segment.start..first + 1
}

/// Whether a clause names functions and neither orders nor counts nor sets anything.
fn names_functions_only(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    let plain = |at: usize| match parser.kind(at) {
        Some(Kind::Term(Term::Link(link))) => !matches!(
            link,
            Link::MayReach | Link::Accepts | Link::Allow | Link::Only | Link::Without
        ),
        Some(Kind::Term(term)) => matches!(
            term,
            Term::Function(_)
                | Term::Set(_)
                | Term::Core
                | Term::Stop
                | Term::Reference
                | Term::Environment(_)
                | Term::Noun(_)
        ),
        Some(Kind::Number(_) | Kind::Quantity(..) | Kind::Times(_) | Kind::Range(..)) | None => {
            false
        }
        _ => true,
    };
    segment.clone().all(plain) && segment.clone().any(|at| parser.named(at).is_some())
}

/// Whether a verb outside a clause orders something of functions it names itself, or of "it".
fn orders_elsewhere(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    (0..parser.lexemes.len())
        .filter(|at| !segment.contains(at))
        .any(|at| matches!(parser.term(at), Some(Term::Verb(_) | Term::Multiply(_))))
}
