//! Reconciles IntentProcessing objects: understands the text, reports the model.

mod api;
mod documents;
mod past;
mod report;

use std::{path::Path, sync::Arc};

use kube::runtime::{controller::Action, reflector::Store};
use nephoran_api::IntentProcessing;
use nephoran_runtime::{
    attempt::{Attempt, Begin, Reporter},
    phase_controller::{Relevant, Watched},
    process::Process,
    status_writer::ReportError,
};
use tokio::sync::OnceCell;

use crate::{
    configuration::Configuration,
    processor::{ProcessingError, ProcessingRequest, Processor},
    secrets::Secrets,
};

/// Name of the controller, its Leases and its field manager.
pub const NAME: &str = "intent-processing";

/// What a reconcile needs.
struct Context {
    reporter: Reporter,
    processor: Processor,
    objects: Store<IntentProcessing>,
    /// Set once what happened before this process started is taken into account.
    past: OnceCell<()>,
}

/// Adds the controller, and the HTTP API where one is configured, to the process.
///
/// # Errors
/// When the configuration cannot be read or used.
pub async fn start(process: &Process, configuration: Option<&Path>) -> anyhow::Result<()> {
    let configuration = match configuration {
        Some(path) => Configuration::load(path)?,
        None => Configuration::default(),
    };
    let secrets = Secrets::new(process.client.clone(), process.namespace.clone());
    let (http, retrieval) = (configuration.api.clone(), configuration.retrieval.clone());
    let (processor, shelf) =
        Processor::assemble(configuration, secrets.clone(), &process.metrics).await?;
    if let Some(shelf) = shelf {
        documents::follow(process, &retrieval, shelf)?;
    }
    api::start(process, &http, &secrets, &processor).await?;
    let writes = processor.clone();
    process.at_end(async move { writes.settle().await });
    let watched = Watched::new(process, None);
    let context = Arc::new(Context {
        reporter: process.reporter(),
        processor,
        objects: watched.store(),
        past: OnceCell::new(),
    });
    watched.reconcile(process, Relevant::Intention, context, reconcile);
    Ok(())
}

async fn reconcile(
    object: Arc<IntentProcessing>,
    context: Arc<Context>,
) -> Result<Action, ReportError> {
    context
        .past
        .get_or_init(|| past::take_into_account(&context.objects, &context.processor))
        .await;
    let (request, processor) = (request_of(&object), &context.processor);
    let work = |begin: Begin<_>| async move {
        if begin.settled {
            return Ok(Attempt::Unchanged { again: None });
        }
        let on_progress = |bytes| begin.progress.say(report::progress(bytes));
        let processed = processor.process(&request, &on_progress).await?;
        Ok::<_, ProcessingError>(report::outcome(begin.status, processed))
    };
    context.reporter.attempt(&*object, work).await
}

/// What an object asks for.
fn request_of(object: &IntentProcessing) -> ProcessingRequest {
    let spec = &object.spec;
    ProcessingRequest {
        namespace: object.metadata.namespace.clone().unwrap_or_default(),
        text: spec.intent.clone(),
        hints: spec.hints.clone(),
        options: spec.processing.clone(),
    }
}
