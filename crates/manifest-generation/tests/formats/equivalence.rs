//! One plan gives the same objects in every format and environment.

use std::collections::BTreeMap;

use nephoran_api::{Environment, PackageFormat, Packaging, Plan};
use nephoran_devcluster::binaries::locate;
use nephoran_manifest_generation::Options;
use serde_json::Value;

use crate::plans::{self, generate};
use crate::tools::{Checkout, is_yaml, objects, output};

const ENVIRONMENTS: [(Environment, &str); 4] = [
    (Environment::Production, "production"),
    (Environment::Staging, "staging"),
    (Environment::Development, "development"),
    (Environment::Testing, "testing"),
];

fn plans() -> [Plan; 4] {
    [
        plans::core(),
        plans::urllc(),
        plans::ran(),
        plans::attached(),
    ]
}

fn options(format: PackageFormat) -> Options {
    Options {
        packaging: Packaging {
            format,
            ..Packaging::default()
        },
        intent: "equal".to_owned(),
    }
}

/// The objects of a kpt package for `cluster`: what is applied.
fn applied(plan: &Plan, environment: Environment, cluster: &str) -> BTreeMap<String, Value> {
    let plan = Plan {
        environment: Some(environment),
        ..plan.clone()
    };
    let files = generate(&plan, &options(PackageFormat::Kpt)).unwrap().files;
    let own = files
        .iter()
        .filter(|(path, text)| {
            path.starts_with(&format!("{cluster}/"))
                && is_yaml(path)
                && !text.contains("config.kubernetes.io/local-config")
        })
        .map(|(_, text)| text.as_str());
    objects(&own.collect::<Vec<_>>().join("---\n"))
}

fn clusters(plan: &Plan) -> std::collections::BTreeSet<String> {
    plan.components
        .iter()
        .map(|component| component.cluster.clone())
        .collect()
}

fn assert_same(what: &str, found: &BTreeMap<String, Value>, expected: &BTreeMap<String, Value>) {
    let names = |objects: &BTreeMap<String, Value>| objects.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(found), names(expected), "{what}");
    for (name, object) in expected {
        assert_eq!(&found[name], object, "{what}: {name}");
    }
}

#[tokio::test]
async fn helm_renders_the_objects_of_every_environment() {
    let [helm] = locate(["helm"]).await.unwrap();
    for plan in plans() {
        let checkout = Checkout::of(
            &generate(&plan, &options(PackageFormat::Helm))
                .unwrap()
                .files,
        );
        for cluster in clusters(&plan) {
            let chart = checkout.path(&format!("{cluster}/chart"));
            let chart = chart.to_str().unwrap();
            output(&helm, &["lint", "--strict", "--quiet", chart]);
            for (environment, word) in ENVIRONMENTS {
                let values = format!("{chart}/values-{word}.yaml");
                let mut arguments = vec!["template", "release", chart];
                if environment != Environment::Production {
                    arguments.extend(["--values", values.as_str()]);
                }
                let rendered = objects(&output(&helm, &arguments));
                let expected = applied(&plan, environment, &cluster);
                assert_same(&format!("helm {cluster} {word}"), &rendered, &expected);
            }
        }
    }
}

#[tokio::test]
async fn kustomize_builds_the_objects_of_every_environment() {
    let [kubectl] = locate(["kubectl"]).await.unwrap();
    for plan in plans() {
        let files = generate(&plan, &options(PackageFormat::Kustomize))
            .unwrap()
            .files;
        let checkout = Checkout::of(&files);
        for cluster in clusters(&plan) {
            for (environment, word) in ENVIRONMENTS {
                let overlay = checkout.path(&format!("{cluster}/overlays/{word}"));
                let built = objects(&output(&kubectl, &["kustomize", overlay.to_str().unwrap()]));
                let expected = applied(&plan, environment, &cluster);
                assert_same(&format!("kustomize {cluster} {word}"), &built, &expected);
            }
        }
    }
}

#[test]
fn what_is_applied_of_a_package_is_the_same_in_every_format() {
    for plan in plans() {
        for cluster in clusters(&plan) {
            let expected = applied(&plan, Environment::Production, &cluster);
            for (format, folder) in [
                (PackageFormat::Kustomize, "base"),
                (PackageFormat::Helm, "manifests"),
            ] {
                let files = generate(&plan, &options(format)).unwrap().files;
                let own: Vec<_> = files
                    .iter()
                    .filter(|(path, text)| {
                        path.starts_with(&format!("{cluster}/{folder}/"))
                            && !text.contains("config.kubernetes.io/local-config")
                    })
                    .map(|(_, text)| text.as_str())
                    .collect();
                let found = objects(&own.join("---\n"));
                assert_same(&format!("{format:?} {cluster}"), &found, &expected);
            }
        }
    }
}

#[tokio::test]
async fn a_changed_value_restarts_the_function_it_is_for() {
    let [helm] = locate(["helm"]).await.unwrap();
    let plan = plans::core();
    let checkout = Checkout::of(
        &generate(&plan, &options(PackageFormat::Helm))
            .unwrap()
            .files,
    );
    let chart = checkout.path("local/chart");
    let chart = chart.to_str().unwrap();
    let rendered = |arguments: &[&str]| {
        let mut all = vec!["template", "release", chart];
        all.extend(arguments);
        objects(&output(&helm, &all))
    };
    let digest = |objects: &BTreeMap<String, Value>, name: &str| {
        objects[&format!("apps/v1 Deployment telecom/{name}")]
            .pointer("/spec/template/metadata/annotations/nephoran.com~1configuration-digest")
            .unwrap()
            .clone()
    };
    let before = rendered(&[]);
    let after = rendered(&[
        "--set-string",
        "functions.core-amf.configuration.amfcfg\\.yaml=other",
        "--set",
        "functions.core-amf.replicas=5",
    ]);
    assert_ne!(digest(&before, "core-amf"), digest(&after, "core-amf"));
    assert_eq!(digest(&before, "core-nrf"), digest(&after, "core-nrf"));
    assert_eq!(
        after["apps/v1 Deployment telecom/core-amf"].pointer("/spec/replicas"),
        Some(&Value::from(5))
    );
}

#[tokio::test]
async fn a_misspelt_value_is_refused_by_the_charts_schema() {
    let [helm] = locate(["helm"]).await.unwrap();
    let checkout = Checkout::of(
        &generate(&plans::core(), &options(PackageFormat::Helm))
            .unwrap()
            .files,
    );
    let chart = checkout.path("local/chart");
    for wrong in [
        "functions.core-amf.replica=5",
        "functions.core-afm.replicas=5",
        "functions.core-amf.replicas=many",
    ] {
        let refused = std::process::Command::new(&helm)
            .args([
                "template",
                "release",
                chart.to_str().unwrap(),
                "--set",
                wrong,
            ])
            .output()
            .unwrap();
        assert!(!refused.status.success(), "{wrong}");
    }
}
