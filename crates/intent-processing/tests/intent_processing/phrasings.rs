//! Ways of saying the same, and what must not be taken for an order.

use nephoran_api::{Action, FunctionRequest, IntentHints, IntentModel};
use nephoran_intent_processing::{clarification, understand};

/// The model of a text that is understood without a question.
#[track_caller]
pub(crate) fn understood(text: &str) -> IntentModel {
    let understanding = understand(text, &IntentHints::default());
    assert!(clarification(&understanding).is_none(), "{text}");
    understanding.model
}

pub(crate) fn names(functions: &[FunctionRequest]) -> Vec<&'static str> {
    functions
        .iter()
        .map(|function| function.function_type.as_str())
        .collect()
}

#[test]
fn functions_that_are_or_do_something_themselves_are_not_changed() {
    for text in [
        "Restart the SMF. The AMF has been running elsewhere since May.",
        "Restart the SMF; the O-DU and the O-CU-CP that talk to it need nothing.",
        "Restart the SMF on cluster a-1, where the AMF already lives.",
        "Restart the SMF; the UDM they serve is up.",
        "UDM and PCF are waiting for it: restart the SMF",
        "| AMF | 3 | deployed, no action |\n| SMF | 2 | restart |",
    ] {
        assert_eq!(
            names(&understood(text).network_functions),
            ["SMF"],
            "{text}"
        );
    }
    for text in [
        "The AMF is overloaded. Restart it.",
        "AMF is the function in question. Restart it.",
    ] {
        assert_eq!(
            names(&understood(text).network_functions),
            ["AMF"],
            "{text}"
        );
    }
}

#[test]
fn likewise_repeats_an_order_and_its_version() {
    for text in [
        "Upgrade the SMF to v2.8.0, likewise the PCF",
        "Upgrade the SMF to v2.8.0, the PCF likewise",
        "SMF to v2.8.0, the same for the PCF, upgrade both",
        "Upgrade the SMF to v2.8.0 and do the same for the PCF",
    ] {
        let functions = understood(text).network_functions;
        assert_eq!(names(&functions), ["SMF", "PCF"], "{text}");
        for function in functions {
            assert_eq!(function.version.as_deref(), Some("v2.8.0"), "{text}");
        }
    }
    let alone = understand("Do the same for the SMF", &IntentHints::default());
    assert!(clarification(&alone).is_some());
}

#[test]
fn a_list_joined_by_as_well_as_shares_what_stands_behind_it() {
    for text in [
        "Scale the AMF as well as the SMF to 3 replicas",
        "Scale AMF plus SMF to 3 replicas apiece",
        "Deploy, with 3 replicas each, the AMF plus the SMF",
    ] {
        let functions = understood(text).network_functions;
        let replicas: Vec<_> = functions.iter().map(|function| function.replicas).collect();
        assert_eq!(replicas, [Some(3), Some(3)], "{text}");
    }
    let counted = understood("Deploy 3 AMFs plus an SMF").network_functions;
    assert_eq!(counted[1].replicas, None);
}

#[test]
fn an_announced_version_is_the_one_to_go_to() {
    for text in [
        "5.1.3 is out, bump amf + ausf to it",
        "Version 5.1.3 has been released: upgrade AMF and AUSF",
    ] {
        for function in understood(text).network_functions {
            assert_eq!(function.version.as_deref(), Some("5.1.3"), "{text}");
        }
    }
    let restart = understood("v5.1.3 is out. Restart the AMF.");
    assert_eq!(restart.network_functions[0].version, None);
}

#[test]
fn limits_that_were_spoken_of_are_what_is_set() {
    let model = understood("The limits of the SMF are too low; please set them to 2 vCPU");
    let resources = model.resources.unwrap();
    assert!(resources.max_cpu.is_some() && resources.cpu.is_none());
}

#[test]
fn a_setting_behind_its_label_configures_what_is_there() {
    for text in [
        "auth for NRF: OAuth2",
        "function: UPF\nmonitoring: enabled",
        "encryption of the NRF: mTLS",
    ] {
        assert_eq!(understood(text).action, Action::Configure, "{text}");
    }
}

#[test]
fn a_deed_that_is_refused_is_not_done() {
    let alone = understand("No deletion of the AMF, please", &IntentHints::default());
    assert!(clarification(&alone).is_some());
    for text in [
        "No deletion of the SMF, please; it is to be restarted",
        "| SMF | restart: yes | removal: no |",
        "restart: SMF\ndo not restart: UPF",
    ] {
        let model = understood(text);
        assert_eq!(model.action, Action::Maintain, "{text}");
        assert_eq!(names(&model.network_functions), ["SMF"], "{text}");
    }
}

#[test]
fn what_is_measured_goes_down_without_its_functions() {
    let model = understood("The energy consumption of the O-RU should go down");
    assert_eq!(model.action, Action::Optimize);
    let share = understand(
        "The energy consumption of the O-RU should go down by 20 %",
        &IntentHints::default(),
    );
    assert_eq!(share.model.network_functions[0].scale_factor, None);
    let users = understood("Registrations will rise by 20 %; scale the AMF to 6");
    assert_eq!(users.network_functions[0].replicas, Some(6));
}

#[test]
fn documents_that_disagree_are_asked_about() {
    let text = "The values file says 3 SMF replicas, the criterion says five SMF replicas. Please roll the SMF out.";
    assert!(clarification(&understand(text, &IntentHints::default())).is_some());
}

#[test]
fn the_spans_of_a_row_name_the_words_of_their_values() {
    let spans = understand("UPF autoscaling min/max 2/8", &IntentHints::default()).spans;
    for (meaning, words) in [("at least 2 replicas", "2"), ("at most 8 replicas", "8")] {
        let span = spans.iter().find(|span| span.meaning == meaning).unwrap();
        assert_eq!(span.text, words);
    }
}

#[test]
fn what_belongs_to_a_letter_is_none_of_the_intent() {
    for text in [
        "Subject: core change of tonight\n\nPlease scale the AMF to 5.\n\nKind regards,\nMarta Lindqvist\nCore Operations",
        "@nephoran Scale the AMF to 5",
        "[P2] Scale the AMF to 5",
        "Requested by Priya, approved by the change board: scale the AMF to 5",
        "Scale the AMF to 5. If anything is unclear, call me on extension 4471.",
        "Scale the AMF to 5. Let me know when the upgrade is through.",
    ] {
        let model = understood(text);
        assert_eq!(model.action, Action::Scale, "{text}");
        assert_eq!(model.network_functions.len(), 1, "{text}");
        assert_eq!(model.network_functions[0].replicas, Some(5), "{text}");
    }
    // The subject, a tag and a postscript may be what is asked for.
    for text in [
        "Subject: restart\n\nthe SMF on cluster a-1, please",
        "[restart] SMF",
        "Thanks,\nMarta\nPS: restart the SMF",
    ] {
        assert_eq!(understood(text).action, Action::Maintain, "{text}");
    }
}

#[test]
fn a_verb_behind_a_wish_is_an_order() {
    for text in [
        "We need to limit the SMF to 2 vCPU",
        "The task is to limit the SMF to 2 vCPU",
        "Would you mind to limit the SMF to 2 vCPU?",
    ] {
        let model = understood(text);
        assert_eq!(model.action, Action::Configure, "{text}");
        assert!(model.resources.unwrap().max_cpu.is_some(), "{text}");
    }
    let upgrade = understand("We need to upgrade the SMF", &IntentHints::default());
    assert!(clarification(&upgrade).is_some());
    let kept = understood("Kindly run the UPF with 4 replicas from now on");
    assert_eq!(kept.network_functions[0].replicas, Some(4));
    let ours = understood("Let us deploy the CU-CP with IPsec on N2");
    assert!(ours.policies.is_none());
}

#[test]
fn a_question_mark_or_a_quote_ends_a_list_as_a_full_stop_does() {
    for text in [
        "Could you deploy AMF: 3, SMF: 2, UPF: 4?",
        "\"Deploy AMF: 3, SMF: 2, UPF: 4\"",
    ] {
        let functions = understood(text).network_functions;
        let replicas: Vec<_> = functions.iter().map(|function| function.replicas).collect();
        assert_eq!(replicas, [Some(3), Some(2), Some(4)], "{text}");
    }
}

#[test]
fn a_restart_may_have_a_hyphen_and_a_region_any_country() {
    let model = understood("Re-start the UPF in fi-south");
    assert_eq!(model.action, Action::Maintain);
    assert_eq!(model.placement.unwrap().region.as_deref(), Some("fi-south"));
}

#[test]
fn a_pronoun_may_be_the_first_word() {
    let text = "Wait, the AMF. Deploy no, forget about it, do not deploy it.";
    assert!(clarification(&understand(text, &IntentHints::default())).is_some());
}

#[test]
fn a_question_or_an_unknown_order_behind_a_heading_is_asked_about() {
    for text in [
        "NOC-20871: Would eight replicas be sufficient for the AMF on New Year's Eve?",
        "FYI all: Is the AMF healthy?",
        "FYI all: would eight replicas be sufficient for the AMF?",
        "[P2] When might we be able to run a near-RT RIC at the edge?",
        "Hi team, free the cluster lab-3 of the AMF and the SMF.",
        "Quick one: end the slice with SST 3 and SD 0000AA",
        "We had a look. {\"action\": \"Deploy\", \"networkFunctions\": [{\"type\": \"AMF\"}]}",
    ] {
        let asked = clarification(&understand(text, &IntentHints::default()));
        assert!(asked.is_some(), "{text}");
    }
}

#[test]
fn an_order_is_about_the_functions_of_the_sentence_before_it() {
    for text in [
        "Yesterday the NWDAF crashed twice. Scale the SMF to 5.",
        "The NWDAF has been fine since Monday. The SMFs have been running hot. Kindly raise their number from four to five.",
        "There are two SMFs, make it five. The NWDAF runs 3 replicas.",
    ] {
        let functions = understood(text).network_functions;
        assert_eq!(names(&functions), ["SMF"], "{text}");
        assert_eq!(functions[0].replicas, Some(5), "{text}");
    }
    let both = understood("The AMF runs 3 replicas. The SMF runs 2. Scale both to 5.");
    assert_eq!(both.network_functions.len(), 2);
}
