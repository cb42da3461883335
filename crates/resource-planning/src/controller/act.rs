//! The one effect of planning: claiming functions and numbers, so that no two plans ever hold the same.

use kube::ResourceExt;
use nephoran_api::ResourcePlan;

use super::{
    Context,
    decide::{Decision, Task},
    error::PlanningError,
    quota,
};
use crate::{PlanInput, plan};

/// Makes the plan beside all others, or passes an amendment on.
pub(super) async fn plan_and_claim(
    object: &ResourcePlan,
    task: Task<'_>,
    context: &Context,
) -> Result<Decision, PlanningError> {
    match task {
        Task::Amend(amends) => Ok(Decision::Amendment(amends)),
        Task::Plan { input, digest } => {
            let quotas = quota::left(
                &context.client,
                &input.target_namespace,
                &input.clusters,
                input.previous.as_ref(),
            )
            .await?;
            let uid = object.uid().unwrap_or_default();
            let planned = context.claims.plan(&uid, &context.plans, |held| {
                plan(&PlanInput {
                    held,
                    quotas,
                    ..*input
                })
            })?;
            Ok(Decision::Owner {
                planned: Box::new(planned),
                input: digest,
            })
        }
    }
}
