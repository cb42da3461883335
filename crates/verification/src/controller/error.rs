//! Why objects cannot be observed.

use nephoran_api::{Classified, ErrorClass};
use nephoran_runtime::clusters::ClusterError;

/// Why objects cannot be observed.
#[derive(Debug, thiserror::Error)]
pub enum ObserveError {
    /// The cluster's client cannot be made.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// The API server refused or could not be reached.
    #[error(
        "failed to read {what}; check that the cluster is reachable and that the controller's ClusterRole allows it"
    )]
    Read {
        /// What was to be read.
        what: String,
        /// What the API server said.
        #[source]
        source: Box<kube::Error>,
    },
}

impl Classified for ObserveError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Cluster(error) => error.reason(),
            Self::Read { .. } => "ObjectsNotReadable",
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::Cluster(error) => error.class(),
            Self::Read { source, .. } if matches!(&**source, kube::Error::Api(status) if status.is_forbidden()) => {
                ErrorClass::Permanent
            }
            Self::Read { .. } => ErrorClass::Transient,
        }
    }
}
