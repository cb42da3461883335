//! Everything that can go wrong between a package and a pushed commit.

use nephoran_api::{Classified, ErrorClass};

use super::credentials::CredentialsError;
use super::names::{NameError, PackagePath};

/// A failed Git operation. Its text holds no credential: addresses cannot carry one and remote text is sanitised.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GitError {
    /// No answer in time, or the connection broke.
    #[error(
        "failed to reach {remote}: {detail}; check the address, the network policies and the Git server"
    )]
    Unreachable {
        /// The repository's address.
        remote: String,
        /// What happened.
        detail: String,
    },
    /// The remote asked for fewer requests.
    #[error("{remote} limits the rate of requests; the next try waits longer")]
    RateLimited {
        /// The repository's address.
        remote: String,
    },
    /// The remote knows nobody by these credentials, or does not let them write.
    #[error("{remote} refused the credentials: {detail}; the Secret needs {expected}")]
    AuthenticationFailed {
        /// The repository's address.
        remote: String,
        /// What happened.
        detail: String,
        /// The Secret keys this kind of address works with.
        expected: &'static str,
    },
    /// The server's certificate or host key is not one the Secret vouches for.
    #[error("refused to talk to {remote}: {detail}")]
    HostNotTrusted {
        /// The repository's address.
        remote: String,
        /// What was presented, and what to add to the Secret if it is right.
        detail: String,
    },
    /// A hook or a branch protection refused the commit.
    #[error(
        "{remote} rejected the push to {branch}: {detail}; allow this account to push, or use another branch"
    )]
    PushRejected {
        /// The repository's address.
        remote: String,
        /// The branch.
        branch: String,
        /// What the remote said, sanitised.
        detail: String,
    },
    /// Others pushed to the branch faster than our commits could be rebuilt on top.
    #[error(
        "branch {branch} of {remote} moved during each of {tries} tries; the next try starts from its new head"
    )]
    BranchConflict {
        /// The repository's address.
        remote: String,
        /// The branch.
        branch: String,
        /// How often the commits were rebuilt.
        tries: u32,
    },
    /// The repository, or a commit asked for, does not exist.
    #[error("{what} does not exist in {remote}; check its name, and that the account may read it")]
    NotFound {
        /// What was looked for.
        what: String,
        /// The repository's address.
        remote: String,
    },
    /// A file stands where a directory of the package path should be.
    #[error(
        "package path {path} is taken by a file of another owner; choose another path or remove that file"
    )]
    PathOccupied {
        /// The package path.
        path: PackagePath,
    },
    /// A name the repository cannot hold.
    #[error(transparent)]
    InvalidName(#[from] NameError),
    /// A Secret that holds no usable credentials.
    #[error(transparent)]
    InvalidCredentials(#[from] CredentialsError),
    /// The local mirror is damaged; it is thrown away and fetched anew at the next try.
    #[error(
        "the local mirror of {remote} is unusable: {detail}; it is fetched anew at the next try"
    )]
    Corrupt {
        /// The repository's address.
        remote: String,
        /// What happened.
        detail: String,
    },
    /// The writer ended before it answered.
    #[error(
        "the writer of this repository stopped before it answered; the next try starts a new one"
    )]
    Stopped,
}

impl Classified for GitError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "GitUnreachable",
            Self::RateLimited { .. } => "GitRateLimited",
            Self::AuthenticationFailed { .. } => "GitAuthenticationFailed",
            Self::HostNotTrusted { .. } => "GitHostNotTrusted",
            Self::PushRejected { .. } => "GitPushRejected",
            Self::BranchConflict { .. } => "GitBranchConflict",
            Self::NotFound { .. } => "GitNotFound",
            Self::PathOccupied { .. } => "GitPathOccupied",
            Self::InvalidName(_) => "InvalidGitName",
            Self::InvalidCredentials(_) => "InvalidGitCredentials",
            Self::Corrupt { .. } => "GitMirrorCorrupt",
            Self::Stopped => "GitWriterStopped",
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::Unreachable { .. }
            | Self::BranchConflict { .. }
            | Self::Corrupt { .. }
            | Self::Stopped => ErrorClass::Transient,
            Self::RateLimited { .. } => ErrorClass::Throttling,
            Self::AuthenticationFailed { .. }
            | Self::HostNotTrusted { .. }
            | Self::PushRejected { .. }
            | Self::NotFound { .. }
            | Self::InvalidCredentials(_) => ErrorClass::Permanent,
            Self::PathOccupied { .. } | Self::InvalidName(_) => ErrorClass::Validation,
        }
    }
}
