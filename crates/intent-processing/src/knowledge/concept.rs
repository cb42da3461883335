//! Finds the things of the domain in a text, however an operator writes them.
//!
//! "Core access function", "AMFs" and "access and mobility management function" all give the token `functionamf`; a
//! document about the AMF carries the same token. Whole words only, the longest name first.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use nephoran_telecom::{NetworkFunctionType, ReferencePoint, SliceKind};

/// From the first word of a name to its other words and its token, the longest first.
type Names = BTreeMap<String, Vec<(Vec<String>, String)>>;

/// The tokens of the functions, reference points and kinds of slice that a text names: letters and digits only, so that
/// every engine takes one for a word.
pub(super) fn concepts(text: &str) -> BTreeSet<String> {
    let words = split(text);
    let mut found = BTreeSet::new();
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some((length, token)) = longest(rest) {
            found.insert(token.to_owned());
            at += length;
        } else {
            at += 1;
        }
    }
    found
}

/// The tokens of what a document is about, with spaces between them.
pub(super) fn of_document(title: &str, topics: &str) -> String {
    let concepts = concepts(&format!("{title}\n{topics}"));
    concepts.into_iter().collect::<Vec<_>>().join(" ")
}

fn longest(words: &[String]) -> Option<(usize, &'static str)> {
    let (first, rest) = words.split_first()?;
    let names = names();
    let known = names.get(first).into_iter().flatten();
    known
        .chain(
            singular(first)
                .and_then(|first| names.get(first))
                .into_iter()
                .flatten(),
        )
        .find(|(other, _)| {
            other.len() <= rest.len()
                && other
                    .iter()
                    .zip(rest)
                    .all(|(name, word)| name == word || Some(name.as_str()) == singular(word))
        })
        .map(|(other, token)| (other.len() + 1, token.as_str()))
}

fn singular(word: &str) -> Option<&str> {
    word.strip_suffix('s').filter(|stem| stem.len() > 2)
}

fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names = Names::new();
        for function in NetworkFunctionType::ALL {
            let token = token("function", function.as_str());
            let synonyms = function.synonyms().iter().copied();
            for name in std::iter::once(function.as_str()).chain(synonyms) {
                add(&mut names, name, &token);
            }
        }
        for point in ReferencePoint::ALL {
            add(&mut names, point.as_str(), &token("point", point.as_str()));
        }
        for kind in SliceKind::ALL {
            add(&mut names, kind.as_str(), &token("slice", kind.as_str()));
        }
        for others in names.values_mut() {
            others.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        names
    })
}

fn add(names: &mut Names, name: &str, token: &str) {
    let mut words = split(name).into_iter();
    let Some(first) = words.next() else { return };
    names
        .entry(first)
        .or_default()
        .push((words.collect(), token.to_owned()));
}

fn token(family: &str, name: &str) -> String {
    format!("{family}{}", split(name).concat())
}

fn split(text: &str) -> Vec<String> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::concepts;

    fn found(text: &str) -> String {
        concepts(text).into_iter().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_function_is_found_by_any_of_its_names() {
        for text in [
            "AMF",
            "two AMFs",
            "the access and mobility management function",
        ] {
            assert_eq!(found(text), "functionamf", "{text}");
        }
        assert_eq!(found("O-CU-CP/O-DU"), "functionocucp functionodu");
    }

    #[test]
    fn part_of_a_word_is_no_name() {
        assert_eq!(found("metric of the african harbour, grammar"), "");
    }

    #[test]
    fn points_and_slices_are_found_too() {
        assert_eq!(found("URLLC over N4"), "pointn4 sliceurllc");
    }
}
