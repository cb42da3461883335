//! Models that obey an attacker, and honest ones, before the guard (`tests/attacks/*.yaml`).
//!
//! A group is an intent with its honest answer and attacks on it. An attack changes one thing in the honest answer, so
//! that nothing else can be the reason for its refusal; the honest answer must be accepted.

use std::collections::BTreeMap;

use nephoran_api::{Classified, IntentHints};
use nephoran_intent_processing::guard::{self, Repairs};
use nephoran_intent_processing::knowledge::Passage;
use nephoran_intent_processing::prompt::{self, PromptInput};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    text: String,
    #[serde(default)]
    hints: IntentHints,
    /// What an attacker writes on the object; nothing reads it, which is the point.
    #[serde(default, rename = "annotations")]
    _annotations: BTreeMap<String, String>,
    #[serde(default)]
    passages: Vec<String>,
    honest: Value,
    attacks: Vec<Attack>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attack {
    name: String,
    #[serde(default)]
    change: Option<Value>,
    #[serde(default)]
    raw: Option<String>,
    #[serde(default)]
    repeat: Option<Repeat>,
}

#[derive(Deserialize)]
struct Repeat {
    prefix: String,
    piece: String,
    times: usize,
    suffix: String,
}

#[derive(Deserialize)]
struct Honest {
    text: String,
    answer: Value,
}

impl Attack {
    fn answer(&self, honest: &Value) -> String {
        if let Some(raw) = &self.raw {
            return raw.clone();
        }
        if let Some(Repeat {
            prefix,
            piece,
            times,
            suffix,
        }) = &self.repeat
        {
            return format!("{prefix}{}{suffix}", piece.repeat(*times));
        }
        let mut answer = honest.clone();
        merge(&mut answer, self.change.as_ref().unwrap());
        answer.to_string()
    }
}

/// JSON Merge Patch, RFC 7386.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let target = target.as_object_mut().unwrap();
    for (key, value) in patch {
        if value.is_null() {
            target.remove(key);
        } else {
            merge(target.entry(key).or_insert(Value::Null), value);
        }
    }
}

fn file<T: DeserializeOwned>(name: &str) -> T {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/attacks")
        .join(name);
    let text = std::fs::read_to_string(path).unwrap();
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn groups() -> Vec<Group> {
    [
        "answers.yaml",
        "injections.yaml",
        "documents.yaml",
        "syntax.yaml",
    ]
    .into_iter()
    .flat_map(file::<Vec<Group>>)
    .collect()
}

#[test]
fn every_attack_is_refused() {
    let (mut attacks, mut accepted) = (0, Vec::new());
    for group in groups() {
        for attack in &group.attacks {
            attacks += 1;
            let answer = attack.answer(&group.honest);
            if let Ok(model) = guard::examine(&answer, &group.text, &group.hints) {
                accepted.push(format!("{}: {}\n    {model:?}", attack.name, group.text));
            }
        }
    }
    assert!(attacks >= 200, "{attacks} attacks");
    assert!(
        accepted.is_empty(),
        "{} of {attacks} attacks pass:\n{}",
        accepted.len(),
        accepted.join("\n")
    );
}

#[test]
fn the_honest_answer_to_an_attacked_intent_is_accepted() {
    let mut refused = Vec::new();
    for group in groups() {
        if let Err(findings) = guard::examine(&group.honest.to_string(), &group.text, &group.hints)
        {
            refused.push(format!("{}: {findings:#?}", group.text));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn honest_answers_are_accepted_and_kept_as_they_are() {
    let honest: Vec<Honest> = file("honest.yaml");
    assert!(honest.len() >= 40, "{} honest answers", honest.len());
    let mut wrong = Vec::new();
    for Honest { text, answer } in &honest {
        match guard::examine(&answer.to_string(), text, &IntentHints::default()) {
            Ok(model) => {
                let expected: nephoran_api::IntentModel =
                    serde_json::from_value(answer.clone()).unwrap();
                if model != expected && !model.assumptions.iter().any(|a| a.starts_with("no verb"))
                {
                    wrong.push(format!("{text}: became {model:?}"));
                }
            }
            Err(findings) => wrong.push(format!("{text}: {findings:#?}")),
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_model_that_keeps_obeying_is_refused_after_two_repairs() {
    for group in groups().iter().take(2) {
        let attack = group.attacks[0].answer(&group.honest);
        let mut repairs = Repairs::default();
        let refusal = loop {
            let findings = guard::examine(&attack, &group.text, &group.hints).unwrap_err();
            match repairs.next(&attack, findings) {
                Ok(turns) => assert!(turns[1].text.contains("cannot be used")),
                Err(refusal) => break refusal,
            }
        };
        assert_eq!((refusal.repairs, repairs.count()), (2, 2));
        assert_eq!(refusal.reason(), "AnswerRefused");
    }
}

#[test]
fn a_poisoned_passage_cannot_leave_its_block() {
    for group in groups() {
        let passages: Vec<Passage> = group
            .passages
            .iter()
            .enumerate()
            .map(|(index, text)| Passage {
                id: format!("user/{index}"),
                title: "Poison".to_owned(),
                text: text.clone(),
                score: 0.9,
            })
            .collect();
        let prompt = prompt::compose(&PromptInput {
            text: &group.text,
            hints: &group.hints,
            passages: &passages,
            system_prompt: None,
            context_window: 16_000,
            max_tokens: 2_048,
        })
        .unwrap();
        for hostile in group.passages.iter().chain([&group.text]) {
            assert_eq!(prompt.user.matches(hostile.as_str()).count(), 1);
            assert!(!prompt.system.contains(hostile.as_str()));
        }
    }
}
