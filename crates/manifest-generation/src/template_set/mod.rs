//! The templates of configurations, as the software of each provider reads them, and how that software is started.
//!
//! The built-in set is part of the binary. A user's set lies on it: its description names providers, functions and
//! files as `templates/set.yaml` does, and its templates may extend and include the built-in ones. Whatever it holds
//! is rendered under the limits of [`sandbox`], and one that cannot be used is refused whole.

mod context;
mod description;
mod error;
mod layered;
mod sandbox;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};
use minijinja::value::Serde;
use minijinja::{Environment, Value};
use nephoran_api::Digest;
use nephoran_telecom::NetworkFunctionType;

pub(crate) use context::{Context, DATABASE_NAME, DATABASE_PORT};
use description::Description;
pub(crate) use description::{MetricsEndpoint, Start};
pub use error::{TemplateError, TemplateSetError};

/// The file of a set that describes it.
pub(crate) const DESCRIPTION: &str = "set.yaml";
/// The files of the built-in set.
static BUILTIN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Templates by provider and network function.
#[derive(Clone, Debug)]
pub struct TemplateSet {
    description: Description,
    digest: Digest,
    environment: Environment<'static>,
    /// Whether a user's files lie on it. The configurations of the shipped templates are read by this crate's tests;
    /// a user's are read whenever they are rendered.
    is_customised: bool,
}

impl TemplateSet {
    /// The set this crate ships.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static SET: OnceLock<TemplateSet> = OnceLock::new();
        SET.get_or_init(|| {
            match Self::shipped() {
                Ok(set) => set,
                // A constant of this crate, which its tests read.
                Err(error) => unreachable!("the built-in template set is invalid: {error}"),
            }
        })
    }

    /// The set this crate ships, compiled anew.
    ///
    /// # Errors
    /// Never: its tests read what is shipped.
    pub fn shipped() -> Result<Self, TemplateSetError> {
        Self::read(&builtin_files(&BUILTIN).collect())
    }

    fn read(files: &BTreeMap<&str, &str>) -> Result<Self, TemplateSetError> {
        let mut environment = sandbox::environment();
        for (name, text) in files.iter().filter(|(name, _)| **name != DESCRIPTION) {
            environment
                .add_template_owned((*name).to_owned(), (*text).to_owned())
                .map_err(|error| TemplateError::of(name, &error))?;
        }
        let description = files
            .get(DESCRIPTION)
            .ok_or(TemplateSetError::NoDescription)?;
        let set = Self {
            description: Description::parse(description)?,
            digest: Digest::of(files),
            environment,
            is_customised: false,
        };
        set.complete(&set.description)?;
        Ok(set)
    }

    /// Every template that `description` names is there.
    fn complete(&self, description: &Description) -> Result<(), TemplateSetError> {
        let missing = description
            .templates()
            .find(|name| self.environment.get_template(name).is_err());
        match missing {
            Some(missing) => Err(TemplateSetError::NoSuchTemplate(missing.to_owned())),
            None => Ok(()),
        }
    }

    /// This set with a user's `files` on top, by name: `set.yaml` and templates.
    ///
    /// # Errors
    /// When the description cannot be read or names a file that is not there, or a template breaks a limit.
    pub fn with(&self, files: &BTreeMap<String, String>) -> Result<Self, TemplateSetError> {
        let mut set = self.clone();
        for (name, text) in files.iter().filter(|(name, _)| *name != DESCRIPTION) {
            sandbox::admit(name, text)?;
            set.environment
                .add_template_owned(name.clone(), text.clone())
                .map_err(|error| TemplateError::of(name, &error))?;
        }
        let text = files
            .get(DESCRIPTION)
            .ok_or(TemplateSetError::NoDescription)?;
        let theirs = Description::parse(text)?;
        set.complete(&theirs)?;
        set.description.lay_over(theirs);
        set.digest = Digest::of(&(self.digest.as_str(), files));
        set.is_customised = true;
        Ok(set)
    }

    /// Version and digest, for the record: two sets of one identity render the same.
    #[must_use]
    pub fn identity(&self) -> String {
        format!("{} {}", self.description.version, self.digest)
    }

    /// How the software of `provider` for a function is started; `None` when the set does not know it.
    pub(crate) fn start(&self, provider: &str, function: NetworkFunctionType) -> Option<&Start> {
        self.description.start(provider, function)
    }

    /// The configuration files of `start`, by name.
    pub(crate) fn render(
        &self,
        start: &Start,
        context: &Context,
    ) -> Result<BTreeMap<String, String>, TemplateError> {
        let value = Value::from(Serde(context));
        let render = |(file, template): (&String, &String)| {
            let text = sandbox::render(&self.environment, template, value.clone())?;
            if self.is_customised {
                error::well_formed(file, &text, template)?;
            }
            Ok((file.clone(), text))
        };
        start.files.iter().map(render).collect()
    }
}

/// The files of a folder and those below it, by path.
fn builtin_files<'a>(folder: &'a Dir<'a>) -> Box<dyn Iterator<Item = (&'a str, &'a str)> + 'a> {
    let own = folder
        .files()
        .filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)));
    Box::new(own.chain(folder.dirs().flat_map(builtin_files)))
}
