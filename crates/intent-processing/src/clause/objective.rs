//! Goals: "minimise cost", "low latency", "optimise for throughput and energy".

use nephoran_api::{Goal, Objective};

use super::Parser;
use crate::lexeme::Kind;
use crate::term::{Term, Verb};
use crate::unit::Unit;

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
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
