//! Where a cluster's package is committed, and with whose credentials.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::Secret;
use kube::{Api, Client};
use nephoran_api::{
    LOCAL_CLUSTER, Repository, SecretName, SyncEngine, TargetClusterSpec, TargetStatus,
};

use super::DeployError;
use crate::git::{BranchName, Credentials, PackagePath, RepositoryUrl};

/// The repository of clusters that name none.
#[derive(Clone, Debug)]
pub struct RepositoryDefaults {
    /// The repository; none means that every cluster must name its own.
    pub repository: Option<Repository>,
}

/// A cluster that gets a package.
#[derive(Clone, Debug)]
pub struct Target {
    /// TargetCluster, or `local`.
    pub cluster: String,
    /// Its spec; none for `local` without a TargetCluster.
    pub spec: Option<TargetClusterSpec>,
    /// A repository that replaces the cluster's own.
    pub repository: Option<Repository>,
    /// Who applies the commit.
    pub engine: SyncEngine,
}

/// A package's place in Git.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) url: RepositoryUrl,
    pub(super) branch: BranchName,
    pub(super) path: PackagePath,
    secret: Option<SecretName>,
}

impl Target {
    /// The target that `cluster` is by its own spec.
    ///
    /// # Errors
    /// When there is no such cluster.
    pub fn of(cluster: &str, spec: Option<&TargetClusterSpec>) -> Result<Self, DeployError> {
        if spec.is_none() && cluster != LOCAL_CLUSTER {
            return Err(DeployError::ClusterUnknown {
                cluster: cluster.to_owned(),
            });
        }
        Ok(Self {
            cluster: cluster.to_owned(),
            repository: None,
            engine: spec.map(|spec| spec.engine).unwrap_or_default(),
            spec: spec.cloned(),
        })
    }

    /// Where the package of an intent goes: `<path>/<cluster>/<namespace>/<intent>`.
    pub(super) fn place(
        &self,
        namespace: &str,
        intent: &str,
        defaults: &RepositoryDefaults,
    ) -> Result<Place, DeployError> {
        let own = self.spec.as_ref().and_then(|spec| spec.repository.as_ref());
        let repository = self
            .repository
            .as_ref()
            .or(own)
            .or(defaults.repository.as_ref());
        let repository = repository.ok_or_else(|| DeployError::NoRepository {
            cluster: self.cluster.clone(),
        })?;
        let folder = repository.path.trim_matches('/');
        let separator = if folder.is_empty() { "" } else { "/" };
        Ok(Place {
            url: repository.url.parse()?,
            branch: repository.branch.parse()?,
            path: format!("{folder}{separator}{}/{namespace}/{intent}", self.cluster).parse()?,
            secret: repository.secret_ref.clone(),
        })
    }
}

impl Place {
    pub(super) fn record(&self, status: &mut TargetStatus) {
        status.repository = self.url.to_string();
        status.branch = self.branch.to_string();
        status.path = self.path.to_string();
    }

    /// Reads the Secret anew each time: a rotated one counts from the next commit on.
    pub(super) async fn credentials(
        &self,
        client: &Client,
        namespace: &str,
    ) -> Result<Credentials, DeployError> {
        let Some(SecretName { name }) = &self.secret else {
            return Ok(Credentials::anonymous());
        };
        let secret = Api::<Secret>::namespaced(client.clone(), namespace)
            .get(name)
            .await
            .map_err(|source| DeployError::Secret {
                namespace: namespace.to_owned(),
                name: name.clone(),
                source: Box::new(source),
            })?;
        let data: BTreeMap<String, Vec<u8>> = secret
            .data
            .unwrap_or_default()
            .into_iter()
            .map(|(key, value)| (key, value.0))
            .collect();
        Credentials::from_secret_data(&data).map_err(|source| DeployError::Credentials {
            namespace: namespace.to_owned(),
            name: name.clone(),
            source,
        })
    }
}
