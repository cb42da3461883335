//! Assigning items to sites: the mathematics of placement, which knows nothing of clusters and network functions.
//!
//! It is a generalised assignment problem: every item goes to one site, in every dimension what the items of a site
//! need together is at most the room there, and the prices stay within a budget. Of two assignments the better is the
//! one with, in this order,
//! 1. fewer sites per group of items beyond the group's allowance,
//! 2. fewer items where they had better not be,
//! 3. more points, which simply add up,
//! 4. the lower price.
//!
//! When every group may live on one site, that is found by looking at all of them. Otherwise a greedy start and a local
//! search find a good assignment, and branch and bound improves it until nothing better exists or its steps are used
//! up. Steps are counted, never timed, so the same problem has the same answer on every machine.

mod exact;
mod heuristic;
mod state;
mod together;

use std::cmp::Reverse;

use state::State;

/// Resources that are counted: CPU, memory, storage and pods.
pub const DIMENSIONS: usize = 4;
/// Groups of items.
pub const GROUPS: usize = 2;
/// No need or price is larger, so that those of 128 items add up without overflow. No site has so much room.
const MOST: u64 = u64::MAX >> 7;

/// An amount in each dimension; as room, `u64::MAX` is no limit.
pub type Amounts = [u64; DIMENSIONS];

/// One item on one site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Choice {
    /// How good it is.
    pub points: i64,
    /// Whether it had better be elsewhere.
    pub misplaced: bool,
    /// What it costs.
    pub price: u64,
}

/// What is to be assigned.
#[derive(Debug, Clone)]
pub struct Problem {
    needs: Vec<Amounts>,
    groups: Vec<usize>,
    rooms: Vec<Amounts>,
    /// By item and site; `None` where the item cannot be.
    choices: Vec<Option<Choice>>,
    /// Sites that each group may use for nothing; 1 or more.
    pub allowance: [u32; GROUPS],
    /// Most items of one group on one site.
    pub most_together: u32,
    /// Most that all items may cost.
    pub budget: u64,
    /// By item: where the search starts; nowhere in particular when empty.
    pub start: Vec<Option<usize>>,
}

/// How good an assignment is; the least is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// Sites that the groups use beyond their allowance.
    pub opened: u32,
    /// Items that had better be elsewhere.
    pub misplaced: u32,
    /// Points of all items.
    pub points: Reverse<i64>,
    /// Price of all items.
    pub price: u64,
}

/// An assignment that keeps every limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// By item: its site.
    pub sites: Vec<usize>,
    /// How good it is.
    pub rank: Rank,
    /// No assignment is better than this. Equal to `rank` when that is proven to be the best.
    pub bound: Rank,
}

impl Solution {
    /// Whether no better assignment exists.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.rank == self.bound
    }

    /// Points that the best assignment may have more, if it needs no fewer sites.
    #[must_use]
    pub fn gap(&self) -> i64 {
        self.bound.points.0.saturating_sub(self.rank.points.0)
    }
}

impl Problem {
    /// A problem of which no item can be anywhere yet. `items` are needs and groups below [`GROUPS`], `rooms` the sites.
    #[must_use]
    pub fn new(items: impl IntoIterator<Item = (Amounts, usize)>, rooms: Vec<Amounts>) -> Self {
        let (needs, groups): (Vec<_>, Vec<_>) = items
            .into_iter()
            .map(|(needs, group)| (needs.map(|need| need.min(MOST)), group.min(GROUPS - 1)))
            .unzip();
        Self {
            choices: vec![None; needs.len() * rooms.len()],
            needs,
            groups,
            rooms,
            allowance: [1; GROUPS],
            most_together: u32::MAX,
            budget: u64::MAX,
            start: Vec::new(),
        }
    }

    /// Lets an item be on a site.
    pub fn offer(&mut self, item: usize, site: usize, choice: Choice) {
        let place = item * self.rooms.len() + site;
        if site < self.rooms.len()
            && let Some(slot) = self.choices.get_mut(place)
        {
            *slot = Some(Choice {
                price: choice.price.min(MOST),
                ..choice
            });
        }
    }

    /// Number of items.
    #[must_use]
    pub fn items(&self) -> usize {
        self.needs.len()
    }

    /// Number of sites.
    #[must_use]
    pub fn sites(&self) -> usize {
        self.rooms.len()
    }

    /// An item on a site; `None` when it cannot be there.
    #[must_use]
    pub fn choice(&self, item: usize, site: usize) -> Option<Choice> {
        self.choices[item * self.rooms.len() + site]
    }

    /// The rank of an assignment; `None` when it breaks a limit.
    #[must_use]
    pub fn rank(&self, sites: &[usize]) -> Option<Rank> {
        let mut state = State::new(self);
        for (item, site) in sites.iter().enumerate() {
            if !state.fits(item, *site) {
                return None;
            }
            state.place(item, *site);
        }
        (sites.len() == self.items()).then(|| state.rank())
    }

    /// Items by the largest share they take of the widest room, largest first.
    fn by_size(&self) -> Vec<usize> {
        let mut widest = [1_u64; DIMENSIONS];
        for room in &self.rooms {
            for (widest, room) in widest.iter_mut().zip(room) {
                *widest = (*widest).max(*room);
            }
        }
        let share = |item: usize| {
            let shares = self.needs[item].iter().zip(&widest);
            shares
                .map(|(need, room)| *need as f64 / *room as f64)
                .fold(0.0, f64::max)
        };
        let mut order: Vec<_> = (0..self.items()).collect();
        order.sort_by(|one, other| share(*other).total_cmp(&share(*one)));
        order
    }
}

/// The best assignment that `steps` steps of branch and bound find; `None` when they find none.
#[must_use]
pub fn solve(problem: &Problem, steps: u32) -> Option<Solution> {
    let together = together::best(problem);
    // A group on one site opens none. With an allowance of one, nothing else opens none, and all of it was looked at.
    if problem.allowance == [1; GROUPS]
        && let Some((sites, rank)) = together
    {
        return Some(Solution {
            sites,
            rank,
            bound: rank,
        });
    }
    let starts = [together, heuristic::repaired(problem)];
    let mut best = starts.into_iter().flatten().min_by_key(|(_, rank)| *rank);
    for found in heuristic::searched(problem, best.as_ref()) {
        if best.as_ref().is_none_or(|(_, rank)| found.1 < *rank) {
            best = Some(found);
        }
    }
    exact::improve(problem, best, steps)
}

/// A good assignment without a proof: the heuristics alone.
#[must_use]
pub fn approximate(problem: &Problem) -> Option<(Vec<usize>, Rank)> {
    together::best(problem).or_else(|| {
        heuristic::searched(problem, heuristic::repaired(problem).as_ref())
            .into_iter()
            .min_by_key(|(_, rank)| *rank)
    })
}
