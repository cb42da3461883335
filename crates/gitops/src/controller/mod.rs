//! Reconciles GitOpsDeployment objects: commits the package, has it applied, removes it on deletion.

mod act;
mod error;
mod observe;
mod reach;
mod removal;
mod report;
mod survey;

use std::sync::Arc;

use kube::{
    Client,
    core::PartialObjectMeta,
    runtime::{controller::Action, reflector::Store},
};
use nephoran_api::{GitOpsDeployment, ManifestGeneration, NetworkIntent, TargetCluster};
use nephoran_runtime::{
    attempt::{Attempt, Begin, Reporter},
    phase_controller::{Watched, follow_and_reconcile},
    process::Process,
    watch::namesake,
};

use crate::deploy::Deployer;

/// Name of the controller, its Leases and its field manager.
pub const NAME: &str = "gitops";

/// What a reconcile needs.
struct Context {
    reporter: Reporter,
    client: Client,
    packages: Store<ManifestGeneration>,
    clusters: Store<TargetCluster>,
    intents: Store<PartialObjectMeta<NetworkIntent>>,
    deployer: Deployer,
}

/// Adds the controller to the process.
pub fn start(process: &Process, deployer: Deployer) {
    let packages = Watched::<ManifestGeneration>::new(process, None);
    let deployments = Watched::<GitOpsDeployment>::new(process, None);
    let clusters = Watched::<TargetCluster>::new(process, None);
    let intents = Watched::<PartialObjectMeta<NetworkIntent>>::new(process, None);
    let context = Arc::new(Context {
        reporter: process.reporter(),
        client: process.client.clone(),
        packages: packages.store(),
        clusters: clusters.store(),
        intents: intents.store(),
        deployer,
    });
    let known = reach::Intents {
        intents: intents.store(),
        deployments: deployments.store(),
    };
    reach::start(process, clusters, known);
    let (approved, store) = (deployments.triggers(), deployments.store());
    let wake_waiting =
        move |change: &nephoran_runtime::watch::Change<PartialObjectMeta<NetworkIntent>>| {
            let key = namesake(change.object());
            if store
                .get(&key)
                .is_some_and(|deployment| report::waits_for_approval(&deployment))
            {
                // The receiver ends with the process.
                let _ = approved.send(key);
            }
        };
    intents.inspect(wake_waiting).keep(process);
    follow_and_reconcile(
        process,
        packages,
        deployments,
        &process.events(),
        context,
        reconcile,
    );
}

async fn reconcile(
    object: Arc<GitOpsDeployment>,
    context: Arc<Context>,
) -> Result<Action, error::ReconcileError> {
    let (object, context) = (&*object, &*context);
    if object.metadata.deletion_timestamp.is_some() {
        return removal::remove(object, context).await;
    }
    let work = |begin: Begin<_>| async move {
        if begin.settled {
            return Ok(Attempt::Unchanged { again: None });
        }
        let Some(observed) = observe::observe(object, context).await? else {
            return Ok(Attempt::Unchanged { again: None });
        };
        if let Some(missing) = observed.missing_approval {
            return Ok(report::waiting_for_approval(begin.status, object, &missing));
        }
        let progress = act::deploy(object, &observed, &begin.status, context).await;
        Ok::<_, error::SourceError>(report::outcome(begin.status, &observed, progress))
    };
    Ok(context.reporter.attempt(object, work).await?)
}
