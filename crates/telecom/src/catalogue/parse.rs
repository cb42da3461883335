//! From YAML text to templates: resolve inheritance, put one layer of files on the other, read the types.
//!
//! A file holds `bases` (fragments by name) and `templates` (by network function type). A template or
//! base with `extends: NAME` starts from that base: maps merge key by key, anything else replaces, and
//! `null` removes what is below. A template of a later layer starts from the one of the layer before in
//! the same way.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::check;
use super::error::CatalogueError;
use super::template::Template;
use crate::network_function::NetworkFunctionType;

type Fragment = Map<String, Value>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    bases: BTreeMap<String, Fragment>,
    #[serde(default)]
    templates: BTreeMap<String, Fragment>,
}

/// Where a template or base stands, for messages.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Position of the file among all files, the last one last.
    pub(super) order: usize,
    pub(super) file: String,
    section: String,
}

impl Place {
    pub(super) fn invalid(&self, path: &str, message: impl Into<String>) -> CatalogueError {
        let separator = if path.is_empty() { "" } else { "." };
        CatalogueError::Invalid {
            file: self.file.clone(),
            path: format!("{}{separator}{path}", self.section),
            message: message.into(),
        }
    }
}

/// A template on its way: what every layer says about it, and where the last one stands.
struct Layered {
    place: Place,
    fragment: Fragment,
}

type Bases = BTreeMap<String, (Place, Fragment)>;
type Layer = BTreeMap<NetworkFunctionType, (Place, Fragment)>;

/// Reads and checks every template of `layers`, each of which lies on the ones before.
pub(super) fn parse(
    layers: &[&[(&str, &str)]],
) -> Result<BTreeMap<NetworkFunctionType, Template>, CatalogueError> {
    let mut bases = Bases::new();
    let mut read = Vec::with_capacity(layers.len());
    let mut order = 0;
    for files in layers {
        let mut layer = Layer::new();
        for (file, text) in *files {
            read_file(order, file, text, &mut bases, &mut layer)?;
            order += 1;
        }
        read.push(layer);
    }
    for (place, fragment) in bases.values() {
        chain(place, fragment, &bases)?;
    }
    let mut layered: BTreeMap<NetworkFunctionType, Layered> = BTreeMap::new();
    for (function, (place, fragment)) in read.into_iter().flatten() {
        let fragments = chain(&place, &fragment, &bases)?;
        let below = layered.entry(function).or_insert_with(|| Layered {
            place: place.clone(),
            fragment: Fragment::new(),
        });
        below.place = place;
        for fragment in fragments {
            merge(&mut below.fragment, fragment);
        }
    }
    let mut templates = BTreeMap::new();
    let mut places = BTreeMap::new();
    for (function, Layered { place, fragment }) in layered {
        templates.insert(function, read_template(&place, function, fragment)?);
        places.insert(function, place);
    }
    check::together(&places, &templates)?;
    Ok(templates)
}

fn read_file(
    order: usize,
    file: &str,
    text: &str,
    bases: &mut Bases,
    layer: &mut Layer,
) -> Result<(), CatalogueError> {
    let options = serde_saphyr::options! { with_snippet: false };
    let read: File = serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        CatalogueError::Syntax {
            file: file.to_owned(),
            message: error.to_string(),
        }
    })?;
    let place = |section| Place {
        order,
        file: file.to_owned(),
        section,
    };
    for (name, base) in read.bases {
        let place = place(format!("bases.{name}"));
        if bases.contains_key(&name) {
            return Err(place.invalid("", "this base exists already; give it another name"));
        }
        bases.insert(name, (place, base));
    }
    for (name, fragment) in read.templates {
        let place = place(format!("templates.{name}"));
        let function = name
            .parse()
            .map_err(|error: crate::UnknownName| place.invalid("", error.to_string()))?;
        if layer.contains_key(&function) {
            return Err(place.invalid("", "this type has a template already; keep one of them"));
        }
        layer.insert(function, (place, fragment));
    }
    Ok(())
}

fn read_template(
    place: &Place,
    function: NetworkFunctionType,
    mut fragment: Fragment,
) -> Result<Template, CatalogueError> {
    fragment.insert("type".to_owned(), Value::String(function.to_string()));
    let mut template: Template = serde_path_to_error::deserialize(Value::Object(fragment))
        .map_err(|error| {
            let path = match error.path().to_string() {
                root if root == "." => String::new(),
                path => path,
            };
            place.invalid(&path, error.into_inner().to_string())
        })?;
    check::complete(place, &mut template)?;
    Ok(template)
}

/// Everything `fragment` extends, the base of all first and itself last.
fn chain(
    place: &Place,
    fragment: &Fragment,
    bases: &Bases,
) -> Result<Vec<Fragment>, CatalogueError> {
    let mut chain = Vec::new();
    let mut seen = Vec::new();
    let mut next = Some(fragment);
    while let Some(fragment) = next {
        let mut own = fragment.clone();
        let extends = own.remove("extends");
        chain.push(own);
        next = match extends {
            None => None,
            Some(Value::String(name)) => {
                let (_, base) = bases.get(&name).ok_or_else(|| {
                    let known: Vec<_> = bases.keys().map(String::as_str).collect();
                    let message = format!("no base \"{name}\"; use one of {}", known.join(", "));
                    place.invalid("extends", message)
                })?;
                if seen.contains(&name) {
                    let message = format!("base \"{name}\" extends itself");
                    return Err(place.invalid("extends", message));
                }
                seen.push(name);
                Some(base)
            }
            Some(_) => return Err(place.invalid("extends", "must be the name of a base")),
        };
    }
    chain.reverse();
    Ok(chain)
}

fn merge(below: &mut Fragment, above: Fragment) {
    for (key, value) in above {
        match value {
            Value::Null => {
                below.remove(&key);
            }
            Value::Object(above) => {
                if let Some(Value::Object(below)) = below.get_mut(&key) {
                    merge(below, above);
                } else {
                    let mut fresh = Fragment::new();
                    merge(&mut fresh, above);
                    below.insert(key, Value::Object(fresh));
                }
            }
            value => {
                below.insert(key, value);
            }
        }
    }
}
