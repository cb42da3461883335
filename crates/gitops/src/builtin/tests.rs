//! The decisions of the engine, without a cluster.

mod boundaries;
mod classification;
mod ordering;
mod takeover;

use std::collections::BTreeMap;

use nephoran_api::AppliedObject;

use super::{ApplyError, Manifest, parse_package};

fn package(files: &[(&str, &str)]) -> Result<Vec<Manifest>, ApplyError> {
    let files: BTreeMap<_, _> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    parse_package(&files)
}

#[test]
fn what_configures_tools_is_not_applied() {
    let object = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: amf, namespace: core}\n";
    let kustomization = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: {name: core, annotations: {config.kubernetes.io/local-config: \"true\"}}\n";
    let manifests = package(&[
        ("base/amf/configmap.yaml", object),
        ("base/kustomization.yaml", kustomization),
        ("chart/Chart.yaml", "apiVersion: v2\nname: core\n"),
        ("chart/values.yaml", "replicas: 1\n"),
        ("chart/templates/amf-configmap.yaml", "{{- if true }}\n"),
        ("chart/templates/amf-copy.yaml", object),
    ])
    .unwrap();
    let paths: Vec<_> = manifests.iter().map(Manifest::path).collect();
    assert_eq!(paths, ["base/amf/configmap.yaml"]);
}

fn object(api_version: &str, kind: &str, namespace: &str, name: &str) -> AppliedObject {
    AppliedObject {
        api_version: api_version.to_owned(),
        kind: kind.to_owned(),
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        generation: None,
    }
}
