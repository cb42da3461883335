//! What is said in a roundabout way: "so that we have six", "nine is the new target", "the 8 should read 5".
//!
//! Works on lexemes before any rule reads them, like [`shorthand`](super::shorthand), so that every rule sees the plain form.

use crate::builtin::decimal::Decimal;
use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::relative;
use crate::builtin::shorthand::{is_symbol, kind, silence, word};
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::token::Token;

/// Most lexemes between words that belong together.
const REACH: usize = 8;

/// Says everything plainly.
pub(crate) fn apply(tokens: &[Token<'_>], lexemes: &mut [Lexeme]) {
    for at in 0..lexemes.len() {
        pointed(tokens, lexemes, at);
        labelled_apart(lexemes, at);
        answered(tokens, lexemes, at);
        in_hexadecimal(tokens, lexemes, at);
        grouped_by_points(tokens, lexemes, at);
        numbered_label(tokens, lexemes, at);
        misread(tokens, lexemes, at);
        mistyped(tokens, lexemes, at);
        until_there_are(tokens, lexemes, at);
        same_number(tokens, lexemes, at);
        half(tokens, lexemes, at);
        superlative(tokens, lexemes, at);
        between_numbers(lexemes, at);
        one_of_set(lexemes, at);
        no_more(tokens, lexemes, at);
        relative::read(tokens, lexemes, at);
        the_most(tokens, lexemes, at);
    }
}

pub(crate) fn is_number(lexemes: &[Lexeme], at: usize) -> bool {
    matches!(kind(lexemes, at), Some(Kind::Number(_)))
}

/// "no. 5518", "req. 2207", "4 a.m., 8 p.m.": a point that ends no sentence.
fn pointed(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    const SHORT: &[&str] = &["no", "nr", "approx", "ca", "incl", "resp", "vs"];
    if !is_symbol(lexemes, at + 1, '.') {
        return;
    }
    let last = lexemes[at].next - 1;
    let clock = tokens[last].norm == "m"
        && tokens[last].joined == Some('.')
        && matches!(tokens[last - 1].norm.as_ref(), "a" | "p");
    let goes_on = !matches!(
        lexemes.get(at + 2).map(|lexeme| &tokens[lexeme.first]),
        Some(token) if token.text.starts_with(char::is_uppercase)
    );
    let short = matches!(lexemes[at].kind, Kind::Term(Term::Reference))
        || SHORT.contains(&tokens[last].norm.as_ref());
    if (clock && goes_on) || (short && is_number(lexemes, at + 2)) {
        silence(&mut lexemes[at + 1..=at + 1]);
    }
}

/// "1.500 subscribers", "devices: 1.250.000": points between thousands, which nobody counts in parts.
fn grouped_by_points(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if !matches!(lexemes[at].kind, Kind::Number(_) | Kind::Version(_)) {
        return;
    }
    let written = tokens[lexemes[at].first].text;
    let mut groups = written.split('.');
    let first = groups.next().map_or(0, str::len);
    let whole = |group: &str| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    let (mut several, mut thousands) = (false, true);
    for group in groups {
        (several, thousands) = (true, thousands && whole(group));
    }
    let shaped =
        several && thousands && (1..=3).contains(&first) && !written.starts_with(['0', 'v']);
    if !shaped || lexemes[at].next != lexemes[at].first + 1 {
        return;
    }
    let counts = |index: usize| {
        matches!(
            kind(lexemes, index),
            Some(Kind::Term(Term::Noun(
                Noun::Subscribers | Noun::Sessions | Noun::Devices | Noun::Registrations
            )))
        )
    };
    let stops = lexemes[at + 1..]
        .iter()
        .take_while(|lexeme| matches!(lexeme.kind, Kind::Term(Term::Stop)))
        .count();
    let labelled = at >= 2 && is_symbol(lexemes, at - 1, ':') && counts(at - 2);
    if labelled || counts(at + 1 + stops) {
        let digits: String = written.chars().filter(char::is_ascii_digit).collect();
        if let Some(value) = Decimal::parse(&digits) {
            lexemes[at].kind = Kind::Number(value);
        }
    }
}

/// "SD (hexadecimal) 0x00E55A", "SD in hex: 00E55A": how the digits are written.
fn in_hexadecimal(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if !matches!(lexemes[at].kind, Kind::Term(Term::Noun(Noun::Sd))) {
        return;
    }
    let hexadecimal = |index: usize| matches!(word(tokens, lexemes, index), "hex" | "hexadecimal");
    let comma = usize::from(is_symbol(lexemes, at + 1, ','));
    let opened = at + 1 + comma;
    if is_symbol(lexemes, opened, '(')
        && hexadecimal(opened + 1)
        && is_symbol(lexemes, opened + 2, ')')
    {
        silence(&mut lexemes[opened - comma..opened + 3]);
    } else if word(tokens, lexemes, opened) == "in" && hexadecimal(opened + 1) {
        let closed = usize::from(comma == 1 && is_symbol(lexemes, opened + 2, ','));
        silence(&mut lexemes[opened - comma..opened + 2 + closed]);
    }
}

/// "restart: yes", "removal: no": an order of a form that is ticked or not.
fn answered(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let orders = matches!(lexemes[at].kind, Kind::Term(Term::Verb(verb)) if verb != Verb::Need);
    if !orders || !is_symbol(lexemes, at + 1, ':') {
        return;
    }
    let ends = lexemes.get(at + 3).is_none_or(|next| {
        matches!(next.kind, Kind::Symbol('|' | ',' | ';' | '.' | '/' | '-'))
            || tokens[next.first].start > tokens[lexemes[at + 2].next - 1].end + 1
    });
    match word(tokens, lexemes, at + 2) {
        "yes" | "true" | "x" if ends => silence(&mut lexemes[at + 1..at + 3]),
        "no" | "none" | "false" if ends => silence(&mut lexemes[at..at + 3]),
        _ => {}
    }
}

/// "as its SST, the number four": a comma between an identity and its number.
fn labelled_apart(lexemes: &mut [Lexeme], at: usize) {
    let identity = matches!(
        lexemes[at].kind,
        Kind::Term(Term::Noun(Noun::Sst | Noun::FiveQi))
    );
    if !identity || !is_symbol(lexemes, at + 1, ',') {
        return;
    }
    let stops = lexemes[at + 2..]
        .iter()
        .take_while(|lexeme| {
            matches!(
                lexeme.kind,
                Kind::Term(Term::Stop | Term::Noun(Noun::Replica))
            )
        })
        .count();
    let value = at + 2 + stops;
    let ends = matches!(
        kind(lexemes, value + 1),
        None | Some(Kind::Symbol(',' | '.' | ';' | ')'))
    );
    if stops > 0 && ends && is_number(lexemes, value) {
        silence(&mut lexemes[at + 1..value]);
    }
}

/// "target 2: availability", "step 3: restart": the number of a label counts nothing.
fn numbered_label(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    const LABELS: &[&str] = &[
        "target",
        "goal",
        "objective",
        "expectation",
        "kpi",
        "option",
    ];
    if LABELS.contains(&word(tokens, lexemes, at))
        && is_number(lexemes, at + 1)
        && is_symbol(lexemes, at + 2, ':')
        && !is_number(lexemes, at + 3)
    {
        silence(&mut lexemes[at + 1..at + 3]);
    }
}

/// "reduce it to 8. Erratum: the 8 should read 5": the number that was meant.
fn misread(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let modal = |word: &str| matches!(word, "should" | "must" | "shall");
    if !(is_number(lexemes, at)
        && modal(word(tokens, lexemes, at + 1))
        && word(tokens, lexemes, at + 2) == "read")
    {
        return;
    }
    let Some(meant) = lexemes
        .get(at + 3)
        .filter(|_| is_number(lexemes, at + 3))
        .map(|lexeme| lexeme.kind.clone())
    else {
        return;
    };
    let wrong = lexemes[at].kind.clone();
    if let Some(earlier) = (0..at).rev().find(|index| lexemes[*index].kind == wrong) {
        lexemes[earlier].kind = meant;
        silence(&mut lexemes[at..at + 4]);
    }
}

/// "… to 4 replicas. That was a typo, it is to be 6 replicas": the number that was meant, where both count replicas.
fn mistyped(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let typo = word(tokens, lexemes, at) == "typo"
        && (at.saturating_sub(3)..at).any(|index| word(tokens, lexemes, index) == "was");
    let counts = |index: usize| {
        is_number(lexemes, index)
            && matches!(
                kind(lexemes, index + 1),
                Some(Kind::Term(Term::Noun(Noun::Replica)))
            )
    };
    if !typo {
        return;
    }
    let meant = (at + 1..(at + REACH).min(lexemes.len())).find(|index| counts(*index));
    let wrong = (0..at).rev().find(|index| counts(*index));
    if let (Some(meant), Some(wrong)) = (meant, wrong) {
        lexemes[wrong].kind = lexemes[meant].kind.clone();
        silence(&mut lexemes[at..meant + 2]);
    }
}

/// "scale so that we have six", "until there are five": the number to go to.
fn until_there_are(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let aim = match word(tokens, lexemes, at) {
        "so" => {
            at + usize::from(
                word(tokens, lexemes, at + 1) == "that"
                    && lexemes[at].next == lexemes[at].first + 1,
            )
        }
        "until" | "till" => at,
        _ => return,
    };
    let who = matches!(
        word(tokens, lexemes, aim + 1),
        "we" | "there" | "it" | "they" | "you"
    );
    let have = matches!(
        word(tokens, lexemes, aim + 2),
        "have" | "has" | "are" | "get" | "run" | "runs"
    );
    let counts = is_number(lexemes, aim + 3)
        && match kind(lexemes, aim + 4) {
            None | Some(Kind::Symbol('.' | ',' | ';' | '!' | '?' | ')')) => true,
            Some(Kind::Term(term)) => matches!(
                term,
                Term::Noun(Noun::Replica) | Term::Link(Link::In) | Term::Stop
            ),
            _ => false,
        };
    if who && have && counts {
        silence(&mut lexemes[at..aim + 3]);
        lexemes[aim + 2].kind = Kind::Term(Term::Link(Link::To));
    }
}

/// "two NRFs and the same number of SCPs": the number said before.
fn same_number(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let same = word(tokens, lexemes, at) == "same" && word(tokens, lexemes, at + 1) == "number";
    let as_many = word(tokens, lexemes, at) == "as"
        && tokens
            .get(lexemes[at].next - 1)
            .is_some_and(|token| token.norm == "many")
        && !matches!(lexemes[at].kind, Kind::Term(Term::Link(Link::UpTo)));
    let counted = at + 1 + usize::from(same);
    let function = matches!(kind(lexemes, counted), Some(Kind::Term(Term::Function(_))));
    if !((same || as_many) && function) {
        return;
    }
    let known = (at.saturating_sub(REACH)..at)
        .rev()
        .take_while(|index| !is_symbol(lexemes, *index, '.') && !is_symbol(lexemes, *index, ';'))
        .find(|index| {
            is_number(lexemes, *index)
                && matches!(
                    kind(lexemes, index + 1),
                    Some(Kind::Term(Term::Function(_)))
                )
        });
    if let Some(known) = known {
        let number = lexemes[known].kind.clone();
        silence(&mut lexemes[at..counted]);
        lexemes[counted - 1].kind = number;
    }
}

/// "scale down to half the replicas it has now", "reduce the pods to half".
fn half(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let to = matches!(
        lexemes[at].kind,
        Kind::Term(Term::Link(Link::To | Link::DownTo))
    );
    let vague = matches!(
        kind(lexemes, at + 1),
        Some(Kind::Unknown | Kind::Term(Term::Stop | Term::Link(Link::Vague)))
    );
    if !to || !vague || word(tokens, lexemes, at + 1) != "half" {
        return;
    }
    let of_copies = matches!(
        kind(lexemes, at + 2),
        Some(Kind::Term(Term::Noun(Noun::Replica)))
    );
    let ends = matches!(
        kind(lexemes, at + 2),
        None | Some(Kind::Symbol(_) | Kind::Place(..))
    );
    if of_copies || ends {
        lexemes[at].kind = Kind::Term(Term::Link(Link::To));
        lexemes[at + 1].kind = Kind::Term(Term::Multiply(5));
    }
    if of_copies {
        silence(&mut lexemes[at + 2..=at + 2]);
    }
}

/// "increase 3 to 5": the first number is what is there.
fn between_numbers(lexemes: &mut [Lexeme], at: usize) {
    let changes = matches!(
        lexemes[at].kind,
        Kind::Term(Term::Verb(Verb::Grow | Verb::Shrink | Verb::Scale))
    );
    let to = matches!(
        kind(lexemes, at + 2),
        Some(Kind::Term(Term::Link(Link::To | Link::DownTo | Link::UpTo)))
    );
    let ends = matches!(
        kind(lexemes, at + 4),
        None | Some(
            Kind::Symbol('.' | ',' | ';' | '!' | '?') | Kind::Term(Term::Noun(Noun::Replica))
        )
    );
    if changes && to && ends && is_number(lexemes, at + 1) && is_number(lexemes, at + 3) {
        silence(&mut lexemes[at + 1..=at + 1]);
    }
}

/// "one of the lowest in the group": no number.
fn superlative(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if !is_number(lexemes, at) {
        return;
    }
    let described = word(tokens, lexemes, at + 3);
    let superlative = described.ends_with("est") || matches!(described, "most" | "least" | "few");
    if word(tokens, lexemes, at) == "one"
        && word(tokens, lexemes, at + 1) == "of"
        && matches!(word(tokens, lexemes, at + 2), "the" | "our")
        && superlative
    {
        silence(&mut lexemes[at..=at]);
    }
}

/// "a dozen, no fewer", "one per node and no more": nothing that the number does not say.
fn no_more(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let refuses = matches!(lexemes[at].kind, Kind::Term(Term::Link(Link::No)))
        && matches!(
            word(tokens, lexemes, at + 1),
            "more" | "fewer" | "less" | "higher" | "lower"
        );
    let pause = at.checked_sub(1).is_some_and(|before| {
        matches!(
            lexemes[before].kind,
            Kind::Symbol(',' | '(') | Kind::Term(Term::Link(Link::And))
        )
    });
    let ends = matches!(
        kind(lexemes, at + 2),
        None | Some(Kind::Symbol('.' | ',' | ';' | '!' | '?' | ')'))
    );
    if refuses && pause && ends {
        silence(&mut lexemes[at..at + 2]);
    }
}

/// "six replicas being the most, two the least": the bounds of a number.
fn the_most(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let bound = match word(tokens, lexemes, at) {
        "most" => Link::AtMost,
        "least" => Link::AtLeast,
        _ => return,
    };
    let Some(article) = at
        .checked_sub(1)
        .filter(|article| word(tokens, lexemes, *article) == "the")
    else {
        return;
    };
    let Some(before) = article.checked_sub(1) else {
        return;
    };
    let counted = before
        - usize::from(
            before > 0 && matches!(word(tokens, lexemes, before), "being" | "is" | "are"),
        );
    let number = is_number(lexemes, counted)
        || (counted > 0
            && is_number(lexemes, counted - 1)
            && matches!(lexemes[counted].kind, Kind::Term(Term::Noun(Noun::Replica))));
    let ends = matches!(
        kind(lexemes, at + 1),
        None | Some(Kind::Symbol(_) | Kind::Term(Term::Link(_) | Term::Stop))
    );
    if number && ends {
        lexemes[at].kind = Kind::Term(Term::Link(bound));
    }
}

/// "serving gateway (SGW-C)": which half of a set is meant.
fn one_of_set(lexemes: &mut [Lexeme], at: usize) {
    let Kind::Term(Term::Set(set)) = lexemes[at].kind else {
        return;
    };
    let Some(Kind::Term(Term::Function(function))) =
        lexemes.get(at + 2).map(|lexeme| lexeme.kind.clone())
    else {
        return;
    };
    let member = set.members().contains(&function);
    if member && is_symbol(lexemes, at + 1, '(') && is_symbol(lexemes, at + 3, ')') {
        lexemes[at].kind = Kind::Term(Term::Function(function));
        silence(&mut lexemes[at + 1..at + 4]);
    }
}
