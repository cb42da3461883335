//! Scores the parser on the labelled corpus in `tests/corpus/`.
//!
//! An entry is a text, typed hints if there are any, and what the model must say: `expect` names the
//! fields that matter and `functions` the whole list of functions, each with its changes. An entry with
//! `clarify: true` must end in a question instead.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use nephoran_api::IntentHints;
use nephoran_intent_processing::{clarification, understand};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    text: String,
    #[serde(default)]
    hints: IntentHints,
    #[serde(default)]
    functions: Option<BTreeMap<String, BTreeMap<String, Value>>>,
    #[serde(default)]
    expect: BTreeMap<String, Value>,
    #[serde(default)]
    clarify: bool,
}

/// Right and asked, by category.
#[derive(Default)]
struct Scores {
    by_category: BTreeMap<String, (u32, u32)>,
    wrong: String,
}

impl Scores {
    fn count(&mut self, category: &str, text: &str, expected: &Value, found: &Value) {
        let (right, asked) = self.by_category.entry(category.to_owned()).or_default();
        *asked += 1;
        if same(expected, found) {
            *right += 1;
        } else {
            let _ = writeln!(
                self.wrong,
                "{category}: {text}\n    expected {expected}\n    found    {found}"
            );
        }
    }

    fn share(&self, category: &str) -> f64 {
        let (right, asked) = self.by_category.get(category).copied().unwrap_or((1, 1));
        f64::from(right) / f64::from(asked)
    }

    fn total(&self) -> f64 {
        let (right, asked) = self
            .by_category
            .values()
            .fold((0, 0), |(right, asked), (r, a)| (right + r, asked + a));
        f64::from(right) / f64::from(asked)
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

fn entries() -> Vec<(String, Entry)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let mut entries = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let list: Vec<Entry> = serde_saphyr::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        entries.extend(list.into_iter().map(|entry| (name.clone(), entry)));
    }
    entries
}

fn score(scores: &mut Scores, entry: &Entry) {
    let text = entry.text.as_str();
    let understanding = understand(text, &entry.hints);
    let question = clarification(&understanding);
    scores.count(
        if entry.clarify { "abstains" } else { "answers" },
        text,
        &Value::Bool(entry.clarify),
        &Value::Bool(question.is_some()),
    );
    let model = serde_json::to_value(&understanding.model).unwrap();
    if let Some(expected) = &entry.functions {
        let mut found = BTreeMap::new();
        for function in model["networkFunctions"].as_array().unwrap() {
            let mut fields = function.as_object().unwrap().clone();
            let name = fields.remove("type").unwrap();
            found.insert(name.as_str().unwrap().to_owned(), Value::Object(fields));
        }
        let found = serde_json::to_value(found).unwrap();
        scores.count(
            "functions",
            text,
            &serde_json::to_value(expected).unwrap(),
            &found,
        );
    }
    for (path, expected) in &entry.expect {
        let found = model
            .pointer(&format!("/{}", path.replace('.', "/")))
            .unwrap_or(&Value::Null);
        scores.count(path.split('.').next().unwrap(), text, expected, found);
    }
    if !entry.clarify
        && let Some(question) = question
    {
        let _ = writeln!(
            scores.wrong,
            "    {} ({})",
            question, understanding.confidence
        );
    }
}

#[test]
fn the_corpus_is_understood() {
    let mut scores = Scores::default();
    let entries = entries();
    assert!(
        entries.len() >= 120,
        "the corpus has {} intents",
        entries.len()
    );
    for (_, entry) in &entries {
        score(&mut scores, entry);
    }
    for (category, (right, asked)) in &scores.by_category {
        println!("{category:<20} {right:>4} of {asked:>4}");
    }
    println!(
        "{} intents, {:.1} % of all labels",
        entries.len(),
        scores.total() * 100.0
    );
    println!("{}", scores.wrong);
    assert!(
        scores.total() >= 0.97,
        "{:.3} of the labels\n{}",
        scores.total(),
        scores.wrong
    );
    for category in [
        "action",
        "functions",
        "slice",
        "qos",
        "capacity",
        "placement",
        "scaling",
        "abstains",
        "answers",
    ] {
        assert!(
            scores.share(category) >= 0.97,
            "{category} {:.3}\n{}",
            scores.share(category),
            scores.wrong
        );
    }
}
