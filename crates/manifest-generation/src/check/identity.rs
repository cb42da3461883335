//! Names, uniqueness, labels and completeness.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use nephoran_api::ManifestFinding;

use super::{Context, rules};
use crate::blueprint::Function;
use crate::names::{is_label, is_subdomain};
use crate::object::Object;
use crate::workload::{Identity, is_run_by_an_operator};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<ManifestFinding>) {
    names_and_identities(context, findings);
    for function in &context.blueprint.functions {
        completeness(context, function, findings);
        labels(context, function, findings);
    }
}

fn names_and_identities(context: &Context<'_>, findings: &mut Vec<ManifestFinding>) {
    let mut seen: BTreeMap<_, &str> = BTreeMap::new();
    for (path, object) in context.objects {
        let metadata = object.metadata();
        let name = metadata.name.as_deref().unwrap_or_default();
        let is_namespace = matches!(object, Object::Namespace(_));
        if !is_subdomain(name) || (is_namespace && !is_label(name)) {
            findings.push(rules::NAMES.finding(
                path,
                format!(
                    "name {name:?} is not a DNS name; use lower-case letters, digits and hyphens"
                ),
            ));
        }
        let namespace = metadata.namespace.as_deref();
        if !is_namespace && namespace != Some(context.blueprint.namespace) {
            let message = format!(
                "namespace {:?} is not the plan's; set it to {}",
                namespace.unwrap_or_default(),
                context.blueprint.namespace
            );
            findings.push(rules::UNIQUE.finding(path, message));
        }
        let cluster = path.split('/').next().unwrap_or_default();
        if let Some(first) = seen.insert((cluster, object.kind(), namespace, name), path) {
            let message = format!(
                "{} {name} is also in {first}; give one of them another name",
                object.kind()
            );
            findings.push(rules::UNIQUE.finding(path, message));
        }
    }
}

fn completeness(
    context: &Context<'_>,
    function: &Function<'_>,
    findings: &mut Vec<ManifestFinding>,
) {
    let has = |kinds: &[&str]| {
        context
            .object(function, |object| {
                kinds.contains(&object.kind()).then_some(())
            })
            .is_some()
    };
    let component = function.component;
    if is_run_by_an_operator(function, context.options) {
        if !has(&["NFDeployment"]) {
            findings.push(incomplete(function, "NFDeployment"));
        }
        return;
    }
    let needs: [(&[&str], bool); 6] = [
        (&["Deployment", "StatefulSet", "DaemonSet"], true),
        (&["ServiceAccount"], true),
        (&["ConfigMap"], true),
        (&["Service"], !function.ports().is_empty()),
        (
            &["PodDisruptionBudget"],
            component.disruption_budget.is_some(),
        ),
        (&["HorizontalPodAutoscaler"], component.scaling.is_some()),
    ];
    for (kinds, _) in needs
        .iter()
        .filter(|(kinds, needed)| *needed && !has(kinds))
    {
        findings.push(incomplete(function, &kinds.join(" or ")));
    }
}

fn incomplete(function: &Function<'_>, kind: &str) -> ManifestFinding {
    let folder = format!("{}/{}", function.component.cluster, function.name());
    let message = format!(
        "{} has no {kind}; generate the package again",
        function.name()
    );
    rules::COMPLETE.finding(&folder, message)
}

fn labels(context: &Context<'_>, function: &Function<'_>, findings: &mut Vec<ManifestFinding>) {
    let identity = Identity::new(context.blueprint, function, &context.options.intent);
    let expected = identity.labels();
    let folder = format!("{}/{}/", function.component.cluster, function.name());
    for (path, object) in context
        .objects
        .iter()
        .filter(|(path, _)| path.starts_with(&folder))
    {
        missing_labels(
            path,
            "metadata.labels",
            &expected,
            object.metadata().labels.as_ref(),
            findings,
        );
        let pods = object.pods().map(|(pods, selector)| {
            (
                pods.metadata
                    .as_ref()
                    .and_then(|metadata| metadata.labels.as_ref()),
                selector,
            )
        });
        if let Some((labels, selector)) = pods {
            missing_labels(
                path,
                "spec.template.metadata.labels",
                &expected,
                labels,
                findings,
            );
            wrong_selector(path, selector, &identity, findings);
        }
        if let Some(selector) = selector(object) {
            wrong_selector(path, &selector, &identity, findings);
        }
    }
}

fn missing_labels(
    path: &str,
    field: &str,
    expected: &BTreeMap<String, String>,
    actual: Option<&BTreeMap<String, String>>,
    findings: &mut Vec<ManifestFinding>,
) {
    let wrong: BTreeSet<_> = expected
        .iter()
        .filter(|(key, value)| actual.and_then(|actual| actual.get(*key)) != Some(value))
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    if !wrong.is_empty() {
        let wrong: Vec<_> = wrong.into_iter().collect();
        findings.push(
            rules::LABELS.finding(path, format!("{field} lacks {}; add it", wrong.join(", "))),
        );
    }
}

/// The pod selector of an object that has one beside its pods.
fn selector(object: &Object) -> Option<LabelSelector> {
    match object {
        Object::Service(service) => service.spec.as_ref().map(|spec| LabelSelector {
            match_labels: spec.selector.clone(),
            ..LabelSelector::default()
        }),
        Object::PodDisruptionBudget(budget) => budget
            .spec
            .as_ref()
            .map(|spec| spec.selector.clone().unwrap_or_default()),
        Object::NetworkPolicy(policy) => policy
            .spec
            .as_ref()
            .map(|spec| spec.pod_selector.clone().unwrap_or_default()),
        _ => None,
    }
}

fn wrong_selector(
    path: &str,
    selector: &LabelSelector,
    identity: &Identity<'_>,
    findings: &mut Vec<ManifestFinding>,
) {
    if *selector != identity.selector() {
        let expected: Vec<_> = identity
            .selector_labels()
            .into_iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        findings.push(rules::LABELS.finding(
            path,
            format!(
                "the selector does not select exactly this function; select {}",
                expected.join(", ")
            ),
        ));
    }
}
