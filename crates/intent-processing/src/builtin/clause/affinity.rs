//! Functions that belong together or apart.

use nephoran_api::{AffinityKind, AffinityRule};
use nephoran_telecom::NetworkFunctionType;

use super::Parser;
use crate::builtin::draft::VerbUse;
use crate::builtin::term::{Link, Noun, Term, Verb};

/// Phrases that add the function behind them to those before: "the SMF next to the UPF".
const ADDS: &[&str] = &[
    "next to",
    "together with",
    "away from",
    "apart from",
    "near",
    "close to",
];

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let kind = kind(parser, at)?;
    let away = parser.lower(at) == "away from";
    // "take the TNGF away from cluster a-1"
    let taken_away = away
        && parser.draft.verbs.is_empty()
        && !parser.group.is_empty()
        && parser.named(parser.skip_stops(at + 1)).is_none();
    if taken_away {
        let words = parser.slice(at..at + 1);
        parser.draft.verbs.push(VerbUse::new(Verb::Remove, words));
    }
    if away && parser.verb() == Some(Verb::Remove) {
        parser.take(at..at + 1, "from");
        return Some(at + 1);
    }
    // "a UPF close to the RAN in Chennai"
    let behind = parser.skip_stops(at + 1);
    let near = parser.word(at) == "near" || parser.lower(at) == "close to";
    if near
        && parser
            .named(behind)
            .is_some_and(super::function::Named::is_set)
    {
        parser.take(at..behind + 1, "what it is near to");
        return Some(behind + 1);
    }
    let functions = concerned(parser, at);
    let words = parser.slice(at..at + 1);
    parser.take(at..at + 1, format!("{kind:?}").to_lowercase());
    parser.verb_has_other_object();
    parser.imply_first(Verb::Configure, at..at + 1);
    let from_set = parser
        .group
        .iter()
        .all(|index| parser.draft.functions[*index].from_set);
    let nearby = ADDS.contains(&parser.lower(at));
    if functions.is_empty() || (nearby && functions.len() < 2) {
        parser
            .draft
            .ask(words, format!("which functions does \"{words}\" speak of?"));
    } else if kind == AffinityKind::Apart && from_set {
        for function in functions {
            add(parser, kind, vec![function]);
        }
    } else {
        add(parser, kind, functions);
    }
    Some(at + 1)
}

fn kind(parser: &Parser<'_>, at: usize) -> Option<AffinityKind> {
    let function_behind = || parser.named(parser.skip_stops(at + 1)).is_some();
    match parser.term(at)? {
        Term::Together => Some(AffinityKind::Together),
        Term::Apart => Some(AffinityKind::Apart),
        // "keep AMF and UDM together"
        Term::Link(Link::With)
            if parser.word(at) == "together" && parser.group.len() > 1 && !function_behind() =>
        {
            Some(AffinityKind::Together)
        }
        // "the UPF near the O-DU"
        Term::Link(Link::For)
            if parser.word(at) == "near" && !parser.group.is_empty() && function_behind() =>
        {
            Some(AffinityKind::Together)
        }
        _ => None,
    }
}

/// The functions named before, behind, or on both sides of the phrase at `at`.
fn concerned(parser: &Parser<'_>, at: usize) -> Vec<NetworkFunctionType> {
    let introduces = |index: usize| {
        parser.is_stop(index)
            || matches!(parser.link(index), Some(Link::For | Link::Between))
            || parser.noun(index) == Some(Noun::Replica)
    };
    let list = at
        + 1
        + (at + 1..parser.lexemes.len())
            .take_while(|index| introduces(*index))
            .count();
    let (mut behind, end) = parser.function_list(list);
    // "co-locate the SMF with the UPF"
    if !behind.is_empty() && parser.link(end) == Some(Link::With) {
        behind.extend(parser.function_list(end + 1).0);
    }
    let before = parser.named_last();
    let words = parser.lower(at);
    if ADDS.contains(&words) || words.ends_with(" as") || parser.word(at + 1) == "as" {
        let new = |function: &NetworkFunctionType| !before.contains(function);
        return before
            .iter()
            .copied()
            .chain(behind.into_iter().filter(new))
            .collect();
    }
    if !behind.is_empty() && (before.is_empty() || !parser.group_open) {
        return behind;
    }
    before
}

/// "co-locate … on the same node" says it twice and means it once.
fn add(parser: &mut Parser<'_>, kind: AffinityKind, functions: Vec<NetworkFunctionType>) {
    let rule = AffinityRule { kind, functions };
    if !parser.draft.policies.affinity.contains(&rule) {
        parser.draft.policies.affinity.push(rule);
    }
}
