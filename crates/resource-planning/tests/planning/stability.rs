//! What runs stays where it is unless moving is worth it.

use nephoran_resource_planning::{Cluster, PlanInput, Planned, plan};

use crate::{clusters, component, input, model};

const CHEAP: &str =
    "{action: Deploy, networkFunctions: [{type: AMF}], objectives: [{goal: latency, weight: 1}]}";

fn again(text: &str, clusters: Vec<Cluster>, before: &Planned) -> Planned {
    plan(&PlanInput {
        previous: Some(before.plan.clone()),
        ..input(model(text), vec![], clusters)
    })
    .unwrap()
}

fn two(first: f64, second: f64) -> Vec<Cluster> {
    clusters(&format!(
        "{{one: {{latencyMs: {{here: {first}}}}}, two: {{latencyMs: {{here: {second}}}}}}}"
    ))
}

#[test]
fn a_function_stays_at_a_score_within_one_percent_and_moves_beyond() {
    let first = plan(&input(model(CHEAP), vec![], two(5.0, 6.0))).unwrap();
    assert_eq!(component(&first, "amf").cluster, "one");
    // Latency scores 10/(10+ms): 0.6667 here, 0.6711 there.
    let little = again(CHEAP, two(5.0, 4.9), &first);
    assert_eq!(component(&little, "amf").cluster, "one");
    assert!(
        little.plan.placements[0]
            .reason
            .starts_with("where it ran before")
    );
    let much = again(CHEAP, two(5.0, 4.0), &first);
    assert_eq!(component(&much, "amf").cluster, "two");
}

#[test]
fn functions_of_a_cluster_that_vanished_move_and_that_is_said() {
    let first = plan(&input(model(CHEAP), vec![], two(5.0, 6.0))).unwrap();
    let mut left = two(5.0, 6.0);
    left.retain(|cluster| cluster.name == "two");
    let moved = again(CHEAP, left, &first);
    assert_eq!(component(&moved, "amf").cluster, "two");
    assert!(
        moved.plan.warnings.contains(
            &"cluster one does not exist any more: nrf, amf ran there and move".to_owned()
        ),
        "{:?}",
        moved.plan.warnings
    );
}

#[test]
fn what_was_split_is_not_gathered_for_its_own_sake() {
    let core = "{action: Deploy, networkFunctions: [{type: AMF}, {type: SMF}, {type: UPF}]}";
    let tight = clusters("{one: {capacity: {cpu: 500m}}, two: {capacity: {cpu: 350m}}}");
    let first = plan(&input(model(core), vec![], tight)).unwrap();
    let split = |planned: &Planned| planned.plan.cost.per_cluster.len();
    assert_eq!(split(&first), 2);
    let roomy = clusters("{one: {capacity: {cpu: '4'}}, two: {capacity: {cpu: '4'}}}");
    assert_eq!(split(&again(core, roomy.clone(), &first)), 2);
    assert_eq!(split(&plan(&input(model(core), vec![], roomy)).unwrap()), 1);
}
