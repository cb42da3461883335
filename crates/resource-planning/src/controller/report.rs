//! From a decision to a status.

use nephoran_api::{Classified as _, Digest, Plan, RefusedAmendmentStatus, ResourcePlanStatus};
use nephoran_runtime::attempt::Attempt;

use super::{decide::Decision, observe::Observed};
use crate::Planned;

pub(super) fn outcome(
    mut status: ResourcePlanStatus,
    observed: &Observed,
    decision: Decision,
) -> Attempt<ResourcePlanStatus> {
    match decision {
        Decision::Amendment(amends) => {
            let message = format!(
                "changes {} of intent {}/{}",
                amends.components.join(", "),
                amends.namespace,
                amends.intent
            );
            status.state.digest = Some(Digest::of(&observed.model));
            status.amends = Some(amends);
            status.result = None;
            Attempt::completed(status, "AmendsOwner", message)
        }
        Decision::Owner { planned, input } => {
            let Planned {
                plan,
                amendments,
                refused,
            } = *planned;
            let message = message(&plan);
            status.state.digest = Some(Digest::of(&plan));
            status.state.input_digest = Some(input);
            status.component_summary = Some(summary(&plan));
            status.result = Some(plan);
            status.amends = None;
            status.amendments = amendments;
            status.refused_amendments = refused
                .into_iter()
                .map(|refused| RefusedAmendmentStatus {
                    reason: refused.error.reason().to_owned(),
                    message: refused.error.to_string(),
                    namespace: refused.namespace,
                    intent: refused.intent,
                    uid: refused.uid,
                    generation: refused.generation,
                })
                .collect();
            Attempt::completed(status, "ResourcesPlanned", message)
        }
    }
}

fn message(plan: &Plan) -> String {
    let clusters: std::collections::BTreeSet<_> = plan
        .components
        .iter()
        .map(|component| component.cluster.as_str())
        .collect();
    format!(
        "planned {} functions on {} for {:.2} {} a month",
        plan.components.len(),
        clusters.into_iter().collect::<Vec<_>>().join(", "),
        plan.cost.monthly,
        plan.cost.currency
    )
}

fn summary(plan: &Plan) -> String {
    let parts: Vec<_> = plan
        .components
        .iter()
        .map(|component| format!("{}×{}", component.name, component.replicas.desired))
        .collect();
    nephoran_api::conditions::shortened(&parts.join(", "), 1000).to_owned()
}
