//! Reconciles IntentProcessing objects: understands the text, reports the model.

mod report;

use std::sync::Arc;

use kube::runtime::controller::Action;
use nephoran_api::{IntentProcessing, Provider};
use nephoran_runtime::{
    attempt::{Attempt, Begin, Reporter},
    phase_controller::{Relevant, Watched},
    process::Process,
    status_writer::ReportError,
};

use crate::understand;

/// Name of the controller, its Leases and its field manager.
pub const NAME: &str = "intent-processing";

/// What a reconcile needs.
struct Context {
    reporter: Reporter,
}

/// Why a text cannot be processed.
#[derive(Debug, thiserror::Error)]
pub enum ProcessingError {
    /// The object asks for a provider that this controller has not been given.
    #[error(
        "provider {0:?} is not configured here; set spec.processing.provider to builtin or leave it out"
    )]
    ProviderNotConfigured(Provider),
}

impl nephoran_api::Classified for ProcessingError {
    fn reason(&self) -> &'static str {
        "ProviderNotConfigured"
    }

    fn class(&self) -> nephoran_api::ErrorClass {
        nephoran_api::ErrorClass::Validation
    }
}

/// Adds the controller to the process.
pub fn start(process: &Process) {
    let context = Arc::new(Context {
        reporter: process.reporter(),
    });
    Watched::new(process, None).reconcile(process, Relevant::Intention, context, reconcile);
}

async fn reconcile(
    object: Arc<IntentProcessing>,
    context: Arc<Context>,
) -> Result<Action, ReportError> {
    let spec = &object.spec;
    let work = |begin: Begin<_>| async move {
        if begin.settled {
            return Ok(Attempt::Unchanged { again: None });
        }
        match spec.processing.provider.unwrap_or_default() {
            Provider::Builtin => Ok(report::outcome(
                begin.status,
                understand(&spec.intent, &spec.hints),
            )),
            other => Err(ProcessingError::ProviderNotConfigured(other)),
        }
    };
    context.reporter.attempt(&*object, work).await
}
