//! Numbers of replicas that something goes to: "to 5", "down to two", "up to 8 replicas", "NRF at 3".

use super::Parser;
use super::change::meaning;
use super::count::closes;
use super::difference::changes_resource;
use super::several::in_turn;
use crate::builtin::decimal::Decimal;
use crate::builtin::draft::{Change, Scaled};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::unit::Unit;

/// "to 5", "to 5 AMF replicas", "down to two", "up to 8 replicas".
pub(super) fn towards(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let next = parser.skip_stops(at + 1);
    if let Some(end) = to_share(parser, at, next) {
        return Some(end);
    }
    let Some(Kind::Number(_) | Kind::Times(_)) = parser.kind(next) else {
        return None;
    };
    if let Some(end) = in_turn(parser, next) {
        return Some(end);
    }
    let after = parser.skip_stops(next + 1);
    let of_function = parser.named(after).is_some() && !parser.ends_row(next);
    let replica = parser.noun(after) == Some(Noun::Replica);
    if !replica && !sets_replicas(parser, at, after) {
        return None;
    }
    let change = match parser.kind(next)? {
        Kind::Times(factor) => Change::Times(factor.to_f64()),
        _ => Change::Exactly(parser.replicas(next)?),
    };
    parser.imply_first(Verb::Scale, at..next + 1);
    // "get the AMF back to 2": what goes down to a number is there already.
    if let (Some(Link::DownTo), Some(used)) = (parser.link(at), parser.draft.verbs.last_mut()) {
        used.scaled = Scaled::Relatively;
    }
    parser.take(at..next + 1, meaning(change));
    if of_function {
        let end = parser.change_named(change, after)?;
        parser.group_open = false;
        return Some(end);
    }
    let end = if replica { after + 1 } else { next + 1 };
    let words = parser.slice(next..end);
    if replica {
        parser.take(after..end, "replicas");
    }
    parser.change_group(change, words);
    Some(end)
}

/// "down to 50 percent of the present number", "to 60 % of its replicas": a share of what there is.
pub(super) fn to_share(parser: &mut Parser<'_>, at: usize, next: usize) -> Option<usize> {
    let percent = match parser.kind(next)? {
        Kind::Quantity(percent, Unit::Percent) => *percent,
        _ if parser.lower(next).starts_with("half of") => Decimal::new(50, 0),
        _ => return None,
    };
    let end = (next + 1..next + 6).find(|index| {
        let now = matches!(
            parser.word(*index),
            "present" | "current" | "existing" | "today" | "now"
        );
        let whole = parser.noun(*index) == Some(Noun::Replica)
            || matches!(
                parser.lower(*index),
                "number" | "count" | "size" | "the number"
            );
        whole
            || (now
                && closes(parser, index + 1)
                && parser.noun(index + 1).is_none()
                && !parser.lower(index + 1).starts_with("number"))
    })?;
    let of = (parser.word(next + 1) == "of" || parser.lower(next).contains(" of"))
        && (next + 1..end).all(|index| parser.is_stop(index));
    let scales = matches!(
        parser.verb(),
        Some(Verb::Scale | Verb::Shrink | Verb::Grow | Verb::Set)
    );
    if !(of && scales) || changes_resource(parser, at) {
        return None;
    }
    let change = Change::Times(percent.shifted(-2).to_f64());
    let words = parser.slice(at..end + 1);
    parser.take(at..end + 1, meaning(change));
    parser.change_group(change, words);
    Some(end + 1)
}

/// Whether the number between "to" at `at` and `after` is one of replicas although no noun says so.
fn sets_replicas(parser: &Parser<'_>, at: usize, after: usize) -> bool {
    let ends = match parser.kind(after) {
        None | Some(Kind::Symbol(_) | Kind::Place(..)) => true,
        Some(Kind::Term(term)) => matches!(
            term,
            Term::Link(_) | Term::Verb(_) | Term::Environment(_) | Term::Pattern(_)
        ),
        _ => false,
    };
    let before = parser.before(at);
    // "AMF: 2 -> 4", "AMF replicas 2 → 4"
    let mut subject = before;
    while let Some(passed) = subject.filter(|passed| {
        matches!(parser.symbol(*passed), Some(':' | '|' | '=' | '/' | ','))
            // "UPF replicas on cluster a-1: old 4, new 10"
            || matches!(parser.kind(*passed), Some(Kind::Place(..)))
            || parser.link(*passed) == Some(Link::In)
            || parser.link(*passed) == Some(Link::InsteadOf)
            || parser.noun(*passed) == Some(Noun::Replica)
    }) {
        subject = parser.before(passed);
    }
    let scaling = match parser.verb() {
        Some(verb) => {
            matches!(
                verb,
                Verb::Scale | Verb::Grow | Verb::Shrink | Verb::Set | Verb::Add
            ) || (verb == Verb::Need && parser.word(at) == "at")
        }
        None => subject.is_some_and(|subject| {
            parser.named(subject).is_some()
                || (parser.taken[subject] && matches!(parser.word(subject), "former" | "latter"))
        }),
    };
    // "its limit to 1" counts no replicas.
    let bounds = before.is_some_and(|before| {
        !parser.taken[before] && matches!(parser.link(before), Some(Link::Maximum | Link::Minimum))
    });
    let ends = ends || parser.named(after).is_some() || parser.begins_line(after);
    scaling && !bounds && ends && !changes_resource(parser, at)
}

/// "NRF at 3, SCP at 4; scale them like this": numbers said of functions one by one, in front of the verb.
pub(super) fn listed_at(parser: &Parser<'_>, at: usize) -> bool {
    let own = at
        .checked_sub(1)
        .is_some_and(|before| parser.named(before).is_some());
    // "we need the SMF at 6 replicas and the UPF at 8"
    let goes_on = parser.verb() == Some(Verb::Need)
        && parser.draft.counts_replicas()
        && super::count::closes(parser, at + 2);
    if own && goes_on {
        return true;
    }
    own && parser.verb().is_none_or(|verb| verb == Verb::Scale)
        && (at..parser.lexemes.len()).any(|index| {
            matches!(
                parser.term(index),
                Some(Term::Verb(Verb::Scale | Verb::Set))
            )
        })
}
