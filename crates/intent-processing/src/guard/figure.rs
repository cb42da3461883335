//! The numbers of a text: their values in base units, and what they are about.
//!
//! A number that is about subscribers cannot support a number of replicas. What a number is about is read off the words
//! around it, more generously than the builtin parser does, because a language model may understand what that cannot.

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use crate::builtin::decimal::Decimal;
use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::term::{Link, Metric, Noun, Term};
use crate::builtin::unit::Unit;

/// Most lexemes between a number and the word it is about.
const REACH: usize = 6;

/// The unit of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// None.
    Count,
    /// Milliseconds.
    Time,
    /// Bits per second.
    BitRate,
    /// Hundredths.
    Percent,
    /// Bytes.
    Bytes,
    /// Thousandths of a processor.
    Milli,
}

/// What a number is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// A noun of the vocabulary.
    Noun(Noun),
    /// A measured quantity.
    Metric(Metric),
    /// A function, or nothing that is named.
    Nothing,
    /// A word that the vocabulary does not have: "10000 wearables".
    Thing,
    /// It is part of a name: "rack 42".
    Name,
}

/// A number of the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figure {
    /// In the base unit of its measure.
    pub(super) value: f64,
    /// Its unit.
    pub(super) measure: Measure,
    /// What it is about.
    pub(super) about: About,
    /// Index of its lexeme.
    pub(super) at: usize,
}

/// All numbers of a text.
pub(super) fn figures(lexemes: &[Lexeme]) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (at, lexeme) in lexemes.iter().enumerate() {
        for (value, measure) in values(&lexeme.kind) {
            figures.push(Figure {
                value,
                measure,
                about: about(lexemes, at),
                at,
            });
        }
    }
    figures
}

fn values(kind: &Kind) -> Vec<(f64, Measure)> {
    let count = |value: &Decimal| (value.to_f64(), Measure::Count);
    match kind {
        Kind::Number(value) | Kind::Times(value) => vec![count(value)],
        Kind::Range(lower, upper) => vec![count(lower), count(upper)],
        Kind::Quantity(value, unit) => match unit {
            Unit::Time(_) => vec![(value.to_f64(), Measure::Time)],
            Unit::BitRate(_) => vec![(value.to_f64(), Measure::BitRate)],
            Unit::Percent => vec![(value.to_f64(), Measure::Percent)],
            Unit::Milli => vec![(value.to_f64(), Measure::Milli)],
            Unit::Bytes(suffix) => {
                nephoran_api::quantity::bytes(&Quantity(format!("{value}{suffix}")))
                    .map(|bytes| vec![(bytes as f64, Measure::Bytes)])
                    .unwrap_or_default()
            }
        },
        _ => Vec::new(),
    }
}

/// What the number at `at` is about: a noun that wants a number right before it, else the first noun after it, else the
/// last one before it.
fn about(lexemes: &[Lexeme], at: usize) -> About {
    if let Some(noun) = bound_to(lexemes, at) {
        return About::Noun(noun);
    }
    match forward(lexemes, at) {
        About::Nothing => backward(lexemes, at),
        found => found,
    }
}

/// "SST 1", "5QI: 82", "version 4", "SD 010203".
fn bound_to(lexemes: &[Lexeme], at: usize) -> Option<Noun> {
    let before = lexemes[..at]
        .iter()
        .rev()
        .find(|lexeme| !is_filler(&lexeme.kind))?;
    match before.kind {
        Kind::Term(Term::Noun(
            noun @ (Noun::Sst | Noun::Sd | Noun::Snssai | Noun::FiveQi | Noun::Version),
        )) => Some(noun),
        _ => None,
    }
}

const fn is_filler(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Symbol(':' | '=' | '(' | '"' | '<' | '≤' | '~' | '>' | '≥') | Kind::Term(Term::Stop)
    )
}

fn forward(lexemes: &[Lexeme], at: usize) -> About {
    let mut thing = false;
    let mut function = false;
    for index in at + 1..lexemes.len().min(at + 1 + REACH) {
        match &lexemes[index].kind {
            Kind::Term(Term::Noun(Noun::Devices)) if counts_density(lexemes, index + 1) => {
                return About::Noun(Noun::SquareKilometre);
            }
            Kind::Term(Term::Noun(Noun::Place(_))) => break,
            Kind::Term(Term::Noun(noun)) => return About::Noun(*noun),
            Kind::Term(Term::Metric(metric)) => return About::Metric(*metric),
            Kind::Term(Term::Core) if index == at + 1 => return About::Noun(Noun::Cpu),
            Kind::Term(Term::Function(_) | Term::Set(_)) | Kind::Instance(..) => function = true,
            Kind::Unknown => thing |= !function,
            Kind::Term(
                Term::Stop
                | Term::Direction(_)
                | Term::Slice(_)
                | Term::Pattern(_)
                | Term::Environment(_)
                | Term::Link(Link::More | Link::Fewer | Link::Each),
            ) => {}
            _ => break,
        }
    }
    if thing && !function {
        About::Thing
    } else {
        About::Nothing
    }
}

/// "200 devices per square kilometre".
fn counts_density(lexemes: &[Lexeme], from: usize) -> bool {
    lexemes
        .iter()
        .skip(from)
        .find(|lexeme| !is_filler(&lexeme.kind) && lexeme.kind != Kind::Term(Term::Link(Link::Per)))
        .is_some_and(|lexeme| lexeme.kind == Kind::Term(Term::Noun(Noun::SquareKilometre)))
}

fn backward(lexemes: &[Lexeme], at: usize) -> About {
    for index in (at.saturating_sub(REACH)..at).rev() {
        match &lexemes[index].kind {
            Kind::Term(Term::Noun(Noun::Place(_))) => return About::Name,
            Kind::Term(Term::Noun(noun)) => return About::Noun(*noun),
            Kind::Term(Term::Metric(metric)) => return About::Metric(*metric),
            Kind::Unknown if index + 1 == at => return About::Name,
            Kind::Term(Term::Link(Link::And | Link::Or | Link::But))
                if joins_numbers(lexemes, index) => {}
            Kind::Term(
                Term::Stop
                | Term::Direction(_)
                | Term::Link(
                    Link::To
                    | Link::By
                    | Link::From
                    | Link::Between
                    | Link::AtLeast
                    | Link::AtMost
                    | Link::UpTo
                    | Link::DownTo
                    | Link::Minimum
                    | Link::Maximum
                    | Link::Below,
                ),
            )
            | Kind::Number(_)
            | Kind::Range(..) => {}
            kind if is_filler(kind) => {}
            _ => break,
        }
    }
    About::Nothing
}

fn joins_numbers(lexemes: &[Lexeme], and: usize) -> bool {
    let number = |index: Option<usize>| {
        index
            .and_then(|index| lexemes.get(index))
            .is_some_and(|lexeme| matches!(lexeme.kind, Kind::Number(_)))
    };
    number(and.checked_sub(1)) && number(and.checked_add(1))
}
