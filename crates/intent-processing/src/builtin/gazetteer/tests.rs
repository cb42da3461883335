use std::collections::BTreeSet;

use super::*;
use crate::builtin::token::tokenize;

fn found(text: &str) -> Option<(Term, usize)> {
    let tokens = tokenize(text);
    Gazetteer::builtin()
        .longest(&tokens, 0)
        .map(|found| (found.term, found.next))
}

#[test]
fn no_phrase_stands_in_two_rows() {
    let mut seen = BTreeSet::new();
    let phrases = TABLES
        .into_iter()
        .flatten()
        .flat_map(|(_, phrases)| phrases.iter())
        .chain(STOPS);
    let twice: Vec<&&str> = phrases.filter(|phrase| !seen.insert(**phrase)).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn a_phrase_is_written_as_the_tokenizer_splits_it() {
    for phrase in TABLES
        .into_iter()
        .flatten()
        .flat_map(|(_, phrases)| phrases.iter())
        .chain(STOPS)
    {
        let norms: Vec<String> = tokenize(phrase)
            .into_iter()
            .map(|token| token.norm.into_owned())
            .collect();
        assert_eq!(norms.join(" "), *phrase);
    }
}

#[test]
fn the_longest_phrase_wins() {
    assert_eq!(
        found("near real-time RIC"),
        Some((Term::Function(NetworkFunctionType::NearRtRic), 4))
    );
    assert_eq!(
        found("user plane function"),
        Some((Term::Function(NetworkFunctionType::Upf), 3))
    );
    assert_eq!(
        found("CU-UP"),
        Some((Term::Function(NetworkFunctionType::OCuUp), 2))
    );
    assert!(matches!(
        found("user plane latency"),
        Some((Term::Metric(_), 3))
    ));
}

#[test]
fn a_phrase_matches_whole_words_only() {
    assert_eq!(found("metric"), None);
    assert_eq!(
        found("RICs"),
        Some((Term::Function(NetworkFunctionType::NearRtRic), 1))
    );
}

#[test]
fn every_network_function_is_found_by_its_name_and_synonyms() {
    for function in NetworkFunctionType::ALL {
        let canonical = function.as_str();
        for name in std::iter::once(&canonical).chain(function.synonyms()) {
            let sets_it_apart = name.starts_with("edge ");
            assert!(
                sets_it_apart
                    || found(name).is_some_and(|(term, _)| term == Term::Function(*function)),
                "{name}"
            );
        }
    }
}
