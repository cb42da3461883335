//! How something is done or used, said in words and numbers that count no replicas: "24/7", "max one pod unavailable", "one
//! each for assembly and paint shop", "twice as many vehicles", "200 Mbps guaranteed uplink".
//!
//! Works on lexemes before any rule reads them, like [`shorthand`](super::shorthand).

use nephoran_telecom::{NetworkFunctionType, ReferencePoint};

use crate::builtin::decimal::Decimal;
use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::shorthand::{is_symbol, kind, number, silence, term, word};
use crate::builtin::term::{Link, Metric, Noun, Term, Verb};
use crate::builtin::token::Token;

/// Most lexemes between words that belong together.
const REACH: usize = 8;

/// Words in front of a set of functions that do not say which one is meant.
#[rustfmt::skip]
const ARTICLES: &[&str] = &[
    "the", "a", "an", "our", "your", "this", "whole", "entire", "complete", "full", "5g", "4g", "new", "current", "existing",
];

/// Leaves out every detail of a text.
pub(crate) fn apply(tokens: &[Token<'_>], lexemes: &mut [Lexeme]) {
    for at in 0..lexemes.len() {
        match lexemes[at].kind {
            Kind::Number(_) => {
                round_the_clock(lexemes, at);
                port(tokens, lexemes, at);
                date(tokens, lexemes, at);
                resolution(tokens, lexemes, at);
                of_those_there(tokens, lexemes, at);
                one_for_each(tokens, lexemes, at);
                one_with(tokens, lexemes, at);
                versions(tokens, lexemes, at);
            }
            Kind::Term(Term::Multiply(_)) => many_others(tokens, lexemes, at),
            Kind::Term(Term::Verb(Verb::Ensure)) => guaranteed(tokens, lexemes, at),
            Kind::Term(Term::Apart) => away_from_nodes(tokens, lexemes, at),
            Kind::Term(Term::Function(_)) => application(tokens, lexemes, at),
            Kind::Term(Term::Set(_) | Term::Core) => {
                whereabouts(tokens, lexemes, at);
                listed(lexemes, at);
            }
            Kind::Term(Term::Link(Link::More)) => more_capacity(tokens, lexemes, at),
            _ => unavailable(tokens, lexemes, at),
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
    ) || (at + 1..(at + REACH).min(lexemes.len())).any(|index| {
        matches!(
            lexemes[index].kind,
            Kind::Term(Term::Together | Term::Apart)
        )
    });
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
    let per = matches!(term(lexemes, each), Some(Term::Link(Link::Per)))
        && matches!(kind(lexemes, each + 1), Some(Kind::Unknown));
    let purpose = word(tokens, lexemes, each) == "for" || per;
    if !paused || word(tokens, lexemes, at) != "one" || !purpose {
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
        silence(&mut lexemes[at..each + 2 * usize::from(per)]);
    }
}

/// "on UDP port 8805": the reference point whose protocol has this port (IANA; PFCP in TS 29.244 clause 6.3, NGAP in TS 38.412
/// clause 7).
fn port(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let point = match number(lexemes, at).and_then(Decimal::to_u64) {
        Some(8805) => ReferencePoint::N4,
        Some(38412) => ReferencePoint::N2,
        _ => return,
    };
    let Some(noun) = at
        .checked_sub(1)
        .filter(|noun| word(tokens, lexemes, *noun) == "port")
    else {
        return;
    };
    // "on N4 port 8805"
    let pointed = noun
        .checked_sub(1)
        .is_some_and(|before| matches!(term(lexemes, before), Some(Term::Point(_))));
    if pointed {
        silence(&mut lexemes[noun..=at]);
        return;
    }
    let protocol = noun.checked_sub(1).filter(|protocol| {
        matches!(
            word(tokens, lexemes, *protocol),
            "udp" | "sctp" | "pfcp" | "ngap"
        )
    });
    // "port 8805 UDP"
    if matches!(word(tokens, lexemes, at + 1), "udp" | "sctp") {
        silence(&mut lexemes[at + 1..at + 2]);
    }
    silence(&mut lexemes[protocol.unwrap_or(noun)..at]);
    lexemes[at].kind = Kind::Term(Term::Point(point));
}

/// "put one NRF with 2 replicas into namespace a": an article.
fn one_with(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let sized = matches!(term(lexemes, at + 1), Some(Term::Function(_)))
        && term(lexemes, at + 2) == Some(Term::Link(Link::With))
        && number(lexemes, at + 3).is_some()
        && term(lexemes, at + 4) == Some(Term::Noun(Noun::Replica));
    if word(tokens, lexemes, at) == "one" && sized {
        silence(&mut lexemes[at..=at]);
    }
}

/// "upgrade the NWDAF from 3.2 to 3.4": two versions, where nothing is said of an amount.
fn versions(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let broken =
        |index: usize| number(lexemes, index).is_some_and(|value| value.to_u64().is_none());
    let joined = at > 0
        && term(lexemes, at - 1) == Some(Term::Link(Link::From))
        && term(lexemes, at + 1) == Some(Term::Link(Link::To));
    let measured = (0..at).chain([at + 3]).any(|index| {
        matches!(
            term(lexemes, index),
            Some(Term::Noun(_) | Term::Metric(_) | Term::Core | Term::Goal(_))
        )
    });
    if !joined || measured || !broken(at) || !broken(at + 2) {
        return;
    }
    for index in [at, at + 2] {
        let text = tokens[lexemes[index].first].text.to_owned();
        lexemes[index].kind = Kind::Version(text);
    }
}

/// "goes live on 9/5": a day.
fn date(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let day = |index: usize| {
        number(lexemes, index)
            .and_then(Decimal::to_u64)
            .is_some_and(|day| (1..=31).contains(&day))
    };
    let dated = at.checked_sub(1).is_some_and(|before| {
        matches!(
            word(tokens, lexemes, before),
            "on" | "by" | "until" | "till" | "since" | "before" | "after" | "from"
        )
    });
    let ends = !is_symbol(lexemes, at + 3, '/')
        && !matches!(
            term(lexemes, at + 3),
            Some(Term::Function(_) | Term::Noun(_) | Term::Direction(_))
        );
    if dated && day(at) && is_symbol(lexemes, at + 1, '/') && day(at + 2) && ends {
        silence(&mut lexemes[at..at + 3]);
    }
}

/// "4K video": how sharp a picture is.
fn resolution(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let sharp = matches!(word(tokens, lexemes, at), "4k" | "8k");
    let picture = matches!(
        word(tokens, lexemes, at + 1),
        "video"
            | "cctv"
            | "camera"
            | "cameras"
            | "stream"
            | "streams"
            | "streaming"
            | "tv"
            | "footage"
            | "screens"
            | "feed"
            | "feeds"
            | "broadcast"
            | "uhd"
            | "uplink"
            | "live"
    );
    if sharp && picture {
        silence(&mut lexemes[at..=at]);
    }
}

/// "the RIC xApps", "the energy saving rApp": whose applications they are, and what for.
fn application(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    use NetworkFunctionType as Function;
    const LONGEST: usize = 3;
    if !matches!(
        lexemes[at].kind,
        Kind::Term(Term::Function(Function::XApp | Function::RApp))
    ) {
        return;
    }
    let describes = |index: &usize| {
        let article = matches!(
            word(tokens, lexemes, *index),
            "the" | "a" | "an" | "our" | "your" | "of" | "new"
        );
        !article
            && matches!(
                lexemes[*index].kind,
                Kind::Unknown
                    | Kind::Term(
                        Term::Stop
                            | Term::Metric(_)
                            | Term::Goal(_)
                            | Term::Function(
                                Function::NearRtRic | Function::NonRtRic | Function::Smo
                            )
                    )
            )
    };
    let words = (at.saturating_sub(LONGEST)..at)
        .rev()
        .take_while(describes)
        .count();
    silence(&mut lexemes[at - words..at]);
}

/// "take one AMF replica away from the lab core": where the functions are that were named before.
fn whereabouts(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let sentence = || {
        (at.saturating_sub(3 * REACH)..at)
            .rev()
            .take_while(|index| !matches!(lexemes[*index].kind, Kind::Symbol('.' | ';' | '!')))
    };
    let described = sentence()
        .take(6)
        .take_while(|index| {
            !matches!(
                lexemes[*index].kind,
                Kind::Number(_)
                    | Kind::Symbol(',' | '(' | ')' | ':' | '/')
                    | Kind::Term(
                        Term::Function(_)
                            | Term::Set(_)
                            | Term::Core
                            | Term::Verb(_)
                            | Term::Link(Link::And)
                    )
            ) && !is_preposition(tokens, lexemes, *index)
        })
        .count();
    let Some(preposition) = at
        .checked_sub(described + 1)
        .filter(|before| is_preposition(tokens, lexemes, *before))
    else {
        return;
    };
    let named = sentence()
        .skip_while(|index| *index >= preposition)
        .any(|index| matches!(lexemes[index].kind, Kind::Term(Term::Function(_))));
    // "everything but the NSSF of the 5G core" is about the core; "the AMF of the lab core" and "an NSSF in the core" are not.
    let inside = matches!(
        word(tokens, lexemes, preposition),
        "in" | "inside" | "within" | "to"
    );
    let which = tokens[lexemes[preposition].next..lexemes[at].first]
        .iter()
        .any(|token| !ARTICLES.contains(&token.norm.as_ref()));
    if named && (which || inside) {
        silence(&mut lexemes[at..=at]);
    }
}

/// "a staging core in namespace a: AMF, SMF, UPF and NRF": a set whose members are listed.
fn listed(lexemes: &mut [Lexeme], at: usize) {
    let plain = |index: &usize| {
        !matches!(
            lexemes[*index].kind,
            Kind::Symbol('.' | ';' | '!' | '?') | Kind::Term(Term::Function(_) | Term::Set(_))
        )
    };
    let colon = (at + 1..lexemes.len())
        .take(REACH)
        .take_while(plain)
        .find(|index| is_symbol(lexemes, *index, ':'));
    let Some(first) = colon.map(|colon| colon + 1) else {
        return;
    };
    // "a 5G core: 3 replicas of the AMF, …" sizes some of its members; "core: AMF 1, SMF 1, UPF 2" lists all.
    let sized = matches!(term(lexemes, first), Some(Term::Function(_)));
    let members = (first..lexemes.len())
        .take_while(|index| {
            matches!(
                lexemes[*index].kind,
                Kind::Symbol(',' | '/' | '+' | '&')
                    | Kind::Term(Term::Function(_) | Term::Link(Link::And) | Term::Stop)
            ) || (sized && matches!(lexemes[*index].kind, Kind::Number(_) | Kind::Times(_)))
        })
        .filter(|index| matches!(lexemes[*index].kind, Kind::Term(Term::Function(_))))
        .count();
    if members > 2 {
        silence(&mut lexemes[at..=at]);
    }
}

/// Whether a word of the lexeme at `at` says where something is.
fn is_preposition(tokens: &[Token<'_>], lexemes: &[Lexeme], at: usize) -> bool {
    tokens[lexemes[at].first..lexemes[at].next]
        .iter()
        .any(|token| {
            matches!(
                token.norm.as_ref(),
                "in" | "inside" | "within" | "from" | "of" | "for" | "to"
            )
        })
}

/// "we need more UPF capacity, go to 6 replicas": what the number behind it is for.
fn more_capacity(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let capacity = matches!(term(lexemes, at + 1), Some(Term::Function(_)))
        && matches!(
            word(tokens, lexemes, at + 2),
            "capacity" | "power" | "headroom"
        );
    let counted = (at + 3..lexemes.len()).any(|index| {
        number(lexemes, index).is_some()
            && term(lexemes, index + 1) == Some(Term::Noun(Noun::Replica))
    });
    if capacity && counted {
        silence(&mut lexemes[at..=at]);
    }
}

/// "we expect twice as many vehicles": something else than replicas, where another number counts them.
fn many_others(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let compares = tokens[lexemes[at].next - 1].norm == "many";
    let expected = (at.saturating_sub(3)..at).any(|index| {
        matches!(
            word(tokens, lexemes, index),
            "expect" | "expects" | "forecast" | "predict" | "is" | "are" | "has" | "have" | "will"
        )
    });
    let owned = matches!(
        word(tokens, lexemes, at + 1),
        "the" | "its" | "their" | "our"
    );
    let counted = kind(lexemes, at + 1 + usize::from(owned));
    let people = matches!(
        counted,
        Some(
            Kind::Unknown
                | Kind::Term(Term::Noun(
                    Noun::Devices | Noun::Subscribers | Noun::Sessions | Noun::Registrations
                ))
        )
    );
    let things = people || matches!(counted, Some(Kind::Term(Term::Stop | Term::Metric(_))));
    if ((compares && people) || (expected && owned && things))
        && (0..lexemes.len()).any(|index| number(lexemes, index).is_some())
    {
        silence(&mut lexemes[at..=at]);
    }
}

/// "200 Mbps guaranteed uplink", "the guaranteed throughput", ", guaranteed 200 Mbps": nothing that the rate does not say.
fn guaranteed(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let rate = matches!(
        term(lexemes, at + 1),
        Some(Term::Direction(_) | Term::Metric(Metric::Throughput))
    );
    let value = is_symbol(lexemes, at.wrapping_sub(1), ',')
        && matches!(kind(lexemes, at + 1), Some(Kind::Quantity(..)));
    if word(tokens, lexemes, at) == "guaranteed" && (rate || value) {
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
