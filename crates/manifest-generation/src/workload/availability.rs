//! How many replicas run, and how many stay while nodes are drained.

use k8s_openapi::api::autoscaling::v2::{
    CrossVersionObjectReference, HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, MetricSpec,
    MetricTarget, ResourceMetricSource,
};
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::identity::Identity;
use super::replicas::count;

/// The disruption budget, when the plan has one.
pub(crate) fn disruption_budget(identity: &Identity<'_>) -> Option<PodDisruptionBudget> {
    let available = identity.function.component.disruption_budget?;
    Some(PodDisruptionBudget {
        metadata: identity.metadata(),
        spec: Some(PodDisruptionBudgetSpec {
            min_available: Some(IntOrString::Int(count(available))),
            selector: Some(identity.selector()),
            ..PodDisruptionBudgetSpec::default()
        }),
        ..PodDisruptionBudget::default()
    })
}

/// The autoscaler, when the plan has one. It starts from the planned number: the workload leaves its own out.
pub(crate) fn autoscaler(identity: &Identity<'_>) -> Option<HorizontalPodAutoscaler> {
    let component = identity.function.component;
    let scaling = component.scaling.as_ref()?;
    let kind = if component.storage.is_some() {
        "StatefulSet"
    } else {
        "Deployment"
    };
    let metrics = [
        ("cpu", Some(scaling.target_cpu_percent)),
        ("memory", scaling.target_memory_percent),
    ];
    Some(HorizontalPodAutoscaler {
        metadata: identity.metadata(),
        spec: Some(HorizontalPodAutoscalerSpec {
            max_replicas: count(component.replicas.max.max(component.replicas.desired)),
            metrics: Some(
                metrics
                    .into_iter()
                    .filter_map(|(name, percent)| Some(utilisation(name, percent?)))
                    .collect(),
            ),
            min_replicas: Some(count(component.replicas.desired)),
            scale_target_ref: CrossVersionObjectReference {
                api_version: Some("apps/v1".to_owned()),
                kind: kind.to_owned(),
                name: identity.name().to_owned(),
            },
            ..HorizontalPodAutoscalerSpec::default()
        }),
        ..HorizontalPodAutoscaler::default()
    })
}

fn utilisation(resource: &str, percent: u32) -> MetricSpec {
    MetricSpec {
        type_: "Resource".to_owned(),
        resource: Some(ResourceMetricSource {
            name: resource.to_owned(),
            target: MetricTarget {
                type_: "Utilization".to_owned(),
                average_utilization: Some(count(percent)),
                ..MetricTarget::default()
            },
        }),
        ..MetricSpec::default()
    }
}
