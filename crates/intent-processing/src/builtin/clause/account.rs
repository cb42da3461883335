//! Sentences that tell something of functions and ask nothing of them: "the AMFs lost their registrations", "the HSS has the
//! same size", "the PCF will send its counters there".
//!
//! Told by their shape, for any verb can stand in them: a function as the subject, a finite verb, nothing that can be
//! asked for; and another sentence that orders something.

use std::ops::Range;

use super::Parser;
use super::cues::HAPPENED;
use super::phrase::among;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};

/// Finite verbs that a subject can have whatever is told of it.
#[rustfmt::skip]
const FINITE: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "had", "will", "does", "did", "do", "lost", "lose", "loses", "keeps", "kept", "gets", "got", "came", "comes", "needs", "need", "wants", "want", "asks", "asked", "requires", "require", "lacks",
];

/// Words that ask for something, or make a list of what was asked for go on.
#[rustfmt::skip]
const ASKS: &[&str] = &[
    "should", "shall", "must", "please", "kindly", "may", "can", "could", "would", "let", "lets", "ought", "wanted", "desired", "required", "requested", "needed", "next", "first", "then", "also", "too", "well", "likewise", "ditto", "included", "both", "only", "excluded", "omitted", "one", "target", "candidate",
];

/// The sentences that only tell something of functions.
pub(super) fn accounts(parser: &Parser<'_>) -> Vec<Range<usize>> {
    let sentences = sentences(parser);
    if sentences.len() < 2 {
        return Vec::new();
    }
    let orders: Vec<bool> = sentences
        .iter()
        .map(|sentence| orders(parser, sentence))
        .collect();
    let named: Vec<bool> = sentences
        .iter()
        .map(|sentence| has_object(parser, sentence))
        .collect();
    let elsewhere = |at: usize, said: &[bool]| {
        said.iter()
            .enumerate()
            .any(|(index, said)| index != at && *said)
    };
    sentences
        .iter()
        .enumerate()
        .filter(|(at, sentence)| {
            elsewhere(*at, &orders)
                && (raises_alarm(parser, sentence)
                    || (elsewhere(*at, &named) && tells(parser, sentence)))
        })
        .map(|(_, sentence)| sentence.clone())
        .collect()
}

/// The stretches between full stops, semicolons, dashes and new lines.
fn sentences(parser: &Parser<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 0..=parser.lexemes.len() {
        let symbol = matches!(parser.symbol(at), Some('.' | ';' | '!' | '?'))
            || (matches!(parser.symbol(at), Some('-' | '–' | '—')) && parser.stands_apart(at));
        if !(symbol || at == parser.lexemes.len() || (at > 0 && parser.begins_line(at))) {
            continue;
        }
        if start < at {
            found.push(start..at);
        }
        start = at + usize::from(symbol);
    }
    found
}

/// Whether a sentence orders something.
fn orders(parser: &Parser<'_>, sentence: &Range<usize>) -> bool {
    sentence.clone().any(|at| {
        !parser.background[at]
            && match parser.term(at) {
                Some(Term::Verb(verb)) => verb != Verb::Need || wants_function(parser, at),
                Some(Term::Multiply(_)) => true,
                _ => false,
            }
    })
}

/// "we need an AMF": whether somebody wants a function, and not a function something.
fn wants_function(parser: &Parser<'_>, at: usize) -> bool {
    matches!(
        parser.word(at.saturating_sub(1)),
        "we" | "i" | "would" | "to" | "customer" | "please"
    ) && parser.named(parser.skip_stops(at + 1)).is_some()
}

/// Whether a sentence names functions or means those of another.
fn has_object(parser: &Parser<'_>, sentence: &Range<usize>) -> bool {
    sentence.clone().any(|at| {
        !parser.background[at]
            && (parser.named(at).is_some()
                || matches!(parser.term(at), Some(Term::Slice(_)))
                || matches!(parser.word(at), "it" | "them" | "these" | "those" | "one"))
    })
}

/// Whether a sentence has a function as its subject, a finite verb, and nothing that can be asked for.
fn tells(parser: &Parser<'_>, sentence: &Range<usize>) -> bool {
    let Some(subject) = sentence
        .clone()
        .find(|at| !parser.is_stop(*at))
        .filter(|at| parser.named(*at).is_some())
        .or_else(|| lost(parser, sentence))
    else {
        return false;
    };
    let behind = match parser.function_list(subject) {
        (functions, _) if functions.is_empty() => subject,
        (_, behind) => behind,
    };
    // "the NEF is cheap already"
    let already = sentence
        .clone()
        .any(|at| matches!(parser.word(at), "already" | "anyway"));
    let praised = |at: usize| already && matches!(parser.term(at), Some(Term::Goal(_)));
    sentence
        .clone()
        .all(|at| is_plain(parser, at) || praised(at))
        && (behind..sentence.end).any(|at| is_finite(parser, at, behind))
        && !sentence.clone().any(|at| among(parser.word(at), ASKS))
        && !sentence
            .clone()
            .any(|at| parser.lower(at).split(' ').any(|word| among(word, ASKS)))
}

/// "NMS alarm 1107, threshold crossed: O-CU-CP memory 92 %, pods 3": what a machine reports of a function.
fn raises_alarm(parser: &Parser<'_>, sentence: &Range<usize>) -> bool {
    let alarm = sentence.clone().any(|at| {
        matches!(parser.word(at), "alarm" | "alert" | "alarms" | "alerts")
            || (matches!(
                parser.word(at),
                "crossed" | "exceeded" | "violated" | "breached"
            ) && (sentence.start..at).any(|index| parser.lower(index).contains("threshold")))
    });
    let share = sentence
        .clone()
        .any(|at| matches!(parser.kind(at), Some(Kind::Quantity(..))));
    let asks = sentence.clone().any(|at| {
        matches!(parser.term(at), Some(Term::Verb(_) | Term::Multiply(_)))
            || matches!(
                parser.link(at),
                Some(Link::To | Link::More | Link::AtLeast | Link::AtMost)
            )
            || among(parser.word(at), ASKS)
    });
    alarm && share && !asks && sentence.clone().any(|at| parser.named(at).is_some())
}

/// "we lost a site, and the AMF with it": what somebody lost or had, functions among it.
fn lost(parser: &Parser<'_>, sentence: &Range<usize>) -> Option<usize> {
    let who = matches!(
        parser.word(sentence.start),
        "we" | "they" | "somebody" | "someone" | "nobody"
    );
    let did = matches!(
        parser.word(sentence.start + 1),
        "lost"
            | "had"
            | "saw"
            | "found"
            | "noticed"
            | "observed"
            | "tried"
            | "tested"
            | "replaced"
            | "checked"
    );
    (who && did && sentence.clone().any(|at| parser.named(at).is_some()))
        .then_some(sentence.start + 1)
}

/// Whether a finite verb stands at `at`, in a sentence whose subject ends at `behind`. "Has to" and "is to" ask.
fn is_finite(parser: &Parser<'_>, at: usize, behind: usize) -> bool {
    let word = parser.word(at);
    if among(word, FINITE) || among(word, HAPPENED) {
        return parser.link(at + 1) != Some(Link::To) && parser.kind(at + 1).is_some();
    }
    // "the SMF sees timeouts"
    at == behind
        && parser.kind(at) == Some(&Kind::Unknown)
        && word.len() > 3
        && (word.ends_with('s') || word.ends_with("ed"))
        && !word.ends_with("ss")
}

/// Whether nothing at `at` can be asked for.
fn is_plain(parser: &Parser<'_>, at: usize) -> bool {
    match parser.kind(at) {
        Some(Kind::Unknown) => !super::leftover::stands_like_a_function(parser, at),
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
