//! Values that are explained by others: "by a quarter, that is to 10", "half of the 20 ms it had, hence 10 ms", "a third of
//! that (50 Mbps)". The value counts, and what it is derived from does not.
//!
//! Works on lexemes before any rule reads them.

use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::shorthand::{kind, silence, symbol, term, word};
use crate::builtin::term::{Link, Noun, Term};
use crate::builtin::token::Token;

/// Most lexemes between a part and the value it comes to.
const REACH: usize = 14;

/// Parts of a whole.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "half", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "sixth", "eighth", "tenth", "tenths",
];

/// Words behind which a value is said once more.
#[rustfmt::skip]
const RESTATES: &[&str] = &[
    "that", "is", "hence", "thus", "therefore", "so", "which", "namely", "making", "meaning", "means", "equals", "i", "ie", "or",
];

/// Words between a part and the value it comes to that only refer to the whole: "a third of that".
const REFERS: &[&str] = &[
    "of", "that", "it", "this", "them", "these", "as", "many", "number", "count",
];

/// Leaves out what values are derived from.
pub(crate) fn apply(tokens: &[Token<'_>], lexemes: &mut [Lexeme]) {
    for at in 0..lexemes.len() {
        if is_part(tokens, lexemes, at) {
            explained(tokens, lexemes, at);
            explaining(tokens, lexemes, at);
        }
        by_and_to(lexemes, at);
    }
}

/// A value that is said once more.
struct Restated {
    /// Where it stands.
    value: usize,
    /// The "to" in front of it.
    to: Option<usize>,
}

fn is_value(lexemes: &[Lexeme], at: usize) -> bool {
    matches!(
        kind(lexemes, at),
        Some(Kind::Number(_) | Kind::Quantity(..))
    )
}

/// "a quarter", "by half", "five times as much".
fn is_part(tokens: &[Token<'_>], lexemes: &[Lexeme], at: usize) -> bool {
    let lexeme = &lexemes[at];
    match lexeme.kind {
        Kind::Times(_) => word(tokens, lexemes, at + 1) == "as",
        Kind::Term(Term::Multiply(_)) => true,
        Kind::Unknown | Kind::Term(Term::Link(Link::Vague) | Term::Stop) => {
            tokens[lexeme.first..lexeme.next].iter().any(|token| {
                (4..9).contains(&token.norm.len()) && PARTS.contains(&token.norm.as_ref())
            })
        }
        _ => false,
    }
}

/// Leaves out the part at `at` where the value it comes to is said behind it.
fn explained(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let Some(restated) = restated(tokens, lexemes, at) else {
        return;
    };
    let mut start = at;
    let mut leads = word(tokens, lexemes, at) == "by";
    while let Some(before) = start.checked_sub(1) {
        match lexemes[before].kind {
            Kind::Term(Term::Stop)
                if matches!(word(tokens, lexemes, before), "a" | "an" | "the") => {}
            Kind::Number(_) if start == at => {}
            Kind::Term(Term::Link(Link::By | Link::To | Link::DownTo | Link::UpTo)) if !leads => {
                leads = true;
            }
            _ => break,
        }
        start = before;
    }
    let heads = start
        .checked_sub(1)
        .is_some_and(|before| symbol(lexemes, before) == Some(':'));
    let keep = restated.to.unwrap_or(restated.value);
    if symbol(lexemes, restated.value + 1) == Some(')') {
        silence(&mut lexemes[restated.value + 1..restated.value + 2]);
    }
    // "a tenth of it, 30 Mbps, up"
    let comma = restated.value + 1;
    let is = word(tokens, lexemes, comma + 1) == "is";
    if symbol(lexemes, comma) == Some(',') && is {
        silence(&mut lexemes[comma..=comma]);
    }
    if symbol(lexemes, comma) == Some(',')
        && matches!(term(lexemes, comma + 1), Some(Term::Direction(_)))
    {
        silence(&mut lexemes[comma..=comma]);
    }
    silence(&mut lexemes[start..keep]);
    let counts = matches!(lexemes[restated.value].kind, Kind::Number(_));
    if restated.to.is_none() && counts && (leads || heads) {
        lexemes[start].kind = Kind::Term(Term::Link(Link::To));
    }
}

/// "by two, to six", "by 50 % to 6 replicas": the difference is told by the number to go to.
fn by_and_to(lexemes: &mut [Lexeme], at: usize) {
    if term(lexemes, at) != Some(Term::Link(Link::By)) || !is_value(lexemes, at + 1) {
        return;
    }
    let mut to = at + 2;
    to += usize::from(term(lexemes, to) == Some(Term::Noun(Noun::Replica)));
    to += usize::from(symbol(lexemes, to) == Some(','));
    let aims = matches!(
        term(lexemes, to),
        Some(Term::Link(Link::To | Link::DownTo | Link::UpTo))
    );
    let closes = matches!(
        kind(lexemes, to + 2),
        None | Some(
            Kind::Symbol(_) | Kind::Term(Term::Noun(Noun::Replica) | Term::Link(_) | Term::Stop)
        )
    );
    let counts = matches!(kind(lexemes, to + 1), Some(Kind::Number(_)));
    if aims && counts && closes {
        silence(&mut lexemes[at..to]);
    }
}

/// "should be 8, a fifth less than the 10 that it is now": the part at `at` tells where the value in front of it comes from.
fn explaining(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let articles = lexemes[..at]
        .iter()
        .rev()
        .take_while(|lexeme| matches!(lexeme.kind, Kind::Term(Term::Stop)))
        .count();
    let Some(comma) = (at - articles).checked_sub(1) else {
        return;
    };
    let value = comma.checked_sub(1);
    let replicas = value.filter(|value| term(lexemes, *value) == Some(Term::Noun(Noun::Replica)));
    let value = replicas.and_then(|noun| noun.checked_sub(1)).or(value);
    if symbol(lexemes, comma) != Some(',') || !value.is_some_and(|value| is_value(lexemes, value)) {
        return;
    }
    let end = (at + 1..lexemes.len())
        .find(|index| matches!(symbol(lexemes, *index), Some('.' | ';' | ',' | ')')))
        .unwrap_or(lexemes.len());
    let compares = (at..end).any(|index| {
        let words = &tokens[lexemes[index].first..lexemes[index].next];
        words.iter().any(|token| token.norm == "than")
    });
    let plain = (at + 1..end).all(|index| {
        matches!(
            lexemes[index].kind,
            Kind::Number(_)
                | Kind::Quantity(..)
                | Kind::Unknown
                | Kind::Term(Term::Stop | Term::Link(_) | Term::Noun(Noun::Replica))
        )
    });
    if compares && plain && end - at < REACH {
        silence(&mut lexemes[comma..end]);
    }
}

/// The value behind the part at `at`: in brackets, or behind a comma and "that is".
fn restated(tokens: &[Token<'_>], lexemes: &[Lexeme], at: usize) -> Option<Restated> {
    let mut strict = true;
    for index in at + 1..(at + REACH).min(lexemes.len()) {
        if matches!(symbol(lexemes, index), Some(',' | '(' | '–' | '—')) {
            let found = value_behind(tokens, lexemes, index + 1, strict);
            if found.is_some() {
                return found;
            }
        }
        match &lexemes[index].kind {
            Kind::Term(Term::Stop) => {
                strict &= REFERS.contains(&word(tokens, lexemes, index));
            }
            Kind::Term(Term::Link(link)) => {
                strict = false;
                if matches!(
                    link,
                    Link::Without | Link::Not | Link::Or | Link::And | Link::But
                ) {
                    return None;
                }
            }
            Kind::Unknown => strict &= word(tokens, lexemes, index) == "much",
            Kind::Number(_) | Kind::Quantity(..) | Kind::Term(Term::Noun(Noun::Replica)) => {
                strict = false;
            }
            _ => return None,
        }
    }
    None
}

/// A value from `from` on, behind words that say it once more; without any, only where `strict` says that nothing but the
/// part stands before it.
fn value_behind(
    tokens: &[Token<'_>],
    lexemes: &[Lexeme],
    from: usize,
    strict: bool,
) -> Option<Restated> {
    let says = (from..lexemes.len())
        .take_while(|index| RESTATES.contains(&word(tokens, lexemes, *index)))
        .count();
    let mut value = from + says;
    let to = matches!(
        term(lexemes, value),
        Some(Term::Link(Link::To | Link::DownTo | Link::UpTo))
    )
    .then_some(value);
    value += usize::from(to.is_some());
    let closes = match kind(lexemes, value + 1) {
        None => true,
        Some(Kind::Symbol(symbol)) => {
            matches!(symbol, ',' | '.' | ';' | ':' | ')' | '!' | '?' | '–' | '—')
        }
        Some(Kind::Term(term)) => matches!(
            term,
            Term::Direction(_)
                | Term::Noun(Noun::Replica)
                | Term::Link(Link::In | Link::For | Link::And)
        ),
        _ => false,
    };
    let said = says > 0 || to.is_some() || strict;
    (said && closes && is_value(lexemes, value)).then_some(Restated { value, to })
}
