//! Deploys the package.

use kube::ResourceExt;
use nephoran_api::{GitOpsDeployment, GitOpsDeploymentStatus, Mode, REQUESTED_AT_ANNOTATION};

use super::{Context, observe::Observed};
use crate::{
    deploy::{Deployment, Progress},
    git::Author,
};

/// In Shadow nothing is done: nothing outside our own objects may change.
pub(super) async fn deploy(
    object: &GitOpsDeployment,
    observed: &Observed,
    status: &GitOpsDeploymentStatus,
    context: &Context,
) -> Progress {
    if observed.mode == Mode::Shadow {
        return Progress {
            targets: Vec::new(),
            failure: None,
        };
    }
    let commit = object.spec.commit.clone().unwrap_or_default();
    let author = commit
        .author_name
        .zip(commit.author_email)
        .map(|(name, email)| Author::new(&name, &email))
        .transpose();
    let author = match author {
        Ok(author) => author,
        Err(error) => {
            return Progress {
                targets: status.targets.clone(),
                failure: Some(error.into()),
            };
        }
    };
    let deployment = Deployment {
        namespace: object.namespace().unwrap_or_default(),
        intent: observed.intent.clone(),
        files: observed.files.clone(),
        digest: observed.digest.clone(),
        amended_by: observed.amended_by.clone(),
        message: commit.message,
        author,
        prune: object.spec.prune,
        service_account: object.spec.service_account_name.clone(),
        again: requested(object),
        former_targets: observed.others.clone(),
    };
    context
        .deployer
        .deploy(&deployment, &observed.targets, &status.targets)
        .await
}

/// Whether somebody asks for a reconcile right now that was not handled yet.
fn requested(object: &GitOpsDeployment) -> bool {
    let handled = object
        .status
        .as_ref()
        .and_then(|status| status.state.last_handled_reconcile_at.as_ref());
    let requested = object.annotations().get(REQUESTED_AT_ANNOTATION);
    requested.is_some() && requested != handled
}
