//! What a text asks for that says it with no verb, and the question where nothing says it.

use std::ops::Range;

use nephoran_telecom::NetworkFunctionType;

use super::Parser;
use super::phrase::{Cues, among, cues};
use super::segment::{is_request, sentences};
use crate::builtin::draft::{Mention, Scaled};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};

/// Finite verbs that say how things are.
#[rustfmt::skip]
const FINITE: Cues = cues![
    "is", "are", "would be", "has", "have", "seems", "looks", "hangs", "keeps",
];

/// What functions did by themselves.
#[rustfmt::skip]
const FAILED: Cues = cues![
    "restarted", "crashed", "failed", "rebooted", "died", "hung", "flapped", "restarts", "crashes", "fails", "reboots", "flaps", "hangs",
];

/// What somebody reports.
const ALARMS: &[&str] = &[
    "alarm", "alarms", "alert", "warning", "error", "outage", "incident",
];

/// What compares with what is there, by its beginning and as a whole.
#[rustfmt::skip]
const COMPARATIVES: &[&str] = &[
    "more ", "less ", "better ", "lower ", "higher ", "improved ", "shorter ", "as ", "fewer ", "fail",
];
#[rustfmt::skip]
const COMPARED: Cues = cues![
    "cheaper", "cheaper to run", "faster", "greener", "quicker", "snappier",
];

/// What a document does that has a number.
#[rustfmt::skip]
const DOCUMENTS: Cues = cues![
    "says", "states", "demands", "specifies", "lists", "requires", "prescribes",
];

/// Words that say of what is there how much it is.
const STANDS: Cues = cues!["are", "is", "have", "has", "had", "run", "runs"];

/// What somebody says of something he wants.
const NEEDED: Cues = cues!["needed", "required", "wanted", "requested", "desired"];

/// Verbs that a subject has who is to be something.
const WISHES: Cues = cues!["should", "must", "shall", "ought"];

/// Words in front of "have" that ask: "can we have".
const ASKS: Cues = cues!["can", "could", "may", "please", "to", "lets", "kindly"];

/// A text that asks for something without naming a function means those it speaks of; one that asks for nothing is asked.
pub(super) fn conclude(parser: &mut Parser<'_>) {
    super::objective::meant(parser);
    super::network_rule::attach_point(parser);
    change_counts(parser);
    ask_about_kept(parser);
    ask_about_documents(parser);
    imply_change(parser);
    ask_what_for(parser);
    super::set::ask_which_of_all(parser);
    super::objective::ask_for_goal(parser);
    if parser.present.is_empty() || !parser.draft.functions.is_empty() {
        return;
    }
    let mut functions = spoken_of(parser);
    // "what it lacks is a UDR, so let us install one"
    let one = (1..parser.lexemes.len())
        .find(|at| parser.word(*at) == "one" && matches!(parser.term(at - 1), Some(Term::Verb(_))));
    if let Some(last) = one.and_then(|one| (0..one).rev().find(|at| parser.is_named(*at))) {
        functions = parser.named_functions(last);
    }
    if parser.draft.slice_words.is_some() {
        return;
    }
    parser.name_functions(&functions, false, None);
    if parser.draft.verbs.is_empty() && parser.pending.is_none() {
        let words = parser.text.trim().to_owned();
        parser.draft.ask(
            &words,
            "the text asks for no change: what should change, and to which value?",
        );
    }
}

/// The functions that an order means which names none: those of the last sentence before it that speaks of any, or of all
/// when it means several, or else those spoken of behind it.
fn spoken_of(parser: &Parser<'_>) -> Vec<NetworkFunctionType> {
    const SEVERAL: Cues = cues!["both", "each", "all", "them", "these", "apiece"];
    let mut meant = parser.present.clone();
    let Some(order) = (0..parser.lexemes.len())
        .find(|at| !parser.background[*at] && parser.term(*at).is_some_and(is_request))
    else {
        return meant;
    };
    let spoken_of = |sentence: Range<usize>| -> Vec<_> {
        let functions =
            (sentence.start..sentence.end.min(order)).flat_map(|at| parser.named_functions(at));
        functions
            .filter(|function| parser.present.contains(function))
            .collect()
    };
    let mut before = sentences(parser)
        .into_iter()
        .map(spoken_of)
        .filter(|functions| !functions.is_empty());
    let nearest = if parser.has_word(&(order..parser.lexemes.len()), SEVERAL) {
        before.flatten().collect()
    } else {
        before.next_back().unwrap_or_default()
    };
    meant.retain(|function| nearest.is_empty() || nearest.contains(function));
    meant
}

/// "upf-metro-3 needs seven replicas instead of five": who has a number already changes it, unless a verb creates.
fn change_counts(parser: &mut Parser<'_>) {
    let counted = counted_now(parser);
    let instead = (0..parser.lexemes.len())
        .any(|at| !parser.background[at] && parser.link(at) == Some(Link::InsteadOf));
    let weak = parser.draft.verbs.iter().all(|used| {
        used.verb == Verb::Need || matches!(used.words.to_lowercase().as_str(), "run" | "be run")
    });
    let there = has_count(parser) && is_there(parser);
    if !((instead || counted || there) && weak) || parser.draft.slice_words.is_some() {
        return;
    }
    if parser.draft.verbs.is_empty() && counted {
        parser.imply_verb(Verb::Set, "");
        if let Some(used) = parser.draft.verbs.last_mut() {
            used.scaled = Scaled::Absolutely;
        }
    } else if let Some(used) = parser.draft.verbs.last_mut() {
        used.verb = Verb::Set;
    }
}

/// "the UPF has to run with five replicas from now on", "AMF and SMF should both run with 3": whether the text says that what
/// it names runs already.
fn is_there(parser: &Parser<'_>) -> bool {
    (0..parser.lexemes.len()).any(|at| {
        !parser.background[at]
            && (parser.lower(at) == "from now on"
                || (parser.word(at) == "both" && parser.word(at + 1) == "run")
                || needs_replicas(parser, at)
                || (parser.word(at) == "at"
                    && parser.taken[at]
                    && at > 1
                    && parser.is_named(at - 1)
                    && parser.word(at - 2) == "the"))
    })
}

/// Whether a place or what leads to it stands at `at`.
fn is_place(parser: &Parser<'_>, at: usize) -> bool {
    matches!(parser.kind(at), Some(Kind::Place(..)))
        || parser.link(at) == Some(Link::In)
        || (parser.is_unknown(at) && parser.taken[at])
}

/// "smf needs 5 replicas": whether the function in front of the verb at `at` has it, which "a UPF needs …" would not.
fn needs_replicas(parser: &Parser<'_>, at: usize) -> bool {
    let counted = matches!(parser.kind(at + 1), Some(Kind::Number(_)))
        && parser.noun(at + 2) == Some(Noun::Replica);
    let function = (at.saturating_sub(3)..at)
        .rev()
        .find(|before| !is_place(parser, *before))
        .filter(|before| parser.is_named(*before));
    let new = function
        .and_then(|function| function.checked_sub(1))
        .is_some_and(|article| matches!(parser.word(article), "a" | "an" | "new" | "another"));
    parser.word(at) == "needs" && counted && function.is_some() && !new
}

/// Whether a function has a number of replicas.
fn has_count(parser: &Parser<'_>) -> bool {
    let counted = |mention: &Mention| mention.request.replicas.is_some();
    parser.draft.functions.iter().any(counted)
}

/// Whether one of the words stands right before `at`, or before one word in front of it.
fn shortly_before(parser: &Parser<'_>, at: usize, cues: Cues) -> bool {
    parser.has_word(&(at.saturating_sub(2)..at), cues)
}

/// "six PCF replicas will be required; there are four at the moment": whether the text says how many there are.
fn counted_now(parser: &Parser<'_>) -> bool {
    let there = |at: usize| {
        parser.background[at]
            && matches!(parser.kind(at), Some(Kind::Number(_)))
            && (super::count::closes(parser, at + 1) || parser.noun(at + 1) == Some(Noun::Replica))
            && shortly_before(parser, at, STANDS)
    };
    has_count(parser) && (0..parser.lexemes.len()).any(there)
}

/// "remove the CHF; the CHF must remain in service": one of the two cannot be meant.
fn ask_about_kept(parser: &mut Parser<'_>) {
    if !parser.verb_used(Verb::Remove) {
        return;
    }
    let both = parser.draft.functions.iter().find_map(|mention| {
        let function = mention.request.function_type;
        parser.kept.contains(&function).then_some(function)
    });
    if let Some(function) = both {
        let question = format!("{function} is to be removed and to stay: which one is meant?");
        parser.draft.ask(function.as_str(), question);
    }
}

/// "the values file says 3 SMF replicas, the criterion says five; roll it out": two documents that disagree about a number
/// that the order leaves to them.
fn ask_about_documents(parser: &mut Parser<'_>) {
    let [mention] = parser.draft.functions.as_slice() else {
        return;
    };
    let set = mention.from_set || mention.request.scale_by.is_some();
    if set || !parser.verb_used(Verb::Deploy) {
        return;
    }
    let says = |at: usize| {
        (at.saturating_sub(super::REACH)..at)
            .rev()
            .take_while(|index| !matches!(parser.symbol(*index), Some(',' | '.' | ';')))
            .any(|index| among(parser.word(index), DOCUMENTS))
    };
    let counted = |at: usize| {
        let next = parser.skip_stops(at + 1);
        parser.noun(next) == Some(Noun::Replica)
            || (parser.is_named(next) && parser.noun(next + 1) == Some(Noun::Replica))
    };
    let mut said: Option<(usize, u64)> = None;
    for at in 0..parser.lexemes.len() {
        let Some(Kind::Number(value)) = parser.kind(at) else {
            continue;
        };
        let Some(value) = value.to_u64().filter(|_| counted(at)) else {
            continue;
        };
        // A number of the order itself decides.
        if !says(at) {
            return;
        }
        match said {
            Some((first, known)) if known != value => {
                let words = parser.words(first..at + 1);
                let question = format!("is {known} or {value} the number of replicas?");
                parser.draft.ask(&words, question);
                return;
            }
            _ => said = Some((at, value)),
        }
    }
}

/// Where no verb orders anything, a finite one says how things are, and a deployment must not be assumed.
fn ask_what_for(parser: &mut Parser<'_>) {
    if !parser.draft.verbs.is_empty() || parser.draft.functions.is_empty() {
        return;
    }
    // "a UPF is needed on cluster a-1"
    let needed = (1..parser.lexemes.len()).find(|at| {
        !parser.background[*at]
            && among(parser.word(*at), NEEDED)
            && (shortly_before(parser, *at, cues!["is", "are"])
                // "new NSSF needed in core-syd"
                || parser.is_named(*at - 1))
    });
    if let Some(at) = needed {
        let words = parser.words(at..at + 1);
        parser.imply_verb(Verb::Need, &words);
        return;
    }
    let finite = |at: usize| {
        parser.is_stop(at)
            && !parser.background[at]
            && among(parser.lower(at), FINITE)
            && !(parser.word(at) == "have" && parser.requests(at))
    };
    let alarms = parser
        .tokens
        .iter()
        .any(|token| ALARMS.contains(&token.norm.as_ref()));
    // "talk to me about the AMF"
    let speaks = parser.link(parser.skip_stops(0)) == Some(Link::To);
    // "UPF in edge-berlin restarted 14 times"
    let failed = |at: usize| {
        !parser.background[at]
            && among(parser.word(at), FAILED)
            && (0..at).any(|index| parser.is_named(index))
    };
    if alarms || speaks || (0..parser.lexemes.len()).any(|at| finite(at) || failed(at)) {
        let words = parser.text.trim().to_owned();
        let question = "no verb says what should happen: deploy, scale, change, upgrade or remove?";
        parser.draft.ask(&words, question);
    }
}

/// A text without a verb that holds a number against the one there is, or says what must be of a function, changes
/// something: "limit 4 (was 2)", "the UPF must handle 20 Gbit/s".
fn imply_change(parser: &mut Parser<'_>) {
    if !parser.draft.verbs.is_empty() {
        return;
    }
    if parser.draft.compares {
        parser.imply_verb(Verb::Optimize, "");
        return;
    }
    if bounds_replicas(parser) {
        parser.imply_verb(Verb::Autoscale, "");
        return;
    }
    let there = !parser.present.is_empty();
    let counted = (there && parser.pending.is_some()) || (has_count(parser) && remains(parser));
    let changes = (0..parser.lexemes.len()).any(|at| {
        parser.link(at) == Some(Link::InsteadOf)
            || wishes_of(parser, at)
            || wishes_of_protection(parser, at)
            || (there && wishes_of_it(parser, at))
    });
    if !(counted || changes) {
        return;
    }
    parser.imply_verb(Verb::Set, "");
    let scales = |mention: &Mention| mention.request.scale_by.is_some();
    let numbered = counted || has_count(parser) || parser.draft.functions.iter().any(scales);
    if let Some(used) = parser.draft.verbs.last_mut() {
        used.scaled = if numbered {
            Scaled::Absolutely
        } else {
            Scaled::No
        };
    }
}

/// "AMF: minReplicas 2, maxReplicas 10, target CPU 70", "there should be no more than 6 SMF instances".
fn bounds_replicas(parser: &Parser<'_>) -> bool {
    let scaling = &parser.draft.scaling;
    let (min, max) = (scaling.min_replicas, scaling.max_replicas);
    let held = || {
        parser.text.contains("its own")
            || parser.text.contains("itself")
            || scaling.target_cpu_percent.is_some()
            || scaling.target_memory_percent.is_some()
    };
    let wished = |at: usize| {
        parser.word(at) == "there" && matches!(parser.word(at + 1), "should" | "must" | "shall")
    };
    (min.is_some() && max.is_some() && held())
        || ((min.is_some() || max.is_some()) && (0..parser.lexemes.len()).any(wished))
}

/// "only two of the five SMF pods are to remain".
fn remains(parser: &Parser<'_>) -> bool {
    (1..parser.lexemes.len()).any(|at| {
        !parser.background[at]
            && matches!(parser.word(at), "remain" | "stay" | "suffice")
            && shortly_before(parser, at, cues!["to", "should", "shall", "must"])
    })
}

/// "cheaper", "more reliable", "as cheap as possible": measured against what is there.
pub(super) fn is_comparative(words: &str) -> bool {
    COMPARATIVES.iter().any(|word| words.starts_with(word)) || among(words, COMPARED)
}

/// Whether the function at `at` is the subject of a wish: "the UPF must handle 20 Gbit/s".
fn wishes_of(parser: &Parser<'_>, at: usize) -> bool {
    let subject = parser.is_named(at) && !parser.background[at];
    subject
        && (at + 1..(at + 5).min(parser.lexemes.len()))
            .take_while(|index| {
                parser.is_stop(*index)
                    || parser.noun(*index) == Some(Noun::Replica)
                    // "AMF in airport-5gc should have"
                    || is_place(parser, *index)
            })
            .any(|index| among(parser.word(index), WISHES) || parser.word(index) == "may")
}

/// Whether the protection at `at` is the subject of a wish: "TLS must be used between AMF and AUSF".
fn wishes_of_protection(parser: &Parser<'_>, at: usize) -> bool {
    let protects = matches!(
        parser.term(at),
        Some(Term::Encryption(_) | Term::Authentication(_) | Term::Noun(Noun::Mesh))
    );
    protects
        && !parser.background[at]
        && matches!(parser.word(at + 1), "must" | "shall" | "should" | "has")
}

/// Whether "it" at `at` is the subject of a wish: "the UPF does 12 Gbps today; it should do 20".
fn wishes_of_it(parser: &Parser<'_>, at: usize) -> bool {
    matches!(parser.word(at), "it" | "they")
        && !parser.background[at]
        && (among(parser.word(at + 1), WISHES) || matches!(parser.word(at + 1), "has" | "needs"))
}

impl Parser<'_> {
    /// Whether "have" at `at` asks for something: "let's have", "can we have", "please have".
    fn requests(&self, at: usize) -> bool {
        let before = at.saturating_sub(2)..at;
        self.has_word(&before, ASKS) || self.has_term(&before, |term| term == Term::Link(Link::Let))
    }
}
