//! Commits for a whole drain, pushed together: rebuilt when the branch moved, halved when a hook objects.

use super::commit::{Batch, ChangeRequest, Committed, StageError, stage};
use super::error::GitError;
use super::mirror::{Head, Mirror};
use super::remote::PushFailure;

/// How often commits are rebuilt on a branch that keeps moving.
const MAX_REBUILDS: u32 = 20;
/// How many rejected pushes one drain spends on finding the requests a hook objects to.
const MAX_REJECTIONS: u32 = 16;

impl Mirror {
    /// Builds one commit per request on top of the remote's branch, without pushing any.
    pub fn stage(&mut self, requests: &[ChangeRequest]) -> Result<Batch, GitError> {
        let mut batch = Batch::on(self.known_head()?);
        for request in requests {
            let staged = stage(
                &self.repository,
                &mut batch,
                &mut self.touched,
                request,
                &self.committer,
            );
            batch.outcomes.push(match staged {
                Ok(committed) => Ok(committed),
                Err(StageError::Occupied) => Err(GitError::PathOccupied {
                    path: request.package.clone(),
                }),
                Err(StageError::Mirror(error)) => return Err(self.corrupt(&error)),
            });
        }
        self.memory.note_made(batch.objects.len());
        Ok(batch)
    }

    /// Makes the remote's branch as requested: one commit per request that changes something, one push for all.
    ///
    /// Every answer is backed by the remote: by the push, which only succeeds on the head the commits were built on, or,
    /// when nothing had to be pushed, by a fetch of this call. A hook's objection fails the requests it is about, which
    /// are found by halving.
    pub fn commit(&mut self, requests: &[ChangeRequest]) -> Vec<Result<Committed, GitError>> {
        let mut rejections = 0;
        let outcomes = self.commit_halving(requests, &mut rejections);
        if let Err(error) = self.save_when_full() {
            // Everything is pushed already; a mirror that cannot be saved is fetched anew.
            tracing::warn!(remote = %self.remote.url, %error, "failed to save the Git mirror");
        }
        outcomes
    }

    fn commit_halving(
        &mut self,
        requests: &[ChangeRequest],
        rejections: &mut u32,
    ) -> Vec<Result<Committed, GitError>> {
        match self.commit_together(requests) {
            Ok(outcomes) => outcomes,
            Err(error) => {
                *rejections += 1;
                let divisible =
                    matches!(error, GitError::PushRejected { .. }) && requests.len() > 1;
                if !divisible || *rejections > MAX_REJECTIONS {
                    return requests.iter().map(|_| Err(error.clone())).collect();
                }
                let (first, second) = requests.split_at(requests.len() / 2);
                let mut outcomes = self.commit_halving(first, rejections);
                outcomes.extend(self.commit_halving(second, rejections));
                outcomes
            }
        }
    }

    fn commit_together(
        &mut self,
        requests: &[ChangeRequest],
    ) -> Result<Vec<Result<Committed, GitError>>, GitError> {
        let mut fresh = matches!(self.head, Head::Unknown);
        for _ in 0..MAX_REBUILDS {
            let mut batch = self.stage(requests)?;
            if !batch.is_empty() {
                match self.push(&batch) {
                    Ok(()) => {
                        acknowledge(&mut batch.outcomes);
                        return Ok(batch.outcomes);
                    }
                    Err(PushFailure::Moved) => {}
                    Err(PushFailure::Failed(error)) => return Err(error),
                }
            } else if fresh {
                return Ok(batch.outcomes);
            }
            self.fetch()?;
            fresh = true;
        }
        let (remote, branch) = (self.remote.url.to_string(), self.remote.branch.to_string());
        Err(GitError::BranchConflict {
            remote,
            branch,
            tries: MAX_REBUILDS,
        })
    }

    fn push(&mut self, batch: &Batch) -> Result<(), PushFailure> {
        let Some(tip) = batch.tip else { return Ok(()) };
        // Until the remote has answered, where the branch is remains open: the answer can get lost after the push.
        self.head = Head::Unknown;
        match self
            .remote
            .push(&self.repository, batch.base, tip, &batch.objects)
        {
            Ok(()) => {
                self.head = Head::At(Some(tip));
                let touched = batch
                    .touched
                    .iter()
                    .map(|(path, commit)| (path.clone(), *commit));
                self.touched.extend(touched);
                self.memory.note_pushed(tip, &batch.objects);
                Ok(())
            }
            // Remotes also reject, in words of their own, a push that lost a race.
            Err(PushFailure::Failed(rejected @ GitError::PushRejected { .. })) => {
                match self.fetch() {
                    Ok(head) if head.map(|commit| commit.0) != batch.base => {
                        Err(PushFailure::Moved)
                    }
                    _ => Err(PushFailure::Failed(rejected)),
                }
            }
            Err(PushFailure::Failed(error)) => {
                // It may have arrived all the same; then the next fetch must find it missing here, not in memory.
                self.save()
                    .map_err(|error| PushFailure::Failed(self.corrupt(&error)))?;
                Err(PushFailure::Failed(error))
            }
            Err(PushFailure::Moved) => Err(PushFailure::Moved),
        }
    }
}

fn acknowledge(outcomes: &mut [Result<Committed, GitError>]) {
    let now = jiff::Timestamp::now();
    for committed in outcomes
        .iter_mut()
        .flatten()
        .filter(|committed| committed.changed)
    {
        committed.pushed_at = Some(now);
    }
}
