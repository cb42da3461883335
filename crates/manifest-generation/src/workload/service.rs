//! The Service: every port the function listens on, under the function's name.

use k8s_openapi::api::core::v1::{Service, ServicePort, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use nephoran_telecom::catalogue::Plane;

use super::identity::Identity;
use super::metrics;
use crate::blueprint::Blueprint;

/// The Service of a function. Headless where replicas are addressed one by one: those of a StatefulSet by their names,
/// those of the user plane because a tunnel ends at the address it was set up with.
pub(crate) fn service(blueprint: &Blueprint<'_>, identity: &Identity<'_>) -> Option<Service> {
    let is_stateful = identity.function.component.storage.is_some();
    let is_user_plane = identity.function.template.plane == Plane::User;
    let ports: Vec<_> = identity
        .function
        .ports()
        .into_iter()
        .chain(metrics::port(blueprint, identity.function))
        .map(|port| ServicePort {
            port: i32::from(port.number),
            target_port: Some(IntOrString::String(port.name.clone())),
            name: Some(port.name),
            protocol: Some(port.transport.to_owned()),
            ..ServicePort::default()
        })
        .collect();
    if ports.is_empty() && !is_stateful {
        return None;
    }
    Some(Service {
        metadata: identity.metadata(),
        spec: Some(ServiceSpec {
            cluster_ip: (is_stateful || is_user_plane).then(|| "None".to_owned()),
            ports: (!ports.is_empty()).then_some(ports),
            selector: Some(identity.selector_labels()),
            ..ServiceSpec::default()
        }),
        ..Service::default()
    })
}
