//! The rules between flags: what makes a set of well-formed flags invalid.
//!
//! What one field can be is settled where the field is parsed; here are the rules that need more than one
//! field or more than one flag. An invalid set never replaces the one in force.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;

use crate::flag::{CACHING_FLAG_NAMES, Flag, INFRASTRUCTURE_READY, MONITORING_ENABLED};

/// The longest chain of prerequisites below one flag. The migration chain needs 6; the bound keeps the
/// evaluation's stack small whatever the file says.
pub const MAX_PREREQUISITE_DEPTH: usize = 32;

/// A place in the flag file, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: u64,
    /// The column, in characters.
    pub column: u64,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Why a flag file cannot come into force.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FlagSetError {
    /// The text is larger than any ConfigMap.
    #[error("the flag file has {size} bytes, more than the {limit} a ConfigMap holds; shorten it")]
    TooLarge {
        /// The text's size in bytes.
        size: usize,
        /// The bound in bytes.
        limit: usize,
    },
    /// Not YAML, or a field that cannot have this value.
    #[error("the flag file is malformed: {message}; correct it there")]
    Malformed {
        /// What is wrong, ending with the place.
        message: String,
        /// Where, when it has a place.
        at: Option<Position>,
    },
    /// One flag under its two names.
    #[error("\"{}\" and \"{}\" are two names of one flag ({at}); keep one of them", CACHING_FLAG_NAMES[0], CACHING_FLAG_NAMES[1])]
    FlagTwice {
        /// Where the second name's flag begins.
        at: Position,
    },
    /// A computed flag in the file.
    #[error(
        "flag \"{flag}\" ({at}) is computed from the cluster and cannot be configured; remove it"
    )]
    ComputedFlag {
        /// The flag.
        flag: String,
        /// Where it begins.
        at: Position,
    },
    /// Two ends.
    #[error("flag \"{flag}\" ({at}) has both endTime and expiresAt; keep one of them")]
    TwoEnds {
        /// The flag.
        flag: String,
        /// Where it begins.
        at: Position,
    },
    /// An end that is not after the start.
    #[error(
        "flag \"{flag}\" ({at}) ends at {end}, not after its startTime {start}; correct one of them"
    )]
    NeverOn {
        /// The flag.
        flag: String,
        /// Where it begins.
        at: Position,
        /// Its start.
        start: Timestamp,
        /// Its end.
        end: Timestamp,
    },
    /// Two rules for one environment.
    #[error(
        "flag \"{flag}\" ({at}) has two environmentRules for \"{environment}\"; keep one of them"
    )]
    EnvironmentTwice {
        /// The flag.
        flag: String,
        /// Where it begins.
        at: Position,
        /// The environment.
        environment: String,
    },
    /// A flag that names itself.
    #[error("flag \"{flag}\" ({at}) names itself in {field}; remove it there")]
    SelfReference {
        /// The flag.
        flag: String,
        /// Where it begins.
        at: Position,
        /// `prerequisites` or `conflictsWith`.
        field: &'static str,
    },
    /// A prerequisite nobody defines.
    #[error(
        "flag \"{flag}\" ({at}) requires \"{prerequisite}\", which is not in the set; define it or remove it from prerequisites"
    )]
    UnknownPrerequisite {
        /// The flag.
        flag: String,
        /// Where it begins.
        at: Position,
        /// The missing flag.
        prerequisite: String,
    },
    /// Flags that require each other.
    #[error("flag \"{}\" ({at}) requires itself through its prerequisites: {}; remove one of them", cycle.first().map_or("", String::as_str), cycle.join(" → "))]
    PrerequisiteCycle {
        /// The flags of the cycle; the first is repeated at the end.
        cycle: Vec<String>,
        /// Where the first begins.
        at: Position,
    },
    /// A chain of prerequisites beyond the bound.
    #[error(
        "flag \"{flag}\" ({at}) has more than {MAX_PREREQUISITE_DEPTH} prerequisites one below the other; shorten the chain"
    )]
    PrerequisitesTooDeep {
        /// The flag.
        flag: String,
        /// Where it begins.
        at: Position,
    },
}

impl FlagSetError {
    /// The error's name for conditions, Events and metrics.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "FlagFileTooLarge",
            Self::Malformed { .. } => "FlagFileMalformed",
            Self::FlagTwice { .. } => "FlagTwice",
            Self::ComputedFlag { .. } => "ComputedFlag",
            Self::TwoEnds { .. } => "TwoEnds",
            Self::NeverOn { .. } => "NeverOn",
            Self::EnvironmentTwice { .. } => "EnvironmentTwice",
            Self::SelfReference { .. } => "SelfReference",
            Self::UnknownPrerequisite { .. } => "UnknownPrerequisite",
            Self::PrerequisiteCycle { .. } => "PrerequisiteCycle",
            Self::PrerequisitesTooDeep { .. } => "PrerequisitesTooDeep",
        }
    }

    /// Where in the flag file the error is, when it has a place.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        match self {
            Self::TooLarge { .. } => None,
            Self::Malformed { at, .. } => *at,
            Self::FlagTwice { at }
            | Self::ComputedFlag { at, .. }
            | Self::TwoEnds { at, .. }
            | Self::NeverOn { at, .. }
            | Self::EnvironmentTwice { at, .. }
            | Self::SelfReference { at, .. }
            | Self::UnknownPrerequisite { at, .. }
            | Self::PrerequisiteCycle { at, .. }
            | Self::PrerequisitesTooDeep { at, .. } => Some(*at),
        }
    }
}

/// A flag with the place where it begins, its own and its references' names canonical.
pub(crate) struct Located {
    pub(crate) flag: Flag,
    pub(crate) at: Position,
}

/// Applies every rule between fields and between flags; the first violation by flag name is reported.
pub(crate) fn check(flags: &BTreeMap<String, Located>) -> Result<(), FlagSetError> {
    for (name, Located { flag, at }) in flags {
        check_lifetime(name, flag, *at)?;
        check_environments(name, flag, *at)?;
        check_references(name, flag, *at, flags)?;
    }
    check_prerequisite_order(flags)
}

fn check_lifetime(name: &str, flag: &Flag, at: Position) -> Result<(), FlagSetError> {
    if flag.end_time.is_some() && flag.expires_at.is_some() {
        return Err(FlagSetError::TwoEnds {
            flag: name.to_owned(),
            at,
        });
    }
    match (flag.start_time, flag.end()) {
        (Some(start), Some(end)) if end <= start => Err(FlagSetError::NeverOn {
            flag: name.to_owned(),
            at,
            start,
            end,
        }),
        _ => Ok(()),
    }
}

fn check_environments(name: &str, flag: &Flag, at: Position) -> Result<(), FlagSetError> {
    let mut seen = BTreeSet::new();
    match flag
        .environment_rules
        .iter()
        .find(|rule| !seen.insert(&rule.environment))
    {
        Some(rule) => Err(FlagSetError::EnvironmentTwice {
            flag: name.to_owned(),
            at,
            environment: rule.environment.clone(),
        }),
        None => Ok(()),
    }
}

fn check_references(
    name: &str,
    flag: &Flag,
    at: Position,
    flags: &BTreeMap<String, Located>,
) -> Result<(), FlagSetError> {
    if is_computed(name) {
        return Err(FlagSetError::ComputedFlag {
            flag: name.to_owned(),
            at,
        });
    }
    for (field, references) in [
        ("prerequisites", &flag.prerequisites),
        ("conflictsWith", &flag.conflicts_with),
    ] {
        if references.iter().any(|reference| reference == name) {
            return Err(FlagSetError::SelfReference {
                flag: name.to_owned(),
                at,
                field,
            });
        }
    }
    let unknown =
        |prerequisite: &&String| !is_computed(prerequisite) && !flags.contains_key(*prerequisite);
    match flag.prerequisites.iter().find(unknown) {
        Some(prerequisite) => Err(FlagSetError::UnknownPrerequisite {
            flag: name.to_owned(),
            at,
            prerequisite: prerequisite.clone(),
        }),
        None => Ok(()),
    }
}

pub(crate) fn is_computed(name: &str) -> bool {
    name == INFRASTRUCTURE_READY || name == MONITORING_ENABLED
}

/// Settles flags level by level, a level needing only those below it. What is left after the last level
/// stands on a cycle or on too long a chain.
fn check_prerequisite_order(flags: &BTreeMap<String, Located>) -> Result<(), FlagSetError> {
    let mut settled: BTreeSet<&str> = BTreeSet::from([INFRASTRUCTURE_READY, MONITORING_ENABLED]);
    for _ in 0..=MAX_PREREQUISITE_DEPTH {
        let ready: Vec<&str> = flags
            .iter()
            .filter(|(name, _)| !settled.contains(name.as_str()))
            .filter(|(_, located)| unsettled_prerequisite(&located.flag, &settled).is_none())
            .map(|(name, _)| name.as_str())
            .collect();
        if ready.is_empty() {
            break;
        }
        settled.extend(ready);
    }
    match flags
        .iter()
        .find(|(name, _)| !settled.contains(name.as_str()))
    {
        Some((name, located)) => Err(name_the_knot(name, located, flags, &settled)),
        None => Ok(()),
    }
}

fn unsettled_prerequisite<'a>(flag: &'a Flag, settled: &BTreeSet<&str>) -> Option<&'a str> {
    flag.prerequisites
        .iter()
        .map(String::as_str)
        .find(|name| !settled.contains(name))
}

/// Walks down unsettled prerequisites until one comes again (a cycle) or none is left (a long chain).
fn name_the_knot<'a>(
    first: &'a str,
    located: &'a Located,
    flags: &'a BTreeMap<String, Located>,
    settled: &BTreeSet<&str>,
) -> FlagSetError {
    let mut path: Vec<&str> = Vec::new();
    let mut current = Some((first, located));
    while let Some((name, here)) = current {
        if let Some(start) = path.iter().position(|seen| *seen == name) {
            let cycle = path[start..]
                .iter()
                .chain([&name])
                .map(|&name| name.to_owned())
                .collect();
            return FlagSetError::PrerequisiteCycle { cycle, at: here.at };
        }
        path.push(name);
        current = unsettled_prerequisite(&here.flag, settled)
            .and_then(|next| flags.get_key_value(next))
            .map(|(name, next)| (name.as_str(), next));
    }
    FlagSetError::PrerequisitesTooDeep {
        flag: first.to_owned(),
        at: located.at,
    }
}
