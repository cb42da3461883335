//! A Kustomize base that holds the objects as they are applied, and an overlay for every environment.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;
use serde_json::{Value, json};

use super::difference::merge_patch;
use super::kpt::local_metadata;
use super::{Files, Rendered, on_cluster, word};
use crate::error::GenerateError;
use crate::generate::Objects;
use crate::object::{Object, ObjectError, to_yaml};

/// `api/types/kustomization.go` of kubernetes-sigs/kustomize, as far as we fill it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Kustomization {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    resources: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    patches: Vec<Patch>,
}

/// A strategic merge patch; it names its own target.
#[derive(Serialize)]
struct Patch {
    patch: String,
}

impl Kustomization {
    fn to_yaml(
        name: &str,
        resources: Vec<String>,
        patches: Vec<Patch>,
    ) -> Result<String, ObjectError> {
        to_yaml(&Self {
            api_version: "kustomize.config.k8s.io/v1beta1",
            kind: "Kustomization",
            // Tools that apply a folder pass over it.
            metadata: local_metadata(name),
            resources,
            patches,
        })
    }
}

pub(super) fn package(rendered: &Rendered<'_>, cluster: &str) -> Result<Files, GenerateError> {
    let name = rendered.blueprint.package;
    let mut files = Files::new();
    let mut resources = Vec::new();
    for (path, object) in rendered.on_cluster(cluster) {
        // Kustomize takes every resource for an object to apply.
        if !object.is_local() {
            resources.push(path.to_owned());
        }
        files.insert(format!("base/{path}"), object.to_yaml()?);
    }
    files.insert(
        "base/kustomization.yaml".to_owned(),
        Kustomization::to_yaml(name, resources, Vec::new())?,
    );
    let own = (rendered.blueprint.environment(), &rendered.objects);
    let others = rendered.elsewhere.iter();
    for (environment, there) in others.map(|(other, there)| (*other, there)).chain([own]) {
        let base = vec!["../../base".to_owned()];
        let patches = patches(&rendered.objects, there, cluster)?;
        files.insert(
            format!("overlays/{}/kustomization.yaml", word(environment)),
            Kustomization::to_yaml(name, base, patches)?,
        );
    }
    Ok(files)
}

/// One patch for every object that is different there.
fn patches(here: &Objects, there: &Objects, cluster: &str) -> Result<Vec<Patch>, ObjectError> {
    let there: BTreeMap<&str, &Object> = on_cluster(there, cluster).collect();
    let mut patches = Vec::new();
    for (path, object) in on_cluster(here, cluster).filter(|(_, object)| !object.is_local()) {
        let Some(other) = there.get(path) else {
            continue;
        };
        if let Some(patch) = merge_patch(&object.to_value()?, &other.to_value()?) {
            patches.push(Patch {
                patch: to_yaml(&addressed(object, patch))?,
            });
        }
    }
    Ok(patches)
}

/// The patch with the identity of the object it is for.
fn addressed(object: &Object, mut patch: Value) -> Value {
    let metadata = object.metadata();
    patch["apiVersion"] = json!(object.api_version());
    patch["kind"] = json!(object.kind());
    patch["metadata"]["name"] = json!(metadata.name);
    if let Some(namespace) = &metadata.namespace {
        patch["metadata"]["namespace"] = json!(namespace);
    }
    patch
}
