//! What stands on a node: "one replica per node", "one node, one replica", "on three different nodes".
//!
//! Part of the [`shorthand`](super::shorthand): works on lexemes before any rule reads them.

use crate::builtin::decimal::Decimal;
use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::shorthand::{kind, number, silence, term, word};
use crate::builtin::term::{Link, Noun, Term};
use crate::builtin::token::Token;

/// Most lexemes between "one" and "per node".
const REACH: usize = 6;

/// Reads every node of a text.
pub(crate) fn read(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    one_per_node(lexemes, at);
    node_first(tokens, lexemes, at);
    many_nodes(lexemes, at);
}

/// "on three different nodes": how many follows from the replicas.
fn many_nodes(lexemes: &mut [Lexeme], at: usize) {
    if term(lexemes, at + 1) == Some(Term::Apart) && number(lexemes, at).is_some() {
        silence(&mut lexemes[at..=at]);
    }
}

/// "one node [per replica]", which is a phrase of its own, "[per AMF]".
fn per_copy(tokens: &[Token<'_>], lexemes: &[Lexeme], at: usize) -> bool {
    matches!(word(tokens, lexemes, at), "per" | "each" | "every")
        && (term(lexemes, at) == Some(Term::Stop)
            || matches!(
                term(lexemes, at + 1),
                Some(Term::Noun(Noun::Replica) | Term::Function(_))
            ))
}

/// "one node, one SMF replica at most", "replicas of the AMF per node: one", "one node per replica": the node in front of what
/// stands on it.
fn node_first(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let single = matches!(lexemes[at].kind, Kind::Term(Term::Together))
        && matches!(word(tokens, lexemes, at), "one" | "a");
    if !(single || matches!(lexemes[at].kind, Kind::Term(Term::PerNode))) {
        return;
    }
    if single && per_copy(tokens, lexemes, at + 1) {
        lexemes[at].kind = Kind::Term(Term::Apart);
        silence(&mut lexemes[at + 1..at + 2]);
        return;
    }
    let is_bound = |index: usize| {
        matches!(
            term(lexemes, index),
            Some(Term::Link(Link::AtMost | Link::Maximum | Link::Only))
        )
    };
    let paused = |lexeme: &&Lexeme| {
        matches!(
            lexeme.kind,
            Kind::Term(Term::Stop) | Kind::Symbol(',' | ':' | '-' | '=')
        )
    };
    let behind = lexemes[at + 1..].iter().take(REACH);
    let said = behind.take_while(paused).count();
    let count = at + 1 + said + usize::from(is_bound(at + 1 + said));
    let copies = lexemes
        .iter()
        .skip(count + 1)
        .take_while(|lexeme| is_copy(lexeme))
        .count();
    let end = count + 1 + copies;
    let tail = usize::from(is_bound(end));
    let bounded = tail > 0 || is_bound(count - 1);
    let closes = matches!(
        kind(lexemes, end + tail),
        None | Some(
            Kind::Symbol('.' | ',' | ';' | '!' | '?' | ')')
                | Kind::Term(Term::Link(Link::And) | Term::Stop)
        )
    );
    let one = number(lexemes, count) == Some(Decimal::new(1, 0));
    if one && closes && (said > 0 || bounded) && (copies > 0 || bounded) {
        silence(&mut lexemes[at + 1..=count]);
        silence(&mut lexemes[end..end + tail]);
        lexemes[at].kind = Kind::Term(Term::Apart);
    }
}

/// Whether a lexeme names what may stand on a node.
fn is_copy(lexeme: &Lexeme) -> bool {
    matches!(
        lexeme.kind,
        Kind::Term(Term::Function(_) | Term::Noun(Noun::Replica)) | Kind::Instance(..)
    )
}

/// "at most one replica per node" keeps replicas apart and is no bound on their number.
fn one_per_node(lexemes: &mut [Lexeme], at: usize) {
    if !matches!(lexemes[at].kind, Kind::Term(Term::PerNode)) {
        return;
    }
    let described =
        |lexeme: &Lexeme| matches!(lexeme.kind, Kind::Term(Term::Stop)) || is_copy(lexeme);
    let Some(count) = (at.saturating_sub(REACH)..at)
        .rev()
        .find(|index| !described(&lexemes[*index]))
        .filter(|index| number(lexemes, *index) == Some(Decimal::new(1, 0)))
    else {
        return;
    };
    let bounded = count.checked_sub(1).filter(|before| {
        matches!(
            lexemes[*before].kind,
            Kind::Term(Term::Link(
                Link::AtMost | Link::Maximum | Link::Only | Link::Minimum | Link::AtLeast
            ))
        )
    });
    silence(&mut lexemes[bounded.unwrap_or(count)..=count]);
    lexemes[at].kind = Kind::Term(Term::Apart);
}
