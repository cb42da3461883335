//! The Kubernetes objects of a package, typed, and their YAML.

use k8s_openapi::api::apps::v1::{DaemonSet, Deployment, StatefulSet};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::batch::v1::{CronJob, Job};
use k8s_openapi::api::core::v1::{
    ConfigMap, LimitRange, Namespace, PersistentVolumeClaim, PodTemplateSpec, ResourceQuota,
    Secret, Service, ServiceAccount,
};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding, Role, RoleBinding};
use k8s_openapi::api::scheduling::v1::PriorityClass;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use serde::Serialize;
use serde_json::Value;

use crate::custom::multus::NetworkAttachmentDefinition;
use crate::custom::nephio::{
    Capacity, DataNetwork, Dependency, Interface, NFDeployment, Network, WorkloadCluster,
};
use crate::custom::prometheus::ServiceMonitor;
use crate::format::LOCAL_CONFIG_ANNOTATION;

/// A value that cannot be written to or read from YAML.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ObjectError {
    /// The value has no YAML form.
    #[error("failed to write YAML: {0}")]
    Write(String),
    /// The text is not YAML.
    #[error("failed to read YAML: {0}; correct the file's syntax")]
    Syntax(String),
    /// A kind whose schema is not known offline.
    #[error(
        "{api_version} {kind} is not a kind a package may hold; remove the file or correct apiVersion and kind"
    )]
    UnknownKind {
        /// The apiVersion as written.
        api_version: String,
        /// The kind as written.
        kind: String,
    },
    /// The object does not fit its schema.
    #[error("does not fit the schema of its kind: {0}")]
    Schema(String),
}

impl ObjectError {
    /// A CamelCase reason from a bounded set.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Write(_) => "YamlNotWritable",
            Self::Syntax(_) => "YamlNotReadable",
            Self::UnknownKind { .. } => "UnknownKind",
            Self::Schema(_) => "SchemaViolated",
        }
    }
}

/// Declares [`Object`] over the kinds whose schemas are known offline: those a package of ours holds, so that no kind is
/// written but not read, and those that are often found beside them.
macro_rules! objects {
    ($($(#[$doc:meta])* $kind:ident = $api_version:literal,)+) => {
        /// One object of a kind whose schema is known offline.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Object {
            $($(#[$doc])* $kind(Box<$kind>),)+
        }

        $(impl From<$kind> for Object {
            fn from(object: $kind) -> Self {
                Self::$kind(Box::new(object))
            }
        })+

        impl Serialize for Object {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$kind(object) => object.serialize(serializer),)+ }
            }
        }

        impl Object {
            /// The kind.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self { $(Self::$kind(_) => stringify!($kind),)+ }
            }

            /// The API version.
            #[must_use]
            pub const fn api_version(&self) -> &'static str {
                match self { $(Self::$kind(_) => $api_version,)+ }
            }

            /// The object's metadata.
            #[must_use]
            pub fn metadata(&self) -> &ObjectMeta {
                match self { $(Self::$kind(object) => &object.metadata,)+ }
            }

            /// The object's metadata, to change.
            pub fn metadata_mut(&mut self) -> &mut ObjectMeta {
                match self { $(Self::$kind(object) => &mut object.metadata,)+ }
            }

            fn from_value(value: Value) -> Result<Self, ObjectError> {
                let field = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
                let (api_version, kind) = (field("apiVersion"), field("kind"));
                match (api_version.as_str(), kind.as_str()) {
                    $(($api_version, stringify!($kind)) => serde_json::from_value(value)
                        .map(|object| Self::$kind(Box::new(object)))
                        .map_err(|error| ObjectError::Schema(error.to_string())),)+
                    _ => Err(ObjectError::UnknownKind { api_version, kind }),
                }
            }
        }
    };
}

objects! {
    /// The namespace the functions run in.
    Namespace = "v1",
    /// The identity of a function's Pods.
    ServiceAccount = "v1",
    /// A function's configuration.
    ConfigMap = "v1",
    /// A function without a volume.
    Deployment = "apps/v1",
    /// A function whose replicas keep a volume each.
    StatefulSet = "apps/v1",
    /// A function with a replica on every node.
    DaemonSet = "apps/v1",
    /// A function's ports.
    Service = "v1",
    /// What a function may talk to.
    NetworkPolicy = "networking.k8s.io/v1",
    /// How many replicas stay during disruptions.
    PodDisruptionBudget = "policy/v1",
    /// How the number of replicas follows the load.
    HorizontalPodAutoscaler = "autoscaling/v2",
    /// A network Pods are attached to.
    NetworkAttachmentDefinition = "k8s.cni.cncf.io/v1",
    /// Where a function's metrics are scraped.
    ServiceMonitor = "monitoring.coreos.com/v1",
    /// A function that an operator runs.
    NFDeployment = "workload.nephio.org/v1alpha1",
    /// What a function must carry.
    Capacity = "req.nephio.org/v1alpha1",
    /// An interface that needs an address.
    Interface = "req.nephio.org/v1alpha1",
    /// A data network that needs addresses.
    DataNetwork = "req.nephio.org/v1alpha1",
    /// Another package that is needed.
    Dependency = "req.nephio.org/v1alpha1",
    /// The cluster of the package.
    WorkloadCluster = "infra.nephio.org/v1alpha1",
    /// A network with its prefixes.
    Network = "infra.nephio.org/v1alpha1",
    /// Something to keep confidential.
    Secret = "v1",
    /// A volume.
    PersistentVolumeClaim = "v1",
    /// What a namespace may use.
    ResourceQuota = "v1",
    /// What a Pod of a namespace may use.
    LimitRange = "v1",
    /// Work that ends.
    Job = "batch/v1",
    /// Work that ends and starts again by the clock.
    CronJob = "batch/v1",
    /// What may be done in a namespace.
    Role = "rbac.authorization.k8s.io/v1",
    /// Who may do it.
    RoleBinding = "rbac.authorization.k8s.io/v1",
    /// What may be done in the cluster.
    ClusterRole = "rbac.authorization.k8s.io/v1",
    /// Who may do it.
    ClusterRoleBinding = "rbac.authorization.k8s.io/v1",
    /// Which Pods stay when a node is full.
    PriorityClass = "scheduling.k8s.io/v1",
}

impl Object {
    /// Reads one object; a field its kind does not know is an error, as in the API server's strict validation.
    pub fn parse(text: &str) -> Result<Self, ObjectError> {
        let written: Value =
            serde_saphyr::from_str(text).map_err(|error| ObjectError::Syntax(error.to_string()))?;
        Self::read(&written)
    }

    /// The same of an object that is read already.
    pub(crate) fn read(written: &Value) -> Result<Self, ObjectError> {
        let object = Self::from_value(written.clone())?;
        let known = serde_json::to_value(&object)
            .map_err(|error| ObjectError::Schema(error.to_string()))?;
        match unknown_field(written, &known, "") {
            Some(path) => Err(ObjectError::Schema(format!(
                "unknown field {path}; remove it or correct its spelling"
            ))),
            None => Ok(object),
        }
    }

    /// The object as JSON.
    pub(crate) fn to_value(&self) -> Result<Value, ObjectError> {
        serde_json::to_value(self).map_err(|error| ObjectError::Write(error.to_string()))
    }

    /// Whether it is input of tools and never applied to a cluster.
    pub(crate) fn is_local(&self) -> bool {
        let annotations = self.metadata().annotations.as_ref();
        annotations
            .and_then(|annotations| annotations.get(LOCAL_CONFIG_ANNOTATION))
            .is_some_and(|value| value == "true")
    }

    /// The object as a YAML document.
    pub fn to_yaml(&self) -> Result<String, ObjectError> {
        to_yaml(self)
    }

    /// The Pod template, its selector and its number of claimed volumes, for a workload.
    pub(crate) fn pods(&self) -> Option<(&PodTemplateSpec, &LabelSelector)> {
        match self {
            Self::Deployment(object) => object
                .spec
                .as_ref()
                .map(|spec| (&spec.template, &spec.selector)),
            Self::StatefulSet(object) => object
                .spec
                .as_ref()
                .map(|spec| (&spec.template, &spec.selector)),
            Self::DaemonSet(object) => object
                .spec
                .as_ref()
                .map(|spec| (&spec.template, &spec.selector)),
            _ => None,
        }
    }
}

impl Object {
    /// The Pod template of anything that makes Pods.
    pub(crate) fn pod_template(&self) -> Option<&PodTemplateSpec> {
        match self {
            Self::Job(job) => job.spec.as_ref().map(|spec| &spec.template),
            Self::CronJob(job) => {
                let template = &job.spec.as_ref()?.job_template;
                template.spec.as_ref().map(|spec| &spec.template)
            }
            _ => self.pods().map(|(template, _)| template),
        }
    }
}

/// Any value as a YAML document; the order of keys is the order of the type, so it never varies.
pub(crate) fn to_yaml<T: Serialize>(value: &T) -> Result<String, ObjectError> {
    serde_saphyr::to_string(value).map_err(|error| ObjectError::Write(error.to_string()))
}

/// The first field of `written` that did not survive being read into a type.
fn unknown_field(written: &Value, known: &Value, path: &str) -> Option<String> {
    match (written, known) {
        (Value::Object(written), Value::Object(known)) => {
            written.iter().find_map(|(key, value)| {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                match known.get(key) {
                    Some(known) => unknown_field(value, known, &path),
                    // Null and empty values may be left out when written again.
                    None if is_empty(value) => None,
                    None => Some(path),
                }
            })
        }
        (Value::Array(written), Value::Array(known)) => written
            .iter()
            .zip(known)
            .enumerate()
            .find_map(|(index, (value, known))| {
                unknown_field(value, known, &format!("{path}[{index}]"))
            }),
        _ => None,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(map) => map.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_field_is_named_with_its_path() {
        let text = "apiVersion: v1\nkind: Service\nmetadata:\n  name: amf\nspec:\n  ports:\n  - port: 80\n    protcol: TCP\n";
        let error = Object::parse(text).unwrap_err();
        assert!(
            error.to_string().contains("spec.ports[0].protcol"),
            "{error}"
        );
    }

    #[test]
    fn a_kind_of_the_wrong_version_is_refused() {
        let error = Object::parse("apiVersion: apps/v1beta1\nkind: Deployment\n").unwrap_err();
        assert_eq!(error.reason(), "UnknownKind");
    }

    #[test]
    fn words_that_older_readers_take_for_numbers_and_booleans_are_quoted() {
        let mut data = std::collections::BTreeMap::new();
        for (index, word) in [
            "01",
            "no",
            "on",
            "1:30",
            "0x10",
            "1e3",
            "null",
            "2026-01-01",
        ]
        .iter()
        .enumerate()
        {
            data.insert(format!("k{index}"), (*word).to_owned());
        }
        let yaml = Object::from(ConfigMap {
            data: Some(data),
            ..ConfigMap::default()
        })
        .to_yaml()
        .unwrap();
        for line in yaml
            .lines()
            .filter(|line| line.trim_start().starts_with('k') && line.contains("  k"))
        {
            assert!(line.contains('"') || line.contains('\''), "{line}");
        }
    }
}
