//! `demo`: sentences become running network functions, on a control plane that this program starts.
//!
//! Ends with success only if every intent of `examples/` became Ready.

mod examples;
mod progress;
mod report;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result};
use kube::Client;
use nephoran_devcluster::cluster::EXISTING_CLUSTER;
use nephoran_end_to_end::access::repository_root;
use nephoran_end_to_end::system::{System, SystemOptions};

/// When this is set, everything keeps running until Ctrl-C.
const KEEP: &str = "KEEP";

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let examples = examples::read(&repository_root().join("examples"))?;
    let begin = Instant::now();
    if std::env::var_os(EXISTING_CLUSTER).is_some() {
        println!("using the cluster of {EXISTING_CLUSTER}");
    } else {
        println!("starting a control plane and the six controllers");
    }
    let system = System::start(SystemOptions::default()).await?;
    println!(
        "ready after {:.1} s; applying {} intents\n",
        begin.elapsed().as_secs_f64(),
        examples.intents.len()
    );
    let client = system.client().await?;
    let all_ready = tokio::select! {
        shown = show(&system, &client, &examples) => shown?,
        stopped = tokio::signal::ctrl_c() => {
            stopped?;
            return Ok(ExitCode::FAILURE);
        }
    };
    if std::env::var_os(KEEP).is_some_and(|value| !value.is_empty()) {
        keep(&system).await?;
    }
    Ok(if all_ready {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Applies the examples and tells what became of them; whether every intent is Ready.
async fn show(system: &System, client: &Client, examples: &examples::Examples) -> Result<bool> {
    examples.prepare(client).await?;
    let outcome = progress::run(client, &examples.intents).await?;
    report::print(system, client, &outcome).await?;
    Ok(outcome.all_ready())
}

async fn keep(system: &System) -> Result<()> {
    println!("\nstill running (Ctrl-C ends it); in another shell:\n");
    println!("  export KUBECONFIG={}", system.kubeconfig().display());
    println!("  kubectl get nephoran -A");
    println!("  kubectl wait --for=condition=Ready networkintents --all -A");
    println!(
        "  git --git-dir {} log -p\n",
        system.repository().path().display()
    );
    tokio::signal::ctrl_c()
        .await
        .context("failed to wait for Ctrl-C")
}
