//! The phase in one function: read the plan, build the objects, check them, write the files.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use nephoran_api::{PackageFormat, Plan, Severity, WorkloadKind};

use nephoran_telecom::Catalogue;

use crate::blueprint::{Blueprint, Function};
use crate::check;
use crate::error::GenerateError;
use crate::kpt;
use crate::object::{Object, ObjectError};
use crate::options::Options;
use crate::package::{Package, Waiver};
use crate::readme::readme;
use crate::workload::FunctionObjects;

/// Renders `plan` to a package whose objects hold to every rule of severity Error.
pub fn generate(
    plan: &Plan,
    options: &Options,
    catalogue: &Catalogue,
) -> Result<Package, GenerateError> {
    match options {
        Options {
            format: PackageFormat::Kpt,
            workload: WorkloadKind::Native,
            ..
        } => {}
        Options {
            workload: WorkloadKind::NephioNF,
            ..
        } => return Err(GenerateError::WorkloadNotAvailable(options.workload)),
        Options {
            format: PackageFormat::Kustomize | PackageFormat::Helm,
            ..
        } => {
            return Err(GenerateError::FormatNotAvailable(options.format));
        }
    }
    let blueprint = Blueprint::read(plan, catalogue)
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
    let mut files = kpt_files(&blueprint, &waivers)?;
    for (path, object) in objects {
        files.insert(path, object.to_yaml()?);
    }
    Ok(Package {
        files,
        findings,
        waivers,
    })
}

/// Every Kubernetes object of the package by path.
fn objects(
    blueprint: &Blueprint<'_>,
    options: &Options,
) -> Result<BTreeMap<String, Object>, ObjectError> {
    let mut objects = BTreeMap::new();
    for cluster in blueprint.clusters() {
        objects.insert(
            format!("{cluster}/namespace.yaml"),
            namespace(blueprint).into(),
        );
    }
    for function in &blueprint.functions {
        let folder = format!("{}/{}", function.component.cluster, function.name());
        for (file, object) in FunctionObjects::build(blueprint, function, options)?.into_files() {
            objects.insert(format!("{folder}/{file}"), object);
        }
    }
    Ok(objects)
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
    let waiver = crate::workload::security::waiver(function, options.pod_security)?;
    Some(Waiver {
        cluster: function.component.cluster.clone(),
        component: function.name().to_owned(),
        capabilities: waiver.capabilities.clone(),
        reason: waiver.reason.clone(),
        source: waiver.source.to_string(),
    })
}

fn kpt_files(
    blueprint: &Blueprint<'_>,
    waivers: &[Waiver],
) -> Result<BTreeMap<String, String>, ObjectError> {
    let mut files = BTreeMap::new();
    for cluster in blueprint.clusters() {
        let description = format!(
            "Network functions of {} on cluster {cluster}",
            blueprint.package
        );
        let here: Vec<_> = waivers
            .iter()
            .filter(|waiver| waiver.cluster == cluster)
            .cloned()
            .collect();
        let readme = readme(blueprint, cluster, &here)
            .map_err(|error| ObjectError::Write(error.to_string()))?;
        files.insert(
            format!("{cluster}/Kptfile"),
            kpt::kptfile(blueprint.package, &description)?,
        );
        files.insert(
            format!("{cluster}/package-context.yaml"),
            kpt::package_context(blueprint.package)?,
        );
        files.insert(format!("{cluster}/README.md"), readme);
    }
    Ok(files)
}
