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
        let words = parser.slice(at..at + 1);
        if words.ends_with('s') || words.ends_with('S') {
            parser.draft.ask(
                words,
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
    let next = parser.bridge(at + 1 + usize::from(pauses(parser, at + 1)));
    if let Some(end) = super::towards::to_share(parser, at, next) {
        return Some(end);
    }
    let number = matches!(parser.kind(next), Some(Kind::Number(_)));
    if !number || is_bound(parser, at, next) {
        return None;
    }
    if let Some(end) = super::several::in_turn(parser, next) {
        parser.take(at..at + 1, "replicas");
        return Some(end);
    }
    let change = Change::Exactly(parser.replicas(next)?);
    if counts_other(parser, at, next) {
        return None;
    }
    // Of something that is there.
    let wished = (at + 1..next)
        .any(|index| matches!(parser.word(index), "should" | "must" | "shall" | "ought"));
    if wished {
        parser.imply_first(Verb::Set, at..next + 1);
    }
    if is_known(parser, at) {
        parser.need_is_of_known();
    }
    let words = parser.slice(at..next + 1);
    parser.take(at..next + 1, meaning(change));
    parser.change_group(change, words);
    Some(next + 1)
}

/// "UDM replicas, half a dozen, to be deployed", "replicas, six in number": whether a comma at `comma` stands in front of the
/// number. "Replicas, six today" says what is there.
fn pauses(parser: &Parser<'_>, comma: usize) -> bool {
    let number = matches!(parser.kind(comma + 1), Some(Kind::Number(_)));
    if parser.symbol(comma) != Some(',') || !number {
        return false;
    }
    let behind = parser.skip_stops(comma + 2);
    let now = (comma + 2..behind).any(|index| {
        matches!(
            parser.lower(index),
            "at present" | "now" | "today" | "currently" | "at the moment" | "presently" | "so far"
        )
    });
    let in_number = (behind..behind + 2).any(|index| parser.lower(index) == "in number")
        || (parser.link(behind) == Some(Link::In) && parser.word(behind + 1) == "number");
    !now && (in_number || matches!(parser.symbol(behind), Some(',' | '(')))
}

/// "replicas: at least 3", "replicas 3 minimum": whether the number at `next` is a bound.
fn is_bound(parser: &Parser<'_>, at: usize, next: usize) -> bool {
    let before = (at + 1..next).any(|index| {
        matches!(
            parser.link(index),
            Some(Link::Minimum | Link::Maximum | Link::AtLeast | Link::AtMost)
        )
    });
    let behind = parser.link(parser.skip_stops(next + 1));
    before || matches!(behind, Some(Link::Minimum | Link::Maximum))
}

/// Whether the number at `next` counts what stands behind it. In "AMF replicas=3 SMF replicas=2" it does not.
fn counts_other(parser: &Parser<'_>, at: usize, next: usize) -> bool {
    let assigned = (at + 1..next).any(|index| parser.symbol(index) == Some('='));
    let named = parser.named(parser.skip_stops(next + 1)).is_some();
    match parser.term(next + 1) {
        Some(Term::Core) => true,
        Some(Term::Noun(noun)) if noun != Noun::Replica && !parser.is_label(next + 1) => true,
        _ => named && !assigned && !parser.ends_row(next),
    }
}

/// "we want the number of UPF replicas to be six": whether the replicas at `at` are spoken of as those that are there.
fn is_known(parser: &Parser<'_>, at: usize) -> bool {
    (at.saturating_sub(4)..=at).any(|index| {
        let words = parser.lower(index);
        let number = words.starts_with("number of")
            || words.starts_with("replica count")
            || words == "number";
        words == "the number of" || (number && index > 0 && parser.word(index - 1) == "the")
    })
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
    let words = parser.slice(article..at + 1);
    parser.take(article..at + 1, meaning(change));
    let behind = skip_introduction(parser, at + 1);
    if parser.named(behind).is_some() {
        parser.await_function(change, words);
    } else {
        parser.change_group(change, words);
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
