//! Autoscaling: bounds on replicas and the utilisation to hold.

use super::Parser;
use crate::builtin::decimal::Decimal;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::unit::Unit;

/// "at 70% CPU", "CPU utilisation of 70 percent", "when memory exceeds 80%".
pub(super) fn utilisation(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let (percent, noun, end) = match parser.kind(at)? {
        Kind::Quantity(percent, Unit::Percent) => {
            let behind = parser.skip_stops(at + 1);
            if matches!(parser.noun(behind), Some(Noun::Cpu | Noun::Memory)) {
                (*percent, behind, behind + 1)
            } else {
                // "set the CPU utilisation of the AMF to 60%": the noun stands apart.
                let resource = |term| matches!(term, Term::Noun(Noun::Cpu | Noun::Memory));
                let apart = parser.open_before(at, resource)?;
                (*percent, apart, at + 1)
            }
        }
        Kind::Term(Term::Noun(Noun::Cpu | Noun::Memory)) => {
            let number = parser.bridge(skip_utilisation(parser, at + 1));
            // "target CPU 70"
            let target = ["target", "threshold", "percent"]
                .iter()
                .any(|word| parser.lower(at).contains(word))
                || parser.word(at.saturating_sub(1)) == "target";
            match parser.kind(number)? {
                Kind::Quantity(percent, Unit::Percent) => (*percent, at, number + 1),
                Kind::Number(percent)
                    if target
                        && percent
                            .to_u64()
                            .is_some_and(|share| (10..=100).contains(&share)) =>
                {
                    (*percent, at, number + 1)
                }
                _ => return None,
            }
        }
        _ => return None,
    };
    if tells_why(parser, at) {
        let end = skip_utilisation(parser, end);
        let words = parser.words(at..end);
        parser.take(at..end, "present utilisation");
        parser.background[at..end].fill(true);
        parser.draft.assume(format!(
            "\"{words}\" is read as the utilisation there is now and changes nothing"
        ));
        return Some(end);
    }
    let noun_at = noun;
    let noun = parser
        .noun(noun_at)
        .filter(|noun| matches!(noun, Noun::Cpu | Noun::Memory))?;
    parser.taken[noun_at] = true;
    let end = skip_utilisation(parser, end);
    let words = parser.words(at..end);
    let Some(value) = percent
        .to_u64()
        .filter(|value| (1..=100).contains(value))
        .and_then(|value| u32::try_from(value).ok())
    else {
        parser.take(at..end, "utilisation");
        parser.draft.ask(&words, format!("\"{words}\" is not a whole share from 1 to 100 percent: which utilisation should autoscaling hold?"));
        return Some(end);
    };
    if noun == Noun::Cpu {
        parser.take(at..end, format!("target CPU utilisation {value} %"));
        parser.draft.set(
            |draft| &mut draft.scaling.target_cpu_percent,
            value,
            "CPU utilisation",
            &words,
        );
    } else {
        parser.take(at..end, format!("target memory utilisation {value} %"));
        parser.draft.set(
            |draft| &mut draft.scaling.target_memory_percent,
            value,
            "memory utilisation",
            &words,
        );
    }
    parser.verb_has_other_object();
    Some(end)
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
        ) && used.scaled != crate::builtin::draft::Scaled::No
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
        let (end, about_replicas) = end_at_replicas(parser, next);
        let about_replicas = about_replicas || moves_replicas(parser, at);
        // "between 3 and 8 UPF instances"
        let function = parser.skip_stops(next);
        let of_function = parser.named(function).is_some()
            && (parser.noun(function + 1) == Some(Noun::Replica)
                || parser.lower(function).ends_with('s'));
        if !(about_replicas || of_function || parser.verb() == Some(Verb::Autoscale)) {
            return None;
        }
        set(parser, at..end, Some(lower), Some(upper));
        if by_itself(parser, at) && parser.verb() != Some(Verb::Autoscale) {
            let words = parser.words(at..end);
            parser.imply_verb(Verb::Autoscale, &words);
        }
        return Some(end);
    }
    let link = parser.link(at);
    if let Some(end) = lowest_behind(parser, at) {
        return Some(end);
    }
    if link == Some(Link::To) {
        return bound_apart(parser, at);
    }
    if let Some(
        link @ (Link::AtLeast | Link::Minimum | Link::AtMost | Link::Maximum | Link::UpTo),
    ) = link
    {
        let scales = matches!(
            parser.verb(),
            Some(Verb::Scale | Verb::Grow | Verb::Set | Verb::Shrink | Verb::Maintain)
        );
        // "as few as six replicas or as many as eighteen"
        let paired = parser.draft.scaling.min_replicas.is_some() && parser.speaks_of_autoscaling();
        if link == Link::UpTo && scales && !paired {
            return None;
        }
        let mut number_at = parser.skip_stops(at + 1);
        let replica_first = parser.noun(number_at) == Some(Noun::Replica);
        if replica_first {
            number_at = parser.bridge(number_at + 1);
        } else {
            number_at = parser.bridge(number_at);
        }
        let number = number_of(parser, number_at)?;
        return one_bound(parser, at, number, number_at + 1, link, replica_first);
    }
    // "2 replicas minimum"
    let number = number_of(parser, at)?;
    if let Some(end) = or_more(parser, at, number) {
        return Some(end);
    }
    let (next, replicas_behind) = end_at_replicas(parser, at + 1);
    if let Some(end) = lowest_before(parser, at, number) {
        return Some(end);
    }
    // "maximum of the UPF autoscaler: 24 replicas"
    let labelled = at
        .checked_sub(1)
        .is_some_and(|colon| matches!(parser.symbol(colon), Some(':' | '=')));
    if let (Some(open), true) = (
        open_bound(parser, at),
        labelled && parser.verb() == Some(Verb::Autoscale),
    ) {
        let (lower, upper) = match parser.link(open) {
            Some(Link::Minimum) => (Some(number), None),
            _ => (None, Some(number)),
        };
        parser.taken[open] = true;
        set(parser, at..next, lower, upper);
        return Some(next);
    }
    let next = parser.skip_stops(next);
    let about_replicas = replicas_behind
        || parser
            .before(at)
            .is_some_and(|before| parser.noun(before) == Some(Noun::Replica));
    let paired =
        parser.draft.scaling.min_replicas.is_some() || parser.draft.scaling.max_replicas.is_some();
    match parser.link(next) {
        Some(link @ (Link::Minimum | Link::Maximum | Link::AtLeast | Link::AtMost))
            if (about_replicas || paired || parser.verb() == Some(Verb::Autoscale))
                && number_of(parser, parser.skip_stops(next + 1)).is_none() =>
        {
            let (lower, upper) = if matches!(link, Link::Minimum | Link::AtLeast) {
                (Some(number), None)
            } else {
                (None, Some(number))
            };
            set(parser, at..next + 1, lower, upper);
            Some(next + 1)
        }
        _ => None,
    }
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
    set(parser, at..end, Some(number), None);
    Some(end)
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
    // "4 replicas at the start" is no bound.
    let begins = (next..next + 4).any(|index| {
        matches!(
            parser.word(index),
            "start" | "begin" | "beginning" | "first" | "launch" | "outset"
        )
    });
    let most_behind = !begins
        && (next..(next + super::REACH).min(parser.lexemes.len()))
            .take_while(|index| {
                !matches!(parser.symbol(*index), Some('.' | ';')) && parser.named(*index).is_none()
            })
            .any(|index| {
                number_of(parser, index).is_some()
                    && matches!(parser.link(index + 1), Some(Link::AtMost | Link::Maximum))
            });
    if !(open && most_behind) {
        return None;
    }
    if parser
        .draft
        .verbs
        .iter()
        .all(|used| used.verb == Verb::Need)
    {
        let words = parser.words(at..next);
        parser.imply_verb(Verb::Autoscale, &words);
    }
    set(parser, at..next, Some(number), None);
    Some(next)
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
    let (lower, upper) = match parser.link(open + 1)? {
        Link::More => (Some(number), None),
        Link::Fewer => (None, Some(number)),
        _ => return None,
    };
    if open == at + 1 {
        counted(parser.skip_stops(open + 2)).then_some(())?;
        set(parser, at..open + 2, lower, upper);
        return Some(open + 2);
    }
    parser.taken[open] = true;
    parser.lexemes[open + 1].kind = Kind::Term(Term::Stop);
    set(parser, at..at + 1, lower, upper);
    Some(at + 1)
}

/// "the maximum for the AMF autoscaler to 10": the word for the bound stands apart from its number.
fn bound_apart(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let number_at = parser.skip_stops(at + 1);
    let number = number_of(parser, number_at)?;
    let (end, _) = end_at_replicas(parser, number_at + 1);
    let capped = parser.verb() == Some(Verb::Autoscale)
        && parser.draft.verbs.iter().any(|used| {
            matches!(
                used.words.to_lowercase().as_str(),
                "limit" | "cap" | "restrict"
            )
        });
    if capped {
        // "limit the autoscaler to 7 replicas"
        set(parser, at..end, None, Some(number));
        return Some(end);
    }
    let open = open_bound(parser, at)?;
    let counts_other = parser.noun(end).is_some() || parser.named(end).is_some();
    if counts_other {
        return None;
    }
    let (lower, upper) = match parser.link(open) {
        Some(Link::Minimum) => (Some(number), None),
        _ => (None, Some(number)),
    };
    parser.taken[open] = true;
    set(parser, at..end, lower, upper);
    Some(end)
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

fn one_bound(
    parser: &mut Parser<'_>,
    at: usize,
    number: Decimal,
    next: usize,
    link: Link,
    replica_first: bool,
) -> Option<usize> {
    let (mut end, mut about_replicas) = end_at_replicas(parser, next);
    about_replicas |= replica_first;
    let function = parser.skip_stops(next);
    let of_function = parser.named(function).is_some()
        && (parser.noun(function + 1) == Some(Noun::Replica)
            || parser.lower(function).ends_with('s')
            || number == Decimal::new(1, 0));
    // "keeping at least two running", "up to 8 when CPU is over 70 %"
    let passed = parser.skip_stops(next);
    let ended = matches!(
        parser.kind(passed),
        None | Some(Kind::Symbol('.' | ',' | ';'))
    ) || matches!(parser.word(next), "when" | "if" | "whenever");
    let free_standing = ended
        || match parser.kind(next) {
            None | Some(Kind::Symbol(_) | Kind::Place(..)) => true,
            Some(Kind::Term(term)) => matches!(term, Term::Link(_)) || opens_share(parser, next),
            _ => false,
        };
    let paired = parser.draft.scaling.min_replicas.is_some()
        || matches!(
            parser.link(parser.skip_stops(next + 1)),
            Some(Link::Maximum | Link::Minimum)
        )
        || matches!(parser.link(next), Some(Link::Maximum | Link::AtMost));
    // "never scale the UPF below 3"
    let scales = parser.verb() == Some(Verb::Scale) && matches!(link, Link::AtLeast | Link::AtMost);
    // "3 replicas to begin with and never more than 9, autoscaled at 70 %"
    let beside_count = parser.speaks_of_autoscaling()
        && parser
            .draft
            .functions
            .iter()
            .any(|mention| mention.request.replicas.is_some());
    let autoscales = parser.verb() == Some(Verb::Autoscale) || paired || scales || beside_count;
    if !(about_replicas || of_function || (autoscales && free_standing)) {
        return None;
    }
    if of_function && !about_replicas {
        end = next;
    }
    let (lower, upper) = if matches!(link, Link::AtLeast | Link::Minimum) {
        (Some(number), None)
    } else {
        (None, Some(number))
    };
    set(parser, at..end, lower, upper);
    Some(end)
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

fn set(
    parser: &mut Parser<'_>,
    range: std::ops::Range<usize>,
    lower: Option<Decimal>,
    upper: Option<Decimal>,
) {
    let words = parser.words(range.clone());
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
                parser.draft.set(|draft| &mut draft.scaling.min_replicas, value, "minimum of replicas", &words);
            }
            Some(value) => {
                meaning.push(format!("at most {value} replicas"));
                parser.draft.set(|draft| &mut draft.scaling.max_replicas, value, "maximum of replicas", &words);
            }
            None => parser.draft.ask(&words, format!("\"{words}\" is not a whole number of replicas from 0 to 1000: how many are meant?")),
        }
    }
    parser.take(range, meaning.join(", "));
    parser.verb_has_other_object();
}
