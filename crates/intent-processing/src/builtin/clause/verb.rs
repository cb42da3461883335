//! Verbs: what is asked for.

use super::Parser;
use crate::builtin::draft::{Change, VerbUse};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    match parser.term(at)? {
        Term::Verb(Verb::Deny) => {
            let words = parser.words(at..at + 1);
            parser.taken[at] = true;
            parser.draft.ask(&words, format!("everything that is not admitted is denied already; instead of \"{words}\", write which function may reach which, e.g. \"only SMF may reach UPF on N4\""));
            Some(at + 1)
        }
        // "ensure that AMF and SMF run on one node", "the UPF we run": a state, not a request.
        Term::Verb(Verb::Deploy)
            if matches!(
                parser.lower(at).as_str(),
                "run" | "host" | "deploys" | "start"
            ) && (matches!(
                parser.term(parser.skip_stops(at + 1)),
                Some(Term::Together | Term::Apart)
            ) || states_of_known(parser, at)) =>
        {
            parser.take(at..at + 1, "state");
            Some(at + 1)
        }
        // "get the CHF to run at lower cost": of something that is there.
        Term::Verb(Verb::Need)
            if matches!(parser.lower(at).as_str(), "get" | "bring")
                && leads_to(parser, at, |index| {
                    matches!(parser.lower(index).as_str(), "run" | "be" | "work")
                }) =>
        {
            parser.begin_clause(at, Verb::Set);
            Some(at + 1)
        }
        // "give the UPF 8 cores": to one that is there. "Give me an AMF" asks for a new one.
        Term::Verb(Verb::Need)
            if parser.lower(at) == "give"
                && parser.lower(at + 1) == "the"
                && parser.named(parser.skip_stops(at + 1)).is_some() =>
        {
            parser.begin_clause(at, Verb::Set);
            Some(at + 1)
        }
        // "take them to 6"
        Term::Stop | Term::Verb(Verb::Need)
            if matches!(parser.lower(at).as_str(), "take" | "get" | "bring")
                && leads_to(parser, at, |index| {
                    matches!(parser.kind(index), Some(Kind::Number(_) | Kind::Times(_)))
                }) =>
        {
            parser.begin_clause(at, Verb::Set);
            Some(at + 1)
        }
        // "spread" describes where it is no order: "a core spread across zones".
        Term::Verb(Verb::Configure)
            if matches!(
                parser.lower(at).as_str(),
                "spread" | "distribute" | "scatter"
            ) && !parser.heads_clause(at) =>
        {
            parser.take(at..at + 1, "spread");
            Some(at + 1)
        }
        Term::Verb(Verb::Maintain)
            if matches!(parser.lower(at).as_str(), "replace" | "swap" | "substitute")
                && !names_version(parser, at) =>
        {
            let words = parser.words(at..at + 1);
            parser.take(at..at + 1, "replacement");
            parser.draft.ask(&words, format!("\"{words}\" is a removal and a deployment, and one intent makes one change: which of the two is this intent for?"));
            Some(at + 1)
        }
        // "put the SMF into maintenance"
        Term::Verb(Verb::Deploy | Verb::Set)
            if matches!(parser.lower(at).as_str(), "put" | "place" | "set")
                && parser.function_list(at + 1).1 > at + 1
                && parser
                    .lower(parser.function_list(at + 1).1)
                    .ends_with("maintenance") =>
        {
            parser.take(at..at + 1, "verb");
            Some(at + 1)
        }
        // "put an autoscaler on the SCP", "set up autoscaling for the AMF"
        Term::Verb(Verb::Deploy | Verb::Add | Verb::Need | Verb::Configure)
            if introduces_autoscaling(parser, at) =>
        {
            parser.take(at..at + 1, "verb");
            Some(at + 1)
        }
        // "take two replicas away from the CHF"
        Term::Stop
            if matches!(parser.kind(at + 1), Some(Kind::Number(_)))
                && parser.lower(at) == "take" =>
        {
            parser.begin_clause(at, Verb::Remove);
            Some(at + 1)
        }
        // "the security patch release v2.7.6"
        Term::Verb(Verb::Maintain)
            if parser.noun(at + 1) == Some(Noun::Version) && parser.verb().is_some() =>
        {
            parser.take(at..at + 1, "software");
            Some(at + 1)
        }
        Term::Verb(verb) => {
            parser.begin_clause(at, verb);
            if matches!(
                parser.lower(at).as_str(),
                "monitored" | "be monitored" | "monitor"
            ) {
                parser.draft.monitoring.get_or_insert(true);
                parser.verb_has_other_object();
            }
            Some(at + 1)
        }
        Term::Multiply(tenths) => {
            let factor = f64::from(tenths) / 10.0;
            let words = parser.words(at..at + 1);
            let halves = matches!(words.to_lowercase().as_str(), "by half" | "in half");
            // "grow by half"
            let grows = words.eq_ignore_ascii_case("by half")
                && matches!(parser.verb(), Some(Verb::Grow | Verb::Add));
            let factor = if grows { 1.0 + factor } else { factor };
            let towards =
                parser.before(at).and_then(|before| parser.link(before)) == Some(Link::To);
            let said_of_group = words.ends_with(['d', 'D']) && !parser.group.is_empty();
            if said_of_group && parser.verb().is_none() {
                parser.imply_verb(Verb::Scale, &words);
            }
            let object = parser.skip_stops(at + 1);
            let capacity = parser.lower(object) == "capacity";
            if multiplies_other(parser, object) && !capacity {
                parser.take(at..at + 1, "a ratio");
                parser.draft.ask(
                    &words,
                    format!("\"{words}\" is not said of replicas: to which value should it go?"),
                );
                return Some(at + 1);
            }
            if capacity {
                parser.take(object..object + 1, "capacity");
            }
            let behind = halves || said_of_group || (towards && !parser.group.is_empty());
            if behind {
                parser.take(at..at + 1, format!("replicas times {factor}"));
                parser.change_group(Change::Times(factor), &words);
            } else {
                parser.begin_clause(at, Verb::Scale);
                parser.await_function(Change::Times(factor), &words);
            }
            Some(at + 1)
        }
        // "Limit the memory of AMF to 4Gi": the word that bounds a number is a verb at the head of a clause.
        Term::Link(Link::Maximum)
            if matches!(parser.lower(at).as_str(), "limit" | "cap") && parser.heads_clause(at) =>
        {
            parser.begin_clause(at, Verb::Set);
            Some(at + 1)
        }
        _ => None,
    }
}

/// Whether "run" at `at` describes functions under a verb that stands before: "the UPF we run", "get the CHF to run".
fn states_of_known(parser: &Parser<'_>, at: usize) -> bool {
    parser.before(at).is_some_and(|before| {
        (parser.verb().is_some() && parser.named(before).is_some())
            || (parser.verb() == Some(Verb::Set) && parser.link(before) == Some(Link::To))
    })
}

/// Whether behind the verb at `at`, its functions and "to" stands what is wanted.
fn leads_to(parser: &Parser<'_>, at: usize, wanted: impl Fn(usize) -> bool) -> bool {
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

/// Whether what is multiplied is a resource or a measured quantity: "double the memory".
fn multiplies_other(parser: &Parser<'_>, object: usize) -> bool {
    matches!(
        parser.term(object),
        Some(
            Term::Metric(_)
                | Term::Direction(_)
                | Term::Noun(Noun::Cpu | Noun::Memory | Noun::Storage)
        )
    )
}

fn names_version(parser: &Parser<'_>, at: usize) -> bool {
    (at..parser.lexemes.len()).any(|index| {
        matches!(parser.kind(index), Some(Kind::Version(_)))
            || parser.noun(index) == Some(Noun::Version)
    })
}

fn introduces_autoscaling(parser: &Parser<'_>, at: usize) -> bool {
    let noun = parser.skip_stops(at + 1);
    parser.term(noun) == Some(Term::Verb(Verb::Autoscale))
        && matches!(parser.link(noun + 1), Some(Link::In | Link::For | Link::To))
}

impl Parser<'_> {
    fn begin_clause(&mut self, at: usize, verb: Verb) {
        let words = self.words(at..at + 1);
        self.take(at..at + 1, format!("verb {verb:?}"));
        self.draft.verbs.push(VerbUse::new(verb, &words));
        self.group_open = false;
        self.pending = None;
    }

    /// Notes a verb that the grammar of a clause implies.
    pub(super) fn imply_verb(&mut self, verb: Verb, words: &str) {
        self.draft.verbs.push(VerbUse {
            other_object: true,
            ..VerbUse::new(verb, words)
        });
    }

    /// Whether nothing stands between `at` and the beginning of its clause.
    pub(super) fn heads_clause(&self, at: usize) -> bool {
        match self.before(at) {
            None => true,
            Some(before) => {
                self.link(before).is_some_and(Link::joins) || self.symbol(before).is_some()
            }
        }
    }
}
