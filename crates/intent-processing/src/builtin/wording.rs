//! What is said in a roundabout way: "so that we have six", "nine is the new target", "the 8 should read 5".
//!
//! Works on lexemes before any rule reads them, like [`shorthand`](super::shorthand), so that every rule sees the plain form.

use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::token::Token;

/// Most lexemes between words that belong together.
const REACH: usize = 8;

/// Says everything plainly.
pub(crate) fn apply(tokens: &[Token<'_>], lexemes: &mut [Lexeme]) {
    for at in 0..lexemes.len() {
        pointed(tokens, lexemes, at);
        misread(tokens, lexemes, at);
        mistyped(tokens, lexemes, at);
        until_there_are(tokens, lexemes, at);
        same_number(tokens, lexemes, at);
        half(tokens, lexemes, at);
        superlative(tokens, lexemes, at);
        between_numbers(lexemes, at);
        one_of_set(lexemes, at);
        no_more(tokens, lexemes, at);
        for_each_there(tokens, lexemes, at);
        every_second(tokens, lexemes, at);
        way_back(tokens, lexemes, at);
        never_under(tokens, lexemes, at);
        one_with(tokens, lexemes, at);
        released(tokens, lexemes, at);
        changed_into(tokens, lexemes, at);
        on_top_of(tokens, lexemes, at);
        the_most(tokens, lexemes, at);
    }
}

fn text<'text>(tokens: &'text [Token<'_>], lexemes: &[Lexeme], at: usize) -> &'text str {
    lexemes
        .get(at)
        .map_or("", |lexeme| tokens[lexeme.first].norm.as_str())
}

fn is_number(lexemes: &[Lexeme], at: usize) -> bool {
    matches!(
        lexemes.get(at).map(|lexeme| &lexeme.kind),
        Some(Kind::Number(_))
    )
}

fn is_symbol(lexemes: &[Lexeme], at: usize, wanted: char) -> bool {
    lexemes.get(at).map(|lexeme| &lexeme.kind) == Some(&Kind::Symbol(wanted))
}

fn silence(lexemes: &mut [Lexeme]) {
    for lexeme in lexemes {
        lexeme.kind = Kind::Term(Term::Stop);
    }
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
        && matches!(tokens[last - 1].norm.as_str(), "a" | "p");
    let goes_on = !matches!(
        lexemes.get(at + 2).map(|lexeme| &tokens[lexeme.first]),
        Some(token) if token.text.starts_with(char::is_uppercase)
    );
    let short = lexemes[at].kind == Kind::Term(Term::Reference)
        || SHORT.contains(&tokens[last].norm.as_str());
    if (clock && goes_on) || (short && is_number(lexemes, at + 2)) {
        silence(&mut lexemes[at + 1..=at + 1]);
    }
}

/// "reduce it to 8. Erratum: the 8 should read 5": the number that was meant.
fn misread(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let modal = matches!(text(tokens, lexemes, at + 1), "should" | "must" | "shall");
    if !(is_number(lexemes, at) && modal && text(tokens, lexemes, at + 2) == "read") {
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
    let typo = text(tokens, lexemes, at) == "typo"
        && (at.saturating_sub(3)..at).any(|index| text(tokens, lexemes, index) == "was");
    let counts = |index: usize| {
        is_number(lexemes, index)
            && lexemes.get(index + 1).map(|lexeme| &lexeme.kind)
                == Some(&Kind::Term(Term::Noun(Noun::Replica)))
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
    let aim = match text(tokens, lexemes, at) {
        "so" => {
            at + usize::from(
                text(tokens, lexemes, at + 1) == "that"
                    && lexemes[at].next == lexemes[at].first + 1,
            )
        }
        "until" | "till" => at,
        _ => return,
    };
    let who = matches!(
        text(tokens, lexemes, aim + 1),
        "we" | "there" | "it" | "they" | "you"
    );
    let have = matches!(
        text(tokens, lexemes, aim + 2),
        "have" | "has" | "are" | "get" | "run" | "runs"
    );
    let counts = is_number(lexemes, aim + 3)
        && match lexemes.get(aim + 4).map(|lexeme| &lexeme.kind) {
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
    let same = text(tokens, lexemes, at) == "same" && text(tokens, lexemes, at + 1) == "number";
    let as_many = text(tokens, lexemes, at) == "as"
        && tokens
            .get(lexemes[at].next - 1)
            .is_some_and(|token| token.norm == "many")
        && lexemes[at].kind != Kind::Term(Term::Link(Link::UpTo));
    let counted = at + 1 + usize::from(same);
    let function = matches!(
        lexemes.get(counted).map(|lexeme| &lexeme.kind),
        Some(Kind::Term(Term::Function(_)))
    );
    if !((same || as_many) && function) {
        return;
    }
    let known = (at.saturating_sub(REACH)..at)
        .rev()
        .take_while(|index| !is_symbol(lexemes, *index, '.') && !is_symbol(lexemes, *index, ';'))
        .find(|index| {
            is_number(lexemes, *index)
                && matches!(
                    lexemes.get(index + 1).map(|lexeme| &lexeme.kind),
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
        lexemes.get(at + 1).map(|lexeme| &lexeme.kind),
        Some(Kind::Unknown | Kind::Term(Term::Stop | Term::Link(Link::Vague)))
    );
    if !to || !vague || text(tokens, lexemes, at + 1) != "half" {
        return;
    }
    let of_copies = matches!(
        lexemes.get(at + 2).map(|lexeme| &lexeme.kind),
        Some(Kind::Term(Term::Noun(Noun::Replica)))
    );
    let ends = matches!(
        lexemes.get(at + 2).map(|lexeme| &lexeme.kind),
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
        lexemes.get(at + 2).map(|lexeme| &lexeme.kind),
        Some(Kind::Term(Term::Link(Link::To | Link::DownTo | Link::UpTo)))
    );
    let ends = matches!(
        lexemes.get(at + 4).map(|lexeme| &lexeme.kind),
        None | Some(Kind::Symbol('.' | ',' | ';' | '!') | Kind::Term(Term::Noun(Noun::Replica)))
    );
    if changes && to && ends && is_number(lexemes, at + 1) && is_number(lexemes, at + 3) {
        silence(&mut lexemes[at + 1..=at + 1]);
    }
}

/// "one of the lowest in the group": no number.
fn superlative(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let described = text(tokens, lexemes, at + 3);
    let superlative = described.ends_with("est") || matches!(described, "most" | "least" | "few");
    if text(tokens, lexemes, at) == "one"
        && is_number(lexemes, at)
        && text(tokens, lexemes, at + 1) == "of"
        && matches!(text(tokens, lexemes, at + 2), "the" | "our")
        && superlative
    {
        silence(&mut lexemes[at..=at]);
    }
}

/// "for each replica we have now we want three": a multiple of what is there.
fn for_each_there(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    const THERE: &[&str] = &[
        "have", "now", "today", "there", "running", "exists", "existing", "current", "present",
    ];
    if !matches!(
        lexemes[at].kind,
        Kind::Term(Term::Link(Link::Each | Link::Per))
    ) || !matches!(text(tokens, lexemes, at), "for" | "per" | "each" | "every")
    {
        return;
    }
    let reach = (at + 2 * REACH).min(lexemes.len());
    let copies = (at + 1..(at + 4).min(reach))
        .find(|index| lexemes[*index].kind == Kind::Term(Term::Noun(Noun::Replica)));
    let Some(copies) = copies else { return };
    let Some(number) = (copies + 1..reach)
        .take_while(|index| !matches!(lexemes[*index].kind, Kind::Symbol('.' | ';')))
        .find(|index| is_number(lexemes, *index))
    else {
        return;
    };
    let there = (at + 1..number).any(|index| THERE.contains(&text(tokens, lexemes, index)));
    let tenths = match lexemes[number].kind {
        Kind::Number(value) => value
            .shifted(1)
            .to_u64()
            .and_then(|tenths| u32::try_from(tenths).ok()),
        _ => None,
    };
    let counts_other = matches!(
        lexemes.get(number + 1).map(|lexeme| &lexeme.kind),
        Some(Kind::Term(Term::Function(_) | Term::Metric(_)))
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
    let second = lexemes[at].kind == Kind::Term(Term::Link(Link::Vague))
        && text(tokens, lexemes, at) == "every"
        && matches!(tokens[last].norm.as_str(), "second" | "other");
    let keeps = (at.saturating_sub(3)..at)
        .find(|index| matches!(text(tokens, lexemes, *index), "keep" | "leave" | "retain"));
    if let Some(keeps) = keeps.filter(|_| second) {
        silence(&mut lexemes[keeps..at]);
        lexemes[at].kind = Kind::Term(Term::Multiply(5));
    }
}

/// "never let it go under 2 or over 12", "never has fewer than 3": what must not happen below or above a number bounds it.
fn never_under(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let never = lexemes[at].kind == Kind::Term(Term::Link(Link::Not))
        || matches!(text(tokens, lexemes, at), "never" | "neither");
    if !never {
        return;
    }
    let reach = (at + REACH).min(lexemes.len());
    let bound = |lexemes: &[Lexeme], index: usize| {
        let bound = match lexemes[index].kind {
            Kind::Term(Term::Link(Link::Below)) => Link::AtLeast,
            Kind::Term(Term::Link(Link::AtLeast))
                if matches!(
                    text(tokens, lexemes, index),
                    "above" | "more" | "greater" | "higher" | "exceeding"
                ) =>
            {
                Link::AtMost
            }
            Kind::Term(Term::Link(Link::In)) if text(tokens, lexemes, index) == "over" => {
                Link::AtMost
            }
            _ => return None,
        };
        let valued = matches!(
            lexemes.get(index + 1).map(|lexeme| &lexeme.kind),
            Some(Kind::Number(_) | Kind::Quantity(..))
        );
        valued.then_some(bound)
    };
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
    let Some(link) = bound(lexemes, first) else {
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
    let joint = first
        + 2
        + usize::from(
            lexemes.get(first + 2).map(|lexeme| &lexeme.kind)
                == Some(&Kind::Term(Term::Noun(Noun::Replica))),
        );
    let joined = matches!(
        lexemes.get(joint).map(|lexeme| &lexeme.kind),
        Some(Kind::Term(Term::Link(Link::Or | Link::And)))
    ) || text(tokens, lexemes, joint) == "nor";
    if joined
        && joint + 1 < lexemes.len()
        && let Some(link) = bound(lexemes, joint + 1)
    {
        lexemes[joint].kind = Kind::Term(Term::Link(Link::And));
        lexemes[joint + 1].kind = Kind::Term(Term::Link(link));
    }
}

/// "risk low, rollback within 10 minutes": how to go back if it fails, which is not asked for.
fn way_back(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let noun = matches!(
        text(tokens, lexemes, at),
        "rollback" | "backout" | "fallback" | "revert"
    ) && lexemes[at].next == lexemes[at].first + 1;
    let opens = at.checked_sub(1).is_none_or(|before| {
        matches!(
            lexemes[before].kind,
            Kind::Symbol(',' | ';' | '.' | '(' | '|' | '-')
        )
    });
    let how = matches!(
        text(tokens, lexemes, at + 1),
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
    if noun && opens && how && other && !version {
        silence(&mut lexemes[at..=at]);
    }
}

/// "let us install one with three replicas": a pronoun, and no number.
fn one_with(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let one = text(tokens, lexemes, at) == "one"
        && is_number(lexemes, at)
        && lexemes.get(at + 1).map(|lexeme| &lexeme.kind)
            == Some(&Kind::Term(Term::Link(Link::With)));
    let counted = is_number(lexemes, at + 2)
        && lexemes.get(at + 3).map(|lexeme| &lexeme.kind)
            == Some(&Kind::Term(Term::Noun(Noun::Replica)));
    if one && counted {
        silence(&mut lexemes[at..=at]);
    }
}

/// "release two of the pods": takes them away.
fn released(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let counted = is_number(lexemes, at + 1)
        && (text(tokens, lexemes, at + 2) == "of"
            || matches!(
                lexemes.get(at + 2).map(|lexeme| &lexeme.kind),
                Some(Kind::Term(Term::Noun(Noun::Replica) | Term::Function(_)))
            ));
    if text(tokens, lexemes, at) == "release" && counted {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Remove));
    }
}

/// "from 2 into 6", "from 2 instances until 6": the number to go to.
fn changed_into(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if !matches!(text(tokens, lexemes, at), "into" | "until" | "till")
        || !is_number(lexemes, at + 1)
    {
        return;
    }
    let from = (at.saturating_sub(5)..at)
        .any(|index| lexemes[index].kind == Kind::Term(Term::Link(Link::From)));
    let number = (at.saturating_sub(2)..at).any(|index| is_number(lexemes, index));
    if from && number {
        lexemes[at].kind = Kind::Term(Term::Link(Link::To));
    }
}

/// "3 in addition to the 5 that are there": a difference, and what is there.
fn on_top_of(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let counted = |index: usize| {
        index
            + usize::from(
                lexemes.get(index).map(|lexeme| &lexeme.kind)
                    == Some(&Kind::Term(Term::Noun(Noun::Replica))),
            )
    };
    let phrase = counted(at + 1);
    let last = lexemes
        .get(phrase)
        .map_or("", |lexeme| tokens[lexeme.next - 1].norm.as_str());
    let adds = matches!(
        (text(tokens, lexemes, phrase), last),
        ("in", "addition") | ("on", "top") | ("besides" | "beyond", _)
    );
    if !is_number(lexemes, at) || !adds {
        return;
    }
    let there =
        (phrase + 1..(phrase + 5).min(lexemes.len())).find(|index| is_number(lexemes, *index));
    if let Some(there) = there {
        silence(&mut lexemes[phrase..=there]);
        lexemes[phrase].kind = Kind::Term(Term::Link(Link::More));
    }
}

/// "a dozen, no fewer", "one per node and no more": nothing that the number does not say.
fn no_more(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let refuses = lexemes[at].kind == Kind::Term(Term::Link(Link::No))
        && matches!(
            text(tokens, lexemes, at + 1),
            "more" | "fewer" | "less" | "higher" | "lower"
        );
    let pause = at.checked_sub(1).is_some_and(|before| {
        matches!(
            lexemes[before].kind,
            Kind::Symbol(',' | '(') | Kind::Term(Term::Link(Link::And))
        )
    });
    let ends = matches!(
        lexemes.get(at + 2).map(|lexeme| &lexeme.kind),
        None | Some(Kind::Symbol('.' | ',' | ';' | '!' | ')'))
    );
    if refuses && pause && ends {
        silence(&mut lexemes[at..at + 2]);
    }
}

/// "six replicas being the most, two the least": the bounds of a number.
fn the_most(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let bound = match text(tokens, lexemes, at) {
        "most" => Link::AtMost,
        "least" => Link::AtLeast,
        _ => return,
    };
    let Some(article) = at
        .checked_sub(1)
        .filter(|article| text(tokens, lexemes, *article) == "the")
    else {
        return;
    };
    let Some(before) = article.checked_sub(1) else {
        return;
    };
    let counted = before
        - usize::from(
            before > 0 && matches!(text(tokens, lexemes, before), "being" | "is" | "are"),
        );
    let number = is_number(lexemes, counted)
        || (counted > 0
            && is_number(lexemes, counted - 1)
            && lexemes[counted].kind == Kind::Term(Term::Noun(Noun::Replica)));
    let ends = matches!(
        lexemes.get(at + 1).map(|lexeme| &lexeme.kind),
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
