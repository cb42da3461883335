//! The noun "replicas" by itself: the number behind it, or the one said before its functions.

use super::Parser;
use super::change::{meaning, signed};
use super::count::skip_introduction;
use crate::builtin::draft::Change;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};

/// "replicas" behind functions: takes the number behind it, or the one before the list.
pub(super) fn replicas(parser: &mut Parser<'_>, at: usize) -> usize {
    if let Some(end) = number_behind(parser, at) {
        return end;
    }
    if let Some(end) = one_replica(parser, at) {
        return end;
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
    at + 1
}

/// "replicas: 3", "the replica count should be 7".
fn number_behind(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    // "UDM replicas, half a dozen, to be deployed"
    let apposition = parser.symbol(at + 1) == Some(',')
        && matches!(parser.kind(at + 2), Some(Kind::Number(_)))
        && {
            let stops = parser.skip_stops(at + 3);
            let now = (at + 3..stops).any(|index| {
                matches!(
                    parser.lower(index),
                    "at present"
                        | "now"
                        | "today"
                        | "currently"
                        | "at the moment"
                        | "presently"
                        | "so far"
                )
            });
            !now && (matches!(parser.symbol(stops), Some(',' | '('))
                || parser.lower(stops + 1) == "in number"
                || parser.lower(stops) == "in number"
                || (parser.link(stops) == Some(Link::In) && parser.word(stops + 1) == "number"))
        };
    let next = parser.bridge(at + 1 + usize::from(apposition));
    if let Some(end) = super::towards::to_share(parser, at, next) {
        return Some(end);
    }
    let Some(Kind::Number(_)) = parser.kind(next) else {
        return None;
    };
    let bound = |index: usize| {
        matches!(
            parser.link(index),
            Some(Link::Minimum | Link::Maximum | Link::AtLeast | Link::AtMost)
        )
    };
    let behind = parser.skip_stops(next + 1);
    let bounded = (at + 1..next).any(bound)
        || matches!(parser.link(behind), Some(Link::Minimum | Link::Maximum));
    if bounded {
        return None;
    }
    if let Some(end) = super::several::in_turn(parser, next) {
        parser.take(at..at + 1, "replicas");
        return Some(end);
    }
    let change = Change::Exactly(parser.replicas(next)?);
    // "AMF replicas=3 SMF replicas=2"
    let assigned = (at + 1..next).any(|index| parser.symbol(index) == Some('='));
    let counts_other = (parser.named(behind).is_some() && !assigned && !parser.ends_row(next))
        || parser.term(next + 1) == Some(Term::Core)
        || parser
            .noun(next + 1)
            .is_some_and(|noun| noun != Noun::Replica && !parser.is_label(next + 1));
    if counts_other {
        return None;
    }
    let words = parser.words(at..next + 1);
    // Of something that is there.
    let wished = (at + 1..next)
        .any(|index| matches!(parser.word(index), "should" | "must" | "shall" | "ought"));
    if wished && parser.draft.verbs.is_empty() {
        parser.imply_verb(Verb::Set, &words);
    }
    // "we want the number of UPF replicas to be six"
    let known = (at.saturating_sub(4)..=at).any(|index| {
        let words = parser.lower(index);
        index > 0
            && parser.word(index - 1) == "the"
            && (words.starts_with("number of")
                || words.starts_with("replica count")
                || words == "number")
    }) || (at.saturating_sub(4)..=at)
        .any(|index| parser.lower(index) == "the number of");
    if let Some(used) = parser
        .draft
        .verbs
        .last_mut()
        .filter(|used| known && used.verb == Verb::Need)
    {
        used.verb = Verb::Set;
    }
    parser.take(at..next + 1, meaning(change));
    parser.change_group(change, &words);
    Some(next + 1)
}

/// "add a replica to the PCF", "remove an instance of the UPF": one.
fn one_replica(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let article = at.checked_sub(1)?;
    let verb = parser.verb()?;
    let counts = matches!(verb, Verb::Add | Verb::Remove | Verb::Grow | Verb::Shrink);
    let single = matches!(parser.word(at), "replica" | "instance" | "pod" | "copy");
    if !(counts && single && matches!(parser.word(article), "a" | "an")) {
        return None;
    }
    let change = Change::By(signed(1, matches!(verb, Verb::Remove | Verb::Shrink)));
    let words = parser.words(article..at + 1);
    parser.take(article..at + 1, meaning(change));
    let behind = skip_introduction(parser, at + 1);
    if parser.named(behind).is_some() {
        parser.await_function(change, &words);
    } else {
        parser.change_group(change, &words);
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
