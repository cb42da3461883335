//! Figures and deeds of the world around a request: "load has grown by 12 %", "our hosts have 64 cores", "scaling the UPF was
//! a mistake".
//!
//! Clauses that ask for nothing, like those of [`context`](super::context), told by what is said in them of a figure, of a
//! deed that is over, or of a machine.

use std::ops::Range;

use super::Parser;
use super::phrase::{Cues, cues, says};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::unit::Unit;

/// What figures did or are, said by somebody who reports.
#[rustfmt::skip]
const FIGURES: Cues = cues![
    "has grown", "have grown", "has risen", "have risen", "has fallen", "have fallen", "has dropped", "have dropped", "has increased", "have increased", "has decreased", "has doubled", "have doubled",
    "has cut", "have cut", "has climbed", "has gone up", "has gone down", "has been at", "have been at", "has been above", "has been below", "has been over", "has been under",
    "is killed", "are killed", "gets killed", "get killed", "is thrown out by", "are thrown out by", "gets thrown out", "oom killed", "oom killer", "is evicted", "are evicted", "gets evicted", "runs out of memory", "run out of memory", "is down by", "are down by", "is up by", "are up by", "is down to", "are down to", "was down to", "were down to", "went up to", "went down to", "went up by", "went down by", "dropped to", "dropped by", "fell to", "fell by", "fell below", "rose to", "rose by", "grew by", "grew to",
    "grows by", "rises by", "falls to", "drops to", "exceeds its", "exceeds our", "exceeded", "peaked at", "peaks at", "hovers", "climbed to", "climbs to", "reached", "only reached", "reaches only",
    "measured in", "we measured", "was measured", "were measured", "we saw", "we see", "they measured", "is history", "are history", "used to be", "lost service", "lost connectivity", "lost coverage", "users lost", "subscribers lost", "customers lost", "were affected", "was affected", "complained", "could not register", "could not attach", "could not connect", "were disconnected", "were cut off", "was cut", "were cut", "has been cut", "have been cut", "it was", "they were", "now it is", "now they are", "someone left", "somebody left", "was left at", "were left at", "is stuck at", "are stuck at",
];

/// What a deed was that is over.
const JUDGED: Cues = cues![
    "was", "were", "went", "took", "has been", "had been", "caused",
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
const MACHINES: &[&str] = &[
    "hosts", "servers", "machines", "nodes", "blades", "boxes", "workers", "hypervisors", "racks",
];

/// Whether a clause reports a figure that no setting follows from.
pub(super) fn reports_figure(parser: &Parser<'_>, segment: &Range<usize>, words: &[&str]) -> bool {
    let figure = segment.clone().any(|at| {
        matches!(
            parser.kind(at),
            Some(Kind::Number(_) | Kind::Quantity(..) | Kind::Times(_))
        ) || matches!(parser.term(at), Some(Term::Nines(_)))
    });
    let foreign = segment
        .clone()
        .any(|at| super::reference::is_foreign(parser, at));
    let ordered = segment
        .clone()
        .any(|at| matches!(parser.term(at), Some(Term::Verb(verb)) if verb != Verb::Need));
    // "we expect 35 % more traffic"
    let share = segment.clone().any(|at| {
        matches!(parser.kind(at), Some(Kind::Quantity(_, Unit::Percent)))
            || matches!(
                parser.word(at),
                "third" | "thirds" | "quarter" | "quarters" | "fifth" | "fifths" | "tenth" | "half"
            )
    });
    let slice = segment.clone().any(|at| {
        matches!(
            parser.term(at),
            Some(Term::Slice(_) | Term::Noun(Noun::Slice))
        )
    });
    let expects = share
        && words.iter().any(|word| {
            matches!(
                *word,
                "expect"
                    | "expects"
                    | "expected"
                    | "forecast"
                    | "forecasts"
                    | "predicted"
                    | "anticipate"
                    | "foresee"
            )
        });
    // "what we expect is a slice with 99.9 % availability"
    let rises = words.iter().any(|word| {
        matches!(
            *word,
            "rise" | "rises" | "grow" | "grows" | "fall" | "drop" | "climb"
        )
    });
    (expects
        && !slice
        && (!ordered || (rises && !segment.clone().any(|at| parser.named(at).is_some()))))
        || (foreign
            && !ordered
            && words.iter().any(|word| {
                matches!(
                    *word,
                    "need" | "needs" | "draw" | "draws" | "is" | "are" | "cost" | "costs"
                )
            }))
        || (figure && !wishes(words) && says(words, FIGURES))
}

/// "scaling the UPF to 8 was brilliant work", "removing it would be overkill": what was done, or is not to be done.
pub(super) fn judges_deed(parser: &Parser<'_>, segment: &Range<usize>, words: &[&str]) -> bool {
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
    let share = |at: usize| matches!(parser.kind(at), Some(Kind::Quantity(_, Unit::Percent)));
    let measured = |at: usize| {
        let words = parser.lower(at);
        let resource = matches!(
            parser.noun(at),
            Some(Noun::Cpu | Noun::Memory | Noun::Utilisation)
        );
        let aims = words.contains("target") || words.contains("threshold");
        !aims && (resource || share(at) || parser.is_stop(at) || parser.link(at) == Some(Link::In))
    };
    let autoscales =
        (0..parser.lexemes.len()).any(|at| parser.term(at) == Some(Term::Verb(Verb::Autoscale)));
    enclosed && !autoscales && segment.clone().any(share) && segment.clone().all(measured)
}

/// "AMF: three deployed, nothing to do": a number of what is there, and nothing to be done.
pub(super) fn is_counted_done(parser: &Parser<'_>, segment: &Range<usize>, words: &[&str]) -> bool {
    let done = segment.clone().any(|at| {
        matches!(parser.kind(at), Some(Kind::Number(_)))
            && parser.is_stop(at + 1)
            && matches!(
                parser.word(at + 1),
                "deployed" | "installed" | "running" | "live" | "up"
            )
            && at + 2 == segment.end
    });
    let open = words
        .iter()
        .any(|word| matches!(*word, "to" | "still" | "be" | "wanted" | "get" | "want"));
    done && !open && !wishes(words)
}

/// "the inventory lists 3 PCF instances": a number that those say who look at what is there.
pub(super) fn is_observed(parser: &Parser<'_>, segment: &Range<usize>, words: &[&str]) -> bool {
    const OBSERVERS: &[&str] = &[
        "inventory",
        "dashboard",
        "dashboards",
        "monitoring",
        "cmdb",
        "grafana",
        "prometheus",
        "console",
        "topology",
        "telemetry",
        "nms",
        "oss",
        "kubectl",
        "reconciliation",
        "audit",
        "alarm",
        "alarms",
        "gui",
        "statistics",
        "counters",
    ];
    const SHOWS: &[&str] = &[
        "lists",
        "list",
        "shows",
        "show",
        "counts",
        "count",
        "reports",
        "report",
        "says",
        "say",
        "displays",
        "indicates",
        "sees",
        "reveals",
        "confirms",
        "knows",
        "contains",
        "has",
    ];
    let observes = words.iter().position(|word| OBSERVERS.contains(word));
    let shows = words.iter().position(|word| SHOWS.contains(word));
    let ordered = segment
        .clone()
        .any(|at| matches!(parser.term(at), Some(Term::Verb(verb)) if verb != Verb::Need));
    observes
        .zip(shows)
        .is_some_and(|(observes, shows)| observes < shows && shows <= observes + 2)
        && !ordered
        && !wishes(words)
}

/// "v2.6.4 is end of life": the version that is there.
pub(super) fn is_outdated(parser: &Parser<'_>, segment: &Range<usize>, words: &[&str]) -> bool {
    const OUTDATED: Cues = cues![
        "is end of life",
        "is eol",
        "is outdated",
        "is obsolete",
        "is too old",
        "is no longer supported",
        "is out of support",
        "is broken",
        "is buggy",
        "has a bug",
        "leaks memory",
        "is unsupported",
        "is vulnerable",
        "reaches end of life",
        "runs out of support",
    ];
    let version = segment
        .clone()
        .any(|at| matches!(parser.kind(at), Some(Kind::Version(_))));
    version && says(words, OUTDATED)
}

/// "the SMF is fine": what needs nothing.
pub(super) fn is_well(parser: &Parser<'_>, segment: &Range<usize>, words: &[&str]) -> bool {
    let figure = segment.clone().any(|at| {
        matches!(
            parser.kind(at),
            Some(Kind::Number(_) | Kind::Quantity(..) | Kind::Times(_) | Kind::Range(..))
        )
    });
    !figure && says(words, WELL)
}

/// "we've got hosts with 64 cores", "the servers of cluster a-1 have 64 cores each": what machines are like.
pub(super) fn describes_machines(
    parser: &Parser<'_>,
    segment: &Range<usize>,
    words: &[&str],
) -> bool {
    let machines = words.iter().any(|word| MACHINES.contains(word));
    let have = says(
        words,
        cues![
            "have",
            "has",
            "got",
            "offer",
            "offers",
            "come with",
            "are equipped",
        ],
    );
    let asks = segment.clone().any(|at| {
        matches!(
            parser.term(at),
            Some(Term::Verb(_) | Term::Apart | Term::Together)
        ) || parser.named(at).is_some()
    });
    machines && have && !asks && !wishes(words)
}

/// "anything else heading for it must be dropped": what is denied already, beside what is permitted.
pub(super) fn denies_rest(words: &[&str]) -> bool {
    const REST: Cues = cues![
        "anything else",
        "everything else",
        "all else",
        "all other traffic",
        "any other traffic",
        "other traffic",
        "all others",
        "everybody else",
        "everyone else",
        "all other ingress",
        "any other ingress",
        "all other egress",
        "all other connections",
        "all other requests",
        "all other access",
    ];
    const DENIED: Cues = cues![
        "dropped",
        "blocked",
        "denied",
        "refused",
        "rejected",
        "forbidden",
        "stays out",
        "discarded",
    ];
    says(words, REST) && says(words, DENIED)
}

fn wishes(words: &[&str]) -> bool {
    words.iter().any(|word| {
        matches!(
            *word,
            "should"
                | "shall"
                | "must"
                | "will"
                | "please"
                | "need"
                | "needs"
                | "when"
                | "if"
                | "whenever"
                | "once"
        )
    })
}

/// Sentences of words nobody here knows, with figures of nothing a network has: "two vans replace 64 GB modules on Monday".
/// Another sentence must have the order.
pub(super) fn unrelated(parser: &Parser<'_>) -> Vec<Range<usize>> {
    let count = parser.lexemes.len();
    let ends = |at: usize| {
        matches!(parser.symbol(at), Some('.' | ';' | '!' | '?'))
            || (at > 0 && parser.begins_line(at))
    };
    let mut found = Vec::new();
    let mut start = 0;
    for at in 0..=count {
        if at < count && !ends(at) {
            continue;
        }
        let sentence = start..at;
        let ordered = (0..count)
            .filter(|index| !sentence.contains(index))
            .any(|index| parser.named(index).is_some())
            && (0..count)
                .filter(|index| !sentence.contains(index))
                .any(|index| matches!(parser.term(index), Some(Term::Verb(_))));
        // "… 60 Gbit/s are forecast. To cope with that, …": what is to be coped with is asked for.
        let coped = parser.word(at + 1) == "to"
            && matches!(
                parser.word(at + 2),
                "cope"
                    | "serve"
                    | "carry"
                    | "handle"
                    | "meet"
                    | "absorb"
                    | "support"
                    | "cover"
                    | "deal"
            );
        if ordered && !coped && is_unrelated(parser, &sentence) {
            found.push(sentence);
        }
        start = at + usize::from(at < count && parser.symbol(at).is_some());
    }
    found
}

fn is_unrelated(parser: &Parser<'_>, sentence: &Range<usize>) -> bool {
    let unknown = sentence
        .clone()
        .filter(|at| parser.kind(*at) == Some(&Kind::Unknown))
        .count();
    let figures = sentence.clone().any(|at| {
        matches!(
            parser.kind(at),
            Some(Kind::Number(_) | Kind::Quantity(..) | Kind::Range(..))
        )
    });
    let empty = |at: usize| match parser.kind(at) {
        Some(Kind::Term(term)) => match term {
            Term::Stop | Term::Reference | Term::Direction(_) | Term::Multiply(_) => true,
            Term::Noun(Noun::Subscribers | Noun::Devices | Noun::Sessions) => {
                !(at.saturating_sub(3)..at)
                    .filter(|index| *index == 0 || parser.term(index - 1) != Some(Term::Reference))
                    .any(|index| matches!(parser.kind(index), Some(Kind::Number(_))))
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
    };
    // "customers in Bordeaux report slow downloads"
    let placed = sentence
        .clone()
        .any(|at| parser.link(at) == Some(Link::In) && parser.kind(at + 1) == Some(&Kind::Unknown));
    unknown >= 2
        && (figures || (placed && unknown >= 3))
        && sentence.clone().all(empty)
        && !wishes(&parser.norms(sentence.clone()))
        && !sentence
            .clone()
            .any(|at| matches!(parser.term(at), Some(Term::Verb(verb)) if verb != Verb::Need))
}
