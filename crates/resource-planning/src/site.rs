//! Clusters as the planner sees them: room as integers, prices and power checked, latency to where the intent points.

use std::collections::BTreeMap;

use kube::ResourceExt;
use nephoran_api::{
    CloudProvider, ClusterFeature, ClusterNodes, LOCAL_CLUSTER, PlacementRequest, TargetCluster,
    TargetClusterSpec,
};

use crate::PlanError;
use crate::capacity::{Capacity, Room};
use crate::constraint::Constraints;
use crate::cost::Prices;
use crate::energy::PowerPerCpu;
use crate::held::{Held, Quota};
use crate::reach::Reach;

/// A TargetCluster by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Name of the TargetCluster.
    pub name: String,
    /// What it offers.
    pub spec: TargetClusterSpec,
    /// What its nodes offer and what Pods ask of them, if that is known.
    pub nodes: Option<ClusterNodes>,
}

impl From<&TargetCluster> for Cluster {
    fn from(object: &TargetCluster) -> Self {
        Self {
            name: object.name_any(),
            spec: object.spec.clone(),
            nodes: object
                .status
                .as_ref()
                .and_then(|status| status.nodes.clone()),
        }
    }
}

/// What functions use: millicores, bytes, bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Use {
    pub(crate) cpu: u128,
    pub(crate) memory: u128,
    pub(crate) storage: u128,
}

impl Use {
    pub(crate) const fn plus(self, other: Self) -> Self {
        Self {
            cpu: self.cpu + other.cpu,
            memory: self.memory + other.memory,
            storage: self.storage + other.storage,
        }
    }
}

/// A cluster that may take part.
#[derive(Debug, Clone)]
pub(crate) struct Site<'a> {
    pub(crate) name: &'a str,
    pub(crate) spec: &'a TargetClusterSpec,
    pub(crate) room: Room,
    pub(crate) prices: Prices,
    pub(crate) power: PowerPerCpu,
    /// Distinct zones it lists; 0 when it lists none.
    pub(crate) zones: u32,
    pub(crate) latency_ms: Option<f64>,
    /// What keeps it out of reach.
    pub(crate) outside: Constraints,
}

impl Site<'_> {
    pub(crate) fn is_edge(&self) -> bool {
        self.spec.provider == CloudProvider::Edge
    }
}

/// The clusters by whether the intent's own words and limits leave them, each list by name.
#[derive(Debug)]
pub(crate) struct Sites<'a> {
    pub(crate) in_reach: Vec<Site<'a>>,
    /// Those that only a refusal looks at: what cannot be read or is priced in another currency is not among them.
    pub(crate) beyond: Vec<Site<'a>>,
}

/// What others leave on the clusters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taken<'a> {
    pub(crate) held: &'a Held,
    pub(crate) quotas: &'a BTreeMap<String, Quota>,
}

/// The cluster that is assumed when no TargetCluster exists: unlimited, with every hardware, of unknown region and zones.
pub(crate) fn assumed() -> Cluster {
    Cluster {
        name: LOCAL_CLUSTER.to_owned(),
        spec: TargetClusterSpec {
            features: vec![
                ClusterFeature::Sriov,
                ClusterFeature::Hugepages1Gi,
                ClusterFeature::Ptp,
            ],
            ..TargetClusterSpec::default()
        },
        nodes: None,
    }
}

/// Sorts the clusters by what is in reach.
pub(crate) fn select<'a>(
    clusters: &'a [Cluster],
    reach: &Reach<'_>,
    taken: Taken<'_>,
) -> Result<Sites<'a>, PlanError> {
    reach.check(clusters)?;
    let mut by_name: Vec<&Cluster> = clusters.iter().collect();
    by_name.sort_by(|one, other| one.name.cmp(&other.name));
    let mut sites = Sites {
        in_reach: Vec::new(),
        beyond: Vec::new(),
    };
    let mut unreadable = None;
    for cluster in by_name {
        match (
            site(cluster, reach, taken),
            reach.outside(cluster).is_empty(),
        ) {
            (site, true) => sites.in_reach.push(site?),
            (Ok(site), false) => sites.beyond.push(site),
            (Err(error), false) => unreadable = unreadable.or(Some(error)),
        }
    }
    if sites.in_reach.is_empty() && sites.beyond.is_empty() {
        unreadable.map_or(Ok(()), Err)?;
    }
    let mut currencies: Vec<_> = sites
        .in_reach
        .iter()
        .map(|site| site.prices.currency.clone())
        .collect();
    currencies.sort();
    currencies.dedup();
    if currencies.len() > 1 {
        return Err(PlanError::CurrencyMixed(currencies));
    }
    let currency = currencies
        .pop()
        .or_else(|| Some(sites.beyond.first()?.prices.currency.clone()));
    sites
        .beyond
        .retain(|site| Some(&site.prices.currency) == currency.as_ref());
    Ok(sites)
}

fn site<'a>(
    cluster: &'a Cluster,
    reach: &Reach<'_>,
    taken: Taken<'_>,
) -> Result<Site<'a>, PlanError> {
    let spec = &cluster.spec;
    let mut zones: Vec<_> = spec.zones.iter().collect();
    zones.sort();
    zones.dedup();
    let quota = taken.quotas.get(&cluster.name).copied();
    Ok(Site {
        name: &cluster.name,
        spec,
        room: Room {
            capacity: Capacity::of(cluster)?,
            held: taken.held.room(&cluster.name),
            quota: quota.unwrap_or_default(),
        },
        prices: Prices::of(&cluster.name, spec)?,
        power: PowerPerCpu::of(&cluster.name, spec)?,
        zones: u32::try_from(zones.len()).unwrap_or(u32::MAX),
        latency_ms: latency(cluster, reach.request)?,
        outside: reach.outside(cluster),
    })
}

/// Latency to the zone or region the intent names when the cluster lists it, else to the nearest site it lists.
fn latency(cluster: &Cluster, request: &PlacementRequest) -> Result<Option<f64>, PlanError> {
    let listed = &cluster.spec.latency_ms;
    if let Some((site, latency)) = listed
        .iter()
        .find(|(_, latency)| !(latency.is_finite() && **latency >= 0.0))
    {
        let field = format!("TargetCluster {} spec.latencyMs.{site}", cluster.name);
        return Err(PlanError::value(
            field,
            latency,
            "give milliseconds, 0 or more",
        ));
    }
    let named = [&request.zone, &request.region]
        .into_iter()
        .flatten()
        .find_map(|site| listed.get(site));
    Ok(named
        .copied()
        .or_else(|| listed.values().copied().reduce(f64::min)))
}
