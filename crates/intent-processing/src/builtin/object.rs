//! What the object of a verb makes of it: "add a network policy" sets, "give them a slice" creates, "keep the cost as low as
//! possible" optimises.
//!
//! Works on lexemes before any rule reads them, like [`shorthand`](super::shorthand).

use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::shorthand::{kind, number, silence, term, word};
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::token::Token;

/// Most lexemes between words that belong together.
const REACH: usize = 8;

/// Reads every verb by its object.
pub(crate) fn apply(tokens: &[Token<'_>], lexemes: &mut [Lexeme]) {
    for at in 0..lexemes.len() {
        match lexemes[at].kind {
            Kind::Term(Term::Verb(Verb::Add | Verb::Deploy | Verb::Need)) => {
                added_with(tokens, lexemes, at);
                added_rule(tokens, lexemes, at);
                added_to_mesh(tokens, lexemes, at);
                given_slice(tokens, lexemes, at);
                protected(tokens, lexemes, at);
                the_most(tokens, lexemes, at);
                vague(tokens, lexemes, at);
                put_back(tokens, lexemes, at);
                a_deployment(tokens, lexemes, at);
                added_replicas(tokens, lexemes, at);
                a_run(tokens, lexemes, at);
                given_amounts(tokens, lexemes, at);
            }
            Kind::Term(Term::Verb(Verb::Set)) => {
                kept_low(tokens, lexemes, at);
                made_slice(tokens, lexemes, at);
            }
            Kind::Term(Term::Verb(Verb::Configure)) => an_open(tokens, lexemes, at),
            Kind::Term(Term::Verb(Verb::Optimize)) => balanced(tokens, lexemes, at),
            Kind::Unknown | Kind::Term(Term::Stop) => {
                behind_security(tokens, lexemes, at);
                new_slice(tokens, lexemes, at);
                requested_amounts(tokens, lexemes, at);
                taken_up(tokens, lexemes, at);
            }
            Kind::Term(Term::Link(Link::No)) => no_two(tokens, lexemes, at),
            Kind::Term(Term::Link(Link::Let)) => let_have(tokens, lexemes, at),
            Kind::Term(Term::Link(Link::Only)) => only_protected(lexemes, at),
            _ => {}
        }
    }
}

/// Whether the lexeme at `at` is something that protects functions or their traffic.
fn is_protection(lexemes: &[Lexeme], at: usize) -> bool {
    matches!(
        term(lexemes, at),
        Some(Term::Authentication(_) | Term::Encryption(_) | Term::Noun(Noun::Mesh))
    )
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

/// "add an AMF in namespace core with 2 replicas", "add a CHF instance, one replica": a new function, and no difference.
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
    let sized = (function + 1..(function + 2 * REACH).min(lexemes.len()))
        .take_while(|index| !matches!(lexemes[*index].kind, Kind::Symbol('.' | ';')))
        .any(|index| {
            matches!(
                lexemes[index].kind,
                Kind::Term(Term::Link(Link::With)) | Kind::Symbol(',')
            ) && number(lexemes, index + 1).is_some()
                && matches!(term(lexemes, index + 2), Some(Term::Noun(Noun::Replica)))
        });
    // "add a DU and a CU on cluster a-1. Single replica of each."
    let each = (function + 1..lexemes.len()).any(|index| {
        number(lexemes, index).is_some()
            && matches!(term(lexemes, index + 1), Some(Term::Noun(Noun::Replica)))
            && matches!(
                (term(lexemes, index + 2), term(lexemes, index + 3)),
                (Some(Term::Link(Link::Each)), _) | (_, Some(Term::Link(Link::Each)))
            )
    });
    if sized || each {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Deploy));
    }
}

/// "put the NRF behind mTLS": sets what protects it.
fn behind_security(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if word(tokens, lexemes, at) != "behind" {
        return;
    }
    let protected = (at + 1..(at + 4).min(lexemes.len()))
        .find(|index| !matches!(lexemes[*index].kind, Kind::Unknown | Kind::Term(Term::Stop)))
        .is_some_and(|index| is_protection(lexemes, index));
    if !protected {
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

/// "activate IPsec for the gNodeB": a setting.
fn protected(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let activates = matches!(
        word(tokens, lexemes, at),
        "activate" | "introduce" | "start" | "add" | "roll" | "implement" | "put"
    );
    let described = matches!(
        word(tokens, lexemes, at + 1),
        "strict" | "the" | "istio" | "linkerd" | "envoy"
    );
    let object = at + 1 + usize::from(described && !is_protection(lexemes, at + 1));
    if activates && is_protection(lexemes, object) {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Configure));
    }
}

/// "add the AMF and SMF in namespace core to the service mesh".
fn added_to_mesh(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let adds = matches!(
        word(tokens, lexemes, at),
        "add" | "bring" | "take" | "include" | "put"
    );
    let mesh = (at + 1..(at + 2 * REACH).min(lexemes.len()))
        .take_while(|index| !matches!(lexemes[*index].kind, Kind::Symbol('.' | ';')))
        .any(|index| {
            matches!(
                tokens[lexemes[index].next - 1].norm.as_ref(),
                "to" | "into" | "onto" | "in"
            ) && (index + 1..index + 4)
                .find(|next| {
                    !matches!(
                        lexemes.get(*next).map(|lexeme| &lexeme.kind),
                        Some(Kind::Unknown | Kind::Term(Term::Stop))
                    )
                })
                .is_some_and(|next| term(lexemes, next) == Some(Term::Noun(Noun::Mesh)))
        });
    if adds && mesh {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Configure));
    }
}

/// "get the most throughput out of the UPF": optimises it.
fn the_most(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let most = word(tokens, lexemes, at) == "get"
        && word(tokens, lexemes, at + 1) == "the"
        && matches!(
            word(tokens, lexemes, at + 2),
            "most" | "best" | "maximum" | "highest" | "lowest"
        )
        && matches!(term(lexemes, at + 3), Some(Term::Metric(_)));
    if most {
        silence(&mut lexemes[at + 1..at + 3]);
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Optimize));
    }
}

/// "shrink the O-DU deployment from 5 to 3": what runs, and no order.
fn a_deployment(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let owned = at.checked_sub(1).is_some_and(|before| {
        matches!(
            lexemes[before].kind,
            Kind::Term(Term::Function(_)) | Kind::Instance(..)
        )
    });
    let ordered = (0..at).any(|index| matches!(lexemes[index].kind, Kind::Term(Term::Verb(_))));
    let whole = lexemes[at].next == lexemes[at].first + 1;
    if owned && ordered && whole && word(tokens, lexemes, at) == "deployment" {
        silence(&mut lexemes[at..=at]);
    }
}

/// "give the broadcast UPF 8 CPUs", "give the control slice 5QI 82": a setting.
fn given_amounts(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let given = || {
        let function = (at + 1..at + 4).find(|index| {
            matches!(term(lexemes, *index), Some(Term::Function(_)))
                || matches!(kind(lexemes, *index), Some(Kind::Instance(..)))
        });
        let article = matches!(word(tokens, lexemes, at + 1), "the" | "our" | "each");
        function.is_some_and(|function| article && is_amount(lexemes, function + 1))
    };
    let slice = || {
        matches!(word(tokens, lexemes, at + 1), "the" | "our" | "their")
            && (at + 2..at + 5)
                .take_while(|index| {
                    !matches!(word(tokens, lexemes, *index), "a" | "an" | "their" | "its")
                })
                .any(|index| is_slice(lexemes, index))
    };
    if matches!(word(tokens, lexemes, at), "give" | "grant") && (given() || slice()) {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Set));
    }
}

/// "Request 500m CPU and 1Gi memory for the NRF": a setting, in a sentence that begins with it.
fn requested_amounts(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let begins = at
        .checked_sub(1)
        .is_none_or(|before| matches!(lexemes[before].kind, Kind::Symbol(_)));
    if begins && word(tokens, lexemes, at) == "request" && is_amount(lexemes, at + 1) {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Set));
    }
}

/// "let the NWDAF have 12 GB of memory": a setting.
fn let_have(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let has = (at + 2..at + 5).find(|index| word(tokens, lexemes, *index) == "have");
    let function = |index: usize| {
        matches!(term(lexemes, index), Some(Term::Function(_)))
            || matches!(kind(lexemes, index), Some(Kind::Instance(..)))
    };
    let sized = has.is_some_and(|has| {
        function(has - 1)
            && (is_amount(lexemes, has + 1)
                || matches!(kind(lexemes, has + 1), Some(Kind::Quantity(..))))
    });
    if sized {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Set));
    }
}

/// "8 CPUs", "500m CPU".
fn is_amount(lexemes: &[Lexeme], at: usize) -> bool {
    matches!(
        kind(lexemes, at),
        Some(Kind::Number(_) | Kind::Quantity(..))
    ) && matches!(
        term(lexemes, at + 1),
        Some(Term::Core | Term::Noun(Noun::Cpu | Noun::Memory))
    )
}

/// "billing run tonight": what somebody runs, and no order.
fn a_run(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let owned = at
        .checked_sub(1)
        .is_some_and(|before| matches!(lexemes[before].kind, Kind::Unknown));
    let object = matches!(
        term(lexemes, at + 1),
        Some(Term::Function(_) | Term::Set(_) | Term::Core | Term::Slice(_) | Term::Link(_))
    ) || number(lexemes, at + 1).is_some();
    let ordered = (0..at).any(|index| matches!(lexemes[index].kind, Kind::Term(Term::Verb(_))))
        || matches!(
            word(tokens, lexemes, at + 1),
            "is" | "starts" | "was" | "begins"
        );
    if word(tokens, lexemes, at) == "run" && owned && ordered && !object {
        silence(&mut lexemes[at..=at]);
    }
}

/// "at the open pit", "the test track": what something is, and no order.
fn an_open(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let owned = at.checked_sub(1).is_some_and(|before| {
        matches!(
            lexemes[before].kind,
            Kind::Unknown | Kind::Term(Term::Environment(_) | Term::Slice(_))
        )
    });
    if word(tokens, lexemes, at) == "track" && owned {
        lexemes[at].kind = Kind::Unknown;
        return;
    }
    let described = at
        .checked_sub(1)
        .is_some_and(|before| matches!(word(tokens, lexemes, before), "the" | "an" | "our"));
    if word(tokens, lexemes, at) == "open" && described {
        lexemes[at].kind = Kind::Unknown;
    }
}

/// "make slice SST=2": a new one.
fn made_slice(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if word(tokens, lexemes, at) == "make" && is_slice(lexemes, at + 1) {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Deploy));
    }
}

/// "New slice SST 1 SD 010203 for our tenant": wanted, in a sentence that begins with it.
fn new_slice(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let begins = at
        .checked_sub(1)
        .is_none_or(|before| matches!(lexemes[before].kind, Kind::Symbol('.' | ':' | '-')));
    let identified = matches!(
        term(lexemes, at + 2),
        Some(Term::Noun(Noun::Sst | Noun::Snssai))
    );
    if begins && word(tokens, lexemes, at) == "new" && is_slice(lexemes, at + 1) && identified {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Deploy));
    }
}

fn is_slice(lexemes: &[Lexeme], at: usize) -> bool {
    matches!(
        term(lexemes, at),
        Some(Term::Slice(_) | Term::Noun(Noun::Slice))
    )
}

/// "take the SMSF for the operator up to 4 pods": a number to go to, and no bound.
fn taken_up(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if !matches!(word(tokens, lexemes, at), "take" | "bring") {
        return;
    }
    let named = (at + 1..at + 4).any(|index| {
        matches!(term(lexemes, index), Some(Term::Function(_)))
            || matches!(kind(lexemes, index), Some(Kind::Instance(..)))
    });
    let up = (at + 2..(at + REACH + 2).min(lexemes.len()))
        .take_while(|index| !matches!(lexemes[*index].kind, Kind::Symbol(_)))
        .find(|index| {
            matches!(
                term(lexemes, *index),
                Some(Term::Link(Link::UpTo | Link::DownTo))
            )
        });
    let counted = up.is_some_and(|up| {
        number(lexemes, up + 1).is_some()
            && matches!(
                term(lexemes, up + 2),
                None | Some(Term::Noun(Noun::Replica))
            )
    });
    if let Some(up) = up.filter(|_| named && counted) {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Scale));
        if term(lexemes, up) == Some(Term::Link(Link::UpTo)) {
            lexemes[up].kind = Kind::Term(Term::Link(Link::To));
        }
    }
}

/// "raise the capacity to 120k UEs, add replicas as necessary": more of what is there.
fn added_replicas(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let more = at
        + 1
        + usize::from(matches!(
            term(lexemes, at + 1),
            Some(Term::Link(Link::More) | Term::Stop)
        ));
    if word(tokens, lexemes, at) == "add" && term(lexemes, more) == Some(Term::Noun(Noun::Replica))
    {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Grow));
    }
}

/// "put the CU-CP back on 24.2": an earlier version.
fn put_back(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if !matches!(word(tokens, lexemes, at), "put" | "get" | "go") {
        return;
    }
    let back = (at + 1..(at + REACH).min(lexemes.len()))
        .find(|index| word(tokens, lexemes, *index) == "back");
    let Some(back) = back else { return };
    let behind = back + 1;
    let version = behind
        + usize::from(matches!(
            word(tokens, lexemes, behind),
            "on" | "to" | "onto"
        ));
    let broken = number(lexemes, version).is_some_and(|number| number.to_u64().is_none());
    let numbered = broken || matches!(kind(lexemes, version), Some(Kind::Version(_)));
    if version == behind || !numbered {
        return;
    }
    let text = tokens[lexemes[version].first].text.to_owned();
    if broken {
        lexemes[version].kind = Kind::Version(text);
    }
    lexemes[at].kind = Kind::Term(Term::Verb(Verb::Maintain));
    lexemes[behind].kind = Kind::Term(Term::Link(Link::To));
    silence(&mut lexemes[back..behind]);
}

/// "keep the cost of the UDM as low as possible": optimises it.
fn kept_low(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let article = usize::from(matches!(
        word(tokens, lexemes, at + 1),
        "the" | "our" | "its"
    ));
    let metric = at + 1 + article;
    let keeps = matches!(word(tokens, lexemes, at), "keep" | "make" | "hold")
        && matches!(term(lexemes, metric), Some(Term::Metric(_)));
    let possible = tokens[lexemes[at].next..]
        .windows(4)
        .take_while(|window| !window[0].is_symbol('.'))
        .any(|window| {
            window[0].norm == "as"
                && matches!(window[1].norm.as_ref(), "low" | "small" | "short" | "high")
                && window[2].norm == "as"
                && window[3].norm == "possible"
        });
    if keeps && possible {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Optimize));
    }
}

/// "only reachable over TLS", "accepts TLS only": a setting, and nobody is restricted.
fn only_protected(lexemes: &mut [Lexeme], at: usize) {
    let behind = (at + 1..at + 5)
        .take_while(|index| {
            !matches!(
                term(lexemes, *index),
                Some(Term::Function(_) | Term::Set(_))
            )
        })
        .find(|index| is_protection(lexemes, *index));
    if let Some(protection) = behind {
        silence(&mut lexemes[at..protection]);
    } else if at
        .checked_sub(1)
        .is_some_and(|before| is_protection(lexemes, before))
    {
        silence(&mut lexemes[at..=at]);
    }
}

/// "we need better security for the core": a setting that is not named, and no deployment.
fn vague(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let better = matches!(
        word(tokens, lexemes, at + 1),
        "better" | "improved" | "stronger" | "tighter"
    );
    let known = matches!(
        term(lexemes, at + 2),
        Some(Term::Metric(_) | Term::Goal(_) | Term::Function(_) | Term::Slice(_))
    );
    if better && !known {
        lexemes[at].kind = Kind::Term(Term::Verb(Verb::Set));
    }
}

/// "balance the load between the two UPFs": nothing that a plan could say.
fn balanced(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let balances = matches!(word(tokens, lexemes, at), "balance" | "rebalance");
    let load = (at + 1..at + 3).any(|index| {
        matches!(
            word(tokens, lexemes, index),
            "load" | "traffic" | "sessions"
        )
    });
    if balances && load {
        lexemes[at].kind = Kind::Unknown;
    }
}

/// "make sure no two UPF pods land on the same node": what must not happen is no order.
fn no_two(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    if word(tokens, lexemes, at + 1) != "two" {
        return;
    }
    let verb = (at + 2..(at + REACH).min(lexemes.len()))
        .find(|index| matches!(lexemes[*index].kind, Kind::Term(Term::Verb(_))));
    let together = verb.is_some_and(|verb| {
        (verb + 1..(verb + 4).min(lexemes.len()))
            .any(|index| matches!(lexemes[index].kind, Kind::Term(Term::Together)))
    });
    if let Some(verb) = verb.filter(|_| together) {
        silence(&mut lexemes[verb..=verb]);
    }
}
