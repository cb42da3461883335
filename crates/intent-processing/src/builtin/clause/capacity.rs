//! Capacity: "50k subscribers", "1 million devices per km²".

use super::Parser;
use crate::builtin::decimal::Decimal;
use crate::builtin::draft::Draft;
use crate::builtin::lexeme::Kind;
use crate::builtin::number;
use crate::builtin::term::{Link, Noun, Term};
use crate::builtin::unit::Unit;

/// Most words between a noun and the colon behind it.
const LONGEST_LABEL: usize = 6;

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let (value, noun, end) = match parser.kind(at)? {
        Kind::Number(value) => amount_first(parser, at, *value)?,
        // A thousandth of a subscriber is nobody: "1.5m subscribers" are millions.
        Kind::Quantity(value, Unit::Milli) => amount_first(parser, at, value.shifted(6))?,
        Kind::Term(Term::Noun(
            noun @ (Noun::Subscribers | Noun::Sessions | Noun::Devices | Noun::Cells),
        )) => noun_first(parser, at, *noun)?,
        _ => return None,
    };
    let labelled = per_square_kilometre(parser, at + 1).is_some();
    let (density, end) = match per_square_kilometre(parser, end) {
        Some(end) => (true, end),
        None => (labelled || announces_density(parser, at), end),
    };
    let words = parser.slice(at..end);
    let whole = in_thousands(parser, at..end).or_else(|| value.to_u64());
    if parser.link(end) == Some(Link::Per)
        || (density && noun != Noun::Devices && noun != Noun::Subscribers)
    {
        parser.take(at..end + usize::from(!density), "capacity");
        parser.draft.ask(
            words,
            format!("\"{words}\" is counted per something: how many are there at the same time?"),
        );
        return Some(end + usize::from(!density));
    }
    let Some(whole) = whole else {
        parser.take(at..end, "capacity");
        parser.draft.ask(
            words,
            format!("\"{words}\" is not a whole number: how many are meant?"),
        );
        return Some(end);
    };
    let (field, name) = slot(noun, density);
    let noun = parser.before(at).map_or(0, |before| {
        before - usize::from(before > 0 && parser.symbol(before) == Some(':'))
    });
    if parser.word(noun) == "capacity" && !parser.taken[noun] {
        // "SMF capacity: 80,000 sessions"
        parser.take(noun..noun + 1, "capacity");
    }
    parser.take(at..end, format!("{name} {whole}"));
    parser.draft.set(field, whole, name, words);
    parser.verb_has_other_object();
    Some(end)
}

/// "subscribers: 50k", "devices per km²: 2,000", "PDU sessions it has to hold: 750 000".
fn noun_first(parser: &Parser<'_>, at: usize, noun: Noun) -> Option<(Decimal, Noun, usize)> {
    let behind = per_square_kilometre(parser, at + 1).unwrap_or(at + 1);
    let number = match parser.bridge(behind) {
        number if matches!(parser.kind(number), Some(Kind::Number(_))) => number,
        _ => parser.bridge(behind_label(parser, behind)?),
    };
    let Some(Kind::Number(value)) = parser
        .kind(number)
        .filter(|_| number > at + 1 || ends(parser, number + 1))
    else {
        return None;
    };
    let assigned = parser.symbol(number - 1) == Some('=');
    let counted = parser.named(number + 1).is_some()
        || parser
            .noun(number + 1)
            .is_some_and(|noun| noun != Noun::SquareKilometre);
    (!counted || assigned).then_some((*value, noun, number + 1))
}

/// The colon behind words that only say what a noun in front of them does: "sessions it has to hold: ".
fn behind_label(parser: &Parser<'_>, at: usize) -> Option<usize> {
    let plain = |index: usize| {
        parser.is_stop(index)
            || parser.is_unknown(index)
            || matches!(parser.link(index), Some(Link::To | Link::For | Link::In))
    };
    let colon = at
        + (at..parser.lexemes.len())
            .take(LONGEST_LABEL)
            .take_while(|index| plain(*index))
            .count();
    (parser.symbol(colon) == Some(':')).then_some(colon)
}

/// "25.000 subscribers": nobody is counted in fractions, so the point stands in front of thousands.
fn in_thousands(parser: &Parser<'_>, range: std::ops::Range<usize>) -> Option<u64> {
    range
        .filter(|at| matches!(parser.kind(*at), Some(Kind::Number(_))))
        .map(|at| parser.slice(at..at + 1))
        .find(|digits| number::is_grouped_by_points(digits, 1))
        .and_then(|digits| digits.replace('.', "").parse().ok())
}

/// "1,200 registrations per second", "registration rate of 500/s".
pub(super) fn rate(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let (value, end) = match parser.kind(at)? {
        Kind::Number(value) => {
            let noun = skip_more(parser, at + 1);
            (parser.noun(noun)? == Noun::Registrations).then_some((*value, noun + 1))?
        }
        Kind::Term(Term::Noun(Noun::Registrations)) => {
            let number = parser.bridge(at + 1);
            let Kind::Number(value) = parser.kind(number)? else {
                return None;
            };
            (*value, number + 1)
        }
        _ => return None,
    };
    let per_second = per_second(parser, end);
    let end = per_second.unwrap_or(end);
    let words = parser.slice(at..end);
    let rate = value.to_u64().filter(|_| per_second.is_some());
    if let Some(rate) = rate {
        parser.take(at..end, format!("registrations per second {rate}"));
        parser.draft.set(
            |draft| &mut draft.capacity.registrations_per_second,
            rate,
            "number of registrations per second",
            words,
        );
    } else {
        parser.take(at..end, "registrations");
        parser.draft.ask(
            words,
            format!(
                "how many whole registrations per second does \"{words}\" mean at the busy hour?"
            ),
        );
    }
    parser.verb_has_other_object();
    Some(end)
}

/// The lexeme after "per second", "/s", "a second".
fn per_second(parser: &Parser<'_>, at: usize) -> Option<usize> {
    let per = parser.symbol(at) == Some('/')
        || matches!(parser.link(at), Some(Link::Per | Link::Each))
        || parser.word(at) == "a";
    let second = matches!(parser.word(at + 1), "s" | "sec" | "second" | "seconds");
    (per && second).then_some(at + 2)
}

/// Whether nothing that a number could belong to stands at `at`.
fn ends(parser: &Parser<'_>, at: usize) -> bool {
    matches!(
        parser.kind(at),
        None | Some(Kind::Symbol('.' | ';' | ',' | ':' | ')' | '|'))
    ) || parser.begins_line(at)
}

fn amount_first(parser: &Parser<'_>, at: usize, value: Decimal) -> Option<(Decimal, Noun, usize)> {
    // "baggage trackers, 45,000 of them"
    if parser.word(at + 1) == "of" && parser.word(at + 2) == "them" {
        // "our robots …; a slice for 200 of them"
        let counted = (0..at).rev().find_map(|index| {
            if parser.named(index).is_some() || parser.noun(index) == Some(Noun::Replica) {
                return Some(None);
            }
            let noun = parser.noun(index)?;
            matches!(
                noun,
                Noun::Subscribers | Noun::Sessions | Noun::Devices | Noun::Cells
            )
            .then_some(Some(noun))
        });
        return Some((value, counted??, at + 3));
    }
    let direct = skip_more(parser, at + 1);
    // "25,000 battery-powered parking sensors"
    let described = direct
        + (direct..parser.lexemes.len())
            .take(3)
            .take_while(|index| {
                parser.is_unknown(*index)
                    // "10,000 NB-IoT emulated devices"
                    || (matches!(parser.term(*index), Some(Term::Slice(_)))
                        && super::slice::is_everyday(parser.lower(*index)))
            })
            .count();
    // "ten thousand soil probes per square kilometre"
    if described > direct && per_square_kilometre(parser, described).is_some() {
        return Some((value, Noun::Devices, described));
    }
    match parser.noun(described)? {
        counted @ (Noun::Subscribers | Noun::Sessions | Noun::Devices | Noun::Cells) => {
            Some((value, counted, described + 1))
        }
        _ => None,
    }
}

/// Skips what may stand between an amount and what it counts: "50k+ [active] users", "10 more cells".
fn skip_more(parser: &Parser<'_>, at: usize) -> usize {
    let skipped = |index: usize| {
        parser.is_stop(index)
            || matches!(parser.link(index), Some(Link::More))
            || parser.symbol(index) == Some('+')
    };
    at + (at..parser.lexemes.len())
        .take_while(|index| skipped(*index))
        .count()
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
    let caret = parser.word(unit) == "km"
        && parser.symbol(unit + 1) == Some('^')
        && parser.word(unit + 2) == "2";
    caret.then_some(unit + 3)
}

/// "per square kilometre there will be 2,000 devices": the area stands in front of the number, in the same clause.
fn announces_density(parser: &mut Parser<'_>, at: usize) -> bool {
    let area = (at.saturating_sub(8)..at)
        .rev()
        .take_while(|index| !matches!(parser.symbol(*index), Some('.' | ';' | ',' | ':')))
        .find(|index| parser.noun(*index) == Some(Noun::SquareKilometre) && !parser.taken[*index]);
    let Some(area) = area else {
        return false;
    };
    let each = parser.lower(area).starts_with("per ")
        || (area.saturating_sub(3)..area).any(|index| {
            matches!(parser.link(index), Some(Link::Per | Link::Each))
                || matches!(parser.word(index), "per" | "every")
        });
    if each {
        parser.take(area..area + 1, "area");
    }
    each
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
        (Noun::Cells, _) => (|draft| &mut draft.capacity.cells, "number of cells"),
        (Noun::Sessions, _) => (|draft| &mut draft.capacity.sessions, "number of sessions"),
        _ => (|draft| &mut draft.capacity.ues, "number of devices"),
    }
}
