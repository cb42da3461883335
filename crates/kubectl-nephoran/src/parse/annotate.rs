//! A sentence with its understood parts underlined and explained, row by row.

use std::{fmt::Write as _, ops::Range};

use nephoran_intent_processing::Span;
use unicode_width::UnicodeWidthStr;

use super::page::hanging;

/// Columns of a row; what follows continues on the next one.
const WIDTH: usize = 76;
/// Marks under the parts of one row, in order; a row has room for fewer parts than there are marks.
const MARKS: &str = "123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The sentence in rows, each followed by what its parts mean.
pub(super) fn annotated(text: &str, spans: &[Span]) -> String {
    let rows = rows(text).into_iter();
    rows.map(|row| annotated_row(text, &row, spans)).collect()
}

fn annotated_row(text: &str, row: &Range<usize>, spans: &[Span]) -> String {
    let column = |byte: usize| text[row.start..byte.clamp(row.start, row.end)].width();
    let mut underline = vec![' '; column(row.end)];
    let mut marks = underline.clone();
    let mut legend = String::new();
    let mut unused = MARKS.chars();
    for span in spans
        .iter()
        .filter(|span| span.start < row.end && span.end > row.start)
    {
        underline[column(span.start)..column(span.end)].fill('~');
        // A part that began on the row above was explained there.
        if span.start >= row.start
            && let Some(mark) = unused.next()
        {
            marks[column(span.start)] = mark;
            let explained = format!("{} = {}", span.text, span.meaning);
            legend += &hanging(&format!("    {mark} "), &explained);
        }
    }
    let mut written = format!("  {}\n", text[row.clone()].replace('\t', " "));
    for line in [underline, marks] {
        let line: String = line.into_iter().collect();
        // A row of which nothing was understood has nothing below it.
        if !line.trim().is_empty() {
            // Writing to a String cannot fail.
            let _ = writeln!(written, "  {}", line.trim_end());
        }
    }
    written + &legend + "\n"
}

/// The rows of the text as byte ranges: broken at line ends and where the width is used up.
fn rows(text: &str) -> Vec<Range<usize>> {
    let mut rows: Vec<Range<usize>> = Vec::new();
    for word in text.split_whitespace() {
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        let end = start + word.len();
        match rows.last_mut() {
            Some(row)
                if !text[row.end..start].contains('\n')
                    && text[row.start..end].width() <= WIDTH =>
            {
                row.end = end;
            }
            _ => rows.push(start..end),
        }
    }
    rows
}
