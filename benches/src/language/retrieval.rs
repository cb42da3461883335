//! Looking up passages: over the shipped articles, and over 10,000 invented ones.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

use anyhow::Result;
use nephoran_intent_processing::knowledge::{
    Query, article::Article, embedded::EmbeddedIndex, shipped, user_documents::UserDocuments,
};

use super::{Row, Times};
use crate::machine::resident_memory;

/// Passages of the large index.
const PASSAGES: usize = 10_000;
/// Queries per measurement.
const QUERIES: usize = 2_000;
/// What operators write, from short to long.
const INTENTS: [&str; 4] = [
    "Deploy an AMF with 3 replicas",
    "URLLC slice with 1 ms latency and 99.999 % availability for robots in hall 7",
    "Scale the UPF at the edge to 10 Gbps, only the SMF may reach it on N4, and keep two replicas in different zones",
    "Split the base station into O-CU-CP, O-CU-UP and O-DU, and let the Near-RT RIC steer traffic with two xApps",
];

/// The queries, and the memory of the indexes as lines of text.
pub(super) fn rows() -> Result<(Vec<Row>, String)> {
    let articles = shipped::articles()?;
    let before = resident_memory();
    let small = EmbeddedIndex::build(articles.clone())?;
    let with_small = resident_memory();
    let large = EmbeddedIndex::build(synthetic(&articles))?;
    let with_large = resident_memory();
    let sentences = INTENTS.map(str::to_owned);
    let row = |what, index: &EmbeddedIndex, texts: &[String]| -> Result<Row> {
        let times = times(index, texts)?;
        Ok(Row { what, times })
    };
    let rows = vec![
        row(
            "passages for a sentence, shipped articles",
            &small,
            &sentences,
        )?,
        row("passages for a sentence, of 10,000", &large, &sentences)?,
        row(
            "passages for 2,000 characters, of 10,000",
            &large,
            &[longest(&articles)],
        )?,
    ];
    let mut memory = String::new();
    for (what, from, to) in [
        (
            "memory of the index over the shipped articles, MiB",
            before,
            with_small,
        ),
        (
            "memory of the index over 10,000 passages, MiB",
            with_small,
            with_large,
        ),
    ] {
        writeln!(memory, "{what:56} {:11}", to.saturating_sub(from) >> 20)?;
    }
    Ok((rows, memory))
}

fn times(index: &EmbeddedIndex, intents: &[String]) -> Result<Times> {
    let mut taken = Vec::with_capacity(QUERIES);
    for text in intents.iter().cycle().take(QUERIES) {
        let query = Query {
            text: text.clone(),
            max_documents: 5,
            threshold: 0.7,
        };
        let began = Instant::now();
        black_box(index.find(&query)?);
        taken.push(began.elapsed());
    }
    Ok(Times::of(taken))
}

fn longest(articles: &[Article]) -> String {
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
    let document = |number: usize| {
        let picked = (0..4).map(|step| sentences[(number * 7 + step * 131) % sentences.len()]);
        let text = picked.collect::<Vec<_>>().join(". ");
        (
            format!("site-{number:05}.md"),
            format!("# Site {number}\n\n{text} at site{number}."),
        )
    };
    // A user's set holds fewer documents; here each passage is one, read in several sets.
    let numbers: Vec<_> = (0..PASSAGES).collect();
    numbers
        .chunks(500)
        .flat_map(|chunk| {
            let data: BTreeMap<_, _> = chunk.iter().copied().map(document).collect();
            let documents = UserDocuments::from_config_map(&data);
            documents.articles().to_vec()
        })
        .collect()
}
