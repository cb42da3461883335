//! The clause rules: what stands in the text next to what, and what that means together.
//!
//! A rule looks at the lexemes from one place on. It either takes some of them, writes what they mean to
//! the [`Draft`] and answers where to go on, or leaves them alone. The first rule that takes wins; what no
//! rule takes is left to [`leftover`], which turns it into questions.

mod access;
mod affinity;
mod anaphor;
mod autoscaling;
mod bystander;
mod capacity;
mod change;
mod circumstance;
mod conclusion;
mod context;
mod count;
mod cues;
mod difference;
mod exclusion;
mod function;
mod group;
mod heading;
mod leftover;
mod letter;
mod limits;
mod multiply;
mod network_form;
mod network_rule;
mod objective;
mod occurrence;
mod passive;
mod permission;
mod phrase;
mod placement;
mod purpose;
mod qos;
mod question;
mod reference;
mod replicas;
mod resources;
mod row;
mod segment;
mod sense;
mod set;
mod setting_aside;
mod several;
mod slice;
mod spoken;
mod statement;
mod throughput;
mod told;
mod towards;
mod traits;
mod unknown;
mod verb;
mod version;
mod whereabouts;
mod wished;

pub(crate) use leftover::carries;

use std::borrow::Cow;
use std::ops::Range;

use nephoran_telecom::NetworkFunctionType;

use crate::builtin::draft::{Change, Draft};
use crate::builtin::lexeme::{self, Kind, Lexeme};
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::token::Token;
use crate::understanding::Span;

/// A rule: takes lexemes from `at` on and answers the first it did not take.
type Rule = fn(&mut Parser<'_>, usize) -> Option<usize>;

/// The rules in the order they are asked; the more words a rule needs to see, the earlier it stands.
const RULES: [Rule; 40] = [
    reference::item,
    reference::ticket,
    reference::identified,
    reference::pace,
    reference::foreign,
    reference::moment,
    reference::negative,
    reference::command,
    anaphor::pronoun,
    anaphor::same,
    anaphor::hedge,
    anaphor::of_two,
    access::rule,
    network_rule::excepted,
    permission::rule,
    exclusion::rule,
    exclusion::alternative,
    network_rule::rule,
    affinity::rule,
    resources::from_to,
    autoscaling::utilisation,
    autoscaling::bounds,
    resources::rule,
    throughput::rule,
    qos::rule,
    capacity::rule,
    capacity::rate,
    slice::rule,
    placement::rule,
    version::rule,
    several::in_turn,
    count::rule,
    set::consists,
    function::mention,
    function::label,
    multiply::rule,
    verb::rule,
    objective::rule,
    traits::rule,
    purpose::rule,
];

/// Most lexemes between a noun and a value that stands apart from it.
const REACH: usize = 16;

/// The state of one reading.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own about the text or the place in it"
)]
pub(crate) struct Parser<'text> {
    pub(crate) text: &'text str,
    pub(crate) tokens: &'text [Token<'text>],
    /// Every lexeme in lower case.
    lowered: &'text [Cow<'text, str>],
    pub(crate) lexemes: Vec<Lexeme>,
    /// With which lexemes a line begins.
    line_starts: Vec<bool>,
    /// Which lexemes a rule has taken.
    pub(crate) taken: Vec<bool>,
    /// Which taken lexemes are background and count for nothing.
    pub(crate) background: Vec<bool>,
    pub(crate) draft: Draft,
    /// Whether any word says who may reach whom; without one no list of functions is read as a rule.
    speaks_of_reach: bool,
    /// Whether any word speaks of access or of peers.
    speaks_of_access: bool,
    /// Whether most of the text is in capitals, so that capitals mean nothing.
    shouted: bool,
    /// The functions named together last, as indices into `draft.functions`.
    group: Vec<usize>,
    /// Whether a function named next belongs to the same group.
    group_open: bool,
    /// Whether functions named now are excluded.
    excluding: bool,
    /// A change of replicas that waits for the function it is about.
    pending: Option<(Change, String)>,
    /// Whether a function has claimed the pending change.
    pending_claimed: bool,
    /// A version that waits for the functions it is about.
    pending_version: Option<String>,
    /// Whether a function has claimed the pending version.
    version_claimed: bool,
    /// What the last amount of a resource was of, for "and its limit to 1".
    last_resource: Option<Noun>,
    /// The change said before the first function of a list, for "3 AMF and SMF replicas".
    shared: Option<Change>,
    /// The lexeme after the last resource limit, for "limits 2 CPU and 4Gi memory".
    limit_end: Option<usize>,
    /// The lexeme after the last CPU amount, for "2 CPU and 4Gi".
    cpu_end: Option<usize>,
    /// The functions of sentences about what is there now, for "it" and "them".
    present: Vec<NetworkFunctionType>,
    /// The functions that are said to stay as they are.
    kept: Vec<NetworkFunctionType>,
    /// The verbs that stand behind their subjects and are read before them, by the first lexeme of their clause.
    hoisted: Vec<(usize, usize)>,
    /// Whether the governing verb takes functions out of what they are part of: "exclude … from the mesh".
    unhooking: bool,
    /// The functions named in this sentence, as indices into `draft.functions`.
    sentence: Vec<usize>,
}

/// Whether a term is something that functions can be taken out of, or that is taken off them.
fn is_fitting(term: Option<Term>) -> bool {
    matches!(term, Some(Term::Noun(Noun::Mesh | Noun::Monitoring)))
}

impl<'text> Parser<'text> {
    pub(crate) fn new(
        text: &'text str,
        tokens: &'text [Token<'text>],
        lowered: &'text [Cow<'text, str>],
        lexemes: Vec<Lexeme>,
    ) -> Self {
        let count = lexemes.len();
        let reach = |lexeme: &Lexeme| {
            matches!(
                lexeme.kind,
                Kind::Term(Term::Link(
                    Link::MayReach | Link::Allow | Link::Let | Link::Only | Link::Accepts
                ))
            )
        };
        let speaks_of_reach =
            lexemes.iter().any(reach) || text.contains("->") || text.contains('→');
        Self {
            text,
            tokens,
            lowered,
            line_starts: lexeme::line_starts(text, tokens, &lexemes),
            lexemes,
            taken: vec![false; count],
            background: vec![false; count],
            draft: Draft::default(),
            speaks_of_reach,
            speaks_of_access: access::is_spoken_of(tokens),
            shouted: text.chars().filter(|letter| letter.is_uppercase()).count()
                > 2 * text.chars().filter(|letter| letter.is_lowercase()).count(),
            group: Vec::new(),
            group_open: false,
            excluding: false,
            pending: None,
            pending_claimed: false,
            pending_version: None,
            version_claimed: false,
            last_resource: None,
            shared: None,
            limit_end: None,
            cpu_end: None,
            present: Vec::new(),
            kept: Vec::new(),
            hoisted: Vec::new(),
            unhooking: false,
            sentence: Vec::new(),
        }
    }

    /// Reads the whole text.
    pub(crate) fn run(&mut self) {
        setting_aside::set_aside(self);
        self.hoisted = passive::verbs_behind_subjects(self);
        let (mut at, mut ahead) = (0, 0);
        while at < self.lexemes.len() {
            // A rule may have passed over the beginning of a clause.
            for index in ahead..=at {
                passive::read_ahead(self, index);
            }
            ahead = at + 1;
            if self.background[at] || self.is_hoisted(at) {
                at += 1;
                continue;
            }
            if matches!(self.symbol(at), Some('.' | '!' | '?')) {
                self.sentence.clear();
            }
            self.end_exclusion(at);
            at = RULES
                .iter()
                .find_map(|rule| rule(self, at))
                .map_or(at + 1, |next| next.max(at + 1));
        }
        conclusion::conclude(self);
        whereabouts::ask(self);
        version::take_announced(self);
        slice::infer_from_use(self);
        if let Some(version) = self
            .pending_version
            .take()
            .filter(|_| !self.version_claimed)
        {
            let every = 0..self.draft.functions.len();
            self.set_version(&every.collect::<Vec<_>>(), &version);
        }
        self.draft.unclaimed = self.pending.take().filter(|_| !self.pending_claimed);
        leftover::rule(self);
        self.draft.spans.sort_by_key(|span| (span.start, span.end));
    }

    fn kind(&self, at: usize) -> Option<&Kind> {
        self.lexemes.get(at).map(|lexeme| &lexeme.kind)
    }

    fn term(&self, at: usize) -> Option<Term> {
        match self.kind(at)? {
            Kind::Term(term) => Some(*term),
            _ => None,
        }
    }

    fn noun(&self, at: usize) -> Option<Noun> {
        match self.term(at)? {
            Term::Noun(noun) => Some(noun),
            _ => None,
        }
    }

    fn link(&self, at: usize) -> Option<Link> {
        match self.term(at)? {
            Term::Link(link) => Some(link),
            _ => None,
        }
    }

    fn symbol(&self, at: usize) -> Option<char> {
        match self.kind(at)? {
            Kind::Symbol(symbol) => Some(*symbol),
            _ => None,
        }
    }

    fn is_unknown(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Unknown))
    }

    fn is_stop(&self, at: usize) -> bool {
        matches!(self.term(at), Some(Term::Stop | Term::Reference))
    }

    /// The first lexeme from `at` on that carries something.
    fn skip_stops(&self, at: usize) -> usize {
        at + (at..self.lexemes.len())
            .take_while(|index| self.is_stop(*index))
            .count()
    }

    /// Whether any word says who may reach whom, not counting "only".
    fn restricts_reach(&self) -> bool {
        (0..self.lexemes.len()).any(|at| {
            matches!(
                self.link(at),
                Some(Link::MayReach | Link::Allow | Link::Accepts)
            )
        })
    }

    /// The last lexeme before `at` that carries something.
    fn before(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|index| !self.is_stop(*index))
    }

    /// Skips what may stand between a noun and its number: "latency [of at most] 5 ms".
    fn bridge(&self, at: usize) -> usize {
        let bridges = |index: usize| match self.kind(index) {
            Some(Kind::Term(Term::Stop)) => true,
            Some(Kind::Term(Term::Link(link))) => matches!(
                link,
                Link::Below
                    | Link::AtLeast
                    | Link::AtMost
                    | Link::Minimum
                    | Link::Maximum
                    | Link::To
                    | Link::DownTo
                    | Link::UpTo
            ),
            Some(Kind::Symbol(symbol)) => {
                matches!(
                    symbol,
                    '<' | '>' | '≤' | '≥' | '=' | ':' | '~' | '≈' | '(' | '{' | '[' | '"' | '\''
                )
            }
            _ => false,
        };
        at + (at..self.lexemes.len())
            .take_while(|index| bridges(*index))
            .count()
    }

    /// The words of lexemes as written.
    fn words(&self, range: Range<usize>) -> String {
        self.slice(range).to_owned()
    }

    /// Keeps a change for the functions named next.
    fn await_function(&mut self, change: Change, words: &str) {
        self.group.clear();
        self.group_open = false;
        self.pending = Some((change, words.to_owned()));
        self.pending_claimed = false;
    }

    /// The last lexeme since the governing verb that nothing took and that `wanted` accepts.
    fn open_before(&self, at: usize, wanted: fn(Term) -> bool) -> Option<usize> {
        (at.saturating_sub(REACH)..at)
            .rev()
            .take_while(|index| match self.term(*index) {
                Some(Term::Verb(verb)) => verb == Verb::Autoscale || self.is_hoisted(*index),
                _ => true,
            })
            .find(|index| !self.taken[*index] && self.term(*index).is_some_and(wanted))
    }

    fn slice(&self, range: Range<usize>) -> &'text str {
        let first = self.lexemes.get(range.start).map(|lexeme| lexeme.first);
        let last = range
            .end
            .checked_sub(1)
            .and_then(|index| self.lexemes.get(index))
            .map(|lexeme| lexeme.next - 1);
        let bounds = first.zip(last).and_then(|(first, last)| {
            Some((self.tokens.get(first)?.start, self.tokens.get(last)?.end))
        });
        bounds
            .and_then(|(start, end)| self.text.get(start..end))
            .unwrap_or_default()
    }

    /// One lexeme in lower case when it is one word, and nothing otherwise; unlike `lower` it copies nothing.
    fn word(&self, at: usize) -> &'text str {
        match self.lexemes.get(at) {
            Some(lexeme) if lexeme.next == lexeme.first + 1 => &self.tokens[lexeme.first].norm,
            _ => "",
        }
    }

    /// The first word of a lexeme in lower case.
    fn first_word(&self, at: usize) -> &'text str {
        self.lexemes
            .get(at)
            .map_or("", |lexeme| &self.tokens[lexeme.first].norm)
    }

    /// The last word of a lexeme in lower case.
    fn last_word(&self, at: usize) -> &'text str {
        self.lexemes
            .get(at)
            .map_or("", |lexeme| &self.tokens[lexeme.next - 1].norm)
    }

    /// One lexeme in lower case.
    fn lower(&self, at: usize) -> &'text str {
        self.lowered.get(at).map_or("", Cow::as_ref)
    }

    /// Marks lexemes as understood and notes their meaning.
    fn take(&mut self, range: Range<usize>, meaning: impl Into<String>) {
        let said = self.contiguous(range.clone());
        let words = self.slice(said.clone());
        if let Some(start) = self
            .lexemes
            .get(said.start)
            .and_then(|lexeme| self.tokens.get(lexeme.first))
            .map(|token| token.start)
        {
            let (end, text) = (start + words.len(), words.to_owned());
            self.draft.spans.push(Span {
                start,
                end,
                text,
                meaning: meaning.into(),
            });
        }
        for index in range {
            self.taken[index] = true;
        }
    }

    /// The lexemes of a range whose words stand together: of a label and a value that were put together from two rows, the
    /// value.
    fn contiguous(&self, range: Range<usize>) -> Range<usize> {
        let apart = self
            .lexemes
            .get(range.clone())
            .is_some_and(|lexemes| lexemes.windows(2).any(|pair| pair[0].next != pair[1].first));
        if !apart {
            return range;
        }
        let value = range
            .clone()
            .find(|at| matches!(self.kind(*at), Some(Kind::Number(_) | Kind::Quantity(..))));
        value.map_or(range, |value| value..value + 1)
    }

    /// The verb that governs the place where the reading stands.
    fn verb(&self) -> Option<Verb> {
        self.draft.verbs.last().map(|used| used.verb)
    }

    /// Notes that the governing verb was about something other than replicas.
    fn verb_has_other_object(&mut self) {
        if let Some(used) = self.draft.verbs.last_mut() {
            used.other_object = true;
        }
    }

    /// Whether the words behind `at` switch it off: "monitoring is not needed", "the mesh of the UPF shall be disabled".
    fn is_off(&self, at: usize) -> bool {
        let mut behind = self.skip_stops(at + 1);
        if matches!(self.word(at + 1), "of" | "for" | "on") {
            behind = self.skip_stops(self.function_list(at + 2).1);
        }
        // "the service mesh is therefore to be disabled"
        if self.link(behind) == Some(Link::To) {
            behind = self.skip_stops(behind + 1);
        }
        // "service mesh off for the UPF"
        self.link(behind) == Some(Link::Off) || self.word(at + 1) == "off"
    }

    /// Whether the word before `at` takes back what follows: "without monitoring", "no mesh", "disable mTLS".
    fn negated(&self, at: usize) -> bool {
        let Some(before) = self.before(at) else {
            return self.excluding || self.is_off(at);
        };
        // "lets in nobody without an OAuth2 token"
        let twice = (before.saturating_sub(3)..before).any(|index| {
            matches!(
                self.lower(index),
                "nobody"
                    | "no one"
                    | "nothing"
                    | "none"
                    | "never"
                    | "no"
                    | "not"
                    | "nobody else"
                    | "must not"
                    | "may not"
            )
        }) && self.link(before) == Some(Link::Without);
        let refusal = !self.taken[before]
            && !twice
            && matches!(
                self.link(before),
                Some(Link::Without | Link::No | Link::Not)
            );
        let switch_off = self.term(before) == Some(Term::Verb(Verb::Remove))
            || matches!(
                self.word(before),
                "disable" | "drop" | "stop" | "cease" | "end"
            );
        let unhooked = self.unhooking && is_fitting(self.term(at));
        refusal || switch_off || unhooked || self.is_off(at) || self.excluding
    }
}
