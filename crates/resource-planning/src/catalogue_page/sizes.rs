//! What each function gets for a few loads, by the planner's own arithmetic.

use std::fmt::{self, Write};

use nephoran_api::CapacityRequest;
use nephoran_telecom::catalogue::{Axis, Load};
use nephoran_telecom::{Catalogue, Template};

use crate::sizing::of_capacity;

const LOADS: [u64; 3] = [1, 10, 100];

pub(super) fn tables(page: &mut String, catalogue: &Catalogue) -> fmt::Result {
    writeln!(
        page,
        "\n## Sizes\n\nReplicas × CPU/memory requests of each, and the volume where there is one. Figures that an intent does not name \
         follow from those it does: sessions from subscribers, connected UEs and busy-hour registrations from subscribers, \
         cells from UEs. A dash is more than the template's most replicas carry. Availability, guaranteed service and \
         the user's own numbers come on top."
    )?;
    let subscribers = |number: u64| {
        of_capacity(&CapacityRequest {
            subscribers: Some(number * 1000),
            ..CapacityRequest::default()
        })
    };
    let cells = |number: u64| {
        of_capacity(&CapacityRequest {
            cells: Some(number),
            ..CapacityRequest::default()
        })
    };
    let throughput = |number: u64| Load::on(Axis::ThroughputMbps, number * 1000);
    let follows_people = |template: &Template| {
        let axes = [
            Axis::Subscribers,
            Axis::Sessions,
            Axis::Ues,
            Axis::RegistrationsPerSecond,
        ];
        axes.iter().any(|axis| template.sizing.follows(*axis))
    };
    table(
        page,
        catalogue,
        "000 subscribers",
        &subscribers,
        &follows_people,
    )?;
    table(page, catalogue, " Gbit/s", &throughput, &|template| {
        template.sizing.follows(Axis::ThroughputMbps)
    })?;
    table(page, catalogue, " cells", &cells, &|template| {
        template.sizing.follows(Axis::Cells)
    })
}

fn table(
    page: &mut String,
    catalogue: &Catalogue,
    unit: &str,
    load: &dyn Fn(u64) -> Load,
    shown: &dyn Fn(&Template) -> bool,
) -> fmt::Result {
    let separator = if unit.starts_with('0') { "," } else { "" };
    let titles: Vec<_> = LOADS
        .iter()
        .map(|number| format!("{number}{separator}{unit}"))
        .collect();
    writeln!(
        page,
        "\n| Type | {} |\n|---|---|---|---|",
        titles.join(" | ")
    )?;
    for template in catalogue.templates().filter(|template| shown(template)) {
        let sizes: Vec<_> = LOADS
            .iter()
            .map(|number| size(template, &load(*number)))
            .collect();
        writeln!(page, "| {} | {} |", template.function, sizes.join(" | "))?;
    }
    Ok(())
}

fn size(template: &Template, load: &Load) -> String {
    template.size(load).map_or_else(
        |_| "–".to_owned(),
        |size| {
            let volume = if size.storage_gib > 0 {
                format!(", {}Gi", size.storage_gib)
            } else {
                String::new()
            };
            format!(
                "{} × {}m/{}Mi{volume}",
                size.replicas, size.cpu_millicores, size.memory_mib
            )
        },
    )
}
