//! One section per function: everything its template says.

use std::fmt::{self, Write};

use nephoran_telecom::Template;
use nephoran_telecom::catalogue::{Interface, Need};

pub(super) fn section(page: &mut String, template: &Template) -> fmt::Result {
    writeln!(page, "\n### {}\n", template.function)?;
    writeln!(
        page,
        "{}; {} plane, {}.\n",
        template.standard, template.plane, template.workload.kind
    )?;
    interfaces(page, template)?;
    dependencies(page, template)?;
    figures(page, template)?;
    hardware(page, template)?;
    if let Some(waiver) = &template.security_waiver {
        let capabilities: Vec<_> = waiver.capabilities.iter().map(String::as_str).collect();
        writeln!(
            page,
            "* Waiver: {}, because it {} ({})",
            capabilities.join(", "),
            waiver.reason,
            waiver.source
        )?;
    }
    match &template.metrics {
        Some(metrics) => writeln!(
            page,
            "* Measurements: `{}` ({})",
            metrics.names.join("`, `"),
            metrics.source
        ),
        None => Ok(()),
    }
}

fn interfaces(page: &mut String, template: &Template) -> fmt::Result {
    if template.interfaces.is_empty() {
        return Ok(());
    }
    writeln!(
        page,
        "| Point | Role | Protocol | Port | Network | Peers |\n|---|---|---|---|---|---|"
    )?;
    for (point, interface) in &template.interfaces {
        let Interface {
            role,
            protocol,
            port,
            network,
            peers,
        } = interface;
        let protocol = protocol.map_or("–", |protocol| protocol.as_str());
        let port = port.map_or_else(|| "–".to_owned(), |port| port.to_string());
        let peers: Vec<_> = peers.iter().map(|peer| peer.as_str()).collect();
        let peers = if peers.is_empty() {
            "outside".to_owned()
        } else {
            peers.join(", ")
        };
        writeln!(
            page,
            "| {point} | {role} | {protocol} | {port} | {network} | {peers} |"
        )?;
    }
    writeln!(page)
}

fn dependencies(page: &mut String, template: &Template) -> fmt::Result {
    for (need, what) in [
        (Need::Hard, "Does not start without"),
        (Need::Soft, "Offers more with"),
    ] {
        let needed: Vec<_> = template
            .dependencies
            .iter()
            .filter(|(_, need_of_it)| **need_of_it == need)
            .map(|(function, _)| function.as_str())
            .collect();
        if !needed.is_empty() {
            writeln!(page, "* {what}: {}", needed.join(", "))?;
        }
    }
    Ok(())
}

fn figures(page: &mut String, template: &Template) -> fmt::Result {
    let (sizing, floor, slo) = (&template.sizing, &template.floor, &template.slo);
    writeln!(
        page,
        "* Base: {}m, {}Mi",
        sizing.base_cpu_millicores, sizing.base_memory_mib
    )?;
    for line in sizing.lines() {
        let volume = match line.storage_mib_per_step {
            0 => String::new(),
            mebibytes => format!(", {mebibytes}Mi of volume"),
        };
        writeln!(
            page,
            "* Per {} {}: {}m, {}Mi{volume}; at most {} per replica ({})",
            line.step,
            line.axis,
            line.cpu_millicores_per_step,
            line.memory_mib_per_step,
            line.per_replica_capacity,
            line.source
        )?;
    }
    if let Some(storage) = &template.workload.storage {
        writeln!(
            page,
            "* Volume: {}Gi to begin with ({})",
            storage.size_gib, storage.source
        )?;
    }
    writeln!(
        page,
        "* Floor: {}m, {}Mi ({})",
        floor.cpu_millicores, floor.memory_mib, floor.source
    )?;
    if let Some(floor) = &template.real_radio_floor {
        writeln!(
            page,
            "* Floor with a radio of hardware: {}m, {}Mi ({})",
            floor.cpu_millicores, floor.memory_mib, floor.source
        )?;
    }
    let autoscaled = if template.scaling.horizontally_scalable {
        "may be"
    } else {
        "never"
    };
    writeln!(
        page,
        "* Replicas: at most {}, {autoscaled} autoscaled ({})",
        template.scaling.max_replicas, template.scaling.source
    )?;
    if let Some(overcommit) = &template.overcommit {
        writeln!(
            page,
            "* Overcommitment: up to {} % of the CPU request ({})",
            overcommit.cpu_percent, overcommit.source
        )?;
    }
    writeln!(
        page,
        "* Objectives: availability {}, p99 {} ms ({})",
        slo.availability, slo.latency_p99_ms, slo.source
    )
}

fn hardware(page: &mut String, template: &Template) -> fmt::Result {
    for (feature, need) in &template.hardware {
        let amount = need
            .amount
            .map_or_else(String::new, |amount| format!(" × {amount}"));
        writeln!(
            page,
            "* Hardware: {feature}{amount} when {} ({})",
            need.when, need.source
        )?;
    }
    Ok(())
}
