//! `plan`: the plans of the intents of files.

mod explanation;

use std::fmt::{self, Write as _};

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use nephoran_api::{Component, IncludedAmendment, Plan, Replicas};
use serde::Serialize;

use crate::answer::{Answer, json};
use crate::cli::{PlanArguments, TableJsonOrYaml};
use crate::input;
use crate::knowledge::Knowledge;
use crate::offline::{OwnerPlan, plan_all};
use crate::table::table;

/// What programs read, one per Deploy intent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlanDocument<'a> {
    namespace: &'a str,
    intent: &'a str,
    assumptions: &'a [String],
    amendments: &'a [IncludedAmendment],
    plan: &'a Plan,
}

impl<'a> From<&'a OwnerPlan> for PlanDocument<'a> {
    fn from(owner: &'a OwnerPlan) -> Self {
        Self {
            namespace: &owner.namespace,
            intent: &owner.intent,
            assumptions: &owner.understanding.model.assumptions,
            amendments: &owner.planned.amendments,
            plan: &owner.planned.plan,
        }
    }
}

pub(crate) fn run(arguments: &PlanArguments) -> anyhow::Result<Answer> {
    let mut input = input::read(
        arguments
            .sources
            .files
            .iter()
            .chain(&arguments.sources.clusters),
    )?;
    anyhow::ensure!(
        !input.intents.is_empty(),
        "the files hold no NetworkIntent; add one, or name another file with -f"
    );
    input.knowledge = Knowledge::of_files(&arguments.sources.catalogue, None)?;
    let offline = plan_all(&input);
    let documents: Vec<PlanDocument<'_>> = offline.plans.iter().map(PlanDocument::from).collect();
    let text = match arguments.output {
        TableJsonOrYaml::Json => json(&documents)?,
        TableJsonOrYaml::Yaml => serde_saphyr::to_string_multiple(&documents)?,
        TableJsonOrYaml::Table => {
            let pages: Vec<String> = offline
                .plans
                .iter()
                .map(|owner| page(owner, arguments.explain))
                .collect::<Result<_, _>>()?;
            pages.join("\n")
        }
    };
    let mut notes = input.notes;
    notes.extend(offline.problems());
    Ok(Answer {
        text,
        notes,
        outcome: offline.outcome(),
    })
}

fn page(owner: &OwnerPlan, explain: bool) -> Result<String, fmt::Error> {
    let plan = &owner.planned.plan;
    let mut page = format!(
        "NetworkIntent {}/{} in namespace {}\n",
        owner.namespace, owner.intent, plan.namespace
    );
    for amendment in &owner.planned.amendments {
        writeln!(
            page,
            "changed by {}/{}",
            amendment.namespace, amendment.intent
        )?;
        for superseded in &amendment.superseded {
            writeln!(page, "  superseded: {superseded}")?;
        }
    }
    let header = [
        "NAME",
        "TYPE",
        "REPLICAS",
        "CPU",
        "MEMORY",
        "STORAGE",
        "QOS",
        "CLUSTER",
        &format!("{}/HOUR", plan.cost.currency),
    ];
    let rows: Vec<Vec<String>> = plan
        .components
        .iter()
        .map(|component| row(plan, component))
        .collect();
    page.push_str(&table(&header, &rows));
    writeln!(
        page,
        "cost: {:.4} {currency} per hour, {:.2} {currency} per month",
        plan.cost.hourly,
        plan.cost.monthly,
        currency = plan.cost.currency
    )?;
    if let Some(slice) = &plan.slice {
        let differentiator = slice
            .sd
            .as_ref()
            .map_or_else(String::new, |sd| format!(", SD {sd}"));
        writeln!(
            page,
            "slice: {}, SST {}{differentiator}, 5QI {}",
            slice.kind, slice.sst, slice.five_qi
        )?;
    }
    for used in &plan.uses {
        writeln!(
            page,
            "uses: {} ({}) of {} on {}",
            used.name, used.function_type, used.package, used.cluster
        )?;
    }
    for relaxed in &plan.relaxed {
        writeln!(
            page,
            "relaxed: {} from {} to {}: {}",
            relaxed.constraint, relaxed.from, relaxed.to, relaxed.why
        )?;
    }
    for warning in &plan.warnings {
        writeln!(page, "warning: {warning}")?;
    }
    if explain {
        explanation::write(&mut page, owner)?;
    }
    Ok(page)
}

fn row(plan: &Plan, component: &Component) -> Vec<String> {
    let request = |name: &str| amount(component.resources.requests.get(name));
    vec![
        component.name.clone(),
        component.function_type.to_string(),
        replicas(&component.replicas),
        request("cpu"),
        request("memory"),
        amount(component.storage.as_ref()),
        format!("{:?}", component.qos_class),
        component.cluster.clone(),
        plan.cost
            .per_component
            .get(&component.name)
            .map_or_else(|| "-".to_owned(), |cost| format!("{cost:.4}")),
    ]
}

fn amount(quantity: Option<&Quantity>) -> String {
    quantity.map_or_else(|| "-".to_owned(), |quantity| quantity.0.clone())
}

fn replicas(replicas: &Replicas) -> String {
    if replicas.min == replicas.max {
        replicas.desired.to_string()
    } else {
        format!("{} ({}-{})", replicas.desired, replicas.min, replicas.max)
    }
}
