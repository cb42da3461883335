//! From YAML text to checked templates: resolve inheritance, read the types, check the facts.
//!
//! A file holds `bases` (fragments by name) and `templates` (by network function type). A template or
//! base with `extends: NAME` starts from that base: maps merge key by key, anything else replaces, and
//! `null` removes what the base has.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::template::{Interface, Role, Template, WorkloadKind};
use crate::network_function::NetworkFunctionType;
use crate::reference_point::ReferencePoint;

/// A catalogue that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// Not YAML, or not the two sections of a catalogue file.
    #[error("failed to read catalogue file {file}: {message}")]
    Syntax {
        /// The file.
        file: String,
        /// What is wrong, with line and column where known.
        message: String,
    },
    /// A field is missing, unknown, or has a value that contradicts the standards or itself.
    #[error("{file}: {path}: {message}")]
    Invalid {
        /// The file.
        file: String,
        /// The field, for example `templates.AMF.interfaces.N2.port`.
        path: String,
        /// What is wrong and what would be right.
        message: String,
    },
    /// Hard dependencies lead back to where they began, so nothing could start first.
    #[error("hard dependencies form a cycle: {}; make one of them soft", join(.functions))]
    Cycle {
        /// The types on the cycle.
        functions: Vec<NetworkFunctionType>,
    },
}

impl CatalogueError {
    /// The bounded reason for conditions and metrics.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "CatalogueSyntax",
            Self::Invalid { .. } => "CatalogueInvalid",
            Self::Cycle { .. } => "CatalogueCycle",
        }
    }
}

fn join(functions: &[NetworkFunctionType]) -> String {
    let names: Vec<_> = functions.iter().map(|function| function.as_str()).collect();
    names.join(" → ")
}

type Fragment = Map<String, Value>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    bases: BTreeMap<String, Fragment>,
    #[serde(default)]
    templates: BTreeMap<String, Fragment>,
}

/// Where a template stands, for messages.
struct Place<'a> {
    file: &'a str,
    section: String,
}

impl Place<'_> {
    fn invalid(&self, path: &str, message: impl Into<String>) -> CatalogueError {
        let separator = if path.is_empty() { "" } else { "." };
        CatalogueError::Invalid {
            file: self.file.to_owned(),
            path: format!("{}{separator}{path}", self.section),
            message: message.into(),
        }
    }
}

/// Reads and checks every template of `files`.
pub(super) fn parse(
    files: &[(&str, &str)],
) -> Result<BTreeMap<NetworkFunctionType, Template>, CatalogueError> {
    let mut bases = BTreeMap::new();
    let mut fragments = Vec::new();
    for (file, text) in files {
        let read: File = serde_saphyr::from_str(text).map_err(|error| CatalogueError::Syntax {
            file: (*file).to_owned(),
            message: error.to_string(),
        })?;
        for (name, base) in read.bases {
            let place = Place {
                file,
                section: format!("bases.{name}"),
            };
            if bases.insert(name, base).is_some() {
                return Err(place.invalid("", "this base exists already; give it another name"));
            }
        }
        for (name, fragment) in read.templates {
            fragments.push((
                Place {
                    file,
                    section: format!("templates.{name}"),
                },
                name,
                fragment,
            ));
        }
    }
    let mut templates = BTreeMap::new();
    let mut places = Vec::new();
    for (place, name, fragment) in fragments {
        let template = read_template(&place, &name, fragment, &bases)?;
        let function = template.function;
        if templates.insert(function, template).is_some() {
            return Err(place.invalid("", "this type has a template already; keep one of them"));
        }
        places.push((place, function));
    }
    for (place, function) in &places {
        check_dependencies(place, *function, &templates)?;
    }
    check_start_order(&templates)?;
    Ok(templates)
}

fn read_template(
    place: &Place<'_>,
    name: &str,
    fragment: Fragment,
    bases: &BTreeMap<String, Fragment>,
) -> Result<Template, CatalogueError> {
    let mut merged = inherit(place, fragment, bases, &mut Vec::new())?;
    merged.insert("type".to_owned(), Value::String(name.to_owned()));
    let mut template: Template =
        serde_path_to_error::deserialize(Value::Object(merged)).map_err(|error| {
            let path = match error.path().to_string() {
                root if root == "." => String::new(),
                path => path,
            };
            place.invalid(&path, error.into_inner().to_string())
        })?;
    for (point, interface) in &mut template.interfaces {
        complete_interface(place, *point, interface)?;
    }
    check_figures(place, &template)?;
    Ok(template)
}

/// The fragment on top of everything it extends.
fn inherit(
    place: &Place<'_>,
    mut fragment: Fragment,
    bases: &BTreeMap<String, Fragment>,
    seen: &mut Vec<String>,
) -> Result<Fragment, CatalogueError> {
    let Some(extends) = fragment.remove("extends") else {
        return Ok(fragment);
    };
    let Value::String(name) = extends else {
        return Err(place.invalid("extends", "must be the name of a base"));
    };
    let Some(base) = bases.get(&name) else {
        let known: Vec<_> = bases.keys().map(String::as_str).collect();
        return Err(place.invalid(
            "extends",
            format!("no base \"{name}\"; use one of {}", known.join(", ")),
        ));
    };
    if seen.contains(&name) {
        return Err(place.invalid("extends", format!("base \"{name}\" extends itself")));
    }
    seen.push(name);
    let mut merged = inherit(place, base.clone(), bases, seen)?;
    merge(&mut merged, fragment);
    Ok(merged)
}

fn merge(base: &mut Fragment, over: Fragment) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (_, Value::Null) => {
                base.remove(&key);
            }
            (Some(Value::Object(below)), Value::Object(above)) => merge(below, above),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

/// Fills protocol and port from the reference point and refuses what it does not accept.
fn complete_interface(
    place: &Place<'_>,
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
    Ok(())
}

/// Refuses figures that contradict each other.
fn check_figures(place: &Place<'_>, template: &Template) -> Result<(), CatalogueError> {
    let (sizing, floor, scaling) = (&template.sizing, &template.floor, &template.scaling);
    for (path, value) in [
        ("sizing.perReplicaCapacity", sizing.per_replica_capacity),
        ("sizing.step", sizing.step),
        ("floor.replicas", floor.replicas),
        ("floor.cpuMillicores", floor.cpu_millicores),
        ("floor.memoryMib", floor.memory_mib),
    ] {
        if value == 0 {
            return Err(place.invalid(path, "must be at least 1"));
        }
    }
    if scaling.max_replicas < floor.replicas {
        let message = format!("must be at least floor.replicas, {}", floor.replicas);
        return Err(place.invalid("scaling.maxReplicas", message));
    }
    if !(template.slo.availability > 0.0 && template.slo.availability < 1.0) {
        return Err(place.invalid(
            "slo.availability",
            "must lie between 0 and 1, for example 0.999",
        ));
    }
    if let Some(image) = &template.image
        && (image.tag.is_empty() || image.tag == "latest")
    {
        return Err(place.invalid("image.tag", "must name one release, never \"latest\""));
    }
    if template.workload.storage.is_some() && template.workload.kind == WorkloadKind::Deployment {
        return Err(place.invalid(
            "workload.storage",
            "needs kind StatefulSet, so that each replica keeps its own volume",
        ));
    }
    check_probe(place, template)
}

/// A TCP probe on a port the function serves must be on one it really listens on over TCP.
fn check_probe(place: &Place<'_>, template: &Template) -> Result<(), CatalogueError> {
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

fn check_dependencies(
    place: &Place<'_>,
    function: NetworkFunctionType,
    templates: &BTreeMap<NetworkFunctionType, Template>,
) -> Result<(), CatalogueError> {
    let dependencies = templates
        .get(&function)
        .into_iter()
        .flat_map(|template| template.dependencies.keys());
    for dependency in dependencies {
        if !templates.contains_key(dependency) {
            let path = format!("dependencies.{dependency}");
            return Err(place.invalid(&path, "there is no template of this type; add one"));
        }
    }
    Ok(())
}

fn check_start_order(
    templates: &BTreeMap<NetworkFunctionType, Template>,
) -> Result<(), CatalogueError> {
    for function in templates.keys() {
        follow(*function, templates, &mut Vec::new())?;
    }
    Ok(())
}

fn follow(
    function: NetworkFunctionType,
    templates: &BTreeMap<NetworkFunctionType, Template>,
    trail: &mut Vec<NetworkFunctionType>,
) -> Result<(), CatalogueError> {
    if let Some(start) = trail.iter().position(|earlier| *earlier == function) {
        let mut functions = trail.split_off(start);
        functions.push(function);
        return Err(CatalogueError::Cycle { functions });
    }
    trail.push(function);
    for dependency in templates
        .get(&function)
        .into_iter()
        .flat_map(Template::hard_dependencies)
    {
        follow(dependency, templates, trail)?;
    }
    trail.pop();
    Ok(())
}
