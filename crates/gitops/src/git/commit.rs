//! From change requests to commits in the mirror. Nothing here talks to the remote or moves a reference, so commits
//! that are never pushed leave no trace but unreferenced objects.

use std::collections::BTreeMap;

use git2::{ObjectType, Oid, Repository, Tree};

use super::error::GitError;
use super::history::{entry_at, last_touch};
use super::message::{Author, Trailers};
use super::names::{CommitId, PackagePath, TreeHash};
use super::tree::{FileTree, store_tree, tree_hash};

/// What a package shall become.
#[derive(Clone, Debug)]
pub enum Change {
    /// Exactly these files, whatever is there now.
    Put(FileTree),
    /// Gone, with every parent directory this leaves empty.
    Remove,
}

/// One wanted commit.
#[derive(Clone, Debug)]
pub struct ChangeRequest {
    /// The package's directory in the repository.
    pub package: PackagePath,
    /// What it shall become.
    pub change: Change,
    /// Free text for people; control characters are dropped.
    pub message: String,
    /// Which intent it serves.
    pub trailers: Trailers,
    /// Who it is by.
    pub author: Author,
}

/// The answer to a change request: the package is as requested at the remote's branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The last commit that touched the package. `None` only for removing one that never existed.
    pub commit: Option<CommitId>,
    /// The package's tree; `None` once removed.
    pub tree: Option<TreeHash>,
    /// The branch just before `commit`: reading the package there gives what `commit` replaced.
    pub previous_commit: Option<CommitId>,
    /// Whether this request made the commit; false when the branch was already as requested.
    pub changed: bool,
    /// When the push was acknowledged; `None` when nothing had to be pushed.
    pub pushed_at: Option<jiff::Timestamp>,
}

/// Commits on top of `base`, waiting to be pushed together.
#[derive(Debug)]
pub struct Batch {
    pub(super) base: Option<Oid>,
    pub(super) tip: Option<Oid>,
    /// Every object of the new commits, in the order it was made.
    pub(super) objects: Vec<Oid>,
    pub(super) touched: BTreeMap<PackagePath, Oid>,
    pub(super) outcomes: Vec<Result<Committed, GitError>>,
}

impl Batch {
    pub(super) fn on(base: Option<Oid>) -> Self {
        Self {
            base,
            tip: base,
            objects: Vec::new(),
            touched: BTreeMap::new(),
            outcomes: Vec::new(),
        }
    }

    /// Whether there is anything to push.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tip == self.base
    }
}

/// Why one request of a batch could not be staged.
pub(super) enum StageError {
    /// Only this request is concerned.
    Occupied,
    /// The mirror is unusable.
    Mirror(git2::Error),
}

impl From<git2::Error> for StageError {
    fn from(error: git2::Error) -> Self {
        Self::Mirror(error)
    }
}

/// Adds the commit for `request` to `batch`, or finds the commit that already made it so.
///
/// `known` are last commits of packages as of `batch.base`.
pub(super) fn stage(
    repository: &Repository,
    batch: &mut Batch,
    known: &mut BTreeMap<PackagePath, Oid>,
    request: &ChangeRequest,
    committer: &Author,
) -> Result<Committed, StageError> {
    let path = &request.package;
    let tree = match &request.change {
        Change::Put(files) => Some(tree_hash(files)?),
        Change::Remove => None,
    };
    let root = batch
        .tip
        .map(|tip| repository.find_commit(tip)?.tree())
        .transpose()?;
    let current = root
        .as_ref()
        .map(|root| entry_at(root, path))
        .transpose()?
        .flatten();
    if current == tree.map(|tree| tree.0) {
        return Ok(already(repository, batch, known, path, tree)?);
    }
    let segments: Vec<&str> = path.as_str().split('/').collect();
    let spine = Spine {
        repository,
        leaf: tree.map(|tree| tree.0),
    };
    // Joins the batch only at the end: a request that cannot be staged must leave nothing in it.
    let mut objects = Vec::new();
    if let Change::Put(files) = &request.change {
        let odb = repository.odb()?;
        store_tree(files, &mut |kind: ObjectType, bytes: &[u8]| {
            let id = odb.write(kind, bytes)?;
            objects.push(id);
            Ok(id)
        })?;
    }
    let new_root = match spine.splice(root.as_ref(), &segments, &mut objects)? {
        Some(id) => id,
        None => spine.empty_root(&mut objects)?,
    };
    let parents: Vec<_> = batch
        .tip
        .map(|tip| repository.find_commit(tip))
        .transpose()?
        .into_iter()
        .collect();
    let commit = repository.commit(
        None,
        &request.author.signature_now()?,
        &committer.signature_now()?,
        &request.trailers.message(&request.message),
        &repository.find_tree(new_root)?,
        &parents.iter().collect::<Vec<_>>(),
    )?;
    objects.push(commit);
    batch.objects.append(&mut objects);
    batch.touched.insert(path.clone(), commit);
    let previous_commit = batch.tip.replace(commit).map(CommitId);
    Ok(Committed {
        commit: Some(CommitId(commit)),
        tree,
        previous_commit,
        changed: true,
        pushed_at: None,
    })
}

/// The answer for a package that already is as requested, by the last commit that touched it.
fn already(
    repository: &Repository,
    batch: &Batch,
    known: &mut BTreeMap<PackagePath, Oid>,
    path: &PackagePath,
    tree: Option<TreeHash>,
) -> Result<Committed, git2::Error> {
    let commit = match (
        batch.touched.get(path).or_else(|| known.get(path)),
        batch.base,
    ) {
        (Some(commit), _) => Some(*commit),
        (None, Some(base)) => {
            let found = last_touch(repository, base, path)?;
            known.extend(found.map(|commit| (path.clone(), commit)));
            found
        }
        (None, None) => None,
    };
    let found = commit
        .map(|commit| repository.find_commit(commit))
        .transpose()?;
    Ok(Committed {
        commit: commit.map(CommitId),
        tree,
        previous_commit: found
            .and_then(|commit| commit.parent_id(0).ok())
            .map(CommitId),
        changed: false,
        pushed_at: None,
    })
}

/// The directories from the root down to a package: all that a commit has to rewrite.
struct Spine<'repository> {
    repository: &'repository Repository,
    leaf: Option<Oid>,
}

impl Spine<'_> {
    /// Replaces the entry at `segments` below `base`; `None` when the directory would be empty.
    fn splice(
        &self,
        base: Option<&Tree<'_>>,
        segments: &[&str],
        objects: &mut Vec<Oid>,
    ) -> Result<Option<Oid>, StageError> {
        let Some((name, rest)) = segments.split_first() else {
            return Ok(self.leaf);
        };
        let child = match base.and_then(|base| base.get_name(name)) {
            None => None,
            Some(entry) if entry.kind() == Some(ObjectType::Tree) => {
                Some(self.repository.find_tree(entry.id())?)
            }
            Some(_) => return Err(StageError::Occupied),
        };
        let replacement = self.splice(child.as_ref(), rest, objects)?;
        let mut directory = self.repository.treebuilder(base)?;
        match replacement {
            Some(id) => {
                directory.insert(name, id, 0o040_000)?;
            }
            None if child.is_some() => directory.remove(name)?,
            None => {}
        }
        if directory.is_empty() {
            return Ok(None);
        }
        let id = directory.write()?;
        objects.push(id);
        Ok(Some(id))
    }

    fn empty_root(&self, objects: &mut Vec<Oid>) -> Result<Oid, git2::Error> {
        let id = self.repository.treebuilder(None)?.write()?;
        objects.push(id);
        Ok(id)
    }
}
