//! Why a catalogue cannot be used.

use crate::network_function::NetworkFunctionType;

/// A catalogue that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// Not YAML, or not the two sections of a catalogue file.
    #[error("failed to read catalogue file {file}: {message}")]
    Syntax {
        /// The file.
        file: String,
        /// What is wrong, with line and column where known.
        message: String,
    },
    /// A field is missing, unknown, or has a value that contradicts the standards or itself.
    #[error("{file}: {path}: {message}")]
    Invalid {
        /// The file.
        file: String,
        /// The field, for example `templates.AMF.interfaces.N2.port`.
        path: String,
        /// What is wrong and what would be right.
        message: String,
    },
    /// Hard dependencies lead back to where they began, so nothing could start first.
    #[error("{file}: hard dependencies form a cycle: {}; make one of them soft", join(.functions))]
    Cycle {
        /// The last file that says something about one of the functions.
        file: String,
        /// The types on the cycle.
        functions: Vec<NetworkFunctionType>,
    },
}

impl CatalogueError {
    /// The file to correct.
    #[must_use]
    pub fn file(&self) -> &str {
        match self {
            Self::Syntax { file, .. } | Self::Invalid { file, .. } | Self::Cycle { file, .. } => {
                file
            }
        }
    }

    /// The bounded reason for conditions and metrics.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "CatalogueSyntax",
            Self::Invalid { .. } => "CatalogueInvalid",
            Self::Cycle { .. } => "CatalogueCycle",
        }
    }
}

fn join(functions: &[NetworkFunctionType]) -> String {
    let names: Vec<_> = functions.iter().map(|function| function.as_str()).collect();
    names.join(" → ")
}
