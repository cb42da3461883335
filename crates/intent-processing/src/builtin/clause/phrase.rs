//! Phrases by which a clause is recognised. The lists are long and looked at for every clause, so most phrases are told
//! from its words by their first two letters.

/// Phrases, each with the mark of its beginning.
#[derive(Clone, Copy)]
pub(super) struct Cues {
    pub(super) phrases: &'static [&'static str],
    pub(super) beginnings: &'static [u64],
}

/// A constant list of [`Cues`].
macro_rules! cues {
    ($($phrase:literal),+ $(,)?) => {
        $crate::builtin::clause::phrase::Cues {
            phrases: &[$($phrase),+],
            beginnings: const { &[$($crate::builtin::clause::phrase::beginning($phrase)),+] },
        }
    };
}
pub(super) use cues;

/// Whether one of the phrases stands among the words.
pub(super) fn says(words: &[&str], cues: Cues) -> bool {
    let here = words.iter().fold(0, |all, word| all | beginning(word));
    let marked = cues.beginnings.iter().zip(cues.phrases);
    marked
        .filter(|(mark, _)| *mark & here != 0)
        .any(|(_, phrase)| (0..words.len()).any(|at| begins(&words[at..], phrase)))
}

/// One of 64 bits for the first two letters of a word or phrase: what differs in it differs.
pub(super) const fn beginning(text: &str) -> u64 {
    let (first, second) = match *text.as_bytes() {
        [first, second, ..] if second != b' ' => (first, second),
        [first, ..] => (first, 0),
        [] => (0, 0),
    };
    1 << (first.wrapping_mul(5).wrapping_add(second.wrapping_mul(3)) % 64)
}

/// Whether a word stands in a list. Compares first letters before words, for the lists are long and looked at often.
pub(super) fn among(word: &str, list: &[&str]) -> bool {
    let first = word.bytes().next();
    list.iter()
        .any(|known| known.len() == word.len() && known.bytes().next() == first && *known == word)
}

/// Whether the words begin with the words of a phrase.
fn begins(words: &[&str], phrase: &str) -> bool {
    // Most phrases end here: the first letters are cheaper to compare than the words.
    if words.first().and_then(|word| word.bytes().next()) != phrase.bytes().next() {
        return false;
    }
    let mut rest = phrase;
    for word in words {
        match rest.strip_prefix(*word) {
            Some("") => return true,
            Some(behind) => match behind.strip_prefix(' ') {
                Some(next) => rest = next,
                None => return false,
            },
            None => return false,
        }
    }
    false
}
