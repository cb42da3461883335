//! From objects to the files of a package, in the format that was asked for.
//!
//! Whatever the format, a folder holds the objects as they are applied, one per file; what a tool of the format needs
//! beside them is marked as input of tools, or lies in a folder of its own.

mod difference;
mod helm;
mod kpt;
mod kustomize;
mod readme;

use std::collections::BTreeMap;

use nephoran_api::{Environment, PackageFormat, Packaging};

use crate::blueprint::Blueprint;
use crate::error::GenerateError;
use crate::generate::Objects;
use crate::object::{Object, ObjectError};
use crate::package::Waiver;

pub(crate) use kpt::LOCAL_CONFIG_ANNOTATION;

/// Contents by path, `<cluster>/<path>`.
pub(crate) type Files = BTreeMap<String, String>;

/// The environments a package can be taken to.
pub(crate) const ENVIRONMENTS: [Environment; 4] = [
    Environment::Production,
    Environment::Staging,
    Environment::Development,
    Environment::Testing,
];

/// A checked package before it is files.
pub(crate) struct Rendered<'a> {
    pub(crate) blueprint: &'a Blueprint<'a>,
    pub(crate) waivers: &'a [Waiver],
    pub(crate) objects: Objects,
    /// The same package in every other environment; empty for a format that holds one only.
    pub(crate) elsewhere: Vec<(Environment, Objects)>,
}

impl Rendered<'_> {
    /// The objects of `cluster` by their path in its package.
    fn on_cluster(&self, cluster: &str) -> impl Iterator<Item = (&str, &Object)> {
        on_cluster(&self.objects, cluster)
    }
}

/// The objects of `cluster` by their path in its package.
fn on_cluster<'a>(
    objects: &'a Objects,
    cluster: &str,
) -> impl Iterator<Item = (&'a str, &'a Object)> {
    objects.iter().filter_map(move |(path, object)| {
        let (owner, rest) = path.split_once('/')?;
        (owner == cluster).then_some((rest, object))
    })
}

/// The files of every cluster's package.
pub(crate) fn files(rendered: &Rendered<'_>, packaging: Packaging) -> Result<Files, GenerateError> {
    let mut files = Files::new();
    for cluster in rendered.blueprint.clusters() {
        let own = match packaging.format {
            PackageFormat::Kpt => kpt::package(rendered, cluster, packaging.workload)?,
            PackageFormat::Kustomize => kustomize::package(rendered, cluster)?,
            PackageFormat::Helm => helm::package(rendered, cluster)?,
        };
        files.extend(
            own.into_iter()
                .map(|(path, content)| (format!("{cluster}/{path}"), content)),
        );
        let page = readme::readme(rendered, cluster, packaging.format)
            .map_err(|error| ObjectError::Write(error.to_string()))?;
        files.insert(format!("{cluster}/README.md"), page);
    }
    Ok(files)
}

/// How an environment is spelled in paths.
fn word(environment: Environment) -> &'static str {
    match environment {
        Environment::Production => "production",
        Environment::Staging => "staging",
        Environment::Development => "development",
        Environment::Testing => "testing",
    }
}
