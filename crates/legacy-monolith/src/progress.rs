//! How far a run is, in the same terms as the pipeline's objects.

use nephoran_api::{PhaseState, PipelinePhase, Plan, TargetStatus};
use nephoran_resource_planning::Planned;

/// How far a run is.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// One state per phase; phases that the pipeline did are left as they are.
    pub phases: [Option<PhaseState>; 5],
    /// The plan, once made.
    pub plan: Option<Plan>,
    /// UID and generation of the amendments that the plan includes.
    pub included: Vec<(String, i64)>,
    /// Amendments that the plan cannot include: UID, generation and why.
    pub refused: Vec<(String, i64, String)>,
    /// Digest of the package, once made.
    pub package: Option<nephoran_api::Digest>,
    /// What was committed and applied.
    pub targets: Vec<TargetStatus>,
}

impl Progress {
    pub(crate) fn of(&mut self, phase: PipelinePhase) -> &mut PhaseState {
        self.phases[phase as usize].get_or_insert_default()
    }

    pub(crate) fn planned(&mut self, planned: &Planned) {
        self.plan = Some(planned.plan.clone());
        self.included = planned
            .amendments
            .iter()
            .map(|included| (included.uid.clone(), included.generation))
            .collect();
        self.refused = planned
            .refused
            .iter()
            .map(|refused| {
                (
                    refused.uid.clone(),
                    refused.generation,
                    refused.error.to_string(),
                )
            })
            .collect();
    }
}
