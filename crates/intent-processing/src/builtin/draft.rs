//! What the clause rules have gathered so far, and the questions that came up on the way.

use nephoran_api::{
    CapacityRequest, DeploymentPattern, Environment, FunctionRequest, Objective, PlacementRequest,
    PolicyRequest, QosRequest, ResourceRequest, ScalingRequest, SecurityRequest, Unresolved,
};
use nephoran_telecom::{NetworkFunctionType, SliceKind};

use crate::builtin::term::Verb;
use crate::understanding::Span;

/// Most characters of the words in question and of the question, as the model bounds them.
const LONGEST_WORDS: usize = 2000;
const LONGEST_QUESTION: usize = 500;

/// A text of at most `most` characters.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// A change of the number of replicas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Change {
    /// To so many.
    Exactly(u32),
    /// By so many.
    By(i32),
    /// By a ratio.
    Times(f64),
}

/// Whether and how a verb changed a number of replicas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scaled {
    /// It did not.
    No,
    /// To a number.
    Absolutely,
    /// Relative to what is there.
    Relatively,
}

/// A verb and what became of it.
#[derive(Clone, Debug)]
pub(crate) struct VerbUse {
    /// The verb.
    pub(crate) verb: Verb,
    /// As written.
    pub(crate) words: String,
    /// Whether it changed a number of replicas.
    pub(crate) scaled: Scaled,
    /// Whether it had a goal, a software version, a resource or a policy as an object.
    pub(crate) other_object: bool,
    /// Whether a function was its first object.
    pub(crate) named_first: bool,
}

impl VerbUse {
    /// A verb nothing is known of yet.
    pub(crate) fn new(verb: Verb, words: &str) -> Self {
        Self {
            verb,
            words: words.to_owned(),
            scaled: Scaled::No,
            other_object: false,
            named_first: false,
        }
    }

    /// Whether the verb is written as one of these words.
    pub(crate) fn is_any(&self, words: &[&str]) -> bool {
        words
            .iter()
            .any(|word| self.words.eq_ignore_ascii_case(word))
    }

    /// Whether the words of the verb begin with one of these stems.
    pub(crate) fn begins_with(&self, stems: &[&str]) -> bool {
        let begins = |stem: &&str| {
            let head = self.words.get(..stem.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(stem))
        };
        stems.iter().any(begins)
    }
}

/// A network function the text names.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// What is asked of it.
    pub(crate) request: FunctionRequest,
    /// Whether only a set ("5G core") names it.
    pub(crate) from_set: bool,
    /// Whether only a rule about who may reach whom names it.
    pub(crate) from_rule: bool,
    /// Whether its number was said of a whole set, so that a number of its own overrides it.
    pub(crate) general: bool,
}

/// What the clause rules gather.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) verbs: Vec<VerbUse>,
    pub(crate) functions: Vec<Mention>,
    pub(crate) excluded: Vec<NetworkFunctionType>,
    /// A number of replicas that no function has claimed, with its words.
    pub(crate) unclaimed: Option<(Change, String)>,
    pub(crate) slice_kind: Option<SliceKind>,
    pub(crate) sst: Option<u8>,
    pub(crate) sd: Option<String>,
    /// The kind of slice that the use is made for, with the words that name the use.
    pub(crate) slice_use: Option<(SliceKind, String)>,
    /// The words that name a slice.
    pub(crate) slice_words: Option<String>,
    /// These words, if they are of a slice that is there and no place is named: "the grid control slice".
    pub(crate) known_slice: Option<String>,
    /// Whether the slice was named before any function.
    pub(crate) slice_leads: bool,
    /// Whether the slice was named before any verb.
    pub(crate) slice_first: bool,
    pub(crate) qos: QosRequest,
    pub(crate) capacity: CapacityRequest,
    pub(crate) scaling: ScalingRequest,
    pub(crate) placement: PlacementRequest,
    pub(crate) resources: ResourceRequest,
    pub(crate) policies: PolicyRequest,
    pub(crate) security: SecurityRequest,
    pub(crate) monitoring: Option<bool>,
    pub(crate) kpis: Vec<String>,
    pub(crate) objectives: Vec<Objective>,
    /// Whether a goal is measured against what is there: "cheaper".
    pub(crate) compares: bool,
    pub(crate) pattern: Option<DeploymentPattern>,
    pub(crate) environment: Option<Environment>,
    pub(crate) assumptions: Vec<String>,
    pub(crate) unresolved: Vec<Unresolved>,
    pub(crate) spans: Vec<Span>,
}

impl Draft {
    /// Notes what was taken for granted, once.
    pub(crate) fn assume(&mut self, sentence: String) {
        if !self.assumptions.contains(&sentence) {
            self.assumptions.push(sentence);
        }
    }

    /// Whether a number of replicas is asked of any function.
    pub(crate) fn counts_replicas(&self) -> bool {
        let counted = |mention: &Mention| mention.request.replicas.is_some();
        self.functions.iter().any(counted)
    }

    /// Asks a question that work must wait for.
    pub(crate) fn ask(&mut self, words: &str, question: impl AsRef<str>) {
        self.note(words, question, true);
    }

    /// Asks a question, blocking or not, once.
    pub(crate) fn note(&mut self, words: &str, question: impl AsRef<str>, blocking: bool) {
        let open = Unresolved {
            text: shortened(words, LONGEST_WORDS),
            question: shortened(question.as_ref(), LONGEST_QUESTION),
            blocking,
        };
        if !self.unresolved.contains(&open) {
            self.unresolved.push(open);
        }
    }

    /// Sets a field once; a second, different value is a contradiction and becomes a question.
    pub(crate) fn set<T: PartialEq>(
        &mut self,
        field: impl FnOnce(&mut Self) -> &mut Option<T>,
        value: T,
        what: &str,
        words: &str,
    ) {
        let slot = field(self);
        match slot {
            Some(known) if *known != value => {
                self.ask(
                    words,
                    format!("\"{words}\" contradicts an earlier {what}: which {what} is meant?"),
                );
            }
            _ => *slot = Some(value),
        }
    }
}
