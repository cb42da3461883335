//! Tables with a row of headings: "| NF | replicas | namespace |" and below it "| AMF | 3 | core-a |".
//!
//! Works on lexemes before any rule reads them: the separator in front of a cell becomes what its column is about, and a cell
//! below the name of a kind of place becomes a place. A table whose rows differ in length is left as it is.

use std::ops::Range;

use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::naming;
use crate::builtin::shorthand::{silence, symbol};
use crate::builtin::standing;
use crate::builtin::term::{Link, Noun, Place, Term};
use crate::builtin::token::{Token, chunk_end};

/// Fewest separators of a table: a heading and a row of two cells each.
const FEWEST: usize = 6;

/// What a column is about.
#[derive(Clone, Copy, PartialEq)]
enum Column {
    /// A value of this.
    Value(Term),
    /// The name of a place.
    Place(Place),
    /// Functions that call, or are called.
    Way(Link),
    /// What is there now.
    Now,
    /// What is wanted.
    Wanted,
    /// Anything else.
    Other,
}

/// Writes out every table.
pub(crate) fn apply(tokens: &[Token<'_>], lexemes: &mut Vec<Lexeme>) {
    let Some(rows) = rows(lexemes) else { return };
    let columns: Vec<Column> = rows[0]
        .iter()
        .map(|cell| column(tokens, lexemes, cell))
        .collect();
    if columns.iter().all(|column| *column == Column::Other) {
        return;
    }
    let compares = columns.contains(&Column::Wanted)
        || columns.contains(&Column::Value(Term::Noun(Noun::Replica)));
    for cell in &rows[0] {
        silence(&mut lexemes[cell.clone()]);
    }
    // From behind: a name that is drawn together moves only what was written out already.
    for row in rows[1..].iter().rev() {
        // Every row speaks for itself.
        if let Some(closing) = row.last().and_then(|cell| lexemes.get_mut(cell.end)) {
            closing.kind = Kind::Symbol(';');
        }
        for (cell, column) in row.iter().zip(&columns).rev() {
            fill(tokens, lexemes, cell, *column, compares);
        }
    }
}

/// The cells of every row, where all rows have as many as the first and it names no value.
fn rows(lexemes: &[Lexeme]) -> Option<Vec<Vec<Range<usize>>>> {
    let is_separator = |at: usize| symbol(lexemes, at) == Some('|');
    let first = (0..lexemes.len()).find(|at| is_separator(*at))?;
    let separators = lexemes
        .iter()
        .filter(|lexeme| lexeme.kind == Kind::Symbol('|'))
        .count();
    if separators < FEWEST {
        return None;
    }
    let (mut rows, mut row, mut start) = (Vec::new(), Vec::new(), first + 1);
    for at in first + 1..lexemes.len() {
        if !is_separator(at) {
            continue;
        }
        if start < at {
            row.push(start..at);
        } else if !row.is_empty() {
            // Two separators in a row: the line ends between them.
            rows.push(std::mem::take(&mut row));
        }
        start = at + 1;
    }
    if !row.is_empty() {
        rows.push(row);
    }
    let width = rows.first()?.len();
    let named = rows[0].iter().all(|cell| {
        cell.clone().all(|at| {
            !matches!(
                lexemes[at].kind,
                Kind::Number(_)
                    | Kind::Quantity(..)
                    | Kind::Place(..)
                    | Kind::Term(Term::Function(_))
            )
        })
    });
    let even = rows.len() > 1 && rows.iter().all(|row| row.len() == width);
    (named && even && width > 1).then_some(rows)
}

/// What the column below a heading is about.
fn column(tokens: &[Token<'_>], lexemes: &[Lexeme], cell: &Range<usize>) -> Column {
    let first = lexemes[cell.start].first;
    let words = &tokens[first..lexemes[cell.end - 1].next];
    let says = |list: &[&str]| {
        words
            .iter()
            .any(|token| list.contains(&token.norm.as_ref()))
    };
    if says(standing::SHALL) {
        return Column::Wanted;
    }
    if says(standing::IS) || says(&["now", "today"]) {
        return Column::Now;
    }
    let mut terms = cell.clone().filter_map(|at| match lexemes[at].kind {
        Kind::Term(Term::Stop) => None,
        Kind::Term(term) => Some(term),
        _ => None,
    });
    match (terms.next(), terms.next()) {
        (Some(Term::Noun(Noun::Place(place))), None) => Column::Place(place),
        (Some(Term::Link(link @ (Link::From | Link::To))), None) => Column::Way(link),
        (
            Some(
                term @ (Term::Noun(
                    Noun::Replica
                    | Noun::Cpu
                    | Noun::Memory
                    | Noun::Storage
                    | Noun::Version
                    | Noun::FiveQi
                    | Noun::Sst
                    | Noun::Sd,
                )
                | Term::Metric(_)
                | Term::Link(Link::Minimum | Link::Maximum)),
            ),
            None,
        ) => Column::Value(term),
        _ => Column::Other,
    }
}

/// Writes what a column is about in front of one of its cells.
fn fill(
    tokens: &[Token<'_>],
    lexemes: &mut Vec<Lexeme>,
    cell: &Range<usize>,
    column: Column,
    compares: bool,
) {
    let value = cell.len() == 1
        && matches!(
            lexemes[cell.start].kind,
            Kind::Number(_) | Kind::Quantity(..) | Kind::Version(_) | Kind::Range(..)
        );
    let named = matches!(
        lexemes[cell.start].kind,
        Kind::Term(Term::Function(_)) | Kind::Instance(..)
    );
    let separator = cell.start - 1;
    // "| --- | --- |"
    if cell
        .clone()
        .all(|at| matches!(symbol(lexemes, at), Some('-' | ':' | '=')))
    {
        silence(&mut lexemes[cell.clone()]);
        return;
    }
    match column {
        Column::Way(link) if named => lexemes[separator].kind = Kind::Term(Term::Link(link)),
        Column::Value(term) if value => lexemes[separator].kind = Kind::Term(term),
        Column::Wanted if value => lexemes[separator].kind = Kind::Term(Term::Link(Link::To)),
        Column::Now if value && compares => silence(&mut lexemes[cell.clone()]),
        Column::Place(place) => {
            let first = lexemes[cell.start].first;
            let last = lexemes[cell.end - 1].next;
            if chunk_end(tokens, first) == last {
                let name = naming::chunk_text(tokens, first);
                lexemes.drain(cell.start + 1..cell.end);
                lexemes[cell.start].kind = Kind::Place(place, name);
                lexemes[cell.start].next = last;
            }
        }
        _ => {}
    }
}
