//! What the latest intent with objectives changed: the plan without it beside the plan with it.

use nephoran_api::{Action, Component, Plan, PlanComparison, PlanFigures, Score, quantity};

use super::{Drawn, PlanInput, plan_with};
use crate::amendment::Amendment;
use crate::energy::watts;
use crate::sizing::bytes;

/// The comparison when the last of `amendments` optimises towards objectives of its own. The plan before it is drawn
/// as though nothing ran yet, so that it stays the same while the plan after it runs. Both are scored under the new
/// objectives, on one scale of cost and power.
pub(super) fn of(
    input: &PlanInput<'_>,
    amendments: &[&Amendment],
    after: &Drawn,
) -> Option<PlanComparison> {
    let (last, earlier) = amendments.split_last()?;
    if last.model.action != Action::Optimize || last.model.objectives.is_empty() {
        return None;
    }
    let before = plan_with(input, earlier, None).ok()?;
    let scale = before.placed.scale.covering(after.placed.scale);
    let judged = |drawn: &Drawn| {
        let score = after.weights.score(&drawn.placed.totals.parts(&scale));
        figures(&drawn.plan, watts(drawn.placed.totals.power), score)
    };
    Some(PlanComparison {
        intent: format!("{}/{}", last.namespace, last.intent),
        before: judged(&before),
        after: judged(after),
    })
}

/// A plan in a few figures.
fn figures(plan: &Plan, watts: f64, score: Score) -> PlanFigures {
    let requested = |component: &Component, resource: &str, read: fn(&_) -> Option<u64>| {
        let one = component.resources.requests.get(resource).and_then(read);
        one.unwrap_or(0)
            .saturating_mul(u64::from(component.replicas.desired))
    };
    let sum = |of: &dyn Fn(&Component) -> u64| {
        plan.components
            .iter()
            .fold(0_u64, |sum, component| sum.saturating_add(of(component)))
    };
    let replicas = sum(&|component| u64::from(component.replicas.desired));
    let cpu = sum(&|component| requested(component, "cpu", |cpu| quantity::millicores(cpu).ok()));
    let memory =
        sum(&|component| requested(component, "memory", |memory| quantity::bytes(memory).ok()));
    PlanFigures {
        hourly: plan.cost.hourly,
        replicas: u32::try_from(replicas).unwrap_or(u32::MAX),
        cpu: quantity::from_millicores(cpu),
        memory: bytes(memory),
        watts,
        score,
    }
}
