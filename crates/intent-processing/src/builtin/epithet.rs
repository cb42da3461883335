//! What stands beside a function or a number and makes it something else: "the control plane of the central unit", "the AMF
//! team", "order 55-771", "the other 14 slices", "the newer one".
//!
//! Part of the [`shorthand`](super::shorthand): works on lexemes before any rule reads them.

use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::shorthand::{kind, number, silence, symbol, word};
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::token::Token;

/// Reads what has to be known before anything is read as said twice.
pub(crate) fn lead(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    plane_of(tokens, lexemes, at);
    order_number(tokens, lexemes, at);
}

/// Reads what looks at the long forms only.
pub(crate) fn follow(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    planes(tokens, lexemes, at);
    other_slices(tokens, lexemes, at);
    kept_apart(tokens, lexemes, at);
    people_of(tokens, lexemes, at);
    pronoun(tokens, lexemes, at);
}

/// "the control plane of the central unit": one half of it.
fn plane_of(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if lexemes[at].next != lexemes[at].first + 2 {
        return;
    }
    let plane = tokens[lexemes[at].first..lexemes[at].next]
        .iter()
        .map(|token| token.norm.as_ref());
    let control = plane.clone().eq(["control", "plane"]);
    if !control && !plane.clone().eq(["user", "plane"]) {
        return;
    }
    let of = lexemes
        .get(at + 1)
        .is_some_and(|lexeme| matches!(tokens[lexeme.first].norm.as_ref(), "of" | "part"));
    let set = at
        + 1
        + lexemes[at + 1..]
            .iter()
            .take_while(|lexeme| matches!(lexeme.kind, Kind::Term(Term::Stop)))
            .count();
    let Some(Kind::Term(Term::Set(named))) = kind(lexemes, set) else {
        return;
    };
    if let ([first, second], true) = (named.members(), of) {
        let half = if control { *first } else { *second };
        lexemes[set].kind = Kind::Term(Term::Function(half));
    }
}

/// "order 55-771", "per order 4711": the noun, whose number only identifies.
fn order_number(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    const BEFORE: &[&str] = &[
        "per", "by", "under", "to", "with", "our", "your", "the", "purchase", "work", "this",
        "from",
    ];
    let word = |index: usize| word(tokens, lexemes, index);
    if word(at) != "order" {
        return;
    }
    let introduced = at
        .checked_sub(1)
        .is_some_and(|before| BEFORE.contains(&word(before)));
    let numbered = match kind(lexemes, at + 1) {
        Some(Kind::Range(..)) => true,
        Some(Kind::Number(_)) => introduced,
        _ => false,
    };
    let counts = matches!(
        kind(lexemes, at + 2),
        Some(
            Kind::Term(Term::Function(_) | Term::Set(_) | Term::Core | Term::Noun(_))
                | Kind::Instance(..)
        )
    );
    if numbered && !counts {
        lexemes[at].kind = Kind::Term(Term::Reference);
    }
}

/// "the CU, control plane and user plane" is both halves, "the serving gateway, user plane" one of them.
fn planes(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let Kind::Term(Term::Set(set)) = lexemes[at].kind else {
        return;
    };
    let [control, user] = set.members() else {
        return;
    };
    // "the S-GW user plane" has nothing between.
    let pause = matches!(symbol(lexemes, at + 1), Some(',' | '(' | '-' | '–' | ':'));
    let explained = pause
        && lexemes.get(at + 2).is_some_and(|lexeme| {
            tokens[lexeme.first].norm == "i" && lexeme.next > lexeme.first + 1
        });
    // The point behind "i.e" is a symbol of its own.
    let point = explained && symbol(lexemes, at + 3) == Some('.');
    let first = at + 1 + usize::from(pause) + usize::from(explained) + usize::from(point);
    let words = |range: std::ops::Range<usize>| {
        let words: Vec<&str> = lexemes
            .get(range)
            .unwrap_or_default()
            .iter()
            .flat_map(|lexeme| lexeme.first..lexeme.next)
            .map(|token| tokens[token].norm.as_ref())
            .collect();
        words.join(" ")
    };
    let both = words(first..first + 3);
    let one = words(first..first + 1);
    let start = first;
    let (end, meant) = match (both.as_str(), one.as_str()) {
        ("control plane and user plane" | "user plane and control plane", _) => (first + 3, None),
        (_, "both planes" | "control and user plane" | "user and control plane") => {
            (first + 1, None)
        }
        (_, "control plane") => (first + 1, Some(*control)),
        (_, "user plane") => (first + 1, Some(*user)),
        _ => return,
    };
    silence(&mut lexemes[start..end]);
    if let Some(function) = meant {
        lexemes[at].kind = Kind::Term(Term::Function(function));
    }
}

/// "each of the other 14 slices": how many there are is no number asked for.
fn other_slices(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if number(lexemes, at).is_none() {
        return;
    }
    let other = at
        .checked_sub(1)
        .is_some_and(|before| tokens[lexemes[before].first].norm == "other");
    let slices = lexemes
        .get(at + 1)
        .is_some_and(|lexeme| matches!(lexeme.kind, Kind::Term(Term::Noun(Noun::Slice))));
    if other && slices {
        silence(&mut lexemes[at..=at]);
    }
}

/// "kept apart from every other tenant" isolates, "kept apart from the UPF" separates; "apart from" alone leaves out.
fn kept_apart(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let words = |index: usize| {
        tokens[lexemes[index].first..lexemes[index].next]
            .iter()
            .map(|token| token.norm.as_ref())
    };
    if lexemes[at].next != lexemes[at].first + 2 || !words(at).eq(["apart", "from"]) {
        return;
    }
    let kept = (at.saturating_sub(6)..at).any(|index| {
        words(index)
            .any(|word| matches!(word, "keep" | "kept" | "stay" | "held" | "hold" | "remain"))
    });
    let object = lexemes[at + 1..]
        .iter()
        .find(|lexeme| !matches!(lexeme.kind, Kind::Term(Term::Stop | Term::Link(Link::Each))));
    if kept {
        let functions = object.is_some_and(|lexeme| {
            matches!(
                lexeme.kind,
                Kind::Term(Term::Function(_) | Term::Set(_)) | Kind::Instance(..)
            )
        });
        let mutual = lexemes.get(at + 1).is_some_and(|each| {
            words(at + 1).next() == Some("each") && lexemes.len() > at + 2 && each.next > 0
        }) && words(at + 2).next() == Some("other");
        lexemes[at].kind = Kind::Term(if functions || mutual {
            Term::Apart
        } else {
            Term::Isolation("dedicated")
        });
    }
}

/// Those who care for functions and are none: "the AMF team", "the UPF vendor".
#[rustfmt::skip]
const PEOPLE: &[&str] = &[
    "team", "teams", "people", "folks", "guys", "vendor", "vendors", "supplier", "suppliers", "department", "colleagues", "engineers", "engineer", "owner", "owners", "squad", "crew", "experts", "expert", "specialists", "developers", "manufacturer", "admins", "licence", "license", "licences", "licenses",
];

/// "the AMF team asks for two SMFs": who is named after a function is not the function.
fn people_of(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let function = matches!(
        lexemes[at].kind,
        Kind::Term(Term::Function(_) | Term::Set(_))
    );
    if !function {
        return;
    }
    let people = lexemes.get(at + 1).is_some_and(|lexeme| {
        matches!(lexeme.kind, Kind::Unknown | Kind::Term(Term::Stop))
            && lexeme.next == lexeme.first + 1
            && PEOPLE.contains(&tokens[lexeme.first].norm.as_ref())
    });
    if people {
        silence(&mut lexemes[at..=at + 1]);
    }
}

/// "the newer one", "the better one of our offers": what was named before, and no number.
fn pronoun(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let word = |index: usize| word(tokens, lexemes, index);
    let Some(adjective) = at
        .checked_sub(1)
        .filter(|_| matches!(word(at), "one" | "two" | "three"))
    else {
        return;
    };
    // "for these two", "scale the two to that"
    let closes = matches!(
        kind(lexemes, at + 1),
        None | Some(Kind::Symbol('.' | ',' | ';' | '!' | '?' | ':'))
    );
    let meant = matches!(word(adjective), "these" | "those")
        || (word(adjective) == "the"
            && (closes || word(at + 1) == "to")
            && lexemes[..adjective]
                .iter()
                .filter(|lexeme| matches!(lexeme.kind, Kind::Term(Term::Function(_))))
                .count()
                > 1
            && adjective
                .checked_sub(1)
                .is_none_or(|from| word(from) != "from"));
    if matches!(word(at), "two" | "three") && meant && (closes || word(adjective) == "the") {
        silence(&mut lexemes[at..=at]);
        return;
    }
    if word(at) != "one" {
        return;
    }
    let article = adjective
        .checked_sub(1)
        .is_some_and(|article| matches!(word(article), "the" | "this" | "that"));
    let described = matches!(
        lexemes[adjective].kind,
        Kind::Unknown
            | Kind::Term(Term::Stop | Term::Goal(_) | Term::Verb(Verb::Shrink) | Term::Link(_))
    );
    let counts = matches!(
        kind(lexemes, at + 1),
        Some(Kind::Term(
            Term::Link(Link::To | Link::UpTo | Link::More) | Term::Noun(_) | Term::Function(_)
        ))
    );
    if article && described && !counts && number(lexemes, at).is_some() {
        silence(&mut lexemes[at..=at]);
    }
}
