//! Numbers of replicas: "3 AMF replicas", "AMF with 3 replicas", "AMF x3", "to 5", "by two", "3 replicas each".

use super::change::meaning;
use super::difference::{by, from, one_more, share_more};
use super::replicas::replicas;
use super::several::{counts_own, in_turn, of_each, of_ordinal, of_the_rest, per_function, vague};
use super::towards::{listed_at, towards};
use super::{Parser, wished};
use crate::builtin::draft::Change;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::unit::Unit;

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    match parser.kind(at)? {
        Kind::Number(_) | Kind::Times(_) => counted(parser, at),
        Kind::Quantity(_, Unit::Percent) => share_more(parser, at),
        Kind::Term(Term::Link(Link::To | Link::DownTo | Link::UpTo)) => towards(parser, at),
        Kind::Term(Term::Link(Link::In))
            if parser.word(at) == "at"
                && (parser.verb() == Some(Verb::Set) || listed_at(parser, at)) =>
        {
            towards(parser, at)
        }
        Kind::Term(Term::Link(Link::More)) => one_more(parser, at),
        Kind::Term(Term::Link(Link::By)) => by(parser, at),
        Kind::Term(Term::Link(Link::From)) => from(parser, at),
        Kind::Term(Term::Link(Link::Vague)) => vague(parser, at),
        Kind::Term(Term::Link(Link::Per)) => per_function(parser, at),
        Kind::Term(Term::Noun(Noun::Replica)) => Some(replicas(parser, at)),
        _ => None,
    }
}

/// "3 AMF replicas", "two more UPFs", "3 replicas of AMF", "AMF x3", "AMF: 3".
fn counted(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if counts_own(parser, at) {
        let change = parser.change(at, None)?;
        let words = parser.slice(at..at + 1);
        parser.take(at..at + 1, meaning(change));
        parser.change_group(change, words);
        return Some(at + 1);
    }
    let minus = minus(parser, at);
    let (comparison, each_of, next) = compared(parser, at);
    if let Some(end) = of_each(parser, at)
        .or_else(|| of_ordinal(parser, at))
        .or_else(|| of_the_rest(parser, at))
        .or_else(|| listed_in_turn(parser, at))
        .or_else(|| of_further(parser, at))
    {
        return Some(end);
    }
    let comparison = if minus { Some(Link::Fewer) } else { comparison };
    let comparison = lacking(parser, at, next).or(comparison);
    let named = parser.named(next).is_some();
    let replicas = parser.noun(next) == Some(Noun::Replica);
    // "two extra UPF replicas are needed"
    if comparison.is_some() && (named || replicas) {
        parser.imply_first(Verb::Scale, at..next + 1);
    }
    if each_of && named {
        let change = parser.change(at, comparison)?;
        parser.take(at..next, meaning(change));
        parser.await_function(change, "");
        return Some(next);
    }
    if named {
        return counted_functions(parser, at, next, comparison);
    }
    if replicas {
        return counted_replicas(parser, at, next, comparison);
    }
    // "two more cores" are no replicas.
    let resource = matches!(
        parser.term(next),
        Some(Term::Core | Term::Noun(Noun::Cpu | Noun::Memory | Noun::Storage))
    );
    if resource && comparison.is_some() {
        return None;
    }
    more_for(parser, at, comparison, next)
        .or_else(|| of_them(parser, at, comparison))
        .or_else(|| so_many_more(parser, at, comparison.filter(|_| !minus), next))
        .or_else(|| bare_count(parser, at, comparison))
}

/// "we are two UPF instances short", "short of two UPFs", "four UPFs more": the comparison that stands around what is
/// counted at `next`.
fn lacking(parser: &mut Parser<'_>, at: usize, next: usize) -> Option<Link> {
    let named = parser.named(next).is_some();
    if !named && parser.noun(next) != Some(Noun::Replica) {
        return None;
    }
    let thing = next + 1 + usize::from(parser.noun(next + 1) == Some(Noun::Replica));
    let short = at >= 2 && parser.word(at - 1) == "of" && parser.word(at - 2) == "short";
    if short {
        parser.taken[at - 2] = true;
    }
    let behind = parser
        .link(next + 1)
        .filter(|link| matches!(link, Link::More | Link::Fewer));
    if named && behind.is_some() && closes(parser, next + 2) {
        parser.taken[next + 1] = true;
        return behind;
    }
    (short || matches!(parser.word(thing), "short" | "missing")).then_some(Link::More)
}

/// "minus four UPF", "CHF minus 2": whether the number at `at` is taken away.
fn minus(parser: &mut Parser<'_>, at: usize) -> bool {
    let minus = at.checked_sub(1).filter(|before| {
        let to = before
            .checked_sub(1)
            .is_some_and(|to| parser.link(to) == Some(Link::To));
        parser.word(*before) == "minus" && !to
    });
    let colon = usize::from(at > 2 && parser.symbol(at - 2) == Some(':'));
    let named = parser.named(parser.skip_stops(at + 1)).is_some()
        || at
            .checked_sub(2 + colon)
            .is_some_and(|index| parser.named(index).is_some());
    let scales = matches!(
        parser.verb(),
        None | Some(Verb::Scale | Verb::Shrink | Verb::Set | Verb::Grow)
    );
    let Some(minus) = minus.filter(|_| named && scales) else {
        return false;
    };
    parser.taken[minus] = true;
    true
}

/// What the words around the number at `at` compare it with, whether it is of each of a list, and where what is counted
/// stands: "two more", "two each of P-CSCF and I-CSCF", "12 instead of 10 instances".
fn compared(parser: &mut Parser<'_>, at: usize) -> (Option<Link>, bool, usize) {
    let mut next = at + 1;
    let mut comparison = parser
        .before(at)
        .and_then(|index| parser.link(index))
        .filter(|link| matches!(link, Link::More | Link::Fewer));
    // "the AMF is short of two replicas"
    if at >= 2 && parser.word(at - 1) == "of" && parser.word(at - 2) == "short" {
        comparison = Some(Link::More);
    }
    let each_of = parser.link(next) == Some(Link::Each)
        && (parser.lower(next).ends_with(" of") || parser.word(next + 1) == "of");
    if each_of {
        parser.take(next..next + 1, "each");
        next += 1;
    }
    while parser.is_stop(next)
        || matches!(
            parser.link(next),
            Some(Link::More | Link::Fewer | Link::InsteadOf)
        )
    {
        comparison = parser
            .link(next)
            .filter(|link| *link != Link::InsteadOf)
            .or(comparison);
        next += 1;
    }
    (comparison, each_of, pass_description(parser, next))
}

/// "two edge UPFs", "four redundant AMF pods": where what is counted stands behind the words that say of what sort it is.
fn pass_description(parser: &mut Parser<'_>, at: usize) -> usize {
    let described = at
        + (at..parser.lexemes.len())
            .take_while(|index| {
                matches!(
                    parser.term(*index),
                    Some(Term::Pattern(_) | Term::Environment(_))
                )
            })
            .count();
    let counted =
        parser.named(described).is_some() || parser.noun(described) == Some(Noun::Replica);
    if !counted {
        return at;
    }
    for index in at..described {
        super::traits::rule(parser, index);
    }
    described
}

/// "two fewer for the UDM", "one more for AMF and SMF": the functions stand behind the difference.
fn more_for(
    parser: &mut Parser<'_>,
    at: usize,
    comparison: Option<Link>,
    next: usize,
) -> Option<usize> {
    comparison?;
    let leads = matches!(parser.link(next), Some(Link::For | Link::To | Link::In))
        || parser.word(next) == "of";
    if !leads || parser.function_list(next + 1).0.is_empty() {
        return None;
    }
    let change = parser.change(at, comparison)?;
    let words = parser.slice(at..next);
    parser.imply_first(Verb::Scale, at..next);
    parser.take(at..next, meaning(change));
    parser.await_function(change, words);
    Some(next)
}

/// "UPFs at the edge, 4 of them".
fn of_them(parser: &mut Parser<'_>, at: usize, comparison: Option<Link>) -> Option<usize> {
    let of_them =
        parser.word(at + 1) == "of" && matches!(parser.word(at + 2), "them" | "those" | "these");
    if !of_them || parser.group.is_empty() {
        return None;
    }
    let change = parser.change(at, comparison)?;
    let words = parser.slice(at..at + 3);
    parser.take(at..at + 3, meaning(change));
    parser.change_group(change, words);
    Some(at + 3)
}

/// "five more, please": the functions stand in a hint.
fn so_many_more(
    parser: &mut Parser<'_>,
    at: usize,
    comparison: Option<Link>,
    next: usize,
) -> Option<usize> {
    let alone = parser.draft.functions.is_empty()
        && parser.present.is_empty()
        && parser.draft.verbs.is_empty()
        && !(0..parser.lexemes.len()).any(|index| parser.named(index).is_some());
    if comparison.is_none() || !alone || !closes(parser, next) {
        return None;
    }
    let change = parser.change(at, comparison)?;
    let words = parser.slice(at..next);
    parser.imply_verb(Verb::Scale, words);
    parser.take(at..next, meaning(change));
    parser.await_function(change, words);
    Some(next)
}

/// "four replicas for the AMF and eight for the UPF": a number whose noun was said with the number before.
fn of_further(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let joined = parser.before(at).is_some_and(|before| {
        parser.link(before) == Some(Link::And) || parser.symbol(before) == Some(',')
    });
    let counted = parser.draft.counts_replicas();
    let leads = parser.link(at + 1) == Some(Link::For) && parser.word(at + 1) == "for";
    let (functions, _) = parser.function_list(at + 2);
    if !(joined && counted && leads) || functions.is_empty() {
        return None;
    }
    let change = parser.change(at, None)?;
    let words = parser.slice(at..at + 2);
    parser.take(at..at + 2, meaning(change));
    parser.await_function(change, words);
    Some(at + 2)
}

/// "2, 4 and 2 for NRF, SCP and SEPP": a list of numbers whose functions stand behind it.
fn listed_in_turn(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let listed = parser.symbol(at + 1) == Some(',') || parser.link(at + 1) == Some(Link::And);
    let number = matches!(parser.kind(at + 2), Some(Kind::Number(_)));
    (listed && number).then(|| in_turn(parser, at))?
}

/// "3 replicas of AMF", "two replicas fewer for the SMF".
fn counted_replicas(
    parser: &mut Parser<'_>,
    at: usize,
    noun: usize,
    comparison: Option<Link>,
) -> Option<usize> {
    let behind = parser.link(noun + 1).filter(|link| {
        matches!(link, Link::More | Link::Fewer) && parser.noun(noun + 2) != Some(Noun::Replica)
    });
    // "the AMF gets more: two replicas on top"
    let on_top = parser.lower(noun + 1) == "on top" && !parser.verb_used(Verb::Deploy);
    if on_top
        && parser
            .draft
            .verbs
            .iter()
            .all(|used| used.verb == Verb::Need)
    {
        let words = parser.slice(at..noun + 2);
        parser.imply_verb(Verb::Scale, words);
    }
    let comparison = comparison.or(behind).or(on_top.then_some(Link::More));
    if behind.is_some() {
        parser.imply_first(Verb::Scale, at..noun + 2);
    }
    // "the UPF saw 90 % CPU. It needs 8 replicas": who is only spoken of is there.
    let there = parser.group.is_empty() && !parser.present.is_empty();
    let (own, _) = parser.function_list(skip_introduction(parser, noun + 1));
    if let Some(used) = parser
        .draft
        .verbs
        .last_mut()
        .filter(|used| there && own.is_empty() && used.verb == Verb::Need && !used.named_first)
    {
        used.verb = Verb::Set;
    }
    let change = parser.change(at, comparison)?;
    let next = noun + 1 + usize::from(behind.is_some());
    let words = parser.slice(at..next);
    let of = matches!(
        parser.lower(next),
        "of" | "for" | "to" | "off" | "from" | "for each of" | "each of"
    ) || matches!(parser.link(next), Some(Link::Each));
    parser.take(at..next, meaning(change));
    let (functions, _) = parser.function_list(skip_introduction(parser, next));
    // "a three-replica AMF and a two-pod SMF"
    let compound = parser.tokens[parser.lexemes[noun].first].joined == Some('-')
        && parser.named(next).is_some();
    let of = of || compound;
    if of && !functions.is_empty() {
        parser.await_function(change, words);
    } else {
        if goes_on_with_own_number(parser, next) {
            // "an NRF, an AMF with 2 replicas and an SMF with 2 replicas"
            parser.group.drain(..parser.group.len().saturating_sub(1));
        }
        parser.change_group(change, words);
        if parser.link(next) == Some(Link::Each) {
            parser.take(next..next + 1, "each");
        }
    }
    Some(next)
}

/// Whether a list goes on at `at` with another function, an article in front of it and a number of its own behind it.
fn goes_on_with_own_number(parser: &Parser<'_>, at: usize) -> bool {
    let joined = parser.link(at).is_some_and(Link::joins) || parser.symbol(at) == Some(',');
    let function = parser.skip_stops(at + 1);
    let article = (at + 1..function).any(|index| matches!(parser.word(index), "a" | "an"));
    joined
        && article
        && parser.named(function).is_some()
        && parser.link(function + 1) == Some(Link::With)
        && matches!(parser.kind(function + 2), Some(Kind::Number(_)))
}

/// "AMF x3", "AMF: 3", "AMF (3)", "2 more" behind a function.
fn bare_count(parser: &mut Parser<'_>, at: usize, comparison: Option<Link>) -> Option<usize> {
    let before = before_opening(parser, at)?;
    let behind_function = comparison.is_some() || is_counted(parser, before);
    let has_group = !parser.group.is_empty();
    let known = said_of_known(parser, at) || (has_group && is_celled(parser, at));
    if wished::counts_amount(parser, at)
        || !(known || (behind_function && has_group))
        || !is_finished(parser, at)
    {
        return None;
    }
    let wished = wished::is_wished(parser, at);
    // "the SMF has 2 replicas; it should have 4"
    if wished && !has_group {
        parser.imply_first(Verb::Set, at..at + 1);
    }
    // "it needs 7": what is named already is there already.
    if known {
        parser.need_is_of_known();
    }
    wished::take_consists(parser, at);
    let change = if wished && comparison.is_none() {
        Change::Exactly(parser.replicas(at)?)
    } else {
        parser.change(at, comparison)?
    };
    let words = parser.slice(at..at + 1);
    parser.take(at..at + 1, meaning(change));
    parser.change_group(change, words);
    Some(at + 1)
}

/// What stands in front of a bare number at `at` and of the symbol that opens it.
fn before_opening(parser: &Parser<'_>, at: usize) -> Option<usize> {
    let opening = at.checked_sub(1).filter(|index| {
        matches!(parser.symbol(*index), Some(':' | '=' | '(' | '[' | '|'))
            || parser.word(*index) == "also"
    });
    let before = opening.unwrap_or(at).checked_sub(1)?;
    // "AMF v2.3.1 x3"
    let versioned = matches!(parser.kind(at), Some(Kind::Times(_)))
        && matches!(parser.kind(before), Some(Kind::Version(_)))
        && parser.taken[before];
    let before = before.checked_sub(usize::from(versioned))?;
    Some(match parser.symbol(before + 1) {
        Some(':') => before_circumstances(parser, before),
        _ => before,
    })
}

/// Whether a bare number behind `before` counts what is there: "UPF", "UPF with", "the others", "replicas".
fn is_counted(parser: &Parser<'_>, before: usize) -> bool {
    let function = match parser.word(before) {
        "with" => before.saturating_sub(1),
        _ => before,
    };
    parser.named(function).is_some()
        || matches!(
            parser.word(before),
            "others" | "rest" | "latter" | "former" | "last"
        )
        || parser.noun(before) == Some(Noun::Replica)
}

/// "amf | scale | 7": whether the number at `at` stands in a cell behind that of a verb.
fn is_celled(parser: &Parser<'_>, at: usize) -> bool {
    at >= 2
        && parser.symbol(at - 1) == Some('|')
        && matches!(parser.term(at - 2), Some(Term::Verb(_)))
}

/// Whether nothing is counted by the number at `at` behind it: "UPF x2 DL 10 Gbps", "nine is the new target".
fn is_finished(parser: &Parser<'_>, at: usize) -> bool {
    matches!(parser.kind(at), Some(Kind::Times(_)))
        || closes(parser, at + 1)
        || parser.begins_line(at + 1)
        || wished::is_subject_of_wish(parser, at)
}

/// "PCF replicas on cluster a-1: 5", "UPFs for the stadium: four": what the words in front of the colon are about.
fn before_circumstances(parser: &Parser<'_>, at: usize) -> usize {
    let passed = |index: usize| {
        matches!(parser.kind(index), Some(Kind::Place(..)))
            || parser.link(index) == Some(Link::In)
            || (parser.background[index] && parser.taken[index])
    };
    let mut before = at;
    while before > 0 && passed(before) {
        before -= 1;
    }
    before
}

/// Whether a bare number in front of `at` is finished.
pub(super) fn closes(parser: &Parser<'_>, at: usize) -> bool {
    match parser.kind(at) {
        None
        | Some(
            Kind::Symbol(
                ',' | ';' | '.' | '!' | '?' | '(' | ')' | ']' | '/' | '+' | '&' | '-' | '–' | '—'
                | '|' | '*' | '•' | '·' | '@' | '"' | '”' | '»',
            )
            | Kind::Place(..)
            | Kind::Term(Term::Stop),
        ) => true,
        Some(Kind::Term(Term::Link(link))) => {
            link.joins()
                || matches!(
                    link,
                    Link::In
                        | Link::Each
                        | Link::With
                        | Link::For
                        | Link::More
                        | Link::Fewer
                        | Link::InsteadOf
                )
        }
        _ => false,
    }
}

/// Whether a bare number stands right behind a verb, and functions are named before it: "make it 5", "add one".
pub(super) fn said_of_known(parser: &Parser<'_>, at: usize) -> bool {
    let verb = parser.before(at).and_then(|before| parser.term(before));
    let known = !parser.group.is_empty() || !parser.present.is_empty();
    if known && wished::is_wished(parser, at) {
        return true;
    }
    known
        && matches!(
            verb,
            Some(Term::Verb(
                Verb::Need | Verb::Set | Verb::Add | Verb::Remove | Verb::Deploy
            ))
        )
}

/// "3 AMF replicas", "three UPFs", "add two SMFs".
fn counted_functions(
    parser: &mut Parser<'_>,
    at: usize,
    next: usize,
    comparison: Option<Link>,
) -> Option<usize> {
    let replica = parser.noun(next + 1) == Some(Noun::Replica);
    let change = parser.change(at, comparison)?;
    // "deploy two AMFs; zero BSF"
    let none = change == Change::Exactly(0)
        && matches!(parser.verb(), Some(Verb::Deploy | Verb::Need))
        && !parser.draft.functions.is_empty();
    if none {
        let end = next + 1 + usize::from(replica);
        parser.take(at..end, "left out");
        let functions = parser.named_functions(next);
        parser.exclude(&functions);
        return Some(end);
    }
    if parser.verb() == Some(Verb::Add) && comparison.is_none() && !replica {
        let words = parser.slice(at..next + 1);
        parser.draft.assume(format!(
            "\"add {words}\" is read as that many replicas more"
        ));
    }
    parser.take(at..at + 1, meaning(change));
    let end = parser.change_named(change, next)?;
    parser.shared = Some(change);
    if replica {
        parser.take(next + 1..next + 2, "replicas");
        parser.group_open = false;
        return Some(next + 2);
    }
    Some(end)
}

pub(super) fn skip_introduction(parser: &Parser<'_>, at: usize) -> usize {
    let introduces = |index: usize| {
        parser.is_stop(index)
            || matches!(
                parser.link(index),
                Some(Link::For | Link::Each | Link::To | Link::From)
            )
    };
    at + (at..parser.lexemes.len())
        .take_while(|index| introduces(*index))
        .count()
}
