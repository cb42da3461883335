//! Functions that are left out, choices that nothing decides, and verbs that must not happen.

use super::Parser;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Term, Verb};

/// "the SMF or the PCF", "3 or 5": one of them is meant, and nothing says which.
pub(super) fn alternative(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if parser.link(at)? != Link::Or || parser.excluding || parser.speaks_of_reach {
        return None;
    }
    let before = parser.before(at)?;
    let next = parser.skip_stops(at + 1);
    let number = |index: usize| matches!(parser.kind(index), Some(Kind::Number(_)));
    let functions = parser.named(before).is_some() && parser.named(next).is_some();
    let numbers = number(before) && number(next);
    if !functions && !numbers {
        return None;
    }
    let words = parser.words(before..next + 1);
    parser.take(at..at + 1, "a choice");
    parser.draft.ask(
        &words,
        format!("\"{words}\" leaves a choice: which one is meant?"),
    );
    Some(at + 1)
}

/// "without NSSF", "no UPF", "but do not deploy the AUSF": functions named from here on are left out.
pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let link = parser.link(at)?;
    let next = parser.skip_stops(at + 1);
    match link {
        // "the 5G core but the NSSF"
        Link::But
            if parser.named(next).is_some()
                && parser.before(at).is_some_and(|before| {
                    parser.named(before).is_some_and(|named| named.is_set())
                }) =>
        {
            parser.take(at..at + 1, "left out");
            parser.excluding = true;
            Some(at + 1)
        }
        Link::Without | Link::No | Link::Not if parser.named(next).is_some() => {
            parser.take(at..at + 1, "left out");
            parser.excluding = true;
            Some(at + 1)
        }
        Link::Without | Link::No if parser.term(next) == Some(Term::Verb(Verb::Autoscale)) => {
            let words = parser.words(at..next + 1);
            parser.take(at..next + 1, "no autoscaling");
            if parser.draft.verbs.is_empty() && parser.heads_clause(at) {
                parser.imply_verb(Verb::Configure, &words);
            }
            parser
                .draft
                .assume(format!("\"{words}\": no bounds for autoscaling are set"));
            Some(next + 1)
        }
        Link::Not
            if matches!(
                parser.term(next),
                Some(Term::Verb(
                    Verb::Deploy | Verb::Need | Verb::Add | Verb::Ensure | Verb::Configure
                ))
            ) && parser.named(parser.skip_stops(next + 1)).is_some() =>
        {
            parser.take(at..next + 1, "left out");
            parser.excluding = true;
            Some(next + 1)
        }
        // "we don't need monitoring on the SMSF"
        Link::Not
            if matches!(parser.term(next), Some(Term::Verb(Verb::Need)))
                && super::is_fitting(parser.term(parser.skip_stops(next + 1))) =>
        {
            let words = parser.words(at..next + 1);
            parser.take(at..next + 1, "not wanted");
            parser.imply_verb(Verb::Configure, &words);
            parser.unhooking = true;
            Some(next + 1)
        }
        // "do restart the AF, do not restart the NEF"
        Link::Not
            if matches!(parser.term(next), Some(Term::Verb(verb)) if parser.verb() == Some(verb))
                && !parser.draft.functions.is_empty()
                && parser.named(parser.skip_stops(next + 1)).is_some() =>
        {
            parser.take(at..next + 1, "left out");
            parser.excluding = true;
            Some(next + 1)
        }
        Link::Not if matches!(parser.term(next), Some(Term::Verb(_) | Term::Multiply(_))) => {
            parser.taken[at] = true;
            parser.taken[next] = true;
            let words = parser.words(at..next + 1);
            parser.draft.ask(
                &words,
                format!("\"{words}\" says what must not happen; what should happen instead?"),
            );
            Some(next + 1)
        }
        _ => None,
    }
}
