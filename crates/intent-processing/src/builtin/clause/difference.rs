//! Differences: "by two", "by a factor of 3", "50 % more", "one more", "from 3 to 5".

use super::Parser;
use super::change::{meaning, share, signed};
use super::count::{closes, said_of_known, skip_introduction};
use crate::builtin::decimal::Decimal;
use crate::builtin::draft::{Change, Scaled, VerbUse};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::unit::Unit;

/// Parts that are no number here: "by one third".
const FRACTIONS: &[&str] = &[
    "third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "tenths",
];

/// "50 % more AMF replicas", "30 % fewer".
pub(super) fn share_more(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let Kind::Quantity(percent, Unit::Percent) = *parser.kind(at)? else {
        return None;
    };
    let comparison = parser.skip_stops(at + 1);
    let fewer = match parser.link(comparison)? {
        Link::More => false,
        Link::Fewer => true,
        _ => return None,
    };
    let next = parser.skip_stops(comparison + 1);
    let named = parser.named(next).is_some();
    if !named && parser.noun(next) != Some(Noun::Replica) {
        return None;
    }
    let change = Change::Times(share(percent, fewer));
    let words = parser.slice(at..comparison + 1);
    parser.imply_first(Verb::Scale, at..comparison + 1);
    parser.take(at..comparison + 1, meaning(change));
    let listed = skip_introduction(parser, next + 1);
    if named || parser.named(listed).is_some() {
        parser.await_function(change, words);
    } else {
        parser.change_group(change, words);
    }
    Some(comparison + 1)
}

/// "one more replica", "another pod".
pub(super) fn one_more(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let next = parser.skip_stops(at + 1);
    // "get more out of the UPF"
    if (at + 1..next).any(|index| parser.word(index) == "out") {
        let words = parser.slice(at..next);
        parser.take(at..at + 1, "an amount");
        let question = format!("\"{words}\" of what? Write a goal or a number of replicas");
        parser.draft.ask(words, question);
        return Some(at + 1);
    }
    let one = matches!(parser.word(next), "replica" | "instance" | "pod" | "copy");
    if closes(parser, at + 1) && said_of_known(parser, at) {
        let change = Change::By(signed(1, parser.shrinks(at)));
        let words = parser.slice(at..at + 1);
        parser.take(at..at + 1, meaning(change));
        parser.change_group(change, words);
        return Some(at + 1);
    }
    if let Some(end) = another(parser, at, next) {
        return Some(end);
    }
    if parser.noun(next) == Some(Noun::Replica)
        && !one
        && parser
            .before(at)
            .is_none_or(|before| !matches!(parser.kind(before), Some(Kind::Number(_))))
    {
        let words = parser.slice(at..next + 1);
        parser.take(at..next + 1, "an amount");
        parser
            .draft
            .ask(words, format!("how many is \"{words}\"? Write a number"));
        return Some(next + 1);
    }
    if !one {
        return None;
    }
    let fewer = matches!(parser.verb(), Some(Verb::Shrink | Verb::Remove));
    let change = Change::By(signed(1, fewer));
    let words = parser.slice(at..next + 1);
    parser.take(at..next + 1, meaning(change));
    let behind = skip_introduction(parser, next + 1);
    let of = matches!(parser.word(next + 1), "of" | "for" | "to");
    if of && parser.named(behind).is_some() {
        parser.await_function(change, words);
    } else {
        parser.change_group(change, words);
    }
    Some(next + 1)
}

/// "add another AMF", "one more UPF please"; "add more UPFs" says no number.
fn another(parser: &mut Parser<'_>, at: usize, function: usize) -> Option<usize> {
    let adds = matches!(
        parser.verb(),
        None | Some(Verb::Add | Verb::Grow | Verb::Scale | Verb::Need)
    );
    if !adds || parser.named(function).is_none() {
        return None;
    }
    let words = parser.slice(at..function + 1);
    let counted = parser
        .before(at)
        .is_some_and(|before| matches!(parser.kind(before), Some(Kind::Number(_))));
    let several = parser.lower(function).ends_with('s')
        || (parser.noun(function + 1) == Some(Noun::Replica)
            && parser.lower(function + 1).ends_with('s'));
    if several && !counted && parser.word(at) == "more" {
        parser.take(at..at + 1, "an amount");
        parser
            .draft
            .ask(words, format!("how many is \"{words}\"? Write a number"));
        return Some(at + 1);
    }
    // "add one more NSSF replica" is said of replicas.
    let of_replicas = parser.noun(function + 1) == Some(Noun::Replica)
        && parser.verb().is_some_and(|verb| verb != Verb::Need);
    if several || of_replicas {
        return None;
    }
    parser.imply_first(Verb::Scale, at..function + 1);
    let change = Change::By(1);
    parser.take(at..at + 1, meaning(change));
    parser.change_named(change, function)
}

/// "by 2", "by two replicas", "by a factor of 3", "by 50%".
pub(super) fn by(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let first = parser.skip_stops(at + 1);
    let of_factor = parser.noun(first) == Some(Noun::Factor);
    let next = if of_factor {
        parser.skip_stops(first + 1)
    } else {
        first
    };
    if let Some(end) = by_releases(parser, at, next)
        .or_else(|| by_parts(parser, at, next))
        .or_else(|| by_unclear_parts(parser, at, next))
        // "by three and two replicas respectively"
        .or_else(|| super::several::in_turn(parser, next))
    {
        return Some(end);
    }
    // "multiply the pods by 1.5"
    let multiplies = |used: &VerbUse| used.begins_with(&["multipl"]);
    let factor = of_factor || parser.draft.verbs.last().is_some_and(multiplies);
    let shrinks = parser.shrinks(at);
    let change = match *parser.kind(next)? {
        Kind::Times(value) => Change::Times(value.to_f64()),
        Kind::Number(value) if factor => Change::Times(value.to_f64()),
        Kind::Number(_) => Change::By(signed(parser.replicas(next)?, shrinks)),
        Kind::Quantity(percent, Unit::Percent) => Change::Times(share(percent, shrinks)),
        _ => return None,
    };
    let passed = |index: &usize| parser.is_stop(*index) || parser.link(*index) == Some(Link::More);
    let noun = next + 1 + (next + 1..parser.lexemes.len()).take_while(passed).count();
    let end = if parser.noun(noun) == Some(Noun::Replica) {
        noun + 1
    } else {
        next + 1
    };
    let words = parser.slice(at..end);
    if foretells(parser, at) {
        parser.take(at..end, "a forecast");
        parser.draft.assume(format!(
            "\"{words}\" is read as said of users, and changes nothing"
        ));
        parser.draft.verbs.pop();
    } else if changes_other(parser, at) {
        parser.take(at..end, "a difference");
        parser.draft.ask(
            words,
            format!("\"{words}\" is not said of replicas: to which value should it go?"),
        );
    } else {
        parser.take(at..end, meaning(change));
        parser.change_group(change, words);
    }
    Some(end)
}

/// "upgraded by one major release".
fn by_releases(parser: &mut Parser<'_>, at: usize, next: usize) -> Option<usize> {
    let releases = (next + 1..next + 3).find(|index| parser.noun(*index) == Some(Noun::Version))?;
    if !matches!(parser.kind(next), Some(Kind::Number(_))) {
        return None;
    }
    parser.take(at..releases + 1, "how far");
    parser.background[at..=releases].fill(true);
    Some(releases + 1)
}

/// "by one third": a part that is no number here.
fn by_unclear_parts(parser: &mut Parser<'_>, at: usize, next: usize) -> Option<usize> {
    if !FRACTIONS.contains(&parser.word(next + 1)) {
        return None;
    }
    let words = parser.slice(at..next + 2);
    parser.take(at..next + 2, "a difference");
    parser.draft.ask(
        words,
        format!("how many replicas is \"{words}\"? Write a number or a percentage"),
    );
    Some(next + 2)
}

/// "by three quarters of its replicas", "by a quarter": parts that are an exact number of per cent.
fn by_parts(parser: &mut Parser<'_>, at: usize, next: usize) -> Option<usize> {
    let article = matches!(parser.word(at + 1), "a" | "one") && next == at + 2;
    let (count, part) = match parser.kind(next)? {
        Kind::Number(value) => (value.to_u64()?, next + 1),
        _ if article => (1, next),
        _ => return None,
    };
    let percent = match parser.word(part) {
        "quarter" | "quarters" => 25,
        "fifth" | "fifths" => 20,
        "tenth" | "tenths" => 10,
        _ => return None,
    };
    let percent = count
        .checked_mul(percent)
        .filter(|percent| *percent < 100)?;
    let of = parser.word(part + 1) == "of";
    let end = if of && parser.noun(parser.skip_stops(part + 1)) == Some(Noun::Replica) {
        parser.skip_stops(part + 1) + 1
    } else {
        part + 1
    };
    if parser.verb().is_none() || changes_other(parser, at) || !closes(parser, part + 1) {
        return None;
    }
    let change = Change::Times(share(Decimal::new(percent, 0), parser.shrinks(at)));
    let words = parser.slice(at..end);
    parser.take(at..end, meaning(change));
    parser.change_group(change, words);
    Some(end)
}

/// Whether a difference at `at` is one of a goal or a resource: "cut the energy use of the DU by 20 %".
pub(super) fn changes_other(parser: &Parser<'_>, at: usize) -> bool {
    let of_goal = parser.draft.verbs.last().is_some_and(|used| {
        let goal = matches!(used.verb, Verb::Grow | Verb::Shrink | Verb::Optimize);
        used.other_object && (goal || !used.named_first) && used.scaled == Scaled::No
    });
    (of_goal && !parser.draft.objectives.is_empty())
        || changes_resource(parser, at)
        || is_of_subject(parser, at)
}

/// The last lexeme in front of the verb of the difference at `at` that `wanted` accepts, in the same clause.
fn subject_of(parser: &Parser<'_>, at: usize, wanted: fn(Term) -> bool) -> Option<usize> {
    let verb = at.checked_sub(1).filter(|verb| {
        matches!(
            parser.term(*verb),
            Some(Term::Verb(Verb::Grow | Verb::Shrink))
        )
    })?;
    (verb.saturating_sub(super::REACH)..verb)
        .rev()
        .take_while(|index| !matches!(parser.symbol(*index), Some('.' | ';' | ',' | ':')))
        .find(|index| !parser.taken[*index] && parser.term(*index).is_some_and(wanted))
}

/// "the energy consumption of the O-RU should go down by 20 %": whether what goes up or down by the difference at `at` is
/// measured, and stands in front of its verb.
fn is_of_subject(parser: &Parser<'_>, at: usize) -> bool {
    let measured = |term| matches!(term, Term::Metric(_) | Term::Noun(Noun::Utilisation));
    subject_of(parser, at, measured).is_some()
}

/// "registrations will rise by 20 %; scale the AMF to 6": whether those who use the network go up by the difference at `at`,
/// beside an order about functions.
fn foretells(parser: &Parser<'_>, at: usize) -> bool {
    let users = |term| {
        matches!(
            term,
            Term::Noun(Noun::Registrations | Noun::Subscribers | Noun::Sessions | Noun::Devices)
        )
    };
    let ordered = (at..parser.lexemes.len())
        .any(|index| matches!(parser.term(index), Some(Term::Verb(verb)) if verb != Verb::Need));
    ordered && parser.group.is_empty() && subject_of(parser, at, users).is_some()
}

/// Whether a resource or a measured quantity that has no value yet stands before `at`.
pub(super) fn changes_resource(parser: &Parser<'_>, at: usize) -> bool {
    let resource = |term| {
        matches!(
            term,
            Term::Metric(_) | Term::Noun(Noun::Cpu | Noun::Memory | Noun::Storage | Noun::FiveQi)
        )
    };
    parser
        .open_before(at, resource)
        .is_some_and(|open| parser.word(open) != "capacity")
}

/// "to 4 replicas from 6": whether the number that replaces the one behind "from" at `at` was taken right before it.
fn said_before(parser: &Parser<'_>, at: usize) -> bool {
    let mut before = at;
    while let Some(earlier) = before.checked_sub(1).filter(|earlier| {
        parser.is_stop(*earlier)
            || parser.noun(*earlier) == Some(Noun::Replica)
            || matches!(parser.symbol(*earlier), Some(',' | ':'))
    }) {
        before = earlier;
    }
    let number = before.checked_sub(1);
    let to = before.checked_sub(2);
    number.is_some_and(|number| {
        parser.taken[number] && matches!(parser.kind(number), Some(Kind::Number(_)))
    }) && to.is_some_and(|to| {
        let link = if parser.is_stop(to) {
            parser.before(to)
        } else {
            Some(to)
        };
        link.is_some_and(|link| {
            matches!(
                parser.link(link),
                Some(Link::To | Link::DownTo | Link::UpTo)
            )
        })
    })
}

/// "from 3 to 5": the number before "to" only says what is there.
pub(super) fn from(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let next = parser.skip_stops(at + 1);
    let Some(Kind::Number(_)) = parser.kind(next) else {
        return None;
    };
    // "from two cores to one"
    let counted = matches!(
        parser.term(next + 1),
        Some(Term::Core | Term::Noun(Noun::Replica | Noun::Cpu))
    );
    let end = if counted { next + 2 } else { next + 1 };
    // "from four (4) to seven (7)"
    let end = match parser.skip_stops(end) {
        behind if parser.slice(end..end + 1) == "(" && parser.is_stop(end) => behind,
        _ => end,
    };
    let behind = said_before(parser, at) && super::count::closes(parser, end);
    // "reduce the SMF from 6 by 2"
    let behind = behind || (parser.link(end) == Some(Link::By) && parser.verb().is_some());
    if !matches!(parser.link(end), Some(Link::To | Link::DownTo | Link::UpTo)) && !behind {
        return None;
    }
    let words = parser.slice(at..end);
    if behind {
        parser.take(at..end, "present number");
        return Some(end);
    }
    // "the CPU limit of the UPF from 8 to 12 cores"
    if changes_resource(parser, at) {
        parser.take(at..end, "present amount");
        return Some(end);
    }
    parser.take(at..end, "present number");
    // "the UDR goes from 3 to 5": whatever the verb, it is there already.
    match parser.draft.verbs.last_mut() {
        // "uninstall the PCF; the PCF goes from 2 to 4": two changes.
        Some(used)
            if used.verb == Verb::Remove && used.named_first && used.scaled == Scaled::No =>
        {
            parser.imply_verb(Verb::Scale, words);
        }
        Some(used) => used.scaled = Scaled::Relatively,
        None => parser.imply_verb(Verb::Scale, words),
    }
    parser.draft.assume(format!(
        "\"{words}\" is read as what is running now and is not checked"
    ));
    Some(end)
}
