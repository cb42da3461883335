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
        Term::Goal(goal) => {
            let words = parser.words(at..at + 1);
            // "save energy on the RAN"
            if words.to_lowercase().starts_with("save ") && parser.draft.verbs.is_empty() {
                parser.imply_verb(Verb::Optimize, &words);
            }
            goal
        }
        Term::Metric(metric)
            if matches!(
                parser.verb(),
                Some(Verb::Optimize | Verb::Grow | Verb::Shrink)
            ) || matches!(
                parser.term(at + 1),
                Some(Term::Verb(Verb::Optimize | Verb::Grow | Verb::Shrink))
            ) || parser.lower(at).contains("saving") =>
        {
            // "cost optimisation for the NWDAF", "energy saving for the O-DU"
            let words = parser.words(at..at + 1);
            if words.to_lowercase().contains("saving") && parser.draft.verbs.is_empty() {
                parser.imply_verb(Verb::Optimize, &words);
            }
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
    pursue(parser, goal, weight);
    parser.verb_has_other_object();
    Some(end)
}

/// Adds a goal that is not pursued already.
pub(super) fn pursue(parser: &mut Parser<'_>, goal: Goal, weight: f64) {
    let objectives = &mut parser.draft.objectives;
    if !objectives.iter().any(|known| known.goal == goal) {
        objectives.push(Objective { goal, weight });
    }
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
    pursue(parser, goal, weight);
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
