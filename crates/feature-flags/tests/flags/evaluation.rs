//! The judgement of one flag: each reason, and the order in which they win.

use jiff::Timestamp;
use nephoran_feature_flags::bucket::Bucket;
use nephoran_feature_flags::context::Context;
use nephoran_feature_flags::evaluate::{Computed, Evaluation, evaluate};
use nephoran_feature_flags::safeguard::{Safeguards, Trip};

use crate::{intent, set};

const READY: Computed = Computed {
    infrastructure_ready: true,
    monitoring_enabled: true,
};

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

fn tripped(flag: &str) -> Safeguards {
    let mut safeguards = Safeguards::default();
    let trip = Trip {
        metric: "error_rate".into(),
        value: 0.2,
        threshold: 0.05,
        at: at("2026-03-01T00:00:00Z"),
    };
    safeguards.latch(flag, trip);
    safeguards
}

/// Judges flag `a` on 10 March 2026, all computed flags holding.
fn judge(flags: &str, context: &Context) -> Evaluation {
    evaluate(
        &set(flags),
        "a",
        context,
        at("2026-03-10T00:00:00Z"),
        &Safeguards::default(),
        &READY,
    )
}

/// Value and reason of flag `a` with this body, beside flag `on`, flag `off` and flag `killed`.
#[track_caller]
pub(crate) fn expect(body: &str, context: &Context, value: bool, reason: &str) {
    let flags = format!(
        "flags: {{on: {{enabled: true}}, off: {{enabled: false}}, killed: {{enabled: true, killSwitch: true}}, \
         a: {{enabled: true, {body}}}}}"
    );
    let judged = judge(&flags, context);
    assert_eq!(
        (judged.value, judged.reason.to_string().as_str()),
        (value, reason),
        "{body}: {}",
        judged.detail
    );
}

/// The name of an intent whose bucket under `seed` lies in the range.
pub(crate) fn named_in_bucket(seed: &str, range: std::ops::Range<u16>) -> String {
    (0..1_000_000)
        .map(|n| format!("intent-{n}"))
        .find(|name| {
            let bucket = Bucket::of(seed, &intent(name).key()).to_string();
            range.contains(&bucket.parse().unwrap())
        })
        .unwrap()
}

#[test]
fn a_bucket_is_murmur3_of_seed_and_key() {
    // murmur3_32("hello world", 0) = 0x5e928f0f; (0x5e928f0f * 10000) >> 32 = 3694
    assert_eq!(Bucket::of("hello ", "world").to_string(), "3694");
}

#[test]
fn every_reason_in_the_order_of_precedence() {
    let i = &intent("x");
    expect("", i, true, "STATIC");
    expect(
        "killSwitch: true, endTime: 2026-01-01T00:00:00Z",
        i,
        false,
        "KILL_SWITCH",
    );
    expect(
        "startTime: 2026-04-01T00:00:00Z, prerequisites: [off]",
        i,
        false,
        "EXPIRED",
    );
    expect(
        "endTime: 2026-03-10T00:00:00Z, prerequisites: [off]",
        i,
        false,
        "EXPIRED",
    );
    expect(
        "expiresAt: 2026-03-09T00:00:00Z, prerequisites: [off]",
        i,
        false,
        "EXPIRED",
    );
    expect(
        "startTime: 2026-03-10T00:00:00Z, endTime: 2026-03-10T00:00:01Z",
        i,
        true,
        "STATIC",
    );
    expect(
        "prerequisites: [on, off, killed], conflictsWith: [on]",
        i,
        false,
        "PREREQUISITE(off)",
    );
    expect(
        "prerequisites: [killed, off]",
        i,
        false,
        "PREREQUISITE(killed)",
    );
    expect(
        "conflictsWith: [off, on], percentage: 0",
        i,
        false,
        "CONFLICT(on)",
    );
    expect("conflictsWith: [off, killed]", i, true, "STATIC");
    expect(
        "conditions: [{type: name, operator: equals, value: y}], percentage: 0",
        i,
        false,
        "TARGETING",
    );
    expect(
        "conditions: [{type: name, operator: equals, value: x}], percentage: 0",
        i,
        false,
        "SPLIT",
    );
    expect(
        "conditions: [{type: name, operator: equals, value: x}]",
        i,
        true,
        "TARGETING_MATCH",
    );
    expect(
        "conditions: [{type: name, operator: equals, value: x}], percentage: 99.99",
        i,
        true,
        "SPLIT",
    );
}

#[test]
fn a_flag_the_set_does_not_have_is_off() {
    let judged = judge("flags: {}", &intent("x"));
    assert_eq!(
        (judged.value, judged.reason.code()),
        (false, "FLAG_NOT_FOUND")
    );
}

#[test]
fn a_disabled_flag_is_off_unless_killed_first() {
    let i = &intent("x");
    let disabled = judge(
        "flags: {a: {enabled: false, endTime: 2020-01-01T00:00:00Z}}",
        i,
    );
    assert_eq!(
        (disabled.value, disabled.reason.code()),
        (false, "DISABLED")
    );
    assert_eq!(
        judge("flags: {a: {enabled: false, killSwitch: true}}", i)
            .reason
            .code(),
        "KILL_SWITCH"
    );
}

#[test]
fn computed_flags_are_what_the_caller_found() {
    let flags = set(
        "flags: {a: {enabled: true, prerequisites: [infrastructure.ready, monitoring.enabled]}}",
    );
    let judge = |flag, infrastructure_ready, monitoring_enabled| {
        let computed = Computed {
            infrastructure_ready,
            monitoring_enabled,
        };
        let judged = evaluate(
            &flags,
            flag,
            &intent("x"),
            Timestamp::UNIX_EPOCH,
            &Safeguards::default(),
            &computed,
        );
        (judged.value, judged.reason.to_string())
    };
    assert_eq!(judge("a", true, true), (true, "STATIC".into()));
    assert_eq!(
        judge("a", false, false),
        (false, "PREREQUISITE(infrastructure.ready)".into())
    );
    assert_eq!(
        judge("a", true, false),
        (false, "PREREQUISITE(monitoring.enabled)".into())
    );
    assert_eq!(
        judge("monitoring.enabled", false, true),
        (true, "STATIC".into())
    );
    assert_eq!(
        judge("monitoring.enabled", true, false),
        (false, "DISABLED".into())
    );
}

#[test]
fn a_latched_safeguard_keeps_a_flag_off_until_it_is_reset() {
    let flags = set(
        "flags: {caching.advanced.enabled: {enabled: true, prerequisites: [p]}, p: {enabled: false}}",
    );
    let mut safeguards = tripped("advanced.caching.enabled");
    let mut judge = |reset: bool| {
        if reset {
            assert!(safeguards.reset("caching.advanced.enabled").is_some());
        }
        let now = Timestamp::UNIX_EPOCH;
        evaluate(
            &flags,
            "caching.advanced.enabled",
            &intent("x"),
            now,
            &safeguards,
            &READY,
        )
    };
    let latched = judge(false);
    assert_eq!((latched.value, latched.reason.code()), (false, "SAFEGUARD"));
    assert_eq!(
        latched.detail,
        "safeguard error_rate tripped at 2026-03-01T00:00:00Z (0.2 above 0.05) and is latched until it is reset"
    );
    assert_eq!(judge(true).reason.to_string(), "PREREQUISITE(p)");
}

#[test]
fn an_expired_flag_says_so_before_its_safeguard() {
    let flags = set("flags: {a: {enabled: true, endTime: 2020-01-01T00:00:00Z}}");
    let judged = evaluate(
        &flags,
        "a",
        &intent("x"),
        at("2026-01-01T00:00:00Z"),
        &tripped("a"),
        &READY,
    );
    assert_eq!(judged.reason.code(), "EXPIRED");
}

#[test]
fn prerequisites_pass_their_own_reasons_down() {
    let judged = judge(
        "flags: {a: {enabled: true, prerequisites: [b]}, b: {enabled: true, prerequisites: [c]}, \
         c: {enabled: true, percentage: 0}}",
        &intent("x"),
    );
    assert_eq!(judged.reason.to_string(), "PREREQUISITE(b)");
}

#[test]
fn a_mutual_conflict_turns_both_flags_off() {
    let flags = set(
        "flags: {a: {enabled: true, conflictsWith: [b]}, b: {enabled: true, conflictsWith: [a]}}",
    );
    for (flag, other) in [("a", "b"), ("b", "a")] {
        let judged = evaluate(
            &flags,
            flag,
            &intent("x"),
            Timestamp::UNIX_EPOCH,
            &Safeguards::default(),
            &READY,
        );
        assert_eq!(
            (judged.value, judged.reason.to_string()),
            (false, format!("CONFLICT({other})"))
        );
    }
}

#[test]
fn a_conflict_through_prerequisites_ends() {
    let flags = "flags: {a: {enabled: true, prerequisites: [p]}, p: {enabled: true, conflictsWith: [c]}, \
                 c: {enabled: true, prerequisites: [q]}, q: {enabled: true, conflictsWith: [a]}}";
    assert_eq!(
        judge(flags, &intent("x")).reason.to_string(),
        "PREREQUISITE(p)"
    );
}

#[test]
fn a_percentage_admits_the_buckets_below_it() {
    expect(
        "percentage: 25",
        &intent(&named_in_bucket("a", 2_495..2_500)),
        true,
        "SPLIT",
    );
    expect(
        "percentage: 25",
        &intent(&named_in_bucket("a", 2_500..2_505)),
        false,
        "SPLIT",
    );
    let inside = named_in_bucket("a", 0..50);
    let judged = judge(
        "flags: {a: {enabled: true, percentage: 0.5}}",
        &intent(&inside),
    );
    let bucket = Bucket::of("a", &intent(&inside).key());
    assert_eq!(
        judged.detail,
        format!("bucket {bucket} of 10000 is inside 0.5 %")
    );
}

const SCHEDULE: &str = "flags: {a: {enabled: true, percentage: 100, rolloutSchedule: {stages: [\
    {percentage: 5, startTime: 2026-03-01T00:00:00Z, duration: 24h}, \
    {percentage: 50, startTime: 2026-03-05T00:00:00Z, duration: 24h}]}}}";

fn scheduled(bucket: std::ops::Range<u16>, now: &str) -> Evaluation {
    let context = intent(&named_in_bucket("a", bucket));
    evaluate(
        &set(SCHEDULE),
        "a",
        &context,
        at(now),
        &Safeguards::default(),
        &READY,
    )
}

#[test]
fn a_scheduled_flag_is_off_before_its_first_stage() {
    let judged = scheduled(0..500, "2026-02-28T23:59:59Z");
    assert_eq!((judged.value, judged.reason.code()), (false, "SPLIT"));
    assert!(
        judged.detail.ends_with(
            "is outside 0 %: the first stage of its schedule starts at 2026-03-01T00:00:00Z"
        ),
        "{}",
        judged.detail
    );
}

#[test]
fn a_stage_is_in_force_from_its_start_until_the_next_one_whatever_its_duration() {
    for (now, first, second) in [
        ("2026-03-01T00:00:00Z", true, false),
        ("2026-03-04T23:59:59Z", true, false),
        ("2026-03-05T00:00:00Z", true, true),
        ("2036-01-01T00:00:00Z", true, true),
    ] {
        assert_eq!(scheduled(0..500, now).value, first, "{now}");
        assert_eq!(scheduled(500..5_000, now).value, second, "{now}");
        assert!(!scheduled(5_000..10_000, now).value, "{now}");
    }
}

#[test]
fn only_a_flag_that_is_on_has_a_variant() {
    let i = &intent("x");
    let weights = "variantWeights: {control: 1, test: 0}";
    let variant = |enabled: bool| {
        judge(
            &format!("flags: {{a: {{enabled: {enabled}, {weights}}}}}"),
            i,
        )
        .variant
    };
    assert_eq!(variant(true).as_deref(), Some("control"));
    assert_eq!(variant(false), None);
    assert_eq!(
        judge("flags: {a: {enabled: true, variantWeights: {x: 0}}}", i).variant,
        None
    );
    assert_eq!(judge("flags: {a: {enabled: true}}", i).variant, None);
}

#[test]
fn a_fully_prerequired_chain_is_on_once_everything_below_it_is() {
    let flags = set(include_str!("fixtures/rollout-and-targeting.yaml"));
    let judge = |now: &str| {
        let context = intent(&named_in_bucket("migration", 3_500..7_000));
        evaluate(
            &flags,
            "microservices.full.enabled",
            &context,
            at(now),
            &Safeguards::default(),
            &READY,
        )
    };
    assert_eq!(
        judge("2026-03-05T00:00:00Z").reason.to_string(),
        "PREREQUISITE(microservices.llm.enabled)"
    );
    assert!(judge("2026-03-06T00:00:00Z").value);
}
