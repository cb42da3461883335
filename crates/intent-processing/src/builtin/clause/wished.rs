//! Numbers that are wished without a verb of change beside them: "it should be 8", "nine is the new target", "should in
//! future consist of seven".

use super::Parser;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Noun, Term, Verb};
use crate::builtin::unit::Unit;

/// "the UDM should in future consist of seven": takes the word and says that something changes.
pub(super) fn take_consists(parser: &mut Parser<'_>, at: usize) {
    let consists = at >= 2 && matches!(parser.word(at - 2), "consist" | "total");
    if !(consists && is_wished(parser, at)) {
        return;
    }
    parser.taken[at - 2] = true;
    parser.imply_first(Verb::Set, at - 2..at + 1);
}

/// "the UDR has 100 GiB of storage and needs 200": a number beside an amount with a unit counts no replicas.
pub(super) fn counts_amount(parser: &Parser<'_>, at: usize) -> bool {
    let needs = parser
        .before(at)
        .is_some_and(|before| parser.term(before) == Some(Term::Verb(Verb::Need)));
    needs
        && (0..at)
            .rev()
            .take_while(|index| !matches!(parser.symbol(*index), Some('.' | ';' | ':')))
            .take_while(|index| parser.noun(*index) != Some(Noun::Replica))
            .any(|index| {
                matches!(
                    parser.kind(index),
                    Some(Kind::Quantity(
                        _,
                        Unit::Bytes(_) | Unit::BitRate(_) | Unit::Time(_)
                    ))
                )
            })
}

/// "(it) must be 8", "the target comprises nine", "2 wanted".
pub(super) fn is_wished(parser: &Parser<'_>, at: usize) -> bool {
    let behind = matches!(
        parser.word(at + 1),
        "wanted" | "desired" | "required" | "needed"
    ) || is_subject_of_wish(parser, at);
    // "should in future consist of seven"
    let consists = at >= 2
        && parser.word(at - 1) == "of"
        && matches!(parser.word(at - 2), "consist" | "total")
        && (at.saturating_sub(6)..at).any(|index| {
            matches!(
                parser.word(index),
                "must" | "should" | "shall" | "will" | "to"
            )
        });
    let before = at.checked_sub(1).is_some_and(|before| {
        let auxiliary = before.checked_sub(1).is_some_and(|index| {
            matches!(
                parser.word(index),
                "must" | "should" | "shall" | "to" | "will"
            )
        });
        match parser.lower(before) {
            "be" | "have" | "become" | "number" | "count" | "make" => auxiliary,
            "comprises" | "comprise" | "becomes" => true,
            _ => false,
        }
    });
    behind || before || consists
}

/// "nine is the new target", "7 would be correct", "seven should be running": the number is the subject of a wish.
pub(super) fn is_subject_of_wish(parser: &Parser<'_>, at: usize) -> bool {
    let copula = match (parser.word(at + 1), parser.word(at + 2)) {
        ("is" | "are", _) => at + 2,
        _ if parser.lower(at + 1) == "would be" => at + 2,
        ("would" | "should" | "shall" | "must", "be") => at + 3,
        _ => return false,
    };
    (copula..(copula + 4).min(parser.lexemes.len()))
        .take_while(|index| parser.symbol(*index).is_none())
        .any(|index| {
            matches!(
                parser.lower(index),
                "target"
                    | "goal"
                    | "correct"
                    | "right"
                    | "running"
                    | "needed"
                    | "wanted"
                    | "required"
            )
        })
}
