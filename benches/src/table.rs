//! Everything that was measured, as one table for people.

use std::fmt::{Display, Formatter, Result, Write as _};

use crate::latency::Latency;
use crate::summary::Summary;

/// Shows a summary.
#[derive(Debug)]
pub struct Table<'a>(pub &'a Summary);

impl Display for Table<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        let summary = self.0;
        let machine = &summary.machine;
        let [one, five, fifteen] = machine.load_average;
        writeln!(
            out,
            "{}, {} cores, {} MiB, load average {one} {five} {fifteen}",
            machine.processor, machine.cores, machine.memory_mib
        )?;
        latencies(summary, out)?;
        writes(summary, out)?;
        processor(summary, out)?;
        memory(summary, out)?;
        writeln!(out, "\n{:48} {:>9}", "engine, median", "µs")?;
        for (engine, median) in &summary.engines_us {
            writeln!(out, "{engine:48} {median:9.1}")?;
        }
        Ok(())
    }
}

fn latencies(summary: &Summary, out: &mut Formatter<'_>) -> Result {
    writeln!(
        out,
        "\n{:48} {:>9} {:>9} {:>9} {:>9}",
        "latency", "p50 ms", "p95 ms", "p99 ms", "per s"
    )?;
    let (bare, objects) = (&summary.bare_chain, &summary.objects_alone);
    let ours = &summary.network_intents;
    for (load, latency) in [
        ("bare chain, one at a time", &bare.single),
        ("bare chain, at once", &bare.at_once),
        ("objects alone, one at a time", &objects.single),
        ("objects alone, at once", &objects.at_once),
        ("apply to commit, one at a time", &ours.single.to_commit),
        ("apply to Ready, one at a time", &ours.single.to_ready),
        ("apply to commit, steady", &ours.steady.to_commit),
        ("apply to Ready, steady", &ours.steady.to_ready),
        ("apply to commit, at once", &ours.at_once.to_commit),
        ("apply to Ready, at once", &ours.at_once.to_ready),
    ] {
        let Latency {
            p50,
            p95,
            p99,
            arrived,
            missing,
            per_second,
        } = latency;
        let mut load = format!("{load} ({arrived})");
        if *missing > 0 {
            write!(load, ", {missing} MISSING")?;
        }
        writeln!(
            out,
            "{load:48} {p50:9.1} {p95:9.1} {p99:9.1} {per_second:9.1}"
        )?;
    }
    writeln!(
        out,
        "a burst runs at {:.2} of the bare chain's rate; a single commit takes {:.2} of its time",
        summary.throughput_over_bare_chain, summary.commit_time_over_bare_chain
    )
}

fn writes(summary: &Summary, out: &mut Formatter<'_>) -> Result {
    let Some(writes) = &summary.network_intents.writes_per_intent else {
        return Ok(());
    };
    writeln!(out, "\n{:48} {:>9}", "API writes per intent", "")?;
    for (kind, count) in &writes.by_kind {
        writeln!(out, "  {kind:46} {count:9.2}")?;
    }
    writeln!(
        out,
        "{:48} {:9.2}",
        "our kinds and the ConfigMaps of packages", writes.total
    )?;
    writeln!(out, "{:48} {:9.2}", "Events", writes.events)?;
    writeln!(
        out,
        "{:48} {:9.2}",
        "objects of the network functions", writes.functions
    )
}

fn processor(summary: &Summary, out: &mut Formatter<'_>) -> Result {
    let used = &summary.network_intents.processor_ms_per_intent;
    writeln!(
        out,
        "\n{:48} {:>9}",
        "processor time per intent of the burst", "ms"
    )?;
    for (process, milliseconds) in used {
        writeln!(out, "  {process:46} {milliseconds:9.1}")?;
    }
    let all: f64 = used.values().sum();
    writeln!(out, "{:48} {all:9.1}", "all processes")
}

fn memory(summary: &Summary, out: &mut Formatter<'_>) -> Result {
    writeln!(
        out,
        "\n{:48} {:>9} {:>9}",
        "resident memory, MiB", "idle", "end"
    )?;
    for (controller, memory) in &summary.network_intents.resident_memory_mib {
        writeln!(
            out,
            "{controller:48} {:9.1} {:9.1}",
            memory.idle, memory.end
        )?;
    }
    Ok(())
}
