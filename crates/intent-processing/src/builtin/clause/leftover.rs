//! Turns what no rule took into questions.

use super::Parser;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term};

pub(super) fn rule(parser: &mut Parser<'_>) {
    let mut at = 0;
    while at < parser.lexemes.len() {
        if !is_open(parser, at) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while parser.kind(at) == Some(&Kind::Unknown)
            && parser.kind(end) == Some(&Kind::Unknown)
            && !parser.taken[end]
        {
            end += 1;
        }
        if parser.link(parser.skip_stops(end)) == Some(Link::Off) {
            // "hugepages are not needed": what is refused and unknown is not there anyway.
            parser.take(at..end, "not wanted");
        } else {
            question(parser, at, end);
        }
        at = end;
    }
}

/// Whether the lexeme carries something and nothing took it.
fn is_open(parser: &Parser<'_>, at: usize) -> bool {
    if parser.taken[at] {
        return false;
    }
    match &parser.lexemes[at].kind {
        Kind::Symbol(_) => false,
        // "only the AUSF has to be scaled" restricts nobody's reach.
        Kind::Term(Term::Link(Link::Only)) => parser.restricts_reach(),
        Kind::Term(term) => carries(*term),
        _ => true,
    }
}

/// Whether a term that stands alone asks for something.
pub(crate) fn carries(term: Term) -> bool {
    match term {
        Term::Stop | Term::Direction(_) | Term::Named => false,
        Term::Link(link) => matches!(
            link,
            Link::Not | Link::Without | Link::Only | Link::MayReach | Link::Allow
        ),
        Term::Noun(noun) => !matches!(
            noun,
            Noun::Devices
                | Noun::Subscribers
                | Noun::Sessions
                | Noun::Utilisation
                | Noun::Places(_)
                | Noun::Version
        ),
        _ => true,
    }
}

fn question(parser: &mut Parser<'_>, at: usize, end: usize) {
    let words = parser.words(at..end);
    let (question, blocking) = match &parser.lexemes[at].kind {
        Kind::Number(_)
        | Kind::Quantity(..)
        | Kind::Times(_)
        | Kind::Range(..)
        | Kind::Version(_) => (
            format!("what does the number \"{words}\" say, and of which function or target?"),
            true,
        ),
        Kind::Unknown if expects_function(parser, at, end) => (
            format!(
                "\"{words}\" is not a network function this product knows: which one is meant, e.g. AMF, SMF, UPF?"
            ),
            true,
        ),
        Kind::Unknown => (
            format!(
                "\"{words}\" is not understood and changes nothing: is it needed? If so, say it in other words"
            ),
            false,
        ),
        Kind::Term(Term::Metric(_) | Term::Noun(_)) => {
            (format!("which value should \"{words}\" have?"), false)
        }
        Kind::Term(Term::Link(_)) => (
            format!("what does \"{words}\" restrict? Name the functions"),
            true,
        ),
        _ => (format!("what is \"{words}\" about?"), false),
    };
    parser.draft.note(&words, question, blocking);
}

/// Whether an unknown word stands where a function belongs: as the object of a verb, in a list of
/// functions, or written like the acronym of one. A word before a function only describes it.
fn expects_function(parser: &Parser<'_>, at: usize, end: usize) -> bool {
    let next = parser.skip_stops(end);
    let describes = parser.named(next).is_some()
        || matches!(parser.noun(next), Some(Noun::Slice | Noun::Replica))
        || matches!(parser.term(next), Some(Term::Slice(_)));
    if (at..end).any(|index| looks_like_a_function(parser, index)) {
        return true;
    }
    if describes {
        return false;
    }
    let joint = |index: usize| {
        parser.link(index) == Some(Link::And)
            || matches!(parser.symbol(index), Some(',' | '/' | '&'))
    };
    let Some(mut before) = parser.before(at) else {
        return false;
    };
    let listed = joint(before);
    while joint(before) || parser.is_stop(before) {
        let Some(earlier) = before.checked_sub(1) else {
            return false;
        };
        before = earlier;
    }
    let verb = matches!(parser.term(before), Some(Term::Verb(_) | Term::Multiply(_)));
    // "Install the security patch on the SEPP": where functions are named, the word beside the verb describes.
    let beside_functions = !parser.draft.functions.is_empty() && !joint(next);
    (verb && !listed && !beside_functions)
        || (listed && parser.named(before).is_some())
        || matches!(parser.kind(before), Some(Kind::Number(_)))
}

/// Whether a word is written like an acronym: at least two capitals, and not a shouted sentence.
pub(super) fn looks_like_a_function(parser: &Parser<'_>, at: usize) -> bool {
    let word = parser.slice(at..at + 1);
    let named = word.starts_with(char::is_uppercase);
    let capitals = |text: &str| text.chars().filter(|c| c.is_uppercase()).count();
    parser.kind(at) == Some(&Kind::Unknown)
        && named
        && capitals(word) >= 2
        && word.chars().count() <= 12
        && !parser.shouted
}
