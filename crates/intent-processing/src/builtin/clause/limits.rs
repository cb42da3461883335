//! What makes an amount of CPU or memory a limit: the words in front of it, behind it, and those it is said of.

use super::Parser;
use super::resources::{is_amount, joins, resource};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term};
use crate::builtin::unit::Unit;

/// Whether the word at `at` says that an amount is requested.
pub(super) fn is_request(parser: &Parser<'_>, at: usize) -> bool {
    let word = parser.lower(at);
    word.starts_with("request") || matches!(word, "req" | "reqs")
}

/// "its limits are too high, set them to 2 vCPU": whether the verb of the clause is about limits that a statement spoke of.
pub(super) fn limits_meant(parser: &Parser<'_>, at: usize) -> bool {
    let pronoun = (at.saturating_sub(super::REACH)..at)
        .rev()
        .take_while(|index| {
            !parser.background[*index]
                && parser.named(*index).is_none()
                && !matches!(parser.symbol(*index), Some('.' | ';'))
        })
        .find(|index| matches!(parser.word(*index), "it" | "them" | "these" | "both"));
    pronoun.is_some_and(|pronoun| {
        (0..pronoun).any(|index| parser.background[index] && limits(parser, index))
    })
}

/// "2 CPU and 8 GiB of memory at most": whether the amount joined behind `end` is a limit by the words behind it.
pub(super) fn limited_behind(parser: &Parser<'_>, end: usize) -> bool {
    let amount = end + 1;
    let noun = parser.skip_stops(amount + 1);
    parser.link(end) == Some(Link::And)
        && matches!(parser.kind(amount), Some(Kind::Quantity(_, Unit::Bytes(_))))
        && (parser.link(noun) == Some(Link::AtMost)
            || (matches!(parser.noun(noun), Some(Noun::Memory | Noun::Storage))
                && parser.link(noun + 1) == Some(Link::AtMost)))
}

/// "4 CPU and 8Gi as limits": whether the amounts of a list are limits by the noun behind the last of them.
pub(super) fn named_limits_behind(parser: &Parser<'_>, at: usize) -> bool {
    let listed = |index: usize| {
        joins(parser, index)
            || is_amount(parser, index)
            || matches!(
                parser.term(index),
                Some(Term::Core | Term::Noun(Noun::Cpu | Noun::Memory))
            )
            || matches!(parser.word(index), "of" | "as" | "the" | "a")
    };
    let end = at
        + (at..parser.lexemes.len())
            .take(super::REACH / 2)
            .take_while(|index| listed(*index))
            .count();
    end > at
        && matches!(parser.word(end), "limit" | "limits")
        && (at..end).any(|index| parser.word(index) == "as")
}

/// "memory limit of the AMF should be 4Gi": whether the noun that an amount behind "be" is of is that of a limit.
pub(super) fn limits_said_before(parser: &Parser<'_>, at: usize) -> bool {
    let is = at.checked_sub(1).filter(|before| {
        matches!(parser.word(*before), "be" | "is" | "equals")
            || parser.symbol(*before) == Some('=')
    });
    is.is_some_and(|is| {
        (is.saturating_sub(super::REACH / 2)..is)
            .rev()
            .take_while(|index| {
                parser.symbol(*index).is_none()
                    && !matches!(
                        parser.kind(*index),
                        Some(Kind::Number(_) | Kind::Quantity(..))
                    )
            })
            .any(|index| {
                limits(parser, index) && resource(parser, index.saturating_sub(1)).is_some()
            })
    })
}

/// "change the UPF limits to 12 CPU": whether limits are what an amount behind "to" is of.
pub(super) fn limits_to(parser: &Parser<'_>, at: usize) -> bool {
    let to = parser
        .before(at)
        .filter(|before| parser.link(*before) == Some(Link::To));
    to.is_some_and(|to| {
        (to.saturating_sub(super::REACH / 2)..to)
            .rev()
            .take_while(|index| {
                parser.symbol(*index).is_none()
                    && !matches!(
                        parser.kind(*index),
                        Some(Kind::Number(_) | Kind::Quantity(..))
                    )
            })
            .any(|index| limits(parser, index) && parser.word(index) == "limits")
    })
}

/// "Limits of the AMF: 3 CPU, 6Gi memory": whether the amounts of this list or line are limits.
pub(super) fn under_limits(parser: &Parser<'_>, at: usize) -> bool {
    let colon = (0..at)
        .rev()
        .take_while(|index| {
            !matches!(parser.symbol(*index), Some('.' | ';')) && !parser.begins_line(*index + 1)
        })
        .find(|index| parser.symbol(*index) == Some(':'));
    let word = colon.and_then(|colon| {
        (0..colon)
            .rev()
            .find(|index| !parser.is_stop(*index) && parser.named(*index).is_none())
    });
    word.is_some_and(|word| parser.lower(word).starts_with("limit"))
}

/// Whether the word at `at` makes the amount beside it a limit.
pub(super) fn limits(parser: &Parser<'_>, at: usize) -> bool {
    matches!(
        parser.link(at),
        Some(Link::Maximum | Link::AtMost | Link::UpTo)
    )
}
