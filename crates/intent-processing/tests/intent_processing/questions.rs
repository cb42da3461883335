//! What the parser asks when it must not guess, and how it explains itself.

use nephoran_api::{Action, Classified, ErrorClass, IntentHints, IntentType};
use nephoran_intent_processing::{CONFIDENCE_THRESHOLD, clarification, understand};
use nephoran_telecom::NetworkFunctionType;

fn questions(text: &str, hints: &IntentHints) -> Vec<String> {
    clarification(&understand(text, hints))
        .map(|clarification| clarification.questions)
        .unwrap_or_default()
}

fn asks(text: &str, words: &str) {
    let questions = questions(text, &IntentHints::default());
    assert!(
        questions.iter().any(|question| question.contains(words)),
        "{text}: {questions:?}"
    );
}

#[test]
fn an_unreadable_sentence_asks_which_functions() {
    asks(
        "Make the network nice and shiny again",
        "which network functions",
    );
    asks(
        "¿Puedes desplegar algo bonito por favor?",
        "which network functions",
    );
}

#[test]
fn an_unknown_function_is_asked_for_by_name() {
    asks(
        "Deploy AMF and FOOBARF in eu-west",
        "\"FOOBARF\" is not a network function",
    );
    asks(
        "Deploy the frobnicator with 3 replicas",
        "\"frobnicator\" is not a network function",
    );
}

#[test]
fn removing_replicas_without_a_number_asks_and_never_removes_the_function() {
    asks("Remove AMF replicas in eu-west", "how many");
    assert_eq!(
        understand("Remove AMF replicas in eu-west", &IntentHints::default())
            .model
            .action,
        Action::Scale
    );
}

#[test]
fn a_number_nobody_claims_is_asked_about() {
    asks("Deploy AMF with 7 purples", "\"7\"");
}

#[test]
fn a_slice_of_no_kind_asks_for_the_kind() {
    asks(
        "Deploy a network slice for factory robots",
        "which kind of slice",
    );
}

#[test]
fn a_decorative_word_does_not_stop_work() {
    let understanding = understand(
        "Deploy a shiny AMF with 3 replicas in eu-west",
        &IntentHints::default(),
    );
    assert!(clarification(&understanding).is_none());
    assert_eq!(understanding.model.unresolved.len(), 1);
    assert!(!understanding.model.unresolved[0].blocking);
}

#[test]
fn the_region_hint_wins_and_the_contradiction_is_reported() {
    let hints = IntentHints {
        region: Some("us-east".to_owned()),
        ..IntentHints::default()
    };
    let understanding = understand("Deploy AMF with 3 replicas in eu-west", &hints);
    assert_eq!(
        understanding
            .model
            .placement
            .as_ref()
            .unwrap()
            .region
            .as_deref(),
        Some("us-east")
    );
    assert!(clarification(&understanding).is_none());
    let open = &understanding.model.unresolved[0];
    assert!(!open.blocking);
    assert!(open.question.contains("eu-west") && open.question.contains("us-east"));
}

#[test]
fn a_scaling_hint_contradicts_a_removal() {
    let hints = IntentHints {
        intent_type: Some(IntentType::Scaling),
        ..IntentHints::default()
    };
    assert!(questions("Remove the AMF from eu-west", &hints)[0].contains("intentType"));
}

#[test]
fn target_components_are_added_and_claim_numbers_the_text_leaves_open() {
    let hints = IntentHints {
        target_components: vec![NetworkFunctionType::Smf],
        ..IntentHints::default()
    };
    let model = understand("Scale to 5 replicas", &hints).model;
    assert_eq!(
        (
            model.action,
            model.network_functions[0].function_type,
            model.network_functions[0].replicas
        ),
        (Action::Scale, NetworkFunctionType::Smf, Some(5))
    );
}

#[test]
fn a_clarification_is_a_validation_error_that_says_how_to_answer() {
    let clarification =
        clarification(&understand("Scale the AMF please", &IntentHints::default())).unwrap();
    assert_eq!(
        (clarification.reason(), clarification.class()),
        ("ClarificationNeeded", ErrorClass::Validation)
    );
    assert!(
        clarification.to_string().contains("edit spec.intent"),
        "{clarification}"
    );
}

#[test]
fn every_span_is_a_slice_of_the_text() {
    let text = "Deploy a URLLC slice für Fabrikroboter in eu-west, 3 AMF replicas, latency ≤ 5 ms";
    let understanding = understand(text, &IntentHints::default());
    assert!(understanding.spans.len() >= 6);
    for span in &understanding.spans {
        assert_eq!(text.get(span.start..span.end), Some(span.text.as_str()));
    }
}

#[test]
fn the_threshold_is_the_documented_one() {
    assert!((CONFIDENCE_THRESHOLD - 0.7).abs() < f64::EPSILON);
}

#[test]
fn a_setting_that_is_not_named_is_asked_for() {
    asks("Configure the AMF", "which setting");
}

#[test]
fn a_command_is_not_translated() {
    asks(
        "kubectl scale deployment amf --replicas=5",
        "command or a manifest",
    );
}

#[test]
fn a_correction_takes_the_first_value_back() {
    for text in [
        "Scale the AMF to 3, no, 5 replicas",
        "Scale the AMF to 3 replicas, make that 5 instead",
        "Scale the AMF to 3 replicas. Actually, make it 5.",
        "Scale the AMF to 5 instead of 3 replicas",
    ] {
        let understanding = understand(text, &IntentHints::default());
        assert!(clarification(&understanding).is_none(), "{text}");
        let functions = &understanding.model.network_functions;
        assert_eq!(functions[0].replicas, Some(5), "{text}");
    }
}
