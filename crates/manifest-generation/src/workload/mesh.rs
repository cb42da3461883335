//! Joining the service mesh of the cluster.

use std::collections::BTreeMap;

use nephoran_api::ServiceMesh;

use crate::blueprint::{Blueprint, Function};

/// Marks a Pod for the mesh of its cluster, when the plan asks for one and the function speaks TCP: a sidecar takes no
/// part in SCTP and UDP, so one beside a pure user plane would only cost.
pub(super) fn join(
    blueprint: &Blueprint<'_>,
    function: &Function<'_>,
    labels: &mut BTreeMap<String, String>,
    annotations: &mut BTreeMap<String, String>,
) {
    let profile = blueprint.plan.profiles.get(&function.component.cluster);
    let speaks_tcp = function
        .interfaces
        .iter()
        .any(|interface| interface.transport == Some("TCP"));
    if !blueprint.plan.service_mesh || !speaks_tcp {
        return;
    }
    match profile.and_then(|profile| profile.service_mesh) {
        // istio.io/docs, "Installing the Sidecar": the label decides, the annotation is deprecated.
        Some(ServiceMesh::Istio) => {
            labels.insert("sidecar.istio.io/inject".to_owned(), "true".to_owned());
        }
        // linkerd.io/2/reference/proxy-configuration.
        Some(ServiceMesh::Linkerd) => {
            annotations.insert("linkerd.io/inject".to_owned(), "enabled".to_owned());
        }
        None => {}
    }
}
