//! Which objects this replica works on: one Lease per shard, objects hashed by namespace and name.
//!
//! All kinds of one intent share its name, so one replica works on the whole chain of an intent. Followers keep
//! warm caches and write nothing.

use std::time::Duration;

use futures::future::join_all;
use kube::{Client, Resource, ResourceExt};
use kube_lease_manager::{LeaseManager, LeaseManagerBuilder, LeaseManagerError};
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
};

/// The shards of one controller and which of them this replica holds.
#[derive(Clone, Debug)]
pub struct Shards {
    held: Vec<watch::Receiver<bool>>,
}

/// Keeps the Leases of this replica.
#[derive(Debug)]
pub struct ShardKeepers {
    acquired: mpsc::Receiver<()>,
    announcers: Vec<JoinHandle<()>>,
    leases: Vec<JoinHandle<Result<LeaseManager, LeaseManagerError>>>,
}

/// Releasing Leases takes no longer; they expire by themselves anyway.
const RELEASE: Duration = Duration::from_secs(3);

/// How a replica takes part.
#[derive(Clone, Debug)]
pub struct ShardOptions {
    /// Name of the controller; Leases are `<controller>-<shard>`.
    pub controller: &'static str,
    /// Namespace of the Leases.
    pub namespace: String,
    /// Name of this replica.
    pub identity: String,
    /// Number of shards.
    pub count: u32,
    /// Seconds a Lease is valid without renewal.
    pub lease_seconds: u64,
}

impl Shards {
    /// Competes for every shard. `client` must not retry: a late renewal is worse than a failed one.
    ///
    /// # Errors
    /// When a Lease can neither be read nor created.
    pub async fn compete(
        client: &Client,
        options: &ShardOptions,
    ) -> Result<(Self, ShardKeepers), LeaseManagerError> {
        let (changed, acquired) = mpsc::channel(1);
        let (mut held, mut announcers, mut leases) = (Vec::new(), Vec::new(), Vec::new());
        for shard in 0..options.count {
            let manager =
                LeaseManagerBuilder::new(client.clone(), format!("{}-{shard}", options.controller))
                    .with_namespace(options.namespace.clone())
                    .with_identity(options.identity.clone())
                    .with_duration(options.lease_seconds)
                    .with_grace(options.lease_seconds / 3)
                    .build()
                    .await?;
            let (receiver, lease) = manager.watch().await;
            leases.push(lease);
            announcers.push(tokio::spawn(announce(
                receiver.clone(),
                changed.clone(),
                options.controller,
                shard,
            )));
            held.push(receiver);
        }
        Ok((
            Self { held },
            ShardKeepers {
                acquired,
                announcers,
                leases,
            },
        ))
    }

    /// Whether this replica works on `object`.
    #[must_use]
    pub fn hold<K: Resource<DynamicType = ()>>(&self, object: &K) -> bool {
        let namespace = object.namespace().unwrap_or_default();
        let shard = shard_of(&namespace, &object.name_any(), self.held.len());
        self.held.get(shard).is_some_and(|held| *held.borrow())
    }

    /// Whether this replica holds any shard.
    #[must_use]
    pub fn hold_any(&self) -> bool {
        self.held.iter().any(|held| *held.borrow())
    }
}

impl ShardKeepers {
    /// A signal each time a shard was acquired: everything has to be looked at again.
    pub async fn acquired(&mut self) -> Option<()> {
        self.acquired.recv().await
    }

    /// Gives the Leases back, so that another replica need not wait until they expire. Every [`Shards`] must be gone.
    pub async fn release(self) {
        self.announcers.iter().for_each(JoinHandle::abort);
        for announcer in self.announcers {
            // Aborted above; waiting only makes sure that its receiver is gone.
            let _ = announcer.await;
        }
        if tokio::time::timeout(RELEASE, join_all(self.leases))
            .await
            .is_err()
        {
            tracing::warn!("gave up releasing leases; they expire by themselves");
        }
    }
}

async fn announce(
    mut held: watch::Receiver<bool>,
    changed: mpsc::Sender<()>,
    controller: &'static str,
    shard: u32,
) {
    loop {
        if *held.borrow_and_update() {
            tracing::info!(controller, shard, "acquired shard");
            // A full channel already holds the same signal.
            let _ = changed.try_send(());
        }
        if held.changed().await.is_err() {
            return;
        }
        if !*held.borrow() {
            tracing::warn!(
                controller,
                shard,
                "lost shard; its objects are left to the new holder"
            );
        }
    }
}

/// FNV-1a: replicas of different versions must agree, so the hash must never change.
fn shard_of(namespace: &str, name: &str, count: usize) -> usize {
    let bytes = namespace.bytes().chain([b'/']).chain(name.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    usize::try_from(hash % (count.max(1) as u64)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_object_has_one_shard_and_shards_fill_evenly() {
        let mut counts = [0_u32; 4];
        for index in 0..4000 {
            counts[shard_of("telecom", &format!("intent-{index}"), 4)] += 1;
        }
        assert!(
            counts.iter().all(|count| (850..1150).contains(count)),
            "{counts:?}"
        );
    }

    #[test]
    fn one_shard_takes_everything() {
        assert_eq!(shard_of("a", "b", 1), 0);
    }
}
