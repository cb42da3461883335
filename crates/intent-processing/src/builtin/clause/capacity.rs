//! Capacity: "50k subscribers", "1 million devices per km²".

use super::Parser;
use crate::builtin::decimal::Decimal;
use crate::builtin::draft::Draft;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term};
use crate::builtin::unit::Unit;

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let (value, noun, end) = match parser.kind(at)? {
        Kind::Number(value) => amount_first(parser, at, *value)?,
        // A thousandth of a subscriber is nobody: "1.5m subscribers" are millions.
        Kind::Quantity(value, Unit::Milli) => amount_first(parser, at, value.shifted(6))?,
        Kind::Term(Term::Noun(noun @ (Noun::Subscribers | Noun::Sessions | Noun::Devices))) => {
            let number = parser.bridge(at + 1);
            let Some(Kind::Number(value)) = parser
                .kind(number)
                .filter(|_| number > at + 1 || ends(parser, number + 1))
            else {
                return None;
            };
            let counted = parser.named(number + 1).is_some() || parser.noun(number + 1).is_some();
            if counted {
                return None;
            }
            (*value, *noun, number + 1)
        }
        _ => return None,
    };
    let (density, end) = match per_square_kilometre(parser, end) {
        Some(end) => (true, end),
        None => (false, end),
    };
    let words = parser.words(at..end);
    let whole = value.to_u64();
    if parser.link(end) == Some(Link::Per)
        || (density && noun != Noun::Devices && noun != Noun::Subscribers)
    {
        parser.take(at..end + usize::from(!density), "capacity");
        parser.draft.ask(
            &words,
            format!("\"{words}\" is counted per something: how many are there at the same time?"),
        );
        return Some(end + usize::from(!density));
    }
    let Some(whole) = whole else {
        parser.take(at..end, "capacity");
        parser.draft.ask(
            &words,
            format!("\"{words}\" is not a whole number: how many are meant?"),
        );
        return Some(end);
    };
    let (field, name) = slot(noun, density);
    parser.take(at..end, format!("{name} {whole}"));
    parser.draft.set(field, whole, name, &words);
    parser.verb_has_other_object();
    Some(end)
}

/// Whether nothing that a number could belong to stands at `at`.
fn ends(parser: &Parser<'_>, at: usize) -> bool {
    matches!(parser.kind(at), None | Some(Kind::Symbol('.' | ';' | ',')))
}

fn amount_first(parser: &Parser<'_>, at: usize, value: Decimal) -> Option<(Decimal, Noun, usize)> {
    let skipped = |index: usize| {
        parser.is_stop(index)
            || matches!(parser.link(index), Some(Link::More))
            || parser.symbol(index) == Some('+')
    };
    let noun = at
        + 1
        + (at + 1..parser.lexemes.len())
            .take_while(|index| skipped(*index))
            .count();
    match parser.noun(noun)? {
        counted @ (Noun::Subscribers | Noun::Sessions | Noun::Devices) => {
            Some((value, counted, noun + 1))
        }
        _ => None,
    }
}

fn per_square_kilometre(parser: &Parser<'_>, at: usize) -> Option<usize> {
    let unit = if parser.symbol(at) == Some('/') || parser.link(at) == Some(Link::Per) {
        at + 1
    } else {
        at
    };
    if parser.noun(unit) == Some(Noun::SquareKilometre) {
        return Some(unit + 1);
    }
    let caret = parser.lower(unit) == "km"
        && parser.symbol(unit + 1) == Some('^')
        && parser.lower(unit + 2) == "2";
    caret.then_some(unit + 3)
}

type Slot = fn(&mut Draft) -> &mut Option<u64>;

fn slot(noun: Noun, density: bool) -> (Slot, &'static str) {
    match (noun, density) {
        (_, true) => (
            |draft| &mut draft.capacity.devices_per_km2,
            "devices per square kilometre",
        ),
        (Noun::Subscribers, _) => (
            |draft| &mut draft.capacity.subscribers,
            "number of subscribers",
        ),
        (Noun::Sessions, _) => (|draft| &mut draft.capacity.sessions, "number of sessions"),
        _ => (|draft| &mut draft.capacity.ues, "number of devices"),
    }
}
