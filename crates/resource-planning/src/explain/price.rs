//! The hourly cost of one function, as a formula of its size and the prices in force on its cluster.

use std::fmt::Write as _;

use nephoran_api::Plan;

use super::Derivation;
use crate::cost::HOURS_PER_MONTH;
use crate::plan::{PlanInput, Sized};
use crate::shipped::list_prices;

/// The cost and its formula; `None` when the plan does not run the function.
pub(super) fn per_hour(
    input: &PlanInput<'_>,
    plan: &Plan,
    sized: &Sized<'_>,
) -> Option<(String, Derivation)> {
    let name = &sized.function.name;
    let cost = plan.cost.per_component.get(name)?;
    let mut components = plan.components.iter();
    let cluster = &components.find(|one| one.name == *name)?.cluster;
    let known = input.clusters.iter().find(|known| known.name == *cluster);
    let spec = known.map(|known| &known.spec);
    let list = list_prices().of(spec.map(|spec| spec.provider).unwrap_or_default());
    let own = spec.and_then(|spec| spec.pricing.as_ref());
    let pricing = own.unwrap_or(&list.figures);
    let why = match own {
        Some(_) => format!("spec.pricing of TargetCluster {cluster}"),
        None => format!("list price of {}: {}", list.date, list.source),
    };
    // Binary fractions, so that their decimals are exact.
    let gibibytes = |bytes: u64| bytes as f64 / f64::from(1 << 30);
    let amounts = &sized.amounts;
    let mut formula = format!(
        "{} × ({} CPU × {} + {} GiB × {}",
        sized.replicas.desired,
        amounts.cpu_millicores as f64 / 1000.0,
        pricing.cpu_hour,
        gibibytes(amounts.memory_bytes),
        pricing.memory_gib_hour,
    );
    if amounts.storage_bytes > 0 {
        let _ = write!(
            formula,
            " + {} GiB × {} / {HOURS_PER_MONTH} h",
            gibibytes(amounts.storage_bytes),
            pricing.storage_gib_month
        );
    }
    formula.push(')');
    let value = format!("{cost:.4} {}", plan.cost.currency);
    Some((value, Derivation { formula, why }))
}
