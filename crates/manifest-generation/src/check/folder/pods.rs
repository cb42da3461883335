//! What runs: with which rights, from which images, with which resources.

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::PodTemplateSpec;
use nephoran_api::{ManifestFinding, PodSecurity, QosClass};
use nephoran_telecom::{Catalogue, NetworkFunctionType};

use super::Placed;
use crate::check::{image, pod_security, resources, rules};
use crate::workload::{TYPE_LABEL, WAIVER_ANNOTATION};

pub(super) fn check(
    placed: &[Placed],
    level: PodSecurity,
    catalogue: &Catalogue,
    findings: &mut Vec<ManifestFinding>,
) {
    for Placed { path, object } in placed {
        let Some(template) = object.pod_template() else {
            continue;
        };
        let Some(spec) = &template.spec else {
            continue;
        };
        let waived = waived(template, catalogue);
        if !waived.is_empty() {
            let list: Vec<_> = waived.iter().copied().collect();
            findings.push(rules::WAIVER.finding(
                path,
                format!("its pods record a waiver for {}", list.join(", ")),
            ));
        }
        if level != PodSecurity::Privileged {
            let violations = pod_security::violations(spec, level, &waived);
            findings.extend(
                violations
                    .into_iter()
                    .map(|(rule, message)| rule.finding(path, message)),
            );
        }
        findings.extend(
            image::unpinned(spec)
                .into_iter()
                .map(|message| rules::PINNED_IMAGE.finding(path, message)),
        );
        for container in &spec.containers {
            // Without a plan, any class of service is right that is complete.
            for problem in resources::problems(container, QosClass::Burstable) {
                let message = format!("container {} {problem}", container.name);
                findings.push(rules::RESOURCES.finding(path, message));
            }
        }
    }
}

/// Capabilities that the Pods record a waiver for and that the catalogue grants a function of their type.
fn waived<'a>(template: &PodTemplateSpec, catalogue: &'a Catalogue) -> BTreeSet<&'a str> {
    let metadata = template.metadata.as_ref();
    let recorded = metadata
        .and_then(|metadata| metadata.annotations.as_ref())
        .and_then(|annotations| annotations.get(WAIVER_ANNOTATION));
    let function = metadata
        .and_then(|metadata| metadata.labels.as_ref())
        .and_then(|labels| labels.get(TYPE_LABEL))
        .and_then(|name| {
            NetworkFunctionType::ALL
                .iter()
                .find(|function| function.short_name() == name)
        });
    let granted = function
        .and_then(|function| catalogue.template(*function))
        .and_then(|template| template.security_waiver.as_ref());
    match (recorded, granted) {
        (Some(recorded), Some(granted)) => {
            let recorded: BTreeSet<_> = recorded
                .split(':')
                .next()
                .unwrap_or_default()
                .split(',')
                .map(str::trim)
                .collect();
            granted
                .capabilities
                .iter()
                .map(String::as_str)
                .filter(|capability| recorded.contains(capability))
                .collect()
        }
        _ => BTreeSet::new(),
    }
}
