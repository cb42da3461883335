//! Slice, quality of service, capacity, autoscaling and resources: every number needs one like it in the text.

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use nephoran_api::quantity::{bytes, millicores};
use nephoran_api::{BitRate, ResourceRequest, ScalingRequest};
use nephoran_telecom::SliceKind;

use super::Check;
use crate::builtin::term::{Direction, Metric, Noun, Term};
use crate::guard::evidence::close;
use crate::guard::figure::{About, Measure};

pub(super) fn check(check: &mut Check<'_>) {
    slice(check);
    qos(check);
    throughput(check);
    capacity(check);
    scaling(check);
    resources(check);
}

fn slice(check: &mut Check<'_>) {
    let Some(slice) = &check.model.slice else {
        return;
    };
    let read = check.evidence.reading.slice.as_ref();
    if SliceKind::from_sst(slice.sst) != slice.kind {
        let message = format!(
            "SST {} is {}; make kind and sst agree",
            slice.sst,
            SliceKind::from_sst(slice.sst)
        );
        check.note("SliceMismatch", "/slice/kind", message);
    }
    let by_kind = check
        .evidence
        .any(|term| matches!(term, Term::Slice(kind) if kind.sst() == Some(slice.sst)));
    let by_number = check
        .evidence
        .number(Measure::Count, f64::from(slice.sst), |about| {
            matches!(about, About::Noun(Noun::Sst | Noun::Snssai))
        });
    if !by_kind && !by_number && read.map(|read| read.sst) != Some(slice.sst) {
        check.unsupported_number("/slice/sst", slice.sst);
    } else if let Some(read) = read.filter(|read| check.evidence.sure && read.sst != slice.sst) {
        check.contradiction("/slice/sst", format!("SST {}", read.sst));
    }
    if let Some(sd) = &slice.sd {
        let lower = sd.to_lowercase();
        let hint = check
            .hints
            .network_slice
            .as_ref()
            .map(|pair| pair.to_lowercase());
        let hinted = hint
            .as_ref()
            .is_some_and(|pair| *pair == lower || pair.split('-').any(|part| part == lower));
        let known = check.evidence.differentiators.contains(&lower)
            || read
                .and_then(|read| read.sd.as_ref())
                .is_some_and(|read| read.to_lowercase() == lower);
        if !hinted && (hint.is_some() || !known) {
            check.unsupported_words("/slice/sd", sd);
        }
    }
}

fn qos(check: &mut Check<'_>) {
    let Some(qos) = check.model.qos.clone() else {
        return;
    };
    let read = check.evidence.reading.qos.clone().unwrap_or_default();
    if let Some(value) = qos.five_qi {
        five_qi(check, value, read.five_qi);
    }
    let times = [
        (
            "/qos/latencyMs",
            qos.latency_ms,
            read.latency_ms,
            Metric::Latency,
        ),
        (
            "/qos/jitterMs",
            qos.jitter_ms,
            read.jitter_ms,
            Metric::Jitter,
        ),
    ];
    for (path, value, read, metric) in times {
        let Some(value) = value else { continue };
        // A time about anything but the other metric is close enough for a sentence the parser cannot read.
        let about = |about| {
            matches!(about, About::Nothing | About::Thing) || about == About::Metric(metric)
        };
        let said = check.evidence.number(Measure::Time, value, about);
        if !(value.is_finite() && value > 0.0) {
            check.out_of_range(path, "above 0 milliseconds");
        } else if let Some(read) = read.filter(|read| check.evidence.sure && !close(*read, value)) {
            check.contradiction(path, format!("{read} ms"));
        } else if !said && read.is_none_or(|read| !close(read, value)) {
            check.unsupported_number(path, format!("{value} ms"));
        }
    }
    share(
        check,
        "/qos/availability",
        qos.availability,
        read.availability,
        Metric::Availability,
    );
    share(
        check,
        "/qos/packetErrorRate",
        qos.packet_error_rate,
        read.packet_error_rate,
        Metric::PacketErrorRate,
    );
}

fn five_qi(check: &mut Check<'_>, value: u8, read: Option<u8>) {
    let about = |about| about == About::Noun(Noun::FiveQi);
    let said = check
        .evidence
        .number(Measure::Count, f64::from(value), about);
    if value == 0 {
        check.out_of_range("/qos/fiveQi", "from 1 to 255");
    } else if !said && read != Some(value) {
        check.unsupported_number("/qos/fiveQi", value);
    }
}

fn share(check: &mut Check<'_>, path: &str, value: Option<f64>, read: Option<f64>, metric: Metric) {
    let Some(value) = value else { return };
    let about = |about| about == About::Nothing || about == About::Metric(metric);
    let evidence = check.evidence;
    let nines = metric == Metric::Availability
        && evidence.any(|term| matches!(term, Term::Nines(nines) if close(1.0 - 10_f64.powi(-i32::from(*nines)), value)));
    let said = nines
        || read.is_some_and(|read| close(read, value))
        || evidence.number(Measure::Percent, value * 100.0, about)
        || evidence.number(Measure::Count, value, about);
    if !(0.0..=1.0).contains(&value) {
        check.out_of_range(path, "a fraction from 0 to 1, e.g. 0.99999 for five nines");
    } else if !said {
        check.unsupported_number(path, value);
    }
}

fn throughput(check: &mut Check<'_>) {
    let Some(qos) = check.model.qos.clone() else {
        return;
    };
    let read = check.evidence.reading.qos.clone().unwrap_or_default();
    let uplink = check
        .evidence
        .any(|term| matches!(term, Term::Direction(Direction::Uplink | Direction::Both)));
    let fields: [(&str, Option<BitRate>, Option<BitRate>, bool); 2] = [
        (
            "/qos/throughputUplink",
            qos.throughput_uplink,
            read.throughput_uplink,
            uplink,
        ),
        (
            "/qos/throughputDownlink",
            qos.throughput_downlink,
            read.throughput_downlink,
            true,
        ),
    ];
    let read_any = read.throughput_uplink.is_some() || read.throughput_downlink.is_some();
    for (path, value, read, direction) in fields {
        let Some(value) = value else { continue };
        if read == Some(value) {
            continue;
        }
        let about = |about| !matches!(about, About::Name);
        let said = check
            .evidence
            .number(Measure::BitRate, value.bits_per_second() as f64, about);
        if !said || !direction {
            check.unsupported_number(path, value);
        } else if check.evidence.sure && read_any {
            let known = read.map_or_else(|| "nothing".to_owned(), |read| read.to_string());
            check.contradiction(path, known);
        }
    }
}

fn capacity(check: &mut Check<'_>) {
    let Some(capacity) = check.model.capacity.clone() else {
        return;
    };
    let read = check.evidence.reading.capacity.clone().unwrap_or_default();
    let fields = [
        (
            "/capacity/subscribers",
            capacity.subscribers,
            read.subscribers,
            Noun::Subscribers,
        ),
        (
            "/capacity/sessions",
            capacity.sessions,
            read.sessions,
            Noun::Sessions,
        ),
        ("/capacity/ues", capacity.ues, read.ues, Noun::Devices),
        (
            "/capacity/registrationsPerSecond",
            capacity.registrations_per_second,
            read.registrations_per_second,
            Noun::Registrations,
        ),
        ("/capacity/cells", capacity.cells, read.cells, Noun::Cells),
        (
            "/capacity/devicesPerKm2",
            capacity.devices_per_km2,
            read.devices_per_km2,
            Noun::SquareKilometre,
        ),
    ];
    for (path, value, read, noun) in fields {
        let Some(value) = value else { continue };
        let about = |about| about == About::Thing || about == About::Noun(noun);
        if read != Some(value) && !check.evidence.number(Measure::Count, value as f64, about) {
            check.unsupported_number(path, value);
        }
    }
}

fn scaling(check: &mut Check<'_>) {
    let Some(scaling) = check.model.scaling.clone() else {
        return;
    };
    let read = check.evidence.reading.scaling.clone().unwrap_or_default();
    let bounds = [
        (
            "/scaling/minReplicas",
            scaling.min_replicas,
            read.min_replicas,
        ),
        (
            "/scaling/maxReplicas",
            scaling.max_replicas,
            read.max_replicas,
        ),
    ];
    for (path, value, read) in bounds {
        let Some(value) = value else { continue };
        let about = |about| matches!(about, About::Nothing | About::Noun(Noun::Replica));
        if value > 1000 {
            check.out_of_range(path, "from 0 to 1000");
        } else if let Some(read) = read.filter(|read| check.evidence.sure && *read != value) {
            check.contradiction(path, read);
        } else if read != Some(value)
            && !check
                .evidence
                .number(Measure::Count, f64::from(value), about)
        {
            check.unsupported_number(path, value);
        }
    }
    if matches!((scaling.min_replicas, scaling.max_replicas), (Some(fewest), Some(most)) if fewest > most)
    {
        check.out_of_range("/scaling/minReplicas", "at most maxReplicas");
    }
    utilisation(check, &scaling, &read);
}

fn utilisation(check: &mut Check<'_>, scaling: &ScalingRequest, read: &ScalingRequest) {
    let percents = [
        (
            "/scaling/targetCpuPercent",
            scaling.target_cpu_percent,
            read.target_cpu_percent,
            Noun::Cpu,
        ),
        (
            "/scaling/targetMemoryPercent",
            scaling.target_memory_percent,
            read.target_memory_percent,
            Noun::Memory,
        ),
    ];
    for (path, value, read, noun) in percents {
        let Some(value) = value else { continue };
        let about = |about| {
            matches!(about, About::Nothing | About::Noun(Noun::Utilisation))
                || about == About::Noun(noun)
        };
        if !(1..=100).contains(&value) {
            check.out_of_range(path, "from 1 to 100");
        } else if read != Some(value)
            && !check
                .evidence
                .number(Measure::Percent, f64::from(value), about)
        {
            check.unsupported_number(path, value);
        }
    }
}

fn resources(check: &mut Check<'_>) {
    let Some(wanted) = check.model.resources.clone() else {
        return;
    };
    // Hints are part of the reading, and win in it.
    let read = check.evidence.reading.resources.clone().unwrap_or_default();
    let ResourceRequest {
        cpu,
        memory,
        storage,
        max_cpu,
        max_memory,
    } = wanted;
    let hinted = check.hints.resource_constraints.clone().unwrap_or_default();
    processor(
        check,
        "/resources/cpu",
        cpu.as_ref(),
        read.cpu.as_ref(),
        hinted.cpu.is_some(),
    );
    processor(
        check,
        "/resources/maxCpu",
        max_cpu.as_ref(),
        read.max_cpu.as_ref(),
        hinted.max_cpu.is_some(),
    );
    let exceeds = |low: &Option<Quantity>, high: &Option<Quantity>| matches!((low.as_ref().map(millicores), high.as_ref().map(millicores)), (Some(Ok(low)), Some(Ok(high))) if low > high);
    let exceeded = exceeds(&cpu, &max_cpu) || exceeds(&memory, &max_memory);
    let amounts = [
        (
            "/resources/memory",
            &memory,
            &read.memory,
            hinted.memory.is_some(),
            Noun::Memory,
        ),
        (
            "/resources/maxMemory",
            &max_memory,
            &read.max_memory,
            hinted.max_memory.is_some(),
            Noun::Memory,
        ),
        (
            "/resources/storage",
            &storage,
            &read.storage,
            hinted.storage.is_some(),
            Noun::Storage,
        ),
    ];
    for (path, value, read, fixed, noun) in amounts {
        capacity_of(check, path, value.as_ref(), read.as_ref(), (fixed, noun));
    }
    if exceeded {
        check.out_of_range("/resources", "a limit not below its request");
    }
}

/// An amount of memory or storage; one that a hint fixes cannot come from the text.
fn capacity_of(
    check: &mut Check<'_>,
    path: &str,
    value: Option<&Quantity>,
    read: Option<&Quantity>,
    (fixed, noun): (bool, Noun),
) {
    let Some(value) = value else { return };
    let Ok(amount) = bytes(value) else {
        check.out_of_range(path, "a Kubernetes quantity, e.g. 4Gi");
        return;
    };
    let same = read.is_some_and(|read| bytes(read).ok() == Some(amount));
    let about =
        |about| matches!(about, About::Nothing | About::Thing) || about == About::Noun(noun);
    let said = !fixed && check.evidence.number(Measure::Bytes, amount as f64, about);
    if !same && !said {
        check.unsupported_number(path, &value.0);
    }
}

fn processor(
    check: &mut Check<'_>,
    path: &str,
    value: Option<&Quantity>,
    read: Option<&Quantity>,
    fixed: bool,
) {
    let Some(value) = value else { return };
    let Ok(amount) = millicores(value) else {
        check.out_of_range(path, "a Kubernetes quantity, e.g. 500m");
        return;
    };
    let same = read.is_some_and(|read| millicores(read).ok() == Some(amount));
    let cpu = |about| about == About::Noun(Noun::Cpu);
    let any = |about| cpu(about) || about == About::Nothing;
    let said = check
        .evidence
        .number(Measure::Count, amount as f64 / 1000.0, cpu)
        || check.evidence.number(Measure::Milli, amount as f64, any);
    if !same && (fixed || !said) {
        check.unsupported_number(path, &value.0);
    }
}
