//! The writers of a process: one per repository and branch, started at first use.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::credentials::Credentials;
use super::message::Author;
use super::names::BranchName;
use super::url::RepositoryUrl;
use super::writer::{Deadlines, RepositoryWriter, WriterConfig};

/// Hands out the writer of a branch.
pub struct RepositoryWriters {
    cache: PathBuf,
    committer: Author,
    deadlines: Deadlines,
    running: Mutex<BTreeMap<(RepositoryUrl, BranchName), RepositoryWriter>>,
}

impl RepositoryWriters {
    /// Writers that keep their mirrors below `cache` and commit as `committer`.
    #[must_use]
    pub fn new(cache: PathBuf, committer: Author, deadlines: Deadlines) -> Self {
        Self {
            cache,
            committer,
            deadlines,
            running: Mutex::default(),
        }
    }

    /// The writer of `branch`, with these credentials from its next drain on.
    ///
    /// Call from within a Tokio runtime.
    pub fn writer(
        &self,
        url: &RepositoryUrl,
        branch: &BranchName,
        credentials: Credentials,
    ) -> RepositoryWriter {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (url.clone(), branch.clone());
        if let Some(writer) = running.get(&key).filter(|writer| writer.is_running()) {
            writer.set_credentials(credentials);
            return writer.clone();
        }
        let config = WriterConfig {
            url: url.clone(),
            branch: branch.clone(),
            cache: self.cache.clone(),
            committer: self.committer.clone(),
            deadlines: self.deadlines,
        };
        let writer = RepositoryWriter::spawn(config, credentials);
        running.insert(key, writer.clone());
        writer
    }
}
