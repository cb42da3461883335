//! Turns what no rule took into questions.

use nephoran_api::{
    CapacityRequest, PlacementRequest, PolicyRequest, QosRequest, ResourceRequest, SecurityRequest,
};

use super::network_rule::numbered_point;
use super::occurrence::{circumstance, counts_functions, statement_around};
use super::{Parser, unknown};
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
        while parser.is_unknown(at) && parser.is_unknown(end) && !parser.taken[end] {
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
    match parser.lexemes[at].kind {
        Kind::Symbol(_) => false,
        Kind::Term(Term::Link(link)) => is_open_link(parser, at, link),
        // "the city needs one": a pronoun.
        Kind::Number(_) if parser.word(at) == "one" => !at
            .checked_sub(1)
            .is_some_and(|before| matches!(parser.term(before), Some(Term::Verb(_)))),
        Kind::Term(term) => carries(term),
        _ => true,
    }
}

/// Whether the link at `at`, which nothing took, asks for something.
fn is_open_link(parser: &Parser<'_>, at: usize, link: Link) -> bool {
    match link {
        Link::Without => leaves_out(parser, at),
        Link::MayReach => reaches(parser, at),
        // "traffic from 200 meters" permits nothing by itself.
        // "AMF -> AUSF on N12; please allow this" permits what was said.
        Link::Allow => {
            let said = matches!(
                parser.word(at + 1),
                "both" | "this" | "that" | "it" | "these" | "them"
            ) && !parser.draft.policies.network.is_empty();
            permits(parser.lower(at)) && !said
        }
        // "only the AUSF has to be scaled" restricts nobody's reach.
        Link::Only => parser.restricts_reach(),
        // "two of the four UPFs can be switched off"
        Link::Off => refuses_functions(parser, at),
        // "it has not answered since five o'clock", beside an order
        Link::Not => !denies_fact(parser, at),
        _ => false,
    }
}

/// Whether the words at `at` leave out something: "but keep five nines" and "don't touch the rest" do not, and neither does
/// "everything but these stays as it is".
fn leaves_out(parser: &Parser<'_>, at: usize) -> bool {
    let words = parser.lower(at);
    let untouched = words.contains("touch") && parser.named(parser.skip_stops(at + 1)).is_none();
    let rest = (words.starts_with("everything") || words.starts_with("all"))
        && matches!(
            parser.word(at + 1),
            "these" | "those" | "this" | "that" | "them" | "it"
        );
    !(words.starts_with("but keep") || untouched || rest)
}

/// Whether the words at `at` say that somebody may reach somebody: "shall be able to reach 99.99 %" is about a value, and
/// "nobody else may connect to it" refuses.
fn reaches(parser: &Parser<'_>, at: usize) -> bool {
    let valued = matches!(
        parser.kind(at + 1),
        Some(Kind::Quantity(..) | Kind::Number(_) | Kind::Term(Term::Nines(_)))
    );
    let refused = at.checked_sub(1).is_some_and(|before| {
        matches!(
            parser.lower(before),
            "nobody else" | "nothing else" | "no one else"
        )
    });
    !(valued || refused)
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
    let unknown = parser.is_unknown(parser.skip_stops(at + 1));
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
    let words = parser.slice(at..end);
    if describes_way(parser, at) {
        parser.take(at..end, "reference point");
        parser.draft.assume(format!(
            "\"{words}\" is read as part of a description and changes nothing"
        ));
    } else if let Some(end) = counts_functions(parser, at) {
        parser.take(at..end, "number of the functions");
    } else if let Some(end) = circumstance(parser, at) {
        parser.draft.note(
            words,
            format!("\"{words}\" is read as said beside the intent and changes nothing"),
            false,
        );
        parser.background[at..end].fill(true);
    } else {
        let (question, blocking) = open_question(parser, at, end, words);
        parser.draft.note(words, question, blocking);
    }
}

/// Whether a reference point at `at` is neither the object of a verb nor part of a rule. "Set up N2 between the gNB and the
/// AMF" is about the interface.
fn describes_way(parser: &Parser<'_>, at: usize) -> bool {
    let object = || {
        let before = parser.before(at).and_then(|before| parser.term(before));
        matches!(
            before,
            Some(Term::Verb(
                Verb::Deploy | Verb::Need | Verb::Add | Verb::Remove
            ))
        )
    };
    matches!(parser.term(at), Some(Term::Point(_))) && !object() && !parser.speaks_of_permission()
}

/// What to ask about the words from `at` to `end`, and whether work must wait for the answer.
fn open_question(parser: &Parser<'_>, at: usize, end: usize, words: &str) -> (String, bool) {
    match parser.lexemes[at].kind {
        Kind::Number(_)
        | Kind::Quantity(..)
        | Kind::Times(_)
        | Kind::Range(..)
        | Kind::Version(_) => (of_number(words), true),
        Kind::Unknown => of_unknown(parser, at, end, words),
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
        Kind::Term(Term::Link(_) | Term::Point(_)) => (of_restriction(words), true),
        _ => (format!("what is \"{words}\" about?"), false),
    }
}

/// What to ask about words that are not in the vocabulary, and whether work must wait for the answer.
fn of_unknown(parser: &Parser<'_>, at: usize, end: usize, words: &str) -> (String, bool) {
    let question = if numbered_point(parser, at) && parser.speaks_of_permission() {
        of_restriction(words)
    } else if unknown::stands_for_function(parser, at, end) {
        format!(
            "\"{words}\" is not a network function this product knows: which one is meant, e.g. AMF, SMF, UPF?"
        )
    } else if (at..end).any(|index| is_amount(parser, index)) {
        of_number(words)
    } else if unknown::names_place(parser, at, end) {
        let lower = words.to_lowercase();
        format!(
            "is \"{words}\" where the function is? Write e.g. \"in region {lower}\", or leave it out"
        )
    } else if unknown::stands_for_verb(parser, at, end) {
        format!(
            "\"{words}\" is not a verb this product knows: what should happen, e.g. deploy, scale, upgrade, remove?"
        )
    } else {
        let question = format!(
            "\"{words}\" is not understood and changes nothing: is it needed? If so, say it in other words"
        );
        let blocks = unknown::has_proper_name(parser, at, end) || says_only_how(parser);
        return (question, blocks);
    };
    (question, true)
}

/// "run the UDR as non-root": whether a text says nothing of its functions but how they run, so that what is not understood
/// is all that is asked for.
fn says_only_how(parser: &Parser<'_>) -> bool {
    let draft = &parser.draft;
    let runs = !draft.verbs.is_empty() && draft.verbs.iter().all(|used| used.is_any(&["run"]));
    runs && !draft.counts_replicas()
        && draft.slice_words.is_none()
        && draft.pattern.is_none()
        && draft.placement == PlacementRequest::default()
        && draft.capacity == CapacityRequest::default()
        && draft.qos == QosRequest::default()
        && draft.resources == ResourceRequest::default()
        && draft.policies == PolicyRequest::default()
        && draft.objectives.is_empty()
        && draft.security == SecurityRequest::default()
}

fn of_number(words: &str) -> String {
    format!("what does the number \"{words}\" say, and of which function or target?")
}

fn of_restriction(words: &str) -> String {
    format!("what does \"{words}\" restrict? Name the functions")
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

/// Acronyms of people, papers and places around a network, which are neither functions of it nor settings.
#[rustfmt::skip]
const ACRONYMS: &[&str] = &[
    "oss", "bss", "jira", "nms", "ems", "cmdb", "itil", "hvac", "ups", "rca", "mttr", "mtbf", "capex", "roi", "gdpr", "nis2", "bsi", "iso", "iec", "ieee", "nato", "uefa", "fifa", "gsm", "umts", "mvno", "mvnos", "mno", "ott", "tv", "hdtv", "uk", "usa", "uae", "eu", "pdf", "csv", "faq", "hr", "uat", "it", "ot", "soc", "sre", "gui", "cli", "eol", "eos", "cve", "sim", "sims", "esim", "scada", "hmi", "fwa", "cctv", "agv", "agvs", "amr", "amrs", "plc", "plcs", "hse", "poc", "vip", "vips", "ar", "vr", "xr", "uhd", "hd", "mes", "erp", "lab", "b2b", "b2c", "gps", "ai", "ml",
];

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
    parser.is_unknown(at)
        && named
        && capitals(word) >= 2
        // "MineOps" is a company.
        && 2 * capitals(word) >= word.chars().filter(|letter| letter.is_alphabetic()).count()
        && word.chars().count() <= 12
        && !super::slice::is_everyday(parser.lower(at))
        && !ACRONYMS.contains(&parser.lower(at))
        // "Madrid DC2"
        && !(word.starts_with("DC") && word[2..].bytes().all(|byte| byte.is_ascii_digit()))
        && !parser.shouted
}
