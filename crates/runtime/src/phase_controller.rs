//! The loops of a controller: fill caches, follow the kind before, reconcile the own kind.

use std::{fmt::Debug, future::Future, sync::Arc, time::Instant};

use futures::{FutureExt, Stream, StreamExt, stream::BoxStream};
use k8s_openapi::NamespaceResourceScope;
use kube::{
    Api, Resource,
    runtime::{
        Config, Controller, Predicate as _, PredicateConfig, WatchStreamExt,
        controller::{self, Action},
        predicates,
        reflector::{ObjectRef, Store},
        watcher,
    },
};
use nephoran_api::Downstream;
use tokio::sync::mpsc;
use tokio_stream::wrappers::UnboundedReceiverStream;

use crate::{
    events::Events,
    follow::{Follower, RETRY},
    process::Process,
    watch::{Change, Triggers, Watchable, namesake, triggers, watch},
};

/// Which changes of a kind ask for a reconcile of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relevant {
    /// Any, status included.
    Everything,
    /// A new generation, annotation or deletion: what its owner or a person did, not what we wrote.
    Intention,
}

/// A kind's cache, the changes that fill it, and the channel that asks for reconciles.
pub struct Watched<K: Watchable> {
    store: Store<K>,
    triggers: Triggers<K>,
    requests: BoxStream<'static, ObjectRef<K>>,
    changes: BoxStream<'static, Change<K>>,
}

impl<K: Watchable> Debug for Watched<K> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Watched")
            .field("kind", &K::kind(&()))
            .finish_non_exhaustive()
    }
}

impl<K: Watchable> Watched<K> {
    /// Watches `K` in all namespaces, or those that the label selector selects.
    #[must_use]
    pub fn new(process: &Process, selector: Option<&str>) -> Self {
        Self::of(process, Api::all(process.client.clone()), selector)
    }

    /// Watches `K` in the controllers' own namespace, or those there that the label selector selects.
    #[must_use]
    pub fn in_own_namespace(process: &Process, selector: Option<&str>) -> Self
    where
        K: Resource<Scope = NamespaceResourceScope>,
    {
        Self::of(
            process,
            Api::namespaced(process.client.clone(), &process.namespace),
            selector,
        )
    }

    fn of(process: &Process, api: Api<K>, selector: Option<&str>) -> Self {
        let (store, changes) = watch(api, selector);
        let (triggers, requests) = triggers();
        process.expect_cache(&store);
        Self {
            store,
            triggers,
            requests: requests.boxed(),
            changes: changes.boxed(),
        }
    }

    /// The cache.
    #[must_use]
    pub fn store(&self) -> Store<K> {
        self.store.clone()
    }

    /// Asks for a reconcile of one object.
    #[must_use]
    pub fn triggers(&self) -> Triggers<K> {
        self.triggers.clone()
    }

    /// Calls `look` at every change, after the cache has it.
    #[must_use]
    pub fn inspect(mut self, mut look: impl FnMut(&Change<K>) + Send + 'static) -> Self {
        self.changes = self.changes.inspect(move |change| look(change)).boxed();
        self
    }

    /// Fills the cache and reconciles nothing.
    pub fn keep(self, process: &Process) {
        let mut changes = self.changes;
        process.spawn_watch(format!("watch of {}", K::kind(&())), async move {
            while changes.next().await.is_some() {}
        });
    }

    /// Reconciles the kind, once all caches of the process are filled.
    pub fn reconcile<C, E, F, W>(
        self,
        process: &Process,
        relevant: Relevant,
        context: Arc<C>,
        reconcile: F,
    ) where
        C: Send + Sync + 'static,
        E: std::error::Error + Send + Sync + 'static,
        F: Fn(Arc<K>, Arc<C>) -> W + Send + Sync + 'static,
        W: Future<Output = Result<Action, E>> + Send + 'static,
    {
        let kind = K::kind(&()).into_owned();
        let objects = pump(process, &kind, self.changes);
        let objects: BoxStream<'static, Result<K, watcher::Error>> = match relevant {
            Relevant::Everything => objects.boxed(),
            Relevant::Intention => objects
                .predicate_filter(
                    predicates::generation
                        .combine(predicates::annotations)
                        .combine(being_deleted),
                    PredicateConfig::default(),
                )
                .boxed(),
        };
        let name = process.name;
        let controller = Controller::for_stream(objects, self.store)
            .with_config(Config::default().concurrency(process.concurrency))
            .reconcile_on(self.requests)
            .reconcile_all_on(process.reacquired())
            .graceful_shutdown_on(process.stop.clone().cancelled_owned());
        let filled = process.caches_filled();
        let measured = measured(process, reconcile);
        process.spawn(format!("controller of {kind}"), async move {
            filled.await;
            controller
                .run(measured, |_, _: &E, _| Action::requeue(RETRY), context)
                .for_each(|result| async move { log(name, result) })
                .await;
        });
    }
}

/// Follows `upstream` with objects of kind `D` and reconciles them.
pub fn follow_and_reconcile<D, C, E, F, W>(
    process: &Process,
    upstream: Watched<D::Upstream>,
    own: Watched<D>,
    events: &Events,
    context: Arc<C>,
    reconcile: F,
) where
    D: Downstream,
    C: Send + Sync + 'static,
    E: std::error::Error + Send + Sync + 'static,
    F: Fn(Arc<D>, Arc<C>) -> W + Send + Sync + 'static,
    W: Future<Output = Result<Action, E>> + Send + 'static,
{
    let follower = Arc::new(Follower::<D>::new(
        process.client.clone(),
        process.name,
        own.store(),
        events.clone(),
    ));
    let again = upstream.triggers();
    let own = own.inspect(move |change| {
        if let Change::Deleted(object) = change {
            // The receiver ends with the process.
            let _ = again.send(namesake(object));
        }
    });
    upstream.reconcile(
        process,
        Relevant::Everything,
        follower,
        |upstream, follower| async move { follower.follow(&upstream).await },
    );
    own.reconcile(process, Relevant::Intention, context, reconcile);
}

/// Drains the watch in a task of its own, so that a cache fills whether or not its controller runs yet.
fn pump<K: Watchable>(
    process: &Process,
    kind: &str,
    mut changes: BoxStream<'static, Change<K>>,
) -> impl Stream<Item = Result<K, watcher::Error>> + Send + use<K> {
    let (sender, receiver) = mpsc::unbounded_channel();
    process.spawn_watch(format!("watch of {kind}"), async move {
        while let Some(change) = changes.next().await {
            if let Change::Applied(object) = change
                && sender.send(Ok(object)).is_err()
            {
                return;
            }
        }
    });
    UnboundedReceiverStream::new(receiver)
}

/// A deletion does not raise the generation of every kind.
#[expect(clippy::unnecessary_wraps, reason = "the signature of a predicate")]
fn being_deleted<K: Resource>(object: &K) -> Option<u64> {
    Some(u64::from(object.meta().deletion_timestamp.is_some()))
}

/// Leaves objects of other replicas' shards alone, and counts and times the rest.
fn measured<K, C, E, F, W>(
    process: &Process,
    reconcile: F,
) -> impl Fn(Arc<K>, Arc<C>) -> futures::future::BoxFuture<'static, Result<Action, E>>
+ Send
+ Sync
+ use<K, C, E, F, W>
where
    K: Watchable,
    E: Send + 'static,
    F: Fn(Arc<K>, Arc<C>) -> W + Send + Sync + 'static,
    W: Future<Output = Result<Action, E>> + Send + 'static,
{
    let (shards, metrics, name) = (
        process.shards.clone(),
        process.metrics.clone(),
        process.name,
    );
    move |object, context| {
        if !shards.hold(&*object) {
            return async { Ok(Action::await_change()) }.boxed();
        }
        let metrics = metrics.clone();
        let work = reconcile(object, context);
        async move {
            let active = metrics.active_reconcilers.with_label_values(&[name]);
            active.inc();
            let started = Instant::now();
            let result = work.await;
            active.dec();
            metrics
                .reconcile_duration_seconds
                .with_label_values(&[name])
                .observe(started.elapsed().as_secs_f64());
            metrics
                .reconcile_total
                .with_label_values(&[name, if result.is_ok() { "success" } else { "error" }])
                .inc();
            result
        }
        .boxed()
    }
}

fn log<K: Resource<DynamicType = ()>, E: std::error::Error + 'static>(
    controller: &str,
    result: Result<(ObjectRef<K>, Action), controller::Error<E, watcher::Error>>,
) {
    match result {
        Ok((object, _)) => tracing::debug!(controller, %object, "reconciled"),
        // A trigger for an object that was deleted meanwhile; its watch event has the last word.
        Err(controller::Error::ObjectNotFound(object)) => {
            tracing::debug!(controller, %object, "gone before its reconcile");
        }
        Err(error) => tracing::warn!(
            controller,
            error = crate::attempt::chain(&error),
            "reconcile failed; trying again"
        ),
    }
}
