//! Reading flag files: both shapes, warnings, canonical form and digest.

use nephoran_feature_flags::flag::FlagSet;
use nephoran_feature_flags::safeguard::{SafeguardAction, SafeguardVerdict};

use crate::set;

const PERCENTAGE_AND_CONDITIONS: &str = include_str!("fixtures/percentage-and-conditions.yaml");
const ROLLOUT_AND_TARGETING: &str = include_str!("fixtures/rollout-and-targeting.yaml");

fn warnings(yaml: &str) -> Vec<String> {
    FlagSet::parse(yaml).unwrap().warnings
}

#[test]
fn both_shapes_are_read_without_a_warning() {
    for (yaml, count) in [(PERCENTAGE_AND_CONDITIONS, 3), (ROLLOUT_AND_TARGETING, 8)] {
        let parsed = FlagSet::parse(yaml).unwrap();
        assert_eq!(parsed.set.iter().count(), count);
        assert_eq!(parsed.warnings, Vec::<String>::new());
    }
}

#[test]
fn the_two_shapes_of_one_flag_make_the_same_set() {
    let one = set(
        "flags: {a: {enabled: true, percentage: 25, conditions: [{type: name, operator: in, values: [x]}]}}",
    );
    let other = set(
        "flags:\n  a:\n    conditions:\n      - {value: x, weight: 1, attribute: name, operator: equals}\n    \
         rolloutPercentage: 25.0\n    enabled: true\n",
    );
    assert_eq!(one.canonical(), other.canonical());
    assert_eq!(one.digest(), other.digest());
}

#[test]
fn the_digest_is_sha256_and_ignores_what_only_describes() {
    let plain = set("flags: {a: {enabled: true}}");
    let described = set(
        "flags: {a: {enabled: true, description: a flag, tags: {x: y}, metadata: {n: [1, {m: 2}]}}}",
    );
    let off = set("flags: {a: {enabled: false}}");
    assert_eq!(
        plain.canonical(),
        r#"{"flags":{"a":{"enabled":true,"killSwitch":false}}}"#
    );
    assert_eq!(
        plain.digest(),
        "991de0645c74d70fe9c6a5c6f4ebe30cacf240fa3828c5eb14ef3417012a7981"
    );
    assert_eq!(plain.digest(), described.digest());
    assert_ne!(plain.digest(), off.digest());
}

#[test]
fn an_unknown_field_is_a_warning_with_its_path() {
    assert_eq!(
        warnings(
            "version: 2\nflags:\n  a.b:\n    enabled: true\n    colour: red\n    \
             conditions: [{type: name, operator: exists, tint: 3}]\n"
        ),
        [
            "version is not a known field and is ignored",
            "flags.a.b.colour is not a known field and is ignored",
            "flags.a.b.conditions[0].tint is not a known field and is ignored",
        ]
    );
}

#[test]
fn a_percentage_beside_a_schedule_is_a_warning() {
    let yaml = "flags: {a: {enabled: true, percentage: 40, rolloutSchedule: \
                {stages: [{percentage: 5, startTime: 2026-01-01T00:00:00Z}]}}}";
    assert_eq!(
        warnings(yaml),
        ["flags.a.percentage 40 % has no effect: the rolloutSchedule sets the percentage"]
    );
}

#[test]
fn a_stage_that_runs_into_the_next_is_a_warning() {
    let yaml = "flags: {a: {enabled: true, schedule: {rolloutSteps: [\
                {percentage: 5, startTime: 2026-01-01T00:00:00Z, duration: 25h}, \
                {percentage: 9, startTime: 2026-01-02T00:00:00Z}]}}}";
    assert_eq!(
        warnings(yaml),
        ["flags.a.rolloutSchedule: stage 1 is cut short by the start of the next stage"]
    );
}

#[test]
fn a_conflict_with_an_unknown_flag_is_a_warning() {
    assert_eq!(
        warnings("flags: {a: {enabled: true, conflictsWith: [b, monitoring.enabled]}}"),
        ["flags.a.conflictsWith names \"b\", which is not in the set and so never conflicts"]
    );
}

#[test]
fn yaml_aliases_and_merge_keys_are_accepted() {
    let aliased = set(
        "flags:\n  a: &base {enabled: true}\n  b: *base\n  c:\n    <<: *base\n    percentage: 5\n",
    );
    let written_out =
        set("flags: {a: {enabled: true}, b: {enabled: true}, c: {enabled: true, percentage: 5}}");
    assert_eq!(aliased.digest(), written_out.digest());
}

#[test]
fn the_caching_flag_answers_to_both_its_names() {
    let old = set(
        "flags: {caching.advanced.enabled: {enabled: true}, b: {enabled: true, prerequisites: [caching.advanced.enabled]}}",
    );
    let new = set(
        "flags: {advanced.caching.enabled: {enabled: true}, b: {enabled: true, prerequisites: [advanced.caching.enabled]}}",
    );
    assert_eq!(old.digest(), new.digest());
    assert!(
        old.get("advanced.caching.enabled").is_some()
            && old.get("caching.advanced.enabled").is_some()
    );
}

#[test]
fn an_empty_set_is_written_out() {
    assert_eq!(set("flags: {}").digest(), FlagSet::default().digest());
}

#[test]
fn the_canonical_form_is_a_flag_file_of_the_same_set() {
    for yaml in [PERCENTAGE_AND_CONDITIONS, ROLLOUT_AND_TARGETING] {
        let first = set(yaml);
        let again = FlagSet::parse(&first.canonical()).unwrap();
        assert_eq!(again.set.canonical(), first.canonical());
        assert_eq!(again.warnings, Vec::<String>::new());
    }
}

#[test]
fn a_safeguard_needs_its_samples_and_trips_above_its_threshold() {
    let flags = set(ROLLOUT_AND_TARGETING);
    let rules = &flags
        .get("microservices.llm.enabled")
        .unwrap()
        .safeguard_rules;
    let [error_rate, latency] = &rules[..] else {
        panic!("two rules")
    };
    assert_eq!(error_rate.verdict(0.9, 19), SafeguardVerdict::Inconclusive);
    assert_eq!(
        error_rate.verdict(f64::NAN, 1000),
        SafeguardVerdict::Inconclusive
    );
    assert_eq!(error_rate.verdict(0.05, 20), SafeguardVerdict::Within);
    assert_eq!(error_rate.verdict(0.051, 20), SafeguardVerdict::Breached);
    assert!(error_rate.action.latches());
    assert!(!latency.action.latches());
    assert!(SafeguardAction::Rollback.latches());
}
