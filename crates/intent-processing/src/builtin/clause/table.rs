//! Tables: a line of labels above lines of values, with a bar between each two cells.
//!
//! Every bar in front of a value becomes the label above it, so that every rule reads "UPF replicas 2 latency 12 ms" where
//! the text says "NF | replicas | latency" and below it "UPF | 2 | 12 ms".

use std::ops::Range;

use super::Parser;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Metric, Noun, Term};
use crate::builtin::unit::{self, Unit};

/// Labels of what is there, and of what is wanted, by their last word.
#[rustfmt::skip]
const OLD: &[&str] = &["old", "current", "now", "before", "present", "today", "existing", "actual", "previous"];
#[rustfmt::skip]
const NEW: &[&str] = &["new", "target", "after", "wanted", "desired", "planned", "required", "requested", "future"];

/// What a label makes of the cells below it.
#[derive(Clone)]
enum Label {
    /// The bar becomes this term.
    Term(Term),
    /// The cell names a place of this kind.
    Place(crate::builtin::term::Place),
    /// The cell is what is there now.
    Old,
}

/// Spreads the labels of every table over its lines.
pub(super) fn spread(parser: &mut Parser<'_>) {
    if !parser.text.contains('|') || !parser.text.contains('\n') {
        return;
    }
    let mut table: Option<Table> = None;
    for line in lines(parser) {
        if line.clone().all(|at| is_rule(parser, at)) {
            continue;
        }
        let cells = cells(parser, &line);
        let below = table
            .as_mut()
            .filter(|table| table.labels.len() == cells.len());
        if let Some(table) = below {
            label_cells(parser, &table.labels, &cells);
            table.lines += 1;
            continue;
        }
        close(parser, table.take());
        table = (cells.len() > 1 && heads(parser, &line)).then_some(Table {
            header: line,
            labels: cells,
            lines: 0,
        });
    }
    close(parser, table);
}

/// A line of labels, and how many lines of values were found below it.
struct Table {
    header: Range<usize>,
    labels: Vec<Range<usize>>,
    lines: usize,
}

/// Takes the labels of a table out of the text.
fn close(parser: &mut Parser<'_>, table: Option<Table>) {
    let Some(table) = table.filter(|table| table.lines > 0) else {
        return;
    };
    for at in table.header {
        if !matches!(parser.term(at), Some(Term::Verb(_))) {
            parser.lexemes[at].kind = Kind::Term(Term::Stop);
        }
    }
}

impl Parser<'_> {
    /// Whether the lexeme at `at` is a label that stands in a bar's place, so that it belongs to what is behind it.
    pub(super) fn is_label(&self, at: usize) -> bool {
        self.slice(at..at + 1) == "|" && self.symbol(at).is_none()
    }

    /// Whether the value at `at` ends a line in which a function is named: what stands in the next line is not counted by it.
    pub(super) fn ends_row(&self, at: usize) -> bool {
        self.begins_line(at + 1)
            && (0..at)
                .rev()
                .take_while(|index| !self.begins_line(index + 1))
                .any(|index| self.named(index).is_some())
    }
}

/// The lines of a text.
fn lines(parser: &Parser<'_>) -> Vec<Range<usize>> {
    let count = parser.lexemes.len();
    let mut starts: Vec<usize> = (0..count)
        .filter(|at| *at == 0 || parser.begins_line(*at))
        .collect();
    starts.push(count);
    starts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// Whether the lexeme at `at` is part of a line between labels and values: "|---|---|".
fn is_rule(parser: &Parser<'_>, at: usize) -> bool {
    matches!(parser.symbol(at), Some('|' | '-' | ':' | '–' | '—' | '='))
}

/// The cells of a line; the bars around it are none.
fn cells(parser: &Parser<'_>, line: &Range<usize>) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut start = line.start;
    for at in line.clone().chain([line.end]) {
        if at < line.end && parser.symbol(at) != Some('|') {
            continue;
        }
        let outside = at == start && (at == line.start || at == line.end);
        if !outside {
            cells.push(start..at);
        }
        start = at + 1;
    }
    cells
}

/// Whether a line names nothing and counts nothing, and has a label that says something of the cells below it.
fn heads(parser: &Parser<'_>, line: &Range<usize>) -> bool {
    let plain = |at: usize| match parser.kind(at) {
        Some(Kind::Term(term)) => {
            !matches!(term, Term::Function(_) | Term::Set(_) | Term::Slice(_))
        }
        Some(Kind::Unknown | Kind::Symbol(_)) => true,
        _ => false,
    };
    line.clone().all(plain)
        && cells(parser, line)
            .iter()
            .any(|cell| label(parser, cell).is_some())
}

/// What the words of a label say of the cells below it.
fn label(parser: &Parser<'_>, cell: &Range<usize>) -> Option<Label> {
    let verb = |at: usize| matches!(parser.term(at), Some(Term::Verb(_)));
    if cell.clone().any(verb) {
        return None;
    }
    let said = |list: &[&str]| cell.clone().any(|at| list.contains(&parser.word(at)));
    if said(OLD) {
        return Some(Label::Old);
    }
    let found = cell.clone().find_map(|at| match parser.term(at)? {
        Term::Noun(Noun::Place(place)) => Some(Label::Place(place)),
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
        ) => parser.term(at).map(Label::Term),
        _ => None,
    });
    match found {
        Some(Label::Term(Term::Noun(Noun::Replica))) | None if said(NEW) => {
            Some(Label::Term(Term::Link(Link::To)))
        }
        found => found,
    }
}

/// The unit that a label gives: "latency (ms)".
fn unit_of(parser: &Parser<'_>, cell: &Range<usize>) -> Option<Unit> {
    cell.clone()
        .filter(|at| parser.kind(*at) == Some(&Kind::Unknown) || parser.symbol(*at) == Some('%'))
        .find_map(|at| unit::read(parser.tokens, "", parser.lexemes[at].first))
        .map(|(unit, _)| unit)
}

/// Gives every cell of a line the label above it, and takes the labels out of the text.
fn label_cells(parser: &mut Parser<'_>, labels: &[Range<usize>], cells: &[Range<usize>]) {
    for (above, cell) in labels.iter().zip(cells) {
        let Some(label) = label(parser, above) else {
            continue;
        };
        let unit = unit_of(parser, above);
        for at in cell.clone() {
            if let (Some(Kind::Number(value)), Some(unit)) = (parser.kind(at), unit) {
                parser.lexemes[at].kind = match unit {
                    Unit::Time(power) => Kind::Quantity(value.shifted(power), Unit::Time(0)),
                    Unit::BitRate(power) => Kind::Quantity(value.shifted(power), Unit::BitRate(0)),
                    other => Kind::Quantity(*value, other),
                };
            }
        }
        let bar = cell
            .start
            .checked_sub(1)
            .filter(|bar| parser.symbol(*bar) == Some('|'));
        match (label, bar) {
            (Label::Term(term), Some(bar)) => parser.lexemes[bar].kind = Kind::Term(term),
            (Label::Place(place), _) if cell.len() == 1 => {
                let name = parser.words(cell.clone());
                parser.lexemes[cell.start].kind = Kind::Place(place, name);
            }
            (Label::Old, _) => {
                for at in cell.clone() {
                    parser.lexemes[at].kind = Kind::Term(Term::Stop);
                }
            }
            _ => {}
        }
    }
}
