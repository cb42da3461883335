//! Functions that belong together or apart.

use nephoran_api::{AffinityKind, AffinityRule};
use nephoran_telecom::NetworkFunctionType;

use super::Parser;
use crate::term::{Link, Noun, Term, Verb};

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let kind = match parser.term(at)? {
        Term::Together => AffinityKind::Together,
        Term::Apart => AffinityKind::Apart,
        _ => return None,
    };
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
        || parser.lower(at) == "away from"
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
            parser.draft.policies.affinity.push(AffinityRule {
                kind,
                functions: vec![function],
            });
        }
    } else {
        parser
            .draft
            .policies
            .affinity
            .push(AffinityRule { kind, functions });
    }
    Some(at + 1)
}
