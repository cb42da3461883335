use std::collections::BTreeMap;
use std::fmt::{Debug, Display};
use std::str::FromStr;

use nephoran_telecom::reference_point::REFERENCE_POINTS;
use nephoran_telecom::{ControlLoop, NetworkFunctionType, Protocol, ReferencePoint, SliceKind};
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn round_trips<T>(all: &[T])
where
    T: Copy
        + Debug
        + PartialEq
        + Display
        + FromStr<Err: Debug>
        + Serialize
        + DeserializeOwned
        + JsonSchema,
{
    let schema = T::json_schema(&mut SchemaGenerator::default());
    let spellings = schema
        .get("enum")
        .expect("an enum schema")
        .as_array()
        .expect("a list");
    assert_eq!(schema.get("type").expect("a type"), "string");
    assert_eq!(spellings.len(), all.len());
    for (value, spelling) in all.iter().zip(spellings) {
        let text = value.to_string();
        assert_eq!(spelling, &text);
        assert_eq!(text.parse::<T>().expect("parses"), *value);
        assert_eq!(serde_json::to_value(value).expect("serialises"), text);
        for accepted in [&text, &text.to_lowercase()] {
            let json = serde_json::Value::String(accepted.clone());
            assert_eq!(
                serde_json::from_value::<T>(json).expect("deserialises"),
                *value
            );
        }
    }
}

#[test]
fn every_value_of_every_vocabulary_survives_text_json_and_lower_case() {
    round_trips(NetworkFunctionType::ALL);
    round_trips(ReferencePoint::ALL);
    round_trips(Protocol::ALL);
    round_trips(SliceKind::ALL);
    round_trips(ControlLoop::ALL);
}

#[test]
fn the_vocabulary_holds_every_component_of_the_original_operator() {
    for name in [
        "AMF",
        "SMF",
        "UPF",
        "gNodeB",
        "NRF",
        "AUSF",
        "UDM",
        "PCF",
        "NSSF",
        "NEF",
        "SMSF",
        "BSF",
        "UDR",
        "UDSF",
        "CHF",
        "N3IWF",
        "TNGF",
        "TWIF",
        "NWDAF",
        "SCP",
        "SEPP",
        "O-DU",
        "O-CU-CP",
        "O-CU-UP",
        "Near-RT-RIC",
        "Non-RT-RIC",
        "O-eNB",
        "SMO",
        "rApp",
        "xApp",
        "5G-EIR",
    ] {
        assert_eq!(
            name.parse::<NetworkFunctionType>().expect(name).as_str(),
            name
        );
    }
}

#[test]
fn an_unknown_function_is_refused_with_the_words_that_would_be_right() {
    let error = "AMFX"
        .parse::<NetworkFunctionType>()
        .expect_err("is unknown");
    assert_eq!(error.reason(), "UnknownName");
    let message = error.to_string();
    assert!(
        message.starts_with("unknown network function type \"AMFX\"; use one of AMF, SMF, UPF"),
        "{message}"
    );
}

#[test]
fn short_names_are_service_names() {
    for function in NetworkFunctionType::ALL {
        let name = function.short_name();
        let inner = name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        assert!(inner && name.len() <= 15 && !name.ends_with('-'), "{name}");
        assert!(
            name.as_bytes()[0].is_ascii_lowercase(),
            "{name} must start with a letter"
        );
    }
    assert_eq!(NetworkFunctionType::NearRtRic.short_name(), "near-rt-ric");
    assert_eq!(NetworkFunctionType::OCuCp.short_name(), "o-cu-cp");
}

#[test]
fn no_word_means_two_functions() {
    let mut owner: BTreeMap<String, NetworkFunctionType> = BTreeMap::new();
    for function in NetworkFunctionType::ALL.iter().copied() {
        let own = [
            function.as_str().to_lowercase().replace('-', " "),
            function.short_name().replace('-', " "),
        ];
        let mut words: Vec<String> = function
            .synonyms()
            .iter()
            .map(|word| (*word).to_owned())
            .collect();
        assert!(!words.is_empty(), "{function} has no synonym");
        words.extend(own);
        words.sort();
        words.dedup();
        for word in words {
            if let Some(other) = owner.insert(word.clone(), function) {
                panic!("\"{word}\" means {other} and {function}");
            }
        }
    }
}

#[test]
fn synonyms_are_lower_case_words_with_single_spaces_and_not_repeated() {
    for function in NetworkFunctionType::ALL.iter().copied() {
        let mut seen = std::collections::BTreeSet::new();
        for synonym in function.synonyms() {
            let normal = synonym.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(normal, *synonym);
            assert!(
                synonym
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b' '),
                "{synonym}"
            );
            assert!(seen.insert(synonym), "{function} lists \"{synonym}\" twice");
        }
    }
}

#[test]
fn reference_points_have_the_ports_of_the_standards() {
    for (point, protocol, port) in [
        (ReferencePoint::N2, Protocol::Sctp, 38412),
        (ReferencePoint::N3, Protocol::Udp, 2152),
        (ReferencePoint::N4, Protocol::Udp, 8805),
        (ReferencePoint::E1, Protocol::Sctp, 38462),
        (ReferencePoint::F1C, Protocol::Sctp, 38472),
        (ReferencePoint::F1U, Protocol::Udp, 2152),
        (ReferencePoint::Xn, Protocol::Sctp, 38422),
        (ReferencePoint::E2, Protocol::Sctp, 36422),
        (ReferencePoint::A1, Protocol::Tcp, 10000),
        (ReferencePoint::O1, Protocol::Tcp, 830),
        (ReferencePoint::S1Ap, Protocol::Sctp, 36412),
        (ReferencePoint::S11, Protocol::Udp, 2123),
        (ReferencePoint::Diameter, Protocol::Sctp, 3868),
        (ReferencePoint::Sip, Protocol::Udp, 5060),
    ] {
        assert_eq!(point.default_port(), Some(port), "{point}");
        assert!(point.facts().accepts(protocol, port), "{point}");
    }
    for port in [36421, 36422, 37464] {
        assert!(ReferencePoint::E2.facts().accepts(Protocol::Sctp, port));
    }
    assert!(!ReferencePoint::N2.facts().accepts(Protocol::Tcp, 38412));
    assert_eq!(ReferencePoint::N6.default_port(), None);
}

#[test]
fn every_reference_point_names_its_source_and_has_ports_exactly_when_it_has_protocols() {
    for facts in &REFERENCE_POINTS {
        assert!(
            facts.source.contains("TS ")
                || facts.source.contains("RFC")
                || facts.source.contains("O-RAN"),
            "{}",
            facts.point
        );
        assert_eq!(
            facts.protocols.is_empty(),
            facts.ports.is_empty(),
            "{}",
            facts.point
        );
        assert_eq!(
            facts.default_port,
            facts.ports.first().copied(),
            "{}",
            facts.point
        );
    }
}

#[test]
fn control_loops_meet_at_ten_milliseconds_and_one_second() {
    for (period_ms, expected, controller) in [
        (9.9, ControlLoop::RealTime, NetworkFunctionType::ODu),
        (
            10.0,
            ControlLoop::NearRealTime,
            NetworkFunctionType::NearRtRic,
        ),
        (
            1000.0,
            ControlLoop::NearRealTime,
            NetworkFunctionType::NearRtRic,
        ),
        (
            1001.0,
            ControlLoop::NonRealTime,
            NetworkFunctionType::NonRtRic,
        ),
    ] {
        assert_eq!(ControlLoop::for_period(period_ms), expected);
        assert_eq!(expected.controller(), controller);
    }
}
