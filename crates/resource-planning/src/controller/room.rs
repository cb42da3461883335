//! Tries again what waits for room when a cluster shows more of it. What is planned stays: no change of a cluster moves it.

use std::{collections::BTreeMap, sync::Arc};

use kube::{ResourceExt, runtime::reflector::Store};
use nephoran_api::{ResourcePlan, TargetCluster};
use nephoran_runtime::{
    phase_controller::Watched,
    watch::{Change, Triggers},
};

use super::{Context, ownership};
use crate::{Cluster, capacity::offers_more};

/// Wakes the plans that wait for room, when a cluster comes, its spec changes, or its nodes have more to offer.
pub(super) fn wake_waiting(
    clusters: Watched<TargetCluster>,
    context: &Arc<Context>,
    triggers: Triggers<ResourcePlan>,
) -> Watched<TargetCluster> {
    let plans = context.plans.clone();
    let mut known: BTreeMap<String, Cluster> = BTreeMap::new();
    clusters.inspect(move |change| match change {
        Change::Applied(object) => {
            let now = Cluster::from(object);
            let before = known.insert(now.name.clone(), now.clone());
            if before.is_none_or(|before| before.spec != now.spec || offers_more(&before, &now)) {
                wake(&plans, &triggers);
            }
        }
        Change::Deleted(object) => {
            known.remove(&object.name_any());
        }
    })
}

fn wake(plans: &Store<ResourcePlan>, triggers: &Triggers<ResourcePlan>) {
    for plan in plans.state() {
        if ownership::waits_for_room(&plan) {
            let namespace = plan.namespace().unwrap_or_default();
            ownership::wake(triggers, &namespace, &plan.name_any());
        }
    }
}
