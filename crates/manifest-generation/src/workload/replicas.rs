//! The controller of a function's replicas: a StatefulSet when each keeps a volume, a DaemonSet for a function that runs
//! on every node, else a Deployment.

use std::collections::BTreeMap;

use k8s_openapi::api::apps::v1::{
    DaemonSet, DaemonSetSpec, Deployment, DeploymentSpec, DeploymentStrategy,
    RollingUpdateDeployment, StatefulSet, StatefulSetSpec, StatefulSetUpdateStrategy,
};
use k8s_openapi::api::core::v1::{
    PersistentVolumeClaim, PersistentVolumeClaimSpec, PodTemplateSpec, VolumeResourceRequirements,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::hardware::is_exclusive;
use super::identity::Identity;
use super::pod::DATA_VOLUME;
use crate::object::Object;

/// The workload of a function around its pod template.
pub(crate) fn workload(identity: &Identity<'_>, template: PodTemplateSpec) -> Object {
    if identity.function.runs_on_every_node() {
        return daemon_set(identity, template).into();
    }
    match &identity.function.component.storage {
        Some(size) => stateful_set(identity, template, size).into(),
        None => deployment(identity, template).into(),
    }
}

fn daemon_set(identity: &Identity<'_>, template: PodTemplateSpec) -> DaemonSet {
    DaemonSet {
        metadata: identity.metadata(),
        spec: Some(DaemonSetSpec {
            selector: identity.selector(),
            template,
            ..DaemonSetSpec::default()
        }),
        ..DaemonSet::default()
    }
}

/// Left out when an autoscaler owns the number: a second writer would undo every scaling.
fn replicas(identity: &Identity<'_>) -> Option<i32> {
    let component = identity.function.component;
    component
        .scaling
        .is_none()
        .then(|| count(component.replicas.desired))
}

/// A number of replicas as Kubernetes types it.
pub(super) fn count(replicas: u32) -> i32 {
    i32::try_from(replicas).unwrap_or(i32::MAX)
}

fn deployment(identity: &Identity<'_>, template: PodTemplateSpec) -> Deployment {
    // A new replica comes before an old one goes, unless both would need the same devices.
    let (surge, unavailable) = if is_exclusive(identity.function) {
        (0, 1)
    } else {
        (1, 0)
    };
    Deployment {
        metadata: identity.metadata(),
        spec: Some(DeploymentSpec {
            replicas: replicas(identity),
            selector: identity.selector(),
            strategy: Some(DeploymentStrategy {
                type_: Some("RollingUpdate".to_owned()),
                rolling_update: Some(RollingUpdateDeployment {
                    max_surge: Some(IntOrString::Int(surge)),
                    max_unavailable: Some(IntOrString::Int(unavailable)),
                }),
            }),
            template,
            ..DeploymentSpec::default()
        }),
        ..Deployment::default()
    }
}

fn stateful_set(
    identity: &Identity<'_>,
    template: PodTemplateSpec,
    size: &Quantity,
) -> StatefulSet {
    let claim = PersistentVolumeClaim {
        metadata: ObjectMeta {
            name: Some(DATA_VOLUME.to_owned()),
            // Claim templates cannot change, so they bear only labels that never do.
            labels: Some(identity.selector_labels()),
            ..ObjectMeta::default()
        },
        spec: Some(PersistentVolumeClaimSpec {
            access_modes: Some(vec!["ReadWriteOnce".to_owned()]),
            resources: Some(VolumeResourceRequirements {
                requests: Some(BTreeMap::from([("storage".to_owned(), size.clone())])),
                ..VolumeResourceRequirements::default()
            }),
            ..PersistentVolumeClaimSpec::default()
        }),
        ..PersistentVolumeClaim::default()
    };
    StatefulSet {
        metadata: identity.metadata(),
        spec: Some(StatefulSetSpec {
            replicas: replicas(identity),
            selector: identity.selector(),
            service_name: Some(identity.name().to_owned()),
            template,
            update_strategy: Some(StatefulSetUpdateStrategy {
                type_: Some("RollingUpdate".to_owned()),
                ..StatefulSetUpdateStrategy::default()
            }),
            volume_claim_templates: Some(vec![claim]),
            ..StatefulSetSpec::default()
        }),
        ..StatefulSet::default()
    }
}
