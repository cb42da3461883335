//! What is written short or twice: "six (6)", "4 → 10", "From: 2", "one replica per node".
//!
//! Works on lexemes before any rule reads them, so that every rule sees the long form only.

use crate::builtin::decimal::Decimal;
use crate::builtin::epithet;
use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::node;
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::token::Token;
use crate::builtin::unit::{self, Unit};

/// Most lexemes between what belongs together.
const REACH: usize = 6;

/// Writes out every shorthand of a text.
pub(crate) fn apply(tokens: &[Token<'_>], lexemes: &mut [Lexeme]) {
    for at in 0..lexemes.len() {
        epithet::lead(tokens, lexemes, at);
        said_twice(lexemes, at);
        count_of(tokens, lexemes, at);
        arrow(lexemes, at);
        enclosed_by_bounds(lexemes, at);
        labelled(lexemes, at);
        old_and_new(tokens, lexemes, at);
        part_of(lexemes, at);
        left_of(tokens, lexemes, at);
        plus(tokens, lexemes, at);
        unit_ahead(tokens, lexemes, at);
        ratio_explained(tokens, lexemes, at);
        quantity_before(lexemes, at);
        expectation(tokens, lexemes, at);
        node::read(tokens, lexemes, at);
        epithet::follow(tokens, lexemes, at);
    }
}

/// The first word of a lexeme, in lower case.
pub(crate) fn word<'text>(tokens: &'text [Token<'_>], lexemes: &[Lexeme], at: usize) -> &'text str {
    lexemes
        .get(at)
        .map_or("", |lexeme| tokens[lexeme.first].norm.as_ref())
}

/// What the lexeme at `at` is.
pub(crate) fn kind(lexemes: &[Lexeme], at: usize) -> Option<&Kind> {
    lexemes.get(at).map(|lexeme| &lexeme.kind)
}

pub(crate) fn term(lexemes: &[Lexeme], at: usize) -> Option<Term> {
    match lexemes.get(at)?.kind {
        Kind::Term(term) => Some(term),
        _ => None,
    }
}

pub(crate) fn number(lexemes: &[Lexeme], at: usize) -> Option<Decimal> {
    match lexemes.get(at)?.kind {
        Kind::Number(value) => Some(value),
        _ => None,
    }
}

pub(crate) fn symbol(lexemes: &[Lexeme], at: usize) -> Option<char> {
    match lexemes.get(at)?.kind {
        Kind::Symbol(symbol) => Some(symbol),
        _ => None,
    }
}

pub(crate) fn is_symbol(lexemes: &[Lexeme], at: usize, wanted: char) -> bool {
    symbol(lexemes, at) == Some(wanted)
}

/// Makes lexemes words that carry nothing.
pub(crate) fn silence(lexemes: &mut [Lexeme]) {
    for lexeme in lexemes {
        lexeme.kind = Kind::Term(Term::Stop);
    }
}

/// Words that count functions when a number stands behind them.
const COUNTS: &[&str] = &[
    "qty", "quantity", "count", "number", "amount", "target", "repl", "no",
];

/// "quantity 2", "count: 4": the number of replicas, unless what is counted stands behind the number.
fn count_of(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let counts = matches!(
        lexemes[at].kind,
        Kind::Unknown | Kind::Term(Term::Stop | Term::Link(Link::No))
    ) && COUNTS.contains(&tokens[lexemes[at].first].norm.as_ref())
        && lexemes[at].next == lexemes[at].first + 1;
    if !counts {
        return;
    }
    let separators = (at + 1..lexemes.len())
        .take_while(|index| matches!(symbol(lexemes, *index), Some(':' | '=')))
        .count();
    let value = at + 1 + separators;
    let counted = match kind(lexemes, value + 1) {
        // "instead of a fixed number: four to ten pods"
        Some(Kind::Term(Term::Link(Link::To))) if number(lexemes, value + 2).is_some() => false,
        Some(Kind::Term(term)) => matches!(term, Term::Link(_) | Term::Stop | Term::Verb(_)),
        Some(kind) => matches!(kind, Kind::Symbol(_) | Kind::Place(..)),
        None => true,
    };
    // "restart number two, the AUSF"
    let ordinal = separators == 0
        && symbol(lexemes, value + 1) == Some(',')
        && tokens[lexemes[at].first].norm == "number"
        && lexemes[value + 1..]
            .iter()
            .skip(1)
            .find(|lexeme| !matches!(lexeme.kind, Kind::Term(Term::Stop)))
            .is_some_and(|lexeme| matches!(lexeme.kind, Kind::Term(Term::Function(_))));
    if ordinal && number(lexemes, value).is_some() {
        silence(&mut lexemes[at..=value]);
        return;
    }
    // "no 4" refuses.
    let refuses = matches!(lexemes[at].kind, Kind::Term(Term::Link(Link::No))) && separators == 0;
    if number(lexemes, value).is_some() && counted && !refuses {
        lexemes[at].kind = Kind::Term(Term::Noun(Noun::Replica));
    }
}

/// "six (6) replicas", "service communication proxy (SCP)": the same in words and in digits, or long and short.
fn said_twice(lexemes: &mut [Lexeme], at: usize) {
    let repeated = |kind: &Kind| {
        matches!(
            kind,
            Kind::Number(_)
                | Kind::Term(
                    Term::Function(_)
                        | Term::Set(_)
                        | Term::Slice(_)
                        | Term::Metric(_)
                        | Term::Noun(_)
                )
        )
    };
    let same = repeated(&lexemes[at].kind)
        && lexemes
            .get(at + 2)
            .is_some_and(|again| again.kind == lexemes[at].kind);
    if same && symbol(lexemes, at + 1) == Some('(') && symbol(lexemes, at + 3) == Some(')') {
        silence(&mut lexemes[at + 1..at + 4]);
    }
}

/// "2 ≤ replicas ≤ 10": a range around what is counted.
fn enclosed_by_bounds(lexemes: &mut [Lexeme], at: usize) {
    let less = |index: usize| matches!(symbol(lexemes, index), Some('≤' | '<'));
    let replica = matches!(
        kind(lexemes, at + 2),
        Some(Kind::Term(Term::Noun(Noun::Replica)))
    );
    if number(lexemes, at).is_some()
        && less(at + 1)
        && replica
        && less(at + 3)
        && number(lexemes, at + 4).is_some()
    {
        silence(&mut lexemes[at + 2..at + 4]);
        lexemes[at + 1].kind = Kind::Term(Term::Link(Link::To));
    }
}

/// "→ 7" is "to 7", and what stands before the arrow is what is there.
fn arrow(lexemes: &mut [Lexeme], at: usize) {
    let next = match (symbol(lexemes, at), symbol(lexemes, at + 1)) {
        (Some('→' | '➔' | '⇒' | '➜' | '⟶'), _) => at + 1,
        (Some('-' | '='), Some('>')) => at + 2,
        _ => return,
    };
    let version = matches!(kind(lexemes, next), Some(Kind::Version(_)));
    if number(lexemes, next).is_none() && !version {
        return;
    }
    silence(&mut lexemes[at..next]);
    if version {
        lexemes[next - 1].kind = Kind::Term(Term::Link(Link::To));
        return;
    }
    lexemes[at].kind = Kind::Term(Term::Link(Link::DownTo));
    if let Some(before) = at
        .checked_sub(1)
        .filter(|before| number(lexemes, *before).is_some())
    {
        lexemes[before].kind = Kind::Term(Term::Link(Link::InsteadOf));
    }
}

/// "From: 2", "To: 5": the colon of a form.
fn labelled(lexemes: &mut [Lexeme], at: usize) {
    let link = matches!(
        lexemes[at].kind,
        Kind::Term(Term::Link(Link::From | Link::To | Link::By))
    );
    let bound = matches!(
        lexemes[at].kind,
        Kind::Term(Term::Link(Link::Minimum | Link::Maximum))
    );
    // "9 replicas (max)"
    let enclosed =
        at > 0 && symbol(lexemes, at - 1) == Some('(') && symbol(lexemes, at + 1) == Some(')');
    if bound && enclosed {
        silence(&mut lexemes[at - 1..at]);
        silence(&mut lexemes[at + 1..at + 2]);
    }
    // "optimise for: latency"
    let aims = matches!(
        lexemes[at].kind,
        Kind::Term(Term::Verb(Verb::Optimize) | Term::Link(Link::For))
    ) && at > 0;
    if aims
        && symbol(lexemes, at + 1) == Some(':')
        && matches!(
            kind(lexemes, at + 2),
            Some(Kind::Term(Term::Metric(_) | Term::Goal(_)))
        )
    {
        silence(&mut lexemes[at + 1..at + 2]);
    }
    // "max. 5"
    if bound && symbol(lexemes, at + 1) == Some('.') && number(lexemes, at + 2).is_some() {
        silence(&mut lexemes[at + 1..at + 2]);
    }
    if link
        && matches!(symbol(lexemes, at + 1), Some(':' | '='))
        && number(lexemes, at + 2).is_some()
    {
        silence(&mut lexemes[at + 1..at + 2]);
    }
}

#[rustfmt::skip]
const OLD: &[&str] = &[
    "old", "current", "currently", "present", "previous", "actual", "now", "today", "existing", "before",
];

#[rustfmt::skip]
const NEW: &[&str] = &[
    "new", "target", "desired", "wanted", "future", "required", "requested", "proposed", "planned", "nominal", "after",
];

/// "old value: 3 / new value: 5": the number that is there, and the one that is wanted.
fn old_and_new(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    const NOUNS: &[&str] = &["value", "number", "count", "size", "replicas", "state"];
    let label = word(tokens, lexemes, at);
    let old = OLD.contains(&label);
    if !old && !NEW.contains(&label) {
        return;
    }
    if old && old_beside_new(tokens, lexemes, at) {
        return;
    }
    let word = |index: usize| word(tokens, lexemes, index);
    let noun = usize::from(NOUNS.contains(&word(at + 1)));
    let colon = at + 1 + noun;
    if !matches!(symbol(lexemes, colon), Some(':' | '=')) || number(lexemes, colon + 1).is_none() {
        return;
    }
    if old {
        let wanted = (colon + 2..(colon + 2 + REACH).min(lexemes.len()))
            .any(|index| NEW.contains(&word(index)));
        if wanted {
            silence(&mut lexemes[at..colon + 2]);
            lexemes[colon].kind = Kind::Term(Term::Link(Link::InsteadOf));
        }
    } else if noun > 0 || label == "after" {
        silence(&mut lexemes[at..=colon]);
        lexemes[colon].kind = Kind::Term(Term::Link(Link::To));
    }
}

/// "old 4, new 10": reads both when the old number at `at` has a new one beside it.
fn old_beside_new(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) -> bool {
    let adverb = matches!(word(tokens, lexemes, at), "currently" | "now" | "today");
    if adverb || number(lexemes, at + 1).is_none() {
        return false;
    }
    let new = (at + 2..(at + REACH).min(lexemes.len())).find(|index| {
        NEW.contains(&word(tokens, lexemes, *index)) && number(lexemes, index + 1).is_some()
    });
    if let Some(new) = new {
        silence(&mut lexemes[at..at + 2]);
        lexemes[at].kind = Kind::Term(Term::Link(Link::InsteadOf));
        lexemes[new].kind = Kind::Term(Term::Link(Link::DownTo));
    }
    new.is_some()
}

/// "2 of the 6 replicas": the second number is what is there.
fn part_of(lexemes: &mut [Lexeme], at: usize) {
    if number(lexemes, at).is_none() {
        return;
    }
    let stops = (at + 1..lexemes.len())
        .take_while(|index| matches!(lexemes[*index].kind, Kind::Term(Term::Stop)))
        .count();
    let whole = at + 1 + stops;
    let counted = matches!(
        kind(lexemes, whole + 1),
        Some(Kind::Term(Term::Function(_) | Term::Noun(Noun::Replica)))
    );
    if stops > 0 && number(lexemes, whole).is_some() && counted {
        silence(&mut lexemes[whole..=whole]);
    }
}

/// "of the six replicas of the PCF only four should remain": the first number is what is there.
fn left_of(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    const FAR: usize = 10;
    let word = |index: usize| word(tokens, lexemes, index);
    let whole = at + 2;
    let article = |word: &str| matches!(word, "the" | "our" | "its" | "these" | "those");
    if number(lexemes, whole).is_none() || word(at) != "of" || !article(word(at + 1)) {
        return;
    }
    let only = (whole + 1..(whole + FAR).min(lexemes.len()))
        .take_while(|index| symbol(lexemes, *index) != Some('.'))
        .find(|index| {
            matches!(lexemes[*index].kind, Kind::Term(Term::Link(Link::Only)))
                && number(lexemes, index + 1).is_some()
        });
    let remain = only.is_some_and(|only| {
        (only + 2..only + 7).any(|index| {
            matches!(
                word(index),
                "remain" | "stay" | "left" | "kept" | "survive" | "needed" | "required"
            )
        })
    });
    if let Some(only) = only.filter(|_| remain) {
        lexemes[whole].kind = Kind::Term(Term::Link(Link::InsteadOf));
        lexemes[only].kind = Kind::Term(Term::Link(Link::DownTo));
    }
}

/// "AMF +2", "by plus 2": a difference.
fn plus(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let sign = symbol(lexemes, at) == Some('+') || tokens[lexemes[at].first].norm == "plus";
    let plus = sign || matches!(lexemes[at].kind, Kind::Term(Term::Link(Link::With)));
    if !plus || number(lexemes, at + 1).is_none() {
        return;
    }
    // "+2 SMF", "SMF: +2 replicas"
    let first = at
        .checked_sub(1)
        .is_none_or(|before| symbol(lexemes, before) == Some(':'));
    let counted = matches!(
        kind(lexemes, at + 2),
        Some(Kind::Term(Term::Function(_) | Term::Noun(Noun::Replica)) | Kind::Instance(..))
    );
    if sign && first && counted {
        lexemes[at].kind = Kind::Term(Term::Link(Link::More));
        return;
    }
    let Some(before) = at.checked_sub(1).map(|before| &lexemes[before].kind) else {
        return;
    };
    let ends = match kind(lexemes, at + 2) {
        None | Some(Kind::Symbol(',' | ';' | '.' | ')' | '(' | '|') | Kind::Place(..)) => true,
        Some(Kind::Term(Term::Link(link))) => link.joins() || matches!(link, Link::In | Link::For),
        Some(Kind::Term(Term::Stop)) => sign,
        _ => false,
    };
    let labelled = matches!(*before, Kind::Symbol(':'));
    if matches!(*before, Kind::Term(Term::Link(Link::By))) {
        silence(&mut lexemes[at..=at]);
    } else if (sign || labelled)
        && ends
        && (labelled || matches!(before, Kind::Term(Term::Function(_)) | Kind::Instance(..)))
    {
        lexemes[at].kind = Kind::Term(Term::Link(Link::By));
    }
}

/// "disk, in GiB: 500", "latency (ms): 5", "a throughput, in Mbps, of 600": the unit in front of its number.
fn unit_ahead(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let opens = match lexemes[at].kind {
        Kind::Symbol('(' | '[') => true,
        Kind::Term(Term::Link(Link::In)) => tokens[lexemes[at].first].norm == "in",
        _ => false,
    };
    let within = usize::from(
        opens
            && !matches!(lexemes[at].kind, Kind::Term(Term::Link(Link::In)))
            && lexemes
                .get(at + 1)
                .is_some_and(|lexeme| tokens[lexeme.first].norm == "in"),
    );
    let Some(named) = lexemes.get(at + 1 + within).filter(|_| opens) else {
        return;
    };
    let Some((unit, end)) = unit::read(tokens, "", named.first) else {
        return;
    };
    // "in second place"
    let doubtful = matches!(
        tokens[named.first].norm.as_ref(),
        "second" | "s" | "sec" | "ns"
    );
    let mut behind = at + 2 + within;
    while lexemes.get(behind).is_some_and(|lexeme| lexeme.first < end) {
        behind += 1;
    }
    let value = behind
        + lexemes[behind..]
            .iter()
            .take(REACH - 2)
            .take_while(|lexeme| {
                matches!(
                    lexeme.kind,
                    Kind::Symbol(')' | ']' | ':' | '=' | ',' | '|') | Kind::Term(Term::Stop)
                )
            })
            .count();
    let of_measure = at.checked_sub(1).is_some_and(|before| {
        matches!(
            lexemes[before].kind,
            Kind::Term(Term::Metric(_) | Term::Direction(_) | Term::Noun(_))
        )
    });
    let Some(number) =
        number(lexemes, value).filter(|_| (value > behind || of_measure) && !doubtful)
    else {
        return;
    };
    lexemes[value].kind = match unit {
        Unit::Time(power) => Kind::Quantity(number.shifted(power), Unit::Time(0)),
        Unit::BitRate(power) => Kind::Quantity(number.shifted(power), Unit::BitRate(0)),
        other => Kind::Quantity(number, other),
    };
    // "disk, in GiB: 500"
    let pause = usize::from(at > 0 && symbol(lexemes, at - 1) == Some(','));
    silence(&mut lexemes[at - pause..value]);
}

/// "five times that, i.e. 40 Gbit/s": a ratio in front of the value that it amounts to.
fn ratio_explained(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let ratio = matches!(
        lexemes[at].kind,
        Kind::Times(_) | Kind::Term(Term::Multiply(_))
    );
    if !ratio {
        return;
    }
    let word = |index: usize| word(tokens, lexemes, index);
    let of_that = matches!(word(at + 1), "that" | "this" | "as" | "it");
    if !(of_that || matches!(symbol(lexemes, at + 1), Some(',' | '('))) {
        return;
    }
    let valued = |index: usize| {
        matches!(lexemes[index].kind, Kind::Quantity(..))
            || (!of_that && number(lexemes, index).is_some())
    };
    let value = (at + 2..(at + REACH + 2).min(lexemes.len()))
        .take_while(|index| {
            valued(*index)
                || matches!(
                    lexemes[*index].kind,
                    Kind::Symbol(_) | Kind::Unknown | Kind::Term(Term::Stop | Term::Direction(_))
                )
        })
        .find(|index| valued(*index));
    let explained = value.is_some_and(|value| {
        (at + 1..value).any(|index| matches!(word(index), "i" | "so" | "thus" | "meaning" | "that"))
            || (of_that && symbol(lexemes, value - 1) == Some('('))
    });
    let Some(value) = value.filter(|_| explained) else {
        return;
    };
    if number(lexemes, value).is_some() {
        lexemes[at].kind = lexemes[value].kind.clone();
        silence(&mut lexemes[at + 1..=value]);
    } else {
        silence(&mut lexemes[at..value]);
    }
}

/// "from 20 ms to 10 ms": the first amount is what is there.
fn quantity_before(lexemes: &mut [Lexeme], at: usize) {
    let unit = |index: usize| match kind(lexemes, index) {
        Some(Kind::Quantity(_, Unit::Bytes(_))) => Some(Unit::Bytes("")),
        Some(Kind::Quantity(_, unit)) => Some(*unit),
        Some(Kind::Term(Term::Nines(_))) => Some(Unit::Percent),
        _ => None,
    };
    let from = matches!(lexemes[at].kind, Kind::Term(Term::Link(Link::From)));
    let to = matches!(
        kind(lexemes, at + 2),
        Some(Kind::Term(Term::Link(Link::To | Link::DownTo | Link::UpTo)))
    );
    let bounded = usize::from(matches!(
        kind(lexemes, at + 3),
        Some(Kind::Term(Term::Link(
            Link::Below | Link::AtMost | Link::AtLeast
        )))
    ));
    let second = unit(at + 3 + bounded);
    // "from 50 to 80 Mbit/s"
    let bare = number(lexemes, at + 1).is_some() && second.is_some();
    if from && to && (bare || (unit(at + 1).is_some() && unit(at + 1) == second)) {
        silence(&mut lexemes[at..at + 2]);
    }
}

/// Labels of an intent expectation (TS 28.312 clause 6.2) that carry nothing but their value.
const LABELS: &[&str] = &[
    "userlabel",
    "expectationid",
    "expectationverb",
    "expectationobject",
    "expectationtarget",
    "expectationtargets",
    "objecttype",
    "objectinstance",
    "objectcontext",
    "objectcontexts",
    "contextattribute",
    "contextcondition",
    "contextvaluerange",
    "targetname",
    "targetcondition",
    "targetvaluerange",
    "targetvalue",
    "targetcontexts",
    "attribute",
    "condition",
    "verb",
    "object",
    "intentexpectation",
    "intentexpectations",
    "value",
];

/// "targetName: replicas; targetCondition: `IS_EQUAL_TO`; targetValueRange: 3": the target of an expectation is its attribute and its value.
fn expectation(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if !matches!(lexemes[at].kind, Kind::Unknown) {
        return;
    }
    let word = |index: usize| word(tokens, lexemes, index);
    if symbol(lexemes, at + 1) == Some(':') && LABELS.contains(&word(at)) {
        silence(&mut lexemes[at..=at]);
    }
    let lexeme = &lexemes[at];
    // Objects in braces are documents, of which nobody takes orders; the guard does not count them either.
    let braced = || (0..at).any(|index| symbol(lexemes, index) == Some('{'));
    let condition = matches!(lexeme.kind, Kind::Unknown)
        && lexeme.next > lexeme.first + 2
        && tokens[lexeme.first].norm == "is"
        && tokens[lexeme.first + 1].joined == Some('_')
        && !braced();
    if !condition {
        return;
    }
    let compared = tokens[lexemes[at].first + 1].norm.as_ref();
    let bound = match compared {
        "greater" => Some(Link::AtLeast),
        "less" => Some(Link::AtMost),
        _ => None,
    };
    let value = (at + 1..(at + REACH).min(lexemes.len())).find(|index| {
        matches!(
            lexemes[*index].kind,
            Kind::Number(_) | Kind::Quantity(..) | Kind::Term(Term::Nines(_))
        )
    });
    let Some(value) = value else { return };
    let attribute = (at.saturating_sub(REACH)..at).rev().find(|index| {
        matches!(
            lexemes[*index].kind,
            Kind::Term(Term::Noun(_) | Term::Metric(_) | Term::Direction(_))
        )
    });
    let start = attribute.map_or(at, |attribute| attribute + 1);
    silence(&mut lexemes[start..value]);
    if let (Some(bound), true) = (bound, start < value) {
        lexemes[value - 1].kind = Kind::Term(Term::Link(bound));
    }
}
