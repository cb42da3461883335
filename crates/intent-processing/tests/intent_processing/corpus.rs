//! The parser against corpora of labelled intents.
//!
//! | folder | texts | the author of the rules |
//! |---|---:|---|
//! | `tests/corpus` | 4,186 | wrote them, or read what was missed |
//! | `tests/corpus-unseen` | 323 | read what was missed |
//! | `tests/corpus-blind`, hard on purpose | 320 | read what was missed of those at even places, of those at odd places never |
//! | `tests/corpus-operators`, as they are typed on any day | 2,861 | read what was missed |
//! | `tests/corpus-operators-blind`, more of these | 840 | never read what was missed, only its table |
//!
//! Most are by people who had not seen the parser. Those of operators are by 36 writers of many trades and places, each
//! labelled by two who did not know each other's labels, and kept where both say the same (86 of 100).
//!
//! Rules can be written until any text that is read is understood, so that only first readings say how good they are. What
//! a round of ordinary texts by four fresh writers got before any rule was written for it, right of asked:
//!
//! | category           | 1          | 2          | 3          | 4          | 5          | 6          | never read |
//! |--------------------|------------|------------|------------|------------|------------|------------|------------|
//! | abstains           | 208 of 235 | 230 of 257 | 229 of 237 | 233 of 241 | 276 of 286 | 138 of 149 | 420 of 442 |
//! | action             | 151 of 161 | 141 of 151 | 149 of 160 | 157 of 162 | 116 of 119 | 235 of 240 | 380 of 397 |
//! | answers            | 141 of 161 | 139 of 151 | 138 of 160 | 147 of 162 | 106 of 119 | 230 of 240 | 364 of 398 |
//! | functions          | 146 of 151 | 130 of 136 | 141 of 147 | 147 of 152 | 104 of 109 | 216 of 221 | 352 of 367 |
//! | numbers with units |  82 of  83 |  95 of 102 |  94 of  97 |  95 of  99 |  77 of  78 | 134 of 136 | 244 of 249 |
//! | slice kind         |  23 of  23 |  22 of  22 |  21 of  21 |  16 of  16 |  17 of  17 |  26 of  26 |  52 of  52 |
//! | acts rightly       | 133 of 168 | 126 of 166 | 123 of 146 | 142 of 155 | 102 of 116 | 222 of 241 | 345 of 386 |
//!
//! "Acts rightly" is what an operator trusts: of the texts that are carried out, those of which every label is right and
//! that nobody would have asked about. A quarter was not before these rounds, most of them with a city beside a function.
//!
//! The blind half of the hard corpus moved with them, after 1,280 siblings of its other half and 36,000 rewordings had not:
//! functions 99 of 102, numbers 97 of 101, actions 119 of 121, slice kinds 24 of 24, answers 130 of 138. The goals on text
//! never seen are 97 % of numbers and slice kinds and 98 % of functions and actions; texts that end in a question count as
//! missed by them.

use std::path::Path;

use crate::scorer::{Entry, Scores, entries, score};

/// Set to any value, it prints what was missed of the unseen corpus; unset, only its table is printed.
const SHOW_UNSEEN: &str = "NEPHORAN_SHOW_UNSEEN";

fn scored(folder: &str, at_least: usize) -> Scores {
    let entries = entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let scores = score(&entries);
    println!("{folder}, {} intents\n{}", entries.len(), scores.table());
    assert!(
        entries.len() >= at_least,
        "{folder} has {} intents\n{}",
        entries.len(),
        scores.wrong
    );
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
    let scores = scored("tests/corpus", 4170);
    println!("{}", scores.wrong);
    let goals = [
        ("numbers with units", 0.99),
        ("slice kind", 1.0),
        ("functions", 0.99),
        ("action", 0.99),
        ("placement", 0.99),
        ("slice identity", 1.0),
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
        ("numbers with units", 0.99),
        ("slice kind", 1.0),
        ("functions", 0.99),
        ("action", 0.99),
        ("placement", 0.99),
        ("slice identity", 1.0),
        ("abstains", 1.0),
        ("answers", 0.98),
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
        ("numbers with units", 0.95),
        ("slice kind", 1.0),
        ("functions", 0.97),
        ("action", 0.98),
        ("abstains", 0.86),
        ("answers", 0.93),
    ];
    reach(
        &blind,
        &reached,
        "nobody looks at what was missed of this half",
    );
}

#[test]
fn what_operators_type_is_understood() {
    let scores = scored("tests/corpus-operators", 2850);
    if std::env::var_os(SHOW_UNSEEN).is_some() {
        println!("{}", scores.wrong);
    }
    let goals = [
        ("numbers with units", 0.99),
        ("slice kind", 1.0),
        ("functions", 0.98),
        ("action", 0.98),
        ("abstains", 0.96),
        ("answers", 0.95),
        ("acts rightly", 0.92),
    ];
    let hint = "set NEPHORAN_SHOW_UNSEEN to print what was missed";
    reach(&scores, &goals, hint);
}

#[test]
fn what_operators_type_that_nobody_read_is_understood() {
    let scores = scored("tests/corpus-operators-blind", 840);
    let reached = [
        ("numbers with units", 0.97),
        ("slice kind", 1.0),
        ("functions", 0.93),
        ("action", 0.93),
        ("abstains", 0.93),
        ("answers", 0.9),
        ("acts rightly", 0.83),
    ];
    reach(
        &scores,
        &reached,
        "nobody looks at what was missed of this corpus",
    );
}
