//! How long the builtin parser takes: a text of 2,000 characters, and typical intents one after another on one core.
//!
//! Prints one table and a JSON line, and never fails on time.

use std::hint::black_box;
use std::time::{Duration, Instant};

use nephoran_api::IntentHints;
use nephoran_intent_processing::understand;

/// Intents as operators write them.
const TYPICAL: &[&str] = &[
    "Deploy AMF with 3 replicas in eu-west",
    "Scale the UPF from 2 to 6 replicas in cluster edge-1",
    "Create a URLLC slice with SST 2, SD 010203, 1 ms latency and five nines availability",
    "Only SMF may reach UPF on N4",
    "Autoscale the SMF between 2 and 8 replicas at 70% CPU",
    "Deploy a 5G core without NSSF for 50k subscribers in production",
];
const LONG: usize = 2000;
const ROUNDS: usize = 5000;

/// The duration below which `percent` of 100 lie.
fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let index = sorted.len() * percent / 100;
    sorted
        .get(index.min(sorted.len().saturating_sub(1)))
        .copied()
        .unwrap_or_default()
}

fn main() {
    let hints = IntentHints::default();
    let long: String = TYPICAL.join(". ").chars().cycle().take(LONG).collect();
    black_box(understand(&long, &hints));
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(understand(black_box(&long), &hints));
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let start = Instant::now();
    for round in 0..ROUNDS * TYPICAL.len() {
        black_box(understand(
            black_box(TYPICAL[round % TYPICAL.len()]),
            &hints,
        ));
    }
    let rate = (ROUNDS * TYPICAL.len()) as f64 / start.elapsed().as_secs_f64();
    let (median, p99) = (percentile(&times, 50), percentile(&times, 99));
    println!(
        "2,000 characters, median  {:>9.1} µs",
        median.as_secs_f64() * 1e6
    );
    println!(
        "2,000 characters, p99     {:>9.1} µs",
        p99.as_secs_f64() * 1e6
    );
    println!("typical intents, one core {rate:>9.0} /s");
    println!(
        "{{\"parse_2000_p50_us\":{:.1},\"parse_2000_p99_us\":{:.1},\"intents_per_second\":{rate:.0}}}",
        median.as_secs_f64() * 1e6,
        p99.as_secs_f64() * 1e6
    );
}
