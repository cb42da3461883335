//! Plans to generate from: three real ones and a strategy for any.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use nephoran_api::{
    AttachedNetwork, AttachmentKind, Autoscaling, ClusterProfile, Component, Cost, DataNetwork,
    Hardware, Interface, ManifestFinding, NetworkRule, Plan, PlannedPlmn, PlannedSlice,
    PriorityClasses, QosClass, Replicas, Resources, Score, ServiceMesh, Spread,
};
use nephoran_manifest_generation::{GenerateError, Options, Package, TemplateSet};
use nephoran_telecom::catalogue::Role;
use nephoran_telecom::{Catalogue, NetworkFunctionType, SliceKind};
use proptest::prelude::*;

/// The package of `plan` with what this build ships.
pub(crate) fn generate(plan: &Plan, options: &Options) -> Result<Package, GenerateError> {
    nephoran_manifest_generation::generate(
        plan,
        options,
        Catalogue::builtin(),
        TemplateSet::builtin(),
    )
}

/// What is wrong with the files of a package of `plan`.
pub(crate) fn check(
    plan: &Plan,
    options: &Options,
    files: &BTreeMap<String, String>,
) -> Vec<ManifestFinding> {
    nephoran_manifest_generation::check::check(
        plan,
        options,
        files,
        Catalogue::builtin(),
        TemplateSet::builtin(),
    )
}

pub(crate) fn options(intent: &str) -> Options {
    Options {
        intent: intent.to_owned(),
        ..Options::default()
    }
}

/// A function as its template describes it, one small replica.
pub(crate) fn component(
    function_type: NetworkFunctionType,
    package: &str,
    cluster: &str,
) -> Component {
    let template = Catalogue::builtin().template(function_type).unwrap();
    let interfaces = template
        .interfaces
        .iter()
        .map(|(point, interface)| Interface {
            point: point.to_string(),
            protocol: interface.protocol,
            port: interface.port.filter(|_| interface.role != Role::Client),
            network: interface.network.clone(),
        });
    Component {
        name: format!("{package}-{}", function_type.short_name()),
        function_type,
        provider: template
            .image
            .as_ref()
            .map_or_else(|| "generic".to_owned(), |image| image.provider.slug()),
        image: template.image.as_ref().map_or_else(
            || "registry.example/nf:v1.2.3".to_owned(),
            nephoran_telecom::catalogue::Image::reference,
        ),
        replicas: Replicas {
            desired: 1,
            min: 1,
            max: 1,
        },
        resources: resources("500m", "1", "512Mi", "1Gi"),
        storage: template
            .workload
            .storage
            .as_ref()
            .map(|storage| Quantity(format!("{}Gi", storage.size_gib))),
        qos_class: QosClass::Burstable,
        hardware: Hardware::default(),
        interfaces: interfaces.collect(),
        depends_on: Vec::new(),
        cluster: cluster.to_owned(),
        spread: Vec::new(),
        scaling: None,
        disruption_budget: None,
        revision: None,
    }
}

fn resources(cpu: &str, cpu_limit: &str, memory: &str, memory_limit: &str) -> Resources {
    let amounts = |cpu: &str, memory: &str| {
        BTreeMap::from(
            [("cpu", cpu), ("memory", memory)]
                .map(|(name, amount)| (name.to_owned(), Quantity(amount.to_owned()))),
        )
    };
    Resources {
        requests: amounts(cpu, memory),
        limits: amounts(cpu_limit, memory_limit),
    }
}

fn guaranteed(mut component: Component) -> Component {
    component.resources = resources("4", "4", "8Gi", "8Gi");
    component.qos_class = QosClass::Guaranteed;
    component
}

fn spread(topology_key: &str, required: bool) -> Spread {
    Spread {
        topology_key: topology_key.to_owned(),
        max_skew: 1,
        required,
    }
}

fn replicated(mut component: Component, desired: u32) -> Component {
    component.replicas = Replicas {
        desired,
        min: desired,
        max: desired,
    };
    component.spread = vec![
        spread("topology.kubernetes.io/zone", true),
        spread("kubernetes.io/hostname", false),
    ];
    component.disruption_budget = Some(desired - 1);
    component
}

fn autoscaled(mut component: Component, max: u32) -> Component {
    component.replicas.max = max;
    component.scaling = Some(Autoscaling {
        target_cpu_percent: 70,
        target_memory_percent: Some(80),
    });
    component
}

pub(crate) fn plan(package: &str, components: Vec<Component>) -> Plan {
    Plan {
        package: package.to_owned(),
        namespace: "telecom".to_owned(),
        components,
        plmn: PlannedPlmn::default(),
        data_networks: vec![DataNetwork {
            name: "internet".to_owned(),
            pool: "10.60.0.0/16".to_owned(),
        }],
        cost: Cost::default(),
        score: Score::default(),
        ..Plan::default()
    }
}

/// A 5G core on one cluster, with three AMFs over zones and an autoscaled SMF.
pub(crate) fn core() -> Plan {
    use NetworkFunctionType::{Amf, Ausf, Chf, Nrf, Nssf, Pcf, Smf, Udm, Udr, Upf};
    let part = |function| component(function, "core", "local");
    let mut plan = plan(
        "core",
        vec![
            part(Nrf),
            part(Udr),
            part(Udm),
            part(Ausf),
            part(Nssf),
            part(Pcf),
            part(Chf),
            replicated(part(Amf), 3),
            part(Upf),
            autoscaled(part(Smf), 4),
        ],
    );
    // The RAN of another package in the namespace may reach this core.
    plan.network_rules = vec![
        NetworkRule {
            from: NetworkFunctionType::OCuCp,
            to: Amf,
            point: Some("N2".to_owned()),
        },
        NetworkRule {
            from: NetworkFunctionType::OCuUp,
            to: Upf,
            point: None,
        },
    ];
    plan
}

/// A URLLC slice: the user plane with reserved hardware at the edge, its control at the centre.
pub(crate) fn urllc() -> Plan {
    use NetworkFunctionType::{Amf, Nrf, Smf, Upf};
    let mut upf = replicated(guaranteed(component(Upf, "robots", "edge-1")), 2);
    upf.hardware = Hardware {
        hugepages_gi: Some(2),
        sriov: true,
        cpu_pinning: true,
        ptp: false,
    };
    upf.revision = Some("2".to_owned());
    let mut plan = plan(
        "robots",
        vec![
            component(Nrf, "robots", "central"),
            component(Amf, "robots", "central"),
            upf,
            component(Smf, "robots", "central"),
        ],
    );
    plan.slice = Some(PlannedSlice {
        sst: 2,
        sd: Some("0a0b0c".to_owned()),
        kind: SliceKind::Urllc,
        five_qi: 82,
    });
    plan.plmn = PlannedPlmn {
        mcc: "262".to_owned(),
        mnc: "01".to_owned(),
        tac: 7,
    };
    plan
}

/// An O-RAN set: central units, a distributed unit with real radio, and the near-real-time controller.
pub(crate) fn ran() -> Plan {
    use NetworkFunctionType::{NearRtRic, OCuCp, OCuUp, ODu};
    let mut du = guaranteed(component(ODu, "ran", "edge-1"));
    du.hardware = Hardware {
        hugepages_gi: Some(2),
        sriov: true,
        cpu_pinning: true,
        ptp: true,
    };
    let mut plan = plan(
        "ran",
        vec![
            component(NearRtRic, "ran", "edge-1"),
            component(OCuCp, "ran", "edge-1"),
            component(OCuUp, "ran", "edge-1"),
            du,
        ],
    );
    plan.data_networks.clear();
    plan
}

/// The URLLC slice on an edge with further networks, a mesh, priorities and a Prometheus.
pub(crate) fn attached() -> Plan {
    let mut plan = urllc();
    let network = |cni, device: &str, vlan, subnet: &str| AttachedNetwork {
        cni,
        device: device.to_owned(),
        vlan,
        subnet: subnet.to_owned(),
        gateway: None,
    };
    let profile = ClusterProfile {
        networks: BTreeMap::from([
            (
                "vpc-ran".to_owned(),
                network(
                    AttachmentKind::Sriov,
                    "intel.com/n3",
                    Some(100),
                    "10.10.0.0/24",
                ),
            ),
            (
                "vpc-internal".to_owned(),
                network(AttachmentKind::Macvlan, "eth1", Some(101), "10.11.0.0/24"),
            ),
            (
                "vpc-internet".to_owned(),
                network(AttachmentKind::Ipvlan, "eth2", None, "10.12.0.0/24"),
            ),
        ]),
        priority_classes: PriorityClasses {
            user: Some("user-plane".to_owned()),
            ..PriorityClasses::default()
        },
        service_monitors: true,
        service_mesh: Some(ServiceMesh::Istio),
    };
    plan.profiles = BTreeMap::from([
        ("edge-1".to_owned(), profile),
        (
            "central".to_owned(),
            ClusterProfile {
                service_mesh: Some(ServiceMesh::Linkerd),
                ..ClusterProfile::default()
            },
        ),
    ]);
    plan.service_mesh = true;
    plan
}

fn any_spread() -> impl Strategy<Value = Vec<Spread>> {
    prop_oneof![
        Just(Vec::new()),
        any::<bool>().prop_map(|required| vec![spread("topology.kubernetes.io/zone", required)]),
        Just(vec![
            spread("topology.kubernetes.io/zone", true),
            spread("kubernetes.io/hostname", false)
        ]),
    ]
}

prop_compose! {
    fn any_component()(
        function_type in prop::sample::select(NetworkFunctionType::ALL),
        name in "[a-z]([a-z0-9-]{0,47}[a-z0-9])?",
        cluster in prop::sample::select(vec!["local", "edge-1", "edge.example"]),
        desired in 1_u32..6,
        spare in 0_u32..4,
        is_guaranteed in any::<bool>(),
        scales in any::<bool>(),
        memory_percent in prop::option::of(1_u32..100),
        budget in prop::option::of(1_u32..3),
        spread in any_spread(),
        hardware in (prop::option::of(1_u32..8), any::<bool>(), any::<bool>(), any::<bool>()),
        revision in prop::option::of("[ -~]{0,20}"),
    ) -> Component {
        let mut component = component(function_type, "any", cluster);
        if is_guaranteed {
            component = guaranteed(component);
        }
        let (hugepages_gi, sriov, cpu_pinning, ptp) = hardware;
        Component {
            name,
            replicas: Replicas { desired, min: 1, max: desired + spare },
            scaling: scales.then_some(Autoscaling { target_cpu_percent: 70, target_memory_percent: memory_percent }),
            disruption_budget: budget,
            spread,
            hardware: Hardware { hugepages_gi, sriov, cpu_pinning, ptp },
            revision,
            ..component
        }
    }
}

prop_compose! {
    fn any_rule()(
        from in prop::sample::select(NetworkFunctionType::ALL),
        to in prop::sample::select(NetworkFunctionType::ALL),
        point in prop::option::of(prop::sample::select(vec!["N2", "n4", "SBI", "E2", "no such point"])),
    ) -> NetworkRule {
        NetworkRule { from, to, point: point.map(str::to_owned) }
    }
}

prop_compose! {
    /// Any plan a planner could make: valid names and identities, everything else at random.
    pub(crate) fn any_plan()(
        package in "[a-z0-9]([a-z0-9.-]{0,90}[a-z0-9])?".prop_filter("labels are not empty", |name| !name.contains("..") && !name.contains("-.") && !name.contains(".-")),
        namespace in "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?",
        components in prop::collection::vec(any_component(), 1..10),
        mcc in "[0-9]{3}",
        mnc in "[0-9]{2,3}",
        tac in 1_u32..0x00ff_fffe,
        slice in prop::option::of((any::<u8>(), prop::option::of("[0-9a-f]{6}"), 1_u8..86)),
        network_rules in prop::collection::vec(any_rule(), 0..4),
    ) -> Plan {
        let mut seen = std::collections::BTreeSet::new();
        let components = components.into_iter().filter(|component| seen.insert((component.cluster.clone(), component.name.clone()))).collect();
        let mut plan = plan(&package, components);
        plan.namespace = namespace;
        // The EPC and OpenAirInterface read tracking area codes of 16 bits, and say so.
        let short = plan.components.iter().any(|component| component.provider == "oai" || component.function_type == NetworkFunctionType::Mme);
        plan.plmn = PlannedPlmn { mcc, mnc, tac: if short { 1 + tac % 0xfffd } else { tac } };
        // free5GC's TNGF reads one hexadecimal digit of an SST, and says so.
        let narrow = plan.components.iter().any(|component| component.function_type == NetworkFunctionType::Tngf);
        plan.slice = slice.map(|(sst, sd, five_qi)| (if narrow { sst & 0xf } else { sst }, sd, five_qi)).map(|(sst, sd, five_qi)| PlannedSlice { sst, sd, kind: SliceKind::from_sst(sst), five_qi });
        plan.network_rules = network_rules;
        plan
    }
}
