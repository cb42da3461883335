//! What stands there now, in front of what is wanted: "now 4, please scale to 6", "from 5 and 4 replicas to 2 and 1", "current:
//! v2.7.3, target: v2.8.0", "as is: 3, to be: 7".
//!
//! Works on lexemes before any rule reads them. A value is left out only where one that is aimed at stands beside it.

use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::shorthand::{kind, number, silence, symbol, word};
use crate::builtin::term::{Link, Noun, Term};
use crate::builtin::token::Token;

/// Most lexemes between what is and what shall be in a form.
const REACH: usize = 12;

/// Words that say "now" right beside a number.
const NOW: &[&str] = &["now", "currently", "presently", "today", "live"];

/// Labels of what is there, and of what is wanted.
#[rustfmt::skip]
pub(crate) const IS: &[&str] = &["current", "currently", "present", "old", "installed", "running", "existing", "actual", "previous", "before", "as is", "is", "ist"];
#[rustfmt::skip]
pub(crate) const SHALL: &[&str] = &["target", "new", "wanted", "desired", "required", "requested", "planned", "proposed", "future", "after", "to be", "goal"];

/// Leaves out what is there now.
pub(crate) fn apply(tokens: &[Token<'_>], lexemes: &mut [Lexeme]) {
    for at in 0..lexemes.len() {
        match lexemes[at].kind {
            Kind::Number(_) => {
                now(tokens, lexemes, at);
                it_is(tokens, lexemes, at);
            }
            Kind::Term(Term::Link(Link::From)) => {
                from_several(lexemes, at);
                from_same(lexemes, at);
            }
            Kind::Symbol(':' | '=') => labelled(tokens, lexemes, at),
            _ => {}
        }
    }
}

fn is_link(lexemes: &[Lexeme], at: usize, wanted: &[Link]) -> bool {
    matches!(kind(lexemes, at), Some(Kind::Term(Term::Link(link))) if wanted.contains(link))
}

fn is_replica(lexemes: &[Lexeme], at: usize) -> bool {
    matches!(
        kind(lexemes, at),
        Some(Kind::Term(Term::Noun(Noun::Replica)))
    )
}

/// Whether "to" and a number of replicas stand behind `at`, up to the end of the sentence behind it.
fn aims_behind(lexemes: &[Lexeme], at: usize) -> bool {
    (at + 1..lexemes.len()).any(|index| {
        let closes = matches!(
            kind(lexemes, index + 2),
            None | Some(
                Kind::Symbol(_)
                    | Kind::Term(Term::Stop | Term::Link(_) | Term::Noun(Noun::Replica))
            )
        );
        is_link(lexemes, index, &[Link::To, Link::DownTo, Link::UpTo])
            && number(lexemes, index + 1).is_some()
            && closes
    })
}

/// "now 4, please scale to 6", "8 AMF replicas of today …, to 10".
fn now(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let before = at.checked_sub(1).filter(|before| {
        NOW.contains(&word(tokens, lexemes, *before))
            && (*before == 0 || !is_link(lexemes, before - 1, &[Link::From, Link::To]))
    });
    let mut behind = at + 1;
    if matches!(kind(lexemes, behind), Some(Kind::Term(Term::Function(_)))) {
        behind += 1;
    }
    let counted = is_replica(lexemes, behind);
    behind += usize::from(counted);
    let of_today = word(tokens, lexemes, behind) == "of"
        && matches!(word(tokens, lexemes, behind + 1), "today" | "now");
    let aimed = at > 0
        && is_link(
            lexemes,
            at - 1,
            &[Link::To, Link::DownTo, Link::UpTo, Link::By],
        );
    if aimed || (before.is_none() && !of_today) || !aims_behind(lexemes, behind) {
        return;
    }
    silence(&mut lexemes[before.unwrap_or(at)..=at]);
    if of_today && counted {
        silence(&mut lexemes[behind - 1..behind + 2]);
    }
}

/// "it is 3 and 4 now".
fn it_is(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let states = at > 1
        && matches!(word(tokens, lexemes, at - 1), "is" | "are" | "was" | "were")
        && matches!(
            word(tokens, lexemes, at - 2),
            "it" | "they" | "there" | "that"
        );
    let joined = is_link(lexemes, at + 1, &[Link::And]) || symbol(lexemes, at + 1) == Some('/');
    let end = at + 3;
    let now = NOW.contains(&word(tokens, lexemes, end)) || word(tokens, lexemes, end) == "at";
    if states && joined && number(lexemes, at + 2).is_some() && now {
        silence(&mut lexemes[at - 2..end]);
    }
}

/// "from 5 and 4 replicas to 2 and 1 respectively".
fn from_several(lexemes: &mut [Lexeme], at: usize) {
    let mut end = at + 1;
    let mut count = 0;
    while number(lexemes, end).is_some() {
        count += 1;
        end += 1;
        while matches!(symbol(lexemes, end), Some(',' | '/')) || is_link(lexemes, end, &[Link::And])
        {
            end += 1;
        }
    }
    end += usize::from(is_replica(lexemes, end));
    let aims = is_link(lexemes, end, &[Link::To, Link::DownTo, Link::UpTo]);
    if count > 1 && aims && number(lexemes, end + 1).is_some() {
        silence(&mut lexemes[at..end]);
    }
}

/// "to 5QI 6 from 5QI 9": the 5QI that is there, behind the one that is wanted.
fn from_same(lexemes: &mut [Lexeme], at: usize) {
    let five_qi = |index: usize| {
        matches!(
            kind(lexemes, index),
            Some(Kind::Term(Term::Noun(Noun::FiveQi)))
        ) && number(lexemes, index + 1).is_some()
    };
    let wanted = (at.saturating_sub(REACH)..at)
        .any(|index| is_link(lexemes, index, &[Link::To]) && five_qi(index + 1));
    if wanted && five_qi(at + 1) {
        silence(&mut lexemes[at..at + 3]);
    }
}

/// The label in front of the colon at `at`, of one or two words, and where it begins.
fn label<'list>(
    tokens: &[Token<'_>],
    lexemes: &[Lexeme],
    at: usize,
    list: &[&'list str],
) -> Option<(&'list str, usize)> {
    let before = lexemes.get(at.checked_sub(1)?)?;
    list.iter().find_map(|label| {
        let words = label.split(' ').count();
        let first = before.next.checked_sub(words)?;
        let said = tokens[first..before.next]
            .iter()
            .zip(label.split(' '))
            .all(|(token, word)| token.norm == word);
        let begins = (0..at).rev().find(|index| lexemes[*index].first <= first)?;
        said.then_some((*label, begins))
    })
}

/// "current: v2.7.3, target: v2.8.0", "as is: 3 | replicas to be: 7".
fn labelled(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let value = |lexemes: &[Lexeme], index: usize| match kind(lexemes, index) {
        Some(Kind::Version(_)) => Some(true),
        Some(Kind::Number(_)) => Some(false),
        _ => None,
    };
    let Some(version) = value(lexemes, at + 1) else {
        return;
    };
    let Some((_, start)) = label(tokens, lexemes, at, IS) else {
        return;
    };
    let wanted = (at + 2..(at + REACH).min(lexemes.len())).find_map(|colon| {
        let colons = matches!(symbol(lexemes, colon), Some(':' | '='));
        let same = value(lexemes, colon + 1) == Some(version);
        let (_, begins) = label(tokens, lexemes, colon, SHALL).filter(|_| colons && same)?;
        Some((begins, colon))
    });
    let Some((begins, colon)) = wanted else {
        return;
    };
    silence(&mut lexemes[start..at + 2]);
    silence(&mut lexemes[begins..=colon]);
    lexemes[at].kind = Kind::Term(Term::Link(Link::InsteadOf));
    lexemes[colon].kind = Kind::Term(Term::Link(Link::To));
}
