//! One network function as objects: Kubernetes' own, or those of the operator that runs it.

pub(crate) mod attachment;
mod availability;
mod hardware;
mod identity;
mod isolation;
mod mesh;
pub(crate) mod metrics;
mod nephio;
pub(crate) mod network_policy;
mod pod;
mod priority;
mod replicas;
pub(crate) mod security;
mod service;
mod settings;
mod start_order;

use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::core::v1::{ConfigMap, Service, ServiceAccount};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use k8s_openapi::api::policy::v1::PodDisruptionBudget;

use crate::blueprint::{Blueprint, Function};
use crate::custom::prometheus::ServiceMonitor;
use crate::object::Object;
use crate::options::Options;

pub(crate) use identity::{Identity, PACKAGE_LABEL, TYPE_LABEL};
pub(crate) use pod::{CONFIGURATION_PATH, DATA_PATH, TEMPORARY_PATH, WAIVER_ANNOTATION};
use settings::Settings;
pub(crate) use settings::SettingsError;

/// Everything one network function consists of.
pub(crate) enum FunctionObjects {
    /// Kubernetes' own workload and what belongs to it.
    Native(Box<Native>),
    /// What an operator of Nephio takes.
    Operator(Vec<(String, Object)>),
}

/// Kubernetes' own workload and what belongs to it.
pub(crate) struct Native {
    service_account: ServiceAccount,
    config_map: ConfigMap,
    /// A Deployment, a StatefulSet when replicas keep a volume, or a DaemonSet.
    workload: Object,
    /// Absent when the function listens on nothing and needs no stable names.
    service: Option<Service>,
    network_policy: NetworkPolicy,
    disruption_budget: Option<PodDisruptionBudget>,
    autoscaler: Option<HorizontalPodAutoscaler>,
    service_monitor: Option<ServiceMonitor>,
}

/// Whether an operator of Nephio runs the function, rather than a workload of the package.
pub(crate) fn is_run_by_an_operator(function: &Function<'_>, options: &Options) -> bool {
    nephio::operator(function, options).is_some()
}

impl FunctionObjects {
    pub(crate) fn build(
        blueprint: &Blueprint<'_>,
        function: &Function<'_>,
        options: &Options,
    ) -> Result<Self, SettingsError> {
        let identity = Identity::new(blueprint, function, &options.intent);
        if let Some(operator) = nephio::operator(function, options) {
            return Ok(Self::Operator(nephio::objects(
                blueprint, &identity, operator,
            )));
        }
        let settings = Settings::of(blueprint, function)?;
        let pod = pod::template(
            blueprint,
            &identity,
            options.packaging.pod_security,
            &settings,
        );
        Ok(Self::Native(Box::new(Native {
            service_account: ServiceAccount {
                metadata: identity.metadata(),
                automount_service_account_token: Some(false),
                ..ServiceAccount::default()
            },
            config_map: ConfigMap {
                metadata: identity.metadata(),
                data: Some(settings.files),
                ..ConfigMap::default()
            },
            workload: replicas::workload(&identity, pod),
            service: service::service(blueprint, &identity),
            network_policy: network_policy::network_policy(blueprint, &identity),
            disruption_budget: availability::disruption_budget(&identity),
            autoscaler: availability::autoscaler(&identity),
            service_monitor: metrics::service_monitor(blueprint, &identity),
        })))
    }

    /// The objects by file name; destructured whole, so that a new object cannot be forgotten.
    pub(crate) fn into_files(self) -> Vec<(String, Object)> {
        let native = match self {
            Self::Operator(files) => return files,
            Self::Native(native) => *native,
        };
        let Native {
            service_account,
            config_map,
            workload,
            service,
            network_policy,
            disruption_budget,
            autoscaler,
            service_monitor,
        } = native;
        let objects: [Option<Object>; 8] = [
            Some(service_account.into()),
            Some(config_map.into()),
            Some(workload),
            Some(network_policy.into()),
            service.map(Into::into),
            disruption_budget.map(Into::into),
            autoscaler.map(Into::into),
            service_monitor.map(Into::into),
        ];
        objects
            .into_iter()
            .flatten()
            .map(|object| {
                (
                    format!("{}.yaml", object.kind().to_ascii_lowercase()),
                    object,
                )
            })
            .collect()
    }
}
