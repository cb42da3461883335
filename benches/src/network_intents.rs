//! The load of NetworkIntents on the whole system, each a network function of its own in a namespace of its own.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Result;
use kube::api::PostParams;
use kube::{Api, Client};
use nephoran_api::conditions::READY;
use nephoran_api::{GitOpsDeployment, NetworkIntent};
use nephoran_devcluster::cluster::Options;
use nephoran_end_to_end::audit::{AuditLog, Write, by_kind};
use nephoran_end_to_end::intent::{current, spec};
use nephoran_end_to_end::system::{System, SystemOptions};
use serde::Serialize;
use tokio::time::Instant;

use crate::arrivals::{every, one_at_a_time};
use crate::latency::Latency;
use crate::moments::{Moments, key};
use crate::namespaces;

/// The smallest intent that deploys something.
pub(crate) const SENTENCE: &str = "Deploy one NRF with 1 replica";
/// Name of the intent, and of the function it deploys.
pub(crate) const NAME: &str = "nrf";
/// Intents are Ready within this time, or count as missing.
const PATIENCE: Duration = Duration::from_mins(5);

/// How many intents each load has.
#[derive(Clone, Copy, Debug)]
pub struct Loads {
    /// One at a time.
    pub single: usize,
    /// At a steady rate.
    pub steady: usize,
    /// Between two of the steady ones.
    pub steady_interval: Duration,
    /// At once.
    pub burst: usize,
}

/// Times of one load, from when an intent was due.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Times {
    /// Until its GitOpsDeployment shows the commit.
    pub to_commit: Latency,
    /// Until it is Ready.
    pub to_ready: Latency,
}

/// What the six controllers wrote for each intent of the single load, on average.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WritesPerIntent {
    /// To our own kinds and to the ConfigMaps that hold packages.
    pub total: f64,
    /// The same by verb and resource.
    pub by_kind: BTreeMap<String, f64>,
    /// Events.
    pub events: f64,
    /// Objects of the network functions.
    pub functions: f64,
}

/// Resident memory of a controller, in MiB.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Memory {
    /// Ready, before the first intent.
    pub idle: f64,
    /// After all loads, whose intents are all still there.
    pub end: f64,
}

/// What was measured.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkIntents {
    /// One at a time.
    pub single: Times,
    /// At a steady rate.
    pub steady: Times,
    /// At once.
    pub at_once: Times,
    /// None on a cluster whose audit log is out of reach.
    pub writes_per_intent: Option<WritesPerIntent>,
    /// Processor time of each process per intent of the burst, in milliseconds, by the process's name.
    pub processor_ms_per_intent: BTreeMap<String, f64>,
    /// By the controller's name.
    pub resident_memory_mib: BTreeMap<&'static str, Memory>,
}

struct Load {
    client: Client,
    committed: Moments,
    ready: Moments,
}

/// Measures all loads, one after the other, on one system.
pub async fn measure(plane: Options, loads: Loads) -> Result<NetworkIntents> {
    let options = SystemOptions {
        cluster: plane,
        ..SystemOptions::default()
    };
    let system = System::start(options).await?;
    let idle = system.memory().await?;
    let client = system.client().await?;
    let load = Load {
        committed: Moments::watch(Api::<GitOpsDeployment>::all(client.clone()), shows_commit),
        ready: Moments::watch(Api::<NetworkIntent>::all(client.clone()), is_ready),
        client,
    };
    // Connections and caches are warm when it counts, and the repository has its first commit.
    let first = namespaces::make(&load.client, "bench-first", 1).await?;
    load.one(&first[0]).await?;

    let single = namespaces::make(&load.client, "bench-single", loads.single).await?;
    let audit = system.audit_log().ok();
    let mark = audit.as_ref().map(AuditLog::mark).transpose()?;
    let began = one_at_a_time(&single, async |namespace| load.one(namespace).await).await?;
    let single_times = load.times(&began).await;
    let writes = match (audit, mark) {
        (Some(audit), Some(mark)) => Some(writes(&audit.since(mark)?, &single)),
        _ => None,
    };
    let steady = namespaces::make(&load.client, "bench-steady", loads.steady).await?;
    let began = every(loads.steady_interval, &steady, async |namespace| {
        load.create(namespace).await
    })
    .await?;
    let steady_times = load.times(&began).await;

    let burst = namespaces::make(&load.client, "bench-burst", loads.burst).await?;
    let used_before = system.processor_time().await?;
    let began = every(Duration::ZERO, &burst, async |namespace| {
        load.create(namespace).await
    })
    .await?;
    let at_once = load.times(&began).await;
    let used = system.processor_time().await?;
    let processor = used.into_iter().filter_map(|(process, used)| {
        let used = used.saturating_sub(*used_before.get(&process)?);
        Some((process, used.as_secs_f64() * 1000.0 / loads.burst as f64))
    });

    let end = system.memory().await?;
    let memory = idle.into_iter().filter_map(|(controller, idle)| {
        let memory = Memory {
            idle: mebibytes(idle),
            end: mebibytes(*end.get(&controller)?),
        };
        Some((controller.name(), memory))
    });
    Ok(NetworkIntents {
        single: single_times,
        steady: steady_times,
        at_once,
        writes_per_intent: writes,
        processor_ms_per_intent: processor.collect(),
        resident_memory_mib: memory.collect(),
    })
}

impl Load {
    async fn create(&self, namespace: &str) -> Result<()> {
        let api = Api::<NetworkIntent>::namespaced(self.client.clone(), namespace);
        api.create(
            &PostParams::default(),
            &NetworkIntent::new(NAME, spec(SENTENCE)),
        )
        .await?;
        Ok(())
    }

    async fn one(&self, namespace: &str) -> Result<()> {
        self.create(namespace).await?;
        self.ready.of([&key(namespace, NAME)], PATIENCE).await;
        Ok(())
    }

    async fn times(&self, began: &BTreeMap<String, Instant>) -> Times {
        let began = began
            .iter()
            .map(|(namespace, start)| (key(namespace, NAME), *start))
            .collect();
        let ready = self.ready.of(BTreeMap::keys(&began), PATIENCE).await;
        // Whatever is Ready was committed, so nothing but what is stuck is waited for here.
        let committed = self.committed.of(ready.keys(), PATIENCE).await;
        Times {
            to_commit: Latency::between(&began, &committed),
            to_ready: Latency::between(&began, &ready),
        }
    }
}

fn shows_commit(deployment: &GitOpsDeployment) -> bool {
    let targets = deployment.status.iter().flat_map(|status| &status.targets);
    targets.into_iter().any(|target| target.commit.is_some())
}

fn is_ready(intent: &NetworkIntent) -> bool {
    current(intent, READY).is_some_and(|ready| ready.status == "True")
}

fn writes(writes: &[Write], namespaces: &[String]) -> WritesPerIntent {
    let intents = namespaces.len() as f64;
    let about_them: Vec<_> = writes
        .iter()
        .filter(|write| namespaces.contains(&write.namespace))
        .collect();
    let (ours, others): (Vec<&Write>, Vec<&Write>) =
        about_them.into_iter().partition(|write| write.is_ours());
    let events = others
        .iter()
        .filter(|write| write.resource == "events")
        .count();
    let by_kind = by_kind(ours.iter().copied());
    WritesPerIntent {
        total: ours.len() as f64 / intents,
        by_kind: by_kind
            .into_iter()
            .map(|(kind, count)| (kind, count as f64 / intents))
            .collect(),
        events: events as f64 / intents,
        functions: (others.len() - events) as f64 / intents,
    }
}

fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
