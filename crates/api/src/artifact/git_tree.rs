//! The hash Git gives a folder of files, computed without a repository or a disk.
//!
//! libgit2 stays out of this phase: it is large, and the format is two short object headers
//! (git-scm.com/book, Git Internals, Git Objects).

use std::collections::BTreeMap;

use sha1::{Digest, Sha1};

/// What `git rev-parse <commit>:<folder>` prints for a folder of these regular files, by path.
#[must_use]
pub fn tree_hash(files: &BTreeMap<String, String>) -> String {
    let entries: Vec<_> = files
        .iter()
        .map(|(path, content)| (path.as_str(), content.as_str()))
        .collect();
    hex::encode(tree(&entries))
}

type Hash = [u8; 20];

fn tree(entries: &[(&str, &str)]) -> Hash {
    let mut folders: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    // Git orders a folder as if its name ended in a slash: the key carries it, the entry does not.
    let mut listing: BTreeMap<String, (&str, &str, Hash)> = BTreeMap::new();
    for (path, content) in entries {
        match path.split_once('/') {
            Some((folder, rest)) => folders.entry(folder).or_default().push((rest, content)),
            None => {
                listing.insert(
                    (*path).to_owned(),
                    ("100644", path, object("blob", content.as_bytes())),
                );
            }
        }
    }
    for (name, children) in &folders {
        listing.insert(format!("{name}/"), ("40000", name, tree(children)));
    }
    let mut body = Vec::with_capacity(listing.len() * 48);
    for (mode, name, hash) in listing.values() {
        body.extend_from_slice(format!("{mode} {name}\0").as_bytes());
        body.extend_from_slice(hash);
    }
    object("tree", &body)
}

fn object(kind: &str, body: &[u8]) -> Hash {
    let mut hasher = Sha1::new();
    hasher.update(format!("{kind} {}\0", body.len()));
    hasher.update(body);
    hasher.finalize().into()
}
