//! Pod Security Standards: what the restricted and baseline levels forbid, on every container of every pod.

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::{Container, PodSpec, Volume};
use nephoran_api::{ManifestFinding, PodSecurity};

use super::rules::{ESCALATION, POD_SECURITY, Rule, SYSTEM_CALLS};
use super::{Context, Workload, rules};
use crate::workload::security::{UNPRIVILEGED_PORTS_SYSCTL, waiver};

/// Capabilities a container may add at the baseline level.
const BASELINE_CAPABILITIES: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];
/// Capabilities a container may add at the restricted level.
const RESTRICTED_CAPABILITIES: [&str; 1] = ["NET_BIND_SERVICE"];
/// The only sysctl a package sets; the levels allow it.
const SAFE_SYSCTLS: [&str; 1] = [UNPRIVILEGED_PORTS_SYSCTL];

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<ManifestFinding>) {
    let level = context.options.packaging.pod_security;
    for workload in context.workloads() {
        if let Some(spec) = &workload.pods.spec
            && level != PodSecurity::Privileged
        {
            for (rule, message) in violations(spec, level, &waived(&workload, level)) {
                findings.push(rule.finding(workload.path, message));
            }
        }
        record_waiver(&workload, level, findings);
    }
}

fn waived<'a>(workload: &Workload<'a>, level: PodSecurity) -> BTreeSet<&'a str> {
    waiver(workload.function, level)
        .into_iter()
        .flat_map(|waiver| &waiver.capabilities)
        .map(String::as_str)
        .collect()
}

fn record_waiver(workload: &Workload<'_>, level: PodSecurity, findings: &mut Vec<ManifestFinding>) {
    let Some(waiver) = waiver(workload.function, level) else {
        return;
    };
    let capabilities: Vec<_> = waiver.capabilities.iter().map(String::as_str).collect();
    let message = format!(
        "{} may use {}: {} ({})",
        workload.function.name(),
        capabilities.join(", "),
        waiver.reason,
        waiver.source
    );
    findings.push(rules::WAIVER.finding(workload.path, message));
    let metadata = workload.pods.metadata.as_ref();
    let recorded = metadata
        .and_then(|metadata| metadata.annotations.as_ref())
        .is_some_and(|annotations| annotations.contains_key(crate::workload::WAIVER_ANNOTATION));
    if !recorded {
        let message = format!(
            "the pods of {} do not record their waiver; add the annotation {}",
            workload.function.name(),
            crate::workload::WAIVER_ANNOTATION
        );
        findings.push(POD_SECURITY.finding(workload.path, message));
    }
}

/// Everything in `spec` that `level` forbids: the rule, and a sentence that ends in the cure.
pub(super) fn violations(
    spec: &PodSpec,
    level: PodSecurity,
    waived: &BTreeSet<&str>,
) -> Vec<(Rule, String)> {
    let mut plain = baseline_pod(spec);
    let mut violations = Vec::new();
    for container in spec
        .containers
        .iter()
        .chain(spec.init_containers.iter().flatten())
    {
        plain.extend(baseline_container(container));
        plain.extend(capabilities(container, level, waived));
        if level == PodSecurity::Restricted {
            plain.extend(restricted_container(spec, container, !waived.is_empty()));
            if may_gain_rights(container) {
                violations.push((
                    ESCALATION,
                    format!(
                        "container {} may gain privileges; set allowPrivilegeEscalation to false",
                        container.name
                    ),
                ));
            }
            if !is_filtered(spec, container) {
                violations.push((
                    SYSTEM_CALLS,
                    format!(
                        "container {} has no seccomp profile; set it to RuntimeDefault",
                        container.name
                    ),
                ));
            }
        }
    }
    if level == PodSecurity::Restricted {
        let wrong = spec
            .volumes
            .iter()
            .flatten()
            .filter(|volume| !is_restricted_volume(volume));
        plain.extend(wrong.map(|volume| format!("volume {} is of a type the restricted level forbids; use configMap, secret, emptyDir or a claim", volume.name)));
    }
    violations.extend(plain.into_iter().map(|message| (POD_SECURITY, message)));
    violations
}

fn may_gain_rights(container: &Container) -> bool {
    let context = container.security_context.as_ref();
    context.and_then(|context| context.allow_privilege_escalation) != Some(false)
}

/// Whether a seccomp profile of the container, or else of its pod, filters system calls.
fn is_filtered(spec: &PodSpec, container: &Container) -> bool {
    let pod = spec
        .security_context
        .as_ref()
        .and_then(|pod| pod.seccomp_profile.as_ref());
    let own = container
        .security_context
        .as_ref()
        .and_then(|own| own.seccomp_profile.as_ref());
    own.or(pod)
        .is_some_and(|profile| ["RuntimeDefault", "Localhost"].contains(&profile.type_.as_str()))
}

fn baseline_pod(spec: &PodSpec) -> Vec<String> {
    let mut violations = Vec::new();
    for (shared, field) in [
        (spec.host_network, "hostNetwork"),
        (spec.host_pid, "hostPID"),
        (spec.host_ipc, "hostIPC"),
    ] {
        if shared == Some(true) {
            violations.push(format!(
                "the pod shares a namespace of its host; remove {field}"
            ));
        }
    }
    for volume in spec
        .volumes
        .iter()
        .flatten()
        .filter(|volume| volume.host_path.is_some())
    {
        violations.push(format!(
            "volume {} mounts a path of the host; use emptyDir or a claim",
            volume.name
        ));
    }
    let sysctls = spec
        .security_context
        .as_ref()
        .and_then(|context| context.sysctls.as_ref());
    for sysctl in sysctls
        .into_iter()
        .flatten()
        .filter(|sysctl| !SAFE_SYSCTLS.contains(&sysctl.name.as_str()))
    {
        violations.push(format!("sysctl {} is not safe; remove it", sysctl.name));
    }
    let seccomp = spec
        .security_context
        .as_ref()
        .and_then(|context| context.seccomp_profile.as_ref());
    if seccomp.is_some_and(|profile| profile.type_ == "Unconfined") {
        violations
            .push("the pod runs without a seccomp profile; set it to RuntimeDefault".to_owned());
    }
    violations
}

fn baseline_container(container: &Container) -> Vec<String> {
    let mut violations = Vec::new();
    let name = &container.name;
    let context = container.security_context.as_ref();
    if context.and_then(|context| context.privileged) == Some(true) {
        violations.push(format!(
            "container {name} is privileged; set privileged to false"
        ));
    }
    if container
        .ports
        .iter()
        .flatten()
        .any(|port| port.host_port.is_some_and(|port| port != 0))
    {
        violations.push(format!(
            "container {name} takes a port of its host; remove hostPort"
        ));
    }
    if context
        .and_then(|context| context.seccomp_profile.as_ref())
        .is_some_and(|profile| profile.type_ == "Unconfined")
    {
        violations.push(format!(
            "container {name} runs without a seccomp profile; set it to RuntimeDefault"
        ));
    }
    if context
        .and_then(|context| context.proc_mount.as_deref())
        .is_some_and(|mount| mount != "Default")
    {
        violations.push(format!("container {name} unmasks /proc; remove procMount"));
    }
    violations
}

fn capabilities(container: &Container, level: PodSecurity, waived: &BTreeSet<&str>) -> Vec<String> {
    let allowed: &[&str] = if level == PodSecurity::Restricted {
        &RESTRICTED_CAPABILITIES
    } else {
        &BASELINE_CAPABILITIES
    };
    let capabilities = container
        .security_context
        .as_ref()
        .and_then(|context| context.capabilities.as_ref());
    let added = capabilities
        .and_then(|capabilities| capabilities.add.as_ref())
        .into_iter()
        .flatten();
    added
        .filter(|capability| {
            !allowed.contains(&capability.as_str()) && !waived.contains(capability.as_str())
        })
        .map(|capability| {
            format!(
                "container {} adds capability {capability} without a waiver; remove it",
                container.name
            )
        })
        .collect()
}

/// A function with a waiver may run as root: no other user has the capabilities it was granted.
fn restricted_container(spec: &PodSpec, container: &Container, waived: bool) -> Vec<String> {
    let pod = spec.security_context.as_ref();
    let own = container.security_context.as_ref();
    let name = &container.name;
    let mut violations = Vec::new();
    let non_root = own
        .and_then(|own| own.run_as_non_root)
        .or(pod.and_then(|pod| pod.run_as_non_root));
    let user = own
        .and_then(|own| own.run_as_user)
        .or(pod.and_then(|pod| pod.run_as_user));
    if !waived && (non_root != Some(true) || user == Some(0)) {
        violations.push(format!(
            "container {name} may run as root; set runAsNonRoot to true and runAsUser above 0"
        ));
    }
    let dropped = own
        .and_then(|own| own.capabilities.as_ref())
        .and_then(|capabilities| capabilities.drop.as_ref());
    if !dropped.is_some_and(|dropped| dropped.iter().any(|capability| capability == "ALL")) {
        violations.push(format!("container {name} keeps capabilities; drop ALL"));
    }
    // Beyond the standard: a function that cannot write to its image cannot be changed in place.
    if own.and_then(|own| own.read_only_root_filesystem) != Some(true) {
        violations.push(format!(
            "container {name} can write to its image; set readOnlyRootFilesystem to true"
        ));
    }
    violations
}

/// Volume types of the restricted level that a package uses.
const fn is_restricted_volume(volume: &Volume) -> bool {
    volume.config_map.is_some()
        || volume.empty_dir.is_some()
        || volume.secret.is_some()
        || volume.projected.is_some()
        || volume.persistent_volume_claim.is_some()
        || volume.downward_api.is_some()
        || volume.ephemeral.is_some()
        || volume.csi.is_some()
}
