//! What Pods said keeps them from running, remembered for a moment: every change of an object leads here, and listing
//! Pods for each would keep a busy API server busy.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::observe::Inventory;

/// How long an explanation holds.
const HOLDS: Duration = Duration::from_secs(3);

/// Explanations by cluster, namespace of the objects and intent.
#[derive(Default)]
pub struct Explanations(Mutex<BTreeMap<Key, (Instant, Explanation)>>);

/// What keeps Pods from running; `None` when nothing is wrong with them.
#[derive(Clone, Debug)]
pub(super) struct Explanation(pub(super) Option<String>);

type Key = (String, String, String);

impl Explanations {
    /// The explanation that still holds, if any.
    pub(super) fn recent(&self, inventory: &Inventory) -> Option<Explanation> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&key(inventory))
            .filter(|(asked, _)| asked.elapsed() < HOLDS)
            .map(|(_, explanation)| explanation.clone())
    }

    pub(super) fn keep(&self, inventory: &Inventory, explanation: &Explanation) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(key(inventory), (Instant::now(), explanation.clone()));
    }

    pub(super) fn forget(&self, inventory: &Inventory) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.remove(&key(inventory));
    }
}

fn key(inventory: &Inventory) -> Key {
    let namespace = inventory
        .objects
        .iter()
        .map(|object| object.namespace.as_str())
        .find(|namespace| !namespace.is_empty())
        .unwrap_or_default();
    (
        inventory.cluster.clone(),
        namespace.to_owned(),
        inventory.intent.clone(),
    )
}
