//! Why there is no placement: the smallest set of constraints found that cannot hold together.
//!
//! A deletion filter drops one constraint after the other, room before words: room may come back, a wrong word does not
//! mend itself and is told first. What stays is needed for the conflict, every single one of it. When three or more stay, every pair and every single constraint is
//! tried too, so that no conflict of one or two goes unnoticed. All clusters take part, in reach or not: whether a
//! region can be kept is the question here, not a premise.

use super::conflict_words::Words;
use super::{Common, Item, Problem};
use crate::PlanError;
use crate::assignment::{self, Choice};
use crate::constraint::{Constraint, Constraints};
use crate::cost::Money;
use crate::site::{Site, Sites};

/// Placings tried before a set of constraints counts as a conflict.
const STEPS: u32 = 5_000;

/// What cannot hold together, with everything relaxed that may be.
pub(super) fn explain(items: &[Item], sites: &Sites<'_>, common: Common<'_>) -> PlanError {
    let mut all: Vec<Site<'_>> = sites
        .in_reach
        .iter()
        .chain(&sites.beyond)
        .cloned()
        .collect();
    all.sort_by(|one, other| one.name.cmp(other.name));
    let problem = Problem::new(items, &all, common, Constraints::of(&Constraints::FIRM));
    let conflict = smallest(&problem);
    let words = Words::new(&problem, conflict);
    if conflict == Constraints::of(&[Constraint::Admission]) {
        return PlanError::AdmissionDenied(words.admission());
    }
    let room = [Constraint::Quota, Constraint::Held, Constraint::Capacity];
    PlanError::Infeasible {
        conflicts: words.all(),
        for_want_of_capacity: conflict.meets(Constraints::of(&room)),
    }
}

fn smallest(problem: &Problem<'_>) -> Constraints {
    let mut conflict = problem.enforced;
    for constraint in Constraints::FIRM.into_iter().rev() {
        let rest = conflict.without(constraint);
        if rest != conflict && !is_possible(problem, rest) {
            conflict = rest;
        }
    }
    let size = conflict.iter().count();
    let singles = Constraints::FIRM.iter().map(|one| Constraints::of(&[*one]));
    let pairs = Constraints::FIRM
        .iter()
        .enumerate()
        .flat_map(|(index, one)| {
            let others = Constraints::FIRM.iter().take(index);
            others.map(|other| Constraints::of(&[*one, *other]))
        });
    let smaller = singles
        .filter(|_| size > 1)
        .chain(pairs.filter(|_| size > 2))
        .filter(|set| set.contains(Constraint::Capacity) || !set.contains(Constraint::Held))
        .find(|set| !is_possible(problem, *set));
    smaller.unwrap_or(conflict)
}

/// Whether a placement is found that keeps these constraints.
fn is_possible(problem: &Problem<'_>, enforced: Constraints) -> bool {
    let homeless = problem
        .broken
        .iter()
        .any(|row| row.iter().all(|broken| broken.meets(enforced)));
    !homeless
        && cheapest(problem, enforced).is_some_and(|hourly| hourly <= budget(problem, enforced))
}

fn budget(problem: &Problem<'_>, enforced: Constraints) -> Money {
    let budget = problem.common.budget;
    budget
        .filter(|_| enforced.contains(Constraint::Budget))
        .unwrap_or(Money::MAX)
}

/// The hourly cost of the cheapest placement found that keeps these constraints, whatever the budget says.
pub(super) fn cheapest(problem: &Problem<'_>, enforced: Constraints) -> Option<Money> {
    let items = problem.items.iter().map(|item| (item.most(), 0));
    let rooms = problem
        .sites
        .iter()
        .map(|site| site.room.left(enforced))
        .collect();
    let mut numbers = assignment::Problem::new(items, rooms);
    // On as many clusters as it takes; only the price counts.
    numbers.allowance = [u32::MAX; assignment::GROUPS];
    for (item, row) in problem.broken.iter().enumerate() {
        for (site, broken) in row.iter().enumerate() {
            if !broken.meets(enforced) {
                let price = problem.values.hourly(item, site);
                let choice = Choice {
                    price,
                    ..Choice::default()
                };
                numbers.offer(item, site, choice);
            }
        }
    }
    let solution = assignment::solve(&numbers, STEPS)?;
    Some(problem.values.totals(&solution.sites).hourly)
}
