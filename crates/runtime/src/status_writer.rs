//! Writes statuses, each at the version of the object that it was made from.

use std::fmt::Debug;

use k8s_openapi::{ClusterResourceScope, NamespaceResourceScope};
use kube::{
    Api, Client, Resource, ResourceExt,
    api::{Patch, PatchParams},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::{metrics::Metrics, newest::Newest};

/// A status could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The API server refused or could not be reached.
    #[error("failed to write the status of {kind} {namespace}/{name}")]
    Write {
        /// The kind.
        kind: String,
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// What the API server said.
        #[source]
        source: kube::Error,
    },
}

/// Writes statuses as one controller.
#[derive(Clone)]
pub struct StatusWriter {
    client: Client,
    controller: &'static str,
    metrics: Metrics,
    newest: Newest,
}

impl StatusWriter {
    /// Writes as `controller`.
    #[must_use]
    pub fn new(client: Client, controller: &'static str, metrics: Metrics) -> Self {
        Self {
            client,
            controller,
            metrics,
            newest: Newest::default(),
        }
    }

    /// The versions that were written; other writes to the same objects belong there too.
    #[must_use]
    pub const fn newest(&self) -> &Newest {
        &self.newest
    }

    /// Server-side-applies the status; `None` when the object has moved on since, and its cache will catch up.
    ///
    /// # Errors
    /// When the API server refuses or cannot be reached.
    pub async fn write<K, S>(&self, object: &K, status: &S) -> Result<Option<K>, ReportError>
    where
        K: Resource<DynamicType = (), Scope = NamespaceResourceScope>
            + Clone
            + Debug
            + DeserializeOwned,
        S: Serialize + Sync,
    {
        let namespace = object.namespace().unwrap_or_default();
        let api = Api::namespaced(self.client.clone(), &namespace);
        self.apply(&api, object, status).await
    }

    /// [`Self::write`] for a kind that lives in no namespace.
    ///
    /// # Errors
    /// When the API server refuses or cannot be reached.
    pub async fn write_cluster_scoped<K, S>(
        &self,
        object: &K,
        status: &S,
    ) -> Result<Option<K>, ReportError>
    where
        K: Resource<DynamicType = (), Scope = ClusterResourceScope>
            + Clone
            + Debug
            + DeserializeOwned,
        S: Serialize + Sync,
    {
        let api = Api::all(self.client.clone());
        self.apply(&api, object, status).await
    }

    async fn apply<K, S>(
        &self,
        api: &Api<K>,
        object: &K,
        status: &S,
    ) -> Result<Option<K>, ReportError>
    where
        K: Resource<DynamicType = ()> + Clone + Debug + DeserializeOwned,
        S: Serialize + Sync,
    {
        let name = object.name_any();
        let body = json!({
            "apiVersion": K::api_version(&()),
            "kind": K::kind(&()),
            "metadata": { "name": name, "namespace": object.namespace(), "uid": object.uid(), "resourceVersion": object.resource_version() },
            "status": status,
        });
        let written = api
            .patch_status(
                &name,
                &PatchParams::apply(self.controller).force(),
                &Patch::Apply(&body),
            )
            .await;
        let result = match &written {
            Ok(_) => "written",
            Err(kube::Error::Api(answer)) if answer.is_conflict() || answer.is_not_found() => {
                "conflict"
            }
            Err(_) => "error",
        };
        self.metrics
            .status_writes_total
            .with_label_values(&[self.controller, result])
            .inc();
        match written {
            Ok(object) => {
                self.newest.wrote(&object);
                Ok(Some(object))
            }
            Err(_) if result == "conflict" => Ok(None),
            Err(source) => Err(ReportError::Write {
                kind: K::kind(&()).into_owned(),
                namespace: object.namespace().unwrap_or_default(),
                name,
                source,
            }),
        }
    }
}
