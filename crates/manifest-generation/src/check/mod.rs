//! Offline checks of a package: manifest conformance to Kubernetes, 3GPP and O-RAN rules, not an O-RAN ALLIANCE
//! certification.
//!
//! The same rules run on the objects a generation built and, by [`check`], on any files that claim to be that package.
//! They read the plan and the objects and nothing else.

pub mod folder;
mod identity;
mod image;
mod interfaces;
mod network;
mod pod_security;
mod resources;
pub mod rules;
mod telecom;

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::PodTemplateSpec;
use nephoran_api::{ManifestFinding, Plan, Severity, Validation};

use nephoran_telecom::Catalogue;

use crate::blueprint::{Blueprint, Function};
use crate::object::Object;
use crate::options::Options;
use crate::template_set::TemplateSet;

pub use rules::{RULES, Rule};

/// Most findings a status may carry.
const MAX_FINDINGS: usize = 50;

/// Checks the files of a package against the plan they were made from, worst finding first.
///
/// Files that are input of kpt (`config.kubernetes.io/local-config`) or no YAML are not objects and are passed over.
#[must_use]
pub fn check(
    plan: &Plan,
    options: &Options,
    files: &BTreeMap<String, String>,
    catalogue: &Catalogue,
    templates: &TemplateSet,
) -> Vec<ManifestFinding> {
    let blueprint = match Blueprint::read(plan, catalogue, templates) {
        Ok(blueprint) => blueprint,
        Err(findings) => return findings,
    };
    let mut unreadable = Vec::new();
    let mut objects = BTreeMap::new();
    for (path, text) in files.iter().filter(|(path, _)| is_yaml(path)) {
        match Object::parse(text) {
            Ok(object) if object.is_local() => {}
            Ok(object) => {
                objects.insert(path.clone(), object);
            }
            Err(error) => unreadable.push(rules::SCHEMA.finding(path, error.to_string())),
        }
    }
    let mut findings = check_blueprint(&blueprint, options, &objects);
    findings.extend(unreadable);
    sorted(findings)
}

fn is_yaml(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, extension)| extension == "yaml")
}

/// Runs every rule on the objects of a package.
pub(crate) fn check_blueprint(
    blueprint: &Blueprint<'_>,
    options: &Options,
    objects: &BTreeMap<String, Object>,
) -> Vec<ManifestFinding> {
    let context = Context {
        blueprint,
        options,
        objects,
    };
    let mut findings = Vec::new();
    identity::check(&context, &mut findings);
    pod_security::check(&context, &mut findings);
    image::check(&context, &mut findings);
    resources::check(&context, &mut findings);
    interfaces::check(&context, &mut findings);
    network::check(&context, &mut findings);
    telecom::check(&context, &mut findings);
    sorted(findings)
}

fn sorted(mut findings: Vec<ManifestFinding>) -> Vec<ManifestFinding> {
    findings.sort_by(|a, b| {
        (a.severity, &a.file, &a.rule, &a.message).cmp(&(b.severity, &b.file, &b.rule, &b.message))
    });
    findings
}

/// What a status says about `findings`.
#[must_use]
pub fn validation(findings: &[ManifestFinding]) -> Validation {
    let holds = |area: rules::Area| {
        let broken = |finding: &ManifestFinding| {
            finding.severity == Severity::Error
                && RULES
                    .iter()
                    .any(|rule| rule.id == finding.rule && rule.area == area)
        };
        !findings.iter().any(broken)
    };
    Validation {
        schema: holds(rules::Area::Schema),
        security: holds(rules::Area::Security),
        compliance: holds(rules::Area::Compliance),
        findings: findings.iter().take(MAX_FINDINGS).cloned().collect(),
    }
}

/// What a rule may read.
struct Context<'a> {
    blueprint: &'a Blueprint<'a>,
    options: &'a Options,
    objects: &'a BTreeMap<String, Object>,
}

/// A function's workload in the package.
struct Workload<'a> {
    path: &'a str,
    function: &'a Function<'a>,
    pods: &'a PodTemplateSpec,
}

impl<'a> Context<'a> {
    /// The object of `function` that `pick` accepts, with its path.
    fn object<T>(
        &self,
        function: &Function<'_>,
        pick: impl Fn(&'a Object) -> Option<T>,
    ) -> Option<(&'a str, T)> {
        self.objects.iter().find_map(|(path, object)| {
            let cluster = path.split('/').next();
            let here = cluster == Some(function.component.cluster.as_str());
            let named = object.metadata().name.as_deref() == Some(function.name());
            if here && named {
                pick(object).map(|picked| (path.as_str(), picked))
            } else {
                None
            }
        })
    }

    /// Every workload whose function is in the plan.
    fn workloads(&self) -> impl Iterator<Item = Workload<'a>> {
        self.blueprint.functions.iter().filter_map(|function| {
            let (path, (pods, _)) = self.object(function, Object::pods)?;
            Some(Workload {
                path,
                function,
                pods,
            })
        })
    }
}
