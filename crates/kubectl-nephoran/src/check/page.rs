//! Findings for people: one per line, worst first, with the rule and the cure.

use std::fmt::Write as _;

use nephoran_api::Severity;

use super::Report;

/// The findings and a last line that counts them.
pub(super) fn page(report: &Report) -> String {
    let mut page = String::new();
    for finding in &report.fixed {
        // Writing to a String cannot fail.
        let _ = writeln!(
            page,
            "fixed: {} {}: {}",
            finding.file, finding.rule, finding.message
        );
    }
    for finding in &report.findings {
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        let _ = writeln!(
            page,
            "{severity}: {} {}: {}",
            finding.file, finding.rule, finding.message
        );
    }
    let _ = writeln!(
        page,
        "{} files: {} errors, {} warnings, {} notes",
        report.files.len(),
        report.count(Severity::Error),
        report.count(Severity::Warning),
        report.count(Severity::Info)
    );
    page
}
