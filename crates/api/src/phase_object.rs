//! The view of a phase object that the shared runtime needs.

use std::fmt::Debug;

use k8s_openapi::NamespaceResourceScope;
use kube::Resource;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    DeploymentVerification, GitOpsDeployment, IntentProcessing, ManifestGeneration, PhaseSpec,
    PhaseState, PipelinePhase, ResourcePlan,
};

/// An object that stands for one phase of one intent.
pub trait PhaseObject:
    Resource<DynamicType = (), Scope = NamespaceResourceScope>
    + Clone
    + Debug
    + Serialize
    + DeserializeOwned
    + Send
    + Sync
    + 'static
{
    /// The status of the kind.
    type Status: Clone + Debug + Default + PartialEq + Serialize + Send + Sync;
    /// The phase this kind stands for.
    const PHASE: PipelinePhase;
    /// The kind's own condition, next to `Ready`.
    const CONDITION: &'static str;

    /// The shared part of the spec.
    fn phase_spec(&self) -> &PhaseSpec;
    /// The whole status, when one was written.
    fn status(&self) -> Option<&Self::Status>;
    /// The shared part of a status.
    fn state(status: &Self::Status) -> &PhaseState;
    /// The shared part of a status, to change it.
    fn state_mut(status: &mut Self::Status) -> &mut PhaseState;

    /// The shared part of this object's status, when one was written.
    fn phase_state(&self) -> Option<&PhaseState> {
        self.status().map(Self::state)
    }

    /// The finished state for the current generation, if the phase is `Completed`.
    fn completed(&self) -> Option<&PhaseState> {
        self.phase_state().filter(|state| {
            state.phase == crate::PhaseProgress::Completed
                && Some(state.observed_generation) == self.meta().generation
        })
    }
}

macro_rules! phase_object {
    ($kind:ident, $status:ident, $phase:ident, $condition:literal) => {
        impl PhaseObject for $kind {
            type Status = crate::$status;
            const PHASE: PipelinePhase = PipelinePhase::$phase;
            const CONDITION: &'static str = $condition;

            fn phase_spec(&self) -> &PhaseSpec {
                &self.spec.phase
            }
            fn status(&self) -> Option<&Self::Status> {
                self.status.as_ref()
            }
            fn state(status: &Self::Status) -> &PhaseState {
                &status.state
            }
            fn state_mut(status: &mut Self::Status) -> &mut PhaseState {
                &mut status.state
            }
        }
    };
}

phase_object!(
    IntentProcessing,
    IntentProcessingStatus,
    LLMProcessing,
    "IntentProcessed"
);
phase_object!(
    ResourcePlan,
    ResourcePlanStatus,
    ResourcePlanning,
    "ResourcesPlanned"
);
phase_object!(
    ManifestGeneration,
    ManifestGenerationStatus,
    ManifestGeneration,
    "ManifestsGenerated"
);
phase_object!(
    GitOpsDeployment,
    GitOpsDeploymentStatus,
    GitOpsCommit,
    "GitOpsCommitted"
);
phase_object!(
    DeploymentVerification,
    DeploymentVerificationStatus,
    DeploymentVerification,
    "DeploymentVerified"
);
