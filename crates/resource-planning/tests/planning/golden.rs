//! Plans of typical intents, written down in full. A change here is a change of what gets deployed: read it line by line.

use nephoran_resource_planning::{Cluster, plan};

use crate::{clusters, input, model};

/// Three clusters of an operator: a central one, a smaller second region, and an edge site.
fn estate() -> Vec<Cluster> {
    clusters(
        "
        central: {region: eu-west, zones: [eu-west-1a, eu-west-1b, eu-west-1c], provider: aws, capacity: {cpu: '64', memory: 256Gi, storage: 2Ti}, latencyMs: {eu-west: 18}}
        north: {region: eu-north, zones: [eu-north-1a, eu-north-1b], provider: onprem, capacity: {cpu: '24', memory: 96Gi, storage: 500Gi}, latencyMs: {eu-north: 12}}
        edge: {region: eu-west, zones: [factory-a, factory-b, factory-c], provider: edge, capacity: {cpu: '32', memory: 64Gi, storage: 200Gi}, features: [sriov, hugepages-1Gi], latencyMs: {eu-west: 3}}
        ",
    )
}

macro_rules! golden {
    ($($name:ident: $clusters:expr, $model:literal;)+) => {
        $(#[test]
        fn $name() {
            let planned = plan(&input(model($model), vec![], $clusters)).unwrap();
            insta::assert_yaml_snapshot!(planned.plan);
        })+
    };
}

golden! {
    one_amf_brings_its_nrf: vec![],
        "{action: Deploy, networkFunctions: [{type: AMF, replicas: 3}]}";
    a_complete_core_for_ten_thousand_subscribers: vec![],
        "{action: Deploy, networkFunctions: [{type: AMF}, {type: SMF}, {type: UPF}, {type: NRF}, {type: AUSF}, {type: UDM}, {type: UDR}, {type: PCF}, {type: NSSF}], capacity: {subscribers: 10000}, qos: {throughputDownlink: 5Gbps}, environment: production}";
    a_factory_slice_runs_at_the_edge: estate(),
        "{action: Deploy, networkFunctions: [{type: AMF, replicas: 3}], slice: {sst: 2, kind: URLLC, sd: '010203'}, qos: {latencyMs: 10, availability: 0.99999}, placement: {region: eu-west}}";
    a_slice_without_functions_gets_those_that_serve_it: vec![],
        "{action: Deploy, slice: {sst: 3, kind: MIoT}, capacity: {ues: 50000}}";
    a_radio_network_with_its_controller: vec![],
        "{action: Deploy, networkFunctions: [{type: O-CU-CP}, {type: O-CU-UP}, {type: O-DU}, {type: Near-RT-RIC}], capacity: {ues: 2500}}";
    an_edge_upf_without_any_cluster: vec![],
        "{action: Deploy, networkFunctions: [{type: UPF}], qos: {throughputDownlink: 20Gbps}, placement: {edge: true, region: eu-west}}";
    a_hybrid_core_splits_at_the_user_plane: estate(),
        "{action: Deploy, networkFunctions: [{type: AMF}, {type: SMF}, {type: UPF}], pattern: Hybrid, qos: {availability: 0.999}, capacity: {sessions: 15000}}";
    an_autoscaled_amf_beside_a_fixed_upf: estate(),
        "{action: Deploy, networkFunctions: [{type: AMF}, {type: UPF}], scaling: {minReplicas: 2, maxReplicas: 6, targetCpuPercent: 70}, objectives: [{goal: cost, weight: 1}]}";
    two_of_a_type_get_two_names_and_the_users_numbers: vec![],
        "{action: Deploy, networkFunctions: [{type: UPF}, {type: UPF, version: v4.2.0}, {type: UPF, name: upf-vip}], resources: {cpu: '2', memory: 3Gi, maxCpu: '4', maxMemory: 3Gi}}";
}
