//! Where a function's metrics are scraped, on clusters with the Prometheus Operator.

use super::identity::Identity;
use crate::blueprint::{Blueprint, Function};
use crate::custom::prometheus::{Endpoint, ServiceMonitor, ServiceMonitorSpec};
use crate::ports::Port;
use crate::template_set::MetricsEndpoint;

/// Name of the port that serves metrics.
const PORT_NAME: &str = "metrics";

/// Where `function` serves metrics, when its cluster scrapes them.
fn scraped<'a>(blueprint: &Blueprint<'_>, function: &Function<'a>) -> Option<&'a MetricsEndpoint> {
    let profile = blueprint.plan.profiles.get(&function.component.cluster)?;
    function
        .start
        .and_then(|start| start.metrics.as_ref())
        .filter(|_| profile.service_monitors)
}

/// The port that serves metrics.
pub(crate) fn port(blueprint: &Blueprint<'_>, function: &Function<'_>) -> Option<Port> {
    scraped(blueprint, function).map(|endpoint| Port {
        name: PORT_NAME.to_owned(),
        number: endpoint.port,
        transport: "TCP",
    })
}

/// The ServiceMonitor of a function.
pub(super) fn service_monitor(
    blueprint: &Blueprint<'_>,
    identity: &Identity<'_>,
) -> Option<ServiceMonitor> {
    let endpoint = scraped(blueprint, identity.function)?;
    Some(ServiceMonitor {
        metadata: identity.metadata(),
        spec: ServiceMonitorSpec {
            selector: identity.selector(),
            endpoints: vec![Endpoint {
                port: PORT_NAME.to_owned(),
                path: endpoint.path.clone(),
            }],
        },
    })
}
