//! What a function reads at start: its network identity, its interfaces, its peers.

use std::collections::BTreeMap;

use nephoran_telecom::catalogue::Role;
use nephoran_telecom::{NetworkFunctionType, Plmn, ReferencePoint, Snssai, Tac};
use serde::{Deserialize, Serialize};

use crate::blueprint::{Blueprint, Function};
use crate::object::{ObjectError, to_yaml};
use crate::wiring::{Link, links_from, template_port};

/// Key of the configuration in the function's ConfigMap, and name of the file in its container.
pub(crate) const CONFIGURATION_FILE: &str = "function.yaml";

/// The configuration of one network function.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Configuration {
    pub(crate) function: NetworkFunctionType,
    pub(crate) name: String,
    pub(crate) plmn: Plmn,
    pub(crate) tracking_area_code: Tac,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) slices: Vec<SliceConfiguration>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) data_networks: Vec<DataNetworkConfiguration>,
    /// Where the function registers itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) network_repository: Option<String>,
    pub(crate) interfaces: Vec<InterfaceConfiguration>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) peers: Vec<PeerConfiguration>,
}

/// A slice the function serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SliceConfiguration {
    #[serde(flatten)]
    pub(crate) snssai: Snssai,
    /// 5QI of the default flow, TS 23.501 table 5.7.4-1.
    pub(crate) five_qi: u8,
}

/// A data network and the addresses of its user equipments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct DataNetworkConfiguration {
    pub(crate) name: String,
    pub(crate) pool: String,
}

/// One reference point of the function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct InterfaceConfiguration {
    pub(crate) point: ReferencePoint,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) transport: Option<String>,
    /// The port listened on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) port: Option<u16>,
}

/// A function this one opens conversations with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PeerConfiguration {
    pub(crate) function: NetworkFunctionType,
    pub(crate) point: ReferencePoint,
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) transport: String,
}

impl Configuration {
    /// The configuration of `function`.
    pub(crate) fn of(blueprint: &Blueprint<'_>, function: &Function<'_>) -> Self {
        let links = links_from(blueprint, function);
        Self {
            function: function.function_type(),
            name: function.name().to_owned(),
            plmn: blueprint.plmn.clone(),
            tracking_area_code: blueprint.tac,
            slices: slices(blueprint),
            data_networks: data_networks(blueprint, function),
            network_repository: network_repository(blueprint, &links)
                .or_else(|| used_repository(blueprint, function)),
            interfaces: function
                .interfaces
                .iter()
                .map(|interface| InterfaceConfiguration {
                    point: interface.point,
                    transport: interface.transport.map(str::to_owned),
                    port: interface.port,
                })
                .collect(),
            peers: links
                .iter()
                .filter(|link| !is_itself(link))
                .map(|link| peer(blueprint, link))
                .chain(used_peers(blueprint, function))
                .collect(),
        }
    }

    /// The text of the file.
    pub(crate) fn to_yaml(&self) -> Result<String, ObjectError> {
        to_yaml(self)
    }
}

fn slices(blueprint: &Blueprint<'_>) -> Vec<SliceConfiguration> {
    let five_qi = blueprint.plan.slice.as_ref().map(|slice| slice.five_qi);
    blueprint
        .slice
        .zip(five_qi)
        .map(|(snssai, five_qi)| SliceConfiguration { snssai, five_qi })
        .into_iter()
        .collect()
}

/// Only what gives out addresses, forwards to them, or admits sessions by the network's name needs to know the pools.
fn data_networks(
    blueprint: &Blueprint<'_>,
    function: &Function<'_>,
) -> Vec<DataNetworkConfiguration> {
    let knows_networks = matches!(
        function.function_type(),
        NetworkFunctionType::Amf | NetworkFunctionType::Smf | NetworkFunctionType::PgwC
    );
    if !knows_networks && !function.template.needs_data_network() {
        return Vec::new();
    }
    let copy = |network: &nephoran_api::DataNetwork| DataNetworkConfiguration {
        name: network.name.clone(),
        pool: network.pool.clone(),
    };
    blueprint.plan.data_networks.iter().map(copy).collect()
}

fn network_repository(blueprint: &Blueprint<'_>, links: &[Link<'_>]) -> Option<String> {
    links
        .iter()
        .find(|link| {
            link.point == ReferencePoint::Sbi
                && link.to.function_type() == NetworkFunctionType::Nrf
                && !is_itself(link)
        })
        .map(|link| format!("http://{}:{}", host(blueprint, link), link.port))
}

/// The NRF of another plan.
fn used_repository(blueprint: &Blueprint<'_>, function: &Function<'_>) -> Option<String> {
    used_peers(blueprint, function)
        .find(|peer| peer.function == NetworkFunctionType::Nrf && peer.point == ReferencePoint::Sbi)
        .map(|peer| format!("http://{}:{}", peer.host, peer.port))
}

/// Functions of other plans that `function` opens conversations with.
fn used_peers<'a>(
    blueprint: &'a Blueprint<'_>,
    function: &'a Function<'_>,
) -> impl Iterator<Item = PeerConfiguration> + 'a {
    let opens = |point: &ReferencePoint, used: NetworkFunctionType| {
        let declared = function.template.interfaces.get(point);
        declared.is_some_and(|ours| ours.role != Role::Server && ours.peers.contains(&used))
    };
    blueprint.plan.uses.iter().flat_map(move |used| {
        function
            .template
            .interfaces
            .keys()
            .filter(move |point| opens(point, used.function_type))
            .filter_map(move |point| {
                let (port, transport) =
                    template_port(blueprint.catalogue, used.function_type, *point)?;
                Some(PeerConfiguration {
                    function: used.function_type,
                    point: *point,
                    host: service(
                        &used.name,
                        blueprint.namespace,
                        used.cluster != function.component.cluster,
                    ),
                    port,
                    transport: transport.to_owned(),
                })
            })
    })
}

fn peer(blueprint: &Blueprint<'_>, link: &Link<'_>) -> PeerConfiguration {
    PeerConfiguration {
        function: link.to.function_type(),
        point: link.point,
        host: host(blueprint, link),
        port: link.port,
        transport: link.transport.to_owned(),
    }
}

fn is_itself(link: &Link<'_>) -> bool {
    link.from.start_order == link.to.start_order
}

fn host(blueprint: &Blueprint<'_>, link: &Link<'_>) -> String {
    service(link.to.name(), blueprint.namespace, link.crosses_clusters())
}

/// Where `function` reaches the functions of the plan and those it uses of others, by type, whether or not a reference
/// point joins them: an MME tells the SGW-C which PGW-C to call (TS 23.401 clause 4.3.8.1).
pub(crate) fn hosts(
    blueprint: &Blueprint<'_>,
    function: &Function<'_>,
) -> BTreeMap<NetworkFunctionType, Vec<String>> {
    let planned = blueprint.functions.iter().map(|other| {
        (
            other.function_type(),
            other.name(),
            &other.component.cluster,
        )
    });
    let used = blueprint.plan.uses.iter();
    let used = used.map(|used| (used.function_type, used.name.as_str(), &used.cluster));
    let mut hosts: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (function_type, name, cluster) in planned.chain(used) {
        let elsewhere = *cluster != function.component.cluster;
        hosts
            .entry(function_type)
            .or_default()
            .push(service(name, blueprint.namespace, elsewhere));
    }
    hosts
}

/// The Service's name; on another cluster its name in the cluster set (KEP-1645, multi-cluster services).
fn service(name: &str, namespace: &str, elsewhere: bool) -> String {
    let domain = if elsewhere {
        "clusterset.local"
    } else {
        "cluster.local"
    };
    format!("{name}.{namespace}.svc.{domain}")
}
