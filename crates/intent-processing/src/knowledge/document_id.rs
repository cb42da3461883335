//! The name of a document: safe to show in a status and to use in a key, never a path.

use std::fmt;

use super::KnowledgeError;

/// What the ids of users' documents begin with.
pub(super) const USER: &str = "user/";
/// Longest name, in characters; the longest key of a `ConfigMap` is as long.
const LONGEST: usize = 253;

/// `amf` for a document that ships with the program, `user/site-names` for one of the user.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(String);

impl DocumentId {
    /// Of a shipped document.
    ///
    /// # Errors
    /// When the name holds anything but letters, digits, `-`, `_` and single points.
    pub fn shipped(name: &str) -> Result<Self, KnowledgeError> {
        Self::check(name).map(|()| Self(name.to_owned()))
    }

    /// Of a user's document: a `ConfigMap` key or a file name, without `.md` or `.txt`.
    ///
    /// # Errors
    /// When the name holds anything but letters, digits, `-`, `_` and single points.
    pub fn user(name: &str) -> Result<Self, KnowledgeError> {
        let stem = name
            .strip_suffix(".md")
            .or_else(|| name.strip_suffix(".txt"))
            .unwrap_or(name);
        Self::check(stem).map(|()| Self(format!("{USER}{stem}")))
    }

    /// The id as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a user added it.
    #[must_use]
    pub fn is_user(&self) -> bool {
        self.0.starts_with(USER)
    }

    /// The id without `user/`.
    pub(super) fn name(&self) -> &str {
        self.0.strip_prefix(USER).unwrap_or(&self.0)
    }

    fn check(name: &str) -> Result<(), KnowledgeError> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let fine = !name.is_empty()
            && name.len() <= LONGEST
            && name.chars().all(allowed)
            && !name.starts_with('.')
            && !name.contains("..");
        if fine {
            return Ok(());
        }
        Err(KnowledgeError::Document {
            document: name
                .chars()
                .take(LONGEST)
                .flat_map(char::escape_default)
                .collect(),
            detail: format!(
                "its name must be 1 to {LONGEST} letters, digits, -, _ or single points, not starting with a point; \
                 rename it"
            ),
        })
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
