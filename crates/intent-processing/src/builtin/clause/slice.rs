//! Slices: their kind, SST and SD.

use nephoran_telecom::{SliceDifferentiator, SliceKind, Snssai};

use super::Parser;
use crate::builtin::decimal::Decimal;
use crate::builtin::lexeme::Kind;
use crate::builtin::naming;
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::token::chunk_end;
use crate::builtin::vocabulary::USES;

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if let Some(end) = another(parser, at).or_else(|| only_describes(parser, at)) {
        return Some(end);
    }
    match parser.term(at)? {
        Term::Slice(kind) => {
            let end = slice_kind(parser, at, kind)?;
            // "the eMBB slice 1-00ABCD"
            let value = parser.bridge(end);
            let named = end > at && parser.noun(end - 1) == Some(Noun::Slice)
                || parser.lower(at).ends_with("slice");
            if named && is_identity(parser, value) {
                return snssai(parser, end, value);
            }
            Some(end)
        }
        Term::Noun(Noun::Slice) => {
            one_slice(parser, at);
            parser.take(at..at + 1, "network slice");
            parser.name_slice(at..at + 1);
            let next = parser.bridge(at + 1);
            if is_identity(parser, next) {
                snssai(parser, at, next)
            } else {
                Some(at + 1)
            }
        }
        Term::Noun(Noun::Snssai) => snssai(parser, at, parser.bridge(at + 1)),
        Term::Noun(Noun::Sst) => sst(parser, at),
        Term::Noun(Noun::Sd) => Some(sd(parser, at)),
        _ => None,
    }
}

/// "isolated from the public eMBB slice": one that is there and stays as it is.
fn another(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let is_slice = |index| {
        matches!(
            parser.term(index),
            Some(Term::Slice(_) | Term::Noun(Noun::Slice))
        )
    };
    if !is_slice(at) {
        return None;
    }
    let from = (at.saturating_sub(4)..at)
        .rev()
        .take_while(|index| parser.symbol(*index).is_none())
        .find(|index| parser.link(*index) == Some(Link::From))?;
    let isolated = matches!(
        parser.word(from.checked_sub(1)?),
        "isolated" | "separate" | "separated" | "apart" | "isolation"
    );
    if !isolated {
        return None;
    }
    let end = at + 1 + usize::from(is_slice(at + 1));
    let words = parser.slice(at..end);
    parser.take(at..end, "another slice");
    parser.draft.assume(format!(
        "\"{words}\" is read as another slice, which stays as it is"
    ));
    Some(end)
}

/// "an NWDAF for slice reporting": what is done with slices.
fn only_describes(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let deed = matches!(
        parser.word(at + 1),
        "reporting" | "selection" | "monitoring" | "analytics" | "statistics" | "management"
    );
    let aimed = at
        .checked_sub(1)
        .is_some_and(|before| parser.link(before) == Some(Link::For));
    // "we start selling slices next month"
    let sold = parser.word(at) == "slices"
        && at.checked_sub(1).is_some_and(|before| {
            matches!(
                parser.word(before),
                "selling" | "offering" | "sell" | "offer"
            )
        });
    if parser.noun(at) != Some(Noun::Slice) || !((deed && aimed) || sold) {
        return None;
    }
    let end = at + 1 + usize::from(!sold);
    parser.take(at..end, "purpose");
    Some(end)
}

/// Whether an S-NSSAI with a differentiator stands at `at`.
fn is_identity(parser: &Parser<'_>, at: usize) -> bool {
    parser
        .chunk(at)
        .is_some_and(|(text, _)| text.contains('-') && text.parse::<Snssai>().is_ok())
}

/// Words of every day that name a kind of slice only beside the word itself.
#[rustfmt::skip]
const EVERYDAY: &[&str] = &[
    "iot", "broadband", "mobile broadband", "internet of things", "m2m", "machine to machine", "nb iot", "cellular iot", "vehicular", "vehicular communication", "vehicular communications", "connected car", "connected vehicle", "automotive", "massive sensor", "vehicle to vehicle", "vehicle to infrastructure", "vehicle to network",
];

/// Whether a name of a kind of slice is a word of every day.
pub(super) fn is_everyday(words: &str) -> bool {
    let plain = words.replace('-', " ");
    EVERYDAY.contains(&plain.as_str())
}

fn slice_kind(parser: &mut Parser<'_>, at: usize, kind: SliceKind) -> Option<usize> {
    let next = parser.skip_stops(at + 1);
    let with_noun = parser.noun(next) == Some(Noun::Slice);
    let end = if with_noun { next + 1 } else { at + 1 };
    let everyday = is_everyday(parser.lower(at));
    if everyday
        && !with_noun
        && parser
            .before(at)
            .is_none_or(|before| parser.noun(before) != Some(Noun::Slice))
    {
        parser.lexemes[at].kind = Kind::Unknown;
        return None;
    }
    // "reduce the O-CU-UP instances for the V2X test track"
    let whom = at
        .checked_sub(1)
        .is_some_and(|before| parser.link(parser.before(at).unwrap_or(before)) == Some(Link::For));
    let changes = parser.verb().is_some_and(|verb| {
        matches!(
            verb,
            Verb::Scale | Verb::Shrink | Verb::Grow | Verb::Maintain | Verb::Remove
        )
    });
    if !with_noun && whom && changes && !parser.draft.functions.is_empty() {
        let words = parser.slice(at..end);
        parser.take(at..end, "purpose");
        parser
            .draft
            .assume(format!("\"{words}\" says for whom and changes nothing"));
        return Some(end);
    }
    let words = parser.slice(at..end);
    one_slice(parser, at);
    parser.take(at..end, format!("slice {kind}"));
    parser
        .draft
        .set(|draft| &mut draft.slice_kind, kind, "slice kind", words);
    parser.name_slice(at..end);
    Some(end)
}

/// Notes the kind of slice that the words of the text are about, when they are about one kind only.
pub(super) fn infer_from_use(parser: &mut Parser<'_>) {
    if parser.draft.slice_words.is_none() || parser.draft.slice_kind.is_some() {
        return;
    }
    let words: Vec<&str> = parser
        .tokens
        .iter()
        .map(|token| token.norm.as_ref())
        .collect();
    let mut found: Option<(SliceKind, String)> = None;
    for (kind, phrases) in USES {
        let used = phrases.iter().find(|phrase| {
            let length = phrase.split(' ').count();
            words
                .windows(length)
                .any(|window| window.iter().copied().eq(phrase.split(' ')))
        });
        if let Some(used) = used {
            if found.is_some() {
                return;
            }
            found = Some((*kind, (*used).to_owned()));
        }
    }
    parser.draft.slice_use = found;
}

/// "one URLLC slice": as many as an intent asks for anyway.
fn one_slice(parser: &mut Parser<'_>, at: usize) {
    let one = Kind::Number(Decimal::new(1, 0));
    if let Some(before) = parser
        .before(at)
        .filter(|before| parser.kind(*before) == Some(&one) && !parser.taken[*before])
    {
        parser.take(before..before + 1, "one slice");
    }
}

/// "the grid control slice", "slice logistics-gold": whether the slice at `at` is one that is there, and no proper name in the
/// text says where.
fn is_known(parser: &Parser<'_>, at: usize) -> bool {
    let article = (at.saturating_sub(5)..at).rev().find(|index| {
        matches!(
            parser.word(*index),
            "a" | "an"
                | "new"
                | "another"
                | "one"
                | "the"
                | "our"
                | "their"
                | "its"
                | "this"
                | "existing"
        )
    });
    let definite = article.is_some_and(|article| {
        !matches!(parser.word(article), "a" | "an" | "new" | "another" | "one")
    });
    let labelled = parser.is_unknown(at + 1) && parser.slice(at + 1..at + 2).contains('-');
    let proper = |index: usize| {
        parser.is_unknown(index)
            && index > 0
            && super::placement::is_capitalised(parser.slice(index..index + 1))
    };
    (definite || labelled) && !(0..parser.lexemes.len()).any(proper)
}

/// "S-NSSAI 1-010203", "slice 1-010203".
fn snssai(parser: &mut Parser<'_>, at: usize, value: usize) -> Option<usize> {
    let (text, end) = parser.chunk(value)?;
    let words = parser.slice(at..end);
    if matches!(parser.noun(value), Some(Noun::Sst | Noun::Sd)) {
        parser.take(at..at + 1, "slice identity");
        return Some(at + 1);
    }
    match text.parse::<Snssai>() {
        Ok(identity) => {
            parser.take(at..end, format!("slice {identity}"));
            parser
                .draft
                .set(|draft| &mut draft.sst, identity.sst, "SST", words);
            if let Some(sd) = identity.sd {
                parser
                    .draft
                    .set(|draft| &mut draft.sd, sd.to_string(), "SD", words);
            }
        }
        Err(error) => {
            parser.take(at..end, "slice identity");
            parser
                .draft
                .ask(words, format!("{error}: which slice is meant?"));
        }
    }
    parser.name_slice(at..end);
    Some(end)
}

fn sst(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let value = parser.bridge(at + 1);
    if matches!(parser.kind(value), Some(Kind::Range(..))) {
        return snssai(parser, at, value);
    }
    if let Some(Term::Slice(_)) = parser.term(value) {
        parser.take(at..at + 1, "slice/service type");
        return Some(at + 1);
    }
    let words = parser.slice(at..(value + 1).min(parser.lexemes.len()));
    let number = match parser.kind(value) {
        Some(Kind::Number(number)) => number.to_u64().and_then(|number| u8::try_from(number).ok()),
        _ => None,
    };
    let end = (value + 1).min(parser.lexemes.len());
    if let Some(sst) = number {
        parser.take(at..end, format!("SST {sst}"));
        parser.draft.set(|draft| &mut draft.sst, sst, "SST", words);
    } else {
        parser.take(at..end, "SST");
        let question = "is not an SST from 0 to 255: which slice/service type is meant?";
        parser.draft.ask(words, format!("\"{words}\" {question}"));
    }
    parser.name_slice(at..end);
    Some(end)
}

fn sd(parser: &mut Parser<'_>, at: usize) -> usize {
    // "0x00BEEF as its SD"
    let before = at
        .checked_sub(3)
        .filter(|before| parser.word(before + 1) == "as" && parser.is_stop(before + 2));
    if let Some(before) = before {
        let digits = parser.slice(before..before + 1).to_lowercase();
        if let Ok(sd) = digits
            .trim_start_matches("0x")
            .parse::<SliceDifferentiator>()
        {
            let words = parser.slice(before..at + 1);
            parser.take(before..at + 1, format!("SD {sd}"));
            parser
                .draft
                .set(|draft| &mut draft.sd, sd.to_string(), "SD", words);
            parser.name_slice(before..at + 1);
            return at + 1;
        }
    }
    let value = parser.bridge(at + 1);
    let end = (value + 1).min(parser.lexemes.len());
    let words = parser.slice(at..end);
    let digits = parser.slice(value..value + 1).to_lowercase();
    match digits
        .trim_start_matches("0x")
        .parse::<SliceDifferentiator>()
    {
        Ok(sd) => {
            parser.take(at..end, format!("SD {sd}"));
            parser
                .draft
                .set(|draft| &mut draft.sd, sd.to_string(), "SD", words);
        }
        Err(error) => {
            parser.take(at..end, "SD");
            parser.draft.ask(
                words,
                format!("{error}: which slice differentiator is meant?"),
            );
        }
    }
    parser.name_slice(at..end);
    end
}

impl Parser<'_> {
    /// The text without white space that begins with the lexeme at `at`, and the lexeme after it.
    fn chunk(&self, at: usize) -> Option<(String, usize)> {
        let first = self.lexemes.get(at)?.first;
        let end = chunk_end(self.tokens, first);
        let next = at
            + self.lexemes[at..]
                .iter()
                .take_while(|lexeme| lexeme.first < end)
                .count();
        Some((naming::chunk_text(self.tokens, first), next))
    }

    /// Notes that a slice is named, and whether that came before any function.
    fn name_slice(&mut self, range: std::ops::Range<usize>) {
        if self.draft.slice_words.is_none() {
            let words = self.words(range.clone());
            self.draft.known_slice = is_known(self, range.start).then(|| words.clone());
            self.draft.slice_words = Some(words);
            self.draft.slice_leads = self.draft.functions.is_empty();
            self.draft.slice_first = self.draft.verbs.is_empty();
        }
        if let Some(used) = self.draft.verbs.last_mut() {
            used.named_first |= !used.other_object;
        }
        self.group_open = false;
    }
}
