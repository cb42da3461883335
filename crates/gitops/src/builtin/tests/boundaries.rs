use std::collections::BTreeSet;

use kube::discovery::Scope;
use nephoran_api::{Classified, ErrorClass};
use proptest::prelude::*;

use super::super::engine::admit;
use super::super::identity::unaddressable;
use super::*;

const CONFIG_MAP: &str =
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: amf, namespace: core}\n";

fn allowed(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn only(text: &str) -> Manifest {
    package(&[("x.yaml", text)]).unwrap().remove(0)
}

#[test]
fn files_that_configure_tools_are_not_applied() {
    let context = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: kptfile.kpt.dev\n  annotations:\n    \
                   config.kubernetes.io/local-config: \"true\"\n";
    let manifests = package(&[
        (
            "Kptfile",
            "apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata: {name: core}\n",
        ),
        ("README.md", "# core"),
        ("package-context.yaml", context),
        ("amf.yaml", CONFIG_MAP),
    ])
    .unwrap();
    assert_eq!(
        manifests.iter().map(Manifest::path).collect::<Vec<_>>(),
        ["amf.yaml"]
    );
}

#[test]
fn every_document_of_a_file_is_an_object() {
    let two = format!(
        "{CONFIG_MAP}---\n# nothing here\n---\n{}",
        CONFIG_MAP.replace("amf", "smf")
    );
    assert_eq!(package(&[("two.yaml", &two)]).unwrap().len(), 2);
}

#[test]
fn an_object_declared_twice_names_both_files() {
    let error = package(&[("a.yaml", CONFIG_MAP), ("b.yaml", CONFIG_MAP)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "ConfigMap core/amf is declared by a.yaml and again by b.yaml; keep one of them"
    );
}

#[test]
fn an_unreadable_file_is_named_without_quoting_it() {
    let error =
        package(&[("secret.yaml", "kind: Secret\ndata: {password: [hunter2\n")]).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("secret.yaml cannot be applied: "),
        "{error}"
    );
    assert!(!error.to_string().contains("hunter2"), "{error}");
    assert_eq!(error.class(), ErrorClass::Validation);
}

#[test]
fn a_name_cannot_leave_its_place_in_a_request_path() {
    for name in [
        "../secrets/x",
        "x?force=true",
        "x#",
        "a/b",
        "%2e",
        "..",
        ".",
        "",
    ] {
        let text = format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: \"{name}\", namespace: core}}\n"
        );
        let error = package(&[("x.yaml", &text)]).unwrap_err();
        assert!(
            matches!(error, ApplyError::Unparsable { .. }),
            "{name}: {error}"
        );
    }
    for api_version in ["../../api/v1", "a/b/c", "", "v1?x"] {
        assert!(
            unaddressable(&object(api_version, "ConfigMap", "core", "x")).is_some(),
            "{api_version}"
        );
    }
    assert_eq!(
        unaddressable(&object(
            "rbac.authorization.k8s.io/v1",
            "Role",
            "core",
            "system:Amf"
        )),
        None
    );
}

#[test]
fn a_start_order_that_is_no_number_is_refused() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: core, annotations: {nephoran.com/start-order: first}}\n";
    let error = package(&[("x.yaml", text)]).unwrap_err();
    assert!(
        error.to_string().contains("`first`, not a whole number"),
        "{error}"
    );
}

#[test]
fn an_object_outside_the_allowed_namespaces_is_refused() {
    let error = admit(
        &only(CONFIG_MAP),
        &Scope::Namespaced,
        &allowed(&["edge", "lab"]),
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "ConfigMap core/amf of x.yaml may not be written: this intent may write only edge, lab; move the object there, \
         or let its namespace accept the intent with the annotation nephoran.com/accepts-intents-from"
    );
    assert_eq!(error.class(), ErrorClass::Validation);
}

#[test]
fn an_object_without_a_namespace_is_refused() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: amf}\n";
    assert!(admit(&only(text), &Scope::Namespaced, &allowed(&["core"])).is_err());
}

#[test]
fn of_the_whole_cluster_only_the_allowed_namespaces_are_written() {
    let namespace = only("apiVersion: v1\nkind: Namespace\nmetadata: {name: core}\n");
    assert_eq!(
        admit(&namespace, &Scope::Cluster, &allowed(&["core"])),
        Ok(())
    );
    assert!(admit(&namespace, &Scope::Cluster, &allowed(&["edge"])).is_err());
    let role = only(
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: core}\n",
    );
    let error = admit(&role, &Scope::Cluster, &allowed(&["core"])).unwrap_err();
    assert!(matches!(error, ApplyError::ClusterScoped { .. }), "{error}");
}

proptest! {
    #[test]
    fn any_text_is_parsed_or_refused_but_never_panics(text in "\\PC{0,200}") {
        let _ = package(&[("x.yaml", &text)]);
    }

    #[test]
    fn an_addressable_name_is_one_plain_path_segment(name in "[ -~]{1,20}") {
        if unaddressable(&object("v1", "ConfigMap", "core", &name)).is_none() {
            let address = url::Url::parse(&format!("https://host/api/v1/namespaces/core/configmaps/{name}")).unwrap();
            let segments: Vec<_> = address.path_segments().unwrap().collect();
            prop_assert_eq!(segments.last().copied(), Some(name.as_str()));
            prop_assert_eq!((segments.len(), address.query(), address.fragment()), (6, None, None));
        }
    }
}
