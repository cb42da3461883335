//! The load on six empty kinds: the most this machine can do.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use kube::api::PostParams;
use kube::{Api, Client};
use nephoran_api::{IntentRef, PhaseObject as _, PhaseSpec};
use nephoran_devcluster::cluster::{DevCluster, Options};
use nephoran_devcluster::process::{ChildProcess, Program};
use nephoran_devcluster::run_directory::ReservedPort;
use tokio::time::Instant;

use crate::arrivals::{every, one_at_a_time};
use crate::latency::{Baseline, Latency};
use crate::links::{self, FirstLink, FirstLinkSpec, LastLink};
use crate::moments::{Moments, key};

/// There from the start, and nothing else lives in it.
const NAMESPACE: &str = "default";
/// The process starts within this time, also on a loaded machine.
const READY: Duration = Duration::from_mins(1);
/// Chains run to their end within this time, or count as missing.
const PATIENCE: Duration = Duration::from_mins(2);

/// Measures `single` chains one after the other, then `burst` at once: from the creation of the first object until the
/// last of its chain is Completed.
pub async fn measure(
    plane: Options,
    folder: &Path,
    single: usize,
    burst: usize,
) -> Result<Baseline> {
    write_definitions(folder)?;
    let options = Options {
        crds: Some(folder.to_owned()),
        ..plane
    };
    let cluster = DevCluster::connect_or_start(options).await?;
    let client = cluster.client().await?;
    let _controllers = start(&cluster).await?;
    let completed = Moments::watch(Api::<LastLink>::all(client.clone()), |link| {
        link.completed().is_some()
    });
    // Connections and caches are warm when it counts.
    run_one(&client, &completed, "first").await?;

    let names = names("single", single);
    let began = one_at_a_time(&names, async |name| {
        run_one(&client, &completed, name).await
    })
    .await?;
    let single = latency(&began, &completed).await;

    let names = self::names("burst", burst);
    let began = every(Duration::ZERO, &names, async |name| {
        create(&client, name).await
    })
    .await?;
    let at_once = latency(&began, &completed).await;
    Ok(Baseline { single, at_once })
}

fn names(load: &str, count: usize) -> Vec<String> {
    (0..count)
        .map(|index| format!("{load}-{index:03}"))
        .collect()
}

async fn latency(began: &BTreeMap<String, Instant>, completed: &Moments) -> Latency {
    let keyed = began
        .iter()
        .map(|(name, start)| (key(NAMESPACE, name), *start))
        .collect();
    Latency::between(&keyed, &completed.of(keyed.keys(), PATIENCE).await)
}

async fn run_one(client: &Client, completed: &Moments, name: &str) -> Result<()> {
    create(client, name).await?;
    completed.of([&key(NAMESPACE, name)], PATIENCE).await;
    Ok(())
}

async fn create(client: &Client, name: &str) -> Result<()> {
    let intent_ref = IntentRef {
        name: name.to_owned(),
        ..IntentRef::default()
    };
    let phase = PhaseSpec {
        intent_ref: Some(intent_ref),
        ..PhaseSpec::default()
    };
    let link = FirstLink::new(
        name,
        FirstLinkSpec {
            phase,
            reference: None,
        },
    );
    let api = Api::<FirstLink>::namespaced(client.clone(), NAMESPACE);
    api.create(&PostParams::default(), &link)
        .await
        .with_context(|| format!("failed to create link {name}"))?;
    Ok(())
}

fn write_definitions(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for definition in links::definitions() {
        let file = folder.join(format!("{}.yaml", definition.spec.names.plural));
        // JSON is YAML.
        fs::write(&file, serde_json::to_vec(&definition)?)
            .with_context(|| format!("failed to write {}", file.display()))?;
    }
    Ok(())
}

/// The program lies beside this one.
async fn start(cluster: &DevCluster) -> Result<ChildProcess> {
    let own = std::env::current_exe()?;
    let admin = ReservedPort::take()?;
    let program = Program::new(
        links::NAME,
        own.with_file_name(links::NAME),
        cluster.data_dir(),
    )
    .env("KUBECONFIG", cluster.kubeconfig())
    .args(["--namespace", NAMESPACE])
    .arg(format!("--admin-address=127.0.0.1:{admin}"));
    let mut process = program.spawn()?;
    process
        .wait_until_ready(&format!("http://127.0.0.1:{admin}/readyz"), READY)
        .await?;
    Ok(process)
}
