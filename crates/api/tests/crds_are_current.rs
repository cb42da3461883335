//! The CRDs in the repository are the ones the types give, and `kubectl explain` has a sentence for every field.

use std::{collections::BTreeSet, fs, path::PathBuf};

use nephoran_api::crds;
use serde_json::Value;

const FOLDERS: [&str; 2] = ["config/crds", "charts/nephoran-crds/files"];
const REMEDY: &str = "run `cargo run -p nephoran-api --bin crdgen -- config/crds charts/nephoran-crds/files` in the root of the repository";

fn root() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", ".."].iter().collect()
}

#[test]
fn the_shipped_definitions_are_those_of_the_types() {
    for folder in FOLDERS {
        for file in crds::files().unwrap() {
            let path = root().join(folder).join(&file.name);
            let shipped = fs::read_to_string(&path).unwrap_or_default();
            assert!(
                shipped == file.text,
                "{folder}/{} is out of date: {REMEDY}",
                file.name
            );
        }
    }
}

#[test]
fn no_definition_is_shipped_that_no_type_gives() {
    let expected: BTreeSet<String> = crds::files()
        .unwrap()
        .into_iter()
        .map(|file| file.name)
        .collect();
    for folder in FOLDERS {
        let shipped: BTreeSet<String> = fs::read_dir(root().join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        let stray: Vec<&String> = shipped.difference(&expected).collect();
        assert!(
            stray.is_empty(),
            "delete from {folder} what belongs to no kind: {stray:?}"
        );
    }
}

#[test]
fn what_is_written_reads_back_as_the_same_definition() {
    for (crd, file) in crds::all().iter().zip(crds::files().unwrap()) {
        let mut read: Value = serde_saphyr::from_str(&file.text).unwrap();
        let metadata = read["metadata"].as_object_mut().unwrap();
        assert_eq!(
            metadata.remove("annotations").unwrap()["helm.sh/resource-policy"],
            "keep"
        );
        metadata.remove("labels").unwrap();
        assert_eq!(read, serde_json::to_value(crd).unwrap(), "{}", file.name);
    }
}

#[test]
fn every_field_has_a_description() {
    let mut silent = Vec::new();
    for crd in crds::all() {
        let crd = serde_json::to_value(crd).unwrap();
        let kind = crd["spec"]["names"]["kind"].as_str().unwrap().to_owned();
        for version in crd["spec"]["versions"].as_array().unwrap() {
            walk(&version["schema"]["openAPIV3Schema"], &kind, &mut silent);
        }
    }
    assert!(
        silent.is_empty(),
        "`kubectl explain` says nothing about {} fields; write a doc comment on each:\n{}",
        silent.len(),
        silent.join("\n")
    );
}

#[test]
fn an_optional_choice_is_explained_by_its_field_and_not_by_its_type() {
    let plan = crds::all().into_iter().nth(2).unwrap();
    let plan = serde_json::to_value(plan).unwrap();
    let field = plan
        .pointer("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/stopAfter")
        .unwrap();
    assert_eq!(
        field["description"],
        "The last phase that runs; later controllers create nothing."
    );
}

/// Collects the paths of the fields under `schema` that lack a description.
fn walk(schema: &Value, path: &str, silent: &mut Vec<String>) {
    let described = schema["description"]
        .as_str()
        .is_some_and(|text| text.trim().len() > 3 && !text.contains("Auto-generated"));
    if !described && !path.ends_with(']') {
        silent.push(path.to_owned());
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        walk(field, &format!("{path}.{name}"), silent);
    }
    // Items and map values are explained by the field that holds them; their own fields are not.
    for (key, mark) in [("items", "[]"), ("additionalProperties", "[*]")] {
        if schema[key].is_object() {
            walk(&schema[key], &format!("{path}{mark}"), silent);
        }
    }
}
