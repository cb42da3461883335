//! Room on a cluster: what it offers, less what Pods of others take and what the plans of other intents hold, within the
//! quota of the namespace.

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use nephoran_api::{ComputeAmounts, quantity};

use crate::PlanError;
use crate::assignment::Amounts;
use crate::constraint::{Constraint, Constraints};
use crate::held::Quota;
use crate::site::{Cluster, Use};
use crate::sizing::bytes;

type Parse = fn(&Quantity) -> Result<u64, quantity::InvalidQuantity>;

/// What a cluster offers of one resource, and who says so.
#[derive(Debug, Clone, Copy, Default)]
enum Offer {
    /// Nobody; it is unlimited.
    #[default]
    Unlimited,
    /// `spec.capacity`.
    Stated(u64),
    /// `status.nodes`: what they offer, and what Pods of no intent request of it.
    Nodes { allocatable: u64, elsewhere: u64 },
}

impl Offer {
    /// What `spec.capacity` states; where it says nothing, what the nodes offer and others request of it.
    fn of(
        cluster: &Cluster,
        resource: &str,
        parse: Parse,
        stated: Option<&Quantity>,
        nodes: Option<[&Quantity; 2]>,
    ) -> Result<Self, PlanError> {
        let number = |path: &str, text: &Quantity| {
            parse(text).map_err(|error| {
                let field = format!("TargetCluster {} {path}.{resource}", cluster.name);
                PlanError::value(field, &text.0, error.to_string())
            })
        };
        match (stated, nodes) {
            (Some(stated), _) => number("spec.capacity", stated).map(Self::Stated),
            (None, Some([allocatable, elsewhere])) => Ok(Self::Nodes {
                allocatable: number("status.nodes.allocatable", allocatable)?,
                elsewhere: number("status.nodes.requestedElsewhere", elsewhere)?,
            }),
            (None, None) => Ok(Self::Unlimited),
        }
    }

    /// All of it.
    const fn total(self) -> Option<u64> {
        match self {
            Self::Unlimited => None,
            Self::Stated(total)
            | Self::Nodes {
                allocatable: total, ..
            } => Some(total),
        }
    }

    /// What Pods of no intent request of it.
    const fn elsewhere(self) -> u64 {
        match self {
            Self::Unlimited | Self::Stated(_) => 0,
            Self::Nodes { elsewhere, .. } => elsewhere,
        }
    }

    /// What is there for intents.
    fn for_intents(self) -> Option<u64> {
        Some(self.total()?.saturating_sub(self.elsewhere()))
    }
}

/// What a cluster offers in total: CPU, memory, storage.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Capacity([Offer; 3]);

impl Capacity {
    pub(crate) fn of(cluster: &Cluster) -> Result<Self, PlanError> {
        let stated = cluster.spec.capacity.clone().unwrap_or_default();
        let nodes = cluster.nodes.as_ref();
        let of_nodes = |part: fn(&ComputeAmounts) -> &Quantity| {
            nodes.map(|nodes| [part(&nodes.allocatable), part(&nodes.requested_elsewhere)])
        };
        let offer = |resource, parse, stated: Option<Quantity>, nodes| {
            Offer::of(cluster, resource, parse, stated.as_ref(), nodes)
        };
        let cpu = of_nodes(|amounts| &amounts.cpu);
        let memory = of_nodes(|amounts| &amounts.memory);
        Ok(Self([
            offer("cpu", quantity::millicores, stated.cpu, cpu)?,
            offer("memory", quantity::bytes, stated.memory, memory)?,
            offer("storage", quantity::bytes, stated.storage, None)?,
        ]))
    }
}

/// Whether the nodes leave intents more of anything than before. What cannot be read any more is unlimited.
pub(crate) fn offers_more(before: &Cluster, now: &Cluster) -> bool {
    let left = |cluster: &Cluster| {
        let capacity = Capacity::of(cluster).unwrap_or_default();
        capacity
            .0
            .map(|offer| offer.for_intents().unwrap_or(u64::MAX))
    };
    left(before)
        .iter()
        .zip(left(now))
        .any(|(before, now)| now > *before)
}

/// Room for one namespace on one cluster.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Room {
    pub(crate) capacity: Capacity,
    pub(crate) held: Use,
    pub(crate) quota: Quota,
}

impl Room {
    /// What may be used, as far as these constraints limit it.
    pub(crate) fn left(&self, enforced: Constraints) -> Amounts {
        let mut left = [u64::MAX; 4];
        let mut limit = |index: usize, most: Option<u64>| {
            left[index] = left[index].min(most.unwrap_or(u64::MAX));
        };
        if enforced.contains(Constraint::Capacity) {
            let held = enforced.contains(Constraint::Held);
            for (index, (offer, taken)) in self.offers().into_iter().enumerate() {
                let taken = if held { taken } else { 0 };
                let ours = offer.for_intents();
                limit(index, ours.map(|ours| ours.saturating_sub(taken)));
            }
        }
        if enforced.contains(Constraint::Quota) {
            for (index, quota) in quotas(&self.quota).into_iter().enumerate() {
                limit(index, quota);
            }
        }
        left
    }

    /// What is offered and what other intents hold of it, by dimension.
    fn offers(&self) -> [(Offer, u64); 3] {
        let Capacity([cpu, memory, storage]) = self.capacity;
        [
            (cpu, narrow(self.held.cpu)),
            (memory, narrow(self.held.memory)),
            (storage, narrow(self.held.storage)),
        ]
    }

    /// The share of the scarcest resource that is used, with `needs` and what others take; 0 when all is unlimited.
    pub(crate) fn share(&self, needs: &Amounts) -> f64 {
        let shares = self.offers().into_iter().zip(needs);
        let shares = shares.filter_map(|((offer, held), need)| {
            let taken = held.saturating_add(offer.elsewhere());
            let used = taken.saturating_add(*need);
            Some(if used == 0 {
                0.0
            } else {
                used as f64 / offer.total()?.max(1) as f64
            })
        });
        shares.fold(0.0, f64::max)
    }

    /// Where `needs` exceed these constraints, with all numbers; empty when they do not.
    pub(crate) fn shortage(&self, needs: &Amounts, enforced: Constraints) -> String {
        let mut short = Vec::new();
        if enforced.contains(Constraint::Capacity) {
            let held = enforced.contains(Constraint::Held);
            for (index, (offer, taken)) in self.offers().into_iter().enumerate() {
                let taken = if held { taken } else { 0 };
                let left = offer.for_intents().map(|ours| ours.saturating_sub(taken));
                if left.is_some_and(|left| needs[index] > left) {
                    let need = words(index, needs[index]);
                    short.push(format!("{need} of {}", offered(index, offer, taken)));
                }
            }
        }
        if enforced.contains(Constraint::Quota) {
            for (index, quota) in quotas(&self.quota).into_iter().enumerate() {
                if let Some(quota) = quota.filter(|quota| needs[index] > *quota) {
                    let need = words(index, needs[index]);
                    short.push(format!(
                        "{need} of {} left by the quota",
                        amount(index, quota)
                    ));
                }
            }
        }
        short.join(" and ")
    }
}

/// What is offered, who says so, and what is taken of it.
fn offered(dimension: usize, offer: Offer, held: u64) -> String {
    let total = amount(dimension, offer.total().unwrap_or(u64::MAX));
    let total = match offer {
        Offer::Nodes { .. } => format!("the {total} that its nodes offer"),
        Offer::Stated(_) | Offer::Unlimited => total,
    };
    let taken: Vec<String> = [
        (offer.elsewhere(), "requested by other Pods"),
        (held, "held by other intents"),
    ]
    .into_iter()
    .filter(|(taken, _)| *taken > 0)
    .map(|(taken, by)| format!("{} are {by}", amount(dimension, taken)))
    .collect();
    if taken.is_empty() {
        total
    } else {
        format!("{total}, of which {}", taken.join(" and "))
    }
}

fn quotas(quota: &Quota) -> [Option<u64>; 4] {
    [
        quota.cpu_millicores,
        quota.memory_bytes,
        quota.storage_bytes,
        quota.pods,
    ]
}

/// An amount of a dimension with its name.
fn words(dimension: usize, value: u64) -> String {
    let name = ["cpu", "memory", "storage", "pods"][dimension];
    format!("{name} {}", amount(dimension, value))
}

fn amount(dimension: usize, value: u64) -> String {
    match dimension {
        0 => quantity::from_millicores(value).0,
        3 => value.to_string(),
        _ => bytes(value).0,
    }
}

pub(crate) fn narrow(value: u128) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster(capacity: &str, allocatable: &str, elsewhere: &str) -> Cluster {
        let amounts = |cpu: &str| ComputeAmounts {
            cpu: Quantity(cpu.to_owned()),
            memory: Quantity("1Gi".to_owned()),
        };
        Cluster {
            name: "site".to_owned(),
            spec: serde_saphyr::from_str(capacity).unwrap(),
            nodes: Some(nephoran_api::ClusterNodes {
                ready: 1,
                allocatable: amounts(allocatable),
                requested: amounts(allocatable),
                requested_elsewhere: amounts(elsewhere),
            }),
        }
    }

    #[test]
    fn more_is_offered_when_nodes_come_or_pods_of_others_go() {
        let before = cluster("{}", "8", "4");
        assert!(offers_more(&before, &cluster("{}", "16", "4")));
        assert!(offers_more(&before, &cluster("{}", "8", "3")));
        assert!(!offers_more(&before, &before));
        assert!(!offers_more(&before, &cluster("{}", "8", "5")));
        let unread = Cluster {
            nodes: None,
            ..before.clone()
        };
        assert!(offers_more(&before, &unread) && !offers_more(&unread, &before));
    }

    #[test]
    fn nodes_that_do_not_count_offer_nothing_more() {
        let stated = |allocatable| cluster("{capacity: {cpu: '2'}}", allocatable, "0");
        assert!(!offers_more(&stated("8"), &stated("16")));
    }
}
