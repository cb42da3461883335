//! Network rules: "only SMF may reach UPF on N4".

use nephoran_api::NetworkRule;
use nephoran_telecom::NetworkFunctionType;

use super::Parser;
use super::network_form::{form, headed, pointed_form};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Metric, Term, Verb};
use crate::builtin::vocabulary::CONTACTS;

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if !parser.speaks_of_reach {
        return None;
    }
    form(parser, at)
        .or_else(|| headed(parser, at))
        .or_else(|| from_only(parser, at))
        .or_else(|| pointed_form(parser, at))
        .or_else(|| sentence(parser, at))
}

/// "only SMF may reach UPF on N4", "the UDM accepts connections only from the AMF", "allow N4 traffic from SMF to UPF".
fn sentence(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let opening = opening(parser, at)?;
    let (from, after) = parser.function_list(opening.end);
    if from.is_empty() {
        return None;
    }
    let reach = skip_place(parser, skip_nobody_else(parser, after));
    let reach = skip_auxiliary(parser, reach);
    if let Some((callers, end, said)) = callers(parser, reach) {
        let end = admit_first(parser, at..end, &callers, &from, said);
        return Some(further(parser, end, true, &from).unwrap_or(end));
    }
    let called = called(parser, &opening, reach)?;
    let (to, end) = match parser.function_list(called) {
        (to, _) if to.is_empty() && parser.word(called) == "it" => {
            let named = match parser.named_last() {
                named if named.is_empty() => parser.present.clone(),
                named => named,
            };
            (named, called + 1)
        }
        found => found,
    };
    if to.is_empty() {
        return None;
    }
    Some(admit_on(parser, at..end, &from, &to, opening.point))
}

/// What stands in front of the first functions of a rule: "only", "allow N4 traffic from", "let".
struct Opening {
    allows: bool,
    only: bool,
    lets: bool,
    point: Option<String>,
    /// The lexeme behind it.
    end: usize,
}

/// The words in front of the functions of a rule that begins at `at`.
fn opening(parser: &Parser<'_>, at: usize) -> Option<Opening> {
    let introduced = matches!(parser.link(at), Some(Link::Only | Link::Allow | Link::Let));
    if !introduced && parser.named(at).is_none() {
        return None;
    }
    let mut opening = Opening {
        allows: false,
        only: false,
        lets: false,
        point: None,
        end: at,
    };
    loop {
        let at = opening.end;
        match parser.link(at) {
            Some(Link::Allow) => opening.allows = true,
            Some(Link::Only) => opening.only = true,
            Some(Link::Let) => opening.lets = true,
            Some(Link::From) => {}
            _ if parser.is_stop(at) || (introduced && way_ahead(parser, at)) => {}
            _ => return Some(opening),
        }
        opening.point = point_at(parser, at).or(opening.point);
        opening.end += 1;
    }
}

/// "the SMF [is to] accept", "the UDM [has to be] reachable", "the SMF [alone] gets through to the CHF".
fn skip_auxiliary(parser: &Parser<'_>, at: usize) -> usize {
    let next = parser.skip_stops(at + 1);
    match parser.link(at) {
        Some(Link::To) if parser.link(next) == Some(Link::Accepts) => next,
        Some(Link::Only) if parser.link(at + 1) == Some(Link::MayReach) => at + 1,
        _ => at,
    }
}

/// The lexeme behind the words at `at` that lead from the functions of a rule to those they may reach.
fn called(parser: &Parser<'_>, opening: &Opening, at: usize) -> Option<usize> {
    if let Some(called) = contact(parser, at).filter(|_| opening.lets) {
        return Some(called);
    }
    match (parser.symbol(at), parser.link(at)) {
        (Some('→'), _) | (_, Some(Link::MayReach)) => Some(at + 1),
        (Some('-'), _) if parser.symbol(at + 1) == Some('>') => Some(at + 2),
        (_, Some(Link::To)) if opening.allows || opening.only => Some(at + 1),
        _ => None,
    }
}

/// "apart from the SMF, no function may talk to the PCF": everybody is refused but those in front.
pub(super) fn excepted(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let excepts = parser.link(at) == Some(Link::Without) || parser.word(at) == "besides";
    if !parser.speaks_of_reach || !excepts {
        return None;
    }
    let (from, after) = parser.function_list(at + 1);
    let nobody = after + usize::from(parser.symbol(after) == Some(','));
    let refused = matches!(parser.link(nobody), Some(Link::No | Link::Only))
        || matches!(
            parser.lower(nobody),
            "nobody"
                | "no one"
                | "none"
                | "nothing"
                | "nobody else"
                | "nothing else"
                | "no one else"
        );
    let reach = parser.skip_stops(nobody + 1);
    let (to, end) = parser.function_list(reach + 1);
    let reaches = parser.link(reach) == Some(Link::MayReach);
    if from.is_empty() || to.is_empty() || !refused || !reaches {
        return None;
    }
    let end = admit_behind(parser, at..end, &from, &to);
    Some(end)
}

/// "restrict the UDM, as discussed with security: N10 from the SMF only": a way to the function named before.
fn from_only(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let point = point_at(parser, at)?;
    let mut next = parser.skip_stops(at + 1);
    let mut only = false;
    while matches!(
        parser.link(next),
        Some(Link::Only | Link::From | Link::Allow)
    ) {
        only |= parser.link(next) == Some(Link::Only);
        next = parser.skip_stops(next + 1);
    }
    let comes = matches!(
        parser.link(next.checked_sub(1)?),
        Some(Link::From | Link::Allow)
    ) || parser.word(next.checked_sub(1)?) == "the";
    let (from, mut end) = parser.function_list(next);
    if parser.link(end) == Some(Link::Only) {
        only = true;
        end += 1;
    }
    let to = parser.named_last();
    let led = (at + 1..next).any(|index| parser.link(index) == Some(Link::From));
    if !only || !comes || !led || from.is_empty() || to.len() != 1 || from == to {
        return None;
    }
    admit(parser, at..end, &from, &to, Some(&point));
    Some(end)
}

/// Gives the only reference point of a text to its only rule: "the UDM has to be reachable for the AUSF, and the path for
/// that is N13".
pub(super) fn attach_point(parser: &mut Parser<'_>) {
    let mut open = (0..parser.lexemes.len())
        .filter(|at| !parser.taken[*at] && (point_at(parser, *at).is_some()));
    let (Some(at), None) = (open.next(), open.next()) else {
        return;
    };
    let point = point_at(parser, at);
    if let [rule] = parser.draft.policies.network.as_mut_slice()
        && rule.point.is_none()
    {
        rule.point = point;
        parser.take(at..at + 1, "reference point");
    }
}

/// "only the AMF [and nobody else] may reach".
fn skip_nobody_else(parser: &Parser<'_>, at: usize) -> usize {
    let next = parser.skip_stops(at);
    let behind = parser.skip_stops(next + 1);
    let closes = parser.link(next).is_some_and(Link::joins)
        && behind > next + 1
        && parser.link(behind) == Some(Link::MayReach);
    if closes { behind } else { next }
}

/// "the SMF in namespace core".
fn skip_place(parser: &Parser<'_>, at: usize) -> usize {
    let place = |index: usize| matches!(parser.kind(index), Some(Kind::Place(..)));
    let name = parser.skip_stops(at + 1);
    if parser.link(at) == Some(Link::In) && place(name) {
        parser.skip_stops(name + 1)
    } else {
        at
    }
}

/// The lexeme behind "talk to" at `at`.
fn contact(parser: &Parser<'_>, at: usize) -> Option<usize> {
    (at + 1..at + 3).find(|end| {
        let words = parser.slice(at..*end);
        CONTACTS
            .iter()
            .any(|contact| words.eq_ignore_ascii_case(contact))
    })
}

/// "allow [N4 traffic] from SMF to UPF".
fn way_ahead(parser: &Parser<'_>, at: usize) -> bool {
    matches!(
        parser.term(at),
        Some(Term::Point(_) | Term::Metric(Metric::Throughput))
    ) || numbered_point(parser, at)
}

/// Who may call, behind "accepts connections only from": the rule said from the other end.
fn callers(
    parser: &Parser<'_>,
    at: usize,
) -> Option<(Vec<NetworkFunctionType>, usize, Option<String>)> {
    let mut said = None;
    let mut next = at;
    let mut accepts = false;
    // "restrict the UPF: N4 from the SMF only"
    let restricts = parser
        .draft
        .verbs
        .last()
        .is_some_and(|used| used.is_any(&["restrict", "limit"]));
    while parser.is_stop(next)
        || (restricts && parser.symbol(next) == Some(':'))
        || matches!(
            parser.link(next),
            Some(Link::Only | Link::Accepts | Link::Allow | Link::From | Link::By)
        )
        || way_ahead(parser, next)
        // "reachable over N4 by the SMF"
        || (accepts
            && parser.link(next) == Some(Link::In)
            && way_ahead(parser, parser.skip_stops(next + 1)))
        // "reachable for the AUSF"
        || (accepts && parser.word(next) == "for")
    {
        accepts |= parser.link(next) == Some(Link::Accepts)
            || (restricts && parser.link(next) == Some(Link::From));
        said = point_at(parser, next).or(said);
        next += 1;
    }
    let (callers, end) = parser.function_list(next);
    (accepts && !callers.is_empty()).then_some((callers, end, said))
}

/// A way between functions that a text permits, and the lexeme behind its words.
pub(super) struct Reach {
    pub(super) from: Vec<NetworkFunctionType>,
    pub(super) to: Vec<NetworkFunctionType>,
    pub(super) end: usize,
}

/// Admits what was read of a clause from `at` on, on the reference point in it or behind it.
pub(super) fn admit_reach(parser: &mut Parser<'_>, at: usize, reach: &Reach) -> usize {
    let said = (at..reach.end).find_map(|index| point_at(parser, index));
    admit_on(parser, at..reach.end, &reach.from, &reach.to, said)
}

/// The name of the reference point at `at`.
pub(super) fn point_at(parser: &Parser<'_>, at: usize) -> Option<String> {
    match parser.term(at) {
        Some(Term::Point(point)) => Some(point.as_str().to_owned()),
        _ => numbered_point(parser, at).then(|| parser.words(at..at + 1).to_uppercase()),
    }
}

/// Reads the reference point behind the functions and admits, without looking for words that refuse.
fn admit_behind(
    parser: &mut Parser<'_>,
    range: std::ops::Range<usize>,
    from: &[NetworkFunctionType],
    to: &[NetworkFunctionType],
) -> usize {
    let behind = skip_way(parser, range.end);
    let point = point_at(parser, behind);
    let end = if point.is_some() {
        behind + 1
    } else {
        range.end
    };
    admit(parser, range.start..end, from, to, point.as_deref());
    end
}

/// Reads the reference point behind the functions and admits, further targets too.
fn admit_on(
    parser: &mut Parser<'_>,
    range: std::ops::Range<usize>,
    from: &[NetworkFunctionType],
    to: &[NetworkFunctionType],
    said: Option<String>,
) -> usize {
    let end = admit_first(parser, range, from, to, said);
    further(parser, end, false, from).unwrap_or(end)
}

/// Reads the reference point behind the functions and admits.
fn admit_first(
    parser: &mut Parser<'_>,
    range: std::ops::Range<usize>,
    from: &[NetworkFunctionType],
    to: &[NetworkFunctionType],
    said: Option<String>,
) -> usize {
    let mut end = range.end;
    let behind = skip_way(parser, end);
    let point = match point_at(parser, behind) {
        Some(point) => {
            end = behind + 1;
            Some(point)
        }
        None => said.or_else(|| announced(parser, range.start)),
    };
    end += usize::from(parser.symbol(end) == Some(')'));
    // "on N4 only"
    end += usize::from(parser.link(end) == Some(Link::Only));
    if let Some(refusal) = refused(parser, range.start, end) {
        let words = parser.slice(range.start..refusal + 1);
        parser.take(range.start..refusal + 1, "traffic that is refused");
        parser.draft.ask(words, format!("\"{words}\" refuses traffic, and everything that is not admitted is denied already: which function may reach which?"));
        return refusal + 1;
    }
    admit(parser, range.start..end, from, to, point.as_deref());
    end
}

/// "… over N12 and the UDM over N8": another target of the same functions, or another caller of them.
fn further(
    parser: &mut Parser<'_>,
    at: usize,
    callers: bool,
    known: &[NetworkFunctionType],
) -> Option<usize> {
    let mut next = at;
    while parser.link(next).is_some_and(Link::joins) || parser.symbol(next) == Some(',') {
        next += 1;
    }
    if next == at {
        return None;
    }
    // "… and from the SMF to the UPF on N4"
    if parser.link(next) == Some(Link::From) && !callers {
        let (from, reach) = parser.function_list(next + 1);
        let (to, end) = parser.function_list(reach + 1);
        let leads = parser.link(reach) == Some(Link::To);
        return (leads && !from.is_empty() && !to.is_empty())
            .then(|| admit_on(parser, next..end, &from, &to, None));
    }
    // "from the AMF to the AUSF (N12) and to the UDM (N8)"
    if parser.link(next) == Some(if callers { Link::From } else { Link::To }) {
        next += 1;
    }
    let (others, behind) = parser.function_list(next);
    let way = skip_way(parser, behind);
    if others.is_empty() || way == behind || point_at(parser, way).is_none() {
        return None;
    }
    let end = if callers {
        admit_first(parser, next..behind, &others, known, None)
    } else {
        admit_first(parser, next..behind, known, &others, None)
    };
    Some(further(parser, end, callers, known).unwrap_or(end))
}

/// The reference point in front of a rule: "the N4 interface: allow SMF to UPF".
fn announced(parser: &mut Parser<'_>, start: usize) -> Option<String> {
    let before = parser.before(start)?;
    // "A1 traffic from …", "on N4, the UPF shall accept …"
    let at = if matches!(parser.symbol(before), Some(':' | ',')) {
        parser.before(before)?
    } else {
        before
    };
    let point = point_at(parser, at)?;
    parser.take(at..at + 1, "reference point");
    Some(point)
}

/// The word that turns a way into its opposite: "no traffic from …", "traffic from … is blocked".
pub(super) fn refused(parser: &Parser<'_>, start: usize, end: usize) -> Option<usize> {
    let before = parser.before(start).is_some_and(|before| {
        matches!(parser.link(before), Some(Link::No | Link::Not))
            || parser.term(before) == Some(Term::Verb(Verb::Deny))
    });
    if before {
        return Some(end.max(1) - 1);
    }
    (end..parser.lexemes.len())
        .take_while(|index| parser.symbol(*index).is_none())
        .find(|index| {
            // "… and block everything else"
            let rest = matches!(
                parser.lower(*index + 1),
                "everything else"
                    | "anything else"
                    | "the rest"
                    | "others"
                    | "all"
                    | "everybody else"
                    | "everyone else"
                    | "anybody else"
                    | "anyone else"
                    | "nothing else"
            ) || parser.word(*index + 2) == "rest";
            (parser.term(*index) == Some(Term::Verb(Verb::Deny)) && !rest)
                || parser.link(*index) == Some(Link::Not)
                || matches!(
                    parser.word(*index),
                    "blocked" | "denied" | "forbidden" | "prohibited" | "rejected" | "dropped"
                )
        })
}

/// "N28": a reference point of TS 23.501 that no function here has an interface of its own for.
pub(super) fn numbered_point(parser: &Parser<'_>, at: usize) -> bool {
    let word = parser.word(at);
    word.strip_prefix('n').is_some_and(|number| {
        (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Skips "on", "only via", "over the", ", interface", "(".
fn skip_way(parser: &Parser<'_>, at: usize) -> usize {
    let skipped = |index: usize| {
        parser.is_stop(index)
            || matches!(parser.symbol(index), Some('(' | ','))
            || matches!(
                parser.link(index),
                Some(Link::Only | Link::In | Link::With | Link::And)
            )
    };
    at + (at..parser.lexemes.len())
        .take_while(|index| skipped(*index))
        .count()
}

/// "from the AMF to the AUSF on port 443": rules open what a reference point needs, and no other port.
fn ask_for_port(parser: &mut Parser<'_>, range: &std::ops::Range<usize>) {
    let port = (range.start..range.end + 3).find(|at| {
        parser.word(*at) == "port" && matches!(parser.kind(at + 1), Some(Kind::Number(_)))
    });
    if let Some(port) = port {
        let words = parser.slice(port..port + 2);
        parser.taken[port + 1] = true;
        parser.draft.ask(words, format!("a rule opens the ports of a reference point, and \"{words}\" is none that is known: name the reference point, e.g. N4, or leave it out"));
    }
}

pub(super) fn admit(
    parser: &mut Parser<'_>,
    range: std::ops::Range<usize>,
    from: &[NetworkFunctionType],
    to: &[NetworkFunctionType],
    point: Option<&str>,
) {
    let words = parser.slice(range.clone());
    if range
        .clone()
        .any(|index| parser.link(index) == Some(Link::Only))
    {
        parser.draft.assume(format!(
            "\"{words}\": what no rule and no reference point admits is denied already"
        ));
    }
    // "the SMF in namespace core is to accept …"
    for index in range.clone() {
        let named = matches!(parser.kind(index), Some(Kind::Place(..)));
        // "from SMF to UPF in edge-prod"
        let implied = parser.link(index) == Some(Link::In) && parser.is_unknown(index + 1);
        if named || implied {
            super::placement::rule(parser, index);
        }
    }
    ask_for_port(parser, &range);
    parser.take(range, "network rule");
    parser.imply_verb(Verb::Configure, words);
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
    let known: Vec<bool> = parser
        .draft
        .functions
        .iter()
        .map(|mention| mention.from_rule)
        .collect();
    parser.name_functions(from, false, None);
    parser.name_functions(to, false, None);
    // Who is only spoken of here is not asked for.
    for (index, mention) in parser.draft.functions.iter_mut().enumerate() {
        mention.from_rule = known.get(index).copied().unwrap_or(true);
    }
    parser.group_open = false;
}
