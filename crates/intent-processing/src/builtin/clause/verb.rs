//! Verbs: what is asked for.

use super::Parser;
use super::sense::{
    creates, describes, fits_out, is_number, lacks, leads_from, leads_into, leads_off, leads_to,
    leaves, refuses, sets_limit, unhooks,
};
use crate::builtin::draft::VerbUse;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};

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
        (Term::Stop, "take") if is_number(parser, at + 1) => Some(Verb::Remove),
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
            let resource = matches!(parser.noun(at + 2), Some(Noun::Cpu | Noun::Memory));
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

/// Begins the clause of a verb. "Get the CHF to run cheaper", "give the UPF 8 cores" and "get the AMF to 5" are about
/// something that is there; "give me an AMF" asks for a new one.
fn order(parser: &mut Parser<'_>, at: usize, verb: Verb) {
    let word = parser.lower(at);
    let causes = matches!(word, "get" | "bring" | "take")
        && leads_to(parser, at, |index| {
            is_number(parser, index) || matches!(parser.word(index), "run" | "be" | "work")
        });
    let gives = matches!(word, "give" | "grant")
        && ((parser.word(at + 1) == "the" && parser.named(parser.skip_stops(at + 1)).is_some())
            || matches!(parser.word(at + 1), "it" | "them"));
    let there = verb == Verb::Need && (causes || gives || lacks(parser, at));
    let verb = match verb {
        Verb::Need if there => Verb::Set,
        // "get the latency of the slice under 20 ms"
        Verb::Need
            if word == "get"
                && matches!(
                    parser.term(parser.skip_stops(at + 1)),
                    Some(Term::Metric(_))
                ) =>
        {
            Verb::Set
        }
        // "put the SCP into the service mesh", "add the AMF to the mesh"
        Verb::Deploy | Verb::Add | Verb::Scale
            if matches!(word, "put" | "place" | "add" | "bring") && leads_into(parser, at) =>
        {
            Verb::Configure
        }
        // "activate mTLS for the NRF", "we need monitoring on the UPF"
        Verb::Deploy | Verb::Need if fits_out(parser, at) => Verb::Configure,
        // "the O-DU has to be run as energy-efficiently as possible"
        Verb::Deploy if word.ends_with("run") && runs_towards(parser, at) => Verb::Set,
        // "put them back to 5"
        Verb::Deploy
            if matches!(word, "put" | "place")
                && leads_to(parser, at, |index| is_number(parser, index)) =>
        {
            Verb::Set
        }
        // "activate the service mesh for namespace a"
        Verb::Deploy
            if matches!(
                word,
                "activate" | "introduce" | "start" | "establish" | "turn up"
            ) && super::is_fitting(parser.term(parser.skip_stops(at + 1))) =>
        {
            Verb::Configure
        }
        // "put a ceiling of 4 cores on the SMF"
        Verb::Deploy if sets_limit(parser, at, word) => Verb::Set,
        // "add resources to the UPF"
        Verb::Add if adds_resources(parser, at) => Verb::Set,
        // "make me an eMBB slice", "provide a UPF"
        Verb::Set | Verb::Ensure if creates(parser, at) => Verb::Deploy,
        // "bring a fresh UDR into the lab", "reserve an eMBB slice"
        Verb::Scale | Verb::Configure
            if matches!(word, "bring" | "reserve")
                && matches!(
                    parser.word(at + 1),
                    "a" | "an" | "another" | "new" | "us" | "me"
                )
                && creates(parser, at) =>
        {
            Verb::Deploy
        }
        // "introduction of an NRF"
        Verb::Configure
            if word == "introduction of"
                && (parser.named(parser.skip_stops(at + 1)).is_some()
                    || matches!(
                        parser.term(parser.skip_stops(at + 1)),
                        Some(Term::Slice(_) | Term::Noun(Noun::Slice))
                    )) =>
        {
            Verb::Deploy
        }
        // "take the UPF out of the service mesh", "switch the monitoring of the AMF off"
        Verb::Remove | Verb::Configure if unhooks(parser, at) => Verb::Configure,
        // "bring the packet loss down to 0.01 %"
        Verb::Scale
            if matches!(word, "bring" | "get")
                && matches!(
                    parser.term(parser.skip_stops(at + 1)),
                    Some(Term::Metric(_))
                )
                && !super::objective::at_extreme(parser, at + 1) =>
        {
            Verb::Set
        }
        // "the delay shall be brought to a minimum"
        Verb::Scale | Verb::Set if super::objective::at_extreme(parser, at + 1) => Verb::Optimize,
        other => other,
    };
    parser.begin_clause(at, verb);
    parser.unhooking = unhooks(parser, at);
    if matches!(word, "monitored" | "be monitored" | "monitor") {
        parser.draft.monitoring.get_or_insert(true);
        parser.verb_has_other_object();
    }
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
        let words = self.words(at..at + 1);
        // "a URLLC slice …; it shall be deployed"
        let of_it = self.word(at + 1) == "it"
            || (at.saturating_sub(3)..at).any(|index| self.word(index) == "it");
        if of_it && self.draft.slice_words.is_some() {
            self.draft.slice_first = false;
        }
        self.take(at..at + 1, format!("verb {verb:?}"));
        self.draft.verbs.push(VerbUse::new(verb, &words));
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
