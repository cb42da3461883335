//! Findings for code scanning: SARIF 2.1.0 (OASIS).

use std::path::Path;

use nephoran_api::Severity;
use nephoran_manifest_generation::check::RULES;
use serde_json::{Value, json};

use super::Report;

/// The log of one run; files are relative to the working directory, as the readers of SARIF expect.
pub(super) fn log(report: &Report, directory: &Path) -> Value {
    let rules: Vec<_> = RULES
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "shortDescription": {"text": rule.title},
                "help": {"text": format!("Source: {}", rule.source)},
                "defaultConfiguration": {"level": level(rule.severity)},
            })
        })
        .collect();
    let results: Vec<_> = report
        .findings
        .iter()
        .map(|finding| {
            let path = directory.join(&finding.file);
            json!({
                "ruleId": finding.rule,
                "ruleIndex": RULES.iter().position(|rule| rule.id == finding.rule),
                "level": level(finding.severity),
                "message": {"text": finding.message},
                "locations": [{"physicalLocation": {"artifactLocation": {
                    "uri": path.to_string_lossy().trim_start_matches("./"),
                }}}],
            })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "kubectl-nephoran check",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            }},
            "results": results,
        }],
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
