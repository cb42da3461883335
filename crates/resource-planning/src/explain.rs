//! Why every number of a plan is what it is: the figure, the template's formula with the figures in it, its source.
//!
//! The steps before placement run again and are told; nothing is stored with a plan.

use std::fmt::Write as _;

use nephoran_api::quantity;
use nephoran_telecom::Template;
use nephoran_telecom::catalogue::{Axis, Load};

use crate::PlanError;
use crate::cost::HOURS_PER_MONTH;
use crate::functions::Settings;
use crate::plan::{PlanInput, Planned, Sized, sized};
use crate::shipped::list_prices;
use crate::sizing::{LIMIT_FACTOR, bytes};

/// One number of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The component.
    pub component: String,
    /// Which number: `replicas`, `cpu`, `memory`, `cpu limit`, `memory limit`, `storage`, `image`, `cost per hour`.
    pub what: &'static str,
    /// What it is.
    pub value: String,
    /// The formula with the figures in it, and where they come from.
    pub why: String,
}

/// Explains every number of `planned`, which was made from `input`.
///
/// # Errors
/// When `input` has no plan.
pub fn explain(input: &PlanInput<'_>, planned: &Planned) -> Result<Vec<Explanation>, PlanError> {
    let included: Vec<_> = input
        .amendments
        .iter()
        .filter(|amendment| {
            let mut included = planned.amendments.iter();
            included.any(|included| included.uid == amendment.uid)
        })
        .collect();
    let mut explanations = Vec::new();
    for sized in sized(input, &included)? {
        explanations.extend(component(input, planned, &sized));
    }
    Ok(explanations)
}

fn component(input: &PlanInput<'_>, planned: &Planned, sized: &Sized<'_>) -> Vec<Explanation> {
    let (function, amounts) = (&sized.function, &sized.amounts);
    let line = |what, value: String, why: String| Explanation {
        component: function.name.clone(),
        what,
        value,
        why,
    };
    let limit = |asked: bool, field: &str, request: String| match (sized.guaranteed, asked) {
        (_, true) => format!("the intent's {field}"),
        (true, _) => {
            "equal to the request: the Guaranteed class of a URLLC slice or exclusive CPUs"
                .to_owned()
        }
        _ => format!("{LIMIT_FACTOR} × {request} (free5gc-helm values.yaml v4.2.2)"),
    };
    let resources = &function.settings.resources;
    let cpu = quantity::from_millicores(amounts.cpu_millicores).0;
    let memory = bytes(amounts.memory_bytes).0;
    let mut lines = vec![
        line(
            "replicas",
            sized.replicas.desired.to_string(),
            replicas(sized),
        ),
        line("cpu", cpu.clone(), cpu_request(sized)),
        line("memory", memory.clone(), memory_request(sized)),
        line(
            "cpu limit",
            quantity::from_millicores(amounts.cpu_limit_millicores).0,
            limit(resources.max_cpu.is_some(), "maxCpu", sized_cpu(sized)),
        ),
        line(
            "memory limit",
            bytes(amounts.memory_limit_bytes).0,
            limit(resources.max_memory.is_some(), "maxMemory", memory),
        ),
    ];
    if amounts.storage_bytes > 0 {
        lines.push(line(
            "storage",
            bytes(amounts.storage_bytes).0,
            storage(sized),
        ));
    }
    if let Some(image) = &function.template.image {
        let tag = function.settings.version.as_deref();
        let why = match tag {
            Some(version) => format!("version {version} of the intent; {}", image.source),
            None => image.source.to_string(),
        };
        lines.push(line("image", sized.image.clone(), why));
    }
    lines.extend(cost(input, planned, sized).map(|(value, why)| line("cost per hour", value, why)));
    lines
}

fn replicas(sized: &Sized<'_>) -> String {
    let (function, template) = (&sized.function, sized.function.template);
    if let Some(asked) = function.settings.replicas
        && function.settings.adjustments.is_empty()
    {
        return format!(
            "{asked} as the intent asks; its load needs {}",
            sized.size.replicas
        );
    }
    let mut why = format!(
        "the most of: floor {} ({})",
        template.floor.replicas, template.floor.source
    );
    for line in template.sizing.lines() {
        let amount = sized.load.of(line.axis);
        if amount > 0 {
            let per = line.per_replica_capacity;
            let needed = amount.div_ceil(per.into());
            let _ = write!(
                why,
                "; {amount} {axis} / {per} per replica = {needed} ({})",
                origin(line.axis, &function.settings),
                axis = line.axis
            );
        }
    }
    if sized.replicas.desired > sized.size.replicas {
        let _ = write!(
            why,
            "; {}",
            crate::reliability::why(function.settings.availability)
        );
    }
    for adjustment in &function.settings.adjustments {
        let _ = write!(why, "; changed by the intent: {adjustment:?}");
    }
    why
}

/// `150m + 10 × 15m`: the base and one product per line that has load.
fn line_of(
    template: &Template,
    load: &Load,
    base: u32,
    unit: &str,
    per_step: impl Fn(&nephoran_telecom::catalogue::Line<'_>) -> u32,
) -> String {
    let mut formula = format!("{base}{unit}");
    let mut sources = vec![template.sizing.source.to_string()];
    for (position, line) in template.sizing.lines().enumerate() {
        let amount = load.of(line.axis).min(line.per_replica_capacity.into());
        let steps = amount.div_ceil(line.step.into());
        if steps == 0 || per_step(&line) == 0 {
            continue;
        }
        let _ = write!(
            formula,
            " + {steps} × {}{unit} (one per {} {}, {amount} here)",
            per_step(&line),
            line.step,
            line.axis
        );
        if position > 0 {
            sources.push(line.source.to_string());
        }
    }
    format!("{formula}; {}", sources.join("; "))
}

fn cpu_request(sized: &Sized<'_>) -> String {
    let template = sized.function.template;
    if let Some(asked) = &sized.function.settings.resources.cpu {
        return format!(
            "{} as the intent asks; its load needs {}",
            asked.0,
            sized_cpu(sized)
        );
    }
    let mut why = line_of(
        template,
        &sized.load,
        template.sizing.base_cpu_millicores,
        "m",
        |line| line.cpu_millicores_per_step,
    );
    let _ = write!(
        why,
        "; never below {}m ({})",
        template.floor.cpu_millicores, template.floor.source
    );
    if sized.guaranteed {
        why.push_str("; rounded up to whole CPUs: URLLC or exclusive CPUs");
    }
    if let Some(overcommit) = template.overcommit.as_ref().filter(|_| sized.overcommitted) {
        let _ = write!(
            why,
            "; divided by {} % ({})",
            overcommit.cpu_percent, overcommit.source
        );
    }
    why
}

fn memory_request(sized: &Sized<'_>) -> String {
    let template = sized.function.template;
    if let Some(asked) = &sized.function.settings.resources.memory {
        return format!(
            "{} as the intent asks; its load needs {}Mi",
            asked.0, sized.size.memory_mib
        );
    }
    let mut why = line_of(
        template,
        &sized.load,
        template.sizing.base_memory_mib,
        "Mi",
        |line| line.memory_mib_per_step,
    );
    let _ = write!(
        why,
        "; never below {}Mi ({})",
        template.floor.memory_mib, template.floor.source
    );
    why
}

fn sized_cpu(sized: &Sized<'_>) -> String {
    quantity::from_millicores(sized.size.cpu_millicores.into()).0
}

fn storage(sized: &Sized<'_>) -> String {
    let template = sized.function.template;
    if let Some(asked) = &sized.function.settings.resources.storage {
        return format!(
            "{} as the intent asks; its load needs {}Gi",
            asked.0, sized.size.storage_gib
        );
    }
    template
        .workload
        .storage
        .as_ref()
        .map_or_else(String::new, |volume| {
            format!(
                "{}Gi ({}) and what the load adds, {}Gi",
                volume.size_gib,
                volume.source,
                sized.size.storage_gib.saturating_sub(volume.size_gib)
            )
        })
}

/// From which figure of the intent a load follows.
fn origin(axis: Axis, settings: &Settings) -> &'static str {
    let capacity = &settings.capacity;
    let people = match (capacity.subscribers, capacity.ues) {
        (Some(_), _) => "capacity.subscribers",
        (None, Some(_)) => "capacity.ues",
        (None, None) => "capacity.sessions",
    };
    match axis {
        Axis::Sessions if capacity.sessions.is_some() => "capacity.sessions",
        Axis::Subscribers | Axis::Sessions => people,
        Axis::Ues | Axis::Cells if capacity.ues.is_some() => "capacity.ues",
        Axis::Cells if capacity.cells.is_some() => "capacity.cells",
        Axis::Ues | Axis::Cells => "capacity.subscribers, a tenth of them connected",
        Axis::RegistrationsPerSecond if capacity.registrations_per_second.is_some() => {
            "capacity.registrationsPerSecond"
        }
        Axis::RegistrationsPerSecond => "each subscriber registers once in 27 minutes",
        Axis::ThroughputMbps => "qos.throughputDownlink, or the uplink where it is larger",
    }
}

/// The prices in force on the component's cluster.
fn cost(input: &PlanInput<'_>, planned: &Planned, sized: &Sized<'_>) -> Option<(String, String)> {
    let name = &sized.function.name;
    let plan = &planned.plan;
    let cost = plan.cost.per_component.get(name)?;
    let cluster = &plan
        .components
        .iter()
        .find(|one| one.name == *name)?
        .cluster;
    let spec = input
        .clusters
        .iter()
        .find(|known| known.name == *cluster)
        .map(|known| &known.spec);
    let own = spec.and_then(|spec| spec.pricing.as_ref());
    let list = list_prices().of(spec.map(|spec| spec.provider).unwrap_or_default());
    let pricing = own.unwrap_or(&list.figures);
    let source = match own {
        Some(_) => format!("spec.pricing of TargetCluster {cluster}"),
        None => format!("list price of {}: {}", list.date, list.source),
    };
    let gibibytes = |bytes: u64| bytes as f64 / f64::from(1 << 30);
    let mut why = format!(
        "{} × ({} CPU × {} + {:.3} GiB × {}",
        sized.replicas.desired,
        sized.amounts.cpu_millicores as f64 / 1000.0,
        pricing.cpu_hour,
        gibibytes(sized.amounts.memory_bytes),
        pricing.memory_gib_hour,
    );
    if sized.amounts.storage_bytes > 0 {
        let _ = write!(
            why,
            " + {:.3} GiB × {} / {HOURS_PER_MONTH} h",
            gibibytes(sized.amounts.storage_bytes),
            pricing.storage_gib_month
        );
    }
    let _ = write!(why, "); {source}");
    Some((format!("{cost:.4} {}", plan.cost.currency), why))
}
