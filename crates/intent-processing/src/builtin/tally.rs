//! Numbers that count nothing an intent asks for: sums of what is listed, repetitions, how often something happened, numbers
//! of weeks and sites.
//!
//! Works on lexemes before any rule reads them, like [`shorthand`](super::shorthand).

use crate::builtin::decimal::Decimal;
use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::shorthand::{kind, number, silence, symbol, term, word};
use crate::builtin::term::{Link, Noun, Term};
use crate::builtin::token::Token;
use crate::builtin::unit::Unit;

/// Most lexemes between a number and what makes it one that counts nothing.
const REACH: usize = 9;

/// Leaves every such number out.
pub(crate) fn apply(tokens: &[Token<'_>], lexemes: &mut [Lexeme]) {
    for at in 0..lexemes.len() {
        match lexemes[at].kind {
            Kind::Number(_) => {
                sum(tokens, lexemes, at);
                added(tokens, lexemes, at);
                these_two(tokens, lexemes, at);
                fraction_of(tokens, lexemes, at);
                there_behind(tokens, lexemes, at);
                numbered(tokens, lexemes, at);
                of_paper(tokens, lexemes, at);
            }
            Kind::Times(_) => often(tokens, lexemes, at),
            Kind::Symbol('(') => difference_in_brackets(lexemes, at),
            Kind::Quantity(..) => entirely(tokens, lexemes, at),
            _ => {}
        }
    }
}

fn is_replica(lexemes: &[Lexeme], at: usize) -> bool {
    term(lexemes, at) == Some(Term::Noun(Noun::Replica))
}

/// Whether a clause ends at `at`.
fn ends(lexemes: &[Lexeme], at: usize) -> bool {
    matches!(
        kind(lexemes, at),
        None | Some(Kind::Symbol(
            '.' | ',' | ';' | ':' | '!' | '?' | ')' | '|' | '-' | '–'
        ))
    )
}

/// "four in all, two of them AUSF, the other two UDM": the sum of what is listed behind it.
fn sum(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let last = lexemes
        .get(at + 1)
        .map_or("", |lexeme| tokens[lexeme.next - 1].norm.as_ref());
    let all = matches!(
        (word(tokens, lexemes, at + 1), last),
        ("in", "all" | "total") | ("altogether" | "overall", _)
    );
    let all = usize::from(all)
        + 2 * usize::from(
            word(tokens, lexemes, at + 1) == "in"
                && matches!(word(tokens, lexemes, at + 2), "all" | "total"),
        );
    if all == 0
        || !matches!(
            symbol(lexemes, at + 1 + all),
            Some(',' | ':' | ';' | '-' | '–')
        )
    {
        return;
    }
    let parts = (at + 2 + all..(at + 2 + all + 2 * REACH).min(lexemes.len()))
        .take_while(|index| symbol(lexemes, *index) != Some('.'))
        .filter(|index| number(lexemes, *index).is_some())
        .count();
    if parts > 1 {
        silence(&mut lexemes[at..=at]);
    }
}

/// "4 replicas plus 6 make 10": what adds up to the number that is wanted.
fn added(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let replica = |index: usize| index + usize::from(is_replica(lexemes, index));
    let plus = replica(at + 1);
    let second = plus + 1;
    let makes = replica(second + 1);
    let adds = symbol(lexemes, plus) == Some('+')
        || matches!(word(tokens, lexemes, plus), "plus" | "and")
        || term(lexemes, plus) == Some(Term::Link(Link::By));
    let equals = symbol(lexemes, makes) == Some('=')
        || matches!(
            word(tokens, lexemes, makes),
            "make" | "makes" | "making" | "gives" | "giving" | "equals"
        );
    let sum = makes + 1;
    if adds && equals && number(lexemes, second).is_some() && number(lexemes, sum).is_some() {
        lexemes[at].kind = lexemes[sum].kind.clone();
        silence(&mut lexemes[plus..=sum]);
    }
}

/// "optimise these two for cost", "everything but these three": as many as were named.
fn these_two(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let points = at.checked_sub(1).is_some_and(|before| {
        matches!(word(tokens, lexemes, before), "these" | "those" | "all")
            && lexemes[before].next == lexemes[before].first + 1
    });
    if !points {
        return;
    }
    let functions = lexemes[..at]
        .iter()
        .filter(|lexeme| {
            matches!(
                lexeme.kind,
                Kind::Term(Term::Function(_)) | Kind::Instance(..)
            )
        })
        .count();
    let named = number(lexemes, at).and_then(Decimal::to_u64) == u64::try_from(functions).ok();
    let counts = matches!(
        kind(lexemes, at + 1),
        Some(
            Kind::Term(Term::Noun(_) | Term::Function(_) | Term::Core | Term::Set(_))
                | Kind::Number(_)
        )
    );
    if named && functions > 1 && !counts {
        silence(&mut lexemes[at..=at]);
    }
}

/// "four fifths of the memory (80 %)": a share said in words and in digits.
fn fraction_of(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    const PARTS: &[&str] = &[
        "fifth", "fifths", "quarter", "quarters", "third", "thirds", "tenth", "tenths", "half",
        "halves", "eighths", "sixths",
    ];
    if !PARTS.contains(&word(tokens, lexemes, at + 1)) {
        return;
    }
    let share =
        |index: usize| matches!(kind(lexemes, index), Some(Kind::Quantity(_, Unit::Percent)));
    let open = (at + 2..(at + REACH).min(lexemes.len()))
        .take_while(|index| !matches!(symbol(lexemes, *index), Some('.' | ';')))
        .find(|index| symbol(lexemes, *index) == Some('('));
    if let Some(open) =
        open.filter(|open| share(open + 1) && symbol(lexemes, open + 2) == Some(')'))
    {
        silence(&mut lexemes[at..at + 2]);
        silence(&mut lexemes[open..=open]);
        silence(&mut lexemes[open + 2..open + 3]);
    }
}

/// "5 instances, today 3": what is there, behind what is wanted.
fn there_behind(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let Some(adverb) = at.checked_sub(1).filter(|adverb| {
        matches!(
            word(tokens, lexemes, *adverb),
            "today"
                | "now"
                | "currently"
                | "presently"
                | "was"
                | "were"
                | "formerly"
                | "previously"
        )
    }) else {
        return;
    };
    let pause = adverb
        .checked_sub(1)
        .is_some_and(|pause| matches!(symbol(lexemes, pause), Some(',' | '(' | ';' | '/')));
    let wanted = (at.saturating_sub(REACH)..adverb)
        .rev()
        .take_while(|index| symbol(lexemes, *index) != Some('.'))
        .any(|index| number(lexemes, index).is_some() && is_replica(lexemes, index + 1));
    let end = at + 1 + usize::from(is_replica(lexemes, at + 1));
    if pause && wanted && ends(lexemes, end) {
        silence(&mut lexemes[adverb..end]);
        lexemes[adverb].kind = Kind::Term(Term::Link(Link::InsteadOf));
    }
}

/// "in week 40", "edge site 14": a number that is a name.
fn numbered(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let Some(before) = at.checked_sub(1) else {
        return;
    };
    let last = tokens[lexemes[before].next - 1].norm.as_ref();
    let week = matches!(last, "week" | "wk" | "cw" | "kw");
    let site = matches!(
        lexemes[before].kind,
        Kind::Term(Term::Pattern(_) | Term::Reference)
    ) && matches!(last, "site" | "location");
    let digits = tokens[lexemes[at].first]
        .text
        .starts_with(|first: char| first.is_ascii_digit());
    let counts = matches!(
        kind(lexemes, at + 1),
        Some(Kind::Term(
            Term::Noun(_) | Term::Function(_) | Term::Core | Term::Set(_)
        ))
    );
    // "regression run 118 failed"
    let run = last == "run"
        && before > 0
        && matches!(lexemes[before - 1].kind, Kind::Unknown)
        && matches!(
            kind(lexemes, at + 1),
            Some(Kind::Unknown | Kind::Term(Term::Stop))
        );
    if run && digits {
        silence(&mut lexemes[before..=at]);
    } else if (week || site) && digits && !counts {
        silence(&mut lexemes[at..=at]);
    }
}

/// "3 functions, 1 request:", "two pull requests are waiting": how many orders there are.
fn of_paper(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    const PAPER: &[&str] = &[
        "request",
        "requests",
        "order",
        "orders",
        "task",
        "tasks",
        "change",
        "changes",
        "update",
        "updates",
        "wish",
        "wishes",
        "point",
        "points",
        "question",
        "questions",
        "job",
        "jobs",
        "thing",
        "things",
        "topic",
        "topics",
        "pull",
        "merge",
        "ticket",
        "tickets",
        "step",
        "steps",
    ];
    let described = usize::from(matches!(
        word(tokens, lexemes, at + 1),
        "small" | "quick" | "new" | "further" | "more" | "other" | "open" | "short"
    ));
    let noun = at + 1 + described;
    let paper = PAPER.contains(&word(tokens, lexemes, noun))
        && matches!(
            lexemes[noun].kind,
            Kind::Unknown | Kind::Term(Term::Stop | Term::Reference | Term::Verb(_))
        );
    let behind = noun + 1;
    // "ticket: 4711" is a label.
    let labels = symbol(lexemes, behind) == Some(':') && number(lexemes, behind + 1).is_some();
    let stops = ends(lexemes, behind)
        || matches!(
            word(tokens, lexemes, behind),
            "is" | "are" | "for" | "of" | "from" | "today" | "please" | "in"
        );
    if paper && stops && !labels {
        silence(&mut lexemes[at..=noun]);
    }
}

/// "the SMF hung three times tonight": how often something happened.
fn often(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let times =
        tokens[lexemes[at].next - 1].norm == "times" && lexemes[at].next > lexemes[at].first + 1;
    let happened = at.checked_sub(1).is_some_and(|before| {
        matches!(lexemes[before].kind, Kind::Unknown)
            || matches!(
                word(tokens, lexemes, before),
                "failed" | "down" | "restarted" | "up"
            )
    });
    let when = ends(lexemes, at + 1)
        || matches!(
            word(tokens, lexemes, at + 1),
            "tonight"
                | "today"
                | "this"
                | "last"
                | "since"
                | "yesterday"
                | "in"
                | "within"
                | "during"
                | "already"
                | "a"
                | "per"
        );
    if times && happened && when {
        silence(&mut lexemes[at..=at]);
    }
}

/// "replicas: 5 (+3)": the difference to what is there.
fn difference_in_brackets(lexemes: &mut [Lexeme], at: usize) {
    let signed = matches!(symbol(lexemes, at + 1), Some('+' | '-' | '−' | '±'))
        || term(lexemes, at + 1) == Some(Term::Link(Link::By));
    let counted = at.checked_sub(1).is_some_and(|before| {
        number(lexemes, before).is_some()
            || (is_replica(lexemes, before) && before > 0 && number(lexemes, before - 1).is_some())
    });
    if signed
        && counted
        && number(lexemes, at + 2).is_some()
        && symbol(lexemes, at + 3) == Some(')')
    {
        silence(&mut lexemes[at..at + 4]);
    }
}

/// "isolated by 100 %": entirely.
fn entirely(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let whole = matches!(lexemes[at].kind, Kind::Quantity(share, Unit::Percent) if share.to_u64() == Some(100));
    let isolated = || {
        (at.saturating_sub(REACH)..(at + REACH).min(lexemes.len()))
            .any(|index| matches!(term(lexemes, index), Some(Term::Isolation(_))))
    };
    if whole && isolated() {
        let by = usize::from(at > 0 && matches!(word(tokens, lexemes, at - 1), "by" | "to" | "at"));
        silence(&mut lexemes[at - by..=at]);
    }
}
