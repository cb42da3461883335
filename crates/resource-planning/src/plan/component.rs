//! One component: from a function with settings to what the plan says about it.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use nephoran_api::{
    Autoscaling, Component, DeploymentPattern, Hardware, Interface, QosClass, Replicas, Resources,
    Spread, quantity,
};
use nephoran_telecom::catalogue::{Load, Plane, Role, Size};

use crate::PlanError;
use crate::closure::depends_on;
use crate::functions::{Draft, Function};
use crate::placement::{EdgeWish, Item, Placed};
use crate::reliability::Demand;
use crate::site::Site;
use crate::sizing::{Amounts, bytes};
use crate::{hardware, quality, reliability, replicas, sizing, unplanned, volumes};

const ZONE: &str = "topology.kubernetes.io/zone";
const NODE: &str = "kubernetes.io/hostname";

/// A sized function that waits for its place.
pub(super) struct Drafted {
    pub(super) item: Item,
    load: Load,
    size: Size,
    demand: Demand,
    hardware: Hardware,
    scaling: Option<Autoscaling>,
    guaranteed: bool,
    /// The template's most CPU in percent of what is there, when the request makes use of it.
    overcommit_percent: Option<u32>,
    image: (String, String),
}

/// A function with its size and how that came about.
pub(crate) struct Sized<'c> {
    pub(crate) function: Function<'c>,
    pub(crate) load: Load,
    pub(crate) size: Size,
    pub(crate) demand: Demand,
    pub(crate) replicas: Replicas,
    pub(crate) amounts: Amounts,
    pub(crate) guaranteed: bool,
    pub(crate) overcommitted: bool,
    pub(crate) image: String,
}

impl Drafted {
    pub(super) fn sized(self, function: Function<'_>) -> Sized<'_> {
        Sized {
            function,
            load: self.load,
            size: self.size,
            demand: self.demand,
            replicas: self.item.replicas,
            amounts: self.item.amounts,
            guaranteed: self.guaranteed,
            overcommitted: self.overcommit_percent.is_some(),
            image: self.image.1,
        }
    }

    /// Says so when the CPU request is lower than the size.
    pub(super) fn overcommitted(&self) -> Option<String> {
        let percent = self.overcommit_percent?;
        Some(format!(
            "{} requests less CPU than it is sized for, up to {percent} % of a node's CPU may be promised: cost or energy counts for more than the rest together",
            self.item.name
        ))
    }
}

/// Sizes every function of `draft`, in its order; `overcommit` requests less CPU where a template allows it. Conflicts of all functions are told together.
pub(super) fn drafts(draft: &Draft<'_>, overcommit: bool) -> Result<Vec<Drafted>, PlanError> {
    check_zone(draft)?;
    check_autoscaling(draft)?;
    let mut sized = Vec::with_capacity(draft.functions.len());
    let mut all_conflicts = Vec::new();
    for function in &draft.functions {
        match drafted(draft, function, overcommit) {
            Ok(drafted) => sized.push(drafted),
            Err(PlanError::Infeasible { conflicts, .. }) => all_conflicts.extend(conflicts),
            Err(error) => return Err(error),
        }
    }
    if all_conflicts.is_empty() {
        return Ok(sized);
    }
    Err(PlanError::Infeasible {
        conflicts: all_conflicts,
        for_want_of_capacity: false,
    })
}

fn drafted(
    draft: &Draft<'_>,
    function: &Function<'_>,
    overcommit: bool,
) -> Result<Drafted, PlanError> {
    let template = function.template;
    let image = image(function)?;
    let siblings = draft
        .functions
        .iter()
        .filter(|other| other.function_type() == function.function_type())
        .count();
    let load = sizing::load(&function.settings, siblings as u64);
    let size = sizing::size(function, &load)?;
    let planned = replicas::plan(function, size.replicas, draft.pattern)?;
    let hardware = hardware::of(template, &load);
    let guaranteed = quality::is_ultra_reliable(draft) || hardware.cpu_pinning;
    let amounts = sizing::amounts(function, &size, guaranteed, overcommit && !guaranteed)?;
    let overcommit_percent = template
        .overcommit
        .as_ref()
        .filter(|_| amounts.cpu_millicores < size.cpu_millicores.into())
        .map(|overcommit| overcommit.cpu_percent);
    let item = Item {
        name: function.name.clone(),
        function_type: function.function_type(),
        amounts,
        replicas: planned.replicas,
        zones: planned.demand.zones,
        features: hardware::features(&hardware),
        edge: edge_wish(draft, function),
    };
    Ok(Drafted {
        item,
        load,
        size,
        demand: planned.demand,
        overcommit_percent,
        hardware,
        scaling: planned.scaling,
        guaranteed,
        image,
    })
}

/// Gives functions the volumes they have, by function; says where a load takes another size.
pub(super) fn keep_volumes(
    drafts: &mut [Drafted],
    functions: &[Function<'_>],
    existing: &BTreeMap<&str, u64>,
) -> Result<Vec<String>, PlanError> {
    let mut kept = Vec::new();
    for (drafted, function) in drafts.iter_mut().zip(functions) {
        let planned = &mut drafted.item.amounts.storage_bytes;
        // A function without a volume now is no StatefulSet any more.
        if let Some(has) = existing.get(function.name.as_str())
            && *planned > 0
        {
            kept.extend(volumes::keep(function, *planned, *has)?);
            *planned = *has;
        }
    }
    Ok(kept)
}

/// Several zones and one named zone exclude each other.
fn check_zone(draft: &Draft<'_>) -> Result<(), PlanError> {
    let Some(zone) = &draft.placement.zone else {
        return Ok(());
    };
    for function in &draft.functions {
        let demand = reliability::demand(function.settings.availability, draft.pattern)?;
        if demand.zones > 1 {
            return Err(PlanError::conflict(format!(
                "{} needs {} zones for {} but the intent names one zone, {zone}; leave the zone out or relax the availability",
                function.name,
                demand.zones,
                reliability::why(function.settings.availability)
            )));
        }
    }
    Ok(())
}

/// Bounds for an autoscaler are refused when none of the functions asked for can use them.
fn check_autoscaling(draft: &Draft<'_>) -> Result<(), PlanError> {
    let mut asked = draft
        .functions
        .iter()
        .filter(|function| function.settings.scaling.is_some())
        .peekable();
    let Some(first) = asked.peek() else {
        return Ok(());
    };
    let (name, source) = (
        first.name.clone(),
        first.template.scaling.source.to_string(),
    );
    if asked.any(|function| function.template.scaling.horizontally_scalable) {
        return Ok(());
    }
    let why =
        format!("its number of replicas is fixed ({source}); ask for a number of replicas instead");
    Err(PlanError::ReplicasOutOfRange {
        function: name,
        asked: "autoscaled".to_owned(),
        why,
    })
}

/// Provider and image; a version in the intent replaces the tag.
fn image(function: &Function<'_>) -> Result<(String, String), PlanError> {
    let (name, function_type) = (function.name.clone(), function.function_type());
    let image = function
        .template
        .image
        .as_ref()
        .ok_or(PlanError::ImageUnknown {
            name,
            function_type,
        })?;
    let provider = image.provider.slug();
    let Some(version) = &function.settings.version else {
        return Ok((provider, image.reference()));
    };
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let starts = version
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !starts || version == "latest" || version.len() > 128 || !version.bytes().all(allowed) {
        let field = format!("{}.version", function.name);
        return Err(PlanError::value(
            field,
            &format!("{version:?}"),
            "name one image tag, never \"latest\", for example v4.2.2",
        ));
    }
    Ok((provider, format!("{}:{version}", image.repository)))
}

/// The intent's word first, then the layout, then what an ultra-reliable slice prefers.
fn edge_wish(draft: &Draft<'_>, function: &Function<'_>) -> EdgeWish {
    match (draft.placement.edge, draft.pattern) {
        (_, Some(DeploymentPattern::Hybrid)) if function.template.plane == Plane::User => {
            EdgeWish::Asked
        }
        (_, Some(DeploymentPattern::Hybrid)) | (Some(false), _) => EdgeWish::Central,
        (Some(true), _) | (_, Some(DeploymentPattern::Edge)) => EdgeWish::Asked,
        _ if quality::is_ultra_reliable(draft) => EdgeWish::WhenOffered,
        _ => EdgeWish::Indifferent,
    }
}

/// Components with their clusters, in the order of `drafts`.
pub(super) fn finish(
    draft: &Draft<'_>,
    drafts: Vec<Drafted>,
    sites: &[Site<'_>],
    placed: &Placed,
) -> Vec<Component> {
    drafts
        .into_iter()
        .zip(&draft.functions)
        .zip(&placed.sites)
        .filter_map(|((drafted, function), site)| {
            Some(component(draft, drafted, function, sites.get(*site)?))
        })
        .collect()
}

fn component(
    draft: &Draft<'_>,
    drafted: Drafted,
    function: &Function<'_>,
    site: &Site<'_>,
) -> Component {
    let Drafted {
        item,
        hardware,
        scaling,
        guaranteed,
        load: _,
        size: _,
        demand: _,
        overcommit_percent: _,
        image: (provider, image),
    } = drafted;
    let apart = quality::is_ultra_reliable(draft)
        || unplanned::keeps_apart(&draft.affinity, item.function_type);
    Component {
        function_type: item.function_type,
        provider,
        image,
        replicas: item.replicas,
        resources: resources(&item.amounts),
        storage: (item.amounts.storage_bytes > 0).then(|| bytes(item.amounts.storage_bytes)),
        qos_class: if guaranteed {
            QosClass::Guaranteed
        } else {
            QosClass::Burstable
        },
        hardware,
        interfaces: interfaces(function),
        depends_on: depends_on(function, &draft.functions),
        cluster: site.name.to_owned(),
        spread: spread(&item, site.zones, apart),
        scaling,
        disruption_budget: (item.replicas.desired >= 2)
            .then(|| item.replicas.min.saturating_sub(1).max(1)),
        revision: function.settings.revision.clone(),
        name: item.name,
    }
}

fn resources(amounts: &Amounts) -> Resources {
    let both = |cpu: u64, memory: u64| -> BTreeMap<String, Quantity> {
        [
            ("cpu".to_owned(), quantity::from_millicores(cpu)),
            ("memory".to_owned(), bytes(memory)),
        ]
        .into()
    };
    Resources {
        requests: both(amounts.cpu_millicores, amounts.memory_bytes),
        limits: both(amounts.cpu_limit_millicores, amounts.memory_limit_bytes),
    }
}

fn interfaces(function: &Function<'_>) -> Vec<Interface> {
    function
        .template
        .interfaces
        .iter()
        .map(|(point, interface)| Interface {
            point: point.to_string(),
            protocol: interface.protocol,
            port: interface.port.filter(|_| interface.role != Role::Client),
            network: interface.network.clone(),
        })
        .collect()
}

/// Zones when the availability demands them, required where the cluster lists enough; nodes always, required when the
/// slice or a rule keeps replicas apart. A single replica is not spread.
fn spread(item: &Item, listed_zones: u32, apart: bool) -> Vec<Spread> {
    if item.replicas.max < 2 {
        return Vec::new();
    }
    let rule = |key: &str, required| Spread {
        topology_key: key.to_owned(),
        max_skew: 1,
        required,
    };
    let zones = (item.zones > 0).then(|| rule(ZONE, listed_zones >= item.zones));
    zones.into_iter().chain([rule(NODE, apart)]).collect()
}

/// What a reader should know about one function.
pub(super) fn warnings(function: &Function<'_>) -> Vec<String> {
    let (name, template, settings) = (&function.name, function.template, &function.settings);
    let simulated = hardware::has_radio(template).then(|| {
        let more = template
            .real_radio_floor
            .as_ref()
            .map_or_else(String::new, |floor| {
                format!(
                    "; a radio unit of hardware takes {} CPU and {}Mi per replica",
                    quantity::from_millicores(floor.cpu_millicores.into()).0,
                    floor.memory_mib
                )
            });
        format!("{name} is planned for a simulated radio{more}")
    });
    let fixed =
        (settings.scaling.is_some() && !template.scaling.horizontally_scalable).then(|| {
            format!(
                "{name} is not autoscaled: its number of replicas is fixed ({})",
                template.scaling.source
            )
        });
    let stateless = (settings.resources.storage.is_some() && template.workload.storage.is_none())
        .then(|| format!("{name} keeps no state, so the asked storage is not planned for it"));
    simulated
        .into_iter()
        .chain(fixed)
        .chain(stateless)
        .collect()
}
