//! Good packages spoiled in places that a seed picks: every one is caught, none by chance alone.
//!
//! Each kind of damage is applied to every file it can be done to, over three packages, so there are hundreds.

use std::collections::BTreeMap;

use nephoran_api::{Plan, Severity};
use serde_json::{Value, json};

use crate::plans::{self, check, generate, options};

type Files = BTreeMap<String, String>;

/// A kind of damage: changes an object where it can, and says whether it did.
type Damage = (&'static str, fn(&mut Value) -> bool);

fn at(object: &mut Value, pointer: &str, value: Value) -> bool {
    match object.pointer_mut(pointer) {
        Some(place) if *place != value => {
            *place = value;
            true
        }
        _ => false,
    }
}

fn put(object: &mut Value, pointer: &str, key: &str, value: Value) -> bool {
    match object.pointer_mut(pointer) {
        Some(Value::Object(map)) => map.insert(key.to_owned(), value.clone()) != Some(value),
        _ => false,
    }
}

fn remove(object: &mut Value, pointer: &str, key: &str) -> bool {
    match object.pointer_mut(pointer) {
        Some(Value::Object(map)) => map.remove(key).is_some(),
        _ => false,
    }
}

const CONTAINER: &str = "/spec/template/spec/containers/0";

const DAMAGES: &[Damage] = &[
    ("another port", |object| {
        at(object, "/spec/ports/0/port", json!(1))
    }),
    ("another protocol", |object| {
        let taken = object.pointer("/spec/ports/0/protocol").cloned();
        let other = if taken == Some(json!("TCP")) {
            "UDP"
        } else {
            "TCP"
        };
        at(object, "/spec/ports/0/protocol", json!(other))
    }),
    ("another container port", |object| {
        at(
            object,
            &format!("{CONTAINER}/ports/0/containerPort"),
            json!(1),
        )
    }),
    ("no ports", |object| remove(object, CONTAINER, "ports")),
    ("latest image", |object| {
        at(object, &format!("{CONTAINER}/image"), json!("amf:latest"))
    }),
    ("image without a tag", |object| {
        at(object, &format!("{CONTAINER}/image"), json!("amf"))
    }),
    ("privileged", |object| {
        put(
            object,
            &format!("{CONTAINER}/securityContext"),
            "privileged",
            json!(true),
        )
    }),
    ("escalation", |object| {
        put(
            object,
            &format!("{CONTAINER}/securityContext"),
            "allowPrivilegeEscalation",
            json!(true),
        )
    }),
    ("writable image", |object| {
        put(
            object,
            &format!("{CONTAINER}/securityContext"),
            "readOnlyRootFilesystem",
            json!(false),
        )
    }),
    ("kept capabilities", |object| {
        remove(
            object,
            &format!("{CONTAINER}/securityContext/capabilities"),
            "drop",
        )
    }),
    ("a capability nobody granted", |object| {
        put(
            object,
            &format!("{CONTAINER}/securityContext/capabilities"),
            "add",
            json!(["SYS_ADMIN"]),
        )
    }),
    ("no seccomp", |object| {
        remove(
            object,
            "/spec/template/spec/securityContext",
            "seccompProfile",
        )
    }),
    ("host network", |object| {
        put(object, "/spec/template/spec", "hostNetwork", json!(true))
    }),
    ("host path", |object| {
        at(
            object,
            "/spec/template/spec/volumes/0",
            json!({"name": "configuration", "hostPath": {"path": "/"}}),
        )
    }),
    ("no limits", |object| {
        remove(object, &format!("{CONTAINER}/resources"), "limits")
    }),
    ("more than its limit", |object| {
        at(
            object,
            &format!("{CONTAINER}/resources/requests/cpu"),
            json!("64"),
        )
    }),
    ("wildcard ingress", |object| {
        object["kind"] == "NetworkPolicy" && put(object, "/spec", "ingress", json!([{}]))
    }),
    ("wildcard egress", |object| {
        object["kind"] == "NetworkPolicy" && put(object, "/spec", "egress", json!([{}]))
    }),
    ("no default deny", |object| {
        at(object, "/spec/policyTypes", json!(["Ingress"]))
    }),
    ("selects everything", |object| {
        at(object, "/spec/podSelector", json!({}))
    }),
    ("another selector", |object| {
        at(
            object,
            "/spec/selector/app.kubernetes.io~1instance",
            json!("other"),
        )
    }),
    ("another label", |object| {
        at(
            object,
            "/metadata/labels/app.kubernetes.io~1instance",
            json!("other"),
        )
    }),
    ("another namespace", |object| {
        at(object, "/metadata/namespace", json!("kube-system"))
    }),
    ("another kind", |object| {
        at(object, "/kind", json!("Widget"))
    }),
    ("a field nobody knows", |object| {
        put(object, "/metadata", "nmae", json!("x"))
    }),
    ("a name no object may have", |object| {
        at(object, "/metadata/name", json!("A_b"))
    }),
    ("another PLMN", |object| {
        reconfigure(object, "mnc:", "    mnc: \"99\"")
    }),
    ("a PLMN that is none", |object| {
        reconfigure(object, "mcc:", "    mcc: \"1\"")
    }),
    ("another tracking area", |object| {
        reconfigure(object, "trackingAreaCode:", "trackingAreaCode: 4242")
    }),
];

/// Replaces a line of the function's description.
fn reconfigure(object: &mut Value, line: &str, by: &str) -> bool {
    let Some(place) = object.pointer_mut("/data/function.yaml") else {
        return false;
    };
    let text = place.as_str().unwrap_or_default();
    let replaced: Vec<_> = text
        .lines()
        .map(|old| {
            if old.trim_start().starts_with(line) {
                by.trim_start_matches("    ").to_owned()
            } else {
                old.to_owned()
            }
        })
        .zip(text.lines())
        .map(|(new, old)| {
            if new == old {
                new
            } else {
                format!("{}{new}", &old[..old.len() - old.trim_start().len()])
            }
        })
        .collect();
    let replaced = replaced.join("\n") + "\n";
    let changed = replaced != text;
    *place = json!(replaced);
    changed
}

fn caught(plan: &Plan, files: &Files) -> bool {
    check(plan, &options(&plan.package), files)
        .iter()
        .any(|finding| finding.severity == Severity::Error)
}

#[test]
fn hundreds_of_spoiled_packages_are_all_caught() {
    let mut mutants = 0;
    let mut missed = Vec::new();
    for plan in [plans::core(), plans::urllc(), plans::ran()] {
        let good = generate(&plan, &options(&plan.package)).unwrap().files;
        assert!(!caught(&plan, &good));
        let objects = good
            .iter()
            .filter(|(path, _)| path.matches('/').count() == 2);
        for (path, text) in objects {
            for (what, damage) in DAMAGES {
                let mut object: Value = serde_saphyr::from_str(text).unwrap();
                if !damage(&mut object) {
                    continue;
                }
                mutants += 1;
                let mut files = good.clone();
                files.insert(path.clone(), serde_saphyr::to_string(&object).unwrap());
                if !caught(&plan, &files) {
                    missed.push(format!("{path}: {what}"));
                }
            }
        }
    }
    assert!(
        missed.is_empty(),
        "{} of {mutants} missed:\n{}",
        missed.len(),
        missed.join("\n")
    );
    assert!(mutants >= 200, "{mutants}");
}
