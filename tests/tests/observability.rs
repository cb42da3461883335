//! What an administrator watches: the dashboard and the alerts ask for metrics that exist.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::Secret;
use kube::Api;
use kube::api::{ObjectMeta, Patch, PatchParams};
use nephoran_api::conditions::{self, READY};
use nephoran_api::{NetworkIntentSpec, REQUESTED_AT_ANNOTATION, TargetCluster};
use nephoran_end_to_end::access::{apply, repository_root};
use nephoran_end_to_end::controller::Controller;
use nephoran_end_to_end::intent::{Intent, spec};
use nephoran_end_to_end::system::{NAMESPACE, System, SystemOptions};
use serde_json::{Value, json};

/// Nobody listens there.
const NOWHERE: &str = "https://127.0.0.1:1/packages.git";
/// What Prometheus itself knows of a scrape.
const OF_PROMETHEUS: [&str; 1] = ["up"];

#[tokio::test(flavor = "multi_thread")]
async fn every_metric_of_the_dashboard_and_the_alerts_is_exported() {
    let named: BTreeSet<String> = expressions()
        .iter()
        .flat_map(|expression| {
            let metrics = metrics_of(expression);
            assert!(!metrics.is_empty(), "no metric in {expression}");
            metrics
        })
        .filter(|metric| !OF_PROMETHEUS.contains(&metric.as_str()))
        .collect();
    assert!(named.len() >= 10, "{named:?}");

    let system = System::start(SystemOptions {
        backoff: vec!["transient=50ms,100ms,1,10".to_owned()],
        ..SystemOptions::default()
    })
    .await
    .unwrap();
    // A run that ends well, and one that has to be repeated.
    deploy(&system, "healthy", json!({}))
        .await
        .ready(&system)
        .await
        .unwrap();
    deploy(
        &system,
        "unreachable",
        json!({ "repository": { "url": NOWHERE } }),
    )
    .await;
    let all_are_exported = async || {
        let exported = exported(&system).await;
        let missing: Vec<_> = named.difference(&exported).collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(format!("nobody exports {missing:?}"))
        }
    };
    system
        .until("every metric is exported", all_are_exported)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flag_file_that_cannot_be_used_is_reported_with_its_line_until_it_is_corrected() {
    let system = System::start(SystemOptions {
        controllers: BTreeSet::from([Controller::MigrationBridge]),
        ..SystemOptions::default()
    })
    .await
    .unwrap();
    let good = "flags:\n  monitoring.wanted: {enabled: true}\n";
    for (flags, stale) in [("flags:\n  broken: [", "1"), (good, "0")] {
        system.set_flags(flags).await.unwrap();
        let sample = format!(
            r#"nephoran_settings_stale{{config_map="microservices-feature-flags"}} {stale}"#
        );
        let is_exported = async || {
            let text = &system.metrics().await.unwrap()[&Controller::MigrationBridge];
            text.contains(&sample)
                .then_some(())
                .ok_or_else(|| format!("{sample} is not in\n{text}"))
        };
        system
            .until("the gauge follows the file", is_exported)
            .await
            .unwrap();
    }
    system
        .told("FlagsStale", &["line 2", "correct the ConfigMap"])
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_says_whether_it_can_be_reached() {
    let system = System::start(SystemOptions {
        controllers: [Controller::Gitops].into(),
        ..SystemOptions::default()
    })
    .await
    .unwrap();
    let clusters = Api::<TargetCluster>::all(system.client().await.unwrap());
    let create = async |name: &str, spec: Value| {
        let cluster = TargetCluster::new(name, serde_json::from_value(spec).unwrap());
        apply(&clusters, &cluster).await.unwrap();
    };
    create("here", json!({})).await;
    create("far", json!({ "kubeconfigSecretRef": { "name": "far" } })).await;
    let told = async |name: &str, status: &str, reason: &str| {
        let look = async || {
            let found = clusters
                .get(name)
                .await
                .map_err(|error| error.to_string())?;
            let found = found.status.unwrap_or_default();
            let ready = conditions::get(&found.conditions, READY);
            if ready.is_some_and(|ready| ready.status == status && ready.reason == reason) {
                Ok(found)
            } else {
                Err(format!("{ready:?}"))
            }
        };
        let what = format!("cluster {name} says {reason}");
        system.until(&what, look).await.unwrap()
    };
    let here = told("here", "True", "Reachable").await;
    assert!(here.reachable && here.version.unwrap().starts_with('v'));
    let far = told("far", "False", "KubeconfigMissing").await;
    assert!(!far.reachable && far.version.is_none());
    system
        .told("KubeconfigMissing", &["far", "create it"])
        .await
        .unwrap();

    let kubeconfig = std::fs::read_to_string(system.kubeconfig()).unwrap();
    let secrets = Api::namespaced(clusters.clone().into_client(), NAMESPACE);
    let secret = |kubeconfig: &str| Secret {
        metadata: ObjectMeta {
            name: Some("far".to_owned()),
            ..ObjectMeta::default()
        },
        string_data: Some([("kubeconfig".to_owned(), kubeconfig.to_owned())].into()),
        ..Secret::default()
    };
    let ask_again = async |value: &str| {
        let annotations =
            json!({ "metadata": { "annotations": { REQUESTED_AT_ANNOTATION: value } } });
        clusters
            .patch("far", &PatchParams::default(), &Patch::Merge(annotations))
            .await
            .unwrap();
    };
    apply(&secrets, &secret(&kubeconfig)).await.unwrap();
    ask_again("1").await;
    let reached = told("far", "True", "Reachable").await;
    assert!(reached.reachable);

    let server = kubeconfig.find("https://127.0.0.1:").unwrap();
    let port = server + "https://127.0.0.1:".len();
    let end = port
        + kubeconfig[port..]
            .find(|c: char| !c.is_ascii_digit())
            .unwrap();
    let elsewhere = format!("{}1{}", &kubeconfig[..port], &kubeconfig[end..]);
    apply(&secrets, &secret(&elsewhere)).await.unwrap();
    ask_again("2").await;
    let lost = told("far", "False", "Unreachable").await;
    assert_eq!(lost.version, reached.version, "what it was stays known");
}

/// An intent on a cluster of its own, in a namespace of its own.
async fn deploy(system: &System, cluster: &str, target: Value) -> Intent {
    let client = system.client().await.unwrap();
    let target = TargetCluster::new(cluster, serde_json::from_value(target).unwrap());
    apply(&Api::all(client.clone()), &target).await.unwrap();
    system.create_namespace(cluster).await.unwrap();
    let intent = Intent::new(&client, cluster, "core");
    let asked = NetworkIntentSpec {
        target_cluster: Some(cluster.to_owned()),
        ..spec("Deploy an AMF with 2 replicas")
    };
    intent.apply(asked).await.unwrap();
    intent
}

/// Every expression of the dashboard and of the alerts.
fn expressions() -> Vec<String> {
    let read = |path: &str| std::fs::read_to_string(repository_root().join(path)).unwrap();
    let dashboard: Value = serde_json::from_str(&read("deploy/grafana/nephoran.json")).unwrap();
    let rules: Value = serde_saphyr::from_str(&read("deploy/prometheus/rules.yaml")).unwrap();
    let mut found = Vec::new();
    collect(&dashboard, &mut found);
    collect(&rules, &mut found);
    found
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == "expr" => found.push(text.clone()),
                    value => collect(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}

/// The names in front of a selector.
fn metrics_of(expression: &str) -> Vec<String> {
    let name = |text: &str| {
        let start = text
            .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':'))
            .map_or(0, |before| before + 1);
        text[start..].to_owned()
    };
    expression
        .match_indices('{')
        .map(|(at, _)| name(&expression[..at]))
        .filter(|name| !name.is_empty())
        .collect()
}

/// The names of all time series of all controllers.
async fn exported(system: &System) -> BTreeSet<String> {
    let texts = system.metrics().await.unwrap();
    texts
        .values()
        .flat_map(|text| text.lines())
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| Some(line.split(['{', ' ']).next()?.to_owned()))
        .collect()
}
