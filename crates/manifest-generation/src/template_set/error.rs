//! Why a template set cannot be used, or a template gives no configuration.

use std::error::Error;

use serde::de::IgnoredAny;

/// Why a template gives no configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("template {template}{}: {reason}", .line.map(|line| format!(" line {line}")).unwrap_or_default())]
pub struct TemplateError {
    /// Name of the template.
    pub template: String,
    /// Line of the template, from 1.
    pub line: Option<usize>,
    /// What is wrong.
    pub reason: String,
}

impl TemplateError {
    /// The innermost place an error names: of a template that extends or includes another, the one that is wrong.
    pub(super) fn of(template: &str, error: &minijinja::Error) -> Self {
        let mut error = error;
        while let Some(cause) = error.source().and_then(<dyn Error>::downcast_ref) {
            error = cause;
        }
        let mut reason = error.kind().to_string();
        if let Some(detail) = error.detail() {
            reason = format!("{reason}: {detail}");
        }
        Self {
            template: error.name().unwrap_or(template).to_owned(),
            line: error.line(),
            reason,
        }
    }
}

/// Why a template set cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateSetError {
    /// There is no description.
    #[error("the set has no set.yaml; add one that names the functions its templates are for")]
    NoDescription,
    /// The description cannot be read.
    #[error("set.yaml cannot be read: {0}")]
    Description(String),
    /// A file of the description has a name no file may have.
    #[error(
        "set.yaml: {0:?} cannot be the name of a configuration file; use letters, digits, '-', '_' and '.'"
    )]
    FileName(String),
    /// The description names a template that does not exist.
    #[error("set.yaml names the template {0}, which neither the set nor the built-in one has")]
    NoSuchTemplate(String),
    /// A template is larger than a set may hold.
    #[error("template {template} has {bytes} bytes; at most {most} are read")]
    TooLarge {
        /// Name of the template.
        template: String,
        /// Its size.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// A template uses a tag that could take any amount of memory.
    #[error(
        "template {template} line {line}: the tag {tag:?} is not available to templates of a ConfigMap; write the text out, or extend a built-in template and fill its blocks"
    )]
    Tag {
        /// Name of the template.
        template: String,
        /// Line of the tag, from 1.
        line: usize,
        /// The tag.
        tag: String,
    },
    /// A template cannot be compiled.
    #[error(transparent)]
    Template(#[from] TemplateError),
}

/// A configuration in a format this crate knows is readable: what a program would refuse at start is refused here.
pub(super) fn well_formed(file: &str, text: &str, template: &str) -> Result<(), TemplateError> {
    let problem = match file.rsplit_once('.').map(|(_, extension)| extension) {
        Some("yaml" | "yml") => serde_saphyr::from_str::<IgnoredAny>(text)
            .err()
            .map(|error| error.to_string()),
        Some("json") => serde_json::from_str::<IgnoredAny>(text)
            .err()
            .map(|error| error.to_string()),
        _ => None,
    };
    match problem {
        Some(problem) => Err(TemplateError {
            template: template.to_owned(),
            line: None,
            reason: format!("{file} is not readable: {problem}"),
        }),
        None => Ok(()),
    }
}
