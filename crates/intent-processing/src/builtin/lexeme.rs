//! Groups tokens into lexemes: phrases of the vocabulary, numbers with units, names, unknown words.
//!
//! Decides by shape alone; what a lexeme is good for is decided by the clause rules.

use std::borrow::Cow;

use nephoran_api::DeploymentPattern;

use crate::builtin::aside;
use crate::builtin::correction;
use crate::builtin::decimal::Decimal;
use crate::builtin::derived;
use crate::builtin::detail;
use crate::builtin::gazetteer::{Gazetteer, Phrases};
use crate::builtin::naming;
use crate::builtin::number::{self, NumberRead, word};
use crate::builtin::object;
use crate::builtin::parallel;
use crate::builtin::shorthand;
use crate::builtin::standing;
use crate::builtin::table;
use crate::builtin::tally;
use crate::builtin::term::{Direction, Link, Metric, Noun, Place, Term};
use crate::builtin::token::{self, Token, TokenKind, chunk_end};
use crate::builtin::unit::{self, Unit};
use crate::builtin::voice;
use crate::builtin::wording;

/// What a lexeme is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// A phrase of the vocabulary.
    Term(Term),
    /// A number without a unit.
    Number(Decimal),
    /// "x3", "3x".
    Times(Decimal),
    /// "2-10".
    Range(Decimal, Decimal),
    /// A number with a unit.
    Quantity(Decimal, Unit),
    /// "v4.2.2".
    Version(String),
    /// A place and its name.
    Place(Place, String),
    /// The name after "named".
    Label(String),
    /// A function by the name of its instance: "upf-edge-1".
    Instance(nephoran_telecom::NetworkFunctionType, String),
    /// A word, or words held together by hyphens, that the vocabulary does not have.
    Unknown,
    /// A symbol.
    Symbol(char),
}

/// One or more tokens that belong together.
#[derive(Clone, Debug)]
pub(crate) struct Lexeme {
    /// What it is.
    pub(crate) kind: Kind,
    /// Index of its first token.
    pub(crate) first: usize,
    /// Index of the first token after it.
    pub(crate) next: usize,
}

/// The lexemes of a text, in order; every token belongs to exactly one.
pub(crate) fn lex(text: &str, tokens: &[Token<'_>], gazetteer: &Gazetteer) -> Vec<Lexeme> {
    let phrases = gazetteer.phrases(tokens);
    let mut lexemes = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let (kind, next) = lexeme_at(tokens, &phrases, at);
        lexemes.push(Lexeme {
            kind,
            first: at,
            next,
        });
        at = next;
    }
    voice::apply(tokens, gazetteer, &mut lexemes);
    table::apply(text, tokens, &mut lexemes);
    parallel::apply(tokens, &mut lexemes);
    detail::apply(tokens, &mut lexemes);
    object::apply(tokens, &mut lexemes);
    shorthand::apply(tokens, &mut lexemes);
    wording::apply(tokens, &mut lexemes);
    tally::apply(tokens, &mut lexemes);
    derived::apply(tokens, &mut lexemes);
    standing::apply(tokens, &mut lexemes);
    aside::apply(tokens, &mut lexemes);
    correction::apply(&mut lexemes);
    lexemes
}

/// Every lexeme as written, in lower case.
pub(crate) fn lowered<'text>(
    text: &'text str,
    tokens: &'text [Token<'_>],
    lexemes: &[Lexeme],
) -> Vec<Cow<'text, str>> {
    let lowered = |lexeme: &Lexeme| match &tokens[lexeme.first..lexeme.next] {
        [word] if word.text.is_ascii() => Cow::Borrowed(word.norm.as_ref()),
        [first, .., last] => token::lowered(&text[first.start..last.end]),
        words => token::lowered(words.first().map_or("", |word| word.text)),
    };
    lexemes.iter().map(lowered).collect()
}

/// Whether the lexeme at `at` is the first of a line.
pub(crate) fn begins_line(text: &str, tokens: &[Token<'_>], lexemes: &[Lexeme], at: usize) -> bool {
    let between = || {
        let before = lexemes.get(at.checked_sub(1)?)?;
        let here = lexemes.get(at)?;
        text.get(tokens.get(before.next - 1)?.end..tokens.get(here.first)?.start)
    };
    between().is_some_and(|between| between.bytes().any(|byte| byte == b'\n'))
}

/// For every lexeme, whether a line begins with it; nothing for a text of one line.
pub(crate) fn line_starts(text: &str, tokens: &[Token<'_>], lexemes: &[Lexeme]) -> Vec<bool> {
    let lines = if text.contains('\n') {
        lexemes.len()
    } else {
        0
    };
    (0..lines)
        .map(|at| begins_line(text, tokens, lexemes, at))
        .collect()
}

fn lexeme_at(tokens: &[Token<'_>], phrases: &Phrases, at: usize) -> (Kind, usize) {
    if let Some(short) = sign(tokens, at) {
        return short;
    }
    let read = number::read(tokens, at);
    // "UL=2G" is a rate, and no generation of networks.
    if let Some(rate) = read.and_then(|read| giga_assigned(tokens, at, &read)) {
        return rate;
    }
    let found = phrases.at(at);
    if let Some(named) = naming::name_at(tokens, phrases, at, found) {
        return named;
    }
    let Some(found) = found else {
        return numeric(tokens, at, read)
            .or_else(|| named_last(tokens, phrases, at))
            .unwrap_or((Kind::Unknown, chunk_end(tokens, at)));
    };
    // "scale the fleet-smf"
    if let Some(named) = Some(found.term)
        .filter(|term| *term == Term::Stop)
        .and_then(|_| named_last(tokens, phrases, at))
    {
        return named;
    }
    if is_label_of_place(tokens, phrases, at, found.next) {
        return (Kind::Unknown, chunk_end(tokens, at));
    }
    // "the edge cluster mun-1": the last word has a name of its own.
    let last = found.next - 1;
    if last > at
        && matches!(found.term, Term::Pattern(_))
        && naming::name_at(tokens, phrases, last, phrases.at(last))
            .is_some_and(|(kind, _)| matches!(kind, Kind::Place(..)))
    {
        return (Kind::Term(found.term), last);
    }
    // "a pair of" is a number although "a" alone is nothing.
    if read.is_some_and(|read| read.next > found.next) {
        return numeric(tokens, at, read).unwrap_or((Kind::Term(found.term), found.next));
    }
    let inside_chunk = tokens
        .get(found.next)
        .is_some_and(|token| token.joined.is_some());
    if !inside_chunk
        || (segments(tokens, phrases, found.next) && !is_instance(tokens, phrases, at, found.next))
    {
        return (Kind::Term(found.term), found.next);
    }
    hyphenated(tokens, at, found.term)
}

/// "in 5gc-prod", "in core-edge", "lab-5gc": a label of Kubernetes, of words that name no function but an environment, a set
/// or the edge.
fn is_label_of_place(tokens: &[Token<'_>], phrases: &Phrases, at: usize, next: usize) -> bool {
    let end = chunk_end(tokens, at);
    let placed = at.checked_sub(1).is_some_and(|before| {
        matches!(
            tokens[before].norm.as_ref(),
            "in" | "into" | "within" | "on" | "onto"
        )
    });
    let within = next < end;
    if !within || !naming::is_dns_label(&naming::chunk_text(tokens, at)) {
        return false;
    }
    let parts = || (at..end).filter_map(|index| phrases.at(index));
    let has = |test: fn(Term) -> bool| parts().any(|found| test(found.term));
    let environment = has(|term| matches!(term, Term::Environment(_)));
    let set = has(|term| matches!(term, Term::Set(_) | Term::Core));
    let edge = has(|term| matches!(term, Term::Pattern(_)));
    // "in subscriber-data"
    let counted = has(|term| matches!(term, Term::Noun(Noun::Subscribers | Noun::Sessions)));
    let function = has(|term| matches!(term, Term::Function(_)));
    // "in upf-edge", "in hss-prod"
    let inside =
        function && placed && matches!(tokens[at - 1].norm.as_ref(), "in" | "into" | "within");
    // "remove the whole lab-5gc deployment" removes no 5G core.
    inside
        || (((placed && (environment || set || edge || counted)) || (environment && set))
            && !function
            && !has(|term| matches!(term, Term::Point(_))))
}

/// "PER", "x 3", "times 3", "w/", "2 Gbit/s ↓": what is read by its signs, and any other symbol.
fn sign(tokens: &[Token<'_>], at: usize) -> Option<(Kind, usize)> {
    let token = &tokens[at];
    if token.text == "PER" {
        return Some((Kind::Term(Term::Metric(Metric::PacketErrorRate)), at + 1));
    }
    if let Some(short) = abbreviation(tokens, at) {
        return Some(short);
    }
    if (token.is_symbol('×') || matches!(token.norm.as_ref(), "x" | "times"))
        && let Some(read) = number::read(tokens, at + 1).filter(|read| read.suffix.is_empty())
    {
        return Some((Kind::Times(read.value), read.next));
    }
    let symbol = token.text.chars().next();
    let kind = match symbol.filter(|_| token.kind == TokenKind::Symbol)? {
        '↓' => Kind::Term(Term::Direction(Direction::Downlink)),
        '↑' => Kind::Term(Term::Direction(Direction::Uplink)),
        symbol => Kind::Symbol(symbol),
    };
    Some((kind, at + 1))
}

/// "w/ 2 replicas", "w/o NSSF", "i.e.", "e.g.".
fn abbreviation(tokens: &[Token<'_>], at: usize) -> Option<(Kind, usize)> {
    let norm = |index: usize| word(tokens, index);
    let link = |link| Kind::Term(Term::Link(link));
    match (norm(at), norm(at + 1), norm(at + 2)) {
        ("w", "/", "o") => Some((link(Link::Without), at + 3)),
        ("w", "/", _) => Some((link(Link::With), at + 2)),
        ("i", "e", _) | ("e", "g", _) if tokens[at + 1].joined == Some('.') => {
            Some((Kind::Term(Term::Stop), at + 2))
        }
        // "I.E."
        ("i", ".", "e") | ("e", ".", "g") => Some((Kind::Term(Term::Stop), at + 3)),
        _ => None,
    }
}

/// Words without a meaning of their own that tell one function of a type from another.
const WHICH: &[&str] = &[
    "enterprise",
    "campus",
    "central",
    "regional",
    "national",
    "main",
    "primary",
    "data",
];

/// "upf-edge", "pcf-enterprise": a function and, in small letters, which of them; "edge-upf" and "UPF-edge" only describe.
fn is_instance(tokens: &[Token<'_>], phrases: &Phrases, at: usize, next: usize) -> bool {
    let which = |index: usize| {
        phrases.at(index).is_some_and(|found| {
            matches!(found.term, Term::Pattern(DeploymentPattern::Edge))
                || (found.term == Term::Stop && WHICH.contains(&tokens[index].norm.as_ref()))
        })
    };
    chunk_end(tokens, at) == next + 1
        && which(next)
        && tokens[at..=next]
            .iter()
            .all(|token| token.text.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// "fleet-smf": the name of an instance that ends with its function; behind "in" it is that of a namespace.
fn named_last(tokens: &[Token<'_>], phrases: &Phrases, at: usize) -> Option<(Kind, usize)> {
    let end = chunk_end(tokens, at);
    let Term::Function(function) = phrases.at(end - 1)?.term else {
        return None;
    };
    let name = naming::chunk_text(tokens, at);
    let inside = at.checked_sub(1).is_some_and(|before| {
        matches!(
            tokens[before].norm.as_ref(),
            "in" | "into" | "within" | "on" | "onto"
        )
    });
    let named = end == at + 2
        && tokens[at + 1].joined == Some('-')
        && !inside
        && naming::is_dns_label(&name)
        && name.len() <= naming::LONGEST_LABEL;
    named.then_some((Kind::Instance(function, name), end))
}

/// Whether the rest of a hyphenated chunk consists of phrases: "edge-UPF" does, "amf-blue" does not.
fn segments(tokens: &[Token<'_>], phrases: &Phrases, from: usize) -> bool {
    let mut at = from;
    while tokens.get(at).is_some_and(|token| token.joined.is_some()) {
        let Some(found) = phrases.at(at) else {
            return false;
        };
        at = found.next;
    }
    true
}

/// A chunk that begins with a known phrase but does not end with one: the name of a function's
/// instance when it is a DNS label that starts with a function, an unknown word otherwise.
fn hyphenated(tokens: &[Token<'_>], at: usize, term: Term) -> (Kind, usize) {
    let next = chunk_end(tokens, at);
    let name: String = naming::chunk_text(tokens, at);
    // "bump the UPF in upf-changi" names a namespace.
    let inside = at
        .checked_sub(1)
        .is_some_and(|before| matches!(tokens[before].norm.as_ref(), "in" | "into" | "within"));
    match term {
        _ if inside => (Kind::Unknown, next),
        Term::Function(function)
            if naming::is_dns_label(&name) && name.len() <= naming::LONGEST_LABEL =>
        {
            (Kind::Instance(function, name), next)
        }
        _ => (Kind::Unknown, next),
    }
}

/// "v4.2.2", "x3", "10Gbps", "2..6", "three times", "3": what begins with a number, or is one.
fn numeric(tokens: &[Token<'_>], at: usize, read: Option<NumberRead<'_>>) -> Option<(Kind, usize)> {
    if let Some(version) = version(tokens, at) {
        return Some((Kind::Version(version), chunk_end(tokens, at)));
    }
    if let Some(times) = tokens[at].norm.strip_prefix('x').and_then(Decimal::parse) {
        return Some((Kind::Times(times), at + 1));
    }
    let read = read?;
    if matches!(read.suffix, "x" | "X" | "×") {
        return Some(times(tokens, read.value, read.next));
    }
    let measured = quantity(tokens, &read)
        .or_else(|| per_mille(tokens, &read))
        .or_else(|| giga_with_direction(tokens, &read));
    if measured.is_some() || !read.suffix.is_empty() {
        return measured;
    }
    rate_before_slash(tokens, &read)
        .or_else(|| nines(tokens, &read))
        .or_else(|| one_in(tokens, &read))
        .or_else(|| dotted_range(tokens, &read))
        .or_else(|| joined_range(tokens, &read))
        .or_else(|| starred(tokens, &read))
        .or(Some((Kind::Number(read.value), read.next)))
}

/// "10Gbps", "5 ms", "99.9 %": times in milliseconds and rates in bits per second.
fn quantity(tokens: &[Token<'_>], read: &NumberRead<'_>) -> Option<(Kind, usize)> {
    let (unit, next) = unit::read(tokens, read.suffix, read.next)?;
    let (value, unit) = match unit {
        Unit::Time(power) => (read.value.shifted(power), Unit::Time(0)),
        Unit::BitRate(power) => (read.value.shifted(power), Unit::BitRate(0)),
        other => (read.value, other),
    };
    Some((Kind::Quantity(value, unit), next))
}

/// "2-10".
fn joined_range(tokens: &[Token<'_>], read: &NumberRead<'_>) -> Option<(Kind, usize)> {
    tokens
        .get(read.next)
        .filter(|token| token.joined == Some('-'))?;
    let upper = number::read(tokens, read.next).filter(|upper| upper.suffix.is_empty())?;
    Some((Kind::Range(read.value, upper.value), upper.next))
}

/// "3×", "three times", "2 x 10^-5".
fn starred(tokens: &[Token<'_>], read: &NumberRead<'_>) -> Option<(Kind, usize)> {
    tokens
        .get(read.next)
        .filter(|token| token.is_symbol('×') || matches!(token.norm.as_ref(), "times" | "x"))?;
    let behind = read.next + 1;
    let scale = number::read(tokens, behind)
        .filter(|scale| scale.next > behind + 2 && scale.suffix.is_empty());
    if let Some(scale) = scale
        && let Some(power) = scale.value.power_of_ten()
    {
        return Some((Kind::Number(read.value.shifted(power)), scale.next));
    }
    Some(times(tokens, read.value, behind))
}

/// A factor whose words end at `at`: "4x its present number" and "four times as many" multiply, and "AMF 4x" counts.
fn times(tokens: &[Token<'_>], factor: Decimal, at: usize) -> (Kind, usize) {
    let tenths = factor
        .shifted(1)
        .to_u64()
        .and_then(|tenths| u32::try_from(tenths).ok());
    match tenths.filter(|_| compares(tokens, at)) {
        Some(tenths) => {
            let many = usize::from(word(tokens, at) == "as") * 2;
            (Kind::Term(Term::Multiply(tenths)), at + many)
        }
        None => (Kind::Times(factor), at),
    }
}

/// Whether what is there is compared at `at`: "4x its present number", "four times as many".
fn compares(tokens: &[Token<'_>], at: usize) -> bool {
    let norm = |index: usize| word(tokens, index);
    let now = |index: usize| {
        matches!(
            norm(index),
            "present" | "current" | "existing" | "today" | "actual"
        )
    };
    (norm(at) == "as" && norm(at + 1) == "many")
        || (matches!(norm(at), "its" | "the" | "their" | "our") && now(at + 1))
        || now(at)
}

/// "2 ‰", "2 per mille".
fn per_mille(tokens: &[Token<'_>], read: &NumberRead<'_>) -> Option<(Kind, usize)> {
    let token = tokens.get(read.next).filter(|_| read.suffix.is_empty())?;
    let end = match token.norm.as_ref() {
        "permille" => read.next + 1,
        "per" if word(tokens, read.next + 1) == "mille" => read.next + 2,
        _ if token.is_symbol('‰') => read.next + 1,
        _ => return None,
    };
    Some((Kind::Quantity(read.value.shifted(-1), Unit::Percent), end))
}

/// "DL=10G", "UL: 2G": a rate behind its direction.
fn giga_assigned(tokens: &[Token<'_>], at: usize, read: &NumberRead<'_>) -> Option<(Kind, usize)> {
    let label = at.checked_sub(2)?;
    let sign = &tokens[at - 1];
    let assigned = is_direction(tokens, label) && (sign.is_symbol('=') || sign.is_symbol(':'));
    giga(read).filter(|_| assigned)
}

/// "40G down": what is counted in giga and has a direction is a rate.
fn giga_with_direction(tokens: &[Token<'_>], read: &NumberRead<'_>) -> Option<(Kind, usize)> {
    giga(read).filter(|_| is_direction(tokens, read.next))
}

/// What is counted in giga, as a rate.
fn giga(read: &NumberRead<'_>) -> Option<(Kind, usize)> {
    matches!(read.suffix, "G" | "g").then(|| {
        let rate = Kind::Quantity(read.value.shifted(9), Unit::BitRate(0));
        (rate, read.next)
    })
}

/// Whether a word of a direction stands at `at`.
fn is_direction(tokens: &[Token<'_>], at: usize) -> bool {
    matches!(
        word(tokens, at),
        "down" | "up" | "dl" | "ul" | "downlink" | "uplink" | "downstream" | "upstream"
    )
}

/// "250/25 Mbps": the unit behind the second number is the unit of both.
fn rate_before_slash(tokens: &[Token<'_>], read: &NumberRead<'_>) -> Option<(Kind, usize)> {
    tokens.get(read.next).filter(|token| token.is_symbol('/'))?;
    let second = number::read(tokens, read.next + 1)?;
    match unit::read(tokens, second.suffix, second.next)? {
        (Unit::BitRate(power), end)
            if is_direction(tokens, end)
                || (tokens.get(end)?.is_symbol('(') && is_direction(tokens, end + 1)) =>
        {
            let rate = Kind::Quantity(read.value.shifted(power), Unit::BitRate(0));
            Some((rate, read.next))
        }
        _ => None,
    }
}

/// "v4.2.2", "v3.4.0-rc1", "4.2.2".
fn version(tokens: &[Token<'_>], at: usize) -> Option<String> {
    let norm = &tokens[at].norm;
    let digits = norm.strip_prefix('v').unwrap_or(norm);
    let numeric = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let dotted = digits.matches('.').count();
    // "1.200.000" counts.
    let counts = tokens.get(at + 1).is_none_or(|next| next.joined.is_none())
        && number::is_grouped_by_points(norm, 2);
    if !numeric || counts || !(norm.starts_with('v') || dotted >= 2) {
        return None;
    }
    Some(naming::chunk_text(tokens, at)).filter(|text| text.len() <= 64)
}

/// "5 nines".
fn nines(tokens: &[Token<'_>], read: &NumberRead<'_>) -> Option<(Kind, usize)> {
    let named = matches!(word(tokens, read.next), "nines" | "9s");
    let nines = u8::try_from(read.value.to_u64()?).ok()?;
    (named && (2..=9).contains(&nines)).then(|| (Kind::Term(Term::Nines(nines)), read.next + 1))
}

/// "one in a million", "1 in 10,000".
fn one_in(tokens: &[Token<'_>], read: &NumberRead<'_>) -> Option<(Kind, usize)> {
    let one = read.value == Decimal::new(1, 0) && tokens.get(read.next)?.norm == "in";
    let many = number::read(tokens, read.next + 1).filter(|many| one && many.suffix.is_empty())?;
    let power = (2..=9).find(|power| many.value == Decimal::new(1, *power))?;
    Some((Kind::Number(Decimal::new(1, -power)), many.next))
}

/// "2..6", "2 – 6".
fn dotted_range(tokens: &[Token<'_>], read: &NumberRead<'_>) -> Option<(Kind, usize)> {
    let symbol = |index: usize, wanted: char| {
        tokens
            .get(index)
            .is_some_and(|token| token.is_symbol(wanted))
    };
    let upper = if symbol(read.next, '.') && symbol(read.next + 1, '.') {
        read.next + 2
    } else if symbol(read.next, '…') || symbol(read.next, '–') {
        read.next + 1
    } else {
        return None;
    };
    let upper = number::read(tokens, upper).filter(|upper| upper.suffix.is_empty())?;
    Some((Kind::Range(read.value, upper.value), upper.next))
}
