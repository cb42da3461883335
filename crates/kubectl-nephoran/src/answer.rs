//! What a command answers: text, notes, and one of four exit codes.

use std::io::{self, Write};
use std::process::ExitCode;

use serde::Serialize;

/// How a command ended. Usage errors end with 2 before a command runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// 0: all is well.
    Fine,
    /// 1: it could not be done.
    Failed,
    /// 3: it was done, and the answer is "not yet": a question is open, or something is not healthy.
    NotYet,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fine => Self::SUCCESS,
            Outcome::Failed => Self::FAILURE,
            Outcome::NotYet => Self::from(3),
        }
    }
}

/// What a command prints, and how it ended.
#[derive(Debug)]
pub(crate) struct Answer {
    /// For standard output.
    pub(crate) text: String,
    /// Sentences for standard error, so that they never mix with what a program reads.
    pub(crate) notes: Vec<String>,
    /// How it ended.
    pub(crate) outcome: Outcome,
}

impl Answer {
    /// Prints the answer. A reader that closes the pipe early, like `head`, has read enough.
    pub(crate) fn give(self) -> ExitCode {
        for note in &self.notes {
            eprintln!("{note}");
        }
        match io::stdout().lock().write_all(self.text.as_bytes()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                eprintln!("error: failed to write to standard output: {error}");
                Outcome::Failed.into()
            }
            _ => self.outcome.into(),
        }
    }
}

/// A value as indented JSON with a line end.
pub(crate) fn json<T: Serialize>(value: &T) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}
