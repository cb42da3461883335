//! A conflict in words: each constraint with its numbers and what to change, in a fixed order.

use super::Problem;
use super::conflict::cheapest;
use crate::admission;
use crate::assignment::Amounts as Needs;
use crate::constraint::{Constraint, Constraints};
use crate::cost::{decimal, monthly};
use crate::hardware;
use crate::site::Site;

/// Functions, and clusters per constraint, that a refusal lists.
const MOST_LISTED: usize = 5;

/// A conflict about to be told.
pub(super) struct Words<'p, 'a> {
    problem: &'p Problem<'a>,
    conflict: Constraints,
    /// The first function that fits nowhere by itself; none when only all of them together do not fit.
    homeless: Option<usize>,
}

impl<'p, 'a> Words<'p, 'a> {
    pub(super) fn new(problem: &'p Problem<'a>, conflict: Constraints) -> Self {
        let mut rows = problem.broken.iter();
        let homeless = rows.position(|row| row.iter().all(|broken| broken.meets(conflict)));
        Self {
            problem,
            conflict,
            homeless,
        }
    }

    /// A sentence per constraint.
    pub(super) fn all(&self) -> Vec<String> {
        let constraints = self.conflict.iter();
        constraints
            .filter(|constraint| *constraint != Constraint::Held)
            .map(|constraint| self.sentence(constraint))
            .collect()
    }

    /// Every function that nothing admits.
    pub(super) fn admission(&self) -> Vec<String> {
        let denied = self
            .problem
            .items
            .iter()
            .enumerate()
            .filter_map(|(item, of)| {
                let row = self.problem.broken.get(item)?;
                let everywhere = row.iter().all(|broken| broken.meets(self.conflict));
                everywhere.then(|| {
                    let clusters = self.clusters(Constraint::Admission, Some(item));
                    format!("{} fits no cluster ({clusters})", of.name)
                })
            });
        shortened(denied.collect(), "functions")
    }

    fn sentence(&self, constraint: Constraint) -> String {
        let reach = self.problem.common.reach;
        let keeps = |what: &str, cure: &str| {
            format!(
                "{what} leaves out {}; {cure}",
                self.clusters(constraint, self.homeless)
            )
        };
        match constraint {
            Constraint::Cluster => {
                let name = reach.request.cluster.as_deref().unwrap_or_default();
                keeps(
                    &format!("the named cluster {name}"),
                    "name another cluster or none",
                )
            }
            Constraint::Region => {
                let region = reach.request.region.as_deref().unwrap_or_default();
                keeps(
                    &format!("the named region {region}"),
                    "name another region or none",
                )
            }
            Constraint::Zone => {
                let zone = reach.request.zone.as_deref().unwrap_or_default();
                keeps(
                    &format!("the named zone {zone}"),
                    "name another zone or none",
                )
            }
            Constraint::AllowedRegions => {
                let regions = reach.limits.allowed_regions.join(", ");
                keeps(
                    &format!("the limit to regions {regions}"),
                    "extend allowedRegions, or add a TargetCluster there",
                )
            }
            Constraint::DeniedRegions => {
                let regions = reach.limits.denied_regions.join(", ");
                keeps(
                    &format!("the ban of regions {regions}"),
                    "shorten deniedRegions, or add a TargetCluster elsewhere",
                )
            }
            Constraint::Latency => {
                let target = self.problem.common.latency_ms.unwrap_or_default();
                keeps(
                    &format!("the latency target of {target} ms"),
                    "raise the target, or add a nearer TargetCluster",
                )
            }
            Constraint::Zones => keeps(
                &format!("the availability of {}", self.subject()),
                "lower the availability, correct spec.zones, or add a TargetCluster",
            ),
            Constraint::Features => keeps(
                &format!("the hardware of {}", self.subject()),
                "ask for less throughput, correct spec.features, or add a TargetCluster",
            ),
            Constraint::Admission => keeps("admission", "change spec.admission of a TargetCluster"),
            Constraint::Quota => self.room(
                &[Constraint::Quota],
                "raise the ResourceQuota of the namespace or ask for less",
            ),
            Constraint::Held | Constraint::Capacity => self.room(
                &[Constraint::Capacity, Constraint::Held],
                "ask for less, raise spec.capacity, free room or add a TargetCluster",
            ),
            Constraint::Budget => self.budget(),
            Constraint::Edge | Constraint::ListedZones => String::new(),
        }
    }

    fn subject(&self) -> &str {
        let item = self.homeless.and_then(|item| self.problem.items.get(item));
        item.map_or("the functions", |item| item.name.as_str())
    }

    /// The clusters that a constraint leaves out, each with what it says of itself.
    fn clusters(&self, constraint: Constraint, item: Option<usize>) -> String {
        let alone = Constraints::of(&[constraint]);
        let sites = self.problem.sites.iter().enumerate();
        let list = sites.filter_map(|(site, of)| {
            let items = 0..self.problem.items.len();
            let item = items
                .filter(|index| item.is_none_or(|item| item == *index))
                .find(|index| self.is_broken(*index, site, alone))?;
            Some(format!("{}{}", of.name, self.detail(constraint, item, of)))
        });
        shortened(list.collect(), "clusters").join(", ")
    }

    fn is_broken(&self, item: usize, site: usize, constraints: Constraints) -> bool {
        let broken = self.problem.broken.get(item).and_then(|row| row.get(site));
        broken.is_some_and(|broken| broken.meets(constraints))
    }

    /// Whether the function in question, or any of all, may be on a site.
    fn holds_any(&self, site: usize, constraints: Constraints) -> bool {
        (0..self.problem.items.len())
            .filter(|item| self.homeless.is_none_or(|homeless| homeless == *item))
            .any(|item| !self.is_broken(item, site, constraints))
    }

    fn detail(&self, constraint: Constraint, item: usize, site: &Site<'_>) -> String {
        let Some(item) = self.problem.items.get(item) else {
            return String::new();
        };
        let common = &self.problem.common;
        let detail = match constraint {
            Constraint::Region | Constraint::AllowedRegions | Constraint::DeniedRegions => site
                .spec
                .region
                .clone()
                .unwrap_or_else(|| "of no region".to_owned()),
            Constraint::Zone if site.spec.zones.is_empty() => "of no zone".to_owned(),
            Constraint::Zone => site.spec.zones.join(" "),
            Constraint::Latency => format!("{} ms", site.latency_ms.unwrap_or_default()),
            Constraint::Zones => format!("lists {} of {} zones", site.zones, item.zones),
            Constraint::Features => {
                let missing = item.features.iter();
                let missing = missing.filter(|feature| !site.spec.features.contains(feature));
                format!("without {}", hardware::spelled(missing))
            }
            Constraint::Admission => admission::refusal(
                site.spec.admission.as_ref(),
                common.namespace,
                item.function_type,
                item.replicas.max,
            )
            .unwrap_or_default(),
            _ => String::new(),
        };
        if detail.is_empty() {
            detail
        } else if constraint == Constraint::Admission {
            format!(": {detail}")
        } else {
            format!(" ({detail})")
        }
    }

    /// Where room is short: for the function that fits nowhere, or for all of them on one cluster that some may be on.
    fn room(&self, constraints: &[Constraint], cure: &str) -> String {
        let kept: Vec<_> = constraints
            .iter()
            .copied()
            .filter(|constraint| self.conflict.contains(*constraint))
            .collect();
        let enforced = Constraints::of(&kept);
        let items = self.problem.items.iter().enumerate();
        let needed = items
            .filter(|(index, _)| self.homeless.is_none_or(|item| item == *index))
            .fold([0_u64; 4], |sum: Needs, (_, item)| {
                let most = item.most();
                std::array::from_fn(|index| sum[index].saturating_add(most[index]))
            });
        let others = kept
            .iter()
            .fold(self.conflict, |rest, one| rest.without(*one));
        let sites = self.problem.sites.iter().enumerate();
        let short = sites
            .filter(|(site, _)| self.holds_any(*site, others))
            .filter_map(|(_, site)| {
                let shortage = site.room.shortage(&needed, enforced);
                (!shortage.is_empty()).then(|| format!("{}: {shortage}", site.name))
            });
        let short = shortened(short.collect(), "clusters").join("; ");
        if self.homeless.is_some() {
            format!("{} fits no cluster ({short}); {cure}", self.subject())
        } else {
            format!(
                "no way was found to fit all functions together, on one cluster or several ({short}); {cure}"
            )
        }
    }

    fn budget(&self) -> String {
        let currency = self.problem.sites.first();
        let currency = currency.map_or("", |site| site.prices.currency.as_str());
        let limits = self.problem.common.reach.limits;
        let most = limits.max_monthly_cost.unwrap_or_default();
        let unlimited = self.conflict.without(Constraint::Budget);
        let cheapest = cheapest(self.problem, unlimited)
            .map_or_else(String::new, |hourly| decimal(monthly(hourly)).to_string());
        format!(
            "the cheapest placement costs {cheapest} {currency} a month and at most {most} are allowed; raise maxMonthlyCost or ask for less"
        )
    }
}

fn shortened(mut list: Vec<String>, what: &str) -> Vec<String> {
    if list.len() > MOST_LISTED {
        let rest = list.split_off(MOST_LISTED).len();
        list.push(format!("and {rest} more {what}"));
    }
    list
}
