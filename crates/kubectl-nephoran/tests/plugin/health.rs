//! `health`: objects as kubectl prints them.

use serde_json::Value;

use crate::{run, run_with};

const OBJECTS: &str = "crates/kubectl-nephoran/tests/objects/";

#[test]
fn objects_on_their_way_and_failed_ones_are_told_with_what_to_do() {
    let ran = run(["health", "-f", &format!("{OBJECTS}core-in-trouble.yaml")]);
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran);
}

#[test]
fn all_current_ends_with_0() {
    insta::assert_snapshot!(run([
        "health",
        "-f",
        &format!("{OBJECTS}core-current.yaml")
    ]));
}

#[test]
fn programs_get_the_worst_status_and_that_of_every_object() {
    let ran = run([
        "health",
        "-f",
        &format!("{OBJECTS}core-in-trouble.yaml"),
        "-o",
        "json",
    ]);
    assert_eq!(ran.code, 3);
    let health: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(health["status"], "Failed");
    assert_eq!(health["objects"].as_array().unwrap().len(), 3);
}

#[test]
fn standard_input_is_read() {
    let file = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/objects/core-current.yaml"
    ))
    .unwrap();
    assert_eq!(run_with(["health", "-f", "-"], &file).code, 0);
}

#[test]
fn no_object_is_an_error() {
    for nothing in ["", "{apiVersion: v1, kind: List, items: []}"] {
        let ran = run_with(["health", "-f", "-"], nothing);
        assert_eq!(ran.code, 1);
        assert!(ran.stderr.contains("nothing to judge"), "{}", ran.stderr);
    }
}
