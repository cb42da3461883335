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

#[test]
fn numbers_in_words_are_read_to_their_end() {
    for (text, value) in [
        ("a hundred thousand", 100_000.0),
        ("a hundred and twenty thousand", 120_000.0),
        ("three quarters of a million", 750_000.0),
        ("two and a half million", 2_500_000.0),
        ("2 and a half million", 2_500_000.0),
        ("a million and a half", 1_500_000.0),
        ("one point five million", 1_500_000.0),
        ("zero point two five", 0.25),
        ("3 lakh", 300_000.0),
        ("1e6", 1_000_000.0),
        ("10^5", 100_000.0),
    ] {
        let tokens = token::tokenize(text);
        let read = number::read(&tokens, 0).unwrap();
        assert_eq!(
            (read.value.to_f64(), read.next),
            (value, tokens.len()),
            "{text}"
        );
    }
}

/// Pairs of digits, each a hundred times the one before, up to the last number of 64 bits.
#[test]
fn a_number_in_words_that_is_too_large_is_left() {
    let text = "eighteen hundred forty four hundred sixty seven hundred forty four hundred seven hundred \
                thirty seven hundred nine hundred fifty five hundred sixteen hundred ninety nine";
    assert!(number::read(&token::tokenize(text), 0).is_none());
}

#[test]
fn every_value_of_a_row_stands_behind_its_label() {
    let kinds = |text: &str| {
        let tokens = token::tokenize(text);
        let lexemes = lexeme::lex(&tokens, Gazetteer::builtin());
        let plain = |lexeme: &lexeme::Lexeme| {
            !matches!(
                lexeme.kind,
                lexeme::Kind::Symbol(_) | lexeme::Kind::Term(super::term::Term::Stop)
            )
        };
        let kept = lexemes.into_iter().filter(plain);
        kept.map(|lexeme| lexeme.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds("DL/UL: 10/3 Gbps"), kinds("DL 10 Gbps, UL 3 Gbps"));
    assert_eq!(kinds("min/max 2/8"), kinds("min 2, max 8"));
    assert_eq!(kinds("cpu/mem 750m/1Gi"), kinds("cpu 750m, mem 1Gi"));
}
