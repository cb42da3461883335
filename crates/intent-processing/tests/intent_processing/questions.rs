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

#[test]
fn what_only_points_elsewhere_is_asked_about() {
    asks("Do the same for the SMF", "An intent stands alone");
    asks("Deploy the same AMF as in Berlin", "An intent stands alone");
    let model = understand(
        "Scale the AMF to 5 and do the same for the SMF",
        &IntentHints::default(),
    )
    .model;
    assert_eq!(model.network_functions[1].replicas, Some(5));
}

#[test]
fn verbs_that_undo_each_other_are_asked_about() {
    asks("Increase and decrease the AMF by 2", "undo each other");
}

#[test]
fn several_places_are_asked_about() {
    asks("Deploy the UPF in cluster a and cluster b", "which cluster");
    asks("Deploy the UPF in clusters rom-1 and mil-2", "several");
    asks(
        "Deploy the AMF in cluster a1 and the SMF in cluster b1",
        "which cluster",
    );
}

#[test]
fn doubt_is_asked_about() {
    asks("Deploy the AMF and maybe the SMF", "leaves open");
    asks("If the budget is granted we would deploy 3 SMFs", "depends");
    asks("Put the AMF somewhere near Munich", "Munich");
}

#[test]
fn an_amount_that_is_no_number_is_asked_about() {
    asks("Remove every second UPF", "how many");
    asks("Deploy one UPF per AMF", "ratio");
    asks(
        "Deploy the UPF, number of instances to be defined",
        "how many",
    );
    asks("SMF: HPA 2..8, CPU 60", "cores or the utilisation");
}

#[test]
fn what_is_told_orders_nothing() {
    for text in [
        "Thanks for deploying the AMF so quickly",
        "We deployed the UPF yesterday",
        "The team is happy with the 3 AMF replicas",
        "No scaling of the UPF shall take place",
        "Alarm: AMF CPU 95 %",
    ] {
        assert!(
            !questions(text, &IntentHints::default()).is_empty(),
            "{text}"
        );
    }
}

#[test]
fn an_unknown_verb_beside_a_known_one_is_asked_about() {
    asks("Deploy the AMF and polish it", "polish");
    asks("The AMF shall be polished", "not a verb");
}

#[test]
fn a_verb_orders_the_same_in_every_form() {
    for text in [
        "Tear the UPF down",
        "The UPF shall be torn down",
        "We want the UPF removed",
        "Decommissioning of the UPF is requested",
        "We no longer need the UPF",
        "The UPF can go",
    ] {
        let understanding = understand(text, &IntentHints::default());
        assert!(clarification(&understanding).is_none(), "{text}");
        assert_eq!(understanding.model.action, Action::Remove, "{text}");
    }
    for text in [
        "Two instances shall be added to the SCP",
        "Two further instances of the SCP shall be added",
        "SCP +2",
        "The SCP is to be extended by two instances",
    ] {
        let model = understand(text, &IntentHints::default()).model;
        assert_eq!(
            (model.action, model.network_functions[0].scale_by),
            (Action::Scale, Some(2)),
            "{text}"
        );
    }
}

#[test]
fn the_number_there_is_and_the_one_not_meant_are_left_out() {
    for text in [
        "Scale the LMF: 5 today, 2 wanted",
        "Scale the LMF to two, not to six, replicas",
        "LMF: 5 -> 2",
        "Not 5 but 2 replicas is what the LMF should be scaled to",
    ] {
        let understanding = understand(text, &IntentHints::default());
        assert!(clarification(&understanding).is_none(), "{text}");
        let functions = &understanding.model.network_functions;
        assert_eq!(functions[0].replicas, Some(2), "{text}");
    }
}

#[test]
fn functions_of_a_rule_or_a_condition_are_not_deployed() {
    for text in [
        "Deploy the UPF; only the SMF may reach it on N4",
        "Deploy the UPF when the SMF is ready",
    ] {
        let model = understand(text, &IntentHints::default()).model;
        assert_eq!(model.network_functions.len(), 1, "{text}");
    }
}
