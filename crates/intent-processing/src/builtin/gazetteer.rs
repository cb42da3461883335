//! The vocabulary as one index: from words to what they mean.
//!
//! Matches whole words only and prefers the longest phrase, so "ric" is never found in "metric" and
//! "user plane latency" is not a UPF.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use nephoran_telecom::{NetworkFunctionType, ReferencePoint};

use crate::builtin::inflection::{gerund, participle};
use crate::builtin::term::{Link, Term};
use crate::builtin::token::{Token, TokenKind};
use crate::builtin::verbs::{LEMMAS, PHRASES};
use crate::builtin::vocabulary::{
    ANAPHORS, COMMANDS, CONTACTS, FIVE_QI_NAMES, FUNCTIONS, GRANTED, GRANTS, HEDGES, LINKS,
    MACHINE, MACHINES, METRICS, NOUNS, ONE, PERMISSIONS, REFERENCES, Row, SEVERAL, SLICES, STOPS,
    TRAITS,
};

/// Every table of the vocabulary, beside the stop words.
const TABLES: [&[Row]; 12] = [
    HEDGES,
    ANAPHORS,
    FUNCTIONS,
    SLICES,
    PHRASES,
    NOUNS,
    METRICS,
    FIVE_QI_NAMES,
    COMMANDS,
    REFERENCES,
    TRAITS,
    LINKS,
];

/// Phrases by their first words. The words are this program's own, so a short hash without a secret will do (FNV-1a).
type Index = HashMap<String, Vec<Phrase>, BuildHasherDefault<Fnv>>;

struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// An index from the first word of a phrase to the phrases, the longest first.
#[derive(Debug)]
pub(crate) struct Gazetteer {
    by_first_word: Index,
    /// The particles of verbs, by the first word of the verb.
    particles: Index,
}

#[derive(Debug)]
struct Phrase {
    /// The first byte of the second word, 0 where there is none: compared before the words are.
    second: u8,
    rest: Vec<String>,
    term: Term,
}

impl Phrase {
    fn new(rest: Vec<String>, term: Term) -> Self {
        let second = rest
            .first()
            .and_then(|word| word.bytes().next())
            .unwrap_or(0);
        Self { second, rest, term }
    }
}

/// A phrase found in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Match {
    /// What it means.
    pub(crate) term: Term,
    /// Index of the first token after it.
    pub(crate) next: usize,
}

/// The longest phrase that starts at each token of a text.
pub(crate) struct Phrases(Vec<Option<Match>>);

impl Phrases {
    /// The longest phrase that starts at token `at`.
    pub(crate) fn at(&self, at: usize) -> Option<Match> {
        self.0.get(at).copied().flatten()
    }
}

impl Gazetteer {
    /// The one gazetteer of the process.
    pub(crate) fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Gazetteer> = OnceLock::new();
        BUILTIN.get_or_init(Self::build)
    }

    fn build() -> Self {
        let mut gazetteer = Self {
            by_first_word: Index::default(),
            particles: Index::default(),
        };
        for function in NetworkFunctionType::ALL {
            gazetteer.add_function(*function);
        }
        for point in ReferencePoint::ALL {
            gazetteer.add(&spaced(point.as_str()), Term::Point(*point));
        }
        for (verb, lemmas) in LEMMAS {
            for lemma in *lemmas {
                gazetteer.add_verb(lemma, Term::Verb(*verb));
            }
        }
        for (term, phrases) in TABLES.into_iter().flatten() {
            for phrase in *phrases {
                gazetteer.add(phrase, *term);
            }
        }
        gazetteer.add_permissions();
        gazetteer.add_machines();
        for phrase in STOPS {
            gazetteer.add(phrase, Term::Stop);
        }
        for (verb, lemmas) in LEMMAS {
            for lemma in *lemmas {
                gazetteer.add_verb(&gerund(lemma), Term::Gerund(*verb));
                gazetteer.add_verb(&participle(lemma), Term::Participle(*verb));
            }
        }
        for phrases in gazetteer.by_first_word.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        for particles in gazetteer.particles.values_mut() {
            particles.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        gazetteer
    }

    /// "may reach", "is allowed to contact": every permission with every contact.
    fn add_permissions(&mut self) {
        for (permissions, contacts) in [(PERMISSIONS, CONTACTS), (GRANTS, GRANTED)] {
            for (permission, contact) in pairs(permissions, contacts) {
                self.add(
                    &format!("{permission} {contact}"),
                    Term::Link(Link::MayReach),
                );
            }
        }
    }

    /// "on the same node", "on its own host", "on different nodes".
    fn add_machines(&mut self) {
        for (same, machine) in pairs(ONE, MACHINE) {
            self.add(&format!("{same} {machine}"), Term::Together);
            self.add(&format!("on {same} {machine}"), Term::Together);
        }
        for machine in MACHINE {
            for own in [
                format!("its own {machine}"),
                format!("their own {machine}"),
                format!("a {machine} of its own"),
                format!("a {machine} of their own"),
                format!("one {machine} each"),
            ] {
                self.add(&format!("on {own}"), Term::Apart);
                self.add(&own, Term::Apart);
            }
        }
        for (several, machines) in pairs(SEVERAL, MACHINES) {
            self.add(&format!("{several} {machines}"), Term::Apart);
            self.add(&format!("on {several} {machines}"), Term::Apart);
        }
    }

    /// The canonical name, the synonyms, and the plurals of both. A synonym that says where the function
    /// stands ("edge upf") is left to the word that says where.
    fn add_function(&mut self, function: NetworkFunctionType) {
        let canonical = spaced(function.as_str());
        let synonyms = function
            .synonyms()
            .iter()
            .map(|synonym| (*synonym).to_owned());
        for name in std::iter::once(canonical)
            .chain(synonyms)
            .filter(|name| !name.starts_with("edge "))
        {
            if let Some(stem) = name.strip_suffix('y') {
                self.add(&format!("{stem}ies"), Term::Function(function));
            } else if !name.ends_with('s') {
                self.add(&format!("{name}s"), Term::Function(function));
            }
            self.add(&name, Term::Function(function));
        }
    }

    /// A form of a verb. Its particles may stand apart from it.
    fn add_verb(&mut self, form: &str, term: Term) {
        if let Some((word, particles)) = form.split_once(' ') {
            let rest = particles.split(' ').map(str::to_owned).collect();
            let known = self.particles.entry(word.to_owned()).or_default();
            known.push(Phrase::new(rest, term));
        }
        self.add(form, term);
    }

    /// The particles that may stand behind the object of the verb `word`, and what the verb means with them.
    pub(crate) fn particles_of(&self, word: &str) -> impl Iterator<Item = (&[String], Term)> {
        self.particles
            .get(word)
            .into_iter()
            .flatten()
            .map(|phrase| (phrase.rest.as_slice(), phrase.term))
    }

    /// The first meaning a phrase is given stays.
    fn add(&mut self, phrase: &str, term: Term) {
        let mut words = phrase.split(' ').map(str::to_owned);
        let Some(first) = words.next() else { return };
        let rest: Vec<String> = words.collect();
        let phrases = self.by_first_word.entry(first).or_default();
        if !phrases.iter().any(|known| known.rest == rest) {
            phrases.push(Phrase::new(rest, term));
        }
    }

    /// The phrases of a text.
    pub(crate) fn phrases(&self, tokens: &[Token<'_>]) -> Phrases {
        Phrases(
            (0..tokens.len())
                .map(|at| self.longest(tokens, at))
                .collect(),
        )
    }

    fn longest(&self, tokens: &[Token<'_>], at: usize) -> Option<Match> {
        let first = tokens.get(at)?;
        let phrases = self.by_first_word.get(first.norm.as_ref())?;
        let second = tokens
            .get(at + 1)
            .and_then(|token| token.norm.bytes().next())
            .unwrap_or(0);
        let phrase = phrases.iter().find(|phrase| {
            (phrase.second == second || phrase.second == 0)
                && phrase.rest.iter().enumerate().all(|(index, word)| {
                    tokens.get(at + 1 + index).is_some_and(|token| {
                        token.kind == TokenKind::Word
                            && token.norm == *word
                            && token.joined != Some('.')
                    })
                })
        })?;
        Some(Match {
            term: phrase.term,
            next: at + 1 + phrase.rest.len(),
        })
    }
}

/// Every first with every second.
fn pairs<'a>(first: &'a [&str], second: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a str)> {
    first
        .iter()
        .flat_map(|first| second.iter().map(move |second| (*first, *second)))
}

fn spaced(name: &str) -> String {
    name.to_lowercase().replace('-', " ")
}

#[cfg(test)]
mod tests;
