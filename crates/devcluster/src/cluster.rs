//! A cluster to test against: started here, or one the user has.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use http::Request;
use k8s_openapi::api::authentication::v1::{TokenRequest, TokenRequestSpec};
use k8s_openapi::api::core::v1::ServiceAccount;
use kube::api::PostParams;
use kube::config::{KubeConfigOptions, Kubeconfig, KubeconfigError};
use kube::{Api, Client, Config};
use tokio::time::{Instant, sleep};

use crate::binaries::{self, BinariesError};
use crate::control_plane::{ControlPlane, ControlPlaneError};
use crate::custom_kinds::{self, CustomKindsError};
use crate::kubeconfig::{ClusterEntry, token_user};
use crate::process::{ChildProcess, ProcessError};
use crate::run_directory::{ReservationError, RunDirectory};
use crate::{simulated_nodes, storage};

/// The variable that names the kubeconfig of a cluster to use instead of starting one.
pub const EXISTING_CLUSTER: &str = "NEPHORAN_KUBECONFIG";
/// A loaded machine takes a while; an idle one needs about five seconds.
const START_TIMEOUT: Duration = Duration::from_mins(2);
const POLL: Duration = Duration::from_millis(50);
/// Longer than any run lasts.
const TOKEN_SECONDS: i64 = 30 * 24 * 3600;

/// Why there is no cluster.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// A program of the control plane is not there.
    #[error(transparent)]
    Binaries(#[from] BinariesError),
    /// No folder or port for this run.
    #[error(transparent)]
    Reservation(#[from] ReservationError),
    /// Certificates or files could not be written.
    #[error(transparent)]
    ControlPlane(#[from] ControlPlaneError),
    /// A program did not start or ended.
    #[error(transparent)]
    Process(#[from] ProcessError),
    /// The custom kinds could not be applied.
    #[error(transparent)]
    CustomKinds(#[from] CustomKindsError),
    /// The kubeconfig cannot be used.
    #[error("failed to use the kubeconfig {}", path.display())]
    Kubeconfig {
        /// The file concerned.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: KubeconfigError,
    },
    /// The API server refused a request or could not be reached.
    #[error("failed to {action}")]
    Api {
        /// What was tried.
        action: String,
        /// What the client or the server said.
        #[source]
        source: kube::Error,
    },
    /// The programs run, but the cluster is not usable.
    #[error(
        "the cluster was not usable after {START_TIMEOUT:?}: {missing}; is the machine overloaded?"
    )]
    TimedOut {
        /// What is not there yet.
        missing: &'static str,
    },
    /// A kubeconfig could not be written.
    #[error("failed to write {}: check that the disk is not full", path.display())]
    Write {
        /// The file concerned.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

/// What differs between the tests, the demo and the benchmarks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Record every API write in [`DevCluster::audit_log`].
    pub audit: bool,
    /// Let etcd wait for the disk, as it does in production. Measurements want it; tests start faster without.
    pub fsync: bool,
    /// How many Nodes kwok plays. With none, neither kwok nor the scheduler runs, and no Pod ever starts.
    pub nodes: usize,
    /// A folder of CustomResourceDefinitions that the cluster serves from its start, also one that was there before.
    pub crds: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            audit: false,
            fsync: false,
            nodes: 3,
            crds: None,
        }
    }
}

/// A usable cluster. Dropping it kills every process it started and removes its folder.
///
/// It may live in a `static` that many tests share: its processes are tied to this process, not to a thread, and
/// the next run removes a folder that was left behind.
#[derive(Debug)]
pub struct DevCluster {
    // Dropped first: what is killed before its folder goes writes no error into it.
    processes: Vec<ChildProcess>,
    /// None for a cluster that was there before.
    plane: Option<ControlPlane>,
    kubeconfig: PathBuf,
    directory: RunDirectory,
}

impl DevCluster {
    /// Uses the cluster that `NEPHORAN_KUBECONFIG` names, or else starts one.
    pub async fn connect_or_start(options: Options) -> Result<Self, ClusterError> {
        match std::env::var_os(EXISTING_CLUSTER) {
            Some(path) => {
                let mut cluster = Self::connect(PathBuf::from(path)).await?;
                let client = cluster.client().await?;
                cluster.serve(&client, options.crds.as_deref()).await?;
                Ok(cluster)
            }
            None => Self::start(options).await,
        }
    }

    /// Uses the cluster of a kubeconfig's current context, whose user must be its administrator.
    pub async fn connect(kubeconfig: PathBuf) -> Result<Self, ClusterError> {
        let cluster = Self {
            processes: Vec::new(),
            plane: None,
            kubeconfig,
            directory: RunDirectory::create()?,
        };
        cluster
            .client()
            .await?
            .apiserver_version()
            .await
            .map_err(failed_to("reach the API server"))?;
        Ok(cluster)
    }

    /// Starts a cluster and waits until it can run Pods.
    pub async fn start(options: Options) -> Result<Self, ClusterError> {
        let [etcd, api_server, controller_manager, scheduler, kwok] = binaries::locate([
            "etcd",
            "kube-apiserver",
            "kube-controller-manager",
            "kube-scheduler",
            "kwok",
        ])
        .await?;
        let (nodes, crds) = (options.nodes, options.crds.clone());
        let directory = RunDirectory::create()?;
        let plane = ControlPlane::prepare(directory.path(), options)?;
        // Whatever fails from here on, dropping this value stops what was started.
        let mut cluster = Self {
            processes: vec![
                plane.etcd(etcd).spawn()?,
                plane.api_server(api_server).spawn()?,
            ],
            kubeconfig: plane.admin_kubeconfig(),
            plane: None,
            directory,
        };
        let client = cluster.client().await?;
        cluster
            .wait_until("its API server is not ready", async || {
                is_ready(&client).await
            })
            .await?;
        cluster.serve(&client, crds.as_deref()).await?;

        cluster
            .processes
            .push(plane.controller_manager(controller_manager).spawn()?);
        if nodes > 0 {
            cluster.processes.push(plane.scheduler(scheduler).spawn()?);
            cluster.processes.push(plane.kwok(kwok).spawn()?);
        }
        cluster.plane = Some(plane);
        storage::create(&client)
            .await
            .map_err(failed_to("create the storage class"))?;
        simulated_nodes::create(&client, nodes)
            .await
            .map_err(failed_to("create the nodes"))?;
        cluster
            .wait_until("a node is not ready", async || {
                simulated_nodes::are_ready(&client, nodes).await
            })
            .await?;
        let accounts = Api::<ServiceAccount>::namespaced(client, "default");
        let has_account = async || Ok(accounts.get_opt("default").await?.is_some());
        cluster
            .wait_until(
                "the namespace `default` has no service account",
                has_account,
            )
            .await?;
        Ok(cluster)
    }

    /// The administrator's kubeconfig file.
    #[must_use]
    pub fn kubeconfig(&self) -> &Path {
        &self.kubeconfig
    }

    /// A new client of the administrator. It belongs to the calling runtime: do not hand it to another one.
    pub async fn client(&self) -> Result<Client, ClusterError> {
        client_of(&self.kubeconfig).await
    }

    /// Writes a kubeconfig that presents a token of an existing service account, and its namespace as the default.
    pub async fn kubeconfig_for_service_account(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<PathBuf, ClusterError> {
        let accounts = Api::<ServiceAccount>::namespaced(self.client().await?, namespace);
        let request = TokenRequest {
            spec: TokenRequestSpec {
                expiration_seconds: Some(TOKEN_SECONDS),
                ..TokenRequestSpec::default()
            },
            ..TokenRequest::default()
        };
        let token = accounts
            .create_token_request(name, &PostParams::default(), &request)
            .await
            .map_err(failed_to(&format!(
                "get a token of the service account {namespace}/{name}"
            )))?
            .status
            .map(|status| status.token)
            .unwrap_or_default();
        let entry = ClusterEntry::of_current_context(&self.kubeconfig)
            .map_err(unusable(&self.kubeconfig))?;
        let path = self
            .data_dir()
            .join(format!("{namespace}-{name}.kubeconfig"));
        match fs::write(&path, entry.kubeconfig(&token_user(&token), namespace)) {
            Ok(()) => Ok(path),
            Err(source) => Err(ClusterError::Write { path, source }),
        }
    }

    /// A folder for this run's files, removed at its end.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        self.directory.path()
    }

    /// The API server's audit log: one JSON event per line for every write. None unless [`Options::audit`] asked
    /// for it, and for a cluster that was there before.
    #[must_use]
    pub fn audit_log(&self) -> Option<PathBuf> {
        self.plane.as_ref().and_then(ControlPlane::audit_log)
    }

    /// The control plane's processes; none for a cluster that was there before.
    #[must_use]
    pub fn processes(&self) -> &[ChildProcess] {
        &self.processes
    }

    /// Stops it: the readable form of dropping it.
    pub fn stop(self) {
        drop(self);
    }

    async fn serve(&mut self, client: &Client, crds: Option<&Path>) -> Result<(), ClusterError> {
        let Some(folder) = crds else { return Ok(()) };
        let kinds = custom_kinds::apply(client, folder).await?;
        self.wait_until("a custom kind is not served", async || {
            custom_kinds::are_served(client, &kinds).await
        })
        .await
    }

    async fn wait_until(
        &mut self,
        missing: &'static str,
        is_there: impl AsyncFn() -> Result<bool, kube::Error>,
    ) -> Result<(), ClusterError> {
        let deadline = Instant::now() + START_TIMEOUT;
        // An error is what a server that is still starting answers with, so only time or a dead process ends this.
        while !is_there().await.unwrap_or(false) {
            for process in &mut self.processes {
                process.check_running()?;
            }
            if Instant::now() >= deadline {
                return Err(ClusterError::TimedOut { missing });
            }
            sleep(POLL).await;
        }
        Ok(())
    }
}

/// Ready, and open for writes: `/readyz` covers the start-up hooks that create RBAC's roles and the namespaces.
async fn is_ready(client: &Client) -> Result<bool, kube::Error> {
    let request = Request::get("/readyz").body(Vec::new()).map_err(|error| {
        kube::Error::BuildRequest(kube::core::request::Error::BuildRequest(error))
    })?;
    client
        .request_text(request)
        .await
        .map(|answer| answer == "ok")
}

async fn client_of(kubeconfig: &Path) -> Result<Client, ClusterError> {
    // Fails when a provider is installed already, which is just as good.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let file = Kubeconfig::read_from(kubeconfig).map_err(unusable(kubeconfig))?;
    let config = Config::from_custom_kubeconfig(file, &KubeConfigOptions::default())
        .await
        .map_err(unusable(kubeconfig))?;
    Client::try_from(config).map_err(failed_to("make a client"))
}

fn failed_to(action: &str) -> impl FnOnce(kube::Error) -> ClusterError {
    let action = action.to_owned();
    move |source| ClusterError::Api { action, source }
}

fn unusable(path: &Path) -> impl FnOnce(KubeconfigError) -> ClusterError {
    let path = path.to_owned();
    move |source| ClusterError::Kubeconfig { path, source }
}
