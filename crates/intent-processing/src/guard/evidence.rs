//! What the text of an intent and its typed hints support.
//!
//! Made from the builtin parser's own tokens, lexemes and reading. Passages and annotations never come in here.

use std::collections::BTreeSet;

use nephoran_api::{Action, IntentHints, IntentModel};
use nephoran_telecom::NetworkFunctionType;

use super::figure::{self, About, Figure, Measure};
use super::spoken;
use crate::builtin::clause::Parser;
use crate::builtin::gazetteer::Gazetteer;
use crate::builtin::lexeme::{self, Kind};
use crate::builtin::term::{Noun, Place, Term, Verb};
use crate::builtin::{self, token};

/// From this confidence on, and without a question, the builtin reading of a text is not contradicted.
const SURE: f64 = 0.95;

/// What is supported.
#[derive(Debug)]
pub(super) struct Evidence {
    /// Functions that are named, or belong to a set that is; not those that are left out.
    pub(super) functions: BTreeSet<NetworkFunctionType>,
    /// Numbers.
    pub(super) figures: Vec<Figure>,
    /// Phrases of the vocabulary.
    pub(super) terms: Vec<Term>,
    /// Named places.
    pub(super) places: Vec<(Place, String)>,
    /// Names of instances.
    pub(super) labels: BTreeSet<String>,
    /// Software versions.
    pub(super) versions: BTreeSet<String>,
    /// Slice differentiators, lower case.
    pub(super) differentiators: BTreeSet<String>,
    /// The words the vocabulary does not have, lower case.
    pub(super) unknown: BTreeSet<String>,
    /// The text in lower case with one space around words.
    pub(super) plain: String,
    /// Actions that a verb asks for.
    pub(super) actions: BTreeSet<&'static str>,
    /// Whether any verb says what to do.
    pub(super) has_verb: bool,
    /// How the builtin parser reads the same text with the same hints.
    pub(super) reading: IntentModel,
    /// Whether that reading covers the text.
    pub(super) sure: bool,
}

impl Evidence {
    pub(super) fn of(text: &str, hints: &IntentHints) -> Self {
        let spoken = spoken::spoken(text);
        let understanding = builtin::understand(&spoken, hints);
        let tokens = token::tokenize(&spoken);
        let lexemes = lexeme::lex(&spoken, &tokens, Gazetteer::builtin());
        let lowered = lexeme::lowered(&spoken, &tokens, &lexemes);
        let mut parser = Parser::new(&spoken, &tokens, &lowered, lexemes);
        parser.run();
        let sure = understanding.confidence >= SURE && understanding.model.unresolved.is_empty();
        let mut evidence = Self {
            functions: understanding
                .model
                .network_functions
                .iter()
                .map(|request| request.function_type)
                .collect(),
            figures: figure::figures(&parser.lexemes),
            terms: Vec::new(),
            places: Vec::new(),
            labels: BTreeSet::new(),
            versions: BTreeSet::new(),
            differentiators: BTreeSet::new(),
            unknown: BTreeSet::new(),
            plain: plain(&spoken),
            actions: BTreeSet::new(),
            has_verb: !parser.draft.verbs.is_empty(),
            reading: understanding.model,
            sure,
        };
        evidence.gather(&parser);
        evidence.functions.extend(&hints.target_components);
        evidence
    }

    fn gather(&mut self, parser: &Parser<'_>) {
        for (at, lexeme) in parser.lexemes.iter().enumerate() {
            match &lexeme.kind {
                Kind::Term(term) => self.term(*term),
                Kind::Place(place, name) => self.places.push((*place, name.clone())),
                Kind::Label(label) => {
                    self.labels.insert(label.clone());
                }
                Kind::Instance(function, name) => {
                    self.functions.insert(*function);
                    self.labels.insert(name.clone());
                }
                Kind::Version(version) => {
                    self.versions.insert(version.clone());
                }
                Kind::Unknown => {
                    let words = parser.tokens[lexeme.first..lexeme.next].iter();
                    self.unknown
                        .extend(words.map(|token| token.norm.clone().into_owned()));
                }
                _ => {}
            }
            if matches!(
                &lexeme.kind,
                Kind::Term(Term::Noun(Noun::Sd | Noun::Snssai))
            ) {
                self.differentiators(parser, at);
            }
        }
        for function in &parser.draft.excluded {
            self.functions.remove(function);
        }
        let verbs = parser.draft.verbs.iter().map(|used| used.verb);
        self.actions
            .extend(verbs.flat_map(possible).map(|action| name(*action)));
    }

    fn term(&mut self, term: Term) {
        self.terms.push(term);
        match term {
            Term::Function(function) => {
                self.functions.insert(function);
            }
            Term::Set(set) => self.functions.extend(set.members()),
            _ => {}
        }
    }

    /// The groups of six hexadecimal digits among the words that follow "SD" or "S-NSSAI".
    fn differentiators(&mut self, parser: &Parser<'_>, at: usize) {
        let from = parser.lexemes[at].next;
        let words = parser.tokens.iter().skip(from).take(8);
        let hexadecimal = |word: &str| {
            let digits = word.strip_prefix("0x").unwrap_or(word);
            (digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
                .then(|| digits.to_owned())
        };
        self.differentiators
            .extend(words.filter_map(|token| hexadecimal(&token.norm)));
    }

    /// Whether a term of the vocabulary stands in the text.
    pub(super) fn has(&self, term: Term) -> bool {
        self.terms.contains(&term)
    }

    /// Whether any term of the text fulfils `test`.
    pub(super) fn any(&self, test: impl Fn(&Term) -> bool) -> bool {
        self.terms.iter().any(test)
    }

    /// Whether the text has a number of this measure and value that is about one of these.
    pub(super) fn number(
        &self,
        measure: Measure,
        value: f64,
        about: impl Fn(About) -> bool,
    ) -> bool {
        self.figures.iter().any(|figure| {
            figure.measure == measure && close(figure.value, value) && about(figure.about)
        })
    }

    /// Whether the words stand in the text as whole words, and at least one of them is not of the vocabulary.
    pub(super) fn says(&self, words: &str) -> bool {
        let words = plain(words);
        let foreign = words
            .split_whitespace()
            .any(|word| self.unknown.contains(word));
        foreign && self.plain.contains(&words)
    }

    /// Whether the text uses this verb.
    pub(super) fn allows(&self, action: Action) -> bool {
        let wanted = self.reading.action;
        if action == wanted {
            return true;
        }
        // Removal cannot be undone: it needs the reading itself, or a verb for it in a text that is not read for sure.
        let removal = action == Action::Remove || wanted == Action::Remove;
        self.actions.contains(name(action)) && !(removal && self.sure)
    }
}

/// Whether two numbers are the same but for rounding.
pub(super) fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs())
}

/// Lower case, single spaces, hyphens and symbols as spaces, with a space on either side.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 2);
    plain.push(' ');
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            plain.push(character);
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    if !plain.ends_with(' ') {
        plain.push(' ');
    }
    plain
}

/// What a verb can ask for, at its most generous.
const fn possible(verb: Verb) -> &'static [Action] {
    match verb {
        Verb::Deploy => &[Action::Deploy],
        Verb::Need => &[Action::Deploy, Action::Scale, Action::Configure],
        Verb::Scale => &[Action::Scale],
        Verb::Grow | Verb::Shrink => &[Action::Scale, Action::Optimize, Action::Configure],
        Verb::Add => &[Action::Scale, Action::Deploy, Action::Configure],
        Verb::Remove => &[Action::Remove, Action::Scale, Action::Configure],
        Verb::Optimize | Verb::Configure => &[Action::Optimize, Action::Configure],
        Verb::Autoscale | Verb::Set => &[Action::Scale, Action::Configure],
        Verb::Ensure => &[Action::Configure, Action::Scale, Action::Optimize],
        Verb::Maintain => &[Action::Maintain, Action::Configure],
        Verb::Deny => &[Action::Configure],
    }
}

const fn name(action: Action) -> &'static str {
    match action {
        Action::Deploy => "Deploy",
        Action::Scale => "Scale",
        Action::Optimize => "Optimize",
        Action::Configure => "Configure",
        Action::Maintain => "Maintain",
        Action::Remove => "Remove",
    }
}
