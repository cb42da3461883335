//! Step 7, placement: which cluster each function runs on.
//!
//! Functions stay together on the best cluster that holds them all; only when none does are they split, by a search
//! over all assignments that gives up after a fixed number of steps. A cluster's capacity is never exceeded, counting
//! the most replicas an autoscaler may start. Constraints are relaxed in one declared order, and that is reported.

mod report;
mod search;

use std::collections::BTreeSet;

use nephoran_api::{ClusterFeature, DeploymentPattern, Relaxation, Replicas, Score};
use nephoran_telecom::NetworkFunctionType;

use crate::PlanError;
use crate::admission;
use crate::cost::Money;
use crate::score::{self, Weights};
use crate::site::{Site, Use};
use crate::sizing::Amounts;

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
    fn most(&self) -> Use {
        Use::of(&self.amounts, self.replicas.max)
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
}

/// What is enforced; the order of [`RELAXATION_ORDER`] is the only way constraints are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Enforced {
    edge: bool,
    /// A cluster that lists no zones does not count as having enough.
    zones: bool,
}

/// First the edge goes, then the proof of zones. A cluster that lists too few zones is never accepted.
const RELAXATION_ORDER: [Enforced; 3] = [
    Enforced {
        edge: true,
        zones: true,
    },
    Enforced {
        edge: false,
        zones: true,
    },
    Enforced {
        edge: false,
        zones: false,
    },
];

/// Where everything runs.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    /// By item: position of its site.
    pub(crate) sites: Vec<usize>,
    /// By item: why there.
    pub(crate) reasons: Vec<String>,
    pub(crate) score: Score,
    /// Other sites that hold everything, with the hourly cost there, cheapest first.
    pub(crate) alternatives: Vec<(usize, Money)>,
    pub(crate) relaxed: Vec<Relaxation>,
}

/// The problem as a whole.
struct Problem<'a> {
    items: &'a [Item],
    sites: &'a [Site<'a>],
    common: Common<'a>,
    enforced: Enforced,
    /// By item, by site: why it does not fit; `None` when it does.
    unfit: Vec<Vec<Option<Unfit>>>,
}

/// Why an item does not fit a site, whatever else runs there.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Unfit {
    Admission(String),
    Capacity(String),
    Other(String),
}

/// Places every item.
pub(crate) fn place(
    items: &[Item],
    sites: &[Site<'_>],
    common: Common<'_>,
) -> Result<Placed, PlanError> {
    let mut last = None;
    for enforced in RELAXATION_ORDER {
        let problem = Problem::new(items, sites, common, enforced);
        if let Some(assignment) = problem.solve() {
            return Ok(report::placed(&problem, assignment));
        }
        last = Some(problem);
    }
    Err(last.map_or(PlanError::NothingRequested, |problem| {
        report::infeasible(&problem)
    }))
}

impl<'a> Problem<'a> {
    fn new(
        items: &'a [Item],
        sites: &'a [Site<'a>],
        common: Common<'a>,
        enforced: Enforced,
    ) -> Self {
        let mut problem = Self {
            items,
            sites,
            common,
            enforced,
            unfit: Vec::new(),
        };
        problem.unfit = items
            .iter()
            .map(|item| sites.iter().map(|site| problem.unfit(item, site)).collect())
            .collect();
        problem
    }

    fn unfit(&self, item: &Item, site: &Site<'_>) -> Option<Unfit> {
        let refusal = admission::refusal(
            site.spec.admission.as_ref(),
            self.common.namespace,
            item.function_type,
            item.replicas.max,
        );
        if let Some(refusal) = refusal {
            return Some(Unfit::Admission(refusal));
        }
        let missing: Vec<_> = item
            .features
            .iter()
            .filter(|feature| !site.spec.features.contains(feature))
            .map(|feature| format!("{feature:?}"))
            .collect();
        if !missing.is_empty() {
            return Some(Unfit::Other(format!(
                "its nodes do not offer {}",
                missing.join(", ")
            )));
        }
        let unproven = site.zones == 0 && !self.enforced.zones;
        if site.zones < item.zones && !unproven {
            return Some(Unfit::Other(format!(
                "it lists {} zones, {} are needed",
                site.zones, item.zones
            )));
        }
        if self.enforced.edge && self.belongs_at_edge(item) && !site.is_edge() {
            return Some(Unfit::Other("it is no edge site".to_owned()));
        }
        if let (Some(latency), Some(target)) = (site.latency_ms, self.common.latency_ms)
            && latency > target
        {
            return Some(Unfit::Other(format!(
                "its latency of {latency} ms exceeds the target of {target} ms"
            )));
        }
        let most = item.most();
        (!site.capacity.holds(most)).then(|| {
            Unfit::Capacity(format!(
                "needs {} of {}",
                most.words(),
                site.capacity.words()
            ))
        })
    }

    /// Whether the edge is wanted and, unless the intent insists, on offer.
    fn belongs_at_edge(&self, item: &Item) -> bool {
        match item.edge {
            EdgeWish::Asked => true,
            EdgeWish::WhenOffered => self.sites.iter().any(Site::is_edge),
            EdgeWish::Indifferent | EdgeWish::Central => false,
        }
    }

    fn fits(&self, item: usize, site: usize) -> bool {
        self.unfit
            .get(item)
            .and_then(|row| row.get(site))
            .is_some_and(Option::is_none)
    }

    /// What some items use together when every autoscaler is at its most.
    fn most(&self, items: &[usize]) -> Use {
        let items = items.iter().filter_map(|item| self.items.get(*item));
        items.fold(Use::default(), |sum, item| sum.plus(item.most()))
    }

    /// Hourly cost of some items on one site.
    fn hourly(&self, items: &[usize], site: usize) -> Money {
        let Some(site) = self.sites.get(site) else {
            return 0;
        };
        items
            .iter()
            .filter_map(|item| self.items.get(*item))
            .map(|item| site.prices.hourly(&item.amounts, item.replicas.desired))
            .sum()
    }

    /// The cheapest and the dearest way to place some items, each on its own.
    fn cost_range(&self, items: &[usize]) -> (Money, Money) {
        items.iter().fold((0, 0), |(cheapest, dearest), item| {
            let costs = (0..self.sites.len())
                .filter(|site| self.fits(*item, *site))
                .map(|site| self.hourly(&[*item], site));
            let (least, most) = costs.fold((Money::MAX, 0), |(least, most), cost| {
                (least.min(cost), most.max(cost))
            });
            if most < least {
                (cheapest, dearest)
            } else {
                (cheapest + least, dearest + most)
            }
        })
    }

    /// The score of an assignment of some items; `used` says what is used on a site, `range` is their cost range.
    fn score(
        &self,
        assignment: &[(usize, usize)],
        used: impl Fn(usize) -> Use,
        range: (Money, Money),
    ) -> Score {
        let mut hourly = 0;
        let (mut performance, mut reliability) = (0.0, 0.0);
        for (item, site) in assignment {
            hourly += self.hourly(&[*item], *site);
            let (Some(item), Some(place)) = (self.items.get(*item), self.sites.get(*site)) else {
                continue;
            };
            let share = place.capacity.share(used(*site));
            performance += score::performance(place.latency_ms, share);
            reliability += score::reliability(item.replicas.desired, place.zones);
        }
        let count = assignment.len().max(1) as f64;
        let cost = score::cost(hourly, range.0, range.1);
        self.common
            .weights
            .score(cost, performance / count, reliability / count)
    }
}
