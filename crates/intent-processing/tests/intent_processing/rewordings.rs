//! What an intent means does not change with its courtesies, with the letter around it, or with how its numbers and
//! functions are spelled; with another function or another number it changes in that place only. Every intent of
//! `tests/corpus` that is understood is reworded in these ways, and read again.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use regex::{Captures, Regex};
use serde_json::Value;

use crate::scorer::{Entry, entries, score};

/// The letter around an intent: what stands before it, and behind it.
const LETTERS: &[(&str, &str)] = &[
    ("Hi team, ", ""),
    (
        "Good morning,\n\n",
        "\n\nKind regards,\nMarta Lindqvist\nCore Operations",
    ),
    ("", " Thanks!"),
    ("", " Thank you very much in advance."),
    ("NOC-20871: ", ""),
    ("FYI all: ", ""),
    ("[P2] ", ""),
    ("> ", ""),
    ("Hey folks - ", ""),
    ("\"", "\""),
    ("", "\n-- \nSent from my phone"),
    ("Change request\n\n", ""),
    ("As agreed in the CAB this morning: ", ""),
    ("Quick one: ", " Cheers"),
    ("Subject: core change of tonight\n\n", ""),
    ("We had a look at the dashboards yesterday. ", ""),
    ("", " Please let me know when it is done."),
    ("", " If anything is unclear, call me on extension 4471."),
    ("", "\n\nRisk: low\nApproved by: J. Moreau"),
    ("Requested by Priya, approved by the change board: ", ""),
    ("", " This has been agreed with the customer."),
    ("- ", ""),
    ("1. ", ""),
    ("@nephoran ", ""),
];

/// What may stand before a verb that opens an intent.
const REQUESTS: &[(&str, &str)] = &[
    ("Please ", ""),
    ("Kindly ", ""),
    ("We need to ", ""),
    ("We want you to ", ""),
    ("I would like you to ", ""),
    ("You should ", ""),
    ("Let us ", ""),
    ("Go ahead and ", ""),
    ("The task is to ", ""),
    ("It is necessary to ", ""),
    ("Now ", ""),
    ("Tonight, ", ""),
    ("Could you ", "?"),
    ("Would you mind to ", "?"),
    ("Can somebody ", "?"),
];

/// Verbs that open an intent.
const OPENING: &str = "^(Deploy|Install|Create|Provision|Scale|Restart|Remove|Delete|Upgrade|Update|Increase|Reduce|Set|Add|Roll|Bring|Spin|Move|Limit|Give|Autoscale|Drain|Enable|Disable|Configure|Minimise|Optimise|Double|Halve|Allow|Keep|Put|Run)\\b";

const WORDS: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// Functions that change places with their neighbours: all of one kind, with nothing that only one of them may have.
const ALIKE: &[(&str, &str)] = &[
    ("AMF", "Access and Mobility Management Function"),
    ("PCF", "Policy Control Function"),
    ("UDM", "Unified Data Management"),
    ("AUSF", "Authentication Server Function"),
    ("NRF", "Network Repository Function"),
    ("SMF", "Session Management Function"),
    ("CHF", "Charging Function"),
    ("NEF", "Network Exposure Function"),
];

/// Remarks about a function that nothing is asked of: what stands before an intent, and behind it.
const REMARKS: &[(&str, &str)] = &[
    ("", " The NWDAF is not affected."),
    ("", " Nothing changes for the NWDAF."),
    ("", " The NWDAF was upgraded last week."),
    ("", " (The NWDAF stays as it is.)"),
    ("", " The NWDAF team has been informed."),
    ("", " The NWDAF runs 3 replicas and needs nothing."),
    ("", " Leave the NWDAF alone."),
    ("", " We had trouble with the NWDAF in May."),
    ("", " The CPU of the NWDAF is at 60 % these days."),
    ("", " NWDAF: no change."),
    ("Yesterday the NWDAF crashed twice. ", ""),
    ("The NWDAF has been fine since Monday. ", ""),
    ("As the NWDAF team reported, load is growing. ", ""),
    ("The two NWDAF pods are healthy again. ", ""),
    ("NWDAF alarm 4711 was cleared at noon. ", ""),
];

/// Words for the same: a pattern, and what may stand in its place.
#[rustfmt::skip]
const SYNONYMS: &[(&str, &[&str])] = &[
    (r"\b([2-9]|1\d) replicas\b", &["$1 pods", "$1 instances", "$1 copies", "$1 ($1) replicas"]),
    (r"\b(\d+) ?ms\b", &["$1 milliseconds", "$1 msec", "${1}ms"]),
    (r"\b(\d+) ?Gbps\b", &["$1 Gbit/s", "$1 gigabits per second", "${1}Gb/s", "$1 Gbits/s"]),
    (r"\b(\d+) ?Mbps\b", &["$1 Mbit/s", "$1 megabits per second", "${1}Mb/s"]),
    (r"\b(\d+) ?%", &["$1 per cent", "$1 percent", "$1%", "$1 %"]),
    (r"\b(\d+)Gi\b", &["$1 GiB", "${1}GiB", "$1 Gi", "$1 gibibytes"]),
    (r"\b([2-9]|1\d) (v?CPU|cores)\b", &["$1 vCPU", "$1 cores", "$1 CPU cores", "$1 CPUs"]),
    (r"(^|[ (])(\d+)k (subscribers|devices|UEs)\b", &["$1$2,000 $3", "$1$2 thousand $3", "$1$2 000 $3", "$1${2}K $3"]),
    (r"\b(in|to) region ([a-z]+-[a-z]+(?:-\d)?)\b", &["$1 the $2 region", "$1 $2", "$1 region \"$2\"", "$1 the region $2"]),
    (r"\b(on|in) cluster ([a-z]+(?:-[a-z]+)?-\d)\b", &["$1 the $2 cluster", "$1 the cluster $2", "$1 cluster `$2`", "$1 the cluster named $2"]),
    (r"\bin namespace ([a-z]+-[a-z]+)\b", &["in the $1 namespace", "in the namespace $1", "in the namespace called $1", "inside namespace $1"]),
    (r"^Deploy\b", &["Install", "Roll out", "Instantiate", "Bring up", "Provision", "Launch", "Spin up"]),
    (r"\bdeploy\b", &["install", "roll out", "instantiate", "bring up", "set up", "launch"]),
    (r"\b([Rr])estart\b", &["${1}eboot", "${1}ecycle", "${1}e-start"]),
    (r"^(Remove|Delete)\b", &["Decommission", "Tear down", "Get rid of", "Uninstall", "Retire", "Delete", "Remove"]),
    (r"\bat least ([2-9]) (replicas|pods)\b", &["no fewer than $1 $2", "a minimum of $1 $2", "not less than $1 $2", "$1 $2 or more"]),
    (r"\bat most ([2-9]) (replicas|pods)\b", &["no more than $1 $2", "a maximum of $1 $2", "not more than $1 $2", "$1 $2 or fewer"]),
    (r"\bwithout (the |an? )?([A-Z]+)\b", &["except $1$2", "minus $1$2", "excluding $1$2", "w/o $1$2"]),
];

fn understood() -> &'static [Entry] {
    static UNDERSTOOD: OnceLock<Vec<Entry>> = OnceLock::new();
    UNDERSTOOD.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
        let understood = |entry: &Entry| score(std::slice::from_ref(entry)).wrong.is_empty();
        entries(&folder).into_iter().filter(understood).collect()
    })
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap()
}

/// Of the labels of the reworded texts a share of `goal` is right.
fn hold(reworded: &[Entry], goal: f64) {
    let scores = score(reworded);
    println!("{} texts\n{}", reworded.len(), scores.table());
    println!("{}", scores.wrong);
    assert!(
        scores.total() >= goal,
        "{:.4}\n{}",
        scores.total(),
        scores.wrong
    );
}

/// An entry with its text changed, if that changes it.
fn with_text(entry: &Entry, text: String) -> Option<Entry> {
    (text != entry.text && text.chars().count() <= 2000).then(|| Entry {
        text,
        ..entry.clone()
    })
}

#[test]
fn a_letter_around_an_intent_changes_nothing() {
    let letters = understood().iter().enumerate().flat_map(|(index, entry)| {
        let some = LETTERS
            .iter()
            .cycle()
            .skip(index * 5 % LETTERS.len())
            .take(4);
        some.filter_map(|(before, behind)| {
            let ends = entry.text.ends_with(['.', '!', '?', '\n']) || !behind.starts_with(' ');
            let stop = if ends { "" } else { "." };
            with_text(entry, format!("{before}{}{stop}{behind}", entry.text))
        })
    });
    hold(&letters.collect::<Vec<_>>(), 0.995);
}

#[test]
fn the_way_it_is_asked_for_changes_nothing() {
    let opening = pattern(OPENING);
    let asked = understood()
        .iter()
        .filter(|entry| opening.is_match(&entry.text))
        .flat_map(|entry| {
            let mut text = entry.text.clone();
            text[..1].make_ascii_lowercase();
            REQUESTS.iter().filter_map(move |(before, behind)| {
                let single = !text
                    .trim_end_matches('.')
                    .contains(['.', '\n', ';', '!', '?']);
                (behind.is_empty() || single).then_some(())?;
                with_text(
                    entry,
                    format!(
                        "{before}{}{behind}",
                        if behind.is_empty() {
                            &text
                        } else {
                            text.trim_end_matches('.')
                        }
                    ),
                )
            })
        });
    hold(&asked.collect::<Vec<_>>(), 0.999);
}

#[test]
fn a_number_in_words_is_the_number() {
    let digits = pattern(r"(^|[ (])([2-9]|1[0-2])([ .,;)]*(?: |$))");
    let spoken = understood().iter().filter_map(|entry| {
        let text = digits.replace_all(&entry.text, |found: &Captures<'_>| {
            let number: usize = found[2].parse().unwrap();
            format!("{}{}{}", &found[1], WORDS[number - 2], &found[3])
        });
        with_text(entry, text.into_owned())
    });
    hold(&spoken.collect::<Vec<_>>(), 0.995);
}

#[test]
fn a_number_in_digits_is_the_number() {
    let words = pattern(&format!(r"\b({})\b", WORDS.join("|")));
    let written = understood().iter().filter_map(|entry| {
        let text = words.replace_all(&entry.text, |found: &Captures<'_>| {
            let place = WORDS.iter().position(|word| *word == &found[1]).unwrap();
            (place + 2).to_string()
        });
        with_text(entry, text.into_owned())
    });
    hold(&written.collect::<Vec<_>>(), 0.99);
}

#[test]
fn a_function_by_its_long_name_is_the_function() {
    let abbreviation = pattern(r"\b(AMF|PCF|UDM|AUSF|NRF|SMF|CHF|NEF)(s?)\b");
    let long = understood().iter().filter_map(|entry| {
        let text = abbreviation.replace_all(&entry.text, |found: &Captures<'_>| {
            let (_, long) = ALIKE.iter().find(|(short, _)| *short == &found[1]).unwrap();
            format!("{long}{}", &found[2])
        });
        with_text(entry, text.into_owned())
    });
    hold(&long.collect::<Vec<_>>(), 0.995);
}

#[test]
fn another_function_in_the_text_is_another_one_in_the_answer() {
    let short = pattern(r"\b(AMF|PCF|UDM|AUSF|NRF|SMF|CHF|NEF)(s?)\b");
    let long = pattern(
        &ALIKE
            .iter()
            .map(|(_, long)| *long)
            .collect::<Vec<_>>()
            .join("|"),
    );
    let bound = pattern(
        r"\bN\d+\b|[Rr]eference point|\b[Nn][a-z]+f\b|\b(amf|pcf|udm|ausf|nrf|smf|chf|nef)\b|session|charg|polic|regist|authenti|mobility|UPF",
    );
    let next = |name: &str| {
        let place = ALIKE
            .iter()
            .position(|(short, long)| *short == name || *long == name)
            .unwrap();
        ALIKE[(place + 1) % ALIKE.len()]
    };
    let changed = understood()
        .iter()
        .filter(|entry| !bound.is_match(&long.replace_all(&entry.text, "")))
        .filter_map(|entry| {
            let text = short.replace_all(&entry.text, |found: &Captures<'_>| {
                format!("{}{}", next(&found[1]).0, &found[2])
            });
            let text = long.replace_all(&text, |found: &Captures<'_>| next(&found[0]).1.to_owned());
            let rename = |value: &Value| -> Value {
                let written = serde_json::to_string(value).unwrap();
                let renamed = short.replace_all(&written, |found: &Captures<'_>| {
                    next(&found[1]).0.to_owned()
                });
                serde_json::from_str(&renamed).unwrap()
            };
            let mut entry = with_text(entry, text.into_owned())?;
            entry.functions = entry.functions.map(|functions| {
                serde_json::from_value(rename(&serde_json::to_value(functions).unwrap())).unwrap()
            });
            entry.expect = entry
                .expect
                .iter()
                .map(|(path, value)| (path.clone(), rename(value)))
                .collect::<BTreeMap<_, _>>();
            Some(entry)
        });
    hold(&changed.collect::<Vec<_>>(), 0.99);
}

#[test]
fn other_words_for_the_same_mean_the_same() {
    let synonyms: Vec<_> = SYNONYMS
        .iter()
        .map(|(words, others)| (pattern(words), *others))
        .collect();
    let reworded = understood().iter().flat_map(|entry| {
        synonyms.iter().flat_map(move |(words, others)| {
            others.iter().filter_map(move |other| {
                with_text(entry, words.replace_all(&entry.text, *other).into_owned())
            })
        })
    });
    hold(&reworded.collect::<Vec<_>>(), 0.995);
}

#[test]
fn a_remark_about_another_function_changes_nothing() {
    let said = pattern(
        r"(?i)nwdaf|analytics|\b(it|they|them|these|those|this|that|everything|all|both|each)\b",
    );
    let asking = understood()
        .iter()
        .filter(|entry| !entry.clarify && entry.functions.is_some() && !said.is_match(&entry.text));
    let remarked = asking.enumerate().flat_map(|(index, entry)| {
        let some = REMARKS
            .iter()
            .cycle()
            .skip(index * 4 % REMARKS.len())
            .take(4);
        some.filter_map(|(before, behind)| {
            let ends = entry.text.ends_with(['.', '!', '?', '\n']) || behind.is_empty();
            let stop = if ends { "" } else { "." };
            with_text(entry, format!("{before}{}{stop}{behind}", entry.text))
        })
    });
    hold(&remarked.collect::<Vec<_>>(), 0.99);
}
