//! What is refused, and what the refusal says: the conflict with its numbers and what to change.

use nephoran_resource_planning::{PlanError, plan};

use crate::{clusters, component, input, model, planned, refused, words};

/// Every refusal in one list, so that their wording can be read side by side.
#[test]
fn every_refusal_names_the_conflict_and_the_cure() {
    let amf = |rest: &str| format!("{{action: Deploy, networkFunctions: [{{type: AMF}}]{rest}}}");
    let small = "small: {region: eu-west, zones: [a], capacity: {cpu: 200m, memory: 1Gi}}";
    let one_zone = "single: {zones: [a]}";
    let strict = "strict: {admission: {allowedNamespaces: [other], maxReplicas: 2}}";
    let typed = "typed: {admission: {allowedTypes: [UPF]}}";
    let cases = [
        ("{action: Scale, networkFunctions: [{type: AMF, replicas: 3}]}".to_owned(), "{}"),
        ("{action: Deploy, networkFunctions: []}".to_owned(), "{}"),
        ("{action: Deploy, networkFunctions: [{type: UDSF}]}".to_owned(), "{}"),
        ("{action: Deploy, networkFunctions: [{type: AMF, name: AMF_1}]}".to_owned(), "{}"),
        ("{action: Deploy, networkFunctions: [{type: AMF, name: a}, {type: SMF, name: a}]}".to_owned(), "{}"),
        ("{action: Deploy, networkFunctions: [{type: AMF, version: latest}]}".to_owned(), "{}"),
        ("{action: Deploy, networkFunctions: [{type: AMF, replicas: 0}]}".to_owned(), "{}"),
        ("{action: Deploy, networkFunctions: [{type: AMF, replicas: 40}]}".to_owned(), "{}"),
        ("{action: Deploy, networkFunctions: [{type: NRF}], scaling: {minReplicas: 2}}".to_owned(), "{}"),
        ("{action: Deploy, networkFunctions: [{type: AMF, replicas: 2}], capacity: {subscribers: 50000}}".to_owned(), "{}"),
        ("{action: Deploy, networkFunctions: [{type: AMF, replicas: 1}], qos: {availability: 0.9999}}".to_owned(), "{}"),
        (amf(", capacity: {subscribers: 1000000000000}"), "{}"),
        (amf(", qos: {availability: 1.0}"), "{}"),
        (amf(", qos: {availability: 0.99999}, capacity: {subscribers: 160000}"), "{}"),
        (amf(", scaling: {minReplicas: 5, maxReplicas: 3}"), "{}"),
        (amf(", scaling: {maxReplicas: 200}"), "{}"),
        (amf(", scaling: {targetCpuPercent: 0}"), "{}"),
        (amf(", resources: {cpu: 50m}"), "{}"),
        (amf(", resources: {cpu: '2', maxCpu: '1'}"), "{}"),
        (amf(", resources: {memory: lots}"), "{}"),
        (amf(", resources: {cpu: 1500m}, slice: {sst: 2, kind: URLLC}"), "{}"),
        (amf(", resources: {cpu: '2', maxCpu: '4'}, slice: {sst: 2, kind: URLLC}"), "{}"),
        (amf(", slice: {sst: 1, kind: URLLC}"), "{}"),
        (amf(", slice: {sst: 1, kind: eMBB, sd: xyz}"), "{}"),
        (amf(", slice: {sst: 2, kind: URLLC}, qos: {latencyMs: 1}"), "{}"),
        (amf(", slice: {sst: 2, kind: URLLC}, qos: {fiveQi: 9, latencyMs: 10}"), "{}"),
        (amf(", slice: {sst: 2, kind: URLLC}, qos: {fiveQi: 99}"), "{}"),
        (amf(", objectives: [{goal: cost, weight: 7}]"), "{}"),
        (amf(", placement: {region: mars}"), small),
        (amf(", placement: {cluster: mars}"), small),
        (amf(", placement: {zone: z}"), small),
        (amf(", placement: {zone: a}, qos: {availability: 0.999}"), one_zone),
        (amf(""), small),
        (amf(", qos: {availability: 0.999}"), one_zone),
        (amf(""), strict),
        (amf(""), typed),
        (amf(", qos: {latencyMs: 5}"), "far: {latencyMs: {anywhere: 40}}"),
        (amf(""), "{a: {pricing: {cpuHour: 1, memoryGiBHour: 1, currency: EUR}}, b: {}}"),
        (amf(""), "a: {pricing: {cpuHour: -1, memoryGiBHour: 1}}"),
        (amf(""), "a: {capacity: {cpu: many}}"),
    ];
    let words: Vec<_> = cases
        .iter()
        .map(|(text, clusters)| words(&refused(text, clusters)))
        .collect();
    insta::assert_snapshot!(words.join("\n"));
}

#[test]
fn room_may_come_back_but_a_wrong_number_does_not_mend_itself() {
    use nephoran_api::{Classified, ErrorClass};
    let core = "{action: Deploy, networkFunctions: [{type: AMF}, {type: SMF}]}";
    let full = refused(
        core,
        "{one: {capacity: {cpu: 550m}}, two: {capacity: {cpu: 250m}}}",
    );
    assert_eq!(
        (full.reason(), full.class()),
        ("Infeasible", ErrorClass::Resource),
        "{full}"
    );
    let wrong = refused(
        "{action: Deploy, networkFunctions: [{type: AMF, replicas: 0}]}",
        "{}",
    );
    assert_eq!(wrong.class(), ErrorClass::Validation);
}

#[test]
fn functions_are_split_when_no_cluster_holds_them_all() {
    let core = "{action: Deploy, networkFunctions: [{type: AMF}, {type: SMF}, {type: UPF}]}";
    let two = clusters("{one: {capacity: {cpu: 500m}}, two: {capacity: {cpu: 350m}}}");
    let planned = plan(&input(model(core), vec![], two)).unwrap();
    assert_eq!(component(&planned, "upf").cluster, "one");
    assert_eq!(component(&planned, "amf").cluster, "two");
    assert_eq!(planned.plan.cost.per_cluster.len(), 2);
}

#[test]
fn subscribers_are_counted_one_by_one() {
    let replicas = |subscribers: u32| {
        let text = format!(
            "{{action: Deploy, networkFunctions: [{{type: AMF}}], capacity: {{subscribers: {subscribers}}}}}"
        );
        component(&crate::planned(&text), "amf").replicas.desired
    };
    assert_eq!(
        (replicas(10_000), replicas(10_001), replicas(20_001)),
        (1, 2, 3)
    );
}

#[test]
fn a_named_cluster_is_used_even_when_another_is_cheaper() {
    let pair = clusters("{cheap: {provider: onprem}, dear: {provider: edge}}");
    let text = |rest: &str| {
        model(&format!(
            "{{action: Deploy, networkFunctions: [{{type: AMF}}], objectives: [{{goal: cost, weight: 1}}]{rest}}}"
        ))
    };
    let free = plan(&input(text(""), vec![], pair.clone())).unwrap();
    assert_eq!(component(&free, "amf").cluster, "cheap");
    assert_eq!(free.plan.cost.alternatives[0].cluster, "dear");
    let named = plan(&input(text(", placement: {cluster: dear}"), vec![], pair)).unwrap();
    assert_eq!(component(&named, "amf").cluster, "dear");
}

#[test]
fn what_a_plan_does_not_carry_is_said() {
    let asked = planned(
        "{action: Deploy, networkFunctions: [{type: NRF}], qos: {jitterMs: 1}, policies: {serviceMesh: true}}",
    );
    assert_eq!(asked.plan.warnings.len(), 2, "{:?}", asked.plan.warnings);
}

#[test]
fn a_function_without_a_public_image_is_refused() {
    assert!(matches!(
        refused("{action: Deploy, networkFunctions: [{type: UDSF}]}", "{}"),
        PlanError::ImageUnknown { .. }
    ));
}
