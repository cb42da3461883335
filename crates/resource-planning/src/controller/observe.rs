//! Reads the caches: the model to plan, and what other plans say about it. Writes nothing.

use kube::{ResourceExt, runtime::reflector::ObjectRef};
use nephoran_api::{
    IntentModel, IntentProcessing, IntentRef, PhaseObject, PlanConstraints, ResourcePlan,
    ResourcePlanStatus,
};
use nephoran_runtime::tenancy::may_act_in;

use super::{Context, error::PlanningError, ownership};
use crate::{Amendment, Cluster, OwnedFunctions};

/// Everything a decision depends on.
pub(super) struct Observed {
    pub(super) namespace: String,
    pub(super) intent: IntentRef,
    pub(super) model: IntentModel,
    pub(super) target_namespace: String,
    pub(super) constraints: PlanConstraints,
    pub(super) clusters: Vec<Cluster>,
    /// For an owner: whether the functions of others that its plan uses still run.
    pub(super) offers_hold: bool,
    /// For an owner: the intents that change its functions, in the order they apply.
    pub(super) amendments: Vec<Amendment>,
    /// For an amendment: who owns which functions in its namespace.
    pub(super) owners: Vec<OwnedFunctions>,
    /// For an amendment: an owner whose plan cannot include it, and why.
    pub(super) refusal: Option<(String, String)>,
}

/// `None` when the model is not the one the object names: the follower brings the object up to date.
pub(super) async fn observe(
    object: &ResourcePlan,
    status: &ResourcePlanStatus,
    context: &Context,
) -> Result<Option<Observed>, PlanningError> {
    let Some(mut model) = model_of(object, context) else {
        return Ok(None);
    };
    if !object.spec.optimization_goals.is_empty() {
        model.objectives.clone_from(&object.spec.optimization_goals);
    }
    let namespace = object.namespace().unwrap_or_default();
    let intent = intent_of(object);
    let target_namespace = model
        .placement
        .as_ref()
        .and_then(|placement| placement.namespace.clone())
        .unwrap_or_else(|| namespace.clone());
    may_act_in(
        &context.client,
        &context.own_namespace,
        &namespace,
        &target_namespace,
    )
    .await?;
    let previous = status.result.as_ref();
    let (amendments, owners, refusal) = if model.action.is_amendment() {
        (
            Vec::new(),
            ownership::owners_in(&target_namespace, context),
            ownership::refusal(&intent, context),
        )
    } else {
        (
            ownership::amendments_of(&namespace, &intent.name, context),
            Vec::new(),
            None,
        )
    };
    let mut clusters: Vec<Cluster> = context
        .clusters
        .state()
        .iter()
        .filter(|cluster| cluster.metadata.deletion_timestamp.is_none())
        .map(|cluster| Cluster::from(&**cluster))
        .collect();
    clusters.sort_by(|one, other| one.name.cmp(&other.name));
    let offers_hold = previous.is_none_or(|plan| {
        plan.uses.is_empty()
            || context
                .claims
                .held_by_others(&object.uid().unwrap_or_default(), &context.plans)
                .still_offers(plan)
    });
    Ok(Some(Observed {
        namespace,
        intent,
        model,
        target_namespace,
        constraints: object.spec.constraints.clone(),
        clusters,
        offers_hold,
        amendments,
        owners,
        refusal,
    }))
}

/// The intent a plan works for; the object itself when it is used alone.
pub(super) fn intent_of(object: &ResourcePlan) -> IntentRef {
    object
        .spec
        .phase
        .intent_ref
        .clone()
        .unwrap_or_else(|| IntentRef {
            name: object.name_any(),
            uid: object.uid().unwrap_or_default(),
            generation: object.metadata.generation.unwrap_or_default(),
        })
}

/// The model that `object` names, if its source still holds exactly that one.
pub(super) fn model_of(object: &ResourcePlan, context: &Context) -> Option<IntentModel> {
    if let Some(model) = &object.spec.source.inline {
        return Some(model.clone());
    }
    let named = object.spec.source.reference.as_ref()?;
    let key = ObjectRef::<IntentProcessing>::new(&named.name).within(&object.namespace()?);
    let source = context.models.get(&key)?;
    let same = source.uid().as_deref() == Some(&named.uid)
        && source.completed()?.digest.as_ref() == Some(&named.digest);
    same.then(|| source.status.as_ref()?.result.clone())
        .flatten()
}
