//! Which intents a change concerns.

use std::sync::Arc;

use kube::{
    Resource, ResourceExt,
    runtime::reflector::{ObjectRef, Store},
};
use nephoran_api::{
    DeploymentVerification, GitOpsDeployment, IntentProcessing, ManifestGeneration, NetworkIntent,
    ResourcePlan, conditions,
};
use nephoran_runtime::{
    phase_controller::Watched,
    process::Process,
    watch::{Change, Triggers, Watchable, namesake},
};

use super::Context;
use crate::chain::Caches;

/// The watches of the pipeline's kinds.
pub(super) struct Children {
    processings: Watched<IntentProcessing>,
    plans: Watched<ResourcePlan>,
    generations: Watched<ManifestGeneration>,
    deployments: Watched<GitOpsDeployment>,
    verifications: Watched<DeploymentVerification>,
}

impl Children {
    pub(super) fn watch(process: &Process) -> Self {
        Self {
            processings: Watched::new(process, None),
            plans: Watched::new(process, None),
            generations: Watched::new(process, None),
            deployments: Watched::new(process, None),
            verifications: Watched::new(process, None),
        }
    }

    pub(super) fn caches(&self) -> Caches {
        Caches {
            processings: self.processings.store(),
            plans: self.plans.store(),
            generations: self.generations.store(),
            deployments: self.deployments.store(),
            verifications: self.verifications.store(),
        }
    }

    /// A change of any object wakes the intent of its name, and the intents that amend it.
    pub(super) fn keep(
        self,
        process: &Process,
        plans: &Store<ResourcePlan>,
        triggers: &Triggers<NetworkIntent>,
    ) {
        keep(self.processings, process, plans, triggers);
        keep(self.plans, process, plans, triggers);
        keep(self.generations, process, plans, triggers);
        keep(self.deployments, process, plans, triggers);
        keep(self.verifications, process, plans, triggers);
    }
}

fn keep<K: Watchable>(
    watched: Watched<K>,
    process: &Process,
    plans: &Store<ResourcePlan>,
    triggers: &Triggers<NetworkIntent>,
) {
    let (plans, triggers) = (plans.clone(), triggers.clone());
    watched
        .inspect(move |change| {
            let object = change.object();
            send(&triggers, namesake(object));
            let owner = plans.get(&namesake(object));
            for amendment in owner
                .iter()
                .filter_map(|plan| plan.status.as_ref())
                .flat_map(|status| &status.amendments)
            {
                send(
                    &triggers,
                    ObjectRef::new(&amendment.intent).within(&amendment.namespace),
                );
            }
        })
        .keep(process);
}

/// A change of an intent's functions concerns the intents that amend them or wait for them, and an amendment's change
/// or end concerns its owner.
pub(super) fn affected(
    intents: Watched<NetworkIntent>,
    context: &Arc<Context>,
) -> Watched<NetworkIntent> {
    let triggers = intents.triggers();
    let context = context.clone();
    intents.inspect(move |change| {
        let intent = change.object();
        // What it waits for may have come while its failure was on its way here.
        if waits_for_target(intent) {
            wake(&triggers, intent);
        }
        if intent
            .status
            .as_ref()
            .is_some_and(|status| !status.deployed_components.is_empty())
            || matches!(change, Change::Deleted(_))
        {
            for other in context.intents.state() {
                if waits_for_target(&other) {
                    send(&triggers, ObjectRef::from_obj(&*other));
                }
            }
        }
    })
}

fn waits_for_target(intent: &NetworkIntent) -> bool {
    let ready = intent
        .status
        .as_ref()
        .and_then(|status| conditions::get(&status.conditions, conditions::READY));
    ready
        .is_some_and(|ready| ["TargetNotFound", "TargetAmbiguous"].contains(&ready.reason.as_str()))
}

pub(super) fn wake<K: Resource<DynamicType = ()>>(triggers: &Triggers<NetworkIntent>, object: &K) {
    send(
        triggers,
        ObjectRef::new(&object.name_any()).within(&object.namespace().unwrap_or_default()),
    );
}

fn send(triggers: &Triggers<NetworkIntent>, intent: ObjectRef<NetworkIntent>) {
    // The receiver ends with the process.
    let _ = triggers.send(intent);
}
