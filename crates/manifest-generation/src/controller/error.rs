//! Why a package could not be made or stored.

use nephoran_api::{ArtifactError, Classified, ErrorClass};

use crate::GenerateError;

/// Why a package could not be made or stored.
#[derive(Debug, thiserror::Error)]
pub(super) enum GenerationError {
    /// The engine refuses.
    #[error(transparent)]
    Generate(#[from] GenerateError),
    /// The package cannot be split into ConfigMaps.
    #[error(transparent)]
    Artifact(#[from] ArtifactError),
    /// The API server refused or could not be reached.
    #[error("failed to store the package in ConfigMap {namespace}/{name}")]
    Store {
        /// Namespace of the ConfigMap.
        namespace: String,
        /// Its name.
        name: String,
        /// What the API server said.
        #[source]
        source: kube::Error,
    },
    /// A ConfigMap of that name holds something else.
    #[error("ConfigMap {namespace}/{name} exists and is not ours; delete it or rename the intent")]
    NameTaken {
        /// Namespace of the ConfigMap.
        namespace: String,
        /// Its name.
        name: String,
    },
}

impl Classified for GenerationError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Generate(error) => error.reason(),
            Self::Artifact(error) => error.reason(),
            Self::Store { .. } => "ArtifactNotStored",
            Self::NameTaken { .. } => "NameTaken",
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::Generate(error) => error.class(),
            Self::Artifact(error) => error.class(),
            Self::Store { source, .. } => store_class(source),
            Self::NameTaken { .. } => ErrorClass::Validation,
        }
    }
}

/// A refusal for want of quota looks like any other 403; only its message tells.
fn store_class(error: &kube::Error) -> ErrorClass {
    match error {
        kube::Error::Api(status)
            if status.is_forbidden() && status.message.contains("exceeded quota") =>
        {
            ErrorClass::Resource
        }
        kube::Error::Api(status) if status.is_forbidden() => ErrorClass::Permanent,
        _ => ErrorClass::Transient,
    }
}
