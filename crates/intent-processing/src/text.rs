//! What a text must be before anything tries to understand it: as long as the schema of NetworkIntent says, and made of
//! characters that a person sees.
//!
//! The API server checks the same: the length by the schema, the characters by the admission policy
//! `config/policies/network-intent-text.yaml`. Here it is checked for texts that come by another way.

use std::ops::RangeInclusive;

use nephoran_api::{Classified, ErrorClass};

/// Characters a text may have, counted as the API server does: Unicode scalar values.
pub const LENGTH: RangeInclusive<usize> = 10..=2000;

/// Characters that no text may hold, by what is wrong with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forbidden {
    /// Control characters but newline and tab, and the Unicode line and paragraph separators.
    Control,
    /// Characters that turn the direction of writing, so that a text reads otherwise than it is stored.
    Bidirectional,
    /// Characters without a width or a shape, which hide words from people.
    Invisible,
    /// What is left of bytes that were no text.
    Binary,
}

/// The ranges of each kind (Unicode 16: general category Cc, the property `Bidi_Control`, the property
/// `Default_Ignorable_Code_Point` but for the emoji's variation selectors, and the specials block).
const FORBIDDEN: [(Forbidden, &[RangeInclusive<char>]); 4] = [
    (
        Forbidden::Control,
        &[
            '\0'..='\u{8}',
            '\u{b}'..='\u{1f}',
            '\u{7f}'..='\u{9f}',
            '\u{2028}'..='\u{2029}',
        ],
    ),
    (
        Forbidden::Bidirectional,
        &[
            '\u{61c}'..='\u{61c}',
            '\u{200e}'..='\u{200f}',
            '\u{202a}'..='\u{202e}',
            '\u{2066}'..='\u{2069}',
        ],
    ),
    (
        Forbidden::Invisible,
        &[
            '\u{ad}'..='\u{ad}',
            '\u{34f}'..='\u{34f}',
            '\u{115f}'..='\u{1160}',
            '\u{17b4}'..='\u{17b5}',
            '\u{180b}'..='\u{180f}',
            '\u{200b}'..='\u{200d}',
            '\u{2060}'..='\u{2065}',
            '\u{206a}'..='\u{206f}',
            '\u{3164}'..='\u{3164}',
            '\u{feff}'..='\u{feff}',
            '\u{ffa0}'..='\u{ffa0}',
            '\u{1bca0}'..='\u{1bca3}',
            '\u{1d173}'..='\u{1d17a}',
            '\u{e0000}'..='\u{e0fff}',
        ],
    ),
    (Forbidden::Binary, &['\u{fff0}'..='\u{ffff}']),
];

/// Why a text is none an intent may hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Too short or too long.
    #[error(
        "the text has {0} characters and must have 10 to 2000; say what to do with which network function, e.g. \"Deploy AMF with 3 replicas\""
    )]
    Length(usize),
    /// A character that is not allowed.
    #[error("character {position} of the text is U+{:04X}, {}", u32::from(*.character), advice(*.kind))]
    Character {
        /// What is wrong with it.
        kind: Forbidden,
        /// The character.
        character: char,
        /// Its place in the text, from 1.
        position: usize,
    },
}

/// What the character is and what to do about it; follows "is U+0007, ".
const fn advice(kind: Forbidden) -> &'static str {
    match kind {
        Forbidden::Control => {
            "a control character; remove it: only newlines and tabs may stand beside what is printed"
        }
        Forbidden::Bidirectional => {
            "which changes the direction of writing; remove it, so that the text reads as it is stored"
        }
        Forbidden::Invisible => {
            "which nobody can see; remove it: copied text often carries such characters"
        }
        Forbidden::Binary => {
            "which stands for bytes that are no text; write the text as UTF-8, without binary content"
        }
    }
}

impl Classified for TextError {
    fn reason(&self) -> &'static str {
        match self {
            Self::Length(_) => "TextLength",
            Self::Character { kind, .. } => match kind {
                Forbidden::Control => "ControlCharacter",
                Forbidden::Bidirectional => "BidirectionalControl",
                Forbidden::Invisible => "InvisibleCharacter",
                Forbidden::Binary => "BinaryText",
            },
        }
    }

    fn class(&self) -> ErrorClass {
        ErrorClass::Validation
    }
}

/// Checks the length of a text, then its characters.
///
/// # Errors
/// With the first thing that is wrong.
pub fn check(text: &str) -> Result<(), TextError> {
    let length = text.chars().count();
    if !LENGTH.contains(&length) {
        return Err(TextError::Length(length));
    }
    for (index, character) in text.chars().enumerate() {
        if let Some(kind) = forbidden(character) {
            return Err(TextError::Character {
                kind,
                character,
                position: index + 1,
            });
        }
    }
    Ok(())
}

/// What is wrong with a character, if anything is.
#[must_use]
pub fn forbidden(character: char) -> Option<Forbidden> {
    FORBIDDEN
        .iter()
        .find(|(_, ranges)| ranges.iter().any(|range| range.contains(&character)))
        .map(|(kind, _)| *kind)
}
