//! Numbers of replicas: "3 AMF replicas", "AMF with 3 replicas", "AMF x3", "to 5", "by two", "3 replicas each".

use super::Parser;
use super::change::{meaning, share, signed};
use crate::builtin::draft::{Change, Scaled};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::unit::Unit;

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    match parser.kind(at)? {
        Kind::Number(_) | Kind::Times(_) => counted(parser, at),
        Kind::Term(Term::Link(Link::To | Link::DownTo | Link::UpTo)) => towards(parser, at),
        Kind::Term(Term::Link(Link::In))
            if parser.lower(at) == "at" && parser.verb() == Some(Verb::Set) =>
        {
            towards(parser, at)
        }
        Kind::Term(Term::Link(Link::More)) => one_more(parser, at),
        Kind::Term(Term::Link(Link::By)) => by(parser, at),
        Kind::Term(Term::Link(Link::From)) => from(parser, at),
        Kind::Term(Term::Link(Link::Vague)) => vague(parser, at),
        Kind::Term(Term::Noun(Noun::Replica)) => replicas(parser, at),
        _ => None,
    }
}

/// "3 AMF replicas", "two more UPFs", "3 replicas of AMF", "AMF x3", "AMF: 3".
fn counted(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let mut next = at + 1;
    let said_before = parser
        .before(at)
        .and_then(|index| parser.link(index))
        .filter(|link| matches!(link, Link::More | Link::Fewer));
    let mut comparison = said_before;
    while parser.is_stop(next) || matches!(parser.link(next), Some(Link::More | Link::Fewer)) {
        comparison = parser.link(next).or(comparison);
        next += 1;
    }
    if parser.named(next).is_some() {
        let replica = parser.noun(next + 1) == Some(Noun::Replica);
        return counted_functions(parser, at, next, comparison, replica);
    }
    if parser.noun(next) == Some(Noun::Replica) {
        let change = parser.change(at, comparison)?;
        let words = parser.words(at..next + 1);
        let of = matches!(
            parser.lower(next + 1).as_str(),
            "of" | "for" | "to" | "for each of" | "each of"
        ) || matches!(parser.link(next + 1), Some(Link::Each));
        parser.take(at..next + 1, meaning(change));
        let listed = of
            && !parser
                .function_list(skip_introduction(parser, next + 1))
                .0
                .is_empty();
        if listed {
            parser.await_function(change, &words);
        } else {
            parser.change_group(change, &words);
            if parser.link(next + 1) == Some(Link::Each) {
                parser.take(next + 1..next + 2, "each");
            }
        }
        return Some(next + 1);
    }
    bare_count(parser, at, comparison)
}

/// "AMF x3", "AMF: 3", "AMF (3)", "2 more" behind a function.
fn bare_count(parser: &mut Parser<'_>, at: usize, comparison: Option<Link>) -> Option<usize> {
    let opened = |index: usize| matches!(parser.symbol(index), Some(':' | '=' | '('));
    let before = at
        .checked_sub(1)
        .filter(|index| opened(*index))
        .unwrap_or(at)
        .checked_sub(1)?;
    let behind_function = parser.named(before).is_some()
        || parser.noun(before) == Some(Noun::Replica)
        || comparison.is_some();
    let closes = match parser.kind(at + 1) {
        None | Some(Kind::Symbol(',' | ';' | '.' | ')' | '/' | '+' | '&' | '-' | '–' | '—')) => {
            true
        }
        Some(Kind::Term(term)) => matches!(
            term,
            Term::Link(Link::And | Link::In | Link::Each | Link::With | Link::For | Link::More)
                | Term::Stop
        ),
        _ => false,
    };
    if !behind_function || !closes || parser.group.is_empty() {
        return None;
    }
    let change = parser.change(at, comparison)?;
    let words = parser.words(at..at + 1);
    parser.take(at..at + 1, meaning(change));
    parser.change_group(change, &words);
    Some(at + 1)
}

fn counted_functions(
    parser: &mut Parser<'_>,
    at: usize,
    next: usize,
    comparison: Option<Link>,
    replica: bool,
) -> Option<usize> {
    let change = parser.change(at, comparison)?;
    if parser.verb() == Some(Verb::Add) && comparison.is_none() && !replica {
        let words = parser.words(at..next + 1);
        parser.draft.assume(format!(
            "\"add {words}\" is read as that many replicas more"
        ));
    }
    parser.take(at..at + 1, meaning(change));
    parser.await_function(change, "");
    let end = super::function::mention(parser, next)?;
    parser.pending = None;
    parser.shared = Some(change);
    if replica {
        parser.take(next + 1..next + 2, "replicas");
        parser.group_open = false;
        return Some(next + 2);
    }
    Some(end)
}

/// "to 5", "to 5 AMF replicas", "down to two", "up to 8 replicas".
fn towards(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let next = parser.skip_stops(at + 1);
    let Some(Kind::Number(_) | Kind::Times(_)) = parser.kind(next) else {
        return None;
    };
    let after = parser.skip_stops(next + 1);
    let of_function = parser.named(after).is_some();
    let replica = parser.noun(after) == Some(Noun::Replica);
    let ends = match parser.kind(after) {
        None | Some(Kind::Symbol(_) | Kind::Place(..)) => true,
        Some(Kind::Term(term)) => matches!(
            term,
            Term::Link(_) | Term::Verb(_) | Term::Environment(_) | Term::Pattern(_)
        ),
        _ => false,
    };
    let scaling = matches!(
        parser.verb(),
        Some(Verb::Scale | Verb::Grow | Verb::Shrink | Verb::Set | Verb::Add)
    );
    if !(replica || (scaling && (of_function || ends))) {
        return None;
    }
    let change = match parser.kind(next)? {
        Kind::Times(factor) => Change::Times(factor.to_f64()),
        _ => Change::Exactly(parser.replicas(next)?),
    };
    // "get the AMF back to 2": what goes down to a number is there already.
    if let (Some(Link::DownTo), Some(used)) = (parser.link(at), parser.draft.verbs.last_mut()) {
        used.scaled = Scaled::Relatively;
    }
    parser.take(at..next + 1, meaning(change));
    if of_function {
        parser.await_function(change, "");
        let end = super::function::mention(parser, after)?;
        parser.pending = None;
        parser.group_open = false;
        return Some(end);
    }
    let end = if replica { after + 1 } else { next + 1 };
    let words = parser.words(next..end);
    if replica {
        parser.take(after..end, "replicas");
    }
    parser.change_group(change, &words);
    Some(end)
}

/// "one more replica", "another pod".
fn one_more(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let next = parser.skip_stops(at + 1);
    let one = matches!(
        parser.lower(next).as_str(),
        "replica" | "instance" | "pod" | "copy"
    );
    if parser.noun(next) == Some(Noun::Replica)
        && !one
        && parser
            .before(at)
            .is_none_or(|before| !matches!(parser.kind(before), Some(Kind::Number(_))))
    {
        let words = parser.words(at..next + 1);
        parser.take(at..next + 1, "an amount");
        parser
            .draft
            .ask(&words, format!("how many is \"{words}\"? Write a number"));
        return Some(next + 1);
    }
    if !one {
        return None;
    }
    let fewer = matches!(parser.verb(), Some(Verb::Shrink | Verb::Remove));
    let change = Change::By(signed(1, fewer));
    let words = parser.words(at..next + 1);
    parser.take(at..next + 1, meaning(change));
    let behind = skip_introduction(parser, next + 1);
    let of = matches!(parser.lower(next + 1).as_str(), "of" | "for" | "to");
    if of && parser.named(behind).is_some() {
        parser.await_function(change, &words);
    } else {
        parser.change_group(change, &words);
    }
    Some(next + 1)
}

/// "by 2", "by two replicas", "by a factor of 3", "by 50%".
fn by(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let mut next = parser.skip_stops(at + 1);
    let factor = parser.noun(next) == Some(Noun::Factor);
    if factor {
        next = parser.skip_stops(next + 1);
    }
    let shrinks = parser.shrinks(at);
    let change = match parser.kind(next)? {
        Kind::Times(value) => Change::Times(value.to_f64()),
        Kind::Number(value) if factor => Change::Times(value.to_f64()),
        Kind::Number(_) => Change::By(signed(parser.replicas(next)?, shrinks)),
        Kind::Quantity(percent, Unit::Percent) => Change::Times(share(*percent, shrinks)),
        _ => return None,
    };
    let mut end = next + 1;
    while parser.is_stop(end) || parser.link(end) == Some(Link::More) {
        end += 1;
    }
    let end = if parser.noun(end) == Some(Noun::Replica) {
        end + 1
    } else {
        next + 1
    };
    let words = parser.words(at..end);
    parser.take(at..end, meaning(change));
    parser.change_group(change, &words);
    Some(end)
}

/// "from 3 to 5": the number before "to" only says what is there.
fn from(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let next = parser.skip_stops(at + 1);
    let Some(Kind::Number(_)) = parser.kind(next) else {
        return None;
    };
    let end = if parser.noun(next + 1) == Some(Noun::Replica) {
        next + 2
    } else {
        next + 1
    };
    if !matches!(parser.link(end), Some(Link::To | Link::DownTo | Link::UpTo)) {
        return None;
    }
    let words = parser.words(at..end);
    parser.take(at..end, "present number");
    parser.draft.assume(format!(
        "\"{words}\" is read as what is running now and is not checked"
    ));
    Some(end)
}

/// "several AMF replicas": a number that is none.
fn vague(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let mut next = parser.skip_stops(at + 1);
    while parser.link(next) == Some(Link::More) {
        next += 1;
    }
    let replica = parser.noun(next) == Some(Noun::Replica) || parser.named(next).is_some();
    if replica {
        let words = parser.words(at..next + 1);
        parser.take(at..at + 1, "an amount");
        parser
            .draft
            .ask(&words, format!("how many is \"{words}\"? Write a number"));
    }
    replica.then_some(at + 1)
}

/// "replicas" behind functions: takes the number behind it, or the one before the list.
fn replicas(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let next = parser.bridge(at + 1);
    let bounded = (at + 1..next).any(|index| {
        matches!(
            parser.link(index),
            Some(Link::Minimum | Link::Maximum | Link::AtLeast | Link::AtMost)
        )
    });
    if let (Some(Kind::Number(_)), false) = (parser.kind(next), bounded) {
        let change = Change::Exactly(parser.replicas(next)?);
        let counts_other = parser.named(parser.skip_stops(next + 1)).is_some()
            || parser
                .noun(next + 1)
                .is_some_and(|noun| noun != Noun::Replica);
        if !counts_other {
            let words = parser.words(at..next + 1);
            parser.take(at..next + 1, meaning(change));
            parser.change_group(change, &words);
            return Some(next + 1);
        }
    }
    parser.take(at..at + 1, "replicas");
    let group = parser.group.clone();
    let unnumbered: Vec<usize> = group
        .into_iter()
        .filter(|index| parser.draft.functions[*index].request == unchanged(parser, *index))
        .collect();
    if let Some(change) = parser.shared.take().filter(|_| parser.group_open) {
        parser.change_each(&unnumbered, change, false);
    } else if let Some(verb @ (Verb::Add | Verb::Remove)) = parser
        .verb()
        .filter(|_| parser.group_open && !unnumbered.is_empty())
    {
        let words = parser.words(at..at + 1);
        if words.ends_with('s') || words.ends_with('S') {
            parser.draft.ask(
                &words,
                format!("how many \"{words}\" are meant? Write a number"),
            );
        }
        parser.change_each(
            &unnumbered,
            Change::By(signed(1, verb == Verb::Remove)),
            false,
        );
    }
    Some(at + 1)
}

fn unchanged(parser: &Parser<'_>, index: usize) -> nephoran_api::FunctionRequest {
    let request = &parser.draft.functions[index].request;
    nephoran_api::FunctionRequest {
        replicas: None,
        scale_by: None,
        scale_factor: None,
        ..request.clone()
    }
}

fn skip_introduction(parser: &Parser<'_>, at: usize) -> usize {
    let introduces = |index: usize| {
        parser.is_stop(index)
            || matches!(parser.link(index), Some(Link::For | Link::Each | Link::To))
    };
    at + (at..parser.lexemes.len())
        .take_while(|index| introduces(*index))
        .count()
}
