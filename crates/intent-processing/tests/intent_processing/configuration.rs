//! A configuration says what is wrong with it, and where.

use nephoran_api::Provider;
use nephoran_intent_processing::configuration::Configuration;

const OPENAI: &str = "providers: {openai: {url: 'https://api.openai.com/v1', model: small}}\n";

#[test]
fn an_empty_file_means_the_parser_alone() {
    let configuration = Configuration::parse(" \n").unwrap();
    assert_eq!(configuration.chain(), [Provider::Builtin]);
    assert!(configuration.providers.is_empty());
}

#[test]
fn what_follows_from_the_provider_need_not_be_written() {
    let text = "providers:\n  claude: {url: 'https://api.anthropic.com/v1', model: m}\n  local: {url: 'http://ollama:11434/v1', model: m}\n";
    let configuration = Configuration::parse(text).unwrap();
    let dialect = |provider| {
        serde_json::to_value(&configuration.providers[&provider]).unwrap()["dialect"].clone()
    };
    assert_eq!(dialect(Provider::Claude), "anthropic");
    assert_eq!(dialect(Provider::Local), "openAi");
    assert_eq!(configuration.providers[&Provider::Local].name, "local");
}

#[test]
fn every_mistake_is_named_with_its_path() {
    for (text, field) in [
        ("chain: [openai]", "chain[0]"),
        ("chain: [builtin, builtin]", "chain[1]"),
        ("chain: [gpt]", "chain[0]"),
        (
            "providers: {builtin: {url: 'http://x/v1', model: m}}",
            "providers.builtin",
        ),
        (
            "providers: {openai: {url: 'http://x/v1'}}",
            "providers.openai",
        ),
        (
            "providers: {openai: {url: 'http://x/v1', model: m, apiKey: secret}}",
            "providers.openai",
        ),
        (
            "providers:
  openai: {url: 'http://x/v1', model: m, price: {inputPerMillion: 1, outputPerMillion: 2, currency: USD}}
  mistral: {url: 'http://y/v1', model: m, price: {inputPerMillion: 1, outputPerMillion: 2, currency: EUR}}",
            "providers.mistral.price.currency",
        ),
        ("answers: {temperature: 3}", "answers.temperature"),
        ("answers: {maxTokens: 10}", "answers.maxTokens"),
        ("retrieval: {threshold: 1.5}", "retrieval.threshold"),
        (
            "retrieval: {documentsConfigMap: a, documentsDirectory: /b}",
            "retrieval.documentsDirectory",
        ),
        ("cache: {memoryMaxBytes: 1}", "cache"),
        ("api: {address: everywhere}", "api.address"),
        ("surprise: true", "surprise"),
    ] {
        let error = Configuration::parse(text).unwrap_err().to_string();
        assert!(error.contains(field), "{text}: {error}");
        assert!(!error.contains("secret"), "{error}");
    }
    Configuration::parse(OPENAI).unwrap();
}

#[test]
fn the_configuration_that_the_chart_shows_can_be_used() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../charts/nephoran-intent-processing/ci/full-values.yaml"
    );
    let values: serde_json::Value =
        serde_saphyr::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let configuration = Configuration::parse(&values["configuration"].to_string()).unwrap();
    assert_eq!(
        configuration.chain(),
        [Provider::OpenAi, Provider::Local, Provider::Builtin]
    );
}
