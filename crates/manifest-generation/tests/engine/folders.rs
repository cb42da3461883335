//! The rules on folders that nobody planned.

use std::collections::BTreeMap;

use nephoran_api::{PackageFormat, Packaging, PodSecurity, Severity};
use nephoran_manifest_generation::Options;
use nephoran_manifest_generation::check::folder::check_folder;
use nephoran_telecom::Catalogue;

use crate::plans::{self, generate};

type Files = BTreeMap<String, String>;

fn folder(files: &[(&str, &str)]) -> Files {
    files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

fn errors(files: &Files) -> Vec<String> {
    check_folder(files, PodSecurity::Restricted, Catalogue::builtin())
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.rule)
        .collect()
}

#[test]
fn our_own_packages_pass_in_every_format() {
    for plan in [
        plans::core(),
        plans::ran(),
        plans::urllc(),
        plans::attached(),
    ] {
        for format in [
            PackageFormat::Kpt,
            PackageFormat::Kustomize,
            PackageFormat::Helm,
        ] {
            let options = Options {
                packaging: Packaging {
                    format,
                    ..Packaging::default()
                },
                intent: plan.package.clone(),
            };
            let files = generate(&plan, &options).unwrap().files;
            // As a repository has them: below the cluster, the namespace and the intent.
            let laid_out = files
                .into_iter()
                .map(|(path, text)| {
                    let (cluster, rest) = path.split_once('/').unwrap();
                    (format!("{cluster}/telecom/{}/{rest}", plan.package), text)
                })
                .collect();
            assert_eq!(errors(&laid_out), Vec::<String>::new(), "{format:?}");
        }
    }
}

#[test]
fn a_pod_without_anything_breaks_the_rules_of_pods() {
    let files = folder(&[(
        "pod.yaml",
        "apiVersion: batch/v1\nkind: Job\nmetadata: {name: job, namespace: telecom}\nspec: {template: {spec: {containers: [{name: a, image: a}], restartPolicy: Never}}}\n",
    )]);
    let broken = errors(&files);
    for rule in [
        "NEPH-SEC-001",
        "NEPH-SEC-003",
        "NEPH-RES-001",
        "NEPH-NET-001",
    ] {
        assert!(
            broken.iter().any(|found| found == rule),
            "{rule}: {broken:?}"
        );
    }
}

#[test]
fn a_policy_that_admits_everybody_is_found() {
    let policy = |rules: &str| {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: p, namespace: telecom}}\nspec: {{podSelector: {{}}, policyTypes: [Ingress, Egress], {rules}}}\n"
        )
    };
    for (rules, open) in [
        ("ingress: [{}]", true),
        ("ingress: [{from: []}]", true),
        ("ingress: [{ports: [{port: 80}]}]", true),
        ("egress: [{}]", true),
        ("ingress: [{from: [{namespaceSelector: {}}]}]", true),
        ("ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]", true),
        (
            "ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 2152, protocol: UDP}]}]",
            false,
        ),
        ("egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]", false),
        ("ingress: [{from: [{podSelector: {}}]}]", false),
    ] {
        let files = folder(&[("policy.yaml", &policy(rules))]);
        assert_eq!(
            errors(&files).contains(&"NEPH-NET-005".to_owned()),
            open,
            "{rules}"
        );
    }
}

#[test]
fn a_port_named_after_a_reference_point_has_its_number_and_protocol() {
    let service = |port: &str| {
        format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: s, namespace: telecom}}\nspec: {{ports: [{port}]}}\n"
        )
    };
    for (port, wrong) in [
        ("{name: n2, port: 38412, protocol: SCTP}", false),
        ("{name: n2, port: 38412}", true),
        ("{name: n2, port: 8805, protocol: SCTP}", true),
        ("{name: f1-c, port: 38472, protocol: SCTP}", false),
        ("{name: rmr-4561, port: 4561}", false),
        ("{name: web, port: 80}", false),
    ] {
        let files = folder(&[("service.yaml", &service(port))]);
        assert_eq!(
            errors(&files).contains(&"NEPH-INT-002".to_owned()),
            wrong,
            "{port}"
        );
    }
}

#[test]
fn secrets_duplicates_and_unreadable_files_are_named_with_their_path() {
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: telecom}\n";
    let files = folder(&[
        ("a.yaml", map),
        ("b/c.yaml", &format!("{map}---\n{map}")),
        ("d.yaml", "a: ["),
        (
            "e.yaml",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: x}\n",
        ),
        (
            "f.yaml",
            "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {prots: [1]}\n",
        ),
        ("g.yaml", "just: text\n"),
        (
            "h.yaml",
            "apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: w}\n",
        ),
    ]);
    let findings = check_folder(&files, PodSecurity::Restricted, Catalogue::builtin());
    let told: Vec<_> = findings
        .iter()
        .map(|finding| (finding.file.as_str(), finding.rule.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("b/c.yaml", "NEPH-ID-002"),
            ("b/c.yaml", "NEPH-ID-002"),
            ("d.yaml", "NEPH-SCH-001"),
            ("e.yaml", "NEPH-SEC-004"),
            ("f.yaml", "NEPH-SCH-001"),
            ("g.yaml", "NEPH-SCH-001"),
            ("h.yaml", "NEPH-SCH-003"),
        ]
    );
}

#[test]
fn functions_that_serve_different_networks_are_told_apart() {
    let files = generate(&plans::core(), &plans::options("core"))
        .unwrap()
        .files;
    let spoiled: Files = files
        .into_iter()
        .map(|(path, text)| {
            if path == "local/core-smf/configmap.yaml" {
                (
                    path,
                    text.replace("trackingAreaCode: 1", "trackingAreaCode: 2"),
                )
            } else {
                (path, text)
            }
        })
        .collect();
    assert_eq!(errors(&spoiled), ["NEPH-TEL-001"]);
}
