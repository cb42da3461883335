//! Software versions: "to v4.2.2", "version 2.7", "from v1.0.0 to v1.1.0".

use super::Parser;
use crate::builtin::action::has_version;
use crate::builtin::draft::Scaled;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    match parser.kind(at)? {
        Kind::Version(_) if is_replaced(parser, at) || is_there(parser, at) => {
            Some(present_version(parser, at, at))
        }
        Kind::Version(version) => {
            let version = version.clone();
            begin_anew(parser, at);
            moves_on(parser, at);
            Some(parser.take_version(at..at + 1, version))
        }
        Kind::Term(Term::Noun(Noun::Version)) => noun_first(parser, at),
        Kind::Term(Term::Link(Link::From)) => {
            let value = parser.skip_stops(at + 1);
            is_version(parser, value).then(|| present_version(parser, at, value))
        }
        Kind::Term(Term::Link(Link::To)) if parser.verb() == Some(Verb::Maintain) => {
            goes_to(parser, at)
        }
        _ => None,
    }
}

fn is_version(parser: &Parser<'_>, at: usize) -> bool {
    matches!(parser.kind(at), Some(Kind::Version(_)))
}

/// The version at `at`, which may be a number where one is expected.
fn version_at(parser: &Parser<'_>, at: usize) -> Option<String> {
    match parser.kind(at)? {
        Kind::Version(version) => Some(version.clone()),
        Kind::Number(_) => Some(parser.words(at..at + 1)),
        _ => None,
    }
}

/// "replace v1.2.0 with v1.3.0".
fn is_replaced(parser: &Parser<'_>, at: usize) -> bool {
    let with = parser.skip_stops(at + 1);
    matches!(parser.link(with), Some(Link::With | Link::By | Link::To))
        && is_version(parser, with + 1)
}

/// "version 2.7", "current version v2.9.7".
fn noun_first(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let value = parser.bridge(at + 1);
    let version = version_at(parser, value)?;
    if is_version(parser, value) && (is_there(parser, at) || is_there(parser, value)) {
        return Some(present_version(parser, at, value));
    }
    moves_on(parser, at);
    Some(parser.take_version(at..value + 1, version))
}

/// "upgrade the AMF to 4.2", behind a verb that installs software.
fn goes_to(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let value = parser.skip_stops(at + 1);
    if let Some(end) = in_turn(parser, value) {
        return Some(end);
    }
    let Some(Kind::Number(_)) = parser.kind(value) else {
        return None;
    };
    let version = parser.slice(value..value + 1);
    // "bump the AMF to 4" is about replicas: a version is named or has a point.
    if let Some(used) = parser.draft.verbs.last_mut()
        && used.is_any(&["bump"])
        && !version.contains('.')
    {
        used.verb = Verb::Set;
        return None;
    }
    let counts = parser.noun(value + 1).is_some() || parser.named(value + 1).is_some();
    // "to the newest one"
    let written = version.starts_with(|first: char| first.is_ascii_digit());
    (written && !counts).then(|| parser.take_version(at..value + 1, version.to_owned()))
}

/// "still on v2023.12", "current version v2.9.7", "v5.9.4 shall give way to v6.0.0": whether the version at `at` is the one
/// there is. Nothing else may be meant by the only version of a text.
fn is_there(parser: &Parser<'_>, at: usize) -> bool {
    const THERE: &[&str] = &[
        "current",
        "currently",
        "present",
        "presently",
        "old",
        "existing",
        "still",
        "previous",
        "installed",
        "outdated",
        "now",
        "today",
        "before",
        "running",
    ];
    let others = (0..parser.lexemes.len())
        .filter(|index| is_version(parser, *index))
        .count();
    let cued = (at.saturating_sub(3)..at)
        .rev()
        .take_while(|index| {
            parser.is_stop(*index)
                || parser.noun(*index) == Some(Noun::Version)
                || matches!(parser.link(*index), Some(Link::In | Link::For))
                || parser.term(*index) == Some(Term::Verb(Verb::Maintain))
        })
        .any(|index| THERE.contains(&parser.word(index)));
    // "shall give way to v6.0.0"
    let gives_way = (at + 1..at + 4).any(|index| {
        parser.word(index) == "give" && parser.word(index + 1) == "way"
            || matches!(parser.lower(index), "give way" | "gives way")
    });
    // "v3.0.1 instead of v3.3.1. Upgrade it to v3.3.1"
    let missed = parser.link(at + 1) == Some(Link::InsteadOf)
        && is_version(parser, at + 2)
        && (at + 3..parser.lexemes.len()).any(|index| parser.kind(index) == parser.kind(at + 2));
    others > 1 && (cued || gives_way || missed)
}

/// "4.0.2 for the UDM, 4.0.5 for the UDR": a version in front of its functions, behind functions that have theirs.
fn begin_anew(parser: &mut Parser<'_>, at: usize) {
    let leads = matches!(parser.link(at + 1), Some(Link::For | Link::In))
        && parser.named(parser.skip_stops(at + 2)).is_some();
    let served = parser
        .group
        .iter()
        .all(|index| parser.draft.functions[*index].request.version.is_some());
    if leads && served {
        parser.group.clear();
        parser.group_open = false;
    }
}

/// "take the AMF to version 2.5", "get the SMF onto v4": behind a word for a way a version replaces the one there is.
fn moves_on(parser: &mut Parser<'_>, at: usize) {
    let way = parser.before(at).is_some_and(|before| {
        matches!(
            parser.link(before),
            Some(Link::To | Link::UpTo | Link::DownTo)
        ) || matches!(
            parser.lower(before),
            "onto" | "on" | "to date with" | "back to"
        )
    });
    // "the SEPP is to receive patch release v1.12.3": who is named before what he needs is there.
    let there = !parser.group.is_empty();
    if let Some(used) = parser.draft.verbs.last_mut().filter(|used| {
        used.verb == Verb::Need
            && used.scaled == Scaled::No
            && ((there && !used.named_first) || used.words.to_lowercase().ends_with("receive"))
    }) {
        used.verb = Verb::Maintain;
    }
    if !way {
        return;
    }
    match parser.draft.verbs.last_mut() {
        None => {
            let words = parser.slice(at..at + 1);
            parser.imply_verb(Verb::Maintain, words);
        }
        Some(used)
            if used.scaled == Scaled::No
                && (matches!(used.verb, Verb::Need | Verb::Scale | Verb::Set | Verb::Grow)
                    || used.is_any(&[
                        "move", "moved", "be moved", "shift", "migrate", "put", "place",
                    ])) =>
        {
            used.verb = Verb::Maintain;
        }
        Some(_) => {}
    }
}

/// "upgrade AMF and SMF to 2.0 and 2.1 respectively": as many versions as functions.
fn in_turn(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let mut versions = Vec::new();
    let mut next = at;
    while let Some(version) = version_at(parser, next) {
        versions.push(version);
        next += 1;
        if !(parser.symbol(next) == Some(',') || parser.link(next).is_some_and(Link::joins)) {
            break;
        }
        next += 1;
    }
    if versions.len() < 2 || versions.len() != parser.group.len() {
        return None;
    }
    for (index, version) in parser.group.clone().into_iter().zip(versions) {
        parser.set_version(&[index], &version);
    }
    parser.take(at..next, "versions in turn");
    parser.verb_has_other_object();
    parser.group_open = false;
    Some(next)
}

fn present_version(parser: &mut Parser<'_>, at: usize, value: usize) -> usize {
    parser.take(at..value + 1, "present version");
    let words = parser.slice(at..value + 1);
    parser.draft.assume(format!(
        "\"{words}\" is read as what is running now and is not checked"
    ));
    value + 1
}

/// "v5.1.3 is out, bump the AMF to it": the version that was announced before the order, where the order has none.
pub(super) fn take_announced(parser: &mut Parser<'_>) {
    forget_announced(parser);
    if has_version(&parser.draft)
        || parser.pending_version.is_some()
        || !parser.verb_used(Verb::Maintain)
    {
        return;
    }
    let mut versions = (0..parser.lexemes.len()).filter(|at| is_version(parser, *at));
    let (Some(at), None) = (versions.next(), versions.next()) else {
        return;
    };
    let Some(Kind::Version(version)) = parser.kind(at).cloned() else {
        return;
    };
    let meant = (at + 1..parser.lexemes.len()).any(|index| {
        parser.link(index) == Some(Link::To)
            && matches!(parser.word(index + 1), "it" | "that" | "this")
            && (super::count::closes(parser, index + 2)
                || parser.noun(index + 2) == Some(Noun::Version))
            && !parser.background[index]
    });
    let upgrades = parser.draft.verbs.iter().any(|used| {
        used.begins_with(&[
            "upgrad",
            "updat",
            "patch",
            "bump",
            "be upgrad",
            "be updat",
            "be patch",
        ])
    });
    if parser.background[at] && upgrades && (meant || is_announced(parser, at)) {
        let every: Vec<usize> = (0..parser.draft.functions.len()).collect();
        parser.set_version(&every, &version);
        parser
            .draft
            .assume(format!("{version} is read as the version to go to"));
    }
}

/// "v5.1.3 is out. Restart the AMF.": a restart installs nothing.
fn forget_announced(parser: &mut Parser<'_>) {
    let restarts = !parser.draft.verbs.is_empty()
        && parser.draft.verbs.iter().all(|used| {
            used.begins_with(&[
                "restart",
                "reboot",
                "recycle",
                "bounce",
                "reload",
                "drain",
                "be restart",
            ])
        });
    let announced = restarts
        && (0..parser.lexemes.len()).any(|at| is_version(parser, at) && is_announced(parser, at));
    for mention in parser.draft.functions.iter_mut().filter(|_| announced) {
        mention.request.version = None;
    }
}

/// "v5.1.3 is out", "v2.0.1 has been released".
fn is_announced(parser: &Parser<'_>, at: usize) -> bool {
    const OUT: &[&str] = &[
        "out",
        "available",
        "released",
        "ready",
        "there",
        "landed",
        "certified",
        "approved",
    ];
    let end = parser.skip_stops(at + 1);
    let copula = |index: usize| matches!(parser.word(index), "is" | "has" | "was");
    (at + 1..=end).any(|index| OUT.contains(&parser.word(index)) && (at + 1..index).any(copula))
}

impl Parser<'_> {
    /// Gives a version to the functions named last, or keeps it for the next ones.
    fn take_version(&mut self, range: std::ops::Range<usize>, version: String) -> usize {
        let end = range.end;
        self.take(range, format!("version {version}"));
        self.verb_has_other_object();
        if self.group.is_empty() {
            self.pending_version = Some(version);
            self.version_claimed = false;
        } else {
            let group = self.group.clone();
            self.set_version(&group, &version);
            self.group_open = false;
        }
        end
    }
}
