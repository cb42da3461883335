//! What this plan must leave to others: functions, room and identities of other plans, and quotas.

use std::collections::{BTreeMap, BTreeSet};

use nephoran_api::{Component, Plan, UsedFunction, quantity};
use nephoran_telecom::NetworkFunctionType;

use crate::site::Use;

/// What the plans of other intents hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// By cluster: the room taken when every autoscaler is at its most.
    room: BTreeMap<String, Use>,
    /// By namespace: the functions that run there.
    functions: BTreeMap<String, BTreeSet<UsedFunction>>,
}

/// What ResourceQuotas leave of a namespace; a resource without a quota is unlimited.
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
        let functions = self.functions.entry(plan.namespace.clone()).or_default();
        for component in &plan.components {
            functions.insert(UsedFunction {
                function_type: component.function_type,
                name: component.name.clone(),
                cluster: component.cluster.clone(),
                package: plan.package.clone(),
            });
            let room = self.room.entry(component.cluster.clone()).or_default();
            *room = room.plus(room_of(component));
        }
    }

    /// Room that is taken on a cluster.
    pub(crate) fn room(&self, cluster: &str) -> Use {
        self.room.get(cluster).copied().unwrap_or_default()
    }

    /// A function of a type that runs in a namespace, the first by name.
    pub(crate) fn function(
        &self,
        namespace: &str,
        function_type: NetworkFunctionType,
    ) -> Option<&UsedFunction> {
        self.functions
            .get(namespace)?
            .iter()
            .find(|function| function.function_type == function_type)
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
