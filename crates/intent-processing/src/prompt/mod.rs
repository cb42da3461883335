//! Prompts: what a language model is told, from versioned templates and within a budget of tokens.
//!
//! Instructions stand in the system part; everything that others wrote (the intent, hints, passages) stands in the
//! user part, in blocks whose mark is derived from their content, so no text can close its own block. A prompt is only
//! the first line of defence: whatever comes back goes through the [`crate::guard`].

mod budget;
mod templates;

use nephoran_api::{Classified, Digest, ErrorClass, IntentHints};

use crate::knowledge::Passage;

pub use budget::estimated_tokens;
pub use templates::VERSION;

/// What a prompt is made of.
#[derive(Clone, Debug)]
pub struct PromptInput<'a> {
    /// The text of the intent.
    pub text: &'a str,
    /// Its typed hints.
    pub hints: &'a IntentHints,
    /// Passages of the knowledge base, best first.
    pub passages: &'a [Passage],
    /// Text that the user wants in front of our instructions.
    pub system_prompt: Option<&'a str>,
    /// The model's context window, in tokens.
    pub context_window: u32,
    /// Tokens kept free for the answer.
    pub max_tokens: u32,
}

/// A prompt.
#[derive(Clone, Debug, PartialEq)]
pub struct Prompt {
    /// The instructions.
    pub system: String,
    /// The question.
    pub user: String,
    /// Digest of both and of the templates' version.
    pub digest: Digest,
    /// The passages that found room, in their order; the last may be cut.
    pub passages: Vec<Passage>,
}

/// Why there is no prompt.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PromptError {
    /// Instructions and intent alone are too long.
    #[error(
        "the prompt needs about {needed} tokens and {max_tokens} for the answer, and the context window has {context_window}; raise contextWindow, lower maxTokens, or shorten systemPrompt"
    )]
    ContextWindowTooSmall {
        /// Estimated tokens of what is never cut.
        needed: u32,
        /// Tokens kept free for the answer.
        max_tokens: u32,
        /// The model's context window.
        context_window: u32,
    },
    /// A template of this build cannot be rendered.
    #[error("failed to render prompt template version {version}: {detail}; this is a fault of the build", version = VERSION)]
    Template {
        /// What is wrong with it.
        detail: String,
    },
}

impl Classified for PromptError {
    fn reason(&self) -> &'static str {
        match self {
            Self::ContextWindowTooSmall { .. } => "ContextWindowTooSmall",
            Self::Template { .. } => "PromptTemplateInvalid",
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::ContextWindowTooSmall { .. } => ErrorClass::Validation,
            Self::Template { .. } => ErrorClass::Permanent,
        }
    }
}

/// Composes the prompt for one intent; the same input gives the same prompt.
///
/// What does not fit is dropped in this order: the passages with the lowest scores, down to one; the examples, the last
/// first; the end of the remaining passage, and then the passage. The instructions, the user's own text in front of
/// them, the hints and the intent are never cut.
///
/// # Errors
/// When what is never cut does not fit into the context window.
pub fn compose(input: &PromptInput<'_>) -> Result<Prompt, PromptError> {
    let (contents, system, user) = budget::fit(input)?;
    Ok(Prompt {
        digest: Digest::of(&(VERSION, &system, &user)),
        system,
        user,
        passages: contents.passages,
    })
}
