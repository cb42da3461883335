//! What a template may read.

use std::collections::BTreeMap;

use nephoran_api::Environment;
use nephoran_telecom::{NetworkFunctionType, Plmn, ReferencePoint, Tac};
use serde::Serialize;

use crate::blueprint::{Blueprint, Function};
use crate::configuration::{Configuration, DataNetworkConfiguration, SliceConfiguration, hosts};
use crate::ran_node::RanNode;
use crate::workload::{CONFIGURATION_PATH, DATA_PATH, TEMPORARY_PATH};

/// Name of the Service of the database that functions keep their data in, beside them in their namespace.
pub(crate) const DATABASE_NAME: &str = "mongodb";
/// Its port (mongodb.com/docs, default MongoDB port).
pub(crate) const DATABASE_PORT: u16 = 27017;

/// What a template may read; the names are those of `templates/`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Context {
    function: NetworkFunctionType,
    name: String,
    namespace: String,
    cluster: String,
    provider: String,
    environment: Environment,
    log_level: &'static str,
    plmn: Plmn,
    tac: Tac,
    slices: Vec<SliceConfiguration>,
    data_networks: Vec<Pool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    network_repository: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    database: Option<String>,
    interfaces: BTreeMap<ReferencePoint, Listener>,
    peers: BTreeMap<ReferencePoint, Vec<Partner>>,
    hosts: BTreeMap<NetworkFunctionType, Vec<String>>,
    ran_node: RanNode,
    paths: Paths,
}

/// A data network with the first address of its pool, which is the gateway's.
#[derive(Debug, Serialize)]
struct Pool {
    #[serde(flatten)]
    network: DataNetworkConfiguration,
    #[serde(skip_serializing_if = "Option::is_none")]
    gateway: Option<String>,
}

#[derive(Debug, Serialize)]
struct Listener {
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transport: Option<String>,
}

#[derive(Debug, Serialize)]
struct Partner {
    function: NetworkFunctionType,
    host: String,
    port: u16,
    transport: String,
}

#[derive(Debug, Serialize)]
struct Paths {
    configuration: &'static str,
    data: &'static str,
    tmp: &'static str,
}

impl Context {
    pub(crate) fn of(
        blueprint: &Blueprint<'_>,
        function: &Function<'_>,
        configuration: &Configuration,
        needs_database: bool,
    ) -> Self {
        let environment = blueprint.environment();
        let database = format!(
            "mongodb://{DATABASE_NAME}.{}.svc.cluster.local:{DATABASE_PORT}",
            blueprint.namespace
        );
        let mut peers: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for peer in &configuration.peers {
            peers.entry(peer.point).or_default().push(Partner {
                function: peer.function,
                host: peer.host.clone(),
                port: peer.port,
                transport: peer.transport.clone(),
            });
        }
        Self {
            function: configuration.function,
            name: configuration.name.clone(),
            namespace: blueprint.namespace.to_owned(),
            cluster: function.component.cluster.clone(),
            provider: function.component.provider.clone(),
            environment,
            log_level: log_level(environment),
            plmn: configuration.plmn.clone(),
            tac: configuration.tracking_area_code,
            slices: configuration.slices.clone(),
            data_networks: configuration.data_networks.iter().map(pool).collect(),
            network_repository: configuration.network_repository.clone(),
            database: needs_database.then_some(database),
            interfaces: configuration
                .interfaces
                .iter()
                .map(|interface| {
                    let listener = Listener {
                        port: interface.port,
                        transport: interface.transport.clone(),
                    };
                    (interface.point, listener)
                })
                .collect(),
            peers,
            hosts: hosts(blueprint, function),
            ran_node: RanNode::of(blueprint, function),
            paths: Paths {
                configuration: CONFIGURATION_PATH,
                data: DATA_PATH,
                tmp: TEMPORARY_PATH,
            },
        }
    }
}

/// Live traffic makes a line per procedure and subscriber at `info`.
const fn log_level(environment: Environment) -> &'static str {
    match environment {
        Environment::Production => "warning",
        Environment::Staging => "info",
        Environment::Development | Environment::Testing => "debug",
    }
}

fn pool(network: &DataNetworkConfiguration) -> Pool {
    Pool {
        network: network.clone(),
        gateway: first_address(&network.pool),
    }
}

/// The first address after the network's own; `None` for a pool that is no prefix, which a rule reports.
fn first_address(pool: &str) -> Option<String> {
    let (address, _) = pool.split_once('/')?;
    Some(match address.parse().ok()? {
        std::net::IpAddr::V4(address) => {
            std::net::Ipv4Addr::from(u32::from(address).checked_add(1)?).to_string()
        }
        std::net::IpAddr::V6(address) => {
            std::net::Ipv6Addr::from(u128::from(address).checked_add(1)?).to_string()
        }
    })
}
