//! How something is done or used, said in words and numbers that count no replicas: "24/7", "max one pod unavailable", "one
//! each for assembly and paint shop", "twice as many vehicles", "200 Mbps guaranteed uplink".
//!
//! Works on lexemes before any rule reads them, like [`shorthand`](super::shorthand).

use crate::builtin::decimal::Decimal;
use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::shorthand::{is_symbol, kind, number, silence, term, word};
use crate::builtin::term::{Link, Metric, Noun, Term, Verb};
use crate::builtin::token::Token;

/// Most lexemes between words that belong together.
const REACH: usize = 8;

/// Leaves out every detail of a text.
pub(crate) fn apply(tokens: &[Token<'_>], lexemes: &mut [Lexeme]) {
    for at in 0..lexemes.len() {
        match lexemes[at].kind {
            Kind::Number(_) => {
                round_the_clock(lexemes, at);
                of_those_there(tokens, lexemes, at);
                one_for_each(tokens, lexemes, at);
            }
            Kind::Term(Term::Multiply(_)) => many_others(tokens, lexemes, at),
            Kind::Term(Term::Verb(Verb::Add | Verb::Deploy | Verb::Need)) => {
                added_with(tokens, lexemes, at);
                added_rule(tokens, lexemes, at);
                given_slice(tokens, lexemes, at);
            }
            Kind::Term(Term::Verb(Verb::Deny)) => denied_but(tokens, lexemes, at),
            Kind::Term(Term::Verb(Verb::Ensure)) => guaranteed(tokens, lexemes, at),
            Kind::Term(Term::Apart) => away_from_nodes(tokens, lexemes, at),
            _ => {
                unavailable(tokens, lexemes, at);
                behind_security(tokens, lexemes, at);
            }
        }
    }
}

/// "the plant runs 24/7".
fn round_the_clock(lexemes: &mut [Lexeme], at: usize) {
    if number(lexemes, at) == Some(Decimal::new(24, 0))
        && is_symbol(lexemes, at + 1, '/')
        && number(lexemes, at + 2) == Some(Decimal::new(7, 0))
    {
        silence(&mut lexemes[at..at + 3]);
    }
}

/// "spread the three NRF pods over the zones": how many there are.
fn of_those_there(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let Some(verb) = at.checked_sub(2) else {
        return;
    };
    let spreads = matches!(
        word(tokens, lexemes, verb),
        "spread" | "distribute" | "scatter" | "separate"
    );
    let known = matches!(
        word(tokens, lexemes, at - 1),
        "the" | "our" | "these" | "all" | "its"
    );
    let copies = matches!(
        term(lexemes, at + 1),
        Some(Term::Function(_) | Term::Noun(Noun::Replica))
    );
    if spreads && known && copies {
        silence(&mut lexemes[at..=at]);
    }
}

/// "three UPFs, one each for assembly, paint shop and logistics", "two UPFs, one for voice and one for data": what each is for.
fn one_for_each(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let Some(pause) = at.checked_sub(1) else {
        return;
    };
    let paused = matches!(
        lexemes[pause].kind,
        Kind::Symbol(',' | '(' | ':' | '-') | Kind::Term(Term::Link(Link::And))
    );
    let each = at + 1 + usize::from(word(tokens, lexemes, at + 1) == "each");
    if !paused || word(tokens, lexemes, at) != "one" || word(tokens, lexemes, each) != "for" {
        return;
    }
    let counted = (0..pause)
        .rev()
        .take_while(|index| !matches!(lexemes[*index].kind, Kind::Symbol('.' | ';' | '!')))
        .any(|index| {
            number(lexemes, index).is_some()
                && matches!(term(lexemes, index + 1), Some(Term::Function(_)))
        });
    if counted {
        silence(&mut lexemes[at..each]);
    }
}

/// "we expect twice as many vehicles": something else than replicas, where another number counts them.
fn many_others(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let compares = tokens[lexemes[at].next - 1].norm == "many";
    let others = matches!(
        kind(lexemes, at + 1),
        Some(
            Kind::Unknown
                | Kind::Term(Term::Noun(
                    Noun::Devices | Noun::Subscribers | Noun::Sessions | Noun::Registrations
                ))
        )
    );
    if compares && others && (0..lexemes.len()).any(|index| number(lexemes, index).is_some()) {
        silence(&mut lexemes[at..=at]);
    }
}

/// "add a network policy", "we need a firewall rule": what is permitted is a setting.
fn added_rule(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let behind = |index: usize| tokens.get(index).map_or("", |token| token.norm.as_ref());
    let mut object = lexemes[at].next;
    while matches!(
        behind(object),
        "a" | "an" | "the" | "this" | "new" | "network" | "firewall" | "access"
    ) {
        object += 1;
    }
    let rule = matches!(behind(object), "policy" | "policies" | "rule" | "rules")
        && !matches!(behind(object + 1), "control" | "and" | "function");
    if rule {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Configure));
    }
}

/// "give them an eMBB slice": a new one, for somebody.
fn given_slice(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let given = matches!(
        word(tokens, lexemes, at),
        "give" | "grant" | "get" | "offer"
    ) && matches!(
        word(tokens, lexemes, at + 1),
        "them" | "him" | "her" | "us" | "me" | "everyone" | "everybody"
    ) && matches!(word(tokens, lexemes, at + 2), "a" | "an" | "one" | "their");
    let slice = (at + 3..(at + REACH).min(lexemes.len()))
        .take_while(|index| !matches!(lexemes[*index].kind, Kind::Symbol(_)))
        .any(|index| {
            matches!(
                lexemes[index].kind,
                Kind::Term(Term::Slice(_) | Term::Noun(Noun::Slice))
            )
        });
    if given && slice {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Deploy));
        lexemes[at + 1].kind = Kind::Unknown;
    }
}

/// "add an AMF in namespace core with 2 replicas": a new function, and no difference.
fn added_with(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let new =
        word(tokens, lexemes, at) == "add" && matches!(word(tokens, lexemes, at + 1), "a" | "an");
    let function = (at + 2..(at + REACH).min(lexemes.len()))
        .take_while(|index| {
            matches!(
                lexemes[*index].kind,
                Kind::Unknown | Kind::Term(Term::Stop | Term::Function(_))
            )
        })
        .find(|index| matches!(lexemes[*index].kind, Kind::Term(Term::Function(_))));
    let Some(function) = function.filter(|_| new) else {
        return;
    };
    let sized = (function + 1..(function + REACH).min(lexemes.len()))
        .take_while(|index| !matches!(lexemes[*index].kind, Kind::Symbol('.' | ';')))
        .any(|index| {
            matches!(lexemes[index].kind, Kind::Term(Term::Link(Link::With)))
                && number(lexemes, index + 1).is_some()
                && matches!(term(lexemes, index + 2), Some(Term::Noun(Noun::Replica)))
        });
    if sized {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Deploy));
    }
}

/// "deny all ingress to the UDM except from the AUSF", "block traffic from the NEF except to the NRF": who is admitted.
fn denied_but(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let sentence = (at + 1..(at + 4 * REACH).min(lexemes.len()))
        .take_while(|index| !matches!(lexemes[*index].kind, Kind::Symbol('.' | ';' | '!')));
    let is_function = |index: &usize| {
        matches!(
            lexemes[*index].kind,
            Kind::Term(Term::Function(_)) | Kind::Instance(..)
        )
    };
    let Some(denied) = sentence.clone().find(is_function) else {
        return;
    };
    let Some(but) = sentence
        .clone()
        .find(|index| matches!(lexemes[*index].kind, Kind::Term(Term::Link(Link::Without))))
        .filter(|but| *but > denied)
    else {
        return;
    };
    let plain = (at + 1..denied).all(|index| {
        matches!(
            lexemes[index].kind,
            Kind::Unknown | Kind::Term(Term::Stop | Term::Link(_) | Term::Noun(_))
        )
    });
    let admits = sentence
        .clone()
        .any(|index| index > but && is_function(&index));
    let outgoing = tokens[lexemes[at].next..lexemes[denied].first]
        .iter()
        .any(|token| token.norm == "from");
    if !plain || !admits {
        return;
    }
    silence(&mut lexemes[at..denied]);
    let link = if outgoing {
        Link::MayReach
    } else {
        Link::Accepts
    };
    lexemes[but].kind = Kind::Term(Term::Link(link));
    if matches!(word(tokens, lexemes, but + 1), "from" | "to" | "by") {
        silence(&mut lexemes[but + 1..but + 2]);
    }
}

/// "200 Mbps guaranteed uplink", "the guaranteed throughput": nothing that the rate does not say.
fn guaranteed(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let rate = matches!(
        term(lexemes, at + 1),
        Some(Term::Direction(_) | Term::Metric(Metric::Throughput))
    );
    if word(tokens, lexemes, at) == "guaranteed" && rate {
        silence(&mut lexemes[at..=at]);
    }
}

/// "away from the nodes where the AMF runs": away from the AMF.
fn away_from_nodes(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let article = usize::from(matches!(
        word(tokens, lexemes, at + 1),
        "the" | "all" | "any" | "those"
    ));
    let nodes = at + 1 + article;
    let stands = matches!(
        word(tokens, lexemes, nodes),
        "node" | "nodes" | "host" | "hosts" | "server" | "servers" | "machines" | "workers"
    ) && matches!(
        word(tokens, lexemes, nodes + 1),
        "where" | "that" | "which" | "with" | "running" | "hosting" | "of" | "on" | "used"
    );
    let function = (nodes + 2..(nodes + 5).min(lexemes.len()))
        .find(|index| matches!(lexemes[*index].kind, Kind::Term(Term::Function(_))));
    if let Some(function) = function.filter(|_| stands) {
        silence(&mut lexemes[at + 1..function]);
    }
}

/// "max one pod unavailable", "maxUnavailable 1": how an order is carried out.
fn unavailable(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    match word(tokens, lexemes, at) {
        "unavailable" | "down" | "offline" => {
            let copies = usize::from(matches!(
                at.checked_sub(1).and_then(|before| term(lexemes, before)),
                Some(Term::Noun(Noun::Replica))
            ));
            let Some(bound) = at.checked_sub(2 + copies) else {
                return;
            };
            let bounded = matches!(
                lexemes[bound].kind,
                Kind::Term(Term::Link(
                    Link::AtMost | Link::Maximum | Link::UpTo | Link::Only | Link::With
                ))
            );
            if bounded && number(lexemes, bound + 1).is_some() {
                silence(&mut lexemes[bound..=at]);
            }
        }
        "maxunavailable" | "maxsurge" => {
            let sign = usize::from(matches!(
                kind(lexemes, at + 1),
                Some(Kind::Symbol(':' | '='))
            ));
            if number(lexemes, at + 1 + sign).is_some() {
                silence(&mut lexemes[at..at + 2 + sign]);
            }
        }
        _ => {}
    }
}

/// "put the NRF behind mTLS": sets what protects it.
fn behind_security(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let protected = matches!(
        term(lexemes, at + 1),
        Some(Term::Authentication(_) | Term::Encryption(_) | Term::Noun(Noun::Mesh))
    );
    if word(tokens, lexemes, at) != "behind" || !protected {
        return;
    }
    let put = (at.saturating_sub(REACH)..at)
        .rev()
        .find(|index| word(tokens, lexemes, *index) == "put");
    if let Some(put) = put {
        lexemes[at].kind = Kind::Term(Term::Link(Link::With));
        lexemes[put].kind = Kind::Term(Term::Verb(Verb::Configure));
    }
}
