//! Verbs: what is asked for.

use std::ops::Range;

use super::Parser;
use super::sense::{
    creates, describes, fits_out, is_number, lacks, leads_from, leads_into, leads_off, leads_to,
    leaves, refuses, sets_limit, unhooks,
};
use crate::builtin::draft::VerbUse;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};

/// Verbs that make the amount or the number behind them a limit.
pub(super) const LIMITS: &[&str] = &["limit", "cap", "restrict"];

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if let Some(Term::Verb(verb)) = parser.term(at) {
        if !(describes(parser, at, verb) || refuses(parser, at, verb)) {
            order(parser, at, verb);
            super::objective::of_subject(parser, at, verb);
        }
        return Some(at + 1);
    }
    // "leave just three AMF replicas running"
    let number = at + 1 + usize::from(parser.link(at + 1) == Some(Link::Only));
    if parser.word(at) == "leave" && parser.heads_clause(at) && is_number(parser, number) {
        parser.begin_clause(at, Verb::Set);
        return Some(at + 1);
    }
    let verb = everyday(parser, at)?;
    parser.begin_clause(at, verb);
    parser.unhooking = takes_off(parser, at);
    // "the AMF can go" is about the AMF.
    let named_before = parser.word(at) == "go";
    if let Some(used) = parser.draft.verbs.last_mut() {
        used.named_first |= named_before;
    }
    Some(at + 1)
}

/// The verb that a word of every day stands for in its place.
fn everyday(parser: &Parser<'_>, at: usize) -> Option<Verb> {
    let heads = || parser.heads_clause(at);
    let object = || parser.skip_stops(at + 1);
    match (parser.term(at)?, parser.word(at)) {
        // "take two replicas away from the CHF", "take the UDM into the service mesh", "take them to 6"
        (Term::Stop, "take") if is_number(parser, at + 1) && !serves(parser, at + 1) => {
            Some(Verb::Remove)
        }
        (Term::Stop, "take") if leads_off(parser, at) => Some(Verb::Remove),
        (Term::Stop, "take") if leads_into(parser, at) || takes_off(parser, at) => {
            Some(Verb::Configure)
        }
        (Term::Stop, "take") => {
            let counts = leads_to(parser, at, |index| is_number(parser, index));
            (counts || leads_from(parser, at)).then_some(Verb::Set)
        }
        // "request 2 vCPU for the AMF"
        (Term::Stop, "request") => {
            let resource = matches!(
                parser.term(at + 2),
                Some(Term::Core | Term::Noun(Noun::Cpu | Noun::Memory))
            );
            (resource && is_number(parser, at + 1) && heads()).then_some(Verb::Set)
        }
        // "size the AMF at 3 pods"
        (Term::Stop, "size") => (heads() && parser.named(object()).is_some()).then_some(Verb::Set),
        // "use OAuth2 between NEF and AF"
        (Term::Stop, "use") => {
            let protection = matches!(
                parser.term(object()),
                Some(Term::Authentication(_) | Term::Encryption(_) | Term::Noun(Noun::Mesh))
            );
            (protection && heads()).then_some(Verb::Configure)
        }
        // "the NRF should lose one replica"
        (Term::Stop, "lose" | "loses" | "shed" | "sheds") => {
            counts_copies(parser, at + 1).then_some(Verb::Remove)
        }
        (Term::Stop, "gain" | "gains") => counts_copies(parser, at + 1).then_some(Verb::Add),
        (Term::Stop, "go") => leaves(parser, at).then_some(Verb::Remove),
        // "up the AMF to 5"
        (Term::Direction(_), "up") => {
            (heads() && parser.named(object()).is_some()).then_some(Verb::Grow)
        }
        // "Limit the memory of AMF to 4Gi": the word that bounds a number is a verb at the head of a clause.
        (Term::Link(Link::Maximum), "limit" | "cap") => {
            let valued = matches!(
                parser.kind(at + 1),
                Some(Kind::Number(_) | Kind::Quantity(..))
            );
            (heads() && !valued).then_some(Verb::Set)
        }
        _ => None,
    }
}

/// "an AMF that can take 50,000 devices": whether the number at `at` counts those who are served.
fn serves(parser: &Parser<'_>, at: usize) -> bool {
    matches!(
        parser.noun(parser.skip_stops(at + 1)),
        Some(
            Noun::Devices | Noun::Subscribers | Noun::Sessions | Noun::Registrations | Noun::Cells
        )
    )
}

/// Whether "take" at `at` takes functions off what they are fitted with: "take the UPF off monitoring".
fn takes_off(parser: &Parser<'_>, at: usize) -> bool {
    let (_, behind) = parser.function_list(at + 1);
    let fitting = parser.skip_stops(behind);
    parser.word(at) == "take"
        && behind > at + 1
        && (behind..fitting).any(|index| matches!(parser.word(index), "off" | "out"))
        && super::is_fitting(parser.term(fitting))
}

/// Whether a number of replicas stands at `at`.
fn counts_copies(parser: &Parser<'_>, at: usize) -> bool {
    let noun = parser.skip_stops(at + 1);
    is_number(parser, at)
        && (parser.noun(noun) == Some(Noun::Replica) || parser.named(noun).is_some())
}

/// Begins the clause of a verb.
fn order(parser: &mut Parser<'_>, at: usize, verb: Verb) {
    let verb = meant(parser, at, verb);
    parser.begin_clause(at, verb);
    parser.unhooking = unhooks(parser, at);
    if matches!(parser.lower(at), "monitored" | "be monitored" | "monitor") {
        parser.draft.monitoring.get_or_insert(true);
        parser.verb_has_other_object();
    }
}

/// What the verb at `at` asks for by the words around it.
fn meant(parser: &Parser<'_>, at: usize, verb: Verb) -> Verb {
    if verb == Verb::Need && needs_of_known(parser, at) {
        Verb::Set
    } else if configures(parser, at, verb) {
        Verb::Configure
    } else if deploys(parser, at, verb) {
        Verb::Deploy
    } else if sets(parser, at, verb) {
        Verb::Set
    } else if matches!(verb, Verb::Scale | Verb::Set)
        && super::objective::at_extreme(parser, at + 1)
    {
        // "the delay shall be brought to a minimum"
        Verb::Optimize
    } else {
        verb
    }
}

/// "get the CHF to run cheaper", "give the UPF 8 cores", "get the AMF to 5": whether what is needed is of something that is
/// there. "Give me an AMF" asks for a new one.
fn needs_of_known(parser: &Parser<'_>, at: usize) -> bool {
    let word = parser.lower(at);
    let causes = matches!(word, "get" | "bring" | "take")
        && leads_to(parser, at, |index| {
            is_number(parser, index) || matches!(parser.word(index), "run" | "be" | "work")
        });
    let gives = matches!(word, "give" | "grant")
        && match parser.word(at + 1) {
            "the" => parser.named(parser.skip_stops(at + 1)).is_some(),
            other => matches!(other, "it" | "them"),
        };
    // "get the latency of the slice under 20 ms"
    let measures = word == "get" && is_about_metric(parser, at);
    causes || gives || measures || lacks(parser, at)
}

/// Whether the verb at `at` changes settings of functions that are there.
fn configures(parser: &Parser<'_>, at: usize, verb: Verb) -> bool {
    let word = parser.lower(at);
    // "put the SCP into the service mesh", "add the AMF to the mesh"
    let moves_in = || matches!(word, "put" | "place" | "add" | "bring") && leads_into(parser, at);
    // "activate the service mesh for namespace a"
    let starts = || {
        matches!(
            word,
            "activate" | "introduce" | "start" | "establish" | "turn up"
        ) && super::is_fitting(parser.term(parser.skip_stops(at + 1)))
    };
    match verb {
        // "we need monitoring on the UPF"
        Verb::Need => fits_out(parser, at),
        // "activate mTLS for the NRF"
        Verb::Deploy => moves_in() || fits_out(parser, at) || starts(),
        Verb::Add | Verb::Scale => moves_in(),
        // "take the UPF out of the service mesh", "switch the monitoring of the AMF off"
        Verb::Remove => unhooks(parser, at),
        _ => false,
    }
}

/// Whether the verb at `at` makes something new.
fn deploys(parser: &Parser<'_>, at: usize, verb: Verb) -> bool {
    match (verb, parser.lower(at)) {
        // "make me an eMBB slice", "provide a UPF"
        (Verb::Set | Verb::Ensure, _) => creates(parser, at),
        // "bring a fresh UDR into the lab", "reserve an eMBB slice"
        (Verb::Scale | Verb::Configure, "bring" | "reserve") => {
            matches!(
                parser.word(at + 1),
                "a" | "an" | "another" | "new" | "us" | "me"
            ) && creates(parser, at)
        }
        // "introduction of an NRF"
        (Verb::Configure, "introduction of") => {
            let object = parser.skip_stops(at + 1);
            parser.named(object).is_some()
                || matches!(
                    parser.term(object),
                    Some(Term::Slice(_) | Term::Noun(Noun::Slice))
                )
        }
        _ => false,
    }
}

/// Whether the verb at `at` gives a value to something that is there.
fn sets(parser: &Parser<'_>, at: usize, verb: Verb) -> bool {
    let word = parser.lower(at);
    match verb {
        Verb::Add => adds_resources(parser, at),
        // "bring the packet loss down to 0.01 %"
        Verb::Scale => {
            matches!(word, "bring" | "get")
                && is_about_metric(parser, at)
                && !super::objective::at_extreme(parser, at + 1)
        }
        Verb::Deploy => {
            // "the O-DU has to be run as energy-efficiently as possible"
            (word.ends_with("run") && runs_towards(parser, at))
                // "put them back to 5"
                || (matches!(word, "put" | "place")
                    && leads_to(parser, at, |index| is_number(parser, index)))
                // "put a ceiling of 4 cores on the SMF"
                || sets_limit(parser, at, word)
        }
        _ => false,
    }
}

/// Whether the object of the verb at `at` is something measured.
fn is_about_metric(parser: &Parser<'_>, at: usize) -> bool {
    let object = parser.term(parser.skip_stops(at + 1));
    matches!(object, Some(Term::Metric(_)))
}

/// "add memory to the UPF": whether what is added at `at` are resources of something that is there.
fn adds_resources(parser: &Parser<'_>, at: usize) -> bool {
    (at + 1..parser.lexemes.len())
        .take_while(|index| parser.named(*index).is_none() && parser.symbol(*index).is_none())
        .take(super::REACH / 2)
        .any(|index| {
            matches!(parser.word(index), "resources" | "headroom")
                || matches!(
                    parser.noun(index),
                    Some(Noun::Cpu | Noun::Memory | Noun::Storage)
                )
        })
}

/// Whether a goal stands behind "run" at `at`: "run them for less money".
fn runs_towards(parser: &Parser<'_>, at: usize) -> bool {
    let object = parser.skip_stops(at + 1);
    let goal = match parser.link(object) {
        Some(Link::For | Link::With | Link::More) => parser.skip_stops(object + 1),
        _ => object,
    };
    matches!(parser.term(goal), Some(Term::Goal(_)))
}

impl Parser<'_> {
    /// Whether the text has such a verb.
    pub(super) fn verb_used(&self, verb: Verb) -> bool {
        self.draft.verbs.iter().any(|used| used.verb == verb)
    }

    pub(super) fn begin_clause(&mut self, at: usize, verb: Verb) {
        let words = self.slice(at..at + 1);
        // "a URLLC slice …; it shall be deployed"
        let of_it = self.word(at + 1) == "it"
            || (at.saturating_sub(3)..at).any(|index| self.word(index) == "it");
        if of_it && self.draft.slice_words.is_some() {
            self.draft.slice_first = false;
        }
        self.take(at..at + 1, format!("verb {verb:?}"));
        self.draft.verbs.push(VerbUse::new(verb, words));
        self.group_open = false;
        if self.pending_claimed {
            self.pending = None;
        }
    }

    /// Notes a verb that the grammar of a clause implies.
    pub(super) fn imply_verb(&mut self, verb: Verb, words: &str) {
        self.draft.verbs.push(VerbUse {
            other_object: true,
            ..VerbUse::new(verb, words)
        });
    }

    /// Notes a verb that the words in `range` imply where the text has none so far.
    pub(super) fn imply_first(&mut self, verb: Verb, range: Range<usize>) {
        if self.draft.verbs.is_empty() {
            let words = self.slice(range);
            self.imply_verb(verb, words);
        }
    }

    /// "it needs 7": what is needed of functions that are there changes them.
    pub(super) fn need_is_of_known(&mut self) {
        if let Some(used) = self.draft.verbs.last_mut()
            && used.verb == Verb::Need
        {
            used.verb = Verb::Set;
        }
    }

    /// Whether nothing stands between `at` and the beginning of its clause.
    pub(super) fn heads_clause(&self, at: usize) -> bool {
        self.before(at).is_none_or(|before| {
            self.link(before)
                .is_some_and(|link| link.joins() || (link == Link::To && self.is_wished(before)))
                || self.symbol(before).is_some()
        })
    }

    /// "we need to limit the AMF", "the task is to limit it": whether "to" at `at` stands behind a wish.
    fn is_wished(&self, at: usize) -> bool {
        self.before(at).is_none_or(|wish| {
            matches!(
                self.kind(wish),
                Some(Kind::Unknown | Kind::Term(Term::Verb(Verb::Need)))
            )
        })
    }
}
