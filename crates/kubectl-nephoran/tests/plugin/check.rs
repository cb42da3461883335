//! `check`: any folder, four forms of one answer.

use std::fs;
use std::path::Path;

use crate::{Ran, run};

const POD: &str = "apiVersion: apps/v1
kind: Deployment
metadata: {name: amf, namespace: core}
spec:
  selector: {matchLabels: {app: amf}}
  template:
    metadata: {labels: {app: amf}}
    spec:
      containers:
      - {name: amf, image: 'amf:latest'}
";

fn check(directory: &Path, arguments: &[&str]) -> Ran {
    let all = [&["check", "-d", directory.to_str().unwrap()], arguments].concat();
    run(all)
}

fn broken() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("amf")).unwrap();
    fs::write(folder.path().join("amf/deployment.yaml"), POD).unwrap();
    fs::write(folder.path().join("notes.md"), "not a manifest").unwrap();
    folder
}

#[test]
fn what_render_writes_passes() {
    for format in ["kpt", "kustomize", "helm"] {
        let work = tempfile::tempdir().unwrap();
        let target = work.path().join("packages");
        let rendered = run(vec![
            "render",
            "-f",
            "examples",
            "--format",
            format,
            "-d",
            target.to_str().unwrap(),
        ]);
        assert_eq!(rendered.code, 0, "{}", rendered.stderr);
        let ran = check(&target, &[]);
        assert_eq!(ran.code, 0, "{format}: {}{}", ran.stdout, ran.stderr);
        assert!(ran.stdout.contains(" 0 errors"), "{}", ran.stdout);
    }
}

#[test]
fn findings_name_file_rule_and_cure() {
    let folder = broken();
    let ran = check(folder.path(), &[]);
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn a_lower_level_asks_for_less() {
    let folder = broken();
    let restricted = check(folder.path(), &[])
        .stdout
        .matches("NEPH-SEC-001")
        .count();
    let baseline = check(folder.path(), &["--pod-security", "baseline"])
        .stdout
        .matches("NEPH-SEC-001")
        .count();
    assert!(baseline < restricted, "{baseline} {restricted}");
}

#[test]
fn code_scanning_gets_every_finding_with_its_rule_and_place() {
    let folder = broken();
    let ran = check(folder.path(), &["-o", "sarif"]);
    assert_eq!(ran.code, 1);
    let log: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    let json = check(folder.path(), &["-o", "json"]);
    let report: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(results.len(), report["findings"].as_array().unwrap().len());
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(
            run["tool"]["driver"]["rules"][index]["id"],
            result["ruleId"]
        );
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert!(
            place.as_str().unwrap().ends_with("amf/deployment.yaml"),
            "{place}"
        );
    }
}

#[test]
fn build_servers_get_a_failing_test_per_broken_file() {
    let folder = broken();
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: fine, namespace: core}\n";
    fs::write(folder.path().join("fine.yaml"), map).unwrap();
    let ran = check(folder.path(), &["-o", "junit"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout.contains("tests=\"2\" failures=\"1\""),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout
            .contains("<testcase classname=\"manifests\" name=\"fine.yaml\"/>")
    );
    assert!(
        ran.stdout.contains("&quot;amf:latest&quot;"),
        "{}",
        ran.stdout
    );
}

/// In every style of writing, with whatever else the author put there.
const STYLES: &str = "# What runs.
apiVersion: apps/v1
kind: Deployment
metadata: {name: amf, namespace: core}   # the name
spec:
  selector: {matchLabels: {app: amf}}
  template:
    metadata: {labels: {app: amf}}
    spec:
      initContainers:
      - {name: first, image: 'wait:v1'}
      - {}
      containers:
        # the function
        - name: amf
          image: amf:v1   # pinned
          securityContext:
            readOnlyRootFilesystem: true
        -
          securityContext: {allowPrivilegeEscalation: true, runAsUser: 5}
          name: sidecar
          image: 'sidecar:v1'
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: core}
spec:
  schedule: '@daily'
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: report, image: 'r:v1'}]}}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: text, namespace: core}
data:
  spec: \"template: {spec: {containers: []}}\"
";

#[test]
fn what_is_safe_to_mend_is_mended_and_nothing_else_changes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.yaml");
    fs::write(&file, STYLES).unwrap();
    let ran = check(folder.path(), &["--fix"]);
    insta::assert_snapshot!(format!(
        "{}{}",
        ran.stdout,
        fs::read_to_string(&file).unwrap()
    ));
    let again = check(folder.path(), &["--fix"]);
    assert!(!again.stdout.contains("fixed:"), "{}", again.stdout);
}

#[test]
fn what_an_alias_repeats_is_mended_where_it_is_written() {
    let shared = "apiVersion: apps/v1
kind: Deployment
metadata: {name: amf, namespace: core}
spec:
  selector: {matchLabels: {app: amf}}
  template:
    metadata: {labels: {app: amf}}
    spec:
      securityContext: {seccompProfile: {type: RuntimeDefault}}
      containers:
      - &one
        name: amf
        image: amf:v1
      - *one
";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shared.yaml");
    fs::write(&file, shared).unwrap();
    let ran = check(folder.path(), &["--fix"]);
    assert!(
        !ran.stdout.contains("error: shared.yaml NEPH-SEC-005"),
        "{}",
        ran.stdout
    );
    let mended = shared.replace(
        "        name: amf\n",
        "        securityContext:\n          allowPrivilegeEscalation: false\n        name: amf\n",
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), mended);
}

#[test]
fn a_link_stays_a_link_when_what_it_leads_to_is_mended() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), broken());
    let file = elsewhere.path().join("amf/deployment.yaml");
    let link = folder.path().join("amf.yaml");
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let ran = check(folder.path(), &["--fix"]);
    assert!(
        ran.stdout.contains("fixed: amf.yaml NEPH-SEC-005"),
        "{}",
        ran.stdout
    );
    assert!(link.is_symlink());
    let mended = fs::read_to_string(&file).unwrap();
    assert!(
        mended.contains("allowPrivilegeEscalation: false"),
        "{mended}"
    );
}

#[test]
fn a_directory_without_manifests_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let ran = check(folder.path(), &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("holds no file"), "{}", ran.stderr);
}
