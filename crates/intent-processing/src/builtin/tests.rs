//! What holds for the tokens, numbers and lexemes of any text.
//!
//! `NEPHORAN_FUZZ_CASES` sets how many random texts each property sees.

use proptest::prelude::*;

use super::gazetteer::Gazetteer;
use nephoran_api::{Action, AffinityKind, IntentHints, IntentModel};
use nephoran_telecom::NetworkFunctionType as Function;

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
    let lexemes = lexeme::lex(text, &tokens, Gazetteer::builtin());
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

/// What the lexemes of a text are, without those that carry nothing.
fn kinds(text: &str) -> Vec<lexeme::Kind> {
    let tokens = token::tokenize(text);
    let lexemes = lexeme::lex(text, &tokens, Gazetteer::builtin());
    let plain = |lexeme: &lexeme::Lexeme| {
        !matches!(
            lexeme.kind,
            lexeme::Kind::Symbol(_) | lexeme::Kind::Term(super::term::Term::Stop)
        )
    };
    let kept = lexemes.into_iter().filter(plain);
    kept.map(|lexeme| lexeme.kind).collect()
}

#[track_caller]
fn means(said: &str, plain: &str) {
    assert_eq!(kinds(said), kinds(plain), "{said}");
}

#[test]
fn every_value_of_a_row_stands_behind_its_label() {
    means("DL/UL: 10/3 Gbps", "DL 10 Gbps, UL 3 Gbps");
    means("min/max 2/8", "min 2, max 8");
    means("cpu/mem 750m/1Gi", "cpu 750m, mem 1Gi");
}

#[test]
fn a_comma_in_front_of_decimals_is_read_where_a_unit_follows() {
    means("availability 99,95 per cent", "availability 99.95 per cent");
    means("reliability: 99,995 %", "reliability: 99.995 %");
    means("latency 2,5 ms", "latency 2.5 ms");
    means("latency 1,500 ms", "latency 1500 ms");
    means("1.500 subscribers", "1500 subscribers");
    means("devices: 1.250.000", "devices: 1250000");
    assert_ne!(kinds("replicas 1,5"), kinds("replicas 1.5"));
}

#[test]
fn parts_and_dozens_are_numbers() {
    means("two dozen UPFs", "24 UPFs");
    means("jitter a quarter of a millisecond", "jitter 0.25 ms");
    means("jitter three quarters of a millisecond", "jitter 0.75 ms");
}

#[test]
fn what_a_value_is_derived_from_counts_for_nothing() {
    means(
        "raise the AMF by a quarter, that is to 10",
        "raise the AMF to 10",
    );
    means("raise the AMF by half, hence to 6", "raise the AMF to 6");
    means("raise the AMF by two, to six", "raise the AMF to six");
    means(
        "latency: half of the 20 ms it had, that is 10 ms",
        "latency: 10 ms",
    );
    means("downlink a third of that (50 Mbps)", "downlink 50 Mbps");
    means(
        "the AMF should have 8 replicas, a fifth less than the 10 of now",
        "the AMF should have 8 replicas",
    );
    assert_ne!(kinds("by a quarter, 3 UPFs"), kinds("3 UPFs"));
}

#[test]
fn what_stands_there_now_is_left_out_beside_what_is_wanted() {
    means("AMF now 4, scale to 6", "AMF scale to 6");
    means(
        "UDM and UDR from 5 and 4 replicas to 2 and 1",
        "UDM and UDR to 2 and 1",
    );
    means(
        "AMF current: v2.7.3, target: v2.8.0",
        "AMF instead of to v2.8.0",
    );
    means(
        "AMF shall not be enlarged to five but to four",
        "AMF shall be enlarged to four",
    );
    assert_ne!(kinds("we now need 4"), kinds("we need"));
}

#[test]
fn the_cells_of_a_table_are_what_their_columns_are_about() {
    means(
        "| NF | replicas | namespace |\n| AMF | 3 | core-a |",
        "AMF replicas 3, namespace core-a",
    );
    means("| NF | current | target |\n| AMF | 3 | 5 |", "AMF to 5");
    means("| NF | CPU |\n|---|---|\n| AMF | 2 |", "AMF CPU 2");
    means("| NF | memory (GiB) |\n| UDM | 8 |", "UDM memory 8 GiB");
    means("NF | from | to\nPCF | 6 | 4", "PCF from 6 to 4");
    // What is now alone is not compared with anything.
    means("| NF | now |\n| AMF | 3 |", "AMF 3");
    // Rows of different length are no table.
    assert_ne!(kinds("| NF | CPU |\n| AMF | 2 | 3 |"), kinds("AMF CPU 2 3"));
}

fn model(text: &str) -> IntentModel {
    let understanding = super::understand(text, &IntentHints::default());
    assert!(
        understanding.is_actionable(),
        "{text}: {:?}",
        understanding.model.unresolved
    );
    understanding.model
}

fn functions(model: &IntentModel) -> Vec<Function> {
    let requests = model.network_functions.iter();
    requests.map(|request| request.function_type).collect()
}

#[test]
fn a_number_for_each_replica_there_is_multiplies() {
    for text in [
        "For each AUSF replica we have now we want three, scale up",
        "For each replica of the AUSF we have now we want three.",
    ] {
        let request = model(text).network_functions.remove(0);
        assert_eq!(
            (request.replicas, request.scale_factor),
            (None, Some(3.0)),
            "{text}"
        );
    }
}

#[test]
fn who_is_let_in_is_not_deployed() {
    let text = "Install the UDR with three pods and open it to the UDM alone.";
    let model = model(text);
    assert_eq!(functions(&model), [Function::Udr]);
    let rule = &model.policies.unwrap().network[0];
    assert_eq!((rule.from, rule.to), (Function::Udm, Function::Udr));
}

#[test]
fn one_replica_on_one_node_keeps_replicas_apart() {
    for text in [
        "One node, one SMF replica at most. Please set that up.",
        "Replicas of the SMF per node: one at the very most.",
        "Per node there may be one SMF replica and no more.",
        "SMF: anti-affinity on, one node per replica.",
        "Replicas of the SMF shall no longer share nodes.",
    ] {
        let model = model(text);
        assert_eq!(model.network_functions[0].replicas, None, "{text}");
        let rules = model.policies.unwrap().affinity;
        assert_eq!(rules.len(), 1, "{text}");
        assert_eq!(rules[0].kind, AffinityKind::Apart, "{text}");
    }
}

#[test]
fn a_number_for_quiet_times_is_the_lower_bound() {
    for text in [
        "Autoscale the UPF at 60 % CPU: three pods in quiet times, ten at most.",
        "The UPF needs three pods in quiet times, ten at most.",
        "The UPF is to autoscale: three pods at night, ten at most.",
        "Autoscale the UPF; never let it go under 3 or over 10 pods.",
    ] {
        let scaling = model(text).scaling.unwrap();
        assert_eq!(
            (scaling.min_replicas, scaling.max_replicas),
            (Some(3), Some(10)),
            "{text}"
        );
    }
}

#[test]
fn what_somebody_does_to_a_function_is_no_order() {
    let text = "The UDR is thrown out by the OOM killer at 4 GiB. Kindly grant it a memory limit of 10 GiB.";
    let model = model(text);
    assert_eq!(model.action, Action::Configure);
    assert_eq!(model.resources.unwrap().max_memory.unwrap().0, "10Gi");
}

#[test]
fn the_way_back_in_the_head_of_a_ticket_is_no_order() {
    let head = "CHG 3310, risk low, rollback within 10 minutes: scale the SMF to 5 replicas.";
    assert_eq!(model(head).action, Action::Scale);
    let order = "Rollback of the SMF to v1.2.0 within 10 minutes, please.";
    assert_eq!(model(order).action, Action::Maintain);
}

#[test]
fn numbers_are_read_as_their_writers_write_them() {
    for (text, value) in [
        ("20'000", 20_000.0),
        ("1.200.000", 1_200_000.0),
        ("1,000", 1_000.0),
        ("25.5", 25.5),
    ] {
        let tokens = token::tokenize(text);
        let read = number::read(&tokens, 0).unwrap();
        assert_eq!((read.value.to_f64(), read.next), (value, 1), "{text}");
    }
    let text =
        "Create an eMBB slice for 25.000 subscribers with 2,5 Gbps downlink, latency (ms): 12";
    let model = model(text);
    assert_eq!(model.capacity.unwrap().subscribers, Some(25_000));
    let qos = model.qos.unwrap();
    assert_eq!(qos.latency_ms, Some(12.0));
    assert_eq!(qos.throughput_downlink.unwrap().to_string(), "2.5Gbps");
}

#[test]
fn the_labels_of_a_table_stand_in_front_of_its_values() {
    let text = "| NF | current | target |\n|---|---|---|\n| AMF | 3 | 5 |\n| SMF | 2 | 4 |\nScale as in the table.";
    let scaled = model(text).network_functions;
    let numbers: Vec<_> = scaled.iter().map(|request| request.replicas).collect();
    assert_eq!(numbers, [Some(5), Some(4)]);
    let text = "NF | instances | CPU | memory (GiB)\nUDM | 3 | 2 | 8\nDeploy this.";
    let deployed = model(text);
    assert_eq!(deployed.network_functions[0].replicas, Some(3));
    let resources = deployed.resources.unwrap();
    assert_eq!(resources.cpu.unwrap().0, "2");
    assert_eq!(resources.memory.unwrap().0, "8Gi");
    let text = "| NF | min | max | target CPU |\n| AMF | 2 | 6 | 70 % |\nAutoscale.";
    let scaling = model(text).scaling.unwrap();
    assert_eq!(scaling.max_replicas, Some(6));
    assert_eq!(scaling.target_cpu_percent, Some(70));
}

#[test]
fn likewise_repeats_whatever_was_asked() {
    let versions = model("Upgrade the UDM to 4.0.2; likewise the AUSF. The UDR goes to 4.0.5.");
    let asked: Vec<_> = versions
        .network_functions
        .iter()
        .map(|request| request.version.as_deref())
        .collect();
    assert_eq!(asked, [Some("4.0.2"), Some("4.0.2"), Some("4.0.5")]);
    let restarted = model("Restart the SMF, likewise the UPF. Leave the AMF alone.");
    assert_eq!(functions(&restarted), [Function::Smf, Function::Upf]);
}

#[test]
fn bounds_are_read_in_any_words() {
    for text in [
        "Autoscale UPF: 2 ≤ replicas ≤ 10.",
        "Autoscale the UPF with 10 pods as the upper limit and 2 as the lower.",
        "Scale the UPF so that it never has fewer than 2 and never more than 10 replicas.",
        "Deploy the UPF with autoscaling, 10 replicas being the most and 2 the least.",
    ] {
        let scaling = model(text).scaling.unwrap();
        assert_eq!(
            (scaling.min_replicas, scaling.max_replicas),
            (Some(2), Some(10)),
            "{text}"
        );
    }
}

#[test]
fn what_is_only_told_of_functions_is_not_asked_of_them() {
    for text in [
        "Restart the SCP; the AMFs lost their registrations.",
        "Restart the SCP. The HSS has the same size.",
        "Zone eu-west-1c, where our AMF is, shall have an SCP: please restart it.",
        "We lost a site, and the AMF with it. Restart the SCP.",
        "Reason: AMF sees timeouts\nRestart the SCP.",
    ] {
        assert_eq!(functions(&model(text)), [Function::Scp], "{text}");
    }
    let both = "Restart the SCP. The AMF too.";
    assert_eq!(functions(&model(both)), [Function::Scp, Function::Amf]);
}
