//! Room on a cluster: its capacity, less what the plans of other intents hold, within the quota of the namespace.

use nephoran_api::quantity;

use crate::PlanError;
use crate::assignment::Amounts;
use crate::constraint::{Constraint, Constraints};
use crate::held::Quota;
use crate::site::{Cluster, Use};
use crate::sizing::bytes;

/// What a cluster offers in total; `None` is unlimited.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Capacity {
    cpu: Option<u64>,
    memory: Option<u64>,
    storage: Option<u64>,
}

impl Capacity {
    pub(crate) fn of(cluster: &Cluster) -> Result<Self, PlanError> {
        use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
        type Parse = fn(&Quantity) -> Result<u64, quantity::InvalidQuantity>;
        let read = |field: &str, text: &Option<Quantity>, parse: Parse| {
            let Some(text) = text else { return Ok(None) };
            parse(text).map(Some).map_err(|error| {
                PlanError::value(
                    format!("TargetCluster {} spec.capacity.{field}", cluster.name),
                    &text.0,
                    error.to_string(),
                )
            })
        };
        let Some(offered) = &cluster.spec.capacity else {
            return Ok(Self::default());
        };
        Ok(Self {
            cpu: read("cpu", &offered.cpu, quantity::millicores)?,
            memory: read("memory", &offered.memory, quantity::bytes)?,
            storage: read("storage", &offered.storage, quantity::bytes)?,
        })
    }
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
            for (index, (offered, taken)) in self.offered().into_iter().enumerate() {
                let taken = if held { taken } else { 0 };
                limit(index, offered.map(|offered| offered.saturating_sub(taken)));
            }
        }
        if enforced.contains(Constraint::Quota) {
            for (index, quota) in quotas(&self.quota).into_iter().enumerate() {
                limit(index, quota);
            }
        }
        left
    }

    /// Capacity and what others hold of it, by dimension.
    fn offered(&self) -> [(Option<u64>, u64); 3] {
        let Capacity {
            cpu,
            memory,
            storage,
        } = self.capacity;
        [
            (cpu, narrow(self.held.cpu)),
            (memory, narrow(self.held.memory)),
            (storage, narrow(self.held.storage)),
        ]
    }

    /// The share of the scarcest resource that is used, with `needs` and what others hold; 0 when all is unlimited.
    pub(crate) fn share(&self, needs: &Amounts) -> f64 {
        let shares = self.offered().into_iter().zip(needs);
        let shares = shares.filter_map(|((offered, held), need)| {
            let used = held.saturating_add(*need);
            Some(if used == 0 {
                0.0
            } else {
                used as f64 / offered?.max(1) as f64
            })
        });
        shares.fold(0.0, f64::max)
    }

    /// Where `needs` exceed these constraints, with all numbers; empty when they do not.
    pub(crate) fn shortage(&self, needs: &Amounts, enforced: Constraints) -> String {
        let mut short = Vec::new();
        if enforced.contains(Constraint::Capacity) {
            let held = enforced.contains(Constraint::Held);
            for (index, (offered, taken)) in self.offered().into_iter().enumerate() {
                let taken = if held { taken } else { 0 };
                let Some(offered) = offered else { continue };
                if needs[index] > offered.saturating_sub(taken) {
                    let (need, offered) = (words(index, needs[index]), amount(index, offered));
                    let held = if taken > 0 {
                        format!(
                            ", of which {} are held by other intents",
                            amount(index, taken)
                        )
                    } else {
                        String::new()
                    };
                    short.push(format!("{need} of {offered}{held}"));
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
