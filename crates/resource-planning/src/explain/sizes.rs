//! Replicas, CPU, memory and volume of one function, as formulas of its load.

use nephoran_api::quantity;
use nephoran_telecom::catalogue::Line;

use super::Derivation;
use crate::functions::Adjustment;
use crate::plan::Sized;
use crate::reliability;
use crate::sizing::{bytes, origin};

/// The intent's number or the least, with every relative change on top.
pub(super) fn replicas(sized: &Sized<'_>) -> Derivation {
    let settings = &sized.function.settings;
    let mut derivation = match settings.replicas {
        Some(asked) => Derivation {
            formula: asked.to_string(),
            why: format!(
                "{asked} as the intent asks; its load needs {}",
                sized.size.replicas
            ),
        },
        None => least(sized),
    };
    for adjustment in &settings.adjustments {
        let before = &derivation.formula;
        derivation.formula = match *adjustment {
            Adjustment::By(step) if step < 0 => format!("{before} - {}", step.unsigned_abs()),
            Adjustment::By(step) => format!("{before} + {step}"),
            Adjustment::Factor(factor) => format!("⌈({before}) × {factor}⌉"),
        };
    }
    if !settings.adjustments.is_empty() {
        derivation
            .why
            .push_str("; then changed as later intents ask");
    }
    derivation
}

/// The least that floor, load and availability admit, or the autoscaler's own least.
fn least(sized: &Sized<'_>) -> Derivation {
    let (function, template) = (&sized.function, sized.function.template);
    let scaling = function.settings.scaling.as_ref();
    let scaling = scaling.filter(|_| template.scaling.horizontally_scalable);
    if let Some(least) = scaling.and_then(|scaling| scaling.min_replicas) {
        return Derivation {
            formula: least.to_string(),
            why: "the intent's scaling.minReplicas".to_owned(),
        };
    }
    let mut terms = vec![template.floor.replicas.to_string()];
    let mut why = vec![format!(
        "floor {} ({})",
        template.floor.replicas, template.floor.source
    )];
    for line in template.sizing.lines() {
        let amount = sized.load.of(line.axis);
        if amount > 0 {
            terms.push(format!("⌈{amount} / {}⌉", line.per_replica_capacity));
            why.push(format!(
                "{amount} {} ({})",
                line.axis,
                origin(line.axis, &function.settings.capacity)
            ));
        }
    }
    let mut formula = most(&terms);
    if sized.demand.spare > 0 {
        formula = format!("{formula} + {}", sized.demand.spare);
    }
    if sized.demand.least > 1 {
        formula = most(&[sized.demand.least.to_string(), formula]);
        why.push(reliability::why(function.settings.availability));
    }
    Derivation {
        formula,
        why: why.join("; "),
    }
}

/// The CPU request.
pub(super) fn cpu(sized: &Sized<'_>) -> Derivation {
    let resources = &sized.function.settings.resources;
    let value = quantity::from_millicores(sized.amounts.cpu_millicores).0;
    if let Some(field) = named(
        sized,
        ("cpu", resources.cpu.is_some()),
        ("maxCpu", resources.max_cpu.is_some()),
    ) {
        return asked(value, field, &sized_cpu(sized));
    }
    let template = sized.function.template;
    let (sum, mut why) = grown(sized, template.sizing.base_cpu_millicores, "m", |line| {
        line.cpu_millicores_per_step
    });
    let floor = format!("{}m", template.floor.cpu_millicores);
    let overcommit = template.overcommit.as_ref().filter(|_| sized.overcommitted);
    let mut formula = match overcommit {
        Some(overcommit) => {
            why.push(format!(
                "{} % of a node's CPU may be promised ({})",
                overcommit.cpu_percent, overcommit.source
            ));
            most(&[
                floor,
                format!("⌈({sum}) × 100 / {}⌉", overcommit.cpu_percent),
            ])
        }
        None => most(&[floor, sum]),
    };
    why.push(format!("floor ({})", template.floor.source));
    if sized.guaranteed {
        formula = format!("⌈{formula} / 1000m⌉ × 1000m");
        why.push("whole CPUs: URLLC or exclusive CPUs".to_owned());
    }
    Derivation {
        formula,
        why: why.join("; "),
    }
}

/// The memory request.
pub(super) fn memory(sized: &Sized<'_>) -> Derivation {
    let resources = &sized.function.settings.resources;
    if let Some(field) = named(
        sized,
        ("memory", resources.memory.is_some()),
        ("maxMemory", resources.max_memory.is_some()),
    ) {
        let needed = format!("{}Mi", sized.size.memory_mib);
        return asked(bytes(sized.amounts.memory_bytes).0, field, &needed);
    }
    let template = sized.function.template;
    let (sum, mut why) = grown(sized, template.sizing.base_memory_mib, "Mi", |line| {
        line.memory_mib_per_step
    });
    why.push(format!("floor ({})", template.floor.source));
    Derivation {
        formula: most(&[format!("{}Mi", template.floor.memory_mib), sum]),
        why: why.join("; "),
    }
}

/// The volume of one replica.
pub(super) fn storage(sized: &Sized<'_>) -> Derivation {
    let template = sized.function.template;
    let has = bytes(sized.amounts.storage_bytes).0;
    let needed = quantity::from_mebibytes(u64::from(sized.size.storage_gib) * 1024).0;
    if sized.function.settings.resources.storage.is_some() {
        return asked(has, "storage", &needed);
    }
    if has != needed {
        let why = format!("the size it has, which cannot change; its load takes {needed}");
        return Derivation { formula: has, why };
    }
    let first = template.workload.storage.as_ref();
    let (sum, mut why) = grown(sized, 0, "Mi", |line| line.storage_mib_per_step);
    let base = first.map_or(0, |volume| volume.size_gib);
    why.extend(first.map(|volume| format!("{base}Gi before any load ({})", volume.source)));
    Derivation {
        formula: format!("{base}Gi + ⌈({sum}) / 1024Mi⌉ × 1Gi"),
        why: why.join("; "),
    }
}

/// What the load needs of CPU, before the wish to share what is idle.
pub(super) fn sized_cpu(sized: &Sized<'_>) -> String {
    quantity::from_millicores(sized.size.cpu_millicores.into()).0
}

/// The field of the intent that a request follows: the request itself, or the limit where both are one number.
fn named<'f>(
    sized: &Sized<'_>,
    (request, has_request): (&'f str, bool),
    (limit, has_limit): (&'f str, bool),
) -> Option<&'f str> {
    if has_request {
        Some(request)
    } else {
        (has_limit && sized.guaranteed).then_some(limit)
    }
}

fn asked(value: String, field: &str, needed: &str) -> Derivation {
    Derivation {
        formula: value,
        why: format!("the intent's {field}; its load needs {needed}"),
    }
}

/// `80m + 10 × 20m`: the base and one product per line that has load, and what each of them is.
fn grown(
    sized: &Sized<'_>,
    base: u32,
    unit: &str,
    per_step: impl Fn(&Line<'_>) -> u32,
) -> (String, Vec<String>) {
    let sizing = &sized.function.template.sizing;
    let mut formula = format!("{base}{unit}");
    let mut why = vec![sizing.source.to_string()];
    for (position, line) in sizing.lines().enumerate() {
        let most = u64::from(line.per_replica_capacity);
        let amount = sized.load.of(line.axis).min(most);
        let steps = amount.div_ceil(line.step.into());
        let growth = per_step(&line);
        if steps == 0 || growth == 0 {
            continue;
        }
        formula = format!("{formula} + {steps} × {growth}{unit}");
        let started = format!(
            "{growth}{unit} for each started {} of {amount} {}",
            line.step, line.axis
        );
        why.push(match position {
            0 => started,
            _ => format!("{started} ({})", line.source),
        });
    }
    (formula, why)
}

/// The largest of some terms.
fn most(terms: &[String]) -> String {
    match terms {
        [only] => only.clone(),
        _ => format!("max({})", terms.join(", ")),
    }
}
