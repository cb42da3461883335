//! The phase in one function: read the plan, build the objects, check them, write the files.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use nephoran_api::{Environment, ManifestFinding, PackageFormat, Plan, Severity};
use nephoran_telecom::Catalogue;

use crate::blueprint::{Blueprint, Function};
use crate::check::{self, rules};
use crate::error::GenerateError;
use crate::format::{self, Rendered};
use crate::object::Object;
use crate::options::Options;
use crate::package::{Package, Waiver};
use crate::template_set::TemplateSet;
use crate::workload::{FunctionObjects, SettingsError, attachment};

/// Every Kubernetes object of a package by path, `<cluster>/<path>`.
pub(crate) type Objects = BTreeMap<String, Object>;

/// Renders `plan` to a package whose objects hold to every rule of severity Error.
///
/// # Errors
/// When the plan or a template breaks a rule; nothing is written then.
pub fn generate(
    plan: &Plan,
    options: &Options,
    catalogue: &Catalogue,
    templates: &TemplateSet,
) -> Result<Package, GenerateError> {
    let blueprint = Blueprint::read(plan, catalogue, templates)
        .map_err(|findings| GenerateError::Rejected { findings })?;
    let objects = objects(&blueprint, options)?;
    let findings = check::check_blueprint(&blueprint, options, &objects);
    if findings
        .iter()
        .any(|finding| finding.severity == Severity::Error)
    {
        return Err(GenerateError::Rejected { findings });
    }
    let waivers: Vec<_> = blueprint
        .functions
        .iter()
        .filter_map(|function| waiver(function, options))
        .collect();
    let rendered = Rendered {
        blueprint: &blueprint,
        waivers: &waivers,
        objects,
        elsewhere: elsewhere(&blueprint, options)?,
    };
    let files = format::files(&rendered, options.packaging)?;
    Ok(Package {
        files,
        findings,
        waivers,
        template_set: templates.identity(),
    })
}

/// The same package in every other environment, for the formats that hold them.
fn elsewhere(
    blueprint: &Blueprint<'_>,
    options: &Options,
) -> Result<Vec<(Environment, Objects)>, GenerateError> {
    if options.packaging.format == PackageFormat::Kpt {
        return Ok(Vec::new());
    }
    format::ENVIRONMENTS
        .into_iter()
        .filter(|environment| *environment != blueprint.environment())
        .map(|environment| {
            let there = blueprint.in_environment(environment);
            Ok((environment, objects(&there, options)?))
        })
        .collect()
}

fn objects(blueprint: &Blueprint<'_>, options: &Options) -> Result<Objects, GenerateError> {
    let mut objects = Objects::new();
    for cluster in blueprint.clusters() {
        objects.insert(
            format!("{cluster}/namespace.yaml"),
            namespace(blueprint).into(),
        );
        objects.extend(attachment::networks(blueprint, cluster, options));
    }
    let mut findings = Vec::new();
    for function in &blueprint.functions {
        let folder = format!("{}/{}", function.component.cluster, function.name());
        match FunctionObjects::build(blueprint, function, options) {
            Ok(built) => {
                let files = built.into_files().into_iter();
                objects.extend(files.map(|(file, object)| (format!("{folder}/{file}"), object)));
            }
            Err(SettingsError::Template(error)) => {
                findings.push(template_finding(&folder, &error.to_string()));
            }
            Err(SettingsError::Object(error)) => return Err(error.into()),
        }
    }
    if findings.is_empty() {
        Ok(objects)
    } else {
        Err(GenerateError::Rejected { findings })
    }
}

fn template_finding(folder: &str, error: &str) -> ManifestFinding {
    rules::TEMPLATE.finding(&format!("{folder}/configmap.yaml"), error)
}

/// Only a name: every package of the namespace writes the same object, so none takes it from another.
fn namespace(blueprint: &Blueprint<'_>) -> Namespace {
    Namespace {
        metadata: ObjectMeta {
            name: Some(blueprint.namespace.to_owned()),
            ..ObjectMeta::default()
        },
        ..Namespace::default()
    }
}

fn waiver(function: &Function<'_>, options: &Options) -> Option<Waiver> {
    if crate::workload::is_run_by_an_operator(function, options) {
        return None;
    }
    let waiver = crate::workload::security::waiver(function, options.packaging.pod_security)?;
    Some(Waiver {
        cluster: function.component.cluster.clone(),
        component: function.name().to_owned(),
        capabilities: waiver.capabilities.clone(),
        reason: waiver.reason.clone(),
        source: waiver.source.to_string(),
    })
}
