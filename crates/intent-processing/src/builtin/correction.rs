//! What is taken back in the same breath: "3, no, 5 replicas", "make that 4 instead", "never above 10", "5 instead of 3".
//!
//! Works on lexemes before any rule reads them, so that no rule ever sees a value that was withdrawn.

use crate::builtin::decimal::Decimal;
use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::shorthand::{kind, silence};
use crate::builtin::term::{Link, Noun, Term, Verb};

/// Most lexemes between a value and its correction.
const REACH: usize = 10;

/// Applies every correction of a text.
pub(crate) fn apply(lexemes: &mut [Lexeme]) {
    for at in 0..lexemes.len() {
        match link(lexemes, at) {
            Some(Link::No) if no_two(lexemes, at) || no_deed(lexemes, at) => {}
            Some(Link::Correction | Link::No) if at > 0 => withdraw(lexemes, at),
            Some(Link::InsteadOf) => leave_out(lexemes, at),
            Some(Link::Not) if contrasts(lexemes, at) => leave_out(lexemes, at),
            Some(Link::Not) if other_function(lexemes, at) || other_verb(lexemes, at) => {}
            Some(Link::Not) => turn_round(lexemes, at),
            _ => {}
        }
    }
}

fn link(lexemes: &[Lexeme], at: usize) -> Option<Link> {
    match lexemes.get(at)?.kind {
        Kind::Term(Term::Link(link)) => Some(link),
        _ => None,
    }
}

fn is_pause(lexemes: &[Lexeme], at: usize) -> bool {
    matches!(
        kind(lexemes, at),
        Some(Kind::Symbol(
            ',' | ';' | '-' | '–' | '—' | '.' | '…' | '(' | ':'
        ))
    )
}

fn is_stop(lexemes: &[Lexeme], at: usize) -> bool {
    matches!(kind(lexemes, at), Some(Kind::Term(Term::Stop)))
}

/// The value after a correction: "no, [make it] 5", "sorry, [to the] SMF".
fn corrected(lexemes: &[Lexeme], at: usize) -> usize {
    let passes = |index: usize| {
        is_pause(lexemes, index)
            || is_stop(lexemes, index)
            || matches!(
                link(lexemes, index),
                Some(Link::Correction | Link::No | Link::To | Link::In)
            )
            || matches!(
                kind(lexemes, index),
                Some(Kind::Term(Term::Verb(Verb::Set)))
            )
    };
    // "correction 10:14: make it 5"
    let number = |index: usize| matches!(kind(lexemes, index), Some(Kind::Number(_)));
    let colon = matches!(kind(lexemes, at + 2), Some(Kind::Symbol(':')));
    let clock = colon && number(at + 1) && number(at + 3);
    let start = told_before_colon(lexemes, at).unwrap_or(at + 1 + if clock { 3 } else { 0 });
    start
        + (start..lexemes.len())
            .take_while(|index| passes(*index))
            .count()
}

/// "scratch that, planning has just called: 7": the colon behind the words that say why.
fn told_before_colon(lexemes: &[Lexeme], at: usize) -> Option<usize> {
    let told = |index: usize| {
        is_stop(lexemes, index)
            || matches!(
                lexemes[index].kind,
                Kind::Unknown
                    | Kind::Symbol(',')
                    | Kind::Term(Term::Named | Term::Link(Link::Only))
            )
    };
    let colon = (at + 2..(at + REACH).min(lexemes.len()))
        .find(|index| matches!(lexemes[*index].kind, Kind::Symbol(':')))?;
    let paused = matches!(lexemes[at + 1].kind, Kind::Symbol(','));
    (paused && (at + 2..colon).all(told)).then_some(colon + 1)
}

/// Of two things of one shape with a correction between them, the first is taken back. The second takes its place when
/// words stand between them, and stays where it is otherwise.
fn withdraw(lexemes: &mut [Lexeme], at: usize) {
    // "with no SMF" refuses; "AMF, no, SMF" corrects.
    let pause_before = is_pause(lexemes, at - 1);
    if link(lexemes, at) == Some(Link::No)
        && !(pause_before && (is_pause(lexemes, at + 1) || link(lexemes, at + 1).is_some()))
    {
        return;
    }
    let after = corrected(lexemes, at);
    let Some(value) = lexemes.get(after).map(|lexeme| lexeme.kind.clone()) else {
        return;
    };
    let Some(before) = (at.saturating_sub(REACH)..at)
        .rev()
        .find(|index| correctable(&lexemes[*index].kind, &value))
    else {
        return;
    };
    let adjacent =
        (before + 1..at).all(|index| is_pause(lexemes, index) || is_stop(lexemes, index));
    if adjacent {
        silence(&mut lexemes[before..after]);
        if is_pause(lexemes, after + 1) && after + 2 < lexemes.len() && is_dash(lexemes, after + 1)
        {
            silence(&mut lexemes[after + 1..after + 2]);
        }
        return;
    }
    // "3 replicas, wait, 4 replicas": the noun is not said twice.
    let repeated = lexemes.get(after + 1).is_some_and(|noun| {
        matches!(noun.kind, Kind::Term(Term::Noun(_) | Term::Metric(_)))
            && lexemes[before + 1..at]
                .iter()
                .any(|between| between.kind == noun.kind)
    });
    lexemes[before].kind = value;
    silence(&mut lexemes[at..=after + usize::from(repeated)]);
}

fn is_dash(lexemes: &[Lexeme], at: usize) -> bool {
    matches!(kind(lexemes, at), Some(Kind::Symbol('-' | '–' | '—')))
}

fn correctable(before: &Kind, after: &Kind) -> bool {
    match (before, after) {
        (Kind::Term(first), Kind::Term(second)) => matches!(
            (first, second),
            (Term::Function(_), Term::Function(_)) | (Term::Slice(_), Term::Slice(_))
        ),
        (Kind::Quantity(_, first), Kind::Quantity(_, second)) => first == second,
        (Kind::Place(first, _), Kind::Place(second, _)) => first == second,
        (Kind::Unknown | Kind::Symbol(_), _) => false,
        _ => std::mem::discriminant(before) == std::mem::discriminant(after),
    }
}

/// Whether "not" stands behind a pause and before a value: "an eMBB slice, not URLLC".
fn contrasts(lexemes: &[Lexeme], at: usize) -> bool {
    let behind_pause = at.checked_sub(1).is_some_and(|before| {
        is_pause(lexemes, before) || link(lexemes, before).is_some_and(Link::joins)
    });
    let next = refused(lexemes, at);
    behind_pause && next > at && is_value(lexemes, next)
}

/// The lexeme that "not" or "instead of" refuses.
fn refused(lexemes: &[Lexeme], at: usize) -> usize {
    let mut refused = at + 1;
    while is_stop(lexemes, refused) || link(lexemes, refused) == Some(Link::In) {
        refused += 1;
    }
    // "5QI 8 in place of 5QI 9"
    let named = matches!(
        kind(lexemes, refused),
        Some(Kind::Term(Term::Noun(
            Noun::FiveQi | Noun::Sst | Noun::Version
        )))
    );
    if named && is_value(lexemes, refused + 1) {
        refused += 1;
    }
    refused
}

fn is_value(lexemes: &[Lexeme], at: usize) -> bool {
    matches!(
        kind(lexemes, at),
        Some(
            Kind::Number(_)
                | Kind::Quantity(..)
                | Kind::Place(..)
                | Kind::Version(_)
                | Kind::Term(
                    Term::Metric(_) | Term::Goal(_) | Term::Slice(_) | Term::Environment(_)
                )
        )
    )
}

/// "5 instead of 3", "throughput rather than cost": what stands behind is what is not wanted.
fn leave_out(lexemes: &mut [Lexeme], at: usize) {
    let refused = refused(lexemes, at);
    let function = link(lexemes, at) == Some(Link::InsteadOf) && is_function(lexemes, refused);
    if function || is_value(lexemes, refused) {
        // "instead of" stays: it says that something is there.
        silence(&mut lexemes[at + 1..=refused]);
        if link(lexemes, at) != Some(Link::InsteadOf) {
            silence(&mut lexemes[at..=at]);
        }
    }
}

/// "no two replicas may share a node" is "replicas on different nodes".
fn no_two(lexemes: &mut [Lexeme], at: usize) -> bool {
    let two = lexemes
        .get(at + 1)
        .is_some_and(|next| next.kind == Kind::Number(Decimal::new(2, 0)));
    let together = within(lexemes, at + 1)
        .find(|index| matches!(lexemes[*index].kind, Kind::Term(Term::Together)))
        .filter(|_| two);
    let Some(together) = together else {
        return false;
    };
    lexemes[together].kind = Kind::Term(Term::Apart);
    silence(&mut lexemes[at..at + 2]);
    true
}

/// "no deletion of the O-DU, please; it shall be restarted": a deed that is refused in front of the one that is ordered. With
/// a function of its own behind it, neither is what is spared meant.
fn no_deed(lexemes: &mut [Lexeme], at: usize) -> bool {
    let is_verb = |index: usize| matches!(kind(lexemes, index), Some(Kind::Term(Term::Verb(_))));
    let begins = at == 0 || is_pause(lexemes, at - 1);
    if !(begins && is_verb(at + 1)) {
        return false;
    }
    let end = (at + 2..lexemes.len())
        .find(|index| is_pause(lexemes, *index))
        .unwrap_or(lexemes.len());
    let Some(ordered) = (end..lexemes.len()).find(|index| is_verb(*index)) else {
        return false;
    };
    let spared = (at + 2..end).any(|index| is_function(lexemes, index));
    let own = (end..lexemes.len()).any(|index| is_function(lexemes, index)) && ordered > end;
    if spared && own {
        silence(&mut lexemes[at..end]);
    } else {
        silence(&mut lexemes[at..at + 2]);
    }
    true
}

/// The lexemes behind `at` up to the next pause.
fn within(lexemes: &[Lexeme], at: usize) -> impl Iterator<Item = usize> + '_ {
    (at + 1..(at + REACH).min(lexemes.len())).take_while(|index| !is_pause(lexemes, *index))
}

fn is_function(lexemes: &[Lexeme], at: usize) -> bool {
    matches!(
        kind(lexemes, at),
        Some(Kind::Term(Term::Function(_)) | Kind::Instance(..))
    )
}

/// "not the SMF but the UPF": the first function is not meant.
fn other_function(lexemes: &mut [Lexeme], at: usize) -> bool {
    let stops = |from: usize| {
        from + (from..lexemes.len())
            .take_while(|index| is_stop(lexemes, *index))
            .count()
    };
    let first = stops(at + 1);
    let mut joint = first + 1;
    while is_pause(lexemes, joint) {
        joint += 1;
    }
    let second = stops(joint + 1);
    // "Not the SMF, the UPF is what I want scaled"
    let begins = at == 0 || is_pause(lexemes, at - 1);
    let listed = stops(joint);
    if begins && joint == first + 2 && is_function(lexemes, first) && is_function(lexemes, listed) {
        silence(&mut lexemes[at..joint]);
        return true;
    }
    let found = is_function(lexemes, first)
        && link(lexemes, joint).is_some_and(Link::joins)
        && is_function(lexemes, second);
    if found {
        silence(&mut lexemes[at..=joint]);
    }
    found
}

/// "don't remove the UPF, only restart it", "do not remove the AMF but scale it": the first verb is not meant. With a
/// function of its own behind the second verb, neither is what stands behind the first.
fn other_verb(lexemes: &mut [Lexeme], at: usize) -> bool {
    let is_verb = |index: usize| {
        matches!(
            kind(lexemes, index),
            Some(Kind::Term(Term::Verb(_) | Term::Multiply(_)))
        )
    };
    let first = (at + 1..lexemes.len()).find(|index| !is_stop(lexemes, *index));
    let Some(first) = first.filter(|index| is_verb(*index)) else {
        return false;
    };
    let Some(joint) = (first + 1..(first + REACH).min(lexemes.len()))
        .find(|index| matches!(link(lexemes, *index), Some(Link::Only | Link::But)))
    else {
        return false;
    };
    let second = (joint + 1..lexemes.len())
        .find(|index| !is_stop(lexemes, *index) && link(lexemes, *index) != Some(Link::Only));
    let Some(second) = second.filter(|index| is_verb(*index)) else {
        return false;
    };
    let object = within(lexemes, second).any(|index| is_function(lexemes, index));
    if object {
        silence(&mut lexemes[at..second]);
    } else {
        silence(&mut lexemes[at..=first]);
        silence(&mut lexemes[joint..second]);
    }
    true
}

/// "never scale above 10" is "scale to at most 10", and "never on one node" is "on different nodes".
fn turn_round(lexemes: &mut [Lexeme], at: usize) {
    let together = (at + 1..(at + REACH).min(lexemes.len()))
        .take_while(|index| !is_pause(lexemes, *index))
        .find(|index| matches!(lexemes[*index].kind, Kind::Term(Term::Together)));
    if let Some(index) = together {
        lexemes[index].kind = Kind::Term(Term::Apart);
        silence(&mut lexemes[at..=at]);
        // "never let two UPF pods share a node"
        for between in &mut lexemes[at..index] {
            if between.kind == Kind::Number(Decimal::new(2, 0)) {
                between.kind = Kind::Term(Term::Stop);
            }
        }
        return;
    }
    let bound = (at + 1..(at + REACH).min(lexemes.len()))
        .take_while(|index| !is_pause(lexemes, *index))
        .find_map(|index| match link(lexemes, index)? {
            Link::AtLeast => Some((index, Link::AtMost)),
            Link::Below => Some((index, Link::AtLeast)),
            _ => None,
        });
    if let Some((index, turned)) = bound {
        lexemes[index].kind = Kind::Term(Term::Link(turned));
        silence(&mut lexemes[at..=at]);
    }
}
