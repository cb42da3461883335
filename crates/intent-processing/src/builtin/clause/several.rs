//! Numbers of several functions at once, in turn, of each or by their place, and numbers that are none.

use std::ops::Range;

use super::Parser;
use super::change::{meaning, signed};
use super::count::closes;
use crate::builtin::draft::Change;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun};

/// "AMF, SMF and UPF to 3, 4 and 5 replicas": as many numbers as functions, one for each in turn.
pub(super) fn in_turn(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let Kind::Number(_) = parser.kind(at)? else {
        return None;
    };
    let mut places = vec![at];
    let mut end = at + 1;
    loop {
        let mut next = end;
        while matches!(parser.symbol(next), Some(',' | '/'))
            || parser.link(next).is_some_and(Link::joins)
        {
            next += 1;
        }
        if next == end || !matches!(parser.kind(next), Some(Kind::Number(_))) {
            break;
        }
        places.push(next);
        end = next + 1;
    }
    let replica = parser.noun(end) == Some(Noun::Replica);
    if let Some(end) = in_turn_behind(parser, &places, end + usize::from(replica)) {
        return Some(end);
    }
    let unnumbered = parser.unnumbered();
    let group = if parser.group.len() == places.len() {
        parser.group.clone()
    } else {
        unnumbered
    };
    let counts_other = !replica && (parser.named(end).is_some() || parser.noun(end).is_some());
    if places.len() < 2 || places.len() != group.len() || counts_other {
        return None;
    }
    let end = end + usize::from(replica);
    for (index, place) in group.into_iter().zip(places) {
        let change = match parser.before(at).and_then(|before| parser.link(before)) {
            Some(Link::By) => Change::By(signed(parser.replicas(place)?, parser.shrinks(at))),
            _ => Change::Exactly(parser.replicas(place)?),
        };
        parser.change_each(&[index], change, false);
    }
    parser.take(at..end, "replicas of each in turn");
    parser.group_open = false;
    Some(end)
}

/// "2, 4 and 2 for NRF, SCP and SEPP respectively": the functions stand behind their numbers.
fn in_turn_behind(parser: &mut Parser<'_>, places: &[usize], end: usize) -> Option<usize> {
    let leads = parser.link(end) == Some(Link::For) || parser.word(end) == "of";
    let (functions, behind) = parser.function_list(end + 1);
    if !leads || places.len() < 2 || functions.len() != places.len() {
        return None;
    }
    parser.group_open = false;
    for (function, place) in functions.into_iter().zip(places) {
        let change = parser.change(*place, None)?;
        parser.name_functions(&[function], false, None);
        let group = parser.group.clone();
        parser.change_each(&group, change, false);
        parser.group_open = false;
    }
    parser.take(places[0]..behind, "replicas of each in turn");
    Some(behind)
}

/// "SMF x2 UPF x3", "amf=5 smf=3": whether the number at `at` is of the function before it although one stands behind it.
pub(super) fn counts_own(parser: &Parser<'_>, at: usize) -> bool {
    let times = |index: usize| matches!(parser.kind(index), Some(Kind::Times(_)));
    let behind = at
        .checked_sub(1)
        .is_some_and(|before| parser.named(before).is_some());
    // "3x amf 2x smf": who has a number needs none.
    let open = parser.group.last().is_some_and(|index| {
        let request = &parser.draft.functions[*index].request;
        request.replicas.is_none() && request.scale_by.is_none() && request.scale_factor.is_none()
    });
    let own = times(at) && behind && times(at + 2) && open;
    (own || assigned(parser, at) || row_count(parser, at)) && parser.named(at + 1).is_some()
}

/// Whether the number at `at` stands behind a function and "=" or ":".
fn assigned(parser: &Parser<'_>, at: usize) -> bool {
    at >= 2
        && matches!(parser.symbol(at - 1), Some('=' | ':' | '*'))
        && parser.named(at - 2).is_some()
}

/// "AMF | 4" above "SMF | 4": whether the number at `at` is of the function in front of it, and its line ends.
fn row_count(parser: &Parser<'_>, at: usize) -> bool {
    let bar = at.checked_sub(1).filter(|bar| {
        matches!(parser.symbol(*bar), Some('|' | ':' | '=' | '-')) || parser.is_label(*bar)
    });
    let own = bar
        .unwrap_or(at)
        .checked_sub(1)
        .is_some_and(|before| parser.named(before).is_some());
    own && !parser.group.is_empty() && parser.ends_row(at)
}

/// "one of each", "AMF and SMF, two each": the number of all functions of the sentence that have none.
pub(super) fn of_each(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if parser.link(at + 1) != Some(Link::Each) || !closes(parser, at + 2) {
        return None;
    }
    let functions = parser.unnumbered();
    if functions.is_empty() {
        return None;
    }
    let change = parser.change(at, None)?;
    let words = parser.slice(at..at + 2);
    parser.take(at..at + 2, meaning(change));
    parser.change_each(&functions, change, false);
    parser.draft.assume(format!(
        "\"{words}\" is read as said of every function of the sentence without a number"
    ));
    parser.group_open = false;
    Some(at + 2)
}

/// "2 replicas for AMF and SMF, 1 for the rest": the number of every function that has none.
pub(super) fn of_the_rest(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let counted = at + 1 + usize::from(parser.noun(at + 1) == Some(Noun::Replica));
    let rest = matches!(
        parser.lower(counted + 1),
        "rest" | "the rest" | "others" | "the others" | "all others" | "everything else"
    ) || (parser.word(counted + 1) == "the"
        && matches!(parser.word(counted + 2), "rest" | "others"));
    let end = counted + 2 + usize::from(parser.word(counted + 1) == "the");
    let open: Vec<usize> = (0..parser.draft.functions.len())
        .filter(|index| {
            let request = &parser.draft.functions[*index].request;
            (request.replicas, request.scale_by, request.scale_factor) == (None, None, None)
        })
        .collect();
    let others = open.len() < parser.draft.functions.len() && !open.is_empty();
    if parser.link(counted) != Some(Link::For) || !rest || !others {
        return None;
    }
    let change = parser.change(at, None)?;
    parser.take(at..end, meaning(change));
    parser.change_each(&open, change, false);
    parser.group_open = false;
    Some(end)
}

/// "two of the first and one of the second": the number of a function by its place in the sentence.
pub(super) fn of_ordinal(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let counted = at + 1 + usize::from(parser.noun(at + 1) == Some(Noun::Replica));
    let next = parser.skip_stops(counted);
    let end = (counted..=next).find(|index| {
        matches!(
            parser.word(*index),
            "first" | "second" | "third" | "former" | "latter"
        )
    })?;
    let place = match parser.lower(end) {
        "first" | "former" => 0,
        "second" => 1,
        "third" => 2,
        _ => parser.sentence.len().checked_sub(1)?,
    };
    let function = *parser.sentence.get(place)?;
    if parser.word(counted) != "of" || !closes(parser, end + 1) {
        return None;
    }
    let change = parser.change(at, None)?;
    parser.take(at..end + 1, meaning(change));
    parser.change_each(&[function], change, false);
    Some(end + 1)
}

/// "one UPF per AMF": a ratio that the model cannot hold.
pub(super) fn per_function(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let function = parser.skip_stops(at + 1);
    // "one UPF per site"
    let place = matches!(
        parser.word(at + 1),
        "site" | "location" | "region" | "zone" | "cluster"
    );
    if parser.named(function).is_none() && !place {
        return None;
    }
    let function = if place { at + 1 } else { function };
    let counted = parser
        .before(at)
        .is_some_and(|before| parser.named(before).is_some());
    if !counted || parser.noun(function + 1) == Some(Noun::Replica) {
        return None;
    }
    ask_how_many(parser, at..function + 1);
    Some(function + 1)
}

/// Asks for the number in place of a ratio.
pub(super) fn ask_how_many(parser: &mut Parser<'_>, ratio: Range<usize>) {
    let words = parser.slice(ratio.clone());
    parser.take(ratio, "a ratio");
    parser.draft.ask(
        words,
        format!("\"{words}\" is a ratio: how many are meant? Write a number"),
    );
}

/// "several AMF replicas": a number that is none.
pub(super) fn vague(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let mut next = parser.skip_stops(at + 1);
    while parser.link(next) == Some(Link::More) {
        next += 1;
    }
    // "number of instances to be defined"
    let open = matches!(
        parser.lower(at),
        "tbd"
            | "bigger"
            | "larger"
            | "smaller"
            | "beefier"
            | "as needed"
            | "to be defined"
            | "to be determined"
            | "to be decided"
            | "to be confirmed"
    );
    // "with enough capacity for the event"
    let load = matches!(
        parser.word(at + 1),
        "capacity" | "resources" | "headroom" | "power"
    );
    if load && parser.draft.capacity == nephoran_api::CapacityRequest::default() {
        let words = parser.slice(at..at + 2);
        parser.take(at..at + 2, "an amount");
        parser.draft.ask(words, format!("how much is \"{words}\"? Write a number of replicas, subscribers or sessions, or a throughput"));
        return Some(at + 2);
    }
    let replica = open || parser.noun(next) == Some(Noun::Replica) || parser.named(next).is_some();
    if replica {
        let end = if open { at + 1 } else { next + 1 };
        let words = parser.slice(at..end);
        parser.take(at..at + 1, "an amount");
        parser
            .draft
            .ask(words, format!("how many is \"{words}\"? Write a number"));
    }
    replica.then_some(at + 1)
}
