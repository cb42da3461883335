//! The resource-planning controller.

use clap::Parser;
use nephoran_resource_planning::controller;
use nephoran_runtime::{args::RuntimeArgs, process};

/// Sizes, places and prices what intents ask for.
#[derive(Parser)]
#[command(version)]
struct Args {
    #[command(flatten)]
    runtime: RuntimeArgs,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let wire = async |process: &process::Process| {
        controller::start(process);
        Ok(())
    };
    process::run(controller::NAME, &args.runtime, wire).await
}
