//! Words that mean what was said before, or leave open what is wanted: "it", "the same for", "the latter", "maybe".

use nephoran_telecom::NetworkFunctionType;

use super::Parser;
use super::cues::PRONOUNS;
use super::phrase::{Cues, among, cues};
use crate::builtin::draft::Change;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};

/// What says so of functions that stand in front of it.
#[rustfmt::skip]
const BEHIND: &[&str] = &["likewise", "ditto", "by the same", "by as many", "by the same number", "to the same number"];

/// What asks for the same action, whatever it is.
#[rustfmt::skip]
const ACTIONS: &[&str] = &[
    "likewise", "ditto", "do likewise", "do the same", "do the same thing", "the same for", "same for", "the same with", "same with", "the same to", "same goes for", "the same goes for", "the same applies to", "same applies to",
];

/// "scale them to 4": the functions of the statements before.
pub(super) fn pronoun(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let stands_for = parser.is_stop(at) && PRONOUNS.contains(&parser.word(at));
    if !stands_for || parser.present.is_empty() || !parser.draft.functions.is_empty() {
        return None;
    }
    let behind = (0..at).any(|index| parser.background[index] && parser.named(index).is_some());
    // "both UPF and SMF have 4 replicas and shall get 10 each"
    let both = parser.word(at) == "both"
        && parser
            .function_list(at + 1)
            .0
            .iter()
            .any(|function| parser.present.contains(function));
    if !(behind || both) {
        return None;
    }
    // "what it lacks is a UDR", "it is the turn of the UDM"
    let lacks = at > 0 && parser.word(at - 1) == "what";
    let expletive = parser.word(at) == "it"
        && matches!(parser.word(at + 1), "is" | "was")
        && matches!(
            parser.word(at + 2),
            "the" | "time" | "now" | "our" | "necessary"
        );
    if lacks || expletive {
        return None;
    }
    let said_before = |function: &NetworkFunctionType| {
        both || (0..at).any(|index| {
            parser.background[index] && parser.named_functions(index).contains(function)
        })
    };
    let functions: Vec<NetworkFunctionType> =
        parser.present.iter().copied().filter(said_before).collect();
    parser.take(at..at + 1, "functions named before");
    parser.name_functions(&functions, false, None);
    // "the third AMF replica is idle; remove it"
    if parser.verb() == Some(Verb::Remove)
        && matches!(parser.word(at), "it" | "this")
        && speaks_of_one_copy(parser, at)
    {
        let words = parser.slice(at..at + 1);
        parser.change_group(Change::By(-1), words);
    }
    Some(at + 1)
}

/// Whether what was spoken of in front of `at` is one copy of a function: "the third AMF replica".
fn speaks_of_one_copy(parser: &Parser<'_>, at: usize) -> bool {
    const WHICH: Cues = cues![
        "second",
        "third",
        "fourth",
        "fifth",
        "last",
        "extra",
        "spare",
        "additional",
        "one",
        "other",
    ];
    (1..at).any(|index| {
        parser.background[index]
            && matches!(parser.word(index), "replica" | "instance" | "pod" | "copy")
            && parser.named(index - 1).is_some()
            && (index.saturating_sub(4)..index).any(|before| among(parser.word(before), WHICH))
    })
}

/// "do the same for the SMF": what was asked of the function before, and a question when nothing was.
pub(super) fn same(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    // "the same AMF as in the lab"
    let compared = parser.word(at) == "same"
        && (at + 1..at + 5).any(|index| parser.word(index) == "as")
        && !(at + 1..at + 5).any(|index| parser.term(index) == Some(Term::Together));
    if parser.term(at)? != Term::Same && !compared {
        return None;
    }
    let words = parser.slice(at..at + 1);
    let said = parser.lower(at);
    let behind = behind(parser, at);
    let end = if parser.link(at + 1) == Some(Link::More) {
        behind
    } else {
        at + 1
    };
    parser.take(at..end, "the same");
    let stands_behind = BEHIND.contains(&said);
    let applies = (parser.named(behind).is_some() || stands_behind) && !compared;
    let change = number_said(parser).filter(|_| applies);
    if let Some(change) = change {
        same_number(parser, change, stands_behind, words);
    } else if let Some(version) = version_said(parser).filter(|_| applies) {
        same_version(parser, &version, stands_behind);
    } else if applies && ACTIONS.contains(&said) && left_out_likewise(parser, at) {
        parser.draft.assume(format!(
            "\"{words}\" is read as left out like the function before"
        ));
    } else if applies && ACTIONS.contains(&said) && !parser.draft.functions.is_empty() {
        parser.draft.assume(format!(
            "\"{words}\" is read as what is asked of the functions before"
        ));
    } else {
        parser.draft.ask(
            words,
            format!("\"{words}\" as what? An intent stands alone: say what should happen to which function"),
        );
    }
    Some(end)
}

/// Where the functions begin that "the same" at `at` is said of: "and as many more SMFs".
fn behind(parser: &Parser<'_>, at: usize) -> usize {
    let more = usize::from(parser.link(at + 1) == Some(Link::More));
    super::count::skip_introduction(parser, at + 1 + more)
}

/// The number of replicas asked for last.
fn number_said(parser: &Parser<'_>) -> Option<Change> {
    parser.draft.functions.iter().rev().find_map(|mention| {
        let request = &mention.request;
        request
            .replicas
            .map(Change::Exactly)
            .or(request.scale_by.map(Change::By))
            .or(request.scale_factor.map(Change::Times))
    })
}

/// The version asked for last.
fn version_said(parser: &Parser<'_>) -> Option<String> {
    let versions = parser.draft.functions.iter().rev();
    versions
        .into_iter()
        .find_map(|mention| mention.request.version.clone())
}

/// "…, SMF likewise", "the same for the SMF": as many of these.
fn same_number(parser: &mut Parser<'_>, change: Change, stands_behind: bool, words: &str) {
    let unnumbered = parser.unnumbered();
    if stands_behind && !unnumbered.is_empty() {
        parser.change_each(&unnumbered, change, false);
        parser.group_open = false;
        return;
    }
    parser.draft.assume(format!(
        "\"{words}\" is read as the number of replicas asked for before"
    ));
    parser.await_function(change, words);
}

/// "upgrade the UDM to 4.0.2, the UDR likewise": the same version of these.
fn same_version(parser: &mut Parser<'_>, version: &str, stands_behind: bool) {
    let open: Vec<usize> = parser
        .group
        .iter()
        .copied()
        .filter(|index| parser.draft.functions[*index].request.version.is_none())
        .collect();
    if stands_behind && !open.is_empty() {
        parser.set_version(&open, version);
        return;
    }
    parser.group_open = false;
    parser.pending_version = Some(version.to_owned());
    parser.version_claimed = false;
}

/// "NEF: not wanted. NWDAF: likewise": leaves out the function in front of `at`, where the one before was left out.
fn left_out_likewise(parser: &mut Parser<'_>, at: usize) -> bool {
    let Some(function) = (at.saturating_sub(3)..at)
        .rev()
        .find(|index| parser.named(*index).is_some())
    else {
        return false;
    };
    let refused = (function.saturating_sub(4)..function).any(|index| {
        parser.taken[index]
            && matches!(
                parser.link(index),
                Some(Link::Off | Link::Without | Link::No)
            )
    });
    let functions = parser.named_functions(function);
    let set = parser
        .draft
        .functions
        .iter()
        .any(|mention| mention.from_set);
    if !refused || !set || parser.draft.excluded.is_empty() {
        return false;
    }
    parser
        .draft
        .functions
        .retain(|mention| mention.from_set || !functions.contains(&mention.request.function_type));
    parser.exclude(&functions);
    parser.sentence.clear();
    parser.group.clear();
    true
}

/// Whether the words mean what was said before.
pub(super) fn is_same(words: &str) -> bool {
    words.split(' ').take(2).any(|word| {
        ["same", "likewise", "ditto"]
            .iter()
            .any(|same| word.eq_ignore_ascii_case(same))
    })
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
        let words = parser.slice(at..at + 2);
        parser.draft.ask(
            words,
            format!("\"{words}\" depends on something: is it wanted now?"),
        );
        return Some(at + 1);
    }
    if parser.term(at)? != Term::Hedge {
        return None;
    }
    let words = parser.slice(at..at + 1);
    let clause = parser.clause_around(at);
    parser.take(at..at + 1, "in doubt");
    let certain = matches!(
        parser.lower(at),
        "maybe" | "perhaps" | "possibly" | "probably" | "eventually" | "at some point"
    );
    // "we will need three AMFs at some point in autumn"
    let later = matches!(parser.lower(at), "eventually" | "at some point")
        && clause.start == at
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
            words,
            format!("\"{words}\" leaves open whether this is wanted: is it?"),
        );
    }
    Some(at + 1)
}

/// "the SMF is idle, the UPF is at 90 %. Give the latter 4 replicas": one of the functions that are only spoken of.
fn of_two_spoken_of(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let mut spoken_of = (0..at).filter(|index| parser.named(*index).is_some());
    let found = match parser.lower(at) {
        "latter" => spoken_of.next_back(),
        _ => spoken_of.next(),
    }?;
    if parser.present.len() < 2 {
        return None;
    }
    let functions = parser.named_functions(found);
    parser.take(at..at + 1, "function named before");
    // "give the latter 4": it is there.
    parser.need_is_of_known();
    parser.name_functions(&functions, false, None);
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
    // "… an eMBB slice; create the latter": what is wanted is a slice.
    if word == "latter" && parser.sentence.is_empty() && parser.draft.slice_kind.is_some() {
        parser.take(at..at + 1, "slice named before");
        return Some(at + 1);
    }
    let spoken_of =
        parser.sentence.is_empty() || (parser.sentence.len() < 2 && parser.present.len() == 2);
    if spoken_of && matches!(word, "latter" | "former") {
        return of_two_spoken_of(parser, at);
    }
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
