//! Everything that can go wrong between a package and the objects in a cluster.

use std::time::Duration;

use nephoran_api::{Classified, ErrorClass};

/// A failed apply or prune.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// A file is no manifest.
    #[error("{path} cannot be applied: {detail}; correct the file or leave it out of the package")]
    Unparsable {
        /// The file.
        path: String,
        /// What is wrong with it.
        detail: String,
    },
    /// Two files declare the same object.
    #[error("{object} is declared by {first} and again by {second}; keep one of them")]
    Duplicate {
        /// The object.
        object: String,
        /// One file.
        first: String,
        /// The other file.
        second: String,
    },
    /// The object lies outside the namespaces the intent may write.
    #[error(
        "{object} of {path} may not be written: this intent may write {allowed}; move the object there, or let its namespace accept the intent with the annotation {accepts}",
        accepts = nephoran_api::ACCEPTS_INTENTS_ANNOTATION
    )]
    NamespaceNotAllowed {
        /// The object.
        object: String,
        /// Its file.
        path: String,
        /// The namespaces that may be written.
        allowed: String,
    },
    /// The object belongs to the whole cluster.
    #[error(
        "{object} of {path} belongs to the whole cluster and is not applied; a cluster administrator has to install it"
    )]
    ClusterScoped {
        /// The object.
        object: String,
        /// Its file.
        path: String,
    },
    /// The cluster does not serve the kind.
    #[error(
        "the cluster does not serve {kind} of {api_version}, which {object} needs; install its CustomResourceDefinition or correct apiVersion and kind"
    )]
    UnknownKind {
        /// The object.
        object: String,
        /// Its API version.
        api_version: String,
        /// Its kind.
        kind: String,
    },
    /// The namespace does not exist.
    #[error(
        "the namespace of {object} does not exist; create it, or add a Namespace to the package"
    )]
    NamespaceNotFound {
        /// The object.
        object: String,
    },
    /// The namespace is going away.
    #[error(
        "the namespace of {object} is being deleted; the next try starts when it may be created again"
    )]
    NamespaceTerminating {
        /// The object.
        object: String,
    },
    /// The API server knows nobody by these credentials.
    #[error(
        "the API server does not accept the credentials: {detail}; renew the ServiceAccount token or the kubeconfig Secret"
    )]
    Unauthorized {
        /// What the API server said.
        detail: String,
    },
    /// A missing permission, or an admission plugin that says no.
    #[error(
        "the API server refuses to {verb} {object}: {detail}; if a permission is missing, a Role {place} must allow get, create, patch and delete on {resource} to the ServiceAccount named there"
    )]
    Forbidden {
        /// The verb.
        verb: &'static str,
        /// The object.
        object: String,
        /// The resource, e.g. `deployments.apps`.
        resource: String,
        /// Where the Role belongs.
        place: String,
        /// What the API server said, with the service account in it.
        detail: String,
    },
    /// The namespace's quota is used up.
    #[error(
        "{object} does not fit into the namespace: {detail}; raise the ResourceQuota or ask for less"
    )]
    QuotaExceeded {
        /// The object.
        object: String,
        /// Which quota, what was asked for, used and allowed.
        detail: String,
    },
    /// The API server rejects the content.
    #[error("the API server rejects {object}: {detail}; correct the intent or the package")]
    Invalid {
        /// The object.
        object: String,
        /// The API server's causes.
        detail: String,
    },
    /// The object changed, or was replaced, meanwhile.
    #[error("{object} changed while it was written: {detail}; the next try reads it again")]
    Conflict {
        /// The object.
        object: String,
        /// What the API server said.
        detail: String,
    },
    /// The API server asks for fewer requests.
    #[error("the API server limits the rate of requests at {object}; the next try waits longer")]
    Throttled {
        /// The object.
        object: String,
        /// How long the API server asks to wait.
        retry_after: Option<Duration>,
    },
    /// No answer in time.
    #[error(
        "the API server did not {verb} {object} in time; if this goes on, look at its load and its admission webhooks"
    )]
    Timeout {
        /// The verb.
        verb: &'static str,
        /// The object.
        object: String,
    },
    /// The API server cannot be reached, or is not able to answer.
    #[error(
        "failed to {verb} {object}: {detail}; check that the cluster's API server is up and reachable from here"
    )]
    Unreachable {
        /// The verb.
        verb: &'static str,
        /// The object.
        object: String,
        /// What happened.
        detail: String,
    },
}

impl ApplyError {
    /// How long the API server asked to wait, if it did.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Throttled { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl Classified for ApplyError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Unparsable { .. } => "ManifestUnparsable",
            Self::Duplicate { .. } => "ManifestDuplicate",
            Self::NamespaceNotAllowed { .. } => "NamespaceNotAllowed",
            Self::ClusterScoped { .. } => "ClusterScopedObject",
            Self::UnknownKind { .. } => "UnknownKind",
            Self::NamespaceNotFound { .. } => "NamespaceNotFound",
            Self::NamespaceTerminating { .. } => "NamespaceTerminating",
            Self::Unauthorized { .. } => "ApplyUnauthorized",
            Self::Forbidden { .. } => "ApplyForbidden",
            Self::QuotaExceeded { .. } => "QuotaExceeded",
            Self::Invalid { .. } => "ManifestInvalid",
            Self::Conflict { .. } => "ApplyConflict",
            Self::Throttled { .. } => "ApplyThrottled",
            Self::Timeout { .. } => "ApplyTimeout",
            Self::Unreachable { .. } => "ClusterUnreachable",
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::Unparsable { .. }
            | Self::Duplicate { .. }
            | Self::NamespaceNotAllowed { .. }
            | Self::ClusterScoped { .. }
            | Self::Invalid { .. } => ErrorClass::Validation,
            Self::UnknownKind { .. }
            | Self::NamespaceNotFound { .. }
            | Self::Unauthorized { .. }
            | Self::Forbidden { .. } => ErrorClass::Permanent,
            Self::QuotaExceeded { .. } => ErrorClass::Resource,
            Self::Throttled { .. } => ErrorClass::Throttling,
            Self::NamespaceTerminating { .. }
            | Self::Conflict { .. }
            | Self::Timeout { .. }
            | Self::Unreachable { .. } => ErrorClass::Transient,
        }
    }
}
