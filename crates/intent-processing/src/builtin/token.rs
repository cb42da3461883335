//! Splits a text into words and symbols that know where they stand.
//!
//! Knows characters only, no vocabulary. Every token's span is a valid slice of the text.

use std::borrow::Cow;
use std::ops::Range;

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
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(character) = character(text, at) {
        if character.is_alphanumeric() {
            let end = word_end(text, at);
            let joined = joint(text, tokens.last(), at, character);
            if joined.is_some() {
                tokens.pop_if(|last| last.kind == TokenKind::Symbol);
            }
            push(&mut tokens, text, at..end, TokenKind::Word, joined);
            at = skip_possessive(text, end);
        } else {
            let end = at + character.len_utf8();
            if !character.is_whitespace() {
                push(&mut tokens, text, at..end, TokenKind::Symbol, None);
            }
            at = end;
        }
    }
    tokens
}

fn push<'text>(
    tokens: &mut Vec<Token<'text>>,
    text: &'text str,
    span: Range<usize>,
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

/// The character that begins at byte `at`.
fn character(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’')
}

/// The end of the word that starts at byte `at`.
fn word_end(text: &str, at: usize) -> usize {
    let mut end = at;
    while let Some(character) = character(text, end)
        && (character.is_alphanumeric() || stays_inside(text, end, character))
    {
        end += character.len_utf8();
    }
    end
}

/// Whether the mark at byte `at` belongs to the word around it: "1.5", "20'000", "don't", but not "AMF's".
fn stays_inside(text: &str, at: usize, mark: char) -> bool {
    let apostrophe = is_apostrophe(mark);
    if !apostrophe && !matches!(mark, '.' | ',') {
        return false;
    }
    let before = text[..at].chars().next_back();
    let mut behind = text[at + mark.len_utf8()..].chars();
    let after = behind.next();
    let inside = |test: fn(char) -> bool| before.is_some_and(test) && after.is_some_and(test);
    let possessive = after == Some('s') && !behind.next().is_some_and(char::is_alphanumeric);
    inside(|c| c.is_ascii_digit()) || (apostrophe && inside(char::is_alphabetic) && !possessive)
}

/// "AMF's" is about the AMF: the possessive carries nothing.
fn skip_possessive(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    rest.strip_prefix(is_apostrophe)
        .and_then(|rest| rest.strip_prefix(['s', 'S']))
        .map_or(at, |behind| text.len() - behind.len())
}

/// The joint between the word that starts with `first` at byte `start` and the word before it, if there is exactly one
/// character between them and it joins.
fn joint(text: &str, last: Option<&Token<'_>>, start: usize, first: char) -> Option<char> {
    let symbol = last.filter(|last| last.kind == TokenKind::Symbol && last.end == start)?;
    let before = text[..symbol.start].chars().next_back()?;
    if !before.is_alphanumeric() {
        return None;
    }
    match symbol.text {
        "-" | "\u{2010}" | "\u{2011}" | "\u{2013}" => Some('-'),
        "_" => Some('_'),
        "." if !first.is_uppercase() => Some('.'),
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
