//! Quality of service beside throughput: latency, jitter, availability, packet error rate, 5QI.

use nephoran_telecom::five_qi;

use super::Parser;
use crate::builtin::decimal::Decimal;
use crate::builtin::draft::Draft;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Metric, Noun, Term, Verb};
use crate::builtin::unit::Unit;

/// Percentages from here on can only be an availability when nothing else claims them.
const LEAST_BARE_AVAILABILITY: f64 = 0.9;
/// From here on a 5QI is the operator's own (TS 23.501 clause 5.7.2.1).
const FIRST_OPERATOR_FIVE_QI: u8 = 128;

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    match *parser.kind(at)? {
        Kind::Term(Term::Metric(metric)) => {
            let value = parser.bridge(at + 1);
            // "optimise for reliability (60 %)" weighs the goal.
            let weighs = parser.verb() == Some(Verb::Optimize)
                && metric == Metric::Availability
                && matches!(parser.kind(value), Some(Kind::Quantity(share, Unit::Percent)) if share.shifted(-2).to_f64() < LEAST_BARE_AVAILABILITY);
            let weighted = (at + 1..value).any(|index| parser.word(index) == "weight");
            if weighs || weighted {
                return None;
            }
            let end = measured(parser, at..value + 1, value, metric)?;
            // "optimise the slice for latency below 4 ms" names the goal and how far it must go.
            let aims = parser
                .before(at)
                .is_some_and(|before| parser.link(before) == Some(Link::For));
            if aims && parser.verb() == Some(Verb::Optimize) {
                super::objective::pursue(parser, metric.goal(), 1.0);
            }
            Some(end)
        }
        Kind::Term(Term::Goal(_)) => {
            let value = parser.bridge(at + 1);
            let Some(Kind::Quantity(_, Unit::Time(_))) = parser.kind(value) else {
                return None;
            };
            super::objective::rule(parser, at)?;
            measured(parser, at..value + 1, value, Metric::Latency)
        }
        // "85 as its 5QI", "3 the 5QI", "82 is the 5QI"
        Kind::Number(_) if names_five_qi(parser, at) => {
            let noun = parser.skip_stops(at + 1);
            five_qi_value(parser, at, at)?;
            parser.take(at + 1..noun + 1, "5QI");
            Some(noun + 1)
        }
        Kind::Quantity(_, Unit::Time(_) | Unit::Percent)
        | Kind::Number(_)
        | Kind::Term(Term::Nines(_)) => value_first(parser, at),
        Kind::Term(Term::Noun(Noun::FiveQi)) => five_qi_value(parser, at, parser.bridge(at + 1)),
        // "change the 5QI of the slice from 9 to 6": the noun stands apart.
        Kind::Term(Term::Link(Link::To)) => {
            let open = parser.open_before(at, |term| matches!(term, Term::Noun(Noun::FiveQi)))?;
            let end = five_qi_value(parser, at, parser.skip_stops(at + 1))?;
            parser.taken[open] = true;
            Some(end)
        }
        Kind::Term(Term::FiveQi(value)) => Some(five_qi_name(parser, at, value)),
        _ => None,
    }
}

/// "5 ms latency", "99.99% availability", "five nines"; a value alone where its unit leaves no choice.
fn value_first(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if let Some((noun, metric)) = metric_behind(parser, at) {
        return measured(parser, at..noun + 1, at, metric);
    }
    // "reliability (weight 0.8)"
    if at > 0 && parser.word(at - 1) == "weight" {
        return None;
    }
    // "set the jitter of the UPF to 1 ms": the metric stands apart from its value.
    if let Some(open) = parser.open_before(at, |term| matches!(term, Term::Metric(_)))
        && let Some(Term::Metric(metric)) = parser.term(open)
        && is_value(parser, at, metric)
    {
        parser.taken[open] = true;
        return measured(parser, at..at + 1, at, metric);
    }
    bare_value(parser, at)
}

/// The metric behind the value at `at`: "5 ms latency", "10 ms for latency and 1 ms for jitter".
fn metric_behind(parser: &Parser<'_>, at: usize) -> Option<(usize, Metric)> {
    let mut noun = parser.skip_stops(at + 1);
    if matches!(parser.link(noun), Some(Link::Maximum | Link::Minimum)) {
        noun = parser.skip_stops(noun + 1);
    }
    let behind_for = parser.skip_stops(noun + 1);
    if parser.word(noun) == "for"
        && matches!(parser.kind(at), Some(Kind::Quantity(..)))
        && matches!(parser.term(behind_for), Some(Term::Metric(_)))
    {
        noun = behind_for;
    }
    let Term::Metric(metric) = parser.term(noun)? else {
        return None;
    };
    // "8 ms of latency and no more than 500 µs of jitter"
    let has_own_value = !parser.lower(noun + 1).starts_with("and ")
        && is_value(parser, parser.bridge(noun + 1), metric);
    (is_value(parser, at, metric) && !has_own_value).then_some((noun, metric))
}

/// "99.99 %", "5 ms", "five nines": a value whose unit says of what it is.
fn bare_value(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let words = parser.slice(at..at + 1);
    let metric = match *parser.kind(at)? {
        Kind::Term(Term::Nines(_)) => Metric::Availability,
        Kind::Quantity(percent, Unit::Percent)
            if (LEAST_BARE_AVAILABILITY..1.0).contains(&percent.shifted(-2).to_f64()) =>
        {
            claim(parser, at, Metric::Availability);
            parser
                .draft
                .assume(format!("\"{words}\" is read as an availability"));
            Metric::Availability
        }
        // "reduce the jitter of the UPF to 1 ms": the goal says what the value is of.
        Kind::Quantity(_, Unit::Time(_)) if varies(parser, at) => Metric::Jitter,
        Kind::Quantity(time, Unit::Time(_)) if time.to_f64() < 1000.0 => {
            parser
                .draft
                .assume(format!("\"{words}\" is read as a latency"));
            Metric::Latency
        }
        _ => return None,
    };
    measured(parser, at..at + 1, at, metric)
}

/// Takes the metric that a value without one is of, where it stands in front of the verb: "the availability has to rise
/// to 99.99 %".
fn claim(parser: &mut Parser<'_>, at: usize, metric: Metric) {
    let open = (at.saturating_sub(super::REACH)..at)
        .rev()
        .take_while(|index| !matches!(parser.symbol(*index), Some('.' | ';')))
        .find(|index| !parser.taken[*index] && parser.term(*index) == Some(Term::Metric(metric)));
    if let Some(open) = open {
        parser.taken[open] = true;
    }
}

/// Whether the last metric in front of `at` in its clause is the jitter.
fn varies(parser: &Parser<'_>, at: usize) -> bool {
    let last = (at.saturating_sub(super::REACH)..at)
        .rev()
        .take_while(|index| !matches!(parser.symbol(*index), Some('.' | ';')))
        .find_map(|index| match parser.term(index)? {
            Term::Metric(metric) => Some(metric),
            _ => None,
        });
    last == Some(Metric::Jitter) && parser.draft.qos.jitter_ms.is_none()
}

/// Whether the lexeme at `at` can be a value of this metric.
fn is_value(parser: &Parser<'_>, at: usize, metric: Metric) -> bool {
    match (parser.kind(at), metric) {
        (Some(Kind::Quantity(_, Unit::Time(_))), Metric::Latency | Metric::Jitter)
        | (
            Some(Kind::Quantity(_, Unit::Percent)),
            Metric::Availability | Metric::PacketErrorRate,
        )
        | (Some(Kind::Term(Term::Nines(_))), Metric::Availability) => true,
        (Some(Kind::Number(value)), Metric::Availability) => {
            value.to_f64() < 1.0 || is_bare_percentage(*value)
        }
        (Some(Kind::Number(value)), Metric::PacketErrorRate) => value.to_f64() < 1.0,
        _ => false,
    }
}

/// "99.999": a number beside an availability that can only be a percentage.
fn is_bare_percentage(value: Decimal) -> bool {
    let share = value.shifted(-2).to_f64();
    (LEAST_BARE_AVAILABILITY..1.0).contains(&share) && value.to_u64().is_none()
}

fn measured(
    parser: &mut Parser<'_>,
    range: std::ops::Range<usize>,
    at: usize,
    metric: Metric,
) -> Option<usize> {
    if !is_value(parser, at, metric) {
        return None;
    }
    let value = match parser.kind(at)? {
        Kind::Quantity(value, Unit::Percent) => value.shifted(-2).to_f64(),
        Kind::Number(value) if is_bare_percentage(*value) => value.shifted(-2).to_f64(),
        Kind::Quantity(value, _) | Kind::Number(value) => value.to_f64(),
        Kind::Term(Term::Nines(nines)) => nines_value(*nines),
        _ => return None,
    };
    let words = parser.slice(range.clone());
    let end = range.end;
    let (field, name, unit) = slot(metric);
    let is_time = !unit.is_empty();
    if value <= 0.0 && matches!(metric, Metric::Latency | Metric::Availability) {
        parser.take(range, "nothing");
        parser.draft.ask(
            words,
            format!("\"{words}\" is not more than nothing: which number is meant?"),
        );
    } else if value > 1.0 && !is_time {
        parser.take(range, "a share");
        parser.draft.ask(
            words,
            format!("\"{words}\" is more than 100 percent: which share is meant?"),
        );
    } else {
        parser.take(range, format!("{name} {value}{unit}"));
        parser.draft.set(field, value, name, words);
    }
    parser.verb_has_other_object();
    Some(end)
}

type Slot = fn(&mut Draft) -> &mut Option<f64>;

/// Where a metric goes, what it is called and its unit.
fn slot(metric: Metric) -> (Slot, &'static str, &'static str) {
    match metric {
        Metric::Latency => (|draft| &mut draft.qos.latency_ms, "latency", " ms"),
        Metric::Jitter => (|draft| &mut draft.qos.jitter_ms, "jitter", " ms"),
        Metric::PacketErrorRate => (
            |draft| &mut draft.qos.packet_error_rate,
            "packet error rate",
            "",
        ),
        _ => (|draft| &mut draft.qos.availability, "availability", ""),
    }
}

/// Five nines is 0.99999.
fn nines_value(nines: u8) -> f64 {
    let all_nines = 10_u64.saturating_pow(u32::from(nines)) - 1;
    Decimal::new(all_nines, -i32::from(nines)).to_f64()
}

/// "conversational voice".
fn five_qi_name(parser: &mut Parser<'_>, at: usize, value: u8) -> usize {
    let words = parser.slice(at..at + 1);
    parser.take(at..at + 1, format!("5QI {value}"));
    parser.draft.assume(format!(
        "\"{words}\" is read as 5QI {value} (TS 23.501 table 5.7.4-1)"
    ));
    parser
        .draft
        .set(|draft| &mut draft.qos.five_qi, value, "5QI", words);
    parser.verb_has_other_object();
    at + 1
}

/// Whether the number at `at` is the 5QI named behind it, which has none of its own.
fn names_five_qi(parser: &Parser<'_>, at: usize) -> bool {
    let noun = parser.skip_stops(at + 1);
    let own = parser.bridge(noun + 1);
    let said = matches!(parser.word(at + 1), "the" | "is" | "being" | "shall" | "as");
    said && parser.noun(noun) == Some(Noun::FiveQi)
        && !matches!(parser.kind(own), Some(Kind::Number(_)))
}

/// "5QI 82", "5QI=3".
fn five_qi_value(parser: &mut Parser<'_>, at: usize, number: usize) -> Option<usize> {
    let Some(Kind::Number(value)) = parser.kind(number) else {
        return None;
    };
    let words = parser.slice(at..number + 1);
    let known = |value: &u8| five_qi(*value).is_some() || *value >= FIRST_OPERATOR_FIVE_QI;
    let five_qi = value.to_u64().and_then(|value| u8::try_from(value).ok());
    if let Some(value) = five_qi.filter(known) {
        parser.take(at..number + 1, format!("5QI {value}"));
        parser
            .draft
            .set(|draft| &mut draft.qos.five_qi, value, "5QI", words);
    } else {
        parser.take(at..number + 1, "5QI");
        parser.draft.ask(
            words,
            format!(
                "\"{words}\" is neither standardised in TS 23.501 table 5.7.4-1 nor from 128 to 255: \
                 which 5QI is meant?"
            ),
        );
    }
    parser.verb_has_other_object();
    Some(number + 1)
}
