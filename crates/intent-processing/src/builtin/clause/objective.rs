//! Goals: "minimise cost", "low latency", "optimise for throughput and energy".

use nephoran_api::{Goal, Objective, PolicyRequest, QosRequest, ResourceRequest, ScalingRequest};

use super::Parser;
use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::term::{Link, Term, Verb};
use crate::builtin::unit::Unit;

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    match *parser.kind(at)? {
        Kind::Quantity(percent, Unit::Percent) => {
            return weighted(parser, at, percent.shifted(-2).to_f64());
        }
        Kind::Number(share) if share.to_f64() < 1.0 => {
            return weighted(parser, at, share.to_f64());
        }
        _ => {}
    }
    // "expand the AMF's capacity to 6 instances" counts.
    let counted = parser.word(at) == "capacity"
        && matches!(
            parser.link(at + 1),
            Some(Link::To | Link::UpTo | Link::DownTo)
        )
        && matches!(parser.kind(at + 2), Some(Kind::Number(_)));
    if counted {
        parser.take(at..at + 1, "capacity");
        return Some(at + 1);
    }
    let goal = goal_at(parser, at)?;
    if is_second(parser, at) {
        parser.take(at..at + 1, "what matters less");
        return Some(at + 1);
    }
    parser.draft.compares |= matches!(parser.term(at), Some(Term::Goal(_)))
        && super::conclusion::is_comparative(parser.lower(at));
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

/// The goal that the words at `at` name, and the verb they imply: "save energy on the RAN", "cost optimisation for the
/// NWDAF", "energy saving for the O-DU".
fn goal_at(parser: &mut Parser<'_>, at: usize) -> Option<Goal> {
    let improves = |term| {
        matches!(
            term,
            Some(Term::Verb(Verb::Optimize | Verb::Grow | Verb::Shrink))
        )
    };
    let words = parser.lower(at);
    let (goal, saves) = match parser.term(at)? {
        Term::Goal(goal) => (goal, words.starts_with("save ")),
        Term::Metric(metric)
            if improves(parser.verb().map(Term::Verb))
                || improves(parser.term(at + 1))
                || words.contains("saving")
                || optimised_behind(parser, at) =>
        {
            (metric.goal(), words.contains("saving"))
        }
        _ => return None,
    };
    if saves {
        parser.imply_first(Verb::Optimize, at..at + 1);
    }
    Some(goal)
}

/// "prioritise reliability over cost": whether the goal at `at` is the one that matters less.
fn is_second(parser: &Parser<'_>, at: usize) -> bool {
    let over = parser
        .before(at)
        .filter(|over| matches!(parser.word(*over), "over" | "above" | "before"));
    let ranked = over
        .and_then(|over| parser.before(over))
        .is_some_and(|first| {
            parser.taken[first]
                && matches!(parser.term(first), Some(Term::Metric(_) | Term::Goal(_)))
        });
    ranked
        && parser
            .draft
            .verbs
            .last()
            .is_some_and(|used| used.begins_with(&["priorit", "favo", "prefer", "put", "optimi"]))
}

/// "the energy use of the DU shall be minimised": the goal is the subject of the verb at `at`.
pub(super) fn of_subject(parser: &mut Parser<'_>, at: usize, verb: Verb) {
    let improves = matches!(verb, Verb::Optimize | Verb::Grow | Verb::Shrink)
        || (verb == Verb::Scale
            && parser.term(at + 1) == Some(Term::Link(Link::To))
            && at_extreme(parser, at + 1));
    let passive = at
        .checked_sub(1)
        .is_some_and(|before| matches!(parser.word(before), "be" | "is" | "are" | "to"))
        // "the electricity drawn by the O-DU shall become as little as possible"
        || parser.lower(at).ends_with("as possible")
        // "its costs go down", "the energy consumption should come down"
        || (is_intransitive(parser.lower(at))
            && at.checked_sub(1).is_some_and(|before| {
                matches!(parser.term(before), Some(Term::Metric(_)))
                    || matches!(parser.word(before), "should" | "shall" | "must" | "may" | "to")
            }));
    if !(improves && passive) {
        return;
    }
    let has_value = (at + 1..at + 5)
        .take_while(|index| parser.symbol(*index).is_none())
        .any(|index| {
            matches!(
                parser.kind(index),
                Some(Kind::Number(_) | Kind::Quantity(..))
            )
        });
    let subject = (at.saturating_sub(super::REACH)..at)
        .rev()
        .take_while(|index| !matches!(parser.symbol(*index), Some('.' | ';')))
        .filter(|index| !parser.taken[*index])
        .find_map(|index| match parser.term(index)? {
            Term::Metric(metric) => Some((index, metric.goal())),
            _ => None,
        });
    if let (Some((index, goal)), false) = (subject, has_value) {
        parser.take(index..index + 1, format!("goal {}", name(goal)));
        pursue(parser, goal, 1.0);
        parser.verb_has_other_object();
    }
}

fn is_intransitive(words: &str) -> bool {
    matches!(
        words,
        "go down"
            | "come down"
            | "drop"
            | "fall"
            | "sink"
            | "shrink"
            | "go up"
            | "rise"
            | "grow"
            | "increase"
            | "decrease"
    )
}

/// "reliability shall be the optimisation objective": the verb, or the noun made of it, stands behind the goal.
fn optimised_behind(parser: &Parser<'_>, at: usize) -> bool {
    let clause = (at + 1..(at + super::REACH).min(parser.lexemes.len())).take_while(|index| {
        parser.symbol(*index).is_none()
            && parser.named(*index).is_none()
            && !matches!(
                parser.kind(*index),
                Some(Kind::Number(_) | Kind::Quantity(..))
            )
    });
    parser.draft.verbs.is_empty()
        && clause
            .into_iter()
            .any(|index| parser.term(index) == Some(Term::Verb(Verb::Optimize)))
}

/// "to a minimum", "to the maximum".
pub(super) fn at_extreme(parser: &Parser<'_>, at: usize) -> bool {
    parser.link(at) == Some(Link::To)
        && parser
            .kind(parser.skip_stops(at + 1) + 1)
            .is_none_or(|kind| !matches!(kind, Kind::Number(_) | Kind::Term(Term::Stop)))
        && matches!(
            parser.link(parser.skip_stops(at + 1)),
            Some(Link::Minimum | Link::Maximum)
        )
}

/// "reliability first, cost second", "both latency and reliability matter: optimise it for these two": what is ranked, or
/// named before "for that", is what the optimisation is for.
pub(super) fn meant(parser: &mut Parser<'_>) {
    brings_down_what_was_told(parser);
    let optimises = parser.verb_used(Verb::Optimize);
    if !optimises || !parser.draft.objectives.is_empty() {
        return;
    }
    let count = parser.lexemes.len();
    let refers = (0..count).any(|at| {
        parser.link(at) == Some(Link::For)
            && matches!(
                parser.word(at + 1),
                "that" | "this" | "these" | "those" | "both" | "it"
            )
            && (parser.symbol(at + 2).is_some() || at + 2 >= count || parser.is_stop(at + 2))
            || parser.word(at) == "accordingly"
    });
    for at in 0..count {
        let Some(Term::Metric(metric)) = parser.term(at) else {
            continue;
        };
        let ranked = matches!(
            parser.word(at + 1),
            "first" | "second" | "third" | "foremost" | "matters" | "matter" | "counts"
        );
        let named = refers && (parser.background[at] || !parser.taken[at]);
        // "reliability (weight 0.8)"
        let share_at = parser.bridge(at + 1);
        let weight = match parser.kind(share_at) {
            Some(Kind::Quantity(percent, Unit::Percent)) => Some(percent.shifted(-2).to_f64()),
            Some(Kind::Number(share)) => Some(share.to_f64()),
            _ => None,
        }
        .filter(|weight| *weight <= 1.0);
        if named || ((ranked || weight.is_some()) && !parser.taken[at]) {
            let end = if weight.is_some() {
                share_at + 1
            } else {
                at + 1
            };
            parser.take(at..end, format!("goal {}", name(metric.goal())));
            pursue(parser, metric.goal(), weight.unwrap_or(1.0));
        }
    }
}

/// "what bothers us is how much money it swallows; bring that down": the goal is what was spoken of before the verb.
fn brings_down_what_was_told(parser: &mut Parser<'_>) {
    let lone = match parser.draft.verbs.as_slice() {
        [used] => {
            used.scaled == crate::builtin::draft::Scaled::No
                && matches!(
                    used.verb,
                    Verb::Shrink | Verb::Scale | Verb::Grow | Verb::Optimize
                )
        }
        _ => false,
    };
    let refers = (0..parser.lexemes.len()).find(|at| {
        matches!(
            parser.term(*at),
            Some(Term::Verb(
                Verb::Shrink | Verb::Scale | Verb::Grow | Verb::Optimize
            ))
        ) && !parser.background[*at]
            && matches!(
                parser.word(at + 1),
                "that" | "this" | "it" | "these" | "them"
            )
    });
    let Some(verb) = refers.filter(|_| lone && parser.draft.objectives.is_empty()) else {
        return;
    };
    let valued = (0..parser.lexemes.len()).any(|at| {
        matches!(parser.kind(at), Some(Kind::Number(_) | Kind::Quantity(..)))
            && !parser.background[at]
    });
    let metrics = (0..parser.lexemes.len())
        .filter(|at| matches!(parser.term(*at), Some(Term::Metric(_))))
        .count();
    // "both latency and reliability matter: optimise it for these two"
    if metrics > 1 && parser.term(verb) == Some(Term::Verb(Verb::Optimize)) {
        return;
    }
    let told = (0..verb).rev().find_map(|at| match parser.term(at)? {
        Term::Metric(metric) => Some((at, metric)),
        _ => None,
    });
    if let (Some((at, metric)), false) = (told, valued) {
        parser.take(at..at + 1, format!("goal {}", name(metric.goal())));
        parser.background[at] = false;
        pursue(parser, metric.goal(), 1.0);
        if let Some(used) = parser.draft.verbs.last_mut() {
            used.verb = Verb::Optimize;
            used.other_object = true;
        }
    }
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

/// "improve the SMF", "optimise resource usage": asks for what, where no goal and no setting is named.
pub(super) fn ask_for_goal(parser: &mut Parser<'_>) {
    let optimises = parser
        .draft
        .verbs
        .iter()
        .all(|used| matches!(used.verb, Verb::Optimize | Verb::Need));
    let draft = &parser.draft;
    let aimless = draft.objectives.is_empty()
        && !draft.counts_replicas()
        && draft.qos == QosRequest::default()
        && draft.scaling == ScalingRequest::default()
        && draft.resources == ResourceRequest::default()
        && draft.policies == PolicyRequest::default();
    let spoken_of =
        |lexeme: &Lexeme| matches!(lexeme.kind, Kind::Term(Term::Goal(_) | Term::Metric(_)));
    if !(parser.verb_used(Verb::Optimize) && optimises && aimless)
        || parser.lexemes.iter().any(spoken_of)
    {
        return;
    }
    let words = parser.draft.verbs[0].words.clone();
    parser.draft.ask(
        &words,
        format!(
            "\"{words}\" for what: latency, throughput, cost, energy, reliability or performance?"
        ),
    );
}
