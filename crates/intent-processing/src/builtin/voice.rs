//! Decides which forms of a verb order something: "shall be scaled" does, "the deployed AMF" does not.
//!
//! Works on lexemes before any rule reads them. A verb apart from its particle becomes one verb ("tear the UPF down"), and a
//! participle or gerund becomes the verb it stands for, or a word that carries nothing.

use crate::builtin::gazetteer::Gazetteer;
use crate::builtin::lexeme::{Kind, Lexeme};
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::token::Token;

/// Most lexemes between a verb and its particle, and between an auxiliary and its participle.
const REACH: usize = 10;

/// Auxiliaries that make an order of the participle behind them.
const ORDERS: &[&str] = &["be", "get", "gets", "getting"];
/// Auxiliaries that make an order of it in a specification, unless a relative clause says what there is.
const STATES: &[&str] = &["is", "are"];
/// Auxiliaries of what is over or under way.
const REPORTS: &[&str] = &[
    "was", "were", "been", "being", "had", "has", "once", "already", "recently", "just",
];
/// Words that open a relative clause.
const RELATIVES: &[&str] = &["that", "which", "who", "once", "where", "if", "when", "as"];
/// What stands before "have" when it says what there is.
const OWNERS: &[&str] = &["we", "i", "they", "you", "already", "that", "which", "now"];
/// Words behind which a gerund says what goes on.
const GOES_ON: &[&str] = &[
    "is", "are", "was", "were", "been", "keeps", "kept", "stopped", "started", "already", "it",
];

/// Decides every form of a text.
pub(crate) fn apply(tokens: &[Token<'_>], gazetteer: &Gazetteer, lexemes: &mut [Lexeme]) {
    let mut text = Text { tokens, lexemes };
    for at in 0..text.lexemes.len() {
        text.reunite(gazetteer, at);
    }
    let mut ordered = None;
    for at in 0..text.lexemes.len() {
        let (verb, orders) = match text.lexemes[at].kind {
            Kind::Term(Term::Participle(verb)) => (verb, text.passive(at, ordered)),
            Kind::Term(Term::Gerund(verb)) => (verb, text.active(at, verb)),
            Kind::Term(Term::Verb(verb)) if text.is_over(at) || text.is_noun(at) => (verb, false),
            // "shall be distributed over the zones"
            Kind::Term(Term::Pattern(_))
                if text.word(at) == "distributed" && text.word(at.saturating_sub(1)) == "be" =>
            {
                (Verb::Configure, true)
            }
            _ => continue,
        };
        if orders {
            ordered = Some(at);
        }
        text.lexemes[at].kind = Kind::Term(if orders { Term::Verb(verb) } else { Term::Stop });
    }
}

struct Text<'a, 'text> {
    tokens: &'a [Token<'text>],
    lexemes: &'a mut [Lexeme],
}

impl Text<'_, '_> {
    fn term(&self, at: usize) -> Option<Term> {
        match self.lexemes.get(at)?.kind {
            Kind::Term(term) => Some(term),
            _ => None,
        }
    }

    /// The lexeme at `at` when it is one word, in lower case.
    fn word(&self, at: usize) -> &str {
        match self.lexemes.get(at) {
            Some(lexeme) if lexeme.next == lexeme.first + 1 => &self.tokens[lexeme.first].norm,
            _ => "",
        }
    }

    fn is_symbol(&self, at: usize, wanted: &[char]) -> bool {
        matches!(self.lexemes.get(at).map(|lexeme| &lexeme.kind), Some(Kind::Symbol(symbol)) if wanted.contains(symbol))
    }

    /// "tear [the UPF] down": gives the verb its particles.
    fn reunite(&mut self, gazetteer: &Gazetteer, at: usize) {
        let separable = matches!(
            self.lexemes[at].kind,
            Kind::Unknown
                | Kind::Term(Term::Verb(_) | Term::Participle(_) | Term::Gerund(_) | Term::Stop)
        );
        if !separable {
            return;
        }
        let word = self.word(at).to_owned();
        for (particles, term) in gazetteer.particles_of(&word) {
            let (Term::Verb(verb) | Term::Participle(verb) | Term::Gerund(verb)) = term else {
                continue;
            };
            if let Some(place) = self.particles_behind(at, particles, verb) {
                let end = self.lexemes[place].first + particles.len();
                // "wind the AMF down by two"
                let fewer = verb == Verb::Remove
                    && self.lexemes.iter().any(|lexeme| {
                        lexeme.first == end
                            && matches!(lexeme.kind, Kind::Term(Term::Link(Link::By)))
                    });
                self.lexemes[at].kind = Kind::Term(if fewer {
                    Term::Verb(Verb::Shrink)
                } else {
                    term
                });
                for lexeme in &mut self.lexemes[place..] {
                    if lexeme.first < end {
                        lexeme.kind = Kind::Term(Term::Stop);
                    }
                }
                return;
            }
        }
    }

    /// Where the particles of the verb at `at` stand behind its object.
    fn particles_behind(&self, at: usize, particles: &[String], verb: Verb) -> Option<usize> {
        let mut named = false;
        for place in at + 1..(at + REACH).min(self.lexemes.len()) {
            let first = self.lexemes[place].first;
            let matches = particles.iter().enumerate().all(|(index, particle)| {
                self.tokens
                    .get(first + index)
                    .is_some_and(|token| token.norm == *particle && token.joined.is_none())
            });
            if matches && named {
                let next = first + particles.len();
                let behind = self.lexemes.iter().position(|lexeme| lexeme.first >= next);
                let whole = behind.is_none_or(|behind| self.lexemes[behind].first == next);
                let ends = behind.is_none_or(|behind| self.ends_object(behind, particles, verb));
                return (whole && ends).then_some(place);
            }
            if !self.belongs_to_object(place) {
                return None;
            }
            named |= !matches!(self.term(place), Some(Term::Link(_) | Term::Stop))
                || matches!(
                    self.word(place),
                    "it" | "them" | "both" | "these" | "this" | "me" | "us"
                );
        }
        None
    }

    /// Whether the lexeme behind a particle begins something new.
    fn ends_object(&self, at: usize, particles: &[String], verb: Verb) -> bool {
        // "bring the replicas up from 3 to 6": the particle belongs to the number.
        let counts = matches!(
            self.term(at),
            Some(Term::Link(Link::From | Link::To | Link::By))
        ) && matches!(
            self.lexemes.get(at + 1).map(|lexeme| &lexeme.kind),
            Some(Kind::Number(_) | Kind::Times(_) | Kind::Quantity(..))
        );
        let fewer = verb == Verb::Remove && self.term(at) == Some(Term::Link(Link::By));
        if counts && !fewer && !matches!(verb, Verb::Grow | Verb::Shrink) {
            return false;
        }
        let preposition =
            matches!(particles, [only] if matches!(only.as_str(), "in" | "on" | "out"));
        match &self.lexemes[at].kind {
            Kind::Symbol(_) | Kind::Term(Term::Link(_) | Term::Verb(_) | Term::Multiply(_)) => true,
            // "pull one replica out of the UDM"
            Kind::Term(Term::Stop) if self.word(at) == "of" => true,
            Kind::Term(Term::Stop)
                if matches!(self.word(at), "there" | "please" | "now" | "again") =>
            {
                true
            }
            Kind::Term(Term::Stop) | Kind::Unknown | Kind::Place(..) => !preposition,
            _ => false,
        }
    }

    fn belongs_to_object(&self, at: usize) -> bool {
        match &self.lexemes[at].kind {
            Kind::Symbol(symbol) => matches!(symbol, ',' | '/' | '&') && self.lists(at + 1),
            Kind::Number(_)
            | Kind::Times(_)
            | Kind::Instance(..)
            | Kind::Version(_)
            | Kind::Unknown => true,
            Kind::Term(term) => match term {
                Term::Function(_)
                | Term::Set(_)
                | Term::Core
                | Term::Slice(_)
                | Term::Stop
                | Term::Noun(_)
                | Term::Metric(_)
                | Term::Authentication(_)
                | Term::Encryption(_)
                | Term::Pattern(_)
                | Term::Environment(_) => true,
                Term::Link(link) => link.joins() || matches!(link, Link::More | Link::Fewer),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a list goes on at `at`.
    fn lists(&self, at: usize) -> bool {
        let article = matches!(self.word(at), "the" | "a" | "an" | "our");
        matches!(
            self.lexemes
                .get(at + usize::from(article))
                .map(|lexeme| &lexeme.kind),
            Some(
                Kind::Instance(..)
                    | Kind::Number(_)
                    | Kind::Term(Term::Function(_) | Term::Set(_) | Term::Core | Term::Link(_))
            )
        )
    }

    /// The last lexeme before `at` that is no adverb.
    fn before(&self, at: usize) -> Option<usize> {
        let adverb = |index: usize| {
            let word = self.word(index);
            word.ends_with("ly")
                || matches!(
                    word,
                    "also"
                        | "then"
                        | "now"
                        | "therefore"
                        | "all"
                        | "both"
                        | "each"
                        | "further"
                        | "again"
                        | "newly"
                        | "automatically"
                        | "not"
                )
        };
        (0..at).rev().find(|index| !adverb(*index))
    }

    /// Whether the participle at `at` orders: "to be scaled", "we want the AMF removed", "deployed and scaled".
    fn passive(&self, at: usize, ordered: Option<usize>) -> bool {
        let Some(before) = self.before(at) else {
            return false;
        };
        let auxiliary = self.word(before);
        if REPORTS.contains(&auxiliary) {
            return false;
        }
        // "we would be grateful if you restarted the AMF"
        if auxiliary == "you" && before > 0 && self.word(before - 1) == "if" {
            return true;
        }
        if ORDERS.contains(&auxiliary) || self.word(at.saturating_sub(1)) == "be" {
            return true;
        }
        if self.is_symbol(before, &[':', '=']) && self.switches(at, before) {
            return true;
        }
        if STATES.contains(&auxiliary) && self.has_doer(at) {
            return false;
        }
        if STATES.contains(&auxiliary) {
            let subject = self.before(before).map_or("", |index| self.word(index));
            return !RELATIVES.contains(&subject);
        }
        let joined = matches!(self.term(before), Some(Term::Link(link)) if link.joins())
            || self.is_symbol(before, &[',', '/']);
        let continues = ordered.is_some_and(|earlier| {
            (earlier + 1..before).all(|index| !self.is_symbol(index, &['.', ';']))
                && at - earlier < REACH
        });
        let pursues = self.term(at) == Some(Term::Participle(Verb::Optimize))
            && self.term(at + 1) == Some(Term::Link(Link::For));
        (joined && continues) || pursues || self.has_aim(at) || self.caused(at)
    }

    /// "the UDR is thrown out by the OOM killer": somebody does it, and nobody orders it.
    fn has_doer(&self, at: usize) -> bool {
        self.term(at + 1) == Some(Term::Link(Link::By))
            && matches!(
                self.word(at + 2),
                "the" | "our" | "a" | "an" | "its" | "their" | "some"
            )
            && matches!(
                self.lexemes.get(at + 3).map(|lexeme| &lexeme.kind),
                Some(Kind::Unknown | Kind::Term(Term::Stop))
            )
            && !matches!(
                self.word(at + 3),
                "same" | "number" | "factor" | "amount" | "half" | "following"
            )
    }

    /// "finance has cut our budget", "we have put it off": a form that is base and participle alike, behind what reports.
    fn is_over(&self, at: usize) -> bool {
        const ALIKE: &[&str] = &["cut", "put", "set", "run", "shut", "spread"];
        let before = at.checked_sub(1).map_or("", |before| self.word(before));
        ALIKE.contains(&self.word(at)) && matches!(before, "has" | "had" | "was" | "were" | "been")
    }

    /// "monitoring: enabled", "state: enabled": whether the label in front of the colon at `colon` is switched by the
    /// participle at `at`.
    fn switches(&self, at: usize, colon: usize) -> bool {
        let label = colon.checked_sub(1).and_then(|label| self.term(label));
        let fitting = matches!(
            label,
            Some(
                Term::Noun(Noun::Mesh | Noun::Monitoring)
                    | Term::Encryption(_)
                    | Term::Authentication(_)
            )
        );
        let state = colon > 0 && matches!(self.word(colon - 1), "state" | "status");
        let ends = matches!(
            self.lexemes.get(at + 1).map(|lexeme| &lexeme.kind),
            None | Some(Kind::Symbol(_))
        ) || self.lexemes.get(at + 1).is_some_and(|next| {
            self.tokens[next.first].start > self.tokens[self.lexemes[at].first].end + 1
        });
        let enabled = self.term(at) == Some(Term::Participle(Verb::Configure));
        enabled && (fitting || (state && self.fits())) && (ends || state)
    }

    /// Whether the text speaks of something that functions are fitted with.
    fn fits(&self) -> bool {
        self.lexemes.iter().any(|lexeme| {
            matches!(
                lexeme.kind,
                Kind::Term(Term::Noun(Noun::Mesh | Noun::Monitoring))
            )
        })
    }

    /// "it has its place elsewhere": a noun that is written like a verb.
    fn is_noun(&self, at: usize) -> bool {
        const ALIKE: &[&str] = &["place", "start", "host", "track", "watch", "land"];
        // "the acceptance criterion of the same change"
        let change = matches!(self.word(at), "change" | "order")
            && at
                .checked_sub(1)
                .is_some_and(|before| matches!(self.word(before), "same" | "very"));
        change
            || ALIKE.contains(&self.word(at))
                && at
                    .checked_sub(1)
                    .is_some_and(|before| matches!(self.word(before), "a" | "an" | "its" | "their"))
    }

    /// "AMF scaled to 5", "UPF upgraded to v2": the participle of a label or a heading.
    fn has_aim(&self, at: usize) -> bool {
        let aims = matches!(
            self.term(at + 1),
            Some(Term::Link(Link::To | Link::By | Link::UpTo | Link::DownTo))
        );
        let number = matches!(
            self.lexemes.get(at + 2).map(|lexeme| &lexeme.kind),
            Some(Kind::Number(_) | Kind::Version(_) | Kind::Times(_))
        );
        aims && number
    }

    /// "we want [the AMF] removed", "please have [both] restarted".
    fn caused(&self, at: usize) -> bool {
        if at > 0 && self.describes(at) {
            return false;
        }
        let passed = |index: usize| {
            self.belongs_to_object(index)
                || self.word(index) == "having"
                || matches!(
                    self.lexemes[index].kind,
                    Kind::Place(..) | Kind::Label(_) | Kind::Term(Term::Link(Link::In | Link::To))
                )
        };
        for index in (at.saturating_sub(REACH)..at).rev() {
            if self.term(index) == Some(Term::Verb(Verb::Need)) {
                return true;
            }
            if matches!(self.word(index), "have" | "having" | "see" | "like") {
                let owner = index.checked_sub(1).map_or("", |before| self.word(before));
                return !OWNERS.contains(&owner);
            }
            if !passed(index) {
                return false;
            }
        }
        false
    }

    /// "the deployed AMF": a participle between an article and what it describes.
    fn describes(&self, at: usize) -> bool {
        let article = matches!(
            self.word(at - 1),
            "the" | "a" | "an" | "our" | "this" | "these" | "all" | "newly"
        );
        let noun = matches!(
            self.term(at + 1),
            Some(
                Term::Function(_)
                    | Term::Set(_)
                    | Term::Core
                    | Term::Slice(_)
                    | Term::Noun(_)
                    | Term::Metric(_)
            )
        );
        noun && article
    }

    /// Whether the gerund at `at` orders: "needs restarting" does, "keeps dropping" and "asset tracking" do not.
    fn active(&self, at: usize, verb: Verb) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return true;
        };
        let compound =
            verb == Verb::Configure && matches!(self.lexemes[before].kind, Kind::Unknown);
        !compound && !GOES_ON.contains(&self.word(before))
    }
}
