//! The builtin parser: a text of 2,000 characters, and typical intents one after another.

use std::hint::black_box;
use std::time::Instant;

use nephoran_api::IntentHints;
use nephoran_intent_processing::understand;

use super::{Row, Times};

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

/// A text as long as an intent may be.
pub(super) fn rows() -> Vec<Row> {
    let long: String = TYPICAL.join(". ").chars().cycle().take(LONG).collect();
    let hints = IntentHints::default();
    black_box(understand(&long, &hints));
    let times = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        black_box(understand(black_box(&long), &hints));
        start.elapsed()
    });
    vec![Row {
        what: "parse 2,000 characters",
        times: Times::of(times.collect()),
    }]
}

/// Typical intents that one core parses in a second.
pub(super) fn per_second() -> f64 {
    let hints = IntentHints::default();
    let start = Instant::now();
    for text in TYPICAL.iter().cycle().take(ROUNDS * TYPICAL.len()) {
        black_box(understand(black_box(text), &hints));
    }
    (ROUNDS * TYPICAL.len()) as f64 / start.elapsed().as_secs_f64()
}
