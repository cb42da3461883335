//! What each function is worth on each cluster: its cost, its power and its parts of the score, by themselves.

use crate::capacity::Room;
use crate::cost::Money;
use crate::energy::Power;
use crate::score::{self, Parts};
use crate::site::Site;

use super::{Item, Needs};

/// The least and the most that all functions cost and draw.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Scale {
    cost: (Money, Money),
    power: (Power, Power),
}

impl Scale {
    /// A scale on which two plans can be compared.
    pub(crate) fn covering(self, other: Self) -> Self {
        let range = |one: (u64, u64), other: (u64, u64)| (one.0.min(other.0), one.1.max(other.1));
        Self {
            cost: range(self.cost, other.cost),
            power: range(self.power, other.power),
        }
    }
}

/// The scale of a problem, and of each of its items.
#[derive(Debug, Clone, Default)]
pub(super) struct Ranges {
    pub(super) all: Scale,
    items: Vec<Scale>,
}

/// A placement in sums over its functions.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Totals {
    pub(crate) hourly: Money,
    pub(crate) power: Power,
    latency: f64,
    throughput: f64,
    reliability: f64,
}

impl Totals {
    /// The parts of its score.
    pub(crate) fn parts(&self, scale: &Scale) -> Parts {
        Parts {
            cost: score::saved(self.hourly, scale.cost),
            energy: score::saved(self.power, scale.power),
            latency: self.latency,
            throughput: self.throughput,
            reliability: self.reliability,
        }
    }
}

/// By item and site: what one is worth on the other.
#[derive(Debug)]
pub(super) struct Values {
    sites: usize,
    values: Vec<Totals>,
}

impl Values {
    pub(super) fn of(items: &[Item], sites: &[Site<'_>]) -> Self {
        let count = items.len().max(1) as f64;
        let mut values = Vec::with_capacity(items.len() * sites.len());
        for item in items {
            let alike = items.iter().filter(|other| other.group() == item.group());
            let all_as_large = times(item.most(), alike.count() as u64);
            for site in sites {
                values.push(Totals {
                    hourly: site.prices.hourly(&item.amounts, item.replicas.desired),
                    power: site.power.draw(&item.amounts, item.replicas.desired),
                    latency: score::latency(site.latency_ms) / count,
                    throughput: head_room(&site.room, &all_as_large) / count,
                    reliability: score::reliability(item.replicas.desired, site.zones) / count,
                });
            }
        }
        Self {
            sites: sites.len(),
            values,
        }
    }

    fn get(&self, item: usize, site: usize) -> Totals {
        let value = self.values.get(item * self.sites + site);
        value.copied().unwrap_or_default()
    }

    pub(super) fn hourly(&self, item: usize, site: usize) -> Money {
        self.get(item, site).hourly
    }

    /// What an item on a site adds to the parts of a score.
    pub(super) fn parts(&self, item: usize, site: usize, ranges: &Ranges) -> Parts {
        let value = self.get(item, site);
        let of = ranges.items.get(item).copied().unwrap_or_default();
        let share = |this: u64, of: (u64, u64), (least, most): (u64, u64)| {
            if most <= least {
                0.0
            } else {
                of.1.saturating_sub(this) as f64 / (most - least) as f64
            }
        };
        Parts {
            cost: share(value.hourly, of.cost, ranges.all.cost),
            energy: share(value.power, of.power, ranges.all.power),
            latency: value.latency,
            throughput: value.throughput,
            reliability: value.reliability,
        }
    }

    /// The sums of an assignment.
    pub(super) fn totals(&self, sites: &[usize]) -> Totals {
        let values = sites.iter().enumerate();
        values.fold(Totals::default(), |sum, (item, site)| {
            let value = self.get(item, *site);
            Totals {
                hourly: sum.hourly.saturating_add(value.hourly),
                power: sum.power.saturating_add(value.power),
                latency: sum.latency + value.latency,
                throughput: sum.throughput + value.throughput,
                reliability: sum.reliability + value.reliability,
            }
        })
    }

    /// The ranges over the sites of each item. An item without a site adds nothing.
    pub(super) fn ranges<S: Iterator<Item = usize>>(
        &self,
        sites: impl Iterator<Item = S>,
    ) -> Ranges {
        let mut ranges = Ranges::default();
        for (item, sites) in sites.enumerate() {
            let range = sites
                .map(|site| {
                    let Totals { hourly, power, .. } = self.get(item, site);
                    Scale {
                        cost: (hourly, hourly),
                        power: (power, power),
                    }
                })
                .reduce(Scale::covering)
                .unwrap_or_default();
            let plus = |sum: (u64, u64), more: (u64, u64)| {
                (sum.0.saturating_add(more.0), sum.1.saturating_add(more.1))
            };
            ranges.all = Scale {
                cost: plus(ranges.all.cost, range.cost),
                power: plus(ranges.all.power, range.power),
            };
            ranges.items.push(range);
        }
        ranges
    }
}

/// The share of a cluster that stays free beside `needs`.
fn head_room(room: &Room, needs: &Needs) -> f64 {
    score::throughput(room.share(needs))
}

fn times(needs: Needs, count: u64) -> Needs {
    needs.map(|need| need.saturating_mul(count))
}
