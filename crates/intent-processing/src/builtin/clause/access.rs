//! Who may reach a function, said from its end: "access to the UDR is permitted to the UDM only", "the only peer of the UPF
//! over N4 is the SMF", "the AUSF must accept nothing but requests from the AMF".

use super::Parser;
use super::network_rule::{self, Reach};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Term, Verb};
use crate::builtin::token::Token;

/// What is permitted, in front of the function it leads to.
const WAYS: &[&str] = &[
    "access",
    "access to",
    "connections",
    "connectivity",
    "requests",
    "traffic",
    "sessions",
    "communication",
];

/// Those who have access.
#[rustfmt::skip]
const PEERS: &[&str] = &[
    "peer", "peers", "client", "clients", "consumer", "consumers", "caller", "callers", "communication partner", "communication partners",
];

/// Words that permit or restrict.
#[rustfmt::skip]
const PERMITS: &[&str] = &[
    "permitted", "granted", "allowed", "limited", "restricted", "reserved", "given", "authorised", "authorized", "confined", "open", "admitted", "is permitted", "be permitted", "is allowed", "be allowed", "restrict", "limit", "permit", "allow", "grant", "yes",
];

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if !parser.speaks_of_access {
        return None;
    }
    let reach = opened_to(parser, at)
        .or_else(|| to_function(parser, at))
        .or_else(|| peers(parser, at))
        .or_else(|| refused_except(parser, at))?;
    Some(network_rule::admit_reach(parser, at, &reach))
}

/// "open it to the UDM alone", "opened up to the SMF only": what was named last, and those who may reach it.
fn opened_to(parser: &Parser<'_>, at: usize) -> Option<Reach> {
    if !matches!(
        parser.lower(at),
        "open"
            | "open up"
            | "be opened"
            | "opened"
            | "be open"
            | "reserve"
            | "restrict"
            | "be restricted"
            | "limit"
    ) {
        return None;
    }
    let pronoun = usize::from(matches!(parser.word(at + 1), "it" | "this" | "access"));
    let (named, behind) = match pronoun {
        0 => parser.function_list(at + 1),
        _ => (Vec::new(), at + 2),
    };
    let to = if named.is_empty() {
        parser.named_last()
    } else {
        named
    };
    let only = |index: usize| parser.link(index) == Some(Link::Only);
    let behind = behind + usize::from(only(behind));
    let callers = behind + 1 + usize::from(only(behind + 1));
    let (from, end) = parser.function_list(callers);
    let alone = only(behind - 1) || only(callers - 1) || only(end);
    let leads = parser.link(behind) == Some(Link::To) || parser.word(behind) == "for";
    if !leads || !alone || from.is_empty() || to.len() != 1 || from == to {
        return None;
    }
    let end = end + usize::from(only(end));
    Some(Reach { from, to, end })
}

/// "access to the UDR … permitted … to the UDM": the function, a word that permits, and those who may.
fn to_function(parser: &Parser<'_>, at: usize) -> Option<Reach> {
    if !WAYS.contains(&parser.lower(at)) {
        return None;
    }
    let linked = matches!(parser.link(at + 1), Some(Link::To));
    let (to, after) = parser.function_list(at + 1 + usize::from(linked));
    let leads = linked || parser.lower(at) == "access to";
    if to.is_empty() || !leads {
        return None;
    }
    let clause = parser.clause_end(after);
    // "restrict access to the UDR so that only the UDM can reach it" says it itself.
    let said = (after..clause)
        .any(|index| matches!(parser.link(index), Some(Link::MayReach | Link::Accepts)));
    if said {
        return None;
    }
    permit_around(parser, at, clause)?;
    let callers = (after..clause).find(|index| parser.named(*index).is_some())?;
    let (from, end) = parser.function_list(callers);
    // "from the AF only"
    let end = end + usize::from(parser.link(end) == Some(Link::Only));
    Some(Reach { from, to, end })
}

/// "the only permitted peer of the UPF over N4 is the SMF", "CHF: allowed clients are SMF and PCF".
fn peers(parser: &Parser<'_>, at: usize) -> Option<Reach> {
    let clause = parser.clause_end(at);
    if parser.named(at).is_some() {
        let (to, after) = parser.function_list(at);
        let peer =
            (after..(after + 6).min(clause)).find(|index| PEERS.contains(&parser.lower(*index)))?;
        let callers = (peer..clause).find(|index| parser.named(*index).is_some())?;
        let (from, end) = parser.function_list(callers);
        return Some(Reach { from, to, end });
    }
    if !PEERS.contains(&parser.lower(at)) {
        return None;
    }
    let (to, after) = parser.function_list(parser.skip_stops(at + 1));
    let callers = (after..clause).find(|index| parser.named(*index).is_some())?;
    let (from, end) = parser.function_list(callers);
    (!to.is_empty()).then_some(Reach { from, to, end })
}

/// "AUSF must not accept anything except from AMF", "accepts nothing but requests from the AMF".
fn refused_except(parser: &Parser<'_>, at: usize) -> Option<Reach> {
    let (to, after) = parser.function_list(at);
    let clause = parser.clause_end(after);
    let accepts = (after..(after + 5).min(clause))
        .find(|index| parser.link(*index) == Some(Link::Accepts))?;
    let excepts = (accepts..clause).find(|index| {
        matches!(
            parser.link(*index),
            Some(Link::Without | Link::Only | Link::But)
        )
    })?;
    let callers = (excepts..clause).find(|index| parser.named(*index).is_some())?;
    let (from, end) = parser.function_list(callers);
    (!to.is_empty()).then_some(Reach { from, to, end })
}

/// The word that permits, in front of `at` or before the clause ends.
fn permit_around(parser: &Parser<'_>, at: usize, end: usize) -> Option<usize> {
    let permits = |index: usize| {
        PERMITS.contains(&parser.lower(index))
            || parser.term(index) == Some(Term::Verb(Verb::Set))
            || matches!(
                parser.link(index),
                Some(Link::Only | Link::Allow | Link::Maximum)
            )
    };
    (at.saturating_sub(4)..end).find(|index| permits(*index))
}

/// Whether any word of a text could be one of the rules here.
pub(super) fn is_spoken_of(words: &[Token<'_>]) -> bool {
    words.iter().any(|word| {
        matches!(
            word.norm.as_ref(),
            "access"
                | "connections"
                | "connectivity"
                | "requests"
                | "traffic"
                | "open"
                | "opened"
                | "alone"
        ) || PEERS.contains(&word.norm.as_ref())
            || word.norm.starts_with("accept")
            || word.norm == "partner"
    })
}

impl Parser<'_> {
    /// The first lexeme from `at` on that ends a clause: a full stop, a semicolon or the end of the text.
    fn clause_end(&self, at: usize) -> usize {
        (at..self.lexemes.len())
            .find(|index| matches!(self.kind(*index), Some(Kind::Symbol('.' | ';' | '!' | '?'))))
            .unwrap_or(self.lexemes.len())
    }
}
