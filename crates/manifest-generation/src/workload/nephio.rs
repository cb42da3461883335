//! A network function as Nephio's operators and specialisers take it.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ObjectReference;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use nephoran_api::WorkloadKind;
use nephoran_telecom::NetworkFunctionType;
use nephoran_telecom::catalogue::{Axis, provider_slug};

use super::attachment::{attached, kind_word, local};
use super::identity::Identity;
use crate::blueprint::{Blueprint, Function};
use crate::custom::nephio::{
    Capacity, CapacitySpec, DataNetwork, DataNetworkPools, DataNetworkSpec, Dependency,
    DependencySpec, Interface, InterfaceConfig, InterfaceSpec, NFDeployment, NFDeploymentSpec,
    NetworkInstance, Pool, PoolRequest,
};
use crate::object::Object;
use crate::options::Options;

/// Operators by the provider, as plans write it, and type they run (nephio-project/free5gc and nephio-project/oai;
/// O-RAN SC's RIC in nephio-project/catalog).
const OPERATORS: [(&str, NetworkFunctionType, &str); 7] = [
    ("free5gc", NetworkFunctionType::Amf, "amf.free5gc.io"),
    ("free5gc", NetworkFunctionType::Smf, "smf.free5gc.io"),
    ("free5gc", NetworkFunctionType::Upf, "upf.free5gc.io"),
    (
        "oai",
        NetworkFunctionType::OCuCp,
        "cucp.openairinterface.org",
    ),
    (
        "oai",
        NetworkFunctionType::OCuUp,
        "cuup.openairinterface.org",
    ),
    ("oai", NetworkFunctionType::ODu, "du.openairinterface.org"),
    ("o-ran-sc", NetworkFunctionType::NearRtRic, "ric.oransc.org"),
];
/// Annotation: the object a request is for.
const OWNER_ANNOTATION: &str = "specializer.nephio.org/owner";

/// The operator that runs `function` with these options; `None` for Kubernetes' own workloads.
pub(crate) fn operator(function: &Function<'_>, options: &Options) -> Option<&'static str> {
    if options.packaging.workload != WorkloadKind::NephioNF {
        return None;
    }
    let provider = provider_slug(&function.component.provider);
    OPERATORS
        .iter()
        .find(|(of, kind, _)| *of == provider && *kind == function.function_type())
        .map(|(_, _, operator)| *operator)
}

/// The objects of a function that `operator` runs, by file.
pub(super) fn objects(
    blueprint: &Blueprint<'_>,
    identity: &Identity<'_>,
    operator: &str,
) -> Vec<(String, Object)> {
    let capacity = capacity(identity.function);
    let deployment = deployment(blueprint, identity, operator, capacity.clone());
    let mut files: Vec<(String, Object)> = vec![
        ("nfdeployment.yaml".to_owned(), deployment.into()),
        (
            "capacity.yaml".to_owned(),
            Capacity {
                metadata: request_metadata(identity, identity.name()),
                spec: capacity,
            }
            .into(),
        ),
    ];
    files.extend(interfaces(blueprint, identity));
    files.extend(data_networks(blueprint, identity));
    files.extend(dependencies(blueprint, identity));
    files
}

fn interfaces(blueprint: &Blueprint<'_>, identity: &Identity<'_>) -> Vec<(String, Object)> {
    let attached = attached(blueprint, identity.function);
    let interfaces = identity.function.component.interfaces.iter();
    interfaces
        .map(|interface| {
            let name = interface.point.to_ascii_lowercase();
            let network = attached.get(interface.network.as_str());
            let spec = InterfaceSpec {
                network_instance: named(&interface.network),
                cni_type: network.map(|network| kind_word(network.cni).to_owned()),
                attachment_type: Some(match network {
                    Some(network) if network.vlan.is_some() => "vlan".to_owned(),
                    _ => "none".to_owned(),
                }),
                ip_family_policy: Some("ipv4-only".to_owned()),
            };
            let metadata = request_metadata(identity, &format!("{}-{name}", identity.name()));
            (
                format!("interface-{name}.yaml"),
                Interface { metadata, spec }.into(),
            )
        })
        .collect()
}

/// The data networks that a function forwards to.
fn data_networks(blueprint: &Blueprint<'_>, identity: &Identity<'_>) -> Vec<(String, Object)> {
    let Some(network) = data_network_side(identity.function) else {
        return Vec::new();
    };
    let request = |data_network: &nephoran_api::DataNetwork| {
        let name = &data_network.name;
        let pool = prefix_length(&data_network.pool).map(|prefix_length| PoolRequest {
            name: name.clone(),
            prefix_length,
        });
        let spec = DataNetworkSpec {
            network_instance: named(network),
            pools: pool.into_iter().collect(),
        };
        let own = format!("{}-{}", identity.name(), name.replace('.', "-"));
        let metadata = request_metadata(identity, &own);
        (
            format!("datanetwork-{name}.yaml"),
            DataNetwork { metadata, spec }.into(),
        )
    };
    blueprint.plan.data_networks.iter().map(request).collect()
}

/// The functions of other packages that the plan uses.
fn dependencies(blueprint: &Blueprint<'_>, identity: &Identity<'_>) -> Vec<(String, Object)> {
    let request = |used: &nephoran_api::UsedFunction| {
        let spec = DependencySpec {
            package_name: used.package.clone(),
            injectors: vec![ObjectReference {
                api_version: Some("workload.nephio.org/v1alpha1".to_owned()),
                kind: Some("NFDeployment".to_owned()),
                name: Some(used.name.clone()),
                ..ObjectReference::default()
            }],
        };
        let metadata = request_metadata(identity, &format!("{}-{}", identity.name(), used.name));
        (
            format!("dependency-{}.yaml", used.name),
            Dependency { metadata, spec }.into(),
        )
    };
    blueprint.plan.uses.iter().map(request).collect()
}

fn deployment(
    blueprint: &Blueprint<'_>,
    identity: &Identity<'_>,
    operator: &str,
    capacity: CapacitySpec,
) -> NFDeployment {
    let function = identity.function;
    let mut instances: BTreeMap<&str, NetworkInstance> = BTreeMap::new();
    for interface in &function.component.interfaces {
        let instance = instances.entry(&interface.network).or_default();
        interface.network.clone_into(&mut instance.name);
        instance
            .interfaces
            .push(interface.point.to_ascii_lowercase());
    }
    if let Some(instance) = data_network_side(function).and_then(|side| instances.get_mut(side)) {
        instance.data_networks = blueprint
            .plan
            .data_networks
            .iter()
            .map(|network| DataNetworkPools {
                name: network.name.clone(),
                pool: vec![Pool {
                    prefix: network.pool.clone(),
                }],
            })
            .collect();
    }
    NFDeployment {
        metadata: identity.metadata(),
        spec: NFDeploymentSpec {
            provider: operator.to_owned(),
            capacity: Some(capacity),
            interfaces: function
                .component
                .interfaces
                .iter()
                .map(|interface| InterfaceConfig {
                    name: interface.point.to_ascii_lowercase(),
                })
                .collect(),
            network_instances: instances.into_values().collect(),
        },
    }
}

/// Metadata of an object that is input of Nephio's specialisers.
fn request_metadata(identity: &Identity<'_>, name: &str) -> ObjectMeta {
    let mut metadata = local(identity.metadata());
    metadata.name = Some(name.to_owned());
    metadata.annotations.get_or_insert_default().insert(
        OWNER_ANNOTATION.to_owned(),
        format!(
            "workload.nephio.org/v1alpha1.NFDeployment.{}",
            identity.name()
        ),
    );
    metadata
}

fn named(network: &str) -> ObjectReference {
    ObjectReference {
        name: Some(network.to_owned()),
        ..ObjectReference::default()
    }
}

/// The network of the interface towards data networks.
fn data_network_side<'a>(function: &Function<'a>) -> Option<&'a str> {
    function
        .component
        .interfaces
        .iter()
        .find(|interface| interface.point == "N6")
        .map(|interface| interface.network.as_str())
}

fn prefix_length(pool: &str) -> Option<u8> {
    pool.split_once('/')?.1.parse().ok()
}

/// What the planned replicas carry by the catalogue's sizing. Nephio's documentation counts subscribers and sessions in
/// thousands; its operators compare the plain numbers, so these are plain.
fn capacity(function: &Function<'_>) -> CapacitySpec {
    let replicas = function.component.replicas.desired;
    let mut capacity = CapacitySpec::default();
    for line in function.template.sizing.lines() {
        let carried = line.per_replica_capacity.saturating_mul(replicas);
        match line.axis {
            Axis::Subscribers => capacity.max_subscribers = Some(carried.min(MOST)),
            Axis::Sessions => capacity.max_sessions = Some(carried.min(MOST)),
            Axis::ThroughputMbps => {
                let rate = Quantity(format!("{carried}M"));
                capacity.max_uplink_throughput = Some(rate.clone());
                capacity.max_downlink_throughput = Some(rate);
            }
            _ => {}
        }
    }
    capacity
}

/// The largest number Nephio's fields hold, which are 32 bits with a sign in Go.
const MOST: u32 = i32::MAX.unsigned_abs();
