//! Network rules: "only SMF may reach UPF on N4".

use nephoran_api::NetworkRule;
use nephoran_telecom::NetworkFunctionType;

use super::Parser;
use crate::builtin::term::{Link, Metric, Term, Verb};

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if !parser.speaks_of_reach {
        return None;
    }
    let mut start = at;
    let mut allows = false;
    let mut only = false;
    let introduced = matches!(parser.link(at), Some(Link::Only | Link::Allow));
    if !introduced && parser.named(at).is_none() {
        return None;
    }
    let mut said = None;
    while parser.is_stop(start)
        || (introduced && way_ahead(parser, start))
        || matches!(
            parser.link(start),
            Some(Link::Only | Link::Allow | Link::From)
        )
    {
        allows |= parser.link(start) == Some(Link::Allow);
        only |= parser.link(start) == Some(Link::Only);
        if let Some(Term::Point(point)) = parser.term(start) {
            said = Some(point.as_str());
        }
        start += 1;
    }
    let (from, after) = parser.function_list(start);
    let reach = parser.skip_stops(after);
    if from.is_empty() {
        return None;
    }
    if let Some((callers, end, said)) = callers(parser, reach) {
        return Some(admit_on(parser, at..end, &callers, &from, said));
    }
    let arrow = parser.symbol(reach) == Some('→')
        || (parser.symbol(reach) == Some('-') && parser.symbol(reach + 1) == Some('>'));
    let reach = reach + usize::from(arrow && parser.symbol(reach) == Some('-'));
    let reaches = arrow
        || parser.link(reach) == Some(Link::MayReach)
        || ((allows || only) && parser.link(reach) == Some(Link::To));
    if !reaches {
        return None;
    }
    let (to, end) = match parser.function_list(reach + 1) {
        (to, _) if to.is_empty() && parser.lower(reach + 1) == "it" => {
            (parser.named_last(), reach + 2)
        }
        found => found,
    };
    if to.is_empty() {
        return None;
    }
    Some(admit_on(parser, at..end, &from, &to, said))
}

/// "allow [N4 traffic] from SMF to UPF".
fn way_ahead(parser: &Parser<'_>, at: usize) -> bool {
    matches!(
        parser.term(at),
        Some(Term::Point(_) | Term::Metric(Metric::Throughput))
    )
}

/// Who may call, behind "accepts connections only from": the rule said from the other end.
fn callers(
    parser: &Parser<'_>,
    at: usize,
) -> Option<(Vec<NetworkFunctionType>, usize, Option<&'static str>)> {
    let mut said = None;
    let mut next = at;
    let mut accepts = false;
    while parser.is_stop(next)
        || matches!(
            parser.link(next),
            Some(Link::Only | Link::Accepts | Link::From | Link::By)
        )
        || way_ahead(parser, next)
    {
        accepts |= parser.link(next) == Some(Link::Accepts);
        if let Some(Term::Point(point)) = parser.term(next) {
            said = Some(point.as_str());
        }
        next += 1;
    }
    let (callers, end) = parser.function_list(next);
    (accepts && !callers.is_empty()).then_some((callers, end, said))
}

/// Reads the reference point behind the functions and admits.
fn admit_on(
    parser: &mut Parser<'_>,
    range: std::ops::Range<usize>,
    from: &[NetworkFunctionType],
    to: &[NetworkFunctionType],
    said: Option<&'static str>,
) -> usize {
    let mut end = range.end;
    let point_at = skip_way(parser, end);
    let point = match parser.term(point_at) {
        Some(Term::Point(point)) => {
            end = point_at + 1;
            Some(point.as_str().to_owned())
        }
        _ if numbered_point(parser, point_at) => {
            end = point_at + 1;
            Some(parser.words(point_at..end).to_uppercase())
        }
        _ => said.map(str::to_owned),
    };
    // "on N4 only"
    end += usize::from(parser.link(end) == Some(Link::Only));
    admit(parser, range.start..end, from, to, point.as_deref());
    end
}

/// "N28": a reference point of TS 23.501 that no function here has an interface of its own for.
fn numbered_point(parser: &Parser<'_>, at: usize) -> bool {
    let word = parser.lower(at);
    word.strip_prefix('n').is_some_and(|number| {
        (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    })
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
