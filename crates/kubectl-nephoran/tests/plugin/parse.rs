//! `parse`: sentences and what they are understood as.

use nephoran_api::IntentModel;
use serde_json::Value;

use crate::{intent, run, run_with};

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

#[test]
fn a_file_gives_the_sentence_and_its_hints() {
    let file = "apiVersion: nephoran.com/v1\nkind: NetworkIntent\nmetadata: {name: core}\nspec: {intent: Deploy AMF with 3 replicas, region: us-east}\n";
    let place = |arguments: &[&str]| {
        let ran = run_with(arguments, file);
        assert_eq!(ran.code, 0, "{ran}");
        let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
        (
            answer["model"]["placement"]["region"].clone(),
            answer["model"]["networkFunctions"][0]["type"].clone(),
        )
    };
    assert_eq!(
        place(&["parse", "-f", "-", "-o", "json"]),
        (Value::from("us-east"), Value::from("AMF"))
    );
    assert_eq!(
        place(&[
            "parse",
            "Deploy UPF with 2 replicas",
            "-f",
            "-",
            "-o",
            "json"
        ]),
        (Value::from("us-east"), Value::from("UPF"))
    );
}

#[test]
fn a_file_must_hold_exactly_one_intent() {
    let two = intent("one", URLLC) + &intent("two", URLLC);
    for (file, count) in [(String::new(), 0), (two, 2)] {
        let ran = run_with(["parse", "-f", "-"], &file);
        assert_eq!(ran.code, 1);
        let said = format!("- holds {count} NetworkIntents; name a file with exactly one");
        assert!(ran.stderr.contains(&said), "{}", ran.stderr);
    }
}

#[test]
fn a_language_model_needs_a_configuration_and_a_sentence_is_always_needed() {
    for wrong in [
        &["parse", URLLC, "--provider", "mistral"][..],
        &["parse", URLLC, "--provider", "oracle"],
        &["parse"],
        &["parse", "--provider", "builtin"],
    ] {
        let ran = run(wrong);
        assert_eq!(ran.code, 2, "{wrong:?}: {ran}");
    }
    assert_eq!(run(["parse", URLLC, "--provider", "builtin"]).code, 0);
}

#[test]
fn a_configuration_that_cannot_be_read_is_named() {
    let configuration = [
        "--provider",
        "local",
        "--configuration",
        "/nonexistent.yaml",
    ];
    let ran = run(["parse", URLLC].into_iter().chain(configuration));
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr
            .contains("failed to read the configuration /nonexistent.yaml"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_character_that_nobody_sees_is_named_with_its_place() {
    let ran = run(["parse", "Deploy A\u{200b}MF with 3 replicas"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.contains("character 9 of the text is U+200B"),
        "{}",
        ran.stderr
    );
}

#[test]
fn no_line_is_wider_than_a_terminal() {
    for sentence in [
        "Only SMF may reach UPF on N4, keep AMF replicas on different nodes, limit the NRF to 2 CPU and 4Gi, and put everything under a service mesh with mTLS",
        "We would like to have for our customers in the harbour something that is really fast and never breaks, please, with the usual security and whatever else you recommend for this",
    ] {
        let ran = run(["parse", sentence]);
        for line in ran.stdout.lines() {
            assert!(line.chars().count() < 80, "{line}");
        }
        insta::assert_snapshot!(ran);
    }
}

#[test]
fn underlines_stay_in_place_after_characters_of_two_columns() {
    let ran = run(["parse", "请部署 AMF with 3 replicas"]);
    let rows: Vec<&str> = ran.stdout.lines().take(2).collect();
    // Two of the margin, three characters of two columns each, a space.
    assert_eq!(rows[1].find('~'), Some(2 + 6 + 1), "{}", ran.stdout);
}
