use std::convert::Infallible;

use http::{Request, Response};
use kube::client::Body;
use serde_json::{Value, json};

use super::*;

/// A cluster of one Node, whose API server gives its Pods in two pages, to those that ask for them as they should.
fn two_pages() -> Client {
    let answer = |request: Request<Body>| async move {
        let uri = request.uri();
        let query = uri.query().unwrap_or_default();
        let asked: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
        let value = |name: &str| {
            let found = asked.iter().find(|(key, _)| key == name);
            found.map_or("", |(_, value)| value.as_ref())
        };
        assert_eq!(value("limit"), "500");
        let (items, next) = match (uri.path(), value("continue")) {
            ("/api/v1/nodes", "") => (node(), ""),
            ("/api/v1/pods", "") => (pod("core"), "page two"),
            ("/api/v1/pods", "page two") => (pod("somebody"), ""),
            other => panic!("{other:?}"),
        };
        if uri.path() == "/api/v1/pods" {
            assert_eq!(value("fieldSelector"), RUNNING);
        }
        let list = json!({ "metadata": { "continue": next }, "items": [items] });
        Ok::<_, Infallible>(Response::new(Body::from(list.to_string().into_bytes())))
    };
    Client::new(tower::service_fn(answer), "default")
}

fn node() -> Value {
    json!({
        "metadata": { "name": "one" },
        "spec": {},
        "status": {
            "allocatable": { "cpu": "4", "memory": "8Gi", "pods": "110" },
            "conditions": [{ "type": "Ready", "status": "True" }],
        },
    })
}

/// A Pod of one CPU that an intent of this name deployed.
fn pod(intent: &str) -> Value {
    json!({
        "metadata": { "name": intent, "labels": { MANAGED_BY.0: MANAGED_BY.1, INTENT_LABEL: intent } },
        "spec": {
            "nodeName": "one",
            "containers": [{ "name": "main", "resources": { "requests": { "cpu": "1" } } }],
        },
        "status": { "phase": "Running" },
    })
}

#[tokio::test]
async fn every_page_of_pods_counts() {
    let intents = BTreeSet::from(["core".to_owned()]);
    let survey = survey(&two_pages(), &intents, Duration::from_secs(5)).await;
    let Survey::Figures(figures) = survey else {
        panic!("{survey:?}");
    };
    let cpu = [figures.requested.cpu.0, figures.requested_elsewhere.cpu.0];
    assert_eq!(cpu, ["2", "1"]);
}

#[test]
fn a_pod_is_planned_while_its_intent_is_there() {
    let pod = |manager: &str, intent: &str| ObjectMeta {
        labels: Some(
            [(MANAGED_BY.0, manager), (INTENT_LABEL, intent)]
                .map(|(label, value)| (label.to_owned(), value.to_owned()))
                .into(),
        ),
        ..ObjectMeta::default()
    };
    let intents = BTreeSet::from(["core".to_owned()]);
    assert!(is_planned(&pod("nephoran", "core"), &intents));
    assert!(!is_planned(&pod("nephoran", "left-behind"), &intents));
    assert!(!is_planned(&pod("Helm", "core"), &intents));
    assert!(!is_planned(&ObjectMeta::default(), &intents));
}
