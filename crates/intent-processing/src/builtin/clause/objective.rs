//! Goals: "minimise cost", "low latency", "optimise for throughput and energy".

use nephoran_api::{Goal, Objective};

use super::Parser;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Term, Verb};
use crate::builtin::unit::Unit;

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if let Kind::Quantity(percent, Unit::Percent) = parser.kind(at)? {
        let weight = percent.shifted(-2).to_f64();
        return weighted(parser, at, weight);
    }
    let goal = match parser.term(at)? {
        Term::Goal(goal) => goal,
        Term::Metric(metric)
            if matches!(
                parser.verb(),
                Some(Verb::Optimize | Verb::Grow | Verb::Shrink)
            ) =>
        {
            metric.goal()
        }
        _ => return None,
    };
    let share_at = parser.bridge(at + 1);
    let (weight, end) = match parser.kind(share_at) {
        Some(Kind::Quantity(percent, Unit::Percent)) if parser.verb() == Some(Verb::Optimize) => {
            (percent.shifted(-2).to_f64().min(1.0), share_at + 1)
        }
        _ => (1.0, at + 1),
    };
    parser.take(at..end, format!("goal {}", name(goal)));
    if !parser
        .draft
        .objectives
        .iter()
        .any(|known| known.goal == goal)
    {
        parser.draft.objectives.push(Objective { goal, weight });
    }
    parser.verb_has_other_object();
    Some(end)
}

/// "70 % on cost" after "optimise".
fn weighted(parser: &mut Parser<'_>, at: usize, weight: f64) -> Option<usize> {
    if parser.verb() != Some(Verb::Optimize) || weight > 1.0 {
        return None;
    }
    let mut next = parser.skip_stops(at + 1);
    if matches!(parser.link(next), Some(Link::In | Link::For | Link::To)) {
        next = parser.skip_stops(next + 1);
    }
    let Some(Term::Metric(metric)) = parser.term(next) else {
        return None;
    };
    let goal = metric.goal();
    parser.take(at..next + 1, format!("goal {}", name(goal)));
    if !parser
        .draft
        .objectives
        .iter()
        .any(|known| known.goal == goal)
    {
        parser.draft.objectives.push(Objective { goal, weight });
    }
    parser.verb_has_other_object();
    Some(next + 1)
}

const fn name(goal: Goal) -> &'static str {
    match goal {
        Goal::Cost => "cost",
        Goal::Performance => "performance",
        Goal::Reliability => "reliability",
        Goal::Latency => "latency",
        Goal::Throughput => "throughput",
        Goal::Energy => "energy",
    }
}
