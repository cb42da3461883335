//! What an unknown word stands for: a function, or the verb of an order.

use nephoran_telecom::NetworkFunctionType;

use super::Parser;
use super::leftover::looks_like_a_function;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};

/// Whether unknown words stand where the one verb of a text belongs: "knock one replica off", "isolate the UDR", "cancel the
/// scaling".
pub(super) fn stands_for_verb(parser: &Parser<'_>, at: usize, end: usize) -> bool {
    // "graag uitrollen: AMF"
    let foreign =
        || (at..end).any(|index| super::phrase::among(parser.word(index), super::context::FOREIGN));
    (parser.draft.verbs.is_empty() && foreign())
        || is_passive(parser, at, end)
        || (heads_order(parser, at, end)
            && (opens_text(parser, at, end) || has_object(parser, at, end)))
}

/// Whether no verb of the text orders more than a deployment.
fn orders_little(parser: &Parser<'_>) -> bool {
    parser.draft.verbs.iter().all(|used| {
        used.words.is_empty() || (used.verb == Verb::Need && used.begins_with(&["deploy"]))
    })
}

/// "the AMF shall be polished".
fn is_passive(parser: &Parser<'_>, at: usize, end: usize) -> bool {
    at.checked_sub(1)
        .is_some_and(|before| parser.word(before) == "be")
        && parser.lower(end - 1).ends_with("ed")
        && orders_little(parser)
}

/// Whether words stand at the head of a clause and neither tell nor belong to what is told.
fn heads_order(parser: &Parser<'_>, at: usize, end: usize) -> bool {
    // "stateless operation presupposes a UDSF": no order, where another clause has one.
    let last = parser.lower(end - 1);
    let finite = ((last.ends_with('s') && !last.ends_with("ss"))
        || last.ends_with("ed")
        || matches!(
            last,
            "found" | "saw" | "went" | "told" | "wrote" | "got" | "felt" | "left" | "lost"
        ))
        && parser
            .draft
            .verbs
            .iter()
            .any(|used| used.verb != Verb::Need);
    // "…, we promised it"
    let told = at.checked_sub(1).is_some_and(|before| {
        matches!(
            parser.word(before),
            "we" | "they" | "i" | "it" | "that" | "which" | "who"
        )
    });
    // "software of the O-CU-CP to be upgraded"
    let owned = matches!(parser.word(end), "of" | "that" | "which");
    // "our list also contained a PCF"
    let added = || {
        parser
            .before(at)
            .is_some_and(|before| parser.word(before) == "also" && !parser.heads_clause(before))
    };
    parser.heads_clause(at) && !finite && !told && !owned && !added() && !is_called(parser, at)
}

/// "free the cluster of the AMF": the first word of a text without any verb.
fn opens_text(parser: &Parser<'_>, at: usize, end: usize) -> bool {
    parser.draft.verbs.is_empty()
        && end == at + 1
        && parser
            .before(at)
            .is_none_or(|before| parser.symbol(before).is_some())
        && matches!(
            parser.word(end),
            "the" | "our" | "this" | "these" | "all" | "both" | "that"
        )
}

/// Whether behind the words stands what can be ordered: functions, replicas, or the noun made of a verb.
fn has_object(parser: &Parser<'_>, at: usize, end: usize) -> bool {
    let object = parser.skip_stops(end);
    // "prevent scaling of the AMF above 5"
    let prevents = matches!(
        parser.lower(at),
        "prevent" | "avoid" | "stop" | "cease" | "refrain from"
    ) && matches!(parser.term(end), Some(Term::Verb(_)));
    // "deploy the AMF and polish it"
    let of_functions = object > end
        && (parser.named(object).is_some()
            || (end..object).any(|index| matches!(parser.word(index), "it" | "them")));
    let of_replicas = matches!(parser.kind(object), Some(Kind::Number(_)))
        && parser.noun(object + 1) == Some(Noun::Replica)
        && orders_little(parser);
    let of_deed = object > end
        && matches!(parser.term(object), Some(Term::Verb(_)))
        && matches!(
            parser.word(object - 1),
            "the" | "a" | "an" | "this" | "that" | "our"
        )
        && (0..at).all(|index| !matches!(parser.term(index), Some(Term::Verb(_))));
    prevents || of_functions || of_replicas || of_deed
}

/// "customer ACME": whether the word at `at` is somebody's name.
fn is_called(parser: &Parser<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        matches!(
            parser.word(before),
            "customer"
                | "tenant"
                | "client"
                | "vendor"
                | "company"
                | "operator"
                | "partner"
                | "supplier"
                | "enterprise"
                | "colleague"
                | "mr"
                | "mrs"
                | "ms"
                | "dr"
        )
    })
}

/// Makers and projects, of which a function may be: "the Nokia AMF".
#[rustfmt::skip]
pub(super) const MAKERS: &[&str] = &[
    "nokia", "ericsson", "huawei", "samsung", "mavenir", "cisco", "juniper", "affirmed", "radisys", "casa", "parallel", "rakuten", "open5gs", "free5gc", "aether", "magma", "oracle", "microsoft", "istio", "linkerd", "kubernetes", "linux", "intel", "nvidia", "christmas", "easter",
];

/// Whether the words in front of a function are a name, as of a city: "the Vancouver CU". In front of a clause any word is
/// written like one, so that there something has to be told of the function: "Chicago AMF is running hot".
pub(super) fn names_place(parser: &Parser<'_>, at: usize, end: usize) -> bool {
    // "the Augsburg plant UPF", "the rural Montana DU"
    let premises = super::placement::PREMISES.contains(&parser.word(end - 1));
    let name = end - 1 - usize::from(premises && end - 1 > at);
    let word = parser.slice(name..name + 1);
    let named = word.len() > 3
        && word.starts_with(char::is_uppercase)
        && word.chars().skip(1).all(char::is_lowercase)
        && !MAKERS.contains(&parser.lower(name));
    let function = end
        + usize::from(matches!(
            parser.term(end),
            Some(Term::Pattern(_) | Term::Environment(_))
        ));
    let told = matches!(
        parser.word(function + 1),
        "is" | "are" | "has" | "have" | "needs" | "runs" | "was"
    );
    let located = parser
        .lexemes
        .iter()
        .any(|lexeme| matches!(lexeme.kind, Kind::Place(..)));
    let site = matches!(parser.word(end), "site" | "market" | "office");
    // "UPF, 5 replicas, Milan, 100 Gbps"
    let listed = end == at + 1
        && is_listed(parser, at)
        && matches!(parser.kind(end), None | Some(Kind::Symbol(',' | '.')));
    // "on each of the edge sites Bristol, Leeds and Cardiff"
    let of_sites = at.checked_sub(1).is_some_and(|before| {
        matches!(
            parser.last_word(before),
            "site" | "sites" | "cities" | "locations" | "towns"
        )
    });
    (parser.named(function).is_some() || site || listed || of_sites)
        && named
        && (told || listed || !parser.heads_clause(at))
        && !located
        && !parser.shouted
}

/// "take the Busan UPF down", "UPF hot spare Osaka": whether a proper name stands in a clause about functions, which it tells
/// from others.
pub(super) fn has_proper_name(parser: &Parser<'_>, at: usize, end: usize) -> bool {
    let name = |index: usize| {
        let word = parser.slice(index..index + 1);
        // "the Norwegian partner", "on Black Friday"
        let adjective = ["ian", "ean", "ish", "ese"]
            .iter()
            .any(|ending| word.ends_with(ending));
        let opens = index
            .checked_sub(1)
            .is_none_or(|before| matches!(parser.symbol(before), Some(symbol) if symbol != ','));
        super::placement::is_capitalised(word)
            && !adjective
            && !opens
            && !parser.begins_line(index)
            && !super::reference::is_calendar(parser, index + 1)
            && !MAKERS.contains(&parser.lower(index))
    };
    let whom = (at.saturating_sub(3)..at).any(|index| parser.link(index) == Some(Link::For));
    let located = || {
        parser
            .lexemes
            .iter()
            .any(|lexeme| matches!(lexeme.kind, Kind::Place(..)))
    };
    let beside_functions = || {
        super::segment::segments(parser)
            .into_iter()
            .any(|(segment, _)| segment.contains(&at) && parser.names_function(&segment))
    };
    !parser.shouted
        && parser.draft.slice_words.is_none()
        && !whom
        && (at..end).any(name)
        && !located()
        && beside_functions()
}

/// Whether the word at `at` stands behind a comma, and a function or a value in front of it; "kind regards, Ines" does not.
fn is_listed(parser: &Parser<'_>, at: usize) -> bool {
    let comma = at
        .checked_sub(1)
        .filter(|before| parser.symbol(*before) == Some(','));
    comma.is_some_and(|comma| {
        (0..comma)
            .rev()
            .take_while(|index| !matches!(parser.symbol(*index), Some('.' | '!' | '?' | ';')))
            .any(|index| parser.taken[index] && !parser.background[index])
    })
}

/// Nouns that no function is called by: what stands in front of them says whose or where.
#[rustfmt::skip]
const DESCRIBED: &[&str] = &[
    "order", "ticket", "team", "department", "alarm", "project", "customer", "report", "people", "request", "board", "campus", "site", "plant", "airport", "port", "harbour", "hospital", "factory", "stadium", "university", "office", "branch", "station", "city", "building", "warehouse", "museum", "mine", "committee", "meeting", "programme", "program",
];

/// Words by which a clause goes on about what was named before it.
#[rustfmt::skip]
const RESUMES: &[&str] = &[
    "it", "they", "which", "whose", "where", "its", "their", "as", "since", "so", "when", "if", "we", "this", "that", "there", "i", "you", "nobody", "who", "everyone", "both",
];

/// Whether unknown words stand where a function belongs: as the object of a verb, in a list of functions, or written like the
/// acronym of one.
pub(super) fn stands_for_function(parser: &Parser<'_>, at: usize, end: usize) -> bool {
    // "OSS order", "Lisbon campus"
    let of_people = (at..=end).any(|index| DESCRIBED.contains(&parser.word(index)));
    if of_people || is_called(parser, at) {
        return false;
    }
    // "the KPM xApp"
    let application = matches!(
        parser.term(end),
        Some(Term::Function(
            NetworkFunctionType::XApp | NetworkFunctionType::RApp
        ))
    );
    (!application
        && (at..end).any(|index| looks_like_a_function(parser, index) && !qualifies(parser, index)))
        || (!describes(parser, end)
            && !says_how(parser, at, end)
            && stands_among_functions(parser, at, end))
}

/// "IPL final", "CT images": whether an acronym only belongs to the noun behind it.
pub(super) fn qualifies(parser: &Parser<'_>, at: usize) -> bool {
    parser.is_unknown(at + 1) && parser.slice(at + 1..at + 2).chars().all(char::is_lowercase)
}

/// Whether words in front of `end` only describe the function, the slice or the replicas behind them.
fn describes(parser: &Parser<'_>, end: usize) -> bool {
    let next = parser.skip_stops(end);
    parser.named(next).is_some()
        || matches!(
            parser.term(next),
            Some(Term::Noun(Noun::Slice | Noun::Replica) | Term::Slice(_))
        )
}

/// Whether unknown words are the object of a verb, counted, or listed with functions.
fn stands_among_functions(parser: &Parser<'_>, at: usize, end: usize) -> bool {
    let joint = |index: usize| {
        parser.link(index).is_some_and(Link::joins)
            || matches!(parser.symbol(index), Some(',' | '/' | '&'))
    };
    let Some(last) = parser.before(at) else {
        return false;
    };
    // "the UPF, it hangs"
    if (last + 1..at).any(|index| RESUMES.contains(&parser.word(index))) {
        return false;
    }
    let listed = joint(last);
    let before = (0..=last)
        .rev()
        .find(|index| !joint(*index) && !parser.is_stop(*index));
    // "milestone 3 of the programme"
    let Some(before) = before.filter(|before| !parser.background[*before]) else {
        return false;
    };
    match parser.kind(before) {
        // "Install the security patch on the SEPP": where functions are named, the word beside the verb describes.
        Some(Kind::Term(Term::Verb(_) | Term::Multiply(_))) => {
            let asked_for =
                !parser.draft.functions.is_empty() || parser.draft.slice_words.is_some();
            !listed && (!asked_for || joint(parser.skip_stops(end)))
        }
        // "… should become four, roaming season starts"
        Some(Kind::Number(_)) => {
            let goes_on = matches!(
                parser.kind(end),
                Some(Kind::Number(_) | Kind::Times(_) | Kind::Symbol(':' | '('))
            );
            (!listed || goes_on) && !is_value_of_noun(parser, before)
        }
        _ => listed && parser.named(before).is_some(),
    }
}

/// "5QI 1 voice": whether the number at `at` was taken as the value of the noun in front of it.
fn is_value_of_noun(parser: &Parser<'_>, at: usize) -> bool {
    parser.taken[at]
        && parser.before(at).is_some_and(|noun| {
            parser.taken[noun]
                && matches!(parser.term(noun), Some(Term::Noun(noun)) if noun != Noun::Replica)
        })
}

/// Whether unknown words behind a function or a verb say how it is or is done: "both outdated", "shut down permanently",
/// "5QI 9 is wrong".
fn says_how(parser: &Parser<'_>, at: usize, end: usize) -> bool {
    let adverb = (at..end).all(|index| {
        let word = parser.lower(index);
        let letters = word.chars().all(char::is_alphabetic);
        letters
            && word.len() > 4
            && (["ly", "ed", "est"]
                .iter()
                .any(|ending| word.ends_with(ending)))
    });
    let predicate = at.checked_sub(1).is_some_and(|before| {
        matches!(
            parser.word(before),
            "is" | "are" | "was" | "were" | "both" | "has" | "have" | "had"
        )
    });
    adverb || predicate
}
