//! What becomes of an answer of Weaviate that is none.

use std::time::{Duration, Instant};

use nephoran_intent_processing::knowledge::{
    KnowledgeBase, KnowledgeError, Query,
    weaviate::{ApiKey, CollectionName, Weaviate, WeaviateSettings},
};
use serde_json::{Value, json};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const TIMEOUT: Duration = Duration::from_secs(5);

fn settings(endpoint: &str, timeout: Duration) -> WeaviateSettings {
    let collection = CollectionName::new("Knowledge").unwrap();
    WeaviateSettings::new(endpoint, collection, timeout).unwrap()
}

fn query(text: &str) -> Query {
    Query {
        text: text.to_owned(),
        max_documents: 5,
        threshold: 0.0,
    }
}

fn contents(passages: u64, newest: &str) -> Value {
    json!({ "data": {
        "Aggregate": { "Knowledge": [{ "meta": { "count": passages } }] },
        "Get": { "Knowledge": [{ "_additional": { "lastUpdateTimeUnix": newest } }] },
    }})
}

fn found(documents: &[(&str, &str)]) -> Value {
    let passages: Vec<_> = documents
        .iter()
        .map(|(id, score)| json!({ "documentId": id, "title": "T", "text": "X", "_additional": { "score": score, "id": "0-1" } }))
        .collect();
    json!({ "data": { "Get": { "Knowledge": passages } } })
}

/// A server that answers everything in this way, and what asking it gives.
async fn detail_of(answer: ResponseTemplate) -> String {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let weaviate = Weaviate::new(settings(&server.uri(), TIMEOUT)).unwrap();
    match weaviate.search(&query("AMF")).await {
        Err(KnowledgeError::Unreachable { detail, .. }) => detail,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn answers_that_are_none_say_what_happened() {
    let refusal = json!({ "error": [{ "message": "index is read-only" }] });
    let broken = json!({ "errors": [{ "message": "no such\nclass" }], "data": null });
    let large = vec![b'x'; 5 * 1024 * 1024];
    for (answer, expected) in [
        (ResponseTemplate::new(401), "refuses the API key (HTTP 401)"),
        (
            ResponseTemplate::new(500).set_body_json(refusal),
            "HTTP 500: index is read-only",
        ),
        (
            ResponseTemplate::new(502).set_body_string("<html>"),
            "HTTP 502: <html>",
        ),
        (
            ResponseTemplate::new(200).set_body_string("hello"),
            "does not answer in JSON: hello",
        ),
        (
            ResponseTemplate::new(200).set_body_json(broken),
            "an error: no such class",
        ),
        (
            ResponseTemplate::new(200).set_body_json(json!([1])),
            "no number of passages",
        ),
        (ResponseTemplate::new(200), "no number of passages"),
        (
            ResponseTemplate::new(200).set_body_bytes(large),
            "more than 4194304 bytes",
        ),
        (
            ResponseTemplate::new(302).insert_header("location", "http://127.0.0.1:1/"),
            "HTTP 302",
        ),
    ] {
        let detail = detail_of(answer).await;
        assert!(
            detail.contains(expected),
            "{detail} should contain {expected}"
        );
    }
}

#[tokio::test]
async fn a_slow_server_costs_no_more_than_the_timeout() {
    let server = MockServer::start().await;
    let slow = ResponseTemplate::new(200).set_delay(Duration::from_mins(1));
    Mock::given(method("POST"))
        .respond_with(slow)
        .mount(&server)
        .await;
    let weaviate = Weaviate::new(settings(&server.uri(), Duration::from_millis(200))).unwrap();

    let began = Instant::now();
    let error = weaviate.search(&query("AMF")).await.unwrap_err();

    assert!(began.elapsed() < Duration::from_secs(20));
    assert!(
        matches!(error, KnowledgeError::Unreachable { .. }),
        "{error}"
    );
}

#[tokio::test]
async fn nobody_listening_is_unreachable() {
    let weaviate = Weaviate::new(settings("http://127.0.0.1:1", TIMEOUT)).unwrap();

    let error = weaviate.search(&query("AMF")).await.unwrap_err();

    assert!(error.to_string().contains("http://127.0.0.1:1/"), "{error}");
    assert!(weaviate.ensure_schema().await.is_err());
}

#[tokio::test]
async fn the_key_goes_to_the_server_and_nowhere_else() {
    let server = MockServer::start().await;
    Mock::given(header("authorization", "Bearer s3cret"))
        .respond_with(ResponseTemplate::new(403).set_body_string("no"))
        .expect(1)
        .mount(&server)
        .await;
    let settings = settings(&server.uri(), TIMEOUT).with_api_key(ApiKey::new(" s3cret\n"));
    let weaviate = Weaviate::new(settings).unwrap();

    let error = weaviate.search(&query("AMF")).await.unwrap_err();

    assert!(!format!("{error} {error:?} {weaviate:?}").contains("s3cret"));
}

#[tokio::test]
async fn the_digest_follows_what_the_server_holds() {
    let server = MockServer::start().await;
    let weaviate = Weaviate::new(settings(&server.uri(), TIMEOUT)).unwrap();
    let mut digests = vec![weaviate.digest()];
    for (passages, newest) in [(1, "10"), (2, "10"), (2, "11")] {
        server.reset().await;
        let answer = ResponseTemplate::new(200).set_body_json(contents(passages, newest));
        Mock::given(path("/v1/graphql"))
            .respond_with(answer)
            .mount(&server)
            .await;
        weaviate.refresh().await.unwrap();
        digests.push(weaviate.digest());
        weaviate.refresh().await.unwrap();
        assert_eq!(digests.last(), Some(&weaviate.digest()));
    }

    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), 4);
}

#[tokio::test]
async fn a_hybrid_search_sends_the_text_as_one_literal_and_keeps_its_scores() {
    let server = MockServer::start().await;
    let answer = found(&[
        ("user/b", "0.5"),
        ("../etc", "0.75"),
        ("user/a", "0.5"),
        ("c", "0"),
    ]);
    Mock::given(path("/v1/graphql"))
        .respond_with(ResponseTemplate::new(200).set_body_json(contents(3, "1")))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    Mock::given(path("/v1/graphql"))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .mount(&server)
        .await;
    let settings = settings(&server.uri(), TIMEOUT)
        .with_vectorizer("text2vec-transformers")
        .unwrap();
    let weaviate = Weaviate::new(settings).unwrap();
    let attack = "AMF\"}) { text } } Evil: Get { \\\" \u{2028} 🚀\u{feff}\n";

    let found = weaviate.search(&query(attack)).await.unwrap();

    let found: Vec<_> = found
        .iter()
        .map(|passage| (passage.id.as_str(), passage.score))
        .collect();
    assert_eq!(
        found,
        [("weaviate/0-1", 0.75), ("user/a", 0.5), ("user/b", 0.5)]
    );
    let requests = server.received_requests().await.unwrap();
    let body: Value = serde_json::from_slice(&requests[1].body).unwrap();
    let literal = r#"hybrid: {query: "AMF\"}) { text } } Evil: Get { \\\" "#;
    assert!(body["query"].as_str().unwrap().contains(literal), "{body}");
}

#[tokio::test]
async fn a_text_without_words_is_not_asked_for() {
    let weaviate = Weaviate::new(settings("http://127.0.0.1:1", TIMEOUT)).unwrap();

    assert_eq!(weaviate.search(&query("??? the of !!!")).await.unwrap(), []);
}

#[test]
fn settings_that_could_break_out_are_refused() {
    for name in ["", "knowledge", "A{b}", "A b", "Ä", "A\"", "A/../b"] {
        assert!(CollectionName::new(name).is_err(), "{name}");
    }
    let name = || CollectionName::new("Knowledge").unwrap();
    for endpoint in [
        "",
        "ftp://a",
        "localhost:8080",
        "file:///etc/passwd",
        "http://user:pw@host",
    ] {
        assert!(
            WeaviateSettings::new(endpoint, name(), TIMEOUT).is_err(),
            "{endpoint}"
        );
    }
    let fine = WeaviateSettings::new("https://host/weaviate?x=1#y", name(), TIMEOUT).unwrap();
    assert_eq!(fine.endpoint().as_str(), "https://host/weaviate/");
    assert!(fine.with_vectorizer("none\"}").is_err());
}
