//! One watch and one cache per kind and process.

use std::fmt::Debug;

use futures::{Stream, StreamExt, future::ready};
use kube::{
    Api, Resource, ResourceExt,
    runtime::{
        WatchStreamExt,
        reflector::{self, ObjectRef, Store},
        watcher,
    },
};
use serde::de::DeserializeOwned;
use tokio::sync::mpsc;

/// A kind that can be watched in all namespaces.
pub trait Watchable:
    Resource<DynamicType = ()> + Clone + Debug + DeserializeOwned + Send + Sync + 'static
{
}
impl<K: Resource<DynamicType = ()> + Clone + Debug + DeserializeOwned + Send + Sync + 'static>
    Watchable for K
{
}

/// A change of a watched object.
#[derive(Clone, Debug)]
pub enum Change<K> {
    /// It was created or changed, or was there when the watch began.
    Applied(K),
    /// It is gone.
    Deleted(K),
}

impl<K> Change<K> {
    /// The object, as last seen.
    pub const fn object(&self) -> &K {
        match self {
            Self::Applied(object) | Self::Deleted(object) => object,
        }
    }
}

/// The cache of a kind and the stream of its changes; the stream must be polled for the cache to fill.
pub fn watch<K: Watchable>(
    api: Api<K>,
    selector: Option<&str>,
) -> (Store<K>, impl Stream<Item = Change<K>> + Send + use<K>) {
    let (reader, writer) = reflector::store();
    let mut config = watcher::Config::default().any_semantic();
    if let Some(selector) = selector {
        config = config.labels(selector);
    }
    let changes = watcher(api, config)
        .default_backoff()
        .modify(|object| object.managed_fields_mut().clear())
        .reflect(writer)
        .filter_map(|event| {
            ready(match event {
                Ok(watcher::Event::Apply(object) | watcher::Event::InitApply(object)) => Some(Change::Applied(object)),
                Ok(watcher::Event::Delete(object)) => Some(Change::Deleted(object)),
                Ok(watcher::Event::Init | watcher::Event::InitDone) => None,
                Err(error) => {
                    tracing::warn!(kind = %K::kind(&()), error = &error as &dyn std::error::Error, "watch interrupted; trying again");
                    None
                }
            })
        });
    (reader, changes)
}

/// Where changes of other kinds ask for a reconcile of `K`.
pub type Triggers<K> = mpsc::UnboundedSender<ObjectRef<K>>;

/// A channel for such requests. Unbounded, because the queue behind it holds every object at most once and is
/// drained at once.
pub fn triggers<K: Watchable>() -> (
    Triggers<K>,
    impl Stream<Item = ObjectRef<K>> + Send + use<K>,
) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (
        sender,
        tokio_stream::wrappers::UnboundedReceiverStream::new(receiver),
    )
}

/// The object of kind `K` with the same namespace and name as `other`.
#[must_use]
pub fn namesake<K: Watchable, O: ResourceExt>(other: &O) -> ObjectRef<K> {
    ObjectRef::new(&other.name_any()).within(&other.namespace().unwrap_or_default())
}
