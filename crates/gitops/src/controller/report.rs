//! From what was deployed to a status.

use nephoran_api::{
    Digest, GitOpsDeployment, GitOpsDeploymentStatus, PhaseObject, SyncState, conditions,
};
use nephoran_runtime::attempt::Attempt;

use super::observe::Observed;
use crate::deploy::Progress;

/// Reason of a deployment that a human has yet to approve.
const APPROVAL_PENDING: &str = "ApprovalPending";

pub(super) fn outcome(
    mut status: GitOpsDeploymentStatus,
    observed: &Observed,
    progress: Progress,
) -> Attempt<GitOpsDeploymentStatus> {
    status.targets = progress.targets;
    if let Some(error) = progress.failure {
        return Attempt::failed(status, &error);
    }
    let commits: Vec<_> = status
        .targets
        .iter()
        .map(|target| (&target.cluster, &target.commit, &target.tree))
        .collect();
    status.state.digest = Some(Digest::of(&(&observed.digest, &commits)));
    let message = message(&status);
    Attempt::completed(status, "Deployed", message)
}

pub(super) fn waiting_for_approval(
    status: GitOpsDeploymentStatus,
    object: &GitOpsDeployment,
    plan: &Digest,
) -> Attempt<GitOpsDeploymentStatus> {
    let intent = super::observe::intent_of(object).name;
    let message = format!(
        "waiting for approval; look at the plan, then: kubectl annotate networkintent {intent} nephoran.com/approved={plan} --overwrite"
    );
    Attempt::waiting(status, APPROVAL_PENDING, message, None)
}

pub(super) fn waits_for_approval(object: &GitOpsDeployment) -> bool {
    let ready = object
        .phase_state()
        .and_then(|state| conditions::get(&state.conditions, conditions::READY));
    ready.is_some_and(|ready| ready.reason == APPROVAL_PENDING)
}

fn message(status: &GitOpsDeploymentStatus) -> String {
    if status.targets.is_empty() {
        return "nothing is deployed in Shadow".to_owned();
    }
    let parts: Vec<_> = status
        .targets
        .iter()
        .map(|target| {
            let commit = target.commit.as_deref().unwrap_or_default();
            let applied = if target.sync == SyncState::Synced {
                format!(", {} objects applied", target.object_count)
            } else {
                String::new()
            };
            format!(
                "{} at commit {}{applied}",
                target.cluster,
                &commit[..commit.len().min(10)]
            )
        })
        .collect();
    parts.join("; ")
}
