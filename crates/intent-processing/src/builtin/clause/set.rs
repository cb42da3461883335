//! Sets of functions: what a list behind one says it consists of, and sets that only describe or head a text.

use nephoran_telecom::NetworkFunctionType;

use super::Parser;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{FunctionSet, Link, Noun, Term, Verb};

/// "EPC interworking needs MME and SGW-C": a set in front of another noun, where its members are named one by one.
pub(super) fn only_describes(parser: &Parser<'_>, at: usize, set: FunctionSet) -> bool {
    let noun = (parser.is_unknown(at + 1) && parser.lower(at + 1).chars().all(char::is_alphabetic))
        || matches!(
            parser.word(at + 1),
            "location" | "site" | "area" | "cluster" | "platform"
        );
    let ends = |index: usize| matches!(parser.symbol(index), Some('.' | ';'));
    let start = (0..at).rev().find(|index| ends(*index)).unwrap_or(0);
    let members = (start..parser.lexemes.len())
        .take_while(|index| *index < at + 2 || !ends(*index))
        .filter(|index| matches!(parser.term(*index), Some(Term::Function(function)) if set.members().contains(&function)))
        .count();
    noun && members > 1
}

/// "RAN: scale the O-DU to 3", "Subject: core for the campus": a set in a heading, where an order behind it names
/// functions of its own.
pub(super) fn heads_a_text(parser: &Parser<'_>, at: usize) -> bool {
    const LABELS: &[&str] = &["subject", "title", "re", "topic", "betreff", "fwd", "fw"];
    let line = (0..=at)
        .rev()
        .find(|index| *index == 0 || parser.begins_line(*index));
    let line = line.unwrap_or(0);
    let function = |index: usize| matches!(parser.term(index), Some(Term::Function(_)));
    let labelled = LABELS.contains(&parser.word(line)) && parser.symbol(line + 1) == Some(':');
    if labelled {
        let next = (at + 1..parser.lexemes.len()).find(|index| parser.begins_line(*index));
        return next.is_some_and(|next| {
            (next..parser.lexemes.len()).any(|index| parser.named(index).is_some())
        });
    }
    let plain = |index: usize| {
        !matches!(
            parser.kind(index),
            Some(Kind::Number(_) | Kind::Times(_) | Kind::Term(Term::Verb(_) | Term::Multiply(_)))
        ) && !function(index)
    };
    let colon = (at + 1..(at + 6).min(parser.lexemes.len()))
        .take_while(|index| plain(*index) && !matches!(parser.symbol(*index), Some('.' | ';')))
        .find(|index| parser.symbol(*index) == Some(':'));
    let Some(colon) = colon.filter(|_| (line..at).all(plain)) else {
        return false;
    };
    let verb = parser.skip_stops(colon + 1);
    matches!(parser.term(verb), Some(Term::Verb(_) | Term::Multiply(_)))
        && (verb + 1..parser.lexemes.len())
            .take_while(|index| !matches!(parser.symbol(*index), Some('.' | ';')))
            .take_while(|index| {
                !matches!(
                    parser.link(*index),
                    Some(Link::Without | Link::No | Link::Not | Link::Off)
                )
            })
            .any(|index| {
                function(index)
                    && parser.link(parser.skip_stops(index + 1)) != Some(Link::Off)
                    && parser.word(index + 1) != "excluded"
            })
}

/// "it consists of one replica each of UDM and UPF": a list that says what the set named before consists of.
pub(super) fn consists(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let says = matches!(
        parser.word(at),
        "consists" | "consist" | "comprises" | "contains" | "includes"
    ) || matches!(
        parser.lower(at),
        "consisting of" | "made up of" | "comprising" | "composed of"
    );
    let sets = !parser.draft.functions.is_empty()
        && parser
            .draft
            .functions
            .iter()
            .all(|mention| mention.from_set);
    if !says || !sets {
        return None;
    }
    let end = (at + 1..parser.lexemes.len())
        .find(|index| matches!(parser.symbol(*index), Some('.' | ';' | '!')))
        .unwrap_or(parser.lexemes.len());
    let listed: Vec<NetworkFunctionType> = (at + 1..end)
        .flat_map(|index| parser.named_functions(index))
        .collect();
    let member = |function: &NetworkFunctionType| {
        parser
            .draft
            .functions
            .iter()
            .any(|mention| mention.request.function_type == *function)
    };
    if listed.len() < 2 || !listed.iter().any(member) {
        return None;
    }
    let words = parser.slice(at..at + 1);
    parser.take(at..at + 1, "what it consists of");
    parser.draft.assume(format!(
        "\"{words}\" is read as the functions that are listed behind it"
    ));
    parser.draft.functions.clear();
    parser.sentence.clear();
    parser.group.clear();
    parser.group_open = false;
    Some(at + 1)
}

/// "5G core for 600 devices: an AMF with one replica; the same for the SMF", "5G core, to be deployed" and below it "NFs: AMF,
/// SMF": whether several members of a set are named one by one behind the colon at `colon`, or behind a label.
fn listed_in_lines(parser: &Parser<'_>, at: usize, colon: usize, set: FunctionSet) -> bool {
    const LABELS: &[&str] = &[
        "nf",
        "nfs",
        "function",
        "functions",
        "network functions",
        "components",
        "members",
        "cnfs",
        "list of functions",
        "list",
    ];
    let members = |from: usize| {
        (from..parser.lexemes.len())
            .take_while(|index| parser.symbol(*index) != Some('.') && !parser.begins_line(*index + 1))
            .chain([from])
            .filter(|index| {
                matches!(parser.term(*index), Some(Term::Function(function)) if set.members().contains(&function))
                    && !matches!(parser.link(parser.skip_stops(index + 1)), Some(Link::Off))
                    && !parser.before(*index).is_some_and(|before| matches!(parser.link(before), Some(Link::Without | Link::No | Link::But)))
            })
            .count()
    };
    // "…, standard numbers otherwise"
    let more = (at + 1..parser.lexemes.len()).any(|index| {
        matches!(
            parser.lower(index),
            "otherwise"
                | "default"
                | "defaults"
                | "the rest"
                | "rest"
                | "everything else"
                | "remaining"
                | "others"
        )
    });
    if more {
        return false;
    }
    let labelled = (at + 1..parser.lexemes.len()).find(|index| {
        parser.begins_line(*index)
            && LABELS.contains(&parser.lower(*index))
            && parser.symbol(index + 1) == Some(':')
    });
    let behind = (parser.symbol(colon) == Some(':') && colon > at + 1).then_some(colon);
    [labelled.map(|label| label + 1), behind]
        .into_iter()
        .flatten()
        .any(|colon| members(colon + 1) > 1)
}

/// Whether a list behind the name of a set says what it consists of: "5G core: AMF, SMF, UPF".
pub(super) fn listed_behind(parser: &Parser<'_>, at: usize, set: FunctionSet) -> bool {
    let opens = |index: usize| {
        matches!(parser.symbol(index), Some(':' | '('))
            || matches!(
                parser.lower(index),
                "consisting of" | "comprising" | "made up of" | "composed of"
            )
    };
    // "the EPC, that is MME, SGW-C and SGW-U"
    let comma = at
        + 1
        + (at + 1..parser.lexemes.len())
            .take_while(|index| {
                parser.is_stop(*index)
                    || parser.link(*index) == Some(Link::For)
                    || matches!(parser.kind(*index), Some(Kind::Unknown | Kind::Number(_)))
                    // "core for the lab: 1 AMF, 1 SMF"
                    || matches!(
                        parser.term(*index),
                        Some(Term::Environment(_) | Term::Noun(Noun::Version))
                    )
                    || matches!(
                        parser.noun(*index),
                        Some(Noun::Devices | Noun::Subscribers | Noun::Sessions)
                    )
            })
            .count();
    if listed_in_lines(parser, at, comma, set) {
        return true;
    }
    let explained = parser.symbol(comma) == Some(',')
        && (parser.word(comma + 1) == "namely"
            || (parser.word(comma + 1) == "that" && parser.word(comma + 2) == "is"));
    let next = if explained {
        comma + 1
    } else {
        parser.skip_stops(at + 1)
    };
    let passed = |index: usize| {
        opens(index)
            || parser.is_stop(index)
            || parser.symbol(index) == Some('-')
            || matches!(
                parser.kind(index),
                Some(Kind::Number(_) | Kind::Times(_) | Kind::Term(Term::Verb(Verb::Deploy)))
            )
    };
    let first = next
        + (next..parser.lexemes.len())
            .take_while(|index| passed(*index))
            .count();
    let (functions, _) = parser.function_list(first);
    // "a private 5G core of AMF, SMF and UPF"
    let of = parser.word(at + 1) == "of";
    (opens(next) || explained || of)
        && functions.len() > 1
        && functions
            .iter()
            .any(|function| set.members().contains(function))
}

/// "mTLS between all core functions": asks which ones run there, which the text does not say. "All functions of the 5G core"
/// are those of the set.
pub(super) fn ask_which_of_all(parser: &mut Parser<'_>) {
    let chosen = parser
        .draft
        .functions
        .iter()
        .any(|mention| !mention.from_set);
    if chosen || parser.verb_used(Verb::Deploy) || parser.verb_used(Verb::Need) {
        return;
    }
    let Some(all) = (0..parser.lexemes.len()).find_map(|at| all_functions(parser, at)) else {
        return;
    };
    let words = parser.words(all);
    let question = format!("which functions are \"{words}\"? Name them, e.g. \"AMF, SMF and UPF\"");
    parser.draft.ask(&words, question);
}

/// "all core functions", "every NF": from the word at `at` to the noun, unless the set behind it says which.
fn all_functions(parser: &Parser<'_>, at: usize) -> Option<std::ops::Range<usize>> {
    const NOUNS: &[&str] = &["functions", "nfs", "cnfs", "function", "nf", "cnf"];
    let first = &parser.lexemes[at];
    let all = matches!(
        parser.tokens[first.first].norm.as_ref(),
        "all" | "every" | "each"
    );
    let goes_on = |index: &usize| {
        parser.is_stop(*index) || matches!(parser.term(*index), Some(Term::Core | Term::Set(_)))
    };
    let end = (at..(at + 6).min(parser.lexemes.len()))
        .take_while(|index| *index == at || goes_on(index))
        .find(|index| NOUNS.contains(&parser.last_word(*index)))?;
    let set = || {
        let behind = parser.skip_stops(end + 1);
        parser.named(behind).is_some() || matches!(parser.kind(behind), Some(Kind::Place(..)))
    };
    let which = matches!(parser.word(end + 1), "except" | "but" | "that")
        || (parser.word(end + 1) == "of" && set());
    (all && !parser.background[at] && !which).then_some(at..end + 1)
}
