//! The examples that newcomers apply work offline, each by itself and all together.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use k8s_openapi::api::core::v1::ConfigMap;
use k8s_openapi::jiff::Timestamp;
use nephoran_feature_flags::config::RouteConfig;
use nephoran_feature_flags::context::Context;
use nephoran_feature_flags::evaluate::Computed;
use nephoran_feature_flags::flag::{FULL_FLAG, FlagSet, PHASE_FLAGS};
use nephoran_feature_flags::route::{Route, decide};
use nephoran_feature_flags::safeguard::Safeguards;

use crate::run;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

fn file_names() -> Vec<String> {
    let paths = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let manifests = paths.filter(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml")
    });
    let mut names: Vec<String> = manifests
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

/// Files of intents: all whose names begin with a number.
fn intent_files() -> Vec<String> {
    file_names()
        .into_iter()
        .filter(|name| name.starts_with(|first: char| first.is_ascii_digit()))
        .collect()
}

/// What an example builds on.
fn needs(name: &str) -> &'static [&'static str] {
    match name {
        "02-scale-amf.yaml" => &["01-core.yaml"],
        _ => &[],
    }
}

#[test]
fn every_example_can_be_planned() {
    assert!(intent_files().len() >= 5);
    for name in intent_files() {
        let files = needs(&name)
            .iter()
            .map(ToString::to_string)
            .chain([name.clone(), "target-clusters.yaml".to_owned()]);
        let arguments = files.flat_map(|file| ["-f".to_owned(), format!("examples/{file}")]);
        let ran = run(["plan".to_owned(), "--explain".to_owned()]
            .into_iter()
            .chain(arguments));
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        assert!(
            !ran.stdout.contains("relaxed:"),
            "{name} is planned as it says\n{}",
            ran.stdout
        );
    }
}

#[test]
fn all_examples_together() {
    insta::assert_snapshot!(run(["plan", "-f", "examples"]));
}

#[test]
fn every_file_is_in_the_readme() {
    let readme = fs::read_to_string(folder().join("README.md")).unwrap();
    for name in file_names() {
        assert!(
            readme.contains(&format!("`{name}`")),
            "README.md says nothing about {name}"
        );
    }
}

#[test]
fn the_example_flags_move_every_intent_to_the_controllers() {
    let text = fs::read_to_string(folder().join("feature-flags.yaml")).unwrap();
    let config_map: ConfigMap = serde_saphyr::from_str(&text).unwrap();
    assert_eq!(
        config_map.metadata.name.as_deref(),
        Some("microservices-feature-flags")
    );
    assert_eq!(
        config_map.metadata.namespace.as_deref(),
        Some("nephoran-system")
    );
    let parsed = FlagSet::parse(&config_map.data.unwrap()["flags.yaml"]).unwrap();
    assert_eq!(parsed.warnings, Vec::<String>::new());
    for flag in PHASE_FLAGS.iter().chain([&FULL_FLAG]) {
        assert!(parsed.set.get(flag).is_some(), "{flag}");
    }
    for number in 0..1000 {
        let context = Context {
            namespace: "core".to_owned(),
            name: format!("intent-{number}"),
            intent_type: "deployment".to_owned(),
            labels: BTreeMap::new(),
            ..Context::default()
        };
        let decision = decide(
            &parsed.set,
            &RouteConfig::default(),
            &context,
            Timestamp::UNIX_EPOCH,
            &Safeguards::default(),
            &Computed::default(),
            None,
        );
        assert_eq!(decision.route, Route::Microservices, "{}", decision.reason);
    }
}
