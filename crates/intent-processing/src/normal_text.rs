//! Texts that look the same are the same text.
//!
//! A person cannot see whether a space is a no-break space, whether an `é` is one character or two, or that an invisible
//! character hides between two letters. Keys of caches and checks of answers must not see it either.

use unicode_normalization::UnicodeNormalization as _;

/// `text` in the form that is compared: compatibility characters are unified (NFKC), characters that show nothing are
/// gone, every run of white space is one space, and there is none at either end.
///
/// Upper and lower case stay: they can matter in names. The form is stable: normalising it again changes nothing.
///
/// Whoever looks an answer up by the normalised text must ask for the answer with the normalised text too, or two
/// texts that differ only in what nobody sees would share an answer that was given to one of them.
#[must_use]
pub fn normalise(text: &str) -> String {
    let visible = text.chars().filter(|character| !is_invisible(*character));
    let unified: String = visible.nfkc().collect();
    let mut normal = String::with_capacity(unified.len());
    for word in unified.split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.push_str(word);
    }
    normal
}

/// Whether a character only steers how others are shown, or takes no room at all: the zero-width, bidirectional and
/// fill characters of Unicode's `Default_Ignorable_Code_Point`, among them the tag characters that hide whole texts.
#[must_use]
pub fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{00AD}' // soft hyphen
        | '\u{034F}' // combining grapheme joiner
        | '\u{061C}' // Arabic letter mark
        | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' // Hangul fillers
        | '\u{17B4}' | '\u{17B5}' // Khmer inherent vowels
        | '\u{180B}'..='\u{180F}' // Mongolian selectors and vowel separator
        | '\u{200B}'..='\u{200F}' // zero-width characters and directional marks
        | '\u{202A}'..='\u{202E}' // directional embeddings and overrides
        | '\u{2060}'..='\u{206F}' // word joiner, invisible operators, directional isolates
        | '\u{FE00}'..='\u{FE0F}' // variation selectors
        | '\u{FEFF}' // byte order mark
        | '\u{FFF0}'..='\u{FFF8}' // unassigned, ignorable
        | '\u{1BCA0}'..='\u{1BCA3}' // shorthand format controls
        | '\u{1D173}'..='\u{1D17A}' // musical format controls
        | '\u{E0000}'..='\u{E0FFF}' // tags and variation selectors
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_looks_the_same_is_the_same() {
        let plain = "Deploy 3 AMF in région-1";
        for text in [
            "  Deploy\u{a0}3\tAMF \r\n in région-1 ",
            "Deploy 3 AMF in re\u{301}gion-1",
            "De\u{200b}ploy 3 \u{202e}AMF\u{202c} in région-1\u{feff}",
            "Deploy \u{ff13} \u{ff21}MF in région-1",
            "Deploy 3 AMF in région-1\u{e0049}\u{e0067}",
            "Deploy 3 AMF in re\u{200d}\u{301}gion-1",
        ] {
            assert_eq!(normalise(text), plain, "{text:?}");
        }
    }

    #[test]
    fn case_digits_and_words_still_matter() {
        assert_ne!(normalise("deploy amf"), normalise("deploy AMF"));
        assert_ne!(normalise("deploy 3 AMF"), normalise("deploy 4 AMF"));
        assert_ne!(normalise("deploy AMF"), normalise("deployAMF"));
    }

    proptest! {
        #[test]
        fn a_normal_text_is_normal(text in any::<String>()) {
            let normal = normalise(&text);
            prop_assert_eq!(&normalise(&normal), &normal);
            prop_assert!(!normal.chars().any(is_invisible));
        }
    }
}
