//! Step 5c, numbering: the network identity, the slice differentiator and the address pool, none of which two plans
//! share by accident.
//!
//! What a plan had it keeps: an unchanged intent is never renumbered, whatever others did since.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use nephoran_api::{DataNetwork, Plan, PlannedPlmn, PlannedSlice};
use nephoran_telecom::{Plmn, SliceDifferentiator, Tac};

use crate::PlanError;

/// The data network of a plan. Source: free5gc-helm values.yaml v4.2.2.
const DATA_NETWORK: &str = "internet";
/// Smallest pool, 4,094 addresses: room to grow without new ones. Source: estimate.
const SMALLEST_POOL: u8 = 20;
/// The address space shared behind carrier-grade NAT, which no cluster network uses. Source: RFC 6598.
const SHARED_ADDRESS_SPACE: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(100, 64, 0, 0), 10);

/// The numbers an operator gives out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbering {
    /// The operator's network and the tracking area of its first namespace; the next namespaces get the next ones.
    first_network: PlannedPlmn,
    /// Address space of user equipments, in the order it is used.
    address_space: Vec<Ipv4Net>,
}

impl Default for Numbering {
    /// The test network 001-01 (ITU-T E.212), tracking areas from 1, and 100.64.0.0/10 (RFC 6598).
    fn default() -> Self {
        Self {
            first_network: PlannedPlmn::default(),
            address_space: vec![SHARED_ADDRESS_SPACE],
        }
    }
}

impl Numbering {
    /// An operator's own numbers. Address space that is empty means the default.
    #[must_use]
    pub fn new(plmn: &Plmn, first_tracking_area: Tac, address_space: Vec<Ipv4Net>) -> Self {
        Self {
            first_network: PlannedPlmn {
                mcc: plmn.mcc.to_string(),
                mnc: plmn.mnc.to_string(),
                tac: first_tracking_area.value(),
            },
            address_space: if address_space.is_empty() {
                vec![SHARED_ADDRESS_SPACE]
            } else {
                address_space
            },
        }
    }

    /// The network of a namespace: the plan's own before, else the one its neighbours share, else a tracking area
    /// that no other namespace has.
    pub(crate) fn network(
        &self,
        namespace: &str,
        used: &NumbersInUse,
        previous: Option<&Plan>,
    ) -> Result<PlannedPlmn, PlanError> {
        if let Some(network) = previous
            .map(|plan| &plan.plmn)
            .or_else(|| used.networks.get(namespace))
        {
            return Ok(network.clone());
        }
        let taken: BTreeSet<u32> = used.networks.values().map(|network| network.tac).collect();
        (self.first_network.tac..=Tac::MAX)
            .find(|tac| Tac::try_from(*tac).is_ok() && !taken.contains(tac))
            .map(|tac| PlannedPlmn {
                tac,
                ..self.first_network.clone()
            })
            .ok_or_else(|| {
                PlanError::conflict(format!(
                    "no tracking area from {} on is free; start lower",
                    self.first_network.tac
                ))
            })
    }

    /// The data network and its pool for so many `sessions`.
    pub(crate) fn data_network(
        &self,
        sessions: u64,
        used: &NumbersInUse,
        previous: Option<&Plan>,
    ) -> Result<DataNetwork, PlanError> {
        let length = pool_length(sessions);
        let kept = previous
            .and_then(|plan| plan.data_networks.first())
            .and_then(|network| network.pool.parse::<Ipv4Net>().ok())
            .filter(|pool| length.is_some_and(|length| pool.prefix_len() <= length))
            .filter(|pool| !used.pools.iter().any(|other| overlap(*pool, *other)));
        let pool = kept.or_else(|| {
            let length = length?;
            self.address_space
                .iter()
                .find_map(|space| first_free(*space, length, &used.pools))
        });
        let pool = pool.ok_or_else(|| {
            let space: Vec<_> = self.address_space.iter().map(ToString::to_string).collect();
            PlanError::conflict(format!(
                "no pool of {sessions} addresses is free in {} ({} pools of other intents); ask for fewer sessions or give the planner more address space (--address-space)",
                space.join(", "),
                used.pools.len()
            ))
        })?;
        Ok(DataNetwork {
            name: DATA_NETWORK.to_owned(),
            pool: pool.to_string(),
        })
    }
}

/// The length of the smallest prefix with so many addresses besides the network's own and the broadcast address.
fn pool_length(sessions: u64) -> Option<u8> {
    let addresses = sessions.checked_add(2)?.checked_next_power_of_two()?;
    let bits = u8::try_from(addresses.ilog2()).ok()?;
    Some(32_u8.checked_sub(bits)?.min(SMALLEST_POOL))
}

fn overlap(one: Ipv4Net, other: Ipv4Net) -> bool {
    one.contains(&other) || other.contains(&one)
}

/// The first subnet of `space` with a prefix of `length` that meets none of `taken`.
fn first_free(space: Ipv4Net, length: u8, taken: &BTreeSet<Ipv4Net>) -> Option<Ipv4Net> {
    let size = 1_u64 << (32 - u32::from(length));
    let end = u64::from(u32::from(space.broadcast())) + 1;
    let mut start = u64::from(u32::from(space.network()));
    while start + size <= end {
        let subnet = Ipv4Net::new(Ipv4Addr::from(u32::try_from(start).ok()?), length).ok()?;
        let Some(other) = taken.iter().find(|other| overlap(subnet, **other)) else {
            return Some(subnet);
        };
        // The next aligned start behind what is taken.
        let behind = u64::from(u32::from(other.broadcast())) + 1;
        start = behind.div_ceil(size) * size;
    }
    None
}

/// Gives a slice without a differentiator one that no other plan has, unless it can do without.
pub(crate) fn differentiate(
    slice: &mut PlannedSlice,
    used: &NumbersInUse,
    previous: Option<&Plan>,
) -> Option<String> {
    if slice.sd.is_some() {
        return None;
    }
    let before = previous
        .and_then(|plan| plan.slice.as_ref())
        .filter(|before| before.sst == slice.sst);
    if let Some(before) = before {
        slice.sd.clone_from(&before.sd);
        return None;
    }
    let is_taken = |sd: Option<SliceDifferentiator>| used.slices.contains(&(slice.sst, sd));
    if !is_taken(None) {
        return None;
    }
    let free = (1..=u16::MAX)
        .map(SliceDifferentiator::from_number)
        .find(|sd| !is_taken(Some(*sd)))?;
    slice.sd = Some(free.to_string());
    Some(format!(
        "slice differentiator {free} was chosen: other intents serve SST {} without it (TS 23.003 clause 28.4.2); name one to share their slice",
        slice.sst
    ))
}

/// Numbers that the plans of other intents have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NumbersInUse {
    pools: BTreeSet<Ipv4Net>,
    slices: BTreeSet<(u8, Option<SliceDifferentiator>)>,
    /// By namespace: the identity that its functions share.
    networks: BTreeMap<String, PlannedPlmn>,
}

impl NumbersInUse {
    pub(crate) fn add(&mut self, plan: &Plan) {
        let pools = plan.data_networks.iter();
        self.pools
            .extend(pools.filter_map(|network| network.pool.parse::<Ipv4Net>().ok()));
        if let Some(slice) = &plan.slice {
            let sd = slice.sd.as_ref().and_then(|sd| sd.parse().ok());
            self.slices.insert((slice.sst, sd));
        }
        self.networks
            .entry(plan.namespace.clone())
            .or_insert_with(|| plan.plmn.clone());
    }
}
