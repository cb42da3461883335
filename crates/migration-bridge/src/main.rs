//! The migration bridge.

use clap::Parser;
use nephoran_feature_flags::route::Route;
use nephoran_gitops::args::RepositoryArgs;
use nephoran_migration_bridge::controller::{self, Options};
use nephoran_runtime::{args::RuntimeArgs, process};

/// Routes intents between the old and the new implementation and aggregates their status.
#[derive(Parser)]
#[command(version)]
struct Args {
    #[command(flatten)]
    runtime: RuntimeArgs,
    #[command(flatten)]
    repository: RepositoryArgs,
    /// Address of the Prometheus that scrapes the controllers; with one, the flag monitoring.enabled is on.
    #[arg(long, env = "NEPHORAN_PROMETHEUS_URL")]
    prometheus_url: Option<String>,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let options = Options {
        default_route: Route::Legacy,
        monitoring_enabled: args.prometheus_url.is_some(),
        policy: args.runtime.backoff_policy(),
    };
    let wire = async |process: &process::Process| {
        controller::start(process, args.repository.deployer(process)?, options)
    };
    process::run(controller::NAME, &args.runtime, wire).await
}
