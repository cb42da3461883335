//! Findings for build servers: `JUnit` XML, a test case per file.

use std::fmt::Write as _;

use nephoran_api::{ManifestFinding, Severity};

use super::Report;

/// One suite: a file without an error passes.
pub(super) fn suites(report: &Report) -> String {
    let mut places: Vec<&str> = report.files.iter().map(String::as_str).collect();
    // Findings about the folder as a whole have a place of their own.
    places.extend(report.findings.iter().map(|finding| finding.file.as_str()));
    places.sort_unstable();
    places.dedup();
    let failures = places
        .iter()
        .filter(|place| errors(report, place).next().is_some())
        .count();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"kubectl-nephoran check\" tests=\"{}\" failures=\"{failures}\">\n",
        places.len()
    );
    for place in places {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "    <testcase classname=\"manifests\" name=\"{}\"",
            escaped(place)
        );
        let messages: Vec<_> = errors(report, place)
            .map(|finding| format!("{}: {}", finding.rule, finding.message))
            .collect();
        if messages.is_empty() {
            text.push_str("/>\n");
        } else {
            let _ = write!(
                text,
                ">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                escaped(&messages[0]),
                escaped(&messages.join("\n"))
            );
        }
    }
    text.push_str("  </testsuite>\n</testsuites>\n");
    text
}

fn errors<'a>(report: &'a Report, place: &'a str) -> impl Iterator<Item = &'a ManifestFinding> {
    let of = move |finding: &&ManifestFinding| {
        finding.file == place && finding.severity == Severity::Error
    };
    report.findings.iter().filter(of)
}

/// Text as XML holds it; characters XML 1.0 has no way to write are replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            other if other.is_control() => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}
