//! Amendments: whose functions they change, and how they fold.

use nephoran_api::{Amends, IntentModel, SliceRequest};
use nephoran_resource_planning::{
    Amendment, OwnedFunction, OwnedFunctions, PlanError, Planned, plan, target_of,
};
use nephoran_telecom::{NetworkFunctionType, SliceKind};

use crate::{component, input, model, words};

const CORE: &str =
    "{action: Deploy, networkFunctions: [{type: AMF, replicas: 3}, {type: SMF}, {type: UPF}]}";

fn amending(intents: &[(&str, &str)]) -> Planned {
    plan(&input(model(CORE), amendments(intents), vec![])).unwrap()
}

fn amendments(intents: &[(&str, &str)]) -> Vec<Amendment> {
    intents
        .iter()
        .enumerate()
        .map(|(number, (intent, text))| Amendment {
            namespace: "telecom".to_owned(),
            intent: (*intent).to_owned(),
            uid: number.to_string(),
            generation: 1,
            model: model(text),
        })
        .collect()
}

const TO_FIVE: (&str, &str) = (
    "scale-to-5",
    "{action: Scale, networkFunctions: [{type: AMF, replicas: 5}]}",
);
const TO_THREE: (&str, &str) = (
    "scale-to-3",
    "{action: Scale, networkFunctions: [{type: AMF, replicas: 3}]}",
);
const TWO_MORE: (&str, &str) = (
    "two-more",
    "{action: Scale, networkFunctions: [{type: AMF, scaleBy: 2}]}",
);
const HALVE: (&str, &str) = (
    "halve",
    "{action: Scale, networkFunctions: [{type: AMF, scaleFactor: 0.5}]}",
);

fn amf_replicas(intents: &[(&str, &str)]) -> u32 {
    component(&amending(intents), "amf").replicas.desired
}

#[test]
fn a_later_scaling_supersedes_the_earlier_and_is_named_in_it() {
    let planned = amending(&[TO_FIVE, TO_THREE]);
    assert_eq!(component(&planned, "amf").replicas.desired, 3);
    assert_eq!(
        planned.amendments[0].superseded,
        ["amf.replicas by scale-to-3"]
    );
    assert!(planned.amendments[1].superseded.is_empty());
}

#[test]
fn deleting_the_later_scaling_restores_the_earlier() {
    assert_eq!(amf_replicas(&[TO_FIVE]), 5);
    assert!(amending(&[TO_FIVE]).amendments[0].superseded.is_empty());
}

#[test]
fn relative_scaling_builds_on_what_was_there() {
    assert_eq!(amf_replicas(&[TWO_MORE]), 5);
    assert_eq!(amf_replicas(&[HALVE]), 2, "half of three, rounded up");
    assert_eq!(amf_replicas(&[TO_FIVE, TWO_MORE]), 7);
    assert_eq!(
        amf_replicas(&[TWO_MORE, HALVE]),
        3,
        "half of five, rounded up"
    );
}

#[test]
fn a_ratio_means_what_it_says_in_decimals() {
    let ten = (
        "to-ten",
        "{action: Scale, networkFunctions: [{type: AMF, replicas: 10}]}",
    );
    let a_tenth_more = (
        "a-tenth-more",
        "{action: Scale, networkFunctions: [{type: AMF, scaleFactor: 1.1}]}",
    );
    assert_eq!(amf_replicas(&[ten, a_tenth_more]), 11);
}

#[test]
fn a_busier_hour_takes_more_of_each_replica() {
    let busier = "{action: Configure, networkFunctions: [{type: AMF}], capacity: {registrationsPerSecond: 200}}";
    let planned = amending(&[("busier", busier)]);
    // 80m and 50m for each ten of the 100 registrations that one of two replicas carries.
    let amf = component(&planned, "amf");
    assert_eq!(amf.resources.requests["cpu"].0, "580m");
    assert_eq!(amf.replicas.desired, 3);
}

#[test]
fn an_absolute_number_supersedes_every_relative_one_before_it() {
    let planned = amending(&[TWO_MORE, HALVE, TO_FIVE]);
    assert_eq!(component(&planned, "amf").replicas.desired, 5);
    assert_eq!(
        planned.amendments[0].superseded,
        ["amf.replicas by scale-to-5"]
    );
    assert_eq!(
        planned.amendments[1].superseded,
        ["amf.replicas by scale-to-5"]
    );
}

#[test]
fn settings_of_different_fields_live_side_by_side() {
    let configure = (
        "more-memory",
        "{action: Configure, networkFunctions: [{type: AMF}], resources: {memory: 2Gi, maxMemory: 2Gi}}",
    );
    let planned = amending(&[TO_FIVE, configure]);
    let amf = component(&planned, "amf");
    assert_eq!(
        (
            amf.replicas.desired,
            amf.resources.requests["memory"].0.as_str()
        ),
        (5, "2Gi")
    );
    assert!(
        planned
            .amendments
            .iter()
            .all(|amendment| amendment.superseded.is_empty())
    );
}

#[test]
fn maintenance_changes_the_version_and_the_revision() {
    let planned = amending(&[(
        "upgrade",
        "{action: Maintain, networkFunctions: [{type: SMF, version: v4.2.3}]}",
    )]);
    let smf = component(&planned, "smf");
    assert_eq!(smf.image, "docker.io/free5gc/smf:v4.2.3");
    assert_eq!(smf.revision.as_deref(), Some("upgrade-1"));
    assert_eq!(component(&planned, "amf").revision, None);
}

#[test]
fn maintenance_without_a_function_restarts_all() {
    let planned = amending(&[("restart", "{action: Maintain, networkFunctions: []}")]);
    assert!(
        planned
            .plan
            .components
            .iter()
            .all(|component| component.revision.as_deref() == Some("restart-1"))
    );
}

#[test]
fn removing_a_function_removes_what_was_added_for_it() {
    let planned = amending(&[
        (
            "remove-amf",
            "{action: Remove, networkFunctions: [{type: AMF}]}",
        ),
        (
            "remove-smf",
            "{action: Remove, networkFunctions: [{type: SMF}]}",
        ),
    ]);
    let names: Vec<_> = planned
        .plan
        .components
        .iter()
        .map(|component| component.name.as_str())
        .collect();
    assert_eq!(names, ["upf"], "the NRF was only there for AMF and SMF");
}

#[test]
fn removing_everything_leaves_an_empty_plan() {
    let planned = amending(&[("remove-all", "{action: Remove, networkFunctions: []}")]);
    assert!(planned.plan.components.is_empty() && planned.plan.cost.per_component.is_empty());
}

#[test]
fn removing_what_another_function_needs_is_refused_and_leaves_the_plan_as_it_was() {
    let planned = amending(&[
        (
            "remove-upf",
            "{action: Remove, networkFunctions: [{type: UPF}]}",
        ),
        TO_FIVE,
    ]);
    assert_eq!(component(&planned, "amf").replicas.desired, 5);
    assert_eq!(component(&planned, "upf").replicas.desired, 1);
    assert_eq!(planned.refused[0].intent, "remove-upf");
    insta::assert_snapshot!(words(&planned.refused[0].error), @"Infeasible (validation): no plan satisfies all constraints: UPF is removed but smf (SMF) does not start without it; remove both or neither");
}

#[test]
fn a_removal_supersedes_earlier_settings() {
    let planned = amending(&[
        TO_FIVE,
        (
            "remove-amf",
            "{action: Remove, networkFunctions: [{type: AMF}]}",
        ),
    ]);
    assert_eq!(
        planned.amendments[0].superseded,
        ["amf.replicas by remove-amf"]
    );
}

#[test]
fn an_impossible_scaling_is_refused_and_does_not_break_its_owner() {
    let planned = amending(&[
        (
            "to-forty",
            "{action: Scale, networkFunctions: [{type: AMF, replicas: 40}]}",
        ),
        TWO_MORE,
    ]);
    assert_eq!(component(&planned, "amf").replicas.desired, 5);
    assert_eq!(planned.amendments.len(), 1);
    insta::assert_snapshot!(words(&planned.refused[0].error), @"ReplicasOutOfRange (validation): amf cannot run 40 replicas: at most 16 run (estimate: one replica per worker node of a mid-size cluster); ask for 1 to 16, or change what demands it");
}

#[test]
fn an_intent_that_changes_nothing_is_refused() {
    let planned = amending(&[(
        "nothing",
        "{action: Scale, networkFunctions: [{type: AMF}]}",
    )]);
    assert_eq!(planned.refused[0].error, PlanError::NothingToChange);
}

#[test]
fn optimisation_replaces_the_objectives_of_the_plan() {
    let cost = (
        "cheap",
        "{action: Optimize, networkFunctions: [], objectives: [{goal: cost, weight: 1}]}",
    );
    let reliable = (
        "safe",
        "{action: Optimize, networkFunctions: [], objectives: [{goal: reliability, weight: 1}]}",
    );
    let planned = amending(&[cost, reliable]);
    let score = &planned.plan.score;
    assert!((score.total - score.reliability).abs() < 1e-9);
    assert_eq!(
        planned.amendments[0].superseded,
        ["plan.objectives by safe"]
    );
}

#[test]
fn a_request_without_a_name_is_ambiguous_between_two_of_a_type() {
    let two = "{action: Deploy, networkFunctions: [{type: UPF}, {type: UPF}]}";
    let scale = amendments(&[(
        "scale-upf",
        "{action: Scale, networkFunctions: [{type: UPF, replicas: 2}]}",
    )]);
    let planned = plan(&input(model(two), scale, vec![])).unwrap();
    assert!(matches!(
        planned.refused[0].error,
        PlanError::TargetAmbiguous { .. }
    ));
    let named = amendments(&[(
        "scale-upf",
        "{action: Scale, networkFunctions: [{type: UPF, name: upf-2, replicas: 2}]}",
    )]);
    let planned = plan(&input(model(two), named, vec![])).unwrap();
    assert_eq!(component(&planned, "upf-2").replicas.desired, 2);
    assert_eq!(component(&planned, "upf").replicas.desired, 1);
}

fn owners() -> Vec<OwnedFunctions> {
    let function = |name: &str, function_type, cluster: &str| OwnedFunction {
        name: name.to_owned(),
        function_type,
        cluster: cluster.to_owned(),
    };
    let owner = |intent: &str, target_namespace: &str, functions| OwnedFunctions {
        namespace: "telecom".to_owned(),
        intent: intent.to_owned(),
        target_namespace: target_namespace.to_owned(),
        slice: None,
        functions,
    };
    vec![
        owner(
            "core",
            "core-ns",
            vec![
                function("amf", NetworkFunctionType::Amf, "central"),
                function("smf", NetworkFunctionType::Smf, "central"),
            ],
        ),
        owner(
            "edge",
            "edge-ns",
            vec![
                function("upf", NetworkFunctionType::Upf, "edge"),
                function("amf", NetworkFunctionType::Amf, "edge"),
            ],
        ),
    ]
}

fn target(text: &str) -> Result<Amends, PlanError> {
    let model: IntentModel = model(text);
    target_of(&model, &owners())
}

#[test]
fn the_owner_of_the_only_match_is_amended() {
    let amends = target("{action: Scale, networkFunctions: [{type: SMF, replicas: 2}]}").unwrap();
    assert_eq!(
        (amends.intent.as_str(), amends.components),
        ("core", vec!["smf".to_owned()])
    );
}

#[test]
fn namespace_and_cluster_settle_an_ambiguity() {
    let both = "{action: Scale, networkFunctions: [{type: AMF, replicas: 2}]";
    insta::assert_snapshot!(words(&target(&format!("{both}}}")).unwrap_err()), @"TargetAmbiguous (validation): AMF matches several deployed functions: AMF amf in namespace core-ns on cluster central (owned by telecom/core), AMF amf in namespace edge-ns on cluster edge (owned by telecom/edge); name one, its slice, its namespace or its cluster");
    assert_eq!(
        target(&format!("{both}, placement: {{namespace: core-ns}}}}"))
            .unwrap()
            .intent,
        "core"
    );
    assert_eq!(
        target(&format!("{both}, placement: {{cluster: edge}}}}"))
            .unwrap()
            .intent,
        "edge"
    );
}

#[test]
fn a_request_for_what_is_not_deployed_lists_what_is() {
    insta::assert_snapshot!(words(&target("{action: Scale, networkFunctions: [{type: NEF, replicas: 2}]}").unwrap_err()), @"TargetNotFound (validation): no deployed function matches NEF; deployed functions: AMF amf in namespace core-ns on cluster central (owned by telecom/core), SMF smf in namespace core-ns on cluster central (owned by telecom/core), UPF upf in namespace edge-ns on cluster edge (owned by telecom/edge), AMF amf in namespace edge-ns on cluster edge (owned by telecom/edge)");
}

#[test]
fn without_a_function_the_one_owner_in_reach_is_amended_as_a_whole() {
    let amends =
        target("{action: Optimize, networkFunctions: [], placement: {namespace: edge-ns}}")
            .unwrap();
    assert_eq!(amends.components, ["amf", "upf"]);
    assert!(matches!(
        target("{action: Optimize, networkFunctions: []}"),
        Err(PlanError::TargetAmbiguous { .. })
    ));
}

#[test]
fn a_slice_says_whose_functions_are_meant() {
    let served = |sst, sd: &str, kind| SliceRequest {
        sst,
        sd: Some(sd.to_owned()),
        kind,
    };
    let [mut broadband, mut machines] = <[OwnedFunctions; 2]>::try_from(owners()).unwrap();
    broadband.target_namespace = "slices".to_owned();
    broadband.slice = Some(served(1, "0000A1", SliceKind::Embb));
    machines.target_namespace = "slices".to_owned();
    machines.slice = Some(served(3, "0000B2", SliceKind::Miot));
    let owners = [broadband, machines];
    let amended = |text: &str| {
        let model: IntentModel = model(text);
        target_of(&model, &owners)
    };
    let about = |slice: &str| format!("{{action: Optimize, networkFunctions: [], slice: {slice}}}");

    for (slice, intent) in [
        ("{sst: 1, kind: eMBB}", "core"),
        ("{sst: 1, sd: 0000a1, kind: eMBB}", "core"),
        ("{sst: 3, kind: MIoT}", "edge"),
    ] {
        assert_eq!(amended(&about(slice)).unwrap().intent, intent, "{slice}");
    }
    let scaled = "{action: Scale, networkFunctions: [{type: AMF, replicas: 2}], slice: {sst: 3, kind: MIoT}}";
    assert_eq!(amended(scaled).unwrap().intent, "edge");
    // A slice that nothing serves is not made of one that is there.
    insta::assert_snapshot!(words(&amended(&about("{sst: 2, sd: 00C0DE, kind: URLLC}")).unwrap_err()), @"TargetNotFound (validation): no deployed function matches every function of slice 2-00C0DE; deployed functions: AMF amf of slice 1-0000A1 in namespace slices on cluster central (owned by telecom/core), SMF smf of slice 1-0000A1 in namespace slices on cluster central (owned by telecom/core), UPF upf of slice 3-0000B2 in namespace slices on cluster edge (owned by telecom/edge), AMF amf of slice 3-0000B2 in namespace slices on cluster edge (owned by telecom/edge)");
}
