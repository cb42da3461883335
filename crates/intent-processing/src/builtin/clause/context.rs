//! Clauses that ask for nothing: headings, what stays as it is, what is not meant to happen, what was said elsewhere.
//!
//! Like the statements about the present ([`statement`](super::statement)) they are set aside before any rule reads the
//! text, so that no number and no function in them is taken for a wish.

use std::ops::Range;

use super::Parser;
use super::phrase::{Cues, cues, says};
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
pub(super) const FOREIGN: &[&str] = &[
    "graag", "bitte", "por", "favor", "prosím", "proszę", "prosimy", "vennligst", "gerne", "svp", "merci", "gracias", "danke", "uitrollen", "ausrollen", "installieren", "installeren", "bereitstellen", "implementeren", "implementar", "desplegar", "desplieguen", "déployer", "deployen", "installer", "instalar", "installare", "skalieren", "schalen", "opschalen", "verwijderen", "löschen", "eliminar", "supprimer", "redémarrer", "reiniciar", "neustarten", "herstarten", "wdrożyć", "zainstalować",
];

/// Words behind which somebody else's number stands.
#[rustfmt::skip]
const REPORTS: Cues = cues![
    "mentions", "mentioned", "stated", "states", "said", "says", "asked for", "have asked", "had asked", "requested earlier", "as stated", "foresaw", "foreseen", "originally", "contained", "contains", "was meant", "had asked", "in the past", "yesterday", "last week", "last night", "last month", "last year",
];

/// Behind these a clause refuses what it speaks of.
const REFUSALS: &[&str] = &["neither", "nor", "no", "not", "without"];

/// What is said of something that is refused.
#[rustfmt::skip]
const PLANNED: Cues = cues![
    "intended", "planned", "required", "needed", "wanted", "foreseen", "desired", "necessary", "involved", "take place", "takes place", "be made", "be carried out", "happen",
];

/// Whether a clause names functions only to leave them as they are.
pub(super) fn keeps(parser: &Parser<'_>, segment: &Range<usize>, words: &[&str]) -> bool {
    // "leave the UPF at 4"
    let leaves_at =
        matches!(words.first(), Some(&("leave" | "leaving"))) && says(words, cues!["at"]);
    let keeps_one = says(
        words,
        cues![
            "keep the one",
            "leave the one",
            "keep the ones",
            "leave the ones",
        ],
    );
    let values = segment.clone().any(|at| {
        let figure = matches!(
            parser.kind(at),
            Some(Kind::Number(_) | Kind::Quantity(..) | Kind::Version(_))
        );
        let kept = keeps_one && parser.word(at) == "one";
        let pointed_at = at > 0 && matches!(parser.word(at - 1), "these" | "those");
        figure && !leaves_at && !kept && !pointed_at
    });
    !values && (keeps_one || leaves_at || says(words, UNCHANGED) || leaves_alone(words))
}

/// "leave the SMF alone", "leaving the HSS at what it is".
fn leaves_alone(words: &[&str]) -> bool {
    let leaves = words.iter().position(|word| {
        matches!(
            *word,
            "leave" | "leaves" | "leaving" | "left" | "keep" | "keeps"
        )
    });
    leaves.is_some_and(|leaves| says(&words[leaves + 1..], ALONE))
}

/// "our auditors found no equipment identity register": what somebody did not find or does not have.
pub(super) fn misses(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    segment.clone().skip(1).any(|at| {
        let object = parser.skip_stops(at + 1);
        let refused = parser.link(at) == Some(Link::No) && parser.named(object).is_some();
        // "there is no monitoring on the UPF"
        let unfitted = parser.link(at) == Some(Link::No)
            && matches!(parser.word(at - 1), "is" | "are")
            && at >= 2
            && parser.word(at - 2) == "there"
            && super::is_fitting(parser.term(object));
        if unfitted {
            return true;
        }
        refused
            && (parser.kind(at - 1) == Some(&Kind::Unknown)
                || matches!(
                    parser.word(at - 1),
                    "has" | "have" | "had" | "found" | "see" | "sees"
                ))
    })
}

/// Whether a clause thanks: "thanks for deploying it".
pub(super) fn thanks(words: &[&str]) -> bool {
    const THANKS: Cues = cues![
        "thanks for",
        "thank you for",
        "great job",
        "good job",
        "nice job",
        "well done",
        "great work",
        "good work",
        "nice work",
        "congratulations",
        "great that",
        "good that",
        "nice that",
        "glad that",
        "happy that",
        "great to see",
        "good to see",
        "nice to see",
        "glad to see",
        "happy to see",
        "good to hear",
        "kudos",
        "bravo",
        "hats off",
    ];
    says(words, THANKS)
}

/// Whether a clause says what somebody did: "we deployed the UPF".
pub(super) fn recounts(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    segment.clone().any(|at| {
        let who = matches!(
            parser.word(at),
            "we" | "i" | "they" | "he" | "she" | "somebody" | "someone" | "team" | "who"
        );
        // A form of a known verb that orders nothing is a stop word by now.
        let did = parser.lower(at + 1);
        who && parser.is_stop(at + 1) && did.ends_with("ed") && did.len() > 4
    })
}

/// First words of a clause that says why, and words in front of what follows from the clause before.
const REASONS: &[&str] = &[
    "since",
    "because",
    "although",
    "though",
    "while",
    "whereas",
    "as long as",
    "now that",
    "given that",
    "so that",
    "in order that",
    "for reason that",
    "for the reason that",
    "seeing that",
    "in view of the fact that",
];
#[rustfmt::skip]
const CONCLUSIONS: &[&str] = &[
    "so", "therefore", "hence", "thus", "consequently", "which is why", "that is why", "this is why", "that's why", "for which reason", "for this reason",
];

/// Clauses that say why: "the loss of one server must not end calls, so …", "since v5.2.0 leaks memory, …". One with
/// anything in it that an intent could ask for is none.
pub(super) fn reasons(parser: &Parser<'_>) -> Vec<Range<usize>> {
    let ends = |at: usize| {
        matches!(parser.symbol(at), Some('.' | ';' | '!' | '?'))
            || (at > 0 && parser.begins_line(at))
    };
    let count = parser.lexemes.len();
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut begin, mut previous) = (0, 0..0);
    for at in 0..count {
        if ends(at) {
            previous = begin..at;
            begin = at + usize::from(parser.symbol(at).is_some());
        }
        let word = parser.lower(at);
        let pause = at > begin
            && (parser.symbol(at - 1) == Some(',') || parser.link(at - 1).is_some_and(Link::joins));
        let range = if CONCLUSIONS.contains(&word) && pause {
            begin..at - 1
        } else if CONCLUSIONS.contains(&word) && at == begin && previous.end > previous.start {
            previous.clone()
        } else if (REASONS.contains(&parser.lower(at))
            && !(word.starts_with("so ") && parser.is_stop(at)))
            || (word == "as" && (pause || at == begin) && has_finite(parser, at + 1, ends))
            || ((at == begin || had(parser, at)) && waits_for_people(parser, at))
        {
            let leads = (begin..at).all(|index| parser.is_stop(index));
            let end = (at + 1..count)
                .find(|index| {
                    let resumes = |at| {
                        orders(parser, at)
                            || counts(parser, at)
                            || (at..at + 2).any(|same| parser.term(same) == Some(Term::Same))
                    };
                    ends(*index)
                        || (parser.symbol(*index) == Some(',') && (leads || resumes(*index + 1)))
                })
                .unwrap_or(count);
            at..end
        } else if parser.link(at) == Some(Link::InsteadOf) && at == begin {
            // "rather than scale the CHF down any further, delete it"
            let comma = (at..count).find(|index| parser.symbol(*index) == Some(','));
            let verb = matches!(parser.term(at + 1), Some(Term::Verb(_) | Term::Gerund(_)));
            match comma.filter(|_| verb) {
                Some(comma) => at..comma,
                None => continue,
            }
        } else {
            continue;
        };
        let aims = matches!(parser.lower(range.start), "so that" | "in order that");
        let rather = parser.link(range.start) == Some(Link::InsteadOf)
            || aims
            || waits_for_people(parser, range.start);
        let free = found.last().is_none_or(|last| last.end <= range.start);
        let there = range.clone().any(|index| {
            matches!(
                parser.word(index),
                "current"
                    | "currently"
                    | "present"
                    | "today"
                    | "already"
                    | "measured"
                    | "has"
                    | "have"
                    | "had"
                    | "was"
                    | "were"
            )
        });
        let told = range.len() > 1
            && range.clone().all(|index| {
                (tells(parser, index, rather)
                    && !(aims && matches!(parser.term(index), Some(Term::Metric(_)))))
                    || (there && matches!(parser.kind(index), Some(Kind::Quantity(..))))
            });
        // "so that it never has fewer than 3 and never more than 6 replicas" bounds them.
        let bounds = |link: Link| range.clone().any(|index| parser.link(index) == Some(link));
        let told = told && !(bounds(Link::AtLeast) && bounds(Link::AtMost));
        let rest = range.start > 0 || range.end < count;
        if free && told && rest {
            found.push(range);
        }
    }
    found
}

/// Whether an order begins at `at`: "…, please give the AUSF two more".
fn orders(parser: &Parser<'_>, at: usize) -> bool {
    let verb = parser.skip_stops(at);
    (at..verb).any(|index| matches!(parser.word(index), "please" | "kindly" | "so"))
        || matches!(parser.term(verb), Some(Term::Verb(verb)) if verb != Verb::Need)
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

/// Whether a finite verb stands between `at` and the end of its sentence: "as two partners will join us".
fn has_finite(parser: &Parser<'_>, at: usize, ends: impl Fn(usize) -> bool) -> bool {
    (at..parser.lexemes.len())
        .take_while(|index| !ends(*index))
        .any(|index| {
            matches!(
                parser.word(index),
                "requires"
                    | "needs"
                    | "wants"
                    | "lacks"
                    | "will"
                    | "is"
                    | "are"
                    | "was"
                    | "were"
                    | "has"
                    | "have"
                    | "had"
                    | "would"
                    | "can"
                    | "cannot"
                    | "stays"
                    | "stay"
            )
        })
}

/// Whether nothing at `at` is what an intent could ask for.
fn tells(parser: &Parser<'_>, at: usize, rather: bool) -> bool {
    match parser.kind(at) {
        Some(Kind::Place(..)) => rather,
        Some(Kind::Quantity(..) | Kind::Range(..) | Kind::Times(_)) => false,
        Some(Kind::Version(_)) => !super::told::goes_to_it(parser, at),
        Some(Kind::Term(term)) => match term {
            // "requests have dropped"
            Term::Verb(verb) => {
                let over = at > 0
                    && matches!(
                        parser.word(at - 1),
                        "has" | "have" | "had" | "will" | "the" | "our" | "this" | "a"
                    );
                rather || over || *verb == Verb::Need
            }
            // "the UPF crashed twice"
            Term::Multiply(_) => {
                parser.word(at) == "twice"
                    || (parser.lower(at).ends_with("as many")
                        && at > 0
                        && matches!(
                            parser.word(at - 1),
                            "are" | "have" | "has" | "were" | "serve"
                        ))
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

/// "when the SMF is ready": what an order waits for names functions that it is not about.
pub(super) fn conditions(parser: &Parser<'_>) -> Vec<Range<usize>> {
    const READY: &[&str] = &[
        "ready",
        "up",
        "running",
        "done",
        "available",
        "healthy",
        "live",
        "finished",
        "there",
        "complete",
        "stable",
        "in place",
        "up and running",
        "back",
        "online",
        "upgraded",
        "updated",
        "installed",
        "deployed",
        "restarted",
        "patched",
        "migrated",
    ];
    let opens = |at: usize| {
        matches!(
            parser.lower(at),
            "when" | "once" | "after" | "until" | "before" | "as soon as" | "while"
        )
    };
    (0..parser.lexemes.len())
        .filter(|at| opens(*at))
        .filter_map(|start| {
            let end = (start + 1..parser.lexemes.len())
                .take(10)
                .find(|at| READY.contains(&parser.lower(*at)))?;
            let copula =
                (start + 1..end).any(|at| matches!(parser.word(at), "is" | "are" | "be" | "been"));
            let plain = (start + 1..end).all(|at| {
                parser.is_stop(at)
                    || parser.named(at).is_some()
                    || parser.kind(at) == Some(&Kind::Unknown)
                    || parser.link(at).is_some_and(Link::joins)
            });
            // "once the AMF is upgraded, restart the SMF", but not "when the PCF is deployed" without another function
            let done = matches!(parser.term(end), Some(Term::Verb(_)));
            let others = (0..parser.lexemes.len())
                .filter(|at| !(start..=end).contains(at))
                .any(|at| parser.named(at).is_some());
            (copula && plain && (!done || others)).then_some(start..end + 1)
        })
        .collect()
}

/// Whether a clause says what somebody else said: "which mentions five instances".
pub(super) fn reports(parser: &Parser<'_>, segment: &Range<usize>, words: &[&str]) -> bool {
    let orders = segment
        .clone()
        .any(|at| matches!(parser.term(at), Some(Term::Verb(verb)) if verb != Verb::Need));
    let wanted = says(
        words,
        cues!["that is what", "is what", "this is what", "that's what"],
    );
    !orders && !wanted && says(words, REPORTS)
}

/// Whether a clause refuses an action: "no scaling is intended", "neither removal nor scaling".
pub(super) fn refuses(parser: &Parser<'_>, segment: &Range<usize>, words: &[&str]) -> bool {
    let refused = words
        .iter()
        .position(|word| REFUSALS.contains(word))
        .is_some_and(|place| place < 2);
    let acts = segment
        .clone()
        .any(|at| matches!(parser.term(at), Some(Term::Verb(_))));
    let neither = words.first().is_some_and(|word| *word == "neither")
        && says(
            words,
            cues![
                "needed",
                "used",
                "required",
                "wanted",
                "touched",
                "affected",
                "changed",
                "concerned",
                "involved",
                "modified",
            ],
        );
    neither || (refused && acts && says(words, PLANNED))
}

/// Whether a clause says that something does not matter: "throughput is not important".
pub(super) fn denies(parser: &Parser<'_>, segment: &Range<usize>, words: &[&str]) -> bool {
    let refused = segment.clone().any(|at| parser.link(at).is_some());
    let denied = words
        .windows(2)
        .any(|pair| matches!(pair[0], "is" | "are" | "need" | "does" | "do") && pair[1] == "not")
        && refused
        || words.iter().any(|word| matches!(*word, "isn't" | "aren't"));
    let asks = segment.clone().any(|at| {
        matches!(
            parser.kind(at),
            Some(
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
        )
    });
    denied && !asks
}
