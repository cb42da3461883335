//! What is said of what is there already: "for each replica we have now we want three", "3 in addition to the 5 that are
//! there", "never fewer than 3", and words that are numbers or orders elsewhere.
//!
//! Part of the [`wording`](super::wording): works on lexemes before any rule reads them.

use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::shorthand::{kind, silence, word};
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::token::Token;
use crate::builtin::wording::is_number;

/// Most lexemes between words that belong together.
const REACH: usize = 8;

/// Says everything plainly that is said of what is there.
pub(crate) fn read(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    for_each_there(tokens, lexemes, at);
    every_second(tokens, lexemes, at);
    way_back(tokens, lexemes, at);
    never_under(tokens, lexemes, at);
    one_with(tokens, lexemes, at);
    released(tokens, lexemes, at);
    changed_into(tokens, lexemes, at);
    on_top_of(tokens, lexemes, at);
    beside_existing(tokens, lexemes, at);
    denied_but(tokens, lexemes, at);
    rest_denied(tokens, lexemes, at);
    wanted_gone(tokens, lexemes, at);
}

/// "I want the SCP gone": what somebody wants is that it is removed.
fn wanted_gone(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if word(tokens, lexemes, at) != "gone" || lexemes[at].next != lexemes[at].first + 1 {
        return;
    }
    let named = at.checked_sub(1).is_some_and(|before| {
        matches!(
            lexemes[before].kind,
            Kind::Term(Term::Function(_) | Term::Set(_) | Term::Noun(Noun::Replica))
                | Kind::Instance(..)
        )
    });
    let wanted = (at.saturating_sub(REACH)..at)
        .rev()
        .take_while(|index| !matches!(lexemes[*index].kind, Kind::Symbol('.' | ';' | '!')))
        .any(|index| matches!(lexemes[index].kind, Kind::Term(Term::Verb(Verb::Need))));
    if named && wanted {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Remove));
    }
}

/// "allow traffic from SMF to UPF and block everything else": what is denied already, beside what is permitted.
fn rest_denied(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let permits = |lexeme: &Lexeme| {
        matches!(
            lexeme.kind,
            Kind::Term(Term::Link(
                Link::Allow | Link::MayReach | Link::Only | Link::Accepts
            ))
        )
    };
    if !matches!(lexemes[at].kind, Kind::Term(Term::Verb(Verb::Deny))) {
        return;
    }
    let rest = word(tokens, lexemes, at + 1) == "everything"
        || word(tokens, lexemes, at + 1) == "anything"
        || (word(tokens, lexemes, at + 1) == "the"
            && lexemes.get(at + 1).is_some_and(|lexeme| {
                let last = tokens[lexeme.next - 1].norm.as_ref();
                last == "rest" || (last == "the" && word(tokens, lexemes, at + 2) == "rest")
            }))
        || (word(tokens, lexemes, at + 1) == "all" && word(tokens, lexemes, at + 2) == "other");
    if rest && lexemes[..at].iter().any(permits) {
        silence(&mut lexemes[at..=at]);
    }
}

/// "deny all ingress to the UDM except from the AUSF", "block traffic from the NEF except to the NRF": who is admitted.
fn denied_but(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if !matches!(lexemes[at].kind, Kind::Term(Term::Verb(Verb::Deny))) {
        return;
    }
    let sentence = (at + 1..(at + 4 * REACH).min(lexemes.len()))
        .take_while(|index| !matches!(lexemes[*index].kind, Kind::Symbol('.' | ';' | '!')));
    let is_function = |index: &usize| {
        matches!(
            lexemes[*index].kind,
            Kind::Term(Term::Function(_)) | Kind::Instance(..)
        )
    };
    let Some(denied) = sentence.clone().find(is_function) else {
        return;
    };
    // "deny all ingress to namespace a except from the AUSF" admits it to no function.
    let before: Vec<usize> = sentence
        .clone()
        .take_while(|index| *index < denied)
        .collect();
    let placed = |index: &usize| matches!(lexemes[*index].kind, Kind::Place(..));
    if before.iter().any(placed) {
        for index in before {
            if matches!(lexemes[index].kind, Kind::Term(Term::Link(Link::Without))) {
                lexemes[index].kind = Kind::Unknown;
            }
        }
        return;
    }
    let Some(but) = sentence
        .clone()
        .find(|index| matches!(lexemes[*index].kind, Kind::Term(Term::Link(Link::Without))))
        .filter(|but| *but > denied)
    else {
        return;
    };
    let plain = (at + 1..denied).all(|index| {
        matches!(
            lexemes[index].kind,
            Kind::Unknown
                | Kind::Term(Term::Stop | Term::Link(_) | Term::Noun(_) | Term::Metric(_))
        )
    });
    let admits = sentence
        .clone()
        .any(|index| index > but && is_function(&index));
    let outgoing = tokens[lexemes[at].next..lexemes[denied].first]
        .iter()
        .any(|token| token.norm == "from");
    if !plain || !admits {
        return;
    }
    silence(&mut lexemes[at..denied]);
    let link = if outgoing {
        Link::MayReach
    } else {
        Link::Accepts
    };
    lexemes[but].kind = Kind::Term(Term::Link(link));
    if matches!(word(tokens, lexemes, but + 1), "from" | "to" | "by") {
        silence(&mut lexemes[but + 1..but + 2]);
    }
}

/// "for each replica we have now we want three": a multiple of what is there.
fn for_each_there(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    const THERE: &[&str] = &["have", "now", "today", "there", "exists"];
    // "for each replica" is a phrase of its own.
    let last = || tokens[lexemes[at].next - 1].norm.as_ref();
    let phrase = matches!(lexemes[at].kind, Kind::Term(Term::Stop))
        && lexemes[at].next > lexemes[at].first + 1
        && matches!(last(), "replica" | "pod" | "instance");
    let opens = phrase
        || matches!(
            lexemes[at].kind,
            Kind::Term(Term::Link(Link::Each | Link::Per))
        );
    if !opens || !matches!(word(tokens, lexemes, at), "for" | "per" | "each" | "every") {
        return;
    }
    let reach = (at + 2 * REACH).min(lexemes.len());
    let copies = (at + 1..(at + 4).min(reach))
        .find(|index| matches!(lexemes[*index].kind, Kind::Term(Term::Noun(Noun::Replica))));
    let Some(copies) = copies.or(phrase.then_some(at)) else {
        return;
    };
    let Some(number) = (copies + 1..reach)
        .take_while(|index| !matches!(lexemes[*index].kind, Kind::Symbol('.' | ';')))
        .find(|index| is_number(lexemes, *index))
    else {
        return;
    };
    let there = (at + 1..number).any(|index| THERE.contains(&word(tokens, lexemes, index)));
    let tenths = match lexemes[number].kind {
        Kind::Number(value) => value
            .shifted(1)
            .to_u64()
            .and_then(|tenths| u32::try_from(tenths).ok()),
        _ => None,
    };
    let counts_other = matches!(
        kind(lexemes, number + 1),
        Some(Kind::Term(
            Term::Function(_) | Term::Metric(_) | Term::Core | Term::Noun(_)
        ))
    );
    let Some(tenths) = tenths.filter(|_| there && !counts_other) else {
        return;
    };
    for lexeme in &mut lexemes[at..number] {
        if !matches!(
            lexeme.kind,
            Kind::Term(Term::Function(_)) | Kind::Instance(..)
        ) {
            lexeme.kind = Kind::Term(Term::Stop);
        }
    }
    lexemes[number].kind = Kind::Term(Term::Multiply(tenths));
}

/// "keep only every second replica": half of them.
fn every_second(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let last = lexemes[at].next - 1;
    let second = matches!(lexemes[at].kind, Kind::Term(Term::Link(Link::Vague)))
        && word(tokens, lexemes, at) == "every"
        && matches!(tokens[last].norm.as_ref(), "second" | "other");
    if !second {
        return;
    }
    let keeps = (at.saturating_sub(3)..at)
        .find(|index| matches!(word(tokens, lexemes, *index), "keep" | "leave" | "retain"));
    if let Some(keeps) = keeps {
        silence(&mut lexemes[keeps..at]);
        lexemes[at].kind = Kind::Term(Term::Multiply(5));
    }
}

/// "never let it go under 2 or over 12", "never has fewer than 3": what must not happen below or above a number bounds it.
fn never_under(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let never = matches!(lexemes[at].kind, Kind::Term(Term::Link(Link::Not)))
        || matches!(word(tokens, lexemes, at), "never" | "neither");
    if !never {
        return;
    }
    let reach = (at + REACH).min(lexemes.len());
    let passed = |index: &usize| {
        matches!(
            lexemes[*index].kind,
            Kind::Unknown
                | Kind::Term(
                    Term::Stop
                        | Term::Verb(_)
                        | Term::Function(_)
                        | Term::Metric(_)
                        | Term::Noun(_)
                        | Term::Link(Link::Let | Link::To | Link::With)
                )
        )
    };
    let first = at + 1 + (at + 1..reach).take_while(passed).count();
    if first >= reach {
        return;
    }
    let Some(link) = bound_of(tokens, lexemes, first) else {
        return;
    };
    for lexeme in &mut lexemes[at..first] {
        lexeme.kind = match lexeme.kind {
            Kind::Term(Term::Function(_) | Term::Metric(_) | Term::Noun(_)) => continue,
            Kind::Term(Term::Verb(Verb::Scale | Verb::Grow | Verb::Shrink)) => {
                Kind::Term(Term::Verb(Verb::Scale))
            }
            _ => Kind::Term(Term::Stop),
        };
    }
    lexemes[first].kind = Kind::Term(Term::Link(link));
    other_bound(tokens, lexemes, first);
}

/// What "under" or "over" at `at` bounds when it must never happen.
fn bound_of(tokens: &[Token<'_>], lexemes: &[Lexeme], at: usize) -> Option<Link> {
    let over = matches!(
        word(tokens, lexemes, at),
        "above" | "more" | "greater" | "higher" | "exceeding" | "over"
    );
    let bound = match lexemes[at].kind {
        Kind::Term(Term::Link(Link::Below)) => Link::AtLeast,
        Kind::Term(Term::Link(Link::AtLeast | Link::In)) if over => Link::AtMost,
        _ => return None,
    };
    let valued = matches!(
        kind(lexemes, at + 1),
        Some(Kind::Number(_) | Kind::Quantity(..))
    );
    valued.then_some(bound)
}

/// "… or over 12": the other bound, behind the one at `first`.
fn other_bound(tokens: &[Token<'_>], lexemes: &mut [Lexeme], first: usize) {
    let joint = first
        + 2
        + usize::from(matches!(
            kind(lexemes, first + 2),
            Some(Kind::Term(Term::Noun(Noun::Replica)))
        ));
    let joined = matches!(
        kind(lexemes, joint),
        Some(Kind::Term(Term::Link(Link::Or | Link::And)))
    ) || word(tokens, lexemes, joint) == "nor";
    if joined
        && joint + 1 < lexemes.len()
        && let Some(link) = bound_of(tokens, lexemes, joint + 1)
    {
        lexemes[joint].kind = Kind::Term(Term::Link(Link::And));
        lexemes[joint + 1].kind = Kind::Term(Term::Link(link));
    }
}

/// "risk low, rollback within 10 minutes": how to go back if it fails, which is not asked for.
fn way_back(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let noun = matches!(
        word(tokens, lexemes, at),
        "rollback" | "backout" | "fallback" | "revert"
    ) && lexemes[at].next == lexemes[at].first + 1;
    if !noun {
        return;
    }
    let opens = at.checked_sub(1).is_none_or(|before| {
        matches!(
            lexemes[before].kind,
            Kind::Symbol(',' | ';' | '.' | '(' | '|' | '-')
        )
    });
    let how = matches!(
        word(tokens, lexemes, at + 1),
        "within"
            | "in"
            | "possible"
            | "time"
            | "window"
            | "tested"
            | "prepared"
            | "plan"
            | "via"
            | "after"
            | "under"
            | "takes"
            | "by"
    );
    if !(opens && how) {
        return;
    }
    let other = lexemes.iter().enumerate().any(|(index, lexeme)| {
        index != at
            && matches!(
                lexeme.kind,
                Kind::Term(Term::Verb(_) | Term::Multiply(_) | Term::Link(Link::Let | Link::Allow))
            )
    });
    let version = lexemes[at + 1..].iter().take(4).any(|lexeme| {
        matches!(
            lexeme.kind,
            Kind::Version(_) | Kind::Term(Term::Function(_))
        )
    });
    if other && !version {
        silence(&mut lexemes[at..=at]);
    }
}

/// "let us install one with three replicas": a pronoun, and no number.
fn one_with(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let one = word(tokens, lexemes, at) == "one"
        && is_number(lexemes, at)
        && matches!(
            kind(lexemes, at + 1),
            Some(Kind::Term(Term::Link(Link::With)))
        );
    let counted = is_number(lexemes, at + 2)
        && matches!(
            kind(lexemes, at + 3),
            Some(Kind::Term(Term::Noun(Noun::Replica)))
        );
    if one && counted {
        silence(&mut lexemes[at..=at]);
    }
}

/// "release two of the pods": takes them away.
fn released(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let counted = is_number(lexemes, at + 1)
        && (word(tokens, lexemes, at + 2) == "of"
            || matches!(
                kind(lexemes, at + 2),
                Some(Kind::Term(Term::Noun(Noun::Replica) | Term::Function(_)))
            ));
    if word(tokens, lexemes, at) == "release" && counted {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Remove));
    }
}

/// "from 2 into 6", "from 2 instances until 6": the number to go to.
fn changed_into(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if !matches!(word(tokens, lexemes, at), "into" | "until" | "till")
        || !is_number(lexemes, at + 1)
    {
        return;
    }
    let from = (at.saturating_sub(5)..at)
        .any(|index| matches!(lexemes[index].kind, Kind::Term(Term::Link(Link::From))));
    let number = (at.saturating_sub(2)..at).any(|index| is_number(lexemes, index));
    if from && number {
        lexemes[at].kind = Kind::Term(Term::Link(Link::To));
    }
}

/// "3 in addition to the 5 that are there": a difference, and what is there.
fn on_top_of(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if !is_number(lexemes, at) {
        return;
    }
    let counted = |index: usize| {
        index
            + usize::from(matches!(
                kind(lexemes, index),
                Some(Kind::Term(Term::Noun(Noun::Replica)))
            ))
    };
    let phrase = counted(at + 1);
    let last = lexemes
        .get(phrase)
        .map_or("", |lexeme| tokens[lexeme.next - 1].norm.as_ref());
    let adds = matches!(
        (word(tokens, lexemes, phrase), last),
        ("in", "addition") | ("on", "top") | ("besides" | "beyond", _)
    );
    if !adds {
        return;
    }
    let there =
        (phrase + 1..(phrase + 5).min(lexemes.len())).find(|index| is_number(lexemes, *index));
    if let Some(there) = there {
        silence(&mut lexemes[phrase..=there]);
        lexemes[phrase].kind = Kind::Term(Term::Link(Link::More));
    }
}

/// "another UPF next to the existing two": what is there already.
fn beside_existing(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let beside = matches!(lexemes[at].kind, Kind::Term(Term::Together))
        || matches!(
            word(tokens, lexemes, at),
            "beside" | "besides" | "alongside"
        );
    if !beside {
        return;
    }
    let there = (at + 1..at + 4).any(|index| {
        matches!(
            word(tokens, lexemes, index),
            "existing" | "current" | "present" | "old"
        )
    });
    let counted = (at + 1..(at + 5).min(lexemes.len())).find(|index| {
        is_number(lexemes, *index) || matches!(word(tokens, lexemes, *index), "ones" | "one")
    });
    if let Some(counted) = counted.filter(|_| there) {
        let named = matches!(
            kind(lexemes, counted + 1),
            Some(Kind::Term(Term::Function(_)))
        );
        if !named {
            silence(&mut lexemes[at..=counted]);
        }
    }
}
