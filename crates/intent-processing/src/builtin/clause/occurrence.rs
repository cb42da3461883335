//! What is counted beside an intent: outages, partners, the share of something that failed, how many functions are named.

use std::ops::Range;

use super::Parser;
use super::leftover::looks_like_a_function;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Term, Verb};
use crate::builtin::unit::Unit;

/// Words in front of what happened or will happen.
const OCCASIONS: &[&str] = &[
    "after",
    "since",
    "before",
    "during",
    "despite",
    "within",
    "throughout",
    "following",
    "until",
    "because of",
    "due to",
    "thanks to",
    "owing to",
    "in view of",
    "ahead of",
];

/// What happens or is done, and can be no part of the network.
#[rustfmt::skip]
const OCCURRENCES: &[&str] = &[
    "outages", "incidents", "alarms", "alerts", "complaints", "failures", "crashes", "restarts", "errors", "warnings", "approvals", "meetings", "escalations", "disconnects", "breakdowns", "interruptions", "concerts", "matches", "events",
];

/// The end of a count of something that is no part of the network, where no order stands: "after three outages", "contract
/// 4471 has expired", "(2 concerts a week)", "17 % of the authentications timed out".
pub(super) fn circumstance(parser: &Parser<'_>, at: usize) -> Option<usize> {
    let number =
        |index: usize| matches!(parser.kind(index), Some(Kind::Number(_) | Kind::Times(_)));
    let plain = |index: usize| is_plain(parser, index);
    // "4 more countries", "5 new partners"
    let noun = skip_described(parser, at + 1);
    let counted = (number(at) && plain(noun)) || (plain(at) && at > 0 && number(at - 1));
    let numbered = number(at) && at > 0 && plain(at - 1);
    let first = if number(at) { at } else { at.saturating_sub(1) };
    let occasion = parser
        .before(first)
        .is_some_and(|before| OCCASIONS.contains(&parser.lower(before)))
        || first
            .checked_sub(1)
            .is_some_and(|before| OCCASIONS.contains(&parser.lower(before)));
    let ordered = parser.draft.verbs.iter().any(|used| !used.words.is_empty());
    let around = statement_around(parser, at);
    let told = ordered
        && !around.clone().any(|index| {
            parser.taken[index]
                && matches!(parser.term(index), Some(Term::Verb(_) | Term::Multiply(_)))
        });
    let thing = if number(at) { noun } else { at };
    let occurs = counted && OCCURRENCES.contains(&parser.word(thing));
    let beside = occurs
        || (counted && (occasion || is_bracketed(parser, &around)))
        || ((counted || numbered) && told)
        || (ordered && is_share_of_something(parser, at, &around, told));
    let end = if number(at) && plain(noun) {
        noun + (noun..parser.lexemes.len())
            .take_while(|index| plain(*index))
            .count()
    } else {
        at + 1
    };
    beside.then_some(end)
}

/// Whether a word at `at` is not known and not written like a function.
fn is_plain(parser: &Parser<'_>, at: usize) -> bool {
    parser.is_unknown(at)
        && !looks_like_a_function(parser, at)
        && parser.slice(at..at + 1).chars().all(char::is_alphabetic)
}

/// Whether a clause stands in brackets and asks for nothing.
fn is_bracketed(parser: &Parser<'_>, around: &Range<usize>) -> bool {
    let opened = around
        .start
        .checked_sub(1)
        .is_some_and(|open| parser.symbol(open) == Some('('));
    let asks = around.clone().any(|index| {
        parser.named(index).is_some() || (parser.taken[index] && !parser.background[index])
    });
    opened && parser.symbol(around.end) == Some(')') && !asks
}

/// "17 % of the authentications timed out", "savings of 15 % expected": a share that nothing asks for. Under autoscaling
/// every share may be one to hold.
fn is_share_of_something(
    parser: &Parser<'_>,
    at: usize,
    around: &Range<usize>,
    told: bool,
) -> bool {
    let share = matches!(parser.kind(at), Some(Kind::Quantity(_, Unit::Percent)));
    let saves =
        (at.saturating_sub(3)..at).any(|index| matches!(parser.word(index), "savings" | "growth"));
    let opened = around
        .start
        .checked_sub(1)
        .is_some_and(|open| parser.symbol(open) == Some('('));
    let unknown = around
        .clone()
        .any(|index| is_plain(parser, index) && !parser.taken[index]);
    share && !parser.verb_used(Verb::Autoscale) && (saves || (told && (opened || unknown)))
}

/// The first lexeme from `at` on that is neither a word that carries nothing nor one that compares.
fn skip_described(parser: &Parser<'_>, at: usize) -> usize {
    at + (at..parser.lexemes.len())
        .take_while(|index| {
            parser.is_stop(*index) || matches!(parser.link(*index), Some(Link::More | Link::Fewer))
        })
        .count()
}

/// "two further functions, namely a NEF and an AF": as many as are named.
pub(super) fn counts_functions(parser: &Parser<'_>, at: usize) -> Option<usize> {
    let Kind::Number(count) = parser.kind(at)? else {
        return None;
    };
    let end = skip_described(parser, at + 1);
    let functions = (at + 1..end).any(|index| {
        matches!(
            parser.lower(index),
            "functions" | "network functions" | "nfs" | "cnfs" | "components"
        )
    });
    let named = u64::try_from(parser.draft.functions.len()).ok();
    (functions && count.to_u64() == named).then_some(at + 1)
}

/// The sentence around `at`, or the part of it that a conclusion follows: "contract 4471 has expired, [so] remove …".
pub(super) fn statement_around(parser: &Parser<'_>, at: usize) -> Range<usize> {
    let orders =
        |index: usize| matches!(parser.term(index), Some(Term::Verb(verb)) if verb != Verb::Need);
    let ends = |index: usize| {
        matches!(
            parser.symbol(index),
            Some('.' | ';' | '!' | '?' | ':' | '(' | ')')
        ) || (parser.symbol(index) == Some(',') && orders(parser.skip_stops(index + 1)))
            || matches!(
                parser.word(index),
                "so" | "therefore" | "hence" | "thus" | "consequently"
            )
    };
    let start = (0..at)
        .rev()
        .find(|index| ends(*index) || parser.begins_line(*index + 1));
    let end =
        (at + 1..parser.lexemes.len()).find(|index| ends(*index) || parser.begins_line(*index));
    start.map_or(0, |start| start + 1)..end.unwrap_or(parser.lexemes.len())
}
