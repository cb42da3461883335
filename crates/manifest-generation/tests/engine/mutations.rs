//! A good package, spoiled in one place, is caught by the rule that is there for it.

use std::collections::BTreeMap;

use nephoran_api::Severity;
use nephoran_manifest_generation::check::{RULES, validation};
use serde_json::Value;

use crate::plans::{self, check, generate};

type Files = BTreeMap<String, String>;

const AMF: &str = "local/core-amf/deployment.yaml";
const POLICY: &str = "local/core-amf/networkpolicy.yaml";
const SERVICE: &str = "local/core-amf/service.yaml";

/// File, JSON pointer, JSON put there (null removes), rule that must object.
#[rustfmt::skip]
const MUTANTS: &[(&str, &str, &str, &str)] = &[
    (AMF, "/spec/template/spec/containers/0/securityContext/privileged", "true", "NEPH-SEC-001"),
    (AMF, "/spec/template/spec/containers/0/securityContext/allowPrivilegeEscalation", "true", "NEPH-SEC-005"),
    (AMF, "/spec/template/spec/containers/0/securityContext/allowPrivilegeEscalation", "null", "NEPH-SEC-005"),
    (AMF, "/spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem", "false", "NEPH-SEC-001"),
    (AMF, "/spec/template/spec/containers/0/securityContext/capabilities", r#"{"drop": ["ALL"], "add": ["NET_ADMIN"]}"#, "NEPH-SEC-001"),
    (AMF, "/spec/template/spec/containers/0/securityContext/capabilities", r#"{"drop": ["NET_RAW"]}"#, "NEPH-SEC-001"),
    (AMF, "/spec/template/spec/containers/0/securityContext", "null", "NEPH-SEC-001"),
    (AMF, "/spec/template/spec/securityContext/runAsNonRoot", "false", "NEPH-SEC-001"),
    (AMF, "/spec/template/spec/securityContext/runAsUser", "0", "NEPH-SEC-001"),
    (AMF, "/spec/template/spec/securityContext/seccompProfile", "null", "NEPH-SEC-006"),
    (AMF, "/spec/template/spec/securityContext/seccompProfile/type", r#""Unconfined""#, "NEPH-SEC-001"),
    (AMF, "/spec/template/spec/securityContext/sysctls", r#"[{"name": "kernel.msgmax", "value": "1"}]"#, "NEPH-SEC-001"),
    (AMF, "/spec/template/spec/hostNetwork", "true", "NEPH-SEC-001"),
    (AMF, "/spec/template/spec/hostPID", "true", "NEPH-SEC-001"),
    (AMF, "/spec/template/spec/volumes/1", r#"{"name": "tmp", "hostPath": {"path": "/"}}"#, "NEPH-SEC-001"),
    (AMF, "/spec/template/spec/containers/0/ports/0/hostPort", "38412", "NEPH-SEC-001"),
    (AMF, "/spec/template/spec/initContainers", r#"[{"name": "init", "image": "init:v1"}]"#, "NEPH-SEC-001"),
    ("local/core-upf/deployment.yaml", "/spec/template/metadata/annotations/nephoran.com~1security-waiver", "null", "NEPH-SEC-001"),
    (AMF, "/spec/template/spec/containers/0/image", r#""docker.io/free5gc/amf""#, "NEPH-SEC-003"),
    (AMF, "/spec/template/spec/containers/0/image", r#""docker.io/free5gc/amf:latest""#, "NEPH-SEC-003"),
    (AMF, "/spec/template/spec/initContainers", r#"[{"name": "init", "image": "init"}]"#, "NEPH-SEC-003"),
    (AMF, "/spec/template/spec/containers/0/ports/0/protocol", r#""TCP""#, "NEPH-INT-001"),
    (AMF, "/spec/template/spec/containers/0/ports/0/containerPort", "1", "NEPH-INT-001"),
    (AMF, "/spec/template/spec/containers/0/ports", "null", "NEPH-INT-001"),
    (SERVICE, "/spec/ports/0/port", "1", "NEPH-INT-001"),
    (SERVICE, "/spec/ports/0/protocol", r#""TCP""#, "NEPH-INT-001"),
    (SERVICE, "/spec/selector/app.kubernetes.io~1instance", r#""core-smf""#, "NEPH-ID-003"),
    (SERVICE, "/spec/prots", "[1]", "NEPH-SCH-001"),
    (SERVICE, "/spec/ports/0/port", r#""eighty""#, "NEPH-SCH-001"),
    (SERVICE, "/kind", r#""Servce""#, "NEPH-SCH-001"),
    (SERVICE, "/apiVersion", r#""v2""#, "NEPH-SCH-001"),
    (AMF, "/metadata/labels/nephoran.com~1intent", r#""another""#, "NEPH-ID-003"),
    (AMF, "/metadata/labels/app.kubernetes.io~1managed-by", "null", "NEPH-ID-003"),
    (AMF, "/spec/template/metadata/labels/app.kubernetes.io~1part-of", r#""another""#, "NEPH-ID-003"),
    (AMF, "/spec/selector/matchLabels/app.kubernetes.io~1instance", r#""another""#, "NEPH-ID-003"),
    (AMF, "/spec/selector/matchLabels/version", r#""1""#, "NEPH-ID-003"),
    ("local/core-amf/poddisruptionbudget.yaml", "/spec/selector", "{}", "NEPH-ID-003"),
    (AMF, "/metadata/name", r#""Core_AMF""#, "NEPH-ID-001"),
    (AMF, "/metadata/name", r#""core-other""#, "NEPH-ID-004"),
    (AMF, "/metadata/namespace", r#""kube-system""#, "NEPH-ID-002"),
    ("local/namespace.yaml", "/metadata/name", r#""a.b""#, "NEPH-ID-001"),
    (AMF, "/spec/template/spec/containers/0/resources/limits", "null", "NEPH-RES-001"),
    (AMF, "/spec/template/spec/containers/0/resources/requests/cpu", r#""64""#, "NEPH-RES-001"),
    (AMF, "/spec/template/spec/containers/0/resources/requests/memory", r#""much""#, "NEPH-RES-001"),
    (POLICY, "/spec/policyTypes", r#"["Ingress"]"#, "NEPH-NET-001"),
    (POLICY, "/spec/podSelector", "{}", "NEPH-ID-003"),
    (POLICY, "/spec/ingress/0/from", "null", "NEPH-NET-002"),
    (POLICY, "/spec/ingress", "[{}]", "NEPH-NET-002"),
    (POLICY, "/spec/ingress", "null", "NEPH-NET-002"),
    (POLICY, "/spec/egress", "[{}]", "NEPH-NET-002"),
    (POLICY, "/spec/ingress/0/ports/0/port", "22", "NEPH-NET-002"),
    (POLICY, "/spec/ingress/0/ports/0/endPort", "65535", "NEPH-NET-002"),
];

fn good() -> Files {
    generate(&plans::core(), &plans::options("core"))
        .unwrap()
        .files
}

fn rules_broken(files: &Files) -> Vec<String> {
    let findings = check(&plans::core(), &plans::options("core"), files);
    findings
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.rule)
        .collect()
}

fn mutate(files: &mut Files, path: &str, pointer: &str, value: Value) {
    let mut object: Value = serde_saphyr::from_str(&files[path]).unwrap();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/");
    match object
        .pointer_mut(parent)
        .unwrap_or_else(|| panic!("{path} has no {parent}"))
    {
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        Value::Object(map) if value.is_null() => {
            assert!(map.remove(&key).is_some(), "{path} has no {pointer}");
        }
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
    for (path, pointer, value, rule) in MUTANTS {
        let mut files = good();
        mutate(
            &mut files,
            path,
            pointer,
            serde_json::from_str(value).unwrap(),
        );
        let broken = rules_broken(&files);
        assert!(
            broken.iter().any(|found| found == rule),
            "{path} {pointer} = {value}: expected {rule}, got {broken:?}"
        );
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
        assert!(
            rules_broken(&files).iter().any(|found| found == rule),
            "{path}"
        );
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
        let path = if from.starts_with("pool") {
            "local/core-smf/configmap.yaml"
        } else {
            "local/core-amf/configmap.yaml"
        };
        let (from, to) = (from.to_owned(), to.to_owned());
        assert!(
            files[path].replace('"', "'").contains(&from),
            "{}",
            files[path]
        );
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
    let found = findings
        .iter()
        .find(|finding| finding.rule == "NEPH-SCH-001")
        .unwrap();
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
    assert!(
        RULES
            .iter()
            .all(|rule| !rule.source.is_empty() && rule.id.starts_with("NEPH-"))
    );
}
