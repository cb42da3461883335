//! What a verb means by what stands around it: "put the SMF into maintenance", "make me a slice", "the UPF needs 8 cores".

use super::Parser;
use super::phrase::{Cues, among, cues};
use crate::builtin::draft::Mention;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::unit::Unit;

/// Verbs that only carry the noun of another: "make a deployment of".
#[rustfmt::skip]
const LIGHT: Cues = cues![
    "make", "start", "schedule", "order", "provide", "implement", "prepare", "apply",
];

/// Verbs that put something somewhere, and what something is that was put there.
const PUTS: Cues = cues!["put", "place", "bring", "set", "take"];
const PLACED: Cues = cues!["hosted", "placed", "put", "located", "scheduled"];

/// Whether "go" at `at` says that functions named before it are not needed any more.
pub(super) fn leaves(parser: &Parser<'_>, at: usize) -> bool {
    let modal = at.checked_sub(1).is_some_and(|before| {
        matches!(
            parser.word(before),
            "can" | "may" | "should" | "must" | "to"
        )
    });
    let ends = matches!(
        parser.kind(at + 1),
        None | Some(Kind::Symbol('.' | ',' | ';' | '!' | '?'))
    );
    let known = !parser.group.is_empty() || parser.draft.slice_words.is_some();
    modal && ends && known && parser.verb().is_none()
}

/// Tells a verb at a place that orders nothing by itself.
type Sense = fn(&mut Parser<'_>, usize, Verb) -> bool;

/// How such verbs are told, in the order they are asked, and what the verb is taken as.
const SENSES: [(Sense, &str); 13] = [
    (bounds_autoscaling, "direction of autoscaling"),
    (qualifies, "description"),
    (switches_off_refused, "verb"),
    (is_light, "verb"),
    (states, "state"),
    (runs_towards_goal, "state"),
    (describes_spread, "spread"),
    (puts_into_maintenance, "verb"),
    (puts_in_force, "verb"),
    (puts_under_autoscaling, "verb"),
    (introduces_autoscaling, "verb"),
    (is_in_maintenance, "state"),
    (qualifies_version, "software"),
];

/// Takes a verb that orders nothing by itself.
pub(super) fn describes(parser: &mut Parser<'_>, at: usize, verb: Verb) -> bool {
    let sense = SENSES.iter().find(|(tells, _)| tells(parser, at, verb));
    if let Some((_, meaning)) = sense {
        parser.take(at..at + 1, *meaning);
    }
    sense.is_some()
}

/// "raise the guaranteed downlink throughput".
fn qualifies(parser: &mut Parser<'_>, at: usize, verb: Verb) -> bool {
    verb == Verb::Ensure
        && parser.word(at) == "guaranteed"
        && matches!(
            parser.term(at + 1),
            Some(Term::Metric(_) | Term::Direction(_))
        )
}

/// "we don't need monitoring, switch it off": whether "it" is a mesh or a monitoring that was refused before.
fn switches_off_refused(parser: &mut Parser<'_>, at: usize, verb: Verb) -> bool {
    let refused =
        parser.draft.monitoring == Some(false) || parser.draft.policies.service_mesh == Some(false);
    verb == Verb::Remove && parser.unhooking && refused && parser.word(at + 1) == "it"
}

/// "make a deployment of", "start the upgrade of": whether a verb only carries the noun made of a verb behind it.
fn is_light(parser: &mut Parser<'_>, at: usize, _: Verb) -> bool {
    // "start to collect the metrics"
    if parser.word(at) == "start" && parser.link(at + 1) == Some(Link::To) {
        return matches!(parser.term(at + 2), Some(Term::Verb(_)));
    }
    let noun = parser.skip_stops(at + 1);
    among(parser.word(at), LIGHT)
        && (noun == at + 1 || matches!(parser.word(noun - 1), "a" | "an" | "the" | "this"))
        && matches!(parser.term(noun), Some(Term::Verb(verb)) if verb != Verb::Autoscale)
}

/// "get the CHF to run at lower cost".
fn runs_towards_goal(parser: &mut Parser<'_>, at: usize, verb: Verb) -> bool {
    verb == Verb::Deploy
        && parser.word(at) == "run"
        && at > 0
        && parser.link(at - 1) == Some(Link::To)
        && parser.verb() == Some(Verb::Need)
        && matches!(parser.term(parser.skip_stops(at + 2)), Some(Term::Goal(_)))
}

/// "a core spread across zones": where it is no order it describes.
fn describes_spread(parser: &mut Parser<'_>, at: usize, verb: Verb) -> bool {
    verb == Verb::Configure
        && matches!(parser.word(at), "spread" | "distribute" | "scatter")
        && !parser.heads_clause(at)
}

/// "put the SMF into maintenance".
fn puts_into_maintenance(parser: &mut Parser<'_>, at: usize, verb: Verb) -> bool {
    if !matches!(verb, Verb::Deploy | Verb::Set)
        || !matches!(parser.word(at), "put" | "place" | "set")
    {
        return false;
    }
    let (_, behind) = parser.function_list(at + 1);
    behind > at + 1 && parser.lower(behind).contains("maintenance")
}

/// "put the IMS core under autoscaling".
fn puts_under_autoscaling(parser: &mut Parser<'_>, at: usize, verb: Verb) -> bool {
    let under = |index: usize| {
        parser.link(index) == Some(Link::Below)
            && parser.term(parser.skip_stops(index + 1)) == Some(Term::Verb(Verb::Autoscale))
    };
    matches!(verb, Verb::Deploy | Verb::Scale | Verb::Set)
        && among(parser.word(at), PUTS)
        && (at + 1..(at + super::REACH).min(parser.lexemes.len()))
            .take_while(|index| parser.symbol(*index).is_none())
            .any(under)
}

/// "put an autoscaler on the SCP", "set up autoscaling for the AMF".
fn introduces_autoscaling(parser: &mut Parser<'_>, at: usize, verb: Verb) -> bool {
    let noun = parser.skip_stops(at + 1);
    matches!(
        verb,
        Verb::Deploy | Verb::Add | Verb::Need | Verb::Configure
    ) && parser.term(noun) == Some(Term::Verb(Verb::Autoscale))
        && matches!(
            parser.link(parser.skip_stops(noun + 1)),
            Some(Link::In | Link::For | Link::To)
        )
}

/// "the UPF is in maintenance mode".
fn is_in_maintenance(parser: &mut Parser<'_>, at: usize, verb: Verb) -> bool {
    verb == Verb::Maintain
        && matches!(
            parser.lower(at),
            "in maintenance mode" | "under maintenance"
        )
        && at > 0
        && matches!(parser.word(at - 1), "is" | "are" | "was" | "were")
}

/// "the security patch release v2.7.6".
fn qualifies_version(parser: &mut Parser<'_>, at: usize, verb: Verb) -> bool {
    verb == Verb::Maintain && parser.noun(at + 1) == Some(Noun::Version) && parser.verb().is_some()
}

/// "mTLS is mandatory for the PCF; please activate it", "HPA for the NEF: 2 to 7 replicas - put it in place": whether "it" is a
/// setting named before; implies what changes settings.
fn puts_in_force(parser: &mut Parser<'_>, at: usize, verb: Verb) -> bool {
    let meant = matches!(
        parser.word(at + 1),
        "it" | "this" | "that" | "them" | "these"
    );
    if verb != Verb::Deploy || !meant {
        return false;
    }
    let draft = &parser.draft;
    let set = !draft.security.authentication.is_empty()
        || !draft.security.encryption.is_empty()
        || draft.monitoring.is_some()
        || draft.policies.service_mesh.is_some()
        || !draft.policies.network.is_empty()
        || !draft.policies.affinity.is_empty();
    let scaled = draft.scaling != nephoran_api::ScalingRequest::default();
    let numbered = |mention: &Mention| mention.request.replicas.is_some();
    let new = draft.slice_words.is_some() || draft.functions.iter().any(numbered);
    if !(set || scaled) || new {
        return false;
    }
    if draft.verbs.is_empty() {
        let words = parser.words(at..at + 1);
        let implied = if scaled {
            Verb::Autoscale
        } else {
            Verb::Configure
        };
        parser.imply_verb(implied, &words);
    }
    true
}

/// "autoscaling: may grow to 12": under autoscaling a change "to" a number is a bound.
fn bounds_autoscaling(parser: &mut Parser<'_>, at: usize, verb: Verb) -> bool {
    let bound = match verb {
        Verb::Grow => Link::AtMost,
        Verb::Shrink => Link::AtLeast,
        _ => return false,
    };
    let to = parser.link(at + 1) == Some(Link::To) && is_number(parser, at + 2);
    let bounded = to
        || matches!(
            parser.link(at + 1),
            Some(Link::UpTo | Link::DownTo | Link::AtMost | Link::AtLeast)
        );
    if parser.verb() != Some(Verb::Autoscale) || !bounded {
        return false;
    }
    if to {
        parser.lexemes[at + 1].kind = Kind::Term(Term::Link(bound));
    }
    true
}

/// Asks about a verb that no model can hold.
pub(super) fn refuses(parser: &mut Parser<'_>, at: usize, verb: Verb) -> bool {
    let words = parser.words(at..at + 1);
    let replaces = matches!(
        words.to_lowercase().as_str(),
        "replace" | "swap" | "substitute"
    );
    if let Some(other) = opposed(parser, at, verb) {
        let both = parser.words(at..other + 1);
        parser.draft.ask(
            &both,
            format!("\"{both}\" undo each other: which of them is meant?"),
        );
        return false;
    }
    if verb == Verb::Deny {
        parser.taken[at] = true;
        parser.draft.ask(&words, format!("everything that is not admitted is denied already; instead of \"{words}\", write which function may reach which, e.g. \"only SMF may reach UPF on N4\""));
        return true;
    }
    // "switch swap at 23:00" is about something else.
    let about = (at + 1..(at + super::REACH).min(parser.lexemes.len()))
        .take_while(|index| !matches!(parser.symbol(*index), Some('.' | ';' | ':')))
        .any(|index| {
            parser.named(index).is_some() || matches!(parser.word(index), "it" | "them" | "with")
        })
        || parser.lower(at).starts_with("be ");
    if replaces && !about {
        parser.take(at..at + 1, "replacement of something else");
        return true;
    }
    if replaces && !names_version(parser, at) {
        parser.take(at..at + 1, "replacement");
        parser.draft.ask(&words, format!("\"{words}\" is a removal and a deployment, and one intent makes one change: which of the two is this intent for?"));
        return true;
    }
    false
}

/// The verb joined to the one at `at` that undoes it: "increase and decrease".
fn opposed(parser: &Parser<'_>, at: usize, verb: Verb) -> Option<usize> {
    let joined = parser.link(at + 1).is_some_and(Link::joins) || parser.symbol(at + 1) == Some('/');
    let other = parser.skip_stops(at + 2);
    let Some(Term::Verb(second)) = parser.term(other).filter(|_| joined) else {
        return None;
    };
    let grows = |verb| matches!(verb, Verb::Grow | Verb::Add | Verb::Deploy);
    let shrinks = |verb| matches!(verb, Verb::Shrink | Verb::Remove);
    ((grows(verb) && shrinks(second)) || (shrinks(verb) && grows(second))).then_some(other)
}

/// "the UPF needs 8 cores": what needs something else than functions is there.
pub(super) fn lacks(parser: &Parser<'_>, at: usize) -> bool {
    let word = parser.lower(at);
    let subject = parser.before(at).is_some_and(|before| {
        parser.named(before).is_some() || parser.noun(before) == Some(Noun::Replica)
    });
    let every = word == "give"
        && (parser.link(at + 1) == Some(Link::Each) || parser.named(at + 1).is_some());
    let clause = parser.clause_around(at);
    let object = (at + 1..clause.end).any(|index| {
        parser.named(index).is_some() || matches!(parser.term(index), Some(Term::Slice(_)))
    });
    let amount = (at + 1..clause.end).any(|index| {
        matches!(
            parser.term(index),
            Some(Term::Core | Term::Noun(Noun::Cpu | Noun::Memory | Noun::Storage))
        ) || matches!(parser.kind(index), Some(Kind::Quantity(_, Unit::Bytes(_))))
    });
    let needs = matches!(word, "need" | "needs" | "require" | "requires" | "get");
    amount && ((needs && subject && !object) || every)
}

/// Whether what is put somewhere is no function but a limit, a resource or a protection.
pub(super) fn sets_limit(parser: &Parser<'_>, at: usize, word: &str) -> bool {
    // "put everything under a service mesh"
    let clause = parser.clause_around(at);
    let fits = (at + 1..clause.end).any(|index| super::is_fitting(parser.term(index)));
    let functions = (at + 1..clause.end).any(|index| parser.named(index).is_some());
    if fits && !functions && matches!(word, "put" | "place") {
        return true;
    }
    let mut objects = (at + 1..(at + super::REACH).min(parser.lexemes.len()))
        .take_while(|index| parser.symbol(*index) != Some('.'))
        .filter(|index| !parser.is_stop(*index) && !is_number(parser, *index));
    matches!(word, "put" | "place" | "stick" | "allocate")
        && objects.next().is_some_and(|object| {
            matches!(
                parser.term(object),
                Some(
                    Term::Link(Link::Maximum | Link::Minimum)
                        | Term::Noun(Noun::Cpu | Noun::Memory | Noun::Storage | Noun::Monitoring)
                        | Term::Encryption(_)
                        | Term::Authentication(_)
                        | Term::Core
                )
            ) || matches!(parser.kind(object), Some(Kind::Quantity(_, Unit::Bytes(_))))
        })
}

/// Whether the verb at `at` takes off what functions are fitted with, or takes functions out of it.
pub(super) fn unhooks(parser: &Parser<'_>, at: usize) -> bool {
    let removes =
        parser.term(at) == Some(Term::Verb(Verb::Remove)) || parser.lower(at).starts_with("exclu");
    let clause = parser.clause_around(at);
    removes
        && clause.clone().any(|index| {
            super::is_fitting(parser.term(index))
                && parser
                    .before(index)
                    .is_none_or(|before| parser.link(before) != Some(Link::With))
        })
}

/// Whether the direct object of the verb at `at` is what functions are fitted with, and those it is for stand behind a
/// preposition: "set up monitoring for the AMF", but not "deploy an mTLS-secured SCP".
pub(super) fn fits_out(parser: &Parser<'_>, at: usize) -> bool {
    let fitting = |index: usize| {
        super::is_fitting(parser.term(index))
            || matches!(
                parser.term(index),
                Some(Term::Encryption(_) | Term::Authentication(_))
            )
    };
    let object = parser.skip_stops(at + 1);
    let behind = parser.skip_stops(object + 1);
    fitting(object)
        && matches!(
            parser.link(behind),
            Some(Link::In | Link::For | Link::To | Link::Between)
        )
        && parser.named(parser.skip_stops(behind + 1)).is_some()
}

/// "make me an eMBB slice", "provide for the demo a UPF": what is made or provided is a new thing.
pub(super) fn creates(parser: &Parser<'_>, at: usize) -> bool {
    let provided = parser.word(at) == "provided";
    if !(provided || matches!(parser.word(at), "make" | "provide" | "bring" | "reserve")) {
        return false;
    }
    // "provide AMF, AUSF and UDM"
    let one = is_number(parser, at + 1) && super::count::closes(parser, at + 2);
    if parser.word(at) == "provide" && (one || parser.named(at + 1).is_some()) {
        return true;
    }
    let mut article = None;
    // "six O-DU instances shall be provided", "capacity shall be provided by a UPF"
    let (from, to) = match parser.link(at + 1) {
        Some(Link::By) => (at + 2, at + super::REACH),
        _ if provided => (parser.clause_around(at).start, at),
        _ => (at + 1, at + super::REACH),
    };
    for index in from..to.min(parser.lexemes.len()) {
        let thing = parser.named(index).is_some()
            || parser.noun(index) == Some(Noun::Slice)
            || matches!(parser.term(index), Some(Term::Slice(_)));
        if thing && (article.is_some() || !provided) {
            return article.is_some();
        }
        let word = parser.lower(index);
        if matches!(word, "a" | "an" | "me" | "us" | "new") || is_number(parser, index) {
            article = Some(index);
        } else if (!provided
            && matches!(word, "the" | "sure" | "it" | "them")
            && (article.is_none() || parser.word(at) != "provide"))
            || !(parser.is_stop(index)
                || parser.is_unknown(index)
                || provided
                || parser.link(index) == Some(Link::For)
                || (article.is_some() && parser.noun(index) == Some(Noun::Replica))
                || matches!(
                    parser.term(index),
                    Some(Term::Pattern(_) | Term::Environment(_) | Term::Goal(_))
                ))
        {
            return false;
        }
    }
    false
}

pub(super) fn is_number(parser: &Parser<'_>, at: usize) -> bool {
    matches!(parser.kind(at), Some(Kind::Number(_) | Kind::Times(_)))
}

/// "ensure that AMF and SMF run on one node", "the UPF we run": a state, not a request.
fn states(parser: &mut Parser<'_>, at: usize, verb: Verb) -> bool {
    let word = parser.word(at);
    let runs = matches!(word, "run" | "host" | "deploys" | "start");
    if verb != Verb::Deploy || !(runs || among(word, PLACED)) {
        return false;
    }
    let placed = matches!(
        parser.term(parser.skip_stops(at + 1)),
        Some(Term::Together | Term::Apart)
    );
    if placed || !runs {
        return placed;
    }
    // "what we run", "since the campaign started"
    let told = at > 0 && matches!(parser.word(at - 1), "we" | "they" | "you" | "it" | "which");
    // "v2.8.0 is what it should run"
    let version = word == "run"
        && parser
            .clause_around(at)
            .any(|index| index < at && matches!(parser.kind(index), Some(Kind::Version(_))));
    version
        || (matches!(word, "run" | "host") && told && parser.verb().is_some())
        || states_of_known(parser, at)
}

/// Whether behind the verb at `at` and its functions stands what they are fitted with.
pub(super) fn leads_into(parser: &Parser<'_>, at: usize) -> bool {
    let (_, behind) = parser.function_list(at + 1);
    behind > at + 1
        && matches!(parser.link(behind), Some(Link::In | Link::To))
        && super::is_fitting(parser.term(parser.skip_stops(behind + 1)))
}

/// "take the xApp off namespace a": whether behind the verb at `at` and its functions a place follows that they leave.
pub(super) fn leads_off(parser: &Parser<'_>, at: usize) -> bool {
    let (_, behind) = parser.function_list(at + 1);
    let off = (at + 1..behind + 2).find(|index| parser.word(*index) == "off");
    behind > at + 1
        && off.is_some_and(|off| {
            matches!(
                parser.kind(parser.skip_stops(off + 1)),
                Some(Kind::Place(..))
            )
        })
}

/// Whether "run" at `at` describes functions under a verb that stands before: "the UPF we run", "get the CHF to run".
fn states_of_known(parser: &Parser<'_>, at: usize) -> bool {
    parser.before(at).is_some_and(|before| {
        (parser.verb().is_some() && parser.named(before).is_some())
            || (parser.verb() == Some(Verb::Set) && parser.link(before) == Some(Link::To))
    })
}

/// Whether behind the verb at `at`, its functions and "to" stands what is wanted.
pub(super) fn leads_to(parser: &Parser<'_>, at: usize, wanted: impl Fn(usize) -> bool) -> bool {
    let (_, behind) = parser.function_list(at + 1);
    let link = parser.skip_stops(behind);
    let link = if parser.noun(link) == Some(Noun::Replica) {
        parser.skip_stops(link + 1)
    } else {
        link
    };
    matches!(
        parser.link(link),
        Some(Link::To | Link::UpTo | Link::DownTo)
    ) && wanted(parser.skip_stops(link + 1))
}

/// Whether behind the verb at `at` and its functions stands "[down] from 10".
pub(super) fn leads_from(parser: &Parser<'_>, at: usize) -> bool {
    let (_, behind) = parser.function_list(at + 1);
    let from = behind + usize::from(matches!(parser.term(behind), Some(Term::Direction(_))));
    behind > at + 1 && parser.link(from) == Some(Link::From) && is_number(parser, from + 1)
}

fn names_version(parser: &Parser<'_>, at: usize) -> bool {
    (at..parser.lexemes.len()).any(|index| {
        matches!(parser.kind(index), Some(Kind::Version(_)))
            || parser.noun(index) == Some(Noun::Version)
    })
}
