//! Fills in what hints say and an accepted answer left out, so that a hint holds whatever a model answers.

use nephoran_api::{Action, FunctionRequest, IntentHints, IntentModel, PlacementRequest};

use super::evidence::Evidence;

const NO_VERB: &str = "no verb says what to do; a deployment is assumed";

pub(super) fn complete(
    mut model: IntentModel,
    evidence: &Evidence,
    hints: &IntentHints,
) -> IntentModel {
    for function in &hints.target_components {
        let known = model
            .network_functions
            .iter()
            .any(|request| request.function_type == *function);
        if !known {
            model.network_functions.push(FunctionRequest::of(*function));
        }
    }
    let mut placement = model.placement.take().unwrap_or_default();
    let PlacementRequest {
        region,
        cluster,
        namespace,
        ..
    } = &mut placement;
    for (field, hint) in [
        (region, &hints.region),
        (cluster, &hints.target_cluster),
        (namespace, &hints.target_namespace),
    ] {
        if field.is_none() {
            field.clone_from(hint);
        }
    }
    model.placement = Some(placement).filter(|placement| *placement != PlacementRequest::default());
    if hints.resource_constraints.is_some() {
        let read = evidence.reading.resources.clone().unwrap_or_default();
        let wanted = model.resources.get_or_insert_default();
        let fields = [
            (&mut wanted.cpu, read.cpu),
            (&mut wanted.memory, read.memory),
            (&mut wanted.storage, read.storage),
            (&mut wanted.max_cpu, read.max_cpu),
            (&mut wanted.max_memory, read.max_memory),
        ];
        for (field, read) in fields {
            if field.is_none() {
                *field = read;
            }
        }
    }
    if hints.network_slice.is_some() && model.slice.is_none() {
        model.slice.clone_from(&evidence.reading.slice);
    }
    let assumed =
        !evidence.has_verb && hints.intent_type.is_none() && model.action == Action::Deploy;
    if assumed && model.assumptions.is_empty() {
        model.assumptions.push(NO_VERB.to_owned());
    }
    model
}
