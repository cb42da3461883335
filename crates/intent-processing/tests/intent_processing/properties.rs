//! What holds for every text.

use nephoran_api::{BitRate, IntentHints};
use nephoran_intent_processing::understand;
use nephoran_telecom::NetworkFunctionType;
use proptest::prelude::*;

/// Words an operator might string together in any order.
const WORDS: &[&str] = &[
    "deploy",
    "scale",
    "remove",
    "AMF",
    "SMF",
    "upf-edge-1",
    "5G core",
    "replicas",
    "3",
    "x3",
    "10Gbps",
    "5 ms",
    "99.999%",
    "five nines",
    "by",
    "to",
    "with",
    "without",
    "between",
    "and",
    ",",
    ".",
    "URLLC",
    "slice",
    "SST",
    "SD",
    "010203",
    "eu-west",
    "region",
    "namespace",
    "cluster",
    "prod",
    "no",
    "not",
    "only",
    "may reach",
    "on",
    "N4",
    "50k",
    "subscribers",
    "2 CPU",
    "4Gi",
    "memory",
    "limit",
    "minimise",
    "cost",
    "autoscale",
    "at",
    "70%",
    "CPU",
    "v4.2.2",
    "upgrade",
    "double",
    "halve",
    "two",
    "more",
    "per",
    "km²",
    "for",
    "robots",
    "(",
    ")",
    "-",
    "edge",
    "HA",
    "each",
    "of",
    "from",
    "up to",
    "10^-5",
    "1e-6",
    "packet error rate",
    "a pair of",
    "different nodes",
    "mTLS",
    "monitor",
    "latency",
];

fn sentence() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(WORDS), 0..60)
        .prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_text_is_answered_the_same_way_twice(text in "\\PC{0,2000}") {
        let hints = IntentHints::default();
        let first = understand(&text, &hints);
        prop_assert_eq!(&first, &understand(&text, &hints));
        prop_assert!((0.0..=1.0).contains(&first.confidence));
        for span in &first.spans {
            prop_assert_eq!(text.get(span.start..span.end), Some(span.text.as_str()));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_string_of_known_words_is_answered(text in sentence()) {
        let hints = IntentHints::default();
        let first = understand(&text, &hints);
        prop_assert_eq!(&first, &understand(&text, &hints));
    }

    #[test]
    fn no_number_is_invented(text in sentence()) {
        let model = understand(&text, &IntentHints::default()).model;
        let counts = model.network_functions.iter().filter_map(|function| function.replicas);
        let bounds = model.scaling.iter().flat_map(|scaling| [scaling.min_replicas, scaling.max_replicas]).flatten();
        for number in counts.chain(bounds) {
            let said = match number { 2 => text.contains("two") || text.contains("pair") || text.contains('2'), 5 => text.contains("five") || text.contains('5'), other => text.contains(&other.to_string()) || text.contains("50k") };
            prop_assert!(said, "{number} in {text}");
        }
    }

    #[test]
    fn a_count_and_a_place_are_read_back(replicas in 1_u32..=1000, index in 0..NetworkFunctionType::ALL.len(), gigabits in 1_u64..1000) {
        let function = NetworkFunctionType::ALL[index];
        let text = format!("Deploy {replicas} {function} replicas in region eu-west with {gigabits} Gbps uplink");
        let model = understand(&text, &IntentHints::default()).model;
        prop_assert_eq!(model.network_functions.len(), 1);
        prop_assert_eq!(model.network_functions[0].function_type, function);
        prop_assert_eq!(model.network_functions[0].replicas, Some(replicas));
        prop_assert_eq!(model.placement.and_then(|placement| placement.region), Some("eu-west".to_owned()));
        prop_assert_eq!(model.qos.and_then(|qos| qos.throughput_uplink), Some(BitRate::from_bits_per_second(gigabits * 1_000_000_000)));
        prop_assert!(model.unresolved.is_empty(), "{:?}", model.unresolved);
    }
}

#[test]
fn two_thousand_characters_of_anything_are_answered() {
    for piece in [
        "a",
        "3 ",
        "- ",
        "AMF, ",
        "10^",
        "no, ",
        "x3x3",
        "١٢٣",
        "🤖",
        "\u{202e}",
        "e-",
        "1e-",
        "per ",
        "of ",
        "1,000,",
        "²",
        "İ",
        "5 ms ",
        "upf-1 upf-2 ",
        "FOO1 BAR2 ",
        "may reach AMF on N4 ",
        "'s",
        ". ",
        "without ",
    ] {
        let text: String = piece.chars().cycle().take(2000).collect();
        let understanding = understand(&text, &IntentHints::default());
        assert!((0.0..=1.0).contains(&understanding.confidence));
        let model = understanding.model;
        assert!(
            model.unresolved.len() <= 64
                && model.assumptions.len() <= 64
                && model.network_functions.len() <= 64
        );
        assert!(
            model
                .unresolved
                .iter()
                .all(|open| open.question.chars().count() <= 500)
        );
    }
}
