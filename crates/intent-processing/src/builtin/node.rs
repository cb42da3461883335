//! What stands on a node: "one replica per node", "one node, one replica", "on three different nodes".
//!
//! Part of the [`shorthand`](super::shorthand): works on lexemes before any rule reads them.

use crate::builtin::decimal::Decimal;
use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::shorthand::{number, silence};
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
    let apart = lexemes.get(at + 1).map(|lexeme| &lexeme.kind) == Some(&Kind::Term(Term::Apart));
    if apart && number(lexemes, at).is_some() {
        silence(&mut lexemes[at..=at]);
    }
}

/// "one node [per replica]", which is a phrase of its own, "[per AMF]".
fn per_copy(tokens: &[Token<'_>], lexemes: &[Lexeme], at: usize) -> bool {
    let kind = |index: usize| lexemes.get(index).map(|lexeme| &lexeme.kind);
    let word = lexemes
        .get(at)
        .map_or("", |lexeme| tokens[lexeme.first].norm.as_ref());
    matches!(word, "per" | "each" | "every")
        && (kind(at) == Some(&Kind::Term(Term::Stop))
            || matches!(
                kind(at + 1),
                Some(Kind::Term(Term::Noun(Noun::Replica) | Term::Function(_)))
            ))
}

/// "one node, one SMF replica at most", "replicas of the AMF per node: one", "one node per replica": the node in front of what
/// stands on it.
fn node_first(tokens: &[Token<'_>], lexemes: &mut [Lexeme], at: usize) {
    let single = lexemes[at].kind == Kind::Term(Term::Together)
        && matches!(tokens[lexemes[at].first].norm.as_ref(), "one" | "a");
    if !(single || lexemes[at].kind == Kind::Term(Term::PerNode)) {
        return;
    }
    if single && per_copy(tokens, lexemes, at + 1) {
        lexemes[at].kind = Kind::Term(Term::Apart);
        silence(&mut lexemes[at + 1..at + 2]);
        return;
    }
    let kind = |index: usize| lexemes.get(index).map(|lexeme| &lexeme.kind);
    let bound = |index: usize| {
        matches!(
            kind(index),
            Some(Kind::Term(Term::Link(
                Link::AtMost | Link::Maximum | Link::Only
            )))
        )
    };
    let pause = matches!(kind(at + 1), Some(Kind::Symbol(',' | ':' | '-' | '=')));
    let said = lexemes[at + 1..]
        .iter()
        .take(REACH)
        .take_while(|lexeme| {
            matches!(
                lexeme.kind,
                Kind::Term(Term::Stop) | Kind::Symbol(',' | ':' | '-' | '=')
            )
        })
        .count();
    let count = at + 1 + said + usize::from(bound(at + 1 + said));
    let one = number(lexemes, count) == Some(Decimal::new(1, 0));
    let counted = matches!(
        kind(count + 1),
        Some(Kind::Term(Term::Function(_) | Term::Noun(Noun::Replica)) | Kind::Instance(..))
    );
    let mut end = count + 1;
    while matches!(
        lexemes.get(end).map(|lexeme| &lexeme.kind),
        Some(Kind::Term(Term::Function(_) | Term::Noun(Noun::Replica)) | Kind::Instance(..))
    ) {
        end += 1;
    }
    let bounded = bound(end) || bound(count - 1);
    let ends = matches!(
        lexemes
            .get(end + usize::from(bound(end)))
            .map(|lexeme| &lexeme.kind),
        None | Some(
            Kind::Symbol('.' | ',' | ';' | '!' | ')')
                | Kind::Term(Term::Link(Link::And) | Term::Stop)
        )
    );
    if !one || !ends || !(pause || said > 0 || bounded) || !(counted || bounded) {
        return;
    }
    let tail = usize::from(bound(end));
    silence(&mut lexemes[at + 1..=count]);
    silence(&mut lexemes[end..end + tail]);
    lexemes[at].kind = Kind::Term(Term::Apart);
}

/// "at most one replica per node" keeps replicas apart and is no bound on their number.
fn one_per_node(lexemes: &mut [Lexeme], at: usize) {
    if lexemes[at].kind != Kind::Term(Term::PerNode) {
        return;
    }
    let described = |kind: &Kind| {
        matches!(
            kind,
            Kind::Term(Term::Stop | Term::Function(_) | Term::Noun(Noun::Replica))
                | Kind::Instance(..)
        )
    };
    let Some(count) = (at.saturating_sub(REACH)..at)
        .rev()
        .find(|index| !described(&lexemes[*index].kind))
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
