//! The arrows of the chain: which object consumes the result of which.

use crate::{
    DeploymentVerification, DeploymentVerificationSpec, GitOpsDeployment, GitOpsDeploymentSpec,
    IntentProcessing, ManifestGeneration, ManifestGenerationSpec, PhaseObject, ResourcePlan,
    ResourcePlanSpec, Source, SourceRef,
};

/// A kind that is made from the result of the kind before.
pub trait Downstream: PhaseObject {
    /// The kind before.
    type Upstream: PhaseObject;

    /// The object that consumes `upstream`'s result; `None` when the chain ends there. Name, namespace, owner and label
    /// are the applier's.
    fn consuming(upstream: &Self::Upstream, source: SourceRef) -> Option<Self>;

    /// Whether both ask for the same.
    fn same_spec(&self, other: &Self) -> bool;

    /// This object with `spec.suspend` set.
    #[must_use]
    fn suspended(&self, suspend: bool) -> Self;
}

macro_rules! compare_and_suspend {
    () => {
        fn same_spec(&self, other: &Self) -> bool {
            self.spec == other.spec
        }

        fn suspended(&self, suspend: bool) -> Self {
            let mut changed = self.clone();
            changed.spec.phase.suspend = suspend;
            changed
        }
    };
}

impl Downstream for ResourcePlan {
    type Upstream = IntentProcessing;

    fn consuming(upstream: &IntentProcessing, source: SourceRef) -> Option<Self> {
        let spec = ResourcePlanSpec {
            phase: upstream.spec.phase.clone(),
            source: Source::from_ref(source),
            optimization_goals: Vec::new(),
            constraints: upstream.spec.hints.constraints.clone(),
            packaging: upstream.spec.hints.packaging,
            deletion_policy: upstream.spec.hints.deletion_policy,
            approval: upstream.spec.hints.approval,
        };
        Some(Self::new("", spec))
    }

    compare_and_suspend!();
}

impl Downstream for ManifestGeneration {
    type Upstream = ResourcePlan;

    fn consuming(upstream: &ResourcePlan, source: SourceRef) -> Option<Self> {
        // An amendment has no plan of its own: its owner's includes it.
        upstream.status.as_ref()?.result.as_ref()?;
        let spec = ManifestGenerationSpec {
            phase: upstream.spec.phase.clone(),
            source: Source::from_ref(source),
            packaging: upstream.spec.packaging,
            deletion_policy: upstream.spec.deletion_policy,
            approval: upstream.spec.approval,
        };
        Some(Self::new("", spec))
    }

    compare_and_suspend!();
}

impl Downstream for GitOpsDeployment {
    type Upstream = ManifestGeneration;

    fn consuming(upstream: &ManifestGeneration, source: SourceRef) -> Option<Self> {
        let spec = GitOpsDeploymentSpec {
            phase: upstream.spec.phase.clone(),
            source: Source::from_ref(source),
            targets: Vec::new(),
            commit: None,
            prune: true,
            deletion_policy: upstream.spec.deletion_policy,
            approval: upstream.spec.approval,
            service_account_name: None,
        };
        let mut deployment = Self::new("", spec);
        // From its first moment, so that nothing is committed that nobody would remove.
        deployment.metadata.finalizers = Some(vec![crate::FINALIZER.to_owned()]);
        Some(deployment)
    }

    compare_and_suspend!();
}

impl Downstream for DeploymentVerification {
    type Upstream = GitOpsDeployment;

    fn consuming(upstream: &GitOpsDeployment, source: SourceRef) -> Option<Self> {
        let spec = DeploymentVerificationSpec {
            phase: upstream.spec.phase.clone(),
            source: Source::from_ref(source),
            checks: crate::Checks::default(),
        };
        Some(Self::new("", spec))
    }

    compare_and_suspend!();
}
