//! Why a reconcile must be repeated.

use nephoran_runtime::status_writer::ReportError;

/// Why a reconcile must be repeated.
#[derive(Debug, thiserror::Error)]
pub(super) enum BridgeError {
    /// The status could not be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The API server refused or could not be reached.
    #[error("failed to {action} {kind} {namespace}/{name}")]
    Api {
        /// What was to be done.
        action: &'static str,
        /// The kind.
        kind: &'static str,
        /// The object's namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// What the API server said.
        #[source]
        source: kube::Error,
    },
}
