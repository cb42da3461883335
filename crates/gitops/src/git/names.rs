//! Names that reach Git: branches, package paths, file paths and object identifiers.
//!
//! A value of these types cannot climb out of the repository, look like a command-line option or carry a control
//! character, so nothing behind them checks again.

use std::fmt;
use std::str::FromStr;

/// Longest branch name, in bytes; Git hosts refuse longer ones.
const MAX_BRANCH_BYTES: usize = 200;
/// Longest path, in bytes, of a package or of a file inside one.
const MAX_PATH_BYTES: usize = 512;

/// Why a name was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid {kind} {value:?}: {problem}")]
pub struct NameError {
    /// What the name was meant to be.
    pub kind: &'static str,
    /// The refused text; empty where it could hold a credential.
    pub value: String,
    /// What is wrong and what is allowed.
    pub problem: &'static str,
}

impl NameError {
    pub(super) fn new(kind: &'static str, value: &str, problem: &'static str) -> Self {
        Self {
            kind,
            value: value.chars().take(MAX_BRANCH_BYTES).collect(),
            problem,
        }
    }
}

/// A branch of a repository, without `refs/heads/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BranchName(String);

impl FromStr for BranchName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let refuse = |problem| Err(NameError::new("branch name", text, problem));
        if text.len() > MAX_BRANCH_BYTES {
            return refuse("longer than 200 bytes");
        }
        if text.starts_with('-') || text.contains("/-") {
            return refuse("no part may start with a dash");
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return refuse("only printable ASCII without spaces is allowed");
        }
        // git's own rules (git-check-ref-format): no "..", "@{", ".lock", "~^:?*[\", empty parts.
        if !git2::Reference::is_valid_name(&format!("refs/heads/{text}")) {
            return refuse("not a valid Git reference; see git-check-ref-format");
        }
        Ok(Self(text.to_owned()))
    }
}

impl BranchName {
    /// The full reference, `refs/heads/…`.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("refs/heads/{}", self.0)
    }
}

/// The directory of one package, relative to the root of the repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackagePath(String);

impl FromStr for PackagePath {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        check_path("package path", text)?;
        if text.split('/').any(|segment| segment.starts_with('.')) {
            return Err(NameError::new(
                "package path",
                text,
                "no directory of a package may start with a dot",
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

/// A file of a package, relative to the package's directory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PathInPackage(String);

impl FromStr for PathInPackage {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        check_path("file path", text)?;
        Ok(Self(text.to_owned()))
    }
}

/// The rules both kinds of path share.
fn check_path(kind: &'static str, text: &str) -> Result<(), NameError> {
    let refuse = |problem| Err(NameError::new(kind, text, problem));
    if text.len() > MAX_PATH_BYTES {
        return refuse("longer than 512 bytes");
    }
    for segment in text.split('/') {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-+@".contains(&byte);
        if segment.is_empty() {
            return refuse("it must be relative, without empty parts");
        }
        if !segment.bytes().all(allowed) {
            return refuse("only letters, digits and ._-+@ are allowed between slashes");
        }
        if segment.starts_with('-') {
            return refuse("no part may start with a dash");
        }
        if segment.ends_with('.') {
            return refuse("no part may end with a dot");
        }
        if segment
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case(".git"))
        {
            return refuse("names starting with .git belong to Git");
        }
    }
    Ok(())
}

/// What every textual name offers.
macro_rules! textual {
    ($($name:ident),+) => {$(
        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )+};
}
textual!(BranchName, PackagePath, PathInPackage);

/// The identifier of a commit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommitId(pub(super) git2::Oid);

/// The identifier of a package's tree: equal exactly when names and contents of all files are equal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreeHash(pub(super) git2::Oid);

/// What both object identifiers offer; their text is 40 lower-case hexadecimal digits.
macro_rules! object_identifier {
    ($($name:ident $kind:literal),+) => {$(
        impl FromStr for $name {
            type Err = NameError;

            fn from_str(text: &str) -> Result<Self, NameError> {
                let full = text.len() == 40 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
                full.then(|| git2::Oid::from_str(text).ok())
                    .flatten()
                    .map(Self)
                    .ok_or_else(|| NameError::new($kind, text, "40 lower-case hexadecimal digits are expected"))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{}({})", stringify!($name), self.0)
            }
        }
    )+};
}
object_identifier!(CommitId "commit", TreeHash "tree");
