//! Figures that no real function has: 0 where that means nothing, and more than anything there is.

use super::error::CatalogueError;
use super::parse::Place;
use super::template::{Floor, Template};

/// Figures beyond these are mistakes. Source: estimate, the largest network and four times today's largest servers.
const MOST_LOAD: u32 = 1_000_000_000;
const MOST_MILLICORES: u32 = 1_024_000;
const MOST_MEBIBYTES: u32 = 64 << 20;
const MOST_GIBIBYTES: u32 = 64 << 10;
const MOST_REPLICAS: u32 = 1000;
const MOST_MILLISECONDS: u32 = 3_600_000;
const MOST_HARDWARE: u32 = 1024;

/// A figure of a template, and what it may be.
struct Figure {
    path: String,
    value: u32,
    least: u32,
    most: u32,
}

fn figure(path: impl Into<String>, value: u32, least: u32, most: u32) -> Figure {
    Figure {
        path: path.into(),
        value,
        least,
        most,
    }
}

/// Refuses a template with a figure outside its bounds.
pub(super) fn check(place: &Place, template: &Template) -> Result<(), CatalogueError> {
    let figures = once(template).chain(lines(template));
    for Figure {
        path,
        value,
        least,
        most,
    } in figures
    {
        if !(least..=most).contains(&value) {
            return Err(place.invalid(&path, format!("is {value} and must be {least} to {most}")));
        }
    }
    // Written so that not-a-number is refused too.
    if !(template.slo.availability > 0.0 && template.slo.availability < 1.0) {
        let message = "must lie between 0 and 1, for example 0.999";
        return Err(place.invalid("slo.availability", message));
    }
    let least = template.floor.replicas;
    if template.scaling.max_replicas < least {
        let message = format!("must be at least floor.replicas, {least}");
        return Err(place.invalid("scaling.maxReplicas", message));
    }
    Ok(())
}

/// Figures that a template has once.
fn once(template: &Template) -> impl Iterator<Item = Figure> {
    let floor = |name: &str, floor: &Floor| {
        [
            figure(format!("{name}.replicas"), floor.replicas, 1, MOST_REPLICAS),
            figure(
                format!("{name}.cpuMillicores"),
                floor.cpu_millicores,
                1,
                MOST_MILLICORES,
            ),
            figure(
                format!("{name}.memoryMib"),
                floor.memory_mib,
                1,
                MOST_MEBIBYTES,
            ),
        ]
    };
    let (sizing, slo) = (&template.sizing, &template.slo);
    let mut figures = vec![
        figure(
            "sizing.baseCpuMillicores",
            sizing.base_cpu_millicores,
            0,
            MOST_MILLICORES,
        ),
        figure(
            "sizing.baseMemoryMib",
            sizing.base_memory_mib,
            0,
            MOST_MEBIBYTES,
        ),
        figure(
            "scaling.maxReplicas",
            template.scaling.max_replicas,
            1,
            MOST_REPLICAS,
        ),
        figure("slo.latencyP99Ms", slo.latency_p99_ms, 1, MOST_MILLISECONDS),
    ];
    figures.extend(floor("floor", &template.floor));
    figures.extend(
        template
            .real_radio_floor
            .iter()
            .flat_map(|real| floor("realRadioFloor", real)),
    );
    let storage = template.workload.storage.iter();
    figures.extend(storage.map(|storage| {
        figure(
            "workload.storage.sizeGib",
            storage.size_gib,
            1,
            MOST_GIBIBYTES,
        )
    }));
    figures.extend(template.hardware.iter().filter_map(|(feature, need)| {
        Some(figure(
            format!("hardware.{feature}.amount"),
            need.amount?,
            1,
            MOST_HARDWARE,
        ))
    }));
    figures.into_iter()
}

/// Figures of every line of the sizing.
fn lines(template: &Template) -> impl Iterator<Item = Figure> {
    template
        .sizing
        .lines()
        .enumerate()
        .flat_map(|(index, line)| {
            let path = |field: &str| line_path(index, field);
            [
                figure(
                    path("perReplicaCapacity"),
                    line.per_replica_capacity,
                    1,
                    MOST_LOAD,
                ),
                figure(path("step"), line.step, 1, MOST_LOAD),
                figure(
                    path("cpuMillicoresPerStep"),
                    line.cpu_millicores_per_step,
                    0,
                    MOST_MILLICORES,
                ),
                figure(
                    path("memoryMibPerStep"),
                    line.memory_mib_per_step,
                    0,
                    MOST_MEBIBYTES,
                ),
                figure(
                    path("storageMibPerStep"),
                    line.storage_mib_per_step,
                    0,
                    MOST_MEBIBYTES,
                ),
            ]
        })
}

/// Where a field of a line stands in a template; the first line stands in `sizing` itself.
pub(super) fn line_path(index: usize, field: &str) -> String {
    match index.checked_sub(1) {
        None => format!("sizing.{field}"),
        Some(index) => format!("sizing.also[{index}].{field}"),
    }
}
