//! How much a cluster has room for: what its operator states, else what its nodes have left.

use nephoran_api::{ClusterNodes, IntentModel};
use nephoran_resource_planning::{Cluster, Held, PlanInput, Planned, plan};

use crate::{clusters, component, input, model, words};

/// An AMF with so many CPUs; the register it brings takes 100m.
fn amf(cpu: u32) -> IntentModel {
    model(&format!(
        "{{action: Deploy, networkFunctions: [{{type: AMF, replicas: 1}}], resources: {{cpu: '{cpu}', memory: 1Gi}}}}"
    ))
}

/// The cluster `site`, which states `capacity`, with nodes of 16 CPU and 64 GiB of which others request so many CPUs.
fn site(capacity: &str, elsewhere: u32) -> Vec<Cluster> {
    let nodes = format!(
        "{{ready: 2, allocatable: {{cpu: '16', memory: 64Gi}}, requested: {{cpu: '16', memory: 1Gi}}, requestedElsewhere: {{cpu: '{elsewhere}', memory: 1Gi}}}}"
    );
    let nodes: ClusterNodes = serde_saphyr::from_str(&nodes).unwrap();
    let mut clusters = clusters(&format!("{{site: {{capacity: {capacity}}}}}"));
    clusters[0].nodes = Some(nodes);
    clusters
}

fn refusal(cpu: u32, clusters: Vec<Cluster>, held: Held) -> String {
    let input = PlanInput {
        held,
        ..input(amf(cpu), vec![], clusters)
    };
    words(&plan(&input).unwrap_err())
}

fn fits(cpu: u32, clusters: Vec<Cluster>) -> bool {
    plan(&input(amf(cpu), vec![], clusters)).is_ok()
}

#[test]
fn nodes_have_room_for_what_pods_of_no_intent_leave() {
    assert!(fits(9, site("{}", 6)));
    assert!(!fits(10, site("{}", 6)));
    assert!(fits(10, site("{}", 5)));
}

#[test]
fn what_the_operator_states_counts_resource_by_resource() {
    assert!(
        fits(40, site("{cpu: '80'}", 16)),
        "an autoscaler adds nodes"
    );
    assert!(
        !fits(3, site("{cpu: '3'}", 0)),
        "the operator keeps the rest"
    );
    assert!(!fits(10, site("{memory: 256Gi}", 6)), "CPU is not stated");
}

#[test]
fn a_refusal_names_the_nodes_the_other_pods_and_the_other_intents() {
    let estate = site("{}", 6);
    let other: Planned = plan(&PlanInput {
        target_namespace: "elsewhere".to_owned(),
        ..input(amf(2), vec![], estate.clone())
    })
    .unwrap();
    let told = refusal(8, estate, Held::of([&other.plan]));
    assert!(
        told.contains("cpu 8 of the 16 that its nodes offer, of which 6 are requested by other Pods and 2100m are held by other intents"),
        "{told}"
    );
    assert!(told.starts_with("Infeasible (resource)"), "{told}");
    let stated = refusal(8, site("{cpu: '6'}", 6), Held::default());
    assert!(stated.contains("cpu 8 of 6)"), "{stated}");
}

#[test]
fn a_cluster_whose_nodes_are_all_down_takes_nothing_new() {
    let mut down = site("{}", 0);
    down[0].nodes = Some(serde_saphyr::from_str("{ready: 0, allocatable: {cpu: '0', memory: 0Mi}, requested: {cpu: '0', memory: 0Mi}, requestedElsewhere: {cpu: '0', memory: 0Mi}}").unwrap());
    let told = refusal(1, down, Held::default());
    assert!(told.contains("of the 0 that its nodes offer"), "{told}");
}

#[test]
fn figures_that_moved_move_nothing_that_still_fits() {
    let first = plan(&input(amf(2), vec![], site("{}", 0))).unwrap();
    let again = PlanInput {
        previous: Some(first.plan.clone()),
        ..input(amf(2), vec![], site("{}", 11))
    };
    let again = plan(&again).unwrap();
    assert_eq!(again.plan.components, first.plan.components);
    assert_eq!(component(&again, "amf").cluster, "site");
}

#[test]
fn a_figure_that_cannot_be_read_is_named() {
    let mut odd = site("{}", 0);
    odd[0].nodes.as_mut().unwrap().allocatable.cpu.0 = "many".to_owned();
    let told = refusal(1, odd, Held::default());
    assert!(
        told.contains("TargetCluster site status.nodes.allocatable.cpu is many"),
        "{told}"
    );
}
