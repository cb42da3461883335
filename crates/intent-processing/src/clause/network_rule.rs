//! Network rules: "only SMF may reach UPF on N4".

use nephoran_api::NetworkRule;
use nephoran_telecom::NetworkFunctionType;

use super::Parser;
use crate::term::{Link, Noun, Term, Verb};

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if !parser.speaks_of_reach {
        return None;
    }
    let mut start = at;
    let mut allows = false;
    let introduced = matches!(parser.link(at), Some(Link::Only | Link::Allow));
    if !introduced && parser.named(at).is_none() {
        return None;
    }
    while parser.is_stop(start)
        || matches!(
            parser.link(start),
            Some(Link::Only | Link::Allow | Link::From)
        )
    {
        allows |= parser.link(start) == Some(Link::Allow);
        start += 1;
    }
    let (from, after) = parser.function_list(start);
    let reach = parser.skip_stops(after);
    let reaches = parser.link(reach) == Some(Link::MayReach)
        || (allows && parser.link(reach) == Some(Link::To));
    if from.is_empty() || !reaches {
        return None;
    }
    let (to, mut end) = parser.function_list(reach + 1);
    if to.is_empty() {
        return None;
    }
    let point_at = skip_way(parser, end);
    let point = match parser.term(point_at) {
        Some(Term::Point(point)) => {
            end = point_at + 1;
            Some(point.as_str())
        }
        _ => None,
    };
    if matches!(parser.noun(end), Some(Noun::Monitoring)) && point.is_none() {
        return None;
    }
    admit(parser, at..end, &from, &to, point);
    Some(end)
}

/// Skips "on", "only via", "over the".
fn skip_way(parser: &Parser<'_>, at: usize) -> usize {
    let skipped = |index: usize| {
        parser.is_stop(index)
            || matches!(parser.link(index), Some(Link::Only | Link::In | Link::With))
    };
    at + (at..parser.lexemes.len())
        .take_while(|index| skipped(*index))
        .count()
}

fn admit(
    parser: &mut Parser<'_>,
    range: std::ops::Range<usize>,
    from: &[NetworkFunctionType],
    to: &[NetworkFunctionType],
    point: Option<&str>,
) {
    let words = parser.words(range.clone());
    if range
        .clone()
        .any(|index| parser.link(index) == Some(Link::Only))
    {
        parser.draft.assume(format!(
            "\"{words}\": what no rule and no reference point admits is denied already"
        ));
    }
    parser.take(range, "network rule");
    parser.imply_verb(Verb::Configure, &words);
    for source in from {
        for target in to {
            let rule = NetworkRule {
                from: *source,
                to: *target,
                point: point.map(str::to_owned),
            };
            if !parser.draft.policies.network.contains(&rule) {
                parser.draft.policies.network.push(rule);
            }
        }
    }
    parser.group_open = false;
    parser.pending = None;
    parser.name_functions(from, false, None);
    parser.name_functions(to, false, None);
    parser.group_open = false;
}
