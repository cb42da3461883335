//! The controllers of six empty kinds in one process.

use clap::Parser;
use nephoran_benches::links;
use nephoran_runtime::{args::RuntimeArgs, process};

/// Completes each of six empty kinds at once and follows it with the next.
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
        links::start(process);
        Ok(())
    };
    process::run(links::NAME, &args.runtime, wire).await
}
