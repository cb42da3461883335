//! The guard, through its public doors.

use nephoran_api::{Action, IntentHints, IntentModel, IntentType};
use nephoran_intent_processing::guard::{self, Finding, Repairs};
use nephoran_intent_processing::understand;
use nephoran_telecom::NetworkFunctionType;
use serde::Deserialize;

fn rules(answer: &str) -> Vec<&'static str> {
    let findings = guard::read(answer).unwrap_err();
    findings.iter().map(|finding| finding.rule).collect()
}

fn examine(answer: &str, text: &str) -> Result<IntentModel, Vec<Finding>> {
    guard::examine(answer, text, &IntentHints::default())
}

#[test]
fn one_fence_and_white_space_are_tolerated() {
    let object = r#"{"action":"Deploy","networkFunctions":[{"type":"AMF"}]}"#;
    for answer in [
        object.to_owned(),
        format!("\n {object}\r\n"),
        format!("```json\n{object}\n```"),
        format!("```\n{object}\n```\n"),
    ] {
        assert!(guard::read(&answer).is_ok(), "{answer}");
    }
}

#[test]
fn every_problem_is_found_with_its_place() {
    let answer = r#"{"action":"Explode","yaml":"x","networkFunctions":[{"type":"AMF","replicas":1001,"replicas":-1,"image":"y"},{"name":7}],"assumptions":["a\u0007"]} {"#;
    let findings = guard::read(answer).unwrap_err();
    let found: Vec<(&str, &str)> = findings
        .iter()
        .map(|finding| (finding.rule, finding.path.as_str()))
        .collect();
    for expected in [
        ("DuplicateKey", "/networkFunctions/0/replicas"),
        ("HiddenCharacter", "/assumptions/0"),
        ("NotOneObject", ""),
        ("UnknownValue", "/action"),
        ("UnknownField", "/yaml"),
        ("UnknownField", "/networkFunctions/0/image"),
        ("OutOfRange", "/networkFunctions/0/replicas"),
        ("MissingField", "/networkFunctions/1"),
        ("WrongType", "/networkFunctions/1/name"),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:#?}");
    }
}

#[test]
fn an_answer_that_is_too_large_is_not_even_read() {
    let answer = "{".repeat(guard::MOST_REPLY_BYTES + 1);
    assert_eq!(rules(&answer), ["ReplyTooLarge"]);
}

#[test]
fn messages_stay_short_whatever_the_answer_says() {
    let long = "x".repeat(5000);
    let answer = format!(r#"{{"action":"{long}","{long}":1,"networkFunctions":"{long}"}}"#);
    for finding in guard::read(&answer).unwrap_err() {
        assert!(finding.path.chars().count() <= 201 && finding.message.chars().count() <= 401);
    }
}

#[test]
fn hints_that_an_answer_leaves_out_are_filled_in() {
    let hints = IntentHints {
        target_namespace: Some("ran-a".to_owned()),
        target_components: vec![NetworkFunctionType::Smf],
        ..IntentHints::default()
    };
    let answer = r#"{"action":"Deploy","networkFunctions":[{"type":"AMF"}]}"#;
    let model = guard::examine(answer, "Deploy the AMF", &hints).unwrap();
    assert_eq!(model.placement.unwrap().namespace.as_deref(), Some("ran-a"));
    assert_eq!(
        model.network_functions[1].function_type,
        NetworkFunctionType::Smf
    );
}

#[test]
fn an_accepted_answer_is_accepted_again() {
    let hints = IntentHints {
        target_namespace: Some("ran-a".to_owned()),
        region: Some("eu-west-1".to_owned()),
        network_slice: Some("010203-112233".to_owned()),
        ..IntentHints::default()
    };
    let text = "Deploy the AMF with 3 replicas";
    let answer = r#"{"action":"Deploy","networkFunctions":[{"type":"AMF","replicas":3}]}"#;
    let once = guard::examine(answer, text, &hints).unwrap();
    let twice = guard::examine(&serde_json::to_string(&once).unwrap(), text, &hints).unwrap();
    assert_eq!(once, twice);
}

#[test]
fn a_stated_intent_type_is_not_contradicted_in_silence() {
    let hints = IntentHints {
        intent_type: Some(IntentType::Maintenance),
        ..IntentHints::default()
    };
    let text = "Scale the AMF to 3 replicas";
    let silent = r#"{"action":"Scale","networkFunctions":[{"type":"AMF","replicas":3}]}"#;
    let asking = r#"{"action":"Scale","networkFunctions":[{"type":"AMF","replicas":3}],"unresolved":[{"text":"Scale","question":"Is this a scaling or a maintenance?","blocking":true}]}"#;
    let findings = guard::examine(silent, text, &hints).unwrap_err();
    assert_eq!(findings[0].rule, "ContradictsHint");
    assert!(guard::examine(asking, text, &hints).is_ok());
}

#[test]
fn a_deployment_without_a_verb_is_noted_as_assumed() {
    let model = examine(
        r#"{"action":"Deploy","networkFunctions":[{"type":"AMF"}]}"#,
        "AMF",
    )
    .unwrap();
    assert_eq!(model.action, Action::Deploy);
    assert!(model.assumptions[0].contains("assumed"));
}

#[test]
fn confidence_falls_with_omissions_repairs_and_questions() {
    let text = "Deploy the AMF with 3 replicas and the SMF in region eu-west-1";
    let hints = IntentHints::default();
    let read = |answer: &str| guard::examine(answer, text, &hints).unwrap();
    let whole = read(
        r#"{"action":"Deploy","networkFunctions":[{"type":"AMF","replicas":3},{"type":"SMF"}],"placement":{"region":"eu-west-1"}}"#,
    );
    let half = read(r#"{"action":"Deploy","networkFunctions":[{"type":"AMF"},{"type":"SMF"}]}"#);
    let asking = read(
        r#"{"action":"Deploy","networkFunctions":[{"type":"AMF","replicas":3},{"type":"SMF"}],"placement":{"region":"eu-west-1"},"unresolved":[{"text":"","question":"Is that all?","blocking":true}]}"#,
    );
    let confidence = |model: &IntentModel, repairs| guard::confidence(model, text, &hints, repairs);
    assert!((confidence(&whole, 0) - 1.0).abs() < 1e-9);
    assert!((confidence(&half, 0) - 0.5).abs() < 1e-9);
    assert!((confidence(&whole, 2) - 0.9).abs() < 1e-9);
    assert!((confidence(&asking, 0) - 0.9).abs() < 1e-9);
    assert!(guard::confidence(&IntentModel::default(), "hello there", &hints, 0) < 1e-9);
}

#[test]
fn the_turn_after_a_bad_answer_is_bounded_and_says_what_is_wrong() {
    let answer = format!(
        "{{\"action\":\"Deploy\",\"evil\":\"{}\"}}",
        "A".repeat(30_000)
    );
    let findings = guard::read(&answer).unwrap_err();
    let [echo, demand] = Repairs::default().next(&answer, findings).unwrap();
    assert!(echo.text.chars().count() <= 2001);
    assert!(demand.text.len() < 10_000);
    assert!(demand.text.contains("UnknownField at /evil"));
}

#[test]
fn a_refusal_names_its_first_findings_and_what_to_do() {
    let mut repairs = Repairs::default();
    let findings = guard::read("no").unwrap_err();
    assert!(repairs.next("no", findings.clone()).is_ok());
    assert!(repairs.next("no", findings.clone()).is_ok());
    let refusal = repairs.next("no", findings).unwrap_err().to_string();
    assert!(
        refusal.contains("NotOneObject") && refusal.contains("builtin"),
        "{refusal}"
    );
}

#[derive(Deserialize)]
struct Entry {
    text: String,
    #[serde(default)]
    hints: IntentHints,
}

#[test]
fn what_the_builtin_parser_reads_without_a_question_is_supported() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let (mut entries, mut refused) = (0, Vec::new());
    for folder in ["corpus", "corpus-unseen"] {
        for file in std::fs::read_dir(root.join(folder)).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let list: Vec<Entry> = serde_saphyr::from_str(&text).unwrap();
            for Entry { text, hints } in list {
                let mut model = understand(&text, &hints).model;
                if model.unresolved.iter().any(|open| open.blocking) {
                    continue;
                }
                entries += 1;
                // The parser's sentences quote the text, whatever stands in it.
                model.assumptions.clear();
                model.unresolved.clear();
                let answer = serde_json::to_string(&model).unwrap();
                if let Err(findings) = guard::examine(&answer, &text, &hints) {
                    refused.push(format!("{text}: {findings:?}"));
                }
            }
        }
    }
    assert!(entries >= 350, "{entries} intents");
    assert!(
        refused.is_empty(),
        "{}\n{}",
        refused.len(),
        refused.join("\n")
    );
}

#[test]
fn a_hint_alone_never_removes() {
    let hints = IntentHints {
        intent_type: Some(IntentType::Maintenance),
        ..IntentHints::default()
    };
    let answer = r#"{"action":"Remove","networkFunctions":[{"type":"AMF"}]}"#;
    let findings = guard::examine(answer, "AMF", &hints).unwrap_err();
    assert_eq!(findings[0].rule, "UnsupportedAction");
}
