//! The parts together: a provider on loopback, its answers examined, cached, repaired, passed over.

use std::sync::Mutex;

use http::{Request, Response};
use kube::{Client, client::Body};
use nephoran_api::{Action, CacheOutcome, Classified as _, ErrorClass, Provider};
use nephoran_intent_processing::{
    configuration::Configuration,
    processor::{Processed, ProcessingError, ProcessingRequest, Processor},
    secrets::Secrets,
};
use nephoran_runtime::metrics::Metrics;
use nephoran_telecom::NetworkFunctionType;
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{header, method, path},
};

const TEXT: &str = "Deploy an AMF with 3 replicas in eu-west";
const KEY: &str = "sk-only-in-the-secret";

fn honest() -> Value {
    json!({
        "action": "Deploy",
        "networkFunctions": [{ "type": "AMF", "replicas": 3 }],
        "placement": { "region": "eu-west" },
    })
}

/// The same with a function that nobody asked for.
fn inventive() -> Value {
    let mut model = honest();
    model["networkFunctions"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "type": "SEPP", "replicas": 7 }));
    model
}

fn completion(answer: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "choices": [{ "index": 0, "finish_reason": "stop", "message": { "role": "assistant", "content": answer.to_string() } }],
        "usage": { "prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100 },
    }))
}

/// A provider that gives these answers in turn, the last one again and again.
async fn provider(answers: &[Value]) -> MockServer {
    let server = MockServer::start().await;
    let (last, first) = answers.split_last().unwrap();
    for answer in first {
        Mock::given(method("POST"))
            .and(path("/v1/chat/completions"))
            .respond_with(completion(answer))
            .up_to_n_times(1)
            .mount(&server)
            .await;
    }
    Mock::given(method("POST"))
        .and(path("/v1/chat/completions"))
        .and(header("authorization", format!("Bearer {KEY}").as_str()))
        .respond_with(completion(last))
        .mount(&server)
        .await;
    server
}

/// An API server that holds one Secret.
fn secrets() -> Secrets {
    let answer = |_: Request<Body>| async {
        let secret = json!({
            "apiVersion": "v1", "kind": "Secret", "metadata": { "name": "openai", "namespace": "nephoran-system" },
            "data": { "api-key": k8s_openapi::ByteString(KEY.as_bytes().to_vec()) },
        });
        Ok::<_, std::convert::Infallible>(Response::new(Body::from(
            secret.to_string().into_bytes(),
        )))
    };
    let client = Client::new(tower::service_fn(answer), "nephoran-system");
    Secrets::new(client, "nephoran-system".to_owned())
}

async fn processor(url: &str, more: &str) -> Processor {
    measured(url, more, &Metrics::new().unwrap()).await
}

async fn measured(url: &str, more: &str, metrics: &Metrics) -> Processor {
    let text = format!(
        "providers:\n  openai:\n    url: {url}/v1\n    model: small\n    apiKeySecretRef: {{name: openai, key: api-key}}\n    price: {{inputPerMillion: 2.5, outputPerMillion: 10, currency: USD}}\n{more}"
    );
    let configuration = Configuration::parse(&text).unwrap();
    let assembled = Processor::assemble(configuration, secrets(), metrics).await;
    assembled.unwrap().0
}

fn request(text: &str) -> ProcessingRequest {
    ProcessingRequest {
        namespace: "factory".to_owned(),
        text: text.to_owned(),
        hints: serde_json::from_value(json!({})).unwrap(),
        options: serde_json::from_value(json!({})).unwrap(),
    }
}

async fn process(processor: &Processor, text: &str) -> Result<Processed, ProcessingError> {
    processor.process(&request(text), &|_| {}).await
}

const ONLY_OPENAI: &str = "chain: [openai]\n";
const THEN_BUILTIN: &str = "chain: [openai, builtin]\n";

#[tokio::test]
async fn an_answer_that_the_text_supports_is_taken_and_told_where_it_came_from() {
    let server = provider(&[honest()]).await;
    let processor = processor(&server.uri(), ONLY_OPENAI).await;
    let processed = process(&processor, TEXT).await.unwrap();
    let model = &processed.understanding.model;
    assert_eq!(model.action, Action::Deploy);
    assert_eq!(model.network_functions[0].replicas, Some(3));
    assert!(processed.understanding.is_actionable());
    let provenance = &processed.provenance;
    assert_eq!(provenance.provider, Provider::OpenAi);
    assert_eq!(provenance.model.as_deref(), Some("small"));
    assert_eq!(provenance.cache, Some(CacheOutcome::Miss));
    assert!(provenance.prompt_digest.is_some() && provenance.schema_digest.is_some());
    assert!(
        provenance
            .documents
            .iter()
            .any(|document| document.id == "amf"),
        "{:?}",
        provenance.documents
    );
    let usage = processed.usage.unwrap();
    assert_eq!(usage.total_tokens, 1100);
    assert_eq!(usage.estimated_cost.unwrap().0, "0.0035");
}

#[tokio::test]
async fn the_same_question_is_asked_once_and_its_answer_costs_nothing_the_second_time() {
    let server = provider(&[honest()]).await;
    let processor = processor(&server.uri(), ONLY_OPENAI).await;
    let first = process(&processor, TEXT).await.unwrap();
    let again = process(&processor, &TEXT.replace(' ', "\u{a0}"))
        .await
        .unwrap();
    assert_eq!(again.understanding.model, first.understanding.model);
    assert_eq!(again.provenance.cache, Some(CacheOutcome::Hit));
    assert_eq!(again.usage, None);
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
    process(&processor, "Deploy an AMF with 3 replicas in eu-west now")
        .await
        .unwrap();
    assert_eq!(server.received_requests().await.unwrap().len(), 2);
}

#[tokio::test]
async fn an_invented_function_is_shown_to_the_model_and_gone_from_its_next_answer() {
    let server = provider(&[inventive(), honest()]).await;
    let processor = processor(&server.uri(), ONLY_OPENAI).await;
    let processed = process(&processor, TEXT).await.unwrap();
    assert_eq!(processed.provenance.repairs, 1);
    assert_eq!(processed.usage.unwrap().total_tokens, 2200);
    let functions = &processed.understanding.model.network_functions;
    assert_eq!(functions.len(), 1);
    assert_eq!(functions[0].function_type, NetworkFunctionType::Amf);
    let requests = server.received_requests().await.unwrap();
    let second = String::from_utf8(requests[1].body.clone()).unwrap();
    assert!(second.contains("SEPP"), "{second}");
}

#[tokio::test]
async fn a_model_that_goes_on_inventing_is_refused_after_two_repairs() {
    let server = provider(&[inventive()]).await;
    let processor = processor(&server.uri(), ONLY_OPENAI).await;
    let error = process(&processor, TEXT).await.unwrap_err();
    assert_eq!(error.reason(), "AnswerRefused", "{error}");
    assert!(error.to_string().contains("openai"), "{error}");
    assert_eq!(server.received_requests().await.unwrap().len(), 3);
}

#[tokio::test]
async fn what_the_guard_made_of_answers_is_counted_by_the_rule_they_broke() {
    let metrics = Metrics::new().unwrap();
    let server = provider(&[inventive(), honest(), inventive()]).await;
    let processor = measured(&server.uri(), ONLY_OPENAI, &metrics).await;
    process(&processor, TEXT).await.unwrap();
    let other = "Deploy an AMF with 3 replicas in eu-west please";
    process(&processor, other).await.unwrap_err();
    let text = String::from_utf8(metrics.text().unwrap()).unwrap();
    for (result, rule, count) in [
        ("accepted", "", 1),
        ("repaired", "UnsupportedFunction", 3),
        ("refused", "UnsupportedFunction", 1),
    ] {
        let line = format!(
            "nephoran_guard_answers_total{{provider=\"openai\",result=\"{result}\",rule=\"{rule}\"}} {count}"
        );
        assert!(text.contains(&line), "{line} in {text}");
    }
}

#[tokio::test]
async fn an_answer_under_way_to_the_disk_is_there_once_the_processor_has_settled() {
    let directory = tempfile::tempdir().unwrap();
    let server = provider(&[honest()]).await;
    let on_disk = format!(
        "{ONLY_OPENAI}cache:\n  disk: {{directory: {}}}\n",
        directory.path().display()
    );
    let ending = processor(&server.uri(), &on_disk).await;
    process(&ending, TEXT).await.unwrap();
    ending.settle().await;
    drop(ending);
    let next = processor(&server.uri(), &on_disk).await;
    let processed = process(&next, TEXT).await.unwrap();
    assert_eq!(processed.provenance.cache, Some(CacheOutcome::Hit));
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn where_a_model_gives_nothing_usable_the_next_of_the_chain_is_asked() {
    let inventing = provider(&[inventive()]).await;
    let broken = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(500))
        .mount(&broken)
        .await;
    for (server, reason) in [(&inventing, "refused"), (&broken, "HTTP 500")] {
        let processor = processor(&server.uri(), THEN_BUILTIN).await;
        let processed = process(&processor, TEXT).await.unwrap();
        assert_eq!(processed.provenance.provider, Provider::Builtin);
        assert_eq!(
            processed.understanding.model.network_functions[0].replicas,
            Some(3)
        );
        assert!(
            processed.passed_over[0].starts_with("openai: ")
                && processed.passed_over[0].contains(reason),
            "{:?}",
            processed.passed_over
        );
    }
}

#[tokio::test]
async fn a_namespace_pays_for_what_it_used_and_no_other_does() {
    let server = provider(&[honest()]).await;
    let budget = "chain: [openai]\nbudgets:\n  namespaces:\n    factory: {tokensPerDay: 1000}\n";
    let processor = processor(&server.uri(), budget).await;
    process(&processor, TEXT).await.unwrap();
    let other = "Deploy an AMF with 3 replicas in eu-west please";
    let error = process(&processor, other).await.unwrap_err();
    assert_eq!(
        (error.reason(), error.class()),
        ("BudgetExhausted", ErrorClass::Resource)
    );
    assert!(error.retry_after().is_some(), "{error}");
    let elsewhere = ProcessingRequest {
        namespace: "office".to_owned(),
        ..request(other)
    };
    processor.process(&elsewhere, &|_| {}).await.unwrap();
    // What is cached costs nothing.
    process(&processor, TEXT).await.unwrap();
}

#[tokio::test]
async fn a_provider_or_knowledge_base_that_is_not_there_is_named_with_those_that_are() {
    let server = provider(&[honest()]).await;
    let processor = processor(&server.uri(), ONLY_OPENAI).await;
    for (options, reason, there) in [
        (
            json!({ "provider": "mistral" }),
            "ProviderNotConfigured",
            "openai",
        ),
        (
            json!({ "rag": { "enabled": true, "knowledgeBase": "wiki" } }),
            "KnowledgeBaseUnknown",
            "builtin",
        ),
    ] {
        let asked = ProcessingRequest {
            options: serde_json::from_value(options).unwrap(),
            ..request(TEXT)
        };
        let error = processor.process(&asked, &|_| {}).await.unwrap_err();
        assert_eq!(
            (error.reason(), error.class()),
            (reason, ErrorClass::Validation)
        );
        assert!(error.to_string().contains(there), "{error}");
    }
    assert_eq!(server.received_requests().await.unwrap().len(), 0);
}

#[tokio::test]
async fn an_intent_may_ask_for_the_parser_alone_whatever_the_chain_is() {
    let server = provider(&[honest()]).await;
    let processor = processor(&server.uri(), ONLY_OPENAI).await;
    let asked = ProcessingRequest {
        options: serde_json::from_value(json!({ "provider": "builtin" })).unwrap(),
        ..request(TEXT)
    };
    let processed = processor.process(&asked, &|_| {}).await.unwrap();
    assert_eq!(processed.provenance.provider, Provider::Builtin);
    assert_eq!(server.received_requests().await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_streamed_answer_says_how_much_of_it_has_arrived() {
    let server = MockServer::start().await;
    let piece =
        json!({ "choices": [{ "index": 0, "delta": { "content": honest().to_string() } }] });
    let end = json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop" }] });
    let stream = format!("data: {piece}\n\ndata: {end}\n\ndata: [DONE]\n\n");
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(stream, "text/event-stream"))
        .mount(&server)
        .await;
    let processor = processor(
        &server.uri(),
        "chain: [openai]\nanswers: {streaming: true}\n",
    )
    .await;
    let heard = Mutex::new(Vec::new());
    let hear = |bytes| heard.lock().unwrap().push(bytes);
    let processed = processor.process(&request(TEXT), &hear).await.unwrap();
    assert_eq!(processed.provenance.provider, Provider::OpenAi);
    assert!(
        heard.lock().unwrap().iter().any(|bytes| *bytes > 0),
        "nothing was told"
    );
}
