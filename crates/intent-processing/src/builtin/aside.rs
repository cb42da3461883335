//! What is said beside an intent, in the places where people say such things: the number there is now next to the one that
//! is wanted ("5 today, 2 wanted", "limit 4 (was 2)"), and what is not meant next to what is ("not 10 ms but 5 ms").
//!
//! Works on lexemes before any rule reads them. A value is only left out when another of its kind stands beside it.

use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::shorthand::{is_symbol, kind, silence, word};
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::token::Token;

/// Most lexemes between two values that are held against each other.
const REACH: usize = 9;

/// Words that say what there is or was.
#[rustfmt::skip]
const PRESENT: &[&str] = &[
    "was", "were", "previously", "formerly", "before", "earlier", "currently", "now", "today", "presently", "at present", "at the moment", "so far", "already", "yesterday", "up from", "down from",
];

/// When a value was as it is said to be.
#[rustfmt::skip]
const TIMES: &[&str] = &[
    "a m", "p m", "yesterday", "last week", "last month", "last night", "last year",
];

/// Words behind a value that was found.
const MEASURED: &[&str] = &["measured", "observed", "seen", "reported", "recorded"];

/// Leaves out what is said beside the intent.
pub(crate) fn apply(tokens: &[Token<'_>], lexemes: &mut [Lexeme]) {
    for at in 0..lexemes.len() {
        parenthesis(tokens, lexemes, at);
        present_beside_wanted(tokens, lexemes, at);
        not_but(lexemes, at);
        there_and_wanted(tokens, lexemes, at);
        make_that(tokens, lexemes, at);
        kept_from(tokens, lexemes, at);
    }
}

/// The words of a lexeme, in lower case.
fn words<'text>(
    tokens: &'text [Token<'_>],
    lexemes: &[Lexeme],
    at: usize,
) -> impl DoubleEndedIterator<Item = &'text str> + Clone {
    let lexeme = lexemes.get(at);
    let words = lexeme.and_then(|lexeme| tokens.get(lexeme.first..lexeme.next));
    words
        .unwrap_or_default()
        .iter()
        .map(|token| token.norm.as_ref())
}

/// Whether a lexeme is one of these phrases.
fn is_any(tokens: &[Token<'_>], lexemes: &[Lexeme], at: usize, phrases: &[&str]) -> bool {
    let words = words(tokens, lexemes, at);
    let first = words.clone().next().unwrap_or_default();
    phrases
        .iter()
        .any(|phrase| phrase.starts_with(first) && phrase.split(' ').eq(words.clone()))
}

fn is_value(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Number(_) | Kind::Quantity(..) | Kind::Version(_) | Kind::Times(_)
    )
}

/// Whether two values could stand in each other's place.
fn alike(first: &Kind, second: &Kind) -> bool {
    match (first, second) {
        (Kind::Quantity(_, first), Kind::Quantity(_, second)) => first == second,
        (Kind::Place(first, _), Kind::Place(second, _)) => first == second,
        (Kind::Term(Term::Slice(_)), Kind::Term(Term::Slice(_)))
        | (Kind::Term(Term::Environment(_)), Kind::Term(Term::Environment(_)))
        | (Kind::Term(Term::Metric(_)), Kind::Term(Term::Metric(_)))
        | (Kind::Term(Term::Pattern(_)), Kind::Term(Term::Pattern(_)))
        | (Kind::Number(_), Kind::Number(_))
        | (Kind::Version(_), Kind::Version(_)) => true,
        _ => false,
    }
}

/// "(was 2)", "(two more than the present four)": says where the value before it comes from.
fn parenthesis(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if !is_symbol(lexemes, at, '(') {
        return;
    }
    let Some(end) =
        (at + 1..(at + 2 * REACH).min(lexemes.len())).find(|index| is_symbol(lexemes, *index, ')'))
    else {
        return;
    };
    let inside = at + 1..end;
    // "memory (not CPU)"
    if matches!(lexemes[at + 1].kind, Kind::Term(Term::Link(Link::Not)))
        && end == at + 3
        && matches!(
            lexemes[at + 2].kind,
            Kind::Term(Term::Noun(_) | Term::Metric(_) | Term::Function(_) | Term::Slice(_))
        )
    {
        silence(&mut lexemes[at..=end]);
        return;
    }
    // "(20 % at 4 a.m., 85 % at 8 p.m.)"
    let timed = inside
        .clone()
        .any(|index| is_any(tokens, lexemes, index, TIMES));
    let reports = timed
        || is_any(tokens, lexemes, at + 1, PRESENT)
        || is_any(tokens, lexemes, end - 1, MEASURED);
    let compares = inside.clone().any(|index| {
        let last = words(tokens, lexemes, index).next_back();
        last.is_some_and(|last| last.ends_with("than"))
    });
    let only_values = inside.clone().all(|index| {
        let kind = &lexemes[index].kind;
        is_value(kind)
            || matches!(
                kind,
                Kind::Place(..)
                    | Kind::Unknown
                    | Kind::Symbol(_)
                    | Kind::Term(Term::Stop | Term::Link(_) | Term::Noun(_))
            )
    });
    let said_before = lexemes[..at].iter().any(|lexeme| is_value(&lexeme.kind));
    if (reports || (compares && said_before)) && only_values {
        silence(&mut lexemes[at + 1..end]);
        lexemes[at + 1].kind = Kind::Term(Term::Link(Link::InsteadOf));
    }
}

/// "5 today, 2 wanted": of two numbers the one that "today" is said of is there already.
fn present_beside_wanted(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let value = match lexemes[at].kind {
        Kind::Number(_) => lexemes[at].kind.clone(),
        _ => return,
    };
    // "three replicas today"
    let noun = usize::from(matches!(
        kind(lexemes, at + 1),
        Some(Kind::Term(Term::Noun(Noun::Replica)))
    ));
    let closes = matches!(
        kind(lexemes, at + 2 + noun),
        Some(Kind::Symbol(',' | ';' | '/' | '|' | '-' | '–' | '—'))
    );
    if !closes || !is_any(tokens, lexemes, at + 1 + noun, PRESENT) {
        return;
    }
    let other = (at + 3 + noun..(at + REACH).min(lexemes.len()))
        .take_while(|index| !is_symbol(lexemes, *index, '.'))
        .any(|index| alike(&lexemes[index].kind, &value));
    if other {
        silence(&mut lexemes[at..at + 2 + noun]);
    }
}

/// "shall not be enlarged to five but to four": the verb is meant, and its first value is not.
fn not_verb_but(lexemes: &mut [Lexeme], at: usize) -> bool {
    // "shall not be enlarged", "is not to be scaled"
    let carries_nothing =
        |lexeme: &&Lexeme| matches!(lexeme.kind, Kind::Term(Term::Stop | Term::Link(Link::To)));
    let verb = at + 1 + lexemes[at + 1..].iter().take_while(carries_nothing).count();
    if !matches!(kind(lexemes, verb), Some(Kind::Term(Term::Verb(_)))) {
        return false;
    }
    let Some(refused) =
        (verb + 1..(verb + 5).min(lexemes.len())).find(|index| is_value(&lexemes[*index].kind))
    else {
        return false;
    };
    let but = (refused + 1..(refused + 4).min(lexemes.len()))
        .find(|index| matches!(lexemes[*index].kind, Kind::Term(Term::Link(Link::But))));
    let meant = but.is_some_and(|but| {
        (but + 1..(but + 4).min(lexemes.len()))
            .any(|index| alike(&lexemes[index].kind, &lexemes[refused].kind))
    });
    if let Some(but) = but.filter(|_| meant) {
        silence(&mut lexemes[at..=at]);
        silence(&mut lexemes[verb + 1..=but]);
    }
    meant
}

/// "where we have three pods we shall have five", "what used to be two should become four": the first number is there.
fn there_and_wanted(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    const MODALS: &[&str] = &["should", "shall", "must", "will", "to"];
    const BECOMES: &[&str] = &[
        "be", "have", "become", "number", "count", "run", "make", "consist", "comprise", "total",
    ];
    const STATES: &[&str] = &[
        "now",
        "today",
        "currently",
        "presently",
        "has",
        "have",
        "had",
        "is",
        "are",
        "was",
        "were",
        "be",
        "run",
        "runs",
    ];
    let is = |index: usize, list: &[&str]| is_any(tokens, lexemes, index, list);
    let number = |index: usize| matches!(lexemes[index].kind, Kind::Number(_));
    if at < 4 || !number(at) {
        return;
    }
    // "should in future consist of seven"
    let modal = (at.saturating_sub(5)..at)
        .rev()
        .find(|index| is(*index, MODALS));
    let becomes = modal.and_then(|modal| {
        (modal + 1..at)
            .find(|index| is(*index, BECOMES))
            .filter(|becomes| at - becomes <= 2)
    });
    let (Some(modal), Some(becomes)) = (modal, becomes) else {
        return;
    };
    let there = (at.saturating_sub(2 * REACH)..modal)
        .rev()
        .take_while(|index| !is_symbol(lexemes, *index, '.') && !is_symbol(lexemes, *index, ';'))
        .find(|index| number(*index));
    let stated = there.is_some_and(|there| {
        there > 0
            && is(there - 1, STATES)
            && !(there > 1 && is(there - 2, MODALS) && !(there > 2 && is(there - 3, &["used"])))
    });
    if let Some(there) = there.filter(|_| stated) {
        lexemes[there].kind = Kind::Term(Term::Stop);
        silence(&mut lexemes[becomes..at]);
        lexemes[at - 1].kind = Kind::Term(Term::Verb(Verb::Set));
    }
}

/// "keep two UPF pods from landing on the same node", "avoid that AMF pods share a node": what is prevented is to be together,
/// so apart is meant.
fn kept_from(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if !matches!(lexemes[at].kind, Kind::Term(Term::Together)) {
        return;
    }
    let Some(prevented) = prevented(tokens, lexemes, at) else {
        return;
    };
    lexemes[at].kind = Kind::Term(Term::Apart);
    // "deploy 3 AMFs; avoid that they share a node": the first verb and its number stay.
    for index in prevented..at {
        let carries_nothing = matches!(
            lexemes[index].kind,
            Kind::Number(_) | Kind::Term(Term::Link(Link::From) | Term::Verb(Verb::Deploy))
        ) || is_any(tokens, lexemes, index, PREVENTS);
        if carries_nothing {
            lexemes[index].kind = Kind::Term(Term::Stop);
        }
    }
}

#[rustfmt::skip]
const PREVENTS: &[&str] = &[
    "prevent", "prevents", "prevented", "preventing", "avoiding", "avoid", "avoids", "avoided", "hinder", "preclude", "rule out",
];

const KEEPS: &[&str] = &["keep", "kept", "stop", "stopped", "hold"];

/// The word in front of `at` in its clause that prevents what stands there.
fn prevented(tokens: &[Token<'_>], lexemes: &[Lexeme], at: usize) -> Option<usize> {
    let clause = (0..at)
        .rev()
        .take(REACH + 2)
        .take_while(|index| !is_symbol(lexemes, *index, '.') && !is_symbol(lexemes, *index, ';'))
        .last()?;
    let said = |index: usize, list: &[&str]| {
        words(tokens, lexemes, index).any(|word| list.contains(&word))
    };
    let prevents = (clause..at).rev().find(|index| said(*index, PREVENTS));
    if prevents.is_some() {
        return prevents;
    }
    let from = (clause..at).rev().find(|index| {
        matches!(lexemes[*index].kind, Kind::Term(Term::Link(Link::From)))
            || (lexemes[*index].next > lexemes[*index].first + 1
                && word(tokens, lexemes, *index) == "from")
    });
    let kept = from.and_then(|from| (clause..from).rev().find(|index| said(*index, KEEPS)));
    // "keep them off the same node"
    let off = || {
        at.checked_sub(1)
            .filter(|off| is_any(tokens, lexemes, *off, &["off"]))
    };
    // "shall no longer share nodes"
    let no_longer = || {
        (clause..at)
            .rev()
            .find(|index| is_any(tokens, lexemes, *index, &["no longer", "no more"]))
    };
    kept.or_else(off).or_else(no_longer)
}

/// "right now there are three AMF pods. Make that six": an order, and no correction of one.
fn make_that(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let makes = matches!(lexemes[at].kind, Kind::Term(Term::Link(Link::Correction)))
        && is_any(tokens, lexemes, at, &["make that"]);
    let begins = at
        .checked_sub(1)
        .is_some_and(|before| is_symbol(lexemes, before, '.'));
    if !(makes && begins) {
        return;
    }
    let told = lexemes[..at]
        .iter()
        .all(|lexeme| !matches!(lexeme.kind, Kind::Term(Term::Verb(_) | Term::Multiply(_))));
    let now = (0..at).any(|index| {
        is_any(tokens, lexemes, index, PRESENT)
            || is_any(
                tokens,
                lexemes,
                index,
                &["right now", "there", "runs", "has"],
            )
    });
    if told && now {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Set));
    }
}

/// "not 4 but 6", "5 ms, not 10 ms", "to seven, not to six": of two values the one behind "not" is not meant.
fn not_but(lexemes: &mut [Lexeme], at: usize) {
    if !matches!(lexemes[at].kind, Kind::Term(Term::Link(Link::Not))) {
        return;
    }
    let passed = |kind: &Kind| {
        matches!(
            kind,
            Kind::Term(
                Term::Stop | Term::Link(Link::To | Link::In | Link::By | Link::For | Link::With)
            )
        )
    };
    if not_verb_but(lexemes, at) {
        return;
    }
    let refused = at
        + 1
        + lexemes[at + 1..]
            .iter()
            .take_while(|lexeme| passed(&lexeme.kind))
            .count();
    let Some(kind) = lexemes.get(refused).map(|lexeme| lexeme.kind.clone()) else {
        return;
    };
    let meant = |index: usize| index != refused && alike(&lexemes[index].kind, &kind);
    let behind = (refused + 1..(refused + REACH).min(lexemes.len()))
        .take_while(|index| !is_symbol(lexemes, *index, '.') && !is_symbol(lexemes, *index, ';'))
        .any(meant);
    let before = (at.saturating_sub(REACH)..at)
        .rev()
        .take_while(|index| !is_symbol(lexemes, *index, '.') && !is_symbol(lexemes, *index, ';'))
        .any(meant);
    if behind || before {
        silence(&mut lexemes[at..=refused]);
    }
}
