//! Reads a document: Markdown under an optional head in YAML, between two lines `---`.
//!
//! ```text
//! ---
//! title: User Plane Function (UPF)
//! topics: [5gc, upf]
//! sources:
//!   - 3GPP TS 23.501 clause 6.2.3
//! ---
//! The UPF forwards …
//! ```
//!
//! Strict: a key it does not know, a missing key or a control character refuses the document, with the line.

use std::borrow::Cow;

use serde::Deserialize;
use serde_saphyr::UserMessageFormatter;

use super::{KnowledgeError, document_id::DocumentId, passages};

/// The line around a head.
const FENCE: &str = "---";
/// Longest title, in characters.
const LONGEST_TITLE: usize = 200;

/// A document of the knowledge base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    pub(super) id: DocumentId,
    pub(super) title: String,
    pub(super) topics: Vec<String>,
    pub(super) sources: Vec<String>,
    pub(super) passages: Vec<Cow<'static, str>>,
}

/// The head of a document.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    title: Option<String>,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    sources: Vec<String>,
}

impl Article {
    /// Reads a document that ships with the program: every key is required, and the whole text is one passage.
    ///
    /// # Errors
    /// [`KnowledgeError::Document`] with the line.
    pub fn shipped(name: &str, text: &'static str) -> Result<Self, KnowledgeError> {
        let id = DocumentId::shipped(name)?;
        let (head, body) = split(&id, text)?;
        let missing = |key: &str| invalid(&id, 1, &format!("its head has no {key}; add it"));
        let head = head.unwrap_or_default();
        let title = head.title.ok_or_else(|| missing("title"))?;
        if head.topics.is_empty() {
            return Err(missing("topics"));
        }
        if head.sources.is_empty() {
            return Err(missing("sources"));
        }
        Ok(Self {
            title: checked_title(&id, &title)?,
            topics: head.topics,
            sources: head.sources,
            passages: vec![Cow::Borrowed(body.trim())],
            id,
        })
    }

    /// Reads a user's document. Without a title in its head, the first heading is the title, else the name; a long text
    /// becomes several passages.
    ///
    /// # Errors
    /// [`KnowledgeError::Document`] with the line.
    pub fn user(name: &str, text: &str) -> Result<Self, KnowledgeError> {
        let id = DocumentId::user(name)?;
        let text = text
            .strip_prefix('\u{feff}')
            .unwrap_or(text)
            .replace("\r\n", "\n");
        let (head, body) = split(&id, &text)?;
        let head = head.unwrap_or_default();
        let title = head
            .title
            .or_else(|| first_heading(body))
            .unwrap_or_else(|| id.name().replace(['-', '_'], " "));
        Ok(Self {
            title: checked_title(&id, &title)?,
            topics: head.topics,
            sources: head.sources,
            passages: passages::of(body).into_iter().map(Cow::Owned).collect(),
            id,
        })
    }

    /// Its name.
    #[must_use]
    pub const fn id(&self) -> &DocumentId {
        &self.id
    }

    /// What it is about, in one line.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Where its facts come from; empty for a user's document that does not say.
    #[must_use]
    pub fn sources(&self) -> &[String] {
        &self.sources
    }

    /// Its text, in the pieces that are found.
    pub fn passages(&self) -> impl ExactSizeIterator<Item = &str> {
        self.passages.iter().map(AsRef::as_ref)
    }
}

/// The head, if there is one, and the text below it.
fn split<'a>(id: &DocumentId, text: &'a str) -> Result<(Option<Head>, &'a str), KnowledgeError> {
    refuse_control_characters(id, text)?;
    let fenced = text
        .split_once('\n')
        .filter(|(first, _)| first.trim_end() == FENCE);
    let Some((_, rest)) = fenced else {
        return with_text(id, None, text);
    };
    let Some((yaml, body)) = rest.split_once("\n---\n") else {
        return Err(invalid(
            id,
            1,
            "the head that begins here never ends; close it with a line ---",
        ));
    };
    let options = serde_saphyr::options! { with_snippet: false };
    let head = serde_saphyr::from_str_with_options(yaml, options).map_err(|error| {
        // The fence is the first line of the document, so the head's first line is the second.
        let line = error.location().map_or(1, |location| location.line() + 1);
        let message = error.render_with_formatter(&UserMessageFormatter);
        invalid(
            id,
            line,
            &format!("{message}; a head holds title, topics and sources"),
        )
    })?;
    with_text(id, Some(head), body)
}

fn with_text<'a>(
    id: &DocumentId,
    head: Option<Head>,
    body: &'a str,
) -> Result<(Option<Head>, &'a str), KnowledgeError> {
    if body.trim().is_empty() {
        return Err(invalid(id, 1, "it holds no text; write some or remove it"));
    }
    Ok((head, body))
}

fn refuse_control_characters(id: &DocumentId, text: &str) -> Result<(), KnowledgeError> {
    for (index, line) in text.lines().enumerate() {
        if let Some(found) = line.chars().find(|c| c.is_control() && *c != '\t') {
            let detail = format!(
                "it holds the control character U+{:04X}; only plain text can be used",
                u32::from(found)
            );
            return Err(invalid(id, index as u64 + 1, &detail));
        }
    }
    Ok(())
}

/// One line, trimmed.
fn checked_title(id: &DocumentId, title: &str) -> Result<String, KnowledgeError> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    match title.chars().count() {
        0 => Err(invalid(id, 1, "its title is empty; give it one")),
        1..=LONGEST_TITLE => Ok(title),
        length => {
            let detail =
                format!("its title has {length} characters; shorten it to {LONGEST_TITLE}");
            Err(invalid(id, 1, &detail))
        }
    }
}

fn first_heading(body: &str) -> Option<String> {
    body.lines()
        .filter(|line| passages::is_heading(line))
        .map(|line| line.trim_start_matches('#').trim().to_owned())
        .find(|heading| !heading.is_empty())
}

fn invalid(id: &DocumentId, line: u64, what: &str) -> KnowledgeError {
    KnowledgeError::Document {
        document: id.to_string(),
        detail: format!("line {line}: {what}"),
    }
}
