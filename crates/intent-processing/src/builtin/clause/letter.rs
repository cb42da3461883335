//! The letter around an intent: whom it is addressed to, its subject, who asked for it, how to answer its writer, and the
//! signature.
//!
//! Told by where it stands and by set phrases; what names a function, a value or an order is never taken for it.

use std::ops::Range;

use super::Parser;
use super::phrase::{Cues, among, cues, says};
use super::segment::{is_request, sentences};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::Term;

/// Labels of the first line of a mail.
const SUBJECT: Cues = cues!["subject", "re", "fw", "fwd", "betreff"];

/// Lines behind which a writer signs.
#[rustfmt::skip]
const CLOSINGS: &[&str] = &[
    "kind regards", "best regards", "warm regards", "with kind regards", "with best regards", "regards", "best wishes", "best", "sincerely", "yours sincerely", "yours", "cheers", "thanks", "thank you", "many thanks", "thanks in advance", "thank you in advance", "thanks and regards", "thanks & regards", "br", "rgds", "thx", "tks", "ta", "mfg", "--",
];

/// How somebody says what has to be heard or asked of him afterwards.
const ANSWERS: Cues = cues![
    "call me",
    "call us",
    "ring me",
    "phone me",
    "ping me",
    "ping us",
    "contact me",
    "contact us",
    "reach me",
    "reach us",
    "get in touch",
    "let me know when",
    "let me know once",
    "let me know as soon",
    "let us know when",
    "let us know once",
    "let us know as soon",
    "tell me when",
    "tell us when",
    "tell me once",
    "tell us once",
    "keep me posted",
    "keep us posted",
    "keep me updated",
    "keep us updated",
    "keep me informed",
    "keep us informed",
    "come back to me",
    "come back to us",
    "get back to me",
    "get back to us",
    "report back",
    "drop me a line",
    "drop us a line",
    "send me a note",
    "send us a note",
    "any questions",
    "anything is unclear",
    "something is unclear",
];

/// What somebody did before the intent was written.
const DEEDS: Cues = cues![
    "requested",
    "approved",
    "reported",
    "ordered",
    "raised",
    "submitted",
    "signed",
];

/// Most lexemes in a tag.
const LONGEST_TAG: usize = 4;

/// Most lexemes in front of the colon of "requested by …:".
const LONGEST_HEADING: usize = 14;

/// The stretches of a text that belong to its letter.
pub(super) fn stretches(parser: &Parser<'_>) -> Vec<Range<usize>> {
    let mut found: Vec<_> = addressed(parser).into_iter().collect();
    found.extend(subject(parser));
    let signature = signature(parser);
    let signed = signature
        .as_ref()
        .map_or(parser.lexemes.len(), |it| it.start);
    for sentence in sentences(parser) {
        if sentence.start >= signed {
            break;
        }
        let colon = sentence.clone().find(|at| parser.symbol(*at) == Some(':'));
        found.extend(
            colon
                .map(|colon| sentence.start..colon)
                .filter(|heading| is_requested(parser, heading)),
        );
        if answers(parser, &sentence) {
            found.push(sentence);
        }
    }
    found.extend(signature);
    found
}

/// "@nephoran, scale …", "[P2] scale …": a handle, or a tag in front of the text.
fn addressed(parser: &Parser<'_>) -> Option<Range<usize>> {
    if parser.symbol(0) == Some('[') {
        let end = (1..=LONGEST_TAG).find(|at| parser.symbol(*at) == Some(']'))?;
        let tag = 0..end + 1;
        let asks = parser.has_term(&tag, is_request);
        return (!asks && says_nothing(parser, tag.clone())).then_some(tag);
    }
    let handle = (0..parser.lexemes.len().min(3)).find(|at| parser.symbol(*at) == Some('@'))?;
    let joined =
        parser.slice(handle..handle + 2).len() == 1 + parser.slice(handle + 1..handle + 2).len();
    (joined && parser.is_unknown(handle + 1)).then_some(handle..handle + 2)
}

/// "Subject: core change of tonight" in front of a text that says which.
fn subject(parser: &Parser<'_>) -> Option<Range<usize>> {
    if parser.symbol(1) != Some(':') || !among(parser.word(0), SUBJECT) {
        return None;
    }
    let end = (2..parser.lexemes.len()).find(|at| parser.begins_line(*at))?;
    let subject = 0..end;
    let text = end..parser.lexemes.len();
    let named = parser.names_function(&text)
        || parser.has_term(&text, |term| matches!(term, Term::Slice(_)));
    let asks = parser.has_term(&text, is_request);
    (named && asks && says_nothing(parser, subject.clone())).then_some(subject)
}

/// "Kind regards," on a line of its own, and everything behind it.
fn signature(parser: &Parser<'_>) -> Option<Range<usize>> {
    let count = parser.lexemes.len();
    let mut lines = (1..count).filter(|at| parser.begins_line(*at));
    lines.find_map(|start| {
        let behind = (start + 1..count).find(|at| parser.begins_line(*at))?;
        let line = parser
            .slice(start..behind)
            .trim_end_matches([',', '.', '!']);
        let closing = CLOSINGS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(line));
        (closing && !parser.has_term(&(behind..count), is_request)).then_some(start..count)
    })
}

/// "Requested by Priya, approved by the change board" in front of a colon.
fn is_requested(parser: &Parser<'_>, heading: &Range<usize>) -> bool {
    heading.len() <= LONGEST_HEADING
        && matches!(parser.norms(heading.clone())[..], [deed, "by", ..] if among(deed, DEEDS))
        && says_nothing(parser, heading.clone())
}

/// "If anything is unclear, call me on extension 4471": whether a sentence asks for an answer and for nothing else.
fn answers(parser: &Parser<'_>, sentence: &Range<usize>) -> bool {
    says(&parser.norms(sentence.clone()), ANSWERS)
        && !parser.names_function(sentence)
        && !sentence
            .clone()
            .any(|at| parser.term(at).is_some_and(is_request) && !is_noun(parser, at))
}

/// "on extension 4471", "when the upgrade is through": whether what is a verb elsewhere is a noun at `at`.
fn is_noun(parser: &Parser<'_>, at: usize) -> bool {
    let article = at
        .checked_sub(1)
        .is_some_and(|before| matches!(parser.word(before), "the" | "this" | "that"));
    article || parser.word(at) == "extension"
}

/// Whether a stretch names no function and has no value.
fn says_nothing(parser: &Parser<'_>, range: Range<usize>) -> bool {
    range
        .filter_map(|at| parser.kind(at))
        .all(|kind| match kind {
            Kind::Term(term) => !matches!(
                term,
                Term::Function(_) | Term::Set(_) | Term::Slice(_) | Term::Environment(_)
            ),
            kind => matches!(kind, Kind::Unknown | Kind::Symbol(_)),
        })
}
