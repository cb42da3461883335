//! What an administrator watches: the dashboard and the alerts ask for metrics that exist.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use kube::Api;
use nephoran_api::{NetworkIntentSpec, TargetCluster};
use nephoran_end_to_end::access::{apply, repository_root};
use nephoran_end_to_end::controller::Controller;
use nephoran_end_to_end::intent::{Intent, spec};
use nephoran_end_to_end::system::{System, SystemOptions};
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
