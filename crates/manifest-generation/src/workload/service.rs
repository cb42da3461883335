//! The Service: every port the function listens on, under the function's name.

use k8s_openapi::api::core::v1::{Service, ServicePort, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::identity::Identity;

/// The Service of a function; headless for a StatefulSet, whose replicas are addressed one by one.
pub(crate) fn service(identity: &Identity<'_>) -> Option<Service> {
    let is_stateful = identity.function.component.storage.is_some();
    let ports: Vec<_> = identity
        .function
        .ports()
        .into_iter()
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
            cluster_ip: is_stateful.then(|| "None".to_owned()),
            ports: (!ports.is_empty()).then_some(ports),
            selector: Some(identity.selector_labels()),
            ..ServiceSpec::default()
        }),
        ..Service::default()
    })
}
