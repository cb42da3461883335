//! Commit messages: what people read, and the trailers by which a commit names the intent it serves.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use super::names::NameError;

const INTENT: &str = "Nephoran-Intent";
const GENERATION: &str = "Nephoran-Generation";
const AMENDED_BY: &str = "Nephoran-Amended-By";
const DIGEST: &str = "Nephoran-Digest";

/// Longest free text of a message, in characters.
const MAX_TEXT: usize = 4096;

/// One line of a trailer's value: printable, not empty, at most 512 bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TrailerValue(String);

impl FromStr for TrailerValue {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let printable = !text.chars().any(char::is_control);
        if text.trim() == text && !text.is_empty() && text.len() <= 512 && printable {
            Ok(Self(text.to_owned()))
        } else {
            Err(NameError::new(
                "commit trailer",
                text,
                "one line of 1 to 512 printable bytes is expected",
            ))
        }
    }
}

impl fmt::Display for TrailerValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Which intent a commit serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trailers {
    /// The owning intent, `namespace/name`.
    pub intent: TrailerValue,
    /// The generation of the intent the content derives from.
    pub generation: u64,
    /// The amendments the content includes, `namespace/name` each, in the order they apply.
    pub amended_by: Vec<TrailerValue>,
    /// The digest of the artefact, `sha256:…`.
    pub digest: Option<TrailerValue>,
}

impl Trailers {
    /// Reads the trailers of a commit; `None` when it is not one of ours.
    #[must_use]
    pub fn read(message: &str) -> Option<Self> {
        let found = git2::message_trailers_strs(message).ok()?;
        let values = |key: &'static str| {
            found
                .iter()
                .filter(move |(name, _)| *name == key)
                .map(|(_, value)| value)
        };
        Some(Self {
            intent: values(INTENT).next()?.parse().ok()?,
            generation: values(GENERATION).next()?.parse().ok()?,
            amended_by: values(AMENDED_BY)
                .map(str::parse)
                .collect::<Result<_, _>>()
                .ok()?,
            digest: values(DIGEST).next().map(str::parse).transpose().ok()?,
        })
    }

    /// The whole message: `text`, cleaned, then the trailers as its last paragraph, where no text can forge them.
    pub(super) fn message(&self, text: &str) -> String {
        let clean = |character: &char| *character == '\n' || !character.is_control();
        let text: String = text.chars().filter(clean).take(MAX_TEXT).collect();
        let mut message = match text.trim() {
            "" => format!("Update {}", self.intent),
            text => text.to_owned(),
        };
        // Writing to a String cannot fail.
        let _ = write!(
            message,
            "\n\n{INTENT}: {}\n{GENERATION}: {}\n",
            self.intent, self.generation
        );
        for amendment in &self.amended_by {
            let _ = writeln!(message, "{AMENDED_BY}: {amendment}");
        }
        if let Some(digest) = &self.digest {
            let _ = writeln!(message, "{DIGEST}: {digest}");
        }
        message
    }
}

/// Who a commit says it is by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    name: String,
    email: String,
}

impl Author {
    /// A name and an e-mail address, as commits show them.
    pub fn new(name: &str, email: &str) -> Result<Self, NameError> {
        let plain = |text: &str| {
            !text.trim().is_empty()
                && text.len() <= 256
                && !text.contains(['<', '>'])
                && !text.chars().any(char::is_control)
        };
        for part in [name, email] {
            if !plain(part) {
                return Err(NameError::new(
                    "commit author",
                    part,
                    "1 to 256 bytes without < > or control characters",
                ));
            }
        }
        Ok(Self {
            name: name.to_owned(),
            email: email.to_owned(),
        })
    }

    pub(super) fn signature_now(&self) -> Result<git2::Signature<'static>, git2::Error> {
        git2::Signature::now(&self.name, &self.email)
    }
}
