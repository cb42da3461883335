//! Every rule that keeps a flag file from coming into force, with what its author reads.

use nephoran_feature_flags::flag::FlagSet;
use nephoran_feature_flags::validate::FlagSetError;

fn error(yaml: &str) -> FlagSetError {
    match FlagSet::parse(yaml) {
        Ok(parsed) => panic!("accepted: {}", parsed.set.canonical()),
        Err(error) => error,
    }
}

/// The file has one flag `a` with this body, which begins at line 3.
#[track_caller]
fn rejects_field(body: &str, at: (u64, u64), message: &str) {
    let error = error(&format!("flags:\n  a:\n    enabled: true\n    {body}\n"));
    let (line, column) = at;
    assert_eq!(error.reason(), "FlagFileMalformed");
    assert_eq!(
        error.to_string(),
        format!(
            "the flag file is malformed: {message} at line {line}, column {column}; correct it there"
        )
    );
    assert_eq!(
        error.position().map(|at| (at.line, at.column)),
        Some((line, column))
    );
}

#[track_caller]
fn rejects_set(yaml: &str, reason: &str, message: &str) {
    let error = error(yaml);
    assert_eq!(
        (error.reason(), error.to_string().as_str()),
        (reason, message)
    );
    let at = error.position().expect("a rule between flags has a place");
    assert!(
        message.contains(&format!("({at})")),
        "{message} does not name {at}"
    );
}

#[test]
fn a_percentage_outside_its_range() {
    rejects_field(
        "percentage: 140",
        (4, 17),
        "percentage 140 is not a number from 0 to 100",
    );
    rejects_field(
        "percentage: -1",
        (4, 17),
        "percentage -1 is not a number from 0 to 100",
    );
    rejects_field(
        "rolloutPercentage: .nan",
        (4, 24),
        "percentage NaN is not a number from 0 to 100",
    );
    rejects_field(
        "environmentRules: [{environment: prod, enabled: true, percentage: 101}]",
        (4, 71),
        "percentage 101 is not a number from 0 to 100",
    );
}

#[test]
fn a_percentage_that_is_not_a_number() {
    rejects_field("percentage: ten", (4, 17), "invalid floating point");
}

#[test]
fn a_weight_outside_its_range() {
    rejects_field(
        "targetingRules: [{attribute: name, operator: exists, weight: 1.5}]",
        (4, 66),
        "weight 1.5 is not a number from 0 to 1",
    );
    rejects_field(
        "variantWeights: {x: -1}",
        (4, 25),
        "variant weight -1 is not a number from 0 to 10000",
    );
}

#[test]
fn an_unknown_operator() {
    rejects_field(
        "conditions: [{type: name, operator: like, value: x}]",
        (4, 41),
        "unknown variant `like`, expected one of equals, in, not_in, contains, regex, exists",
    );
}

#[test]
fn an_unknown_attribute() {
    rejects_field(
        "conditions: [{type: color, operator: equals, value: x}]",
        (4, 18),
        "unknown attribute \"color\": expected namespace, intent_type, priority, user, name, environment, \
         cluster, region or label:<key>",
    );
}

#[test]
fn an_invalid_regular_expression() {
    rejects_field(
        "conditions: [{type: name, operator: regex, value: 'a('}]",
        (4, 18),
        "invalid regular expression in the rule on name: \"a(\": error: unclosed group",
    );
}

#[test]
fn a_regular_expression_that_would_take_too_much_memory() {
    let error = error(
        "flags: {a: {enabled: true, conditions: [{type: name, operator: regex, value: '(a{1000}){1000}'}]}}",
    );
    assert!(error.to_string().contains("exceeds size limit"), "{error}");
}

#[test]
fn values_that_do_not_fit_the_operator() {
    rejects_field(
        "conditions: [{type: name, operator: in}]",
        (4, 18),
        "the rule on name has no values to compare with; add value or values",
    );
    rejects_field(
        "conditions: [{type: name, operator: in, value: x, values: [y]}]",
        (4, 18),
        "the rule on name has value and values; keep one",
    );
    rejects_field(
        "conditions: [{type: name, operator: exists, value: x}]",
        (4, 18),
        "the rule on name tests existence, which takes no value; remove it",
    );
}

#[test]
fn a_key_that_comes_twice() {
    rejects_field(
        "enabled: false",
        (4, 5),
        "duplicate mapping key `enabled` is not allowed here",
    );
    let error = error("flags:\n  a: {enabled: true}\n  a: {enabled: false}\n");
    assert_eq!(
        error.to_string(),
        "the flag file is malformed: duplicate mapping key `a` is not allowed here at line 3, column 3; correct it there"
    );
}

#[test]
fn both_names_of_the_percentage() {
    rejects_field(
        "percentage: 5\n    rolloutPercentage: 5",
        (3, 5),
        "duplicate field `percentage`",
    );
}

#[test]
fn a_flag_that_does_not_say_whether_it_is_enabled() {
    let error = error("flags:\n  a:\n    percentage: 5\n");
    assert_eq!(
        error.to_string(),
        "the flag file is malformed: missing field `enabled` at line 3, column 5; correct it there"
    );
}

#[test]
fn a_schedule_without_order_or_stages() {
    rejects_field(
        "rolloutSchedule: {stages: []}",
        (4, 22),
        "the rolloutSchedule has no stages; add one or remove the schedule",
    );
    rejects_field(
        "rolloutSchedule: {stages: [{percentage: 5, startTime: 2026-01-02T00:00:00Z}, \
         {percentage: 9, startTime: 2026-01-02T00:00:00Z}]}",
        (4, 22),
        "stage 2 of the rolloutSchedule starts at 2026-01-02T00:00:00Z, not after stage 1; order them by startTime",
    );
    rejects_field(
        "rolloutSchedule: {stages: [{percentage: 5, startTime: 2026-01-02T00:00:00Z, duration: -1h}]}",
        (4, 22),
        "stage 1 of the rolloutSchedule has a negative duration",
    );
    rejects_field(
        "rolloutSchedule: {stages: [{percentage: 5, startTime: 2026-01-02T00:00:00Z, duration: 1d}]}",
        (4, 91),
        "\"1d\" is not a duration such as 36h, 5m or 1h30m",
    );
}

#[test]
fn a_safeguard_that_could_not_be_judged() {
    rejects_field(
        "safeguardRules: [{metric: error_rate, threshold: -1, window: 5m, action: disable}]",
        (4, 22),
        "threshold -1 of safeguard \"error_rate\" is not a number from 0 up",
    );
    rejects_field(
        "safeguardRules: [{metric: error_rate, threshold: 1, window: 0s, action: disable}]",
        (4, 22),
        "window 0s of safeguard \"error_rate\" is not longer than nothing; write for example 5m",
    );
    rejects_field(
        "safeguardRules: [{metric: error_rate, threshold: 1, window: 5m, action: page}]",
        (4, 77),
        "unknown variant `page`, expected one of disable, alert, rollback",
    );
}

#[test]
fn text_that_is_no_flag_file() {
    for (yaml, message) in [
        ("", "unexpected end of file at line 1, column 1"),
        ("flag: {}", "missing field `flags` at line 1, column 1"),
        (
            "flags:",
            "flags is empty; write flags: {} if there shall be none",
        ),
        ("flags: [a", "expected mapping start at line 1, column 8"),
        (
            "a: b: c",
            "mapping values are not allowed in this context at line 1, column 5",
        ),
    ] {
        let text = error(yaml).to_string();
        assert!(text.contains(message), "{yaml:?}: {text}");
    }
    assert_eq!(
        error("flags: {}\n---\nflags: {}")
            .position()
            .map(|at| at.line),
        Some(3)
    );
}

#[test]
fn a_file_larger_than_a_config_map() {
    let error = error(&format!("# {}\nflags: {{}}", "x".repeat(1 << 20)));
    assert_eq!(error.reason(), "FlagFileTooLarge");
    assert_eq!(
        error.to_string(),
        "the flag file has 1048588 bytes, more than the 1048576 a ConfigMap holds; shorten it"
    );
}

#[test]
fn aliases_that_expand_without_bound() {
    let level = |n: usize| format!("l{n}: &l{n} [{}]\n", format!("*l{}, ", n - 1).repeat(10));
    let levels = (1..8).map(level).collect::<String>();
    let yaml = format!("flags: {{}}\nl0: &l0 [{}]\n{levels}", "x, ".repeat(10));
    let error = error(&yaml);
    assert!(
        error
            .to_string()
            .contains("total_replayed_events=100001 > 100000"),
        "{error}"
    );
}

#[test]
fn both_names_of_the_caching_flag() {
    rejects_set(
        "flags:\n  advanced.caching.enabled:\n    enabled: true\n  caching.advanced.enabled:\n    enabled: true\n",
        "FlagTwice",
        "\"advanced.caching.enabled\" and \"caching.advanced.enabled\" are two names of one flag (line 5, column 5); \
         keep one of them",
    );
}

#[test]
fn a_computed_flag() {
    rejects_set(
        "flags:\n  infrastructure.ready:\n    enabled: true\n",
        "ComputedFlag",
        "flag \"infrastructure.ready\" (line 3, column 5) is computed from the cluster and cannot be configured; \
         remove it",
    );
}

#[test]
fn an_end_and_an_expiry() {
    rejects_set(
        "flags:\n  a:\n    enabled: true\n    endTime: 2026-01-01T00:00:00Z\n    expiresAt: 2026-01-01T00:00:00Z\n",
        "TwoEnds",
        "flag \"a\" (line 3, column 5) has both endTime and expiresAt; keep one of them",
    );
}

#[test]
fn a_lifetime_without_a_moment() {
    rejects_set(
        "flags:\n  a:\n    enabled: true\n    startTime: 2026-01-01T00:00:00Z\n    expiresAt: 2026-01-01T00:00:00Z\n",
        "NeverOn",
        "flag \"a\" (line 3, column 5) ends at 2026-01-01T00:00:00Z, not after its startTime 2026-01-01T00:00:00Z; \
         correct one of them",
    );
}

#[test]
fn two_rules_for_one_environment() {
    rejects_set(
        "flags:\n  a:\n    enabled: true\n    environmentRules:\n      - {environment: prod, enabled: true}\n      \
         - {environment: prod, enabled: false}\n",
        "EnvironmentTwice",
        "flag \"a\" (line 3, column 5) has two environmentRules for \"prod\"; keep one of them",
    );
}

#[test]
fn a_flag_that_names_itself() {
    for field in ["prerequisites", "conflictsWith"] {
        rejects_set(
            &format!("flags:\n  a:\n    enabled: true\n    {field}: [a]\n"),
            "SelfReference",
            &format!("flag \"a\" (line 3, column 5) names itself in {field}; remove it there"),
        );
    }
    let other_name = "flags: {caching.advanced.enabled: {enabled: true, prerequisites: [advanced.caching.enabled]}}";
    assert_eq!(error(other_name).reason(), "SelfReference");
}

#[test]
fn a_prerequisite_that_is_not_in_the_set() {
    rejects_set(
        "flags:\n  a:\n    enabled: true\n    prerequisites: [monitoring.enabled, b]\n",
        "UnknownPrerequisite",
        "flag \"a\" (line 3, column 5) requires \"b\", which is not in the set; define it or remove it from \
         prerequisites",
    );
}

#[test]
fn prerequisites_in_a_circle() {
    rejects_set(
        "flags:\n  a:\n    enabled: true\n    prerequisites: [b]\n  b:\n    enabled: true\n    prerequisites: [c]\n  \
         c:\n    enabled: true\n    prerequisites: [d, b]\n  d:\n    enabled: true\n",
        "PrerequisiteCycle",
        "flag \"b\" (line 6, column 5) requires itself through its prerequisites: b → c → b; remove one of them",
    );
}

#[test]
fn a_chain_of_prerequisites_beyond_the_bound() {
    let chain = |flags: usize| {
        let first = "flags:
  f00: {enabled: true}
"
        .to_owned();
        let link = |n: usize| {
            format!(
                "  f{n:02}: {{enabled: true, prerequisites: [f{:02}]}}
",
                n - 1
            )
        };
        first + &(1..flags).map(link).collect::<String>()
    };
    assert!(FlagSet::parse(&chain(33)).is_ok());
    rejects_set(
        &chain(34),
        "PrerequisitesTooDeep",
        "flag \"f33\" (line 35, column 8) has more than 32 prerequisites one below the other; shorten the chain",
    );
    assert_eq!(error(&chain(20_000)).reason(), "PrerequisitesTooDeep");
}
