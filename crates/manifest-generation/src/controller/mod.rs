//! Reconciles ManifestGeneration objects: renders the plan, stores the package in immutable ConfigMaps.

mod act;
mod error;
mod observe;
mod report;

use std::sync::Arc;

use kube::{
    Client,
    runtime::{controller::Action, reflector::Store},
};
use nephoran_api::{ManifestGeneration, ResourcePlan};
use nephoran_runtime::{
    attempt::{Attempt, Begin, Reporter},
    in_force::{CatalogueInForce, InForce},
    phase_controller::{Watched, follow_and_reconcile},
    process::Process,
    status_writer::ReportError,
};

use crate::{Options, TemplateSet, generate};

/// Name of the controller, its Leases and its field manager.
pub const NAME: &str = "manifest-generation";

/// What a reconcile needs.
struct Context {
    reporter: Reporter,
    client: Client,
    plans: Store<ResourcePlan>,
    catalogue: CatalogueInForce,
    templates: InForce<TemplateSet>,
}

/// Adds the controller to the process.
pub fn start(process: &Process) {
    let plans = Watched::<ResourcePlan>::new(process, None);
    let generations = Watched::<ManifestGeneration>::new(process, None);
    let context = Arc::new(Context {
        reporter: process.reporter(),
        client: process.client.clone(),
        plans: plans.store(),
        catalogue: CatalogueInForce::follow(process),
        templates: InForce::follow(process),
    });
    follow_and_reconcile(
        process,
        plans,
        generations,
        &process.events(),
        context,
        reconcile,
    );
}

async fn reconcile(
    object: Arc<ManifestGeneration>,
    context: Arc<Context>,
) -> Result<Action, ReportError> {
    let (object, context) = (&*object, &*context);
    let work = |begin: Begin<_>| async move {
        let unchanged = Ok(Attempt::Unchanged { again: None });
        if begin.settled {
            return unchanged;
        }
        let Some(observed) = observe::observe(object, context) else {
            return unchanged;
        };
        let package = generate(
            &observed.plan,
            &Options::of(&object.spec, &observed.intent),
            &context.catalogue.current(),
            &context.templates.current(),
        )?;
        let stored = act::store(object, &package, context).await?;
        Ok::<_, error::GenerationError>(report::outcome(
            begin.status,
            &observed.plan,
            &package,
            stored,
        ))
    };
    context.reporter.attempt(object, work).await
}
