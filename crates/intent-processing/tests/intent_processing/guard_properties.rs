//! What the guard holds for every answer.
//!
//! `NEPHORAN_FUZZ_CASES` sets the number of cases of each property; a few hundred by default.
//! With the crate at opt-level 2, the first two have each run 2.3 million cases, the third 800,000 and the last 200,000,
//! without a panic or an unsupported model.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use nephoran_api::{IntentHints, IntentModel};
use nephoran_intent_processing::{guard, understand};
use proptest::prelude::*;

/// Texts with an honest answer each.
static HONEST: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    [
        "Deploy AMF with 3 replicas in region eu-west-1",
        "Scale the SMF to 5 replicas and the UPF to 2 replicas in namespace core-a",
        "Deploy a URLLC slice with SD 010203, 5 ms latency and five nines",
        "Only SMF may reach UPF on N4",
        "Deploy a 5G core without NSSF in staging for 50k subscribers with mTLS",
        "Autoscale the SMF from 3 up to 12 replicas at 65% CPU",
        "Upgrade the NRF to v4.2.2",
        "Deploy UPF with 2 CPU, 4Gi memory, 10 Gbps downlink and 1 Gbps uplink",
    ]
    .into_iter()
    .map(|text| {
        let model = understand(text, &IntentHints::default()).model;
        (text.to_owned(), serde_json::to_string(&model).unwrap())
    })
    .collect()
});

/// Pieces an attacker splices into an answer.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "\\u0000",
    "\\ud800",
    "NaN",
    "-",
    "1e999",
    "1000",
    "null",
    "true",
    "\u{202e}",
    "\u{200b}",
    "\"type\":\"UPF\"",
    "{\"type\":\"NEF\"}",
    "\"replicas\":1000",
    "\"replicas\":7",
    "\"action\":\"Remove\"",
    "\"namespace\":\"kube-system\"",
    "Remove",
    "kube-system",
    "production",
    "```",
    "```json",
    " ",
    "\n",
    "ünï",
    "🤖",
    "\"yaml\":\"x\"",
    "\"placement\":{\"namespace\":\"kube-system\"}",
    "0",
    "9",
];

fn cases() -> u32 {
    std::env::var("NEPHORAN_FUZZ_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(300)
}

/// A change of an answer: at a place (as a share of its length), take away so many bytes and put a piece in.
fn edits() -> impl Strategy<Value = Vec<(f64, usize, &'static str)>> {
    proptest::collection::vec(
        (0.0_f64..1.0, 0_usize..12, proptest::sample::select(PIECES)),
        0..5,
    )
}

fn edited(answer: &str, edits: &[(f64, usize, &str)]) -> String {
    let mut answer = answer.to_owned();
    for (share, length, piece) in edits {
        let boundary = |at: usize| {
            (0..=at.min(answer.len()))
                .rev()
                .find(|at| answer.is_char_boundary(*at))
                .unwrap_or(0)
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in a short text"
        )]
        let start = boundary((answer.len() as f64 * share) as usize);
        let end = boundary(start + length).max(start);
        answer.replace_range(start..end, piece);
    }
    answer
}

/// A judge of its own, which knows nothing of the guard: functions and numbers of an accepted model stand in the text.
fn judge(text: &str, honest: &IntentModel, accepted: &IntentModel) -> Result<(), TestCaseError> {
    let functions = |model: &IntentModel| -> BTreeSet<_> {
        model
            .network_functions
            .iter()
            .map(|request| request.function_type)
            .collect()
    };
    let named = |name: &str| text.to_lowercase().contains(&name.to_lowercase());
    for function in functions(accepted).difference(&functions(honest)) {
        prop_assert!(named(function.as_str()), "{function} in {accepted:?}");
    }
    for request in &accepted.network_functions {
        if let Some(replicas) = request.replicas {
            prop_assert!(
                text.contains(&replicas.to_string()),
                "{replicas} in {accepted:?}"
            );
        }
    }
    let places = accepted.placement.clone().unwrap_or_default();
    for place in [places.region, places.zone, places.cluster, places.namespace]
        .into_iter()
        .flatten()
    {
        prop_assert!(named(&place), "{place} in {accepted:?}");
    }
    prop_assert_eq!(accepted.action, honest.action);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = guard::read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_pieces_of_json_are_read_without_a_panic(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40)) {
        let answer = pieces.concat();
        let _ = guard::read(&answer);
        let _ = guard::read(&format!("{{{answer}}}"));
    }

    #[test]
    fn an_edited_answer_is_refused_or_says_what_the_text_says(index in 0_usize..8, edits in edits()) {
        let (text, answer) = &HONEST[index];
        let honest: IntentModel = serde_json::from_str(answer).unwrap();
        let answer = edited(answer, &edits);
        if let Ok(accepted) = guard::examine(&answer, text, &IntentHints::default()) {
            judge(text, &honest, &accepted)?;
        }
    }

    #[test]
    fn any_text_and_any_answer_are_examined_without_a_panic(text in "\\PC{0,200}", index in 0_usize..8, edits in edits()) {
        let answer = edited(&HONEST[index].1, &edits);
        if let Ok(accepted) = guard::examine(&answer, &text, &IntentHints::default()) {
            let confidence = guard::confidence(&accepted, &text, &IntentHints::default(), 0);
            prop_assert!((0.0..=1.0).contains(&confidence));
        }
    }
}
