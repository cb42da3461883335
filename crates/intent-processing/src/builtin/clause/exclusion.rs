//! Functions that are left out, choices that nothing decides, and verbs that must not happen.

use std::ops::Range;

use super::function::Named;
use super::{Parser, Rule};
use crate::builtin::draft::Mention;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Term, Verb};

/// "the SMF or the PCF", "3 or 5": one of them is meant, and nothing says which.
pub(super) fn alternative(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if let Some(end) = either(parser, at) {
        return Some(end);
    }
    if parser.link(at)? != Link::Or || parser.excluding || parser.speaks_of_reach {
        return None;
    }
    let before = parser.before(at)?;
    let next = parser.skip_stops(at + 1);
    let number = |index: usize| matches!(parser.kind(index), Some(Kind::Number(_)));
    let functions = parser.named(before).is_some() && parser.named(next).is_some();
    let numbers = number(before) && number(next);
    // "in cluster edge-1 or edge-2"
    let places = matches!(parser.kind(before), Some(Kind::Place(..)))
        && (matches!(
            parser.kind(next),
            Some(Kind::Place(..) | Kind::Instance(..))
        ) || (parser.is_unknown(next)
            && (parser.slice(next..next + 1).contains('-')
                || parser.slice(next..next + 1).len() == 1)));
    let versions = matches!(parser.kind(before), Some(Kind::Version(_)))
        && matches!(parser.kind(next), Some(Kind::Version(_)));
    if !(functions || numbers || places || versions) {
        return None;
    }
    let words = parser.slice(before..next + 1);
    parser.take(at..at + 1, "a choice");
    parser.draft.ask(
        words,
        format!("\"{words}\" leaves a choice: which one is meant?"),
    );
    Some(at + 1)
}

/// "either scale the AMF to 5 or the SMF": nothing says which.
fn either(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if parser.word(at) != "either" || parser.speaks_of_reach {
        return None;
    }
    let end = (at + 1..parser.lexemes.len())
        .find(|index| matches!(parser.symbol(*index), Some('.' | ';' | '!' | '?')))
        .unwrap_or(parser.lexemes.len());
    let open = (at + 1..end).find(|index| parser.link(*index) == Some(Link::Or))?;
    let words = parser.slice(at..end);
    parser.take(at..at + 1, "a choice");
    parser.taken[open] = true;
    parser.draft.ask(
        words,
        format!("\"{words}\" leaves a choice: which one is meant?"),
    );
    Some(at + 1)
}

/// Ways to leave out functions that show by more than the word that refuses.
const AROUND: [Rule; 4] = [
    numbered_none,
    leaves_out,
    without_doing,
    refuses_beside_order,
];

/// What may stand behind a word that refuses; the more words a shape needs to see, the earlier it stands.
const BEHIND: [Rule; 6] = [
    refused_by_label,
    named_behind,
    without_autoscaling,
    not_to_be_done,
    not_needed,
    must_not_happen,
];

/// "without NSSF", "no UPF", "but do not deploy the AUSF": functions named from here on are left out.
pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if let Some(end) = AROUND.iter().find_map(|shape| shape(parser, at)) {
        return Some(end);
    }
    match parser.link(at)? {
        Link::But => all_but(parser, at),
        Link::Without | Link::No | Link::Not => BEHIND.iter().find_map(|shape| shape(parser, at)),
        _ => None,
    }
}

/// Leaves out the functions that are named behind `range`.
fn begin(parser: &mut Parser<'_>, range: Range<usize>) -> usize {
    let end = range.end;
    parser.take(range, "left out");
    parser.excluding = true;
    end
}

/// "the 5G core but the NSSF", "everything in the list but the BSF".
fn all_but(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    parser.named(parser.skip_stops(at + 1))?;
    let behind_set = || {
        let named = parser.before(at).and_then(|before| parser.named(before));
        named.is_some_and(Named::is_set)
    };
    (everything_before(parser, at) || behind_set()).then(|| begin(parser, at..at + 1))
}

/// "without NSSF", "no UPF".
fn named_behind(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    parser.named(parser.skip_stops(at + 1))?;
    take_back(parser, at);
    Some(begin(parser, at..at + 1))
}

/// "do not deploy the AUSF", "do restart the AF, do not restart the NEF".
fn not_to_be_done(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let deed = parser.skip_stops(at + 1);
    let Some(Term::Verb(verb)) = parser.term(deed) else {
        return None;
    };
    let orders = matches!(
        verb,
        Verb::Deploy | Verb::Need | Verb::Add | Verb::Ensure | Verb::Configure
    );
    let again = || parser.verb() == Some(verb) && !parser.draft.functions.is_empty();
    let refused = parser.link(at) == Some(Link::Not)
        && parser.named(parser.skip_stops(deed + 1)).is_some()
        && (orders || again());
    refused.then(|| begin(parser, at..deed + 1))
}

/// "container tracking does not need low latency", "we don't need monitoring on the SMSF".
fn not_needed(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let need = parser.skip_stops(at + 1);
    if parser.link(at) != Some(Link::Not) || parser.term(need) != Some(Term::Verb(Verb::Need)) {
        return None;
    }
    let object = parser.skip_stops(need + 1);
    let term = parser.term(object)?;
    if super::is_fitting(Some(term)) {
        let words = parser.slice(at..need + 1);
        parser.take(at..need + 1, "not wanted");
        parser.imply_verb(Verb::Configure, words);
        parser.unhooking = true;
        return Some(need + 1);
    }
    let described = matches!(
        term,
        Term::Goal(_) | Term::Metric(_) | Term::Pattern(_) | Term::Slice(_)
    );
    described.then(|| {
        parser.take(at..object + 1, "not wanted");
        object + 1
    })
}

/// "no deletion of the AMF, please": a refusal that says nothing of what is wanted.
fn must_not_happen(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let deed = parser.skip_stops(at + 1);
    let refused = match (parser.link(at)?, parser.term(deed)?) {
        (Link::Not, Term::Verb(_) | Term::Multiply(_)) => true,
        (Link::No, Term::Verb(verb)) => is_deed(verb),
        _ => false,
    };
    if !refused {
        return None;
    }
    parser.taken[at] = true;
    parser.taken[deed] = true;
    let words = parser.slice(at..deed + 1);
    parser.draft.ask(
        words,
        format!("\"{words}\" says what must not happen; what should happen instead?"),
    );
    Some(deed + 1)
}

/// "everything in the list but the BSF".
fn everything_before(parser: &Parser<'_>, at: usize) -> bool {
    const FAR: usize = 5;
    (at.saturating_sub(FAR)..at)
        .rev()
        .take_while(|index| parser.symbol(*index).is_none() && parser.named(*index).is_none())
        .any(|index| {
            matches!(
                parser.word(index),
                "everything" | "all" | "anything" | "whatever"
            )
        })
}

/// "number of PCFs: none": a function that there shall be none of.
fn numbered_none(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let none = parser.is_unknown(at) && matches!(parser.word(at), "none" | "nil");
    let colon = at
        .checked_sub(1)
        .filter(|colon| matches!(parser.symbol(*colon), Some(':' | '=' | '|')))?;
    let function = parser.before(colon)?;
    let functions = parser.named_functions(function);
    if !none || functions.is_empty() {
        return None;
    }
    parser.take(at..at + 1, "left out");
    let named =
        |mention: &Mention| mention.from_set || !functions.contains(&mention.request.function_type);
    parser.draft.functions.retain(named);
    parser.sentence.clear();
    parser.group.clear();
    parser.exclude(&functions);
    Some(at + 1)
}

/// Whether a verb does something to functions.
const fn is_deed(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::Deploy
            | Verb::Remove
            | Verb::Scale
            | Verb::Grow
            | Verb::Shrink
            | Verb::Maintain
            | Verb::Add
    )
}

/// "do not restart: SMF", "not to be deployed: PCF": the label of a form in front of what is left out.
fn refused_by_label(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let begins = at == 0
        || parser.begins_line(at)
        || matches!(parser.symbol(at - 1), Some('|' | ';' | '-' | '*' | '•'));
    let colon = (at + 1..at + 5)
        .find(|index| parser.symbol(*index) == Some(':'))
        .filter(|_| begins)?;
    let carries_nothing = |index: usize| {
        parser.is_stop(index)
            || parser.link(index) == Some(Link::To)
            || matches!(parser.term(index), Some(Term::Verb(_)))
    };
    let ordered = parser.draft.verbs.iter().any(|used| used.named_first);
    let named = parser.named(parser.skip_stops(colon + 1)).is_some();
    if !(ordered && named && (at + 1..colon).all(carries_nothing)) {
        return None;
    }
    Some(begin(parser, at..colon) + 1)
}

/// "…, no, forget the BSF" takes back what was asked before.
fn take_back(parser: &mut Parser<'_>, at: usize) {
    if !parser.lower(at).starts_with("forget") {
        return;
    }
    let (functions, _) = parser.function_list(at + 1);
    let back = |mention: &Mention| !functions.contains(&mention.request.function_type);
    parser.draft.functions.retain(back);
    parser.sentence.clear();
    parser.group.clear();
}

/// "without autoscaling": no bounds are set.
fn without_autoscaling(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let verb = parser.skip_stops(at + 1);
    if parser.link(at) == Some(Link::Not) || parser.term(verb) != Some(Term::Verb(Verb::Autoscale))
    {
        return None;
    }
    let words = parser.slice(at..verb + 1);
    parser.take(at..verb + 1, "no autoscaling");
    if parser.heads_clause(at) && !parser.draft.counts_replicas() {
        parser.imply_first(Verb::Configure, at..verb + 1);
    }
    parser
        .draft
        .assume(format!("\"{words}\": no bounds for autoscaling are set"));
    Some(verb + 1)
}

/// "restart the UPF; it must not be deleted": what the order before does not do anyway.
fn refuses_beside_order(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let verb = parser.skip_stops(at + 1);
    if parser.link(at)? != Link::Not || !ordered_otherwise(parser, verb) {
        return None;
    }
    let words = parser.slice(at..verb + 1);
    parser.take(at..verb + 1, "what must not happen");
    parser.draft.assume(format!(
        "\"{words}\" is not done by what is asked for and changes nothing"
    ));
    Some(verb + 1)
}

/// Whether the verb at `at` is refused of "it" where another verb has ordered something of named functions.
fn ordered_otherwise(parser: &Parser<'_>, at: usize) -> bool {
    let Some(Term::Verb(refused)) = parser.term(at) else {
        return false;
    };
    let removes = |verb: Verb| matches!(verb, Verb::Remove | Verb::Shrink);
    let strong = |verb: Verb| {
        matches!(
            verb,
            Verb::Maintain | Verb::Scale | Verb::Grow | Verb::Deploy | Verb::Optimize
        )
    };
    let ordered = parser.draft.verbs.iter().any(|used| strong(used.verb))
        && !parser.draft.verbs.iter().any(|used| removes(used.verb));
    let restarts = refused == Verb::Maintain && !parser.verb_used(Verb::Maintain);
    let ends = matches!(
        parser.kind(at + 1),
        None | Some(Kind::Symbol('.' | ',' | ';' | '!' | '?' | ')'))
    ) || matches!(parser.word(at + 1), "it" | "them");
    ordered && ends && (refused == Verb::Remove || restarts) && !parser.draft.functions.is_empty()
}

/// "leave the NSSF out": the functions between the two words.
fn leaves_out(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    // "not in scope: UPF", "excluded: NSSF"
    let labels = parser.link(at) == Some(Link::Off) || parser.word(at) == "excluded";
    if labels && parser.symbol(at + 1) == Some(':') {
        let (functions, behind) = parser.function_list(at + 2);
        if functions.is_empty() {
            return None;
        }
        parser.take(at..behind, "left out");
        parser.exclude(&functions);
        return Some(behind);
    }
    if !matches!(parser.word(at), "leave" | "leaving" | "keep") {
        return None;
    }
    let (functions, behind) = parser.function_list(at + 1);
    if functions.is_empty() || parser.word(behind) != "out" || parser.word(behind + 1) == "of" {
        return None;
    }
    parser.take(at..behind + 1, "left out");
    parser.exclude(&functions);
    Some(behind + 1)
}

/// "without adding replicas": how something is not to be done, which no setting follows from.
fn without_doing(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let without = parser.link(at) == Some(Link::Without) && parser.word(at) == "without";
    let doing = matches!(
        parser.term(at + 1),
        Some(Term::Verb(verb)) if verb != Verb::Autoscale
    ) && parser.word(at + 1).ends_with("ing");
    if !(without && doing) {
        return None;
    }
    let end = (at + 2..parser.lexemes.len())
        .find(|index| {
            parser.symbol(*index).is_some()
                || parser.link(*index).is_some_and(Link::joins)
                || matches!(
                    parser.kind(*index),
                    Some(Kind::Number(_) | Kind::Quantity(..))
                )
        })
        .unwrap_or(parser.lexemes.len());
    let why = "says how it is not to be done and changes nothing";
    Some(parser.set_beside(at..end, "how not", why))
}
