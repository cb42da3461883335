//! Random intents and clusters, mostly plannable: what operators ask for, in random combinations.

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use nephoran_api::{
    BitRate, CapacityRequest, CloudProvider, ClusterAdmission, ClusterCapacity, ClusterFeature,
    ClusterNodes, ComputeAmounts, DeploymentPattern, EnergyProfile, FunctionRequest, Goal,
    IntentModel, Objective, PlacementRequest, Plan, PlanConstraints, QosRequest, ResourceRequest,
    ScalingRequest, SliceRequest, TargetClusterSpec,
};
use nephoran_resource_planning::{Cluster, Held, PlanInput, Quota, plan};
use nephoran_telecom::{Catalogue, NetworkFunctionType, SliceKind};
use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::select;

fn function_type() -> impl Strategy<Value = NetworkFunctionType> {
    let with_image: Vec<_> = Catalogue::builtin()
        .templates()
        .filter(|template| template.image.is_some())
        .map(|template| template.function)
        .collect();
    select(with_image)
}

fn request() -> impl Strategy<Value = FunctionRequest> {
    (function_type(), weighted(0.2, 1..6_u32)).prop_map(|(function_type, replicas)| {
        FunctionRequest {
            replicas,
            ..FunctionRequest::of(function_type)
        }
    })
}

fn capacity() -> impl Strategy<Value = CapacityRequest> {
    (
        of(0..60_000_u64),
        of(0..80_000_u64),
        of(0..6_000_u64),
        weighted(0.2, 0..300_u64),
        weighted(0.2, 0..16_u64),
    )
        .prop_map(
            |(subscribers, sessions, ues, registrations_per_second, cells)| CapacityRequest {
                subscribers,
                sessions,
                ues,
                registrations_per_second,
                cells,
                ..CapacityRequest::default()
            },
        )
}

pub(crate) const AVAILABILITIES: [f64; 5] = [0.99, 0.999, 0.9999, 0.99999, 0.999_999];

fn qos() -> impl Strategy<Value = QosRequest> {
    let rate = |most: u64| {
        of((0..most).prop_map(|megabits| BitRate::from_bits_per_second(megabits * 1_000_000)))
    };
    (
        weighted(0.4, select(&AVAILABILITIES[..])),
        weighted(0.2, 5..200_u32),
        rate(60_000),
        rate(20_000),
    )
        .prop_map(
            |(availability, latency, throughput_downlink, throughput_uplink)| QosRequest {
                availability,
                latency_ms: latency.map(f64::from),
                throughput_downlink,
                throughput_uplink,
                ..QosRequest::default()
            },
        )
}

fn slice() -> impl Strategy<Value = SliceRequest> {
    select(vec![
        SliceKind::Embb,
        SliceKind::Urllc,
        SliceKind::Urllc,
        SliceKind::Miot,
    ])
    .prop_map(|kind| SliceRequest {
        sst: kind.sst().unwrap_or(200),
        sd: None,
        kind,
    })
}

fn pattern() -> impl Strategy<Value = DeploymentPattern> {
    select(vec![
        DeploymentPattern::Standalone,
        DeploymentPattern::HighAvailability,
        DeploymentPattern::Distributed,
        DeploymentPattern::Edge,
        DeploymentPattern::Hybrid,
    ])
}

fn resources() -> impl Strategy<Value = ResourceRequest> {
    (of(1..8_u32), of(1..16_u32)).prop_map(|(cpu, memory)| ResourceRequest {
        cpu: cpu.map(|cpu| Quantity(cpu.to_string())),
        memory: memory.map(|memory| Quantity(format!("{memory}Gi"))),
        ..ResourceRequest::default()
    })
}

fn objectives() -> impl Strategy<Value = Vec<Objective>> {
    vec(
        (
            select(vec![
                Goal::Cost,
                Goal::Performance,
                Goal::Reliability,
                Goal::Latency,
                Goal::Throughput,
                Goal::Energy,
            ]),
            0..=10_u8,
        ),
        0..3,
    )
    .prop_map(|goals| {
        goals
            .into_iter()
            .map(|(goal, tenths)| Objective {
                goal,
                weight: f64::from(tenths) / 10.0,
            })
            .collect()
    })
}

prop_compose! {
    /// An intent that deploys up to seven functions.
    pub(crate) fn deploy()(
        network_functions in vec(request(), 1..8),
        capacity in of(capacity()),
        qos in of(qos()),
        slice in weighted(0.3, slice()),
        scaling in weighted(0.15, (1..4_u32, 4..9_u32)),
        resources in weighted(0.15, resources()),
        pattern in weighted(0.3, pattern()),
        edge in weighted(0.2, any::<bool>()),
        objectives in objectives(),
    ) -> IntentModel {
        IntentModel {
            network_functions,
            capacity,
            qos,
            slice,
            scaling: scaling.map(|(min, max)| ScalingRequest { min_replicas: Some(min), max_replicas: Some(max), ..ScalingRequest::default() }),
            resources,
            pattern,
            placement: edge.map(|edge| PlacementRequest { edge: Some(edge), ..PlacementRequest::default() }),
            objectives,
            ..IntentModel::default()
        }
    }
}

prop_compose! {
    fn spec()(
        zones in 0..5_usize,
        provider in select(vec![CloudProvider::Aws, CloudProvider::Gcp, CloudProvider::OnPrem, CloudProvider::Edge, CloudProvider::Edge]),
        capacity in of((4..200_u32, weighted(0.9, 8..400_u32), 20..400_u32)),
        features in any::<bool>(),
        latency in of(1..60_u32),
        admission in weighted(0.1, (any::<bool>(), of(2..9_u32))),
        region in select(vec![Some("eu-west"), Some("eu-west"), Some("eu-north"), None]),
        energy in of((1..12_u32, 10..25_u32)),
    ) -> TargetClusterSpec {
        TargetClusterSpec {
            region: region.map(str::to_owned),
            energy: energy.map(|(watts, tenths)| EnergyProfile {
                watts_per_cpu: f64::from(watts),
                power_usage_effectiveness: f64::from(tenths) / 10.0,
            }),
            zones: (0..zones).map(|zone| format!("eu-west-{zone}")).collect(),
            provider,
            capacity: capacity.map(|(cpu, memory, storage)| ClusterCapacity {
                cpu: Some(Quantity(cpu.to_string())),
                memory: memory.map(|memory| Quantity(format!("{memory}Gi"))),
                storage: Some(Quantity(format!("{storage}Gi"))),
            }),
            features: if features { vec![ClusterFeature::Sriov, ClusterFeature::Hugepages1Gi] } else { vec![] },
            latency_ms: latency.map(|latency| ("eu-west".to_owned(), f64::from(latency))).into_iter().collect(),
            admission: admission.map(|(other, max_replicas)| ClusterAdmission {
                allowed_namespaces: if other { vec!["elsewhere".to_owned()] } else { vec![] },
                allowed_types: vec![],
                max_replicas,
            }),
            ..TargetClusterSpec::default()
        }
    }
}

prop_compose! {
    /// Nodes of which Pods of no intent request a part, sometimes all of it and more.
    fn nodes()(
        ready in 0..40_u32,
        (cpu, memory) in (4..400_u32, 8..800_u32),
        share in (0..110_u32, 0..110_u32),
        ours in (0..50_u32, 0..50_u32),
    ) -> ClusterNodes {
        let part = |(cpu_percent, memory_percent): (u32, u32)| ComputeAmounts {
            cpu: Quantity(format!("{}m", cpu * 10 * cpu_percent)),
            memory: Quantity(format!("{}Mi", memory * 10 * memory_percent)),
        };
        ClusterNodes {
            ready,
            allocatable: ComputeAmounts {
                cpu: Quantity(cpu.to_string()),
                memory: Quantity(format!("{memory}Gi")),
            },
            requested: part((share.0 + ours.0, share.1 + ours.1)),
            requested_elsewhere: part(share),
        }
    }
}

fn site() -> impl Strategy<Value = (TargetClusterSpec, Option<ClusterNodes>)> {
    (spec(), weighted(0.4, nodes()))
}

/// What the planner must leave to others and keep to: another intent, limits, and a quota on the first cluster.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) clusters: Vec<Cluster>,
    pub(crate) other: IntentModel,
    pub(crate) constraints: PlanConstraints,
    pub(crate) quota: Option<Quota>,
    pub(crate) place: PlacementRequest,
}

impl World {
    /// A model here, with what the other intent holds.
    pub(crate) fn input(&self, model: &IntentModel) -> PlanInput<'static> {
        let mut model = model.clone();
        let edge = model.placement.and_then(|placement| placement.edge);
        model.placement = Some(PlacementRequest {
            edge,
            ..self.place.clone()
        });
        PlanInput {
            held: Held::of(&self.other_plan()),
            constraints: self.constraints.clone(),
            quotas: self
                .quota
                .map(|quota| ("cluster-0".to_owned(), quota))
                .into_iter()
                .collect(),
            ..crate::input(model, vec![], self.clusters.clone())
        }
    }

    /// The plan of the other intent: elsewhere, so that only its room matters and not its functions.
    pub(crate) fn other_plan(&self) -> Option<Plan> {
        let other = PlanInput {
            target_namespace: "elsewhere".to_owned(),
            ..crate::input(self.other.clone(), vec![], self.clusters.clone())
        };
        Some(plan(&other).ok()?.plan)
    }
}

prop_compose! {
    fn limits()(
        allowed in weighted(0.15, select(vec!["eu-west", "eu-north"])),
        denied in weighted(0.15, select(vec!["eu-west", "eu-north"])),
        most in weighted(0.2, 20..600_u32),
    ) -> PlanConstraints {
        PlanConstraints {
            allowed_regions: allowed.map(str::to_owned).into_iter().collect(),
            denied_regions: denied.map(str::to_owned).into_iter().collect(),
            max_monthly_cost: most.map(f64::from),
        }
    }
}

prop_compose! {
    /// Up to four clusters of which others use a part.
    pub(crate) fn world()(
        clusters in vec(site(), 1..5).prop_map(named),
        other in deploy(),
        constraints in limits(),
        quota in weighted(0.3, (2..60_u64, 4..100_u64, 2..40_u64)),
        cluster in weighted(0.05, 0..4_usize),
        region in weighted(0.1, select(vec!["eu-west", "eu-north"])),
        zone in weighted(0.05, select(vec!["eu-west-0", "eu-west-3"])),
    ) -> World {
        World {
            clusters,
            other,
            constraints,
            quota: quota.map(|(cpu, memory, pods)| Quota {
                cpu_millicores: Some(cpu * 1000),
                memory_bytes: Some(memory << 30),
                storage_bytes: None,
                pods: Some(pods),
            }),
            place: PlacementRequest {
                cluster: cluster.map(|number| format!("cluster-{number}")),
                region: region.map(str::to_owned),
                zone: zone.map(str::to_owned),
                ..PlacementRequest::default()
            },
        }
    }
}

/// Up to four clusters; none means the assumed one.
pub(crate) fn clusters() -> impl Strategy<Value = Vec<Cluster>> {
    vec(site(), 0..5).prop_map(named)
}

fn named(sites: Vec<(TargetClusterSpec, Option<ClusterNodes>)>) -> Vec<Cluster> {
    sites
        .into_iter()
        .enumerate()
        .map(|(number, (spec, nodes))| Cluster {
            name: format!("cluster-{number}"),
            spec,
            nodes,
        })
        .collect()
}

/// Numbers no operator means.
pub(crate) fn absurd_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(f64::NEG_INFINITY),
        Just(-0.0),
        Just(f64::MIN_POSITIVE),
        Just(f64::MAX),
        any::<f64>(),
        Just(0.999),
        Just(1.0),
    ]
}

/// Quantities no operator means, among some they do.
pub(crate) fn absurd_quantity() -> impl Strategy<Value = Quantity> {
    let texts = [
        "1",
        "500m",
        "4Gi",
        "",
        "0",
        "-1",
        "1e99",
        "1e18",
        "0.0000000001",
        "18446744073709551615",
        "18446744073709551616Ei",
        "99999999999999999999999999",
        "1..2",
        "NaN",
        "9E",
        "1n",
        "7u",
        "Gi",
        "١٢",
        "1 Gi",
        "\u{0}",
        "1023",
        "1025",
        "64Ti",
        "65Ti",
    ];
    select(texts.to_vec()).prop_map(|text| Quantity(text.to_owned()))
}

/// Names that are no labels, among some that are.
fn absurd_name() -> impl Strategy<Value = String> {
    let long = "a".repeat(300);
    select(vec![
        "amf",
        "amf-2",
        "",
        "-",
        "AMF",
        "../../etc",
        "a;rm -rf /",
        "ämf",
        "\u{202e}",
        "1amf",
        "amf-",
        "a.b",
        long.leak(),
    ])
    .prop_map(str::to_owned)
}

prop_compose! {
    /// An intent of which every number may be absurd.
    pub(crate) fn absurd()(
        base in deploy(),
        numbers in vec(absurd_number(), 6),
        counts in vec(prop_oneof![Just(1_000_000_000_000_u64), Just(u64::MAX), any::<u64>(), 0..100_u64], 5),
        quantities in vec(absurd_quantity(), 5),
        replicas in of(any::<u32>()),
        by in of(any::<i32>()),
        factor in of(absurd_number()),
        bounds in (of(any::<u32>()), of(any::<u32>()), of(any::<u32>())),
        name in of(absurd_name()),
        parts in any::<u8>(),
    ) -> IntentModel {
        let mut model = base;
        let part = |bit: u8| parts & (1 << bit) != 0;
        if let Some(first) = model.network_functions.first_mut() {
            *first = FunctionRequest { name, replicas, scale_by: by, scale_factor: factor, ..first.clone() };
        }
        if part(0) {
            model.capacity = Some(CapacityRequest { subscribers: Some(counts[0]), sessions: Some(counts[1]), ues: Some(counts[2]), ..CapacityRequest::default() });
        }
        if part(1) {
            model.qos = Some(QosRequest {
                latency_ms: Some(numbers[0]),
                availability: Some(numbers[1]),
                packet_error_rate: Some(numbers[2]),
                throughput_downlink: Some(BitRate::from_bits_per_second(counts[3])),
                throughput_uplink: Some(BitRate::from_bits_per_second(counts[4])),
                ..QosRequest::default()
            });
        }
        if part(2) {
            let [cpu, memory, storage, max_cpu, max_memory] = std::array::from_fn(|index| Some(quantities[index].clone()));
            model.resources = Some(ResourceRequest { cpu, memory, storage, max_cpu, max_memory });
        }
        if part(3) {
            model.objectives = vec![Objective { goal: Goal::Cost, weight: numbers[3] }];
        }
        if part(4) {
            model.scaling = Some(ScalingRequest { min_replicas: bounds.0, max_replicas: bounds.1, target_cpu_percent: bounds.2, target_memory_percent: None });
        }
        model
    }
}
