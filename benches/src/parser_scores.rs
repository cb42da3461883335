//! How well the builtin parser reads the labelled intents of its tests, as tables.

use std::path::Path;

use nephoran_end_to_end::access::repository_root;

#[path = "../../crates/intent-processing/tests/intent_processing/scorer.rs"]
#[expect(
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    reason = "the tests' own file: what breaks it is a corpus that its tests refuse too"
)]
mod scorer;

/// The corpora, and what they are.
const CORPORA: [(&str, &str); 5] = [
    ("corpus", "intents that the rules were written with"),
    (
        "corpus-unseen",
        "intents of somebody who had not seen the rules",
    ),
    (
        "corpus-blind",
        "intents written later, again without a look at the rules",
    ),
    (
        "corpus-operators",
        "intents as operators type them on any day",
    ),
    (
        "corpus-operators-blind",
        "more of these, of which nobody read what was missed",
    ),
];

/// A table for each corpus.
#[must_use]
pub fn tables() -> String {
    let tests = repository_root().join("crates/intent-processing/tests");
    CORPORA
        .into_iter()
        .map(|(folder, what)| table(&tests.join(folder), what))
        .collect()
}

fn table(folder: &Path, what: &str) -> String {
    let entries = scorer::entries(folder);
    let scores = scorer::score(&entries);
    format!(
        "builtin parser, {} {what}\n{}\n",
        entries.len(),
        scores.table()
    )
}
