//! Other placements worth knowing: those that are better in one respect and worse in another.
//!
//! Candidates are every cluster that holds everything, the best placement for each goal alone, and what the quick search
//! finds without regard to where functions ran before. They keep every constraint that the chosen placement keeps. Of
//! those, the ones are listed that no other candidate and not the chosen one equals or beats in cost, performance,
//! reliability and energy alike.

use nephoran_api::{Goal, Score};

use super::{Alternative, Problem, Scale};
use crate::assignment;
use crate::score::Weights;

/// Alternatives listed, as the schema of the plan has it.
const MOST_ALTERNATIVES: usize = 10;
const GOALS: [Goal; 6] = [
    Goal::Cost,
    Goal::Performance,
    Goal::Reliability,
    Goal::Latency,
    Goal::Throughput,
    Goal::Energy,
];

/// The alternatives to `chosen`, the best total first.
pub(super) fn of(problem: &Problem<'_>, chosen: &[usize], scale: &Scale) -> Vec<Alternative> {
    let judged = |sites: Vec<usize>| {
        let totals = problem.values.totals(&sites);
        Alternative {
            score: problem.common.weights.score(&totals.parts(scale)),
            hourly: totals.hourly,
            sites,
        }
    };
    let chosen = judged(chosen.to_vec());
    let mut candidates: Vec<_> = candidates(problem).into_iter().map(judged).collect();
    candidates.sort_by(|one, other| {
        (other.score.total.total_cmp(&one.score.total)).then_with(|| one.sites.cmp(&other.sites))
    });
    let mut front: Vec<Alternative> = Vec::new();
    for candidate in candidates {
        let beaten = |by: &Alternative| is_no_worse(&by.score, &candidate.score);
        if beaten(&chosen) || front.iter().any(beaten) {
            continue;
        }
        front.retain(|before| !is_no_worse(&candidate.score, &before.score));
        front.push(candidate);
    }
    front.truncate(MOST_ALTERNATIVES);
    front
}

/// Whether `one` is at least as good as `other` in every respect.
fn is_no_worse(one: &Score, other: &Score) -> bool {
    one.cost >= other.cost
        && one.performance >= other.performance
        && one.reliability >= other.reliability
        && one.energy >= other.energy
}

fn candidates(problem: &Problem<'_>) -> Vec<Vec<usize>> {
    let mut candidates = singles(problem);
    if problem.sites.len() < 2 {
        return candidates;
    }
    let all = GOALS.map(Weights::only);
    for weights in std::iter::once(&problem.common.weights).chain(&all) {
        let numbers = problem.assignment(weights, &[]);
        candidates.extend(assignment::approximate(&numbers).map(|(sites, _)| sites));
    }
    candidates
}

/// Every item on one site, for each site that holds them all.
pub(super) fn singles(problem: &Problem<'_>) -> Vec<Vec<usize>> {
    let count = problem.items.len();
    if count == 0 {
        return Vec::new();
    }
    let mut needs = [0_u64; 4];
    for item in problem.items {
        for (sum, need) in needs.iter_mut().zip(item.most()) {
            *sum = sum.saturating_add(need);
        }
    }
    (0..problem.sites.len())
        .filter(|site| (0..count).all(|item| problem.fits(item, *site)))
        .filter(|site| {
            let room = problem
                .sites
                .get(*site)
                .map(|site| site.room.left(problem.enforced));
            room.is_some_and(|room| needs.iter().zip(room).all(|(need, room)| *need <= room))
        })
        .map(|site| vec![site; count])
        .filter(|sites| problem.values.totals(sites).hourly <= problem.budget())
        .collect()
}
