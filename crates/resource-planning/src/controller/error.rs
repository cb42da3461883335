//! Why a plan object fails, beyond what the engine refuses.

use nephoran_api::{Classified, ErrorClass};
use nephoran_runtime::tenancy::TenancyError;

use crate::PlanError;

/// Why a plan object fails.
#[derive(Debug, thiserror::Error)]
pub(super) enum PlanningError {
    /// The engine refuses.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The intent may not act in the namespace.
    #[error(transparent)]
    Tenancy(#[from] TenancyError),
    /// The quotas of the target namespace cannot be read.
    #[error("failed to list the ResourceQuotas of namespace {namespace}: {source}")]
    Quota {
        /// The namespace.
        namespace: String,
        /// What the API server answers.
        source: kube::Error,
    },
    /// Another intent owns a function of the plan.
    #[error(
        "{function} in namespace {namespace} on cluster {cluster} belongs to intent {owner}; scale or configure it there, or give yours another name or namespace"
    )]
    TargetConflict {
        /// The function.
        function: String,
        /// Namespace it runs in.
        namespace: String,
        /// Cluster it runs on.
        cluster: String,
        /// The owning intent, `namespace/name`.
        owner: String,
    },
    /// The owner's plan cannot include the amendment.
    #[error("intent {owner} cannot include this change: {message}")]
    RefusedByOwner {
        /// The owning intent.
        owner: String,
        /// Why.
        message: String,
    },
}

impl Classified for PlanningError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Plan(error) => error.reason(),
            Self::Tenancy(error) => error.reason(),
            Self::Quota { .. } => "QuotaUnreadable",
            Self::TargetConflict { .. } => "TargetConflict",
            Self::RefusedByOwner { .. } => "RefusedByOwner",
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::Plan(error) => error.class(),
            Self::Tenancy(error) => error.class(),
            Self::Quota { .. } => ErrorClass::Transient,
            Self::TargetConflict { .. } | Self::RefusedByOwner { .. } => ErrorClass::Validation,
        }
    }
}
