//! The gitops controller.

use clap::Parser;
use nephoran_gitops::{args::RepositoryArgs, controller};
use nephoran_runtime::{args::RuntimeArgs, process};

/// Commits packages and has them applied.
#[derive(Parser)]
#[command(version)]
struct Args {
    #[command(flatten)]
    runtime: RuntimeArgs,
    #[command(flatten)]
    repository: RepositoryArgs,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let wire = async |process: &process::Process| {
        controller::start(process, args.repository.deployer(process)?);
        Ok(())
    };
    process::run(controller::NAME, &args.runtime, wire).await
}
