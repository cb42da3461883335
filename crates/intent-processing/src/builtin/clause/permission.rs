//! Who may reach whom on one reference point, in a sentence of its own that names two functions: "UDM on N10 is to be made
//! reachable for the SMF", "access through N20 to the SMSF is the privilege of the AMF alone".
//!
//! Which of the two calls is told by the words beside them. A sentence that refuses without an exception, counts, or
//! deploys is none.

use std::ops::Range;

use super::Parser;
use super::network_rule::{self, Reach};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Metric, Noun, Term, Verb};

/// Words that speak of a way between functions.
const CUES: &[&str] = &[
    "reach",
    "reached",
    "reachable",
    "access",
    "accessible",
    "open",
    "opened",
    "be opened",
    "entitled",
    "privilege",
    "prerogative",
    "preserve",
    "right",
    "through",
    "allowed",
    "is allowed",
    "permitted",
    "is permitted",
    "into",
    "block",
    "drop",
    "granted",
    "firewall",
    "open firewall",
    "ingress",
    "egress",
    "barred",
    "contacting",
    "exemption",
    "exception",
    "towards",
];

/// Words that refuse, from which some are excepted.
const REFUSED: &[&str] = &[
    "barred", "kept", "locked", "banned", "shut", "blocked", "denied", "excluded",
];

/// Who is refused when the others are excepted.
const OTHERS: &[&str] = &["others", "else", "rest", "other"];

/// What stands in front of "of" and the function that alone may do something.
const PRIVILEGES: &[&str] = &[
    "privilege",
    "prerogative",
    "preserve",
    "right",
    "connections",
    "traffic",
    "requests",
    "calls",
    "access",
];

/// What a function sends, behind its name.
const SENT: &[&str] = &["traffic", "requests", "connections", "calls", "sessions"];

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let begins = at == 0
        || matches!(parser.symbol(at - 1), Some('.' | ';' | ':' | '!' | '?'))
        || parser.begins_line(at)
        || (parser.symbol(at - 1) == Some(',') && parser.term(at).is_some_and(is_point));
    if !begins {
        return None;
    }
    let end = sentence_end(parser, at, true);
    let sentence = at..end;
    let (first, second, sentence) = match two_functions(parser, &sentence) {
        Some((first, second)) => (first, second, sentence),
        // "to UDR via N36: allow PCF"
        None if parser.symbol(end) == Some(':')
            && sentence.clone().any(|index| parser.named(index).is_some()) =>
        {
            let whole = at..sentence_end(parser, at, false);
            let (first, second) = two_functions(parser, &whole)?;
            (first, second, whole)
        }
        None => return None,
    };
    let end = sentence.end;
    if !speaks_of_way(parser, &sentence) || !is_free(parser, &sentence) {
        return None;
    }
    let (caller, target) = direction(parser, &sentence, first, second)?;
    let reach = Reach {
        from: parser.named_functions(caller),
        to: parser.named_functions(target),
        end,
    };
    let places: Vec<usize> = sentence
        .filter(|index| matches!(parser.kind(*index), Some(Kind::Place(..))))
        .collect();
    let end = network_rule::admit_reach(parser, at, &reach);
    for place in places {
        super::placement::rule(parser, place);
    }
    Some(end)
}

/// Where the sentence at `at` ends, or its part in front of a colon.
fn sentence_end(parser: &Parser<'_>, at: usize, colon: bool) -> usize {
    (at..parser.lexemes.len())
        .find(|index| {
            matches!(parser.symbol(*index), Some('.' | ';' | '!' | '?'))
                || (colon && parser.symbol(*index) == Some(':'))
                || (*index > at && parser.begins_line(*index))
        })
        .unwrap_or(parser.lexemes.len())
}

const fn is_point(term: Term) -> bool {
    matches!(term, Term::Point(_))
}

fn is_way(parser: &Parser<'_>, at: usize) -> bool {
    parser.term(at).is_some_and(is_point) || network_rule::numbered_point(parser, at)
}

/// The two functions of a sentence, each named once.
fn two_functions(parser: &Parser<'_>, sentence: &Range<usize>) -> Option<(usize, usize)> {
    let mut named = sentence
        .clone()
        .filter(|at| !parser.background[*at] && parser.named(*at).is_some());
    let (first, second) = (named.next()?, named.next()?);
    let plain = |at: usize| matches!(parser.term(at), Some(Term::Function(_)));
    let alone = named.next().is_none() && plain(first) && plain(second);
    (alone && parser.term(first) != parser.term(second)).then_some((first, second))
}

/// Whether one reference point and a word of permission stand in the sentence.
fn speaks_of_way(parser: &Parser<'_>, sentence: &Range<usize>) -> bool {
    let points = sentence
        .clone()
        .filter(|at| is_way(parser, *at) && !parser.background[*at])
        .count();
    let cue = sentence.clone().any(|at| {
        CUES.contains(&parser.lower(at))
            || matches!(
                parser.link(at),
                Some(Link::MayReach | Link::Accepts | Link::Allow | Link::Let | Link::Only)
            )
    });
    (points == 1 && cue) || (points == 0 && excepts_callers(parser, sentence))
}

/// "block everything to the UDR except from the UDM".
fn excepts_callers(parser: &Parser<'_>, sentence: &Range<usize>) -> bool {
    let denies = sentence
        .clone()
        .any(|at| parser.term(at) == Some(Term::Verb(Verb::Deny)));
    denies
        && sentence.clone().any(|at| {
            parser.link(at) == Some(Link::Without)
                && parser.link(parser.skip_stops(at + 1)) == Some(Link::From)
        })
}

/// Whether nothing in the sentence asks for anything else, and nothing refuses without an exception.
fn is_free(parser: &Parser<'_>, sentence: &Range<usize>) -> bool {
    let other = |at: usize| match parser.kind(at) {
        Some(Kind::Quantity(..) | Kind::Version(_) | Kind::Times(_) | Kind::Range(..)) => true,
        Some(Kind::Number(_)) => {
            parser.named(at + 1).is_some() || parser.noun(at + 1) == Some(Noun::Replica)
        }
        Some(Kind::Term(term)) => match term {
            Term::Verb(verb) => !matches!(
                verb,
                Verb::Configure | Verb::Set | Verb::Ensure | Verb::Need | Verb::Deny | Verb::Shrink
            ),
            Term::Noun(_) => !matches!(term, Term::Noun(Noun::Place(_))),
            Term::Slice(_)
            | Term::Multiply(_)
            | Term::Goal(_)
            | Term::Apart
            | Term::Together
            | Term::Authentication(_)
            | Term::Encryption(_)
            | Term::Hedge
            | Term::Same => true,
            _ => false,
        },
        _ => false,
    };
    let refuses = sentence.clone().any(|at| {
        matches!(parser.link(at), Some(Link::Not | Link::No | Link::Without))
            || parser.term(at) == Some(Term::Verb(Verb::Deny))
            || matches!(
                parser.word(at),
                "blocked" | "denied" | "forbidden" | "rejected" | "dropped" | "refused" | "closed"
            )
    });
    !sentence.clone().any(other) && (!refuses || makes_exception(parser, sentence))
}

/// "and no other function", "apart from the AMF", "everything that does not come from the AMF".
fn makes_exception(parser: &Parser<'_>, sentence: &Range<usize>) -> bool {
    sentence.clone().any(|at| {
        let other =
            parser.link(at) == Some(Link::No) && matches!(parser.word(at + 1), "other" | "others");
        let besides = parser.link(at) == Some(Link::Without)
            && parser.named(parser.skip_stops(at + 1)).is_some()
            && sentence.clone().any(|index| {
                matches!(parser.link(index), Some(Link::No | Link::Not))
                    || matches!(parser.word(index), "nobody" | "none" | "nothing")
                    || REFUSED.contains(&parser.word(index))
                    || parser.lower(index).starts_with("no ")
            });
        let comes = parser.link(at) == Some(Link::Not)
            && matches!(parser.word(at + 1), "come" | "stem" | "originate");
        let denied = sentence
            .clone()
            .any(|index| parser.term(index) == Some(Term::Verb(Verb::Deny)));
        let except = denied && parser.link(at) == Some(Link::Without);
        // "deny all others", "default deny with a single exemption"
        let rest = parser.term(at) == Some(Term::Verb(Verb::Deny))
            && ((at + 1..at + 4).any(|index| OTHERS.contains(&parser.word(index)))
                || sentence
                    .clone()
                    .any(|index| matches!(parser.word(index), "exemption" | "exception")));
        rest || other || besides || except || (comes && denied)
    })
}

/// The function that calls and the one that is called.
fn direction(
    parser: &Parser<'_>,
    sentence: &Range<usize>,
    first: usize,
    second: usize,
) -> Option<(usize, usize)> {
    let calls = [
        is_caller(parser, sentence, first),
        is_caller(parser, sentence, second),
    ];
    match calls {
        [true, false] => Some((first, second)),
        [false, true] => Some((second, first)),
        [false, false] if is_reached(parser, second) => Some((first, second)),
        // "the only function that may contact the CHF over N40 is the SMF"
        [false, false] if is_reached(parser, first) => Some((second, first)),
        // "access of the AUSF to the UDM"
        [false, false] if introduction(parser, second) == "to" => Some((first, second)),
        // "to the UDR via N36: allow PCF"
        [false, false] => (introduction(parser, first) == "to").then_some((second, first)),
        // "open the firewall from the SMF to the PCF"
        [true, true] => {
            let onward =
                introduction(parser, first) == "from" && introduction(parser, second) == "to";
            onward.then_some((first, second))
        }
    }
}

/// The words right in front of the function at `at` and its article.
fn introduction<'text>(parser: &Parser<'text>, at: usize) -> &'text str {
    let article = at
        .checked_sub(1)
        .is_some_and(|before| matches!(parser.word(before), "the" | "a" | "an" | "our"));
    let before = at.checked_sub(1 + usize::from(article));
    before.map_or("", |before| parser.lower(before))
}

/// Whether the words in front of the function at `at` say that it is reached.
fn is_reached(parser: &Parser<'_>, at: usize) -> bool {
    let led_to = matches!(
        introduction(parser, at),
        "access to" | "into" | "towards" | "contacting" | "reaching"
    );
    led_to
        || is_refused(parser, at)
        || parser.before(at).is_some_and(|before| {
            parser.link(before) == Some(Link::MayReach) || parser.lower(before) == "reach"
        })
}

/// "everything except the AMF is barred from the SMSF": whether the function at `at` is the one that is shut off.
fn is_refused(parser: &Parser<'_>, at: usize) -> bool {
    introduction(parser, at) == "from"
        && (at.saturating_sub(3)..at).any(|index| REFUSED.contains(&parser.word(index)))
}

/// Whether the words beside the function at `at` say that it calls.
fn is_caller(parser: &Parser<'_>, sentence: &Range<usize>, at: usize) -> bool {
    let sends = SENT.contains(&parser.word(at + 1))
        || matches!(
            parser.word(at + 1),
            "opens" | "initiates" | "sends" | "establishes" | "makes"
        )
        || parser.term(at + 1) == Some(Term::Metric(Metric::Throughput));
    if sends {
        return true;
    }
    let Some(before) = parser.before(at).filter(|before| *before >= sentence.start) else {
        return false;
    };
    if is_refused(parser, at) {
        return false;
    }
    // "the privilege of the AMF"
    let of = (before..at).any(|index| parser.word(index) == "of")
        || parser.lower(before).ends_with(" of");
    let privileged = of
        && (before.saturating_sub(1)..at).any(|index| {
            PRIVILEGES.contains(&parser.lower(index))
                || PRIVILEGES
                    .iter()
                    .any(|word| parser.lower(index).strip_suffix(" of") == Some(word))
        });
    let introduced = matches!(
        parser.link(before),
        Some(Link::From | Link::By | Link::Only | Link::Without | Link::Let)
    ) || parser.lower(before).ends_with("from");
    // "open on N20 to the AMF", "reachable over N36 for the PCF"
    let granted = (parser.link(before) == Some(Link::To) && parser.word(before) == "to"
        || parser.word(before) == "for")
        && (sentence.start..before).any(|index| parser.named(index).is_some())
        && (sentence.start..before).any(|index| {
            parser.link(index) == Some(Link::Accepts)
                || matches!(
                    parser.lower(index),
                    "open" | "be open" | "opened" | "be opened"
                )
        });
    privileged || introduced || granted
}
