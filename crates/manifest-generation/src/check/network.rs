//! Network policies: present, default deny, and admitting exactly the reference-point table.

use std::collections::BTreeSet;

use nephoran_api::ManifestFinding;
use serde::Serialize;

use super::{Context, Workload, rules};
use crate::object::Object;
use crate::wiring::{links_from, rule_has_effect};
use crate::workload::Identity;
use crate::workload::network_policy::network_policy;

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<ManifestFinding>) {
    for workload in context.workloads() {
        policy(context, &workload, findings);
        cross_cluster(context, &workload, findings);
    }
    for rule in context.blueprint.network_rules() {
        if !rule_has_effect(context.blueprint, rule) {
            let point = rule.point.as_deref().unwrap_or("any reference point");
            let message = format!(
                "the rule from {} to {} on {point} admits nothing; name two functions that share the reference point, one of them in the plan",
                rule.from, rule.to
            );
            findings.push(rules::RULE_WITHOUT_EFFECT.finding("plan", message));
        }
    }
}

fn policy(context: &Context<'_>, workload: &Workload<'_>, findings: &mut Vec<ManifestFinding>) {
    let found = context.object(workload.function, |object| match object {
        Object::NetworkPolicy(policy) => policy.spec.as_ref(),
        _ => None,
    });
    let Some((path, spec)) = found else {
        let message = format!(
            "{} has no NetworkPolicy, so everything may reach it; add one",
            workload.function.name()
        );
        findings.push(rules::POLICY_PRESENT.finding(workload.path, message));
        return;
    };
    let types: BTreeSet<_> = spec
        .policy_types
        .iter()
        .flatten()
        .map(String::as_str)
        .collect();
    if types != BTreeSet::from(["Ingress", "Egress"]) {
        findings.push(rules::POLICY_PRESENT.finding(
            path,
            "the policy does not deny by default; set policyTypes to Ingress and Egress",
        ));
    }
    let identity = Identity::new(
        context.blueprint,
        workload.function,
        &context.options.intent,
    );
    let expected = network_policy(context.blueprint, &identity)
        .spec
        .unwrap_or_default();
    compare(
        path,
        "ingress",
        expected.ingress.as_deref(),
        spec.ingress.as_deref(),
        findings,
    );
    compare(
        path,
        "egress",
        expected.egress.as_deref(),
        spec.egress.as_deref(),
        findings,
    );
}

fn compare<T: Serialize + PartialEq>(
    path: &str,
    direction: &str,
    expected: Option<&[T]>,
    actual: Option<&[T]>,
    findings: &mut Vec<ManifestFinding>,
) {
    if expected == actual {
        return;
    }
    let texts = |rules: Option<&[T]>| -> BTreeSet<String> {
        rules
            .into_iter()
            .flatten()
            .filter_map(|rule| serde_json::to_string(rule).ok())
            .collect()
    };
    let (expected, actual) = (texts(expected), texts(actual));
    for rule in actual.difference(&expected) {
        let message = format!(
            "{direction} rule {rule} admits what no reference point of the plan needs; remove it"
        );
        findings.push(rules::POLICY_EXACT.finding(path, message));
    }
    for rule in expected.difference(&actual) {
        let message = format!("{direction} rule {rule} of a reference point is missing; add it");
        findings.push(rules::POLICY_EXACT.finding(path, message));
    }
}

fn cross_cluster(
    context: &Context<'_>,
    workload: &Workload<'_>,
    findings: &mut Vec<ManifestFinding>,
) {
    for link in links_from(context.blueprint, workload.function)
        .iter()
        .filter(|link| link.crosses_clusters())
    {
        let message = format!(
            "{} reaches {} on cluster {}: {} {}/{} is admitted from and to any outside address, because a NetworkPolicy sees its own cluster only; narrow it with the clusters' addresses and export the Service (KEP-1645)",
            link.from.name(),
            link.to.name(),
            link.to.component.cluster,
            link.point,
            link.port,
            link.transport
        );
        findings.push(rules::CROSS_CLUSTER.finding(workload.path, message));
    }
}
