//! What a run is given.

use std::collections::BTreeMap;

use nephoran_api::{
    Approval, Digest, IntentHints, IntentModel, IntentRef, Packaging, Plan, PlanConstraints,
    TargetStatus,
};
use nephoran_gitops::deploy::Target;
use nephoran_resource_planning::{Amendment, Cluster, Held};
use serde::Serialize;

/// What a run is given.
#[derive(Clone, Debug)]
pub struct Job {
    /// Namespace of the intent.
    pub namespace: String,
    /// The intent.
    pub intent: IntentRef,
    /// The last request for a run right now.
    pub requested_at: Option<String>,
    /// `spec.maxRetries`.
    pub max_retries: u32,
    /// `spec.timeoutSeconds`, also the longest wait for healthy objects.
    pub timeout_seconds: u32,
    /// Whether the plan waits for a human before it reaches Git.
    pub approval: Approval,
    /// The plan digest that a human approved.
    pub approved: Option<String>,
    /// Where the run starts.
    pub start: Start,
    /// Intents that change this one's functions, in the order they apply.
    pub amendments: Vec<Amendment>,
    /// Limits that are never relaxed.
    pub constraints: PlanConstraints,
    /// How the plan becomes a package.
    pub packaging: Packaging,
    /// What the pipeline's plans of other intents hold.
    pub held: Held,
    /// The pipeline's plan of this intent, whose functions and numbers stay.
    pub previous: Option<Plan>,
    /// The clusters that exist.
    pub clusters: Vec<Cluster>,
    /// The same clusters as places for packages.
    pub targets: Vec<Target>,
}

/// Where a run starts: with the text, or with what the pipeline made before it handed over.
#[derive(Clone, Debug, Serialize)]
pub enum Start {
    /// With the text.
    Text {
        /// The text.
        text: String,
        /// Typed hints.
        hints: Box<IntentHints>,
    },
    /// With the model.
    Model(Box<IntentModel>),
    /// With the plan.
    Plan(Box<Plan>),
    /// With the package.
    Package {
        /// Contents by `<cluster>/<path>`.
        files: BTreeMap<String, String>,
        /// Its digest.
        digest: Digest,
        /// Amendments it includes.
        amended_by: Vec<String>,
    },
    /// With what was applied.
    Applied(Vec<TargetStatus>),
}

impl Job {
    /// Digest of everything that makes this another run. Clusters and other plans are left out: a new price or
    /// neighbour must not move what runs.
    #[must_use]
    pub fn input(&self) -> Digest {
        let amendments: Vec<_> = self
            .amendments
            .iter()
            .map(|amendment| {
                (
                    &amendment.namespace,
                    &amendment.intent,
                    &amendment.uid,
                    amendment.generation,
                    &amendment.model,
                )
            })
            .collect();
        Digest::of(&(
            &self.intent,
            &self.requested_at,
            self.approval,
            &self.approved,
            &self.start,
            &self.constraints,
            self.packaging,
            amendments,
        ))
    }
}
