//! How far the functions of a plan are kept from those of others.

use nephoran_api::{Isolation, SecurityRequest};

use crate::PlanError;

/// The words an intent may use for a level (GSMA NG.116 clause 3.4.8, isolation level), in lower case.
const WORDS: [(&str, Isolation); 14] = [
    ("none", Isolation::Shared),
    ("no isolation", Isolation::Shared),
    ("shared", Isolation::Shared),
    ("logical", Isolation::Logical),
    ("virtual", Isolation::Logical),
    ("network function", Isolation::Logical),
    ("service", Isolation::Logical),
    ("tenant", Isolation::Logical),
    ("soft", Isolation::Logical),
    ("physical", Isolation::Physical),
    ("dedicated", Isolation::Physical),
    ("exclusive", Isolation::Physical),
    ("hard", Isolation::Physical),
    ("strict", Isolation::Physical),
];

/// The level that a security request asks for.
pub(crate) fn level(security: Option<&SecurityRequest>) -> Result<Isolation, PlanError> {
    let Some(asked) = security.and_then(|security| security.isolation.as_deref()) else {
        return Ok(Isolation::default());
    };
    let said = asked.trim().to_lowercase();
    WORDS
        .iter()
        .find(|(word, _)| *word == said)
        .map(|(_, level)| *level)
        .ok_or_else(|| {
            let known: Vec<_> = WORDS.iter().map(|(word, _)| *word).collect();
            PlanError::value(
                "security.isolation",
                &asked,
                format!("use one of {}", known.join(", ")),
            )
        })
}
