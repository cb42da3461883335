//! What holds for every plan.

use std::collections::BTreeSet;

use nephoran_api::Severity;
use nephoran_manifest_generation::Object;
use proptest::prelude::*;
use serde_json::Value;

use crate::plans::{any_plan, check, generate, options};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_plan_gives_objects_with_one_identity_each_that_read_back_as_written(plan in any_plan()) {
        let package = generate(&plan, &options(&plan.package)).unwrap();
        let mut identities = BTreeSet::new();
        for (path, text) in package.files.iter().filter(|(path, _)| path.rsplit_once('.').is_some_and(|(_, extension)| extension == "yaml")) {
            let object = Object::parse(text).unwrap();
            prop_assert_eq!(&object.to_yaml().unwrap(), text);
            let cluster = path.split('/').next().unwrap();
            let metadata = object.metadata();
            prop_assert!(identities.insert((cluster, object.kind(), metadata.namespace.clone(), metadata.name.clone())), "{}", path);
        }
    }

    #[test]
    fn the_files_of_any_plan_pass_the_checks_its_objects_passed(plan in any_plan()) {
        let options = options(&plan.package);
        let package = generate(&plan, &options).unwrap();
        prop_assert!(package.findings.iter().all(|finding| finding.severity != Severity::Error));
        prop_assert_eq!(check(&plan, &options, &package.files), package.findings);
    }

    #[test]
    fn every_configuration_of_any_plan_is_readable(plan in any_plan()) {
        let package = generate(&plan, &options(&plan.package)).unwrap();
        for (path, text) in package.files.iter().filter(|(path, _)| path.ends_with("/configmap.yaml")) {
            let map: Value = serde_saphyr::from_str(text).unwrap();
            for (file, text) in map["data"].as_object().unwrap() {
                let text = text.as_str().unwrap();
                let readable = match file.rsplit_once('.').map(|(_, extension)| extension) {
                    Some("yaml" | "yml") => serde_saphyr::from_str::<Value>(text).map_err(|error| error.to_string()),
                    Some("json") => serde_json::from_str::<Value>(text).map_err(|error| error.to_string()),
                    _ => continue,
                };
                prop_assert!(readable.is_ok(), "{} of {}: {}", file, path, readable.unwrap_err());
            }
        }
    }

    #[test]
    fn any_plan_gives_the_same_bytes_twice(plan in any_plan()) {
        let options = options(&plan.package);
        prop_assert_eq!(generate(&plan, &options), generate(&plan, &options));
    }
}
