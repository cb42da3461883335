//! Words that mean what was said before, or leave open what is wanted: "the same for", "the latter", "maybe".

use super::Parser;
use crate::builtin::draft::Change;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Noun, Term, Verb};

/// "do the same for the SMF": what was asked of the function before, and a question when nothing was.
pub(super) fn same(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    // "the same AMF as in the lab"
    let compared = parser.word(at) == "same"
        && (at + 1..at + 5).any(|index| parser.word(index) == "as")
        && !(at + 1..at + 5).any(|index| parser.term(index) == Some(Term::Together));
    if parser.term(at)? != Term::Same && !compared {
        return None;
    }
    let words = parser.words(at..at + 1);
    parser.take(at..at + 1, "the same");
    // "…, SMF likewise"
    let unnumbered: Vec<usize> = parser.unnumbered();
    let said = parser.draft.functions.iter().rev().find_map(|mention| {
        let request = &mention.request;
        request
            .replicas
            .map(Change::Exactly)
            .or(request.scale_by.map(Change::By))
            .or(request.scale_factor.map(Change::Times))
    });
    let behind = super::count::skip_introduction(parser, at + 1);
    let likewise = matches!(words.to_lowercase().as_str(), "likewise" | "ditto");
    match said.filter(|_| (parser.named(behind).is_some() || likewise) && !compared) {
        Some(change) if likewise && !unnumbered.is_empty() => {
            parser.change_each(&unnumbered, change, false);
        }
        Some(change) => {
            parser.draft.assume(format!("\"{words}\" is read as the number of replicas asked for before"));
            parser.await_function(change, &words);
        }
        None => parser.draft.ask(
            &words,
            format!("\"{words}\" as what? An intent stands alone: say what should happen to which function"),
        ),
    }
    Some(at + 1)
}

/// "the UDR should have 3 replicas, the other two 2 each": the functions that no number was said of.
fn the_others(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let others = parser.is_stop(at)
        && matches!(parser.lower(at), "other" | "others" | "the rest" | "rest")
        && (parser.lower(at).starts_with("the")
            || at
                .checked_sub(1)
                .is_some_and(|before| parser.word(before) == "the"));
    if !others || parser.draft.functions.len() < 2 {
        return None;
    }
    let open: Vec<usize> = (0..parser.draft.functions.len())
        .filter(|index| {
            let request = &parser.draft.functions[*index].request;
            (request.replicas, request.scale_by, request.scale_factor) == (None, None, None)
        })
        .collect();
    // "the other two"
    let counted = matches!(parser.kind(at + 1), Some(Kind::Number(value)) if value.to_u64() == u64::try_from(open.len()).ok());
    // "the other two with 2 replicas" counts them; "the others 2" does not.
    let counted = counted
        && parser.word(at) == "other"
        && matches!(
            parser.kind(at + 2),
            Some(Kind::Number(_) | Kind::Term(Term::Link(_) | Term::Stop))
        );
    if open.is_empty() || (!counted && parser.word(at) == "other") {
        return None;
    }
    let end = at + 1 + usize::from(counted);
    parser.take(at..end, "the other functions");
    parser.group = open;
    parser.group_open = false;
    Some(end)
}

/// "maybe deploy a UPF": who is not sure what is wanted is asked.
pub(super) fn hedge(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    // "if the contract comes through we would deploy …"
    let conditional = parser.word(at) == "would"
        && matches!(parser.term(at + 1), Some(Term::Verb(verb)) if verb != Verb::Need)
        && (at.saturating_sub(12)..at)
            .any(|index| matches!(parser.word(index), "if" | "once" | "should"));
    if conditional {
        let words = parser.words(at..at + 2);
        parser.draft.ask(
            &words,
            format!("\"{words}\" depends on something: is it wanted now?"),
        );
        return Some(at + 1);
    }
    if parser.term(at)? != Term::Hedge {
        return None;
    }
    let words = parser.words(at..at + 1);
    let clause = parser.clause_around(at);
    parser.take(at..at + 1, "in doubt");
    let certain = matches!(
        words.to_lowercase().as_str(),
        "maybe" | "perhaps" | "possibly" | "probably" | "eventually" | "at some point"
    );
    // "we will need three AMFs at some point in autumn"
    let later = matches!(
        words.to_lowercase().as_str(),
        "eventually" | "at some point"
    ) && clause.start == at
        && !parser.draft.functions.is_empty();
    let asks = !certain
        || later
        || clause.clone().any(|index| {
            parser.named(index).is_some()
                || matches!(
                    parser.term(index),
                    Some(
                        Term::Verb(_)
                            | Term::Multiply(_)
                            | Term::Slice(_)
                            | Term::Noun(Noun::Slice)
                    )
                )
        })
        || matches!(parser.term(clause.end), Some(Term::Verb(_)));
    if asks {
        parser.draft.ask(
            &words,
            format!("\"{words}\" leaves open whether this is wanted: is it?"),
        );
    }
    Some(at + 1)
}

/// "SCP and SEPP, the latter with two replicas": one of two functions named before.
pub(super) fn of_two(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if let Some(end) = the_others(parser, at) {
        return Some(end);
    }
    if parser.kind(at)? != &Kind::Unknown {
        return None;
    }
    let word = parser.lower(at);
    let function = match word {
        "latter" | "last" => *parser.sentence.last()?,
        "former" => *parser.sentence.first()?,
        _ => return None,
    };
    if parser.sentence.len() < 2 {
        return None;
    }
    let end = at + 1 + usize::from(parser.word(at + 1) == "one");
    parser.take(at..end, "function named before");
    parser.group = vec![function];
    parser.group_open = false;
    Some(end)
}
