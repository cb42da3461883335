//! What holds for every text.
//!
//! `NEPHORAN_FUZZ_CASES` sets how many random texts each property sees; without it there are few.
//! Recorded with the crate at opt-level 2, in November 2026: 1.5 million texts for each of the properties "any Unicode",
//! "a changed sentence", "any string of known words" and "no number" here, 400,000 for each of the two of
//! `builtin::tests`, and with those of `guard_properties` 10 million in all, without a panic or a failure of the parser.
//! A slice inside a character was found on the way, by the property over any Unicode, and "half a CPU", which the judge
//! here did not know to be a number.

use std::path::Path;
use std::sync::OnceLock;

use nephoran_api::{BitRate, IntentHints};
use nephoran_intent_processing::{Understanding, understand};
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

fn cases(default: u32) -> ProptestConfig {
    let cases = std::env::var("NEPHORAN_FUZZ_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    ProptestConfig::with_cases(cases.unwrap_or(default))
}

/// Spans are slices of the text, in the order in which they start; a span of one rule may stand inside a longer one.
fn check(text: &str) -> Result<Understanding, TestCaseError> {
    let hints = IntentHints::default();
    let first = understand(text, &hints);
    prop_assert_eq!(&first, &understand(text, &hints));
    prop_assert!((0.0..=1.0).contains(&first.confidence));
    let mut start = 0;
    for span in &first.spans {
        prop_assert_eq!(text.get(span.start..span.end), Some(span.text.as_str()));
        prop_assert!(span.start >= start && span.start < span.end);
        start = span.start;
    }
    Ok(first)
}

/// The texts of the corpus.
fn corpus() -> &'static [String] {
    static CORPUS: OnceLock<Vec<String>> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
        crate::scorer::entries(&folder)
            .into_iter()
            .map(|entry| entry.text)
            .collect()
    })
}

/// One change of a text at a place, both chosen by chance.
fn mutate(text: &str, (how, place, character): (u8, usize, char)) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    let at = place % words.len().max(1);
    let boundary = (place % (text.len() + 1)..=text.len())
        .find(|index| text.is_char_boundary(*index))
        .unwrap_or(text.len());
    match how % 7 {
        0 => format!("{}{character}{}", &text[..boundary], &text[boundary..]),
        1 => text[..boundary].to_owned(),
        2 => text[boundary..].to_owned(),
        3 => {
            words.remove(at);
            words.join(" ")
        }
        4 => {
            words.swap(0, at);
            words.join(" ")
        }
        5 => {
            words.insert(at, WORDS[place % WORDS.len()]);
            words.join(" ")
        }
        _ => format!("{text} {}", corpus()[place % corpus().len()]),
    }
}

fn mutated() -> impl Strategy<Value = String> {
    let changes = proptest::collection::vec((any::<u8>(), any::<usize>(), any::<char>()), 1..5);
    (any::<usize>(), changes).prop_map(|(entry, changes)| {
        let text = corpus()[entry % corpus().len()].clone();
        changes
            .into_iter()
            .fold(text, |text, change| mutate(&text, change))
    })
}

/// Whether a text says a number in any way.
fn says_a_number(text: &str) -> bool {
    const NUMBER_WORDS: &[&str] = &[
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve", "teen", "twent", "thirt", "fort", "fift", "sixt", "hundred", "million",
        "thousand", "pair", "couple", "single", "dozen", "trio", "zero", "half", "quarter",
        "twice", "fold",
    ];
    let lower = text.to_lowercase();
    lower.contains(|c: char| c.is_numeric()) || NUMBER_WORDS.iter().any(|word| lower.contains(word))
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn any_unicode_is_answered_the_same_way_twice(text in "\\PC{0,60}") {
        check(&text)?;
    }

    #[test]
    fn a_changed_sentence_is_answered_without_an_invented_number(text in mutated()) {
        let model = check(&text)?.model;
        let counts = model.network_functions.iter().any(|function| function.replicas.is_some());
        let sized = model.capacity.is_some() || model.resources.is_some();
        let bounded = model.scaling.is_some_and(|scaling| scaling.min_replicas.is_some() || scaling.max_replicas.is_some() || scaling.target_cpu_percent.is_some());
        prop_assert!(!(counts || sized || bounded) || says_a_number(&text), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50))]

    #[test]
    fn long_texts_of_any_unicode_are_answered(text in "\\PC{0,2000}") {
        check(&text)?;
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn any_string_of_known_words_is_answered(text in sentence()) {
        check(&text)?;
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
