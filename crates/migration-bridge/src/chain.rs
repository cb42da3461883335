//! The pipeline's objects of one intent, as the caches have them.

use std::sync::Arc;

use kube::{ResourceExt, runtime::reflector::Store};
use nephoran_api::{
    DeploymentVerification, Digest, GitOpsDeployment, IntentProcessing, IntentRef,
    ManifestGeneration, NetworkIntent, PhaseObject, PhaseProgress, PhaseState, Plan, ResourcePlan,
};
use nephoran_resource_planning::Held;
use nephoran_runtime::watch::namesake;

/// The caches of the pipeline's kinds.
pub(crate) struct Caches {
    pub(crate) processings: Store<IntentProcessing>,
    pub(crate) plans: Store<ResourcePlan>,
    pub(crate) generations: Store<ManifestGeneration>,
    pub(crate) deployments: Store<GitOpsDeployment>,
    pub(crate) verifications: Store<DeploymentVerification>,
}

/// The objects of one intent.
pub(crate) struct Chain {
    pub(crate) processing: Option<Arc<IntentProcessing>>,
    pub(crate) plan: Option<Arc<ResourcePlan>>,
    pub(crate) generation: Option<Arc<ManifestGeneration>>,
    pub(crate) deployment: Option<Arc<GitOpsDeployment>>,
    pub(crate) verification: Option<Arc<DeploymentVerification>>,
}

impl Caches {
    /// The objects that work for `intent`; those of a former intent of the same name do not.
    pub(crate) fn chain(&self, intent: &NetworkIntent) -> Chain {
        let uid = intent.uid().unwrap_or_default();
        Chain {
            processing: find(&self.processings, intent, &uid),
            plan: find(&self.plans, intent, &uid),
            generation: find(&self.generations, intent, &uid),
            deployment: find(&self.deployments, intent, &uid),
            verification: find(&self.verifications, intent, &uid),
        }
    }
}

impl Caches {
    /// What the pipeline's plans of all other intents hold.
    pub(crate) fn held_by_others(&self, intent: &NetworkIntent) -> Held {
        let uid = intent.uid().unwrap_or_default();
        let plans = self.plans.state();
        let others = plans
            .iter()
            .filter(|plan| intent_ref(&***plan).is_none_or(|found| found.uid != uid));
        Held::of(others.filter_map(|plan| plan.status.as_ref()?.result.as_ref()))
    }
}

fn find<K: PhaseObject>(store: &Store<K>, intent: &NetworkIntent, uid: &str) -> Option<Arc<K>> {
    store
        .get(&namesake(intent))
        .filter(|object| intent_ref(&**object).is_some_and(|found| found.uid == uid))
}

fn intent_ref<K: PhaseObject>(object: &K) -> Option<&IntentRef> {
    object.phase_spec().intent_ref.as_ref()
}

impl Chain {
    /// The pipeline's plan.
    pub(crate) fn planned(&self) -> Option<&Plan> {
        self.plan.as_ref()?.status.as_ref()?.result.as_ref()
    }

    /// Whether nothing of the chain is left.
    pub(crate) const fn is_gone(&self) -> bool {
        self.processing.is_none()
            && self.plan.is_none()
            && self.generation.is_none()
            && self.deployment.is_none()
            && self.verification.is_none()
    }

    /// The state of each phase for this generation of the intent: only what builds on the present result of the phase
    /// before counts, so that a result of yesterday is never mistaken for one of today.
    pub(crate) fn phases(&self, generation: i64) -> [Option<PhaseState>; 5] {
        let processing = state(self.processing.as_deref(), generation);
        let plan = consuming(
            self.plan.as_deref(),
            generation,
            processing.as_ref(),
            |plan| {
                plan.spec
                    .source
                    .reference
                    .as_ref()
                    .map(|source| &source.digest)
            },
        );
        let [manifests, gitops, verification] = self.after_plan(generation, plan.as_ref());
        [processing, plan, manifests, gitops, verification]
    }

    /// The state of the phases after the plan, if they build on `plan`.
    pub(crate) fn after_plan(
        &self,
        generation: i64,
        plan: Option<&PhaseState>,
    ) -> [Option<PhaseState>; 3] {
        let manifests = consuming(self.generation.as_deref(), generation, plan, |object| {
            object
                .spec
                .source
                .reference
                .as_ref()
                .map(|source| &source.digest)
        });
        let gitops = consuming(
            self.deployment.as_deref(),
            generation,
            manifests.as_ref(),
            |object| {
                object
                    .spec
                    .source
                    .reference
                    .as_ref()
                    .map(|source| &source.digest)
            },
        );
        let verification = consuming(
            self.verification.as_deref(),
            generation,
            gitops.as_ref(),
            |object| {
                object
                    .spec
                    .source
                    .reference
                    .as_ref()
                    .map(|source| &source.digest)
            },
        );
        [manifests, gitops, verification]
    }
}

fn consuming<K: PhaseObject>(
    object: Option<&K>,
    generation: i64,
    upstream: Option<&PhaseState>,
    consumed: impl Fn(&K) -> Option<&Digest>,
) -> Option<PhaseState> {
    let upstream = upstream.filter(|state| state.phase == PhaseProgress::Completed)?;
    let object = object
        .filter(|object| upstream.digest.is_some() && consumed(object) == upstream.digest.as_ref());
    state(object, generation)
}

/// The state of an object that works for this generation; `Pending` until its controller has seen its present spec.
fn state<K: PhaseObject>(object: Option<&K>, generation: i64) -> Option<PhaseState> {
    let object = object
        .filter(|object| intent_ref(*object).is_some_and(|found| found.generation == generation))?;
    let seen = object
        .phase_state()
        .filter(|state| Some(state.observed_generation) == object.meta().generation);
    Some(seen.cloned().unwrap_or_default())
}
