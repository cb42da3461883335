//! Why a deployment object fails before anything is deployed, and why its reconcile must be repeated.

use nephoran_api::{ArtifactError, Classified, ErrorClass};
use nephoran_runtime::status_writer::ReportError;

use crate::deploy::DeployError;

/// Why the package cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum SourceError {
    /// A part of it cannot be read.
    #[error(
        "failed to read the package from ConfigMap {namespace}/{name}; if it was deleted, annotate the ManifestGeneration with nephoran.com/requestedAt to make it again"
    )]
    Artifact {
        /// Namespace of the ConfigMap.
        namespace: String,
        /// Its name.
        name: String,
        /// What the API server said.
        #[source]
        source: kube::Error,
    },
    /// Its parts do not fit together.
    #[error(transparent)]
    Content(#[from] ArtifactError),
    /// It names a cluster that does not exist.
    #[error(transparent)]
    Target(#[from] DeployError),
}

impl Classified for SourceError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Artifact { .. } => "ArtifactNotReadable",
            Self::Content(error) => error.reason(),
            Self::Target(error) => error.reason(),
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::Artifact { .. } => ErrorClass::Transient,
            Self::Content(error) => error.class(),
            Self::Target(error) => error.class(),
        }
    }
}

/// Why a reconcile must be repeated.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReconcileError {
    /// The status could not be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The finalizer could not be taken off.
    #[error("failed to take the finalizer off {namespace}/{name}")]
    Finalizer {
        /// Namespace of the object.
        namespace: String,
        /// Its name.
        name: String,
        /// What the API server said.
        #[source]
        source: kube::Error,
    },
}
