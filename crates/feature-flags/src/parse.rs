//! Reading a flag file: YAML text to a valid [`FlagSet`], or the first error with its line and column.
//!
//! Fields nobody knows become warnings, so that a file written for a later release still works; values
//! that cannot be right are errors, so that a bad edit never turns a flag silently on or off.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_ignored::Path;
use serde_saphyr::{Spanned, UserMessageFormatter};

use crate::flag::{CACHING_FLAG_NAMES, Flag, FlagSet, canonical_name};
use crate::validate::{self, FlagSetError, Located, Position};

/// What the API server lets a ConfigMap hold, in bytes.
const SIZE_LIMIT: usize = 1 << 20;

/// How many events aliases may expand to: a file of ordinary size, not an expansion bomb.
const ALIAS_LIMIT: usize = 100_000;

/// Fields that describe a flag to people and take no part in a judgement.
const DESCRIPTIVE_FIELDS: [&str; 10] = [
    "alertingRules",
    "createdAt",
    "createdBy",
    "description",
    "experimentConfig",
    "metadata",
    "rolloutStrategy",
    "tags",
    "updatedAt",
    "updatedBy",
];

/// A flag file that can come into force.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The flags.
    pub set: FlagSet,
    /// What the author should look at, one sentence each; nothing here stops the set.
    pub warnings: Vec<String>,
}

impl FlagSet {
    /// Reads a flag file (`flags: {<name>: {…}}`).
    ///
    /// # Errors
    /// When the text is not YAML, a field has a value it cannot have, or the flags contradict each other.
    pub fn parse(yaml: &str) -> Result<Parsed, FlagSetError> {
        if yaml.len() > SIZE_LIMIT {
            return Err(FlagSetError::TooLarge {
                size: yaml.len(),
                limit: SIZE_LIMIT,
            });
        }
        let (file, mut warnings) = read(yaml)?;
        let flags = canonicalise(file.flags)?;
        validate::check(&flags)?;
        for (name, located) in &flags {
            warnings.extend(doubts(name, &located.flag, &flags));
        }
        let set = FlagSet::new(
            flags
                .into_iter()
                .map(|(name, located)| (name, located.flag))
                .collect(),
        );
        Ok(Parsed { set, warnings })
    }
}

#[derive(Deserialize)]
struct FlagFile {
    #[serde(deserialize_with = "written_out")]
    flags: BTreeMap<String, Spanned<Flag>>,
}

/// A bare `flags:` is more likely an accident than the wish to turn everything off.
fn written_out<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Spanned<Flag>>, D::Error> {
    Option::deserialize(deserializer)?
        .ok_or_else(|| D::Error::custom("flags is empty; write flags: {} if there shall be none"))
}

/// Reads the YAML; the warnings name the fields it did not know.
fn read(yaml: &str) -> Result<(FlagFile, Vec<String>), FlagSetError> {
    let mut unknown = Vec::new();
    let options = serde_saphyr::options! {
        with_snippet: false,
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: ALIAS_LIMIT },
    };
    let file =
        serde_saphyr::with_deserializer_from_str_with_options(yaml, options, |deserializer| {
            serde_ignored::deserialize(deserializer, |path| unknown.extend(unknown_field(&path)))
        })
        .map_err(|error| FlagSetError::Malformed {
            message: error.render_with_formatter(&UserMessageFormatter),
            at: error.location().map(position),
        })?;
    Ok((file, unknown))
}

fn position(location: serde_saphyr::Location) -> Position {
    Position {
        line: location.line(),
        column: location.column(),
    }
}

/// The warning for a field that was passed over, unless it is one of the descriptive ones.
fn unknown_field(path: &Path<'_>) -> Option<String> {
    let mut steps = Vec::new();
    collect_steps(path, &mut steps);
    // `flags`, the flag's name, a step of the wrapper that carries its position, then the flag's own field.
    match steps.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["flags", _, _] => return None,
        ["flags", _, _, field] if DESCRIPTIVE_FIELDS.contains(&field) => return None,
        ["flags", _, _, ..] => drop(steps.remove(2)),
        _ => {}
    }
    Some(format!(
        "{} is not a known field and is ignored",
        steps.join(".")
    ))
}

fn collect_steps(path: &Path<'_>, steps: &mut Vec<String>) {
    match path {
        Path::Root => {}
        Path::Seq { parent, index } => {
            collect_steps(parent, steps);
            if let Some(list) = steps.last_mut() {
                // Writing to a String does not fail.
                let _ = write!(list, "[{index}]");
            }
        }
        Path::Map { parent, key } => {
            collect_steps(parent, steps);
            steps.push(key.clone());
        }
        Path::Some { parent }
        | Path::NewtypeStruct { parent }
        | Path::NewtypeVariant { parent } => {
            collect_steps(parent, steps);
        }
    }
}

/// Gives every flag, and every reference to one, the name the set knows it by.
fn canonicalise(
    flags: BTreeMap<String, Spanned<Flag>>,
) -> Result<BTreeMap<String, Located>, FlagSetError> {
    let [canonical, other] = CACHING_FLAG_NAMES;
    if let (true, Some(second)) = (flags.contains_key(canonical), flags.get(other)) {
        return Err(FlagSetError::FlagTwice {
            at: position(second.referenced),
        });
    }
    let rename = |(name, spanned): (String, Spanned<Flag>)| {
        let at = position(spanned.referenced);
        let mut flag = spanned.value;
        for reference in flag
            .prerequisites
            .iter_mut()
            .chain(&mut flag.conflicts_with)
        {
            *reference = canonical_name(reference).to_owned();
        }
        (canonical_name(&name).to_owned(), Located { flag, at })
    };
    Ok(flags.into_iter().map(rename).collect())
}

/// What is allowed in a flag but probably not meant.
fn doubts(name: &str, flag: &Flag, flags: &BTreeMap<String, Located>) -> Vec<String> {
    let mut doubts = Vec::new();
    for conflict in &flag.conflicts_with {
        if !flags.contains_key(conflict) && !validate::is_computed(conflict) {
            doubts.push(format!(
                "flags.{name}.conflictsWith names \"{conflict}\", which is not in the set and so never conflicts"
            ));
        }
    }
    if let Some(schedule) = &flag.rollout_schedule {
        if let Some(percentage) = flag.percentage {
            doubts.push(format!(
                "flags.{name}.percentage {percentage} has no effect: the rolloutSchedule sets the percentage"
            ));
        }
        doubts.extend(schedule.overlaps().map(|stage| {
            format!("flags.{name}.rolloutSchedule: stage {stage} is cut short by the start of the next stage")
        }));
    }
    doubts
}
