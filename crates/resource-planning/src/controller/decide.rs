//! Decides, without effects: the owner's plan, or whose functions an amendment changes.

use nephoran_api::{Amends, Digest, ResourcePlanStatus};
use nephoran_runtime::attempt::Begin;
use nephoran_telecom::Catalogue;

use super::{error::PlanningError, observe::Observed};
use crate::{Numbering, PlanInput, Planned, target_of};

/// What a plan object comes to.
pub(super) enum Decision {
    /// The functions of an owner.
    Owner {
        /// The plan and what became of the amendments.
        planned: Box<Planned>,
        /// Digest of everything it was made from.
        input: Digest,
    },
    /// The functions of another that this amendment changes.
    Amendment(Amends),
}

/// What there is to do.
pub(super) enum Task<'c> {
    /// Plan an owner's functions; what others and quotas leave is known only when it is done.
    Plan {
        input: Box<PlanInput<'c>>,
        digest: Digest,
    },
    /// Leave it to the owner of the functions.
    Amend(Amends),
}

/// `None` when nothing that a plan depends on has changed.
pub(super) fn decide<'c>(
    observed: &Observed,
    begin: &Begin<ResourcePlanStatus>,
    numbering: &Numbering,
    catalogue: &'c Catalogue,
) -> Result<Option<Task<'c>>, PlanningError> {
    if observed.model.action.is_amendment() {
        if let Some((owner, message)) = &observed.refusal {
            return Err(PlanningError::RefusedByOwner {
                owner: owner.clone(),
                message: message.clone(),
            });
        }
        // Once found, the owner stays: a Remove is in force exactly when its target is no longer there.
        if begin.settled && owner_is_there(begin.status.amends.as_ref(), observed) {
            return Ok(None);
        }
        let model = in_namespace(observed);
        return Ok(Some(Task::Amend(target_of(&model, &observed.owners)?)));
    }
    let digest = input_digest(observed);
    let same = begin.status.state.input_digest.as_ref() == Some(&digest);
    if begin.settled && same && observed.offers_hold {
        return Ok(None);
    }
    let input = PlanInput {
        constraints: observed.constraints.clone(),
        amendments: observed.amendments.clone(),
        clusters: observed.clusters.clone(),
        numbering: numbering.clone(),
        previous: begin.status.result.clone(),
        ..PlanInput::new(
            &observed.namespace,
            &observed.intent.name,
            observed.model.clone(),
            &observed.target_namespace,
            catalogue,
        )
    };
    Ok(Some(Task::Plan {
        input: Box::new(input),
        digest,
    }))
}

fn owner_is_there(amends: Option<&Amends>, observed: &Observed) -> bool {
    amends.is_some_and(|amends| {
        observed
            .owners
            .iter()
            .any(|owner| (&owner.namespace, &owner.intent) == (&amends.namespace, &amends.intent))
    })
}

/// An amendment that names no namespace means its own.
fn in_namespace(observed: &Observed) -> nephoran_api::IntentModel {
    let mut model = observed.model.clone();
    model.placement.get_or_insert_default().namespace = Some(observed.target_namespace.clone());
    model
}

/// The model, its limits and the amendments. Clusters, quotas, other plans and the catalogue are left out on purpose: a
/// new price, neighbour or template must not move what runs.
fn input_digest(observed: &Observed) -> Digest {
    let amendments: Vec<_> = observed
        .amendments
        .iter()
        .map(|amendment| {
            (
                &amendment.namespace,
                &amendment.intent,
                &amendment.uid,
                amendment.generation,
                &amendment.model,
            )
        })
        .collect();
    Digest::of(&(
        &observed.model,
        &observed.constraints,
        &observed.target_namespace,
        observed.intent.generation,
        amendments,
    ))
}
