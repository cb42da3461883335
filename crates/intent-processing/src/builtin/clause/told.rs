//! Clauses that tell what happened, what somebody's functions do today and which version is there, beside an order.

use std::ops::Range;

use super::Parser;
use super::cues::{HAPPENED, HAPPENS};
use super::phrase::{Cues, among, cues, says};
use super::statement::{has_value, wishes_beyond};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};

/// "one failed server took three of our UDM pods with it": a clause with a value that tells what happened, and no order.
pub(super) fn happened(parser: &Parser<'_>, segment: &Range<usize>, words: &[&str]) -> bool {
    let served = segment.clone().skip(1).any(|at| {
        matches!(parser.kind(at - 1), Some(Kind::Number(_)))
            && matches!(
                parser.noun(at),
                Some(Noun::Subscribers | Noun::Sessions | Noun::Devices | Noun::Cells)
            )
    });
    // "a complaint (no. 998) showed 40 ms": the subject stands in front of the brackets.
    let bracketed = segment.start > 0 && parser.symbol(segment.start - 1) == Some(')');
    let told = segment.clone().skip(usize::from(!bracketed)).any(|at| {
        (among(parser.word(at), HAPPENED) || (!served && among(parser.word(at), HAPPENS)))
            && !matches!(
                parser.word(at.saturating_sub(1)),
                "be" | "to" | "please" | "and"
            )
            && !matches!(parser.term(at), Some(Term::Verb(_)))
    });
    let orders = segment
        .clone()
        .any(|at| matches!(parser.term(at), Some(Term::Verb(_) | Term::Multiply(_))));
    told && !orders && !wishes_beyond(words) && has_value(parser, segment)
}

/// ", today with three instances,": what there is now, between commas and without a verb.
pub(super) fn is_apposition(parser: &Parser<'_>, segment: &Range<usize>, words: &[&str]) -> bool {
    let opened = segment.start > 0 && matches!(parser.symbol(segment.start - 1), Some(',' | '('));
    let closed = matches!(parser.symbol(segment.end), Some(',' | ')'));
    let now = matches!(
        words,
        [
            "today" | "now" | "currently" | "presently",
            "with" | "at" | "on" | "running",
            ..
        ]
    );
    opened && closed && now && has_value(parser, segment)
}

/// "v1.12.2 is vulnerable": a version as the subject of what is said of it.
pub(super) fn is_version_there(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    let version = parser.skip_stops(segment.start);
    let said = matches!(
        parser.word(version + 1),
        "is" | "has" | "was" | "had" | "leaks" | "crashes" | "contains" | "fails" | "hangs"
    );
    let said = said
        // "5.1.3 is out, bump the AMF to it"
        && !matches!(
            parser.lower(version + 2),
            "out" | "available" | "released" | "ready" | "here" | "approved"
        )
        && !goes_to_it(parser, segment.end);
    let first =
        segment.contains(&version) && matches!(parser.kind(version), Some(Kind::Version(_)));
    first && said && !segment.clone().any(|at| parser.named(at).is_some())
}

/// Whether something behind `at` goes "to it": to the version that was named before.
pub(super) fn goes_to_it(parser: &Parser<'_>, at: usize) -> bool {
    (at..parser.lexemes.len()).any(|index| {
        parser.link(index) == Some(Link::To)
            && matches!(parser.word(index + 1), "it" | "this" | "that")
    })
}

pub(super) fn names_environment(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    segment
        .clone()
        .any(|at| matches!(parser.term(at), Some(Term::Environment(_))))
}

/// "our old core carries 600,000 subscribers": what somebody's functions do today, beside an order.
pub(super) fn is_ours(parser: &Parser<'_>, segment: &Range<usize>, words: &[&str]) -> bool {
    const OURS: &[&str] = &[
        "our", "my", "old", "existing", "current", "present", "today",
    ];
    const DOES: &[&str] = &[
        "carries", "serves", "handles", "supports", "hosts", "has", "delivers", "provides", "runs",
    ];
    const WISHES: &[&str] = &[
        "please", "should", "shall", "must", "to", "need", "needs", "want", "which", "that", "can",
        "could", "would", "will", "new",
    ];
    // "the old one did 8 Gbps"
    let other = matches!(
        words,
        [
            "the",
            "old" | "present" | "existing" | "current" | "previous" | "former",
            "one" | "ones" | "site",
            ..
        ]
    );
    let ours = words.iter().take(4).any(|word| OURS.contains(word))
        && (other || words.iter().any(|word| DOES.contains(word)))
        && !words.iter().any(|word| WISHES.contains(word));
    if !ours {
        return false;
    }
    let functions = other || segment.clone().any(|at| parser.named(at).is_some());
    let within = segment
        .clone()
        .any(|at| matches!(parser.term(at), Some(Term::Verb(_) | Term::Multiply(_))));
    let ordered = (0..parser.lexemes.len()).any(|at| {
        !segment.contains(&at)
            && matches!(parser.term(at), Some(Term::Verb(verb)) if verb != Verb::Need)
    });
    functions && !within && ordered
}

/// Whether a finite clause is dated to the past: "the SMO upgrade of last week has broken our rules".
pub(super) fn is_of_the_past(parser: &Parser<'_>, segment: &Range<usize>, words: &[&str]) -> bool {
    const FINITE: &[&str] = &["has", "have", "had", "was", "were"];
    const WISHES: &[&str] = &[
        "please", "should", "shall", "must", "to", "need", "needs", "want", "which", "that", "can",
        "could", "would",
    ];
    const AGO: Cues = cues![
        "last week",
        "last night",
        "last month",
        "last year",
        "last friday",
        "last monday",
        "yesterday",
        "this morning",
        "days ago",
        "weeks ago",
    ];
    let orders = matches!(
        parser.term(parser.skip_stops(segment.start)),
        Some(Term::Verb(_) | Term::Multiply(_))
    );
    says(words, AGO)
        && !orders
        && words.iter().any(|word| FINITE.contains(word))
        && !words.iter().any(|word| WISHES.contains(word))
        && !segment
            .clone()
            .any(|at| matches!(parser.term(at), Some(Term::Slice(_))))
}
