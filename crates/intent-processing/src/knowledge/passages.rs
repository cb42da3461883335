//! Cuts a long text into passages: whole paragraphs, as many as fit, without overlap.

/// Longest passage, in bytes of UTF-8. About 300 tokens, so that five passages leave room in any context window.
const LONGEST: usize = 1_200;

/// The passages of a text, in its order. A heading stands in front of what follows it.
pub(super) fn of(text: &str) -> Vec<String> {
    let mut passages: Vec<String> = Vec::new();
    let mut open = String::new();
    let mut only_headings = true;
    for paragraph in paragraphs(text) {
        let heading = paragraph.lines().all(is_heading);
        let full = open.len() + paragraph.len() + 2 > LONGEST;
        if !open.is_empty() && (full || heading && !only_headings) {
            passages.push(std::mem::take(&mut open));
            only_headings = true;
        }
        if !open.is_empty() {
            open.push_str("\n\n");
        }
        only_headings &= heading;
        open.push_str(&paragraph);
        if open.len() > LONGEST {
            let pieces = pieces(&open);
            passages.extend(pieces.into_iter().map(str::to_owned));
            open.clear();
            only_headings = true;
        }
    }
    if !open.is_empty() {
        passages.push(open);
    }
    passages
}

/// `# …` to `###### …`.
pub(super) fn is_heading(line: &str) -> bool {
    let level = line.len() - line.trim_start_matches('#').len();
    (1..=6).contains(&level) && line[level..].starts_with(' ')
}

/// Runs of lines that hold something.
fn paragraphs(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().chain(std::iter::once("")) {
        let line = line.trim_end();
        if !line.is_empty() {
            lines.push(line);
        } else if !lines.is_empty() {
            found.push(lines.join("\n"));
            lines.clear();
        }
    }
    found
}

/// A text longer than a passage, cut after a line, a sentence or a word where there is one.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while rest.len() > LONGEST {
        let most = &rest[..rest.floor_char_boundary(LONGEST)];
        let end = ["\n", ". ", " "]
            .iter()
            .find_map(|gap| most.rfind(gap).map(|at| at + gap.len()))
            .filter(|end| *end > LONGEST / 2)
            .or_else(|| most.rfind(' ').map(|at| at + 1))
            .unwrap_or(most.len());
        let (piece, after) = rest.split_at(end);
        pieces.push(piece.trim());
        rest = after.trim_start();
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}
