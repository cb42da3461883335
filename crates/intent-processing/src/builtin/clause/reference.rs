//! What stands beside an intent without being part of it: numbers of tickets, commands and manifests.

use std::ops::Range;

use super::Parser;
use super::phrase::{Cues, among, cues};
use crate::builtin::lexeme::Kind;
use crate::builtin::term::{Link, Noun, Term};

/// Fewest digits of a ticket number.
const TICKET_DIGITS: usize = 4;

/// "INC0012345 - …" in front of the text, "SEC-559" anywhere: a ticket.
pub(super) fn ticket(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    // "N13: AUSF to UDM" names a way, and no ticket.
    if parser.kind(at)? != &Kind::Unknown || super::network_rule::numbered_point(parser, at) {
        return None;
    }
    let word = parser.slice(at..at + 1);
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let capital = word.starts_with(|first: char| first.is_ascii_uppercase());
    let separated = matches!(
        parser.symbol(at + 1),
        Some(':' | '-' | '–' | '—' | ',' | ']')
    );
    let labelled = parser.symbol(at + 1) == Some(':');
    let capitals = word.chars().take_while(char::is_ascii_uppercase).count();
    let leads = parser.before(at).is_none()
        && ((separated && digits >= TICKET_DIGITS)
            || (labelled && digits > 0)
            || (capitals >= 2 && digits >= TICKET_DIGITS));
    if !(capital && (leads || is_code(parser, at, word))) {
        return None;
    }
    let why = "is read as a reference and changes nothing";
    Some(parser.set_beside(at..at + 1, "reference", why))
}

/// "SEC-559" anywhere, "GR-3" and "RITM0093312" where no function is expected: capitals and a number.
fn is_code(parser: &Parser<'_>, at: usize, word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
    let behind = &word[letters..];
    let number = behind.trim_start_matches(['-', '_', '.']);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let numbered = number.starts_with(|first: char| first.is_ascii_digit())
        && number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    if letters == 0 || !numbered || super::network_rule::numbered_point(parser, at) {
        return false;
    }
    let separated = behind.len() > number.len();
    let object = parser.before(at).is_some_and(|before| {
        matches!(
            parser.kind(before),
            Some(Kind::Number(_) | Kind::Term(Term::Verb(_) | Term::Multiply(_)))
        ) || parser.link(before).is_some_and(Link::joins)
            || parser.symbol(before) == Some(',')
    });
    // "ticket INC0048812", "change CHG10277": no function has so long a number.
    let long = letters >= 2 && digits > TICKET_DIGITS;
    long || (separated && letters >= 2 && digits >= 3) || (!object && (separated || digits >= 4))
}

/// "ticket 4711", "TS 28.312", "contact +49 89 1234": numbers that only identify.
pub(super) fn identified(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if parser.term(at)? != Term::Reference && !is_numbered_order(parser, at) {
        return None;
    }
    let identifies = |index: usize| {
        matches!(
            parser.kind(index),
            Some(Kind::Number(_) | Kind::Range(..) | Kind::Version(_))
        )
    };
    // "annex C"
    let lettered = parser.is_unknown(at + 1)
        && parser.slice(at + 1..at + 2).len() == 1
        && parser.slice(at + 1..at + 2).starts_with(char::is_uppercase);
    if lettered {
        parser.take(at..at + 2, "reference");
        parser.background[at + 1] = true;
        return Some(at + 2);
    }
    let passed = |index: usize| {
        identifies(index)
            // "ext. 4417"
            || (index == at + 1 && parser.symbol(index) == Some('.') && !parser.begins_line(index + 1))
            // "contract SLA-2"
            || (index == at + 1 && is_coded(parser, index))
            // "step 4 of 9"
            || (parser.word(index) == "of" && identifies(index + 1) && index > at + 1)
            || matches!(
                parser.symbol(index),
                Some('+' | '#' | '/' | '-' | ':')
            )
            || (parser.symbol(index) == Some('(') && index == at + 1)
            // "my ticket is 4711"
            || matches!(parser.word(index), "is" | "no" | "number" | "code" | ".")
    };
    let mut end = at
        + 1
        + (at + 1..parser.lexemes.len())
            .take_while(|index| passed(*index))
            .count();
    while end > at + 1 && !(identifies(end - 1) || is_coded(parser, end - 1)) {
        end -= 1;
    }
    // "case: 3 AMF replicas" counts.
    let counts = parser.named(end).is_some() || parser.noun(end).is_some();
    if end == at + 1 || counts {
        return None;
    }
    let why = "is read as a reference and changes nothing";
    Some(parser.set_beside(at..end, "reference", why))
}

/// Whether the word at `at` is a code of capitals and digits held together: "SLA-2".
fn is_coded(parser: &Parser<'_>, at: usize) -> bool {
    let word = parser.slice(at..at + 1);
    parser.is_unknown(at)
        && word.starts_with(|first: char| first.is_ascii_uppercase())
        && word.contains('-')
        && word.ends_with(|last: char| last.is_ascii_digit())
}

/// "order 118", "change 30112": nouns that are verbs elsewhere, in front of a number nobody counts with.
fn is_numbered_order(parser: &Parser<'_>, at: usize) -> bool {
    const NOUNS: &[&str] = &["order", "change", "request", "release note"];
    let digits = parser.slice(at + 1..at + 2);
    NOUNS.contains(&parser.lower(at))
        && digits.len() >= TICKET_DIGITS - 1
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (super::count::closes(parser, at + 2)
            || parser.symbol(at + 2) == Some(':')
            || matches!(
                parser.word(at + 2),
                "concerns"
                    | "covers"
                    | "is"
                    | "asks"
                    | "requests"
                    | "requires"
                    | "deals"
                    | "foresees"
                    | "comprises"
                    | "affects"
            ))
}

/// Units of what a network is not asked for: money, electricity, lengths, weights.
#[rustfmt::skip]
const FOREIGN_UNITS: Cues = cues![
    "w", "kw", "mw", "gw", "kwh", "mwh", "gwh", "watt", "watts", "kilowatt", "kilowatts", "megawatt", "megawatts", "kilowatt hours", "kilowatt-hours", "megawatt hours", "megawatt-hours",
    "eur", "usd", "gbp", "euro", "euros", "dollar", "dollars", "pounds", "cents", "francs", "km", "kilometre", "kilometres", "kilometer", "kilometers", "metre", "metres", "miles", "kg", "tons", "tonnes", "degrees",
    "people", "persons", "colleagues", "votes", "pages", "racks", "alarms", "complaints", "tickets", "messages", "mails", "nights", "incidents", "outages", "crashes",
];

/// Whether an amount of money, electricity or the like begins at `at`.
pub(super) fn is_foreign(parser: &Parser<'_>, at: usize) -> bool {
    let amount = |index: usize| matches!(parser.kind(index), Some(Kind::Number(_)));
    let currency = |index: usize| matches!(parser.symbol(index), Some('€' | '$' | '£'));
    (currency(at) && amount(at + 1))
        || (amount(at) && (currency(at + 1) || among(parser.lower(at + 1), FOREIGN_UNITS)))
}

/// "1,750 watts", "2.4 kW", "€ 1,900": amounts of what no intent asks for.
pub(super) fn foreign(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if !is_foreign(parser, at) {
        return None;
    }
    // "3 votes to 1"
    let against = parser.link(at + 2) == Some(Link::To)
        && matches!(parser.kind(at + 3), Some(Kind::Number(_)))
        && parser.lower(at + 1) == "votes";
    let end = at + if against { 4 } else { 2 };
    let why = "is no amount of a network and changes nothing";
    Some(parser.set_beside(at..end, "an amount of something else", why))
}

/// "one replica at a time", "two pods at a time": how fast, which the rollout decides.
pub(super) fn pace(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let Kind::Number(_) = parser.kind(at)? else {
        return None;
    };
    let copies =
        |index: usize| parser.noun(index) == Some(Noun::Replica) || parser.named(index).is_some();
    let end = at
        + 1
        + (at + 1..parser.lexemes.len())
            .take_while(|index| copies(*index))
            .count();
    if !matches!(
        parser.lower(end),
        "at a time" | "after the other" | "after another"
    ) {
        return None;
    }
    let why = "is how every rollout goes unless the planner allows more, and changes nothing";
    Some(parser.set_beside(at..end + 1, "pace", why))
}

/// "kubectl scale …": a command is not carried out and not translated.
pub(super) fn command(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let document = (at == 0 && parser.symbol(at) == Some('<'))
        || (parser.symbol(at) == Some('{') && (at == 0 || parser.symbol(at + 1) == Some('"')));
    if !document && parser.term(at)? != Term::Command {
        return None;
    }
    let words = parser.slice(at..at + 1);
    parser.taken[at] = true;
    parser.draft.ask(words, format!("\"{words}\" reads like a command or a manifest, and an intent is a sentence: what should happen to which function?"));
    Some(at + 1)
}

/// Units of time longer than any latency, and what stands behind the number of a clock.
#[rustfmt::skip]
const CALENDAR: Cues = cues![
    "am", "pm", "utc", "cet", "cest", "gmt", "h", "hrs", "hour", "hours", "minute", "minutes", "min", "mins", "day", "days", "week", "weeks", "month", "months", "year", "years", "quarter", "o'clock",
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mondays", "fridays", "weekends", "midnight", "noon", "a.m", "p.m", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "winter", "spring", "summer", "autumn", "christmas", "easter", "season", "times", "today", "tomorrow", "dawn", "dusk", "eob", "eod", "cob", "hrs", "q1", "q2", "q3", "q4", "ist", "jst", "kst", "sgt", "aest", "aedt", "est", "pst", "msk", "bst", "eet", "sast", "gst", "yesterday", "afternoon", "nightly", "daily",
];

/// "by Friday", "14:30", "48 hours", "31 March": when is not part of an intent, and is said to change nothing.
pub(super) fn moment(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if leads_to_moment(parser, at) {
        return Some(at + 1);
    }
    if !matches!(
        parser.kind(at)?,
        Kind::Number(_) | Kind::Range(..) | Kind::Unknown
    ) {
        return None;
    }
    let end = date(parser, at)
        .or_else(|| hours(parser, at))
        .or_else(|| counted_time(parser, at))
        .or_else(|| calendar_word(parser, at))?;
    // "every Friday at 18:00"
    let again = at.checked_sub(1).filter(|each| {
        parser.link(*each) == Some(Link::Each)
            && matches!(parser.word(*each), "every" | "each")
            && parser.is_unknown(at)
    });
    // "about 300 devices sending every minute": how they use what is asked for.
    let of_devices = (0..at).any(|index| parser.noun(index) == Some(Noun::Devices))
        || parser.draft.slice_words.is_some();
    if let Some(each) = again.filter(|_| !of_devices) {
        let words = parser.slice(each..end);
        parser.draft.ask(words, format!("\"{words}\" asks for it again and again, and an intent is carried out once: what should be now?"));
    }
    let why = "says when and changes nothing; an intent is carried out at once";
    Some(parser.set_beside(at..end, "time", why))
}

/// "by 2027", "by 14:30", "from 30 June": whether the word at `at` only leads to the moment behind it.
fn leads_to_moment(parser: &Parser<'_>, at: usize) -> bool {
    let link = parser.link(at);
    let dated =
        || is_number(parser, at + 1) && is_calendar(parser, at + 2) && parser.is_unknown(at + 2);
    (link == Some(Link::By) && (is_year(parser, at + 1) || clock(parser, at + 1).is_some()))
        || (matches!(link, Some(Link::By | Link::From | Link::To)) && dated())
}

/// The lexeme behind "02:00 to 04:00", "18:00 CET".
fn hours(parser: &Parser<'_>, at: usize) -> Option<usize> {
    let end = clock(parser, at)?;
    let joined = matches!(parser.link(end), Some(Link::To | Link::And))
        || matches!(parser.symbol(end), Some('-' | '–'));
    let end = clock(parser, end + 1).filter(|_| joined).unwrap_or(end);
    Some(end + usize::from(is_calendar(parser, end)))
}

/// The lexeme behind "48 hours", "4 April 2024", "2027", "at six".
fn counted_time(parser: &Parser<'_>, at: usize) -> Option<usize> {
    let unit = is_calendar(parser, at + 1);
    if !((unit && is_number(parser, at)) || is_year(parser, at) || is_hour(parser, at)) {
        return None;
    }
    let end = at + 1 + usize::from(unit);
    let dated = unit && is_century(parser, end) && super::count::closes(parser, end + 1);
    Some(end + usize::from(dated))
}

/// The lexeme behind "Friday", "March 31", "midnight to five".
fn calendar_word(parser: &Parser<'_>, at: usize) -> Option<usize> {
    if !parser.is_unknown(at) || !is_calendar(parser, at) {
        return None;
    }
    let until_hour = parser.link(at + 1) == Some(Link::To)
        && matches!(parser.kind(at + 2), Some(Kind::Number(hour)) if hour.to_u64().is_some_and(|hour| hour <= 24))
        && matches!(parser.word(at), "midnight" | "noon");
    let day = is_number(parser, at + 1) && parser.named(at + 2).is_none();
    let passed = if until_hour { 2 } else { usize::from(day) };
    Some(clock(parser, at + 1).unwrap_or(at + 1 + passed))
}

fn is_number(parser: &Parser<'_>, at: usize) -> bool {
    matches!(parser.kind(at), Some(Kind::Number(_)))
}

/// Whether the word at `at` is of a calendar or a clock: "Friday", "1h".
pub(super) fn is_calendar(parser: &Parser<'_>, at: usize) -> bool {
    let word = parser.lower(at);
    // "10 a.m."
    if matches!(parser.lower(at), "a.m" | "p.m") {
        return true;
    }
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    among(unit, CALENDAR) && (unit.len() == word.len() || parser.is_unknown(at))
}

/// Words in front of a year or an hour.
const BEFORE_MOMENTS: &[&str] = &[
    "by", "in", "until", "till", "since", "before", "after", "during", "of", "at", "from",
];

/// "by 2027": four digits of this century behind a word of time, with nothing counted behind them.
fn is_year(parser: &Parser<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| parser.word(before));
    is_century(parser, at)
        && BEFORE_MOMENTS.contains(&before)
        && super::count::closes(parser, at + 1)
}

/// Whether four digits of this century or the end of the last stand at `at`.
fn is_century(parser: &Parser<'_>, at: usize) -> bool {
    let year = match parser.kind(at) {
        Some(Kind::Number(value)) => value.to_u64(),
        _ => None,
    };
    year.is_some_and(|year| (1990..2100).contains(&year)) && parser.slice(at..at + 1).len() == 4
}

/// The lexeme behind "2024-11-05".
fn date(parser: &Parser<'_>, at: usize) -> Option<usize> {
    let Kind::Range(year, month) = parser.kind(at)? else {
        return None;
    };
    let day = match parser.kind(at + 1)? {
        Kind::Number(day) => day.to_u64()?,
        _ => return None,
    };
    let joined = parser.tokens[parser.lexemes[at + 1].first].joined == Some('-');
    let dated = (1990..2100).contains(&year.to_u64()?)
        && (1..=12).contains(&month.to_u64()?)
        && (1..=31).contains(&day);
    (joined && dated).then_some(at + 2)
}

/// "the electricians come at six": an hour, where no verb says that a number is wanted.
fn is_hour(parser: &Parser<'_>, at: usize) -> bool {
    let Some(Kind::Number(value)) = parser.kind(at) else {
        return false;
    };
    let hour = value.to_u64().is_some_and(|hour| hour <= 24);
    let told = at
        .checked_sub(2)
        .is_some_and(|verb| parser.is_unknown(verb));
    let before = at.checked_sub(1).map_or("", |before| parser.word(before));
    let ends = matches!(parser.symbol(at + 1), Some(',' | ';' | '.'));
    hour && told && ends && before == "at" && parser.verb().is_none()
}

/// "1) … 2) …", "1. …" at the beginning of a line: the number of an item.
pub(super) fn item(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let number = matches!(parser.kind(at)?, Kind::Number(_));
    let opened = (at.saturating_sub(6)..at).any(|index| parser.symbol(index) == Some('('));
    let pointed = parser.symbol(at + 1) == Some('.')
        && (at == 0 || parser.begins_line(at))
        && at + 2 < parser.lexemes.len()
        && !parser.begins_line(at + 2);
    let enclosed = !opened && parser.symbol(at + 1) == Some(')');
    if !(number && (enclosed || pointed)) {
        return None;
    }
    parser.take(at..at + 1, "number of an item");
    parser.background[at] = true;
    Some(at + 2)
}

/// The lexeme behind "14:30" or "01:00-03:00": written without white space, with two digits behind each colon.
fn clock(parser: &Parser<'_>, at: usize) -> Option<usize> {
    let hour = |index: usize| {
        matches!(parser.kind(index), Some(Kind::Number(_) | Kind::Range(..)))
            && parser.symbol(index + 1) == Some(':')
            && matches!(
                parser.kind(index + 2),
                Some(Kind::Number(_) | Kind::Range(..))
            )
    };
    if !hour(at) {
        return None;
    }
    let end = if hour(at + 2) { at + 5 } else { at + 3 };
    let words = parser.slice(at..end);
    let written = words.split([':', '-', '–']).all(|part| part.len() <= 2)
        && words
            .split(':')
            .skip(1)
            .all(|part| part.len() == 2 || part.len() == 5);
    written.then_some(end)
}

/// "-5 ms": nothing here can be less than nothing.
pub(super) fn negative(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    if let Some(end) = below_zero(parser, at) {
        return Some(end);
    }
    let minus = matches!(parser.symbol(at)?, '-' | '−');
    let number = matches!(parser.kind(at + 1)?, Kind::Number(_) | Kind::Quantity(..));
    let token = |index: usize| {
        let lexeme = parser.lexemes.get(index)?;
        Some((
            parser.tokens.get(lexeme.first)?.start,
            parser.tokens.get(lexeme.next - 1)?.end,
        ))
    };
    let (start, end) = token(at)?;
    let glued = token(at + 1).is_some_and(|(next, _)| next == end);
    let apart = at
        .checked_sub(1)
        .and_then(token)
        .is_none_or(|(_, before)| before < start);
    let words = parser.slice(at..at + 2);
    if !(minus && number && glued && apart) {
        return None;
    }
    parser.take(at..at + 2, "a negative number");
    parser.draft.ask(
        words,
        format!("\"{words}\" is less than nothing: which number is meant?"),
    );
    Some(at + 2)
}

/// "the target is minus three": less than nothing, in words.
fn below_zero(parser: &mut Parser<'_>, at: usize) -> Option<usize> {
    let stated = at.checked_sub(1).is_some_and(|before| {
        matches!(
            parser.word(before),
            "is" | "are" | "be" | "becomes" | "at" | "of" | "reads"
        )
    });
    let number = matches!(parser.kind(at + 1)?, Kind::Number(_));
    if parser.word(at) != "minus" || !stated || !number {
        return None;
    }
    let words = parser.slice(at..at + 2);
    parser.take(at..at + 2, "a negative number");
    parser.draft.ask(
        words,
        format!("\"{words}\" is less than nothing: which number is meant?"),
    );
    Some(at + 2)
}

impl Parser<'_> {
    /// Sets words beside the intent that are no part of it, says why, and answers the lexeme behind them.
    pub(super) fn set_beside(&mut self, range: Range<usize>, meaning: &str, why: &str) -> usize {
        let words = self.slice(range.clone());
        self.background[range.clone()].fill(true);
        self.draft.assume(format!("\"{words}\" {why}"));
        let end = range.end;
        self.take(range, meaning);
        end
    }
}
