//! Clauses that ask for nothing: headings, what stays as it is, what is not meant to happen, what was said elsewhere.
//!
//! Like the statements about the present ([`statement`](super::statement)) they are set aside before any rule reads the
//! text, so that no number and no function in them is taken for a wish.

use std::ops::Range;

use super::Parser;
use super::phrase::{Cues, Words, among, cues, says, stands};
use super::segment;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};

/// Words that leave a function as it is.
#[rustfmt::skip]
const UNCHANGED: Cues = cues![
    "unchanged", "untouched", "unaffected", "unmodified", "retained", "no change", "no changes", "nothing changes for", "nothing is changed for", "nothing happens to", "need nothing", "needs nothing", "keep its size", "keeps its size", "keep their size", "keep its number", "keep their number", "keep their numbers", "as is", "be left running", "left running", "left alone", "be left alone", "itself stays", "itself remains", "as it is", "as they are", "stays the same", "stay the same", "remains the same", "remain the same", "remains in service", "remain in service", "stays in service", "stay in service", "stays in place", "remains in place", "kept as is", "not affected", "continues", "continue", "carries on", "carry on", "must stay", "shall stay", "should stay", "has to stay", "have to stay", "is to stay", "are to stay", "may stay", "can stay", "will stay", "stays where it is", "stay where they are", "stays on", "stay on", "stays put", "stay put", "keeps it", "keep it", "keeps them", "keeps running", "keep running", "must remain", "shall remain", "is kept", "are kept", "is not to change", "does not change", "do not change", "not to be touched", "not be touched", "not be changed", "not be affected",
];

/// What is left behind "leave" and "keep" as it is.
#[rustfmt::skip]
const ALONE: Cues = cues![
    "alone", "in peace", "at what it is", "at what they are", "where it is", "where they are", "the way it is", "the way they are", "as it was", "as they were", "be", "running", "in place", "for now", "out of it",
];

/// Words by which other languages order and ask.
#[rustfmt::skip]
pub(super) const FOREIGN: Cues = cues![
    "graag", "bitte", "por", "favor", "prosím", "proszę", "prosimy", "vennligst", "gerne", "svp", "merci", "gracias", "danke", "uitrollen", "ausrollen", "installieren", "installeren", "bereitstellen", "implementeren", "implementar", "desplegar", "desplieguen", "déployer", "deployen", "installer", "instalar", "installare", "skalieren", "schalen", "opschalen", "verwijderen", "löschen", "eliminar", "supprimer", "redémarrer", "reiniciar", "neustarten", "herstarten", "wdrożyć", "zainstalować",
];

/// Words behind which somebody else's number stands.
#[rustfmt::skip]
const REPORTS: Cues = cues![
    "mentions", "mentioned", "stated", "states", "said", "says", "asked for", "have asked", "had asked", "requested earlier", "as stated", "foresaw", "foreseen", "originally", "contained", "contains", "was meant", "had asked", "in the past", "yesterday", "last week", "last night", "last month", "last year",
];

/// What makes what was said the wish itself.
const MEANT: Cues = cues!["that is what", "is what", "this is what", "that's what"];

/// Behind these a clause refuses what it speaks of.
const REFUSALS: Cues = cues!["neither", "nor", "no", "not", "without"];

/// What is said of something that is refused.
#[rustfmt::skip]
const PLANNED: Cues = cues![
    "intended", "planned", "required", "needed", "wanted", "foreseen", "desired", "necessary", "involved", "take place", "takes place", "be made", "be carried out", "happen",
];

/// One of those there is kept.
const ONE_KEPT: Cues = cues![
    "keep the one",
    "leave the one",
    "keep the ones",
    "leave the ones"
];

/// Words that leave something as it is, with what stands behind them.
const LEAVING: Cues = cues!["leave", "leaves", "leaving", "left", "keep", "keeps"];

/// What is said behind "neither".
#[rustfmt::skip]
const NEITHER: Cues = cues![
    "needed", "used", "required", "wanted", "touched", "affected", "changed", "concerned", "involved", "modified",
];

/// Whether a clause names functions only to leave them as they are.
pub(super) fn keeps(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    // "leave the UPF at 4"
    let leaves_at =
        matches!(words.first(), Some(&("leave" | "leaving"))) && says(words, cues!["at"]);
    let keeps_one = says(words, ONE_KEPT);
    let valued = || {
        segment.clone().any(|at| {
            let figure = matches!(
                parser.kind(at),
                Some(Kind::Number(_) | Kind::Quantity(..) | Kind::Version(_))
            );
            let kept = keeps_one && parser.word(at) == "one";
            let pointed_at = at > 0 && matches!(parser.word(at - 1), "these" | "those");
            figure && !kept && !pointed_at
        })
    };
    // "set up a UPF so that the data stays on site"
    let ordered = matches!(
        parser.term(parser.skip_stops(segment.start)),
        Some(Term::Verb(
            Verb::Deploy | Verb::Scale | Verb::Maintain | Verb::Optimize
        ))
    );
    // "the CHF keeps running out of memory"
    let goes_on = words
        .windows(2)
        .any(|pair| matches!(pair[0], "keeps" | "keep") && pair[1].ends_with("ing"));
    leaves_at
        || ((keeps_one || (says(words, UNCHANGED) && !ordered) || leaves_alone(words))
            && !valued()
            && !goes_on)
}

/// "leave the SMF alone", "leaving the HSS at what it is".
fn leaves_alone(words: &Words<'_>) -> bool {
    let leaves = words.iter().position(|word| among(word, LEAVING));
    // "keep the SEPP away from the nodes on which the AMF is running"
    leaves.is_some_and(|leaves| {
        stands(&words[leaves + 1..], ALONE) && !says(words, cues!["away from"])
    })
}

/// "our auditors found no equipment identity register", "there is no monitoring on the UPF": what somebody did not find, or
/// what there is not.
pub(super) fn misses(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    const FOUND: Cues = cues!["has", "have", "had", "found", "see", "sees"];
    segment.clone().skip(1).any(|at| {
        if parser.link(at) != Some(Link::No) {
            return false;
        }
        let object = parser.skip_stops(at + 1);
        let found = parser.is_unknown(at - 1) || among(parser.word(at - 1), FOUND);
        let there = at >= 2
            && parser.word(at - 2) == "there"
            && matches!(parser.word(at - 1), "is" | "are");
        (found && parser.is_named(object)) || (there && super::is_fitting(parser.term(object)))
    })
}

/// What is said of a deed that is done, by somebody who is glad of it.
#[rustfmt::skip]
const THANKS: Cues = cues![
    "thanks for", "thank you for", "great job", "good job", "nice job", "well done", "great work", "good work", "nice work", "congratulations", "great that", "good that", "nice that", "glad that", "happy that", "great to see", "good to see", "nice to see", "glad to see", "happy to see", "good to hear", "kudos", "bravo", "hats off",
];

/// Whether a clause thanks: "thanks for deploying it".
pub(super) fn thanks(words: &Words<'_>) -> bool {
    says(words, THANKS)
}

/// Who does something.
const WHO: Cues = cues![
    "we", "i", "they", "he", "she", "somebody", "someone", "team", "who",
];

/// Whether a clause says what somebody did: "we deployed the UPF".
pub(super) fn recounts(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    // A form of a known verb that orders nothing is a stop word by now.
    let did = |at: usize| {
        let word = parser.lower(at);
        parser.is_stop(at) && word.ends_with("ed") && word.len() > 4
    };
    segment
        .clone()
        .any(|at| among(parser.word(at), WHO) && did(at + 1))
}

/// First words of a clause that says why.
#[rustfmt::skip]
const REASONS: Cues = cues![
    "since", "because", "although", "though", "while", "whereas", "as long as", "now that", "given that", "so that", "in order that", "for reason that", "for the reason that", "seeing that", "in view of the fact that",
];

/// Words in front of what follows from the clause before.
#[rustfmt::skip]
const CONCLUSIONS: Cues = cues![
    "so", "therefore", "hence", "thus", "consequently", "which is why", "that is why", "this is why", "that's why", "for which reason", "for this reason",
];

/// Clauses that say why: "the loss of one server must not end calls, so …", "since v5.2.0 leaks memory, …". One with
/// anything in it that an intent could ask for is none.
pub(super) fn reasons(parser: &Parser<'_>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut begin, mut previous) = (0, 0..0);
    for at in 0..parser.lexemes.len() {
        if parser.ends_sentence(at) {
            previous = begin..at;
            begin = at + usize::from(parser.symbol(at).is_some());
        }
        let Some(range) = reason_at(parser, at, begin, &previous) else {
            continue;
        };
        let free = found.last().is_none_or(|last| last.end <= range.start);
        if free && range.len() < parser.lexemes.len() && asks_nothing(parser, &range) {
            found.push(range);
        }
    }
    found
}

/// The clause that the word at `at` makes a reason, in a sentence that begins at `begin` behind the sentence `previous`.
fn reason_at(
    parser: &Parser<'_>,
    at: usize,
    begin: usize,
    previous: &Range<usize>,
) -> Option<Range<usize>> {
    let count = parser.lexemes.len();
    let comma = |at: usize| parser.symbol(at) == Some(',');
    let pause = at > begin && (comma(at - 1) || parser.link(at - 1).is_some_and(Link::joins));
    let word = parser.lower(at);
    // "an SCP so the functions stop talking directly"
    let so = word == "so"
        && at > begin
        && (!pause || is_able(parser, at + 2))
        && matches!(
            parser.first_word(at + 1),
            "the" | "our" | "they" | "we" | "it" | "users" | "nobody" | "a" | "an" | "one" | "no"
        );
    if among(word, CONCLUSIONS) && !so {
        // "the festival is finished so reduce the UPF"
        let ordered = parser.term(at + 1).is_some_and(segment::is_order);
        return if pause {
            Some(begin..at - 1)
        } else if ordered && at > begin {
            Some(begin..at)
        } else {
            (at == begin && !previous.is_empty()).then(|| previous.clone())
        };
    }
    // "rather than scale the CHF down any further, delete it"
    if parser.link(at) == Some(Link::InsteadOf) {
        let acts = matches!(parser.term(at + 1), Some(Term::Verb(_) | Term::Gerund(_)));
        let end = (at..count).find(|index| comma(*index))?;
        return (at == begin && acts).then_some(at..end);
    }
    let opens = so
        || (among(word, REASONS) && !(word.starts_with("so ") && parser.is_stop(at)))
        || (word == "as" && (pause || at == begin) && has_finite(parser, at + 1))
        || ((at == begin || had(parser, at)) && waits_for_people(parser, at));
    opens.then(|| {
        let leads = (begin..at).all(|index| parser.is_stop(index));
        let ends = |index: &usize| {
            parser.ends_sentence(*index)
                || (comma(*index) && (leads || resumes(parser, *index + 1)))
        };
        at..(at + 1..count).find(ends).unwrap_or(count)
    })
}

/// "…, so we can start with it": whether what follows says what becomes possible.
fn is_able(parser: &Parser<'_>, at: usize) -> bool {
    matches!(
        parser.word(at),
        "can" | "could" | "don't" | "doesn't" | "never" | "won't"
    )
}

/// Words of what is there, where an amount is no wish.
#[rustfmt::skip]
const THERE: Cues = cues![
    "current", "currently", "present", "today", "already", "measured", "has", "have", "had", "was", "were",
];

/// Whether a clause that says why has nothing in it that an intent could ask for.
fn asks_nothing(parser: &Parser<'_>, range: &Range<usize>) -> bool {
    let aims = matches!(
        parser.lower(range.start),
        "so" | "so that" | "in order that"
    );
    let rather = aims
        || parser.link(range.start) == Some(Link::InsteadOf)
        || waits_for_people(parser, range.start);
    let there = parser.has_word(range, THERE);
    let told = |at: usize| match parser.kind(at) {
        Some(Kind::Quantity(..)) => there,
        Some(Kind::Term(Term::Metric(_))) => !aims,
        _ => tells(parser, at, rather),
    };
    // "so that it never has fewer than 3 and never more than 6 replicas" bounds them.
    let bounds = |wanted: Link| parser.has_term(range, |term| term == Term::Link(wanted));
    // "so that the maximum is 12 replicas"
    let number = |kind: &Kind| matches!(kind, Kind::Number(_));
    let bounded =
        (bounds(Link::Maximum) || bounds(Link::Minimum)) && parser.has_kind(range, number);
    range.len() > 1
        && range.clone().all(told)
        && !bounded
        && !(bounds(Link::AtLeast) && bounds(Link::AtMost))
}

/// Whether behind a comma in front of `at` the request goes on: with an order, a number or "the same".
fn resumes(parser: &Parser<'_>, at: usize) -> bool {
    orders(parser, at)
        || counts(parser, at)
        || parser.has_term(&(at..at + 2), |term| term == Term::Same)
}

/// Whether an order begins at `at`: "…, please give the AUSF two more".
fn orders(parser: &Parser<'_>, at: usize) -> bool {
    let verb = parser.skip_stops(at);
    (at..verb).any(|index| matches!(parser.word(index), "please" | "kindly" | "so"))
        || parser.term(verb).is_some_and(segment::is_order)
}

/// "before we open the racks": what somebody does, and when.
fn waits_for_people(parser: &Parser<'_>, at: usize) -> bool {
    matches!(parser.word(at), "before" | "after" | "while" | "until")
        && matches!(
            parser.word(at + 1),
            "we" | "they" | "somebody" | "someone" | "i" | "you"
        )
}

/// "…, after they had looked at the UPF": whether people did something behind the word at `at`.
fn had(parser: &Parser<'_>, at: usize) -> bool {
    matches!(parser.word(at + 2), "had" | "have")
}

/// Whether a number stands behind the comma in front of `at`: "so that roamers stay, three pods each".
fn counts(parser: &Parser<'_>, at: usize) -> bool {
    let next = parser.skip_stops(at);
    matches!(parser.kind(next), Some(Kind::Number(_) | Kind::Times(_)))
}

/// Finite verbs of a reason behind "as".
#[rustfmt::skip]
const FINITE: Cues = cues![
    "requires", "needs", "wants", "lacks", "will", "is", "are", "was", "were", "has", "have", "had", "would", "can", "cannot", "stays", "stay",
];

/// Whether a finite verb stands between `at` and the end of its sentence: "as two partners will join us".
fn has_finite(parser: &Parser<'_>, at: usize) -> bool {
    (at..parser.lexemes.len())
        .take_while(|index| !parser.ends_sentence(*index))
        .any(|index| among(parser.word(index), FINITE))
}

/// Whether nothing at `at` is what an intent could ask for.
fn tells(parser: &Parser<'_>, at: usize, rather: bool) -> bool {
    let before = || at.checked_sub(1).map_or("", |before| parser.word(before));
    match parser.kind(at) {
        Some(Kind::Place(..)) => rather,
        Some(Kind::Range(..) | Kind::Times(_)) => false,
        Some(Kind::Version(_)) => !super::told::goes_to_it(parser, at),
        Some(Kind::Term(term)) => match term {
            // "requests have dropped"
            Term::Verb(verb) => rather || *verb == Verb::Need || among(before(), SAID),
            // "the UPF crashed twice", "they serve twice as many"
            Term::Multiply(_) => {
                parser.word(at) == "twice"
                    || (parser.lower(at).ends_with("as many") && among(before(), COMPARED))
            }
            Term::Slice(_) => super::slice::is_everyday(parser.lower(at)),
            Term::Pattern(_)
            | Term::Environment(_)
            | Term::Goal(_)
            | Term::Nines(_)
            | Term::Apart
            | Term::Point(_)
            | Term::Encryption(_)
            | Term::Authentication(_)
            | Term::Isolation(_)
            | Term::FiveQi(_)
            | Term::Noun(Noun::Mesh | Noun::Monitoring)
            | Term::Hedge
            | Term::Command => false,
            Term::Link(link) => !matches!(
                link,
                Link::MayReach | Link::Accepts | Link::Allow | Link::Without
            ),
            Term::Noun(noun) => !matches!(
                noun,
                Noun::Subscribers | Noun::Sessions | Noun::Devices | Noun::Cells | Noun::Slice
            ),
            _ => true,
        },
        _ => true,
    }
}

/// Words behind which a verb orders nothing, and those behind which "twice as many" compares.
const SAID: Cues = cues!["has", "have", "had", "will", "the", "our", "this", "a"];
const COMPARED: Cues = cues!["are", "have", "has", "were", "serve"];

/// When something is as it has to be.
#[rustfmt::skip]
const READY: Cues = cues![
    "ready", "up", "running", "done", "available", "healthy", "live", "finished", "there", "complete", "stable", "in place", "up and running", "back", "online", "upgraded", "updated", "installed", "deployed", "restarted", "patched", "migrated",
];

/// Words that open a condition.
#[rustfmt::skip]
const WHEN: Cues = cues!["when", "once", "after", "until", "before", "as soon as", "while"];

/// "when the SMF is ready": what an order waits for names functions that it is not about.
pub(super) fn conditions(parser: &Parser<'_>) -> Vec<Range<usize>> {
    (0..parser.lexemes.len())
        .filter(|at| among(parser.lower(*at), WHEN))
        .filter_map(|start| {
            let end = (start + 1..parser.lexemes.len())
                .take(10)
                .find(|at| among(parser.lower(*at), READY))?;
            let said = start + 1..end;
            let plain = said.clone().all(|at| {
                parser.is_stop(at)
                    || parser.is_named(at)
                    || parser.is_unknown(at)
                    || parser.link(at).is_some_and(Link::joins)
            });
            // "once the AMF is upgraded, restart the SMF", but not "when the PCF is deployed" without another function
            let condition = start..end + 1;
            let done = matches!(parser.term(end), Some(Term::Verb(_)));
            let others = || parser.outside(&condition).any(|at| parser.is_named(at));
            let waits = parser.has_word(&said, cues!["is", "are", "be", "been"])
                && plain
                && (!done || others());
            waits.then_some(condition)
        })
        .collect()
}

/// Whether a clause says what somebody else said: "which mentions five instances".
pub(super) fn reports(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    says(words, REPORTS) && !says(words, MEANT) && !parser.has_term(segment, segment::is_order)
}

/// Whether a clause refuses an action: "no scaling is intended", "neither removal nor scaling".
pub(super) fn refuses(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    let refused = words.iter().take(2).any(|word| among(word, REFUSALS));
    let acts = || parser.has_term(segment, |term| matches!(term, Term::Verb(_)));
    (words.first() == Some(&"neither") && says(words, NEITHER))
        || (refused && acts() && says(words, PLANNED))
}

/// Whether a clause says that something does not matter: "throughput is not important".
pub(super) fn denies(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    let refused = |pair: &[&str]| {
        matches!(pair[0], "is" | "are" | "need" | "does" | "do") && pair[1] == "not"
    };
    let denied = words.iter().any(|word| matches!(*word, "isn't" | "aren't"))
        || (words.windows(2).any(refused)
            && parser.has_term(segment, |term| matches!(term, Term::Link(_))));
    let asks = |kind: &Kind| {
        matches!(
            kind,
            Kind::Number(_)
                | Kind::Quantity(..)
                | Kind::Term(
                    Term::Verb(_)
                        | Term::Together
                        | Term::Apart
                        | Term::Point(_)
                        | Term::Link(Link::Off | Link::MayReach | Link::Accepts | Link::Allow)
                )
        )
    };
    denied && !parser.has_kind(segment, asks)
}
