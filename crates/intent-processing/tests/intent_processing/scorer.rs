//! Scores the parser on a folder of labelled intents.
//!
//! An entry is a text, typed hints if there are any, and what the model must say: `expect` names the fields that matter
//! and `functions` the whole list of functions, each with its changes. An entry with `clarify: true` must end in a
//! question instead. The benchmarks include this file, so that a score is computed in one way only.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use nephoran_api::IntentHints;
use nephoran_intent_processing::{clarification, understand};
use serde::Deserialize;
use serde_json::Value;

/// One labelled intent.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What the operator wrote.
    pub text: String,
    /// The typed hints that came with it.
    #[serde(default)]
    pub hints: IntentHints,
    /// Every function it is about, with its changes.
    #[serde(default)]
    pub functions: Option<BTreeMap<String, BTreeMap<String, Value>>>,
    /// What some fields of the model are, by their paths.
    #[serde(default)]
    pub expect: BTreeMap<String, Value>,
    /// Whether it has to end in a question.
    #[serde(default)]
    pub clarify: bool,
}

/// Of the texts that are carried out without a question, those of which every label is right and none is
/// to be asked about: what an operator can trust. It is about texts, the other categories are about labels.
pub const ACTS_RIGHTLY: &str = "acts rightly";

/// Right and asked, by category, and what was wrong in words.
#[derive(Default)]
pub struct Scores {
    by_category: BTreeMap<&'static str, (u32, u32)>,
    /// The labels that were missed, with their texts.
    pub wrong: String,
}

impl Scores {
    fn count(
        &mut self,
        category: &'static str,
        label: &str,
        expected: &Value,
        found: &Value,
    ) -> bool {
        let (right, asked) = self.by_category.entry(category).or_default();
        *asked += 1;
        let is_right = same(expected, found);
        if is_right {
            *right += 1;
        } else {
            let _ = writeln!(
                self.wrong,
                "{category}: {label}\n    expected {expected}\n    found    {found}"
            );
        }
        is_right
    }

    /// The share of the labels of a category that were right, 0 to 1.
    pub fn share(&self, category: &str) -> f64 {
        let (right, asked) = self.by_category.get(category).copied().unwrap_or((0, 1));
        f64::from(right) / f64::from(asked)
    }

    /// The share of all labels that were right, 0 to 1.
    pub fn total(&self) -> f64 {
        let (right, asked) = self
            .by_category
            .iter()
            .filter(|(category, _)| **category != ACTS_RIGHTLY)
            .fold((0, 0), |(right, asked), (_, (r, a))| (right + r, asked + a));
        f64::from(right) / f64::from(asked)
    }

    /// One line per category, and the total.
    pub fn table(&self) -> String {
        let mut table = String::new();
        for (category, (right, asked)) in &self.by_category {
            let share = 100.0 * f64::from(*right) / f64::from(*asked);
            let _ = writeln!(
                table,
                "{category:<20} {right:>4} of {asked:>4} {share:>6.1} %"
            );
        }
        let _ = writeln!(
            table,
            "{:<33} {:>6.1} %",
            "all labels",
            100.0 * self.total()
        );
        table
    }
}

/// What a label is about.
fn category(path: &str) -> &'static str {
    match path.split('.').next().unwrap_or_default() {
        "action" => "action",
        "placement" => "placement",
        "qos" | "capacity" | "scaling" | "resources" => "numbers with units",
        "slice" if path == "slice.kind" => "slice kind",
        "slice" => "slice identity",
        _ => "other",
    }
}

/// Numbers are equal as numbers: `5` and `5.0` say the same.
fn same(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Number(expected), Value::Number(found)) => expected.as_f64() == found.as_f64(),
        (Value::Array(expected), Value::Array(found)) => {
            expected.len() == found.len() && expected.iter().zip(found).all(|(e, f)| same(e, f))
        }
        (Value::Object(expected), Value::Object(found)) => {
            expected.len() == found.len()
                && expected
                    .iter()
                    .all(|(key, value)| found.get(key).is_some_and(|found| same(value, found)))
        }
        _ => expected == found,
    }
}

/// The entries of every file of a folder.
pub fn entries(folder: &Path) -> Vec<Entry> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let mut entries = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let list: Vec<Entry> = serde_saphyr::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        entries.extend(list);
    }
    entries
}

/// The scores of all entries.
pub fn score(entries: &[Entry]) -> Scores {
    let mut scores = Scores::default();
    for entry in entries {
        score_one(&mut scores, entry);
    }
    scores
}

fn score_one(scores: &mut Scores, entry: &Entry) {
    let text = entry.text.as_str();
    let understanding = understand(text, &entry.hints);
    let question = clarification(&understanding);
    let kind = if entry.clarify { "abstains" } else { "answers" };
    let questioned = Value::Bool(question.is_some());
    let acts = question.is_none();
    let mut all_right = scores.count(kind, text, &Value::Bool(entry.clarify), &questioned);
    if let Some(question) = question.filter(|_| !entry.clarify) {
        let _ = writeln!(
            scores.wrong,
            "    {question} ({})",
            understanding.confidence
        );
    }
    let model = serde_json::to_value(&understanding.model).unwrap();
    if let Some(expected) = &entry.functions {
        let mut found = BTreeMap::new();
        for function in model["networkFunctions"].as_array().unwrap() {
            let mut fields = function.as_object().unwrap().clone();
            let name = fields.remove("type").unwrap();
            found.insert(name.as_str().unwrap().to_owned(), Value::Object(fields));
        }
        let (expected, found) = (
            serde_json::to_value(expected).unwrap(),
            serde_json::to_value(found).unwrap(),
        );
        all_right &= scores.count("functions", text, &expected, &found);
    }
    for (path, expected) in &entry.expect {
        let found = model
            .pointer(&format!("/{}", path.replace('.', "/")))
            .unwrap_or(&Value::Null);
        let label = format!("{path}: {text}");
        if path == "slice.sd" {
            // A differentiator is a hexadecimal number; its letters have no case.
            let plain = |value: &Value| Value::from(value.as_str().map(str::to_lowercase));
            all_right &= scores.count(category(path), &label, &plain(expected), &plain(found));
            continue;
        }
        all_right &= scores.count(category(path), &label, expected, found);
    }
    if acts {
        let (right, asked) = scores.by_category.entry(ACTS_RIGHTLY).or_default();
        *asked += 1;
        *right += u32::from(all_right);
    }
}
