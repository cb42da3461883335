//! How fast the planner places functions, how that grows, and how far a placement is from the best there is.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

use anyhow::Result;
use nephoran_api::{FunctionRequest, IntentModel};
use nephoran_resource_planning::assignment::{approximate, solve};
use nephoran_resource_planning::{Cluster, PlanInput, plan};
use nephoran_telecom::{Catalogue, NetworkFunctionType as Type};
use serde_json::json;

#[path = "../../crates/resource-planning/tests/planning/instances.rs"]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "the tests' own file: its numbers are small"
)]
mod instances;

use instances::{Numbers, best, instance};

/// The functions of a core; repeated for larger plans.
const CORE: [Type; 10] = [
    Type::Amf,
    Type::Smf,
    Type::Upf,
    Type::Nrf,
    Type::Ausf,
    Type::Udm,
    Type::Udr,
    Type::Pcf,
    Type::Nssf,
    Type::Nef,
];
/// Placings that the search tries for problems as small as the ones that are compared with the best.
const STEPS: u32 = 40_000;

/// Functions, clusters, about how many millicores a cluster offers when it shall not hold all, and how often to plan.
const PLANS: [(usize, usize, Option<u64>, usize); 8] = [
    (10, 1, None, 200),
    (10, 10, None, 200),
    (10, 100, None, 100),
    (10, 1000, None, 20),
    (10, 5, None, 500),
    (10, 5, Some(700), 500),
    (40, 200, None, 50),
    (40, 200, Some(2_000), 50),
];

/// Times of plans, and the distance from the best.
pub fn tables() -> Result<String> {
    let mut out = format!(
        "{:48} {:>9} {:>9} {:>9}\n",
        "planner", "p50 ms", "p99 ms", "worst ms"
    );
    for (functions, clusters, cpu, runs) in PLANS {
        let how = if cpu.is_some() { "split over" } else { "on" };
        let [p50, p99, worst] = times(&input(functions, clusters, cpu)?, runs);
        let name = format!("plan {functions} functions {how} {clusters} clusters");
        writeln!(out, "{name:48} {p50:9.3} {p99:9.3} {worst:9.3}")?;
    }
    out.push_str(&distances()?);
    Ok(out)
}

/// Plans `functions` functions over clusters of unlike size, latency and price, which hold all of them or about
/// `millicores` each.
fn input(functions: usize, clusters: usize, millicores: Option<u64>) -> Result<PlanInput<'static>> {
    let mut numbers = Numbers(99);
    let clusters = (0..clusters).map(|index| {
        let cpu = millicores.map_or(64_000, |cpu| cpu * numbers.between(60, 140) / 100);
        let spec = json!({
            "region": format!("region-{}", index % 7),
            "zones": ["a", "b", "c"],
            "capacity": { "cpu": format!("{cpu}m"), "memory": "256Gi", "storage": "2Ti" },
            "latencyMs": { "here": numbers.between(1, 60) },
            "pricing": { "cpuHour": numbers.between(10, 60) as f64 / 1000.0, "memoryGiBHour": 0.004, "storageGiBMonth": 0.1 },
        });
        Ok(Cluster { name: format!("cluster-{index}"), spec: serde_json::from_value(spec)?, nodes: None })
    });
    let clusters = clusters.collect::<Result<_>>()?;
    let model = IntentModel {
        network_functions: CORE
            .iter()
            .cycle()
            .take(functions)
            .map(|kind| FunctionRequest::of(*kind))
            .collect(),
        ..IntentModel::default()
    };
    Ok(PlanInput {
        clusters,
        ..PlanInput::new("telecom", "core", model, "telecom", Catalogue::builtin())
    })
}

/// Median, 99th percentile and the longest, in milliseconds.
fn times(input: &PlanInput<'_>, runs: usize) -> [f64; 3] {
    let mut times: Vec<_> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            let _ = black_box(plan(black_box(input)));
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    [50, 99, 100].map(|percent| times[(runs * percent / 100).min(runs - 1)])
}

/// How far the search, and the quick one alone, stay behind the best of all assignments.
fn distances() -> Result<String> {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let (mut exact, mut quick, mut missed) = (Vec::new(), Vec::new(), 0);
    for case in 0..1_200 {
        let room = [1.3, 1.8, 2.4, 3.0][case % 4];
        let problem = instance(&mut numbers, 3 + case % 5, 2 + case % 4, room);
        let Some(best) = best(&problem) else { continue };
        let behind =
            |points: i64| 100.0 * (best.points.0 - points) as f64 / best.points.0.max(1) as f64;
        exact.extend(solve(&problem, STEPS).map(|found| behind(found.rank.points.0)));
        match approximate(&problem).map(|(_, rank)| rank) {
            Some(rank) if (rank.opened, rank.misplaced) == (best.opened, best.misplaced) => {
                quick.push(behind(rank.points.0));
            }
            _ => missed += 1,
        }
    }
    let mut out = format!(
        "\n{:48} {:>9} {:>9} {:>9}\n",
        "points behind the best, %", "p50", "p99", "worst"
    );
    for (name, list) in [("search", &mut exact), ("quick search alone", &mut quick)] {
        list.sort_by(f64::total_cmp);
        let at = |percent: usize| list[(list.len() * percent / 100).min(list.len() - 1)];
        let name = format!("{name} ({} problems)", list.len());
        writeln!(
            out,
            "{name:48} {:9.3} {:9.3} {:9.3}",
            at(50),
            at(99),
            at(100)
        )?;
    }
    writeln!(
        out,
        "the quick search alone finds none, or needs more clusters or worse ones, in {missed}"
    )?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_measured_as_a_split_is_one() {
        let planned = plan(&input(10, 5, Some(700)).unwrap()).unwrap();
        assert!(planned.plan.cost.per_cluster.len() > 1);
        let planned = plan(&input(40, 200, Some(2_000)).unwrap()).unwrap();
        assert!(planned.plan.cost.per_cluster.len() > 1);
    }
}
