//! When objects reached what we wait for, as a watch of the API server tells it.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

use futures::StreamExt;
use kube::runtime::{WatchStreamExt, watcher};
use kube::{Api, Resource, ResourceExt};
use serde::de::DeserializeOwned;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::{Instant, timeout};

/// Remembers when each object of a kind first looked as wanted.
#[derive(Debug)]
pub struct Moments {
    reached: watch::Receiver<BTreeMap<String, Instant>>,
    task: AbortHandle,
}

impl Moments {
    /// Watches `api` from now on; objects are told apart by `<namespace>/<name>`.
    #[must_use]
    pub fn watch<K>(api: Api<K>, looks_as_wanted: impl Fn(&K) -> bool + Send + 'static) -> Self
    where
        K: Resource<DynamicType = ()> + Clone + Debug + DeserializeOwned + Send + 'static,
    {
        let (sender, reached) = watch::channel(BTreeMap::new());
        let task = tokio::spawn(async move {
            let changes = watcher(api, watcher::Config::default().any_semantic()).default_backoff();
            let mut objects = std::pin::pin!(changes.applied_objects());
            while let Some(object) = objects.next().await {
                // An interrupted watch starts again by itself.
                let Ok(object) = object else { continue };
                let key = key(&object.namespace().unwrap_or_default(), &object.name_any());
                if looks_as_wanted(&object) && !sender.borrow().contains_key(&key) {
                    let now = Instant::now();
                    sender.send_modify(|reached| {
                        reached.insert(key, now);
                    });
                }
            }
        });
        Self {
            reached,
            task: task.abort_handle(),
        }
    }

    /// The moments of all `keys`, or of those that got there before the wait ended.
    pub async fn of<'a>(
        &self,
        keys: impl IntoIterator<Item = &'a String>,
        within: Duration,
    ) -> BTreeMap<String, Instant> {
        let keys: Vec<_> = keys.into_iter().collect();
        let mut reached = self.reached.clone();
        let all = reached.wait_for(|reached| keys.iter().all(|key| reached.contains_key(*key)));
        // What is missing shows in the result.
        let _ = timeout(within, all).await;
        let reached = self.reached.borrow();
        let found = keys
            .iter()
            .filter_map(|key| Some(((*key).clone(), *reached.get(*key)?)));
        found.collect()
    }
}

impl Drop for Moments {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// How [`Moments`] tells objects apart.
#[must_use]
pub fn key(namespace: &str, name: &str) -> String {
    format!("{namespace}/{name}")
}
