//! The resource-planning controller.

use clap::Parser;
use ipnet::Ipv4Net;
use nephoran_resource_planning::{Numbering, controller};
use nephoran_runtime::{args::RuntimeArgs, process};
use nephoran_telecom::{Plmn, Tac};

/// Sizes, places and prices what intents ask for.
#[derive(Parser)]
#[command(version)]
struct Args {
    #[command(flatten)]
    runtime: RuntimeArgs,

    /// Mobile country and network code of the operator, for example 262-01; the test network when absent.
    #[arg(long, env = "NEPHORAN_PLMN", default_value = "001-01")]
    plmn: Plmn,

    /// Tracking area of the first namespace that runs functions; the next namespaces get the next ones.
    #[arg(long, env = "NEPHORAN_FIRST_TRACKING_AREA", default_value = "1")]
    first_tracking_area: Tac,

    /// IPv4 prefixes for the addresses of user equipments; every plan gets a pool of its own from them.
    #[arg(
        long,
        env = "NEPHORAN_ADDRESS_SPACE",
        value_delimiter = ',',
        default_value = "100.64.0.0/10"
    )]
    address_space: Vec<Ipv4Net>,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let numbering = Numbering::new(&args.plmn, args.first_tracking_area, args.address_space);
    let wire = async |process: &process::Process| {
        controller::start(process, numbering.clone());
        Ok(())
    };
    process::run(controller::NAME, &args.runtime, wire).await
}
