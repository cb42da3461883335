//! Pod security: what a level fixes on every pod, and what a function's waiver adds.

use k8s_openapi::api::core::v1::{
    Capabilities, PodSecurityContext, SeccompProfile, SecurityContext, Sysctl,
};
use nephoran_api::PodSecurity;
use nephoran_telecom::catalogue::SecurityWaiver;

use crate::blueprint::Function;

/// User and group every hardened container runs as.
const USER: i64 = 1000;
/// User of a function with added capabilities: Kubernetes gives them to no other, as it sets no ambient ones
/// (kubernetes/enhancements#2763).
const ROOT: i64 = 0;
/// Lets an unprivileged user listen below 1024; in the restricted level's list of safe sysctls.
pub(crate) const UNPRIVILEGED_PORTS_SYSCTL: &str = "net.ipv4.ip_unprivileged_port_start";

/// The waiver a function of the catalogue needs at `level`; nothing needs one when the level forbids nothing.
pub(crate) fn waiver<'a>(
    function: &Function<'a>,
    level: PodSecurity,
) -> Option<&'a SecurityWaiver> {
    function
        .template
        .security_waiver
        .as_ref()
        .filter(|_| level != PodSecurity::Privileged)
}

/// The security context of the pod.
pub(crate) fn pod(function: &Function<'_>, level: PodSecurity) -> PodSecurityContext {
    let restricted = level == PodSecurity::Restricted;
    let waived = waiver(function, level).is_some();
    let user = if waived { ROOT } else { USER };
    let low_port = function.ports().iter().any(|port| port.number < 1024);
    PodSecurityContext {
        run_as_non_root: restricted.then_some(!waived),
        run_as_user: restricted.then_some(user),
        run_as_group: restricted.then_some(user),
        // Without it a claimed volume belongs to root and the function cannot write to it.
        fs_group: (restricted && function.component.storage.is_some()).then_some(user),
        fs_group_change_policy: (restricted && function.component.storage.is_some())
            .then(|| "OnRootMismatch".to_owned()),
        seccomp_profile: (level != PodSecurity::Privileged).then(|| SeccompProfile {
            type_: "RuntimeDefault".to_owned(),
            ..SeccompProfile::default()
        }),
        sysctls: (restricted && low_port).then(|| {
            vec![Sysctl {
                name: UNPRIVILEGED_PORTS_SYSCTL.to_owned(),
                value: "0".to_owned(),
            }]
        }),
        ..PodSecurityContext::default()
    }
}

/// The security context of the function's container: what its waiver grants, and nothing else.
pub(crate) fn container(function: &Function<'_>, level: PodSecurity) -> SecurityContext {
    let mut context = hardened(level);
    if let Some(waiver) = &function.template.security_waiver {
        context.capabilities.get_or_insert_default().add =
            Some(waiver.capabilities.iter().cloned().collect());
    }
    context
}

/// The security context of a container that needs nothing.
pub(super) fn hardened(level: PodSecurity) -> SecurityContext {
    let restricted = level == PodSecurity::Restricted;
    SecurityContext {
        allow_privilege_escalation: restricted.then_some(false),
        read_only_root_filesystem: restricted.then_some(true),
        privileged: (level != PodSecurity::Privileged).then_some(false),
        capabilities: restricted.then(|| Capabilities {
            drop: Some(vec!["ALL".to_owned()]),
            ..Capabilities::default()
        }),
        ..SecurityContext::default()
    }
}
