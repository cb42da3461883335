//! Functions that are the subject of what they are or do themselves, beside an order about others: "the UDM they serve is
//! there", "SMF and AMF remain in the data centre", "where the AMF already lives".
//!
//! Such a clause has a finite verb of its own, no order, no wish and no value, and stands where no object of an order can:
//! it is a sentence, or follows a comma or a word that opens a clause.

use std::ops::Range;

use super::Parser;
use super::phrase::among;
use super::segment::orders_behind;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};

/// Finite verbs of what somebody is or does, beside those that end in "s".
#[rustfmt::skip]
const FINITE: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "had", "remain", "remains", "stay", "stays", "live", "lives", "sit", "sits", "wait", "waits", "belong", "belongs", "got", "left", "took", "went", "knows", "know", "talk", "talks", "serve", "serves", "runs", "stands", "stand",
];

/// Words that make a wish of a clause, or a condition.
#[rustfmt::skip]
const WISHES: &[&str] = &[
    "should", "shall", "must", "will", "would", "please", "ought", "let", "may", "can", "could", "if", "when", "unless", "until", "once", "whether", "be", "wanted", "missing", "required", "requested", "desired", "due", "meant", "next", "what", "one", "ones", "short", "obsolete", "follows", "follow", "also", "joins", "goes", "turn", "moves", "gets", "affected", "concerned",
];

/// Words that open a clause about what there is: "where the AMF already lives".
const OPENERS: &[&str] = &["where", "while", "whereas", "whose"];

/// The sentences that only speak of functions, beside an order about others.
pub(super) fn sentences(parser: &Parser<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if parser.speaks_of_reach {
        return found;
    }
    let count = parser.lexemes.len();
    let mut start = 0;
    for at in 0..=count {
        let boundary = at == count
            || matches!(parser.symbol(at), Some('.' | ';' | '!' | '?'))
            || orders_behind(parser, at);
        let ends = boundary || (at > 0 && parser.begins_line(at));
        if !ends {
            continue;
        }
        let sentence = start..at;
        start = at + usize::from(boundary);
        let asked = parser.symbol(at) == Some('?');
        if !asked && stands_by(parser, &sentence) && ordered_outside(parser, &sentence) {
            found.push(sentence);
        }
    }
    found
}

/// "| AMF | 3 | deployed, no action |": the rows of a table that say that nothing is to be done.
pub(super) fn rows(parser: &Parser<'_>) -> Vec<Range<usize>> {
    const NOTHING: &[&str] = &[
        "no action",
        "none",
        "no change",
        "no changes",
        "unchanged",
        "nothing",
        "nothing to do",
        "done",
        "ok",
        "keep",
        "keeps",
        "stays",
        "leave",
        "leave as is",
        "as is",
        "untouched",
    ];
    let mut found = Vec::new();
    let mut start = 0;
    for at in 1..=parser.lexemes.len() {
        if at < parser.lexemes.len() && !parser.begins_line(at) {
            continue;
        }
        let row = start..at;
        start = at;
        let tabular = parser.symbol(row.start) == Some('|');
        let named = row.clone().any(|index| parser.named(index).is_some());
        let ordered = row
            .clone()
            .any(|index| matches!(parser.term(index), Some(Term::Verb(_) | Term::Multiply(_))));
        let last = row
            .clone()
            .rev()
            .skip(1)
            .find(|index| matches!(parser.symbol(*index), Some('|' | ',')));
        let nothing = last.is_some_and(|last| {
            let said = parser.slice(last + 1..row.end - 1);
            NOTHING
                .iter()
                .any(|phrase| phrase.eq_ignore_ascii_case(said))
        });
        // "| any other | SMF | any | block |": everybody else is refused anyway.
        let refused = last.is_some_and(|last| {
            let denies =
                (last + 1..row.end).any(|index| parser.term(index) == Some(Term::Verb(Verb::Deny)));
            denies
                && row.clone().any(|index| {
                    matches!(
                        parser.word(index),
                        "other" | "others" | "any" | "all" | "else"
                    )
                })
        });
        if (tabular && named && !ordered && nothing) || (tabular && refused) {
            found.push(row);
        }
    }
    found
}

/// Whether "it" or "them" stands behind `at` before any other function is named.
pub(super) fn meant_behind(parser: &Parser<'_>, at: usize) -> bool {
    (at..parser.lexemes.len())
        .find(|index| parser.named(*index).is_some() || is_pronoun(parser, *index))
        .is_some_and(|index| is_pronoun(parser, index))
}

fn is_pronoun(parser: &Parser<'_>, at: usize) -> bool {
    matches!(
        parser.word(at),
        "it" | "them" | "both" | "these" | "its" | "their"
    )
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
    opened
        && !parser.background[segment.start]
        && !parser.speaks_of_reach
        && stands_by(parser, segment)
        && ordered_outside(parser, segment)
}

/// Whether the first thing a clause names is a function, a finite verb says something of it, and nothing is asked.
fn stands_by(parser: &Parser<'_>, clause: &Range<usize>) -> bool {
    let Some(subject) = clause.clone().find(|at| parser.named(*at).is_some()) else {
        return false;
    };
    // "their successors, UDM and AMF, have taken over"; an unknown first word may be an order.
    let phrase = parser.is_stop(clause.start)
        && matches!(
            parser.word(clause.start),
            "the"
                | "a"
                | "an"
                | "our"
                | "your"
                | "my"
                | "its"
                | "their"
                | "both"
                | "this"
                | "these"
                | "those"
                | "some"
        );
    // "access of the AUSF to the UDM over N13 is granted" permits something.
    let functions = clause
        .clone()
        .filter(|at| parser.named(*at).is_some())
        .count();
    let way = clause.clone().any(|at| {
        matches!(parser.term(at), Some(Term::Point(_)))
            || super::network_rule::numbered_point(parser, at)
    });
    if functions > 1 && way {
        return false;
    }
    let leads = (clause.start..subject).all(|at| {
        parser.is_stop(at)
            || (phrase && parser.kind(at) == Some(&Kind::Unknown))
            || among(parser.word(at), OPENERS)
            || matches!(parser.symbol(at), Some(',' | '-'))
    });
    // "the SMF that serves it" says which SMF; a verb beyond that of the relative clause says something of it.
    let mut open = 1_i32;
    for at in clause.clone() {
        if at > subject && is_finite(parser, at) {
            open -= 1;
        }
        open += i32::from(at > subject && opens_relative(parser, at));
        // "the SMF comes to cluster b-2" may be meant to.
        let placed = parser.link(at) == Some(Link::To)
            && matches!(parser.kind(at + 1), Some(Kind::Place(..)));
        let has_to = parser.link(at + 1) == Some(Link::To)
            && matches!(parser.word(at), "is" | "are" | "has" | "have");
        if placed || has_to || !is_plain(parser, at, clause.end) || among(parser.word(at), WISHES) {
            return false;
        }
    }
    // "alarm correlation blamed the NRF, wrongly": what somebody else did.
    let blamed = parser.before(subject).filter(|before| {
        *before > clause.start
            && matches!(
                parser.word(*before),
                "blamed" | "suspected" | "accused" | "flagged" | "singled"
            )
    });
    (leads && open <= 0) || blamed.is_some()
}

/// "the SMF that serves it", "the UDM they serve".
fn opens_relative(parser: &Parser<'_>, at: usize) -> bool {
    let pronoun = |at: usize| matches!(parser.word(at), "that" | "which" | "who");
    // "wait for it" opens none.
    let owner = matches!(parser.word(at), "they" | "we" | "it")
        && !pronoun(at - 1)
        && parser.link(at - 1).is_none();
    parser.is_stop(at) && (pronoun(at) || owner)
}

fn is_finite(parser: &Parser<'_>, at: usize) -> bool {
    let word = parser.word(at);
    let third_person = parser.kind(at) == Some(&Kind::Unknown)
        && word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && word.bytes().all(|byte| byte.is_ascii_lowercase());
    third_person || among(word, FINITE) || parser.term(at) == Some(Term::Verb(Verb::Need))
}

/// Whether what stands at `at` asks for nothing.
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
                    || parser.kind(index) == Some(&Kind::Unknown)
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
                parser.word(at) == "wait" && parser.symbol(at - 1).is_none()
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

/// Whether a verb outside a clause orders something of functions, of a slice, or of "it".
fn ordered_outside(parser: &Parser<'_>, clause: &Range<usize>) -> bool {
    let outside =
        || (0..parser.lexemes.len()).filter(|at| !clause.contains(at) && !parser.background[*at]);
    let ordered = outside().any(|at| {
        matches!(parser.term(at), Some(Term::Verb(verb)) if verb != Verb::Need)
            || matches!(parser.term(at), Some(Term::Multiply(_)))
    });
    ordered
        && outside().any(|at| {
            parser.named(at).is_some()
                || matches!(
                    parser.term(at),
                    Some(Term::Slice(_) | Term::Noun(Noun::Slice))
                )
                || is_pronoun(parser, at)
        })
}
