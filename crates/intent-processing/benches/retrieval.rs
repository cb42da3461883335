//! Looking up passages: how long a query takes over 10,000 of them, how long the index takes to build, and its memory.
//!
//! Prints one table and one line of JSON; never fails on time.

#![expect(clippy::unwrap_used, reason = "a bench that cannot measure stops")]

use std::{
    collections::BTreeMap,
    fs,
    time::{Duration, Instant},
};

use nephoran_intent_processing::knowledge::{
    Query, article::Article, embedded::EmbeddedIndex, shipped, user_documents::UserDocuments,
};

/// Passages of the large index.
const PASSAGES: usize = 10_000;
/// Queries per measurement.
const QUERIES: usize = 2_000;
/// What operators write, from short to as long as an intent may be.
const INTENTS: [&str; 4] = [
    "Deploy an AMF with 3 replicas",
    "URLLC slice with 1 ms latency and 99.999 % availability for robots in hall 7",
    "Scale the UPF at the edge to 10 Gbps, only the SMF may reach it on N4, and keep two replicas in different zones",
    "Split the base station into O-CU-CP, O-CU-UP and O-DU, and let the Near-RT RIC steer traffic with two xApps",
];

fn main() {
    let before = resident();
    let began = Instant::now();
    let articles = shipped::articles().unwrap();
    let index = EmbeddedIndex::build(articles.clone()).unwrap();
    let build_shipped = began.elapsed();
    let after_shipped = resident();
    let shipped = latencies(&index, &intents());

    let began = Instant::now();
    let large = EmbeddedIndex::build(synthetic(&articles)).unwrap();
    let build_large = began.elapsed();
    let after_large = resident();
    let short = latencies(&large, &intents());
    let long = latencies(&large, &[longest()]);

    let rows = [
        ("build, shipped documents", millis(build_shipped)),
        ("build, 10,000 passages", millis(build_large)),
        ("query, shipped documents, p50", millis(shipped.0)),
        ("query, shipped documents, p99", millis(shipped.1)),
        ("query, 10,000 passages, p50", millis(short.0)),
        ("query, 10,000 passages, p99", millis(short.1)),
        (
            "query of 2,000 characters, 10,000 passages, p50",
            millis(long.0),
        ),
        (
            "query of 2,000 characters, 10,000 passages, p99",
            millis(long.1),
        ),
    ];
    println!(
        "{} shipped and {} synthetic passages",
        index.len(),
        large.len()
    );
    for (name, value) in rows {
        println!("{name:<50} {value:>9.3} ms");
    }
    for (name, from, to) in [
        (
            "memory of the index over the shipped documents",
            before,
            after_shipped,
        ),
        (
            "memory of the index over 10,000 passages",
            after_shipped,
            after_large,
        ),
    ] {
        println!(
            "{name:<50} {:>9.1} MiB",
            to.saturating_sub(from) as f64 / 1024.0
        );
    }
    let json: BTreeMap<_, _> = rows.into_iter().collect();
    println!("{}", serde_json::to_string(&json).unwrap());
}

/// p50 and p99.
fn latencies(index: &EmbeddedIndex, intents: &[String]) -> (Duration, Duration) {
    let mut taken: Vec<Duration> = (0..QUERIES)
        .map(|number| {
            let query = Query {
                text: intents[number % intents.len()].clone(),
                max_documents: 5,
                threshold: 0.7,
            };
            let began = Instant::now();
            std::hint::black_box(index.find(&query).unwrap());
            began.elapsed()
        })
        .collect();
    taken.sort();
    (taken[QUERIES / 2], taken[QUERIES * 99 / 100])
}

fn intents() -> Vec<String> {
    INTENTS.iter().map(|&intent| intent.to_owned()).collect()
}

fn longest() -> String {
    let articles = shipped::articles().unwrap();
    let text: String = articles
        .iter()
        .flat_map(Article::passages)
        .step_by(9)
        .collect();
    text.chars().take(2_000).collect()
}

/// User documents out of the sentences of the shipped ones and invented names, the same in every run.
fn synthetic(articles: &[Article]) -> Vec<Article> {
    let sentences: Vec<&str> = articles
        .iter()
        .flat_map(Article::passages)
        .flat_map(|text| text.split(". "))
        .collect();
    let data: BTreeMap<String, String> = (0..PASSAGES)
        .map(|number| {
            let picked = (0..4).map(|step| sentences[(number * 7 + step * 131) % sentences.len()]);
            let text = picked.collect::<Vec<_>>().join(". ");
            (
                format!("site-{number:05}.md"),
                format!("# Site {number}\n\n{text} at site{number}."),
            )
        })
        .collect();
    // A user's set holds fewer documents; here each passage is one, read in several sets.
    let names: Vec<_> = data.into_iter().collect();
    names
        .chunks(500)
        .flat_map(|chunk| {
            let documents = UserDocuments::from_config_map(&chunk.iter().cloned().collect());
            documents.articles().to_vec()
        })
        .collect()
}

/// Resident memory of this process, in KiB.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}
