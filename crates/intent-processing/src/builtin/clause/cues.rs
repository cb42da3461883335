//! The words by which a clause is told to wish, to state, to ask or to tell.
//!
//! Data only, for [`statement`](super::statement).

use super::phrase::{Cues, cues};

/// Words that make a wish of what would be a statement without them.
#[rustfmt::skip]
pub(super) const WISHES: Cues = cues![
    "should", "shall", "must", "will", "would", "need", "needs", "needed", "want", "wants", "require", "requires", "required", "requested", "desired", "wanted", "demanded", "ordered", "missing", "please", "ought", "let", "lets", "like", "may", "can", "could", "short", "if", "when", "whenever", "until", "unless", "where", "which", "that", "whose",
];

/// Words that say "now" wherever they stand.
#[rustfmt::skip]
pub(super) const NOW: Cues = cues![
    "currently", "presently", "at present", "at the moment", "so far", "as of now", "as of today",
];

/// Words that say "now" beside a verb.
#[rustfmt::skip]
pub(super) const PERHAPS_NOW: Cues = cues![
    "now", "today", "already", "still", "present", "current", "existing", "since",
];

/// What says of a number that it is the wanted one.
#[rustfmt::skip]
pub(super) const SUFFICES: Cues = cues![
    "is sufficient", "are sufficient", "is enough", "are enough", "suffice", "suffices", "is plenty", "are plenty", "is acceptable", "are acceptable", "is mandatory", "are mandatory", "will do", "would do", "has to do", "have to do", "is all we need", "are all we need",
];

/// What says so of an amount, and of a function that it needs nothing.
#[rustfmt::skip]
pub(super) const FINE: Cues = cues![
    "is fine", "are fine", "is ok", "are ok", "is okay", "are okay", "is good", "are good",
];

/// Words in front of "may" that make a month of it.
#[rustfmt::skip]
pub(super) const DATED: Cues = cues![
    "in", "of", "since", "until", "till", "during", "early", "late", "last",
];

/// Words behind a comma whose subject stands in front of it.
#[rustfmt::skip]
pub(super) const GOES_ON: Cues = cues![
    "which", "who", "must", "should", "shall", "may", "can", "will", "would", "does", "do", "did", "both", "each", "all", "currently", "today", "now", "already", "still", "with", "at", "on",
];

/// What is said of a verb that hardly ever holds.
#[rustfmt::skip]
pub(super) const SELDOM: Cues = cues!["never", "hardly", "barely", "rarely", "seldom", "only"];

/// Finite verbs of a state.
#[rustfmt::skip]
pub(super) const STATES: Cues = cues![
    "is", "are", "was", "were", "has", "have", "had", "runs", "run", "uses", "consists", "operates", "shows", "serves", "stands", "sits", "delivers", "carries", "reaches", "measures", "exists", "exist",
];

/// Forms of a verb that say what has to be.
#[rustfmt::skip]
pub(super) const INFINITIVES: Cues = cues!["make sure", "see to it", "is to", "are to", "has to", "have to", "to have", "to be", "be"];

/// Verbs of what is over.
pub(super) const PAST: Cues = cues!["was", "were", "has been", "have been", "had"];

/// What is over and done with.
#[rustfmt::skip]
pub(super) const OVER: Cues = cues![
    "having been", "has been completed", "is over at", "is over by", "starts at", "ends at", "begins at", "is completed", "is complete", "is done", "is finished", "was finished", "were finished", "was completed", "were completed", "was done", "were done", "was carried out", "was performed", "has been done", "has been finished", "has been carried out", "has been performed", "has finished", "have finished", "went well", "went fine", "was successful", "become free", "becomes free", "does not allow that", "does not allow this", "does not permit that", "does not permit this", "was a mistake", "were a mistake", "was a bad idea", "did not help", "did not work", "does not help", "does not work", "went through", "was dropped", "was cancelled", "was canceled", "was rejected", "was postponed", "was abandoned", "was called off", "has been dropped", "has been cancelled", "has been canceled", "has been rejected", "has been postponed", "has been called off", "is cancelled", "is canceled", "is postponed", "is off the table", "went smoothly", "is behind us", "somebody else job", "someone else job", "somebody else business", "someone else business", "was brilliant", "was a success", "are moved already", "were moved already", "have been moved", "has been moved", "are migrated", "were migrated", "keeps getting killed", "keep getting killed", "keeps being killed", "gets killed", "get killed",
];

/// What nobody wants or anybody can do.
#[rustfmt::skip]
pub(super) const NOBODY: Cues = cues![
    "nobody wants", "no one wants", "nobody needs", "nobody intends", "anybody can", "anyone can", "everybody can", "everyone can", "not enough", "is insufficient", "are insufficient", "is too little", "are too few", "is too small", "are too small", "does not suffice", "do not suffice", "are too little", "is too slow", "are too slow", "is too old", "are too old", "is too weak", "are too weak", "takes too long", "take too long", "takes forever",
    "is too many", "are too many", "is too much", "are too much", "is too few", "is too high", "is too low", "is way too much", "is way too many", "is far too many",
];

/// Relative clauses about what is over.
#[rustfmt::skip]
pub(super) const TOLD: Cues = cues![
    "which was", "which were", "that was", "that were", "which had", "who had", "is measured", "are measured", "was measured", "were measured", "is observed", "are observed", "was observed", "were observed", "was reported", "were reported",
];

/// What was said of what is wanted.
#[rustfmt::skip]
pub(super) const PROMISED: Cues = cues![
    "promised", "agreed", "sold", "guaranteed", "contracted", "specified", "approved", "decided", "assigned", "offered",
];

/// Participles behind "has" that say how something changed.
#[rustfmt::skip]
pub(super) const CHANGED: Cues = cues![
    "doubled", "tripled", "quadrupled", "halved", "grown", "risen", "fallen", "increased", "decreased", "dropped", "climbed", "declined", "surged", "exploded", "shrunk", "gone",
];

/// Forms of verbs by which somebody tells what happened. Behind a subject they order nothing.
#[rustfmt::skip]
pub(super) const HAPPENED: Cues = cues![
    "saw", "took", "sent", "bought", "brought", "went", "fell", "rose", "hit", "broke", "measured", "recorded", "showed", "reported", "delivered", "failed", "crashed", "ended", "began", "peaked", "died", "complained", "timed",
];

/// Forms of verbs by which somebody tells what happens now; a number of users in such a clause may be one to serve.
#[rustfmt::skip]
pub(super) const HAPPENS: Cues = cues![
    "reports", "complains", "suffers", "swallows", "arrives", "expires", "brings", "fails", "crashes",
];

/// How a count of something that is no part of the network begins.
#[rustfmt::skip]
pub(super) const POSSESSES: Cues = cues![
    "we have", "there are", "we had", "there were", "we own", "we've got", "we have got", "we run",
];

/// What a measured thing can be without a number.
#[rustfmt::skip]
pub(super) const ADJECTIVES: Cues = cues![
    "gone", "far", "way", "much", "idle", "unused", "wasted", "over", "low", "high", "full", "busy", "slow", "fine", "ok", "bad", "poor", "terrible", "awful", "great", "insufficient", "unacceptable", "overloaded", "unstable", "too", "horrible", "excessive", "stuck", "unreachable", "hung", "frozen", "unhealthy", "saturated", "congested", "flapping", "degraded",
];

/// First words of a question.
#[rustfmt::skip]
pub(super) const INTERROGATIVES: Cues = cues![
    "is", "are", "was", "were", "does", "do", "did", "has", "have", "how", "what", "which", "why", "who", "whose", "where", "when", "should", "shall", "would", "will",
];

/// Words of `VERBS` that describe a state behind "is" or a subject.
#[rustfmt::skip]
pub(super) const PARTICIPLES: Cues = cues![
    "run", "host", "started", "deployed", "scaled", "autoscaled", "guaranteed", "monitored", "installed", "placed", "hosted",
];

/// Pronouns that stand for what was named before.
pub(super) const PRONOUNS: &[&str] = &["it", "them", "they", "these", "those", "both"];
