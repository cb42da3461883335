//! Sentences about what is there now: "the AMF runs 3 replicas", "CPU is at 90 %". They ask for nothing.
//!
//! Set aside before any rule reads the text, so that no number of the present is taken for a wish. The functions they name
//! are what "it" and "them" mean in the request beside them.

use std::ops::Range;

use super::cues::{
    ADJECTIVES, CHANGED, DATED, FINE, GOES_ON, INFINITIVES, NOBODY, NOW, OVER, PARTICIPLES, PAST,
    PERHAPS_NOW, POSSESSES, PROMISED, SELDOM, STATES, SUFFICES, TOLD, WISHES,
};
use super::phrase::{Cues, Words, among, cues, has_any, says};
use super::segment::{is_order, is_share, segments};
use super::{Parser, bystander, circumstance, context, question, spoken, told};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Metric, Noun, Term};

/// The ranges of lexemes that state the present.
pub(super) fn statements(parser: &Parser<'_>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut subject: Option<usize> = None;
    let segments = segments(parser);
    let asked = question::questions(parser, &segments);
    for (mut segment, sentence_begins) in segments {
        if sentence_begins {
            subject = None;
        }
        // A slice that is only spoken of in front of it was set aside already, and so was the condition of an order.
        let aside = segment
            .clone()
            .take_while(|at| parser.background[*at])
            .count();
        let spoken_of = segment.start..segment.start + aside;
        let orders = parser
            .term(parser.skip_stops(spoken_of.end))
            .is_some_and(is_order);
        if aside < segment.len()
            && (orders || parser.has_term(&spoken_of, |term| matches!(term, Term::Slice(_))))
        {
            segment.start += aside;
        }
        if asked
            .iter()
            .any(|question| question.contains(&segment.start))
        {
            found.push(segment);
            continue;
        }
        let continues = !sentence_begins
            && found
                .last()
                .is_some_and(|last| parser.begins_behind(last.end, segment.start));
        let goes_on = continues
            && (repeats(parser, &segment)
                || counts_unknown(parser, &segment)
                || only_amounts(parser, &segment));
        if is_statement(parser, &segment) || goes_on {
            // "scale the SMF, but leave the UPF as it is": such a clause has its own subject.
            let own = parser.link(segment.start) == Some(Link::Without)
                || matches!(parser.term(segment.start), Some(Term::Verb(_)))
                || has_own_subject(parser, &segment);
            let start = subject.take().filter(|_| !own).unwrap_or(segment.start);
            found.push(start..segment.end);
        } else if only_functions(parser, &segment) {
            subject.get_or_insert(segment.start);
        } else if is_behind_comma(parser, &segment)
            && matches!(parser.word(segment.start), "which" | "who")
            && !asks(parser, &segment)
        {
            // "the SMF, which I named there, is fine": the subject waits for its verb.
        } else {
            subject = None;
        }
    }
    found
}

/// ", savings of 15 % expected": whether a stretch behind a comma has a subject, and not the one in front of the comma.
fn has_own_subject(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    let first = parser.word(segment.start);
    is_behind_comma(parser, segment)
        && !among(first, STATES)
        && !among(first, GOES_ON)
        && !parser.names_function(segment)
}

fn is_behind_comma(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    segment.start > 0 && parser.symbol(segment.start - 1) == Some(',')
}

/// Whether a clause states the present, or speaks of something beside the request.
fn is_statement(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    let words = parser.norms(segment.clone());
    if is_beside(parser, segment, &words) {
        return true;
    }
    // "512Mi per pod is fine"
    let fine = || {
        says(&words, FINE)
            && (parser.has_kind(segment, is_quantity) || counts_replicas(parser, segment, &words))
            && !parser.names_function(segment)
    };
    let suffices = (says(&words, SUFFICES) && has_value(parser, segment)) || fine();
    if suffices || wishes(&words) || says(&words, INFINITIVES) || asks(parser, segment) {
        return false;
    }
    let names_environment =
        || parser.has_term(segment, |term| matches!(term, Term::Environment(_)));
    keeps_number(parser, segment)
        || told::is_apposition(parser, segment, &words)
        || told::is_version_there(parser, segment)
        || spoken::is_there_already(parser, segment, &words)
        || spoken::complains(parser, segment, &words)
        || describes(parser, segment, &words)
        || ((has_value(parser, segment) || names_environment())
            && is_present(parser, segment, &words))
}

/// "a single replica is fine", but not "the three replicas are fine".
fn counts_replicas(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    parser.has_kind(segment, is_number)
        && parser.has_term(segment, |term| term == Term::Noun(Noun::Replica))
        && !has_any(words, cues!["the", "our", "these", "those", "all"])
}

fn is_quantity(kind: &Kind) -> bool {
    matches!(kind, Kind::Quantity(..))
}

fn is_number(kind: &Kind) -> bool {
    matches!(kind, Kind::Number(_))
}

/// ", which has 3 pods,": what somebody has, between commas.
fn is_relative_state(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    let opened = is_behind_comma(parser, segment);
    let closed = matches!(parser.symbol(segment.end), Some(',' | '.'));
    let state = matches!(
 words[..], ["which" | "who", state, ..] if matches!(state, "has" | "have" | "had" | "runs" | "ran" | "currently"));
    opened && closed && state && has_value(parser, segment) && !asks(parser, segment)
}

/// "the SMF keeps its 3 replicas": a function and what it has and goes on to have.
fn keeps_number(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    const KEEPS: Cues = cues!["keeps", "stays", "remains", "retains"];
    segment
        .clone()
        .skip(1)
        .any(|at| among(parser.word(at), KEEPS) && parser.names_function(&(segment.start..at)))
}

/// Whether a word makes a wish of a clause. "In May" and "3 May" are none.
fn wishes(words: &Words<'_>) -> bool {
    let month = |pair: &[&str]| {
        pair[1] == "may"
            && (among(pair[0], DATED) || pair[0].starts_with(|first: char| first.is_ascii_digit()))
    };
    words
        .iter()
        .any(|word| among(word, WISHES) && (*word != "may" || !words.windows(2).any(month)))
}

/// Whether a clause that says what nobody wants asks for something all the same.
pub(super) fn wishes_beyond(words: &Words<'_>) -> bool {
    has_any(words, cues!["must", "should", "shall", "please"])
}

/// Whether a clause is about what is over, what others said or did, or what stays as it is.
fn is_beside(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    // "we could have used two more"
    let hindsight = words.windows(3).any(|three| {
        matches!(three[0], "could" | "would" | "should")
            && three[1] == "have"
            && (three[2].ends_with("ed") || three[2] == "been")
    });
    let told = says(words, TOLD) || context::recounts(parser, segment);
    // "the traffic has doubled", "registrations have grown by 12 %"
    let changed = words
        .windows(2)
        .any(|pair| matches!(pair[0], "has" | "have" | "had") && among(pair[1], CHANGED));
    hindsight
        || bystander::is_clause(parser, segment)
        || (changed && !wishes_beyond(words))
        || told::is_ours(parser, segment, words)
        || told::is_of_the_past(parser, segment, words)
        || told::happened(parser, segment, words)
        || says(words, OVER)
        || (says(words, NOBODY) && !wishes_beyond(words))
        || (told && !asks(parser, segment))
        || is_relative_state(parser, segment, words)
        || context::thanks(words)
        || (context::misses(parser, segment) && !asks(parser, segment))
        || context::keeps(parser, segment, words)
        || context::refuses(parser, segment, words)
        || context::denies(parser, segment, words)
        || circumstance::reports_figure(parser, segment, words)
        || circumstance::judges_deed(parser, segment, words)
        || circumstance::describes_machines(parser, segment, words)
        || circumstance::denies_rest(words)
        || circumstance::measures_in_brackets(parser, segment)
        || circumstance::is_counted_done(parser, segment, words)
        || circumstance::is_observed(parser, segment, words)
        || circumstance::is_outdated(parser, segment, words)
        || circumstance::is_well(parser, segment, words)
        || circumstance::weighs_up(parser, segment, words)
        || circumstance::is_unable(parser, segment, words)
        || circumstance::is_ailing(parser, segment, words)
        || circumstance::is_occasion(parser, segment, words)
        || circumstance::suffers(parser, segment, words)
        || (speaks_of_values(parser, segment) && context::reports(parser, segment, words))
}

/// Whether a clause without a wish says how something was, is or seems.
fn describes(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    let functions = parser.names_function(segment);
    let counts = parser.has_kind(segment, is_number);
    // "an availability of 99.99 % was agreed" asks for it.
    let promised = |term| {
        matches!(
            term,
            Term::Metric(Metric::Availability | Metric::PacketErrorRate) | Term::Goal(_)
        )
    };
    let share = || parser.has_kind(segment, is_share) && !parser.has_term(segment, promised);
    // "the last one was killed at 6Gi"; what was promised is wanted.
    let amounts = || {
        parser.has_kind(segment, is_quantity)
            && says(words, cues!["was", "were"])
            && !says(words, PROMISED)
    };
    (says(words, PAST) && (functions || counts || share()))
        || amounts()
        || (says(words, NOW) && !parser.has_term(segment, sets))
        || (is_adjective(words) && (functions || parser.has_term(segment, is_measured)))
        || (counts && !functions && says(words, POSSESSES) && !counts_known(parser, segment))
        || (functions && (is_share_alone(parser, segment) || is_complaint(parser, segment)))
}

/// Whether a term is a setting that a text can ask for without a verb.
fn sets(term: Term) -> bool {
    matches!(
        term,
        Term::Encryption(_)
            | Term::Authentication(_)
            | Term::Isolation(_)
            | Term::Slice(_)
            | Term::Noun(Noun::Mesh | Noun::Monitoring)
            | Term::Goal(_)
            | Term::Pattern(_)
            | Term::Link(Link::Only | Link::MayReach | Link::Accepts | Link::Allow)
    )
}

/// "- AMF 81 %" on a line of its own: how much of a function is in use.
fn is_share_alone(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    let plain = |at: usize| {
        parser.kind(at).is_some_and(is_share)
            || parser.is_stop(at)
            || parser.is_named(at)
            || matches!(parser.symbol(at), Some('-' | '•' | '*' | ':' | '|'))
            || matches!(
                parser.noun(at),
                Some(Noun::Cpu | Noun::Memory | Noun::Utilisation)
            )
    };
    let line = segment.start == 0
        || parser.begins_line(segment.start)
        || (parser.symbol(segment.start - 1).is_some() && parser.begins_line(segment.start - 1));
    line && segment.clone().all(plain) && parser.has_kind(segment, is_share)
}

/// "the UPF costs us a fortune, make it cheaper": a clause about a function and something measured, without a value, in
/// front of an order that is about "it".
fn is_complaint(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    let asked_for = |term| {
        matches!(
            term,
            Term::Slice(_)
                | Term::Noun(Noun::Slice)
                | Term::Pattern(_)
                | Term::Environment(_)
                | Term::Link(Link::MayReach | Link::Only | Link::Without)
        )
    };
    let figure = |kind: &Kind| {
        matches!(
            kind,
            Kind::Number(_) | Kind::Quantity(..) | Kind::Times(_) | Kind::Version(_)
        )
    };
    parser.has_term(segment, |term| matches!(term, Term::Metric(_)))
        && !parser.has_term(segment, asked_for)
        && !parser.has_kind(segment, figure)
        && meant_behind(parser, segment.end)
}

/// Whether a clause with a value says what is there now.
fn is_present(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>) -> bool {
    let pronoun = matches!(words.first(), Some(&("it" | "they")));
    if says(words, NOW) || (pronoun && says(words, cues!["at"])) {
        return true;
    }
    let state = words
        .iter()
        .position(|word| among(word, STATES))
        .filter(|state| *state > 0);
    let Some(state) = state else {
        return false;
    };
    // "it is necessary to run five SMFs", "kindly run the UPF with 4 replicas from now on"
    let ordered =
        words[state] == "run" && matches!(words[state - 1], "to" | "please" | "kindly" | "now");
    if ordered || says(words, cues!["is necessary", "from now on"]) {
        return false;
    }
    // "never uses the 8Gi it requests", but not "it never has fewer than three"
    let bounds = |term| {
        matches!(
            term,
            Term::Link(Link::AtLeast | Link::AtMost | Link::Minimum | Link::Maximum)
        )
    };
    (among(words[state - 1], SELDOM) && !parser.has_term(segment, bounds))
        || has_any(words, PERHAPS_NOW)
        || words.get(state + 1) == Some(&"running")
        || counts_copies(parser, segment, words, state)
        || is_at(parser, segment, words, state)
}

/// Whether the order that comes next is about "it": "the UPF costs us a fortune, make it cheaper".
fn meant_behind(parser: &Parser<'_>, at: usize) -> bool {
    let verb = (at..parser.lexemes.len())
        .find(|index| matches!(parser.term(*index), Some(Term::Verb(_) | Term::Multiply(_))));
    verb.is_some_and(|verb| matches!(parser.word(verb + 1), "it" | "them" | "this"))
        && !parser.names_function(&(at..parser.lexemes.len()))
}

/// Whether something is counted that an intent could ask for.
fn counts_known(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    let known = |kind: &Kind| {
        matches!(
            kind,
            Kind::Quantity(..)
                | Kind::Term(Term::Noun(_) | Term::Metric(_) | Term::Core | Term::Slice(_))
        )
    };
    parser.has_kind(segment, known)
}

/// Whether a clause orders something, or counts what has to be served.
fn asks(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    segment.clone().any(|at| match parser.term(at) {
        Some(Term::Verb(_) | Term::Multiply(_)) => !among(parser.word(at), PARTICIPLES),
        Some(Term::Noun(noun)) => matches!(
            noun,
            Noun::Subscribers
                | Noun::Sessions
                | Noun::Devices
                | Noun::Cells
                | Noun::Slice
                | Noun::Sst
                | Noun::Sd
                | Noun::Snssai
        ),
        _ => false,
    })
}

/// Whether a clause has a number, a place or a kind of slice.
fn speaks_of_values(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    let spread = |term| matches!(term, Term::Slice(_) | Term::Together | Term::Apart);
    has_value(parser, segment) || parser.has_term(segment, spread)
}

/// Whether a clause has a number or a place.
pub(super) fn has_value(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    let value = |kind: &Kind| {
        matches!(
            kind,
            Kind::Number(_)
                | Kind::Quantity(..)
                | Kind::Times(_)
                | Kind::Version(_)
                | Kind::Place(..)
        )
    };
    parser.has_kind(segment, value)
}

/// "the AMF runs 3 replicas", "we have two UPFs", "there are 4 SMF replicas".
fn counts_copies(
    parser: &Parser<'_>,
    segment: &Range<usize>,
    words: &Words<'_>,
    state: usize,
) -> bool {
    let copies = |at: usize| {
        let counted = || parser.before(at).and_then(|before| parser.kind(before));
        parser.noun(at) == Some(Noun::Replica)
            || (parser.is_named(at) && counted().is_some_and(is_number))
    };
    let subject = || {
        matches!(words[state - 1], "we" | "there" | "i" | "they" | "it")
            || segment
                .clone()
                .take_while(|at| !among(parser.word(*at), STATES))
                .any(|at| parser.is_named(at))
    };
    // "the SMF runs 2."
    let last = segment.end - 1;
    let bare = || {
        parser.kind(last).is_some_and(is_number)
            && last > segment.start
            && matches!(parser.word(last - 1), "runs" | "run" | "has" | "have")
    };
    matches!(words[state], "runs" | "run" | "has" | "have" | "are" | "is")
        && (segment.clone().any(copies) || bare())
        && subject()
}

/// "traffic is low then".
fn is_adjective(words: &Words<'_>) -> bool {
    words
        .windows(2)
        .any(|pair| matches!(pair[0], "is" | "are") && among(pair[1], ADJECTIVES))
}

/// Whether a term is something measured.
fn is_measured(term: Term) -> bool {
    is_resource(term) || matches!(term, Term::Metric(_) | Term::Noun(Noun::Utilisation))
}

fn is_resource(term: Term) -> bool {
    matches!(term, Term::Noun(Noun::Cpu | Noun::Memory | Noun::Storage))
}

/// "CPU is at 90 %".
fn is_at(parser: &Parser<'_>, segment: &Range<usize>, words: &Words<'_>, state: usize) -> bool {
    const AT: Cues = cues!["at", "under", "over", "below", "above", "around", "down"];
    let used = |term| is_resource(term) || term == Term::Noun(Noun::Utilisation);
    words.get(state + 1).is_some_and(|word| among(word, AT))
        && parser.has_term(segment, used)
        && parser.has_kind(segment, is_share)
}

/// "…, SMF 2" behind a statement: a function and its number, and nothing else.
fn repeats(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    let plain = |at: usize| {
        parser.is_stop(at)
            || parser.is_named(at)
            || parser.noun(at) == Some(Noun::Replica)
            || parser.kind(at).is_some_and(is_number)
    };
    segment.clone().all(plain)
        && parser.has_kind(segment, is_number)
        && parser.names_function(segment)
        && !has_any(&parser.norms(segment.clone()), WISHES)
}

/// "… and 32 GiB" behind a statement: amounts of resources and nothing else.
fn only_amounts(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    segment.clone().all(|at| {
        parser.is_stop(at)
            || parser.kind(at).is_some_and(is_quantity)
            || parser.term(at).is_some_and(is_resource)
    })
}

/// "…, 14 racks and 2 feeds" behind a statement: a number and words that are not known, but not "7 would be correct".
fn counts_unknown(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    let plain = |at: usize| {
        parser.is_stop(at)
            || parser.is_unknown(at)
            || matches!(parser.term(at), Some(Term::Metric(_)))
            || parser.link(at) == Some(Link::Per)
    };
    segment.len() > 1
        && parser.kind(segment.start).is_some_and(is_number)
        && segment.clone().skip(1).all(plain)
        && !has_any(
            &parser.norms(segment.clone()),
            cues!["would", "should", "must", "shall"],
        )
}

/// "the AMF [and the SMF run 3 replicas]": the beginning of a subject.
fn only_functions(parser: &Parser<'_>, segment: &Range<usize>) -> bool {
    segment
        .clone()
        .all(|at| parser.is_stop(at) || parser.is_named(at))
        && !parser
            .norms(segment.clone())
            .iter()
            .any(|word| among(word, WISHES) || *word == "excluded")
}
