//! Resources per replica: "2 CPU", "4Gi memory", "memory limit of 8Gi".

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::Parser;
use super::limits::{
    is_request, limited_behind, limits, limits_meant, limits_said_before, limits_to,
    named_limits_behind, under_limits,
};
use crate::builtin::draft::Draft;
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term, Verb};
use crate::builtin::unit::Unit;

/// An amount, the noun that says of what it is, and the lexeme behind both.
type Amount = (usize, Noun, usize);

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if let Some(end) = equal_limits(parser, at)
        .or_else(|| huge_pages(parser, at))
        .or_else(|| requested_apart(parser, at))
        .or_else(|| labelled_pair(parser, at))
    {
        return Some(end);
    }
    match *parser.kind(at)? {
        Kind::Term(Term::Link(link @ (Link::To | Link::Maximum))) => {
            return apart(parser, at, link == Link::Maximum);
        }
        Kind::Term(Term::Link(Link::In)) if parser.word(at) == "at" => {
            return apart(parser, at, false);
        }
        _ => {}
    }
    if let Some(end) = bounded_behind(parser, at) {
        return Some(end);
    }
    let (amount, noun, end) = match *parser.kind(at)? {
        Kind::Term(Term::Noun(noun @ (Noun::Cpu | Noun::Memory | Noun::Storage))) => {
            noun_first(parser, at, noun)
        }
        Kind::Term(Term::Core) if parser.word(at) == "cores" => cores_first(parser, at)?,
        _ if is_amount(parser, at) => amount_first(parser, at)?,
        _ => return None,
    };
    quantity(parser, amount, noun)?;
    // "limit: 6Gi memory" on a line of its own belongs to what follows.
    let apart = parser.begins_line(end) || parser.symbol(end + 1) == Some(':');
    // "a CPU request of 3 cores"
    let counted = noun == Noun::Cpu && end == amount + 1 && parser.term(end) == Some(Term::Core);
    let end = end + usize::from(counted);
    if noun == Noun::Cpu && is_share_perhaps(parser, amount) {
        let words = parser.slice(at..end);
        parser.take(at..end, "an amount of CPU");
        parser.draft.ask(words, format!("is \"{words}\" a number of cores or the utilisation autoscaling should hold? Write \"60 %\" for the latter"));
        return Some(end);
    }
    let bounded =
        limits(parser, end) && !apart && parser.named(parser.skip_stops(end + 1)).is_none();
    let end = end + usize::from(bounded);
    // "UDR memory to 32Gi please"
    if (at..amount).any(|index| parser.link(index) == Some(Link::To)) {
        parser.imply_first(Verb::Configure, at..end);
    }
    let limit = is_limit(parser, at, end);
    store(parser, at..end, amount, noun, limit)?;
    parser.limit_end = limit.then_some(end);
    parser.cpu_end = (noun == Noun::Cpu).then_some(end);
    Some(end)
}

/// Whether a number, or an amount in units of a resource, stands at `at`.
pub(super) fn is_amount(parser: &Parser<'_>, at: usize) -> bool {
    matches!(
        parser.kind(at),
        Some(Kind::Number(_) | Kind::Quantity(_, Unit::Milli | Unit::Bytes(_)))
    )
}

/// "CPU: 2", "memory of at most 4Gi".
fn noun_first(parser: &Parser<'_>, at: usize, noun: Noun) -> Amount {
    let bridged = parser.bridge(at + 1);
    let amount = bridged + usize::from(parser.word(bridged) == "at");
    (amount, noun, amount + 1)
}

/// "cores: 6", "cores 6".
fn cores_first(parser: &Parser<'_>, at: usize) -> Option<Amount> {
    let amount = parser.bridge(at + 1);
    let own = matches!(
        parser.term(amount + 1),
        Some(Term::Core | Term::Function(_) | Term::Noun(_))
    ) && !parser.begins_line(amount + 1);
    // "replicas: 3", and on the next line "cores per replica: 2"
    let counted =
        matches!(parser.kind(at.wrapping_sub(1)), Some(Kind::Number(_))) && !parser.begins_line(at);
    (!own && !counted).then_some((amount, Noun::Cpu, amount + 1))
}

/// "HPA 2..8, CPU 60": whether a number of CPU could be a utilisation.
fn is_share_perhaps(parser: &Parser<'_>, amount: usize) -> bool {
    parser.verb() == Some(Verb::Autoscale)
        && matches!(parser.kind(amount), Some(Kind::Number(value)) if super::autoscaling::is_share(*value))
}

/// Whether the amount in the lexemes from `at` to `end` is a limit.
fn is_limit(parser: &Parser<'_>, at: usize, end: usize) -> bool {
    let before = parser.before(at);
    let continued =
        before.is_some_and(|index| joins(parser, index) && parser.limit_end == Some(index));
    let from = before.map_or(at, |before| before + 1);
    let requested = (from..end).any(|index| is_request(parser, index))
        || matches!(parser.word(end), "guaranteed" | "requested" | "reserved");
    (!requested && (continued || bounded_by_verb(parser)))
        || before.is_some_and(|index| limits(parser, index))
        || (at..end).any(|index| limits(parser, index))
        || under_limits(parser, at)
        || limits_to(parser, at)
        || limits_said_before(parser, at)
        || limits_meant(parser, at)
        || limited_behind(parser, end)
        || named_limits_behind(parser, end)
}

/// The amount behind "to" or "limit" at `at`, whose noun stands before: "the memory of the AMF to 8Gi".
fn apart(parser: &mut Parser<'_>, at: usize, bounds: bool) -> Option<usize> {
    if let Some(noun) = parser.last_resource.filter(|_| bounds) {
        // "CPU request of 500m, and its limit to 1"
        // "and keep the limit at 8"
        let kept = parser.word(at + 1) == "at";
        let amount = parser.bridge(at + 1 + usize::from(kept));
        let own = parser.skip_stops(amount + 1);
        let limited = kept || parser.link(parser.skip_stops(at + 1)) == Some(Link::To)
            // "memory request 3Gi (limit 6Gi)", "CPU request 2, limit 4"
            || (amount == at + 1 && behind_amount(parser, at))
            // "let it burst to a limit of 4"
            || parser.before(at).is_some_and(|before| parser.link(before) == Some(Link::To));
        if limited && parser.noun(own).is_none() && quantity(parser, amount, noun).is_some() {
            store(parser, at..amount + 1, amount, noun, true)?;
            return Some(amount + 1);
        }
    }
    let amount = parser.skip_stops(at + 1);
    let is_resource = |term| matches!(term, Term::Noun(Noun::Cpu | Noun::Memory | Noun::Storage));
    let open = parser
        .open_before(at, is_resource)
        .or_else(|| complained_of(parser, at))?;
    let noun = parser.noun(open)?;
    quantity(parser, amount, noun)?;
    let limit = bounds
        || bounded_by_verb(parser)
        || (open.saturating_sub(1)..open + 2).any(|index| limits(parser, index))
        || at.checked_sub(1).is_some_and(|before| limits(parser, before))
        // "the memory that the UPF may use at most"
        || parser.before(at).is_some_and(|index| parser.link(index) == Some(Link::AtMost));
    parser.imply_first(Verb::Configure, at..amount + 1);
    parser.take(open..open + 1, name(noun));
    // "from 8 to 12 cores"
    let end = match parser.term(amount + 1) {
        Some(Term::Core) if noun == Noun::Cpu => amount + 2,
        _ => amount + 1,
    };
    store(parser, at..end, amount, noun, limit)?;
    Some(end)
}

/// "the AMF runs out of memory, raise it to 32Gi": the resource that "it" in front of `at` is.
fn complained_of(parser: &Parser<'_>, at: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    // "raise its limit to 8Gi"
    let limit = usize::from(limits(parser, before));
    let pronoun = before
        .checked_sub(limit)
        .filter(|before| matches!(parser.word(*before), "it" | "this" | "that" | "its"))?;
    (0..pronoun)
        .rev()
        .find(|index| matches!(parser.noun(*index), Some(Noun::Memory | Noun::Storage)))
}

/// Whether only a pause stands between `at` and the last amount of a resource.
fn behind_amount(parser: &Parser<'_>, at: usize) -> bool {
    let pause = parser
        .before(at)
        .filter(|pause| joins(parser, *pause) || parser.symbol(*pause) == Some('('));
    let amount = pause.and_then(|pause| parser.before(pause));
    // "2 vCPUs (limit 4)"
    let amount = amount.and_then(|noun| match resource(parser, noun) {
        Some(_) => parser.before(noun),
        None => Some(noun),
    });
    amount.is_some_and(|amount| parser.taken[amount] && is_amount(parser, amount))
}

/// "32Gi of hugepages": which functions get huge pages is the planner's decision.
fn huge_pages(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let amount = is_amount(parser, at) || matches!(parser.kind(at), Some(Kind::Times(_)));
    let pages = parser.skip_stops(at + 1);
    let huge = parser.lower(pages).starts_with("hugepage")
        || (parser.word(pages) == "huge" && parser.word(pages + 1) == "pages");
    if !amount || !huge {
        return None;
    }
    let end = pages + 1 + usize::from(parser.word(pages) == "huge");
    let words = parser.slice(at..end);
    parser.take(at..end, "huge pages");
    parser.draft.ask(words, format!("\"{words}\": the planner gives huge pages to user plane functions that carry more than 10 Gbit/s, and how many is no setting; leave it out"));
    Some(end)
}

/// "memory limit of 12 GiB and the request to 8 GiB": what is requested of the resource whose limit was said.
fn requested_apart(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let noun = parser.last_resource.filter(|_| is_request(parser, at))?;
    let amount = parser.bridge(at + 1);
    let behind = parser.skip_stops(amount + 1);
    quantity(parser, amount, noun)?;
    if resource(parser, behind).is_some() || parser.named(behind).is_some() {
        return None;
    }
    store(parser, at..amount + 1, amount, noun, false)?;
    Some(amount + 1)
}

/// "requests to 500m / 1Gi", "limits: 2/4Gi": CPU and memory in turn.
fn labelled_pair(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let limit = limits(parser, at);
    if !limit && !is_request(parser, at) {
        return None;
    }
    let cpu = parser.bridge(at + 1);
    let memory = cpu + 2;
    let pair = is_amount(parser, cpu)
        && parser.symbol(cpu + 1) == Some('/')
        && matches!(parser.kind(memory), Some(Kind::Quantity(_, Unit::Bytes(_))));
    if !pair {
        return None;
    }
    quantity(parser, cpu, Noun::Cpu)?;
    store(parser, at..cpu + 1, cpu, Noun::Cpu, limit)?;
    store(parser, memory..memory + 1, memory, Noun::Memory, limit)?;
    Some(memory + 1)
}

/// "requests 8 cores and 16Gi, limits the same": limits of what is requested.
fn equal_limits(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    const SAME: &[&str] = &["same", "equal", "identical", "alike"];
    let named = limits(parser, at) && parser.word(at).starts_with("limit");
    let says = |index: &usize| SAME.iter().any(|same| parser.lower(*index).ends_with(same));
    let end = (at + 1..at + 4).find(says)?;
    let plain = (at + 1..end).all(|index| parser.is_stop(index));
    let requested = parser.draft.resources.cpu.is_some() || parser.draft.resources.memory.is_some();
    if !named || !plain || !requested {
        return None;
    }
    parser.take(at..end + 1, "limits as requested");
    let resources = &mut parser.draft.resources;
    resources.max_cpu.clone_from(&resources.cpu);
    resources.max_memory.clone_from(&resources.memory);
    Some(end + 1)
}

/// The noun of CPU or memory at `at`.
pub(super) fn resource(parser: &Parser<'_>, at: usize) -> Option<Noun> {
    match parser.term(at)? {
        Term::Noun(noun @ (Noun::Cpu | Noun::Memory)) => Some(noun),
        Term::Core => Some(Noun::Cpu),
        _ => None,
    }
}

/// "between 2 and 4 CPUs", "at least 2 and at most 4 cores", "CPU 2 to 4", "4 to 8Gi of memory": what is requested and its
/// limit.
pub(super) fn from_to(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let said = resource(parser, at).filter(|_| parser.term(at) != Some(Term::Core));
    let first = match said {
        Some(_) => parser.bridge(at + 1),
        None => at,
    };
    let bounded = matches!(parser.link(first), Some(Link::Between | Link::AtLeast));
    let least = first + usize::from(bounded);
    if !is_amount(parser, least) {
        return None;
    }
    let joint = least + 1 + usize::from(resource(parser, least + 1).is_some());
    let joined =
        parser.link(joint) == Some(Link::To) || (bounded && parser.link(joint) == Some(Link::And));
    let bound = |index: usize| matches!(parser.link(index), Some(Link::AtMost | Link::Maximum));
    let joined = joined || (bounded && bound(joint));
    let most = joint + 1 + usize::from(bound(joint + 1));
    if !(joined && is_amount(parser, most)) {
        return None;
    }
    let behind = parser.skip_stops(most + 1);
    let noun = match said {
        Some(noun) if resource(parser, behind).is_none_or(|own| own == noun) => noun,
        Some(_) => return None,
        None => resource(parser, behind)?,
    };
    let from = parser
        .before(at)
        .is_some_and(|before| parser.link(before) == Some(Link::From));
    let changes = matches!(
        parser.verb(),
        Some(Verb::Scale | Verb::Grow | Verb::Shrink | Verb::Set)
    );
    if from || (changes && !bounded) || parser.verb() == Some(Verb::Autoscale) {
        return None;
    }
    share_unit(parser, least, most);
    quantity(parser, least, noun)?;
    quantity(parser, most, noun)?;
    let end = if resource(parser, behind).is_some() {
        behind + 1
    } else {
        most + 1
    };
    store(parser, at..joint, least, noun, false)?;
    store(parser, joint..end, most, noun, true)?;
    Some(end)
}

/// "4 to 8Gi": the unit of the second amount is that of the first.
fn share_unit(parser: &mut Parser<'_>, first: usize, second: usize) {
    let unit = match parser.kind(second) {
        Some(Kind::Quantity(_, unit)) => *unit,
        _ => return,
    };
    if let Some(Kind::Number(value)) = parser.kind(first) {
        parser.lexemes[first].kind = Kind::Quantity(*value, unit);
    }
}

/// "memory: 3Gi requested, 6Gi at most": the limit of what the amount before is of.
fn bounded_behind(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let noun = parser.last_resource.filter(|_| is_amount(parser, at))?;
    let bounds = matches!(parser.link(at + 1), Some(Link::AtMost | Link::Maximum))
        && !matches!(
            parser.kind(parser.skip_stops(at + 2)),
            Some(Kind::Number(_) | Kind::Quantity(..))
        );
    if !bounds || !behind_amount(parser, at) || quantity(parser, at, noun).is_none() {
        return None;
    }
    store(parser, at..at + 2, at, noun, true)?;
    Some(at + 2)
}

fn store(
    parser: &mut Parser<'_>,
    range: std::ops::Range<usize>,
    amount: usize,
    noun: Noun,
    limit: bool,
) -> Option<()> {
    let quantity = quantity(parser, amount, noun)?;
    let words = parser.slice(range.clone());
    parser.take(
        range,
        format!(
            "{} {}{}",
            name(noun),
            quantity.0,
            if limit { " at most" } else { "" }
        ),
    );
    parser.last_resource = Some(noun);
    let field = slot(noun, limit);
    parser.draft.set(field, quantity, name(noun), words);
    parser.verb_has_other_object();
    Some(())
}

/// "limit the SMF to 2 CPU": the verb makes the amount a limit.
fn bounded_by_verb(parser: &Parser<'_>) -> bool {
    parser
        .draft
        .verbs
        .last()
        .is_some_and(|used| used.is_any(super::verb::LIMITS))
}

pub(super) fn joins(parser: &Parser<'_>, at: usize) -> bool {
    parser.link(at).is_some_and(Link::joins)
        || matches!(parser.symbol(at), Some(',' | '/' | '+' | '&'))
}

/// "2 CPU", "500m of CPU", "4Gi memory"; "4Gi" alone when it follows an amount of CPU.
fn amount_first(parser: &mut Parser<'_>, at: usize) -> Option<Amount> {
    let mut next = parser.skip_stops(at + 1);
    // "replicas: 3", and on the next line "cores per replica: 2"
    let line_ends = (at + 1..=next).any(|index| parser.begins_line(index));
    if line_ends
        || parser.is_label(next)
        || (parser.ends_row(at) && parser.symbol(next + 1) == Some(':'))
    {
        return None;
    }
    // "4 dedicated cores"
    if matches!(parser.term(next), Some(Term::Isolation(_)))
        && matches!(
            parser.term(next + 1),
            Some(Term::Core | Term::Noun(Noun::Cpu))
        )
    {
        parser.take(next..next + 1, "dedicated");
        next += 1;
        if parser.term(next) == Some(Term::Core) {
            return Some((at, Noun::Cpu, next + 1));
        }
    }
    // "to 5 if CPU …" opens a condition.
    if (at + 1..next).any(|index| matches!(parser.word(index), "if" | "when" | "whenever" | "once"))
    {
        return None;
    }
    match parser.term(next) {
        Some(Term::Noun(noun @ (Noun::Cpu | Noun::Memory | Noun::Storage))) => {
            (!opens_value(parser, next)).then_some((at, noun, next + 1))
        }
        Some(Term::Core) if next == at + 1 => Some((at, Noun::Cpu, next + 1)),
        _ => Some((at, without_noun(parser, at)?, at + 1)),
    }
}

/// "max=6 cpu=75%": whether the noun at `at` opens what follows.
fn opens_value(parser: &Parser<'_>, at: usize) -> bool {
    let assigned = matches!(parser.symbol(at + 1), Some('=' | ':'))
        && matches!(
            parser.kind(at + 2),
            Some(Kind::Number(_) | Kind::Quantity(..) | Kind::Range(..))
        );
    assigned || matches!(parser.kind(at + 1), Some(Kind::Quantity(_, Unit::Percent)))
}

/// What the amount at `at` is of, by its unit and what stands in front of it.
fn without_noun(parser: &mut Parser<'_>, at: usize) -> Option<Noun> {
    let before = parser.before(at)?;
    match parser.kind(at)? {
        // "limit 500m and 512Mi", "req 500m / 1Gi"
        Kind::Quantity(_, Unit::Milli) => {
            let named = limits(parser, before) || (at > 0 && is_request(parser, at - 1));
            named.then_some(Noun::Cpu)
        }
        Kind::Quantity(_, Unit::Bytes(_)) => {
            let joined = joins(parser, before) || matches!(parser.symbol(before), Some(';' | '|'));
            // "1 cpu 2Gi"
            let adjacent = parser.cpu_end == Some(at);
            if adjacent || (joined && parser.cpu_end == Some(before)) {
                let words = parser.slice(at..at + 1);
                parser.draft.assume(format!(
                    "\"{words}\" beside an amount of CPU is read as memory"
                ));
                return Some(Noun::Memory);
            }
            stated(parser, at)
        }
        _ => None,
    }
}

/// "the memory of the SMF shall be 6 GiB": the noun in front of the verb.
fn stated(parser: &mut Parser<'_>, at: usize) -> Option<Noun> {
    if !matches!(parser.word(at.checked_sub(1)?), "be" | "become" | "total") {
        return None;
    }
    let open = parser.open_before(at, |term| {
        matches!(term, Term::Noun(Noun::Memory | Noun::Storage))
    })?;
    parser.taken[open] = true;
    parser.noun(open)
}

/// The amount at `at` in the notation of Kubernetes; `None` when it does not fit the resource.
fn quantity(parser: &Parser<'_>, at: usize, noun: Noun) -> Option<Quantity> {
    let amount_noun = parser.skip_stops(at + 1);
    let text = match (parser.kind(at)?, noun) {
        (Kind::Number(value), Noun::Cpu) if parser.word(amount_noun) == "millicores" => {
            format!("{value}m")
        }
        (Kind::Number(value), Noun::Cpu) => value.to_string(),
        (Kind::Quantity(value, Unit::Milli), Noun::Cpu) => format!("{value}m"),
        (Kind::Quantity(value, Unit::Bytes(suffix)), Noun::Memory | Noun::Storage) => {
            format!("{value}{suffix}")
        }
        _ => return None,
    };
    nephoran_api::quantity::bytes(&Quantity(text.clone()))
        .ok()
        .map(|_| Quantity(text))
}

const fn name(noun: Noun) -> &'static str {
    match noun {
        Noun::Cpu => "CPU",
        Noun::Memory => "memory",
        _ => "storage",
    }
}

fn slot(noun: Noun, limit: bool) -> fn(&mut Draft) -> &mut Option<Quantity> {
    match (noun, limit) {
        (Noun::Cpu, false) => |draft| &mut draft.resources.cpu,
        (Noun::Cpu, true) => |draft| &mut draft.resources.max_cpu,
        (Noun::Memory, false) => |draft| &mut draft.resources.memory,
        (Noun::Memory, true) => |draft| &mut draft.resources.max_memory,
        _ => |draft| &mut draft.resources.storage,
    }
}
