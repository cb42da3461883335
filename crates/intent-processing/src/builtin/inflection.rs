//! The forms of English verbs: "scale out" is also "scaling out" and "scaled out".

use crate::builtin::verbs::IRREGULAR;

/// The present participle of a verb whose particles stand behind its first word.
pub(crate) fn gerund(lemma: &str) -> String {
    inflect(lemma, |word| match word.strip_suffix('e') {
        Some(stem) if !word.ends_with("ee") => format!("{stem}ing"),
        _ => format!("{}ing", doubled(word)),
    })
}

/// The past participle of a verb whose particles stand behind its first word.
pub(crate) fn participle(lemma: &str) -> String {
    inflect(lemma, |word| {
        if let Some((_, irregular)) = IRREGULAR.iter().find(|(base, _)| *base == word) {
            return (*irregular).to_owned();
        }
        match word.strip_suffix('y') {
            Some(stem) if !stem.ends_with(is_vowel) => format!("{stem}ied"),
            _ if word.ends_with('e') => format!("{word}d"),
            _ => format!("{}ed", doubled(word)),
        }
    })
}

/// Changes the verb of a lemma and leaves its particles: the first word, or the last of "auto scale" and "fine tune".
fn inflect(lemma: &str, form: impl Fn(&str) -> String) -> String {
    match lemma.split_once(' ') {
        Some((prefix @ ("auto" | "fine" | "power" | "re"), verb))
            if !matches!(verb, "up" | "down" | "off") =>
        {
            format!("{prefix} {}", form(verb))
        }
        Some((verb, particles)) => format!("{} {particles}", form(verb)),
        None => form(lemma),
    }
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// "drop" becomes "dropp" before an ending: one syllable, one vowel, one consonant.
fn doubled(word: &str) -> String {
    let vowels = word.chars().filter(|letter| is_vowel(*letter)).count();
    let mut last = word.chars().rev();
    let closed = last
        .next()
        .is_some_and(|letter| !is_vowel(letter) && !matches!(letter, 'w' | 'x' | 'y'))
        && last.next().is_some_and(is_vowel);
    match word.chars().last() {
        Some(letter) if closed && vowels == 1 => format!("{word}{letter}"),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_inflected_as_they_are_written() {
        for (lemma, gerund_form, participle_form) in [
            ("deploy", "deploying", "deployed"),
            ("scale out", "scaling out", "scaled out"),
            ("spin up", "spinning up", "spun up"),
            ("drop", "dropping", "dropped"),
            ("modify", "modifying", "modified"),
            ("lower", "lowering", "lowered"),
            ("raise", "raising", "raised"),
            ("squeeze", "squeezing", "squeezed"),
            ("auto scale", "auto scaling", "auto scaled"),
            ("boost", "boosting", "boosted"),
        ] {
            assert_eq!(gerund(lemma), gerund_form);
            assert_eq!(participle(lemma), participle_form);
        }
    }
}
