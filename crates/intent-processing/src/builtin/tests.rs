//! What holds for the tokens, numbers and lexemes of any text.
//!
//! `NEPHORAN_FUZZ_CASES` sets how many random texts each property sees.

use proptest::prelude::*;

use super::gazetteer::Gazetteer;
use super::{lexeme, number, token};

fn cases() -> ProptestConfig {
    let cases = std::env::var("NEPHORAN_FUZZ_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    ProptestConfig::with_cases(cases.unwrap_or(300))
}

/// Pieces that numbers, units and names are made of.
const PIECES: &[&str] = &[
    "1",
    "23",
    "0",
    "999999999999999999",
    "1,000",
    "1.5",
    ".",
    ",",
    "-",
    "–",
    "_",
    "^",
    "e",
    "e-",
    "10^-",
    "⁻⁵",
    "×",
    "x",
    "k",
    "K",
    "M",
    "million",
    "hundred",
    "and",
    "five",
    "twenty",
    "dozen",
    "a",
    "of",
    "nines",
    "..",
    "…",
    "ms",
    "µs",
    "Gbps",
    "Mbit",
    "/s",
    "per second",
    "%",
    "per cent",
    "Gi",
    "m",
    "CPU",
    "v",
    "4.2.2",
    "-rc1",
    "AMF",
    "upf",
    "'s",
    "’s",
    " ",
    " ",
    " ",
    "İ",
    "ß",
    "²",
    "\u{301}",
    "🤖",
    "\u{202e}",
    "٣",
    "no",
    "sorry",
    "make that",
    "not",
    "above",
    "instead of",
    "named",
    "region",
    "eu-west",
];

fn pieces() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..24)
        .prop_map(|pieces| pieces.concat())
}

fn check_tokens(text: &str) -> Result<(), TestCaseError> {
    let tokens = token::tokenize(text);
    let mut end = 0;
    for token in &tokens {
        prop_assert!(token.start >= end && token.end > token.start);
        prop_assert_eq!(text.get(token.start..token.end), Some(token.text));
        end = token.end;
    }
    for at in 0..tokens.len() {
        if let Some(read) = number::read(&tokens, at) {
            prop_assert!(read.next > at && read.next <= tokens.len());
            prop_assert!(read.value.to_f64() >= 0.0);
        }
    }
    let lexemes = lexeme::lex(&tokens, Gazetteer::builtin());
    let mut next = 0;
    for lexeme in &lexemes {
        prop_assert_eq!(lexeme.first, next);
        prop_assert!(lexeme.next > lexeme.first);
        next = lexeme.next;
    }
    prop_assert_eq!(next, tokens.len());
    Ok(())
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_unicode_is_cut_into_tokens_that_stand_in_order(text in "\\PC{0,60}") {
        check_tokens(&text)?;
    }

    #[test]
    fn numbers_and_units_in_any_order_are_read_or_left(text in pieces()) {
        check_tokens(&text)?;
    }
}
