//! The route decision: each rule, their order, ceilings, pins and kill switches.

use std::collections::BTreeMap;

use jiff::Timestamp;
use nephoran_feature_flags::config::{InFlight, MigrationPhase, RouteConfig};
use nephoran_feature_flags::evaluate::Computed;
use nephoran_feature_flags::flag::FlagSet;
use nephoran_feature_flags::route::{Phase, Route, RouteDecision, decide};
use nephoran_feature_flags::safeguard::{Safeguards, Trip};

use crate::{intent, set};

/// `llm=on,resource=off,gitops=killed`: the phase flags of the migration, `full` and `validation`.
fn flags(states: &str) -> FlagSet {
    let flag = |state: &str| {
        let (flag, state) = state.split_once('=').unwrap();
        let prefix = if flag == "validation" {
            "migration"
        } else {
            "microservices"
        };
        let body = match state {
            "on" => "enabled: true",
            "off" => "enabled: false",
            "killed" => "enabled: true, killSwitch: true",
            _ => unreachable!("{state}"),
        };
        format!("{prefix}.{flag}.enabled: {{{body}}}")
    };
    let flags: Vec<String> = states
        .split(',')
        .filter(|state| !state.is_empty())
        .map(flag)
        .collect();
    set(&format!("flags: {{{}}}", flags.join(", ")))
}

const ALL_PHASES: &str = "llm=on,resource=on,manifest=on,gitops=on,verification=on";

fn decided(set: &FlagSet, config: &RouteConfig, pinned: Option<&RouteDecision>) -> RouteDecision {
    decide(
        set,
        config,
        &intent("x"),
        Timestamp::UNIX_EPOCH,
        &Safeguards::default(),
        &Computed::default(),
        pinned,
    )
}

#[track_caller]
fn expect(states: &str, config: &RouteConfig, route: Route, last: Option<Phase>, reason: &str) {
    let set = flags(states);
    let decision = decided(&set, config, None);
    assert_eq!(
        (decision.route, decision.last_pipeline_phase),
        (route, last),
        "{}",
        decision.reason
    );
    assert_eq!(decision.reason, reason);
    assert_eq!(decision.flags_digest, set.digest());
}

fn limited(migration_phase: MigrationPhase) -> RouteConfig {
    RouteConfig {
        migration_phase,
        ..RouteConfig::default()
    }
}

fn default_route(default_route: Route) -> RouteConfig {
    RouteConfig {
        default_route,
        ..RouteConfig::default()
    }
}

fn type_route(route: Route) -> RouteConfig {
    RouteConfig {
        intent_type_routes: BTreeMap::from([("deployment".into(), route)]),
        ..RouteConfig::default()
    }
}

fn namespace_route(route: Route) -> RouteConfig {
    RouteConfig {
        namespace_routes: BTreeMap::from([("nephoran-dev".into(), route)]),
        ..RouteConfig::default()
    }
}

const FULL_ON: &str = "microservices.full.enabled is on (STATIC: it is on for every intent)";

#[test]
fn without_flags_the_default_route_rules() {
    let missing = "microservices.llm.enabled is off (FLAG_NOT_FOUND: no such flag in the set)";
    for (route, last) in [
        (Route::Legacy, None),
        (Route::Validation, None),
        (Route::Hybrid, Some(Phase::Verification)),
        (Route::Microservices, Some(Phase::Verification)),
    ] {
        let reason = format!("defaultRoute is {route}; no phase is in the pipeline: {missing}");
        expect("", &default_route(route), route, last, &reason);
    }
}

#[test]
fn the_default_route_stays_below_the_ceiling() {
    let missing = "microservices.llm.enabled is off (FLAG_NOT_FOUND: no such flag in the set)";
    let config = RouteConfig {
        migration_phase: MigrationPhase::LlmSplit,
        ..default_route(Route::Microservices)
    };
    let reason = format!(
        "defaultRoute is Microservices, held after Llm: migration-phase is llm_split; \
         no phase is in the pipeline: {missing}"
    );
    expect("", &config, Route::Hybrid, Some(Phase::Llm), &reason);

    let config = RouteConfig {
        migration_phase: MigrationPhase::Preparation,
        ..default_route(Route::Hybrid)
    };
    let reason = "defaultRoute Hybrid does not apply: migration-phase is preparation; \
                  no phase is in the pipeline: migration-phase is preparation";
    expect("", &config, Route::Legacy, None, reason);
}

#[test]
fn a_flag_that_is_off_overrules_the_default_route() {
    for (states, default, route, last) in [
        ("llm=off", Route::Microservices, Route::Legacy, None),
        ("full=off", Route::Microservices, Route::Legacy, None),
        (
            "gitops=off",
            Route::Microservices,
            Route::Hybrid,
            Some(Phase::Manifest),
        ),
        (
            "gitops=killed",
            Route::Hybrid,
            Route::Hybrid,
            Some(Phase::Manifest),
        ),
        ("validation=off", Route::Validation, Route::Legacy, None),
    ] {
        let decision = decided(&flags(states), &default_route(default), None);
        assert_eq!(
            (decision.route, decision.last_pipeline_phase),
            (route, last),
            "{}",
            decision.reason
        );
    }
}

#[test]
fn the_phase_flags_give_the_longest_prefix() {
    for (states, last, end) in [
        (
            "llm=on",
            Phase::Llm,
            "microservices.resource.enabled is off (FLAG_NOT_FOUND: no such flag in the set)",
        ),
        (
            "llm=on,resource=on,gitops=on",
            Phase::Resource,
            "microservices.manifest.enabled is off (FLAG_NOT_FOUND: no such flag in the set)",
        ),
        (
            "llm=on,resource=on,manifest=off",
            Phase::Resource,
            "microservices.manifest.enabled is off (DISABLED: it is not enabled)",
        ),
    ] {
        let reason = format!("the phase flags are on up to {last}, and no further: {end}");
        expect(
            states,
            &RouteConfig::default(),
            Route::Hybrid,
            Some(last),
            &reason,
        );
    }
    let reason = "the phase flags are on up to Verification";
    expect(
        ALL_PHASES,
        &RouteConfig::default(),
        Route::Hybrid,
        Some(Phase::Verification),
        reason,
    );
}

#[test]
fn a_later_phase_without_the_first_is_no_prefix() {
    let reason = "defaultRoute is Legacy; no phase is in the pipeline: \
                  microservices.llm.enabled is off (DISABLED: it is not enabled)";
    expect(
        "llm=off,resource=on",
        &RouteConfig::default(),
        Route::Legacy,
        None,
        reason,
    );
}

#[test]
fn the_migration_phase_is_a_ceiling_on_prefix_and_full() {
    let reason =
        "the phase flags are on up to Resource, and no further: migration-phase is resource_split";
    expect(
        ALL_PHASES,
        &limited(MigrationPhase::ResourceSplit),
        Route::Hybrid,
        Some(Phase::Resource),
        reason,
    );

    let reason = format!("{FULL_ON}, held after Gitops: migration-phase is gitops_split");
    expect(
        "full=on",
        &limited(MigrationPhase::GitopsSplit),
        Route::Hybrid,
        Some(Phase::Gitops),
        &reason,
    );

    let reason =
        format!("{FULL_ON}, held after Verification: migration-phase is verification_split");
    let limit = limited(MigrationPhase::VerificationSplit);
    expect(
        "full=on",
        &limit,
        Route::Hybrid,
        Some(Phase::Verification),
        &reason,
    );

    let reason = format!(
        "defaultRoute is Legacy; {FULL_ON}, held before Llm: migration-phase is preparation; \
         no phase is in the pipeline: migration-phase is preparation"
    );
    expect(
        "full=on",
        &limited(MigrationPhase::Preparation),
        Route::Legacy,
        None,
        &reason,
    );
}

#[test]
fn full_means_microservices() {
    expect(
        "full=on",
        &RouteConfig::default(),
        Route::Microservices,
        Some(Phase::Verification),
        FULL_ON,
    );
}

#[test]
fn a_killed_phase_holds_full_back() {
    let killed = "microservices.manifest.enabled is off (KILL_SWITCH: its kill switch is on)";
    let reason = format!("{FULL_ON}, held after Resource: {killed}");
    expect(
        "full=on,manifest=killed",
        &RouteConfig::default(),
        Route::Hybrid,
        Some(Phase::Resource),
        &reason,
    );
}

#[test]
fn a_latched_phase_holds_full_back() {
    let mut safeguards = Safeguards::default();
    let trip = Trip {
        metric: "m".into(),
        value: 2.0,
        threshold: 1.0,
        at: Timestamp::UNIX_EPOCH,
    };
    safeguards.latch("microservices.llm.enabled", trip);
    let set = flags(&format!("full=on,{ALL_PHASES}"));
    let computed = Computed::default();
    let config = RouteConfig::default();
    let decision = decide(
        &set,
        &config,
        &intent("x"),
        Timestamp::UNIX_EPOCH,
        &safeguards,
        &computed,
        None,
    );
    assert_eq!(
        (decision.route, decision.last_pipeline_phase),
        (Route::Legacy, None),
        "{}",
        decision.reason
    );
}

#[test]
fn validation_needs_its_flag_and_the_comparison() {
    let comparing = RouteConfig {
        performance_comparison: true,
        ..RouteConfig::default()
    };
    let reason = "performanceComparison is on and migration.validation.enabled is on \
                  (STATIC: it is on for every intent)";
    expect(
        "llm=on,validation=on",
        &comparing,
        Route::Validation,
        None,
        reason,
    );
    expect(
        "full=on,validation=on",
        &comparing,
        Route::Microservices,
        Some(Phase::Verification),
        FULL_ON,
    );
    assert_eq!(
        decided(&flags("llm=on,validation=off"), &comparing, None).route,
        Route::Hybrid
    );
    assert_eq!(
        decided(
            &flags("llm=on,validation=on"),
            &RouteConfig::default(),
            None
        )
        .route,
        Route::Hybrid
    );
    let preparing = RouteConfig {
        migration_phase: MigrationPhase::Preparation,
        ..comparing
    };
    assert_eq!(
        decided(&flags("validation=on"), &preparing, None).route,
        Route::Validation
    );
}

#[test]
fn a_table_decides_where_the_route_s_flags_allow_it() {
    for (states, mapped, last) in [
        ("full=on", Route::Legacy, None),
        ("full=on,llm=on", Route::Hybrid, Some(Phase::Llm)),
        ("full=on,validation=on", Route::Validation, None),
        ("full=on", Route::Microservices, Some(Phase::Verification)),
    ] {
        let reason = format!("intentTypeRoutes maps deployment to {mapped}");
        expect(states, &type_route(mapped), mapped, last, &reason);
        let reason = format!("namespaceRoutes maps nephoran-dev to {mapped}");
        expect(states, &namespace_route(mapped), mapped, last, &reason);
    }
}

#[test]
fn a_table_whose_route_is_not_allowed_is_passed_over_and_says_why() {
    let off = "microservices.full.enabled is off (FLAG_NOT_FOUND: no such flag in the set)";
    let missing = "microservices.resource.enabled is off (FLAG_NOT_FOUND: no such flag in the set)";
    let reason = format!(
        "the phase flags are on up to Llm, and no further: {missing}; \
         intentTypeRoutes maps deployment to Microservices, which does not apply: {off}"
    );
    expect(
        "llm=on",
        &type_route(Route::Microservices),
        Route::Hybrid,
        Some(Phase::Llm),
        &reason,
    );

    for (states, mapped) in [
        ("llm=off", Route::Hybrid),
        ("validation=killed", Route::Validation),
    ] {
        assert_eq!(
            decided(&flags(states), &namespace_route(mapped), None).route,
            Route::Legacy
        );
    }
    let config = RouteConfig {
        migration_phase: MigrationPhase::ManifestSplit,
        ..type_route(Route::Microservices)
    };
    let decision = decided(&flags("full=on"), &config, None);
    assert_eq!(
        (decision.route, decision.last_pipeline_phase),
        (Route::Hybrid, Some(Phase::Manifest))
    );
}

#[test]
fn the_type_of_intent_wins_over_its_namespace() {
    let config = RouteConfig {
        intent_type_routes: BTreeMap::from([("deployment".into(), Route::Legacy)]),
        ..namespace_route(Route::Microservices)
    };
    let reason = "intentTypeRoutes maps deployment to Legacy";
    expect("full=on", &config, Route::Legacy, None, reason);
}

#[test]
fn a_pinned_decision_stands_whatever_the_flags_say() {
    let pinned = decided(&flags("full=on"), &RouteConfig::default(), None);
    for states in ["", "full=off", "full=killed", "llm=on"] {
        assert_eq!(
            decided(&flags(states), &RouteConfig::default(), Some(&pinned)),
            pinned
        );
    }
}

#[test]
fn in_flight_abort_lets_a_kill_switch_decide_a_running_intent_anew() {
    let abort = RouteConfig {
        in_flight: InFlight::Abort,
        ..RouteConfig::default()
    };
    let running = decided(&flags("full=on"), &abort, None);
    assert_eq!(decided(&flags("full=off"), &abort, Some(&running)), running);
    assert_eq!(
        decided(&flags("full=on,validation=killed"), &abort, Some(&running)),
        running
    );

    let decision = decided(&flags("full=on,llm=killed"), &abort, Some(&running));
    assert_eq!(decision.route, Route::Legacy);
    assert!(
        decision.reason.contains(
            "the pinned route Microservices is aborted by the kill switch of microservices.llm.enabled"
        ),
        "{}",
        decision.reason
    );

    let hybrid = decided(&flags("llm=on"), &abort, None);
    assert_eq!(
        decided(&flags("llm=on,resource=killed"), &abort, Some(&hybrid)),
        hybrid
    );
    let legacy = decided(&flags(""), &abort, None);
    assert_eq!(
        decided(&flags("llm=killed,full=killed"), &abort, Some(&legacy)),
        legacy
    );
}
