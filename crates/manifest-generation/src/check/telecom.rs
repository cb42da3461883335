//! The network's identity is the same everywhere, and data networks have address pools of their own.

use std::collections::BTreeMap;
use std::net::IpAddr;

use nephoran_api::{AttachedNetwork, DataNetwork, ManifestFinding};
use nephoran_telecom::ReferencePoint;

use super::{Context, rules};
use crate::blueprint::Function;
use crate::configuration::{CONFIGURATION_FILE, Configuration};
use crate::object::Object;

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<ManifestFinding>) {
    for function in &context.blueprint.functions {
        configuration(context, function, findings);
        data_network_reached(context, function, findings);
    }
    pools(&context.blueprint.plan.data_networks, findings);
    for (cluster, profile) in &context.blueprint.plan.profiles {
        attached_networks(context, cluster, &profile.networks, findings);
    }
}

/// Prefixes of a cluster's networks are valid, hold their gateway, and overlap neither each other nor the addresses of
/// user equipments.
fn attached_networks(
    context: &Context<'_>,
    cluster: &str,
    networks: &BTreeMap<String, AttachedNetwork>,
    findings: &mut Vec<ManifestFinding>,
) {
    let mut add = |message: String| {
        findings.push(rules::NETWORK_ADDRESSES.finding("plan", message));
    };
    let pools = context.blueprint.plan.data_networks.iter();
    let mut taken: Vec<(String, Prefix)> = pools
        .filter_map(|network| {
            Some((
                format!("data network {}", network.name),
                Prefix::parse(&network.pool)?,
            ))
        })
        .collect();
    for (name, network) in networks {
        let Some(prefix) = Prefix::parse(&network.subnet) else {
            add(format!(
                "subnet {:?} of network {name} of cluster {cluster} is not an address prefix; write it like 10.10.0.0/24",
                network.subnet
            ));
            continue;
        };
        if let Some(gateway) = network
            .gateway
            .as_deref()
            .filter(|gateway| !prefix.holds(gateway))
        {
            add(format!(
                "gateway {gateway:?} of network {name} of cluster {cluster} is not an address of {}; name one inside",
                network.subnet
            ));
        }
        if let Some((other, _)) = taken.iter().find(|(_, other)| other.overlaps(&prefix)) {
            add(format!(
                "subnet {} of network {name} of cluster {cluster} overlaps the addresses of {other}; give each its own",
                network.subnet
            ));
        }
        taken.push((format!("network {name}"), prefix));
    }
}

fn configuration(
    context: &Context<'_>,
    function: &Function<'_>,
    findings: &mut Vec<ManifestFinding>,
) {
    let found = context.object(function, |object| match object {
        Object::ConfigMap(map) => Some(
            map.data
                .as_ref()
                .and_then(|data| data.get(CONFIGURATION_FILE)),
        ),
        _ => None,
    });
    let Some((path, text)) = found else {
        return;
    };
    let expected = Configuration::of(context.blueprint, function);
    // Writing is a quarter of the work of reading, and a generated package is always as expected.
    if text.is_some_and(|text| expected.to_yaml().is_ok_and(|written| written == *text)) {
        return;
    }
    match read(text) {
        Ok(actual) => differences(context, function, path, &actual, &expected, findings),
        Err(message) => findings.push(rules::IDENTITY.finding(path, message)),
    }
}

fn read(text: Option<&String>) -> Result<Configuration, String> {
    let text =
        text.ok_or_else(|| format!("{CONFIGURATION_FILE} is missing; generate the package again"))?;
    serde_saphyr::from_str(text)
        .map_err(|error| format!("{CONFIGURATION_FILE} cannot be read: {error}"))
}

fn differences(
    context: &Context<'_>,
    function: &Function<'_>,
    path: &str,
    actual: &Configuration,
    expected: &Configuration,
    findings: &mut Vec<ManifestFinding>,
) {
    let slice = context.blueprint.slice;
    let parts = [
        (
            "PLMN",
            actual.plmn == expected.plmn,
            expected.plmn.to_string(),
        ),
        (
            "tracking area code",
            actual.tracking_area_code == expected.tracking_area_code,
            expected.tracking_area_code.to_string(),
        ),
        (
            "slice",
            actual.slices == expected.slices,
            slice.map_or_else(|| "none".to_owned(), |slice| slice.to_string()),
        ),
        (
            "data networks",
            actual.data_networks == expected.data_networks,
            "those of the plan".to_owned(),
        ),
    ];
    for (what, _, expected) in parts.iter().filter(|(_, same, _)| !same) {
        let message = format!(
            "the {what} of {} differs from the plan's; set it to {expected}",
            function.name()
        );
        findings.push(rules::IDENTITY.finding(path, message));
    }
}

/// A user plane without a data network has nowhere to forward to.
fn data_network_reached(
    context: &Context<'_>,
    function: &Function<'_>,
    findings: &mut Vec<ManifestFinding>,
) {
    let forwards = function
        .interfaces
        .iter()
        .any(|interface| [ReferencePoint::N6, ReferencePoint::Sgi].contains(&interface.point));
    if forwards && context.blueprint.plan.data_networks.is_empty() {
        let message = format!(
            "{} forwards to a data network but the plan has none; name one with an address pool",
            function.name()
        );
        findings.push(rules::DATA_NETWORK.finding("plan", message));
    }
}

fn pools(networks: &[DataNetwork], findings: &mut Vec<ManifestFinding>) {
    let mut read: Vec<(&str, Prefix)> = Vec::new();
    for network in networks {
        let Some(prefix) = Prefix::parse(&network.pool) else {
            let message = format!(
                "pool {:?} of data network {} is not an address prefix; write it like 10.60.0.0/16",
                network.pool, network.name
            );
            findings.push(rules::DATA_NETWORK.finding("plan", message));
            continue;
        };
        if let Some((other, _)) = read.iter().find(|(_, other)| other.overlaps(&prefix)) {
            let message = format!(
                "the pools of data networks {other} and {} overlap; give each its own addresses",
                network.name
            );
            findings.push(rules::DATA_NETWORK.finding("plan", message));
        }
        read.push((&network.name, prefix));
    }
}

/// An address prefix as a range of numbers.
struct Prefix {
    is_v4: bool,
    first: u128,
    last: u128,
}

impl Prefix {
    /// Reads `address/length`; bits of the address beyond the length must be zero.
    fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let length: u32 = length.parse().ok()?;
        let (is_v4, first, width) = match address.parse().ok()? {
            IpAddr::V4(address) => (true, u128::from(u32::from(address)), 32),
            IpAddr::V6(address) => (false, u128::from(address), 128),
        };
        let free = u32::checked_sub(width, length)?;
        let mask = if free == 128 {
            u128::MAX
        } else {
            (1_u128 << free) - 1
        };
        (first & mask == 0).then_some(Self {
            is_v4,
            first,
            last: first | mask,
        })
    }

    /// Whether `address` is one of its addresses.
    fn holds(&self, address: &str) -> bool {
        let number = match address.parse() {
            Ok(IpAddr::V4(address)) if self.is_v4 => u128::from(u32::from(address)),
            Ok(IpAddr::V6(address)) if !self.is_v4 => u128::from(address),
            _ => return false,
        };
        (self.first..=self.last).contains(&number)
    }

    const fn overlaps(&self, other: &Self) -> bool {
        self.is_v4 == other.is_v4 && self.first <= other.last && other.first <= self.last
    }
}

#[cfg(test)]
mod tests {
    use super::Prefix;

    #[test]
    fn a_prefix_inside_another_overlaps_it() {
        let wide = Prefix::parse("10.60.0.0/16").unwrap();
        assert!(wide.overlaps(&Prefix::parse("10.60.7.0/24").unwrap()));
        assert!(!wide.overlaps(&Prefix::parse("10.61.0.0/16").unwrap()));
        assert!(!wide.overlaps(&Prefix::parse("::/0").unwrap()));
    }

    #[test]
    fn an_address_with_host_bits_is_no_prefix() {
        for wrong in [
            "10.60.0.1/16",
            "10.60.0.0",
            "10.60.0.0/33",
            "pool",
            "2001:db8::1/64",
        ] {
            assert!(Prefix::parse(wrong).is_none(), "{wrong}");
        }
    }
}
