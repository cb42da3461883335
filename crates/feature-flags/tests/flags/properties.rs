//! What holds for every flag set, intent and moment.

use std::sync::LazyLock;

use jiff::Timestamp;
use nephoran_feature_flags::bucket::{Bucket, Percentage};
use nephoran_feature_flags::config::{InFlight, MigrationPhase, RouteConfig};
use nephoran_feature_flags::context::Context;
use nephoran_feature_flags::evaluate::{Computed, evaluate};
use nephoran_feature_flags::flag::{FULL_FLAG, FlagSet, PHASE_FLAGS, VALIDATION_FLAG};
use nephoran_feature_flags::route::{Phase, Route, RouteDecision, decide};
use nephoran_feature_flags::safeguard::{Safeguards, Trip};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use crate::{intent, set};

/// A flag only ever requires flags before it, so that arbitrary sets have no cycle.
const NAMES: [&str; 9] = [
    PHASE_FLAGS[0],
    PHASE_FLAGS[1],
    PHASE_FLAGS[2],
    PHASE_FLAGS[3],
    PHASE_FLAGS[4],
    FULL_FLAG,
    VALIDATION_FLAG,
    "advanced.caching.enabled",
    "parallel.processing.enabled",
];

fn rule() -> impl Strategy<Value = Value> {
    let attribute = select(vec![
        "namespace",
        "intent.type",
        "user",
        "name",
        "label:tier",
        "region",
    ]);
    let operator = select(vec![
        "equals", "in", "not_in", "contains", "regex", "exists",
    ]);
    (attribute, operator, vec("[a-z]{0,3}", 1..3), 0.0..=1.0f64).prop_map(
        |(attribute, operator, values, weight)| {
            let mut rule = json!({"attribute": attribute, "operator": operator, "weight": weight});
            if operator != "exists" {
                rule["values"] = json!(values);
            }
            rule
        },
    )
}

/// Moments within an hour of the epoch, so that windows, stages and `now` interleave.
fn moment() -> impl Strategy<Value = Timestamp> {
    (-3600i64..3600).prop_map(|second| Timestamp::from_second(second).unwrap())
}

fn schedule() -> impl Strategy<Value = Value> {
    proptest::collection::btree_map(moment(), 0.0..=100.0f64, 1..4).prop_map(|stages| {
        let stages = stages.into_iter().map(|(start, percentage)| {
            json!({"startTime": start.to_string(), "percentage": percentage, "duration": "10m"})
        });
        json!({"stages": stages.collect::<Vec<_>>()})
    })
}

/// The body of the flag at this place in [`NAMES`].
fn flag(place: usize) -> impl Strategy<Value = Value> {
    let others = NAMES
        .iter()
        .enumerate()
        .filter(|(n, _)| *n != place)
        .map(|(_, name)| *name)
        .collect::<Vec<_>>();
    let switches = (
        prop::bool::weighted(0.9),
        prop::bool::weighted(0.1),
        weighted(0.5, 0.0..=100.0f64),
    );
    let targeting = (
        vec(rule(), 0..2),
        vec(rule(), 0..2),
        weighted(0.2, schedule()),
    );
    let references = (
        subsequence(NAMES[..place].to_vec(), 0..=place.min(3)),
        subsequence(others, 0..=1),
    );
    let window = (weighted(0.2, moment()), weighted(0.2, 1..3600i64));
    (switches, targeting, references, window).prop_map(
        |((enabled, kill, percentage), (conditions, rules, schedule), (needs, conflicts), (start, lasts))| {
            let end = lasts.map(|lasts| start.unwrap_or_default().as_second() + lasts);
            let end = end.map(|second| Timestamp::from_second(second).unwrap().to_string());
            json!({
                "enabled": enabled, "killSwitch": kill, "percentage": percentage,
                "conditions": conditions, "targetingRules": rules, "rolloutSchedule": schedule,
                "prerequisites": needs, "conflictsWith": conflicts,
                "startTime": start.map(|start| start.to_string()), "endTime": end,
                "variantWeights": {"control": 0.7, "test": 0.3},
                "environmentRules": [{"environment": "lab", "enabled": !kill, "percentage": percentage}],
            })
        },
    )
}

/// Every flag of [`NAMES`], as a flag file.
fn flag_file() -> impl Strategy<Value = String> {
    let bodies: Vec<_> = (0..NAMES.len()).map(|place| flag(place).boxed()).collect();
    bodies.prop_map(|bodies| {
        let flags: Map<String, Value> = NAMES
            .iter()
            .map(|&name| name.to_owned())
            .zip(bodies)
            .collect();
        json!({"flags": flags}).to_string()
    })
}

fn context() -> impl Strategy<Value = Context> {
    let texts = (
        "[a-c]{0,2}",
        "[a-z]{1,8}",
        "[a-d]{0,2}",
        "[a-d]{0,2}",
        select(vec!["lab", ""]),
    );
    (texts, weighted(0.5, "[a-d]{1,2}")).prop_map(
        |((namespace, name, kind, user, environment), tier)| Context {
            namespace,
            name,
            intent_type: kind,
            user,
            environment: environment.to_owned(),
            labels: tier
                .map(|tier| ("tier".to_owned(), tier))
                .into_iter()
                .collect(),
            ..Context::default()
        },
    )
}

fn safeguards() -> impl Strategy<Value = Safeguards> {
    subsequence(NAMES.to_vec(), 0..=1).prop_map(|latched| {
        let mut safeguards = Safeguards::default();
        for flag in latched {
            let trip = Trip {
                metric: "error_rate".into(),
                value: 1.0,
                threshold: 0.1,
                at: Timestamp::UNIX_EPOCH,
            };
            safeguards.latch(flag, trip);
        }
        safeguards
    })
}

fn computed() -> impl Strategy<Value = Computed> {
    any::<(bool, bool)>().prop_map(|(infrastructure_ready, monitoring_enabled)| Computed {
        infrastructure_ready,
        monitoring_enabled,
    })
}

fn route() -> impl Strategy<Value = Route> {
    select(vec![
        Route::Legacy,
        Route::Microservices,
        Route::Hybrid,
        Route::Validation,
    ])
}

fn config() -> impl Strategy<Value = RouteConfig> {
    let limit = select(vec![
        MigrationPhase::Preparation,
        MigrationPhase::LlmSplit,
        MigrationPhase::ManifestSplit,
        MigrationPhase::VerificationSplit,
        MigrationPhase::Complete,
        MigrationPhase::Complete,
    ]);
    let tables = (
        proptest::collection::btree_map("[a-d]{0,2}", route(), 0..6),
        proptest::collection::btree_map("[a-c]{0,2}", route(), 0..6),
    );
    (
        limit,
        tables,
        route(),
        any::<bool>(),
        select(vec![InFlight::Finish, InFlight::Abort]),
    )
        .prop_map(
            |(
                migration_phase,
                (types, namespaces),
                default_route,
                performance_comparison,
                in_flight,
            )| RouteConfig {
                migration_phase,
                intent_type_routes: types,
                namespace_routes: namespaces,
                default_route,
                performance_comparison,
                in_flight,
                ..RouteConfig::default()
            },
        )
}

fn intent_name() -> impl Strategy<Value = String> {
    any::<u64>().prop_map(|n| format!("intent-{n:x}"))
}

/// Everything a decision depends on.
#[derive(Debug, Clone)]
struct World {
    file: String,
    config: RouteConfig,
    context: Context,
    now: Timestamp,
    safeguards: Safeguards,
    computed: Computed,
}

prop_compose! {
    fn world()(
        file in flag_file(), config in config(), context in context(),
        now in moment(), safeguards in safeguards(), computed in computed(),
    ) -> World {
        World { file, config, context, now, safeguards, computed }
    }
}

impl World {
    fn decide(&self, set: &FlagSet, pinned: Option<&RouteDecision>) -> RouteDecision {
        decide(
            set,
            &self.config,
            &self.context,
            self.now,
            &self.safeguards,
            &self.computed,
            pinned,
        )
    }

    fn is_on(&self, set: &FlagSet, flag: &str) -> bool {
        evaluate(
            set,
            flag,
            &self.context,
            self.now,
            &self.safeguards,
            &self.computed,
        )
        .value
    }

    /// The file with this flag's kill switch on.
    fn with_killed(&self, flag: &str) -> FlagSet {
        let mut file: Value = serde_json::from_str(&self.file).unwrap();
        file["flags"][flag]["killSwitch"] = json!(true);
        set(&file.to_string())
    }
}

/// Sets that have the whole chain at 0, 1, … 100 %, each flag by itself.
static RAMP: LazyLock<Vec<FlagSet>> = LazyLock::new(|| {
    (0..=100)
        .map(|percentage| {
            let body = json!({"enabled": true, "percentage": percentage});
            let flags: Map<String, Value> = NAMES
                .iter()
                .map(|&name| (name.to_owned(), body.clone()))
                .collect();
            set(&json!({"flags": flags}).to_string())
        })
        .collect()
});

fn on_the_ramp(percentage: usize, flag: &str, name: &str) -> bool {
    let now = Timestamp::UNIX_EPOCH;
    evaluate(
        &RAMP[percentage],
        flag,
        &intent(name),
        now,
        &Safeguards::default(),
        &Computed::default(),
    )
    .value
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40_000))]

    #[test]
    fn a_larger_percentage_admits_every_bucket_of_a_smaller_one(
        key in intent_name(), one in 0.0..=100.0f64, other in 0.0..=100.0f64,
    ) {
        let [smaller, larger] = [one.min(other), one.max(other)].map(|share| Percentage::try_from(share).unwrap());
        let bucket = Bucket::of("any", &key);
        prop_assert!(!smaller.admits(bucket) || larger.admits(bucket));
        prop_assert!(Percentage::FULL.admits(bucket) && !Percentage::ZERO.admits(bucket));
    }

    #[test]
    fn raising_a_percentage_never_moves_anyone_out(
        name in intent_name(), flag in select(NAMES.to_vec()), one in 0..=100usize, other in 0..=100usize,
    ) {
        let (smaller, larger) = (one.min(other), one.max(other));
        prop_assert!(!on_the_ramp(smaller, flag, &name) || on_the_ramp(larger, flag, &name));
    }

    #[test]
    fn the_cohorts_of_the_chain_nest(
        name in intent_name(), early in select(NAMES[..6].to_vec()), late in select(NAMES[..6].to_vec()),
        one in 0..=100usize, other in 0..=100usize,
    ) {
        let (smaller, larger) = (one.min(other), one.max(other));
        prop_assert!(!on_the_ramp(smaller, late, &name) || on_the_ramp(larger, early, &name));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn evaluation_and_decision_never_panic_and_repeat_themselves(world in world()) {
        let flags = set(&world.file);
        let reread = set(&flags.canonical());
        for flag in NAMES.into_iter().chain(["no.such.flag", "infrastructure.ready"]) {
            let judge = || evaluate(&flags, flag, &world.context, world.now, &world.safeguards, &world.computed);
            let judged = judge();
            prop_assert_eq!(&judged, &judge());
            prop_assert!(!judged.detail.is_empty());
            prop_assert_eq!(judged.value, world.is_on(&reread, flag));
        }
        let decision = world.decide(&flags, None);
        prop_assert_eq!(&decision, &world.decide(&flags, None));
        prop_assert!(!decision.reason.is_empty());
        prop_assert_eq!(decision.flags_digest, flags.digest());
    }

    #[test]
    fn a_route_and_its_last_phase_agree_below_the_ceiling(world in world()) {
        let decision = world.decide(&set(&world.file), None);
        let last = decision.last_pipeline_phase;
        match decision.route {
            Route::Legacy | Route::Validation => prop_assert_eq!(last, None),
            Route::Hybrid => prop_assert!(last.is_some()),
            Route::Microservices => {
                prop_assert_eq!(last, Some(Phase::Verification));
                prop_assert_eq!(world.config.migration_phase, MigrationPhase::Complete);
            }
        }
        prop_assert!(last <= world.config.migration_phase.ceiling());
    }

    #[test]
    fn a_kill_switch_dominates_every_flag_table_and_default(world in world(), place in 0..NAMES.len()) {
        let killed = NAMES[place];
        let flags = world.with_killed(killed);
        prop_assert!(!world.is_on(&flags, killed));
        let decision = world.decide(&flags, None);
        if let Some(phase) = Phase::ALL.into_iter().find(|phase| phase.flag() == killed) {
            prop_assert!(decision.last_pipeline_phase < Some(phase), "{}", decision.reason);
        }
        prop_assert!(killed != FULL_FLAG || decision.route != Route::Microservices);
        prop_assert!(killed != VALIDATION_FLAG || decision.route != Route::Validation);
    }

    #[test]
    fn a_pin_stands_unless_a_kill_switch_aborts_it(world in world(), other in world()) {
        let pinned = world.decide(&set(&world.file), None);
        let later = set(&other.file);
        let decision = other.decide(&later, Some(&pinned));
        if other.config.in_flight == InFlight::Finish || pinned.route == Route::Legacy {
            prop_assert_eq!(decision, pinned);
        } else if decision != pinned {
            prop_assert!(decision.reason.contains("is aborted by the kill switch of"));
        }
    }

    #[test]
    fn the_canonical_form_is_stable(file in flag_file()) {
        let first = FlagSet::parse(&file).unwrap().set;
        let second = FlagSet::parse(&first.canonical()).unwrap().set;
        prop_assert_eq!(first.canonical(), second.canonical());
        prop_assert_eq!(first.digest(), second.digest());
    }

    #[test]
    fn reading_never_panics_on_damaged_files(
        file in flag_file(), at in any::<prop::sample::Index>(), insert in "[\\PC\n\t\\[\\]{}:&*<]{0,4}", cut in 0..20usize,
    ) {
        let mut text: Vec<char> = file.chars().collect();
        let start = at.index(text.len());
        let end = (start + cut).min(text.len());
        text.splice(start..end, insert.chars());
        let _ = FlagSet::parse(&text.into_iter().collect::<String>());
    }
}

#[test]
fn ten_thousand_intents_are_split_as_the_percentage_says() {
    for percentage in [1, 5, 15, 35, 75] {
        for flag in [PHASE_FLAGS[0], "parallel.processing.enabled"] {
            let inside = (0..10_000)
                .filter(|n| on_the_ramp(percentage, flag, &format!("intent-{n}")))
                .count();
            let expected = percentage * 100;
            // Four standard deviations of a binomial split: 16 * 10000 * p * (1 - p), p in percent.
            let tolerance = (16 * percentage * (100 - percentage)).isqrt();
            assert!(
                inside.abs_diff(expected) <= tolerance,
                "{flag}: {inside} of 10000 at {percentage} %"
            );
        }
    }
}

#[test]
fn flags_outside_the_chain_choose_independently_of_it() {
    let both = (0..10_000)
        .map(|n| format!("intent-{n}"))
        .filter(|name| {
            on_the_ramp(50, PHASE_FLAGS[0], name)
                && on_the_ramp(50, "parallel.processing.enabled", name)
        })
        .count();
    assert!(
        both.abs_diff(2_500) < 200,
        "{both} of 10000 are in both halves"
    );
}

#[test]
fn variants_share_even_a_small_cohort_by_their_weights() {
    let flags = set(
        "flags: {a: {enabled: true, percentage: 20, variantWeights: {sequential: 0.8, parallel: 0.2}}}",
    );
    let (mut inside, mut parallel) = (0, 0);
    for n in 0..10_000 {
        let context = intent(&format!("intent-{n}"));
        let now = Timestamp::UNIX_EPOCH;
        let judged = evaluate(
            &flags,
            "a",
            &context,
            now,
            &Safeguards::default(),
            &Computed::default(),
        );
        assert_eq!(judged.variant.is_some(), judged.value);
        inside += usize::from(judged.value);
        parallel += usize::from(judged.variant.as_deref() == Some("parallel"));
    }
    assert!(inside.abs_diff(2_000) < 160, "{inside} of 10000 at 20 %");
    assert!(
        parallel.abs_diff(inside / 5) < 80,
        "{parallel} of {inside} at weight 0.2"
    );
}
