//! An assignment in the making, with everything that is needed to judge the next step.

use std::cmp::Reverse;

use super::{Amounts, DIMENSIONS, GROUPS, Problem, Rank};

/// The site of an item that has none.
pub(super) const NOWHERE: usize = usize::MAX;

/// Which item is where, and what that uses.
#[derive(Debug, Clone)]
pub(super) struct State<'p> {
    pub(super) problem: &'p Problem,
    pub(super) sites: Vec<usize>,
    pub(super) used: Vec<Amounts>,
    /// By site and group: items there.
    pub(super) counts: Vec<[u32; GROUPS]>,
    /// By group: sites in use.
    pub(super) in_use: [u32; GROUPS],
    pub(super) misplaced: u32,
    pub(super) points: i64,
    pub(super) price: u64,
}

impl<'p> State<'p> {
    pub(super) fn new(problem: &'p Problem) -> Self {
        Self {
            problem,
            sites: vec![NOWHERE; problem.items()],
            used: vec![[0; DIMENSIONS]; problem.sites()],
            counts: vec![[0; GROUPS]; problem.sites()],
            in_use: [0; GROUPS],
            misplaced: 0,
            points: 0,
            price: 0,
        }
    }

    /// Whether an item without a site can go to one. What others need later is not considered.
    pub(super) fn fits(&self, item: usize, site: usize) -> bool {
        let problem = self.problem;
        if site >= problem.sites() {
            return false;
        }
        let Some(choice) = problem.choice(item, site) else {
            return false;
        };
        self.counts[site][problem.groups[item]] < problem.most_together
            && self.price.saturating_add(choice.price) <= problem.budget
            && holds(
                &problem.rooms[site],
                &plus(&self.used[site], &problem.needs[item]),
            )
    }

    pub(super) fn place(&mut self, item: usize, site: usize) {
        let problem = self.problem;
        let Some(choice) = problem.choice(item, site) else {
            return;
        };
        let group = problem.groups[item];
        if self.counts[site][group] == 0 {
            self.in_use[group] += 1;
        }
        self.counts[site][group] += 1;
        self.used[site] = plus(&self.used[site], &problem.needs[item]);
        self.misplaced += u32::from(choice.misplaced);
        self.points += choice.points;
        self.price = self.price.saturating_add(choice.price);
        self.sites[item] = site;
    }

    pub(super) fn remove(&mut self, item: usize) {
        let (problem, site) = (self.problem, self.sites[item]);
        if site == NOWHERE {
            return;
        }
        let Some(choice) = problem.choice(item, site) else {
            return;
        };
        let group = problem.groups[item];
        self.counts[site][group] -= 1;
        if self.counts[site][group] == 0 {
            self.in_use[group] -= 1;
        }
        for (used, need) in self.used[site].iter_mut().zip(&problem.needs[item]) {
            *used -= need;
        }
        self.misplaced -= u32::from(choice.misplaced);
        self.points -= choice.points;
        self.price -= choice.price;
        self.sites[item] = NOWHERE;
    }

    pub(super) fn is_complete(&self) -> bool {
        self.sites.iter().all(|site| *site != NOWHERE)
    }

    pub(super) fn opened(&self) -> u32 {
        let over = self.in_use.iter().zip(&self.problem.allowance);
        over.map(|(used, allowed)| used.saturating_sub(*allowed))
            .sum()
    }

    /// Whether `group` would use a site more than its allowance if it came to `site`.
    pub(super) fn would_open(&self, group: usize, site: usize) -> bool {
        self.counts[site][group] == 0 && self.in_use[group] >= self.problem.allowance[group]
    }

    pub(super) fn rank(&self) -> Rank {
        Rank {
            opened: self.opened(),
            misplaced: self.misplaced,
            points: Reverse(self.points),
            price: self.price,
        }
    }
}

pub(super) fn plus(one: &Amounts, other: &Amounts) -> Amounts {
    std::array::from_fn(|index| one[index].saturating_add(other[index]))
}

pub(super) fn holds(room: &Amounts, used: &Amounts) -> bool {
    room.iter().zip(used).all(|(room, used)| used <= room)
}
