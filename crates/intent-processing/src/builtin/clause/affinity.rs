//! Functions that belong together or apart.

use nephoran_api::{AffinityKind, AffinityRule};
use nephoran_telecom::NetworkFunctionType;

use super::Parser;
use crate::builtin::term::{Link, Noun, Term, Verb};

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let kind = match parser.term(at)? {
        Term::Together => AffinityKind::Together,
        Term::Apart => AffinityKind::Apart,
        // "keep AMF and UDM together", "the UPF near the O-DU"
        Term::Link(Link::With)
            if parser.lower(at) == "together"
                && parser.group.len() > 1
                && parser.named(parser.skip_stops(at + 1)).is_none() =>
        {
            AffinityKind::Together
        }
        Term::Link(Link::For)
            if parser.lower(at) == "near"
                && !parser.group.is_empty()
                && parser.named(parser.skip_stops(at + 1)).is_some() =>
        {
            AffinityKind::Together
        }
        _ => return None,
    };
    if parser.lower(at) == "away from" && parser.verb() == Some(Verb::Remove) {
        parser.take(at..at + 1, "from");
        return Some(at + 1);
    }
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
    let (behind, _) = parser.function_list(list);
    let mut functions: Vec<NetworkFunctionType> = parser
        .group
        .iter()
        .map(|index| parser.draft.functions[*index].request.function_type)
        .collect();
    let adds = parser.lower(at) == "next to"
        || parser.lower(at) == "together with"
        || parser.lower(at).ends_with(" as")
        || parser.lower(at + 1) == "as"
        || parser.lower(at) == "away from"
        || parser.lower(at) == "near"
        || parser.lower(at) == "close to";
    if adds {
        functions.extend(
            behind
                .iter()
                .copied()
                .filter(|function| !functions.contains(function))
                .collect::<Vec<_>>(),
        );
    } else if !behind.is_empty() && (functions.is_empty() || !parser.group_open) {
        functions = behind;
    }
    let words = parser.words(at..at + 1);
    parser.take(at..at + 1, format!("{kind:?}").to_lowercase());
    parser.verb_has_other_object();
    if parser.draft.verbs.is_empty() {
        parser.imply_verb(Verb::Configure, &words);
    }
    let from_set = parser
        .group
        .iter()
        .all(|index| parser.draft.functions[*index].from_set);
    if functions.is_empty() {
        parser.draft.ask(
            &words,
            format!("which functions does \"{words}\" speak of?"),
        );
    } else if kind == AffinityKind::Apart && from_set {
        for function in functions {
            add(parser, kind, vec![function]);
        }
    } else {
        add(parser, kind, functions);
    }
    Some(at + 1)
}

/// "co-locate … on the same node" says it twice and means it once.
fn add(parser: &mut Parser<'_>, kind: AffinityKind, functions: Vec<NetworkFunctionType>) {
    let rule = AffinityRule { kind, functions };
    if !parser.draft.policies.affinity.contains(&rule) {
        parser.draft.policies.affinity.push(rule);
    }
}
