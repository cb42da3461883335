//! What waits in a writer's queue, taken apart into the work for the blocking thread and the replies that stay here,
//! so that every caller is answered even when the thread never returns.

use tokio::sync::oneshot;

use super::commit::{ChangeRequest, Committed};
use super::error::GitError;
use super::mirror::{Mirror, PackageState};
use super::names::{CommitId, PackagePath};

pub(super) type Reply<T> = oneshot::Sender<Result<T, GitError>>;

/// One entry of the queue.
pub(super) enum Job {
    Commit(ChangeRequest, Reply<Committed>),
    Read(PackagePath, Option<CommitId>, Reply<PackageState>),
}

/// What one drain does.
#[derive(Default)]
pub(super) struct Work {
    changes: Vec<ChangeRequest>,
    reads: Vec<(PackagePath, Option<CommitId>)>,
}

/// Who waits for it, in the same order.
#[derive(Default)]
pub(super) struct Replies {
    changes: Vec<Reply<Committed>>,
    reads: Vec<Reply<PackageState>>,
}

/// What came out, in the same order.
pub(super) struct Answers {
    changes: Vec<Result<Committed, GitError>>,
    reads: Vec<Result<PackageState, GitError>>,
}

pub(super) fn split(jobs: Vec<Job>) -> (Work, Replies) {
    let (mut work, mut replies) = (Work::default(), Replies::default());
    for job in jobs {
        match job {
            Job::Commit(change, reply) => {
                work.changes.push(change);
                replies.changes.push(reply);
            }
            Job::Read(path, commit, reply) => {
                work.reads.push((path, commit));
                replies.reads.push(reply);
            }
        }
    }
    (work, replies)
}

impl Work {
    /// Commits and pushes everything, then reads.
    pub(super) fn run(&self, mirror: &mut Mirror) -> Answers {
        let changes = if self.changes.is_empty() {
            Vec::new()
        } else {
            mirror.commit(&self.changes)
        };
        let reads = self
            .reads
            .iter()
            .map(|(path, commit)| mirror.read_package(path, *commit))
            .collect();
        Answers { changes, reads }
    }
}

impl Answers {
    /// An error that concerns the mirror or the remote as a whole.
    pub(super) fn trouble(&self) -> Option<&GitError> {
        let errors = self
            .changes
            .iter()
            .filter_map(|answer| answer.as_ref().err());
        let mut errors = errors.chain(self.reads.iter().filter_map(|answer| answer.as_ref().err()));
        errors.find(|error| {
            matches!(
                error,
                GitError::Corrupt { .. } | GitError::Unreachable { .. }
            )
        })
    }
}

impl Replies {
    /// Answers everyone. A caller that no longer listens is no error.
    pub(super) fn answer(self, answers: Answers) {
        for (reply, answer) in self.changes.into_iter().zip(answers.changes) {
            let _ = reply.send(answer);
        }
        for (reply, answer) in self.reads.into_iter().zip(answers.reads) {
            let _ = reply.send(answer);
        }
    }

    /// Gives everyone the same error.
    pub(super) fn fail(self, error: &GitError) {
        for reply in self.changes {
            let _ = reply.send(Err(error.clone()));
        }
        for reply in self.reads {
            let _ = reply.send(Err(error.clone()));
        }
    }
}
