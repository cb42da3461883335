//! What the charts promise: values that are all documented, and rights that name only what is needed.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use nephoran_api::{GROUP, crds};
use serde_json::Value;

const CONTROLLERS: [&str; 6] = [
    "nephoran-intent-processing",
    "nephoran-resource-planning",
    "nephoran-manifest-generation",
    "nephoran-gitops",
    "nephoran-verification",
    "nephoran-migration-bridge",
];
/// Helm hands these to every chart with a dependency.
const ADDED_BY_HELM: [&str; 2] = ["global", "nephoran-library"];

fn chart(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "..", "charts", name]
        .iter()
        .collect()
}

fn yaml(path: &Path) -> Value {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn schema(name: &str) -> Value {
    let text = fs::read_to_string(chart(name).join("values.schema.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Paths of the values; a list and a map that is the user's own count as one.
fn value_paths(value: &Value, path: &str, into: &mut BTreeSet<String>) {
    match value.as_object() {
        Some(fields) if !fields.is_empty() => {
            for (name, field) in fields {
                value_paths(field, &format!("{path}/{name}"), into);
            }
        }
        _ => {
            into.insert(path.to_owned());
        }
    }
}

/// Paths of the schema's properties; open objects are returned in the second set.
fn schema_paths(
    schema: &Value,
    path: &str,
    closed: &mut BTreeSet<String>,
    open: &mut BTreeSet<String>,
) {
    let Some(fields) = schema["properties"].as_object() else {
        if schema["type"] == "object" {
            open.insert(path.to_owned());
        }
        closed.insert(path.to_owned());
        return;
    };
    assert_eq!(
        schema["additionalProperties"], false,
        "{path} must be closed"
    );
    for (name, field) in fields {
        if !(path.is_empty() && ADDED_BY_HELM.contains(&name.as_str())) {
            schema_paths(field, &format!("{path}/{name}"), closed, open);
        }
    }
}

#[test]
fn every_value_is_in_the_schema_and_every_property_has_a_value() {
    for name in CONTROLLERS.into_iter().chain(["nephoran-crds"]) {
        let (mut allowed, mut open, mut defaults) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        schema_paths(&schema(name), "", &mut allowed, &mut open);
        value_paths(&yaml(&chart(name).join("values.yaml")), "", &mut defaults);
        let defaults: BTreeSet<String> = defaults
            .into_iter()
            .map(|path| {
                open.iter()
                    .find(|open| path.starts_with(&format!("{open}/")))
                    .cloned()
                    .unwrap_or(path)
            })
            .collect();
        assert_eq!(
            defaults, allowed,
            "left: values.yaml of {name}; right: its values.schema.json"
        );
    }
}

#[test]
fn every_value_is_explained_by_a_comment_on_it_or_on_its_group() {
    // These have the meaning that Kubernetes gives them.
    const KUBERNETES: [&str; 9] = [
        "image",
        "resources",
        "serviceAccount",
        "priorityClassName",
        "nodeSelector",
        "tolerations",
        "affinity",
        "topologySpreadConstraints",
        "podLabels",
    ];
    for name in CONTROLLERS {
        let text = fs::read_to_string(chart(name).join("values.yaml")).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let silent: Vec<&str> = (0..lines.len())
            .filter(|&index| lines[index].starts_with(|first: char| first.is_ascii_lowercase()))
            .filter(|&index| index == 0 || !lines[index - 1].starts_with('#'))
            .filter(|&index| {
                lines
                    .get(index + 1)
                    .is_none_or(|next| !next.starts_with("  #"))
            })
            .map(|index| lines[index].split(':').next().unwrap_or_default())
            .filter(|key| !KUBERNETES.contains(key) && *key != "podAnnotations")
            .collect();
        assert!(
            silent.is_empty(),
            "write a comment on these values of {name}: {silent:?}"
        );
    }
}

#[test]
fn a_shared_value_means_the_same_in_every_chart() {
    let mut seen: BTreeMap<String, (Value, &str)> = BTreeMap::new();
    for name in CONTROLLERS {
        for (key, property) in schema(name)["properties"].as_object().unwrap() {
            let (first, where_first) = seen
                .entry(key.clone())
                .or_insert_with(|| (property.clone(), name));
            assert_eq!(
                first, property,
                "{key} differs between {where_first} and {name}"
            );
        }
    }
}

#[test]
fn the_full_values_change_every_default() {
    for name in CONTROLLERS.into_iter().chain(["nephoran-crds"]) {
        let defaults = yaml(&chart(name).join("values.yaml"));
        let full = yaml(&chart(name).join("ci/full-values.yaml"));
        let mut paths = BTreeSet::new();
        value_paths(&defaults, "", &mut paths);
        for path in paths
            .iter()
            .filter(|path| *path != "/networkPolicy/enabled")
        {
            let (default, changed) = (defaults.pointer(path), full.pointer(path));
            assert!(
                changed.is_some() && changed != default,
                "{name}: ci/full-values.yaml leaves {path} at {default:?}"
            );
        }
    }
}

#[test]
fn the_chart_ships_the_admission_policies_of_the_repository() {
    let texts = |folder: &str| -> BTreeMap<String, String> {
        fs::read_dir(chart(folder))
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let name = entry.file_name().to_string_lossy().into_owned();
                (name, fs::read_to_string(entry.path()).unwrap())
            })
            .collect()
    };
    let policies = texts("../config/policies");
    assert!(!policies.is_empty());
    assert!(
        policies == texts("nephoran-crds/policies"),
        "charts/nephoran-crds/policies is out of date: run `make crds` in the root of the repository"
    );
}

/// Every file with one of these extensions under `folder`, as text.
fn sources(folder: &Path, extensions: &[&str]) -> Vec<String> {
    let mut texts = Vec::new();
    for entry in
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
    {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts.extend(sources(&path, extensions));
        } else if path
            .extension()
            .is_some_and(|extension| extensions.iter().any(|known| extension == *known))
        {
            texts.push(fs::read_to_string(&path).unwrap());
        }
    }
    texts
}

/// The names that follow `mark` in the texts, up to the first character that no variable's name has.
fn names_after(texts: &[String], mark: &str) -> BTreeSet<String> {
    let parts = texts.iter().flat_map(|text| text.split(mark).skip(1));
    parts
        .map(|rest| {
            rest.split(|c: char| !(c.is_ascii_uppercase() || c == '_'))
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .filter(|name| name.starts_with("NEPHORAN_") || name.starts_with("POD_"))
        .collect()
}

#[test]
fn a_chart_sets_every_argument_of_its_controller_and_no_other() {
    let crates = chart("../crates");
    let library = chart("nephoran-library/templates");
    for name in CONTROLLERS {
        let own = crates
            .join(name.trim_start_matches("nephoran-"))
            .join("src");
        let mut code = sources(&own, &["rs"]);
        code.extend(sources(&crates.join("runtime/src"), &["rs"]));
        // The bridge takes the arguments of gitops, whose engine it hosts.
        if name == "nephoran-migration-bridge" {
            code.extend(sources(&crates.join("gitops/src"), &["rs"]));
        }
        let mut templates = sources(&chart(name).join("templates"), &["yaml"]);
        let includes = templates.concat();
        for shared in sources(&library, &["tpl"]) {
            let defined = shared
                .split("define \"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next());
            if defined
                .into_iter()
                .any(|template| includes.contains(&format!("\"{template}\"")))
            {
                templates.push(shared);
            }
        }
        assert_eq!(
            names_after(&templates, "- name: "),
            names_after(&code, "env = \""),
            "left: the chart {name}; right: its controller"
        );
    }
}

/// One rule's (group, resource, verb) triples.
type Rights = BTreeSet<(String, String, String)>;

fn rights(rules: &Value, scope: &str) -> Rights {
    let words = |rule: &Value, key: &str| -> Vec<String> {
        let list = rule[key]
            .as_array()
            .unwrap_or_else(|| panic!("a rule of {scope} has no list {key}: {rule}"));
        list.iter()
            .map(|word| word.as_str().unwrap().to_owned())
            .collect()
    };
    let mut all = Rights::new();
    for rule in rules[scope].as_array().into_iter().flatten() {
        for group in words(rule, "apiGroups") {
            for resource in words(rule, "resources") {
                all.extend(
                    words(rule, "verbs")
                        .into_iter()
                        .map(|verb| (group.clone(), resource.clone(), verb)),
                );
            }
        }
    }
    all
}

fn rules(name: &str) -> Value {
    yaml(&chart(name).join("files/rules.yaml"))
}

#[test]
fn no_rule_has_a_wildcard_or_names_a_kind_that_does_not_exist() {
    let plurals: BTreeSet<String> = crds::all()
        .into_iter()
        .map(|crd| crd.spec.names.plural)
        .collect();
    for name in CONTROLLERS {
        let rules = rules(name);
        for scope in rules.as_object().unwrap().keys() {
            assert!(
                ["clusterRules", "namespaceRules", "impersonationRules"].contains(&scope.as_str()),
                "{name}: {scope}"
            );
            for (group, resource, verb) in rights(&rules, scope) {
                assert!(
                    ![&group, &resource, &verb]
                        .iter()
                        .any(|word| word.contains('*')),
                    "{name}: {group} {resource} {verb}"
                );
                let plural = resource.split('/').next().unwrap_or_default();
                assert!(
                    group != GROUP || plurals.contains(plural),
                    "{name}: no kind of ours is called {plural}"
                );
            }
        }
    }
}

#[test]
fn secrets_are_read_by_name_in_the_own_namespace_and_never_listed() {
    for name in CONTROLLERS {
        let rules = rules(name);
        for scope in ["clusterRules", "impersonationRules"] {
            assert!(
                rights(&rules, scope)
                    .iter()
                    .all(|(_, resource, _)| resource != "secrets"),
                "{name}: {scope}"
            );
        }
        let own = rights(&rules, "namespaceRules");
        assert!(
            own.iter()
                .all(|(_, resource, verb)| resource != "secrets" || verb == "get"),
            "{name}"
        );
    }
}

#[test]
fn a_phase_writes_no_kind_but_its_own() {
    let written = |name: &str| -> BTreeSet<String> {
        rights(&rules(name), "clusterRules")
            .into_iter()
            .filter(|(group, resource, verb)| {
                group == GROUP
                    && !resource.ends_with("/finalizers")
                    && ["create", "update", "patch", "delete"].contains(&verb.as_str())
            })
            .map(|(_, resource, _)| resource.split('/').next().unwrap_or_default().to_owned())
            .collect()
    };
    // The operator's own kind, of which the controller that talks to the clusters tells the status.
    let told = "targetclusters";
    for (name, own, also) in [
        ("nephoran-intent-processing", "intentprocessings", None),
        ("nephoran-resource-planning", "resourceplans", None),
        ("nephoran-manifest-generation", "manifestgenerations", None),
        ("nephoran-gitops", "gitopsdeployments", Some(told)),
        ("nephoran-verification", "deploymentverifications", None),
    ] {
        let expected = [Some(own), also].into_iter().flatten().map(str::to_owned);
        assert_eq!(written(name), expected.collect(), "{name}");
        let rights = rights(&rules(name), "clusterRules");
        assert!(
            rights.iter().all(|(_, resource, verb)| resource != told
                || ["get", "list", "watch"].contains(&verb.as_str())),
            "{name} writes more of {told} than their status"
        );
    }
}

#[test]
fn nodes_are_listed_by_the_controller_that_tells_what_they_have_room_for_and_by_no_other() {
    for name in CONTROLLERS {
        let on_nodes: Vec<_> = rights(&rules(name), "clusterRules")
            .into_iter()
            .filter(|(_, resource, _)| resource.split('/').next() == Some("nodes"))
            .collect();
        let list = (String::new(), "nodes".to_owned(), "list".to_owned());
        let expected = if name == "nephoran-gitops" {
            vec![list]
        } else {
            Vec::new()
        };
        assert_eq!(on_nodes, expected, "{name}");
    }
}

#[test]
fn the_bridge_may_do_to_workloads_what_the_phases_it_hosts_may_do() {
    let bridge = rules("nephoran-migration-bridge");
    for name in ["nephoran-gitops", "nephoran-verification"] {
        for scope in ["clusterRules", "namespaceRules", "impersonationRules"] {
            let missing: Vec<_> = rights(&rules(name), scope)
                .into_iter()
                .filter(|(group, _, _)| group != GROUP)
                // What clusters have room for is told by gitops alone.
                .filter(|(_, resource, _)| resource != "nodes")
                .filter(|right| !rights(&bridge, scope).contains(right))
                .collect();
            assert!(
                missing.is_empty(),
                "{scope} of the bridge lack, against {name}: {missing:?}"
            );
        }
    }
}
