//! What a set holds: for each provider and function, files, arguments and needs.

use std::collections::BTreeMap;

use nephoran_telecom::NetworkFunctionType;
use nephoran_telecom::catalogue::provider_slug;
use serde::Deserialize;

use super::error::TemplateSetError;

/// `set.yaml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Description {
    /// Version of the set, e.g. `1.0.0`.
    pub(super) version: String,
    /// By provider, as the catalogue or as plans write it, and type.
    functions: BTreeMap<String, BTreeMap<NetworkFunctionType, Start>>,
}

/// How the software of a function is started and what it reads.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Start {
    /// Names of templates by the name of the file they give.
    #[serde(default)]
    pub(crate) files: BTreeMap<String, String>,
    /// Replaces the image's entry point.
    #[serde(default)]
    pub(crate) command: Vec<String>,
    /// Arguments of the entry point.
    #[serde(default)]
    pub(crate) arguments: Vec<String>,
    /// Whether the function keeps its data in MongoDB.
    #[serde(default)]
    pub(crate) database: bool,
    /// Where it serves metrics in Prometheus' text format.
    #[serde(default)]
    pub(crate) metrics: Option<MetricsEndpoint>,
}

/// Where a function serves metrics.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MetricsEndpoint {
    /// TCP port.
    pub(crate) port: u16,
    /// Path.
    pub(crate) path: String,
}

impl Description {
    pub(super) fn parse(text: &str) -> Result<Self, TemplateSetError> {
        let description: Self = serde_saphyr::from_str(text)
            .map_err(|error| TemplateSetError::Description(error.to_string()))?;
        let mut files = description.starts().flat_map(|start| start.files.keys());
        let wrong = files.find(|file| !is_file_name(file)).cloned();
        drop(files);
        match wrong {
            Some(wrong) => Err(TemplateSetError::FileName(wrong)),
            None => Ok(description),
        }
    }

    fn starts(&self) -> impl Iterator<Item = &Start> {
        self.functions.values().flat_map(BTreeMap::values)
    }

    /// The templates it names.
    pub(super) fn templates(&self) -> impl Iterator<Item = &str> {
        self.starts()
            .flat_map(|start| start.files.values())
            .map(String::as_str)
    }

    /// Functions of `theirs` replace those of the same provider and type.
    pub(super) fn lay_over(&mut self, theirs: Self) {
        for (provider, functions) in theirs.functions {
            let known = self
                .functions
                .keys()
                .find(|known| provider_slug(known) == provider_slug(&provider))
                .cloned();
            self.functions
                .entry(known.unwrap_or(provider))
                .or_default()
                .extend(functions);
        }
        self.version = format!("{}+{}", self.version, theirs.version);
    }

    pub(super) fn start(&self, provider: &str, function: NetworkFunctionType) -> Option<&Start> {
        self.functions
            .iter()
            .find(|(known, _)| provider_slug(known) == provider_slug(provider))
            .and_then(|(_, functions)| functions.get(&function))
    }
}

/// Whether `name` may be a key of a ConfigMap, and so a file beside the others.
fn is_file_name(name: &str) -> bool {
    let is_key = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    !name.is_empty()
        && name.len() <= 253
        && name.bytes().all(is_key)
        && !name.starts_with("..")
        && name != "."
}
