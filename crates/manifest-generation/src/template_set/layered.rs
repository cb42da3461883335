//! A template set as settings: every ConfigMap is a set that lies on those before it by name.

use std::collections::BTreeMap;

use nephoran_api::TEMPLATE_SET_LABEL;
use nephoran_runtime::in_force::{Files, Layered, Refusal};

use super::{TemplateSet, TemplateSetError};

impl Layered for TemplateSet {
    type Error = TemplateSetError;
    const LABEL: &'static str = TEMPLATE_SET_LABEL;
    const INVALID: &'static str = "TemplateSetInvalid";
    const NAME: &'static str = "template set";

    fn builtin() -> Self {
        Self::builtin().clone()
    }

    fn with(config_maps: &BTreeMap<String, Files>) -> Result<Self, Refusal<TemplateSetError>> {
        let mut set = Self::builtin().clone();
        for (name, files) in config_maps {
            set = set.with(files).map_err(|error| Refusal {
                config_map: Some(name.clone()),
                error,
            })?;
        }
        Ok(set)
    }
}
