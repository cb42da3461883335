//! What is understood, and what is refused as no request.

use nephoran_api::{IntentHints, IntentModel};
use nephoran_intent_processing::understand;
use serde_json::json;

use super::{SENTENCE, client, local, start};

#[tokio::test]
async fn a_sentence_is_answered_with_what_the_controller_would_understand() {
    let api = start(local()).await;
    let expected = understand(SENTENCE, &IntentHints::default());
    for (media, body) in [
        ("text/plain", SENTENCE.to_owned()),
        ("TEXT/Plain; charset=\"UTF-8\"", SENTENCE.to_owned()),
        (
            "application/json",
            json!({ "intent": SENTENCE }).to_string(),
        ),
    ] {
        let response = client::parse(api.address, media, body).await;
        assert_eq!(response.status, 200, "{response:?}");
        let answer = response.json();
        let model: IntentModel = serde_json::from_value(answer["model"].clone()).unwrap();
        assert_eq!(model, expected.model);
        assert_eq!(answer["confidence"], expected.confidence);
        assert_eq!(answer["status"], "ok");
        assert_eq!(answer["questions"], json!([]));
        assert_eq!(
            answer["spans"].as_array().unwrap().len(),
            expected.spans.len()
        );
        assert_eq!(answer["provenance"]["provider"], "builtin");
        assert!(answer.get("tokenUsage").is_none());
    }
}

#[tokio::test]
async fn an_unclear_sentence_is_answered_with_its_questions() {
    let api = start(local()).await;
    let response = client::parse(api.address, "text/plain", "Please make the network nicer").await;
    assert_eq!(response.status, 200);
    let answer = response.json();
    assert_eq!(answer["status"], "clarify");
    assert!(
        answer["questions"][0].as_str().unwrap().contains("nicer"),
        "{answer}"
    );
}

#[tokio::test]
async fn hints_win_over_the_text() {
    let api = start(local()).await;
    let body = json!({
        "intent": "Deploy AMF with 3 replicas",
        "hints": { "region": "us-east", "priority": "HIGH" },
        "processing": { "provider": "builtin", "temperature": 0.5 },
        "namespace": "core",
    });
    let response = client::parse(api.address, "application/json", body.to_string()).await;
    assert_eq!(response.status, 200, "{response:?}");
    assert_eq!(response.json()["model"]["placement"]["region"], "us-east");
}

#[tokio::test]
async fn what_is_no_request_is_refused_with_400() {
    let api = start(local()).await;
    let deep = "[".repeat(8000);
    let deep_hints = format!(r#"{{"intent":"{SENTENCE}","hints":{{"x":{deep}"#);
    let deep_type = format!(r#"{{"intent":"{SENTENCE}","hints":{deep}"#);
    let bodies: [(&[u8], &str); 14] = [
        (b"", "not a JSON object"),
        (b"Deploy AMF with 3 replicas", "not a JSON object"),
        (b"[]", "not a JSON object"),
        (b"{}", "missing field `intent`"),
        (br#"{"intent": 7}"#, "intent: invalid type"),
        (
            br#"{"intent":"Deploy AMF twice","intent":"Deploy UPF twice"}"#,
            "duplicate field `intent`",
        ),
        (
            br#"{"intent":"Deploy AMF twice","hints":{"region":"a","region":"b"}}"#,
            "duplicate field `region`",
        ),
        (
            br#"{"intent":"Deploy AMF twice","replicas":3}"#,
            "unknown field `replicas`",
        ),
        (
            br#"{"intent":"Deploy AMF twice","processing":{"rag":{"enabled":true,"url":"x"}}}"#,
            "processing.rag.url is not a field",
        ),
        (
            br#"{"intent":"Deploy AMF twice","processing":{"provider":"oracle"}}"#,
            "unknown variant `oracle`",
        ),
        (
            br#"{"intent":"Deploy AMF twice"} and more"#,
            "trailing characters",
        ),
        (br#"{"intent":"Deploy AMF \ud800 twice"}"#, "hex escape"),
        (b"{\"intent\":\"Deploy AMF \xff twice\"}", "intent"),
        (
            br#"{"intent":"Deploy AMF twice","processing":{"temperature":NaN}}"#,
            "processing",
        ),
    ];
    for (body, said) in bodies.into_iter().chain([
        (deep.as_bytes(), "not a JSON object"),
        (deep_hints.as_bytes(), "failed to read the body"),
        (deep_type.as_bytes(), "failed to read the body"),
    ]) {
        let response = client::parse(api.address, "application/json", body).await;
        assert_eq!(response.status, 400, "{response:?}");
        assert_eq!(response.reason(), "MalformedRequest");
        assert!(response.body.contains(said), "{said}: {}", response.body);
    }
    let response = client::parse(api.address, "text/plain", b"Deploy \xff\xfe AMF twice").await;
    assert_eq!(
        (response.status, response.reason().as_str()),
        (400, "MalformedRequest")
    );
    assert!(
        response.body.contains("byte 8 is not UTF-8"),
        "{}",
        response.body
    );
}

#[tokio::test]
async fn a_text_that_no_intent_may_hold_is_refused_with_422() {
    let api = start(local()).await;
    for (text, reason) in [
        ("too short".to_owned(), "TextLength"),
        ("ä".repeat(9), "TextLength"),
        ("x".repeat(2001), "TextLength"),
        (
            "Deploy AMF\u{7} with 3 replicas".to_owned(),
            "ControlCharacter",
        ),
        (
            "Deploy AMF\0 with 3 replicas".to_owned(),
            "ControlCharacter",
        ),
        (
            "Deploy AMF\u{202e} with 3 replicas".to_owned(),
            "BidirectionalControl",
        ),
        (
            "Deploy A\u{200b}MF with 3 replicas".to_owned(),
            "InvisibleCharacter",
        ),
        (
            "Deploy AMF\u{e0041} with 3 replicas".to_owned(),
            "InvisibleCharacter",
        ),
        (
            "Deploy AMF\u{fffd}\u{fffd} with 3 replicas".to_owned(),
            "BinaryText",
        ),
    ] {
        let as_json = json!({ "intent": text }).to_string();
        for (media, body) in [("text/plain", text), ("application/json", as_json)] {
            let response = client::parse(api.address, media, body).await;
            assert_eq!(response.status, 422, "{response:?}");
            assert_eq!(response.reason(), reason);
        }
    }
    for text in [
        "ä".repeat(10),
        "ä".repeat(2000),
        "Deploy AMF\n\twith 3 replicas 🚀❤️".to_owned(),
    ] {
        let response = client::parse(api.address, "text/plain", text).await;
        assert_eq!(response.status, 200, "{response:?}");
    }
}

#[tokio::test]
async fn values_out_of_bounds_are_refused_with_422_and_their_place() {
    let api = start(local()).await;
    for (field, value, place) in [
        (
            "processing",
            json!({ "temperature": 2.5 }),
            "/processing/temperature",
        ),
        (
            "processing",
            json!({ "maxTokens": 99 }),
            "/processing/maxTokens",
        ),
        (
            "processing",
            json!({ "rag": { "enabled": true, "maxDocuments": 21 } }),
            "/processing/rag/maxDocuments",
        ),
        (
            "hints",
            json!({ "networkSlice": "x" }),
            "/hints/networkSlice",
        ),
        ("hints", json!({ "region": "" }), "/hints/region"),
        ("namespace", json!("../kube-system"), "/namespace"),
        ("namespace", json!("x".repeat(64)), "/namespace"),
    ] {
        let body = json!({ "intent": SENTENCE, field: value }).to_string();
        let response = client::parse(api.address, "application/json", body).await;
        assert_eq!(response.status, 422, "{response:?}");
        assert_eq!(response.reason(), "ValueOutOfBounds");
        assert!(response.body.contains(place), "{}", response.body);
    }
}

#[tokio::test]
async fn a_provider_that_is_not_configured_is_named() {
    let api = start(local()).await;
    let body = json!({ "intent": SENTENCE, "processing": { "provider": "mistral" } });
    let response = client::parse(api.address, "application/json", body.to_string()).await;
    assert_eq!(response.status, 422);
    assert_eq!(response.reason(), "ProviderNotConfigured");
}

#[tokio::test]
async fn other_media_are_refused_with_415() {
    let api = start(local()).await;
    for headers in [
        "",
        "Content-Type: application/x-www-form-urlencoded\r\n",
        "Content-Type: application/jsonlines\r\n",
        "Content-Type: text/plain; charset=iso-8859-1\r\n",
        "Content-Type: text/plain\r\nContent-Encoding: gzip\r\n",
    ] {
        let response = client::parse_with(api.address, headers, SENTENCE).await;
        assert_eq!(response.status, 415, "{headers}: {response:?}");
        assert_eq!(response.reason(), "UnsupportedMediaType");
    }
}
