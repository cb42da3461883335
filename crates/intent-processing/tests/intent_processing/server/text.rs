//! One rule for texts, wherever they enter: the schema of the kinds, the admission policy, and what the binaries check.

use nephoran_api::crds;
use nephoran_intent_processing::text::{self, Forbidden};
use regex::Regex;
use serde_json::Value;

const POLICY: &str = include_str!("../../../../../config/policies/network-intent-text.yaml");

#[test]
fn the_length_is_that_of_the_schemas() {
    let mut bounded = 0;
    for crd in crds::all() {
        let crd = serde_json::to_value(crd).unwrap();
        let field = "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/intent";
        if let Some(schema) = crd.pointer(field) {
            assert_eq!(schema["minLength"], *text::LENGTH.start());
            assert_eq!(schema["maxLength"], *text::LENGTH.end());
            bounded += 1;
        }
    }
    assert_eq!(bounded, 2, "NetworkIntent and IntentProcessing hold a text");
}

#[test]
fn the_admission_policy_forbids_the_same_characters() {
    let objects: Vec<Value> = serde_saphyr::from_multiple(POLICY).unwrap();
    let validations = objects[0]["spec"]["validations"].as_array().unwrap();
    let classes: Vec<Regex> = validations
        .iter()
        .filter_map(|rule| {
            let (_, rest) = rule["expression"]
                .as_str()
                .unwrap()
                .split_once("matches(r'")?;
            Some(Regex::new(rest.strip_suffix("')").unwrap()).unwrap())
        })
        .collect();
    let kinds = [
        Forbidden::Control,
        Forbidden::Bidirectional,
        Forbidden::Invisible,
        Forbidden::Binary,
    ];
    assert_eq!(classes.len(), kinds.len());
    let every: String = ('\0'..=char::MAX).collect();
    for (class, kind) in classes.iter().zip(kinds) {
        let by_policy: Vec<char> = class
            .find_iter(&every)
            .flat_map(|found| found.as_str().chars())
            .collect();
        let here: Vec<char> = every
            .chars()
            .filter(|character| text::forbidden(*character) == Some(kind))
            .collect();
        assert_eq!(by_policy, here, "{kind:?}");
    }
}

#[test]
fn a_forbidden_character_is_named_with_its_place() {
    let said = text::check("Deploy A\u{200b}MF twice")
        .unwrap_err()
        .to_string();
    assert_eq!(
        said,
        "character 9 of the text is U+200B, which nobody can see; remove it: copied text often carries such characters"
    );
}
