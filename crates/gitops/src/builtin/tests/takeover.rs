use std::sync::{Arc, Mutex};

use http::{Method, Request, Response, StatusCode};
use kube::{Client, client::Body};
use serde_json::{Value, json};

use super::*;
use crate::builtin::Engine;

/// An API server that holds one ConfigMap, which another intent takes over the moment before its deletion arrives.
fn api_server(requests: Arc<Mutex<Vec<String>>>) -> Client {
    let stored = Arc::new(Mutex::new(("core", "1")));
    let answer = move |request: Request<Body>| {
        let (stored, requests) = (stored.clone(), requests.clone());
        async move {
            requests
                .lock()
                .unwrap()
                .push(request.method().as_str().to_owned());
            let deletes = request.method() == Method::DELETE;
            let body = request.into_body().collect_bytes().await.unwrap();
            let mut stored = stored.lock().unwrap();
            if deletes {
                *stored = ("late", "2");
                let asked: Value = serde_json::from_slice(&body).unwrap();
                if asked["preconditions"]["resourceVersion"] != stored.1 {
                    return Ok::<_, std::convert::Infallible>(respond(
                        StatusCode::CONFLICT,
                        &json!({"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Conflict", "code": 409, "message": "the resourceVersion differs"}),
                    ));
                }
            }
            let labels = json!({"app.kubernetes.io/managed-by": "nephoran", "nephoran.com/intent": stored.0});
            Ok(respond(
                StatusCode::OK,
                &json!({"apiVersion": "meta.k8s.io/v1", "kind": "PartialObjectMetadata", "metadata": {"name": "amf", "namespace": "core", "uid": "u", "resourceVersion": stored.1, "labels": labels}}),
            ))
        }
    };
    Client::new(tower::service_fn(answer), "default")
}

fn respond(status: StatusCode, body: &Value) -> Response<Body> {
    Response::builder()
        .status(status)
        .body(Body::from(body.to_string().into_bytes()))
        .unwrap()
}

#[tokio::test]
async fn an_object_that_another_intent_takes_over_just_before_its_deletion_stays() {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let engine = Engine::new(api_server(requests.clone()));
    let inventory = [object("v1", "ConfigMap", "core", "amf")];
    let pruned = engine.delete_all(&inventory, "core").await.unwrap();
    assert_eq!(pruned.kept, inventory);
    assert_eq!(pruned.deleted, []);
    assert_eq!(*requests.lock().unwrap(), ["GET", "DELETE", "GET"]);
}
