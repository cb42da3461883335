//! Phrases by which a clause is recognised. The lists are long and looked at for every clause, so a list is ordered by the
//! first two letters of its phrases, and a word is only held against those that begin like it.

/// Phrases in the order of the marks of their beginnings.
#[derive(Clone, Copy)]
pub(super) struct Cues {
    pub(super) phrases: &'static [&'static str],
    pub(super) starts: &'static [u8; MARKS + 1],
}

/// How many marks there are.
const MARKS: usize = 64;

/// A constant list of [`Cues`].
macro_rules! cues {
    ($($phrase:literal),+ $(,)?) => {
        $crate::builtin::clause::phrase::Cues {
            phrases: const { &$crate::builtin::clause::phrase::ordered([$($phrase),+]) },
            starts: const { &$crate::builtin::clause::phrase::starts(&[$($phrase),+]) },
        }
    };
}
pub(super) use cues;

/// Whether one of the phrases stands among the words.
pub(super) fn says(words: &[&str], cues: Cues) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        let mark = beginning(word);
        let alike = usize::from(cues.starts[mark])..usize::from(cues.starts[mark + 1]);
        cues.phrases[alike]
            .iter()
            .any(|phrase| begins(&words[at..], phrase))
    })
}

/// The mark of the first two letters of a word or phrase, 0 to 63: what differs in it differs.
const fn beginning(text: &str) -> usize {
    let (first, second) = match *text.as_bytes() {
        [first, second, ..] if second != b' ' => (first, second),
        [first, ..] => (first, 0),
        [] => (0, 0),
    };
    first.wrapping_mul(5).wrapping_add(second.wrapping_mul(3)) as usize % MARKS
}

/// The phrases in the order of their marks.
pub(super) const fn ordered<const N: usize>(mut phrases: [&'static str; N]) -> [&'static str; N] {
    let mut sorted = 1;
    while sorted < N {
        let mut at = sorted;
        while at > 0 && beginning(phrases[at - 1]) > beginning(phrases[at]) {
            (phrases[at - 1], phrases[at]) = (phrases[at], phrases[at - 1]);
            at -= 1;
        }
        sorted += 1;
    }
    phrases
}

/// Where the phrases of each mark begin among the ordered ones, and how many there are.
pub(super) const fn starts(phrases: &[&str]) -> [u8; MARKS + 1] {
    let mut starts = [0; MARKS + 1];
    let mut at = 0;
    while at < phrases.len() {
        let mut mark = beginning(phrases[at]) + 1;
        while mark <= MARKS {
            starts[mark] += 1;
            mark += 1;
        }
        at += 1;
    }
    starts
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
