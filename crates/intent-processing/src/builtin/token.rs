//! Splits a text into words and symbols that know where they stand.
//!
//! Knows characters only, no vocabulary. Every token's span is a valid slice of the text.

use std::borrow::Cow;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters and digits; a point, a comma or an apostrophe between two digits stays inside.
    Word,
    /// One character that is neither letter, digit nor white space.
    Symbol,
}

/// A word or a symbol of the text.
#[derive(Clone, Debug)]
pub(crate) struct Token<'text> {
    /// First byte in the text.
    pub(crate) start: usize,
    /// First byte after the token.
    pub(crate) end: usize,
    /// The token as written.
    pub(crate) text: &'text str,
    /// Lower case, superscripts as digits, micro signs as `u`.
    pub(crate) norm: Cow<'text, str>,
    /// Word or symbol.
    pub(crate) kind: TokenKind,
    /// The character that joins this word to the one before without white space: `-`, `_` or `.`.
    pub(crate) joined: Option<char>,
}

impl Token<'_> {
    /// Whether this is the symbol `symbol`.
    pub(crate) fn is_symbol(&self, symbol: char) -> bool {
        self.kind == TokenKind::Symbol && self.text.starts_with(symbol)
    }
}

/// The tokens of a text, in order.
pub(crate) fn tokenize(text: &str) -> Vec<Token<'_>> {
    let mut characters = Vec::with_capacity(text.len());
    characters.extend(text.char_indices());
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(&(start, character)) = characters.get(at) {
        if character.is_alphanumeric() {
            let next = word_end(&characters, at);
            let end = offset(&characters, next, text);
            let joined = joint(&characters, at, tokens.last(), start);
            if joined.is_some() {
                tokens.pop_if(|last| last.kind == TokenKind::Symbol);
            }
            push(&mut tokens, text, start..end, TokenKind::Word, joined);
            at = skip_possessive(&characters, next);
        } else {
            at += 1;
            if !character.is_whitespace() {
                let end = offset(&characters, at, text);
                push(&mut tokens, text, start..end, TokenKind::Symbol, None);
            }
        }
    }
    tokens
}

fn push<'text>(
    tokens: &mut Vec<Token<'text>>,
    text: &'text str,
    span: std::ops::Range<usize>,
    kind: TokenKind,
    joined: Option<char>,
) {
    let slice = &text[span.clone()];
    tokens.push(Token {
        start: span.start,
        end: span.end,
        text: slice,
        norm: normalise(slice),
        kind,
        joined,
    });
}

fn offset(characters: &[(usize, char)], at: usize, text: &str) -> usize {
    characters.get(at).map_or(text.len(), |(offset, _)| *offset)
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’')
}

/// The index after the word that starts at `at`.
fn word_end(characters: &[(usize, char)], at: usize) -> usize {
    let character = |index: usize| characters.get(index).map(|(_, character)| *character);
    let mut end = at;
    while let Some(current) = character(end) {
        let before = end.checked_sub(1).and_then(character);
        let after = character(end + 1);
        let inside = |test: fn(char) -> bool| before.is_some_and(test) && after.is_some_and(test);
        let goes_on = character(end + 2).is_some_and(char::is_alphanumeric);
        let possessive = after == Some('s') && !goes_on;
        let contraction = is_apostrophe(current) && inside(char::is_alphabetic) && !possessive;
        // "20'000"
        let decimal = (matches!(current, '.' | ',') || is_apostrophe(current))
            && inside(|c| c.is_ascii_digit());
        let inside_word = current.is_alphanumeric() || contraction || decimal;
        if !inside_word {
            break;
        }
        end += 1;
    }
    end
}

/// "AMF's" is about the AMF: the possessive carries nothing.
fn skip_possessive(characters: &[(usize, char)], at: usize) -> usize {
    match characters.get(at..at + 2) {
        Some([(_, quote), (_, 's' | 'S')]) if is_apostrophe(*quote) => at + 2,
        _ => at,
    }
}

/// The joint between the word at `at` and the word before it, if there is exactly one character
/// between them and it joins.
fn joint(
    characters: &[(usize, char)],
    at: usize,
    last: Option<&Token<'_>>,
    start: usize,
) -> Option<char> {
    let symbol = last.filter(|last| last.kind == TokenKind::Symbol && last.end == start)?;
    let before = at.checked_sub(2).and_then(|index| characters.get(index))?;
    if !before.1.is_alphanumeric() {
        return None;
    }
    match symbol.text {
        "-" | "\u{2010}" | "\u{2011}" | "\u{2013}" => Some('-'),
        "_" => Some('_'),
        "." if !characters[at].1.is_uppercase() => Some('.'),
        _ => None,
    }
}

/// In lower case; most words are written so.
pub(crate) fn lowered(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        Cow::Owned(text.to_lowercase())
    } else if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

fn normalise(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return lowered(text);
    }
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|character| match character {
            '⁰' => '0',
            '¹' => '1',
            '²' => '2',
            '³' => '3',
            '⁴'..='⁹' => char::from_digit(character as u32 - 0x2070, 10).unwrap_or(character),
            '⁻' => '-',
            'µ' | 'μ' => 'u',
            '’' => '\'',
            other => other,
        })
        .collect()
}

/// The index after the last token that hangs together with the one at `at` without white space.
pub(crate) fn chunk_end(tokens: &[Token<'_>], at: usize) -> usize {
    let rest = tokens.get(at + 1..).unwrap_or_default();
    at + 1
        + rest
            .iter()
            .take_while(|token| token.joined.is_some())
            .count()
}
