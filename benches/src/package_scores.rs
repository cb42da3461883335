//! How fast packages are made, in every format and as every kind of workload.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use nephoran_api::{PackageFormat, Packaging, Plan, WorkloadKind};
use nephoran_manifest_generation::{Options, TemplateSet, generate};
use nephoran_telecom::Catalogue;

use crate::machine::resident_memory;

const RUNS: usize = 300;
const WARM_UP: usize = 20;
/// As many as the machine of the marks has cores.
const THREADS: usize = 2;
const WHILE: Duration = Duration::from_secs(2);

/// Times of the package of `plan`, and what the templates cost that it is rendered from.
pub fn table(plan: &Plan) -> Result<String> {
    let start = Instant::now();
    black_box(TemplateSet::shipped()?);
    let compiled = start.elapsed();
    let mut out = format!(
        "{:48} {:>9} {:>9} {:>9}\n",
        format!("packages of {} functions", plan.components.len()),
        "p50 ms",
        "p99 ms",
        "KiB"
    );
    for (format, workload) in [
        (PackageFormat::Kpt, WorkloadKind::Native),
        (PackageFormat::Kustomize, WorkloadKind::Native),
        (PackageFormat::Helm, WorkloadKind::Native),
        (PackageFormat::Kpt, WorkloadKind::NephioNF),
    ] {
        let options = options(format, workload);
        let [p50, p99] = times(plan, &options);
        let package = render(plan, &options).context("the package of the benchmark")?;
        let bytes: usize = package.files.values().map(String::len).sum();
        let name = format!("{format:?}, {workload:?}");
        writeln!(out, "{name:48} {p50:9.3} {p99:9.3} {:9}", bytes / 1024)?;
    }
    writeln!(
        out,
        "{:48} {:9.1}",
        format!("packages per second, {THREADS} threads"),
        per_second(plan)
    )?;
    writeln!(
        out,
        "{:48} {:9}",
        "memory of a package that is kept, KiB",
        kept(plan)? / 1024
    )?;
    writeln!(
        out,
        "{:48} {:9.3}",
        "compile all templates, once a process, ms",
        compiled.as_secs_f64() * 1e3
    )?;
    Ok(out)
}

fn options(format: PackageFormat, workload: WorkloadKind) -> Options {
    Options {
        packaging: Packaging {
            format,
            workload,
            ..Packaging::default()
        },
        intent: "core".to_owned(),
    }
}

fn render(plan: &Plan, options: &Options) -> Result<nephoran_manifest_generation::Package> {
    let (catalogue, templates) = (Catalogue::builtin(), TemplateSet::builtin());
    Ok(generate(black_box(plan), options, catalogue, templates)?)
}

/// The median and the 99th percentile, in milliseconds.
fn times(plan: &Plan, options: &Options) -> [f64; 2] {
    let mut times: Vec<f64> = (0..RUNS + WARM_UP)
        .map(|_| {
            let start = Instant::now();
            let _ = black_box(render(plan, options));
            start.elapsed().as_secs_f64() * 1e3
        })
        .skip(WARM_UP)
        .collect();
    times.sort_by(f64::total_cmp);
    [times[RUNS / 2], times[RUNS * 99 / 100]]
}

/// Bytes by which this process grows for each package that it keeps.
fn kept(plan: &Plan) -> Result<u64> {
    let options = options(PackageFormat::Kpt, WorkloadKind::Native);
    let before = resident_memory();
    let packages: Vec<_> = (0..RUNS)
        .map(|_| render(plan, &options))
        .collect::<Result<_>>()?;
    let grown = resident_memory().saturating_sub(before);
    Ok(grown / black_box(packages).len() as u64)
}

fn per_second(plan: &Plan) -> f64 {
    let options = options(PackageFormat::Kpt, WorkloadKind::Native);
    let start = Instant::now();
    let made: u32 = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..THREADS)
            .map(|_| {
                scope.spawn(|| {
                    let mut made = 0;
                    while start.elapsed() < WHILE {
                        let _ = black_box(render(plan, &options));
                        made += 1;
                    }
                    made
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_default())
            .sum()
    });
    f64::from(made) / start.elapsed().as_secs_f64()
}
