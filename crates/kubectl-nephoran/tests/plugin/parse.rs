//! `parse`: sentences and what they are understood as.

use nephoran_api::IntentModel;
use serde_json::Value;

use crate::run;

const URLLC: &str = "Deploy a URLLC slice for factory robots in eu-west with 3 AMF replicas";
const UNCLEAR: &str = "Please make the network nicer";

#[test]
fn the_words_of_a_clear_sentence_are_explained() {
    insta::assert_snapshot!(run(["parse", URLLC]));
}

#[test]
fn an_unclear_sentence_is_answered_with_questions() {
    let ran = run(["parse", UNCLEAR]);
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran);
}

#[test]
fn a_long_sentence_goes_on_in_the_next_row() {
    let ran = run([
        "parse",
        "Deploy AMF with 3 replicas, SMF with 2 replicas and UPF with 4 replicas in region eu-west\nfor 10000 subscribers with a latency below 20 ms",
    ]);
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(ran);
}

#[test]
fn underlines_stay_in_place_after_characters_of_several_bytes() {
    let ran = run(["parse", "Déployer – Deploy AMF with 3 replicas"]);
    let rows: Vec<&str> = ran.stdout.lines().take(2).collect();
    let column = rows[0]
        .chars()
        .position(|character| character == 'M')
        .unwrap();
    assert_eq!(rows[1].chars().nth(column), Some('~'), "{}", ran.stdout);
}

#[test]
fn programs_get_model_confidence_status_and_spans_and_nothing_else() {
    for (sentence, status, code) in [(URLLC, "ok", 0), (UNCLEAR, "clarify", 3)] {
        let ran = run(["parse", sentence, "-o", "json"]);
        assert_eq!(ran.code, code);
        let answer: serde_json::Map<String, Value> = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(
            answer.keys().collect::<Vec<_>>(),
            ["confidence", "model", "spans", "status"]
        );
        assert_eq!(answer["status"], status);
        let model: IntentModel = serde_json::from_value(answer["model"].clone()).unwrap();
        assert_eq!(
            model.unresolved.iter().any(|open| open.blocking),
            status == "clarify"
        );
        for span in answer["spans"].as_array().unwrap() {
            let at = |field: &str| usize::try_from(span[field].as_u64().unwrap()).unwrap();
            assert_eq!(span["text"], sentence[at("start")..at("end")]);
        }
    }
}

#[test]
fn yaml_says_the_same_as_json() {
    let json: Value = serde_json::from_str(&run(["parse", URLLC, "-o", "json"]).stdout).unwrap();
    let yaml: Value = serde_saphyr::from_str(&run(["parse", URLLC, "-o", "yaml"]).stdout).unwrap();
    assert_eq!(json, yaml);
}

#[test]
fn a_text_no_intent_may_hold_is_an_error() {
    let long = "Deploy AMF ".repeat(200);
    for text in ["Deploy", long.as_str()] {
        let ran = run(["parse", text, "-o", "json"]);
        assert_eq!(ran.code, 1);
        let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(
            (&answer["status"], &answer["model"]),
            (&Value::from("error"), &Value::Null)
        );
        assert!(
            ran.stderr.contains("must have 10 to 2000"),
            "{}",
            ran.stderr
        );
    }
}
