//! A good package, spoiled in one place, is caught by the rule that is there for it.

use std::collections::BTreeMap;

use nephoran_api::Severity;
use nephoran_manifest_generation::check::{RULES, check, validation};
use nephoran_manifest_generation::generate;
use serde_json::{Value, json};

use crate::plans;

type Files = BTreeMap<String, String>;

/// File, JSON pointer, value put there (null removes), rule that must object.
fn mutants() -> Vec<(&'static str, &'static str, Value, &'static str)> {
    const AMF: &str = "local/core-amf/deployment.yaml";
    const CONTAINER: &str = "/spec/template/spec/containers/0/securityContext";
    const POLICY: &str = "local/core-amf/networkpolicy.yaml";
    const SERVICE: &str = "local/core-amf/service.yaml";
    vec![
        (AMF, "/spec/template/spec/containers/0/securityContext/privileged", json!(true), "NEPH-SEC-001"),
        (AMF, "/spec/template/spec/containers/0/securityContext/allowPrivilegeEscalation", json!(true), "NEPH-SEC-001"),
        (AMF, "/spec/template/spec/containers/0/securityContext/allowPrivilegeEscalation", Value::Null, "NEPH-SEC-001"),
        (AMF, "/spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem", json!(false), "NEPH-SEC-001"),
        (AMF, "/spec/template/spec/containers/0/securityContext/capabilities", json!({"drop": ["ALL"], "add": ["NET_ADMIN"]}), "NEPH-SEC-001"),
        (AMF, "/spec/template/spec/containers/0/securityContext/capabilities", json!({"drop": ["NET_RAW"]}), "NEPH-SEC-001"),
        (AMF, CONTAINER, Value::Null, "NEPH-SEC-001"),
        (AMF, "/spec/template/spec/securityContext/runAsNonRoot", json!(false), "NEPH-SEC-001"),
        (AMF, "/spec/template/spec/securityContext/runAsUser", json!(0), "NEPH-SEC-001"),
        (AMF, "/spec/template/spec/securityContext/seccompProfile", Value::Null, "NEPH-SEC-001"),
        (AMF, "/spec/template/spec/securityContext/seccompProfile/type", json!("Unconfined"), "NEPH-SEC-001"),
        (AMF, "/spec/template/spec/securityContext/sysctls", json!([{"name": "kernel.msgmax", "value": "1"}]), "NEPH-SEC-001"),
        (AMF, "/spec/template/spec/hostNetwork", json!(true), "NEPH-SEC-001"),
        (AMF, "/spec/template/spec/hostPID", json!(true), "NEPH-SEC-001"),
        (AMF, "/spec/template/spec/volumes/1", json!({"name": "tmp", "hostPath": {"path": "/"}}), "NEPH-SEC-001"),
        (AMF, "/spec/template/spec/containers/0/ports/0/hostPort", json!(38412), "NEPH-SEC-001"),
        (AMF, "/spec/template/spec/initContainers", json!([{"name": "init", "image": "init:v1"}]), "NEPH-SEC-001"),
        ("local/core-upf/deployment.yaml", "/spec/template/metadata/annotations/nephoran.com~1security-waiver", Value::Null, "NEPH-SEC-001"),
        (AMF, "/spec/template/spec/containers/0/image", json!("docker.io/free5gc/amf"), "NEPH-SEC-003"),
        (AMF, "/spec/template/spec/containers/0/image", json!("docker.io/free5gc/amf:latest"), "NEPH-SEC-003"),
        (AMF, "/spec/template/spec/initContainers", json!([{"name": "init", "image": "init"}]), "NEPH-SEC-003"),
        (AMF, "/spec/template/spec/containers/0/ports/0/protocol", json!("TCP"), "NEPH-INT-001"),
        (AMF, "/spec/template/spec/containers/0/ports/0/containerPort", json!(1), "NEPH-INT-001"),
        (AMF, "/spec/template/spec/containers/0/ports", Value::Null, "NEPH-INT-001"),
        (SERVICE, "/spec/ports/0/port", json!(1), "NEPH-INT-001"),
        (SERVICE, "/spec/ports/0/protocol", json!("TCP"), "NEPH-INT-001"),
        (SERVICE, "/spec/selector/app.kubernetes.io~1instance", json!("core-smf"), "NEPH-ID-003"),
        (SERVICE, "/spec/prots", json!([1]), "NEPH-SCH-001"),
        (SERVICE, "/spec/ports/0/port", json!("eighty"), "NEPH-SCH-001"),
        (SERVICE, "/kind", json!("Servce"), "NEPH-SCH-001"),
        (SERVICE, "/apiVersion", json!("v2"), "NEPH-SCH-001"),
        (AMF, "/metadata/labels/nephoran.com~1intent", json!("another"), "NEPH-ID-003"),
        (AMF, "/metadata/labels/app.kubernetes.io~1managed-by", Value::Null, "NEPH-ID-003"),
        (AMF, "/spec/template/metadata/labels/app.kubernetes.io~1part-of", json!("another"), "NEPH-ID-003"),
        (AMF, "/spec/selector/matchLabels/app.kubernetes.io~1instance", json!("another"), "NEPH-ID-003"),
        (AMF, "/spec/selector/matchLabels/version", json!("1"), "NEPH-ID-003"),
        ("local/core-amf/poddisruptionbudget.yaml", "/spec/selector", json!({}), "NEPH-ID-003"),
        (AMF, "/metadata/name", json!("Core_AMF"), "NEPH-ID-001"),
        (AMF, "/metadata/name", json!("core-other"), "NEPH-ID-004"),
        (AMF, "/metadata/namespace", json!("kube-system"), "NEPH-ID-002"),
        ("local/namespace.yaml", "/metadata/name", json!("a.b"), "NEPH-ID-001"),
        (AMF, "/spec/template/spec/containers/0/resources/limits", Value::Null, "NEPH-RES-001"),
        (AMF, "/spec/template/spec/containers/0/resources/requests/cpu", json!("64"), "NEPH-RES-001"),
        (AMF, "/spec/template/spec/containers/0/resources/requests/memory", json!("much"), "NEPH-RES-001"),
        (POLICY, "/spec/policyTypes", json!(["Ingress"]), "NEPH-NET-001"),
        (POLICY, "/spec/podSelector", json!({}), "NEPH-ID-003"),
        (POLICY, "/spec/ingress/0/from", Value::Null, "NEPH-NET-002"),
        (POLICY, "/spec/ingress", json!([{}]), "NEPH-NET-002"),
        (POLICY, "/spec/ingress", Value::Null, "NEPH-NET-002"),
        (POLICY, "/spec/egress", json!([{}]), "NEPH-NET-002"),
        (POLICY, "/spec/ingress/0/ports/0/port", json!(22), "NEPH-NET-002"),
        (POLICY, "/spec/ingress/0/ports/0/endPort", json!(65535), "NEPH-NET-002"),
    ]
}

fn good() -> Files {
    generate(&plans::core(), &plans::options("core")).unwrap().files
}

fn rules_broken(files: &Files) -> Vec<String> {
    let findings = check(&plans::core(), &plans::options("core"), files);
    findings.into_iter().filter(|finding| finding.severity == Severity::Error).map(|finding| finding.rule).collect()
}

fn mutate(files: &mut Files, path: &str, pointer: &str, value: Value) {
    let mut object: Value = serde_saphyr::from_str(&files[path]).unwrap();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/");
    match object.pointer_mut(parent).unwrap_or_else(|| panic!("{path} has no {parent}")) {
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        Value::Object(map) if value.is_null() => assert!(map.remove(&key).is_some(), "{path} has no {pointer}"),
        Value::Object(map) => {
            map.insert(key, value);
        }
        other => panic!("{path} {parent} is {other}"),
    }
    files.insert(path.to_owned(), serde_saphyr::to_string(&object).unwrap());
}

#[test]
fn an_untouched_package_breaks_no_rule() {
    assert_eq!(rules_broken(&good()), Vec::<String>::new());
}

#[test]
fn every_mutant_is_caught_by_its_rule() {
    for (path, pointer, value, rule) in mutants() {
        let mut files = good();
        mutate(&mut files, path, pointer, value.clone());
        let broken = rules_broken(&files);
        assert!(broken.iter().any(|found| found == rule), "{path} {pointer} = {value}: expected {rule}, got {broken:?}");
    }
}

#[test]
fn a_missing_object_is_missed() {
    for (path, rule) in [
        ("local/core-amf/deployment.yaml", "NEPH-ID-004"),
        ("local/core-amf/serviceaccount.yaml", "NEPH-ID-004"),
        ("local/core-amf/configmap.yaml", "NEPH-ID-004"),
        ("local/core-amf/service.yaml", "NEPH-ID-004"),
        ("local/core-amf/poddisruptionbudget.yaml", "NEPH-ID-004"),
        ("local/core-smf/horizontalpodautoscaler.yaml", "NEPH-ID-004"),
        ("local/core-chf/statefulset.yaml", "NEPH-ID-004"),
        ("local/core-amf/networkpolicy.yaml", "NEPH-NET-001"),
    ] {
        let mut files = good();
        assert!(files.remove(path).is_some(), "{path}");
        assert!(rules_broken(&files).iter().any(|found| found == rule), "{path}");
    }
}

#[test]
fn a_copied_object_shares_an_identity() {
    let mut files = good();
    let copy = files["local/core-amf/service.yaml"].clone();
    files.insert("local/core-amf/service-2.yaml".to_owned(), copy);
    assert_eq!(rules_broken(&files), ["NEPH-ID-002"]);
}

#[test]
fn a_configuration_of_another_network_is_noticed() {
    for (from, to) in [
        ("mcc: '001'", "mcc: '002'"),
        ("trackingAreaCode: 1", "trackingAreaCode: 2"),
        ("trackingAreaCode: 1", "trackingAreaCode: 0"),
        ("function: AMF", "function: UFO"),
        ("pool: 10.60.0.0/16", "pool: 10.61.0.0/16"),
    ] {
        let mut files = good();
        let path = if from.starts_with("pool") { "local/core-smf/configmap.yaml" } else { "local/core-amf/configmap.yaml" };
        let (from, to) = (from.to_owned(), to.to_owned());
        assert!(files[path].replace('"', "'").contains(&from), "{}", files[path]);
        let spoiled = files[path].replace('"', "'").replace(&from, &to);
        files.insert(path.to_owned(), spoiled);
        assert_eq!(rules_broken(&files), ["NEPH-TEL-001"], "{from}");
    }
}

#[test]
fn a_file_that_is_no_yaml_is_reported_with_its_path() {
    let mut files = good();
    files.insert("local/core-amf/service.yaml".to_owned(), "a: [".to_owned());
    let findings = check(&plans::core(), &plans::options("core"), &files);
    let found = findings.iter().find(|finding| finding.rule == "NEPH-SCH-001").unwrap();
    assert_eq!(found.file, "local/core-amf/service.yaml");
    let validation = validation(&findings);
    assert!(!validation.schema && validation.security);
}

#[test]
fn rules_have_distinct_ids_and_sources() {
    let mut ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
    assert!(RULES.iter().all(|rule| !rule.source.is_empty() && rule.id.starts_with("NEPH-")));
}
