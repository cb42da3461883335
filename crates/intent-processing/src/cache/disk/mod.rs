//! Level 3: entries as files in a directory that outlives the process and that processes may share.
//!
//! Reading and writing block, so they are done on threads for that, a few at a time and never waited for without limit:
//! a network disk that hangs is passed over.

mod directory;

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::{
    CacheKey, DiskOptions,
    entry::{Entry, Found, Fresh, Written},
};
use directory::Directory;

/// Files being read at the same time, further ones are passed over; an estimate of what a disk does in parallel.
const READERS: usize = 8;
/// Files being written at the same time; further ones wait. Few, because each waits for the disk to have it.
const WRITERS: usize = 2;
/// A disk that has not read a file by then is passed over; an estimate: far more than a disk that works takes, far
/// less than asking a model.
const READ_PATIENCE: Duration = Duration::from_millis(250);
/// Nobody waits for a file to be written but the end of the process; an estimate of a very slow disk.
const WRITE_PATIENCE: Duration = Duration::from_secs(5);

/// The entries in one directory.
#[derive(Debug)]
pub(super) struct DiskStore {
    directory: Arc<Directory>,
    readers: Arc<Semaphore>,
    writers: Arc<Semaphore>,
}

impl DiskStore {
    pub(super) fn new(options: &DiskOptions, max_entry_bytes: u64) -> Self {
        let path = options.directory.clone();
        Self {
            directory: Arc::new(Directory::new(path, options.max_bytes, max_entry_bytes)),
            readers: Arc::new(Semaphore::new(READERS)),
            writers: Arc::new(Semaphore::new(WRITERS)),
        }
    }

    /// What the directory has under `key`.
    pub(super) async fn get(&self, key: &CacheKey, fresh: Fresh) -> Found {
        let Ok(reader) = Arc::clone(&self.readers).try_acquire_owned() else {
            return Found::Skipped;
        };
        let key = key.clone();
        let read = self.work(reader, move |directory| directory.read(&key, fresh));
        let read = timeout(READ_PATIENCE, read).await.ok().flatten();
        read.unwrap_or(Found::Failed)
    }

    /// Keeps an entry.
    pub(super) async fn put(&self, key: &CacheKey, entry: &Entry) -> Written {
        let (key, entry) = (key.clone(), entry.clone());
        let write = async {
            let writer = Arc::clone(&self.writers).acquire_owned().await.ok()?;
            self.work(writer, move |directory| directory.write(&key, &entry))
                .await
        };
        let written = timeout(WRITE_PATIENCE, write).await.ok().flatten();
        written.unwrap_or(Written::Failed)
    }

    /// Drops what is under `key`, if it can; whoever finds it there later judges it again.
    pub(super) async fn remove(&self, key: &CacheKey) {
        let Ok(reader) = Arc::clone(&self.readers).try_acquire_owned() else {
            return;
        };
        let key = key.clone();
        let remove = self.work(reader, move |directory| directory.remove(&key));
        timeout(READ_PATIENCE, remove).await.ok();
    }

    /// Bytes that the entries take, as far as this process knows.
    pub(super) fn bytes(&self) -> u64 {
        self.directory.bytes()
    }

    /// Does something on a thread that may block. It goes on when nobody waits any more, and holds `permit` until the
    /// end, so a disk that hangs holds a few threads and no more.
    async fn work<T: Send + 'static>(
        &self,
        permit: OwnedSemaphorePermit,
        work: impl FnOnce(&Directory) -> T + Send + 'static,
    ) -> Option<T> {
        let directory = Arc::clone(&self.directory);
        let work = move || {
            let done = work(&directory);
            drop(permit);
            done
        };
        tokio::task::spawn_blocking(work).await.ok()
    }
}
