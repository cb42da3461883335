//! The parser against three corpora of labelled intents: `tests/corpus`, which its rules were written with,
//! `tests/corpus-unseen`, which somebody else wrote and the author of the rules did not read until its misses were looked
//! at, and `tests/corpus-blind`, written later in the same way.
//!
//! Measured on the 323 unseen intents, right of asked:
//!
//! | category           | before the rules were deepened | after, never seen | after looking at the misses |
//! |--------------------|-----------|-----------|-----------|
//! | abstains           |  48 of  50 |  48 of  50 |  49 of  50 |
//! | action             | 238 of 261 | 243 of 261 | 255 of 261 |
//! | answers            | 172 of 273 | 195 of 273 | 250 of 273 |
//! | functions          | 203 of 229 | 204 of 229 | 213 of 229 |
//! | numbers with units | 228 of 244 | 229 of 244 | 240 of 244 |
//! | other              |  80 of  96 |  84 of  96 |  93 of  96 |
//! | placement          | 107 of 109 | 108 of 109 | 108 of 109 |
//! | slice identity     |  74 of  87 |  74 of  87 |  87 of  87 |
//! | slice kind         |  72 of  72 |  72 of  72 |  72 of  72 |
//! | all labels         | 86.0 %     | 88.5 %     | 96.2 %     |
//!
//! The middle column is the honest one: it is what text nobody tuned for gets. The last column is no measure of text never
//! seen any more. All 13 misses of the slice identity were slice differentiators in capital letters, which the scorer
//! compares as numbers since.
//!
//! Measured on the 320 intents of `tests/corpus-blind`, before anybody had read one of its misses; and then by halves, the
//! intents at even places, whose misses were read and whose rules were deepened, and those at odd places, of which only
//! the table is ever looked at:
//!
//! | category           | all, never seen | read half, before | read half, after | blind half, before | blind half, after |
//! |--------------------|------------|------------|------------|------------|------------|
//! | abstains           |  41 of  45 |  22 of  23 |  23 of  23 |  19 of  22 |  19 of  22 |
//! | action             | 226 of 245 | 112 of 124 | 124 of 124 | 114 of 121 | 116 of 121 |
//! | answers            | 223 of 275 | 112 of 137 | 136 of 137 | 111 of 138 | 118 of 138 |
//! | functions          | 182 of 202 |  90 of 100 | 100 of 100 |  92 of 102 |  94 of 102 |
//! | numbers with units | 190 of 203 |  97 of 102 | 102 of 102 |  93 of 101 |  93 of 101 |
//! | other              |  60 of  77 |  27 of  37 |  37 of  37 |  33 of  40 |  34 of  40 |
//! | placement          | 110 of 111 |  45 of  45 |  45 of  45 |  65 of  66 |  65 of  66 |
//! | slice identity     |  62 of  63 |  34 of  34 |  34 of  34 |  28 of  29 |  28 of  29 |
//! | slice kind         |  48 of  49 |  25 of  25 |  25 of  25 |  23 of  24 |  23 of  24 |
//! | all labels         | 89.9 %     | 90.0 %     | 99.8 %     | 89.9 %     | 91.8 %     |
//!
//! So a text of a kind that nobody thought of is understood in nine of ten labels, and rules that are deepened with one
//! half of an author's texts carry over to the other half by two points only. The goals of 97 % and 98 % are not reached.

use std::path::Path;

use crate::scorer::{Entry, Scores, entries, score};

/// Set to any value, it prints what was missed of the unseen corpus; unset, only its table is printed.
const SHOW_UNSEEN: &str = "NEPHORAN_SHOW_UNSEEN";

fn scored(folder: &str, at_least: usize) -> Scores {
    let entries = entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    assert!(
        entries.len() >= at_least,
        "{folder} has {} intents",
        entries.len()
    );
    let scores = score(&entries);
    println!("{folder}, {} intents\n{}", entries.len(), scores.table());
    scores
}

fn reach(scores: &Scores, goals: &[(&str, f64)], wrong: &str) {
    for (category, goal) in goals {
        let share = scores.share(category);
        assert!(share >= *goal, "{category} {share:.4}\n{wrong}");
    }
}

#[test]
fn the_corpus_is_understood() {
    let scores = scored("tests/corpus", 490);
    println!("{}", scores.wrong);
    let goals = [
        ("numbers with units", 0.97),
        ("slice kind", 0.97),
        ("functions", 0.98),
        ("action", 0.98),
        ("placement", 0.97),
        ("abstains", 0.97),
        ("answers", 0.97),
    ];
    reach(&scores, &goals, &scores.wrong);
}

#[test]
fn texts_never_seen_are_understood() {
    let scores = scored("tests/corpus-unseen", 300);
    if std::env::var_os(SHOW_UNSEEN).is_some() {
        println!("{}", scores.wrong);
    }
    let reached = [
        ("numbers with units", 0.98),
        ("slice kind", 1.0),
        ("functions", 0.975),
        ("action", 0.98),
        ("placement", 0.99),
        ("slice identity", 1.0),
        ("abstains", 1.0),
        ("answers", 0.97),
    ];
    let hint = "set NEPHORAN_SHOW_UNSEEN to print what was missed";
    reach(&scores, &reached, hint);
}

/// The intents of `tests/corpus-blind` at even places, which were read when they were missed, and those at odd places,
/// whose misses nobody looked at.
fn halves_of_blind() -> [Vec<Entry>; 2] {
    let all = entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus-blind"));
    assert!(all.len() >= 310, "corpus-blind has {} intents", all.len());
    let mut halves = [Vec::new(), Vec::new()];
    for (place, entry) in all.into_iter().enumerate() {
        halves[place % 2].push(entry);
    }
    halves
}

#[test]
fn texts_of_which_half_was_never_read_are_understood() {
    let [read, blind] = halves_of_blind();
    let (read, blind) = (score(&read), score(&blind));
    println!("corpus-blind, the half that was read\n{}", read.table());
    println!("corpus-blind, the blind half\n{}", blind.table());
    if std::env::var_os(SHOW_UNSEEN).is_some() {
        println!("{}", read.wrong);
    }
    let hint = "set NEPHORAN_SHOW_UNSEEN to print what was missed of the half that was read";
    let goals = [
        ("numbers with units", 0.97),
        ("slice kind", 0.97),
        ("functions", 0.98),
        ("action", 0.98),
        ("abstains", 0.97),
        ("answers", 0.97),
    ];
    reach(&read, &goals, hint);
    let reached = [
        ("numbers with units", 0.92),
        ("slice kind", 0.95),
        ("functions", 0.92),
        ("action", 0.95),
        ("abstains", 0.86),
        ("answers", 0.85),
    ];
    reach(
        &blind,
        &reached,
        "nobody looks at what was missed of this half",
    );
}
