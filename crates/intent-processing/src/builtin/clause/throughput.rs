//! Throughput and its direction: "10 Gbps downlink", "uplink of 500 Mbit/s".

use nephoran_api::BitRate;

use super::Parser;
use crate::builtin::decimal::Decimal;
use crate::builtin::lexeme::Kind;
use crate::builtin::number;
use crate::builtin::term::{Direction, Link, Metric, Noun, Term};
use crate::builtin::unit::{self, Unit};

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    bytes_with_direction(parser, at);
    if let Some(end) = pair(parser, at).or_else(|| same_unit(parser, at)) {
        return Some(end);
    }
    let (number, before) = rate_from(parser, at)?;
    let Some(Kind::Quantity(value, Unit::BitRate(_))) = parser.kind(number) else {
        return None;
    };
    let value = *value;
    let mut end = number + 1;
    let mut direction = before;
    let behind = skip_nouns(parser, number + 1);
    if let (None, Some(Term::Direction(said))) = (before, parser.term(behind)) {
        direction = Some(said);
        end = behind + 1;
        // "10 Gbit/s up and down"
        let other = parser.skip_stops(behind + 2);
        let joined = parser.link(behind + 1).is_some_and(Link::joins)
            && matches!(parser.term(other), Some(Term::Direction(_)))
            && rate_from(parser, other).is_none();
        if joined {
            direction = Some(Direction::Both);
            end = other + 1;
        }
    }
    if direction.is_none() {
        // "in the uplink we need 900 Mbps"
        let open = (at.saturating_sub(super::REACH)..at)
            .rev()
            .take_while(|index| parser.symbol(*index).is_none())
            .find(|index| {
                !parser.taken[*index] && matches!(parser.term(*index), Some(Term::Direction(_)))
            });
        if let Some(Term::Direction(said)) = open.and_then(|index| parser.term(index)) {
            direction = Some(said);
        }
    }
    end = trailing_noun(parser, end);
    if let Some(question) = per_head(parser, at, end) {
        parser.take(at..question.max(end), "throughput");
        let words = parser.slice(at..question.max(end));
        parser.draft.ask(words, format!("\"{words}\" is a rate per user; what is the total throughput the functions must carry?"));
        return Some(question.max(end));
    }
    if direction.is_none() && is_sum(parser, end) {
        parser.take(at..end, "the sum of what follows");
        return Some(end);
    }
    store(parser, at..end, value, direction);
    Some(end)
}

/// "80 Gbit/s (60 down, 20 up)": whether the rates of both directions stand in brackets at `at`.
fn is_sum(parser: &Parser<'_>, at: usize) -> bool {
    let directed = |index: usize| {
        matches!(
            parser.kind(index),
            Some(Kind::Number(_) | Kind::Quantity(_, Unit::BitRate(_)))
        ) && matches!(
            parser.term(parser.skip_stops(index + 1)),
            Some(Term::Direction(_))
        )
    };
    parser.symbol(at) == Some('(') && directed(at + 1) && (at + 3..at + 7).any(directed)
}

/// "80 gigabit a second down and 8 up": the unit of the rate before is the unit of the number that has a direction only.
fn same_unit(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let Kind::Number(value) = *parser.kind(at)? else {
        return None;
    };
    let Some(Term::Direction(direction @ (Direction::Uplink | Direction::Downlink))) =
        parser.term(at + 1)
    else {
        return None;
    };
    let rate = (at.saturating_sub(super::REACH)..at)
        .rev()
        .take_while(|index| !matches!(parser.symbol(*index), Some('.' | ';')))
        .find(|index| {
            matches!(
                parser.kind(*index),
                Some(Kind::Quantity(_, Unit::BitRate(_)))
            )
        })?;
    let read = number::read(parser.tokens, parser.lexemes[rate].first)?;
    let Unit::BitRate(power) = unit::read(parser.tokens, read.suffix, read.next)?.0 else {
        return None;
    };
    store(parser, at..at + 2, value.shifted(power), Some(direction));
    Some(at + 2)
}

/// "250/25 Mbps (down/up)": one rate for each direction, in turn.
fn pair(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let rate = |index: usize| match parser.kind(index) {
        Some(Kind::Quantity(value, Unit::BitRate(_))) => Some(*value),
        _ => None,
    };
    let (first, second) = (rate(at)?, rate(at + 2)?);
    let slash = |index: usize| parser.symbol(index) == Some('/');
    let open = at + 3 + usize::from(parser.symbol(at + 3) == Some('('));
    let directions = [open, open + 2].map(|index| match parser.term(index) {
        Some(Term::Direction(said @ (Direction::Uplink | Direction::Downlink))) => Some(said),
        _ => None,
    });
    let [Some(one), Some(other)] = directions else {
        return None;
    };
    if !slash(at + 1) || !slash(open + 1) || one == other {
        return None;
    }
    let end = open + 3 + usize::from(parser.symbol(open + 3) == Some(')'));
    store(parser, at..at + 1, first, Some(one));
    store(parser, at + 2..end, second, Some(other));
    Some(end)
}

/// "2.5 gig of downlink": what has a direction is a rate, whatever it is counted in.
fn bytes_with_direction(parser: &mut Parser<'_>, at: usize) {
    let Some(Kind::Quantity(value, Unit::Bytes(suffix))) = parser.kind(at).cloned() else {
        return;
    };
    let power = match suffix {
        "M" => 6,
        "G" => 9,
        "T" => 12,
        _ => return,
    };
    // A byte is written with a capital B, and nobody counts a rate in them.
    let spoken = !parser.slice(at..at + 1).ends_with('B');
    let directed = matches!(
        parser.term(parser.skip_stops(at + 1)),
        Some(Term::Direction(_))
    );
    let bare = parser.slice(at..at + 1).to_lowercase().contains("gig")
        && parser.draft.slice_words.is_some()
        && !(0..parser.lexemes.len()).any(|index| {
            matches!(
                parser.noun(index),
                Some(Noun::Memory | Noun::Cpu | Noun::Storage)
            )
        });
    if (spoken && directed) || bare {
        parser.lexemes[at].kind = Kind::Quantity(value.shifted(power), Unit::BitRate(0));
    }
}

/// The rate that begins at `at`, directly or behind "downlink throughput of", and the direction before it.
fn rate_from(parser: &Parser<'_>, at: usize) -> Option<(usize, Option<Direction>)> {
    let (mut index, mut direction) = (at, None);
    loop {
        match parser.kind(index)? {
            Kind::Quantity(_, Unit::BitRate(_)) => return Some((index, direction)),
            Kind::Term(Term::Direction(said)) if direction.is_none() => direction = Some(*said),
            // "up- and downlink of 1 Gbit/s"
            Kind::Term(Term::Direction(_)) if joins_direction(parser, index) => {
                direction = Some(Direction::Both);
            }
            Kind::Term(Term::Link(link)) if link.joins() && joins_direction(parser, index + 1) => {}
            Kind::Symbol('-') if joins_direction(parser, index + 2) => {}
            Kind::Term(Term::Metric(Metric::Throughput) | Term::Stop) => {}
            _ if index > at && parser.bridge(index) > index => {}
            _ => return None,
        }
        // A stop word alone does not open the clause.
        if index == at && parser.is_stop(at) {
            return None;
        }
        index += 1;
    }
}

/// Whether the direction at `at` is joined to the one before it: "up- and downlink", "uplink and downlink".
fn joins_direction(parser: &Parser<'_>, at: usize) -> bool {
    let Some(link) = at.checked_sub(1) else {
        return false;
    };
    let dash = link
        .checked_sub(1)
        .filter(|before| parser.symbol(*before) == Some('-'));
    let before = dash.unwrap_or(link).checked_sub(1);
    matches!(parser.term(at), Some(Term::Direction(_)))
        && parser.link(link).is_some_and(Link::joins)
        && before.is_some_and(|before| matches!(parser.term(before), Some(Term::Direction(_))))
}

fn skip_nouns(parser: &Parser<'_>, at: usize) -> usize {
    let skipped = |index: usize| {
        parser.is_stop(index)
            || parser.term(index) == Some(Term::Metric(Metric::Throughput))
            || parser.link(index) == Some(Link::In)
            || matches!(parser.symbol(index), Some('('))
            // "20 Gbit/s must fit through in the uplink"
            || parser.is_unknown(index)
    };
    at + (at..parser.lexemes.len())
        .take_while(|index| skipped(*index))
        .count()
}

/// Takes "throughput" behind the rate along, unless it opens the next rate.
fn trailing_noun(parser: &Parser<'_>, at: usize) -> usize {
    let noun = parser.skip_stops(at);
    let is_noun = parser.term(noun) == Some(Term::Metric(Metric::Throughput));
    let opens_next = matches!(
        parser.kind(parser.bridge(noun + 1)),
        Some(Kind::Quantity(_, Unit::BitRate(_)))
    );
    if is_noun && !opens_next { noun + 1 } else { at }
}

/// The end of "per user" around the clause: before it ("per-UE throughput of …") or behind it.
fn per_head(parser: &Parser<'_>, at: usize, end: usize) -> Option<usize> {
    let head = |index: usize| {
        matches!(
            parser.noun(index),
            Some(Noun::Subscribers | Noun::Devices | Noun::Sessions | Noun::Cells)
        )
    };
    let per = |index: usize| matches!(parser.link(index), Some(Link::Per | Link::Each));
    // "25 Mbps per camera", "25 Mbps for every handset"
    let each = end + usize::from(parser.link(end) == Some(Link::For));
    if per(each) && (head(each + 1) || parser.is_unknown(each + 1)) {
        return Some(each + 2);
    }
    // "each user of the slice should get 25 Mbps"
    let subject = (at.saturating_sub(super::REACH)..at)
        .rev()
        .take_while(|index| parser.symbol(*index).is_none())
        .any(|index| per(index) && (head(index + 1) || (index > 0 && head(index - 1))));
    // "500 cameras at 4 Mbit/s each"
    let behind = parser.link(end) == Some(Link::Each)
        && (super::count::closes(parser, end + 1)
            || matches!(parser.word(end + 1), "is" | "are" | "will" | "suffices")
            || matches!(parser.term(end + 1), Some(Term::Direction(_))))
        && (at.saturating_sub(super::REACH / 2)..at)
            .rev()
            .take_while(|index| parser.symbol(*index).is_none() && parser.named(*index).is_none())
            .any(head);
    // "up to 1 million devices, 100 kbps each"
    let counted =
        parser.draft.capacity.ues.is_some() || parser.draft.capacity.subscribers.is_some();
    let each = parser.link(end) == Some(Link::Each) && super::count::closes(parser, end + 1);
    if behind || (each && counted) {
        return Some(end + 1);
    }
    if subject {
        return Some(end);
    }
    // "per UE throughput of 50 Mbit/s", "throughput per UE of 50 Mbit/s"
    let counted = parser.before(at).filter(|before| head(*before))?;
    counted.checked_sub(1).is_some_and(per).then_some(end)
}

fn store(
    parser: &mut Parser<'_>,
    range: std::ops::Range<usize>,
    value: Decimal,
    direction: Option<Direction>,
) {
    let words = parser.slice(range.clone());
    let Some(rate) = value.to_u64().map(BitRate::from_bits_per_second) else {
        parser.take(range, "throughput");
        parser.draft.ask(
            words,
            format!(
                "\"{words}\" is not a whole number of bits per second: which throughput is meant?"
            ),
        );
        return;
    };
    if direction.is_none() {
        parser.draft.assume(format!(
            "\"{words}\" names no direction and is read as the downlink"
        ));
    }
    let meaning = match direction {
        Some(Direction::Uplink) => "uplink throughput",
        Some(Direction::Both) => "throughput in both directions",
        _ => "downlink throughput",
    };
    parser.take(range, format!("{meaning} {rate}"));
    if matches!(direction, Some(Direction::Uplink | Direction::Both)) {
        parser.draft.set(
            |draft| &mut draft.qos.throughput_uplink,
            rate,
            "uplink throughput",
            words,
        );
    }
    if !matches!(direction, Some(Direction::Uplink)) {
        parser.draft.set(
            |draft| &mut draft.qos.throughput_downlink,
            rate,
            "downlink throughput",
            words,
        );
    }
    parser.verb_has_other_object();
}
