//! Why a package cannot be generated.

use nephoran_api::{Classified, ErrorClass, ManifestFinding};

use crate::object::ObjectError;

/// Why a package cannot be generated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GenerateError {
    /// The plan, or what it renders to, breaks a rule.
    #[error("the package breaks {}; {}", count(.findings), summary(.findings))]
    Rejected {
        /// Every finding, worst first.
        findings: Vec<ManifestFinding>,
    },
    /// A value cannot be written as YAML.
    #[error(transparent)]
    Object(#[from] ObjectError),
}

/// How many findings the message spells out; the rest is counted.
const SPELLED_OUT: usize = 3;

fn errors(findings: &[ManifestFinding]) -> impl Iterator<Item = &ManifestFinding> {
    findings
        .iter()
        .filter(|finding| finding.severity == nephoran_api::Severity::Error)
}

fn count(findings: &[ManifestFinding]) -> String {
    match errors(findings).count() {
        1 => "one rule".to_owned(),
        many => format!("{many} rules"),
    }
}

fn summary(findings: &[ManifestFinding]) -> String {
    let spelled: Vec<_> = errors(findings)
        .take(SPELLED_OUT)
        .map(|finding| format!("{} {}: {}", finding.rule, finding.file, finding.message))
        .collect();
    spelled.join("; ")
}

impl Classified for GenerateError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Rejected { .. } => "PackageRejected",
            Self::Object(error) => error.reason(),
        }
    }

    fn class(&self) -> ErrorClass {
        ErrorClass::Validation
    }
}
