//! What this plan must leave to others: functions, room and identities of other plans, and quotas.

use std::collections::{BTreeMap, BTreeSet};

use nephoran_api::{Component, Plan, UsedFunction, quantity};

use crate::numbering::NumbersInUse;
use crate::site::Use;

/// What the plans of other intents hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// By cluster: the room taken when every autoscaler is at its most.
    room: BTreeMap<String, Use>,
    /// By cluster: the Pods of that room.
    pods: BTreeMap<String, u32>,
    /// By namespace: the functions that run there.
    functions: BTreeMap<String, BTreeSet<UsedFunction>>,
    numbers: NumbersInUse,
}

/// What resource quotas leave of a namespace; a resource without a quota is unlimited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quota {
    /// CPU requests in millicores.
    pub cpu_millicores: Option<u64>,
    /// Memory requests in bytes.
    pub memory_bytes: Option<u64>,
    /// Volumes in bytes.
    pub storage_bytes: Option<u64>,
    /// Pods.
    pub pods: Option<u64>,
}

impl Quota {
    /// The smaller of two, resource by resource.
    pub(crate) fn least(self, other: Self) -> Self {
        let least = |one: Option<u64>, other: Option<u64>| match (one, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self {
            cpu_millicores: least(self.cpu_millicores, other.cpu_millicores),
            memory_bytes: least(self.memory_bytes, other.memory_bytes),
            storage_bytes: least(self.storage_bytes, other.storage_bytes),
            pods: least(self.pods, other.pods),
        }
    }
}

impl Held {
    /// What `plans` hold together.
    pub fn of<'p>(plans: impl IntoIterator<Item = &'p Plan>) -> Self {
        let mut held = Self::default();
        for plan in plans {
            held.add(plan);
        }
        held
    }

    fn add(&mut self, plan: &Plan) {
        self.numbers.add(plan);
        let functions = self.functions.entry(plan.namespace.clone()).or_default();
        for component in &plan.components {
            // An isolated plan keeps its functions to itself.
            if plan.isolation.is_shared() {
                functions.insert(UsedFunction {
                    function_type: component.function_type,
                    name: component.name.clone(),
                    cluster: component.cluster.clone(),
                    package: plan.package.clone(),
                });
            }
            let room = self.room.entry(component.cluster.clone()).or_default();
            *room = room.plus(room_of(component));
            *self.pods.entry(component.cluster.clone()).or_default() += component.replicas.max;
        }
    }

    /// `quota` as it would be without these plans on `cluster`.
    pub(crate) fn given_back(&self, cluster: &str, quota: Quota) -> Quota {
        let own = self.room(cluster);
        let pods = self.pods.get(cluster).copied().unwrap_or_default();
        let plus = |left: Option<u64>, own: u128| {
            left.map(|left| left.saturating_add(u64::try_from(own).unwrap_or(u64::MAX)))
        };
        Quota {
            cpu_millicores: plus(quota.cpu_millicores, own.cpu),
            memory_bytes: plus(quota.memory_bytes, own.memory),
            storage_bytes: plus(quota.storage_bytes, own.storage),
            pods: plus(quota.pods, pods.into()),
        }
    }

    /// Room that is taken on a cluster.
    pub(crate) fn room(&self, cluster: &str) -> Use {
        self.room.get(cluster).copied().unwrap_or_default()
    }

    /// Numbers that are taken.
    pub(crate) const fn numbers(&self) -> &NumbersInUse {
        &self.numbers
    }

    /// The functions that run in a namespace and serve others too.
    pub(crate) fn functions(&self, namespace: &str) -> impl Iterator<Item = &UsedFunction> {
        self.functions.get(namespace).into_iter().flatten()
    }

    /// Whether everything that `plan` uses still runs.
    #[must_use]
    pub fn still_offers(&self, plan: &Plan) -> bool {
        plan.uses.iter().all(|used| {
            self.functions(&plan.namespace)
                .any(|function| function == used)
        })
    }
}

/// The room of a component at its most. A quantity that does not parse was never planned here and counts as nothing.
fn room_of(component: &Component) -> Use {
    let requests = &component.resources.requests;
    let times = |one: u64| u128::from(one) * u128::from(component.replicas.max);
    Use {
        cpu: times(
            requests
                .get("cpu")
                .and_then(|cpu| quantity::millicores(cpu).ok())
                .unwrap_or(0),
        ),
        memory: times(
            requests
                .get("memory")
                .and_then(|memory| quantity::bytes(memory).ok())
                .unwrap_or(0),
        ),
        storage: times(
            component
                .storage
                .as_ref()
                .and_then(|storage| quantity::bytes(storage).ok())
                .unwrap_or(0),
        ),
    }
}
