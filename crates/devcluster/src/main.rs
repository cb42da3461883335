//! `devcluster`: a local control plane by hand.

use std::time::Instant;

use anyhow::Result;
use clap::{Parser, Subcommand};
use nephoran_devcluster::binaries;
use nephoran_devcluster::cluster::{DevCluster, Options};
use tokio::signal::unix::{SignalKind, signal};

/// Runs a real Kubernetes control plane on this machine.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Provide the control plane's programs and print their paths; builds what is missing, once.
    Build,
    /// Start a cluster, print how to use it, and stop it on Ctrl-C.
    Run {
        /// Number of simulated nodes; without any, no Pod starts.
        #[arg(long, default_value_t = Options::default().nodes)]
        nodes: usize,
        /// Record every API write in an audit log.
        #[arg(long)]
        audit: bool,
        /// Let etcd wait for the disk, as in production.
        #[arg(long)]
        fsync: bool,
        /// Folder of CustomResourceDefinitions to serve.
        #[arg(long)]
        crds: Option<std::path::PathBuf>,
    },
}

#[tokio::main]
async fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Build => {
            for path in binaries::locate(binaries::ALL).await? {
                println!("{}", path.display());
            }
            Ok(())
        }
        Command::Run {
            nodes,
            audit,
            fsync,
            crds,
        } => {
            run(Options {
                audit,
                fsync,
                nodes,
                crds,
            })
            .await
        }
    }
}

async fn run(options: Options) -> Result<()> {
    let mut terminated = signal(SignalKind::terminate())?;
    let begin = Instant::now();
    let cluster = tokio::select! {
        cluster = DevCluster::start(options) => cluster?,
        _ = tokio::signal::ctrl_c() => return Ok(()),
        _ = terminated.recv() => return Ok(()),
    };
    println!(
        "a control plane is ready after {:.1} s; in another shell:\n",
        begin.elapsed().as_secs_f64()
    );
    println!("  export KUBECONFIG={}", cluster.kubeconfig().display());
    println!("  kubectl get nodes\n");
    if let Some(log) = cluster.audit_log() {
        println!("every API write is recorded in {}", log.display());
    }
    for process in cluster.processes() {
        let mebibytes = process.resident_memory()? / (1 << 20);
        println!(
            "{:24} pid {:<8} {mebibytes:4} MiB  {}",
            process.name(),
            process.pid(),
            process.log().display()
        );
    }
    println!("\nCtrl-C stops it and removes its data");
    tokio::select! {
        stopped = tokio::signal::ctrl_c() => stopped?,
        _ = terminated.recv() => {}
    }
    cluster.stop();
    Ok(())
}
