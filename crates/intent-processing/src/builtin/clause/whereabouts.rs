//! Proper names that say where a function is without saying what they are the name of: "UPF Nagoya", "there".
//!
//! A city is no region, cluster or namespace, and a change must not go to whichever function of that type there is.

use std::ops::Range;

use nephoran_api::{NetworkRule, PlacementRequest};
use nephoran_telecom::NetworkFunctionType;

use super::Parser;
use super::placement::is_capitalised;
use super::segment::segments;
use super::unknown::MAKERS;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term};

/// Asks where a function is that only a proper name tells from others, unless the text says its place.
pub(super) fn ask(parser: &mut Parser<'_>) {
    let located = |kind: &Kind| matches!(kind, Kind::Place(..));
    if parser.shouted || parser.lexemes.iter().any(|lexeme| located(&lexeme.kind)) {
        return;
    }
    ask_where_there_is(parser);
    take_places_told(parser);
    let told = segments(parser)
        .into_iter()
        .filter_map(|(segment, _)| name_told(parser, &segment));
    let mut names: Vec<_> = told.map(|name| name..name + 1).collect();
    names.extend((0..parser.lexemes.len()).filter_map(|at| name_behind(parser, at)));
    for name in names {
        let words = parser.slice(name.clone());
        let lower = words.to_lowercase();
        let question = format!(
            "is \"{words}\" where the function is? Write e.g. \"in region {lower}\", or leave it out"
        );
        parser.draft.ask(words, question);
        parser.taken[name].fill(true);
    }
}

/// "morning peak at Shinjuku is too much for the CU-UP, please …": the name in what is told of the functions of the intent.
fn name_told(parser: &Parser<'_>, segment: &Range<usize>) -> Option<usize> {
    let name = segment.clone().skip(1).find(|at| {
        parser.background[*at]
            && parser.is_unknown(*at)
            && is_capitalised(parser.slice(*at..at + 1))
            && matches!(parser.word(at - 1), "at" | "in")
            && !super::reference::is_calendar(parser, *at)
    });
    name.filter(|_| speaks_of_intent(parser, segment))
}

/// "P-CSCF keeps getting killed in ims-prod, raise its memory": the namespace or cluster in what is told of the functions of
/// the intent, which the order says nothing of.
fn take_places_told(parser: &mut Parser<'_>) {
    if parser.draft.placement != PlacementRequest::default() {
        return;
    }
    let told: Vec<usize> = segments(parser)
        .into_iter()
        .filter(|(segment, _)| speaks_of_intent(parser, segment))
        .flat_map(|(segment, _)| segment)
        .filter(|at| parser.background[*at] && parser.link(*at) == Some(Link::In))
        .collect();
    for at in told {
        super::placement::take_told(parser, at);
    }
}

/// "UPF Nagoya", "SMF at Riyadh", "UPF mombasa to 4": the name behind a function that the intent is about.
fn name_behind(parser: &Parser<'_>, function: usize) -> Option<Range<usize>> {
    if !speaks_of_intent(parser, &(function..function + 1)) {
        return None;
    }
    let behind = function + 1 + usize::from(parser.noun(function + 1) == Some(Noun::Replica));
    let linked = matches!(parser.word(behind), "at" | "in" | "of" | "from");
    let start = behind + usize::from(linked);
    let named = |index: usize| {
        parser.is_unknown(index)
            && is_capitalised(parser.slice(index..index + 1))
            && !MAKERS.contains(&parser.lower(index))
            && !super::reference::is_calendar(parser, index)
            && !parser.begins_line(index)
    };
    let count = (start..parser.lexemes.len())
        .take_while(|index| named(*index))
        .count();
    let end = start + count;
    if count > 0 {
        let ruled = !parser.draft.policies.network.is_empty();
        let open = !parser.taken[start] || parser.background[start] || ruled;
        return open.then_some(start..end);
    }
    let article = function
        .checked_sub(1)
        .is_some_and(|before| matches!(parser.word(before), "the" | "a" | "an" | "our" | "this"));
    let quiet = start == function + 1
        && !article
        && parser.is_unknown(start)
        && is_written_like_a_name(parser, start)
        && (goes_on_with_value(parser, start + 1)
            || matches!(parser.word(start + 1), "is" | "has" | "was" | "needs"));
    quiet.then_some(start..start + 1)
}

/// Whether a stretch names a function that the intent is about.
fn speaks_of_intent(parser: &Parser<'_>, stretch: &Range<usize>) -> bool {
    stretch
        .clone()
        .flat_map(|at| parser.named_functions(at))
        .any(|named| is_about(parser, named))
}

/// Whether the intent asks something of a function, or has a rule about it.
fn is_about(parser: &Parser<'_>, function: NetworkFunctionType) -> bool {
    let draft = &parser.draft;
    let ruled = |rule: &NetworkRule| rule.from == function || rule.to == function;
    draft
        .functions
        .iter()
        .any(|mention| mention.request.function_type == function)
        || draft.policies.network.iter().any(ruled)
}

/// Whether an unknown word in small letters can be a name, and is no word that says how.
fn is_written_like_a_name(parser: &Parser<'_>, at: usize) -> bool {
    let word = parser.slice(at..at + 1);
    word.len() > 3
        && word.bytes().all(|byte| byte.is_ascii_lowercase())
        && !["ly", "ed", "ing", "s"]
            .iter()
            .any(|ending| word.ends_with(ending))
}

/// Whether at `at` a value or nothing follows.
fn goes_on_with_value(parser: &Parser<'_>, at: usize) -> bool {
    match parser.kind(at) {
        None | Some(Kind::Number(_) | Kind::Quantity(..) | Kind::Times(_) | Kind::Symbol(',')) => {
            true
        }
        Some(Kind::Term(Term::Link(link))) => {
            matches!(link, Link::To | Link::From | Link::DownTo | Link::UpTo)
        }
        _ => false,
    }
}

/// "we open the Athens site next week, please put there one AMF": asks where "there" is, which only a name says.
fn ask_where_there_is(parser: &mut Parser<'_>) {
    let there = (1..parser.lexemes.len()).find(|at| refers_to_place(parser, *at));
    let Some(there) = there else { return };
    let name = (0..there).find(|at| {
        // A first word is written like a name, and tells when something is told of it.
        let first = *at == 0 || parser.symbol(at - 1).is_some();
        let told = matches!(parser.word(at + 1), "is" | "are" | "has" | "needs");
        parser.is_unknown(*at)
            && is_capitalised(parser.slice(*at..at + 1))
            && (told || !first)
            && !super::reference::is_calendar(parser, *at)
    });
    if let Some(name) = name {
        let words = parser.slice(name..name + 1);
        let reference = parser.slice(there..there + 1);
        parser.draft.ask(words, format!("\"{reference}\" is \"{words}\": which region, cluster or namespace is that? Write e.g. \"in region {}\"", words.to_lowercase()));
    }
}

/// "there", "at the same site".
fn refers_to_place(parser: &Parser<'_>, at: usize) -> bool {
    let same = matches!(parser.word(at - 1), "same" | "this" | "that")
        && matches!(parser.word(at), "place" | "site" | "location" | "city");
    let there = parser.word(at) == "there"
        && !matches!(
            parser.word(at + 1),
            "is" | "are" | "was" | "were" | "will" | "has" | "have"
        )
        && !matches!(parser.word(at - 1), "is" | "are" | "was" | "were" | "get");
    same || there
}
