//! The intent-processing controller.

use std::path::PathBuf;

use clap::Parser;
use nephoran_intent_processing::controller;
use nephoran_runtime::{args::RuntimeArgs, process};

/// Turns the text of intents into typed models.
#[derive(Parser)]
#[command(version)]
struct Args {
    #[command(flatten)]
    runtime: RuntimeArgs,

    /// File with providers, budgets, retrieval, caches and the HTTP API; the builtin parser alone without it.
    #[arg(long, env = "NEPHORAN_CONFIGURATION")]
    configuration: Option<PathBuf>,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let wire = async |process: &process::Process| {
        controller::start(process, args.configuration.as_deref()).await
    };
    process::run(controller::NAME, &args.runtime, wire).await
}
