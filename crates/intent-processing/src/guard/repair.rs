//! From findings to the next turn of the conversation, twice at most.

use nephoran_api::{Classified, ErrorClass};

use super::{Finding, excerpt};
use crate::language_model::{Role, Turn};

/// Repairs before an answer is refused.
pub const MOST_REPAIRS: u8 = 2;

/// Most characters of a bad answer that the model is shown again.
const LONGEST_ECHO: usize = 2000;
/// Most findings in one turn.
const MOST_SHOWN: usize = 20;

/// Why no answer of a model is accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the model's answer is refused after {repairs} repairs: {}; reword the intent, choose another model, or set processing.provider to builtin", summary(.findings))]
pub struct Refusal {
    /// Repairs that were tried.
    pub repairs: u8,
    /// What is wrong with the last answer.
    pub findings: Vec<Finding>,
}

impl Classified for Refusal {
    fn reason(&self) -> &'static str {
        "AnswerRefused"
    }

    fn class(&self) -> ErrorClass {
        ErrorClass::Permanent
    }
}

/// The first findings in one line.
fn summary(findings: &[Finding]) -> String {
    let shown: Vec<String> = findings.iter().take(3).map(line).collect();
    let more = findings.len().saturating_sub(shown.len());
    let rest = if more > 0 {
        format!(", and {more} more")
    } else {
        String::new()
    };
    format!("{}{rest}", shown.join(", "))
}

fn line(finding: &Finding) -> String {
    let place = if finding.path.is_empty() {
        "the answer"
    } else {
        &finding.path
    };
    format!("{} at {place} ({})", finding.rule, finding.message)
}

/// How often one question has been repaired.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repairs {
    done: u8,
}

impl Repairs {
    /// Repairs so far.
    #[must_use]
    pub const fn count(&self) -> u8 {
        self.done
    }

    /// The two turns that follow a bad answer: a bounded excerpt of it, and what is wrong with it.
    ///
    /// # Errors
    /// The refusal, when [`MOST_REPAIRS`] have been tried.
    pub fn next(&mut self, bad_reply: &str, findings: Vec<Finding>) -> Result<[Turn; 2], Refusal> {
        if self.done >= MOST_REPAIRS {
            return Err(Refusal {
                repairs: self.done,
                findings,
            });
        }
        self.done += 1;
        let echo = excerpt(bad_reply, LONGEST_ECHO);
        // Some APIs do not take an empty turn.
        let echo = if echo.trim().is_empty() {
            "(nothing)".to_owned()
        } else {
            echo
        };
        Ok([
            Turn {
                role: Role::Assistant,
                text: echo,
            },
            Turn {
                role: Role::User,
                text: demand(&findings),
            },
        ])
    }
}

fn demand(findings: &[Finding]) -> String {
    let mut text = String::from("That answer cannot be used:\n");
    for finding in findings.iter().take(MOST_SHOWN) {
        text.push_str("- ");
        text.push_str(&line(finding));
        text.push('\n');
    }
    if findings.len() > MOST_SHOWN {
        text.push_str("- and more of the same\n");
    }
    text.push_str("Answer again with one whole JSON object of the schema. Keep what the intent says, leave out what it does not say, and ask in unresolved where it is unclear.");
    text
}
