//! The sentences of an answer: short, few, plain. They are shown to people and are never acted on.

use super::Check;

/// Longest assumption, in characters; the parser's own longest is about half of this.
const LONGEST_ASSUMPTION: usize = 400;
/// Characters that plain sentences about networks do without, and markup, shells and templates need.
const MARKUP: &[char] = &['{', '}', '<', '>', '`', '$', '|', '\\'];

pub(super) fn check(check: &mut Check<'_>) {
    let model = check.model;
    for (index, assumption) in model.assumptions.iter().enumerate() {
        let path = format!("/assumptions/{index}");
        sentence(check, path, assumption, LONGEST_ASSUMPTION);
    }
    for (index, open) in model.unresolved.iter().enumerate() {
        let path = format!("/unresolved/{index}");
        if open.question.trim().is_empty() {
            check.note(
                "EmptyQuestion",
                format!("{path}/question"),
                "an unresolved entry needs a question",
            );
        }
        sentence(check, format!("{path}/question"), &open.question, 500);
    }
}

fn sentence(check: &mut Check<'_>, path: String, text: &str, longest: usize) {
    if text.chars().count() > longest {
        check.out_of_range(path, &format!("at most {longest} characters"));
    } else if text.contains(MARKUP) || text.contains("://") || text.contains("kubectl") {
        check.note(
            "NotPlainText",
            path,
            "write a plain sentence without markup, addresses or commands",
        );
    }
}
