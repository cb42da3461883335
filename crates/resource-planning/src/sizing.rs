//! Step 4, sizing: what one replica of a function needs for the load it carries.
//!
//! The model is the template's lines in steps; this module only says which of the intent's figures are the load, and
//! lets the user's own numbers win, or refuses them when they are below what the load or the floor needs.

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use nephoran_api::{BitRate, CapacityRequest, quantity};
use nephoran_telecom::Template;
use nephoran_telecom::catalogue::{Axis, Load, Overload, Size};

use crate::PlanError;
use crate::functions::{Function, Settings};

/// Of so many subscribers one is connected at the busy hour. Source: estimate, a tenth.
const SUBSCRIBERS_PER_CONNECTED_UE: u64 = 10;
/// Connected UEs of one radio cell. Source: estimate, half of what a 100 MHz cell admits.
const UES_PER_CELL: u64 = 1000;
/// A subscriber registers once in so many seconds at the busy hour. Source: the periodic update after 54 minutes of
/// TS 24.501 table 10.2.1, timer T3512; as many mobility updates again are an estimate.
const SECONDS_PER_REGISTRATION: u64 = 54 * 60 / 2;
/// Limits are so many times the requests unless the class is Guaranteed. Source: free5gc-helm values.yaml v4.2.2.
pub(crate) const LIMIT_FACTOR: u64 = 2;
/// No node offers one replica more than this. Source: estimate, four times today's largest servers.
const MOST_MILLICORES: u64 = 1_024_000;
/// No node offers one replica more than this: 64 TiB. Source: estimate, as above; the same for one volume.
const MOST_BYTES: u64 = 64 << 40;

const MEBIBYTE: u64 = 1 << 20;
const GIBIBYTE: u64 = 1 << 30;

/// CPU and memory of one replica, and its volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Amounts {
    pub(crate) cpu_millicores: u64,
    pub(crate) memory_bytes: u64,
    pub(crate) cpu_limit_millicores: u64,
    pub(crate) memory_limit_bytes: u64,
    /// 0 for a function without a volume.
    pub(crate) storage_bytes: u64,
}

/// The load of one function under `settings`, shared evenly by `siblings` functions of the same type. A figure the
/// intent does not name follows from one it does.
pub(crate) fn load(settings: &Settings, siblings: u64) -> Load {
    let megabits =
        |rate: Option<BitRate>| rate.map_or(0, |rate| rate.bits_per_second().div_ceil(1_000_000));
    let throughput = megabits(settings.downlink).max(megabits(settings.uplink));
    of_capacity(&settings.capacity)
        .with(Axis::ThroughputMbps, throughput)
        .shared_by(siblings)
}

/// What a capacity asks for on every axis but throughput.
pub(crate) fn of_capacity(capacity: &CapacityRequest) -> Load {
    let people = capacity
        .subscribers
        .or(capacity.ues)
        .or(capacity.sessions)
        .unwrap_or(0);
    let connected = capacity
        .ues
        .or_else(|| {
            capacity
                .subscribers
                .map(|subscribers| subscribers.div_ceil(SUBSCRIBERS_PER_CONNECTED_UE))
        })
        .or(capacity.sessions)
        .unwrap_or(0);
    let registrations = capacity
        .registrations_per_second
        .unwrap_or_else(|| people.div_ceil(SECONDS_PER_REGISTRATION));
    let cells = capacity
        .cells
        .unwrap_or_else(|| connected.div_ceil(UES_PER_CELL).max(1));
    Load::default()
        .with(Axis::Subscribers, people)
        .with(Axis::Sessions, capacity.sessions.unwrap_or(people))
        .with(Axis::Ues, connected)
        .with(Axis::Cells, cells)
        .with(Axis::RegistrationsPerSecond, registrations)
}

/// From which figure of the intent the load on an axis follows, as [`load`] has it.
pub(crate) fn origin(axis: Axis, capacity: &CapacityRequest) -> String {
    let CapacityRequest {
        subscribers,
        sessions,
        ues,
        registrations_per_second,
        cells,
        devices_per_km2: _,
    } = capacity;
    let people = match (subscribers, ues) {
        (Some(_), _) => "capacity.subscribers",
        (None, Some(_)) => "capacity.ues",
        (None, None) => "capacity.sessions",
    };
    let connected = match (ues, subscribers) {
        (Some(_), _) => "capacity.ues".to_owned(),
        (None, Some(_)) => {
            format!("one in {SUBSCRIBERS_PER_CONNECTED_UE} of capacity.subscribers")
        }
        (None, None) => "capacity.sessions".to_owned(),
    };
    match axis {
        Axis::Sessions if sessions.is_some() => "capacity.sessions".to_owned(),
        Axis::Subscribers | Axis::Sessions => people.to_owned(),
        Axis::Ues => connected,
        Axis::Cells if cells.is_some() => "capacity.cells".to_owned(),
        Axis::Cells => format!("at least one, at most {UES_PER_CELL} UEs each: {connected}"),
        Axis::RegistrationsPerSecond if registrations_per_second.is_some() => {
            "capacity.registrationsPerSecond".to_owned()
        }
        Axis::RegistrationsPerSecond => {
            format!("one in {SECONDS_PER_REGISTRATION} seconds of each of {people}")
        }
        Axis::ThroughputMbps => "the larger of qos.throughputDownlink and the uplink".to_owned(),
    }
}

/// Sessions at the same time, one for every subscriber or UE where the intent names only those.
pub(crate) fn sessions(settings: &Settings) -> u64 {
    let capacity = &settings.capacity;
    capacity
        .sessions
        .or(capacity.subscribers)
        .or(capacity.ues)
        .unwrap_or(0)
}

/// The template's size for a load.
pub(crate) fn size(function: &Function<'_>, load: &Load) -> Result<Size, PlanError> {
    let (template, name) = (function.template, &function.name);
    template.size(load).map_err(|Overload { axis, load, per_replica_capacity, max_replicas }| {
        let most = u64::from(per_replica_capacity) * u64::from(max_replicas);
        PlanError::conflict(format!(
            "{name} would carry {load} {axis} but at most {max_replicas} replicas of {per_replica_capacity} {axis} run, {most} together ({source}); ask for less or split the load over several intents",
            source = template.scaling.source,
        ))
    })
}

/// What one replica gets: the user's numbers when they suffice, else the sized ones. `guaranteed` makes requests
/// equal limits and CPU whole; `overcommit` lowers the CPU request as far as the template allows, and never the limit.
pub(crate) fn amounts(
    function: &Function<'_>,
    size: &Size,
    guaranteed: bool,
    overcommit: bool,
) -> Result<Amounts, PlanError> {
    let wanted = Wanted::read(function)?;
    let sized_cpu = u64::from(size.cpu_millicores);
    let needed_cpu = if overcommit && !guaranteed {
        overcommitted(function.template, sized_cpu)
    } else {
        sized_cpu
    };
    let needed_memory = u64::from(size.memory_mib) * MEBIBYTE;
    check_enough(
        function,
        "cpu",
        wanted.cpu,
        needed_cpu,
        &quantity::from_millicores(needed_cpu),
    )?;
    check_enough(
        function,
        "memory",
        wanted.memory,
        needed_memory,
        &bytes(needed_memory),
    )?;
    let (cpu, cpu_limit) = if guaranteed {
        guaranteed_cpu(function, &wanted, needed_cpu)?
    } else {
        let usual = wanted.cpu.unwrap_or(sized_cpu).saturating_mul(LIMIT_FACTOR);
        pair(
            function,
            ["cpu", "maxCpu"],
            wanted.cpu.unwrap_or(needed_cpu),
            wanted.max_cpu.unwrap_or(usual),
            &quantity::from_millicores,
        )?
    };
    let (memory, memory_limit) = if guaranteed {
        same(
            function,
            ["memory", "maxMemory"],
            wanted.memory,
            wanted.max_memory,
            needed_memory,
            &bytes,
        )?
    } else {
        let request = wanted.memory.unwrap_or(needed_memory);
        let usual = request.saturating_mul(LIMIT_FACTOR);
        pair(
            function,
            ["memory", "maxMemory"],
            request,
            wanted.max_memory.unwrap_or(usual),
            &bytes,
        )?
    };
    Ok(Amounts {
        cpu_millicores: cpu,
        memory_bytes: memory,
        cpu_limit_millicores: cpu_limit,
        memory_limit_bytes: memory_limit,
        storage_bytes: storage(function, size, wanted.storage)?,
    })
}

/// The CPU request of a function whose template lets nodes promise more than they have; never below its floor.
fn overcommitted(template: &Template, sized: u64) -> u64 {
    template.overcommit.as_ref().map_or(sized, |overcommit| {
        let request = (sized * 100).div_ceil(u64::from(overcommit.cpu_percent));
        request.max(template.floor.cpu_millicores.into())
    })
}

/// The user's own numbers.
struct Wanted {
    cpu: Option<u64>,
    memory: Option<u64>,
    storage: Option<u64>,
    max_cpu: Option<u64>,
    max_memory: Option<u64>,
}

impl Wanted {
    fn read(function: &Function<'_>) -> Result<Self, PlanError> {
        let resources = &function.settings.resources;
        let read =
            |field: &str,
             quantity: &Option<Quantity>,
             most: u64,
             parse: &dyn Fn(&Quantity) -> Result<u64, quantity::InvalidQuantity>| {
                let Some(quantity) = quantity else {
                    return Ok(None);
                };
                let invalid = |allowed: String| {
                    PlanError::value(format!("{}.{field}", function.name), &quantity.0, allowed)
                };
                match parse(quantity) {
                Ok(value) if value <= most => Ok(Some(value)),
                Ok(_) => Err(invalid("no node offers that much to one replica; ask for at most 1024 CPUs and 64Ti".to_owned())),
                Err(error) => Err(invalid(error.to_string())),
            }
            };
        Ok(Self {
            cpu: read(
                "cpu",
                &resources.cpu,
                MOST_MILLICORES,
                &quantity::millicores,
            )?,
            memory: read("memory", &resources.memory, MOST_BYTES, &quantity::bytes)?,
            storage: read("storage", &resources.storage, MOST_BYTES, &quantity::bytes)?,
            max_cpu: read(
                "maxCpu",
                &resources.max_cpu,
                MOST_MILLICORES,
                &quantity::millicores,
            )?,
            max_memory: read(
                "maxMemory",
                &resources.max_memory,
                MOST_BYTES,
                &quantity::bytes,
            )?,
        })
    }
}

fn check_enough(
    function: &Function<'_>,
    field: &str,
    wanted: Option<u64>,
    needed: u64,
    text: &Quantity,
) -> Result<(), PlanError> {
    if wanted.is_none_or(|wanted| wanted >= needed) {
        return Ok(());
    }
    let (template, asked) = (function.template, written(function, field));
    Err(PlanError::conflict(format!(
        "{} is asked to run with {field} {asked} and needs at least {} for its load (floor: {}; sizing: {}); ask for more or for less load",
        function.name, text.0, template.floor.source, template.sizing.source
    )))
}

fn written(function: &Function<'_>, field: &str) -> String {
    let resources = &function.settings.resources;
    let quantity = match field {
        "cpu" => &resources.cpu,
        "memory" => &resources.memory,
        "maxCpu" => &resources.max_cpu,
        "maxMemory" => &resources.max_memory,
        _ => &resources.storage,
    };
    quantity
        .as_ref()
        .map_or_else(|| "unset".to_owned(), |quantity| quantity.0.clone())
}

/// Request and limit of a burstable function.
fn pair(
    function: &Function<'_>,
    fields: [&str; 2],
    request: u64,
    limit: u64,
    text: &dyn Fn(u64) -> Quantity,
) -> Result<(u64, u64), PlanError> {
    if limit >= request {
        return Ok((request, limit));
    }
    Err(PlanError::conflict(format!(
        "{} is limited to {} {} but requests {}; raise the limit or lower the request",
        function.name,
        fields[1],
        written(function, fields[1]),
        text(request).0
    )))
}

/// Request and limit of a guaranteed function: one number.
fn same(
    function: &Function<'_>,
    fields: [&str; 2],
    wanted: Option<u64>,
    max: Option<u64>,
    needed: u64,
    text: &dyn Fn(u64) -> Quantity,
) -> Result<(u64, u64), PlanError> {
    let value = wanted.or(max).unwrap_or(needed);
    if max.is_some_and(|max| max != value) || value < needed {
        return Err(PlanError::conflict(format!(
            "{} needs requests equal to limits (URLLC or exclusive CPUs) and at least {}, but {} is {} and {} is {}; give one number for both",
            function.name,
            text(needed).0,
            fields[0],
            written(function, fields[0]),
            fields[1],
            written(function, fields[1])
        )));
    }
    Ok((value, value))
}

/// As [`same`], in whole CPUs: the kubelet gives exclusive CPUs only to integer requests.
fn guaranteed_cpu(
    function: &Function<'_>,
    wanted: &Wanted,
    needed: u64,
) -> Result<(u64, u64), PlanError> {
    let whole = needed.div_ceil(1000) * 1000;
    let (value, limit) = same(
        function,
        ["cpu", "maxCpu"],
        wanted.cpu,
        wanted.max_cpu,
        whole,
        &quantity::from_millicores,
    )?;
    if value.is_multiple_of(1000) {
        return Ok((value, limit));
    }
    Err(PlanError::conflict(format!(
        "{} needs whole CPUs (URLLC or exclusive CPUs) but {} are asked; ask for {}",
        function.name,
        quantity::from_millicores(value).0,
        value.div_ceil(1000)
    )))
}

fn storage(function: &Function<'_>, size: &Size, wanted: Option<u64>) -> Result<u64, PlanError> {
    if function.template.workload.storage.is_none() {
        return Ok(0);
    }
    let needed = u64::from(size.storage_gib) * GIBIBYTE;
    check_enough(function, "storage", wanted, needed, &bytes(needed))?;
    Ok(wanted.unwrap_or(needed))
}

/// The shortest exact quantity of so many bytes.
pub(crate) fn bytes(value: u64) -> Quantity {
    if value.is_multiple_of(MEBIBYTE) {
        quantity::from_mebibytes(value / MEBIBYTE)
    } else {
        Quantity(value.to_string())
    }
}

#[cfg(test)]
mod tests;
