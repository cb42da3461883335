//! From the files of a package to the objects in it. Pure: no cluster, no disk.

use std::collections::BTreeMap;

use nephoran_api::AppliedObject;
use serde_json::Value;

use super::error::ApplyError;
use super::identity;
use super::order::START_ORDER_ANNOTATION;

/// kpt's mark of a file that configures tools and never reaches a cluster.
const LOCAL_CONFIG_ANNOTATION: &str = "config.kubernetes.io/local-config";

/// One object of a package that has a name, a kind and a place, and can be sent to an API server.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    path: String,
    identity: AppliedObject,
    start_order: i32,
    // Untyped on purpose: a typed `metadata` would drop fields it does not know, and with them the API server's
    // chance to refuse a misspelled one.
    object: Value,
}

impl Manifest {
    /// The file it comes from.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Who it is; `generation` is empty, because only the API server knows it.
    #[must_use]
    pub const fn identity(&self) -> &AppliedObject {
        &self.identity
    }

    /// Its place among objects of the same rank, lower first.
    #[must_use]
    pub const fn start_order(&self) -> i32 {
        self.start_order
    }

    /// What is sent.
    #[must_use]
    pub const fn object(&self) -> &Value {
        &self.object
    }

    /// A label of the object.
    pub(super) fn label(&self, name: &str) -> Option<&str> {
        self.object
            .get("metadata")?
            .get("labels")?
            .get(name)?
            .as_str()
    }

    fn parse(path: &str, object: Value) -> Result<Self, ApplyError> {
        let unparsable = |detail: String| ApplyError::Unparsable {
            path: path.to_owned(),
            detail,
        };
        let metadata = object.get("metadata");
        let text =
            |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        let identity = AppliedObject {
            api_version: text(object.get("apiVersion")),
            kind: text(object.get("kind")),
            namespace: text(metadata.and_then(|metadata| metadata.get("namespace"))),
            name: text(metadata.and_then(|metadata| metadata.get("name"))),
            generation: None,
        };
        if let Some(detail) = identity::unaddressable(&identity) {
            return Err(unparsable(detail));
        }
        let start_order = match annotation(&object, START_ORDER_ANNOTATION) {
            None => 0,
            Some(order) => order.parse().map_err(|_| {
                unparsable(format!(
                    "annotation {START_ORDER_ANNOTATION} is `{order}`, not a whole number"
                ))
            })?,
        };
        Ok(Self {
            path: path.to_owned(),
            identity,
            start_order,
            object,
        })
    }
}

/// The objects of a package, by path; files that configure tools (`Kptfile`, `README.md`, local configuration) and the
/// folders of charts, whose templates are no objects, are left out. `files` holds contents by path.
pub fn parse_package(files: &BTreeMap<String, String>) -> Result<Vec<Manifest>, ApplyError> {
    let charts: Vec<_> = files
        .keys()
        .filter_map(|path| path.strip_suffix("/Chart.yaml"))
        .collect();
    let is_of_chart = |path: &str| {
        charts.iter().any(|chart| {
            path.strip_prefix(chart)
                .is_some_and(|rest| rest.starts_with('/'))
        })
    };
    let mut manifests = Vec::new();
    for (path, content) in files
        .iter()
        .filter(|(path, _)| is_yaml(path) && !is_of_chart(path))
    {
        // The message stays without the offending lines: a package may hold a Secret.
        let documents: Vec<Value> =
            serde_saphyr::from_multiple(content).map_err(|error| ApplyError::Unparsable {
                path: path.clone(),
                detail: error.without_snippet().to_string(),
            })?;
        for document in documents {
            if annotation(&document, LOCAL_CONFIG_ANNOTATION) != Some("true") {
                manifests.push(Manifest::parse(path, document)?);
            }
        }
    }
    refuse_duplicates(&manifests)?;
    Ok(manifests)
}

/// What an apply of these manifests leaves in the cluster, in the order of identities.
///
/// Recorded before an apply, it makes sure that objects of an apply that failed half-way are pruned later.
#[must_use]
pub fn inventory(manifests: &[Manifest]) -> Vec<AppliedObject> {
    let mut objects: Vec<_> = manifests
        .iter()
        .map(|manifest| manifest.identity.clone())
        .collect();
    objects.sort();
    objects
}

fn is_yaml(path: &str) -> bool {
    matches!(path.rsplit_once('.'), Some((_, "yaml" | "yml")))
}

fn annotation<'a>(object: &'a Value, name: &str) -> Option<&'a str> {
    object
        .get("metadata")?
        .get("annotations")?
        .get(name)?
        .as_str()
}

fn refuse_duplicates(manifests: &[Manifest]) -> Result<(), ApplyError> {
    let mut seen = BTreeMap::new();
    for manifest in manifests {
        if let Some(first) = seen.insert(identity::key(&manifest.identity), &manifest.path) {
            return Err(ApplyError::Duplicate {
                object: identity::describe(&manifest.identity),
                first: first.clone(),
                second: manifest.path.clone(),
            });
        }
    }
    Ok(())
}
