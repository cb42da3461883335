//! From packages to pushed commits, by libgit2 on a bare mirror that never has a work tree.
//!
//! [`RepositoryWriters`] hands out the one writer of a branch; its [`RepositoryWriter::commit`] makes a package at the
//! remote exactly as requested and answers with the commit that did it. [`tree_hash`] tells beforehand which tree that
//! will be. Nothing here knows Kubernetes.

mod certificates;
mod commit;
mod credentials;
mod directory_push;
mod drain;
mod error;
mod failure;
mod history;
mod known_hosts;
mod memory;
mod message;
mod mirror;
mod names;
mod publish;
mod remote;
mod tree;
mod trust;
mod url;
mod writer;
mod writers;

pub use commit::{Batch, Change, ChangeRequest, Committed};
pub use credentials::{Credentials, CredentialsError};
pub use error::GitError;
pub use message::{Author, TrailerValue, Trailers};
pub use mirror::{Mirror, PackageState};
pub use names::{BranchName, CommitId, NameError, PackagePath, PathInPackage, TreeHash};
pub use tree::{FileTree, tree_hash};
pub use url::{RepositoryUrl, Transport};
pub use writer::{Deadlines, RepositoryWriter, WriterConfig};
pub use writers::RepositoryWriters;

#[cfg(test)]
mod tests;
