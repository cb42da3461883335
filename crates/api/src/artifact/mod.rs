//! The package as the cluster stores it: its description, its parts, and the way back.

mod chunk;
mod git_tree;

use std::collections::{BTreeMap, BTreeSet};

use crate::{Artifact, ArtifactFile, ClusterPackage, Digest, PackageFormat};
use sha2::{Digest as _, Sha256};

pub use chunk::{ArtifactError, CHUNK_BYTES, chunk, reassemble};
pub use git_tree::tree_hash;

/// Describes `files`; `config_maps` is left for whoever stores the parts.
#[must_use]
pub fn summary(files: &BTreeMap<String, String>, format: PackageFormat) -> Artifact {
    let listed: Vec<_> = files
        .iter()
        .map(|(path, content)| ArtifactFile {
            path: path.clone(),
            sha256: hex::encode(Sha256::digest(content)),
            size: content.len() as u64,
        })
        .collect();
    Artifact {
        digest: digest(files),
        format,
        packages: cluster_packages(files),
        file_count: u32::try_from(listed.len()).unwrap_or(u32::MAX),
        bytes: listed.iter().map(|file| file.size).sum(),
        files: listed,
        config_maps: Vec::new(),
    }
}

/// The digest of all paths and contents.
#[must_use]
pub fn digest(files: &BTreeMap<String, String>) -> Digest {
    Digest::of(files)
}

/// The files of one cluster by their path in its package.
#[must_use]
pub fn of_cluster(files: &BTreeMap<String, String>, cluster: &str) -> BTreeMap<String, String> {
    let own = files.iter().filter_map(|(path, content)| {
        let (owner, rest) = path.split_once('/')?;
        (owner == cluster).then(|| (rest.to_owned(), content.clone()))
    });
    own.collect()
}

fn cluster_packages(files: &BTreeMap<String, String>) -> Vec<ClusterPackage> {
    let clusters: BTreeSet<_> = files
        .keys()
        .filter_map(|path| path.split_once('/'))
        .map(|(cluster, _)| cluster)
        .collect();
    clusters
        .into_iter()
        .map(|cluster| ClusterPackage {
            cluster: cluster.to_owned(),
            git_tree: tree_hash(&of_cluster(files, cluster)),
        })
        .collect()
}
