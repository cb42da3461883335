//! Clients of the clusters that packages run on.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use k8s_openapi::api::core::v1::Secret;
use kube::{Api, Client, ResourceExt};
use nephoran_api::{Classified, ErrorClass, SecretName, TargetClusterSpec};

use crate::kubeconfig::{KubeconfigError, client_from_kubeconfig};

/// Key of the kubeconfig in its Secret.
const KEY: &str = "kubeconfig";

/// Why a cluster cannot be reached.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// The Secret could not be read.
    #[error(
        "failed to read Secret {namespace}/{name} with the kubeconfig of cluster {cluster}; create it with the key `kubeconfig`, or correct spec.kubeconfigSecretRef of the TargetCluster"
    )]
    Secret {
        /// The TargetCluster.
        cluster: String,
        /// Namespace of the Secret.
        namespace: String,
        /// The Secret.
        name: String,
        /// What the API server said.
        #[source]
        source: Box<kube::Error>,
    },
    /// The kubeconfig cannot be used.
    #[error("Secret {name} gives no way to cluster {cluster}")]
    Kubeconfig {
        /// The TargetCluster.
        cluster: String,
        /// The Secret.
        name: String,
        /// Why.
        #[source]
        source: KubeconfigError,
    },
}

impl Classified for ClusterError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Secret { .. } => "KubeconfigMissing",
            Self::Kubeconfig { source, .. } => source.reason(),
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::Secret { source, .. } if is_refusal(source) => ErrorClass::Permanent,
            Self::Secret { .. } => ErrorClass::Transient,
            Self::Kubeconfig { source, .. } => source.class(),
        }
    }
}

fn is_refusal(error: &kube::Error) -> bool {
    matches!(error, kube::Error::Api(status) if status.is_not_found() || status.is_forbidden())
}

/// Hands out clients; one of a remote cluster is kept until its Secret changes.
pub struct Clusters {
    local: Client,
    namespace: String,
    remote: Mutex<BTreeMap<String, (String, Client)>>,
}

impl Clusters {
    /// `local` is this cluster's client; Secrets are in `namespace`.
    #[must_use]
    pub const fn new(local: Client, namespace: String) -> Self {
        Self {
            local,
            namespace,
            remote: Mutex::new(BTreeMap::new()),
        }
    }

    /// This cluster's client.
    #[must_use]
    pub const fn local(&self) -> &Client {
        &self.local
    }

    /// The client of a TargetCluster; of this cluster when it names no kubeconfig.
    ///
    /// # Errors
    /// When its Secret cannot be read or gives no way to it.
    pub async fn client(
        &self,
        cluster: &str,
        spec: Option<&TargetClusterSpec>,
    ) -> Result<Client, ClusterError> {
        let Some(SecretName { name }) = spec.and_then(|spec| spec.kubeconfig_secret_ref.as_ref())
        else {
            return Ok(self.local.clone());
        };
        let secret = Api::<Secret>::namespaced(self.local.clone(), &self.namespace)
            .get(name)
            .await
            .map_err(|source| ClusterError::Secret {
                cluster: cluster.to_owned(),
                namespace: self.namespace.clone(),
                name: name.clone(),
                source: Box::new(source),
            })?;
        let version = secret.resource_version().unwrap_or_default();
        if let Some((_, client)) = self
            .remote
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(name)
            .filter(|(known, _)| *known == version)
        {
            return Ok(client.clone());
        }
        let kubeconfig = secret
            .data
            .as_ref()
            .and_then(|data| data.get(KEY))
            .map(|bytes| bytes.0.as_slice())
            .unwrap_or_default();
        let client = client_from_kubeconfig(kubeconfig).await.map_err(|source| {
            ClusterError::Kubeconfig {
                cluster: cluster.to_owned(),
                name: name.clone(),
                source,
            }
        })?;
        self.remote
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(name.clone(), (version, client.clone()));
        Ok(client)
    }
}
