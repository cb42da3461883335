//! Plans of typical intents on the clusters of an operator: where everything runs, why, and at what price.

use nephoran_api::PlanConstraints;
use nephoran_resource_planning::{PlanInput, Quota};
use nephoran_telecom::Catalogue;

use crate::golden::{golden, on};

/// Three clusters of an operator: a central one, a smaller second region, and an edge site.
const ESTATE: &str = "
    central: {region: eu-west, zones: [eu-west-1a, eu-west-1b, eu-west-1c], provider: aws, capacity: {cpu: '64', memory: 256Gi, storage: 2Ti}, latencyMs: {eu-west: 18}}
    north: {region: eu-north, zones: [eu-north-1a, eu-north-1b], provider: onprem, capacity: {cpu: '24', memory: 96Gi, storage: 500Gi}, latencyMs: {eu-north: 12}}
    edge: {region: eu-west, zones: [factory-a, factory-b, factory-c], provider: edge, capacity: {cpu: '32', memory: 64Gi, storage: 200Gi}, features: [sriov, hugepages-1Gi], latencyMs: {eu-west: 3}}
    ";

/// One cluster of each kind, alike but for who runs it.
const PROVIDERS: &str = "
    amazon: {provider: aws, zones: [a, b, c], capacity: {cpu: '40', memory: 160Gi, storage: 1Ti}, latencyMs: {site: 25}}
    google: {provider: gcp, zones: [a, b, c], capacity: {cpu: '400', memory: 1600Gi, storage: 10Ti}, latencyMs: {site: 20}}
    metal: {provider: onprem, zones: [a], capacity: {cpu: '40', memory: 160Gi, storage: 1Ti}, latencyMs: {site: 15}}
    microsoft: {provider: azure, zones: [a, b, c], capacity: {cpu: '40', memory: 160Gi, storage: 1Ti}, latencyMs: {site: 22}}
    roadside: {provider: edge, zones: [a], capacity: {cpu: '16', memory: 32Gi, storage: 100Gi}, latencyMs: {site: 2}}
    ";

/// The built-in catalogue with a distributed unit whose throughput takes the Precision Time Protocol. The built-in one
/// takes it with a radio of hardware, which no intent asks for.
fn with_precise_time() -> &'static Catalogue {
    static CATALOGUE: std::sync::OnceLock<Catalogue> = std::sync::OnceLock::new();
    let own = "
templates:
  O-DU:
    sizing: {also: [{axis: throughputMbps, perReplicaCapacity: 20000, step: 1000, cpuMillicoresPerStep: 100, memoryMibPerStep: 64, source: the operator's own measurement}]}
    hardware: {ptp: {when: highThroughput, source: the operator's own fronthaul}}
";
    CATALOGUE.get_or_init(|| Catalogue::with(&[("own.yaml", own)]).unwrap())
}

golden! {
    a_factory_slice_runs_at_the_edge:
        on(ESTATE, "{action: Deploy, networkFunctions: [{type: AMF, replicas: 3}], slice: {sst: 2, kind: URLLC, sd: '010203'}, qos: {latencyMs: 10, availability: 0.99999}, placement: {region: eu-west}}");
    a_hybrid_core_splits_at_the_user_plane:
        on(ESTATE, "{action: Deploy, networkFunctions: [{type: AMF}, {type: SMF}, {type: UPF}], pattern: Hybrid, qos: {availability: 0.999}, capacity: {sessions: 15000}}");
    an_autoscaled_amf_beside_a_fixed_upf:
        on(ESTATE, "{action: Deploy, networkFunctions: [{type: AMF}, {type: UPF}], scaling: {minReplicas: 2, maxReplicas: 6, targetCpuPercent: 70}, objectives: [{goal: cost, weight: 1}]}");

    a_fast_user_plane_takes_cores_pages_and_virtual_functions_at_the_edge:
        on(ESTATE, "{action: Deploy, networkFunctions: [{type: UPF}, {type: O-CU-UP}], qos: {throughputDownlink: 40Gbps, throughputUplink: 4Gbps}, capacity: {sessions: 50000, ues: 3000}}");
    the_least_energy_has_alternatives_that_are_better_in_other_respects:
        on(PROVIDERS, "{action: Deploy, networkFunctions: [{type: AMF}, {type: UDR}, {type: PCF}], capacity: {subscribers: 30000}, objectives: [{goal: energy, weight: 0.6}, {goal: latency, weight: 0.4}]}");
    a_highly_available_core_for_latency_throughput_and_reliability:
        on(PROVIDERS, "{action: Deploy, networkFunctions: [{type: AMF}, {type: AUSF}, {type: UDM}], pattern: HighAvailability, scaling: {maxReplicas: 8, targetMemoryPercent: 75}, capacity: {subscribers: 22000}, objectives: [{goal: latency, weight: 0.2}, {goal: throughput, weight: 0.5}, {goal: reliability, weight: 0.3}]}");
    a_distributed_core_is_spread_over_clusters:
        on(PROVIDERS, "{action: Deploy, networkFunctions: [{type: AMF}, {type: SMF}, {type: UPF}, {type: PCF}], pattern: Distributed}");
    prices_of_ones_own_decide_where_charging_runs:
        on("{a: {provider: aws, pricing: {cpuHour: 0.03, memoryGiBHour: 0.004, storageGiBMonth: 0.12, currency: EUR}}, b: {provider: gcp, pricing: {cpuHour: 0.035, memoryGiBHour: 0.004, storageGiBMonth: 0.02, currency: EUR}, energy: {wattsPerCpu: 3, powerUsageEffectiveness: 1.2}}}",
            "{action: Deploy, networkFunctions: [{type: CHF}, {type: BSF}], capacity: {subscribers: 50000}, resources: {storage: 100Gi}}");
    a_machine_slice_gives_up_the_edge_and_the_proof_of_zones:
        on("{hub: {provider: onprem, capacity: {cpu: '32'}}, kiosk: {provider: edge, zones: [k1, k2], capacity: {cpu: '1'}}}",
            "{action: Deploy, networkFunctions: [{type: AMF}, {type: UPF}], slice: {sst: 5, kind: HMTC}, qos: {availability: 0.999, latencyMs: 8}, placement: {edge: true}}");
    a_core_that_no_cluster_and_no_quota_holds_alone:
        PlanInput {
            quotas: [("alpha".to_owned(), Quota { cpu_millicores: Some(1200), pods: Some(2), ..Quota::default() })].into(),
            ..on("{alpha: {capacity: {cpu: '4'}}, beta: {capacity: {cpu: '1'}}}", "{action: Deploy, networkFunctions: [{type: AMF}, {type: SMF}, {type: UPF}, {type: NSSF}], capacity: {subscribers: 8000}}")
        };
    a_distributed_unit_runs_where_clocks_are_in_step:
        PlanInput {
            catalogue: with_precise_time(),
            ..on("{hall: {provider: edge, features: [ptp], latencyMs: {cell: 2}}, roof: {provider: edge, latencyMs: {cell: 1}}}",
                "{action: Deploy, networkFunctions: [{type: O-DU}], capacity: {cells: 2}, qos: {throughputDownlink: 12Gbps}}")
        };
    a_core_within_its_regions_and_its_budget:
        PlanInput {
            constraints: PlanConstraints { allowed_regions: vec!["eu-west".to_owned(), "eu-north".to_owned()], denied_regions: vec!["eu-west".to_owned()], max_monthly_cost: Some(20.0) },
            ..on(ESTATE, "{action: Deploy, networkFunctions: [{type: AMF}, {type: SMF}], objectives: [{goal: latency, weight: 1}]}")
        };
}
