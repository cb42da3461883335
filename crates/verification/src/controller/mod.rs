//! Reconciles `DeploymentVerification` objects: observes what was applied, judges it, reports the verdict.

mod error;
mod explanations;
mod live_objects;
mod observe;
mod remote;
mod report;
mod wake;

use std::sync::Arc;

use kube::runtime::{controller::Action, reflector::Store};
use nephoran_api::{DeploymentVerification, GitOpsDeployment, TargetCluster};
use nephoran_runtime::{
    attempt::{Attempt, Begin, Reporter},
    clusters::Clusters,
    phase_controller::{Watched, follow_and_reconcile},
    process::Process,
    status_writer::ReportError,
};

pub use error::ObserveError;
pub use explanations::Explanations;
pub use live_objects::LiveObjects;
pub use observe::{Inventory, observe_health};

/// Name of the controller, its Leases and its field manager.
pub const NAME: &str = "verification";

/// What a reconcile needs.
struct Context {
    reporter: Reporter,
    deployments: Store<GitOpsDeployment>,
    targets: Store<TargetCluster>,
    observer: Observer,
}

/// What observing objects needs.
pub struct Observer {
    /// Objects of this cluster.
    pub live: LiveObjects,
    /// Clients of all clusters.
    pub clusters: Clusters,
    /// What Pods said lately.
    pub explanations: Explanations,
}

/// Adds the controller to the process.
pub fn start(process: &Process) {
    let deployments = Watched::<GitOpsDeployment>::new(process, None);
    let verifications = Watched::<DeploymentVerification>::new(process, None);
    let targets = Watched::<TargetCluster>::new(process, None);
    let live = LiveObjects::watch(
        process,
        wake::verifications(
            verifications.triggers(),
            verifications.store(),
            deployments.store(),
        ),
    );
    let context = Arc::new(Context {
        reporter: process.reporter(),
        deployments: deployments.store(),
        targets: targets.store(),
        observer: Observer {
            live,
            clusters: Clusters::new(process.client.clone(), process.namespace.clone()),
            explanations: Explanations::default(),
        },
    });
    targets.keep(process);
    follow_and_reconcile(
        process,
        deployments,
        verifications,
        &process.events(),
        context,
        reconcile,
    );
}

async fn reconcile(
    object: Arc<DeploymentVerification>,
    context: Arc<Context>,
) -> Result<Action, ReportError> {
    let (object, context) = (&*object, &*context);
    let work = |begin: Begin<_>| async move {
        let Some(inventories) = observe::inventories(object, context) else {
            return Ok(Attempt::Unchanged { again: None });
        };
        let timing = report::Timing::of(object);
        let observed = observe_health(&context.observer, &inventories, timing.elapsed()).await?;
        Ok::<_, error::ObserveError>(report::outcome(begin.status, observed, &timing))
    };
    context.reporter.attempt(object, work).await
}
