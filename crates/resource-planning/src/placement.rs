//! Step 7, placement: which cluster each function runs on.
//!
//! Functions that belong at the edge form one group, all others a second one. Each group runs on one cluster when one
//! holds it, the edge and the central one chosen together; only when none does is a group split over as few clusters as
//! possible. Among those, functions stay away from where they had better not be, and then the score decides. Clusters
//! that are equally good in everything are taken in the order of price and name.
//!
//! * **Room.** A cluster's capacity less what the plans of other intents hold, and what the quota leaves the namespace,
//!   is never exceeded, counting the most replicas an autoscaler may start.
//! * **Stability.** Moving has a price: a function that stays where the previous plan has it counts
//!   [`STAYING`]/n of the total score, n being the number of functions. So it moves only when that gains more than 1 %,
//!   or when it no longer fits. A group that was split before may stay split over as many clusters.
//! * **Relaxation.** Constraints are relaxed in one declared order, and that is reported.
//! * **Distributed.** This pattern asks for the opposite of togetherness: as few functions of a group on one cluster as
//!   possible, wherever they score best.

mod alternatives;
mod conflict;
mod conflict_words;
mod report;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use nephoran_api::{ClusterFeature, DeploymentPattern, Relaxation, Replicas, Score};
use nephoran_telecom::NetworkFunctionType;

use crate::PlanError;
use crate::assignment::{self, Amounts as Needs, Choice, GROUPS, Solution};
use crate::constraint::{Constraint, Constraints};
use crate::cost::Money;
use crate::score::Weights;
use crate::site::{Site, Sites};
use crate::sizing::Amounts;
use crate::{admission, reach::Reach};

use value::{Ranges, Values};
pub(crate) use value::{Scale, Totals};

/// What all functions that stay where they are add to the total score.
const STAYING: f64 = 0.01;
/// Points of a total score of 1.
const POINTS: f64 = 1e9;
/// Placings that a search over `functions × clusters` may try: 40,000 for 10 functions on 5 clusters, which need a few
/// hundred, and 500 for 40 on 200, of which each takes longer.
const STEPS: (usize, usize, usize) = (2_000_000, 500, 40_000);
/// Searches that start from each other's result until nothing changes; two are usual.
const MOST_SEARCHES: u32 = 16;

/// One function to place.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) function_type: NetworkFunctionType,
    pub(crate) amounts: Amounts,
    pub(crate) replicas: Replicas,
    /// Fewest zones; 0 when none are demanded.
    pub(crate) zones: u32,
    pub(crate) features: BTreeSet<ClusterFeature>,
    pub(crate) edge: EdgeWish,
}

impl Item {
    /// What it takes when an autoscaler is at its most: CPU, memory, storage, pods.
    fn most(&self) -> Needs {
        let replicas = u64::from(self.replicas.max);
        let Amounts {
            cpu_millicores,
            memory_bytes,
            storage_bytes,
            ..
        } = self.amounts;
        [cpu_millicores, memory_bytes, storage_bytes, 1].map(|one| one.saturating_mul(replicas))
    }

    const fn group(&self) -> usize {
        match self.edge {
            EdgeWish::Asked | EdgeWish::WhenOffered => 0,
            EdgeWish::Indifferent | EdgeWish::Central => 1,
        }
    }
}

/// Whether a function belongs at the edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EdgeWish {
    /// It does not matter.
    Indifferent,
    /// Anywhere but the edge, if possible.
    Central,
    /// At the edge when a cluster there is in reach.
    WhenOffered,
    /// At the edge, as the intent says.
    Asked,
}

/// What all functions of a plan have in common.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Common<'a> {
    pub(crate) namespace: &'a str,
    pub(crate) latency_ms: Option<f64>,
    pub(crate) pattern: Option<DeploymentPattern>,
    pub(crate) weights: Weights,
    pub(crate) reach: Reach<'a>,
    /// Most that the plan may cost per hour.
    pub(crate) budget: Option<Money>,
    /// By function: the cluster it ran on before.
    pub(crate) previous: &'a BTreeMap<&'a str, &'a str>,
}

/// What is relaxed, one after the other: first the edge, then the proof of zones. A cluster that lists too few zones is
/// never accepted, nor does anything else ever give way.
const RELAXATION_ORDER: [Constraint; 2] = [Constraint::Edge, Constraint::ListedZones];

/// Where everything runs.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    /// By item: position of its site.
    pub(crate) sites: Vec<usize>,
    /// By item: why there.
    pub(crate) reasons: Vec<String>,
    pub(crate) score: Score,
    pub(crate) totals: Totals,
    /// What cost and power are measured against.
    pub(crate) scale: Scale,
    /// Other sites that hold everything, with the hourly cost there, cheapest first.
    pub(crate) elsewhere: Vec<(usize, Money)>,
    /// Other placements that are better in one respect, the best total first.
    pub(crate) alternatives: Vec<Alternative>,
    pub(crate) relaxed: Vec<Relaxation>,
}

/// Another placement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alternative {
    /// By item: position of its site.
    pub(crate) sites: Vec<usize>,
    pub(crate) hourly: Money,
    pub(crate) score: Score,
}

/// The problem as a whole.
struct Problem<'a> {
    items: &'a [Item],
    sites: &'a [Site<'a>],
    common: Common<'a>,
    values: Values,
    enforced: Constraints,
    /// Whether an edge cluster is in reach.
    edge_offered: bool,
    /// By item, by site: the constraints that are broken there, whatever else runs there.
    broken: Vec<Vec<Constraints>>,
}

/// Places every item.
pub(crate) fn place(
    items: &[Item],
    sites: &Sites<'_>,
    common: Common<'_>,
) -> Result<Placed, PlanError> {
    let enforced = RELAXATION_ORDER
        .iter()
        .fold(Constraints::of(&Constraints::FIRM), |all, one| {
            all.with(*one)
        });
    let mut problem = Problem::new(items, &sites.in_reach, common, enforced);
    let mut relaxing = RELAXATION_ORDER.iter();
    loop {
        if let Some(solution) = problem.settle() {
            return Ok(report::placed(&problem, solution));
        }
        match relaxing.next() {
            Some(constraint) => problem.enforced = problem.enforced.without(*constraint),
            None => return Err(conflict::explain(items, sites, common)),
        }
    }
}

impl<'a> Problem<'a> {
    fn new(
        items: &'a [Item],
        sites: &'a [Site<'a>],
        common: Common<'a>,
        enforced: Constraints,
    ) -> Self {
        let mut problem = Self {
            items,
            sites,
            common,
            values: Values::of(items, sites),
            enforced,
            edge_offered: sites.iter().any(Site::is_edge),
            broken: Vec::new(),
        };
        problem.broken = items
            .iter()
            .map(|item| {
                let row = sites.iter().map(|site| problem.broken(item, site));
                row.collect()
            })
            .collect();
        problem
    }

    fn broken(&self, item: &Item, site: &Site<'_>) -> Constraints {
        let common = &self.common;
        let away = self.belongs_at_edge(item) && !site.is_edge();
        let late = matches!((site.latency_ms, common.latency_ms), (Some(latency), Some(target)) if latency > target);
        let denied = admission::refusal(
            site.spec.admission.as_ref(),
            common.namespace,
            item.function_type,
            item.replicas.max,
        );
        let most = item.most();
        let lacks_room = |constraints: &[Constraint]| {
            let left = site.room.left(Constraints::of(constraints));
            most.iter().zip(left).any(|(need, left)| *need > left)
        };
        let beyond_capacity = lacks_room(&[Constraint::Capacity]);
        let unlisted = site.zones == 0 && item.zones > 0;
        [
            (Constraint::Edge, away),
            (Constraint::ListedZones, unlisted),
            (Constraint::Zones, !unlisted && site.zones < item.zones),
            (Constraint::Latency, late),
            (
                Constraint::Features,
                item.features
                    .iter()
                    .any(|feature| !site.spec.features.contains(feature)),
            ),
            (Constraint::Admission, denied.is_some()),
            (Constraint::Quota, lacks_room(&[Constraint::Quota])),
            (Constraint::Capacity, beyond_capacity),
            (
                Constraint::Held,
                !beyond_capacity && lacks_room(&[Constraint::Capacity, Constraint::Held]),
            ),
        ]
        .into_iter()
        .filter(|(_, broken)| *broken)
        .fold(site.outside, |all, (one, _)| all.with(one))
    }

    /// Whether the edge is wanted and, unless the intent insists, on offer.
    fn belongs_at_edge(&self, item: &Item) -> bool {
        match item.edge {
            EdgeWish::Asked => true,
            EdgeWish::WhenOffered => self.edge_offered,
            EdgeWish::Indifferent | EdgeWish::Central => false,
        }
    }

    fn fits(&self, item: usize, site: usize) -> bool {
        let broken = self.broken.get(item).and_then(|row| row.get(site));
        broken.is_some_and(|broken| !broken.meets(self.enforced))
    }

    /// By item: the site it ran on before.
    fn before(&self) -> Vec<Option<usize>> {
        let position = |name: &&str| self.sites.iter().position(|site| site.name == *name);
        self.items
            .iter()
            .map(|item| {
                self.common
                    .previous
                    .get(item.name.as_str())
                    .and_then(position)
            })
            .collect()
    }

    /// The best assignment found. A search without a proof is repeated from its own result until that stays, so that
    /// planning again changes nothing.
    fn settle(&self) -> Option<Solution> {
        let spread = self.common.pattern == Some(DeploymentPattern::Distributed);
        let mut before = self.before();
        let mut solution = self.search(&self.common.weights, &before)?;
        for _ in 1..MOST_SEARCHES {
            let moved = solution
                .sites
                .iter()
                .zip(&before)
                .any(|(now, before)| Some(*now) != *before);
            if !moved || (solution.is_proven() && !spread) {
                break;
            }
            before = solution.sites.iter().copied().map(Some).collect();
            solution = self.search(&self.common.weights, &before)?;
        }
        Some(solution)
    }

    fn search(&self, weights: &Weights, before: &[Option<usize>]) -> Option<Solution> {
        let mut problem = self.assignment(weights, before);
        let (work, least, most) = STEPS;
        let size = (problem.items() * problem.sites()).max(1);
        let steps = u32::try_from((work / size).clamp(least, most)).unwrap_or(u32::MAX);
        if self.common.pattern != Some(DeploymentPattern::Distributed) {
            return assignment::solve(&problem, steps);
        }
        let together = assignment::solve(&problem, steps)?;
        problem.allowance = [u32::MAX; GROUPS];
        let spread = (1..u32::try_from(problem.items()).unwrap_or(u32::MAX)).find_map(|most| {
            problem.most_together = most;
            assignment::solve(&problem, steps)
        });
        Some(spread.unwrap_or(together))
    }

    /// The problem in numbers.
    fn assignment(&self, weights: &Weights, before: &[Option<usize>]) -> assignment::Problem {
        let rooms = self
            .sites
            .iter()
            .map(|site| site.room.left(self.enforced))
            .collect();
        let items = self.items.iter().map(|item| (item.most(), item.group()));
        let mut problem = assignment::Problem::new(items, rooms);
        let ranges = self.ranges();
        let staying = STAYING / self.items.len().max(1) as f64;
        for (index, item) in self.items.iter().enumerate() {
            for (position, site) in self.sites.iter().enumerate() {
                if !self.fits(index, position) {
                    continue;
                }
                let parts = self.values.parts(index, position, &ranges);
                let stays = before.get(index) == Some(&Some(position));
                let bonus = if stays { staying } else { 0.0 };
                let edge = self.belongs_at_edge(item);
                let choice = Choice {
                    points: to_points(weights.total(&parts) + bonus),
                    misplaced: (item.edge == EdgeWish::Central && site.is_edge())
                        || (edge && !site.is_edge()),
                    price: self.values.hourly(index, position),
                };
                problem.offer(index, position, choice);
            }
        }
        problem.allowance = std::array::from_fn(|group| self.sites_before(group, before));
        problem.budget = self.budget();
        problem.start = before.to_vec();
        problem
    }

    /// Sites that a group ran on before, at least one.
    fn sites_before(&self, group: usize, before: &[Option<usize>]) -> u32 {
        let members = self.items.iter().zip(before);
        let sites: BTreeSet<_> = members
            .filter(|(item, _)| item.group() == group)
            .filter_map(|(_, site)| *site)
            .collect();
        u32::try_from(sites.len()).unwrap_or(u32::MAX).max(1)
    }

    fn budget(&self) -> Money {
        let enforced = self.enforced.contains(Constraint::Budget);
        let budget = self.common.budget.filter(|_| enforced);
        budget.unwrap_or(Money::MAX)
    }

    /// The ranges of cost and power over the sites where each item fits.
    fn ranges(&self) -> Ranges {
        self.values.ranges(
            (0..self.items.len())
                .map(|item| (0..self.sites.len()).filter(move |site| self.fits(item, *site))),
        )
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a total score lies between 0 and 2"
)]
fn to_points(total: f64) -> i64 {
    (total * POINTS).round() as i64
}
