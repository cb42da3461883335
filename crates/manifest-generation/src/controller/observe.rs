//! Reads the caches: the plan to render. Writes nothing.

use kube::{ResourceExt, runtime::reflector::ObjectRef};
use nephoran_api::{ManifestGeneration, PhaseObject, Plan, ResourcePlan};

use super::Context;

/// The plan and the intent it is for.
pub(super) struct Observed {
    pub(super) plan: Plan,
    pub(super) intent: String,
}

/// `None` when the plan is not the one the object names: the follower brings the object up to date.
pub(super) fn observe(object: &ManifestGeneration, context: &Context) -> Option<Observed> {
    let intent = object
        .spec
        .phase
        .intent_ref
        .as_ref()
        .map_or_else(|| object.name_any(), |intent| intent.name.clone());
    if let Some(plan) = &object.spec.source.inline {
        return Some(Observed {
            plan: plan.clone(),
            intent,
        });
    }
    let named = object.spec.source.reference.as_ref()?;
    let source = context
        .plans
        .get(&ObjectRef::<ResourcePlan>::new(&named.name).within(&object.namespace()?))?;
    let same = source.uid().as_deref() == Some(&named.uid)
        && source.completed()?.digest.as_ref() == Some(&named.digest);
    let plan = same
        .then(|| source.status.as_ref()?.result.clone())
        .flatten()?;
    Some(Observed { plan, intent })
}
