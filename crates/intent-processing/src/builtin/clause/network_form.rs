//! Network rules in the shape of a form: "from: AMF, to: PCF", "N13: AUSF to UDM, please allow", "policy for UDM: only AUSF".

use super::Parser;
use super::network_rule::{admit, point_at, refused};
use crate::builtin::term::{Link, Term};

/// "network policy for UDM: allow only AUSF and AMF": whom the rules are for in front of a colon, and who may reach it.
pub(super) fn headed(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let Term::Function(to) = parser.term(at)? else {
        return None;
    };
    let link = at.checked_sub(1)?;
    let headed = parser.link(link) == Some(Link::For)
        && matches!(
            parser.last_word(link.checked_sub(1)?),
            "policy" | "policies" | "rule" | "rules"
        )
        && matches!(parser.symbol(at + 1), Some(':' | '-'));
    let mut next = at + 2;
    let mut admits = false;
    while parser.is_stop(next)
        || matches!(
            parser.link(next),
            Some(Link::Allow | Link::Only | Link::From | Link::Accepts)
        )
    {
        admits |= matches!(parser.link(next), Some(Link::Allow | Link::Only));
        next += 1;
    }
    let (from, end) = parser.function_list(next);
    if !headed || !admits || from.is_empty() {
        return None;
    }
    admit(parser, at..end, &from, &[to], None);
    Some(end)
}

/// "from: AMF, to: PCF, point: N15, effect: allow": a rule as a form.
pub(super) fn form(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let labelled = |index: usize, link: Link| {
        parser.link(index) == Some(link) && parser.symbol(index + 1) == Some(':')
    };
    if !labelled(at, Link::From) {
        return None;
    }
    let (from, behind) = parser.function_list(at + 2);
    let to_at = (behind..behind + 3).find(|index| labelled(*index, Link::To))?;
    let (to, mut end) = parser.function_list(to_at + 2);
    if from.is_empty() || to.is_empty() {
        return None;
    }
    let reach = end..(end + super::REACH).min(parser.lexemes.len());
    let point = reach
        .clone()
        .find_map(|index| Some((index, point_at(parser, index)?)));
    if let Some((index, _)) = point {
        end = index + 1;
    }
    for index in (at.saturating_sub(3)..at).chain(reach) {
        parser.taken[index] |= parser.link(index) == Some(Link::Allow);
    }
    admit(
        parser,
        at..end,
        &from,
        &to,
        point.as_ref().map(|(_, point)| point.as_str()),
    );
    Some(end)
}

/// "N13: AUSF to UDM, please allow": a way behind its reference point, and the word that permits behind it.
pub(super) fn pointed_form(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let point = point_at(parser, at)?;
    if !matches!(parser.symbol(at + 1), Some(':' | '|' | ',' | '=')) {
        return None;
    }
    let (from, reach) = parser.function_list(at + 2);
    let arrow =
        usize::from(parser.symbol(reach) == Some('-') && parser.symbol(reach + 1) == Some('>'));
    let leads =
        parser.link(reach) == Some(Link::To) || parser.symbol(reach) == Some('→') || arrow > 0;
    let (to, end) = parser.function_list(reach + 1 + arrow);
    if !leads || from.is_empty() || to.is_empty() {
        return None;
    }
    let sentence = (end..parser.lexemes.len())
        .find(|index| matches!(parser.symbol(*index), Some('.' | ';')))
        .unwrap_or(parser.lexemes.len());
    let permits = (end..sentence).find(|index| {
        parser.link(*index) == Some(Link::Allow)
            || matches!(
                parser.word(*index),
                "allowed" | "permitted" | "allow" | "permit" | "open" | "opened"
            )
    })?;
    if refused(parser, at, permits).is_some() {
        return None;
    }
    parser.taken[permits] = true;
    admit(parser, at..end, &from, &to, Some(&point));
    Some(end)
}
