//! Tables with a row of headings: "| NF | replicas | namespace |" and below it "| AMF | 3 | core-a |", or the same without the
//! bars around it.
//!
//! Works on lexemes before any rule reads them: the bar in front of a cell becomes what its column is about, so that every rule
//! reads "AMF replicas 3", and a cell below the name of a kind of place becomes a place. Rows with more or fewer cells than
//! there are headings are left as they are.

use std::ops::Range;

use crate::builtin::lexeme::{Kind, Lexeme, begins_line};
use crate::builtin::shorthand::{silence, symbol};
use crate::builtin::standing;
use crate::builtin::term::{Link, Metric, Noun, Place, Term};
use crate::builtin::token::{Token, chunk_end};
use crate::builtin::unit::{self, Unit};

/// Fewest bars of a table: a heading and a row of two cells each.
const FEWEST: usize = 2;

/// A row: where it stands, and its cells; the bars around it are in none.
struct Row {
    span: Range<usize>,
    cells: Vec<Range<usize>>,
}

/// What a column is about.
#[derive(Clone, Copy, PartialEq)]
enum Column {
    /// A value of this, or what stands behind this link.
    Value(Term),
    /// The name of a place.
    Place(Place),
    /// What is there now.
    Now,
    /// Anything else.
    Other,
}

/// Writes out every table.
pub(crate) fn apply(text: &str, tokens: &[Token<'_>], lexemes: &mut Vec<Lexeme>) {
    let bars = lexemes
        .iter()
        .filter(|lexeme| matches!(lexeme.kind, Kind::Symbol('|')));
    if bars.count() < FEWEST {
        return;
    }
    let rows = rows(text, tokens, lexemes);
    let mut tables = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let head = &rows[at];
        at += 1;
        let Some(columns) = columns(tokens, lexemes, head) else {
            continue;
        };
        let below = rows[at..]
            .iter()
            .take_while(|row| row.cells.len() == head.cells.len() || is_rule(lexemes, row));
        let body = &rows[at..at + below.count()];
        if body.iter().any(|row| !is_rule(lexemes, row)) {
            at += body.len();
            tables.push((head, body, columns));
        }
    }
    // From behind: a name that is drawn together moves only what was written out already.
    for (head, body, columns) in tables.into_iter().rev() {
        for row in body.iter().rev() {
            write_out(text, tokens, lexemes, row, &columns);
        }
        for lexeme in &mut lexemes[head.span.clone()] {
            if !matches!(lexeme.kind, Kind::Term(Term::Verb(_))) {
                lexeme.kind = Kind::Term(Term::Stop);
            }
        }
    }
}

/// The rows of a text, one a line. Where a text is one line, two bars stand between two rows.
fn rows(text: &str, tokens: &[Token<'_>], lexemes: &[Lexeme]) -> Vec<Row> {
    let is_bar = |at: usize| symbol(lexemes, at) == Some('|');
    let mut starts: Vec<usize> = (1..lexemes.len())
        .filter(|at| begins_line(text, tokens, lexemes, *at))
        .collect();
    let mut ends = 0..lexemes.len();
    if starts.is_empty() {
        starts.extend((1..lexemes.len()).filter(|at| is_bar(at - 1) && is_bar(*at)));
        let bars = || ends.clone().filter(|at| is_bar(*at));
        ends =
            bars().next().unwrap_or(ends.end)..bars().next_back().map_or(ends.end, |last| last + 1);
    }
    starts.push(ends.end);
    let mut start = ends.start;
    starts
        .into_iter()
        .filter(|end| *end > ends.start)
        .map(|end| row(lexemes, std::mem::replace(&mut start, end)..end))
        .collect()
}

/// The row in a stretch of lexemes: "Please deploy: | AMF | 3 |" begins behind the colon.
fn row(lexemes: &[Lexeme], stretch: Range<usize>) -> Row {
    let is_bar = |at: usize| symbol(lexemes, at) == Some('|');
    let announced = stretch
        .clone()
        .find(|at| is_bar(*at))
        .filter(|bar| *bar > stretch.start && symbol(lexemes, bar - 1) == Some(':'));
    let span = announced.unwrap_or(stretch.start)..stretch.end;
    let mut cells = Vec::new();
    let mut start = span.start;
    for at in span.clone().chain([span.end]) {
        if at < span.end && !is_bar(at) {
            continue;
        }
        let around = at == start && (at == span.start || at == span.end);
        if !around {
            cells.push(start..at);
        }
        start = at + 1;
    }
    Row { span, cells }
}

/// "|---|---|": whether a row only stands between headings and values.
fn is_rule(lexemes: &[Lexeme], row: &Row) -> bool {
    row.span
        .clone()
        .all(|at| matches!(symbol(lexemes, at), Some('|' | '-' | ':' | '–' | '—' | '=')))
}

/// What the columns below a row are about, with the units of their values; nothing where the row names or counts something
/// itself, or says nothing of what is below it.
fn columns(
    tokens: &[Token<'_>],
    lexemes: &[Lexeme],
    row: &Row,
) -> Option<Vec<(Column, Option<Unit>)>> {
    let heads = |lexeme: &Lexeme| match lexeme.kind {
        Kind::Term(term) => !matches!(term, Term::Function(_) | Term::Set(_) | Term::Slice(_)),
        Kind::Unknown | Kind::Symbol(_) => true,
        _ => false,
    };
    if row.cells.len() < 2 || !lexemes[row.span.clone()].iter().all(heads) {
        return None;
    }
    let columns: Vec<_> = row
        .cells
        .iter()
        .map(|cell| {
            let words = &lexemes[cell.clone()];
            (column(tokens, words), unit_of(tokens, words))
        })
        .collect();
    let says = columns.iter().any(|(column, _)| *column != Column::Other);
    says.then_some(columns)
}

/// What the column below a heading is about.
fn column(tokens: &[Token<'_>], heading: &[Lexeme]) -> Column {
    let terms = || {
        heading.iter().filter_map(|lexeme| match lexeme.kind {
            Kind::Term(term) => Some(term),
            _ => None,
        })
    };
    if terms().any(|term| matches!(term, Term::Verb(_))) {
        return Column::Other;
    }
    let says = |list: &[&str]| {
        heading
            .iter()
            .flat_map(|lexeme| &tokens[lexeme.first..lexeme.next])
            .any(|token| list.contains(&token.norm.as_ref()))
    };
    if says(standing::IS) || says(&["now", "today"]) {
        return Column::Now;
    }
    let found = terms().find_map(|term| match term {
        Term::Noun(Noun::Place(place)) => Some(Column::Place(place)),
        Term::Link(Link::From | Link::To | Link::Minimum | Link::Maximum)
        | Term::Metric(
            Metric::Latency | Metric::Jitter | Metric::Availability | Metric::PacketErrorRate,
        )
        | Term::Direction(_)
        | Term::Authentication(_)
        | Term::Encryption(_)
        | Term::Noun(
            Noun::Replica
            | Noun::Version
            | Noun::Sst
            | Noun::Sd
            | Noun::FiveQi
            | Noun::Subscribers
            | Noun::Sessions
            | Noun::Devices
            | Noun::Cpu
            | Noun::Memory
            | Noun::Storage,
        ) => Some(Column::Value(term)),
        _ => None,
    });
    match found {
        Some(Column::Value(Term::Noun(Noun::Replica))) | None if says(standing::SHALL) => {
            Column::Value(Term::Link(Link::To))
        }
        found => found.unwrap_or(Column::Other),
    }
}

/// The unit that a heading gives: "latency (ms)".
fn unit_of(tokens: &[Token<'_>], heading: &[Lexeme]) -> Option<Unit> {
    heading
        .iter()
        .filter(|lexeme| matches!(lexeme.kind, Kind::Unknown | Kind::Symbol('%')))
        .find_map(|lexeme| unit::read(tokens, "", lexeme.first))
        .map(|(unit, _)| unit)
}

/// Writes what the columns are about in front of the cells of a row.
fn write_out(
    text: &str,
    tokens: &[Token<'_>],
    lexemes: &mut Vec<Lexeme>,
    row: &Row,
    columns: &[(Column, Option<Unit>)],
) {
    if is_rule(lexemes, row) {
        return;
    }
    // Every row speaks for itself.
    if let Some(closing) = row
        .cells
        .last()
        .map(|cell| cell.end)
        .filter(|end| row.span.contains(end))
    {
        lexemes[closing].kind = Kind::Symbol(';');
    }
    // What is there now is left out beside what is wanted.
    let compares = columns
        .iter()
        .any(|(column, _)| matches!(column, Column::Value(_)));
    for (cell, (column, unit)) in row.cells.iter().zip(columns).rev() {
        if cell.is_empty() {
            continue;
        }
        if let Some(unit) = unit {
            measure(&mut lexemes[cell.clone()], *unit);
        }
        match column {
            Column::Value(term) => put_in_front(lexemes, cell.start, *term),
            Column::Place(place) => name_place(text, tokens, lexemes, cell, *place),
            Column::Now if compares => silence(&mut lexemes[cell.clone()]),
            Column::Now | Column::Other => {}
        }
    }
}

/// Gives the numbers of a cell the unit of its column.
fn measure(cell: &mut [Lexeme], unit: Unit) {
    for lexeme in cell {
        if let Kind::Number(value) = lexeme.kind {
            lexeme.kind = match unit {
                Unit::Time(power) => Kind::Quantity(value.shifted(power), Unit::Time(0)),
                Unit::BitRate(power) => Kind::Quantity(value.shifted(power), Unit::BitRate(0)),
                other => Kind::Quantity(value, other),
            };
        }
    }
}

/// Writes a term in place of the bar in front of a cell; a link only in front of a function or a value, and not of "any".
fn put_in_front(lexemes: &mut [Lexeme], cell: usize, term: Term) {
    let linked = matches!(
        lexemes[cell].kind,
        Kind::Term(Term::Function(_) | Term::Set(_))
            | Kind::Instance(..)
            | Kind::Number(_)
            | Kind::Quantity(..)
            | Kind::Version(_)
            | Kind::Range(..)
    );
    let bar = cell
        .checked_sub(1)
        .filter(|bar| symbol(lexemes, *bar) == Some('|'));
    if let Some(bar) = bar
        && (linked || !matches!(term, Term::Link(Link::From | Link::To)))
    {
        lexemes[bar].kind = Kind::Term(term);
    }
}

/// Makes the name in a cell a place.
fn name_place(
    text: &str,
    tokens: &[Token<'_>],
    lexemes: &mut Vec<Lexeme>,
    cell: &Range<usize>,
    place: Place,
) {
    let (first, next) = (lexemes[cell.start].first, lexemes[cell.end - 1].next);
    if cell.len() > 1 && chunk_end(tokens, first) != next {
        return;
    }
    let name = text[tokens[first].start..tokens[next - 1].end].to_owned();
    lexemes.drain(cell.start + 1..cell.end);
    lexemes[cell.start].kind = Kind::Place(place, name);
    lexemes[cell.start].next = next;
}
