//! The verification controller.

use clap::Parser;
use nephoran_runtime::{args::RuntimeArgs, process};
use nephoran_verification::controller;

/// Judges whether what was deployed runs as it should.
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
