//! Clusters as the planner sees them: capacity as integers, prices checked, latency to where the intent points.

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use nephoran_api::{
    CloudProvider, LOCAL_CLUSTER, PlacementRequest, Relaxation, TargetClusterSpec, quantity,
};

use crate::PlanError;
use crate::cost::Prices;
use crate::sizing::{Amounts, bytes};

/// A TargetCluster by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Name of the TargetCluster.
    pub name: String,
    /// What it offers.
    pub spec: TargetClusterSpec,
}

/// What functions use, or a cluster offers: millicores, bytes, bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Use {
    pub(crate) cpu: u128,
    pub(crate) memory: u128,
    pub(crate) storage: u128,
}

impl Use {
    pub(crate) fn of(amounts: &Amounts, replicas: u32) -> Self {
        let times = |one: u64| u128::from(one) * u128::from(replicas);
        Self {
            cpu: times(amounts.cpu_millicores),
            memory: times(amounts.memory_bytes),
            storage: times(amounts.storage_bytes),
        }
    }

    pub(crate) const fn plus(self, other: Self) -> Self {
        Self {
            cpu: self.cpu + other.cpu,
            memory: self.memory + other.memory,
            storage: self.storage + other.storage,
        }
    }

    pub(crate) fn words(self) -> String {
        let narrow = |value: u128| u64::try_from(value).unwrap_or(u64::MAX);
        let volume = if self.storage == 0 {
            String::new()
        } else {
            format!(", storage {}", bytes(narrow(self.storage)).0)
        };
        format!(
            "cpu {}, memory {}{volume}",
            quantity::from_millicores(narrow(self.cpu)).0,
            bytes(narrow(self.memory)).0
        )
    }
}

/// What a cluster offers in total; `None` is unlimited.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Capacity {
    cpu: Option<u128>,
    memory: Option<u128>,
    storage: Option<u128>,
}

impl Capacity {
    fn each(self, used: Use) -> [(Option<u128>, u128); 3] {
        [
            (self.cpu, used.cpu),
            (self.memory, used.memory),
            (self.storage, used.storage),
        ]
    }

    pub(crate) fn holds(self, used: Use) -> bool {
        self.each(used)
            .into_iter()
            .all(|(offered, used)| offered.is_none_or(|offered| used <= offered))
    }

    /// The used share of the scarcest resource, 0 to 1.
    pub(crate) fn share(self, used: Use) -> f64 {
        let shares = self.each(used).into_iter().filter_map(|(offered, used)| {
            let offered = offered?;
            Some(if used == 0 {
                0.0
            } else {
                used as f64 / offered.max(1) as f64
            })
        });
        shares.fold(0.0, f64::max)
    }

    pub(crate) fn words(self) -> String {
        let narrow = |value: u128| u64::try_from(value).unwrap_or(u64::MAX);
        let cpu = self
            .cpu
            .map(|cpu| format!("cpu {}", quantity::from_millicores(narrow(cpu)).0));
        let memory = self
            .memory
            .map(|memory| format!("memory {}", bytes(narrow(memory)).0));
        let storage = self
            .storage
            .map(|storage| format!("storage {}", bytes(narrow(storage)).0));
        let parts: Vec<_> = [cpu, memory, storage].into_iter().flatten().collect();
        if parts.is_empty() {
            "no limit".to_owned()
        } else {
            parts.join(", ")
        }
    }
}

/// A cluster that takes part.
#[derive(Debug, Clone)]
pub(crate) struct Site<'a> {
    pub(crate) name: &'a str,
    pub(crate) spec: &'a TargetClusterSpec,
    pub(crate) capacity: Capacity,
    pub(crate) prices: Prices,
    /// Distinct zones it lists; 0 when it lists none.
    pub(crate) zones: u32,
    pub(crate) latency_ms: Option<f64>,
}

impl<'a> Site<'a> {
    fn of(cluster: &'a Cluster, request: &PlacementRequest) -> Result<Self, PlanError> {
        let spec = &cluster.spec;
        let mut zones: Vec<_> = spec.zones.iter().collect();
        zones.sort();
        zones.dedup();
        Ok(Self {
            name: &cluster.name,
            spec,
            capacity: capacity(cluster)?,
            prices: Prices::of(&cluster.name, spec)?,
            zones: u32::try_from(zones.len()).unwrap_or(u32::MAX),
            latency_ms: latency(cluster, request)?,
        })
    }

    pub(crate) fn is_edge(&self) -> bool {
        self.spec.provider == CloudProvider::Edge
    }
}

fn capacity(cluster: &Cluster) -> Result<Capacity, PlanError> {
    type Parse = fn(&Quantity) -> Result<u64, quantity::InvalidQuantity>;
    let read = |field: &str, text: &Option<Quantity>, parse: Parse| {
        let Some(text) = text else { return Ok(None) };
        parse(text)
            .map(|value| Some(u128::from(value)))
            .map_err(|error| {
                PlanError::value(
                    format!("TargetCluster {} spec.capacity.{field}", cluster.name),
                    &text.0,
                    error.to_string(),
                )
            })
    };
    let Some(offered) = &cluster.spec.capacity else {
        return Ok(Capacity::default());
    };
    Ok(Capacity {
        cpu: read("cpu", &offered.cpu, quantity::millicores)?,
        memory: read("memory", &offered.memory, quantity::bytes)?,
        storage: read("storage", &offered.storage, quantity::bytes)?,
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

/// The cluster that is assumed when no TargetCluster exists: unlimited, of unknown region and zones.
pub(crate) fn assumed() -> Cluster {
    Cluster {
        name: LOCAL_CLUSTER.to_owned(),
        spec: TargetClusterSpec::default(),
    }
}

/// The clusters the intent's own words leave, by name; `assumed` says that no TargetCluster exists.
pub(crate) fn select<'a>(
    clusters: &'a [Cluster],
    assumed: bool,
    request: &PlacementRequest,
    relaxed: &mut Vec<Relaxation>,
) -> Result<Vec<Site<'a>>, PlanError> {
    let mut left: Vec<&Cluster> = clusters.iter().collect();
    left.sort_by(|one, other| one.name.cmp(&other.name));
    if let Some(name) = &request.cluster {
        left.retain(|cluster| cluster.name == *name);
        if left.is_empty() {
            return Err(PlanError::ClusterUnknown {
                cluster: name.clone(),
                known: names(clusters, |cluster| vec![cluster.name.clone()]),
            });
        }
    }
    if assumed {
        relaxed.extend(unknown_place(request));
    } else {
        in_region(&mut left, clusters, request)?;
    }
    let sites: Vec<_> = left
        .into_iter()
        .map(|cluster| Site::of(cluster, request))
        .collect::<Result<_, _>>()?;
    let mut currencies: Vec<_> = sites
        .iter()
        .map(|site| site.prices.currency.clone())
        .collect();
    currencies.sort();
    currencies.dedup();
    if currencies.len() > 1 {
        Err(PlanError::CurrencyMixed(currencies))
    } else {
        Ok(sites)
    }
}

fn in_region(
    left: &mut Vec<&Cluster>,
    clusters: &[Cluster],
    request: &PlacementRequest,
) -> Result<(), PlanError> {
    if let Some(region) = &request.region {
        let known = names(clusters, |cluster| {
            cluster.spec.region.clone().into_iter().collect()
        });
        if !known.contains(region) {
            return Err(PlanError::RegionUnknown {
                region: region.clone(),
                known,
            });
        }
        left.retain(|cluster| cluster.spec.region.as_ref() == Some(region));
        if left.is_empty() {
            let cluster = request.cluster.as_deref().unwrap_or_default();
            return Err(PlanError::conflict(format!(
                "cluster {cluster} does not lie in region {region}; name one of them only"
            )));
        }
    }
    if let Some(zone) = &request.zone {
        left.retain(|cluster| cluster.spec.zones.contains(zone));
        if left.is_empty() {
            let zones = names(clusters, |cluster| cluster.spec.zones.clone());
            let message = format!(
                "no cluster in reach lists zone {zone} (zones of all clusters: {}); name another zone",
                zones.join(", ")
            );
            return Err(PlanError::conflict(message));
        }
    }
    Ok(())
}

/// Region and zone cannot be checked while no TargetCluster says where this cluster stands.
fn unknown_place(request: &PlacementRequest) -> Vec<Relaxation> {
    [("region", &request.region), ("zone", &request.zone)]
        .into_iter()
        .filter_map(|(constraint, asked)| {
            asked.as_ref().map(|asked| Relaxation {
                constraint: constraint.to_owned(),
                from: asked.clone(),
                to: format!("cluster {LOCAL_CLUSTER}, wherever it stands"),
                why: format!(
                    "no TargetCluster exists; create one with a spec.{constraint} to enforce it",
                    constraint = if constraint == "zone" {
                        "zones"
                    } else {
                        constraint
                    }
                ),
            })
        })
        .collect()
}

fn names(clusters: &[Cluster], of: impl Fn(&Cluster) -> Vec<String>) -> Vec<String> {
    let mut names: Vec<_> = clusters.iter().flat_map(of).collect();
    names.sort();
    names.dedup();
    names
}
