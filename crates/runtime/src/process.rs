//! The life of a controller process: start, fill caches, work, drain, stop.

use std::{
    fmt::Debug,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures::{FutureExt, Stream, StreamExt, future::BoxFuture, future::join_all};
use kube::{Client, Config, runtime::reflector::Store};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::{broadcast, watch},
    task::JoinSet,
};
use tokio_stream::wrappers::BroadcastStream;
use tokio_util::sync::CancellationToken;

use crate::{
    admin::{self, Readiness},
    args::RuntimeArgs,
    attempt::Reporter,
    backoff::BackoffPolicy,
    client,
    events::Events,
    metrics::Metrics,
    shards::{ShardOptions, Shards},
    telemetry,
    watch::Watchable,
};

/// Reconciles under way at shutdown get this long to finish.
const DRAIN: Duration = Duration::from_secs(20);

/// A running controller process.
pub struct Process {
    /// Name of the controller, also its field manager.
    pub name: &'static str,
    /// The API client.
    pub client: Client,
    /// What `client` was made from; for clients that impersonate.
    pub config: Config,
    /// The metrics; phases add their own.
    pub metrics: Metrics,
    /// Which objects this replica works on.
    pub shards: Shards,
    /// Cancelled at shutdown.
    pub stop: CancellationToken,
    /// Objects reconciled at once.
    pub concurrency: u16,
    /// Namespace the controllers run in.
    pub namespace: String,
    identity: String,
    policy: Arc<BackoffPolicy>,
    reacquired: broadcast::Sender<()>,
    filled: watch::Sender<bool>,
    caches: Mutex<Vec<BoxFuture<'static, ()>>>,
    tasks: Mutex<JoinSet<String>>,
    last: Mutex<Vec<BoxFuture<'static, ()>>>,
}

impl Debug for Process {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Process")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Runs a controller binary: prepares the process, lets `wire` add watches and controllers, and works until a signal.
///
/// # Errors
/// When the process cannot start, or a watch or controller ends by itself; the process must then end, so that its
/// supervisor starts a fresh one.
pub async fn run(
    name: &'static str,
    args: &RuntimeArgs,
    wire: impl AsyncFnOnce(&Process) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    rustls::crypto::aws_lc_rs::default_provider()
        .install_default()
        .map_err(|_| anyhow::anyhow!("a TLS provider was installed before"))?;
    telemetry::start(args.log_format, &args.log)?;
    let config = client::configuration().await?;
    let metrics = Metrics::new()?;
    let options = ShardOptions {
        controller: name,
        namespace: args.namespace.clone(),
        identity: args.identity.clone(),
        count: args.shards,
        lease_seconds: args.lease_seconds,
    };
    let (shards, mut leases) = Shards::compete(&client::impatient(config.clone())?, &options)
        .await
        .map_err(|error| anyhow::anyhow!("failed to take part in leader election in namespace {}: {error}; check that it exists and that the Role allows leases", args.namespace))?;
    let process = Process {
        name,
        client: client::measured(config.clone(), &metrics)?,
        config,
        metrics,
        shards,
        stop: CancellationToken::new(),
        concurrency: args.concurrency,
        namespace: args.namespace.clone(),
        identity: args.identity.clone(),
        policy: Arc::new(args.backoff_policy()),
        reacquired: broadcast::channel(4).0,
        filled: watch::channel(false).0,
        caches: Mutex::default(),
        tasks: Mutex::default(),
        last: Mutex::default(),
    };
    let readiness = Readiness::default();
    let admin = admin::serve(
        args.admin_address,
        process.metrics.clone(),
        readiness.clone(),
        process.stop.clone(),
    );
    let admin = tokio::spawn(admin);
    wire(&process).await?;
    let result = process.work(&readiness, &mut leases).await;
    process.stop.cancel();
    process.drain().await;
    // Its view of the shards keeps the Leases.
    drop(process);
    leases.release().await;
    admin.await??;
    result
}

impl Process {
    /// What writes statuses.
    #[must_use]
    pub fn reporter(&self) -> Reporter {
        Reporter::new(
            self.client.clone(),
            self.name,
            self.policy.clone(),
            self.events(),
            self.metrics.clone(),
        )
    }

    /// What publishes Events.
    #[must_use]
    pub fn events(&self) -> Events {
        Events::new(self.client.clone(), self.name, &self.identity)
    }

    /// Adds a watch: it ends with the process, and its own end ends the process.
    pub fn spawn_watch(&self, what: String, watch: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.spawn(what, async move {
            // `None` means that the process stops; there is nothing to tell either way.
            let _ = stop.run_until_cancelled_owned(watch).await;
        });
    }

    /// Adds a task that stops by itself at shutdown, after what it has under way; its end before that ends the process.
    pub fn spawn(&self, what: String, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.spawn(async move {
            task.await;
            what
        });
    }

    /// Adds what is done at shutdown once all tasks have ended, within the time they have together.
    pub fn at_end(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.last
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(work.boxed());
    }

    /// Controllers start only when this cache is filled: before that, "not there" would mean nothing.
    pub(crate) fn expect_cache<K: Watchable>(&self, store: &Store<K>) {
        let store = store.clone();
        // An error means that the watch ended, which ends the process by itself.
        self.expect(async move { drop(store.wait_until_ready().await) });
    }

    /// Controllers start only when `filled` is done.
    pub(crate) fn expect(&self, filled: impl Future<Output = ()> + Send + 'static) {
        self.caches
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(filled.boxed());
    }

    /// Resolves once all caches are filled.
    pub(crate) fn caches_filled(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut filled = self.filled.subscribe();
        async move { drop(filled.wait_for(|filled| *filled).await) }
    }

    /// A signal each time a shard was acquired.
    pub(crate) fn reacquired(&self) -> impl Stream<Item = ()> + Send + use<> {
        // A lagging reader missed signals that mean the same as the next one.
        BroadcastStream::new(self.reacquired.subscribe()).map(|_| ())
    }

    async fn work(
        &self,
        readiness: &Readiness,
        leases: &mut crate::shards::ShardKeepers,
    ) -> anyhow::Result<()> {
        let caches =
            std::mem::take(&mut *self.caches.lock().unwrap_or_else(PoisonError::into_inner));
        let mut filling = join_all(caches).fuse();
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut tasks =
            std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        let ended = loop {
            tokio::select! {
                _ = &mut filling, if !readiness.is_set() => {
                    tracing::info!(controller = self.name, "caches are filled; working");
                    self.filled.send_replace(true);
                    readiness.set();
                }
                Some(()) = leases.acquired() => {
                    // No receiver means no controller yet; it looks at everything when it starts.
                    let _ = self.reacquired.send(());
                }
                ended = tasks.join_next() => break Some(ended),
                _ = terminate.recv() => break None,
                _ = interrupt.recv() => break None,
            }
        };
        *self.tasks.lock().unwrap_or_else(PoisonError::into_inner) = tasks;
        match ended {
            None => {
                tracing::info!(
                    controller = self.name,
                    "stopping: finishing what is under way"
                );
                Ok(())
            }
            Some(Some(Ok(what))) => Err(anyhow::anyhow!("the {what} ended by itself")),
            Some(Some(Err(error))) => Err(anyhow::anyhow!("a task failed: {error}")),
            Some(None) => Err(anyhow::anyhow!("nothing to do: no controller was started")),
        }
    }

    /// Lets controllers finish what is under way; a second signal or the time limit ends the wait.
    async fn drain(&self) {
        let tasks = std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        let last = std::mem::take(&mut *self.last.lock().unwrap_or_else(PoisonError::into_inner));
        tokio::select! {
            () = finish(tasks, last) => {}
            () = tokio::time::sleep(DRAIN) => tracing::warn!(controller = self.name, "gave up waiting for reconciles under way"),
            _ = tokio::signal::ctrl_c() => {}
        }
    }
}

/// Waits for the tasks, and then does what comes last.
async fn finish(mut tasks: JoinSet<String>, last: Vec<BoxFuture<'static, ()>>) {
    while tasks.join_next().await.is_some() {}
    join_all(last).await;
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn what_comes_last_begins_when_every_task_has_ended() {
        let (finish_task, task_may_end) = oneshot::channel::<()>();
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = JoinSet::new();
        let said = order.clone();
        tasks.spawn(async move {
            drop(task_may_end.await);
            said.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push("task");
            "task".to_owned()
        });
        let said = order.clone();
        let last = async move {
            said.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push("last");
        };
        let mut finished = std::pin::pin!(finish(tasks, vec![last.boxed()]));
        assert!(futures::poll!(&mut finished).is_pending());
        assert!(
            order
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .is_empty()
        );
        assert_eq!(finish_task.send(()), Ok(()));
        finished.await;
        assert_eq!(
            *order.lock().unwrap_or_else(PoisonError::into_inner),
            ["task", "last"]
        );
    }
}
