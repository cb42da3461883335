//! Whole packages, as a reviewer of the repository would read them.

use nephoran_api::{Plan, Severity};
use nephoran_manifest_generation::TemplateSet;
use nephoran_telecom::{Catalogue, NetworkFunctionType};

use crate::plans::{self, generate};

fn text(plan: &Plan) -> String {
    let package = generate(plan, &plans::options(&plan.package)).unwrap();
    let files: Vec<_> = package
        .files
        .iter()
        .map(|(path, content)| format!("=== {path}\n{content}"))
        .collect();
    let findings: Vec<_> = package
        .findings
        .iter()
        .map(|finding| {
            format!(
                "{:?} {} {}: {}",
                finding.severity, finding.rule, finding.file, finding.message
            )
        })
        .collect();
    format!("{}=== findings\n{}\n", files.concat(), findings.join("\n"))
}

#[test]
fn a_5g_core() {
    insta::assert_snapshot!(text(&plans::core()));
}

#[test]
fn a_urllc_slice_over_two_clusters() {
    insta::assert_snapshot!(text(&plans::urllc()));
}

#[test]
fn an_o_ran_set() {
    insta::assert_snapshot!(text(&plans::ran()));
}

#[test]
fn a_slice_on_clusters_with_more_than_plain_kubernetes() {
    insta::assert_snapshot!(text(&plans::attached()));
}

#[test]
fn a_function_of_every_node_is_a_daemon_set() {
    let files =
        "templates: {O-RU: {workload: {kind: DaemonSet}, scaling: {horizontallyScalable: false}}}";
    let catalogue = Catalogue::with(&[("ours.yaml", files)]).unwrap();
    let unit = plans::component(NetworkFunctionType::ORu, "cell", "local");
    let plan = plans::plan("cell", vec![unit]);
    let package = nephoran_manifest_generation::generate(
        &plan,
        &plans::options("cell"),
        &catalogue,
        TemplateSet::builtin(),
    )
    .unwrap();
    let text = &package.files["local/cell-o-ru/daemonset.yaml"];
    assert!(
        text.contains("kind: DaemonSet") && !text.contains("replicas:"),
        "{text}"
    );
}

#[test]
fn a_waiver_adds_its_capability_and_nothing_else() {
    let package = generate(&plans::core(), &plans::options("core")).unwrap();
    let waivers: Vec<_> = package
        .waivers
        .iter()
        .map(|waiver| {
            (
                waiver.component.as_str(),
                waiver
                    .capabilities
                    .iter()
                    .map(String::as_str)
                    .collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(waivers, [("core-upf", vec!["NET_ADMIN"])]);
    let hardened =
        |path: &str| package.files[path].replace("            add:\n            - NET_ADMIN\n", "");
    let security = |text: &str| {
        text.split("securityContext:")
            .nth(1)
            .unwrap()
            .split("startupProbe")
            .next()
            .unwrap()
            .split("volumeMounts")
            .next()
            .unwrap()
            .to_owned()
    };
    assert!(package.files["local/core-upf/deployment.yaml"].contains("- NET_ADMIN"));
    assert_eq!(
        security(&hardened("local/core-upf/deployment.yaml")),
        security(&hardened("local/core-smf/deployment.yaml"))
    );
    assert!(package.files["local/README.md"].contains("`core-upf` may use NET_ADMIN"));
    assert!(
        package
            .findings
            .iter()
            .any(|finding| finding.rule == "NEPH-SEC-002" && finding.severity == Severity::Info)
    );
}

/// A UPF of three replicas behind one Service: the SMF sets up one PFCP association.
#[test]
fn replicas_of_a_node_that_has_one_identity_are_warned_of() {
    let warned = |replicas: u32| {
        let mut plan = plans::core();
        let upf = plan.components.iter_mut();
        let upf = upf.filter(|component| component.function_type == NetworkFunctionType::Upf);
        upf.for_each(|upf| upf.replicas.desired = replicas);
        let package = generate(&plan, &plans::options("core")).unwrap();
        let mut findings = package.findings.into_iter();
        findings.find(|finding| finding.rule == "NEPH-INT-004")
    };
    assert_eq!(warned(1), None);
    let finding = warned(3).unwrap();
    assert_eq!(finding.severity, Severity::Warning);
    assert!(finding.message.starts_with("up to 3 replicas of core-upf"));
}

#[test]
fn an_autoscaled_function_leaves_the_number_of_replicas_to_its_autoscaler() {
    let package = generate(&plans::core(), &plans::options("core")).unwrap();
    assert!(!package.files["local/core-smf/deployment.yaml"].contains("replicas:"));
    assert!(
        package.files["local/core-smf/horizontalpodautoscaler.yaml"].contains("minReplicas: 1")
    );
    assert!(package.files["local/core-amf/deployment.yaml"].contains("replicas: 3"));
}

#[test]
fn every_package_of_a_namespace_writes_the_same_namespace() {
    let namespace = |plan: &Plan, path: &str| {
        generate(plan, &plans::options(&plan.package))
            .unwrap()
            .files[path]
            .clone()
    };
    assert_eq!(
        namespace(&plans::core(), "local/namespace.yaml"),
        namespace(&plans::ran(), "edge-1/namespace.yaml")
    );
}
