//! A sentence with its understood parts underlined and explained, row by row.

use std::fmt::Write as _;
use std::ops::Range;

use nephoran_intent_processing::Span;

/// Characters of a row; what follows continues on the next one.
const WIDTH: usize = 76;
/// Marks under the parts of one row, in order; a row has room for fewer parts than there are marks.
const MARKS: &str = "123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The sentence in rows, each followed by what its parts mean.
pub(super) fn annotated(text: &str, spans: &[Span]) -> String {
    let rows = rows(text).into_iter();
    rows.map(|row| annotated_row(text, &row, spans)).collect()
}

fn annotated_row(text: &str, row: &Range<usize>, spans: &[Span]) -> String {
    let column = |byte: usize| {
        text[row.start..byte.clamp(row.start, row.end)]
            .chars()
            .count()
    };
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
            // Writing to a String does not fail.
            let _ = writeln!(legend, "    {mark} {} = {}", span.text, span.meaning);
        }
    }
    let line = |characters: Vec<char>| {
        characters
            .into_iter()
            .collect::<String>()
            .trim_end()
            .to_owned()
    };
    let shown = text[row.clone()].replace('\t', " ");
    format!(
        "  {shown}\n  {}\n  {}\n{legend}\n",
        line(underline),
        line(marks)
    )
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
                    && text[row.start..end].chars().count() <= WIDTH =>
            {
                row.end = end;
            }
            _ => rows.push(start..end),
        }
    }
    rows
}
