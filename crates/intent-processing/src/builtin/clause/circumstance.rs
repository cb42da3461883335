//! Figures and deeds of the world around a request: "load has grown by 12 %", "our hosts have 64 cores", "scaling the UPF was
//! a mistake".
//!
//! Clauses that ask for nothing, like those of [`context`](super::context), told by what is said in them of a figure, of a
//! deed that is over, or of a machine.

use std::ops::Range;

use super::Parser;
use super::phrase::{Cues, Words, among, cues, has_any, says, stands};
use super::segment::{is_order, is_share};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::unit::Unit;

/// What figures did or are, said by somebody who reports.
#[rustfmt::skip]
const FIGURES: Cues = cues![
    "has grown", "have grown", "has risen", "have risen", "has fallen", "have fallen", "has dropped", "have dropped", "has increased", "have increased", "has decreased", "has doubled", "have doubled",
    "has cut", "have cut", "has climbed", "has gone up", "has gone down", "has been at", "have been at", "has been above", "has been below", "has been over", "has been under",
    "is killed", "are killed", "gets killed", "get killed", "is thrown out by", "are thrown out by", "gets thrown out", "oom killed", "oom killer", "oomkilled", "oom kills", "is evicted", "are evicted", "gets evicted", "runs out of memory", "run out of memory", "is down by", "are down by", "is up by", "are up by", "is down to", "are down to", "was down to", "were down to", "went up to", "went down to", "went up by", "went down by", "dropped to", "dropped by", "fell to", "fell by", "fell below", "rose to", "rose by", "grew by", "grew to",
    "grows by", "rises by", "falls to", "drops to", "exceeds its", "exceeds our", "exceeded", "peaked at", "peaks at", "hovers", "climbed to", "climbs to", "reached", "only reached", "reaches only",
    "measured in", "we measured", "was measured", "were measured", "we saw", "we see", "they measured", "is history", "are history", "used to be", "lost service", "lost connectivity", "lost coverage", "users lost", "subscribers lost", "customers lost", "were affected", "was affected", "complained", "could not register", "could not attach", "could not connect", "were disconnected", "were cut off", "was cut", "were cut", "has been cut", "have been cut", "it was", "they were", "now it is", "now they are", "someone left", "somebody left", "was left at", "were left at", "is stuck at", "are stuck at",
];

/// What a deed was that is over.
const JUDGED: Cues = cues![
    "was", "were", "went", "took", "has been", "had been", "caused"
];

/// What a deed would be that nobody should do.
#[rustfmt::skip]
const REFUSED: Cues = cues![
    "would be overkill", "would be wrong", "would be a mistake", "would be premature", "would be too", "would be pointless", "would be unnecessary", "would be excessive", "would not help", "would be no help", "would be useless", "would be a waste",
    "is overkill", "is wrong", "is no option", "is not an option", "is out of the question", "is pointless", "is unnecessary", "does not help", "is not needed", "is not necessary", "is not required",
];

/// What is said of something that needs nothing.
#[rustfmt::skip]
const WELL: Cues = cues![
    "is fine", "are fine", "is ok", "is okay", "is healthy", "are healthy", "works fine", "work fine", "is all right", "are all right",
];

/// What functions run on.
#[rustfmt::skip]
const MACHINES: Cues = cues![
    "hosts", "servers", "machines", "nodes", "blades", "boxes", "workers", "hypervisors", "racks",
];

/// What machines do, said of what they have.
const HAVE: Cues = cues![
    "are below",
    "are above",
    "are at",
    "sit at",
    "run at",
    "have",
    "has",
    "got",
    "offer",
    "offers",
    "come with",
    "are equipped"
];

/// Parts of a whole.
#[rustfmt::skip]
const PARTS: Cues = cues![
    "third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "half",
];

/// What is said of something that will come by itself.
#[rustfmt::skip]
const EXPECTS: Cues = cues![
    "expect", "expects", "expected", "forecast", "forecasts", "predicted", "anticipate", "foresee",
];

/// What figures do by themselves.
const RISES: Cues = cues!["rise", "rises", "grow", "grows", "fall", "drop", "climb"];

/// What is said of something that takes money or electricity.
#[rustfmt::skip]
const DRAWS: Cues = cues!["need", "needs", "draw", "draws", "is", "are", "cost", "costs"];

/// What is said of a number of functions that is there.
const COUNTED: Cues = cues!["deployed", "installed", "running", "live", "up"];

/// Who looks at what is there, and how he says so.
#[rustfmt::skip]
const OBSERVERS: Cues = cues![
    "inventory", "dashboard", "dashboards", "monitoring", "cmdb", "grafana", "prometheus", "console", "topology", "telemetry", "nms", "oss", "kubectl", "reconciliation", "audit", "alarm", "alarms", "gui", "statistics", "counters",
];
#[rustfmt::skip]
const SHOWS: Cues = cues![
    "lists", "list", "shows", "show", "counts", "count", "reports", "report", "says", "say", "displays", "indicates", "sees", "reveals", "confirms", "knows", "contains", "has",
];

/// What is said of a version that must not stay.
#[rustfmt::skip]
const OUTDATED: Cues = cues![
    "is end of life", "is eol", "is outdated", "is obsolete", "is too old", "is no longer supported", "is out of support", "is broken", "is buggy", "has a bug", "leaks memory", "is unsupported", "is vulnerable", "reaches end of life", "runs out of support", "drops calls", "drops packets", "drops sessions", "loses packets", "loses sessions", "keeps crashing", "has problems", "has issues", "is unstable", "misbehaves", "breaks",
];

/// Everybody beside those who are permitted something.
#[rustfmt::skip]
const REST: Cues = cues![
    "anything else", "everything else", "all else", "all other traffic", "any other traffic", "other traffic", "all others", "everybody else", "everyone else", "all other ingress", "any other ingress", "all other egress", "all other connections", "all other requests", "all other access",
];
#[rustfmt::skip]
const DENIED: Cues = cues![
    "drop", "block", "deny", "reject", "refuse", "dropped", "blocked", "denied", "refused", "rejected", "forbidden", "stays out", "discarded",
];

/// Words that make a wish or a condition of a report.
#[rustfmt::skip]
const WISHES: Cues = cues![
    "should", "shall", "must", "will", "please", "need", "needs", "when", "if", "whenever", "once",
];

/// Words by which a clause is about what was named before it.
const PRONOUNS: Cues = cues!["it", "they", "them", "this", "that", "these", "those"];

/// What a network does about a load: "… 60 Gbit/s are forecast. To cope with that, …".
#[rustfmt::skip]
const COPES: Cues = cues![
    "cope", "serve", "carry", "handle", "meet", "absorb", "support", "cover", "deal",
];

fn wishes(words: &Words<'_>) -> bool {
    has_any(words, WISHES)
}

/// Whether a clause reports a figure that no setting follows from.
pub(super) fn reports_figure(
    parser: &Parser<'_>,
    segment: &Range<usize>,
    words: &Words<'_>,
) -> bool {
    let figure = |kind: &Kind| {
        matches!(
            kind,
            Kind::Number(_)
                | Kind::Quantity(..)
                | Kind::Times(_)
                | Kind::Term(Term::Nines(_) | Term::Multiply(_))
        )
    };
    (says(words, FIGURES) && !wishes(words) && parser.has_kind(segment, figure))
        || costs(parser, segment, words)
        || expects(parser, segment, words)
}

/// What is said of something that nobody asks for.
#[rustfmt::skip]
const INDIFFERENT: Cues = cues![
    "doesn't matter", "does not matter", "don't matter", "do not matter", "is irrelevant", "are irrelevant", "is secondary", "are secondary", "is not critical", "are not critical", "is no concern", "is not a concern", "is no issue", "is not an issue", "not important", "not critical", "not relevant", "unimportant", "not a priority", "no priority",
];

/// What is said of two goals of which one is the more important.
#[rustfmt::skip]
const OUTWEIGHS: Cues = cues![
    "matters more than", "matter more than", "is more important than", "are more important than", "comes before", "come before", "goes before", "outweighs", "weighs more than",
];

/// "we have packet loss since then": what somebody sees and does not want, beside an order.
pub(super) fn suffers(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    let figure = |kind: &Kind| {
        matches!(
            kind,
            Kind::Number(_) | Kind::Quantity(..) | Kind::Term(Term::Nines(_))
        )
    };
    let orders = |at: usize| !parser.background[at] && parser.term(at).is_some_and(is_order);
    matches!(
        words[..],
        [
            "we" | "i" | "they" | "users" | "customers" | "subscribers",
            "have" | "see" | "get" | "got" | "observe" | "notice" | "suffer",
            ..
        ]
    ) && parser.has_term(segment, |term| matches!(term, Term::Metric(_)))
        && !parser.has_kind(segment, figure)
        && !words.get(2).is_some_and(|word| word.ends_with("ed"))
        && !parser.names_function(segment)
        && !segment.clone().any(orders)
        && parser.outside(segment).any(orders)
}

/// What something does that had better not be.
const HURTS: Cues = cues![
    "it only costs",
    "it just costs",
    "it only adds",
    "it just adds",
    "it hurts",
    "it kills",
    "it costs us",
    "it only hurts",
    "it adds too much",
    "it causes",
];

/// "latency doesn't matter", "for that customer cost matters more than speed, please optimise for cost": what is not asked
/// for, and why something is.
pub(super) fn weighs_up(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    let goal = |term| matches!(term, Term::Verb(Verb::Optimize) | Term::Goal(_));
    says(words, INDIFFERENT)
        || (says(words, HURTS) && !parser.names_function(segment))
        || (says(words, OUTWEIGHS)
            && parser
                .outside(segment)
                .any(|at| parser.term(at).is_some_and(goal)))
}

/// "we have football match tomorrow in Doha": an occasion, which nothing of a network is said of.
pub(super) fn is_occasion(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    let happens = matches!(
        words[..],
        ["we", "have" | "expect", ..] | ["there", "is", ..]
    );
    let dated = |at: usize| super::reference::is_calendar(parser, at);
    let plain = |at: usize| {
        parser.is_stop(at)
            || parser.is_unknown(at)
            || matches!(parser.link(at), Some(Link::In | Link::For | Link::From))
    };
    happens && segment.clone().any(dated) && segment.clone().all(plain)
}

/// "it doesn't answer to the gNB": what something named before does not do, beside an order.
pub(super) fn is_ailing(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    let orders = |at: usize| !parser.background[at] && parser.term(at).is_some_and(is_order);
    let ails = matches!(
        words[..],
        ["it" | "they", "doesn't" | "don't" | "cannot" | "can't" | "won't", verb, ..]
            if !matches!(verb, "need" | "have" | "share" | "run" | "be" | "get" | "use")
    );
    ails && !parser.has_kind(segment, |kind| {
        matches!(kind, Kind::Number(_) | Kind::Quantity(..))
    }) && parser.outside(segment).any(orders)
}

/// What somebody cannot do or does not need.
#[rustfmt::skip]
const UNABLE: Cues = cues![
    "cannot", "can't", "can not", "could not", "couldn't", "must not", "do not need", "don't need", "dont need", "does not need", "doesn't need", "do not want", "don't want", "no longer need", "do not use", "don't use", "no longer use",
];

/// What is said of something that can go.
const UNUSED: Cues = cues![
    "not used any more",
    "not used anymore",
    "not needed any more",
    "not needed anymore",
    "not in use",
    "nobody uses it",
    "nothing uses it",
    "no one uses it",
    "no longer used",
];

/// "the hospital cannot accept a single point of failure", "we do not need two there": why something is ordered, by
/// somebody who is no function.
pub(super) fn is_unable(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    let asked = |kind: &Kind| {
        matches!(
            kind,
            Kind::Quantity(..)
                | Kind::Place(..)
                | Kind::Term(
                    Term::Slice(_)
                        | Term::Metric(_)
                        | Term::Point(_)
                        | Term::Multiply(_)
                        | Term::Together
                        | Term::Apart
                )
        )
    };
    let unused = says(words, UNUSED);
    (unused || stands(words.get(1..).unwrap_or_default(), UNABLE))
        && (unused
            || says(words, cues!["anymore", "any more", "any longer"])
            || !has_any(words, PRONOUNS))
        && !parser.names_function(segment)
        && !parser.has_kind(segment, asked)
        && !parser.has_term(segment, is_order)
        && parser.outside(segment).any(|at| {
            parser.word(at) == "take"
                || parser
                    .term(at)
                    .is_some_and(|term| is_order(term) || term == Term::Link(Link::DownTo))
        })
}

/// "the UPF draws 1,750 watts": amounts of what no intent asks for.
fn costs(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    let foreign = |at| super::reference::is_foreign(parser, at);
    has_any(words, DRAWS) && segment.clone().any(foreign) && !parser.has_term(segment, is_order)
}

/// "we expect 35 % more traffic", but not "what we expect is a slice with 99.9 % availability".
fn expects(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    let slice = |term| matches!(term, Term::Slice(_) | Term::Noun(Noun::Slice));
    has_any(words, EXPECTS)
        && (parser.has_kind(segment, is_share) || parser.has_word(segment, PARTS))
        && !parser.has_term(segment, slice)
        && (!parser.has_term(segment, is_order)
            || (has_any(words, RISES) && !parser.names_function(segment)))
}

/// "scaling the UPF to 8 was brilliant work", "removing it would be overkill": what was done, or is not to be done.
pub(super) fn judges_deed(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    let first = parser.skip_stops(segment.start);
    let deed = [segment.start, first].into_iter().any(|at| {
        at < segment.end
            && parser.word(at).ends_with("ing")
            && (matches!(parser.term(at), Some(Term::Verb(_))) || parser.is_stop(at))
    });
    deed && (says(words, REFUSED) || (says(words, JUDGED) && !wishes(words)))
}

/// "the UPF is running hot (CPU 93 %)": a share in brackets that no autoscaler is told to hold.
pub(super) fn measures_in_brackets(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    let enclosed = segment.start > 0
        && parser.symbol(segment.start - 1) == Some('(')
        && parser.symbol(segment.end) == Some(')');
    let measured = |at: usize| {
        let words = parser.lower(at);
        let aims = words.contains("target") || words.contains("threshold");
        let resource = matches!(
            parser.noun(at),
            Some(Noun::Cpu | Noun::Memory | Noun::Utilisation)
        );
        !aims
            && (resource
                || parser.kind(at).is_some_and(is_share)
                || parser.is_stop(at)
                || parser.link(at) == Some(Link::In))
    };
    let autoscales = |term| term == Term::Verb(Verb::Autoscale);
    enclosed
        && parser.has_kind(segment, is_share)
        && segment.clone().all(measured)
        && !parser.has_term(&(0..parser.lexemes.len()), autoscales)
}

/// "AMF: three deployed, nothing to do": a number of what is there, and nothing to be done.
pub(super) fn is_counted_done(
    parser: &Parser<'_>,
    segment: &Range<usize>,
    words: &Words<'_>,
) -> bool {
    const OPEN: Cues = cues!["to", "still", "be", "wanted", "get", "want"];
    let Some(last) = segment.end.checked_sub(1) else {
        return false;
    };
    segment.len() > 1
        && matches!(parser.kind(last - 1), Some(Kind::Number(_)))
        && parser.is_stop(last)
        && among(parser.word(last), COUNTED)
        && !has_any(words, OPEN)
        && !wishes(words)
}

/// "the inventory lists 3 PCF instances": a number that those say who look at what is there.
pub(super) fn is_observed(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    let first = |cues| words.iter().position(|word| among(word, cues));
    first(OBSERVERS)
        .zip(first(SHOWS))
        .is_some_and(|(observes, shows)| observes < shows && shows <= observes + 2)
        && !parser.has_term(segment, is_order)
        && !wishes(words)
}

/// "v2.6.4 is end of life": the version that is there.
pub(super) fn is_outdated(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    let version = || parser.has_kind(segment, |kind| matches!(kind, Kind::Version(_)));
    // "the new build drops packets"
    let build = || {
        matches!(
            words[..],
            [
                "the",
                "new" | "latest" | "current" | "old",
                "build" | "image" | "release" | "version" | "software",
                ..
            ]
        )
    };
    says(words, OUTDATED) && (version() || build())
}

/// "the SMF is fine": what needs nothing.
pub(super) fn is_well(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    let figure = |kind: &Kind| {
        matches!(
            kind,
            Kind::Number(_) | Kind::Quantity(..) | Kind::Times(_) | Kind::Range(..)
        )
    };
    says(words, WELL) && !parser.has_kind(segment, figure)
}

/// "we've got hosts with 64 cores", "the servers of cluster a-1 have 64 cores each": what machines are like.
pub(super) fn describes_machines(
    parser: &Parser<'_>,
    segment: &Range<usize>,
    words: &Words<'_>,
) -> bool {
    let asks = |term| matches!(term, Term::Verb(_) | Term::Apart | Term::Together);
    has_any(words, MACHINES)
        && says(words, HAVE)
        && !wishes(words)
        && !parser.has_term(segment, asks)
        && !parser.names_function(segment)
}

/// "anything else heading for it must be dropped": what is denied already, beside what is permitted.
pub(super) fn denies_rest(words: &Words<'_>) -> bool {
    says(words, REST) && says(words, DENIED)
}

/// Sentences of words nobody here knows, with figures of nothing a network has: "two vans replace 64 GB modules on Monday".
/// Another sentence must have the order, and what is to be coped with is asked for.
pub(super) fn unrelated(parser: &Parser<'_>, sentences: &[Range<usize>]) -> Vec<Range<usize>> {
    let verb = |at| matches!(parser.term(at), Some(Term::Verb(_)));
    let unrelated = |sentence: &&Range<usize>| {
        let behind = sentence.end + 1;
        is_unrelated(parser, sentence)
            && !(parser.word(behind) == "to" && among(parser.word(behind + 1), COPES))
            && parser.outside(sentence).any(|at| parser.is_named(at))
            && parser.outside(sentence).any(verb)
    };
    sentences.iter().filter(unrelated).cloned().collect()
}

/// Whether a sentence has figures or a place that nobody here knows, and nothing that can be asked for.
fn is_unrelated(parser: &Parser<'_>, sentence: &Range<usize>) -> bool {
    let figure =
        |kind: &Kind| matches!(kind, Kind::Number(_) | Kind::Quantity(..) | Kind::Range(..));
    // "customers in Bordeaux report slow downloads"
    let placed = |at: usize| parser.link(at) == Some(Link::In) && parser.is_unknown(at + 1);
    let unknown = parser.unknown_words(sentence);
    unknown >= 2
        && (parser.has_kind(sentence, figure) || (unknown >= 3 && sentence.clone().any(placed)))
        && sentence.clone().all(|at| is_empty(parser, at))
        && !wishes(&parser.norms(sentence.clone()))
}

/// Whether nothing at `at` is of a network, but for places and what is in use there.
fn is_empty(parser: &Parser<'_>, at: usize) -> bool {
    match parser.kind(at) {
        Some(Kind::Term(term)) => match term {
            Term::Stop | Term::Reference | Term::Direction(_) | Term::Multiply(_) => true,
            Term::Noun(Noun::Subscribers | Noun::Devices | Noun::Sessions) => {
                !is_counted(parser, at)
            }
            Term::Noun(noun) => matches!(
                noun,
                Noun::Utilisation
                    | Noun::Place(_)
                    | Noun::Places(_)
                    | Noun::Registrations
                    | Noun::Cells
            ),
            Term::Link(link) => !matches!(
                link,
                Link::Not
                    | Link::No
                    | Link::Without
                    | Link::Only
                    | Link::MayReach
                    | Link::Allow
                    | Link::Accepts
                    | Link::Off
                    | Link::More
                    | Link::Fewer
                    | Link::Each
                    | Link::Vague
                    | Link::Correction
                    | Link::AtLeast
                    | Link::AtMost
                    | Link::Minimum
                    | Link::Maximum
            ),
            _ => false,
        },
        // "it has to sustain 25 Gbit/s" is of the network, whatever else is said.
        Some(
            Kind::Version(_)
            | Kind::Label(_)
            | Kind::Instance(..)
            | Kind::Times(_)
            | Kind::Quantity(_, Unit::BitRate(_)),
        )
        | None => false,
        Some(Kind::Unknown) => !super::leftover::stands_like_a_function(parser, at),
        Some(_) => true,
    }
}

/// "40,000 customers", but not "ticket 4711 of a customer": whether a number stands in front of those at `at`.
fn is_counted(parser: &Parser<'_>, at: usize) -> bool {
    (at.saturating_sub(3)..at).any(|index| {
        matches!(parser.kind(index), Some(Kind::Number(_)))
            && (index == 0 || parser.term(index - 1) != Some(Term::Reference))
    })
}
