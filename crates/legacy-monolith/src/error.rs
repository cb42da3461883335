//! Why a step of a run fails.

use std::time::Duration;

use nephoran_api::{Classified, Digest, ErrorClass};
use nephoran_gitops::deploy::DeployError;
use nephoran_intent_processing::Clarification;
use nephoran_manifest_generation::GenerateError;
use nephoran_resource_planning::PlanError;
use nephoran_runtime::tenancy::TenancyError;
use nephoran_verification::controller::ObserveError;

/// Why a step of a run fails.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StepError {
    /// The text is not clear.
    #[error(transparent)]
    Clarification(#[from] Clarification),
    /// The intent may not act in the namespace.
    #[error(transparent)]
    Tenancy(#[from] TenancyError),
    /// There is no plan.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A human has yet to approve the plan.
    #[error(
        "waiting for approval; look at the plan, then: kubectl annotate networkintent {intent} nephoran.com/approved={plan} --overwrite"
    )]
    ApprovalPending {
        /// The intent.
        intent: String,
        /// Digest of the plan.
        plan: Digest,
    },
    /// There is no package.
    #[error(transparent)]
    Generate(#[from] GenerateError),
    /// The package could not be brought to a cluster.
    #[error(transparent)]
    Deploy(#[from] DeployError),
    /// The objects could not be observed.
    #[error(transparent)]
    Observe(#[from] ObserveError),
    /// The objects are not as they should be.
    #[error("{message}")]
    Unhealthy {
        /// The judgement's reason.
        reason: &'static str,
        /// What is wrong.
        message: String,
    },
}

impl Classified for StepError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Clarification(error) => error.reason(),
            Self::Tenancy(error) => error.reason(),
            Self::Plan(error) => error.reason(),
            Self::ApprovalPending { .. } => "ApprovalPending",
            Self::Generate(error) => error.reason(),
            Self::Deploy(error) => error.reason(),
            Self::Observe(error) => error.reason(),
            Self::Unhealthy { reason, .. } => reason,
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::Clarification(error) => error.class(),
            Self::Tenancy(error) => error.class(),
            Self::Plan(error) => error.class(),
            Self::Generate(error) => error.class(),
            Self::Deploy(error) => error.class(),
            Self::Observe(error) => error.class(),
            Self::ApprovalPending { .. } | Self::Unhealthy { .. } => ErrorClass::Validation,
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Deploy(error) => error.retry_after(),
            _ => None,
        }
    }
}
