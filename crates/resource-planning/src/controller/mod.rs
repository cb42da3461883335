//! Reconciles ResourcePlan objects: plans an owner's functions, or hands an amendment to the owner it changes.

mod act;
mod decide;
mod error;
mod observe;
mod ownership;
mod quota;
mod report;
mod room;

use std::sync::Arc;

use kube::{
    Client,
    runtime::{controller::Action, reflector::Store},
};
use nephoran_api::{IntentProcessing, ResourcePlan, TargetCluster};
use nephoran_runtime::{
    attempt::{Attempt, Begin, Reporter},
    in_force::CatalogueInForce,
    phase_controller::{Watched, follow_and_reconcile},
    process::Process,
    status_writer::ReportError,
};

use crate::Numbering;
use ownership::Claims;

/// Name of the controller, its Leases and its field manager.
pub const NAME: &str = "resource-planning";

/// What a reconcile needs.
struct Context {
    reporter: Reporter,
    client: Client,
    own_namespace: String,
    models: Store<IntentProcessing>,
    plans: Store<ResourcePlan>,
    clusters: Store<TargetCluster>,
    catalogue: CatalogueInForce,
    claims: Claims,
    numbering: Numbering,
}

/// Adds the controller to the process.
pub fn start(process: &Process, numbering: Numbering) {
    let models = Watched::<IntentProcessing>::new(process, None);
    let plans = Watched::<ResourcePlan>::new(process, None);
    let clusters = Watched::<TargetCluster>::new(process, None);
    let context = Arc::new(Context {
        reporter: process.reporter(),
        client: process.client.clone(),
        own_namespace: process.namespace.clone(),
        models: models.store(),
        plans: plans.store(),
        clusters: clusters.store(),
        catalogue: CatalogueInForce::follow(process),
        claims: Claims::default(),
        numbering,
    });
    room::wake_waiting(clusters, &context, plans.triggers()).keep(process);
    let plans = ownership::wake_affected(plans, &context);
    follow_and_reconcile(
        process,
        models,
        plans,
        &process.events(),
        context,
        reconcile,
    );
}

async fn reconcile(
    object: Arc<ResourcePlan>,
    context: Arc<Context>,
) -> Result<Action, ReportError> {
    let (object, context) = (&*object, &*context);
    let work = |begin: Begin<_>| async move {
        let Some(observed) = observe::observe(object, &begin.status, context).await? else {
            return Ok(Attempt::Unchanged { again: None });
        };
        let catalogue = context.catalogue.current();
        let Some(task) = decide::decide(&observed, &begin, &context.numbering, &catalogue)? else {
            return Ok(Attempt::Unchanged { again: None });
        };
        let decision = act::plan_and_claim(object, task, context).await?;
        Ok::<_, error::PlanningError>(report::outcome(begin.status, &observed, decision))
    };
    context.reporter.attempt(object, work).await
}
