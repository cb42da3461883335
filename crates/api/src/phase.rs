//! The phases of one intent and the transitions between them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One of the five phases, in the order they run.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub enum PipelinePhase {
    /// Text becomes an IntentModel.
    LLMProcessing,
    /// The model becomes a plan.
    ResourcePlanning,
    /// The plan becomes a package.
    ManifestGeneration,
    /// The package becomes a commit, and the commit is applied.
    GitOpsCommit,
    /// What runs becomes a verdict.
    DeploymentVerification,
}

impl PipelinePhase {
    /// All phases in the order they run.
    pub const ALL: [Self; 5] = [
        Self::LLMProcessing,
        Self::ResourcePlanning,
        Self::ManifestGeneration,
        Self::GitOpsCommit,
        Self::DeploymentVerification,
    ];

    /// The phase that runs next, if any.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }

    /// The name as it stands in specs, metrics and messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LLMProcessing => "LLMProcessing",
            Self::ResourcePlanning => "ResourcePlanning",
            Self::ManifestGeneration => "ManifestGeneration",
            Self::GitOpsCommit => "GitOpsCommit",
            Self::DeploymentVerification => "DeploymentVerification",
        }
    }
}

/// Where a NetworkIntent stands as a whole.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
)]
pub enum ProcessingPhase {
    /// Accepted; no phase has begun.
    #[default]
    IntentReceived,
    /// See [`PipelinePhase::LLMProcessing`].
    LLMProcessing,
    /// See [`PipelinePhase::ResourcePlanning`].
    ResourcePlanning,
    /// See [`PipelinePhase::ManifestGeneration`].
    ManifestGeneration,
    /// See [`PipelinePhase::GitOpsCommit`].
    GitOpsCommit,
    /// See [`PipelinePhase::DeploymentVerification`].
    DeploymentVerification,
    /// Every phase is done for the current generation.
    Completed,
    /// A phase gave up; only a change of the spec starts a new run.
    Failed,
}

impl ProcessingPhase {
    /// The name as it stands in status.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IntentReceived => "IntentReceived",
            Self::LLMProcessing => "LLMProcessing",
            Self::ResourcePlanning => "ResourcePlanning",
            Self::ManifestGeneration => "ManifestGeneration",
            Self::GitOpsCommit => "GitOpsCommit",
            Self::DeploymentVerification => "DeploymentVerification",
            Self::Completed => "Completed",
            Self::Failed => "Failed",
        }
    }
}

impl From<PipelinePhase> for ProcessingPhase {
    fn from(phase: PipelinePhase) -> Self {
        match phase {
            PipelinePhase::LLMProcessing => Self::LLMProcessing,
            PipelinePhase::ResourcePlanning => Self::ResourcePlanning,
            PipelinePhase::ManifestGeneration => Self::ManifestGeneration,
            PipelinePhase::GitOpsCommit => Self::GitOpsCommit,
            PipelinePhase::DeploymentVerification => Self::DeploymentVerification,
        }
    }
}

/// Progress of one phase of one object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum PhaseProgress {
    /// Not begun for this generation.
    #[default]
    Pending,
    /// Working.
    InProgress,
    /// Done for this generation.
    Completed,
    /// Gave up for this generation.
    Failed,
    /// Failed and will be tried again at `nextRetryTime`.
    Retrying,
}

impl PhaseProgress {
    /// The name as it stands in status.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::InProgress => "InProgress",
            Self::Completed => "Completed",
            Self::Failed => "Failed",
            Self::Retrying => "Retrying",
        }
    }

    /// Whether nothing more happens for this generation.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Completed | Self::Failed)
    }
}
