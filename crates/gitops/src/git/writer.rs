//! The one writer of a branch: a task that drains its queue, one commit per request and one push per drain.
//!
//! libgit2 blocks and cannot be interrupted, so each drain runs on a thread of its own. A drain that outlives its
//! deadline is abandoned together with its mirror handle: should its push still arrive, the next drain finds the
//! content in place and commits nothing twice.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;

use super::commit::{ChangeRequest, Committed};
use super::credentials::Credentials;
use super::drain::{Answers, Job, Reply, Work, split};
use super::error::GitError;
use super::message::Author;
use super::mirror::{Mirror, PackageState};
use super::names::{BranchName, CommitId, PackagePath};
use super::url::RepositoryUrl;

/// Requests taken from the queue at once; the rest waits for the next push.
const MAX_DRAIN: usize = 256;
/// Requests that may wait before senders do.
const QUEUE: usize = 1024;

/// How long a writer waits.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// For a TCP connection to the remote.
    pub connect: Duration,
    /// For one drain: fetch, commits and push.
    pub drain: Duration,
    /// How long requests fail at once after the remote could not be reached.
    pub fail_fast: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            drain: Duration::from_mins(1),
            fail_fast: Duration::from_secs(5),
        }
    }
}

/// What a writer needs to know.
#[derive(Clone, Debug)]
pub struct WriterConfig {
    /// The repository.
    pub url: RepositoryUrl,
    /// Its branch; the first commit creates it where it does not exist.
    pub branch: BranchName,
    /// The directory below which mirrors live.
    pub cache: PathBuf,
    /// Who commits.
    pub committer: Author,
    /// How long to wait.
    pub deadlines: Deadlines,
}

/// A handle on the writer of one branch. The task ends when the last handle is gone and its queue is empty.
#[derive(Clone)]
pub struct RepositoryWriter {
    queue: mpsc::Sender<Job>,
    credentials: watch::Sender<Credentials>,
}

impl RepositoryWriter {
    /// Starts the writer on the current Tokio runtime. There must be one per repository and branch;
    /// [`super::RepositoryWriters`] sees to that.
    #[must_use]
    pub fn spawn(config: WriterConfig, credentials: Credentials) -> Self {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let credentials = watch::Sender::new(credentials);
        let task = Task {
            config,
            jobs,
            credentials: credentials.subscribe(),
            mirror: None,
            unreachable: None,
        };
        tokio::spawn(task.run());
        Self { queue, credentials }
    }

    /// Makes the package at the remote's branch as requested; returns once it is there.
    pub async fn commit(&self, request: ChangeRequest) -> Result<Committed, GitError> {
        self.ask(|reply| Job::Commit(request, reply)).await
    }

    /// The package at `commit`, or at the branch's present head.
    pub async fn read_package(
        &self,
        path: PackagePath,
        commit: Option<CommitId>,
    ) -> Result<PackageState, GitError> {
        self.ask(|reply| Job::Read(path, commit, reply)).await
    }

    /// Uses other credentials from the next drain on, as after a rotation of the Secret.
    pub fn set_credentials(&self, credentials: Credentials) {
        self.credentials.send_replace(credentials);
    }

    /// Whether the task still takes requests.
    #[must_use]
    pub fn is_running(&self) -> bool {
        !self.queue.is_closed()
    }

    async fn ask<T>(&self, job: impl FnOnce(Reply<T>) -> Job) -> Result<T, GitError> {
        let (reply, answer) = oneshot::channel();
        self.queue
            .send(job(reply))
            .await
            .map_err(|_| GitError::Stopped)?;
        answer.await.map_err(|_| GitError::Stopped)?
    }
}

struct Task {
    config: WriterConfig,
    jobs: mpsc::Receiver<Job>,
    credentials: watch::Receiver<Credentials>,
    mirror: Option<Mirror>,
    /// Until when, and with which error, requests fail at once.
    unreachable: Option<(Instant, GitError)>,
}

impl Task {
    async fn run(mut self) {
        let mut jobs = Vec::new();
        while self.jobs.recv_many(&mut jobs, MAX_DRAIN).await > 0 {
            let (work, replies) = split(std::mem::take(&mut jobs));
            let outcome = match self.reachable().await {
                Ok(()) => self.drain(work).await,
                Err(error) => Err(error),
            };
            match outcome {
                Ok(answers) => replies.answer(answers),
                Err(error) => replies.fail(&error),
            }
        }
    }

    /// Finds out quickly whether the remote is there at all: libgit2 alone would wait for minutes.
    async fn reachable(&mut self) -> Result<(), GitError> {
        if let Some((until, error)) = &self.unreachable
            && Instant::now() < *until
        {
            return Err(error.clone());
        }
        self.unreachable = None;
        let Some(endpoint) = self.config.url.endpoint() else {
            return Ok(());
        };
        let detail =
            match timeout(self.config.deadlines.connect, TcpStream::connect(endpoint)).await {
                Ok(Ok(_)) => return Ok(()),
                Ok(Err(error)) => error.to_string(),
                Err(_) => format!("no connection within {:?}", self.config.deadlines.connect),
            };
        Err(self.remember_unreachable(detail))
    }

    fn remember_unreachable(&mut self, detail: String) -> GitError {
        let error = GitError::Unreachable {
            remote: self.config.url.to_string(),
            detail,
        };
        self.unreachable = Some((
            Instant::now() + self.config.deadlines.fail_fast,
            error.clone(),
        ));
        error
    }

    /// Runs the work on a thread of its own, at most until the deadline.
    async fn drain(&mut self, work: Work) -> Result<Answers, GitError> {
        let (config, credentials) = (
            self.config.clone(),
            self.credentials.borrow_and_update().clone(),
        );
        let mirror = self.mirror.take();
        let (done, finished) = oneshot::channel();
        let thread = std::thread::Builder::new().name("git-writer".to_owned());
        let started = thread.spawn(move || {
            let outcome = ready(mirror, &config, credentials).map(|mut mirror| {
                let answers = work.run(&mut mirror);
                (mirror, answers)
            });
            // Nobody listens any more once the deadline has passed.
            let _ = done.send(outcome);
        });
        if let Err(error) = started {
            return Err(self.remember_unreachable(format!("no thread for Git: {error}")));
        }
        match timeout(self.config.deadlines.drain, finished).await {
            Ok(Ok(Ok((mirror, answers)))) => {
                self.keep(mirror, &answers);
                Ok(answers)
            }
            Ok(Ok(Err(error))) => Err(error),
            Ok(Err(_)) => Err(GitError::Stopped),
            Err(_) => Err(self.remember_unreachable(format!(
                "no answer within {:?}",
                self.config.deadlines.drain
            ))),
        }
    }

    /// Keeps the mirror for the next drain unless it is damaged.
    fn keep(&mut self, mirror: Mirror, answers: &Answers) {
        match answers.trouble() {
            Some(GitError::Corrupt { .. }) => return self.discard(mirror),
            Some(GitError::Unreachable { detail, .. }) => {
                self.remember_unreachable(detail.clone());
            }
            _ => {}
        }
        self.mirror = Some(mirror);
    }

    fn discard(&self, mirror: Mirror) {
        if let Err(error) = mirror.discard() {
            tracing::warn!(remote = %self.config.url, %error, "failed to remove a damaged mirror");
        }
    }
}

/// The mirror of the last drain with today's credentials, or a newly opened one.
fn ready(
    mirror: Option<Mirror>,
    config: &WriterConfig,
    credentials: Credentials,
) -> Result<Mirror, GitError> {
    if let Some(mut mirror) = mirror {
        mirror.set_credentials(credentials);
        return Ok(mirror);
    }
    let (url, branch) = (config.url.clone(), config.branch.clone());
    Mirror::open(
        &config.cache,
        url,
        branch,
        credentials,
        config.committer.clone(),
    )
}
