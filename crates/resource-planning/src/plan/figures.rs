//! Where everything runs and what it costs, as the plan says it.

use std::collections::BTreeMap;

use nephoran_api::{Cost, CostAlternative, Placement, PlanAlternative};

use crate::cost::{Money, decimal, monthly};
use crate::placement::{Item, Placed};
use crate::site::Site;

pub(super) fn placements(items: &[Item], sites: &[Site<'_>], placed: &Placed) -> Vec<Placement> {
    items
        .iter()
        .zip(&placed.sites)
        .zip(&placed.reasons)
        .filter_map(|((item, site), reason)| {
            let cluster = sites.get(*site)?.name.to_owned();
            Some(Placement {
                component: item.name.clone(),
                cluster,
                reason: reason.clone(),
            })
        })
        .collect()
}

pub(super) fn cost(items: &[Item], sites: &[Site<'_>], placed: &Placed) -> Cost {
    let mut per_component = BTreeMap::new();
    let mut per_cluster: BTreeMap<String, Money> = BTreeMap::new();
    for (item, site) in items.iter().zip(&placed.sites) {
        let Some(site) = sites.get(*site) else {
            continue;
        };
        let cost = site.prices.hourly(&item.amounts, item.replicas.desired);
        per_component.insert(item.name.clone(), decimal(cost));
        let sum = per_cluster.entry(site.name.to_owned()).or_default();
        *sum = sum.saturating_add(cost);
    }
    let elsewhere = placed.elsewhere.iter().filter_map(|(site, hourly)| {
        Some(CostAlternative {
            cluster: sites.get(*site)?.name.to_owned(),
            hourly: decimal(*hourly),
        })
    });
    Cost {
        currency: sites
            .first()
            .map(|site| site.prices.currency.clone())
            .unwrap_or_default(),
        hourly: decimal(placed.totals.hourly),
        monthly: decimal(monthly(placed.totals.hourly)),
        per_component,
        per_cluster: per_cluster
            .into_iter()
            .map(|(cluster, cost)| (cluster, decimal(cost)))
            .collect(),
        alternatives: elsewhere.collect(),
    }
}

pub(super) fn alternatives(sites: &[Site<'_>], placed: &Placed) -> Vec<PlanAlternative> {
    let alternatives = placed.alternatives.iter().map(|alternative| {
        let mut clusters: BTreeMap<String, u32> = BTreeMap::new();
        for site in alternative.sites.iter().filter_map(|site| sites.get(*site)) {
            *clusters.entry(site.name.to_owned()).or_default() += 1;
        }
        PlanAlternative {
            clusters,
            hourly: decimal(alternative.hourly),
            score: alternative.score,
        }
    });
    alternatives.collect()
}
