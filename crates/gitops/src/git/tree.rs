//! A package's files and their exact Git tree hash, computed without a repository or a disk.

use std::collections::{BTreeMap, BTreeSet};

use git2::{ObjectType, Oid};

use super::names::{NameError, PathInPackage, TreeHash};

/// The files of one package: at least one, and no name is both a file and a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileTree(BTreeMap<PathInPackage, Vec<u8>>);

impl TryFrom<BTreeMap<PathInPackage, Vec<u8>>> for FileTree {
    type Error = NameError;

    fn try_from(files: BTreeMap<PathInPackage, Vec<u8>>) -> Result<Self, NameError> {
        if files.is_empty() {
            return Err(NameError::new(
                "package",
                "",
                "Git cannot hold a package without files",
            ));
        }
        let names: BTreeSet<&str> = files.keys().map(PathInPackage::as_str).collect();
        let directories = names
            .iter()
            .flat_map(|path| path.match_indices('/').map(|(end, _)| &path[..end]));
        let clash = directories
            .filter(|directory| names.contains(directory))
            .min();
        match clash {
            Some(path) => Err(NameError::new(
                "file path",
                path,
                "it is both a file and a directory",
            )),
            None => Ok(Self(files)),
        }
    }
}

impl FileTree {
    /// The files, by path.
    #[must_use]
    pub fn files(&self) -> &BTreeMap<PathInPackage, Vec<u8>> {
        &self.0
    }

    /// The files themselves.
    #[must_use]
    pub fn into_files(self) -> BTreeMap<PathInPackage, Vec<u8>> {
        self.0
    }
}

/// The hash Git gives the package's directory: the same on every host, and what `git rev-parse <commit>:<path>` prints.
pub fn tree_hash(files: &FileTree) -> Result<TreeHash, git2::Error> {
    store_tree(files, &mut |kind, bytes| Oid::hash_object(kind, bytes))
}

/// Where the objects of a package go; returns their identifiers.
type Store<'a> = dyn FnMut(ObjectType, &[u8]) -> Result<Oid, git2::Error> + 'a;

/// Hands every blob and tree of the package, children first, to `store`; returns the root's hash.
///
/// One algorithm serves hashing and writing, so that what is announced is what is committed.
pub(super) fn store_tree(files: &FileTree, store: &mut Store<'_>) -> Result<TreeHash, git2::Error> {
    let entries: Vec<(&str, &[u8])> = files
        .0
        .iter()
        .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
        .collect();
    store_directory(&entries, store).map(TreeHash)
}

fn store_directory(entries: &[(&str, &[u8])], store: &mut Store<'_>) -> Result<Oid, git2::Error> {
    let mut directories: BTreeMap<&str, Vec<(&str, &[u8])>> = BTreeMap::new();
    // Git orders a directory as if its name ended in a slash; the key carries it, the entry does not.
    let mut listing: BTreeMap<String, (&str, &str, Oid)> = BTreeMap::new();
    for (path, bytes) in entries {
        match path.split_once('/') {
            Some((directory, rest)) => directories
                .entry(directory)
                .or_default()
                .push((rest, bytes)),
            None => {
                listing.insert(
                    (*path).to_owned(),
                    ("100644", path, store(ObjectType::Blob, bytes)?),
                );
            }
        }
    }
    for (name, children) in &directories {
        listing.insert(
            format!("{name}/"),
            ("40000", name, store_directory(children, store)?),
        );
    }
    let mut object = Vec::with_capacity(listing.len() * 48);
    for (mode, name, id) in listing.values() {
        object.extend_from_slice(mode.as_bytes());
        object.push(b' ');
        object.extend_from_slice(name.as_bytes());
        object.push(0);
        object.extend_from_slice(id.as_bytes());
    }
    store(ObjectType::Tree, &object)
}
