//! Starts the whole system and gives access to its parts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use k8s_openapi::api::core::v1::{ConfigMap, Namespace};
use k8s_openapi::api::events::v1::Event;
use kube::api::{ListParams, ObjectMeta};
use kube::{Api, Client};
use nephoran_devcluster::cluster::{self, DevCluster};
use nephoran_devcluster::process::ChildProcess;
use nephoran_devcluster::run_directory::ReservedPort;
use tokio::sync::Mutex;

use crate::access::{Rules, apply, data, grant, repository_root};
use crate::audit::AuditLog;
use crate::controller::Controller;
use crate::repository::{BRANCH, Repository};
use crate::waiting::until;

/// The controllers' namespace.
pub const NAMESPACE: &str = "nephoran-system";
/// A controller reads every cache within this time, also on a loaded machine.
const READY: Duration = Duration::from_mins(1);
/// Feature flags: every phase by the five controllers.
const ALL_ON: &str = "flags:\n  microservices.full.enabled: {enabled: true}\n";
/// How many lines of each log an error shows.
const TAIL: usize = 12;
/// How much of a line, in characters.
const WIDTH: usize = 400;

/// What differs between the demo and the tests.
#[derive(Clone, Debug)]
pub struct SystemOptions {
    /// The control plane. Its custom kinds are always ours.
    pub cluster: cluster::Options,
    /// Which binaries run.
    pub controllers: BTreeSet<Controller>,
    /// `flags.yaml` of the ConfigMap `microservices-feature-flags`.
    pub flags: String,
    /// The ConfigMap `migration-config`.
    pub migration: BTreeMap<String, String>,
    /// `--backoff` of every controller; empty leaves the defaults.
    pub backoff: Vec<String>,
    /// `--configuration` of intent-processing, as YAML; none leaves the builtin parser alone.
    pub intent_processing: Option<String>,
    /// Rights a controller does not get: resource and verb.
    pub withheld: Vec<(Controller, &'static str, &'static str)>,
}

impl Default for SystemOptions {
    fn default() -> Self {
        Self {
            cluster: cluster::Options::default(),
            controllers: Controller::ALL.into(),
            flags: ALL_ON.to_owned(),
            migration: BTreeMap::new(),
            backoff: Vec::new(),
            intent_processing: None,
            withheld: Vec::new(),
        }
    }
}

/// A running system. Dropping it stops all of it and removes its files.
#[derive(Debug)]
pub struct System {
    // Dropped first: what talks to the control plane ends before it.
    controllers: Mutex<BTreeMap<Controller, Running>>,
    repository: Repository,
    options: SystemOptions,
    cluster: DevCluster,
}

#[derive(Debug)]
struct Running {
    process: ChildProcess,
    admin: ReservedPort,
}

impl Running {
    async fn wait_until_ready(&mut self) -> Result<()> {
        let url = format!("http://127.0.0.1:{}/readyz", self.admin);
        Ok(self.process.wait_until_ready(&url, READY).await?)
    }
}

impl System {
    /// Starts it, and returns once every controller is ready.
    pub async fn start(options: SystemOptions) -> Result<Self> {
        let mut plane = options.cluster.clone();
        plane.crds = Some(repository_root().join("config/crds"));
        let cluster = DevCluster::connect_or_start(plane).await?;
        let repository = Repository::init(cluster.data_dir().join("packages.git"))?;
        let system = Self {
            controllers: Mutex::default(),
            repository,
            options,
            cluster,
        };
        system.install().await?;
        let mut controllers = BTreeMap::new();
        for controller in system.options.controllers.clone() {
            controllers.insert(controller, system.run(controller).await?);
        }
        for running in controllers.values_mut() {
            running.wait_until_ready().await?;
        }
        *system.controllers.lock().await = controllers;
        Ok(system)
    }

    /// A new client of the cluster's administrator, for the calling runtime.
    pub async fn client(&self) -> Result<Client> {
        Ok(self.cluster.client().await?)
    }

    /// The administrator's kubeconfig.
    #[must_use]
    pub fn kubeconfig(&self) -> &Path {
        self.cluster.kubeconfig()
    }

    /// The repository that packages go to.
    #[must_use]
    pub const fn repository(&self) -> &Repository {
        &self.repository
    }

    /// A folder for this run's files.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        self.cluster.data_dir()
    }

    /// The API server's record of writes, when [`SystemOptions::cluster`] asked for it.
    pub fn audit_log(&self) -> Result<AuditLog> {
        let path = self
            .cluster
            .audit_log()
            .context("the control plane was started without an audit log")?;
        Ok(AuditLog(path))
    }

    /// Creates a namespace.
    pub async fn create_namespace(&self, name: &str) -> Result<()> {
        let namespace = Namespace {
            metadata: named(name),
            ..Namespace::default()
        };
        apply(&Api::all(self.client().await?), &namespace)
            .await
            .map(drop)
    }

    /// Writes feature flags; the bridge sees them a moment later.
    pub async fn set_flags(&self, flags: &str) -> Result<()> {
        self.configure(
            "microservices-feature-flags",
            data([("flags.yaml", flags.to_owned())]),
        )
        .await
    }

    /// Kills a controller as `kill -9` does and starts it again at once, as a kubelet does.
    pub async fn kill(&self, controller: Controller) -> Result<()> {
        let mut controllers = self.controllers.lock().await;
        let running = controllers
            .get_mut(&controller)
            .context("this controller does not run")?;
        Ok(running.process.restart()?)
    }

    /// Waits until every controller is ready; fails when one has ended by itself.
    pub async fn wait_until_ready(&self) -> Result<()> {
        for running in self.controllers.lock().await.values_mut() {
            running.wait_until_ready().await?;
        }
        Ok(())
    }

    /// The resident memory of each controller, in bytes.
    pub async fn memory(&self) -> Result<BTreeMap<Controller, u64>> {
        let controllers = self.controllers.lock().await;
        let memory = controllers
            .iter()
            .map(|(&controller, running)| Ok((controller, running.process.resident_memory()?)));
        memory.collect()
    }

    /// The processor time that each process of the system has used since it started, the control plane's included where
    /// it is ours.
    pub async fn processor_time(&self) -> Result<BTreeMap<String, Duration>> {
        let controllers = self.controllers.lock().await;
        let processes = controllers.values().map(|running| &running.process);
        processes
            .chain(self.cluster.processes())
            .map(|process| Ok((process.name().to_owned(), process.processor_time()?)))
            .collect()
    }

    /// The metrics of each controller, as Prometheus scrapes them.
    pub async fn metrics(&self) -> Result<BTreeMap<Controller, String>> {
        let mut metrics = BTreeMap::new();
        for (&controller, running) in self.controllers.lock().await.iter() {
            let url = format!("http://127.0.0.1:{}/metrics", running.admin);
            let client = reqwest::Client::builder().no_proxy().build()?;
            metrics.insert(controller, client.get(url).send().await?.text().await?);
        }
        Ok(metrics)
    }

    /// How many reconciles each controller has finished since it started, by its own metrics.
    pub async fn reconciles(&self) -> Result<BTreeMap<Controller, u64>> {
        let count = |text: String| {
            text.lines()
                .filter(|line| line.starts_with("controller_reconcile_total{"))
                .filter_map(|line| line.rsplit_once(' ')?.1.parse::<u64>().ok())
                .sum()
        };
        let metrics = self.metrics().await?;
        Ok(metrics
            .into_iter()
            .map(|(controller, text)| (controller, count(text)))
            .collect())
    }

    /// Waits as [`until`] does, and shows the end of every controller's log when it was in vain.
    pub async fn until<T>(
        &self,
        what: &str,
        look: impl AsyncFnMut() -> Result<T, String>,
    ) -> Result<T> {
        match until(what, look).await {
            Ok(value) => Ok(value),
            Err(error) => Err(error.context(self.logs().await)),
        }
    }

    /// Waits for an Event, in any namespace, with this reason and a note that holds all of `words`.
    pub async fn told(&self, reason: &str, words: &[&str]) -> Result<()> {
        let events = Api::<Event>::all(self.client().await?);
        let look = async || {
            let listed = events.list(&ListParams::default()).await;
            let notes: Vec<_> = listed
                .map_err(|error| error.to_string())?
                .into_iter()
                .filter(|event| event.reason.as_deref() == Some(reason))
                .filter_map(|event| event.note)
                .collect();
            notes
                .iter()
                .any(|note| words.iter().all(|word| note.contains(word)))
                .then_some(())
                .ok_or_else(|| format!("{notes:?}"))
        };
        self.until(&format!("an Event {reason} says {words:?}"), look)
            .await
    }

    /// The end of every controller's log.
    pub async fn logs(&self) -> String {
        let controllers = self.controllers.lock().await;
        let tails = controllers
            .values()
            .map(|running| tail(running.process.log()));
        tails.collect::<Vec<_>>().join("\n")
    }

    /// What an administrator installs: the namespace, the flags, the rights.
    async fn install(&self) -> Result<()> {
        self.create_namespace(NAMESPACE).await?;
        self.set_flags(&self.options.flags).await?;
        self.configure("migration-config", self.options.migration.clone())
            .await?;
        let client = self.client().await?;
        for &controller in &self.options.controllers {
            let mut rules = Rules::of(controller)?;
            for (_, resource, verb) in self
                .options
                .withheld
                .iter()
                .filter(|(of, ..)| *of == controller)
            {
                rules.withhold(resource, verb);
            }
            grant(&client, controller, &rules).await?;
        }
        Ok(())
    }

    async fn configure(&self, name: &str, data: BTreeMap<String, String>) -> Result<()> {
        let map = ConfigMap {
            metadata: named(name),
            data: Some(data),
            ..ConfigMap::default()
        };
        apply(&Api::namespaced(self.client().await?, NAMESPACE), &map)
            .await
            .map(drop)
    }

    async fn run(&self, controller: Controller) -> Result<Running> {
        let kubeconfig = self
            .cluster
            .kubeconfig_for_service_account(NAMESPACE, controller.name())
            .await?;
        let admin = ReservedPort::take()?;
        let mut program = controller
            .program(self.data_dir())?
            .env("KUBECONFIG", kubeconfig)
            .env("HOME", self.data_dir())
            .env("NO_COLOR", "1")
            .args(["--namespace", NAMESPACE])
            // The same after a restart, which therefore takes its Leases over at once.
            .args(["--identity", controller.name()])
            .args(["--log-format", "pretty"])
            .arg(format!("--admin-address=127.0.0.1:{admin}"));
        for backoff in &self.options.backoff {
            program = program.arg(format!("--backoff={backoff}"));
        }
        if controller == Controller::IntentProcessing
            && let Some(configuration) = &self.options.intent_processing
        {
            let path = self.data_dir().join("intent-processing.yaml");
            std::fs::write(&path, configuration)?;
            program = program.arg("--configuration").arg(path);
        }
        if controller.commits() {
            let cache: PathBuf = self
                .data_dir()
                .join(format!("git-cache-{}", controller.name()));
            program = program
                .arg(format!("--repository-url={}", self.repository.url()))
                .args(["--repository-branch", BRANCH])
                .arg("--git-cache")
                .arg(cache);
        }
        Ok(Running {
            process: program.spawn()?,
            admin,
        })
    }
}

fn named(name: &str) -> ObjectMeta {
    ObjectMeta {
        name: Some(name.to_owned()),
        ..ObjectMeta::default()
    }
}

fn tail(log: &Path) -> String {
    let bytes = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    let end: Vec<String> = lines[lines.len().saturating_sub(TAIL)..]
        .iter()
        .map(|line| line.chars().take(WIDTH).collect())
        .collect();
    format!("the end of {}:\n{}", log.display(), end.join("\n"))
}
