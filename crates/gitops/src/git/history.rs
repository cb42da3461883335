//! Reading what commits say about a package.

use std::collections::BTreeMap;
use std::path::Path;

use git2::{ErrorCode, ObjectType, Oid, Repository, Tree};

use super::error::GitError;
use super::names::{NameError, PackagePath, PathInPackage};
use super::tree::FileTree;

/// The object at the package's path, if any.
pub(super) fn entry_at(root: &Tree<'_>, path: &PackagePath) -> Result<Option<Oid>, git2::Error> {
    match root.get_path(Path::new(path.as_str())) {
        Ok(entry) => Ok(Some(entry.id())),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The newest commit at or before `from` that changed the package, as `git log -1 -- <path>` finds it: a merge that
/// took the package over from one of its parents is passed through to that parent.
pub(super) fn last_touch(
    repository: &Repository,
    from: Oid,
    path: &PackagePath,
) -> Result<Option<Oid>, git2::Error> {
    let mut commit = repository.find_commit(from)?;
    let mut here = entry_at(&commit.tree()?, path)?;
    loop {
        if commit.parent_count() == 0 {
            return Ok(here.is_some().then(|| commit.id()));
        }
        let mut same = None;
        for parent in commit.parents() {
            let there = entry_at(&parent.tree()?, path)?;
            if there == here {
                same = Some((parent, there));
                break;
            }
        }
        match same {
            Some((parent, there)) => (commit, here) = (parent, there),
            None => return Ok(Some(commit.id())),
        }
    }
}

/// The files of the package at `commit`; `None` when there is none.
pub(super) fn files_at(
    repository: &Repository,
    commit: Oid,
    path: &PackagePath,
) -> Result<Option<FileTree>, ReadError> {
    let root = repository.find_commit(commit)?.tree()?;
    let Some(id) = entry_at(&root, path)? else {
        return Ok(None);
    };
    let Ok(package) = repository.find_tree(id) else {
        return Ok(None);
    };
    let mut files = BTreeMap::new();
    collect(repository, &package, "", &mut files)?;
    Ok(Some(FileTree::try_from(files)?))
}

/// Why a package could not be read.
pub(super) enum ReadError {
    /// Somebody committed a name or a kind of file that we never write.
    Foreign(NameError),
    Mirror(git2::Error),
}

impl From<git2::Error> for ReadError {
    fn from(error: git2::Error) -> Self {
        Self::Mirror(error)
    }
}

impl From<NameError> for ReadError {
    fn from(error: NameError) -> Self {
        Self::Foreign(error)
    }
}

impl ReadError {
    pub(super) fn typed(self, corrupt: impl FnOnce(&git2::Error) -> GitError) -> GitError {
        match self {
            Self::Foreign(error) => GitError::InvalidName(error),
            Self::Mirror(error) => corrupt(&error),
        }
    }
}

fn collect(
    repository: &Repository,
    tree: &Tree<'_>,
    above: &str,
    files: &mut BTreeMap<PathInPackage, Vec<u8>>,
) -> Result<(), ReadError> {
    for entry in tree {
        let path = format!("{above}{}", String::from_utf8_lossy(entry.name_bytes()));
        match (entry.kind(), entry.filemode()) {
            (Some(ObjectType::Tree), _) => {
                collect(
                    repository,
                    &repository.find_tree(entry.id())?,
                    &format!("{path}/"),
                    files,
                )?;
            }
            (Some(ObjectType::Blob), 0o100_644 | 0o100_755) => {
                files.insert(
                    path.parse()?,
                    repository.find_blob(entry.id())?.content().to_vec(),
                );
            }
            _ => {
                return Err(NameError::new(
                    "file",
                    &path,
                    "only regular files can be read, no links or submodules",
                )
                .into());
            }
        }
    }
    Ok(())
}
