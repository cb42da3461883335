//! What plans and packages are made with: what this build ships, or that with an operator's files on top.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use k8s_openapi::api::core::v1::ConfigMap;
use kube::api::ListParams;
use kube::{Api, ResourceExt};
use nephoran_manifest_generation::TemplateSet;
use nephoran_runtime::in_force::{Files, Layered};
use nephoran_telecom::Catalogue;

use crate::catalogue;
use crate::connection::Connection;

/// The catalogue and the templates. A command uses one of each until it ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Knowledge {
    pub(crate) catalogue: &'static Catalogue,
    pub(crate) templates: &'static TemplateSet,
}

impl Default for Knowledge {
    fn default() -> Self {
        Self {
            catalogue: Catalogue::builtin(),
            templates: TemplateSet::builtin(),
        }
    }
}

impl Knowledge {
    /// With catalogue files, and a directory that holds a template set, on top.
    pub(crate) fn of_files(files: &[PathBuf], templates: Option<&Path>) -> anyhow::Result<Self> {
        let mut knowledge = Self::default();
        if !files.is_empty() {
            knowledge.catalogue = keep(catalogue::read(files)?);
        }
        if let Some(directory) = templates {
            let set = TemplateSet::builtin()
                .with(&read(directory)?)
                .with_context(|| format!("{}", directory.display()))?;
            knowledge.templates = keep(set);
        }
        Ok(knowledge)
    }

    /// With the ConfigMaps that the controllers of a cluster follow, in their namespace, on top.
    pub(crate) async fn of_cluster(
        connection: &Connection,
        namespace: &str,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            catalogue: keep(in_force(connection, namespace).await?),
            templates: keep(in_force(connection, namespace).await?),
        })
    }
}

fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// The files of a directory by name; it has no folders, as a ConfigMap has none.
fn read(directory: &Path) -> anyhow::Result<Files> {
    let failed = |path: &Path| format!("failed to read {}", path.display());
    let mut files = Files::new();
    for entry in std::fs::read_dir(directory).with_context(|| failed(directory))? {
        let path = entry?.path();
        if path.is_file() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let text = std::fs::read_to_string(&path).with_context(|| failed(&path))?;
            files.insert(name.into_owned(), text);
        }
    }
    Ok(files)
}

async fn in_force<T: Layered>(connection: &Connection, namespace: &str) -> anyhow::Result<T> {
    let labelled = ListParams::default().labels(&format!("{}=true", T::LABEL));
    let present = Api::<ConfigMap>::namespaced(connection.client.clone(), namespace)
        .list(&labelled)
        .await
        .with_context(|| {
            format!(
                "failed to list the ConfigMaps of namespace {namespace} with the label {}; name the controllers' namespace with --system-namespace, or ask for the right to list them",
                T::LABEL
            )
        })?;
    let files: BTreeMap<String, Files> = present
        .into_iter()
        .map(|config_map| (config_map.name_any(), config_map.data.unwrap_or_default()))
        .collect();
    T::with(&files).map_err(|refusal| {
        anyhow::anyhow!(
            "ConfigMap {namespace}/{} cannot be used: {}; correct it, the controllers go on with its last good version",
            refusal.config_map.unwrap_or_default(),
            refusal.error
        )
    })
}
