//! Sentences that want an answer and no change: "is the AMF healthy?", "please check how many pods there are".

use std::ops::Range;

use super::Parser;
use super::cues::INTERROGATIVES;
use super::phrase::{Words, among, cues, says, stands};

/// The sentences that ask something: "is the AMF healthy?". A request may have the form of a question, but begins with
/// "can" or "could".
pub(super) fn questions(
    parser: &Parser<'_>,
    segments: &[(Range<usize>, bool)],
) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    for (segment, begins) in segments {
        match sentences.last_mut().filter(|_| !*begins) {
            Some(last) => last.end = segment.end,
            None => sentences.push(segment.clone()),
        }
    }
    sentences
        .into_iter()
        .filter(|sentence| {
            let words = parser.norms(behind_heading(parser, sentence)..sentence.end);
            let polite = matches!(
                words.get(..2),
                Some([
                    "would" | "will",
                    "you" | "it" | "someone" | "somebody" | "anyone" | "anybody" | "one"
                ])
            ) || stands(
                words.get(..3).unwrap_or_default(),
                cues![
                    "is anyone",
                    "is anybody",
                    "is it possible",
                    "are you able",
                    "is someone",
                    "is somebody",
                ],
            );
            if asks_to_be_told(&words) {
                return true;
            }
            // "SMF replicas right now: how many?"
            let counts = says(&words, cues!["how many", "which version", "what version"])
                && !says(&words, cues!["please", "could you", "can you"]);
            parser.symbol(sentence.end) == Some('?')
                && (counts || !polite)
                && (counts
                    || words
                        .first()
                        .is_some_and(|word| among(word, INTERROGATIVES)))
        })
        .collect()
}

/// "FYI all: is the AMF healthy?": where a sentence begins behind what names nothing in front of a colon, and behind what
/// was set aside.
fn behind_heading(parser: &Parser<'_>, sentence: &Range<usize>) -> usize {
    let aside = |at: &usize| parser.background[*at] || parser.symbol(*at).is_some();
    let empty = |at: &usize| aside(at) || parser.is_stop(*at) || parser.is_unknown(*at);
    let colon = sentence
        .clone()
        .take_while(empty)
        .find(|at| parser.symbol(*at) == Some(':'));
    let start = colon.map_or(sentence.start, |colon| colon + 1);
    start + (start..sentence.end).take_while(aside).count()
}

/// "could you tell me whether the UPF runs", "please check how many pods there are": whoever asks wants an answer, no change.
fn asks_to_be_told(words: &Words<'_>) -> bool {
    const POLITE: &[&str] = &[
        "please", "kindly", "could", "can", "would", "will", "you", "i", "we", "d", "like", "want",
        "need", "to", "hi", "hello", "just",
    ];
    let first = words.iter().position(|word| !POLITE.contains(word));
    let Some(first) = first else {
        return false;
    };
    let tell = matches!(
        words[first],
        "tell" | "confirm" | "verify" | "check" | "know" | "show" | "list" | "explain"
    );
    tell && words[first + 1..].iter().take(4).any(|word| {
        matches!(
            *word,
            "whether" | "if" | "how" | "which" | "what" | "why" | "where" | "when"
        )
    })
}
