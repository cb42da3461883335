//! What a function is told at start: the files of its ConfigMap, and the arguments that make it read them.

use std::collections::BTreeMap;
use std::fmt::Write;

use nephoran_api::Digest;

use crate::blueprint::{Blueprint, Function};
use crate::configuration::{CONFIGURATION_FILE, Configuration};
use crate::object::ObjectError;
use crate::template_set::{Context, Start, TemplateError};

/// What a function is told at start.
pub(crate) struct Settings<'a> {
    /// Contents by file name: what the function's software reads, and what the plan says of it for everything else.
    pub(crate) files: BTreeMap<String, String>,
    /// How the software is started; `None` when the template set does not know it.
    pub(crate) start: Option<&'a Start>,
}

/// Why a function cannot be told.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingsError {
    #[error(transparent)]
    Object(#[from] ObjectError),
    #[error(transparent)]
    Template(#[from] TemplateError),
}

impl<'a> Settings<'a> {
    pub(crate) fn of(
        blueprint: &Blueprint<'_>,
        function: &Function<'a>,
    ) -> Result<Self, SettingsError> {
        let configuration = Configuration::of(blueprint, function);
        let start = function.start;
        let mut files = match start {
            Some(start) => {
                let context = Context::of(blueprint, function, &configuration, start.database);
                blueprint.templates.render(start, &context)?
            }
            None => BTreeMap::new(),
        };
        files.insert(CONFIGURATION_FILE.to_owned(), configuration.to_yaml()?);
        Ok(Self { files, start })
    }

    /// The digest of all files: SHA-256 over name, line feed, content, line feed of each in the order of names, which a
    /// Helm template can compute too.
    pub(crate) fn digest(&self) -> Digest {
        let mut text = String::new();
        for (name, content) in &self.files {
            // Writing to a String cannot fail.
            let _ = write!(text, "{name}\n{content}\n");
        }
        Digest::of_bytes(text.as_bytes())
    }
}
