use nephoran_telecom::five_qi::{FIVE_QI_TABLE, ResourceType, candidates};
use nephoran_telecom::{SliceKind, five_qi, for_latency};
use proptest::prelude::*;

#[test]
fn the_table_has_each_standardised_value_once() {
    let mut values: Vec<u8> = FIVE_QI_TABLE.iter().map(|row| row.value).collect();
    values.sort_unstable();
    let expected = [
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 65, 66, 67, 69, 70, 71, 72, 73, 74, 76, 79, 80, 82, 83, 84,
        85, 86, 87, 88, 89, 90,
    ];
    assert_eq!(values, expected);
    assert_eq!(five_qi(11), None);
}

#[test]
fn rows_have_exactly_the_columns_of_their_resource_type() {
    for row in FIVE_QI_TABLE {
        let guaranteed = row.resource_type != ResourceType::NonGbr;
        let critical = row.resource_type == ResourceType::DelayCriticalGbr;
        assert_eq!(
            row.averaging_window_ms.is_some(),
            guaranteed,
            "5QI {}",
            row.value
        );
        assert_eq!(
            row.max_data_burst_bytes.is_some(),
            critical,
            "5QI {}",
            row.value
        );
        assert!((1..=127).contains(&row.priority), "5QI {}", row.value);
        assert!(row.source.starts_with("TS 23.501"), "5QI {}", row.value);
        assert!(!row.services.is_empty(), "5QI {}", row.value);
    }
}

#[test]
fn well_known_rows_have_the_numbers_of_the_standard() {
    for (value, priority, delay, error, burst) in [
        (1, 20, 100, 2, None),
        (5, 10, 100, 6, None),
        (9, 90, 300, 6, None),
        (80, 68, 10, 6, None),
        (82, 19, 10, 4, Some(255)),
        (83, 22, 10, 4, Some(1354)),
        (84, 24, 30, 5, Some(1354)),
        (85, 21, 5, 5, Some(255)),
    ] {
        let row = five_qi(value).expect("is standardised");
        let found = (
            row.priority,
            row.packet_delay_budget_ms,
            row.packet_error_exponent,
            row.max_data_burst_bytes,
        );
        assert_eq!(found, (priority, delay, error, burst), "5QI {value}");
    }
    let rate = five_qi(85).expect("is standardised").packet_error_rate();
    assert!((rate - 1e-5).abs() < 1e-12);
}

#[test]
fn a_latency_target_picks_the_loosest_row_that_keeps_it() {
    for (latency_ms, kind, expected) in [
        (10.0, SliceKind::Urllc, Some(82)),
        (5.0, SliceKind::Urllc, Some(85)),
        (50.0, SliceKind::Urllc, Some(84)),
        (1.0, SliceKind::Urllc, None),
        (20.0, SliceKind::Embb, Some(80)),
        (100.0, SliceKind::Embb, Some(7)),
        (1000.0, SliceKind::Embb, Some(9)),
        (5.0, SliceKind::V2x, Some(86)),
        (1000.0, SliceKind::Miot, Some(9)),
        (f64::NAN, SliceKind::Embb, None),
    ] {
        let found = for_latency(latency_ms, kind).map(|row| row.value);
        assert_eq!(found, expected, "{latency_ms} ms for {kind}");
    }
}

#[test]
fn every_candidate_is_in_the_table() {
    for kind in SliceKind::ALL {
        assert!(!candidates(*kind).is_empty());
        assert!(
            candidates(*kind)
                .iter()
                .all(|value| five_qi(*value).is_some()),
            "{kind}"
        );
    }
}

proptest! {
    #[test]
    fn the_picked_row_never_exceeds_the_target_and_never_tightens_when_the_target_relaxes(
        tight in 0.0..2000.0_f64, slack in 0.0..2000.0_f64, kind in prop::sample::select(SliceKind::ALL)
    ) {
        let budget = |target: f64| for_latency(target, kind).map_or(0, |row| row.packet_delay_budget_ms);
        prop_assert!(f64::from(budget(tight)) <= tight);
        prop_assert!(budget(tight) <= budget(tight + slack));
    }
}
