//! Which implementations work together: what a data file knows about two functions that share a reference point.
//!
//! Standards make interworking likely, not certain. Functions of one provider and release are taken as working
//! together; everything else is compatible, untested or incompatible, with a reason and its source.

mod table;
mod version;

use std::collections::BTreeMap;
use std::fmt;

pub use table::{Entry, Implementation, Table, TableError, Verdict};
pub use version::{InvalidVersionRange, Version, VersionRange};

use crate::catalogue::{Catalogue, Template, provider_slug};
use crate::network_function::NetworkFunctionType;
use crate::reference_point::ReferencePoint;

/// A function of a plan, as far as compatibility goes.
#[derive(Debug, Clone, Copy)]
pub struct Deployed<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its type, provider and version.
    pub implementation: Implementation<'a>,
}

/// A group of functions with one implementation.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    /// Provider and version.
    label: String,
    names: Vec<String>,
}

/// Functions that share a reference point and are not known to work together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The reference point.
    pub point: ReferencePoint,
    /// [`Verdict::Untested`] or [`Verdict::Incompatible`].
    pub verdict: Verdict,
    groups: [Group; 2],
    /// Why, and where that comes from.
    why: Option<String>,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [one, other] = &self.groups;
        let what = match self.verdict {
            Verdict::Compatible => "work together",
            Verdict::Untested => "are untested together",
            Verdict::Incompatible => "do not work together",
        };
        write!(
            formatter,
            "{} ({}) and {} ({}) {what} on {}",
            one.names.join(", "),
            one.label,
            other.names.join(", "),
            other.label,
            self.point
        )?;
        match &self.why {
            Some(why) => write!(formatter, ": {why}"),
            None => Ok(()),
        }
    }
}

/// What is known about one pair that shares `point`: `None` when nothing speaks against it.
#[must_use]
pub fn known(
    point: ReferencePoint,
    one: &Implementation<'_>,
    other: &Implementation<'_>,
) -> Option<(Verdict, Option<&'static Entry>)> {
    match Table::builtin().entry(point, one, other) {
        Some(entry) => Some((entry.verdict, Some(entry))),
        None if provider_slug(one.provider) == provider_slug(other.provider) => None,
        None => Some((Verdict::Untested, None)),
    }
}

/// Everything that speaks against `functions` working together, one finding per reference point and pair of
/// implementations, in the order of the functions.
#[must_use]
pub fn findings(catalogue: &Catalogue, functions: &[Deployed<'_>]) -> Vec<Finding> {
    type Key = (ReferencePoint, String, String, Option<&'static str>);
    let mut findings: Vec<Finding> = Vec::new();
    let mut places: BTreeMap<Key, usize> = BTreeMap::new();
    for (index, one) in functions.iter().enumerate() {
        for other in functions.iter().skip(index + 1) {
            for point in shared(
                catalogue,
                one.implementation.function,
                other.implementation.function,
            ) {
                let (verdict, entry) =
                    match known(point, &one.implementation, &other.implementation) {
                        None | Some((Verdict::Compatible, _)) => continue,
                        Some(known) => known,
                    };
                let (one, other) = in_order(one, other);
                let labels = (label(&one.implementation), label(&other.implementation));
                let reason = entry.map(|entry| entry.reason.as_str());
                let key = (point, labels.0.clone(), labels.1.clone(), reason);
                let place = *places.entry(key).or_insert_with(|| {
                    let group = |label: String| Group {
                        label,
                        names: Vec::new(),
                    };
                    findings.push(Finding {
                        point,
                        verdict,
                        groups: [group(labels.0), group(labels.1)],
                        why: entry.map(|entry| format!("{} ({})", entry.reason, entry.source)),
                    });
                    findings.len() - 1
                });
                if let Some(Finding {
                    groups: [first, second],
                    ..
                }) = findings.get_mut(place)
                {
                    first.add(one.name);
                    second.add(other.name);
                }
            }
        }
    }
    findings
}

impl Group {
    fn add(&mut self, name: &str) {
        if !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
    }
}

/// Reference points on which both types name each other as peers.
fn shared(
    catalogue: &Catalogue,
    one: NetworkFunctionType,
    other: NetworkFunctionType,
) -> Vec<ReferencePoint> {
    let names = |template: &Template, point, peer| {
        template
            .interfaces
            .get(&point)
            .is_some_and(|interface| interface.peers.contains(&peer))
    };
    let (Some(near), Some(far)) = (catalogue.template(one), catalogue.template(other)) else {
        return Vec::new();
    };
    near.interfaces
        .keys()
        .copied()
        .filter(|point| names(near, *point, other) && names(far, *point, one))
        .collect()
}

/// The two by provider and version, so that a pair and its mirror image are one.
fn in_order<'d, 'a>(
    one: &'d Deployed<'a>,
    other: &'d Deployed<'a>,
) -> (&'d Deployed<'a>, &'d Deployed<'a>) {
    if label(&one.implementation) <= label(&other.implementation) {
        (one, other)
    } else {
        (other, one)
    }
}

fn label(implementation: &Implementation<'_>) -> String {
    format!("{} {}", implementation.provider, implementation.version)
}
