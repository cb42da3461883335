//! The one effect of planning: claiming the functions, so that no two plans ever own one.

use kube::ResourceExt;
use nephoran_api::ResourcePlan;

use super::{Context, decide::Decision, error::PlanningError, ownership::Function};

/// Claims the functions of an owner's plan for it.
pub(super) fn claim(
    object: &ResourcePlan,
    decision: Decision,
    context: &Context,
) -> Result<Decision, PlanningError> {
    if let Decision::Owner { planned, .. } = &decision {
        let functions = planned
            .plan
            .components
            .iter()
            .map(|component| Function::of(&planned.plan, component))
            .collect();
        context
            .claims
            .claim(&object.uid().unwrap_or_default(), functions, &context.plans)?;
    }
    Ok(decision)
}
