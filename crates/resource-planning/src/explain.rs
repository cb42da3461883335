//! Why every number of a plan is what it is: a formula that gives it, and where the figures in the formula come from.
//!
//! The steps before placement run again and are told; nothing is stored with a plan.

mod price;
mod sizes;

use nephoran_api::quantity;

use crate::PlanError;
use crate::plan::{PlanInput, Planned, Sized, sized};
use crate::sizing::{LIMIT_FACTOR, bytes};

/// One number of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The component.
    pub component: String,
    /// Which number: `replicas`, `cpu`, `memory`, `cpu limit`, `memory limit`, `storage`, `image`, `cost per hour`.
    pub what: &'static str,
    /// What it is, as the plan has it.
    pub value: String,
    /// What gives the value: figures with units, `+`, `-`, `×`, `/`, `max(…)` and `⌈…⌉`, which rounds up to a whole
    /// unit. A cost is rounded to four decimals besides. `None` for an image.
    pub formula: Option<String>,
    /// Where the figures of the formula come from.
    pub why: String,
}

/// A formula and where its figures come from.
struct Derivation {
    formula: String,
    why: String,
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
    let resources = &function.settings.resources;
    let cpu = quantity::from_millicores(amounts.cpu_millicores).0;
    let memory = bytes(amounts.memory_bytes).0;
    // A CPU request that makes use of idle CPU lowers no limit.
    let full_cpu = resources.cpu.is_none().then(|| sizes::sized_cpu(sized));
    let limits = [
        quantity::from_millicores(amounts.cpu_limit_millicores).0,
        bytes(amounts.memory_limit_bytes).0,
    ];
    let mut lines = Lines {
        component: &function.name,
        lines: Vec::new(),
    };
    lines.number(
        "replicas",
        sized.replicas.desired.to_string(),
        sizes::replicas(sized),
    );
    lines.number("cpu", cpu.clone(), sizes::cpu(sized));
    lines.number("memory", memory.clone(), sizes::memory(sized));
    lines.number(
        "cpu limit",
        limits[0].clone(),
        limit(
            sized,
            resources.max_cpu.as_ref().map(|_| "maxCpu"),
            &limits[0],
            &cpu,
            full_cpu.as_deref(),
        ),
    );
    lines.number(
        "memory limit",
        limits[1].clone(),
        limit(
            sized,
            resources.max_memory.as_ref().map(|_| "maxMemory"),
            &limits[1],
            &memory,
            None,
        ),
    );
    if amounts.storage_bytes > 0 {
        lines.number(
            "storage",
            bytes(amounts.storage_bytes).0,
            sizes::storage(sized),
        );
    }
    if let Some(image) = &function.template.image {
        let why = match function.settings.version.as_deref() {
            Some(version) => format!("version {version} of the intent; {}", image.source),
            None => image.source.to_string(),
        };
        lines.line("image", sized.image.clone(), None, why);
    }
    if let Some((value, derivation)) = price::per_hour(input, &planned.plan, sized) {
        lines.number("cost per hour", value, derivation);
    }
    lines.lines
}

/// The explanations of one component.
struct Lines<'c> {
    component: &'c str,
    lines: Vec<Explanation>,
}

impl Lines<'_> {
    fn number(&mut self, what: &'static str, value: String, derivation: Derivation) {
        self.line(what, value, Some(derivation.formula), derivation.why);
    }

    fn line(&mut self, what: &'static str, value: String, formula: Option<String>, why: String) {
        self.lines.push(Explanation {
            component: self.component.to_owned(),
            what,
            value,
            formula,
            why,
        });
    }
}

/// A limit: the request of a Guaranteed function, the intent's in the field `asked`, or a multiple of what the request
/// would be without overcommitment.
fn limit(
    sized: &Sized<'_>,
    asked: Option<&str>,
    limit: &str,
    request: &str,
    full_request: Option<&str>,
) -> Derivation {
    let (formula, why) = match asked {
        _ if sized.guaranteed => (
            request.to_owned(),
            "equal to the request: the Guaranteed class of a URLLC slice or exclusive CPUs"
                .to_owned(),
        ),
        Some(field) => (limit.to_owned(), format!("the intent's {field}")),
        None => (
            format!("{LIMIT_FACTOR} × {}", full_request.unwrap_or(request)),
            "free5gc-helm values.yaml v4.2.2: limits are twice the requests".to_owned(),
        ),
    };
    Derivation { formula, why }
}
