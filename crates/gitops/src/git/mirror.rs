//! A bare local mirror of one branch of one repository. It never has a work tree and is only a cache: everything in it
//! can be fetched again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use git2::{ErrorCode, ObjectType, Oid, Repository, RepositoryInitOptions};

use super::credentials::Credentials;
use super::error::GitError;
use super::history::{ReadError, files_at, last_touch};
use super::memory::{Memory, open_in_memory};
use super::message::{Author, Trailers};
use super::names::{BranchName, CommitId, PackagePath};
use super::remote::Remote;
use super::tree::FileTree;
use super::url::RepositoryUrl;

/// A package as of some commit of the branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageState {
    /// Its files; `None` when it never existed or was removed.
    pub files: Option<FileTree>,
    /// The last commit up to then that touched it.
    pub last_commit: Option<CommitId>,
    /// Which intent that commit served; `None` when somebody else made it.
    pub trailers: Option<Trailers>,
}

/// The mirror.
pub struct Mirror {
    pub(super) repository: Repository,
    pub(super) directory: PathBuf,
    pub(super) remote: Remote,
    pub(super) committer: Author,
    pub(super) head: Head,
    /// Last commits of packages as of `head`, as far as they were asked for.
    pub(super) touched: BTreeMap<PackagePath, Oid>,
    pub(super) memory: Memory,
}

/// What is known about the remote's branch.
#[derive(Clone, Copy)]
pub(super) enum Head {
    /// Never asked, or a push ended without an answer.
    Unknown,
    /// The remote said so; `None`: the branch does not exist.
    At(Option<Oid>),
}

impl Mirror {
    /// Opens the mirror of `branch` below `cache`, making it anew where it is missing or unreadable.
    pub fn open(
        cache: &Path,
        url: RepositoryUrl,
        branch: BranchName,
        credentials: Credentials,
        committer: Author,
    ) -> Result<Self, GitError> {
        let corrupt = |detail: String| GitError::Corrupt {
            remote: url.to_string(),
            detail,
        };
        let identity = Oid::hash_object(ObjectType::Blob, format!("{url} {branch}").as_bytes());
        let name = identity.map_err(|error| corrupt(error.message().to_owned()))?;
        let directory = cache.join(format!("{name}.git"));
        let repository = open_in_memory(&directory).or_else(|_| {
            remove_directory(&directory).map_err(|error| corrupt(error.to_string()))?;
            let mut options = RepositoryInitOptions::new();
            options.bare(true).external_template(false);
            let made = Repository::init_opts(&directory, &options)
                .and_then(|_| open_in_memory(&directory));
            made.map_err(|error| corrupt(error.message().to_owned()))
        })?;
        let remote = Remote {
            url,
            branch,
            credentials,
        };
        Ok(Self {
            repository,
            directory,
            remote,
            committer,
            head: Head::Unknown,
            touched: BTreeMap::new(),
            memory: Memory::default(),
        })
    }

    /// Uses other credentials from now on.
    pub(super) fn set_credentials(&mut self, credentials: Credentials) {
        self.remote.credentials = credentials;
    }

    /// Removes a damaged mirror from disk.
    pub(super) fn discard(self) -> Result<(), std::io::Error> {
        remove_directory(&self.directory)
    }

    /// Asks the remote where the branch is and brings its history here.
    pub fn fetch(&mut self) -> Result<Option<CommitId>, GitError> {
        let before = std::mem::replace(&mut self.head, Head::Unknown);
        let head = self.remote.fetch(&self.repository)?;
        if let Some(commit) = head.filter(|commit| !self.memory.holds(*commit)) {
            self.remember(commit)
                .map_err(|error| self.corrupt(&error))?;
        }
        if !matches!(before, Head::At(before) if before == head) {
            self.touched.clear();
        }
        self.head = Head::At(head);
        Ok(head.map(CommitId))
    }

    /// Points the tracking reference at a commit that is on disk: fetches negotiate from it.
    pub(super) fn remember(&self, commit: Oid) -> Result<(), git2::Error> {
        let tracking = self.remote.tracking();
        if self.repository.refname_to_id(&tracking).ok() == Some(commit) {
            return Ok(());
        }
        self.repository
            .reference(&tracking, commit, true, "fetch")
            .map(|_| ())
    }

    /// The branch's head, asked for only when unknown.
    pub(super) fn known_head(&mut self) -> Result<Option<Oid>, GitError> {
        match self.head {
            Head::At(head) => Ok(head),
            Head::Unknown => Ok(self.fetch()?.map(|commit| commit.0)),
        }
    }

    /// The package at `commit`, or at the branch's present head.
    pub fn read_package(
        &mut self,
        path: &PackagePath,
        commit: Option<CommitId>,
    ) -> Result<PackageState, GitError> {
        let commit = match commit {
            Some(commit) => Some(self.find(commit)?),
            None => self.fetch()?.map(|commit| commit.0),
        };
        let Some(commit) = commit else {
            return Ok(PackageState {
                files: None,
                last_commit: None,
                trailers: None,
            });
        };
        self.state(path, commit)
            .map_err(|error| error.typed(|error| self.corrupt(error)))
    }

    fn state(&self, path: &PackagePath, commit: Oid) -> Result<PackageState, ReadError> {
        let files = files_at(&self.repository, commit, path)?;
        let last = last_touch(&self.repository, commit, path)?;
        let last = last.map(|id| self.repository.find_commit(id)).transpose()?;
        Ok(PackageState {
            files,
            last_commit: last.as_ref().map(|commit| CommitId(commit.id())),
            trailers: last.and_then(|commit| Trailers::read(commit.message().ok()?)),
        })
    }

    fn find(&mut self, commit: CommitId) -> Result<Oid, GitError> {
        if self.repository.find_commit(commit.0).is_err() {
            self.fetch()?;
        }
        match self.repository.find_commit(commit.0) {
            Ok(found) => Ok(found.id()),
            Err(error) if error.code() == ErrorCode::NotFound => Err(GitError::NotFound {
                what: format!("commit {commit}"),
                remote: self.remote.url.to_string(),
            }),
            Err(error) => Err(self.corrupt(&error)),
        }
    }

    pub(super) fn corrupt(&self, error: &git2::Error) -> GitError {
        GitError::Corrupt {
            remote: self.remote.url.to_string(),
            detail: error.message().to_owned(),
        }
    }
}

fn remove_directory(directory: &Path) -> Result<(), std::io::Error> {
    match std::fs::remove_dir_all(directory) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
