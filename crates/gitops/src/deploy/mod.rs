//! Brings packages to clusters: commits each to its repository, then has it applied. The effects of phase 4.
//!
//! Doing it again after a crash at any point leads to the same end: the commit is made only if the branch differs, the
//! apply changes only what differs, and what left is derived from the last recorded inventory and from Git.

mod error;
mod remove;
mod target;

use std::collections::{BTreeMap, BTreeSet};

use kube::{Client, Config};
use nephoran_api::{
    AppliedObject, Digest, IntentRef, SyncEngine, SyncState, TargetStatus, artifact,
};
use nephoran_runtime::{clusters::Clusters, process::Process, tenancy::may_act_in};

use crate::{
    builtin::{Engine, impersonating, inventory, parse_package},
    git::{
        Author, Change, ChangeRequest, Committed, FileTree, PathInPackage, RepositoryWriter,
        RepositoryWriters, Trailers,
    },
};

pub use error::DeployError;
pub use target::{RepositoryDefaults, Target};

/// Objects a status lists.
const MOST_LISTED: usize = 200;

/// What is to be deployed for one intent.
#[derive(Clone, Debug)]
pub struct Deployment {
    /// Namespace of the intent.
    pub namespace: String,
    /// The intent.
    pub intent: IntentRef,
    /// Contents by `<cluster>/<path>`.
    pub files: BTreeMap<String, String>,
    /// Digest of the package.
    pub digest: Digest,
    /// Amendments it includes, `namespace/name`.
    pub amended_by: Vec<String>,
    /// First line of the commit message; made from the intent when absent.
    pub message: Option<String>,
    /// Author of the commits; the controller when absent.
    pub author: Option<Author>,
    /// Whether objects that left the package are deleted.
    pub prune: bool,
    /// ServiceAccount to apply as.
    pub service_account: Option<String>,
    /// Apply again what is applied already.
    pub again: bool,
    /// Every other cluster the package may have been on.
    pub former_targets: Vec<Target>,
}

/// How far a deployment came: what each target has now, and what went wrong.
#[derive(Debug)]
pub struct Progress {
    /// Every target that was reached, and the former state of those that were not.
    pub targets: Vec<TargetStatus>,
    /// What went wrong, if anything.
    pub failure: Option<DeployError>,
}

/// Deploys packages.
pub struct Deployer {
    clusters: Clusters,
    config: Config,
    system_namespace: String,
    writers: RepositoryWriters,
    defaults: RepositoryDefaults,
    author: Author,
}

impl Deployer {
    /// Deploys as `process`, to `defaults` unless a cluster has its own repository.
    #[must_use]
    pub fn new(
        process: &Process,
        writers: RepositoryWriters,
        defaults: RepositoryDefaults,
        author: Author,
    ) -> Self {
        Self {
            clusters: Clusters::new(process.client.clone(), process.namespace.clone()),
            config: process.config.clone(),
            system_namespace: process.namespace.clone(),
            writers,
            defaults,
            author,
        }
    }

    /// Brings every cluster's part of the package to its target. `before` is what the status says so far.
    pub async fn deploy(
        &self,
        deployment: &Deployment,
        targets: &[Target],
        before: &[TargetStatus],
    ) -> Progress {
        let mut progress = Progress {
            targets: before.to_vec(),
            failure: None,
        };
        for target in targets {
            let former = before
                .iter()
                .find(|status| status.cluster == target.cluster);
            let mut status = former.cloned().unwrap_or_default();
            status.cluster.clone_from(&target.cluster);
            let result = self.deploy_to(deployment, target, &mut status).await;
            match progress
                .targets
                .iter_mut()
                .find(|known| known.cluster == target.cluster)
            {
                Some(known) => *known = status,
                None => progress.targets.push(status),
            }
            if let Err(error) = result {
                progress.failure = Some(error);
                return progress;
            }
        }
        progress.failure = self
            .leave_former_targets(deployment, targets, &mut progress.targets)
            .await
            .err();
        progress
    }

    async fn deploy_to(
        &self,
        deployment: &Deployment,
        target: &Target,
        status: &mut TargetStatus,
    ) -> Result<(), DeployError> {
        let files = artifact::of_cluster(&deployment.files, &target.cluster);
        let namespaces = self.check_namespaces(deployment, &files).await?;
        let place = target.place(
            &deployment.namespace,
            &deployment.intent.name,
            &self.defaults,
        )?;
        let writer = self.writer(&place).await?;
        let committed = writer
            .commit(self.request(deployment, &place, &files)?)
            .await?;
        let known = status.commit.clone();
        let recorded = committed.commit.map(|commit| commit.to_string());
        if committed.changed || known != recorded {
            status.sync = SyncState::Pending;
        }
        place.record(status);
        status.previous_commit = committed.previous_commit.map(|commit| commit.to_string());
        status.tree = committed.tree.map(|tree| tree.to_string());
        status.commit.clone_from(&recorded);
        if target.engine == SyncEngine::None
            || (!deployment.again
                && status.sync == SyncState::Synced
                && status.synced_commit == recorded)
        {
            return Ok(());
        }
        let mut former = status.inventory.clone();
        if known != recorded {
            former.extend(self.inventory_before(&writer, &place, &committed).await?);
        }
        let engine = self.engine(deployment, target).await?;
        match engine.apply(&files, &namespaces).await {
            Ok(applied) => {
                if deployment.prune {
                    engine
                        .prune(&former, &applied, &deployment.intent.name)
                        .await?;
                }
                list(status, applied);
                status.synced_commit = recorded;
                status.sync = SyncState::Synced;
                Ok(())
            }
            Err(error) => {
                former.extend(inventory(&parse_package(&files)?));
                list(status, former);
                status.sync = SyncState::Failed;
                Err(error.into())
            }
        }
    }

    fn request(
        &self,
        deployment: &Deployment,
        place: &target::Place,
        files: &BTreeMap<String, String>,
    ) -> Result<ChangeRequest, DeployError> {
        let mut tree = BTreeMap::new();
        for (path, content) in files {
            tree.insert(path.parse::<PathInPackage>()?, content.clone().into_bytes());
        }
        let intent = format!("{}/{}", deployment.namespace, deployment.intent.name);
        Ok(ChangeRequest {
            package: place.path.clone(),
            change: Change::Put(FileTree::try_from(tree)?),
            message: deployment
                .message
                .clone()
                .unwrap_or_else(|| format!("Deploy {intent}")),
            trailers: Self::trailers(deployment, &intent)?,
            author: deployment
                .author
                .clone()
                .unwrap_or_else(|| self.author.clone()),
        })
    }

    fn trailers(deployment: &Deployment, intent: &str) -> Result<Trailers, DeployError> {
        Ok(Trailers {
            intent: intent.parse()?,
            generation: u64::try_from(deployment.intent.generation).unwrap_or_default(),
            amended_by: deployment
                .amended_by
                .iter()
                .map(|name| name.parse())
                .collect::<Result<_, _>>()?,
            digest: Some(deployment.digest.as_str().parse()?),
        })
    }

    /// The namespaces the package writes to, each checked again: a package can be written into an object by hand.
    async fn check_namespaces(
        &self,
        deployment: &Deployment,
        files: &BTreeMap<String, String>,
    ) -> Result<BTreeSet<String>, DeployError> {
        let objects = inventory(&parse_package(files)?);
        let mut namespaces: BTreeSet<String> = objects
            .into_iter()
            .map(|object| object.namespace)
            .filter(|namespace| !namespace.is_empty())
            .collect();
        namespaces.insert(deployment.namespace.clone());
        for namespace in &namespaces {
            may_act_in(
                self.clusters.local(),
                &self.system_namespace,
                &deployment.namespace,
                namespace,
            )
            .await?;
        }
        Ok(namespaces)
    }

    /// What the package held before the commit: after a crash between push and status, only Git knows.
    async fn inventory_before(
        &self,
        writer: &RepositoryWriter,
        place: &target::Place,
        committed: &Committed,
    ) -> Result<Vec<AppliedObject>, DeployError> {
        let Some(previous) = committed.previous_commit else {
            return Ok(Vec::new());
        };
        let package = writer
            .read_package(place.path.clone(), Some(previous))
            .await?;
        Ok(remove::objects_of(package.files))
    }

    async fn engine(
        &self,
        deployment: &Deployment,
        target: &Target,
    ) -> Result<Engine, DeployError> {
        let local = target
            .spec
            .as_ref()
            .is_none_or(|spec| spec.kubeconfig_secret_ref.is_none());
        let client: Client = match &deployment.service_account {
            Some(account) if local => impersonating(&self.config, &deployment.namespace, account)
                .map_err(|source| DeployError::Impersonation {
                account: account.clone(),
                source: Box::new(source),
            })?,
            _ => {
                self.clusters
                    .client(&target.cluster, target.spec.as_ref())
                    .await?
            }
        };
        Ok(Engine::new(client))
    }

    async fn writer(&self, place: &target::Place) -> Result<RepositoryWriter, DeployError> {
        let credentials = place
            .credentials(self.clusters.local(), &self.system_namespace)
            .await?;
        Ok(self.writers.writer(&place.url, &place.branch, credentials))
    }
}

fn list(status: &mut TargetStatus, mut objects: Vec<AppliedObject>) {
    objects.sort();
    objects.dedup_by(|one, other| {
        (&one.api_version, &one.kind, &one.namespace, &one.name)
            == (
                &other.api_version,
                &other.kind,
                &other.namespace,
                &other.name,
            )
    });
    status.object_count = u32::try_from(objects.len()).unwrap_or(u32::MAX);
    objects.truncate(MOST_LISTED);
    status.inventory = objects;
}
