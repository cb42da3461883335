//! Sentences that tell what happened to functions or what they need: "the AMFs lost their registrations", "the HSS has the same
//! size", "the PCF will send its counters there".

use std::ops::Range;

use super::{FINITE, WISHES, ordered_elsewhere, third_person, verb_elsewhere};
use crate::builtin::clause::cues::HAPPENED;
use crate::builtin::clause::phrase::{Cues, among, cues};
use crate::builtin::clause::reference::is_calendar;
use crate::builtin::clause::segment::is_request;
use crate::builtin::clause::{Parser, leftover};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};

/// Who tells what he did, and what: "we lost a site, and the AMF with it".
const PEOPLE: Cues = cues!["we", "they", "somebody", "someone", "nobody"];
#[rustfmt::skip]
const DEEDS: Cues = cues![
    "lost", "had", "saw", "found", "noticed", "observed", "tried", "tested", "replaced", "checked",
];

/// What a machine raises, and what it does about a threshold.
const ALARMS: Cues = cues!["alarm", "alert", "alarms", "alerts"];
const CROSSED: Cues = cues!["crossed", "exceeded", "violated", "breached"];

/// The sentences that tell what happened to functions, or what they need: "the AMFs lost their registrations".
pub(in crate::builtin::clause) fn accounts(
    parser: &Parser<'_>,
    sentences: &[Range<usize>],
) -> Vec<Range<usize>> {
    let accounts = |sentence: &&Range<usize>| {
        let mut places = sentence.start..sentence.end;
        // What was set aside already is not told of again.
        !places.all(|at| parser.background[at])
            && ((tells(parser, sentence) && ordered_elsewhere(parser, sentence))
                || (raises_alarm(parser, sentence) && verb_elsewhere(parser, sentence)))
    };
    sentences.iter().filter(accounts).cloned().collect()
}

/// Whether a sentence has a function as its subject, a finite verb, and nothing that can be asked for.
fn tells(parser: &Parser<'_>, sentence: &Range<usize>) -> bool {
    let Some(subject) = sentence
        .clone()
        .find(|at| !(parser.is_stop(*at) || says_when(parser, *at)))
        .filter(|at| parser.is_named(*at))
        .or_else(|| deed(parser, sentence))
    else {
        return false;
    };
    let (_, behind) = parser.function_list(subject);
    // "the NEF is cheap already"
    let praised = parser.has_word(sentence, cues!["already", "anyway"]);
    let plain = |at: usize| {
        is_told(parser, at)
            || is_how_often(parser, at)
            || (praised && matches!(parser.term(at), Some(Term::Goal(_))))
    };
    sentence.clone().all(plain)
        && (behind..sentence.end).any(|at| is_told_of(parser, at, behind))
        && !parser.has_word(sentence, cues!["both"])
        && !sentence
            .clone()
            .any(|at| parser.lower(at).split(' ').any(|word| among(word, WISHES)))
}

/// "yesterday the AMF failed", "last night the AMF failed", "on Monday, the AMF failed": what may stand before a subject.
fn says_when(parser: &Parser<'_>, at: usize) -> bool {
    parser.symbol(at) == Some(',')
        || is_calendar(parser, at)
        || among(
            parser.word(at),
            cues!["last", "night", "morning", "evening", "recently", "earlier"],
        )
}

/// "the AMF crashed twice", "it failed three times last night": how often something happened.
fn is_how_often(parser: &Parser<'_>, at: usize) -> bool {
    let often = parser.word(at) == "twice" || matches!(parser.kind(at), Some(Kind::Times(_)));
    let ends = parser
        .kind(at + 1)
        .is_none_or(|kind| matches!(kind, Kind::Symbol(_)));
    often && (ends || says_when(parser, at + 1))
}

/// "NMS alarm 1107, threshold crossed: O-CU-CP memory 92 %, pods 3": what a machine reports of a function.
fn raises_alarm(parser: &Parser<'_>, sentence: &Range<usize>) -> bool {
    let crossed = |at: usize| {
        among(parser.word(at), CROSSED)
            && (sentence.start..at).any(|index| parser.lower(index).contains("threshold"))
    };
    let bounds = |term| {
        is_request(term)
            || matches!(
                term,
                Term::Link(Link::To | Link::More | Link::AtLeast | Link::AtMost)
            )
    };
    (parser.has_word(sentence, ALARMS) || sentence.clone().any(crossed))
        && parser.has_kind(sentence, |kind| matches!(kind, Kind::Quantity(..)))
        && parser.names_function(sentence)
        && !parser.has_term(sentence, bounds)
        && !parser.has_word(sentence, WISHES)
}

/// "we lost a site, and the AMF with it": what somebody did, functions being affected.
fn deed(parser: &Parser<'_>, sentence: &Range<usize>) -> Option<usize> {
    let did = sentence.start + 1;
    (among(parser.word(sentence.start), PEOPLE)
        && among(parser.word(did), DEEDS)
        && parser.names_function(sentence))
    .then_some(did)
}

/// Whether a finite verb stands at `at`, in a sentence whose subject ends at `behind`. "Has to" and "is to" ask.
fn is_told_of(parser: &Parser<'_>, at: usize, behind: usize) -> bool {
    let word = parser.word(at);
    if among(word, FINITE) || among(word, HAPPENED) {
        return parser.link(at + 1) != Some(Link::To) && parser.kind(at + 1).is_some();
    }
    let past = parser.is_unknown(at) && word.len() > 3 && word.ends_with("ed");
    at == behind && (past || third_person(parser, at))
}

/// Whether nothing at `at` can be asked for.
fn is_told(parser: &Parser<'_>, at: usize) -> bool {
    match parser.kind(at) {
        Some(Kind::Unknown) => !leftover::stands_like_a_function(parser, at),
        Some(Kind::Symbol(symbol)) => matches!(symbol, ',' | '\'' | '"'),
        Some(Kind::Term(term)) => match term {
            Term::Stop
            | Term::Reference
            | Term::Function(_)
            | Term::Set(_)
            | Term::Direction(_)
            | Term::Metric(_) => true,
            Term::Verb(verb) => *verb == Verb::Need,
            Term::Noun(noun) => matches!(
                noun,
                Noun::Registrations
                    | Noun::Sessions
                    | Noun::Subscribers
                    | Noun::Devices
                    | Noun::Utilisation
                    | Noun::Replica
            ),
            Term::Link(link) => !matches!(
                link,
                Link::MayReach
                    | Link::Accepts
                    | Link::Allow
                    | Link::Only
                    | Link::Without
                    | Link::No
                    | Link::More
                    | Link::Fewer
                    | Link::Off
                    | Link::Vague
                    | Link::Let
                    | Link::InsteadOf
                    | Link::Correction
                    | Link::By
            ),
            _ => false,
        },
        _ => false,
    }
}
