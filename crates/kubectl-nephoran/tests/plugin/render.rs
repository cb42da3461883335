//! `render`: packages in a directory, whole or not at all.

use std::fs;
use std::path::Path;

use crate::{Ran, files, intent, run, run_with};

fn render(arguments: &[&str], directory: &Path) -> Ran {
    let all = [&["render", "-d", directory.to_str().unwrap()], arguments].concat();
    run(all)
}

/// Names in the directory that holds the target: a temporary one must not stay.
fn beside(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory.parent().unwrap()).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn packages_lie_as_in_git_by_cluster_namespace_and_intent() {
    let work = tempfile::tempdir().unwrap();
    let target = work.path().join("packages");
    let ran = render(&["-f", "examples"], &target);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    insta::assert_snapshot!(files(&target).join("\n"));
    let amf =
        fs::read_to_string(target.join("central/core/complete-core/amf/deployment.yaml")).unwrap();
    assert!(
        amf.contains("replicas: 5"),
        "the scaling of the AMF is part of the package\n{amf}"
    );
    assert_eq!(beside(&target), ["packages"]);
}

#[test]
fn the_answer_names_every_package() {
    let work = tempfile::tempdir().unwrap();
    let ran = render(
        &["-f", "examples/01-core.yaml"],
        &work.path().join("new/packages"),
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    insta::assert_snapshot!(
        ran.to_string()
            .replace(work.path().to_str().unwrap(), "WORK")
    );
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let work = tempfile::tempdir().unwrap();
    let (one, other) = (work.path().join("one"), work.path().join("other"));
    render(&["-f", "examples"], &one);
    render(&["-f", "examples"], &other);
    let paths = files(&one);
    assert!(!paths.is_empty());
    assert_eq!(paths, files(&other));
    for path in paths {
        assert_eq!(
            fs::read(one.join(&path)).unwrap(),
            fs::read(other.join(&path)).unwrap(),
            "{path}"
        );
    }
}

#[test]
fn a_directory_that_is_not_empty_is_left_alone() {
    let work = tempfile::tempdir().unwrap();
    let target = work.path().join("packages");
    fs::create_dir(&target).unwrap();
    fs::write(target.join("mine.txt"), "mine").unwrap();
    let ran = render(&["-f", "examples"], &target);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.contains("is not empty") && ran.stderr.contains("--force"),
        "{}",
        ran.stderr
    );
    assert_eq!(files(&target), ["mine.txt"]);
    assert_eq!(beside(&target), ["packages"]);
}

#[test]
fn force_replaces_whole_packages_and_keeps_everything_else() {
    let work = tempfile::tempdir().unwrap();
    let target = work.path().join("packages");
    render(&["-f", "examples/01-core.yaml"], &target);
    let fresh = files(&target);
    fs::create_dir_all(target.join(".git")).unwrap();
    fs::write(target.join(".git/config"), "mine").unwrap();
    fs::write(target.join("local/core/complete-core/stale.yaml"), "old").unwrap();
    fs::write(target.join("local/core/complete-core/Kptfile"), "changed").unwrap();
    let ran = render(&["-f", "examples/01-core.yaml", "--force"], &target);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let mut expected = fresh;
    expected.push(".git/config".to_owned());
    expected.sort();
    assert_eq!(files(&target), expected);
    assert_eq!(
        fs::read_to_string(target.join(".git/config")).unwrap(),
        "mine"
    );
    assert_ne!(
        fs::read_to_string(target.join("local/core/complete-core/Kptfile")).unwrap(),
        "changed"
    );
    assert_eq!(beside(&target), ["packages"]);
}

#[test]
fn a_package_that_cannot_be_moved_undoes_those_before_it() {
    let work = tempfile::tempdir().unwrap();
    let target = work.path().join("packages");
    render(&["-f", "examples/01-core.yaml"], &target);
    fs::write(target.join("local/core/complete-core/Kptfile"), "mine").unwrap();
    // The second package, in namespace ran, finds a file where it needs a directory.
    fs::write(target.join("local/ran"), "in the way").unwrap();
    let before = files(&target);
    let ran = render(
        &[
            "-f",
            "examples/01-core.yaml",
            "-f",
            "examples/04-oran.yaml",
            "--force",
        ],
        &target,
    );
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.contains("what was there is unchanged"),
        "{}",
        ran.stderr
    );
    assert_eq!(files(&target), before);
    assert_eq!(
        fs::read_to_string(target.join("local/core/complete-core/Kptfile")).unwrap(),
        "mine"
    );
    assert_eq!(beside(&target), ["packages"]);
}

#[test]
fn nothing_is_written_when_one_intent_needs_clarification() {
    let work = tempfile::tempdir().unwrap();
    let target = work.path().join("packages");
    let input = [
        intent("core", "Deploy AMF with 3 replicas"),
        intent("vague", "Please make the network nicer"),
    ];
    let ran = run_with(
        ["render", "-f", "-", "-d", target.to_str().unwrap()],
        &input.concat(),
    );
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran);
    assert!(!target.exists());
}

#[test]
fn a_file_is_no_directory() {
    let work = tempfile::tempdir().unwrap();
    let target = work.path().join("packages");
    fs::write(&target, "mine").unwrap();
    let ran = render(&["-f", "examples", "--force"], &target);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("is not a directory"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(&target).unwrap(), "mine");
}

#[test]
fn formats_and_workloads_are_those_of_the_generator() {
    let work = tempfile::tempdir().unwrap();
    for (arguments, file) in [
        (["--format", "helm"], "chart/Chart.yaml"),
        (["--format", "kustomize"], "base/kustomization.yaml"),
        (["--workload", "nephio"], "amf/nfdeployment.yaml"),
    ] {
        let target = work.path().join(arguments[1]);
        let all = [&["-f", "examples/01-core.yaml"], &arguments[..]].concat();
        let ran = render(&all, &target);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let wanted = format!("core/complete-core/{file}");
        assert!(
            files(&target).iter().any(|path| path.ends_with(&wanted)),
            "{wanted} is not in {:?}",
            files(&target)
        );
    }
    let target = work.path().join("tar");
    let refused = render(&["-f", "examples/01-core.yaml", "--format", "tar"], &target);
    assert_eq!(refused.code, 2);
    assert!(!target.exists());
}

#[test]
fn templates_and_a_catalogue_of_ones_own_count() {
    let work = tempfile::tempdir().unwrap();
    let set = work.path().join("set");
    fs::create_dir(&set).unwrap();
    let description =
        "version: mine\nfunctions: {free5GC: {AMF: {files: {amfcfg.yaml: mine.j2}}}}\n";
    fs::write(set.join("set.yaml"), description).unwrap();
    fs::write(set.join("mine.j2"), "mine: {{ name }}\n").unwrap();
    let catalogue = work.path().join("catalogue.yaml");
    fs::write(&catalogue, "templates: {AMF: {floor: {memoryMib: 3000}}}").unwrap();
    let target = work.path().join("packages");
    let ran = render(
        &[
            "-f",
            "examples/01-core.yaml",
            "--templates",
            set.to_str().unwrap(),
            "--catalogue",
            catalogue.to_str().unwrap(),
        ],
        &target,
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let read = |file: &str| {
        fs::read_to_string(target.join("local/core/complete-core/amf").join(file)).unwrap()
    };
    assert!(read("configmap.yaml").contains("mine: amf"));
    assert!(
        read("deployment.yaml").contains("memory: 3000Mi"),
        "{}",
        read("deployment.yaml")
    );

    fs::write(set.join("mine.j2"), "{% macro a() %}{% endmacro %}").unwrap();
    let refused = render(
        &[
            "-f",
            "examples/01-core.yaml",
            "--force",
            "--templates",
            set.to_str().unwrap(),
        ],
        &target,
    );
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("set"), "{}", refused.stderr);
}
