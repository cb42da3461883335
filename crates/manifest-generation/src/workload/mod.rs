//! One network function as Kubernetes' own objects.

mod availability;
mod hardware;
mod identity;
mod isolation;
pub(crate) mod network_policy;
mod pod;
mod replicas;
pub(crate) mod security;
mod service;

use std::collections::BTreeMap;

use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::core::v1::{ConfigMap, Service, ServiceAccount};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use k8s_openapi::api::policy::v1::PodDisruptionBudget;

use crate::blueprint::{Blueprint, Function};
use crate::configuration::{CONFIGURATION_FILE, Configuration};
use crate::object::{Object, ObjectError};
use crate::options::Options;

pub(crate) use identity::Identity;
pub(crate) use pod::WAIVER_ANNOTATION;

/// Everything one network function consists of.
pub(crate) struct FunctionObjects {
    service_account: ServiceAccount,
    config_map: ConfigMap,
    /// A Deployment, or a StatefulSet when replicas keep a volume.
    workload: Object,
    /// Absent when the function listens on nothing and needs no stable names.
    service: Option<Service>,
    network_policy: NetworkPolicy,
    disruption_budget: Option<PodDisruptionBudget>,
    autoscaler: Option<HorizontalPodAutoscaler>,
}

impl FunctionObjects {
    pub(crate) fn build(
        blueprint: &Blueprint<'_>,
        function: &Function<'_>,
        options: &Options,
    ) -> Result<Self, ObjectError> {
        let identity = Identity::new(blueprint, function, &options.intent);
        let configuration = Configuration::of(blueprint, function).to_yaml()?;
        let pod = pod::template(&identity, options.pod_security, &configuration);
        Ok(Self {
            service_account: ServiceAccount {
                metadata: identity.metadata(),
                automount_service_account_token: Some(false),
                ..ServiceAccount::default()
            },
            config_map: ConfigMap {
                metadata: identity.metadata(),
                data: Some(BTreeMap::from([(
                    CONFIGURATION_FILE.to_owned(),
                    configuration,
                )])),
                ..ConfigMap::default()
            },
            workload: replicas::workload(&identity, pod),
            service: service::service(&identity),
            network_policy: network_policy::network_policy(blueprint, &identity),
            disruption_budget: availability::disruption_budget(&identity),
            autoscaler: availability::autoscaler(&identity),
        })
    }

    /// The objects by file name; destructured whole, so that a new object cannot be forgotten.
    pub(crate) fn into_files(self) -> Vec<(&'static str, Object)> {
        let Self {
            service_account,
            config_map,
            workload,
            service,
            network_policy,
            disruption_budget,
            autoscaler,
        } = self;
        let workload_file = if matches!(workload, Object::StatefulSet(_)) {
            "statefulset.yaml"
        } else {
            "deployment.yaml"
        };
        let mut files = vec![
            ("serviceaccount.yaml", service_account.into()),
            ("configmap.yaml", config_map.into()),
            (workload_file, workload),
            ("networkpolicy.yaml", network_policy.into()),
        ];
        files.extend(service.map(|service| ("service.yaml", service.into())));
        files.extend(disruption_budget.map(|budget| ("poddisruptionbudget.yaml", budget.into())));
        files.extend(
            autoscaler.map(|autoscaler| ("horizontalpodautoscaler.yaml", autoscaler.into())),
        );
        files
    }
}
