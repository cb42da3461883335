use nephoran_api::{NetworkIntentSpec, NetworkIntentStatus};
use nephoran_feature_flags::flag::FlagSet;

use super::*;

fn intent(name: &str) -> NetworkIntent {
    let spec = NetworkIntentSpec {
        intent: "Deploy an NRF with 1 replica".to_owned(),
        ..NetworkIntentSpec::default()
    };
    let mut intent = NetworkIntent::new(name, spec);
    intent.metadata.namespace = Some("core".to_owned());
    intent.metadata.generation = Some(3);
    intent
}

fn settings(flags: &str) -> InForce {
    InForce {
        flags: FlagSet::parse(flags).unwrap().set,
        ..InForce::default()
    }
}

fn decided(flags: &str) -> RouteStatus {
    let now = Timestamp::from_second(1).unwrap();
    decide(
        &intent("a"),
        None,
        &settings(flags),
        Computed::default(),
        now,
    )
}

#[test]
fn without_flags_the_default_route_rules_and_says_so() {
    let route = decide(
        &intent("a"),
        None,
        &InForce::default(),
        Computed::default(),
        Timestamp::from_second(1).unwrap(),
    );
    assert_eq!(route.decision, RouteDecision::Legacy);
    assert_eq!(route.generation, 3);
    assert!(!route.reason.is_empty());
    assert_eq!(pipeline(&route), None);
    assert_eq!(legacy_from(&route), Some(PipelinePhase::LLMProcessing));
}

#[test]
fn the_full_flag_hands_everything_to_the_controllers() {
    let route = decided("flags: {microservices.full.enabled: {enabled: true}}");
    assert_eq!(route.decision, RouteDecision::Microservices);
    assert_eq!(legacy_from(&route), None);
    assert_eq!(
        pipeline(&route),
        Some(Pipeline {
            stop_after: None,
            mode: Mode::Live
        })
    );
}

#[test]
fn a_prefix_of_flags_is_hybrid_and_the_monolith_goes_on_after_it() {
    let route = decided(
        "flags: {microservices.llm.enabled: {enabled: true}, microservices.resource.enabled: {enabled: true}}",
    );
    assert_eq!(route.decision, RouteDecision::Hybrid);
    assert_eq!(
        route.last_pipeline_phase,
        Some(PipelinePhase::ResourcePlanning)
    );
    assert_eq!(legacy_from(&route), Some(PipelinePhase::ManifestGeneration));
    assert!(!planned_by_legacy(&route));
}

#[test]
fn an_amendment_goes_where_its_owner_runs() {
    let mut owner = intent("owner");
    owner.status = Some(NetworkIntentStatus {
        route: Some(decided(
            "flags: {microservices.full.enabled: {enabled: true}}",
        )),
        ..NetworkIntentStatus::default()
    });
    let route = decide(
        &intent("scale"),
        Some(&owner),
        &InForce::default(),
        Computed::default(),
        Timestamp::from_second(9).unwrap(),
    );
    assert_eq!(route.decision, RouteDecision::Microservices);
    assert!(route.reason.contains("owner"), "{}", route.reason);
}

#[test]
fn a_route_is_pinned_for_its_generation_only() {
    let mut intent = intent("a");
    intent.status = Some(NetworkIntentStatus {
        route: Some(decided("flags: {}")),
        ..NetworkIntentStatus::default()
    });
    assert!(pinned(&intent).is_some());
    intent.metadata.generation = Some(4);
    assert!(pinned(&intent).is_none());
}
