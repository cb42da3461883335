//! Branch and bound: every assignment is either looked at or shown to be no better than the best one known.
//!
//! The largest items are placed first, each on its best site first. A branch ends when the parts of its rank that are
//! certain, with the best that every remaining item could still add by itself, do not beat the best one known: an item
//! adds the best of all its sites while its group may open one, and the best of the open ones otherwise. How many
//! sites must be opened follows from what the remaining items need together and the widest rooms there are. Of sites
//! that are alike in everything only the first unused one is tried, of items that are alike only one order.

use std::cmp::Reverse;

use super::state::{State, plus};
use super::{Amounts, DIMENSIONS, GROUPS, Problem, Rank, Solution};

/// Improves `known`, if anything better exists, within `steps` placings.
pub(super) fn improve(
    problem: &Problem,
    known: Option<(Vec<usize>, Rank)>,
    steps: u32,
) -> Option<Solution> {
    let mut search = Search::new(problem, known, steps);
    let mut state = State::new(problem);
    let least = search.bound(&state, 0);
    search.descend(&mut state, 0);
    let (sites, rank) = search.best?;
    let bound = if search.steps == 0 {
        least.unwrap_or(rank).min(rank)
    } else {
        rank
    };
    Some(Solution { sites, rank, bound })
}

/// What the items from a depth on could add, each by itself.
#[derive(Debug, Clone, Copy, Default)]
struct Rest {
    misplaced: u32,
    points: i64,
    price: u64,
    needs: [Amounts; GROUPS],
}

struct Search<'p> {
    problem: &'p Problem,
    order: Vec<usize>,
    /// By depth: the sites of its item, best first.
    options: Vec<Vec<usize>>,
    /// By depth: the fewest misplacings and the most points of its item over all its sites.
    freely: Vec<(u32, i64)>,
    rest: Vec<Rest>,
    /// Room of the widest sites together, by their number.
    widest: Vec<Amounts>,
    /// By site: the one before it that is alike in everything.
    twins: Vec<Option<usize>>,
    /// By depth: whether its item is alike the one before it.
    alike: Vec<bool>,
    best: Option<(Vec<usize>, Rank)>,
    steps: u32,
}

impl<'p> Search<'p> {
    fn new(problem: &'p Problem, best: Option<(Vec<usize>, Rank)>, steps: u32) -> Self {
        let order = problem.by_size();
        let options: Vec<_> = order.iter().map(|item| options(problem, *item)).collect();
        let alike = order
            .iter()
            .enumerate()
            .map(|(depth, item)| depth > 0 && are_alike(problem, order[depth - 1], *item))
            .collect();
        Self {
            rest: rests(problem, &order),
            freely: order.iter().map(|item| freely(problem, *item)).collect(),
            widest: widest(problem),
            twins: twins(problem),
            problem,
            order,
            options,
            alike,
            best,
            steps,
        }
    }

    /// Places the items from `depth` on in every way that may beat the best one known.
    fn descend(&mut self, state: &mut State<'p>, depth: usize) {
        let Some(item) = self.order.get(depth).copied() else {
            let rank = state.rank();
            if self.best.as_ref().is_none_or(|(_, best)| rank < *best) {
                self.best = Some((state.sites.clone(), rank));
            }
            return;
        };
        let first = if self.alike[depth] {
            let before = state.sites[self.order[depth - 1]];
            let place = self.options[depth].iter().position(|site| *site == before);
            place.unwrap_or(0)
        } else {
            0
        };
        for position in first..self.options[depth].len() {
            let site = self.options[depth][position];
            if !state.fits(item, site) || self.is_mirrored(state, site) {
                continue;
            }
            if self.steps == 0 {
                return;
            }
            self.steps -= 1;
            state.place(item, site);
            if self.may_improve(state, depth + 1) {
                self.descend(state, depth + 1);
            }
            state.remove(item);
        }
    }

    /// Whether a site that is alike in everything is as empty, so that it stands for this one.
    fn is_mirrored(&self, state: &State<'_>, site: usize) -> bool {
        let unused = |site: usize| state.counts[site] == [0; GROUPS];
        unused(site) && self.twins[site].is_some_and(unused)
    }

    fn may_improve(&self, state: &State<'_>, depth: usize) -> bool {
        let Some(bound) = self.bound(state, depth) else {
            return false;
        };
        self.best.as_ref().is_none_or(|(_, best)| {
            bound < *best && self.restricted(state, depth, bound, *best) < *best
        })
    }

    /// No completion ranks better; `None` when there is none at all.
    fn bound(&self, state: &State<'_>, depth: usize) -> Option<Rank> {
        let rest = &self.rest[depth];
        let price = state.price.saturating_add(rest.price);
        if price > self.problem.budget {
            return None;
        }
        let mut opened = 0;
        for group in 0..GROUPS {
            let more = self.sites_needed(state, group, &rest.needs[group])?;
            opened += (state.in_use[group] + more).saturating_sub(self.problem.allowance[group]);
        }
        Some(Rank {
            opened,
            misplaced: state.misplaced + rest.misplaced,
            points: Reverse(state.points + rest.points),
            price,
        })
    }

    /// Fewest sites that `group` needs besides those it uses; `None` when all of them would not do.
    fn sites_needed(&self, state: &State<'_>, group: usize, needs: &Amounts) -> Option<u32> {
        if *needs == [0; DIMENSIONS] {
            return Some(0);
        }
        let mut lacking = *needs;
        for site in (0..self.problem.sites()).filter(|site| state.counts[*site][group] > 0) {
            let room = self.problem.rooms[site].iter().zip(&state.used[site]);
            for (lacking, (room, used)) in lacking.iter_mut().zip(room) {
                *lacking = lacking.saturating_sub(room.saturating_sub(*used));
            }
        }
        let more = self
            .widest
            .iter()
            .position(|room| room.iter().zip(&lacking).all(|(room, lack)| lack <= room))?;
        u32::try_from(more).ok()
    }

    /// The bound when groups that may open no site any more stay on those they have; worse than anything when an
    /// item then has none.
    fn restricted(&self, state: &State<'_>, depth: usize, bound: Rank, best: Rank) -> Rank {
        let full = |group: usize| {
            state.in_use[group] >= self.problem.allowance[group] && state.opened() >= best.opened
        };
        let full: [bool; GROUPS] = std::array::from_fn(full);
        if full == [false; GROUPS] {
            return bound;
        }
        let (mut misplaced, mut points) = (bound.misplaced, bound.points.0);
        let items = self.order.iter().zip(&self.options).zip(&self.freely);
        for ((item, options), free) in items.skip(depth) {
            let group = self.problem.groups[*item];
            if !full[group] {
                continue;
            }
            let here = options
                .iter()
                .filter(|site| state.counts[**site][group] > 0 && state.fits(*item, **site))
                .filter_map(|site| self.problem.choice(*item, *site));
            let least = here.fold(None, |least: Option<(u32, i64)>, choice| {
                let (misplaced, points) = least.unwrap_or((1, i64::MIN));
                Some((
                    misplaced.min(u32::from(choice.misplaced)),
                    points.max(choice.points),
                ))
            });
            let Some(least) = least else {
                return Rank {
                    opened: u32::MAX,
                    ..bound
                };
            };
            misplaced += least.0 - free.0;
            points += least.1 - free.1;
        }
        Rank {
            misplaced,
            points: Reverse(points),
            ..bound
        }
    }
}

/// The sites of an item, best first.
fn options(problem: &Problem, item: usize) -> Vec<usize> {
    let mut options: Vec<_> = (0..problem.sites())
        .filter_map(|site| {
            let choice = problem.choice(item, site)?;
            Some((choice.misplaced, Reverse(choice.points), choice.price, site))
        })
        .collect();
    options.sort_unstable();
    options.into_iter().map(|(_, _, _, site)| site).collect()
}

/// The fewest misplacings and the most points of an item over all its sites.
fn freely(problem: &Problem, item: usize) -> (u32, i64) {
    let choices = (0..problem.sites()).filter_map(|site| problem.choice(item, site));
    choices.fold((1, i64::MIN), |(misplaced, points), choice| {
        (
            misplaced.min(u32::from(choice.misplaced)),
            points.max(choice.points),
        )
    })
}

fn rests(problem: &Problem, order: &[usize]) -> Vec<Rest> {
    let mut rests = vec![Rest::default(); order.len() + 1];
    for (depth, item) in order.iter().enumerate().rev() {
        let mut rest = rests[depth + 1];
        let choices = (0..problem.sites()).filter_map(|site| problem.choice(*item, site));
        if let Some(price) = choices.map(|choice| choice.price).min() {
            let (misplaced, points) = freely(problem, *item);
            rest.misplaced += misplaced;
            rest.points += points;
            rest.price = rest.price.saturating_add(price);
        }
        let needs = &mut rest.needs[problem.groups[*item]];
        *needs = plus(needs, &problem.needs[*item]);
        rests[depth] = rest;
    }
    rests
}

fn widest(problem: &Problem) -> Vec<Amounts> {
    let sorted: [Vec<u64>; DIMENSIONS] = std::array::from_fn(|dimension| {
        let mut rooms: Vec<_> = problem.rooms.iter().map(|room| room[dimension]).collect();
        rooms.sort_unstable_by_key(|room| Reverse(*room));
        rooms
    });
    let sums = (0..problem.sites()).scan([0; DIMENSIONS], |sum, count| {
        *sum = plus(
            sum,
            &std::array::from_fn(|dimension| sorted[dimension][count]),
        );
        Some(*sum)
    });
    std::iter::once([0; DIMENSIONS]).chain(sums).collect()
}

fn twins(problem: &Problem) -> Vec<Option<usize>> {
    let alike = |one: usize, other: usize| {
        problem.rooms[one] == problem.rooms[other]
            && (0..problem.items())
                .all(|item| problem.choice(item, one) == problem.choice(item, other))
    };
    (0..problem.sites())
        .map(|site| (0..site).rev().find(|before| alike(*before, site)))
        .collect()
}

fn are_alike(problem: &Problem, one: usize, other: usize) -> bool {
    problem.needs[one] == problem.needs[other]
        && problem.groups[one] == problem.groups[other]
        && (0..problem.sites()).all(|site| problem.choice(one, site) == problem.choice(other, site))
}
