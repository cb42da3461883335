//! Further networks of a Pod: one attachment for each network of the cluster's profile that the function has
//! interfaces on.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use nephoran_api::{AttachedNetwork, AttachmentKind, INTENT_LABEL, WorkloadKind, label_value};
use serde_json::{Value, json};

use super::identity::{MANAGED_BY_LABEL, MANAGER, PACKAGE_LABEL};
use crate::blueprint::{Blueprint, Function};
use crate::custom::multus::{NetworkAttachmentDefinition, NetworkAttachmentDefinitionSpec};
use crate::custom::nephio::{
    Network, NetworkSpec, Pool, RoutingTable, WorkloadCluster, WorkloadClusterSpec,
};
use crate::format::LOCAL_CONFIG_ANNOTATION;
use crate::object::Object;
use crate::options::Options;

/// Pod annotation: the networks to attach to (Network Custom Resource Definition De-facto Standard v1.3, clause 4.1).
pub(super) const NETWORKS_ANNOTATION: &str = "k8s.v1.cni.cncf.io/networks";
/// Annotation of a network whose interfaces are devices (clause 3.4.2.1 of the same).
const RESOURCE_ANNOTATION: &str = "k8s.v1.cni.cncf.io/resourceName";
/// Longest name of a Linux interface (`IFNAMSIZ` less its end).
const MOST_DEVICE_NAME: usize = 15;
/// Version of the CNI specification the configurations are written in.
const CNI_VERSION: &str = "1.0.0";

/// The networks of the cluster's profile that `function` has interfaces on.
pub(crate) fn attached<'a>(
    blueprint: &Blueprint<'a>,
    function: &Function<'_>,
) -> BTreeMap<&'a str, &'a AttachedNetwork> {
    let named: BTreeSet<_> = function
        .component
        .interfaces
        .iter()
        .map(|interface| interface.network.as_str())
        .collect();
    networks_of(blueprint, &function.component.cluster)
        .filter(|(name, _)| named.contains(name))
        .collect()
}

fn networks_of<'a>(
    blueprint: &Blueprint<'a>,
    cluster: &str,
) -> impl Iterator<Item = (&'a str, &'a AttachedNetwork)> {
    let profile = blueprint.plan.profiles.get(cluster);
    profile
        .into_iter()
        .flat_map(|profile| &profile.networks)
        .map(|(name, network)| (name.as_str(), network))
}

/// Name of the interface in the Pod.
pub(crate) fn device(network: &str) -> &str {
    network.get(..MOST_DEVICE_NAME).unwrap_or(network)
}

/// The value of the Pod's annotation; `None` when it has its own network only.
pub(super) fn annotation(blueprint: &Blueprint<'_>, function: &Function<'_>) -> Option<String> {
    let networks: Vec<_> = attached(blueprint, function)
        .into_keys()
        .map(|network| json!({"name": object_name(blueprint, network), "interface": device(network)}))
        .collect();
    (!networks.is_empty()).then(|| Value::Array(networks).to_string())
}

/// Devices of the SR-IOV networks, by resource.
pub(super) fn devices(
    blueprint: &Blueprint<'_>,
    function: &Function<'_>,
) -> BTreeMap<String, Quantity> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for network in attached(blueprint, function).into_values() {
        if network.cni == AttachmentKind::Sriov {
            *counts.entry(&network.device).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .map(|(resource, count)| (resource.to_owned(), Quantity(count.to_string())))
        .collect()
}

fn object_name(blueprint: &Blueprint<'_>, network: &str) -> String {
    format!("{}-{network}", blueprint.package)
}

/// The objects of a cluster's networks by path: what Pods are attached to, or what Nephio attaches them to.
pub(crate) fn networks(
    blueprint: &Blueprint<'_>,
    cluster: &str,
    options: &Options,
) -> Vec<(String, Object)> {
    let used: BTreeSet<_> = blueprint
        .on_cluster(cluster)
        .flat_map(|function| attached(blueprint, function).into_keys())
        .collect();
    let metadata = |name: &str| metadata(blueprint, name, options);
    let networks: Vec<_> = networks_of(blueprint, cluster)
        .filter(|(name, _)| used.contains(name))
        .collect();
    let mut objects: Vec<_> = networks
        .iter()
        .map(|(name, network)| {
            let definition = definition(metadata(&object_name(blueprint, name)), network);
            (format!("{cluster}/network-{name}.yaml"), definition.into())
        })
        .collect();
    if options.packaging.workload == WorkloadKind::NephioNF {
        objects.extend(networks.iter().map(|(name, network)| {
            let network = nephio_network(local(metadata(name)), name, network);
            (
                format!("{cluster}/nephio-network-{name}.yaml"),
                network.into(),
            )
        }));
        let cluster_object = workload_cluster(local(metadata(cluster)), cluster, &networks);
        objects.push((
            format!("{cluster}/workloadcluster.yaml"),
            cluster_object.into(),
        ));
    }
    objects
}

fn metadata(blueprint: &Blueprint<'_>, name: &str, options: &Options) -> ObjectMeta {
    let labels = [
        (PACKAGE_LABEL, blueprint.package_label()),
        (MANAGED_BY_LABEL, MANAGER.to_owned()),
        (INTENT_LABEL, label_value(&options.intent)),
    ];
    ObjectMeta {
        name: Some(name.to_owned()),
        namespace: Some(blueprint.namespace.to_owned()),
        labels: Some(labels.map(|(key, value)| (key.to_owned(), value)).into()),
        ..ObjectMeta::default()
    }
}

/// The same metadata of an object that is input of tools.
pub(super) fn local(mut metadata: ObjectMeta) -> ObjectMeta {
    metadata
        .annotations
        .get_or_insert_default()
        .insert(LOCAL_CONFIG_ANNOTATION.to_owned(), "true".to_owned());
    metadata
}

/// Addresses are given out by whereabouts, the only plugin that keeps them apart over nodes without a server.
fn definition(mut metadata: ObjectMeta, network: &AttachedNetwork) -> NetworkAttachmentDefinition {
    let mut ipam = json!({"type": "whereabouts", "range": network.subnet});
    if let Some(gateway) = &network.gateway {
        ipam["gateway"] = json!(gateway);
    }
    let mut config = json!({"cniVersion": CNI_VERSION, "ipam": ipam});
    match network.cni {
        AttachmentKind::Macvlan => {
            config["type"] = json!("macvlan");
            config["mode"] = json!("bridge");
            config["master"] = json!(master(network));
        }
        AttachmentKind::Ipvlan => {
            config["type"] = json!("ipvlan");
            config["mode"] = json!("l2");
            config["master"] = json!(master(network));
        }
        AttachmentKind::Sriov => {
            config["type"] = json!("sriov");
            if let Some(vlan) = network.vlan {
                config["vlan"] = json!(vlan);
            }
            metadata
                .annotations
                .get_or_insert_default()
                .insert(RESOURCE_ANNOTATION.to_owned(), network.device.clone());
        }
    }
    NetworkAttachmentDefinition {
        metadata,
        spec: NetworkAttachmentDefinitionSpec {
            config: config.to_string(),
        },
    }
}

/// The node's interface; a tagged network has one of its own, named as the kernel's tools do.
fn master(network: &AttachedNetwork) -> String {
    match network.vlan {
        Some(vlan) => format!("{}.{vlan}", network.device),
        None => network.device.clone(),
    }
}

fn nephio_network(metadata: ObjectMeta, name: &str, network: &AttachedNetwork) -> Network {
    Network {
        metadata,
        spec: NetworkSpec {
            topology: "nephio".to_owned(),
            routing_tables: vec![RoutingTable {
                name: name.to_owned(),
                prefixes: vec![Pool {
                    prefix: network.subnet.clone(),
                }],
            }],
        },
    }
}

/// Nephio puts its own in its place when it takes the package to a cluster.
fn workload_cluster(
    mut metadata: ObjectMeta,
    cluster: &str,
    networks: &[(&str, &AttachedNetwork)],
) -> WorkloadCluster {
    metadata
        .annotations
        .get_or_insert_default()
        .insert("kpt.dev/config-injection".to_owned(), "required".to_owned());
    let cnis: BTreeSet<_> = networks
        .iter()
        .map(|(_, network)| kind_word(network.cni).to_owned())
        .collect();
    let master_interface = networks
        .iter()
        .find(|(_, network)| network.cni != AttachmentKind::Sriov)
        .map(|(_, network)| network.device.clone());
    WorkloadCluster {
        metadata,
        spec: WorkloadClusterSpec {
            cluster_name: cluster.to_owned(),
            cnis: cnis.into_iter().collect(),
            master_interface,
        },
    }
}

/// The kind of an attachment as CNI and Nephio spell it.
pub(super) const fn kind_word(kind: AttachmentKind) -> &'static str {
    match kind {
        AttachmentKind::Macvlan => "macvlan",
        AttachmentKind::Ipvlan => "ipvlan",
        AttachmentKind::Sriov => "sriov",
    }
}
