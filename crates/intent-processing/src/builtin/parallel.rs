//! Labels in a row and values in a row: "DL/UL 10/3 Gbps" is "DL 10 Gbps, UL 3 Gbps", "min/max: 2/8" is "min 2, max 8", "DL and
//! UL are 10 and 3 Gbps respectively" says the same.
//!
//! Works on lexemes before any rule reads them, so that every rule sees each value behind its own label. What the lexemes
//! are changes places, and their words with them.

use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::number;
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::token::Token;
use crate::builtin::unit::{self, Unit};

/// Most lexemes between the labels and the values: "DL/UL throughput: ".
const BETWEEN: usize = 4;

/// Puts every value of such rows behind its label.
pub(crate) fn apply(tokens: &[Token<'_>], lexemes: &mut [Lexeme]) {
    for at in 0..lexemes.len() {
        let labels = row(lexemes, at, |lexeme| is_label(tokens, lexeme));
        if labels > 1 {
            labels_first(tokens, lexemes, at, labels);
            continue;
        }
        let values = row(lexemes, at, is_value);
        if values > 1 {
            values_first(tokens, lexemes, at, values);
        }
    }
}

/// How many lexemes of one sort stand from `at` on with a slash, a comma or "and" between each two.
fn row(lexemes: &[Lexeme], at: usize, belongs: impl Fn(&Lexeme) -> bool) -> usize {
    let joint = |index: usize| {
        lexemes.get(index).is_some_and(|lexeme| {
            matches!(
                lexeme.kind,
                Kind::Symbol('/' | ',') | Kind::Term(Term::Link(Link::And))
            )
        })
    };
    let continued = at
        .checked_sub(2)
        .is_some_and(|before| joint(before + 1) && belongs(&lexemes[before]));
    let mut count = 0;
    while !continued
        && lexemes.get(at + 2 * count).is_some_and(&belongs)
        && (count == 0 || joint(at + 2 * count - 1))
    {
        count += 1;
    }
    count
}

fn is_label(tokens: &[Token<'_>], lexeme: &Lexeme) -> bool {
    match lexeme.kind {
        Kind::Term(Term::Stop | Term::Reference) => matches!(
            tokens[lexeme.first].norm.as_ref(),
            "request" | "requests" | "req" | "reqs"
        ),
        Kind::Term(term) => matches!(
            term,
            Term::Direction(_)
                | Term::Metric(_)
                | Term::Link(Link::Minimum | Link::Maximum)
                | Term::Noun(Noun::Cpu | Noun::Memory | Noun::Storage)
        ),
        _ => false,
    }
}

fn is_value(lexeme: &Lexeme) -> bool {
    matches!(lexeme.kind, Kind::Number(_) | Kind::Quantity(..))
}

/// "DL/UL: 10/3 Gbps".
fn labels_first(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize, count: usize) {
    let behind = at + 2 * count - 1;
    let start = behind
        + lexemes[behind..]
            .iter()
            .take(BETWEEN)
            .take_while(|lexeme| is_between(&lexeme.kind))
            .count();
    if row(lexemes, start, is_value) != count || !in_turn(tokens, lexemes, at, start, count) {
        return;
    }
    share_unit(tokens, lexemes, start, count);
    let between: Vec<Kind> = lexemes[behind..start].iter().map(silent).collect();
    pair(lexemes, at, start, count, &between);
}

/// "10/3 Gbps DL/UL".
fn values_first(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize, count: usize) {
    let labels = at + 2 * count - 1;
    if row(lexemes, labels, |lexeme| is_label(tokens, lexeme)) != count
        || !in_turn(tokens, lexemes, labels, at, count)
    {
        return;
    }
    share_unit(tokens, lexemes, at, count);
    pair(lexemes, at, labels, count, &[]);
}

/// Whether rows belong to each other: both written with slashes, or one of them said to be in the order of the other.
fn in_turn(
    tokens: &[Token<'_>],
    lexemes: &[Lexeme],
    labels: usize,
    values: usize,
    count: usize,
) -> bool {
    let slashes = |start: usize| {
        (1..count).all(|index| matches!(lexemes[start + 2 * index - 1].kind, Kind::Symbol('/')))
    };
    let last = labels.max(values) + 2 * count - 1;
    let respectively = lexemes[labels.min(values)..(last + 3).min(lexemes.len())]
        .iter()
        .any(|lexeme| tokens[lexeme.first].norm == "respectively");
    (slashes(labels) && slashes(values)) || respectively
}

/// Puts behind each lexeme of the first row its own of the second, and what stood between the rows behind the first
/// pair. The words go with what they mean.
fn pair(lexemes: &mut [Lexeme], first: usize, second: usize, count: usize, between: &[Kind]) {
    let mut moved: Vec<Lexeme> = Vec::with_capacity(second - first + 2 * count);
    for index in 0..count {
        moved.push(lexemes[first + 2 * index].clone());
        moved.push(lexemes[second + 2 * index].clone());
        if index + 1 < count {
            let (before, behind) = (
                &lexemes[first + 2 * index + 1],
                &lexemes[second + 2 * index + 1],
            );
            moved.push(Lexeme {
                kind: Kind::Symbol(','),
                ..before.clone()
            });
            moved.push(Lexeme {
                kind: silent(behind),
                ..behind.clone()
            });
            if index == 0 {
                let start = first + 2 * count - 1;
                for (kind, lexeme) in between.iter().zip(&lexemes[start..]) {
                    moved.push(Lexeme {
                        kind: kind.clone(),
                        ..lexeme.clone()
                    });
                }
            }
        }
    }
    for (lexeme, moved) in lexemes[first..].iter_mut().zip(moved) {
        *lexeme = moved;
    }
}

/// What a lexeme is when a symbol carries nothing any more.
fn silent(lexeme: &Lexeme) -> Kind {
    match lexeme.kind {
        Kind::Symbol(_) | Kind::Term(Term::Link(_) | Term::Verb(_)) => Kind::Term(Term::Stop),
        ref kind => kind.clone(),
    }
}

fn is_between(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Symbol(':' | '=')
            | Kind::Term(
                Term::Stop
                    | Term::Noun(Noun::Replica)
                    | Term::Metric(_)
                    | Term::Verb(Verb::Need)
                    | Term::Link(Link::To)
            )
    )
}

/// "10/3 Gbps": a unit behind the last value is that of the plain numbers before it.
fn share_unit(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize, count: usize) {
    let last = &lexemes[at + 2 * (count - 1)];
    let read = number::read(tokens, last.first)
        .and_then(|read| unit::read(tokens, read.suffix, read.next));
    let (power, unit) = match read {
        Some((Unit::BitRate(power), _)) => (power, Unit::BitRate(0)),
        Some((Unit::Time(power), _)) => (power, Unit::Time(0)),
        _ => return,
    };
    for index in 0..count - 1 {
        let lexeme = &mut lexemes[at + 2 * index];
        if let Kind::Number(value) = lexeme.kind {
            lexeme.kind = Kind::Quantity(value.shifted(power), unit);
        }
    }
}
