//! Why a plan is as it is: every number, place, start order, alternative and score.

use std::fmt::{self, Write as _};

use nephoran_api::{
    Component, Cost, Placement, PlanAlternative, PlanComparison, PlanFigures, Score,
};

use crate::offline::OwnerPlan;

/// Adds the whole explanation to `page`.
pub(super) fn write(page: &mut String, owner: &OwnerPlan) -> fmt::Result {
    let plan = &owner.planned.plan;
    section(page, "assumed", &owner.understanding.model.assumptions)?;
    numbers(page, owner)?;
    section(page, "placed", &places(&plan.placements))?;
    section(
        page,
        "started in this order",
        &start_order(&plan.components),
    )?;
    section(page, "the same elsewhere", &elsewhere(&plan.cost))?;
    let alternatives = alternatives(&plan.alternatives, &plan.cost.currency);
    section(
        page,
        "better in one respect, worse in another",
        &alternatives,
    )?;
    if let Some(comparison) = &plan.comparison {
        let title = format!("changed by {}", comparison.intent);
        section(page, &title, &compared(comparison, &plan.cost.currency))?;
    }
    writeln!(page, "score: {}; 1 is best", scores(&plan.score))
}

fn section(page: &mut String, title: &str, lines: &[String]) -> fmt::Result {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(page, "{title}:")?;
    lines.iter().try_for_each(|line| writeln!(page, "  {line}"))
}

fn numbers(page: &mut String, owner: &OwnerPlan) -> fmt::Result {
    let mut component = "";
    for number in &owner.explanations {
        if number.component != component {
            component = &number.component;
            writeln!(page, "{component}:")?;
        }
        let formula = number.formula.as_ref();
        let formula = formula.filter(|formula| **formula != number.value);
        let formula = formula.map_or_else(String::new, |formula| format!(" = {formula}"));
        writeln!(
            page,
            "  {} {}{formula}: {}",
            number.what, number.value, number.why
        )?;
    }
    Ok(())
}

fn places(placements: &[Placement]) -> Vec<String> {
    placements
        .iter()
        .map(|placed| {
            format!(
                "{} on {}: {}",
                placed.component, placed.cluster, placed.reason
            )
        })
        .collect()
}

fn start_order(components: &[Component]) -> Vec<String> {
    let line = |(index, component): (usize, &Component)| {
        let after = component.depends_on.join(", ");
        let after = if after.is_empty() {
            String::new()
        } else {
            format!(" after {after}")
        };
        format!(
            "{}. {}{after} ({})",
            index + 1,
            component.name,
            component.image
        )
    };
    components.iter().enumerate().map(line).collect()
}

fn elsewhere(cost: &Cost) -> Vec<String> {
    cost.alternatives
        .iter()
        .map(|other| {
            format!(
                "{}: {:.4} {} per hour",
                other.cluster, other.hourly, cost.currency
            )
        })
        .collect()
}

fn alternatives(alternatives: &[PlanAlternative], currency: &str) -> Vec<String> {
    let line = |other: &PlanAlternative| {
        let clusters = other.clusters.iter();
        let clusters: Vec<_> = clusters
            .map(|(cluster, count)| format!("{count} on {cluster}"))
            .collect();
        format!(
            "{}: {:.4} {currency} per hour, {}",
            clusters.join(", "),
            other.hourly,
            scores(&other.score)
        )
    };
    alternatives.iter().map(line).collect()
}

fn compared(comparison: &PlanComparison, currency: &str) -> [String; 2] {
    let figures = |figures: &PlanFigures| {
        format!(
            "{:.4} {currency} per hour, {} replicas, cpu {}, memory {}, {:.0} W, {}",
            figures.hourly,
            figures.replicas,
            figures.cpu.0,
            figures.memory.0,
            figures.watts,
            scores(&figures.score)
        )
    };
    [
        format!("before: {}", figures(&comparison.before)),
        format!("after: {}", figures(&comparison.after)),
    ]
}

fn scores(score: &Score) -> String {
    format!(
        "{:.2} (cost {:.2}, performance {:.2}, reliability {:.2}, energy {:.2})",
        score.total, score.cost, score.performance, score.reliability, score.energy
    )
}
