//! A refusal names a set of constraints that cannot hold together, and not one too many.

use nephoran_api::{ClusterFeature, IntentModel, PlacementRequest, PlanConstraints};
use nephoran_resource_planning::{Held, PlanError, PlanInput, Quota, plan};
use proptest::prelude::*;

use crate::generate::{self, World};
use crate::properties::config;
use crate::{clusters, input, model};

/// What a sentence of a refusal starts with or holds, and how to do without the constraint.
const CONSTRAINTS: [(&str, Drop); 12] = [
    ("the named cluster", |input| place(input).cluster = None),
    ("the named region", |input| place(input).region = None),
    ("the named zone", |input| place(input).zone = None),
    ("the limit to regions", |input| {
        input.constraints.allowed_regions.clear();
    }),
    ("the ban of regions", |input| {
        input.constraints.denied_regions.clear();
    }),
    ("the latency target", |input| {
        for cluster in &mut input.clusters {
            cluster.spec.latency_ms.clear();
        }
    }),
    ("the availability of", |input| {
        for cluster in &mut input.clusters {
            for number in
                cluster.spec.zones.len()..if cluster.spec.zones.is_empty() { 0 } else { 3 }
            {
                cluster.spec.zones.push(format!("more-{number}"));
            }
        }
    }),
    ("the hardware of", |input| {
        for cluster in &mut input.clusters {
            cluster.spec.features = vec![
                ClusterFeature::Sriov,
                ClusterFeature::Hugepages1Gi,
                ClusterFeature::Ptp,
            ];
        }
    }),
    ("admission", |input| {
        for cluster in &mut input.clusters {
            cluster.spec.admission = None;
        }
    }),
    ("left by the quota", |input| input.quotas.clear()),
    ("held by other intents", |input| {
        input.held = Held::default();
    }),
    ("cost", |input| input.constraints.max_monthly_cost = None),
];

/// Room is told with what is held of it.
fn without_capacity(input: &mut PlanInput<'_>) {
    for cluster in &mut input.clusters {
        cluster.spec.capacity = None;
        cluster.nodes = None;
    }
}

fn place<'i>(input: &'i mut PlanInput<'_>) -> &'i mut PlacementRequest {
    input.model.placement.get_or_insert_default()
}

/// The sentences of a refusal that placement makes; none for other refusals.
fn sentences(error: &PlanError) -> Vec<String> {
    match error {
        PlanError::AdmissionDenied(_) => vec!["admission".to_owned()],
        PlanError::Infeasible { conflicts, .. } => conflicts.clone(),
        _ => Vec::new(),
    }
}

fn names(sentence: &str, mark: &str) -> bool {
    match mark {
        "left by the quota" | "held by other intents" => sentence.contains(mark),
        "cost" => sentence.starts_with("the cheapest placement costs"),
        _ => sentence.starts_with(mark),
    }
}

fn is_about_capacity(sentence: &str) -> bool {
    (sentence.contains(" fits no cluster (") || sentence.starts_with("no way was found"))
        && !sentence.contains("left by the quota")
}

type Drop = fn(&mut PlanInput<'_>);

/// How to do without each constraint that a refusal names, and without each that it does not.
fn split(sentences: &[String]) -> (Vec<Drop>, Vec<Drop>) {
    let named = |mark: &str| sentences.iter().any(|sentence| names(sentence, mark));
    let (mut with, mut without): (Vec<Drop>, Vec<Drop>) = (Vec::new(), Vec::new());
    for (mark, drop) in CONSTRAINTS {
        if named(mark) {
            with.push(drop);
        } else {
            without.push(drop);
        }
    }
    if sentences.iter().any(|sentence| is_about_capacity(sentence)) {
        with.push(without_capacity);
    } else {
        without.push(without_capacity);
    }
    (with, without)
}

fn check(model: &IntentModel, world: &World) -> Result<(), TestCaseError> {
    let base = world.input(model);
    let Err(error) = plan(&base) else {
        return Ok(());
    };
    let told = sentences(&error);
    let (named, others) = split(&told);
    let from_placement = told.iter().all(|sentence| {
        is_about_capacity(sentence) || CONSTRAINTS.iter().any(|(mark, _)| names(sentence, mark))
    });
    if told.is_empty() || !from_placement {
        return Ok(());
    }
    let mut alone = base;
    for drop in others {
        drop(&mut alone);
    }
    prop_assert!(plan(&alone).is_err(), "these are no conflict: {told:?}");
    for drop in named {
        let mut fewer = PlanInput {
            model: alone.model.clone(),
            constraints: alone.constraints.clone(),
            clusters: alone.clusters.clone(),
            held: alone.held.clone(),
            quotas: alone.quotas.clone(),
            ..input(alone.model.clone(), vec![], vec![])
        };
        drop(&mut fewer);
        let planned = plan(&fewer);
        prop_assert!(
            planned.is_ok(),
            "one too many in {told:?}: {}",
            planned.unwrap_err()
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn each_constraint_of_a_refusal_is_needed_for_it(model in generate::deploy(), world in generate::world()) {
        check(&model, &world)?;
    }
}

/// Refusals of several constraints together, to be read side by side.
#[test]
fn refusals_name_what_cannot_hold_together() {
    let core = "{action: Deploy, networkFunctions: [{type: AMF}, {type: SMF}, {type: UPF}]";
    let estate = "
        central: {region: eu-west, zones: [a, b, c], capacity: {cpu: '64', memory: 64Gi}, latencyMs: {here: 20}}
        north: {region: eu-north, zones: [n], capacity: {cpu: 300m, memory: 1Gi}, latencyMs: {here: 5}}
        ";
    let other = "{action: Deploy, networkFunctions: [{type: UPF, replicas: 3}], resources: {cpu: '21', memory: 4Gi}, placement: {cluster: central}}";
    let limits = |text: &str| serde_saphyr::from_str::<PlanConstraints>(text).unwrap();
    let cases = [
        (format!("{core}, placement: {{region: eu-north}}}}"), "{}"),
        (format!("{core}, qos: {{latencyMs: 10}}}}"), "{}"),
        (
            format!("{core}, qos: {{latencyMs: 10}}, placement: {{region: eu-west}}}}"),
            "{}",
        ),
        (
            format!("{core}, qos: {{availability: 0.999}}, placement: {{cluster: north}}}}"),
            "{}",
        ),
        (
            format!("{core}, resources: {{cpu: '1', memory: 2Gi}}}}"),
            "{}",
        ),
        (format!("{core}}}"), "{deniedRegions: [eu-west]}"),
        (
            format!("{core}}}"),
            "{allowedRegions: [us-east], deniedRegions: [eu-west]}",
        ),
        (format!("{core}}}"), "{maxMonthlyCost: 1}"),
        (
            format!("{core}, qos: {{throughputDownlink: 20Gbps}}}}"),
            "{}",
        ),
        (
            "{action: Deploy, networkFunctions: [{type: UPF, replicas: 4}]}".to_owned(),
            "{}",
        ),
        (format!("{core}, placement: {{zone: z}}}}"), "{}"),
        (
            format!("{core}, qos: {{latencyMs: 10}}}}"),
            "{maxMonthlyCost: .nan}",
        ),
    ];
    let held = plan(&input(model(other), vec![], clusters(estate))).unwrap();
    let words: Vec<_> = cases
        .iter()
        .map(|(text, limit)| {
            let input = PlanInput {
                held: Held::of([&held.plan]),
                constraints: limits(limit),
                ..input(model(text), vec![], clusters(estate))
            };
            crate::words(&plan(&input).unwrap_err())
        })
        .collect();
    insta::assert_snapshot!(words.join("\n"));
}

/// The quota binds on a cluster where the first function may not be anyway: its numbers are told all the same.
#[test]
fn a_shortage_is_told_with_its_numbers_wherever_it_is() {
    let core = "{action: Deploy, networkFunctions: [{type: UPF, replicas: 3}, {type: AMF}, {type: SMF}, {type: NRF}]}";
    let estate = "
        north: {capacity: {cpu: '64', memory: 64Gi}, admission: {maxReplicas: 2}}
        south: {capacity: {cpu: 1600m, memory: 64Gi}}
        ";
    let quota = Quota {
        pods: Some(1),
        ..Quota::default()
    };
    let input = PlanInput {
        quotas: [("north".to_owned(), quota)].into(),
        ..input(model(core), vec![], clusters(estate))
    };
    insta::assert_snapshot!(crate::words(&plan(&input).unwrap_err()));
}
