//! Plans of typical intents, written down in full. A change here is a change of what gets deployed: read it line by line.
//!
//! Here stands which functions are planned, how large and with what; where they run is the matter of `golden_estates`.

use nephoran_resource_planning::{Held, PlanInput};
use nephoran_telecom::Catalogue;

use crate::{clusters, input, model, planned};

/// One test per case: its plan is the snapshot of its name.
macro_rules! golden {
    ($($name:ident: $input:expr;)+) => {
        $(#[test]
        fn $name() {
            let planned = nephoran_resource_planning::plan(&$input).unwrap();
            insta::assert_yaml_snapshot!(planned.plan);
        })+
    };
}
pub(crate) use golden;

/// An intent on these clusters; without any on the cluster that is assumed.
pub(crate) fn on(clusters_text: &str, model_text: &str) -> PlanInput<'static> {
    input(model(model_text), vec![], clusters(clusters_text))
}

fn alone(text: &str) -> PlanInput<'static> {
    on("{}", text)
}

golden! {
    one_amf_brings_its_nrf:
        alone("{action: Deploy, networkFunctions: [{type: AMF, replicas: 3}]}");
    a_complete_core_for_ten_thousand_subscribers:
        alone("{action: Deploy, networkFunctions: [{type: AMF}, {type: SMF}, {type: UPF}, {type: NRF}, {type: AUSF}, {type: UDM}, {type: UDR}, {type: PCF}, {type: NSSF}], capacity: {subscribers: 10000}, qos: {throughputDownlink: 5Gbps}, environment: production}");
    a_slice_without_functions_gets_those_that_serve_it:
        alone("{action: Deploy, slice: {sst: 3, kind: MIoT}, capacity: {ues: 50000}}");
    a_radio_network_with_its_controller:
        alone("{action: Deploy, networkFunctions: [{type: O-CU-CP}, {type: O-CU-UP}, {type: O-DU}, {type: Near-RT-RIC}], capacity: {ues: 2500}}");
    an_edge_upf_without_any_cluster:
        alone("{action: Deploy, networkFunctions: [{type: UPF}], qos: {throughputDownlink: 20Gbps}, placement: {edge: true, region: eu-west}}");
    two_of_a_type_get_two_names_and_the_users_numbers:
        alone("{action: Deploy, networkFunctions: [{type: UPF}, {type: UPF, version: v4.2.0}, {type: UPF, name: upf-vip}], resources: {cpu: '2', memory: 3Gi, maxCpu: '4', maxMemory: 3Gi}}");

    an_evolved_packet_core_beside_an_amf_without_n26:
        alone("{action: Deploy, networkFunctions: [{type: MME}, {type: PGW-C}, {type: O-eNB}, {type: AMF}], capacity: {subscribers: 25000, sessions: 12000, registrationsPerSecond: 150}, qos: {throughputDownlink: 3Gbps, throughputUplink: 4Gbps}}");
    a_voice_core_kept_apart_node_by_node:
        alone("{action: Deploy, networkFunctions: [{type: P-CSCF}, {type: S-CSCF}], capacity: {subscribers: 26000}, qos: {availability: 0.9995}, policies: {affinity: [{kind: Apart, functions: [S-CSCF]}, {kind: Together, functions: [P-CSCF, I-CSCF]}]}}");
    a_roaming_partner_is_reached_through_a_security_proxy:
        alone("{action: Deploy, networkFunctions: [{type: SEPP, replicas: 2}, {type: SCP}], capacity: {subscribers: 4500}, policies: {network: [{from: SEPP, to: AUSF, point: SBI}], serviceMesh: true}, security: {authentication: [OAuth2], encryption: [TLS]}}");
    analytics_and_exposure_of_mixed_providers_and_versions:
        alone("{action: Deploy, networkFunctions: [{type: NWDAF}, {type: NEF}, {type: SMF, version: v4.1.0}, {type: UPF}], capacity: {sessions: 21000}, environment: staging}");
    a_management_framework_with_apps_on_overcommitted_nodes:
        PlanInput { catalogue: with_apps(), ..alone("{action: Deploy, networkFunctions: [{type: SMO}, {type: Non-RT-RIC}, {type: Near-RT-RIC}, {type: xApp}, {type: xApp, name: anomaly-detector, version: 1.2.0}, {type: rApp}], capacity: {cells: 120, ues: 30000}, objectives: [{goal: cost, weight: 0.7}, {goal: reliability, weight: 0.3}]}") };
    an_application_function_of_ones_own_catalogue:
        PlanInput { catalogue: with_apps(), ..alone("{action: Deploy, networkFunctions: [{type: AF}, {type: UPF}], capacity: {subscribers: 9000}}") };
    a_vehicle_slice_keeps_latency_and_error_rate:
        alone("{action: Deploy, networkFunctions: [{type: SMF}], slice: {sst: 4, kind: V2X, sd: '010203-112233'}, qos: {latencyMs: 40, packetErrorRate: 0.0001}, capacity: {sessions: 100}}");
    an_operators_own_slice_on_nodes_of_its_own:
        alone("{action: Deploy, networkFunctions: [{type: UDM, replicas: 2}], slice: {sst: 200, kind: Custom, sd: 00ABCD}, qos: {fiveQi: 130}, security: {isolation: dedicated}, resources: {storage: 20Gi}, pattern: HighAvailability}");
    a_second_broadband_slice_works_with_the_register_of_the_first:
        beside_a_first("{action: Deploy, networkFunctions: [{type: SMF, name: smf-gold}, {type: UPF, name: upf-gold}], slice: {sst: 1, kind: eMBB}, capacity: {sessions: 5000}, security: {isolation: none}}");
}

/// The built-in catalogue with images for the applications that have no public one, and a larger AF.
fn with_apps() -> &'static Catalogue {
    static CATALOGUE: std::sync::OnceLock<Catalogue> = std::sync::OnceLock::new();
    let own = "
templates:
  rApp:
    image: {provider: acme, repository: registry.example.com/acme/energy-saver, tag: 3.0.1, source: the operator's own}
  AF:
    image: {provider: acme, repository: 'registry.example.com:5000/acme/af', tag: '2.4', source: the operator's own}
    workload: {kind: StatefulSet, storage: {sizeGib: 5, source: the operator's own}}
    sizing: {perReplicaCapacity: 4000, storageMibPerStep: 256, source: the operator's own measurement}
    floor: {replicas: 2, source: the operator's own}
";
    CATALOGUE.get_or_init(|| Catalogue::with(&[("own.yaml", own)]).unwrap())
}

/// An intent in the namespace where the plan of another runs a broadband slice already.
fn beside_a_first(text: &str) -> PlanInput<'static> {
    let first =
        planned("{action: Deploy, slice: {sst: 1, kind: eMBB}, capacity: {subscribers: 900}}");
    PlanInput {
        held: Held::of([&first.plan]),
        intent: "second".to_owned(),
        ..alone(text)
    }
}
