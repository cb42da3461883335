//! What may be written about a provider, and what is said when it may not.

use nephoran_api::Classified;
use nephoran_intent_processing::language_model::{
    EndpointOptions, KeySource, ModelMetrics, connect,
};
use nephoran_runtime::metrics::Metrics;
use serde_json::{Value, json};

use super::support::{ANTHROPIC, OPENAI, options};

const URL: &str = "http://127.0.0.1:9/v1";

fn problems(options: &EndpointOptions) -> String {
    let metrics = ModelMetrics::register(&Metrics::new().unwrap()).unwrap();
    match connect(options, KeySource::none(), &metrics) {
        Ok(_) => String::new(),
        Err(error) => {
            assert_eq!(error.reason(), "ProviderInvalid");
            error.to_string()
        }
    }
}

#[test]
fn little_is_needed() {
    let yaml = "{name: lab, dialect: openAi, url: 'http://ollama:11434/v1', model: small}";
    let options: EndpointOptions = serde_saphyr::from_str(yaml).unwrap();
    assert_eq!(problems(&options), "");
    assert_eq!(
        (options.timeout_seconds, options.concurrency, options.queue),
        (60, 4, 100)
    );
}

#[test]
fn a_price_is_a_number_or_a_text_in_yaml() {
    let yaml = "{name: lab, dialect: anthropic, url: 'https://api.anthropic.com/v1', model: m, \
                price: {inputPerMillion: 3, outputPerMillion: '0.15', currency: USD}}";
    let options: EndpointOptions = serde_saphyr::from_str(yaml).unwrap();
    assert_eq!(problems(&options), "");
    let price = serde_json::to_value(options.price).unwrap();
    assert_eq!(price["inputPerMillion"], "3");
    assert_eq!(price["outputPerMillion"], "0.15");
}

#[test]
fn what_cannot_be_is_named_by_its_field() {
    for (more, words) in [
        (
            json!({ "timeoutSeconds": 0 }),
            "timeoutSeconds is 0 and must be 1 to 600",
        ),
        (json!({ "concurrency": 65 }), "concurrency is 65"),
        (json!({ "queue": 10_001 }), "queue is 10001"),
        (json!({ "hedgeAfterSeconds": 0 }), "hedgeAfterSeconds is 0"),
        (json!({ "name": "Lab 1" }), "name must be a DNS label"),
        (json!({ "model": " " }), "model must not be empty"),
        (
            json!({ "url": "ftp://host/v1" }),
            "url must begin with http",
        ),
        (json!({ "url": "host/v1" }), "url is no URL"),
        (
            json!({ "url": "https://host/v1?a=b" }),
            "url must have no query",
        ),
        (
            json!({ "price": { "inputPerMillion": 1, "outputPerMillion": 1, "currency": "dollars" } }),
            "price.currency must be three capital letters",
        ),
    ] {
        let problems = problems(&options(OPENAI, URL, more));
        assert!(problems.contains(words), "{problems}");
    }
}

#[test]
fn all_mistakes_are_named_at_once() {
    let problems = problems(&options(
        OPENAI,
        "x",
        json!({ "queue": 20_000, "model": "" }),
    ));
    for field in ["url", "queue", "model"] {
        assert!(problems.contains(field), "{problems}");
    }
}

#[test]
fn a_password_in_a_url_is_refused_and_not_repeated() {
    let problems = problems(&options(OPENAI, "https://me:hunter2@host/v1", json!({})));
    assert!(problems.contains("must not hold credentials"), "{problems}");
    assert!(!problems.contains("hunter2"), "{problems}");
}

#[test]
fn anthropic_has_no_response_format() {
    for way in ["jsonSchema", "jsonObject"] {
        let problems = problems(&options(ANTHROPIC, URL, json!({ "structuredOutput": way })));
        assert!(
            problems.contains("structuredOutput must be tool or prompt"),
            "{problems}"
        );
    }
}

#[test]
fn a_field_that_does_not_exist_is_refused() {
    let unknown: Value = json!({
        "name": "lab", "dialect": "openAi", "url": URL, "model": "m", "apiKey": "sk-oops",
    });
    let error = serde_json::from_value::<EndpointOptions>(unknown).unwrap_err();
    assert!(error.to_string().contains("apiKey"), "{error}");
    assert!(!error.to_string().contains("sk-oops"), "{error}");
}
