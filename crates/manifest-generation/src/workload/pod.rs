//! The pod of a function: one hardened container with its configuration, probes and resources.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{
    ConfigMapVolumeSource, Container, ContainerPort, EmptyDirVolumeSource, HTTPGetAction, PodSpec,
    PodTemplateSpec, Probe, ResourceRequirements, TCPSocketAction, TopologySpreadConstraint,
    Volume, VolumeMount,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use nephoran_api::PodSecurity;
use nephoran_telecom::catalogue::{Plane, ProbeKind};

use super::identity::Identity;
use super::replicas::count;
use super::settings::Settings;
use super::{attachment, hardware, isolation, mesh, metrics, priority, security, start_order};
use crate::blueprint::Blueprint;

/// Pod annotation: digest of the configuration, so that a change of it restarts the function.
const CONFIGURATION_ANNOTATION: &str = "nephoran.com/configuration-digest";
/// Pod annotation: bumped by a Maintain intent.
const REVISION_ANNOTATION: &str = "nephoran.com/revision";
/// Pod annotation: capabilities beyond the security level, and why.
pub(crate) const WAIVER_ANNOTATION: &str = "nephoran.com/security-waiver";
/// Where the configuration is mounted.
pub(crate) const CONFIGURATION_PATH: &str = "/etc/nephoran";
/// Where a function may write what need not outlive it.
pub(crate) const TEMPORARY_PATH: &str = "/tmp";
/// Name of the claimed volume, and where it is mounted.
pub(crate) const DATA_VOLUME: &str = "data";
pub(crate) const DATA_PATH: &str = "/var/lib/nephoran";

/// Seconds a function has to finish. User plane: long enough to move its sessions elsewhere (estimate).
const fn grace_seconds(plane: Plane) -> i64 {
    match plane {
        Plane::User => 60,
        Plane::Control | Plane::Management => 30,
    }
}

/// The pod template of a function.
pub(crate) fn template(
    blueprint: &Blueprint<'_>,
    identity: &Identity<'_>,
    level: PodSecurity,
    settings: &Settings<'_>,
) -> PodTemplateSpec {
    let function = identity.function;
    let (volumes, mounts) = volumes(identity);
    let mut annotations = annotations(identity, level, settings);
    annotations.extend(
        attachment::annotation(blueprint, function)
            .map(|networks| (attachment::NETWORKS_ANNOTATION.to_owned(), networks)),
    );
    let mut labels = identity.labels();
    mesh::join(blueprint, function, &mut labels, &mut annotations);
    PodTemplateSpec {
        metadata: Some(ObjectMeta {
            labels: Some(labels),
            annotations: Some(annotations),
            ..ObjectMeta::default()
        }),
        spec: Some(PodSpec {
            affinity: isolation::affinity(identity),
            automount_service_account_token: Some(false),
            containers: vec![container(blueprint, identity, level, settings, mounts)],
            // Service variables of a large namespace can exceed what a process may be started with.
            enable_service_links: Some(false),
            // The name by which a function finds its own address.
            hostname: Some(identity.name().to_owned()),
            init_containers: start_order::waiting(blueprint, identity, level),
            node_selector: hardware::node_selector(function),
            priority_class_name: priority::class(blueprint, function),
            security_context: Some(security::pod(function, level)),
            service_account_name: Some(identity.name().to_owned()),
            termination_grace_period_seconds: Some(grace_seconds(function.template.plane)),
            topology_spread_constraints: spread(identity),
            volumes: Some(volumes),
            ..PodSpec::default()
        }),
    }
}

fn annotations(
    identity: &Identity<'_>,
    level: PodSecurity,
    settings: &Settings<'_>,
) -> BTreeMap<String, String> {
    let function = identity.function;
    let mut annotations = BTreeMap::from([(
        CONFIGURATION_ANNOTATION.to_owned(),
        settings.digest().to_string(),
    )]);
    if let Some(revision) = &function.component.revision {
        annotations.insert(REVISION_ANNOTATION.to_owned(), revision.clone());
    }
    if let Some(waiver) = security::waiver(function, level) {
        let capabilities: Vec<_> = waiver.capabilities.iter().map(String::as_str).collect();
        annotations.insert(
            WAIVER_ANNOTATION.to_owned(),
            format!("{}: {}", capabilities.join(","), waiver.reason),
        );
    }
    annotations
}

fn container(
    blueprint: &Blueprint<'_>,
    identity: &Identity<'_>,
    level: PodSecurity,
    settings: &Settings<'_>,
    mounts: Vec<VolumeMount>,
) -> Container {
    let function = identity.function;
    let ports: Vec<_> = function
        .ports()
        .into_iter()
        .chain(metrics::port(blueprint, function))
        .map(|port| ContainerPort {
            container_port: i32::from(port.number),
            name: Some(port.name),
            protocol: Some(port.transport.to_owned()),
            ..ContainerPort::default()
        })
        .collect();
    Container {
        name: function.function_type().short_name().to_owned(),
        image: Some(function.component.image.clone()),
        image_pull_policy: Some("IfNotPresent".to_owned()),
        command: command(identity, settings),
        args: arguments(identity, settings),
        ports: (!ports.is_empty()).then_some(ports),
        resources: Some(resources(blueprint, identity)),
        security_context: Some(security::container(function, level)),
        startup_probe: probe(identity, 2, 60),
        readiness_probe: probe(identity, 5, 3),
        liveness_probe: probe(identity, 10, 6),
        volume_mounts: Some(mounts),
        ..Container::default()
    }
}

/// The catalogue's command belongs to the catalogue's image; another image starts its own way.
fn command(identity: &Identity<'_>, settings: &Settings<'_>) -> Option<Vec<String>> {
    let image = identity.function.template.image.as_ref()?;
    let start = settings.start.map(|start| &start.command);
    let command = start
        .filter(|command| !command.is_empty())
        .unwrap_or(&image.command);
    (has_own_image(identity) && !command.is_empty()).then(|| command.clone())
}

fn arguments(identity: &Identity<'_>, settings: &Settings<'_>) -> Option<Vec<String>> {
    let arguments = &settings.start?.arguments;
    (has_own_image(identity) && !arguments.is_empty()).then(|| arguments.clone())
}

/// Whether the function runs the catalogue's image.
fn has_own_image(identity: &Identity<'_>) -> bool {
    let function = identity.function;
    let image = function.template.image.as_ref();
    image.is_some_and(|image| image.reference() == function.component.image)
}

fn resources(blueprint: &Blueprint<'_>, identity: &Identity<'_>) -> ResourceRequirements {
    let planned = &identity.function.component.resources;
    let attached = attachment::devices(blueprint, identity.function);
    let mut devices = hardware::resources(identity.function, attached.is_empty());
    devices.extend(attached);
    let with_devices = |planned: &BTreeMap<_, _>| {
        Some(planned.clone().into_iter().chain(devices.clone()).collect())
    };
    ResourceRequirements {
        requests: with_devices(&planned.requests),
        limits: with_devices(&planned.limits),
        ..ResourceRequirements::default()
    }
}

fn probe(identity: &Identity<'_>, period_seconds: i32, failure_threshold: i32) -> Option<Probe> {
    let asked = identity.function.template.probe.as_ref()?;
    let port = IntOrString::Int(i32::from(asked.port));
    let (tcp_socket, http_get) = match asked.kind {
        ProbeKind::Tcp => (
            Some(TCPSocketAction {
                port,
                ..TCPSocketAction::default()
            }),
            None,
        ),
        ProbeKind::Http => (
            None,
            Some(HTTPGetAction {
                port,
                path: asked.path.clone(),
                ..HTTPGetAction::default()
            }),
        ),
    };
    Some(Probe {
        tcp_socket,
        http_get,
        period_seconds: Some(period_seconds),
        failure_threshold: Some(failure_threshold),
        timeout_seconds: Some(2),
        ..Probe::default()
    })
}

fn volumes(identity: &Identity<'_>) -> (Vec<Volume>, Vec<VolumeMount>) {
    let mount = |name: &str, path: &str, read_only: Option<bool>| VolumeMount {
        name: name.to_owned(),
        mount_path: path.to_owned(),
        read_only,
        ..VolumeMount::default()
    };
    let mut volumes = vec![
        Volume {
            name: "configuration".to_owned(),
            config_map: Some(ConfigMapVolumeSource {
                name: identity.name().to_owned(),
                ..ConfigMapVolumeSource::default()
            }),
            ..Volume::default()
        },
        Volume {
            name: "tmp".to_owned(),
            empty_dir: Some(EmptyDirVolumeSource::default()),
            ..Volume::default()
        },
    ];
    let mut mounts = vec![
        mount("configuration", CONFIGURATION_PATH, Some(true)),
        mount("tmp", TEMPORARY_PATH, None),
    ];
    if let Some((volume, mount)) = hardware::hugepages_volume(identity.function) {
        volumes.push(volume);
        mounts.push(mount);
    }
    if identity.function.component.storage.is_some() {
        mounts.push(mount(DATA_VOLUME, DATA_PATH, None));
    }
    (volumes, mounts)
}

fn spread(identity: &Identity<'_>) -> Option<Vec<TopologySpreadConstraint>> {
    let constraints: Vec<_> = identity
        .function
        .component
        .spread
        .iter()
        .map(|spread| TopologySpreadConstraint {
            label_selector: Some(identity.selector()),
            max_skew: count(spread.max_skew),
            topology_key: spread.topology_key.clone(),
            when_unsatisfiable: if spread.required {
                "DoNotSchedule"
            } else {
                "ScheduleAnyway"
            }
            .to_owned(),
            ..TopologySpreadConstraint::default()
        })
        .collect();
    (!constraints.is_empty()).then_some(constraints)
}
