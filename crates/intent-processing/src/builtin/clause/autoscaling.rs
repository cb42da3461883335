//! Autoscaling: bounds on replicas and the utilisation to hold.

use std::ops::Range;

use super::Parser;
use crate::builtin::decimal::Decimal;
use crate::builtin::draft::{Draft, Scaled};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::unit::Unit;

/// "at 70% CPU", "CPU utilisation of 70 percent", "when memory exceeds 80%".
pub(super) fn utilisation(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let (percent, noun, end) = match parser.kind(at)? {
        Kind::Quantity(percent, Unit::Percent) => share_first(parser, at, *percent)?,
        Kind::Term(Term::Noun(Noun::Cpu | Noun::Memory)) => share_behind(parser, at)?,
        _ => return None,
    };
    let end = skip_utilisation(parser, end);
    if tells_why(parser, at) {
        let why = "is read as the utilisation there is now and changes nothing";
        return Some(parser.set_beside(at..end, "present utilisation", why));
    }
    let words = parser.slice(at..end);
    parser.taken[noun] = true;
    let share = percent
        .to_u64()
        .filter(|share| (1..=100).contains(share))
        .and_then(|share| u32::try_from(share).ok());
    let Some(share) = share else {
        parser.take(at..end, "utilisation");
        parser.draft.ask(words, format!("\"{words}\" is not a whole share from 1 to 100 percent: which utilisation should autoscaling hold?"));
        return Some(end);
    };
    let (field, name): (fn(&mut Draft) -> &mut Option<u32>, _) = match parser.noun(noun)? {
        Noun::Cpu => (
            |draft| &mut draft.scaling.target_cpu_percent,
            "CPU utilisation",
        ),
        _ => (
            |draft| &mut draft.scaling.target_memory_percent,
            "memory utilisation",
        ),
    };
    parser.take(at..end, format!("target {name} {share} %"));
    parser.draft.set(field, share, name, words);
    parser.verb_has_other_object();
    Some(end)
}

/// "at 70% CPU", "set the CPU utilisation of the AMF to 60%": the share, its noun behind it or apart from it, and the lexeme
/// after them.
fn share_first(
    parser: &Parser<'_>,
    at: usize,
    percent: Decimal,
) -> Option<(Decimal, usize, usize)> {
    let resource = |term| matches!(term, Term::Noun(Noun::Cpu | Noun::Memory));
    let behind = parser.skip_stops(at + 1);
    if parser.term(behind).is_some_and(resource) {
        return Some((percent, behind, behind + 1));
    }
    Some((percent, parser.open_before(at, resource)?, at + 1))
}

/// "CPU utilisation of 70 percent", "target CPU 70": the share, its noun at `at`, and the lexeme after them.
fn share_behind(parser: &Parser<'_>, at: usize) -> Option<(Decimal, usize, usize)> {
    let number = parser.bridge(skip_utilisation(parser, at + 1));
    let aims = || {
        let noun = parser.lower(at);
        ["target", "threshold", "percent"]
            .iter()
            .any(|word| noun.contains(word))
            || parser.word(at.saturating_sub(1)) == "target"
    };
    match parser.kind(number)? {
        Kind::Quantity(percent, Unit::Percent) => Some((*percent, at, number + 1)),
        Kind::Number(percent) if is_share(*percent) && aims() => Some((*percent, at, number + 1)),
        _ => None,
    }
}

/// Whether a number without a unit can be a utilisation in percent.
pub(super) fn is_share(value: Decimal) -> bool {
    value
        .to_u64()
        .is_some_and(|share| (10..=100).contains(&share))
}

/// "scale the SMF to 9 (CPU 84 %)": a utilisation in brackets behind a number of replicas is why, unless the text speaks of
/// autoscaling or of what is to be held.
fn tells_why(parser: &Parser<'_>, at: usize) -> bool {
    let enclosed = (at.saturating_sub(super::REACH)..at)
        .rev()
        .take_while(|index| !matches!(parser.symbol(*index), Some(')' | '.' | ';')))
        .any(|index| parser.symbol(index) == Some('('));
    let scaled = parser.draft.verbs.last().is_some_and(|used| {
        matches!(
            used.verb,
            Verb::Scale | Verb::Grow | Verb::Shrink | Verb::Add | Verb::Set
        ) && used.scaled != Scaled::No
    });
    let held = parser.tokens.iter().any(|token| {
        matches!(
            token.norm.as_ref(),
            "target" | "hold" | "keep" | "threshold" | "at"
        )
    });
    enclosed && scaled && !held && !parser.speaks_of_autoscaling()
}

fn skip_utilisation(parser: &Parser<'_>, at: usize) -> usize {
    at + (at..parser.lexemes.len())
        .take_while(|index| parser.noun(*index) == Some(Noun::Utilisation))
        .count()
}

/// "between 2 and 10 replicas", "2-10 replicas", "from 2 to 10" after "autoscale", "min 2 max 10", "at least 2 replicas".
pub(super) fn bounds(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if let Some((lower, upper, next)) = two_bounds(parser, at) {
        return both_bounds(parser, at..next, lower, upper);
    }
    match *parser.kind(at)? {
        Kind::Term(Term::Link(Link::DownTo)) => lowest_behind(parser, at),
        Kind::Term(Term::Link(Link::To)) => bound_apart(parser, at),
        Kind::Term(Term::Link(
            link @ (Link::AtLeast | Link::Minimum | Link::AtMost | Link::Maximum | Link::UpTo),
        )) => bound_first(parser, at, link),
        Kind::Number(number) => or_more(parser, at, number)
            .or_else(|| lowest_before(parser, at, number))
            .or_else(|| labelled_bound(parser, at, number))
            .or_else(|| bound_behind(parser, at, number)),
        _ => None,
    }
}

/// "between 2 and 10 replicas", "between 3 and 8 UPF instances", "autoscale the AMF from 2 to 10".
fn both_bounds(
    parser: &mut Parser<'_>,
    range: Range<usize>,
    lower: Decimal,
    upper: Decimal,
) -> Option<usize> {
    let at = range.start;
    let (end, about_replicas) = end_at_replicas(parser, range.end);
    let autoscales = parser.verb() == Some(Verb::Autoscale);
    if !(about_replicas
        || autoscales
        || moves_replicas(parser, at)
        || counts_functions(parser, range.end))
    {
        return None;
    }
    set(parser, at..end, Some(lower), Some(upper));
    if !autoscales && by_itself(parser, at) {
        let words = parser.slice(at..end);
        parser.imply_verb(Verb::Autoscale, words);
    }
    Some(end)
}

/// "maximum of the UPF autoscaler: 24 replicas".
fn labelled_bound(parser: &mut Parser<'_>, at: usize, number: Decimal) -> Option<usize> {
    let colon = at.checked_sub(1)?;
    let labelled = matches!(parser.symbol(colon), Some(':' | '='));
    if !labelled || parser.verb() != Some(Verb::Autoscale) {
        return None;
    }
    let open = open_bound(parser, at)?;
    let (end, _) = end_at_replicas(parser, at + 1);
    Some(claim(parser, open, at..end, number))
}

/// "2 replicas minimum", "from 3, 9 at most".
fn bound_behind(parser: &mut Parser<'_>, at: usize, number: Decimal) -> Option<usize> {
    let (next, replicas_behind) = end_at_replicas(parser, at + 1);
    let bound = parser.skip_stops(next);
    let link = parser.link(bound).filter(|link| {
        matches!(
            link,
            Link::Minimum | Link::Maximum | Link::AtLeast | Link::AtMost
        )
    })?;
    let replicas_before = parser
        .before(at)
        .is_some_and(|before| parser.noun(before) == Some(Noun::Replica));
    let scaling = &parser.draft.scaling;
    let paired = scaling.min_replicas.is_some() || scaling.max_replicas.is_some();
    let about_replicas =
        replicas_behind || replicas_before || paired || parser.verb() == Some(Verb::Autoscale);
    // "3 at least 5": the bound of the number behind it.
    let own = number_of(parser, parser.skip_stops(bound + 1)).is_none();
    (about_replicas && own).then(|| set_bound(parser, at..bound + 1, link, number))
}

/// "the replicas move between 3 and 5": whether the noun stands in front of a range, with nothing else to be counted.
fn moves_replicas(parser: &Parser<'_>, at: usize) -> bool {
    let noun = (at.saturating_sub(super::REACH / 2)..at)
        .rev()
        .take_while(|index| !matches!(parser.symbol(*index), Some(',' | '.' | ';' | '(')))
        .find(|index| matches!(parser.term(*index), Some(Term::Noun(_) | Term::Metric(_))));
    parser.link(at) == Some(Link::Between)
        && noun.is_some_and(|noun| parser.noun(noun) == Some(Noun::Replica))
}

/// "up to eight pods and down to three": the lower bound behind the upper one.
fn lowest_behind(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let open = parser.link(at) == Some(Link::DownTo)
        && parser.verb() == Some(Verb::Autoscale)
        && parser.draft.scaling.min_replicas.is_none();
    let number = number_of(parser, at + 1).filter(|_| open)?;
    let (end, _) = end_at_replicas(parser, at + 2);
    Some(set_bound(parser, at..end, Link::AtLeast, number))
}

/// "3 replicas in quiet hours, 7 at most": the lower bound in front of the upper one.
fn lowest_before(parser: &mut Parser<'_>, at: usize, number: Decimal) -> Option<usize> {
    let (next, counts) = end_at_replicas(parser, at + 1);
    let open = counts
        && parser.draft.scaling.min_replicas.is_none()
        && (matches!(
            parser.link(parser.skip_stops(next)),
            Some(Link::In | Link::For | Link::From)
        ) || matches!(
            parser.lower(next),
            "at night" | "overnight" | "normally" | "usually" | "the weekend" | "ordinarily"
        ));
    if !open {
        return None;
    }
    // "4 replicas at the start" is no bound.
    let begins = (next..next + 4).any(|index| {
        matches!(
            parser.word(index),
            "start" | "begin" | "beginning" | "first" | "launch" | "outset"
        )
    });
    let most_behind = (next..(next + super::REACH).min(parser.lexemes.len()))
        .take_while(|index| {
            !matches!(parser.symbol(*index), Some('.' | ';')) && parser.named(*index).is_none()
        })
        .any(|index| {
            number_of(parser, index).is_some()
                && matches!(parser.link(index + 1), Some(Link::AtMost | Link::Maximum))
        });
    if begins || !most_behind {
        return None;
    }
    let mut verbs = parser.draft.verbs.iter();
    if verbs.all(|used| used.verb == Verb::Need) {
        let words = parser.slice(at..next);
        parser.imply_verb(Verb::Autoscale, words);
    }
    Some(set_bound(parser, at..next, Link::AtLeast, number))
}

/// "keep the PCF anywhere from 2 to 7 pods automatically": whether nobody has to change the number.
fn by_itself(parser: &Parser<'_>, at: usize) -> bool {
    const WORDS: &[&str] = &[
        "automatically",
        "anywhere",
        "float",
        "floats",
        "vary",
        "varies",
        "breathe",
        "depending",
        "dynamically",
        "somewhere",
        "elastically",
        "itself",
        "own",
    ];
    let near = at.saturating_sub(super::REACH)..(at + super::REACH).min(parser.lexemes.len());
    near.into_iter().any(|index| {
        WORDS.contains(&parser.word(index))
            || ["on its own", "by itself"].contains(&parser.lower(index))
    })
}

/// "3 or more replicas", "5 AMFs or fewer".
fn or_more(parser: &mut Parser<'_>, at: usize, number: Decimal) -> Option<usize> {
    let counted =
        |index: usize| parser.noun(index) == Some(Noun::Replica) || parser.named(index).is_some();
    let open = if parser.link(at + 1) == Some(Link::Or) {
        at + 1
    } else if counted(at + 1) && parser.link(at + 2) == Some(Link::Or) {
        at + 2
    } else {
        return None;
    };
    let bound = match parser.link(open + 1)? {
        Link::More => Link::AtLeast,
        Link::Fewer => Link::AtMost,
        _ => return None,
    };
    if open == at + 1 {
        return counted(parser.skip_stops(open + 2))
            .then(|| set_bound(parser, at..open + 2, bound, number));
    }
    parser.taken[open] = true;
    parser.lexemes[open + 1].kind = Kind::Term(Term::Stop);
    Some(set_bound(parser, at..at + 1, bound, number))
}

/// "the maximum for the AMF autoscaler to 10": the word for the bound stands apart from its number.
fn bound_apart(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let number_at = parser.skip_stops(at + 1);
    let number = number_of(parser, number_at)?;
    let (end, _) = end_at_replicas(parser, number_at + 1);
    let mut verbs = parser.draft.verbs.iter();
    // "limit the autoscaler to 7 replicas"
    if parser.verb() == Some(Verb::Autoscale) && verbs.any(|used| used.is_any(super::verb::LIMITS))
    {
        return Some(set_bound(parser, at..end, Link::AtMost, number));
    }
    let open = open_bound(parser, at)?;
    let counts_other = parser.noun(end).is_some() || parser.named(end).is_some();
    (!counts_other).then(|| claim(parser, open, at..end, number))
}

/// Gives the number in `range` to the word at `open` for a bound.
fn claim(parser: &mut Parser<'_>, open: usize, range: Range<usize>, number: Decimal) -> usize {
    parser.taken[open] = true;
    let bound = parser.link(open).unwrap_or(Link::Maximum);
    set_bound(parser, range, bound, number)
}

/// "minimum" or "maximum" before `at` that has no number yet and is said of replicas.
fn open_bound(parser: &Parser<'_>, at: usize) -> Option<usize> {
    (at.saturating_sub(super::REACH)..at)
        .rev()
        .take_while(|index| {
            !matches!(parser.symbol(*index), Some(',' | ';' | '.'))
                && !matches!(
                    parser.term(*index),
                    Some(
                        Term::Metric(_)
                            | Term::Noun(
                                Noun::Cpu
                                    | Noun::Memory
                                    | Noun::Storage
                                    | Noun::Subscribers
                                    | Noun::Sessions
                                    | Noun::Devices
                                    | Noun::Cells
                            )
                    )
                )
        })
        .find(|index| matches!(parser.link(*index), Some(Link::Minimum | Link::Maximum)))
        // "limit … to 1" is no word for a number of replicas.
        .filter(|index| {
            let words = parser.lower(*index);
            !parser.taken[*index]
                && ["m", "upper", "lower", "floor", "ceiling", "a m"]
                    .iter()
                    .any(|stem| words.starts_with(stem))
        })
}

/// "min 2", "at least 2 replicas", "maximum of replicas: 8", "up to 8 when CPU is over 70 %".
fn bound_first(parser: &mut Parser<'_>, at: usize, link: Link) -> Option<usize> {
    let scales = matches!(
        parser.verb(),
        Some(Verb::Scale | Verb::Grow | Verb::Set | Verb::Shrink | Verb::Maintain)
    );
    // "as few as six replicas or as many as eighteen"
    let paired = || parser.draft.scaling.min_replicas.is_some() && parser.speaks_of_autoscaling();
    if link == Link::UpTo && scales && !paired() {
        return None;
    }
    let noun = parser.skip_stops(at + 1);
    let replicas_before = parser.noun(noun) == Some(Noun::Replica);
    let number_at = parser.bridge(noun + usize::from(replicas_before));
    let number = number_of(parser, number_at)?;
    let next = number_at + 1;
    let (end, replicas_behind) = end_at_replicas(parser, next);
    // "at least one AMF"
    let single = || number == Decimal::new(1, 0) && parser.named(parser.skip_stops(next)).is_some();
    let about_replicas = replicas_before
        || replicas_behind
        || counts_functions(parser, next)
        || single()
        || (stands_free(parser, next) && is_autoscaled(parser, link, next));
    about_replicas.then(|| set_bound(parser, at..end, link, number))
}

/// Whether several functions are counted at `at`: "AMFs", "UPF instances".
fn counts_functions(parser: &Parser<'_>, at: usize) -> bool {
    let function = parser.skip_stops(at);
    parser.named(function).is_some()
        && (parser.noun(function + 1) == Some(Noun::Replica)
            || parser.lower(function).ends_with('s'))
}

/// Whether a bound in front of `next` counts nothing else: "keeping at least two running", "up to 8 when CPU is over 70 %".
fn stands_free(parser: &Parser<'_>, next: usize) -> bool {
    let ended = matches!(
        parser.kind(parser.skip_stops(next)),
        None | Some(Kind::Symbol('.' | ',' | ';'))
    );
    ended
        || matches!(parser.word(next), "when" | "if" | "whenever")
        || match parser.kind(next) {
            None | Some(Kind::Symbol(_) | Kind::Place(..) | Kind::Term(Term::Link(_))) => true,
            Some(Kind::Term(_)) => opens_share(parser, next),
            _ => false,
        }
}

/// Whether a bound in front of `next` that says nothing of replicas is one of autoscaling.
fn is_autoscaled(parser: &Parser<'_>, link: Link, next: usize) -> bool {
    let paired = parser.draft.scaling.min_replicas.is_some()
        || matches!(parser.link(next), Some(Link::Maximum | Link::AtMost))
        || matches!(
            parser.link(parser.skip_stops(next + 1)),
            Some(Link::Maximum | Link::Minimum)
        );
    match parser.verb() {
        Some(Verb::Autoscale) => true,
        // "never scale the UPF below 3"
        Some(Verb::Scale) if matches!(link, Link::AtLeast | Link::AtMost) => true,
        // "3 replicas to begin with and never more than 9, autoscaled at 70 %"
        _ => paired || (parser.draft.counts_replicas() && parser.speaks_of_autoscaling()),
    }
}

impl Parser<'_> {
    /// Whether any form of "autoscale" stands in the text.
    fn speaks_of_autoscaling(&self) -> bool {
        self.tokens
            .iter()
            .any(|token| token.norm.starts_with("autoscal") || token.norm == "hpa")
    }
}

/// Whether the noun at `at` opens a clause of its own: "max 6 [CPU 65%]".
fn opens_share(parser: &Parser<'_>, at: usize) -> bool {
    let share = parser.bridge(skip_utilisation(parser, at + 1));
    matches!(
        parser.noun(at),
        Some(Noun::Cpu | Noun::Memory | Noun::Utilisation)
    ) && matches!(parser.kind(share), Some(Kind::Quantity(_, Unit::Percent)))
}

/// The two numbers of "between 2 and 10", "2-10", "2 to 10", "from 2 to 10", and the lexeme after them.
fn two_bounds(parser: &Parser<'_>, at: usize) -> Option<(Decimal, Decimal, usize)> {
    if let Kind::Range(lower, upper) = parser.kind(at)? {
        return Some((*lower, *upper, at + 1));
    }
    // "set the autoscaling bounds of the AMF to 2 and 12"
    let autoscales = parser.verb() == Some(Verb::Autoscale);
    let introduced = matches!(parser.link(at), Some(Link::Between | Link::From))
        || (autoscales && parser.link(at) == Some(Link::To));
    let start = if introduced {
        parser.skip_stops(at + 1)
    } else {
        at
    };
    if let (Some(Kind::Range(lower, upper)), true) = (parser.kind(start), introduced) {
        return Some((*lower, *upper, start + 1));
    }
    let lower = number_of(parser, start)?;
    // "from 3 replicas up to 7"
    let start = start + usize::from(introduced && parser.noun(start + 1) == Some(Noun::Replica));
    let between = parser.link(start + 1);
    let paired = between == Some(Link::To)
        || (introduced && between == Some(Link::And))
        || (introduced && between == Some(Link::UpTo));
    let upper = number_of(parser, parser.skip_stops(start + 2))?;
    // "from 3 to 5" under a scaling verb is a change, not a pair of bounds.
    let change = parser.link(at) == Some(Link::From)
        && ((parser.verb() != Some(Verb::Autoscale) && !by_itself(parser, at))
            || open_bound(parser, at).is_some());
    (paired && !change).then(|| (lower, upper, parser.skip_stops(start + 2) + 1))
}

fn number_of(parser: &Parser<'_>, at: usize) -> Option<Decimal> {
    match parser.kind(at)? {
        Kind::Number(value) => Some(*value),
        _ => None,
    }
}

/// Takes "replicas" after a number along; says whether it stood there.
fn end_at_replicas(parser: &Parser<'_>, at: usize) -> (usize, bool) {
    let noun = parser.skip_stops(at);
    if parser.noun(noun) == Some(Noun::Replica) {
        (noun + 1, true)
    } else {
        (at, false)
    }
}

/// Sets the bound that the link says, and answers the lexeme after `range`.
fn set_bound(parser: &mut Parser<'_>, range: Range<usize>, link: Link, number: Decimal) -> usize {
    let end = range.end;
    match link {
        Link::AtLeast | Link::Minimum => set(parser, range, Some(number), None),
        _ => set(parser, range, None, Some(number)),
    }
    end
}

fn set(
    parser: &mut Parser<'_>,
    range: Range<usize>,
    lower: Option<Decimal>,
    upper: Option<Decimal>,
) {
    let words = parser.slice(range.clone());
    let small = |value: Decimal| {
        value
            .to_u64()
            .filter(|value| *value <= 1000)
            .and_then(|value| u32::try_from(value).ok())
    };
    let mut meaning = Vec::new();
    for (bound, is_lower) in [(lower, true), (upper, false)] {
        let Some(bound) = bound else { continue };
        match small(bound) {
            Some(value) if is_lower => {
                meaning.push(format!("at least {value} replicas"));
                parser.draft.set(|draft| &mut draft.scaling.min_replicas, value, "minimum of replicas", words);
            }
            Some(value) => {
                meaning.push(format!("at most {value} replicas"));
                parser.draft.set(|draft| &mut draft.scaling.max_replicas, value, "maximum of replicas", words);
            }
            None => parser.draft.ask(words, format!("\"{words}\" is not a whole number of replicas from 0 to 1000: how many are meant?")),
        }
    }
    parser.take(range, meaning.join(", "));
    parser.verb_has_other_object();
}
