//! Settings in force: what this build ships with the files of the user's ConfigMaps on top, followed while the process
//! runs.
//!
//! Each ConfigMap in the controllers' namespace with the label of the settings brings its keys as files. One that cannot
//! be used is told, and its last good version stays; the others count all the same. Changed settings move nothing that
//! runs: they apply to what is planned or generated from then on.

mod catalogue;
mod layers;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use k8s_openapi::api::core::v1::ConfigMap;
use kube::{ResourceExt, runtime::reflector::Store};
use nephoran_telecom::Catalogue;
use tokio::sync::{Notify, watch};

use crate::{phase_controller::Watched, process::Process, settings::SettingsReport};
use layers::Layers;
pub use layers::{Files, Layered, Refusal};

/// A relist tells what changed before the cache has it; the cache is looked at again after this time at most.
const LOOK: Duration = Duration::from_secs(30);

/// The catalogue in force.
pub type CatalogueInForce = InForce<Catalogue>;

/// Settings in force. Clones share them.
#[derive(Debug)]
pub struct InForce<T>(Arc<RwLock<Arc<T>>>);

impl<T> Clone for InForce<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Layered> InForce<T> {
    /// Follows the user's ConfigMaps for as long as `process` runs. Controllers start once the first ones are read.
    #[must_use]
    pub fn follow(process: &Process) -> Self {
        let in_force = Self(Arc::new(RwLock::new(Arc::new(T::builtin()))));
        let selector = format!("{}=true", T::LABEL);
        let watched = Watched::<ConfigMap>::in_own_namespace(process, Some(&selector));
        let store = watched.store();
        let changed = Arc::new(Notify::new());
        let notify = changed.clone();
        watched.inspect(move |_| notify.notify_one()).keep(process);
        let (filled, is_filled) = watch::channel(false);
        let (first, is_read) = watch::channel(false);
        let follower = Follower {
            in_force: in_force.clone(),
            report: SettingsReport::new(process, T::INVALID),
            layers: Layers::default(),
            seen: BTreeMap::new(),
        };
        process.spawn_watch(
            T::NAME.to_owned(),
            follower.follow(store.clone(), changed, is_filled, first),
        );
        // A cache wakes only the last of several tasks that wait for it, so the process alone does.
        process.expect(async move {
            if store.wait_until_ready().await.is_ok() {
                filled.send_replace(true);
                until(is_read).await;
            }
        });
        in_force
    }

    /// The settings as they are now.
    #[must_use]
    pub fn current(&self) -> Arc<T> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn replace(&self, settings: T) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
    }
}

async fn until(mut done: watch::Receiver<bool>) {
    // An error means that the other task ended, which ends the process by itself.
    let _ = done.wait_for(|done| *done).await;
}

struct Follower<T> {
    in_force: InForce<T>,
    report: SettingsReport,
    layers: Layers,
    /// Resource versions of the ConfigMaps that were taken last, by name.
    seen: BTreeMap<String, Option<String>>,
}

impl<T: Layered> Follower<T> {
    async fn follow(
        mut self,
        store: Store<ConfigMap>,
        changed: Arc<Notify>,
        filled: watch::Receiver<bool>,
        first: watch::Sender<bool>,
    ) {
        until(filled).await;
        loop {
            self.take(&store.state());
            first.send_replace(true);
            // Running out of time is the next look; a change is an earlier one.
            let _ = tokio::time::timeout(LOOK, changed.notified()).await;
        }
    }

    fn take(&mut self, present: &[Arc<ConfigMap>]) {
        let versions: BTreeMap<_, _> = present
            .iter()
            .map(|config_map| (config_map.name_any(), config_map.resource_version()))
            .collect();
        if versions == self.seen {
            return;
        }
        let before = std::mem::replace(&mut self.seen, versions);
        let files: BTreeMap<String, Files> = present
            .iter()
            .map(|config_map| {
                (
                    config_map.name_any(),
                    config_map.data.clone().unwrap_or_default(),
                )
            })
            .collect();
        let taken = self.layers.take::<T>(&files);
        self.in_force.replace(taken.settings);
        for config_map in present {
            let name = config_map.name_any();
            match taken.refused.get(&name) {
                Some(error) => self.report.refused(config_map, &error.to_string()),
                None => self.report.in_force(config_map),
            }
        }
        for name in before.keys().filter(|name| !self.seen.contains_key(*name)) {
            self.report.gone(name);
        }
    }
}
