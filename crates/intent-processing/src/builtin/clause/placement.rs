//! Where functions run: region, zone, cluster, namespace.

use nephoran_api::DeploymentPattern;

use super::Parser;
use crate::builtin::draft::Draft;
use crate::builtin::lexeme::Kind;
use crate::builtin::naming;
use crate::builtin::term::{Link, Noun, Place, Term};

pub(super) fn rule(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    match *parser.kind(at)? {
        Kind::Place(place, ref name) => {
            let name = name.clone();
            named_place(parser, at, place, &name);
            Some(at + 1)
        }
        Kind::Term(Term::Noun(Noun::Place(_))) => {
            parser.take(at..at + 1, "place");
            Some(at + 1)
        }
        Kind::Unknown => site(parser, at),
        // "to both edge-1 and edge-2"
        _ if parser.word(at) == "both" => {
            let end = named_places(parser, at + 1)?;
            Some(one_of_places(parser, at + 1..end))
        }
        Kind::Term(Term::Noun(Noun::Places(place))) => Some(several_places(parser, at, at, place)),
        Kind::Number(_) => {
            let next = parser.skip_stops(at + 1);
            let Some(Noun::Places(place)) = parser.noun(next) else {
                return None;
            };
            // "30 sites will be migrated"
            let subject = matches!(
                parser.word(next + 1),
                "will" | "are" | "were" | "have" | "had" | "join" | "joined" | "would"
            );
            if subject {
                parser.take(at..next + 1, "places spoken of");
                parser.background[at..=next].fill(true);
                return Some(next + 1);
            }
            Some(several_places(parser, at, next, place))
        }
        Kind::Term(term) if naming::introduces_place(term) => unknown_place(parser, at),
        // "move it to b-2"
        Kind::Term(Term::Link(Link::To)) if moves(parser) => unknown_place(parser, at),
        _ => None,
    }
}

fn named_place(parser: &mut Parser<'_>, at: usize, place: Place, name: &str) {
    // In a shouted text capitals mean nothing; "the Adelaide cluster" is called so in small letters.
    let quiet = name.to_lowercase();
    // "the DMZ cluster"
    let acronym = name.len() > 1
        && name.bytes().all(|byte| byte.is_ascii_uppercase())
        && at > 0
        && parser.word(at - 1) == "the";
    let city =
        matches!(place, Place::Cluster | Place::Namespace) && (is_capitalised(name) || acronym);
    let name = if parser.shouted || city { &quiet } else { name };
    let words = parser.slice(at..at + 1);
    let (field, what) = slot(place);
    if city && !parser.shouted {
        parser
            .draft
            .assume(format!("\"{words}\" is read as the {what} {name}"));
    }
    if leaves(parser, at) {
        parser.take(at..at + 1, format!("present {what}"));
        parser.draft.assume(format!(
            "\"{words}\" is read as where it runs now and is not checked"
        ));
        return;
    }
    parser.take(at..at + 1, format!("{what} {name}"));
    let label = name.split('.').all(naming::is_dns_label);
    let valid = match place {
        Place::Namespace => naming::is_dns_label(name),
        Place::Cluster => label && name.len() <= 253,
        Place::Region | Place::Zone => name.len() <= 63,
    };
    if valid {
        parser.draft.set(field, name.to_owned(), what, words);
    } else {
        parser.draft.ask(words, format!("\"{name}\" cannot be the name of a {what}: use lower-case letters, digits and hyphens"));
    }
}

/// Whether a word is written like the name of a city.
pub(super) fn is_capitalised(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
        && name.chars().count() > 3
        && name.chars().skip(1).all(char::is_lowercase)
}

/// "move the AMF from cluster a to cluster b": the first place is left.
fn leaves(parser: &Parser<'_>, at: usize) -> bool {
    let from = parser
        .before(at)
        .is_some_and(|before| parser.link(before) == Some(Link::From));
    from && moves(parser)
}

/// Whether the governing verb changes a place.
fn moves(parser: &Parser<'_>) -> bool {
    let moving = [
        "move",
        "migrate",
        "relocate",
        "shift",
        "moving",
        "relocating",
    ];
    let verb = parser.draft.verbs.last();
    verb.is_some_and(|used| used.is_any(&moving))
}

/// "across three zones": how many is the planner's decision, from the availability asked for.
fn several_places(parser: &mut Parser<'_>, at: usize, noun: usize, place: Place) -> usize {
    if let Some(end) = named_places(parser, noun + 1) {
        // "in clusters a-1 and b-2"
        return one_of_places(parser, at..end);
    }
    let words = parser.slice(at..noun + 1);
    let pattern = match place {
        Place::Zone => DeploymentPattern::HighAvailability,
        _ => DeploymentPattern::Distributed,
    };
    parser.take(at..noun + 1, format!("pattern {pattern:?}"));
    if at < noun {
        parser.draft.note(words, format!("the planner decides over how many places functions spread from the availability asked for; does \"{words}\" mean a certain availability?"), false);
    }
    parser
        .draft
        .set(|draft| &mut draft.pattern, pattern, "layout", words);
    noun + 1
}

/// Asks for which of several places an intent is.
fn one_of_places(parser: &mut Parser<'_>, places: std::ops::Range<usize>) -> usize {
    let (words, end) = (parser.slice(places.clone()), places.end);
    parser.take(places, "several places");
    parser.draft.ask(words, format!("one intent goes to one place, and \"{words}\" are several: which one is this intent for?"));
    end
}

/// The lexeme behind two or more names that stand at `at`.
fn named_places(parser: &Parser<'_>, at: usize) -> Option<usize> {
    let is_name = |index: usize| {
        matches!(
            parser.kind(index),
            Some(Kind::Place(..) | Kind::Instance(..))
        ) || (parser.is_unknown(index)
            && (parser.slice(index..index + 1).contains('-')
                || is_numbered(parser.slice(index..index + 1))
                || parser.slice(index..index + 1).len() == 1))
    };
    let mut end = parser.bridge(at);
    let mut names = 0;
    while is_name(end) {
        names += 1;
        end += 1;
        while parser.symbol(end) == Some(',') || parser.link(end).is_some_and(Link::joins) {
            end += 1;
        }
    }
    (names > 1).then_some(end)
}

/// "in Frankfurt": a place, but of which kind?
pub(super) fn unknown_place(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let name = parser.skip_stops(at + 1);
    // "in annex C"
    if (at..name).any(|index| parser.term(index) == Some(Term::Reference)) {
        return None;
    }
    if !parser.is_unknown(name)
        || super::network_rule::numbered_point(parser, name)
        || super::reference::is_calendar(parser, name)
    {
        return None;
    }
    let end = name_end(parser, name);
    // "on the new fixed-wireless slice": it describes what is known.
    let behind = parser.skip_stops(end);
    let names_known = behind == end
        && (parser.named(end).is_some()
            || matches!(parser.noun(end), Some(Noun::Slice | Noun::Replica))
            || matches!(parser.term(end), Some(Term::Slice(_)))
            || matches!(parser.kind(end), Some(Kind::Place(..))));
    let dated = (name..end).any(|index| super::reference::is_calendar(parser, index));
    if names_known || dated {
        return None;
    }
    let words = parser.slice(name..end);
    let nodes = chooses_nodes(parser, at, name..end);
    if let Some(place) = implied(parser, at, name..end).filter(|_| !nodes) {
        if let Some(end) = named_places(parser, name)
            .filter(|end| (name..*end).all(|at| !matches!(parser.kind(at), Some(Kind::Place(..)))))
        {
            return Some(one_of_places(parser, name..end));
        }
        return Some(implied_place(parser, name, place));
    }
    for index in at..end {
        parser.taken[index] = true;
    }
    if nodes {
        parser.draft.ask(words, format!("an intent does not choose nodes, and \"{words}\" are some: name a cluster or a namespace instead, or leave them out"));
        return Some(end);
    }
    let lower = words.to_lowercase();
    let described = is_described(parser, at, name..end);
    parser.draft.note(words, format!("is \"{words}\" a region, a zone, a cluster or a namespace? Write e.g. \"in region {lower}\""), !described);
    Some(end)
}

/// The lexeme behind the name that begins at `at`, with its number: "hall 3", "Terminal 4".
fn name_end(parser: &Parser<'_>, at: usize) -> usize {
    let finite = |index| {
        matches!(
            parser.word(index),
            "runs" | "hangs" | "crashes" | "needs" | "fails"
        )
    };
    let mut end = at;
    while parser.is_unknown(end) && !finite(end) {
        end += 1;
    }
    let numbered = matches!(parser.kind(end), Some(Kind::Number(number)) if number.to_u64().is_some_and(|number| number < 100))
        && parser.named(end + 1).is_none()
        && parser.noun(end + 1).is_none();
    end + usize::from(numbered)
}

/// Whether the name behind the preposition at `at` only describes, so that nobody has to be asked where it is.
fn is_described(parser: &Parser<'_>, at: usize, name: std::ops::Range<usize>) -> bool {
    let words = parser.slice(name.clone());
    // "in Tromsø, cluster ran-tromso-9": where is said.
    let located = parser
        .lexemes
        .iter()
        .any(|lexeme| matches!(lexeme.kind, Kind::Place(..)));
    // "a slice for the car plant in Sanand" says where those are whom it is for.
    // "cut the latency for the gaming slice in Lyon" is about the slice, and no purpose of it.
    let whom = |index: usize| {
        parser.link(index) == Some(Link::For)
            && !parser.has_term(&(index + 1..index + 4), |term| {
                matches!(term, Term::Slice(_) | Term::Noun(Noun::Slice))
            })
    };
    let of_background = parser.before(at).is_some_and(|before| {
        if parser.draft.slice_words.is_some() {
            (0..at).any(whom) || parser.noun(before) == Some(Noun::Devices)
        } else {
            parser.background[before] && parser.word(at) == "in" && is_of_somebody(parser, before)
        }
    });
    // "at the roof site", "at terminal 2": one of several.
    let of_site = |index: usize| matches!(parser.last_word(index), "site" | "sites");
    let one_of_several = of_site(name.end)
        || (parser.is_stop(name.end) && of_site(name.end + 1))
        || (matches!(parser.kind(name.end - 1), Some(Kind::Number(_)))
            && parser.before(at).is_some_and(|before| {
                parser.is_named(before) || parser.noun(before) == Some(Noun::Replica)
            }));
    // "in the press shop" describes; "in Frankfurt" and "in frankfurt" name.
    let on_premises = |index: usize| PREMISES.contains(&parser.word(index));
    let premises = !one_of_several
        && name.clone().any(on_premises)
        && name.clone().all(|index| {
            on_premises(index)
                || !parser
                    .slice(index..index + 1)
                    .starts_with(char::is_uppercase)
        });
    // "a slice for robot cells at edge-dor-04"
    let label = name.len() == 1 && words.contains('-') && naming::is_dns_label(words);
    if label && !located {
        return false;
    }
    located
        || premises
        || of_background
        || (!one_of_several && name.start > at + 1 && words == words.to_lowercase() && !words.contains(['-', '_']))
        // "smart parking in Lisbon wants a slice"
        || (parser.draft.verbs.is_empty()
            && at.checked_sub(1).is_some_and(|before| {
                parser.is_unknown(before)
                    || parser.noun(before) == Some(Noun::Devices)
                    || parser.word(before) == "stuck"
            }))
}

/// Parts of somebody's premises: no region, cluster or namespace is called so.
#[rustfmt::skip]
pub(super) const PREMISES: &[&str] = &[
    "port", "hall", "halls", "building", "workshop", "shop", "terminal", "gate", "dock", "docks", "pier", "berth", "quay", "ward", "floor", "warehouse", "depot", "yard", "refinery", "mill", "plant", "factory", "harbour", "harbor", "stadium", "arena", "hospital", "airport", "mine", "campus", "museum", "quarry", "shaft", "runway", "apron",
];

/// Words with hyphens that name nothing: "in real-time", "on bare-metal".
#[rustfmt::skip]
const HYPHENATED: &[&str] = &[
    "real-time", "near-real-time", "bare-metal", "stand-by", "hot-standby", "cold-standby", "best-effort", "active-active", "active-standby", "active-passive", "on-prem", "on-premises", "off-peak", "line-rate", "go-live", "run-up", "lead-up", "build-up", "roll-out", "day-to-day", "follow-up", "half-duplex", "full-duplex", "off-hours", "high-availability",
];

/// "for the stadium in Turin": whether the purpose that ends with the lexeme at `at` is somebody's or something's.
fn is_of_somebody(parser: &Parser<'_>, at: usize) -> bool {
    let purpose = (0..at)
        .rev()
        .take_while(|index| parser.background[*index])
        .find(|index| parser.link(*index) == Some(Link::For));
    purpose.is_some_and(|purpose| {
        matches!(
            parser.word(purpose + 1),
            "the" | "a" | "an" | "our" | "their" | "his" | "her"
        ) || parser
            .slice(purpose + 1..purpose + 2)
            .starts_with(char::is_uppercase)
    })
}

/// "5glab", "core2": a name with a number in it, and no period: "wave2", "week32".
fn is_numbered(label: &str) -> bool {
    const PERIODS: &[&str] = &[
        "phase", "week", "wave", "release", "round", "sprint", "batch", "quarter", "stage", "year",
        "step", "fy", "cw", "kw", "wk", "day", "layer", "level", "tier",
    ];
    let letters = label.trim_matches(|c: char| c.is_ascii_digit());
    letters.len() > 2
        && letters.len() < label.len()
        && letters.bytes().all(|byte| byte.is_ascii_lowercase())
        && !PERIODS.contains(&letters)
}

/// "in hospital-core", "on edge-site-3": a name as Kubernetes has them, in the place of a namespace or of a cluster.
fn implied(parser: &Parser<'_>, at: usize, name: std::ops::Range<usize>) -> Option<Place> {
    let label = parser.slice(name.clone());
    let named = naming::is_dns_label(label)
        && (label.contains('-') || is_numbered(label))
        && label.starts_with(|first: char| first.is_ascii_alphanumeric())
        && label.bytes().any(|byte| byte.is_ascii_lowercase())
        && !HYPHENATED.contains(&label);
    let place = match parser.word(at) {
        "in" | "into" | "within" | "inside" => Place::Namespace,
        "on" | "onto" => Place::Cluster,
        _ => return None,
    };
    let goes_on = parser.is_unknown(name.end);
    (named && name.len() == 1 && !goes_on && is_free(parser, place)).then_some(place)
}

/// "at edge site den-edge-01": the name of a site is the name of its cluster.
fn site(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let label = parser.slice(at..at + 1);
    // "at the Sydney edge site (syd-edge-01)"
    let bracket = usize::from(at > 1 && parser.symbol(at - 1) == Some('('));
    let of_site = parser.last_word(at.checked_sub(1 + bracket)?) == "site";
    let named = naming::is_dns_label(label)
        && label.contains('-')
        && label.bytes().any(|byte| byte.is_ascii_lowercase());
    if !(of_site && named && is_free(parser, Place::Cluster)) {
        return None;
    }
    if let Some(end) = named_places(parser, at) {
        return Some(one_of_places(parser, at..end));
    }
    Some(implied_place(parser, at, Place::Cluster))
}

/// "UPF in upf-fra is at 90% CPU, double the replicas": takes the place that is told of the functions of the intent.
pub(super) fn take_told(parser: &mut Parser<'_>, at: usize) {
    let name = at + 1;
    if parser.is_unknown(name)
        && let Some(place) = implied(parser, at, name..name_end(parser, name))
    {
        implied_place(parser, name, place);
    }
}

/// Whether no place of this kind is named in the text.
fn is_free(parser: &Parser<'_>, place: Place) -> bool {
    !parser
        .lexemes
        .iter()
        .any(|lexeme| matches!(lexeme.kind, Kind::Place(known, _) if known == place))
}

/// Takes the name at `at` as that of a place whose kind the text does not say.
fn implied_place(parser: &mut Parser<'_>, at: usize, place: Place) -> usize {
    let name = parser.slice(at..at + 1);
    let (_, what) = slot(place);
    let other = match place {
        Place::Namespace => "cluster",
        _ => "namespace",
    };
    named_place(parser, at, place, name);
    parser.draft.assume(format!(
        "\"{name}\" is read as a {what}; if it is a {other}, write \"{other} {name}\""
    ));
    at + 1
}

/// "run the NEF only on the dmz nodes", "on node rack3-srv2": whether functions are kept to nodes that the text names.
fn chooses_nodes(parser: &Parser<'_>, at: usize, name: std::ops::Range<usize>) -> bool {
    const NODES: &[&str] = &[
        "node", "nodes", "host", "hosts", "server", "servers", "worker", "workers", "machine",
        "machines",
    ];
    let only = |index: Option<usize>| index.is_some_and(|at| parser.link(at) == Some(Link::Only));
    let kept = NODES.contains(&parser.word(name.end))
        && (only(at.checked_sub(1)) || only(Some(name.end + 1)));
    let labelled = matches!(
        parser.word(name.start),
        "labelled" | "labeled" | "tagged" | "tainted" | "named" | "called"
    );
    let called = NODES.contains(&parser.word(name.start - 1))
        && (labelled
            || naming::is_dns_label(parser.slice(name.start..name.start + 1))
                && parser.slice(name).contains(['-', '_']));
    kept || called
}

type Slot = fn(&mut Draft) -> &mut Option<String>;

fn slot(place: Place) -> (Slot, &'static str) {
    match place {
        Place::Region => (|draft| &mut draft.placement.region, "region"),
        Place::Zone => (|draft| &mut draft.placement.zone, "zone"),
        Place::Cluster => (|draft| &mut draft.placement.cluster, "cluster"),
        Place::Namespace => (|draft| &mut draft.placement.namespace, "namespace"),
    }
}
