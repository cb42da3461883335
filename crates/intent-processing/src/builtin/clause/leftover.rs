//! Turns what no rule took into questions.

use super::Parser;
use super::occurrence::{circumstance, counts_functions, statement_around};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};

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
        // "but keep five nines" leaves out nothing.
        Kind::Term(Term::Link(Link::Without)) => {
            let words = parser.lower(at);
            let untouched =
                words.contains("touch") && parser.named(parser.skip_stops(at + 1)).is_none();
            // "everything but these stays as it is"
            let rest = (words.starts_with("everything") || words.starts_with("all"))
                && matches!(
                    parser.word(at + 1),
                    "these" | "those" | "this" | "that" | "them" | "it"
                );
            !(words.starts_with("but keep") || untouched || rest)
        }
        // "shall be able to reach 99.99 %" is about a value.
        Kind::Term(Term::Link(Link::MayReach))
            if matches!(
                parser.kind(at + 1),
                Some(Kind::Quantity(..) | Kind::Number(_) | Kind::Term(Term::Nines(_)))
            ) =>
        {
            false
        }
        // "nobody else may connect to it"
        Kind::Term(Term::Link(Link::MayReach)) => !at.checked_sub(1).is_some_and(|before| {
            matches!(
                parser.lower(before),
                "nobody else" | "nothing else" | "no one else"
            )
        }),
        // "traffic from 200 meters" permits nothing by itself.
        // "AMF -> AUSF on N12; please allow this" permits what was said.
        Kind::Term(Term::Link(Link::Allow)) => {
            let said = matches!(
                parser.word(at + 1),
                "both" | "this" | "that" | "it" | "these" | "them"
            ) && !parser.draft.policies.network.is_empty();
            permits(parser.lower(at)) && !said
        }
        // "only the AUSF has to be scaled" restricts nobody's reach.
        Kind::Term(Term::Link(Link::Only)) => parser.restricts_reach(),
        // "two of the four UPFs can be switched off"
        Kind::Term(Term::Link(Link::Off)) => refuses_functions(parser, at),
        // "the city needs one": a pronoun.
        Kind::Number(_)
            if parser.word(at) == "one"
                && at
                    .checked_sub(1)
                    .is_some_and(|before| matches!(parser.term(before), Some(Term::Verb(_)))) =>
        {
            false
        }
        // "it has not answered since five o'clock", beside an order
        Kind::Term(Term::Link(Link::Not)) => !denies_fact(parser, at),
        Kind::Term(term) => carries(*term),
        _ => true,
    }
}

/// Whether what is "switched off" or "not needed" at `at` are functions: nothing between them is what functions are
/// fitted with, and no verb removes them.
fn refuses_functions(parser: &Parser<'_>, at: usize) -> bool {
    let before = (at.saturating_sub(super::REACH)..at)
        .rev()
        .take_while(|index| parser.symbol(*index).is_none() && !parser.background[*index])
        .find(|index| match parser.kind(*index) {
            Some(Kind::Term(term)) => !matches!(term, Term::Stop | Term::Link(_)),
            _ => true,
        });
    let functions = before.is_some_and(|before| {
        parser.named(before).is_some() || parser.noun(before) == Some(Noun::Replica)
    });
    functions
        && !parser
            .draft
            .verbs
            .iter()
            .any(|used| used.verb == Verb::Remove)
}

/// Whether "not" at `at` is said of an unknown word in a sentence without an order, and another sentence has one.
fn denies_fact(parser: &Parser<'_>, at: usize) -> bool {
    let unknown = parser.kind(parser.skip_stops(at + 1)) == Some(&Kind::Unknown);
    let verb = |index: usize| {
        parser.taken[index] && matches!(parser.term(index), Some(Term::Verb(_) | Term::Multiply(_)))
    };
    unknown
        && !statement_around(parser, at).any(verb)
        && (0..parser.lexemes.len()).any(|index| verb(index) && !parser.background[index])
}

/// Whether a phrase asks to open a way, and not only speaks of one.
fn permits(words: &str) -> bool {
    ["allow", "permit", "admit", "unblock", "open", "firewall"]
        .iter()
        .any(|stem| words.starts_with(stem))
}

/// Whether a term that stands alone asks for something.
pub(crate) fn carries(term: Term) -> bool {
    match term {
        Term::Stop | Term::Direction(_) | Term::Named | Term::Reference => false,
        Term::Link(link) => matches!(
            link,
            Link::Not | Link::Without | Link::Only | Link::MayReach | Link::Allow
        ),
        Term::Noun(noun) => !matches!(
            noun,
            Noun::Devices
                | Noun::Subscribers
                | Noun::Sessions
                | Noun::Registrations
                | Noun::Cells
                | Noun::Utilisation
                | Noun::Places(_)
                | Noun::Version
        ),
        _ => true,
    }
}

fn question(parser: &mut Parser<'_>, at: usize, end: usize) {
    let words = parser.words(at..end);
    // "set up N2 between the gNB and the AMF" is about the interface.
    let object = parser.before(at).is_some_and(|before| {
        matches!(
            parser.term(before),
            Some(Term::Verb(
                Verb::Deploy | Verb::Need | Verb::Add | Verb::Remove
            ))
        )
    });
    if matches!(parser.term(at), Some(Term::Point(_))) && !object && !parser.speaks_of_permission()
    {
        parser.take(at..end, "reference point");
        parser.draft.assume(format!(
            "\"{words}\" is read as part of a description and changes nothing"
        ));
        return;
    }
    if let Some(end) = counts_functions(parser, at) {
        parser.take(at..end, "number of the functions");
        return;
    }
    if let Some(end) = circumstance(parser, at) {
        parser.draft.note(
            &words,
            format!("\"{words}\" is read as said beside the intent and changes nothing"),
            false,
        );
        parser.background[at..end].fill(true);
        return;
    }
    let (question, blocking) = match &parser.lexemes[at].kind {
        Kind::Number(_)
        | Kind::Quantity(..)
        | Kind::Times(_)
        | Kind::Range(..)
        | Kind::Version(_) => (
            format!("what does the number \"{words}\" say, and of which function or target?"),
            true,
        ),
        Kind::Unknown
            if super::network_rule::numbered_point(parser, at) && parser.speaks_of_permission() =>
        {
            (
                format!("what does \"{words}\" restrict? Name the functions"),
                true,
            )
        }
        Kind::Unknown if expects_function(parser, at, end) => (
            format!(
                "\"{words}\" is not a network function this product knows: which one is meant, e.g. AMF, SMF, UPF?"
            ),
            true,
        ),
        Kind::Unknown if (at..end).any(|index| is_amount(parser, index)) => (
            format!("what does the number \"{words}\" say, and of which function or target?"),
            true,
        ),
        Kind::Unknown if stands_for_verb(parser, at, end) => (
            format!(
                "\"{words}\" is not a verb this product knows: what should happen, e.g. deploy, scale, upgrade, remove?"
            ),
            true,
        ),
        Kind::Unknown => (
            format!(
                "\"{words}\" is not understood and changes nothing: is it needed? If so, say it in other words"
            ),
            false,
        ),
        Kind::Term(Term::Link(Link::Off)) => (
            format!(
                "what should happen to what is \"{words}\"? Write e.g. \"remove the UPF\" or \"scale the UPF down by 2\""
            ),
            true,
        ),
        Kind::Term(Term::Metric(_) | Term::Noun(_)) => {
            (format!("which value should \"{words}\" have?"), false)
        }
        Kind::Term(Term::PerNode) => (
            format!(
                "how many may stand \"{words}\" is the planner's decision: is \"on different nodes\" meant?"
            ),
            true,
        ),
        Kind::Term(Term::Link(_) | Term::Point(_)) => (
            format!("what does \"{words}\" restrict? Name the functions"),
            true,
        ),
        _ => (format!("what is \"{words}\" about?"), false),
    };
    parser.draft.note(&words, question, blocking);
}

impl Parser<'_> {
    /// Whether a text says who may reach whom in any words.
    fn speaks_of_permission(&self) -> bool {
        self.speaks_of_reach
            || self.tokens.iter().any(|token| {
                matches!(
                    token.norm.as_ref(),
                    "only"
                        | "alone"
                        | "access"
                        | "peer"
                        | "peers"
                        | "restrict"
                        | "restricted"
                        | "permitted"
                        | "allowed"
                        | "firewall"
                )
            })
    }
}

/// "10G", "1,5": a number with something behind it that is no unit here. "2nd" is none.
pub(super) fn is_amount(parser: &Parser<'_>, at: usize) -> bool {
    let word = parser.lower(at);
    let behind = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = word.len() - behind.len();
    let ordinal = matches!(behind, "st" | "nd" | "rd" | "th");
    let amount = behind
        .chars()
        .all(|c| c.is_numeric() || c.is_alphabetic() || matches!(c, '.' | ',' | ' '));
    digits > 0 && !ordinal && amount
}

/// Whether an unknown word stands where the one verb of a text belongs: "knock one replica off", "isolate the UDR",
/// "cancel the scaling".
fn stands_for_verb(parser: &Parser<'_>, at: usize, end: usize) -> bool {
    // "graag uitrollen: AMF"
    let foreign =
        (at..end).any(|index| super::phrase::among(parser.word(index), super::context::FOREIGN));
    if foreign && parser.draft.verbs.is_empty() {
        return true;
    }
    let object = parser.skip_stops(end);
    let counted = matches!(parser.kind(object), Some(Kind::Number(_)))
        && parser.noun(object + 1) == Some(Noun::Replica);
    let named = object > end && parser.named(object).is_some();
    let weak = parser.draft.verbs.iter().all(|used| {
        used.words.is_empty()
            || (used.verb == Verb::Need && used.words.to_lowercase().starts_with("deploy"))
    });
    let first = (0..at).all(|index| !matches!(parser.term(index), Some(Term::Verb(_))));
    let of_action = object > end
        && matches!(parser.term(object), Some(Term::Verb(_)))
        && matches!(
            parser.word(object - 1),
            "the" | "a" | "an" | "this" | "that" | "our"
        );
    // "prevent scaling of the AMF above 5"
    let prevents = matches!(
        parser.lower(at),
        "prevent" | "avoid" | "stop" | "cease" | "refrain from"
    ) && matches!(parser.term(end), Some(Term::Verb(_)));
    // "deploy the AMF and polish it"
    let ordered = object > end
        && (named || (end..object).any(|index| matches!(parser.word(index), "it" | "them")));
    // "the AMF shall be polished"
    let passive = at
        .checked_sub(1)
        .is_some_and(|before| parser.word(before) == "be")
        && parser.lower(end.max(1) - 1).ends_with("ed")
        && weak;
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
    let added = parser
        .before(at)
        .is_some_and(|before| parser.word(before) == "also" && !parser.heads_clause(before));
    let heads =
        parser.heads_clause(at) && !finite && !told && !owned && !added && !is_called(parser, at);
    // "free the cluster of the AMF": the first word of a text without any verb.
    let only = parser.draft.verbs.is_empty()
        && end == at + 1
        && heads
        && parser
            .before(at)
            .is_none_or(|before| matches!(parser.symbol(before), Some('.' | '!' | '?')))
        && matches!(
            parser.word(end),
            "the" | "our" | "this" | "these" | "all" | "both" | "that"
        );
    passive || only || (heads && (prevents || ordered || (weak && counted) || (first && of_action)))
}

/// Acronyms of people, papers and places around a network, which are neither functions of it nor settings.
#[rustfmt::skip]
const ACRONYMS: &[&str] = &[
    "oss", "bss", "nms", "ems", "cmdb", "itil", "hvac", "ups", "rca", "mttr", "mtbf", "capex", "roi", "gdpr", "nis2", "bsi", "iso", "iec", "ieee", "nato", "uefa", "fifa", "gsm", "umts", "mvno", "mvnos", "mno", "ott", "tv", "hdtv", "uk", "usa", "uae", "eu", "pdf", "csv", "faq", "hr", "uat", "it", "ot", "soc", "sre", "gui", "cli", "eol", "eos", "cve", "sim", "sims", "esim", "scada", "hmi",
];

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

/// Nouns that no function is called by: what stands in front of them says whose or where.
#[rustfmt::skip]
const DESCRIBED: &[&str] = &[
    "order", "ticket", "team", "department", "alarm", "project", "customer", "report", "people", "request", "board", "campus", "site", "plant", "airport", "port", "harbour", "hospital", "factory", "stadium", "university", "office", "branch", "station", "city", "building", "warehouse", "museum", "mine", "committee", "meeting", "programme", "program",
];

/// Whether an unknown word stands where a function belongs: as the object of a verb, in a list of
/// functions, or written like the acronym of one. A word before a function only describes it.
fn expects_function(parser: &Parser<'_>, at: usize, end: usize) -> bool {
    let next = parser.skip_stops(end);
    if is_called(parser, at) {
        return false;
    }
    // "OSS order", "Lisbon campus"
    let of_people = (at..=end).any(|index| DESCRIBED.contains(&parser.word(index)));
    if of_people {
        return false;
    }
    let describes = parser.named(next).is_some()
        || matches!(parser.noun(next), Some(Noun::Slice | Noun::Replica))
        || matches!(parser.term(next), Some(Term::Slice(_)));
    if (at..end).any(|index| looks_like_a_function(parser, index)) {
        return true;
    }
    if describes || says_how(parser, at, end) {
        return false;
    }
    let joint = |index: usize| {
        parser.link(index).is_some_and(Link::joins)
            || matches!(parser.symbol(index), Some(',' | '/' | '&'))
    };
    let Some(mut before) = parser.before(at) else {
        return false;
    };
    // "the UPF, it hangs"
    let resumed = (before + 1..at).any(|index| {
        matches!(
            parser.word(index),
            "it" | "they"
                | "which"
                | "whose"
                | "where"
                | "its"
                | "their"
                | "as"
                | "since"
                | "so"
                | "when"
                | "if"
                | "we"
                | "this"
                | "that"
                | "there"
                | "i"
                | "you"
                | "nobody"
                | "who"
                | "everyone"
                | "both"
        )
    });
    if resumed {
        return false;
    }
    let listed = joint(before);
    while joint(before) || parser.is_stop(before) {
        let Some(earlier) = before.checked_sub(1) else {
            return false;
        };
        before = earlier;
    }
    // "milestone 3 of the programme"
    if parser.background[before] {
        return false;
    }
    let verb = matches!(parser.term(before), Some(Term::Verb(_) | Term::Multiply(_)));
    // "Install the security patch on the SEPP": where functions are named, the word beside the verb describes.
    let asked_for = !parser.draft.functions.is_empty() || parser.draft.slice_words.is_some();
    let beside_functions = asked_for && !joint(next);
    (verb && !listed && !beside_functions)
        || (listed && parser.named(before).is_some())
        // "… should become four, roaming season starts"
        || (matches!(parser.kind(before), Some(Kind::Number(_)))
            && !parser.background[before]
            && !is_value_of_noun(parser, before)
            && (!listed || matches!(parser.kind(end), Some(Kind::Number(_) | Kind::Times(_) | Kind::Symbol(':' | '(')))))
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
        matches!(parser.word(before), "is" | "are" | "was" | "were" | "both")
    });
    adverb || predicate
}

/// Whether an unknown word could be the name of a function, or an amount with a unit that is not known.
pub(super) fn stands_like_a_function(parser: &Parser<'_>, at: usize) -> bool {
    let word = parser.slice(at..at + 1);
    let plural = word.strip_suffix('s').unwrap_or(word);
    // "DIMMs" is a plural of what is counted here; an acronym may be a function.
    let acronym = plural.len() > 1 && plural.chars().all(char::is_uppercase);
    (acronym && !word.ends_with('s') && !parser.shouted) || is_amount(parser, at)
}

/// Whether a word is written like an acronym: at least two capitals, and not a shouted sentence.
pub(super) fn looks_like_a_function(parser: &Parser<'_>, at: usize) -> bool {
    let word = parser.slice(at..at + 1);
    let named = word.starts_with(char::is_uppercase);
    let capitals = |text: &str| text.chars().filter(|c| c.is_uppercase()).count();
    parser.kind(at) == Some(&Kind::Unknown)
        && named
        && capitals(word) >= 2
        // "MineOps" is a company.
        && 2 * capitals(word) >= word.chars().filter(|letter| letter.is_alphabetic()).count()
        && word.chars().count() <= 12
        && !super::slice::is_everyday(parser.lower(at))
        && !ACRONYMS.contains(&parser.lower(at))
        && !parser.shouted
}
