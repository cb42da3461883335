//! Finds the names people give to places and instances: "region eu-west", "the prod-5g namespace".

use crate::builtin::gazetteer::{Match, Phrases};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Place, Term};
use crate::builtin::token::{Token, TokenKind, chunk_end};

/// Most characters of a function's name, as the model bounds them.
pub(crate) const LONGEST_LABEL: usize = 40;

/// First parts of region names of the large providers and of common usage.
#[rustfmt::skip]
const GEOGRAPHIES: &[&str] = &[
    "eu", "us", "ap", "ca", "sa", "me", "af", "cn", "il", "mx", "uk", "de", "fr", "nl", "it", "es", "jp", "in", "br", "au", "na", "emea", "apac", "latam",
    "europe", "asia", "northamerica", "southamerica", "america", "americas", "australia", "africa", "middleeast", "germany", "france", "canada", "japan", "india", "brazil",
];

/// Later parts of region names, without their digits.
#[rustfmt::skip]
const DIRECTIONS: &[&str] = &[
    "north", "south", "east", "west", "central", "northeast", "northwest", "southeast", "southwest", "gov", "middle",
];

/// Region names in one word, as Azure writes them, without their digits.
#[rustfmt::skip]
const REGIONS: &[&str] = &[
    "westeurope", "northeurope", "eastus", "westus", "centralus", "northcentralus", "southcentralus", "westcentralus", "uksouth", "ukwest", "francecentral",
    "germanywestcentral", "switzerlandnorth", "norwayeast", "swedencentral", "eastasia", "southeastasia", "japaneast", "japanwest", "koreacentral", "australiaeast",
    "canadacentral", "canadaeast", "brazilsouth", "centralindia", "southindia", "uaenorth", "southafricanorth", "polandcentral", "italynorth", "spaincentral",
];

/// Fewest characters of these names.
const SHORTEST_REGION: usize = 6;

/// Words without a meaning of their own that name namespaces all the same.
#[rustfmt::skip]
const NOUNS: &[&str] = &[
    "policy", "security", "data", "radio", "campus", "tenant", "enterprise", "operator", "access", "signalling", "network", "platform", "infrastructure", "system", "cloud", "services", "workloads",
];

/// The text of the chunk at `at`, as written.
pub(crate) fn chunk_text(tokens: &[Token<'_>], at: usize) -> String {
    let mut text = String::new();
    for token in &tokens[at..chunk_end(tokens, at)] {
        text.extend(token.joined);
        text.push_str(token.text);
    }
    // The first token's joint belongs to the word before it.
    match tokens[at].joined {
        Some(_) => text.split_off(1),
        None => text,
    }
}

/// Whether `name` is a label as RFC 1123 defines it.
pub(crate) fn is_dns_label(name: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !name.is_empty()
        && name.len() <= 63
        && name.bytes().all(inner)
        && !name.starts_with('-')
        && !name.ends_with('-')
}

/// The name that begins, or whose noun begins, at token `at`, where the vocabulary has `known`.
pub(crate) fn name_at(
    tokens: &[Token<'_>],
    phrases: &Phrases,
    at: usize,
    known: Option<Match>,
) -> Option<(Kind, usize)> {
    if tokens[at].joined.is_some() {
        return None;
    }
    match known {
        Some(found) if found.term == Term::Named => {
            let start = skip_separators(tokens, found.next, false);
            let label = chunk_text(tokens, tokens.get(start).map(|_| start)?);
            // "planning has just called: 7 replicas"
            let lettered = label.bytes().any(|byte| byte.is_ascii_alphabetic());
            // "nobody has called it since"
            let pronoun = matches!(
                label.as_str(),
                "it" | "them"
                    | "us"
                    | "me"
                    | "this"
                    | "that"
                    | "you"
                    | "for"
                    | "in"
                    | "on"
                    | "by"
                    | "at"
            );
            return (lettered && is_dns_label(&label) && !pronoun && label.len() <= LONGEST_LABEL)
                .then(|| (Kind::Label(label), chunk_end(tokens, start)));
        }
        Some(found) => {
            if let Term::Noun(Noun::Place(place)) = found.term {
                let start = skip_separators(tokens, found.next, true);
                if follows_noun(tokens, phrases, start, place) {
                    return Some((
                        Kind::Place(place, place_name(place, chunk_text(tokens, start))),
                        chunk_end(tokens, start),
                    ));
                }
            }
        }
        None => {}
    }
    before_noun(tokens, phrases, at, known).or_else(|| by_shape(tokens, at, known))
}

fn place_name(place: Place, text: String) -> String {
    match place {
        Place::Region | Place::Zone => text.to_lowercase(),
        Place::Cluster | Place::Namespace => text,
    }
}

/// Skips what may stand between a noun and its name: `:`, `=`, quotes, and "called".
fn skip_separators(tokens: &[Token<'_>], at: usize, words: bool) -> usize {
    let separator = |token: &Token<'_>| match token.kind {
        TokenKind::Symbol => matches!(token.text, ":" | "=" | "\"" | "'" | "`" | "“"),
        TokenKind::Word => {
            words
                && matches!(
                    token.norm.as_ref(),
                    "named"
                        | "called"
                        | "name"
                        | "is"
                        | "shall"
                        | "should"
                        | "must"
                        | "will"
                        | "be"
                )
        }
    };
    let end = at
        + tokens
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take_while(|token| separator(token))
            .count();
    // "the whole region will register there" gives it no name.
    let last = end.checked_sub(1).filter(|last| *last >= at);
    match last.map(|last| tokens[last].norm.as_ref()) {
        Some("shall" | "should" | "must" | "will") => at,
        _ => end,
    }
}

/// Whether the chunk at `at` is the name of the place whose noun stands before it.
fn follows_noun(tokens: &[Token<'_>], phrases: &Phrases, at: usize, place: Place) -> bool {
    let Some(token) = tokens.get(at).filter(|token| token.kind == TokenKind::Word) else {
        return false;
    };
    if chunk_end(tokens, at) > at + 1 {
        return true;
    }
    let digits = token.text.bytes().all(|byte| byte.is_ascii_digit());
    // "cluster a and cluster b": an article that nothing follows is a name.
    if matches!(place, Place::Cluster | Place::Namespace)
        && token.text == "a"
        && ends_name(tokens, at + 1)
    {
        return true;
    }
    match phrases.at(at).map(|found| found.term) {
        None => !digits || place == Place::Zone,
        Some(Term::Environment(_)) => true,
        // "cluster a1", "cluster edge": a word of another meaning that nothing follows.
        Some(
            Term::Point(_) | Term::Pattern(_) | Term::Core | Term::Slice(_) | Term::Function(_),
        ) if place != Place::Region
            && token
                .text
                .chars()
                .all(|c| c.is_lowercase() || c.is_ascii_digit())
            && ends_name(tokens, at + 1) =>
        {
            true
        }
        // "namespace policy"
        Some(Term::Stop) if NOUNS.contains(&token.text) => {
            place == Place::Namespace && ends_name(tokens, at + 1)
        }
        Some(
            Term::Stop
            | Term::Link(_)
            | Term::Verb(_)
            | Term::Participle(_)
            | Term::Gerund(_)
            | Term::Named
            | Term::Noun(Noun::Place(_)),
        ) => false,
        Some(_) => place == Place::Namespace,
    }
}

/// Whether what stands at `at` cannot be what an article before it belongs to.
fn ends_name(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_none_or(|token| {
        token.kind == TokenKind::Symbol
            || matches!(
                token.norm.as_ref(),
                "and" | "or" | "with" | "in" | "for" | "to" | "at" | "on" | "by"
            )
    })
}

/// "the prod-5g namespace": a name that stands before its noun.
fn before_noun(
    tokens: &[Token<'_>],
    phrases: &Phrases,
    at: usize,
    known: Option<Match>,
) -> Option<(Kind, usize)> {
    let mut next = chunk_end(tokens, at);
    let single = next == at + 1;
    while tokens
        .get(next)
        .is_some_and(|token| matches!(token.text, "\"" | "'" | "`" | "”"))
    {
        next += 1;
    }
    let noun = phrases.at(next)?;
    let Term::Noun(Noun::Place(place)) = noun.term else {
        return None;
    };
    let names = match known.map(|found| found.term) {
        // "because the whole region will register there"
        None if matches!(tokens[at].norm.as_ref(), "whole" | "entire") => false,
        None => !single || !tokens[at].text.bytes().all(|byte| byte.is_ascii_digit()),
        Some(Term::Environment(_)) => place != Place::Region,
        Some(Term::Function(_) | Term::Set(_) | Term::Core) if single => place == Place::Namespace,
        // "in the enterprise namespace"
        Some(Term::Stop) if single && NOUNS.contains(&tokens[at].text) => {
            place == Place::Namespace && at > 0 && tokens[at - 1].norm == "the"
        }
        Some(Term::Set(_)) if known.is_some_and(|found| found.next == chunk_end(tokens, at)) => {
            false
        }
        Some(
            Term::Verb(_)
            | Term::Participle(_)
            | Term::Gerund(_)
            | Term::Link(_)
            | Term::Pattern(_)
            | Term::Stop,
        ) if single => false,
        Some(_) => !single,
    };
    let taken = follows_noun(
        tokens,
        phrases,
        skip_separators(tokens, noun.next, true),
        place,
    );
    (names && !taken).then(|| {
        (
            Kind::Place(place, place_name(place, chunk_text(tokens, at))),
            noun.next,
        )
    })
}

/// A name that is a region or a zone by its shape alone: `eu-west-1`, `europe-west4-b`, `westeurope`.
fn by_shape(tokens: &[Token<'_>], at: usize, known: Option<Match>) -> Option<(Kind, usize)> {
    let next = chunk_end(tokens, at);
    let parts = &tokens[at..next];
    let undigited = |part: &Token<'_>, known: &[&str]| {
        known.contains(&part.norm.trim_end_matches(|c: char| c.is_ascii_digit()))
    };
    let region = match parts {
        [one] => one.norm.len() >= SHORTEST_REGION && undigited(one, REGIONS),
        [first, rest @ ..] => {
            // "fi-south": a country, where no function has that name.
            let country = first.norm.len() == 2
                && !matches!(known.map(|found| found.term), Some(Term::Function(_)));
            (country || GEOGRAPHIES.contains(&first.norm.as_ref()))
                && rest.iter().any(|part| undigited(part, DIRECTIONS))
        }
        [] => false,
    };
    if !region {
        return None;
    }
    let last = &parts.last()?.norm;
    let letter =
        last.len() <= 2 && last.ends_with(|c: char| c.is_ascii_lowercase()) && parts.len() > 2;
    let place = if letter { Place::Zone } else { Place::Region };
    let name = chunk_text(tokens, at).to_lowercase();
    Some((Kind::Place(place, name), next))
}

/// Whether a term can introduce a place without a noun: "in Frankfurt".
pub(crate) const fn introduces_place(term: Term) -> bool {
    matches!(term, Term::Link(Link::In))
}
