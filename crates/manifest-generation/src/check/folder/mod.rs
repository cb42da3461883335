//! The rules that need no plan, on any folder of manifests: what an API server would refuse, what runs with more rights
//! than it needs, what the network admits, and whether the network functions agree on the network they serve.

mod fix;
mod network;
mod pods;
mod telecom;

use std::collections::BTreeMap;

use nephoran_api::{ManifestFinding, PodSecurity};
use nephoran_telecom::Catalogue;
use serde_json::Value;

use super::{rules, sorted};
use crate::names::{is_label, is_subdomain};
use crate::object::{Object, ObjectError};

pub use fix::{Fixed, fix_folder};

/// Files by path, relative to the folder.
type Files = BTreeMap<String, String>;

/// An object and the file it stands in.
struct Placed {
    path: String,
    object: Object,
}

/// Checks the YAML files of a folder by path, worst finding first. Input of tools (`config.kubernetes.io/local-config`),
/// charts and overlays are passed over: they hold no objects until a tool has made them.
#[must_use]
pub fn check_folder(
    files: &Files,
    level: PodSecurity,
    catalogue: &Catalogue,
) -> Vec<ManifestFinding> {
    let mut findings = Vec::new();
    let mut placed = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| holds_objects(files, path)) {
        match serde_saphyr::from_multiple::<Value>(text) {
            Ok(documents) => {
                for document in documents.into_iter().filter(|document| !document.is_null()) {
                    read(path, &document, &mut placed, &mut findings);
                }
            }
            Err(error) => findings.push(rules::SCHEMA.finding(
                path,
                format!(
                    "the file is not YAML: {}; correct it",
                    error.without_snippet()
                ),
            )),
        }
    }
    placed.retain(|placed| !placed.object.is_local());
    names_and_identities(&placed, &mut findings);
    pods::check(&placed, level, catalogue, &mut findings);
    network::check(&placed, &mut findings);
    telecom::check(&placed, &mut findings);
    sorted(findings)
}

fn read(
    path: &str,
    document: &Value,
    placed: &mut Vec<Placed>,
    findings: &mut Vec<ManifestFinding>,
) {
    let is_tool_input = document
        .pointer("/metadata/annotations/config.kubernetes.io~1local-config")
        .is_some_and(|value| value == "true");
    match Object::read(document) {
        Ok(object) => placed.push(Placed {
            path: path.to_owned(),
            object,
        }),
        Err(_) if is_tool_input => {}
        Err(ObjectError::UnknownKind { api_version, kind })
            if !kind.is_empty() && !api_version.is_empty() =>
        {
            let message = format!(
                "{api_version} {kind} was not checked; let an API server that has it check it with `kubectl apply --dry-run=server`"
            );
            findings.push(rules::UNKNOWN_KIND.finding(path, message));
        }
        Err(error) => findings.push(rules::SCHEMA.finding(path, error.to_string())),
    }
}

/// Whether the file at `path` is YAML that an engine would apply as it is.
fn holds_objects(files: &Files, path: &str) -> bool {
    let is_yaml = path
        .rsplit_once('.')
        .is_some_and(|(_, extension)| ["yaml", "yml"].contains(&extension));
    let name = path.rsplit('/').next().unwrap_or(path);
    let of_tool = |folder: &str| {
        let prefix = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        files.contains_key(&format!("{prefix}Chart.yaml"))
    };
    let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
    is_yaml
        && !["kustomization.yaml", "kustomization.yml"].contains(&name)
        && !of_tool("")
        && !folders.any(of_tool)
}

fn names_and_identities(placed: &[Placed], findings: &mut Vec<ManifestFinding>) {
    let mut seen: BTreeMap<_, &str> = BTreeMap::new();
    for Placed { path, object } in placed {
        let metadata = object.metadata();
        let name = metadata.name.as_deref().unwrap_or_default();
        let namespace = metadata.namespace.as_deref();
        let is_namespace = matches!(object, Object::Namespace(_));
        // Names of roles are path segments, not DNS names.
        let is_role = object.api_version().starts_with("rbac.");
        if !is_role && (!is_subdomain(name) || (is_namespace && !is_label(name))) {
            findings.push(rules::NAMES.finding(
                path,
                format!(
                    "name {name:?} is not a DNS name; use lower-case letters, digits and hyphens"
                ),
            ));
        }
        let key = (
            package_of(path),
            object.api_version(),
            object.kind(),
            namespace,
            name,
        );
        if let Some(first) = seen.insert(key, path) {
            findings.push(rules::UNIQUE.finding(
                path,
                format!(
                    "{} {name} is also in {first}; give one of them another name",
                    object.kind()
                ),
            ));
        }
        if matches!(object, Object::Secret(secret) if secret.data.is_some() || secret.string_data.is_some())
        {
            findings.push(rules::INLINE_SECRET.finding(
                path,
                format!("Secret {name} stands in the folder with its values; create it on the cluster and refer to it"),
            ));
        }
    }
}

/// The package a file belongs to, as our own repositories lay them out: `<cluster>/<namespace>/<intent>`, else the
/// folder itself. Packages of one namespace hold the same Namespace.
fn package_of(path: &str) -> Vec<&str> {
    let mut folders: Vec<_> = path.split('/').collect();
    folders.pop();
    folders.truncate(3);
    // A package that is checked alone has its functions as folders.
    if folders.len() < 3 {
        Vec::new()
    } else {
        folders
    }
}
