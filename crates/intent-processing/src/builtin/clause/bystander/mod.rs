//! Functions of which a text only tells something, beside an order about others: "the UDM they serve is there", "where the AMF
//! already lives", "the AMFs lost their registrations".
//!
//! Told by the shape of a sentence or clause, for any verb can stand in it: a function as its subject, a finite verb, nothing
//! that can be asked for, and an order somewhere else. Those that are or do something themselves are told here, what happened
//! to them in [`account`].

pub(super) mod account;

use std::ops::Range;

use super::Parser;
use super::phrase::{Cues, among, cues};
use super::segment::{is_request, orders_behind};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};

/// Finite verbs of what a subject is, does or has, beside those that end in "s".
#[rustfmt::skip]
const FINITE: Cues = cues![
    "is", "are", "was", "were", "has", "have", "had", "remain", "remains", "stay", "stays", "live", "lives", "sit", "sits", "wait", "waits", "belong", "belongs", "got", "left", "took", "went", "knows", "know", "talk", "talks", "serve", "serves", "runs", "stands", "stand", "will", "does", "did", "do", "lost", "lose", "loses", "keeps", "kept", "gets", "came", "comes", "needs", "need", "wants", "want", "asks", "asked", "requires", "require", "lacks",
];

/// Words that make a wish of a sentence, or a condition, or make a list of what was asked for go on.
#[rustfmt::skip]
const WISHES: Cues = cues![
    "should", "shall", "must", "would", "please", "ought", "let", "may", "can", "could", "if", "when", "unless", "once", "whether", "be", "wanted", "missing", "required", "requested", "desired", "due", "meant", "next", "what", "one", "ones", "short", "obsolete", "follows", "follow", "also", "joins", "goes", "turn", "moves", "affected", "concerned", "kindly", "lets", "needed", "first", "then", "too", "well", "likewise", "ditto", "included", "only", "excluded", "omitted", "target", "candidate",
];

/// Wishes in what functions are, but not in what happens to them: "the PCF will send its counters there".
const PROMISES: Cues = cues!["will", "gets", "until"];

/// Whoever an order can be about beside functions.
const MEANT: Cues = cues![
    "it", "them", "they", "these", "those", "both", "its", "their", "one",
];

/// Words that open a clause about what there is: "where the AMF already lives".
const OPENERS: Cues = cues!["where", "while", "whereas", "whose"];

/// Words in front of a subject that nobody here knows: "their successors, UDM and AMF, have taken over".
#[rustfmt::skip]
const DETERMINERS: Cues = cues![
    "the", "a", "an", "our", "your", "my", "its", "their", "both", "this", "these", "those", "some",
];

/// What somebody else did to a function: "alarm correlation blamed the NRF".
const BLAMED: Cues = cues!["blamed", "suspected", "accused", "flagged", "singled"];

/// The sentences about functions that are or do something themselves: "SMF and AMF remain in the data centre".
pub(super) fn bystanders(parser: &Parser<'_>, sentences: &[Range<usize>]) -> Vec<Range<usize>> {
    // "the IMS needs its proxies: stand up the P-CSCF": an order may stand behind a colon.
    let told = |sentence: &Range<usize>| {
        let colon = sentence.clone().find(|at| orders_behind(parser, *at));
        sentence.start..colon.unwrap_or(sentence.end)
    };
    sentences
        .iter()
        .map(told)
        .filter(|told| parser.symbol(told.end) != Some('?') && is_bystander(parser, told))
        .collect()
}

/// Whether a clause behind a comma, or opened by "where", only speaks of functions.
pub(super) fn is_clause(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    let opened = among(parser.word(segment.start), OPENERS)
        || segment.start.checked_sub(1).is_some_and(|before| {
            matches!(
                parser.symbol(before),
                Some(',' | '(' | '–' | '—' | ';' | '.')
            )
        });
    opened && !parser.background[segment.start] && is_bystander(parser, segment)
}

/// Whether "it" or "them" stands behind `at` before any other function is named.
pub(super) fn meant_behind(parser: &Parser<'_>, at: usize) -> bool {
    (at..parser.lexemes.len())
        .find(|index| parser.is_named(*index) || is_pronoun(parser, *index))
        .is_some_and(|index| is_pronoun(parser, index))
}

fn is_pronoun(parser: &Parser<'_>, at: usize) -> bool {
    among(parser.word(at), MEANT)
}

/// Whether a verb outside of a clause orders something.
fn verb_elsewhere(parser: &Parser<'_>, clause: &Range<usize>) -> bool {
    parser.outside(clause).any(|at| {
        !parser.background[at]
            && match parser.term(at) {
                Some(Term::Verb(Verb::Need)) => wants_function(parser, at),
                Some(term) => is_request(term),
                None => false,
            }
    })
}

/// Whether a verb outside of a clause orders something of functions, of a slice, or of "it".
fn ordered_elsewhere(parser: &Parser<'_>, clause: &Range<usize>) -> bool {
    verb_elsewhere(parser, clause)
        && parser.outside(clause).any(|at| {
            !parser.background[at]
                && (parser.is_named(at)
                    || is_pronoun(parser, at)
                    || matches!(
                        parser.term(at),
                        Some(Term::Slice(_) | Term::Noun(Noun::Slice))
                    ))
        })
}

/// "we need an AMF": whether somebody wants a function, and not a function something.
fn wants_function(parser: &Parser<'_>, at: usize) -> bool {
    matches!(
        parser.word(at.saturating_sub(1)),
        "we" | "i" | "would" | "to" | "customer" | "please"
    ) && parser.is_named(parser.skip_stops(at + 1))
}

/// Whether a clause only says what functions are or do, beside an order about others.
fn is_bystander(parser: &Parser<'_>, clause: &Range<usize>) -> bool {
    !parser.speaks_of_reach && stands_by(parser, clause) && ordered_elsewhere(parser, clause)
}

/// Whether the first thing a clause names is a function, a finite verb says something of it, and nothing is asked.
fn stands_by(parser: &Parser<'_>, clause: &Range<usize>) -> bool {
    let Some(subject) = clause.clone().find(|at| parser.is_named(*at)) else {
        return false;
    };
    if permits(parser, clause) || clause.clone().any(|at| wishes(parser, at, clause.end)) {
        return false;
    }
    let blamed = parser
        .before(subject)
        .is_some_and(|before| before > clause.start && among(parser.word(before), BLAMED));
    blamed || (leads(parser, clause.start..subject) && says_something(parser, subject..clause.end))
}

/// "access of the AUSF to the UDM over N13 is granted": whether a clause may permit functions to reach each other.
fn permits(parser: &Parser<'_>, clause: &Range<usize>) -> bool {
    let functions = clause.clone().filter(|at| parser.is_named(*at)).count();
    let way = |at: usize| {
        matches!(parser.term(at), Some(Term::Point(_)))
            || super::network_rule::numbered_point(parser, at)
    };
    functions > 1 && clause.clone().any(way)
}

/// Whether what stands at `at` in a clause that ends at `end` asks for something: "the SMF comes to cluster b-2" may be meant
/// to, and "has to" does.
fn wishes(parser: &Parser<'_>, at: usize, end: usize) -> bool {
    let to = |at: usize| parser.link(at) == Some(Link::To);
    let placed = to(at) && matches!(parser.kind(at + 1), Some(Kind::Place(..)));
    let has_to = to(at + 1) && matches!(parser.word(at), "is" | "are" | "has" | "have");
    placed
        || has_to
        || !is_plain(parser, at, end)
        || among(parser.word(at), WISHES)
        || among(parser.word(at), PROMISES)
}

/// Whether nothing in front of a subject takes its place; an unknown first word may be an order.
fn leads(parser: &Parser<'_>, mut front: Range<usize>) -> bool {
    let phrase = parser.is_stop(front.start) && among(parser.word(front.start), DETERMINERS);
    front.all(|at| {
        parser.is_stop(at)
            || (phrase && parser.is_unknown(at))
            || among(parser.word(at), OPENERS)
            || matches!(parser.symbol(at), Some(',' | '-'))
    })
}

/// Whether a finite verb says something of a subject: "the SMF that serves it" only says which SMF.
fn says_something(parser: &Parser<'_>, clause: Range<usize>) -> bool {
    let mut open = 1_i32;
    for at in clause.skip(1) {
        open -= i32::from(is_finite(parser, at));
        open += i32::from(opens_relative(parser, at));
    }
    open <= 0
}

/// "the SMF that serves it", "the UDM they serve".
fn opens_relative(parser: &Parser<'_>, at: usize) -> bool {
    let pronoun = |at: usize| matches!(parser.word(at), "that" | "which" | "who");
    // "wait for it" opens none.
    let owner = matches!(parser.word(at), "they" | "we" | "it")
        && at
            .checked_sub(1)
            .is_some_and(|before| !pronoun(before) && parser.link(before).is_none());
    parser.is_stop(at) && (pronoun(at) || owner)
}

/// Whether a finite verb stands at `at`.
fn is_finite(parser: &Parser<'_>, at: usize) -> bool {
    third_person(parser, at)
        || among(parser.word(at), FINITE)
        || parser.term(at) == Some(Term::Verb(Verb::Need))
}

/// "the SMF sees timeouts": whether a word that nobody here knows ends like a verb.
fn third_person(parser: &Parser<'_>, at: usize) -> bool {
    let word = parser.word(at);
    parser.is_unknown(at)
        && word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Whether what stands at `at` in a clause that ends at `end` asks for nothing.
fn is_plain(parser: &Parser<'_>, at: usize, end: usize) -> bool {
    match parser.kind(at) {
        Some(Kind::Symbol(symbol)) => matches!(symbol, ',' | '(' | ')' | '-' | '–' | '"' | '\''),
        Some(Kind::Unknown | Kind::Place(..) | Kind::Instance(..)) => true,
        Some(Kind::Term(term)) => match term {
            Term::Function(_)
            | Term::Set(_)
            | Term::Core
            | Term::Stop
            | Term::Reference
            | Term::Direction(_)
            | Term::Point(_) => true,
            // "the SEPP wants a neighbour", "the xApps need nothing"
            Term::Verb(Verb::Need) => (at + 1..end).all(|index| {
                parser.is_stop(index)
                    || parser.is_unknown(index)
                    || parser.link(index) == Some(Link::To)
            }),
            Term::Noun(noun) => matches!(
                noun,
                Noun::Devices
                    | Noun::Subscribers
                    | Noun::Cells
                    | Noun::Slice
                    | Noun::Place(_)
                    | Noun::Places(_)
            ),
            // "they wait for it" takes nothing back.
            Term::Link(Link::Correction) => {
                let paused = at.checked_sub(1).and_then(|before| parser.symbol(before));
                parser.word(at) == "wait" && paused.is_none()
            }
            Term::Link(link) => matches!(
                link,
                Link::To
                    | Link::In
                    | Link::With
                    | Link::For
                    | Link::From
                    | Link::And
                    | Link::But
                    | Link::By
            ),
            _ => false,
        },
        _ => false,
    }
}
