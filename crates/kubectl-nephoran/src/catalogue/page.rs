//! One template for a person: every figure, with its source on the line below.

use std::fmt::{self, Write};

use nephoran_telecom::Template;
use nephoran_telecom::catalogue::{Role, Source};

pub(super) fn page(template: &Template) -> Result<String, fmt::Error> {
    let mut page = format!(
        "{}   {}; {} plane, {}\n",
        template.function, template.standard, template.plane, template.workload.kind
    );
    match &template.image {
        Some(image) => figure(
            &mut page,
            "image",
            &format!("{} ({})", image.reference(), image.provider),
            Some(&image.source),
        )?,
        None => figure(
            &mut page,
            "image",
            "none is known; name one in a template of your own",
            None,
        )?,
    }
    interfaces(&mut page, template)?;
    let needs = template
        .dependencies
        .iter()
        .map(|(function, need)| format!("{function} ({need})"));
    figure(
        &mut page,
        "needs",
        &needs.collect::<Vec<_>>().join(", "),
        None,
    )?;
    sizing(&mut page, template)?;
    rest(&mut page, template)?;
    Ok(page)
}

/// A figure and its source; nothing for an empty one.
fn figure(page: &mut String, name: &str, value: &str, source: Option<&Source>) -> fmt::Result {
    if value.is_empty() {
        return Ok(());
    }
    writeln!(page, "{name:<12} {value}")?;
    match source {
        Some(source) => writeln!(page, "{:<12} ({source})", ""),
        None => Ok(()),
    }
}

fn interfaces(page: &mut String, template: &Template) -> fmt::Result {
    for (point, interface) in &template.interfaces {
        let transport = match (interface.protocol, interface.port) {
            (Some(protocol), Some(port)) if interface.role == Role::Client => {
                format!("{protocol}, calls {port}")
            }
            (Some(protocol), Some(port)) => format!("{protocol} {port}"),
            _ => "no transport of its own".to_owned(),
        };
        let peers: Vec<_> = interface.peers.iter().map(|peer| peer.as_str()).collect();
        let peers = if peers.is_empty() {
            "the outside".to_owned()
        } else {
            peers.join(", ")
        };
        writeln!(
            page,
            "{:<12} {transport} on {}, with {peers}",
            point.as_str(),
            interface.network
        )?;
    }
    Ok(())
}

fn sizing(page: &mut String, template: &Template) -> fmt::Result {
    let (sizing, floor) = (&template.sizing, &template.floor);
    figure(
        page,
        "base",
        &format!(
            "{}m, {}Mi",
            sizing.base_cpu_millicores, sizing.base_memory_mib
        ),
        None,
    )?;
    for line in sizing.lines() {
        let volume = match line.storage_mib_per_step {
            0 => String::new(),
            mebibytes => format!(", {mebibytes}Mi of volume"),
        };
        let value = format!(
            "{}m, {}Mi{volume} per {} {}; at most {} per replica",
            line.cpu_millicores_per_step,
            line.memory_mib_per_step,
            line.step,
            line.axis,
            line.per_replica_capacity
        );
        figure(page, "size", &value, Some(line.source))?;
    }
    if let Some(storage) = &template.workload.storage {
        figure(
            page,
            "volume",
            &format!("{}Gi to begin with", storage.size_gib),
            Some(&storage.source),
        )?;
    }
    let value = format!(
        "at least {} × {}m, {}Mi",
        floor.replicas, floor.cpu_millicores, floor.memory_mib
    );
    figure(page, "floor", &value, Some(&floor.source))?;
    if let Some(floor) = &template.real_radio_floor {
        figure(
            page,
            "real radio",
            &format!("{}m, {}Mi", floor.cpu_millicores, floor.memory_mib),
            Some(&floor.source),
        )?;
    }
    let autoscaled = if template.scaling.horizontally_scalable {
        "may be"
    } else {
        "never"
    };
    let value = format!(
        "at most {}, {autoscaled} autoscaled",
        template.scaling.max_replicas
    );
    figure(page, "replicas", &value, Some(&template.scaling.source))
}

fn rest(page: &mut String, template: &Template) -> fmt::Result {
    if let Some(overcommit) = &template.overcommit {
        figure(
            page,
            "overcommit",
            &format!("CPU up to {} %", overcommit.cpu_percent),
            Some(&overcommit.source),
        )?;
    }
    for (feature, need) in &template.hardware {
        let amount = need
            .amount
            .map_or_else(String::new, |amount| format!(" × {amount}"));
        figure(
            page,
            "hardware",
            &format!("{feature}{amount} when {}", need.when),
            Some(&need.source),
        )?;
    }
    if let Some(waiver) = &template.security_waiver {
        let capabilities: Vec<_> = waiver.capabilities.iter().map(String::as_str).collect();
        let value = format!("{}: {}", capabilities.join(", "), waiver.reason);
        figure(page, "waiver", &value, Some(&waiver.source))?;
    }
    if let Some(probe) = &template.probe {
        let path = probe.path.as_deref().unwrap_or_default();
        figure(
            page,
            "probe",
            &format!("{} {}{path}", probe.kind, probe.port),
            Some(&probe.source),
        )?;
    }
    if let Some(metrics) = &template.metrics {
        figure(
            page,
            "measures",
            &metrics.names.join(", "),
            Some(&metrics.source),
        )?;
    }
    let slo = &template.slo;
    let value = format!(
        "availability {}, p99 {} ms",
        slo.availability, slo.latency_p99_ms
    );
    figure(page, "objectives", &value, Some(&slo.source))
}
