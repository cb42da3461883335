//! Every line of the planner's properties, over random intents and clusters.
//!
//! 20,000 cases each; `PROPTEST_CASES` sets another number. With 100,000 cases and seed 7 every property of the planner
//! held, but for two that had not finished: the same bytes in any order of clusters, and that a volume never changes its
//! size where it is. No other seed was tried with so many.

use std::collections::BTreeMap;

use nephoran_api::{
    Action, BitRate, CloudProvider, ClusterFeature, Component, ComputeAmounts, FunctionRequest,
    IntentModel, QosClass, quantity,
};
use nephoran_resource_planning::{Amendment, Cluster, Planned, plan};
use nephoran_telecom::{Catalogue, NetworkFunctionType, SliceKind, Template};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use crate::generate::{self, AVAILABILITIES};
use crate::input;

pub(crate) fn config() -> Config {
    let asked = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    Config {
        cases: asked.unwrap_or(20_000),
        failure_persistence: None,
        ..Config::default()
    }
}

fn template(component: &Component) -> &'static Template {
    Catalogue::builtin()
        .template(component.function_type)
        .unwrap()
}

fn cpu(component: &Component) -> u64 {
    quantity::millicores(&component.resources.requests["cpu"]).unwrap()
}

fn memory(component: &Component) -> u64 {
    quantity::bytes(&component.resources.requests["memory"]).unwrap()
}

fn storage(component: &Component) -> u64 {
    component
        .storage
        .as_ref()
        .map_or(0, |storage| quantity::bytes(storage).unwrap())
}

fn try_plan(model: &IntentModel, clusters: &[Cluster]) -> Option<Planned> {
    plan(&input(model.clone(), vec![], clusters.to_vec())).ok()
}

pub(crate) fn cluster_of<'c>(clusters: &'c [Cluster], name: &str) -> Option<&'c Cluster> {
    clusters.iter().find(|cluster| cluster.name == name)
}

/// What intents may use of a cluster: CPU in millicores, memory and storage in bytes.
pub(crate) fn offered(cluster: &Cluster) -> [u64; 3] {
    let stated = cluster.spec.capacity.clone().unwrap_or_default();
    let nodes = cluster.nodes.as_ref();
    let cpu = stated.cpu.map(|cpu| quantity::millicores(&cpu).unwrap());
    let memory = stated
        .memory
        .map(|memory| quantity::bytes(&memory).unwrap());
    let storage = stated
        .storage
        .map(|storage| quantity::bytes(&storage).unwrap());
    let left = |part: fn(&ComputeAmounts) -> u64| {
        let (all, elsewhere) =
            nodes.map(|nodes| (part(&nodes.allocatable), part(&nodes.requested_elsewhere)))?;
        Some(all.saturating_sub(elsewhere))
    };
    [
        cpu.or_else(|| left(|amounts| quantity::millicores(&amounts.cpu).unwrap()))
            .unwrap_or(u64::MAX),
        memory
            .or_else(|| left(|amounts| quantity::bytes(&amounts.memory).unwrap()))
            .unwrap_or(u64::MAX),
        storage.unwrap_or(u64::MAX),
    ]
}

fn is_relaxed(planned: &Planned, constraint: &str) -> bool {
    planned
        .plan
        .relaxed
        .iter()
        .any(|relaxation| relaxation.constraint == constraint)
}

/// The model with one capacity figure set to `value`, in its own unit (people, or bits per second).
pub(crate) fn with_figure(model: &IntentModel, figure: usize, value: u64) -> IntentModel {
    let mut model = model.clone();
    let rate = Some(BitRate::from_bits_per_second(
        value.saturating_mul(1_000_000),
    ));
    match figure {
        0 => model.capacity.get_or_insert_default().subscribers = Some(value),
        1 => model.capacity.get_or_insert_default().sessions = Some(value),
        2 => model.capacity.get_or_insert_default().ues = Some(value),
        3 => {
            model
                .capacity
                .get_or_insert_default()
                .registrations_per_second = Some(value);
        }
        4 => model.capacity.get_or_insert_default().cells = Some(value),
        5 => model.qos.get_or_insert_default().throughput_downlink = rate,
        _ => model.qos.get_or_insert_default().throughput_uplink = rate,
    }
    model
}

#[test]
fn most_generated_intents_can_be_planned() {
    let mut runner = TestRunner::deterministic();
    let plannable = (0..1000)
        .filter(|_| {
            let model = generate::deploy().new_tree(&mut runner).unwrap().current();
            let clusters = generate::clusters()
                .new_tree(&mut runner)
                .unwrap()
                .current();
            try_plan(&model, &clusters).is_some()
        })
        .count();
    assert!(
        plannable > 400,
        "only {plannable} of 1000: the properties below would test little"
    );
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn more_capacity_never_takes_less(model in generate::deploy(), figure in 0..7_usize, value in 0..30_000_u64, more in 1..30_000_u64) {
        if let Some(large) = try_plan(&with_figure(&model, figure, value + more), &[]) {
            let small = try_plan(&with_figure(&model, figure, value), &[]);
            prop_assert!(small.is_some(), "the larger load is feasible and the smaller is not");
            let small = small.unwrap();
            for (one, other) in small.plan.components.iter().zip(&large.plan.components) {
                prop_assert_eq!(&one.name, &other.name);
                prop_assert!(one.replicas.desired <= other.replicas.desired && one.replicas.min <= other.replicas.min, "replicas of {}", one.name);
                prop_assert!(cpu(one) <= cpu(other) && memory(one) <= memory(other) && storage(one) <= storage(other), "size of {}", one.name);
            }
            prop_assert!(small.plan.cost.hourly <= large.plan.cost.hourly);
        }
    }

    #[test]
    fn nothing_is_planned_below_its_floor_or_beyond_its_template(model in generate::deploy(), clusters in generate::clusters()) {
        if let Some(planned) = try_plan(&model, &clusters) {
            for component in &planned.plan.components {
                let (template, replicas) = (template(component), component.replicas);
                prop_assert!(replicas.min >= template.floor.replicas);
                prop_assert!(replicas.min <= replicas.desired && replicas.desired <= replicas.max);
                prop_assert!(replicas.max <= template.scaling.max_replicas);
                prop_assert!(cpu(component) >= u64::from(template.floor.cpu_millicores));
                prop_assert!(memory(component) >= u64::from(template.floor.memory_mib) << 20);
                prop_assert_eq!(storage(component) > 0, template.workload.storage.is_some());
                if !template.scaling.horizontally_scalable {
                    prop_assert!(component.scaling.is_none() && replicas.min == replicas.max, "{} is scaled out", component.name);
                }
                prop_assert_eq!(component.disruption_budget.is_some(), replicas.desired >= 2);
            }
        }
    }

    #[test]
    fn an_ultra_reliable_slice_is_guaranteed_apart_and_at_the_edge(mut model in generate::deploy(), clusters in generate::clusters()) {
        model.slice = Some(nephoran_api::SliceRequest { sst: 2, sd: None, kind: SliceKind::Urllc });
        if let Some(planned) = try_plan(&model, &clusters) {
            for component in &planned.plan.components {
                prop_assert_eq!(component.qos_class, QosClass::Guaranteed);
                prop_assert_eq!(&component.resources.requests, &component.resources.limits);
                prop_assert_eq!(cpu(component) % 1000, 0);
                if component.replicas.desired >= 2 {
                    prop_assert!(component.spread.iter().any(|spread| spread.topology_key == "kubernetes.io/hostname" && spread.required));
                }
            }
            let elsewhere = planned.plan.pattern == Some(nephoran_api::DeploymentPattern::Hybrid)
                || model.placement.as_ref().is_some_and(|placement| placement.edge == Some(false));
            let is_edge = |name: &str| cluster_of(&clusters, name).is_some_and(|cluster| cluster.spec.provider == CloudProvider::Edge);
            let offered = clusters.iter().any(|cluster| cluster.spec.provider == CloudProvider::Edge);
            if offered && !elsewhere {
                let all_edge = planned.plan.components.iter().all(|component| is_edge(&component.cluster));
                prop_assert!(all_edge != is_relaxed(&planned, "edge placement"), "away from the edge and not reported, or reported for nothing");
            }
        }
    }

    #[test]
    fn an_edge_cluster_with_room_takes_an_ultra_reliable_slice(mut model in generate::deploy(), mut clusters in generate::clusters()) {
        model.slice = Some(nephoran_api::SliceRequest { sst: 2, sd: None, kind: SliceKind::Urllc });
        model.pattern = None;
        model.placement = None;
        let spec = nephoran_api::TargetClusterSpec {
            provider: CloudProvider::Edge,
            zones: vec!["a".to_owned(), "b".to_owned(), "c".to_owned()],
            features: vec![ClusterFeature::Sriov, ClusterFeature::Hugepages1Gi],
            ..Default::default()
        };
        clusters.push(Cluster { name: "roomy-edge".to_owned(), spec, nodes: None });
        if let Some(planned) = try_plan(&model, &clusters) {
            prop_assert!(planned.plan.relaxed.is_empty(), "{:?}", planned.plan.relaxed);
            for component in &planned.plan.components {
                prop_assert_eq!(cluster_of(&clusters, &component.cluster).unwrap().spec.provider, CloudProvider::Edge);
            }
        }
    }

    #[test]
    fn availability_takes_replicas_and_zones(mut model in generate::deploy(), clusters in generate::clusters(), choice in 0..AVAILABILITIES.len()) {
        let availability = AVAILABILITIES[choice];
        model.qos.get_or_insert_default().availability = Some(availability);
        let (replicas, zones) = if availability >= 0.99999 { (3, 3) } else if availability >= 0.999 { (2, 2) } else { (1, 0) };
        if let Some(planned) = try_plan(&model, &clusters) {
            for component in &planned.plan.components {
                prop_assert!(component.replicas.min >= replicas);
                if zones > 0 {
                    let rule = component.spread.iter().find(|spread| spread.topology_key == "topology.kubernetes.io/zone");
                    prop_assert!(rule.is_some(), "{} is not spread over zones", component.name);
                    let listed = cluster_of(&clusters, &component.cluster).map_or(0, |cluster| cluster.spec.zones.len());
                    prop_assert!(listed >= zones || (listed == 0 && is_relaxed(&planned, "zones")));
                    prop_assert_eq!(rule.unwrap().required, listed >= zones);
                }
            }
        }
    }

    #[test]
    fn five_nines_leave_one_replica_to_spare(mut model in generate::deploy()) {
        model.scaling = None;
        model.pattern = None;
        for request in &mut model.network_functions {
            request.replicas = None;
        }
        let mut modest = model.clone();
        modest.qos.get_or_insert_default().availability = Some(0.9);
        model.qos.get_or_insert_default().availability = Some(0.99999);
        if let (Some(with), Some(without)) = (try_plan(&model, &[]), try_plan(&modest, &[])) {
            for (with, without) in with.plan.components.iter().zip(&without.plan.components) {
                prop_assert!(with.replicas.desired > without.replicas.desired);
            }
        }
    }

    #[test]
    fn dependencies_are_closed_and_start_first(model in generate::deploy(), clusters in generate::clusters()) {
        if let Some(planned) = try_plan(&model, &clusters) {
            let mut started: Vec<(&str, NetworkFunctionType)> = Vec::new();
            for component in &planned.plan.components {
                for dependency in template(component).hard_dependencies() {
                    prop_assert!(started.iter().any(|(_, running)| *running == dependency), "{} starts without {dependency}", component.name);
                }
                for name in &component.depends_on {
                    prop_assert!(started.iter().any(|(running, _)| running == name));
                }
                prop_assert!(started.iter().all(|(running, _)| *running != component.name), "two are named {}", component.name);
                started.push((&component.name, component.function_type));
                let asked = model.network_functions.iter().any(|request| request.function_type == component.function_type);
                let added = format!("{} ({}) was added", component.name, component.function_type);
                prop_assert!(asked || planned.plan.warnings.iter().any(|warning| warning.starts_with(&added)), "{added}, unreported");
            }
        }
    }

    #[test]
    fn no_cluster_is_filled_beyond_its_capacity_or_limits(model in generate::deploy(), clusters in generate::clusters()) {
        if let Some(planned) = try_plan(&model, &clusters) {
            let mut used: BTreeMap<&str, [u64; 3]> = BTreeMap::new();
            for component in &planned.plan.components {
                let most = u64::from(component.replicas.max);
                let sum = used.entry(&component.cluster).or_default();
                *sum = [sum[0] + cpu(component) * most, sum[1] + memory(component) * most, sum[2] + storage(component) * most];
                if let Some(admission) = cluster_of(&clusters, &component.cluster).and_then(|cluster| cluster.spec.admission.as_ref()) {
                    prop_assert!(admission.allowed_namespaces.is_empty());
                    prop_assert!(admission.max_replicas.is_none_or(|limit| component.replicas.max <= limit));
                }
            }
            for (cluster, used) in used {
                let offered = cluster_of(&clusters, cluster).map_or([u64::MAX; 3], offered);
                prop_assert!(used.iter().zip(offered).all(|(used, offered)| *used <= offered), "{used:?} of {offered:?} on {cluster}");
            }
        }
    }

    #[test]
    fn the_same_input_gives_the_same_bytes_in_any_order_of_clusters(model in generate::deploy(), clusters in generate::clusters()) {
        let bytes = |clusters: &[Cluster]| {
            plan(&input(model.clone(), vec![], clusters.to_vec())).map(|planned| serde_json::to_string(&planned.plan).unwrap())
        };
        let mut reversed = clusters.clone();
        reversed.reverse();
        let first = bytes(&clusters);
        prop_assert_eq!(&first, &bytes(&clusters));
        prop_assert_eq!(&first, &bytes(&reversed));
    }

    #[test]
    fn constraints_are_relaxed_only_in_the_declared_order(model in generate::deploy(), clusters in generate::clusters()) {
        if let Some(planned) = try_plan(&model, &clusters) {
            let order = ["region", "zone", "hardware", "edge placement", "zones"];
            let positions: Vec<_> = planned.plan.relaxed.iter().map(|relaxation| order.iter().position(|known| *known == relaxation.constraint)).collect();
            prop_assert!(positions.iter().all(Option::is_some) && positions.is_sorted());
            // What the last step drops is the proof of zones; a cluster that lists enough and has room keeps it.
            let spotless = |cluster: &Cluster| cluster.spec.zones.len() >= 3 && cluster.spec.capacity.is_none() && cluster.nodes.is_none() && cluster.spec.admission.is_none() && cluster.spec.latency_ms.is_empty() && !cluster.spec.features.is_empty();
            prop_assert!(!(is_relaxed(&planned, "zones") && clusters.iter().any(spotless)));
        }
    }

    #[test]
    fn costs_add_up_and_scores_stay_between_zero_and_one(model in generate::deploy(), clusters in generate::clusters()) {
        if let Some(planned) = try_plan(&model, &clusters) {
            let (cost, score) = (&planned.plan.cost, &planned.plan.score);
            for sum in [cost.per_component.values().sum::<f64>(), cost.per_cluster.values().sum::<f64>()] {
                prop_assert!((sum - cost.hourly).abs() < 1e-9);
            }
            prop_assert!((cost.monthly - cost.hourly * 730.0).abs() < 1e-6);
            prop_assert!([score.cost, score.performance, score.reliability, score.total].iter().all(|part| (0.0..=1.0).contains(part)));
            prop_assert!(cost.alternatives.is_sorted_by_key(|alternative| alternative.hourly));
        }
    }

    #[test]
    fn absurd_numbers_are_refused_without_a_panic(model in generate::absurd(), clusters in generate::clusters(), amending in generate::absurd()) {
        let amendment = Amendment {
            namespace: "telecom".to_owned(),
            intent: "amending".to_owned(),
            uid: "1".to_owned(),
            generation: 1,
            model: IntentModel { action: Action::Configure, ..amending },
        };
        match plan(&input(model, vec![amendment], clusters)) {
            Ok(planned) => prop_assert!(planned.plan.cost.hourly.is_finite()),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn only_the_last_absolute_number_counts(mut model in generate::deploy(), numbers in proptest::collection::vec(1..20_u32, 1..4)) {
        model.scaling = None;
        model.network_functions = vec![FunctionRequest::of(NetworkFunctionType::Amf)];
        let scale = |(index, replicas): (usize, &u32)| Amendment {
            namespace: "telecom".to_owned(),
            intent: format!("scale-{index}"),
            uid: index.to_string(),
            generation: 1,
            model: IntentModel {
                action: Action::Scale,
                network_functions: vec![FunctionRequest { replicas: Some(*replicas), ..FunctionRequest::of(NetworkFunctionType::Amf) }],
                ..IntentModel::default()
            },
        };
        let all: Vec<_> = numbers.iter().enumerate().map(scale).collect();
        if let Ok(every) = plan(&input(model.clone(), all.clone(), vec![])) {
            prop_assert_eq!(every.amendments.len() + every.refused.len(), all.len());
            let last = every.amendments.last().and_then(|kept| all.iter().find(|amendment| amendment.intent == kept.intent)).cloned();
            let alone = plan(&input(model, last.into_iter().collect(), vec![])).unwrap();
            prop_assert_eq!(&every.plan.components, &alone.plan.components);
            prop_assert_eq!(every.plan.cost, alone.plan.cost);
        }
    }
}
