//! Functions that work together serve one network: the same PLMN, tracking area and slice.

use std::collections::BTreeMap;

use nephoran_api::ManifestFinding;

use super::Placed;
use crate::check::rules;
use crate::configuration::{CONFIGURATION_FILE, Configuration};
use crate::object::Object;
use crate::workload::PACKAGE_LABEL;

pub(super) fn check(placed: &[Placed], findings: &mut Vec<ManifestFinding>) {
    let mut first: BTreeMap<String, (&str, Configuration)> = BTreeMap::new();
    for Placed { path, object } in placed {
        let Object::ConfigMap(map) = object else {
            continue;
        };
        let Some(text) = map
            .data
            .as_ref()
            .and_then(|data| data.get(CONFIGURATION_FILE))
        else {
            continue;
        };
        let read: Configuration = match serde_saphyr::from_str(text) {
            Ok(read) => read,
            Err(error) => {
                findings.push(rules::IDENTITY.finding(
                    path,
                    format!(
                        "{CONFIGURATION_FILE} cannot be read: {}",
                        error.without_snippet()
                    ),
                ));
                continue;
            }
        };
        let labels = map.metadata.labels.as_ref();
        let package = labels.and_then(|labels| labels.get(PACKAGE_LABEL));
        let key = format!("{:?} {:?}", map.metadata.namespace, package);
        let (other, reference) = first.entry(key).or_insert_with(|| (path, read.clone()));
        let differences = [
            ("PLMN", read.plmn == reference.plmn),
            (
                "tracking area code",
                read.tracking_area_code == reference.tracking_area_code,
            ),
            ("slice", read.slices == reference.slices),
        ];
        for (what, _) in differences.iter().filter(|(_, same)| !same) {
            let message = format!(
                "the {what} of {} differs from that in {other}; functions of one package serve one network",
                read.name
            );
            findings.push(rules::IDENTITY.finding(path, message));
        }
    }
}
