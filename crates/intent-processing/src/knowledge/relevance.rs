//! From the score of a search engine to 0–1, so that one threshold means the same for small and large collections.
//!
//! BM25 adds up, for every word that query and passage share, how rare the word is: at most
//! `rarest = ln(1 + (N + 0.5) / 1.5)` for a word that one of N passages holds. The sum has no upper end and grows with the
//! collection. So it is counted in words: `m = sum / rarest` is the number of rarest words that would give the same sum.
//! The score is `m / (m + HALF)`: 0 without a shared word, never 1, and rising with `m`, so that the order stays that of
//! BM25.

/// How much a match counts, by where it is. Estimates, set with the labelled queries of the tests: what a document is about
/// is said in its title and topics, and its text mentions much else. A thing of the domain named by both is hardly chance.
pub(super) const TITLE: f32 = 1.0;
pub(super) const TOPICS: f32 = 1.0;
pub(super) const CONCEPTS: f32 = 2.5;
pub(super) const TEXT: f32 = 0.75;

/// How many rarest words make the score 0.5. An estimate, set so that the labelled queries of the tests find their
/// article above the default threshold 0.7 (1.4 rarest words; a function named in title and query is 2.5) and unrelated text stays below it.
const HALF: f64 = 0.6;

/// How much more a passage of the user's own documents counts: somebody put it there for these very intents, and one name
/// of theirs in the text should be enough to find it. An estimate.
pub(super) const OWN: f64 = 3.0;

/// The score of a passage out of a collection of `passages`, 0–1 in steps of 0.0001. `sum` is BM25 without its constant
/// factor `k1 + 1`, which some engines leave out.
pub(super) fn relevance(sum: f64, passages: u64) -> f64 {
    let rarest = (1.0 + (passages as f64 + 0.5) / 1.5).ln();
    let words = sum.max(0.0) / rarest;
    rounded(words / (words + HALF))
}

/// In steps of 0.0001, as a status shows it; what is no number is 0.
pub(super) fn rounded(score: f64) -> f64 {
    if score.is_finite() {
        (score.clamp(0.0, 1.0) * 10_000.0).round() / 10_000.0
    } else {
        0.0
    }
}
