//! What our own writes made of objects, so that a cache that has not seen them yet is not believed.
//!
//! Acting on a version that we have replaced ourselves ends in a conflict, and a conflict costs the API server as much
//! as a write: under load, when caches lag, those retries would be most of the load.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use kube::{Resource, ResourceExt};

/// A cache that lags longer has other troubles; what is older is not believed, and forgotten.
const REMEMBERED: Duration = Duration::from_secs(30);
/// From this many objects on, a write looks for some to forget.
const FORGET_FROM: usize = 1024;

/// The newest versions that one process wrote, by UID. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Newest(Arc<Mutex<BTreeMap<String, (u64, Instant)>>>);

impl Newest {
    /// Remembers an object as the API server returned it from a write.
    pub fn wrote<K: Resource>(&self, object: &K) {
        let (Some(uid), Some(version)) = (object.uid(), version(object)) else {
            return;
        };
        let now = Instant::now();
        let mut newest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if newest.len() >= FORGET_FROM {
            newest.retain(|_, (_, written)| now.duration_since(*written) < REMEMBERED);
        }
        newest.insert(uid, (version, now));
    }

    /// Whether this process has written a newer version than `object`, which comes from a cache.
    #[must_use]
    pub fn has_replaced<K: Resource>(&self, object: &K) -> bool {
        let (Some(uid), Some(cached)) = (object.uid(), version(object)) else {
            return false;
        };
        let newest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        newest
            .get(&uid)
            .is_some_and(|(version, written)| cached < *version && written.elapsed() < REMEMBERED)
    }
}

/// Resource versions of one object grow (KEP-5504); one that is no number is not compared.
fn version<K: Resource>(object: &K) -> Option<u64> {
    object.meta().resource_version.as_ref()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::core::v1::ConfigMap;

    use super::*;

    fn object(uid: &str, version: &str) -> ConfigMap {
        let mut object = ConfigMap::default();
        object.metadata.uid = Some(uid.to_owned());
        object.metadata.resource_version = Some(version.to_owned());
        object
    }

    #[test]
    fn every_version_before_our_last_write_is_replaced_and_no_other() {
        let newest = Newest::default();
        newest.wrote(&object("a", "9"));
        newest.wrote(&object("a", "12"));
        for (uid, version, replaced) in [
            ("a", "8", true),
            ("a", "9", true),
            ("a", "12", false),
            ("a", "100", false),
            ("b", "1", false),
            ("a", "opaque", false),
        ] {
            assert_eq!(
                newest.has_replaced(&object(uid, version)),
                replaced,
                "{uid} {version}"
            );
        }
    }
}
