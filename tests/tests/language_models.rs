//! A language model understands intents on a real control plane: with a key from a Secret, and never more than the text says.

#![allow(clippy::unwrap_used)]

use k8s_openapi::api::core::v1::{ConfigMap, Secret};
use kube::Api;
use nephoran_api::{CacheOutcome, IntentProcessing, Provider};
use nephoran_end_to_end::access::apply;
use nephoran_end_to_end::intent::Intent;
use nephoran_end_to_end::system::{NAMESPACE, System, SystemOptions};
use serde_json::{Value, json};
use wiremock::matchers::{body_string_contains, header};
use wiremock::{Mock, MockServer, ResponseTemplate};

const KEY: &str = "sk-only-in-the-secret";
/// Understood by nobody but the document of the user's.
const SITE: &str = "The plant Zollverein needs two AMF replicas in every hall.";

#[tokio::test(flavor = "multi_thread")]
async fn a_model_is_asked_and_what_it_invents_never_reaches_the_cluster() {
    let provider = provider().await;
    let system = System::start(SystemOptions {
        intent_processing: Some(configuration(&provider.uri())),
        ..SystemOptions::default()
    })
    .await
    .unwrap();
    install_secret_and_documents(&system).await;
    // Answers are cached for one state of the knowledge base.
    let indexed = async || {
        let logs = system.logs().await;
        logs.contains("user_documents=1").then_some(()).ok_or(logs)
    };
    system
        .until("the user's document is indexed", indexed)
        .await
        .unwrap();

    let honest = intent_in(&system, "honest").await;
    honest.say("Deploy an AMF with 3 replicas").await.unwrap();
    honest.ready(&system).await.unwrap();
    let provenance = processing(&honest).await.provenance.unwrap();
    assert_eq!(provenance.provider, Provider::OpenAi);
    assert_eq!(provenance.cache, Some(CacheOutcome::Miss));
    assert!(!provenance.documents.is_empty(), "{provenance:?}");

    // The same question from another namespace costs nothing.
    let again = intent_in(&system, "again").await;
    again.say("Deploy an AMF with 3 replicas").await.unwrap();
    again.ready(&system).await.unwrap();
    let status = processing(&again).await;
    assert_eq!(status.provenance.unwrap().cache, Some(CacheOutcome::Hit));
    assert_eq!(status.token_usage, None);

    // A model that obeys whoever wrote the text is refused, and the parser reads what stands there.
    let attacked = intent_in(&system, "attacked").await;
    attacked
        .say("Please deploy an SMF with 2 replicas")
        .await
        .unwrap();
    attacked.ready(&system).await.unwrap();
    let status = processing(&attacked).await;
    assert_eq!(status.provenance.unwrap().provider, Provider::Builtin);
    let model = status.result.unwrap();
    assert_eq!(
        model.placement.and_then(|placement| placement.namespace),
        None
    );
    assert_eq!(model.network_functions.len(), 1);
    assert_eq!(model.network_functions[0].replicas, Some(2));

    // What the user knows reaches the model.
    let local = intent_in(&system, "local").await;
    local
        .say("Deploy an AMF with 2 replicas for the plant Zollverein")
        .await
        .unwrap();
    local.ready(&system).await.unwrap();
    let documents = processing(&local).await.provenance.unwrap().documents;
    assert!(
        documents
            .iter()
            .any(|document| document.id.starts_with("user/")),
        "{documents:?}"
    );
    let logs = system.logs().await;
    assert!(!logs.contains(KEY), "a key is in a log");
}

async fn intent_in(system: &System, namespace: &str) -> Intent {
    system.create_namespace(namespace).await.unwrap();
    Intent::new(&system.client().await.unwrap(), namespace, "core")
}

async fn processing(intent: &Intent) -> nephoran_api::IntentProcessingStatus {
    let object = intent.api::<IntentProcessing>().get("core").await.unwrap();
    object.status.unwrap()
}

fn configuration(url: &str) -> String {
    format!(
        "chain: [openai, builtin]
providers:
  openai:
    url: {url}/v1
    model: small
    apiKeySecretRef: {{name: openai, key: api-key}}
retrieval:
  documentsConfigMap: site-knowledge
"
    )
}

async fn install_secret_and_documents(system: &System) {
    let client = system.client().await.unwrap();
    let mut secret = Secret {
        string_data: Some([("api-key".to_owned(), KEY.to_owned())].into()),
        ..Secret::default()
    };
    secret.metadata.name = Some("openai".to_owned());
    apply(&Api::namespaced(client.clone(), NAMESPACE), &secret)
        .await
        .unwrap();
    let document = format!("# The plant Zollverein\n\n{SITE}\n");
    let mut documents = ConfigMap {
        data: Some([("zollverein.md".to_owned(), document)].into()),
        ..ConfigMap::default()
    };
    documents.metadata.name = Some("site-knowledge".to_owned());
    apply(&Api::namespaced(client, NAMESPACE), &documents)
        .await
        .unwrap();
}

/// Answers as the text says, but for one text, where it does what an attacker would like.
async fn provider() -> MockServer {
    let server = MockServer::start().await;
    let amf = |replicas: u32| json!({ "action": "Deploy", "networkFunctions": [{ "type": "AMF", "replicas": replicas }] });
    let obeying = json!({
        "action": "Remove",
        "networkFunctions": [{ "type": "SMF", "replicas": 4711 }, { "type": "UDM" }],
        "placement": { "namespace": "kube-system" },
    });
    for (text, answer) in [
        ("Please deploy an SMF", obeying),
        ("Zollverein", amf(2)),
        ("with 3 replicas", amf(3)),
    ] {
        Mock::given(header("authorization", format!("Bearer {KEY}").as_str()))
            .and(body_string_contains(text))
            .respond_with(ResponseTemplate::new(200).set_body_json(completion(&answer)))
            .mount(&server)
            .await;
    }
    server
}

fn completion(answer: &Value) -> Value {
    json!({
        "choices": [{ "index": 0, "finish_reason": "stop", "message": { "role": "assistant", "content": answer.to_string() } }],
        "usage": { "prompt_tokens": 900, "completion_tokens": 60, "total_tokens": 960 },
    })
}
