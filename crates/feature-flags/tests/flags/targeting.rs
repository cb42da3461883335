//! Which intents a flag speaks about: conditions, targeting rules, weights, segments, environments.

use std::collections::BTreeMap;

use nephoran_feature_flags::context::Context;

use crate::evaluation::{expect, named_in_bucket};
use crate::intent;

#[test]
fn operators_compare_as_they_are_named() {
    let present = &Context {
        user: "ops-17".into(),
        region: "eu-west".into(),
        labels: BTreeMap::from([("tier".into(), "gold".into())]),
        ..intent("amf")
    };
    let absent = &Context::default();
    for (rule, on_present, on_absent) in [
        ("{type: user, operator: equals, value: ops-17}", true, false),
        ("{type: user, operator: equals, value: ops}", false, false),
        (
            "{type: user, operator: in, values: [x, ops-17]}",
            true,
            false,
        ),
        ("{type: user, operator: not_in, values: [x, y]}", true, true),
        (
            "{type: user, operator: not_in, values: [x, ops-17]}",
            false,
            true,
        ),
        (
            "{attribute: user, operator: contains, values: [zz, s-1]}",
            true,
            false,
        ),
        (
            "{attribute: user, operator: contains, values: [zz]}",
            false,
            false,
        ),
        (
            "{attribute: user, operator: regex, value: '^ops-\\d+$'}",
            true,
            false,
        ),
        (
            "{attribute: user, operator: regex, values: ['^x', '(?i)OPS']}",
            true,
            false,
        ),
        (
            "{attribute: user, operator: regex, value: '^s'}",
            false,
            false,
        ),
        ("{attribute: user, operator: exists}", true, false),
        (
            "{attribute: 'label:tier', operator: equals, values: [gold]}",
            true,
            false,
        ),
        ("{attribute: 'label:other', operator: exists}", false, false),
        (
            "{attribute: intent.type, operator: equals, values: [deployment]}",
            true,
            false,
        ),
        (
            "{attribute: intent_type, operator: equals, values: [deployment]}",
            true,
            false,
        ),
        (
            "{attribute: namespace, operator: equals, values: [nephoran-dev]}",
            true,
            false,
        ),
        (
            "{attribute: name, operator: equals, values: [amf]}",
            true,
            false,
        ),
        (
            "{attribute: priority, operator: equals, values: [medium]}",
            true,
            false,
        ),
        (
            "{attribute: region, operator: equals, values: [eu-west]}",
            true,
            false,
        ),
        ("{attribute: cluster, operator: exists}", false, false),
        ("{attribute: environment, operator: exists}", false, false),
        (
            "{attribute: user, operator: exists, weight: 0}",
            false,
            false,
        ),
    ] {
        for (context, value) in [(present, on_present), (absent, on_absent)] {
            let reason = if value {
                "TARGETING_MATCH"
            } else {
                "TARGETING"
            };
            expect(&format!("conditions: [{rule}]"), context, value, reason);
        }
    }
}

#[test]
fn all_conditions_must_hold_but_one_targeting_rule_is_enough() {
    let i = &intent("x");
    let (yes, no) = (
        "{type: name, operator: exists}",
        "{type: user, operator: exists}",
    );
    expect(&format!("conditions: [{yes}, {no}]"), i, false, "TARGETING");
    expect(
        &format!("targetingRules: [{yes}, {no}]"),
        i,
        true,
        "TARGETING_MATCH",
    );
    expect(&format!("targetingRules: [{no}]"), i, false, "TARGETING");
    expect(
        &format!("targetingRules: [{yes}], conditions: [{no}]"),
        i,
        false,
        "TARGETING",
    );
}

#[test]
fn a_weight_admits_its_share_of_matching_intents() {
    let rule = "targetingRules: [{attribute: name, operator: exists, weight: 0.8}]";
    expect(
        rule,
        &intent(&named_in_bucket("a", 7_990..8_000)),
        true,
        "TARGETING_MATCH",
    );
    expect(
        rule,
        &intent(&named_in_bucket("a", 8_000..8_010)),
        false,
        "TARGETING",
    );
}

#[test]
fn segments_are_values_of_the_segment_label() {
    let segment = |value: &str| Context {
        labels: BTreeMap::from([("nephoran.com/segment".into(), value.into())]),
        ..intent("x")
    };
    expect(
        "userSegments: [beta, gold]",
        &segment("gold"),
        true,
        "TARGETING_MATCH",
    );
    expect(
        "userSegments: [beta, gold]",
        &segment("silver"),
        false,
        "TARGETING",
    );
    expect(
        "userSegments: [beta, gold]",
        &intent("x"),
        false,
        "TARGETING",
    );
}

#[test]
fn an_environment_rule_speaks_for_its_environment_only() {
    let rules = "percentage: 0, environmentRules: [{environment: dev, enabled: true, percentage: 100}, \
                 {environment: prod, enabled: false}, {environment: lab, enabled: true}]";
    let within = |environment: &str| Context {
        environment: environment.into(),
        ..intent("x")
    };
    expect(rules, &within("dev"), true, "STATIC");
    expect(rules, &within("prod"), false, "TARGETING");
    expect(rules, &within("lab"), false, "SPLIT");
    expect(rules, &within("elsewhere"), false, "SPLIT");
}
