//! Reading ConfigMap `migration-config`.

use std::collections::BTreeMap;

use nephoran_feature_flags::config::{
    InFlight, MigrationPhase, ParsedConfig, RouteConfig, RouteConfigError,
};
use nephoran_feature_flags::route::{Phase, Route};

fn read(data: &[(&str, &str)]) -> Result<ParsedConfig, RouteConfigError> {
    let data = data
        .iter()
        .map(|&(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    RouteConfig::from_config_map(&data)
}

#[test]
fn an_absent_config_map_leaves_everything_to_the_flags() {
    let parsed = read(&[]).unwrap();
    assert_eq!(parsed.config, RouteConfig::default());
    assert_eq!(parsed.config.default_route, Route::Legacy);
    assert_eq!(parsed.config.migration_phase, MigrationPhase::Complete);
    assert!(parsed.config.rollback_enabled && parsed.config.validation_strict);
    assert!(!parsed.config.performance_comparison);
}

#[test]
fn the_prepared_config_map_is_read_without_a_warning() {
    let parsed = read(&[
        ("migration-phase", "preparation"),
        ("rollback-enabled", "true"),
        ("validation-strict", "true"),
        ("parallel-migration", "false"),
        ("backup-retention", "30d"),
    ])
    .unwrap();
    assert_eq!(parsed.config.migration_phase, MigrationPhase::Preparation);
    assert_eq!(parsed.warnings, Vec::<String>::new());
}

#[test]
fn every_key_is_read() {
    let parsed = read(&[
        ("migration-phase", "gitops_split\n"),
        ("intentTypeRoutes", "deployment: hybrid\nscaling: Legacy\n"),
        ("namespaceRoutes", "{nephoran-dev: microservices}"),
        ("defaultRoute", "validation"),
        ("performanceComparison", "true"),
        ("inFlight", "Abort"),
        ("rollback-enabled", "false"),
        ("validation-strict", "false"),
        ("retries", "3"),
    ])
    .unwrap();
    let expected = RouteConfig {
        migration_phase: MigrationPhase::GitopsSplit,
        intent_type_routes: BTreeMap::from([
            ("deployment".into(), Route::Hybrid),
            ("scaling".into(), Route::Legacy),
        ]),
        namespace_routes: BTreeMap::from([("nephoran-dev".into(), Route::Microservices)]),
        default_route: Route::Validation,
        performance_comparison: true,
        in_flight: InFlight::Abort,
        rollback_enabled: false,
        validation_strict: false,
    };
    assert_eq!(parsed.config, expected);
    assert_eq!(
        parsed.warnings,
        ["migration-config: retries is not a known key and is ignored"]
    );
}

#[test]
fn every_migration_phase_has_its_ceiling() {
    for (text, ceiling) in [
        ("preparation", None),
        ("llm_split", Some(Phase::Llm)),
        ("resource_split", Some(Phase::Resource)),
        ("manifest_split", Some(Phase::Manifest)),
        ("gitops_split", Some(Phase::Gitops)),
        ("verification_split", Some(Phase::Verification)),
        ("complete", Some(Phase::Verification)),
    ] {
        let phase = read(&[("migration-phase", text)])
            .unwrap()
            .config
            .migration_phase;
        assert_eq!((phase.name(), phase.ceiling()), (text, ceiling));
    }
}

#[test]
fn a_value_a_key_cannot_have_is_an_error_that_says_what_it_can_be() {
    for (key, value, message) in [
        (
            "migration-phase",
            "done",
            "migration-config: migration-phase is \"done\"; write preparation, llm_split, resource_split, \
             manifest_split, gitops_split, verification_split or complete",
        ),
        (
            "defaultRoute",
            "fast",
            "migration-config: defaultRoute is \"fast\"; write Legacy, Microservices, Hybrid or Validation",
        ),
        (
            "performanceComparison",
            "yes",
            "migration-config: performanceComparison is \"yes\"; write true or false",
        ),
        (
            "inFlight",
            "Drop",
            "migration-config: inFlight is \"Drop\"; write Finish or Abort",
        ),
        (
            "rollback-enabled",
            "",
            "migration-config: rollback-enabled is \"\"; write true or false",
        ),
        (
            "validation-strict",
            "1",
            "migration-config: validation-strict is \"1\"; write true or false",
        ),
    ] {
        let error = read(&[(key, value)]).unwrap_err();
        assert_eq!(
            (error.reason(), error.to_string().as_str()),
            ("RouteConfigInvalidValue", message)
        );
    }
}

#[test]
fn a_malformed_table_of_routes_is_an_error_with_its_place() {
    for key in ["intentTypeRoutes", "namespaceRoutes"] {
        let error = read(&[(key, "deployment: fast")]).unwrap_err();
        assert_eq!(error.reason(), "RouteConfigInvalidTable");
        assert_eq!(
            error.to_string(),
            format!(
                "migration-config: {key} is malformed: unknown route \"fast\": expected Legacy, Microservices, \
                 Hybrid or Validation at line 1, column 13; write a mapping of names to routes"
            )
        );
        assert!(
            read(&[(key, "")])
                .unwrap()
                .config
                .intent_type_routes
                .is_empty()
        );
    }
}
