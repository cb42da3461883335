//! The old sequential implementation: one run per intent, five steps one after the other, in process.
//!
//! It calls the same engines as the pipeline and keeps nothing of its own: a run that dies starts again, and what it
//! did already is found done. At most five runs work at a time, as in the original operator.

mod error;
mod job;
mod progress;
mod run;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use kube::runtime::reflector::ObjectRef;
use nephoran_api::{IntentRef, NetworkIntent};
use nephoran_gitops::deploy::{DeployError, Deployer, Target};
use nephoran_manifest_generation::TemplateSet;
use nephoran_runtime::{
    backoff::BackoffPolicy,
    in_force::{CatalogueInForce, InForce},
    process::Process,
    watch::Triggers,
};
use nephoran_verification::controller::Observer;
use tokio::{
    sync::{Notify, Semaphore, watch},
    task::JoinHandle,
};

pub use job::{Job, Start};
pub use progress::Progress;

/// Runs at a time (the original's worker pool).
const RUNS_AT_A_TIME: usize = 5;

/// Runs intents.
pub struct Monolith {
    tools: Arc<Tools>,
    runs: Mutex<BTreeMap<String, Run>>,
    wake: Triggers<NetworkIntent>,
}

/// What every run works with.
struct Tools {
    client: kube::Client,
    system_namespace: String,
    deployer: Deployer,
    observer: Observer,
    objects_changed: Arc<Notify>,
    policy: BackoffPolicy,
    permits: Semaphore,
    catalogue: CatalogueInForce,
    templates: InForce<TemplateSet>,
}

struct Run {
    input: nephoran_api::Digest,
    progress: watch::Receiver<Progress>,
    task: JoinHandle<()>,
}

impl Monolith {
    /// Runs as `process`; `wake` is asked to look at an intent whenever its run gets further. `objects_changed` is
    /// notified when an observed object changes; functions are planned from `catalogue` and the templates in force.
    #[must_use]
    pub fn new(
        process: &Process,
        deployer: Deployer,
        observer: Observer,
        objects_changed: Arc<Notify>,
        policy: BackoffPolicy,
        wake: Triggers<NetworkIntent>,
        catalogue: CatalogueInForce,
    ) -> Self {
        let tools = Tools {
            client: process.client.clone(),
            system_namespace: process.namespace.clone(),
            deployer,
            observer,
            objects_changed,
            policy,
            permits: Semaphore::new(RUNS_AT_A_TIME),
            catalogue,
            templates: InForce::follow(process),
        };
        Self {
            tools: Arc::new(tools),
            runs: Mutex::default(),
            wake,
        }
    }

    /// How far the run of `job` is; starts it if it does not run with this very input.
    pub async fn ensure(&self, job: Job) -> Progress {
        let uid = job.intent.uid.clone();
        let input = job.input();
        if let Some(progress) = self.progress(&uid, &input) {
            return progress;
        }
        self.stop(&uid).await;
        let (sender, progress) = watch::channel(Progress::default());
        let woken = ObjectRef::new(&job.intent.name).within(&job.namespace);
        let task = tokio::spawn(run::run(
            self.tools.clone(),
            job,
            run::Teller::new(sender, self.wake.clone(), woken),
        ));
        let now = progress.borrow().clone();
        self.lock().insert(
            uid,
            Run {
                input,
                progress,
                task,
            },
        );
        now
    }

    /// Whether a run with this very input was started and its progress is known.
    #[must_use]
    pub fn runs(&self, job: &Job) -> bool {
        self.progress(&job.intent.uid, &job.input()).is_some()
    }

    /// Ends the run of an intent, so that another writer may take over.
    pub async fn stop(&self, uid: &str) {
        let run = self.lock().remove(uid);
        if let Some(run) = run {
            run.task.abort();
            // Aborted above; waiting makes sure that it does nothing any more.
            let _ = run.task.await;
        }
    }

    /// Removes what the runs of an intent left in Git and on the clusters.
    ///
    /// # Errors
    /// When a repository or cluster refuses or cannot be reached; calling again continues.
    pub async fn remove(
        &self,
        namespace: &str,
        intent: &IntentRef,
        targets: &[Target],
    ) -> Result<(), DeployError> {
        self.stop(&intent.uid).await;
        self.tools
            .deployer
            .remove(namespace, intent, targets, &[])
            .await
    }

    fn progress(&self, uid: &str, input: &nephoran_api::Digest) -> Option<Progress> {
        let runs = self.lock();
        runs.get(uid)
            .filter(|run| run.input == *input)
            .map(|run| run.progress.borrow().clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Run>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
