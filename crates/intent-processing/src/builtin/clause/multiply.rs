//! Multiples of replicas: "double the AMF", "halved", "by half".

use super::Parser;
use crate::builtin::draft::Change;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let Term::Multiply(tenths) = parser.term(at)? else {
        return None;
    };
    if let Some(end) = deployed_twice(parser, at)
        .or_else(|| of_another(parser, at))
        .or_else(|| happened(parser, at))
        .or_else(|| of_the_other(parser, at, tenths))
        .or_else(|| said_by_number(parser, at))
    {
        return Some(end);
    }
    let words = parser.slice(at..at + 1);
    let said_of_group = parser.lower(at).ends_with('d') && !parser.group.is_empty();
    if said_of_group {
        parser.imply_first(Verb::Scale, at..at + 1);
    }
    let object = parser.skip_stops(at + 1);
    let capacity = parser.word(object) == "capacity";
    if capacity {
        parser.take(object..object + 1, "capacity");
    }
    // "reduce the latency of the UPF by half"
    let halves = matches!(parser.lower(at), "by half" | "in half");
    if (!capacity && multiplies_other(parser, object))
        || (halves && super::difference::changes_other(parser, at))
    {
        parser.take(at..at + 1, "a ratio");
        parser.draft.ask(
            words,
            format!("\"{words}\" is not said of replicas: to which value should it go?"),
        );
        return Some(at + 1);
    }
    let change = Change::Times(factor(parser, at, tenths));
    if halves || said_of_group || is_said_behind_group(parser, at) {
        parser.take(at..at + 1, super::change::meaning(change));
        parser.change_group(change, words);
    } else {
        parser.begin_clause(at, Verb::Scale);
        parser.await_function(change, words);
    }
    Some(at + 1)
}

/// "deploy the UDM once and the AUSF twice": a number of new replicas.
fn deployed_twice(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let counts = parser.lower(at) == "twice"
        && matches!(parser.verb(), Some(Verb::Deploy | Verb::Need | Verb::Add))
        && !parser.group.is_empty()
        && !matches!(parser.word(at + 1), "its" | "the" | "their" | "our")
        && super::count::closes(parser, at + 1);
    counts.then(|| {
        let words = parser.slice(at..at + 1);
        parser.take(at..at + 1, "replicas 2");
        parser.change_group(Change::Exactly(2), words);
        at + 1
    })
}

/// "double the CPU to 8 cores", "double the pair to 4": the verb of a value or a number that stands behind it.
fn said_by_number(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let verb = if names_value(parser, at) {
        Verb::Set
    } else if names_number(parser, at) {
        Verb::Scale
    } else {
        return None;
    };
    parser.take(at..at + 1, "a ratio");
    parser.begin_clause(at, verb);
    Some(at + 1)
}

/// "scale the UPF to twice as many", "the xApp needs 4x its present number of pods": whether the functions stand in front.
fn is_said_behind_group(parser: &Parser<'_>, at: usize) -> bool {
    let behind = || {
        let mut clause = at + 1..parser.clause_around(at).end;
        clause.any(|index| parser.named(index).is_some())
    };
    let weak = parser
        .draft
        .verbs
        .last()
        .is_none_or(|used| used.verb == Verb::Need && !used.named_first);
    !parser.group.is_empty() && (leads_to(parser, at) || (weak && !behind()))
}

/// "SMS traffic has halved", "the customer called twice": what happened, beside an order.
fn happened(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    let words = parser.lower(at);
    let had = words.ends_with('d')
        && matches!(parser.word(before), "has" | "have" | "had" | "was" | "were");
    let often = words == "twice"
        && matches!(
            parser.kind(before),
            Some(Kind::Unknown | Kind::Term(Term::Named))
        )
        && super::count::closes(parser, at + 1);
    if !(often || had) {
        return None;
    }
    parser.take(at..at + 1, "what happened");
    parser.background[at] = true;
    Some(at + 1)
}

/// "the former with two instances and the latter with twice as many": as many times the number said before.
fn of_the_other(parser: &mut Parser<'_>, at: usize, tenths: u32) -> Option<usize> {
    let [index] = parser.group.as_slice() else {
        return None;
    };
    let index = *index;
    let own = &parser.draft.functions[index].request;
    let open = own.replicas.is_none() && own.scale_by.is_none() && own.scale_factor.is_none();
    let said = parser
        .draft
        .functions
        .iter()
        .rev()
        .find_map(|mention| mention.request.replicas)?;
    let many = parser.lower(at).ends_with("as many") && super::count::closes(parser, at + 1);
    let product = said.checked_mul(tenths)?;
    if !(open && many && product % 10 == 0) {
        return None;
    }
    let change = Change::Exactly(product / 10);
    parser.take(at..at + 1, super::change::meaning(change));
    parser.change_each(&[index], change, false);
    Some(at + 1)
}

/// "the memory limit must be doubled from 2 to 4 GiB", "double the CPU to 8 cores": the value says it, and no replica is
/// multiplied.
fn names_value(parser: &Parser<'_>, at: usize) -> bool {
    let object = parser.skip_stops(at + 1);
    let clause = parser.clause_around(at);
    let resource =
        multiplies_other(parser, object) || super::difference::changes_resource(parser, at);
    resource
        && (at + 1..clause.end).any(|index| {
            matches!(
                parser.link(index),
                Some(Link::To | Link::UpTo | Link::DownTo)
            ) && (matches!(parser.kind(index + 1), Some(Kind::Quantity(..)))
                || parser.term(index + 2) == Some(Term::Core))
        })
}

/// "double the UPF to 8 pods", "double the pair to 4": the number says it.
fn names_number(parser: &Parser<'_>, at: usize) -> bool {
    let clause = parser.clause_around(at);
    let to = (at + 1..clause.end).find(|index| {
        matches!(
            parser.link(*index),
            Some(Link::To | Link::UpTo | Link::DownTo)
        ) && matches!(parser.kind(index + 1), Some(Kind::Number(_)))
    });
    to.is_some_and(|to| {
        let resource = matches!(
            parser.term(to + 2),
            Some(Term::Core | Term::Noun(Noun::Cpu | Noun::Memory | Noun::Storage))
        );
        !resource
            && (parser.noun(to + 2) == Some(Noun::Replica) || super::count::closes(parser, to + 2))
    })
}

/// "scale the UPF to twice the SMF": how many the other one has is for its own intent to say.
fn of_another(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let other = parser.skip_stops(at + 1);
    parser.named(other)?;
    if !leads_to(parser, at) || parser.group.is_empty() {
        return None;
    }
    super::several::ask_how_many(parser, at..other + 1);
    Some(other + 1)
}

/// Whether "to" stands before it: "to twice".
fn leads_to(parser: &Parser<'_>, at: usize) -> bool {
    parser.before(at).and_then(|before| parser.link(before)) == Some(Link::To)
}

/// "Halve" leaves half, and "grow by half" adds it.
fn factor(parser: &Parser<'_>, at: usize, tenths: u32) -> f64 {
    let factor = f64::from(tenths) / 10.0;
    let grows =
        parser.lower(at) == "by half" && matches!(parser.verb(), Some(Verb::Grow | Verb::Add));
    if grows { 1.0 + factor } else { factor }
}

/// Whether what is multiplied is a resource or a measured quantity: "double the memory".
fn multiplies_other(parser: &Parser<'_>, object: usize) -> bool {
    matches!(
        parser.term(object),
        Some(
            Term::Metric(_)
                | Term::Direction(_)
                | Term::Noun(Noun::Cpu | Noun::Memory | Noun::Storage)
        )
    )
}
