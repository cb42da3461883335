//! What must hold of templates beyond their types: facts of the standards, and figures that fit each other.

use std::collections::{BTreeMap, BTreeSet};

use super::bounds::{self, line_path};
use super::error::CatalogueError;
use super::parse::Place;
use super::template::{Image, Interface, Plane, Role, Template, WorkloadKind};
use crate::network_function::NetworkFunctionType;
use crate::reference_point::ReferencePoint;

type Templates = BTreeMap<NetworkFunctionType, Template>;
type Places = BTreeMap<NetworkFunctionType, Place>;

/// Fills what the reference points give, and refuses a template that contradicts them or itself.
pub(super) fn complete(place: &Place, template: &mut Template) -> Result<(), CatalogueError> {
    for (point, interface) in &mut template.interfaces {
        complete_interface(place, *point, interface)?;
    }
    bounds::check(place, template)?;
    check_sizing(place, template)?;
    check_overcommit(place, template)?;
    if let Some(image) = &template.image {
        check_image(place, image)?;
    }
    if template.workload.storage.is_some() && template.workload.kind != WorkloadKind::StatefulSet {
        return Err(place.invalid(
            "workload.storage",
            "needs kind StatefulSet, so that each replica keeps its own volume",
        ));
    }
    if template.workload.kind == WorkloadKind::DaemonSet && template.scaling.horizontally_scalable {
        return Err(place.invalid(
            "workload.kind",
            "is DaemonSet, which has one replica per node; set scaling.horizontallyScalable to false",
        ));
    }
    check_probe(place, template)
}

/// Fills protocol and port from the reference point and refuses what it does not accept.
fn complete_interface(
    place: &Place,
    point: ReferencePoint,
    interface: &mut Interface,
) -> Result<(), CatalogueError> {
    let facts = point.facts();
    let path = |field: &str| format!("interfaces.{point}.{field}");
    interface.protocol = interface.protocol.or(facts.protocols.first().copied());
    interface.port = interface.port.or(facts.default_port);
    if let Some(protocol) = interface.protocol
        && !facts.protocols.contains(&protocol)
    {
        let message = format!("{point} does not run over {protocol} ({})", facts.source);
        return Err(place.invalid(&path("protocol"), message));
    }
    if let Some(port) = interface.port
        && !facts.ports.contains(&port)
    {
        let message = format!(
            "{point} accepts the ports {:?}, not {port} ({})",
            facts.ports, facts.source
        );
        return Err(place.invalid(&path("port"), message));
    }
    let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let network = &interface.network;
    if network.is_empty() || network.len() > 63 || !network.bytes().all(word) {
        let message = "must be a name of lower-case letters, digits and hyphens, like vpc-ran";
        return Err(place.invalid(&path("network"), message));
    }
    Ok(())
}

/// Refuses lines that contradict each other, and a volume that grows where there is none.
fn check_sizing(place: &Place, template: &Template) -> Result<(), CatalogueError> {
    let mut axes = Vec::new();
    for (index, line) in template.sizing.lines().enumerate() {
        if axes.contains(&line.axis) {
            let message = format!(
                "there is a line for {} already; keep one of them",
                line.axis
            );
            return Err(place.invalid(&line_path(index, "axis"), message));
        }
        axes.push(line.axis);
        if line.storage_mib_per_step > 0 && template.workload.storage.is_none() {
            let message = "needs workload.storage, the volume that grows";
            return Err(place.invalid(&line_path(index, "storageMibPerStep"), message));
        }
    }
    Ok(())
}

/// CPU is never promised twice where packets or radio symbols wait for it.
fn check_overcommit(place: &Place, template: &Template) -> Result<(), CatalogueError> {
    let Some(overcommit) = &template.overcommit else {
        return Ok(());
    };
    if template.plane == Plane::User || template.real_radio_floor.is_some() {
        let message = "the user plane and the physical layer are never overcommitted; remove it";
        return Err(place.invalid("overcommit", message));
    }
    if !(100..=400).contains(&overcommit.cpu_percent) {
        let message = format!("is {} and must be 100 to 400", overcommit.cpu_percent);
        return Err(place.invalid("overcommit.cpuPercent", message));
    }
    Ok(())
}

fn check_image(place: &Place, image: &Image) -> Result<(), CatalogueError> {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let starts = image
        .tag
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if image.tag.is_empty() || image.tag.eq_ignore_ascii_case("latest") {
        return Err(place.invalid("image.tag", "must name one release, never \"latest\""));
    }
    if !starts || image.tag.len() > 128 || !image.tag.bytes().all(inner) {
        return Err(place.invalid("image.tag", "is not an image tag; write it like v4.2.2"));
    }
    let part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| inner(byte) || byte == b':');
    let (registry, path) = image
        .repository
        .split_once('/')
        .unwrap_or(("", &image.repository));
    if !part(registry) || path.contains(':') || !path.split('/').all(part) {
        let message = "must be registry and repository without a tag, like docker.io/free5gc/amf";
        return Err(place.invalid("image.repository", message));
    }
    Ok(())
}

/// A TCP probe on a port the function serves must be on one it really listens on over TCP.
fn check_probe(place: &Place, template: &Template) -> Result<(), CatalogueError> {
    let Some(probe) = &template.probe else {
        return Ok(());
    };
    let other_transport = template.interfaces.values().any(|interface| {
        interface.port == Some(probe.port)
            && interface.role != Role::Client
            && interface
                .protocol
                .is_some_and(|protocol| protocol.transport() != "TCP")
    });
    if other_transport {
        let message = format!("port {} is not a TCP port of this function", probe.port);
        return Err(place.invalid("probe.port", message));
    }
    Ok(())
}

/// What must hold of all templates together: every dependency exists, and something can start first.
pub(super) fn together(places: &Places, templates: &Templates) -> Result<(), CatalogueError> {
    for (function, template) in templates {
        let missing = template
            .dependencies
            .keys()
            .find(|needed| !templates.contains_key(needed));
        if let (Some(missing), Some(place)) = (missing, places.get(function)) {
            let path = format!("dependencies.{missing}");
            return Err(place.invalid(&path, "there is no template of this type; add one"));
        }
    }
    let mut cleared = BTreeSet::new();
    for function in templates.keys() {
        if let Some(functions) = cycle(*function, templates, &mut Vec::new(), &mut cleared) {
            let last = functions
                .iter()
                .filter_map(|function| places.get(function))
                .max_by_key(|place| place.order);
            return Err(CatalogueError::Cycle {
                file: last.map(|place| place.file.clone()).unwrap_or_default(),
                functions,
            });
        }
    }
    Ok(())
}

/// The first cycle of hard dependencies on a way from `function`; `cleared` are those no cycle leads through.
fn cycle(
    function: NetworkFunctionType,
    templates: &Templates,
    trail: &mut Vec<NetworkFunctionType>,
    cleared: &mut BTreeSet<NetworkFunctionType>,
) -> Option<Vec<NetworkFunctionType>> {
    if let Some(start) = trail.iter().position(|earlier| *earlier == function) {
        let mut functions = trail.split_off(start);
        functions.push(function);
        return Some(functions);
    }
    if cleared.contains(&function) {
        return None;
    }
    trail.push(function);
    let dependencies = templates
        .get(&function)
        .into_iter()
        .flat_map(Template::hard_dependencies);
    for dependency in dependencies {
        if let Some(found) = cycle(dependency, templates, trail, cleared) {
            return Some(found);
        }
    }
    trail.pop();
    cleared.insert(function);
    None
}
