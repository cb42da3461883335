//! Phrases by which a clause is recognised. The lists are long and looked at for every clause, so a list is ordered by the
//! first two letters of its phrases, and a word is only held against those that begin like it.

use std::ops::Deref;

/// Phrases in the order of the marks of their beginnings.
#[derive(Clone, Copy)]
pub(super) struct Cues {
    pub(super) phrases: &'static [&'static str],
    pub(super) starts: &'static [u8; MARKS + 1],
    pub(super) marks: &'static Marks,
}

/// How many marks there are.
const MARKS: usize = 256;

/// A constant list of [`Cues`].
macro_rules! cues {
    ($($phrase:literal),+ $(,)?) => {
        $crate::builtin::clause::phrase::Cues {
            phrases: const { &$crate::builtin::clause::phrase::ordered([$($phrase),+]) },
            starts: const { &$crate::builtin::clause::phrase::starts(&[$($phrase),+]) },
            marks: const { &$crate::builtin::clause::phrase::marks(&[$($phrase),+]) },
        }
    };
}
pub(super) use cues;

/// The words of a stretch, and which marks their beginnings have: most lists have none of them.
pub(super) struct Words<'text> {
    words: Vec<&'text str>,
    marks: Marks,
}

impl<'text> Words<'text> {
    pub(super) fn new(words: Vec<&'text str>) -> Self {
        let marks = marks(&words);
        Self { words, marks }
    }

    /// Whether a word begins like one of the phrases.
    fn begin_alike(&self, cues: Cues) -> bool {
        let mut marks = self.marks.iter().zip(cues.marks);
        marks.any(|(words, cues)| words & cues != 0)
    }
}

impl<'text> Deref for Words<'text> {
    type Target = [&'text str];

    fn deref(&self) -> &Self::Target {
        &self.words
    }
}

/// A set of marks.
type Marks = [u64; MARKS / 64];

/// The marks of the beginnings of words or phrases.
pub(super) const fn marks(words: &[&str]) -> Marks {
    let mut marks = [0; MARKS / 64];
    let mut at = 0;
    while at < words.len() {
        let mark = beginning(words[at]);
        marks[mark / 64] |= 1 << (mark % 64);
        at += 1;
    }
    marks
}

/// Whether one of the phrases stands among the words.
pub(super) fn says(words: &Words<'_>, cues: Cues) -> bool {
    words.begin_alike(cues) && stands(words, cues)
}

/// Whether one of the words is one of the cues.
pub(super) fn has_any(words: &Words<'_>, cues: Cues) -> bool {
    words.begin_alike(cues) && words.iter().any(|word| among(word, cues))
}

/// Whether one of the phrases stands in a part of the words of a stretch.
pub(super) fn stands(words: &[&str], cues: Cues) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        alike(word, cues)
            .iter()
            .any(|phrase| begins(&words[at..], phrase))
    })
}

/// Whether a word is one of the phrases.
pub(super) fn among(word: &str, cues: Cues) -> bool {
    alike(word, cues).contains(&word)
}

/// The phrases that begin like a word.
fn alike(word: &str, cues: Cues) -> &'static [&'static str] {
    let mark = beginning(word);
    &cues.phrases[usize::from(cues.starts[mark])..usize::from(cues.starts[mark + 1])]
}

/// The mark of the first two letters of a word or phrase, 0 to 255: what differs in it differs.
const fn beginning(text: &str) -> usize {
    let (first, second) = match *text.as_bytes() {
        [first, second, ..] if second != b' ' => (first, second),
        [first, ..] => (first, 0),
        [] => (0, 0),
    };
    first.wrapping_mul(37).wrapping_add(second) as usize % MARKS
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
        starts[beginning(phrases[at]) + 1] += 1;
        at += 1;
    }
    let mut mark = 0;
    while mark < MARKS {
        starts[mark + 1] += starts[mark];
        mark += 1;
    }
    starts
}

/// Whether the words begin with the words of a phrase.
fn begins(words: &[&str], phrase: &str) -> bool {
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
