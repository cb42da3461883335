//! The words by which a clause is told to wish, to state, to ask or to tell.
//!
//! Data only, for [`statement`](super::statement).

/// Words that make a wish of what would be a statement without them.
#[rustfmt::skip]
pub(super) const WISHES: &[&str] = &[
    "should", "shall", "must", "will", "would", "need", "needs", "needed", "want", "wants", "require", "requires", "required", "requested", "desired", "wanted", "demanded", "ordered", "missing", "please", "ought", "let", "lets", "like", "may", "can", "could", "short", "if", "when", "whenever", "until", "unless", "where", "which", "that", "whose",
];

/// Words that say "now" wherever they stand.
#[rustfmt::skip]
pub(super) const NOW: &[&str] = &[
    "currently", "presently", "at present", "at the moment", "so far", "as of now", "as of today",
];

/// Words that say "now" beside a verb.
pub(super) const PERHAPS_NOW: &[&str] = &[
    "now", "today", "already", "still", "present", "current", "existing",
];

/// What says of a number that it is the wanted one.
pub(super) const SUFFICES: &[&str] = &[
    "is sufficient",
    "are sufficient",
    "is enough",
    "are enough",
    "suffice",
    "suffices",
    "is plenty",
    "are plenty",
    "is acceptable",
    "are acceptable",
    "is mandatory",
    "are mandatory",
    "will do",
    "would do",
    "has to do",
    "have to do",
];

/// Finite verbs of a state.
#[rustfmt::skip]
pub(super) const STATES: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "had", "runs", "run", "uses", "consists", "operates", "shows", "serves", "stands", "sits", "exists", "exist",
];

/// Forms of a verb that say what has to be.
#[rustfmt::skip]
pub(super) const INFINITIVES: &[&str] = &["is to", "are to", "has to", "have to", "to have", "to be", "be"];

/// Verbs of what is over.
pub(super) const PAST: &[&str] = &["was", "were", "has been", "have been", "had"];

/// What is over and done with.
pub(super) const OVER: &[&str] = &[
    "having been",
    "has been completed",
    "is completed",
    "is complete",
    "is done",
    "is finished",
    "was finished",
    "were finished",
    "was completed",
    "were completed",
    "was done",
    "were done",
    "was carried out",
    "was performed",
    "has been done",
    "has been finished",
    "has been carried out",
    "has been performed",
    "has finished",
    "have finished",
    "went well",
    "went fine",
    "was successful",
    "went through",
    "was dropped",
    "was cancelled",
    "was canceled",
    "was rejected",
    "was postponed",
    "was abandoned",
    "was called off",
    "has been dropped",
    "has been cancelled",
    "has been canceled",
    "has been rejected",
    "has been postponed",
    "has been called off",
    "is cancelled",
    "is canceled",
    "is postponed",
    "is off the table",
    "went smoothly",
    "is behind us",
    "somebody else job",
    "someone else job",
    "somebody else business",
    "someone else business",
    "was brilliant",
    "was a success",
    "was a mistake",
];

/// What nobody wants or anybody can do.
pub(super) const NOBODY: &[&str] = &[
    "nobody wants",
    "no one wants",
    "nobody needs",
    "nobody intends",
    "anybody can",
    "anyone can",
    "everybody can",
    "everyone can",
    "not enough",
    "is insufficient",
    "are insufficient",
    "is too little",
    "are too few",
    "is too small",
    "are too small",
    "does not suffice",
    "do not suffice",
];

/// Relative clauses about what is over.
pub(super) const TOLD: &[&str] = &[
    "which was",
    "which were",
    "that was",
    "that were",
    "which had",
    "who had",
];

/// How a count of something that is no part of the network begins.
pub(super) const POSSESSES: &[&str] = &[
    "we have",
    "there are",
    "we had",
    "there were",
    "we own",
    "we've got",
    "we have got",
    "we run",
];

/// What a measured thing can be without a number.
#[rustfmt::skip]
pub(super) const ADJECTIVES: &[&str] = &[
    "gone", "idle", "unused", "wasted", "over", "low", "high", "full", "busy", "slow", "fine", "ok", "bad", "poor", "terrible", "awful", "great", "insufficient", "unacceptable", "overloaded", "unstable", "too", "horrible", "excessive",
];

/// First words of a question.
#[rustfmt::skip]
pub(super) const INTERROGATIVES: &[&str] = &[
    "is", "are", "was", "were", "does", "do", "did", "has", "have", "how", "what", "which", "why", "who", "whose", "where", "when", "should", "shall", "would", "will",
];

/// Words of `VERBS` that describe a state behind "is" or a subject.
#[rustfmt::skip]
pub(super) const PARTICIPLES: &[&str] = &[
    "run", "host", "started", "deployed", "scaled", "autoscaled", "guaranteed", "monitored", "installed", "placed", "hosted",
];

/// Pronouns that stand for what was named before.
pub(super) const PRONOUNS: &[&str] = &["it", "them", "they", "these", "those", "both"];
