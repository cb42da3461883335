use nephoran_api::{CacheOutcome, IntentHints, Provenance, Provider};
use nephoran_intent_processing::understand;

use super::page::{hanging, page};

#[test]
fn the_answer_of_a_language_model_says_whose_it_is() {
    let sentence = "Deploy AMF with 3 replicas";
    let provenance = Provenance {
        provider: Provider::Mistral,
        model: Some("mistral-small".to_owned()),
        prompt_digest: None,
        schema_digest: None,
        cache: Some(CacheOutcome::Hit),
        documents: Vec::new(),
        repairs: 2,
    };
    let understanding = understand(sentence, &IntentHints::default());
    let page = page(sentence, &understanding, Some(&provenance));
    let line = "provider    mistral, model mistral-small, from the cache, 2 repairs\n";
    assert!(page.contains(line), "{page}");
}

#[test]
fn a_long_text_hangs_below_its_first_line() {
    let long = "word ".repeat(40);
    let lines = hanging("question    ", &long);
    for (index, line) in lines.lines().enumerate() {
        assert!(line.len() <= 79, "{line:?}");
        assert_eq!(line.starts_with("            word"), index > 0, "{line:?}");
    }
    assert_eq!(lines.matches("word").count(), 40);
}
