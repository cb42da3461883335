//! `bench`: measures the product beside the most this machine can do, prints a table and a line of JSON.

use std::time::Duration;

use anyhow::Result;
use nephoran_benches::engines::Engines;
use nephoran_benches::machine::Machine;
use nephoran_benches::network_intents::{self, Loads};
use nephoran_benches::summary::Summary;
use nephoran_benches::{
    bare_chain, language, objects_alone, package_scores, parser_scores, planner_scores,
    table::Table,
};
use nephoran_devcluster::cluster::Options;
use nephoran_end_to_end::access::repository_root;

const LOADS: Loads = Loads {
    single: 30,
    steady: 200,
    steady_interval: Duration::from_millis(100),
    burst: 200,
};

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    let machine = Machine::now();
    let plane = Options {
        audit: true,
        fsync: true,
        ..Options::default()
    };
    let folder = repository_root().join("target/bench");
    eprintln!("measuring the engines");
    let language = language::table().await?;
    let engines = Engines::new()?;
    let packages = package_scores::table(engines.core())?;
    let engines = engines.medians();
    let planner = planner_scores::tables()?;
    eprintln!("measuring the bare chain");
    let bare = bare_chain::measure(
        plane.clone(),
        &folder.join("links"),
        LOADS.single,
        LOADS.burst,
    )
    .await?;
    eprintln!("measuring the functions' objects alone");
    let objects = objects_alone::measure(plane.clone(), LOADS.single, LOADS.burst).await?;
    eprintln!("measuring NetworkIntents");
    let ours = network_intents::measure(plane, LOADS).await?;
    let summary = Summary::new(machine, engines, bare, objects, ours);
    summary.write(&folder.join("summary.json"))?;
    println!("{}", parser_scores::tables());
    println!("{language}");
    println!("{planner}");
    println!("{packages}");
    println!("{}\n{}", Table(&summary), summary.line()?);
    Ok(())
}
