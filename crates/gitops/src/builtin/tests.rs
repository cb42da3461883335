//! The decisions of the engine, without a cluster.

mod boundaries;
mod classification;
mod ordering;
mod takeover;

use std::collections::BTreeMap;

use nephoran_api::AppliedObject;

use super::{ApplyError, Manifest, parse_package};

fn package(files: &[(&str, &str)]) -> Result<Vec<Manifest>, ApplyError> {
    let files: BTreeMap<_, _> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    parse_package(&files)
}

fn object(api_version: &str, kind: &str, namespace: &str, name: &str) -> AppliedObject {
    AppliedObject {
        api_version: api_version.to_owned(),
        kind: kind.to_owned(),
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        generation: None,
    }
}
