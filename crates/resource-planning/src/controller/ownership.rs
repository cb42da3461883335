//! Who owns which network functions: one function, one owner, one package.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use kube::{
    ResourceExt,
    runtime::reflector::{ObjectRef, Store},
};
use nephoran_api::{
    Component, IntentRef, PhaseObject, PhaseProgress, Plan, PlannedSlice, ResourcePlan,
};
use nephoran_runtime::{
    phase_controller::Watched,
    watch::{Change, Triggers},
};

use super::{
    Context,
    error::PlanningError,
    observe::{intent_of, model_of},
};
use crate::{Amendment, Held, OwnedFunction, OwnedFunctions, PlanError, Planned};

/// Reason of a plan that constraints, room among them, do not allow.
const INFEASIBLE: &str = "Infeasible";

/// Plans made by this process whose status the cache may not show yet, by UID of the plan object.
#[derive(Default)]
pub(super) struct Claims(Mutex<BTreeMap<String, Arc<Plan>>>);

/// The plan of another object.
struct Other {
    owner: String,
    plan: OtherPlan,
}

/// Where the newest plan of an object stands.
enum OtherPlan {
    Claimed(Arc<Plan>),
    Reported(Arc<ResourcePlan>),
}

impl Other {
    fn plan(&self) -> Option<&Plan> {
        match &self.plan {
            OtherPlan::Claimed(plan) => Some(plan),
            OtherPlan::Reported(object) => planned(object),
        }
    }
}

impl Claims {
    /// Plans the object `uid` with what all others hold, and claims the functions and numbers of its plan before any
    /// other plan is made.
    ///
    /// Others wait while this one plans, on purpose. A plan takes the first address pool, tracking area and slice
    /// differentiator that are free, and room that the next one must not count on, so two that are made from the same
    /// state are in each other's way. Planned beside each other, all but the first to claim would find the state changed
    /// and be made again: as many plans as objects for every object, where waiting takes one. A plan takes milliseconds,
    /// and its search is limited in steps (docs/decisions/0008). Another process knows these claims only from the
    /// statuses it sees, which is why planning is not to be spread over shards.
    pub(super) fn plan(
        &self,
        uid: &str,
        plans: &Store<ResourcePlan>,
        make: impl FnOnce(Held) -> Result<Planned, PlanError>,
    ) -> Result<Planned, PlanningError> {
        let mut claims = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let others = others(uid, plans, &claims);
        let planned = make(Held::of(others.iter().filter_map(Other::plan)))?;
        for other in &others {
            if let Some(conflict) = other.plan().and_then(|plan| taken(&planned.plan, plan)) {
                return Err(PlanningError::TargetConflict {
                    function: conflict.name.clone(),
                    namespace: planned.plan.namespace.clone(),
                    cluster: conflict.cluster.clone(),
                    owner: other.owner.clone(),
                });
            }
        }
        claims.insert(uid.to_owned(), Arc::new(planned.plan.clone()));
        Ok(planned)
    }

    /// What all plans but that of the object `uid` hold.
    pub(super) fn held_by_others(&self, uid: &str, plans: &Store<ResourcePlan>) -> Held {
        let claims = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let others = others(uid, plans, &claims);
        Held::of(others.iter().filter_map(Other::plan))
    }

    fn release(&self, uid: &str) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(uid);
    }
}

fn others(
    uid: &str,
    plans: &Store<ResourcePlan>,
    claims: &BTreeMap<String, Arc<Plan>>,
) -> Vec<Other> {
    plans
        .state()
        .into_iter()
        .filter(|other| other.metadata.uid.as_deref() != Some(uid))
        .map(|other| Other {
            owner: format!(
                "{}/{}",
                other.namespace().unwrap_or_default(),
                intent_of(&other).name
            ),
            plan: match claims.get(other.metadata.uid.as_deref().unwrap_or_default()) {
                Some(claimed) => OtherPlan::Claimed(claimed.clone()),
                None => OtherPlan::Reported(other),
            },
        })
        .collect()
}

/// A function of `plan` that `other` runs: one function, one owner.
fn taken<'p>(plan: &'p Plan, other: &Plan) -> Option<&'p Component> {
    if plan.namespace != other.namespace {
        return None;
    }
    plan.components.iter().find(|component| {
        let same = |one: &Component| one.name == component.name && one.cluster == component.cluster;
        other.components.iter().any(same)
    })
}

/// The owners of functions in a namespace, in a stable order. An intent sees no other namespace's functions, not even
/// in a message.
pub(super) fn owners_in(target_namespace: &str, context: &Context) -> Vec<OwnedFunctions> {
    let mut owners: Vec<OwnedFunctions> = context
        .plans
        .state()
        .iter()
        .filter(|plan| plan.metadata.deletion_timestamp.is_none())
        .filter_map(|plan| {
            let result = plan
                .status
                .as_ref()?
                .result
                .as_ref()
                .filter(|result| result.namespace == target_namespace)?;
            Some(OwnedFunctions {
                namespace: plan.namespace()?,
                intent: intent_of(plan).name,
                target_namespace: result.namespace.clone(),
                slice: result.slice.as_ref().map(PlannedSlice::identity),
                functions: result.components.iter().map(owned).collect(),
            })
        })
        .collect();
    owners.sort_by(|one, other| {
        (&one.namespace, &one.intent).cmp(&(&other.namespace, &other.intent))
    });
    owners
}

fn owned(component: &Component) -> OwnedFunction {
    OwnedFunction {
        name: component.name.clone(),
        function_type: component.function_type,
        cluster: component.cluster.clone(),
    }
}

/// The live amendments of an owner, in the order of (creation, UID).
pub(super) fn amendments_of(namespace: &str, intent: &str, context: &Context) -> Vec<Amendment> {
    let mut found: Vec<Arc<ResourcePlan>> = context
        .plans
        .state()
        .into_iter()
        .filter(|plan| {
            plan.metadata.deletion_timestamp.is_none() && amends(plan, namespace, intent)
        })
        .collect();
    found.sort_by_key(|plan| (plan.creation_timestamp(), plan.uid()));
    found
        .iter()
        .filter_map(|plan| {
            let amending = intent_of(plan);
            Some(Amendment {
                namespace: plan.namespace()?,
                intent: amending.name,
                uid: amending.uid,
                generation: amending.generation,
                model: model_of(plan, context)?,
            })
        })
        .collect()
}

/// The owner whose plan cannot include this generation of an amendment, and why.
pub(super) fn refusal(intent: &IntentRef, context: &Context) -> Option<(String, String)> {
    context.plans.state().iter().find_map(|plan| {
        let refused = plan
            .status
            .as_ref()?
            .refused_amendments
            .iter()
            .find(|refused| refused.uid == intent.uid && refused.generation == intent.generation)?;
        Some((intent_of(plan).name, refused.message.clone()))
    })
}

fn amends(plan: &ResourcePlan, namespace: &str, intent: &str) -> bool {
    plan.status
        .as_ref()
        .and_then(|status| status.amends.as_ref())
        .is_some_and(|amends| amends.namespace == namespace && amends.intent == intent)
}

/// Wakes the plans that a change concerns: an amendment's owner, an owner's amendments, and those that wait for a
/// function to appear or to be given up.
pub(super) fn wake_affected(
    plans: Watched<ResourcePlan>,
    context: &Arc<Context>,
) -> Watched<ResourcePlan> {
    let triggers = plans.triggers();
    let context = context.clone();
    plans.inspect(move |change| {
        let plan = change.object();
        if let Change::Deleted(gone) = change {
            context.claims.release(&gone.uid().unwrap_or_default());
        }
        let Some(status) = &plan.status else { return };
        // What it waits for may have come while its failure was on its way here.
        if waits_for_others(plan) {
            wake(
                &triggers,
                &plan.namespace().unwrap_or_default(),
                &plan.name_any(),
            );
        }
        if let Some(amends) = &status.amends {
            wake(&triggers, &amends.namespace, &amends.intent);
        }
        if status.result.is_some() && status.state.phase.is_terminal() {
            wake_waiting(plan, &context.plans, &triggers);
        }
    })
}

fn wake_waiting(
    owner: &ResourcePlan,
    plans: &Store<ResourcePlan>,
    triggers: &Triggers<ResourcePlan>,
) {
    let (namespace, intent) = (owner.namespace().unwrap_or_default(), intent_of(owner).name);
    for plan in plans.state() {
        if amends(&plan, &namespace, &intent) || waits_for_others(&plan) || uses(&plan, owner) {
            wake(
                triggers,
                &plan.namespace().unwrap_or_default(),
                &plan.name_any(),
            );
        }
    }
}

fn planned(object: &ResourcePlan) -> Option<&Plan> {
    object.status.as_ref()?.result.as_ref()
}

/// Whether `plan` works with a function of `owner`.
fn uses(plan: &ResourcePlan, owner: &ResourcePlan) -> bool {
    let (Some(plan), Some(owner)) = (planned(plan), planned(owner)) else {
        return false;
    };
    plan.namespace == owner.namespace && plan.uses.iter().any(|used| used.package == owner.package)
}

/// Whether another plan's change may be what it waits for: a function, a name or room.
fn waits_for_others(plan: &ResourcePlan) -> bool {
    failed_for(
        plan,
        &[
            "TargetNotFound",
            "TargetAmbiguous",
            "TargetConflict",
            INFEASIBLE,
        ],
    )
}

/// Whether more room may be what it waits for.
pub(super) fn waits_for_room(plan: &ResourcePlan) -> bool {
    failed_for(plan, &[INFEASIBLE])
}

fn failed_for(plan: &ResourcePlan, reasons: &[&str]) -> bool {
    plan.phase_state().is_some_and(|state| {
        let error = state.last_error.as_ref();
        state.phase == PhaseProgress::Failed
            && error.is_some_and(|error| reasons.contains(&error.reason.as_str()))
    })
}

pub(super) fn wake(triggers: &Triggers<ResourcePlan>, namespace: &str, name: &str) {
    // The receiver ends with the process.
    let _ = triggers.send(ObjectRef::new(name).within(namespace));
}
