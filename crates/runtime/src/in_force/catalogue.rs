//! The catalogue of network functions as settings: every key of a ConfigMap is a catalogue file.

use std::collections::BTreeMap;

use nephoran_api::CATALOGUE_LABEL;
use nephoran_telecom::{Catalogue, CatalogueError};

use super::layers::{Files, Layered, Refusal};

impl Layered for Catalogue {
    type Error = CatalogueError;
    const LABEL: &'static str = CATALOGUE_LABEL;
    const INVALID: &'static str = "CatalogueInvalid";
    const NAME: &'static str = "catalogue";

    fn builtin() -> Self {
        Self::builtin().clone()
    }

    fn with(config_maps: &BTreeMap<String, Files>) -> Result<Self, Refusal<CatalogueError>> {
        let files: Vec<(String, &str)> = config_maps
            .iter()
            .flat_map(|(name, files)| {
                files
                    .iter()
                    .map(move |(key, text)| (format!("{name}/{key}"), text.as_str()))
            })
            .collect();
        let files: Vec<_> = files
            .iter()
            .map(|(name, text)| (name.as_str(), *text))
            .collect();
        Self::with(&files).map_err(|error| Refusal {
            config_map: error
                .file()
                .split_once('/')
                .map(|(name, _)| name.to_owned()),
            error,
        })
    }
}
