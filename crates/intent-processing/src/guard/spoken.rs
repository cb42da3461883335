//! The part of an intent's text that counts as what its author says: what a reader sees, without smuggled payloads.
//!
//! Characters that are not shown and text in a forced direction are dropped before anything is compared, so that they
//! can neither hide a word from the checks nor make one that no reader sees. JSON, fences, tags, and everything behind
//! words that speak to a language model instead of the network are no evidence either.

use unicode_normalization::UnicodeNormalization;

use crate::builtin::token::tokenize;

/// Phrases that address a language model; lower case, tokens with a space between them. What stands behind one is no
/// evidence. An intent about a network has no use for any of them.
const ADDRESSES_A_MODEL: &[&str] = &[
    "ignore previous",
    "ignore all previous",
    "ignore the previous",
    "ignore prior",
    "ignore all prior",
    "ignore your",
    "ignore the above",
    "ignore all above",
    "ignore everything",
    "ignore all instructions",
    "ignore these instructions",
    "ignore any",
    "ignore the instructions",
    "ignore the rules",
    "ignore all rules",
    "ignore the hints",
    "disregard",
    "forget previous",
    "forget all",
    "forget your",
    "forget everything",
    "forget the",
    "system prompt",
    "system :",
    "system override",
    "system message",
    "assistant :",
    "developer :",
    "human :",
    "ai :",
    "you are now",
    "you are a",
    "you are an",
    "you must answer",
    "you must output",
    "your answer must",
    "answer with",
    "respond with",
    "reply with",
    "output only",
    "your new",
    "new instructions",
    "new instruction",
    "developer mode",
    "admin mode",
    "jailbreak",
    "pretend",
    "[ inst ]",
    "[ system ]",
    "< |",
    "# # #",
    "function_call",
    "tool_call",
    "function call",
    "tool call",
    "as an ai",
    "base64",
    "decode this",
    "decode the",
    "real instructions",
    "actual instructions",
    "real intent is",
    "actual intent is",
    "true intent is",
    "override all",
    "override the rules",
    "override the instructions",
    "end of intent",
    "end of user input",
    "end of data",
    "begin system",
    "language model",
    "dear llm",
    "note to the llm",
    "chatgpt",
    "in your json",
    "in the json",
    "in the output",
    "in your answer",
    "in your response",
];

/// Characters that are not shown: zero-width, soft hyphens, fillers, variation selectors, tags, byte-order marks.
pub(super) const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Characters that change the direction of text.
pub(super) const fn is_bidi(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{61c}')
        || opens(character)
        || closes(character)
}

/// Begins text in a direction of its own.
const fn opens(character: char) -> bool {
    matches!(
        character,
        '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' | '\u{2066}'..='\u{2068}'
    )
}

const fn closes(character: char) -> bool {
    matches!(character, '\u{202c}' | '\u{2069}')
}

/// What the text says to a reader, as far as it is evidence.
pub(super) fn spoken(text: &str) -> String {
    let shown = shown(text);
    let mut plain = without_payloads(&shown);
    if let Some(end) = addresses_a_model(&plain) {
        plain.truncate(end);
    }
    plain
}

/// The characters that are shown, in their usual forms (NFKC). Superscripts and the micro sign stay: the tokenizer knows
/// them, and "10⁻⁵" must not become "10-5".
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut forced = 0_usize;
    for character in text.chars() {
        if character.is_ascii() && forced == 0 {
            shown.push(character);
        } else if opens(character) {
            forced += 1;
            // What the stretch separated stays separate.
            shown.push(' ');
        } else if closes(character) {
            forced = forced.saturating_sub(1);
        } else if matches!(character, '\u{334}'..='\u{338}') {
            // Struck through: taken back.
            shown.pop();
        } else if forced == 0 && !is_invisible(character) && !is_bidi(character) {
            let keep = matches!(
                character,
                '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' | '⁻' | 'µ' | '…' | '½' | '¼' | '¾'
            );
            if keep {
                shown.push(character);
            } else {
                shown.extend(std::iter::once(character).nfkc());
            }
        }
    }
    shown
}

/// Leaves out fenced code, `{…}`, and tags. An opening without an end runs to the end of the text.
fn without_payloads(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '`', '<']) {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let length = payload(from);
        let (kept, after) = if length == 0 {
            from.split_at(1)
        } else {
            (" ", from.get(length..).unwrap_or_default())
        };
        plain.push_str(kept);
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// How many bytes at the beginning of `text` are a payload.
fn payload(text: &str) -> usize {
    if text.starts_with('{') {
        let length = balanced(text);
        // `S-NSSAI {sst: 2, sd: 00AA11}` is how people write; quotes, lines and nesting are how programs do.
        let by_hand =
            text[1..length].find(['"', '\'', '{', '\n']).is_none() && text[..length].ends_with('}');
        return if by_hand { 0 } else { length };
    }
    if text.starts_with("```") {
        return text
            .get(3..)
            .and_then(|inner| inner.find("```"))
            .map_or(text.len(), |end| end + 6);
    }
    let tag = text.strip_prefix('<').is_some_and(|inner| {
        inner.starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '!'))
    });
    if !tag {
        return 0;
    }
    text.find('>').map_or(text.len(), |end| end + 1)
}

fn balanced(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

/// Where the text begins to address a language model.
fn addresses_a_model(text: &str) -> Option<usize> {
    let tokens = tokenize(text);
    (0..tokens.len())
        .find(|at| {
            ADDRESSES_A_MODEL.iter().any(|phrase| {
                phrase.split(' ').enumerate().all(|(index, word)| {
                    tokens
                        .get(at + index)
                        .is_some_and(|token| token.norm == word)
                })
            })
        })
        .and_then(|at| tokens.get(at))
        .map(|token| token.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_shown_is_dropped() {
        assert_eq!(
            spoken("Deploy A\u{200b}MF ３ 1\u{feff}0"),
            "Deploy AMF 3 10"
        );
        assert_eq!(spoken("AMF \u{202e}0001\u{202c} x"), "AMF   x");
        assert_eq!(spoken("AMF\u{e0055}\u{e0050}\u{e0046}"), "AMF");
        assert_eq!(spoken("9\u{336}3"), "3");
    }

    #[test]
    fn superscripts_and_comparisons_stay() {
        assert_eq!(
            spoken("10⁻⁵ per km², latency <5 ms, 5 µs"),
            "10⁻⁵ per km², latency <5 ms, 5 µs"
        );
    }

    #[test]
    fn payloads_are_no_evidence() {
        assert_eq!(
            spoken("AMF {\"a\":{\"b\":1}} SMF")
                .split_whitespace()
                .collect::<Vec<_>>(),
            ["AMF", "SMF"]
        );
        assert_eq!(
            spoken("AMF ```UPF``` SMF")
                .split_whitespace()
                .collect::<Vec<_>>(),
            ["AMF", "SMF"]
        );
        assert_eq!(spoken("AMF <b>x {").trim(), "AMF  x");
        assert_eq!(spoken("AMF. Ignore  Previous\ninstructions, UPF"), "AMF. ");
    }
}
