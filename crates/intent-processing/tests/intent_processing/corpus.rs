//! The parser against corpora of labelled intents: `tests/corpus`, which its rules were written with, most of it by
//! people who had not seen the parser; `tests/corpus-unseen`, which the author of the rules did not read until its misses
//! were looked at; and `tests/corpus-blind`, of which the misses at even places were looked at and those at odd places
//! never, only their table.
//!
//! What text gets that nobody tuned the rules for, right of asked:
//!
//! | category           | unseen    | blind half, first | its rules deepened with the other half | and with 450 intents in three voices | and with 440 in two more | and with 640 like the half that was read | and with 640 more of them |
//! |--------------------|-----------|-----------|-----------|-----------|-----------|-----------|-----------|
//! | abstains           |  48 of  50 |  19 of  22 |  19 of  22 |  19 of  22 |  19 of  22 |  19 of  22 |  19 of  22 |
//! | action             | 243 of 261 | 114 of 121 | 116 of 121 | 118 of 121 | 118 of 121 | 120 of 121 | 120 of 121 |
//! | answers            | 195 of 273 | 111 of 138 | 118 of 138 | 122 of 138 | 125 of 138 | 129 of 138 | 129 of 138 |
//! | functions          | 204 of 229 |  92 of 102 |  94 of 102 |  96 of 102 |  97 of 102 |  99 of 102 |  99 of 102 |
//! | numbers with units | 229 of 244 |  93 of 101 |  93 of 101 |  96 of 101 |  96 of 101 |  96 of 101 |  96 of 101 |
//! | other              |  84 of  96 |  33 of  40 |  34 of  40 |  34 of  40 |  34 of  40 |  35 of  40 |  36 of  40 |
//! | placement          | 108 of 109 |  65 of  66 |  65 of  66 |  65 of  66 |  65 of  66 |  65 of  66 |  65 of  66 |
//! | slice identity     |  74 of  87 |  28 of  29 |  28 of  29 |  29 of  29 |  29 of  29 |  29 of  29 |  29 of  29 |
//! | slice kind         |  72 of  72 |  23 of  24 |  23 of  24 |  24 of  24 |  24 of  24 |  24 of  24 |  24 of  24 |
//! | all labels         | 88.5 %     | 89.9 %     | 91.8 %     | 93.8 %     | 94.4 %     | 95.8 %     |     96.0 % |
//!
//! The 450 intents (`mails-*`, `specifications-*` and `spoken-*` of `tests/corpus`), 150 in each voice, before any rule was
//! written for them, and what the last voice got when the rules knew the first two only:
//!
//! | category           | mails     | specifications | spoken    | spoken, with rules for the others | all three, with their rules |
//! |--------------------|-----------|-----------|-----------|-----------|-----------|
//! | abstains           |  24 of  25 |  22 of  25 |  24 of  30 |  27 of  30 |  80 of  80 |
//! | action             | 107 of 125 | 101 of 125 |  85 of 120 |  94 of 120 | 367 of 370 |
//! | functions          |  77 of  98 |  76 of  95 |  74 of  88 |  76 of  88 | 277 of 281 |
//! | numbers with units |  69 of  75 |  66 of  68 |  39 of  51 |  40 of  51 | 194 of 194 |
//! | slice kind         |  20 of  20 |  26 of  27 |  22 of  28 |  22 of  28 |  75 of  75 |
//! | all labels         | 82.7 %     | 79.1 %     | 73.0 %     | 78.7 %     | 99.0 %     |
//!
//! Another 440 (`letters-*` and `rooms-*`), 220 each of two more writers who had not seen the parser, before any rule was
//! written for them, what the letters got when the rules knew the rooms only, and with rules for both:
//!
//! | category           | rooms     | letters   | letters, with rules for rooms | both, with their rules |
//! |--------------------|-----------|-----------|-----------|-----------|
//! | abstains           |  25 of  27 |  19 of  25 |  21 of  25 |  52 of  52 |
//! | action             | 169 of 188 | 150 of 187 | 152 of 187 | 374 of 375 |
//! | functions          | 126 of 159 | 142 of 165 | 143 of 165 | 316 of 324 |
//! | numbers with units | 125 of 140 | 120 of 131 | 121 of 131 | 266 of 271 |
//! | slice kind         |  34 of  34 |  31 of  33 |  31 of  33 |  67 of  67 |
//! | all labels         | 82.2 %     | 80.4 %     | 82.3 %     | 97.9 %     |
//!
//! Another 640 (`siblings-first`, `siblings-second`) are four for each text of the half of the blind corpus that was read: the
//! same request in other words, with other values, with a remark that changes nothing, and as its writer thought a parser
//! would get it wrong. Right of asked before any rule was written for them: abstains 84 of 92, action 450 of 496, functions
//! 328 of 400, numbers with units 359 of 414, slice kind 99 of 100, all labels 83.1 %.
//!
//! The last 640 (`siblings-third`, `siblings-fourth`) are four more for each of them: by somebody of another school, with
//! numbers and with functions said as few would, and as a note or row. With the rules for the first 640: abstains 85 of 92,
//! action 456 of 496, functions 292 of 400, numbers with units 360 of 413, slice kind 96 of 100, all labels 82.7 %; with rules
//! for them 97.2 %. What the blind half misses they do not have: it gained one label.
//!
//! What the writers' texts have in common is how they were asked for. Reworded by rules instead (`rewordings`): in a letter,
//! as a wish, with other words, numbers, functions, and remarks beside it, 97.1, 99.6, 98.9, 99.3 to 99.9, 99.5 and 97.7 % of
//! the labels of understood texts held at first, and 99.6, 100, 99.8, 99.3 to 99.9, 99.5 and 99.3 % with rules; a part of the
//! letters' and synonyms' gain are mended rewordings (a full stop in front of what follows, no "8 or fewer ms"). The blind
//! half stayed as it was.
//!
//! Texts as operators type them on any day, neither hard nor asked for in a certain form (`typed-*`, `corpus-operators`,
//! `corpus-operators-blind`): 2,253 by twenty writers. Of those of `typed-*` four had read the user guide and eight had not,
//! and each labelled his own. The 925 others are by eight more, labelled twice by people who did not know each other's
//! labels, and kept where both say the same; what was missed of 463 was read, and of 462 never. Right of asked when the
//! first were read for the first time, with rules for those left of them, and of those never read at last:
//!
//! | category           | read the guide | had not, last four | never read |
//! |--------------------|-----------|-----------|-----------|
//! | abstains           |  60 of  60 | 267 of 288 | 253 of 284 |
//! | action             | 410 of 420 | 136 of 141 | 165 of 177 |
//! | answers            | 392 of 420 | 118 of 141 | 159 of 178 |
//! | functions          | 391 of 405 | 135 of 137 | 152 of 162 |
//! | numbers with units | 233 of 244 |  84 of  85 | 117 of 120 |
//! | slice kind         |  62 of  62 |            |  27 of  27 |
//! | all labels         | 96.5 %     | 94 %       | 92.5 %     |
//!
//! Before any rule was written for such texts half of the latter had 84 % of their labels: "in hospital-core" was a
//! question, and "Take one AMF replica away from the lab core" was about the whole core. Harder corpora had not shown it.
//!
//! The goals on text never seen are 97 % of numbers and slice kinds and 98 % of functions and actions; of hard texts those of
//! the slice kinds and actions are reached, of texts of any day those of the numbers and slice kinds. A voice that nobody thought of costs more than a text that nobody
//! thought of: a speaker's idioms are not learned from a writer's.

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
    let scores = scored("tests/corpus-operators", 2460);
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
    let scores = scored("tests/corpus-operators-blind", 460);
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
