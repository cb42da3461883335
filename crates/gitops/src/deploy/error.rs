//! Why a package could not be brought to a cluster.

use std::time::Duration;

use nephoran_api::{Classified, ErrorClass};
use nephoran_runtime::{clusters::ClusterError, tenancy::TenancyError};

use crate::{
    builtin::ApplyError,
    git::{CredentialsError, GitError, NameError},
};

/// Why a package could not be brought to a cluster.
#[derive(Debug, thiserror::Error)]
pub enum DeployError {
    /// No TargetCluster has the name.
    #[error(
        "there is no TargetCluster {cluster:?}; create it, or change where the functions are placed"
    )]
    ClusterUnknown {
        /// The name.
        cluster: String,
    },
    /// Neither the cluster nor the controller names a repository.
    #[error(
        "cluster {cluster} has no repository; set spec.repository of its TargetCluster, or start the controller with --repository-url"
    )]
    NoRepository {
        /// The cluster.
        cluster: String,
    },
    /// The Secret with the credentials could not be read.
    #[error(
        "failed to read Secret {namespace}/{name} with the credentials of the repository; create it with username and password, or identity and known_hosts"
    )]
    Secret {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// What the API server said.
        #[source]
        source: Box<kube::Error>,
    },
    /// The Secret holds no usable credentials.
    #[error("Secret {namespace}/{name} gives no access to the repository")]
    Credentials {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// Why.
        #[source]
        source: CredentialsError,
    },
    /// The engine cannot act as the ServiceAccount.
    #[error("failed to act as ServiceAccount {account}")]
    Impersonation {
        /// The ServiceAccount.
        account: String,
        /// What went wrong.
        #[source]
        source: Box<kube::Error>,
    },
    /// A name cannot stand in Git.
    #[error(transparent)]
    Name(#[from] NameError),
    /// Git refused or could not be reached.
    #[error(transparent)]
    Git(#[from] GitError),
    /// The cluster refused or could not be reached.
    #[error(transparent)]
    Apply(#[from] ApplyError),
    /// The cluster's client cannot be made.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// The intent may not act in a namespace of the package.
    #[error(transparent)]
    Tenancy(#[from] TenancyError),
}

impl Classified for DeployError {
    fn reason(&self) -> &'static str {
        match self {
            Self::ClusterUnknown { .. } => "ClusterUnknown",
            Self::NoRepository { .. } => "NoRepository",
            Self::Secret { .. } => "CredentialsMissing",
            Self::Credentials { .. } => "CredentialsInvalid",
            Self::Impersonation { .. } => "ImpersonationFailed",
            Self::Name(_) => "InvalidName",
            Self::Git(error) => error.reason(),
            Self::Apply(error) => error.reason(),
            Self::Cluster(error) => error.reason(),
            Self::Tenancy(error) => error.reason(),
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::ClusterUnknown { .. } | Self::NoRepository { .. } | Self::Name(_) => {
                ErrorClass::Validation
            }
            Self::Secret { source, .. } if is_refusal(source) => ErrorClass::Permanent,
            Self::Secret { .. } => ErrorClass::Transient,
            Self::Credentials { .. } | Self::Impersonation { .. } => ErrorClass::Permanent,
            Self::Git(error) => error.class(),
            Self::Apply(error) => error.class(),
            Self::Cluster(error) => error.class(),
            Self::Tenancy(error) => error.class(),
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Apply(error) => error.retry_after(),
            _ => None,
        }
    }
}

fn is_refusal(error: &kube::Error) -> bool {
    matches!(error, kube::Error::Api(status) if status.is_not_found() || status.is_forbidden())
}
