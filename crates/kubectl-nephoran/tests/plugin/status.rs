//! `status` without a cluster: every way not to reach one says what to do. What a cluster answers is tested with a
//! real one.

use std::fs;

use crate::{Ran, finish, plugin};

fn status(kubeconfig: &str, arguments: &[&str]) -> Ran {
    let work = tempfile::tempdir().unwrap();
    let file = work.path().join("config");
    if !kubeconfig.is_empty() {
        fs::write(&file, kubeconfig).unwrap();
    }
    let mut command = plugin();
    command
        .env("KUBECONFIG", &file)
        .args(["status", "complete-core"])
        .args(arguments);
    finish(command, "")
}

/// A context whose API server listens nowhere: port 1 of this machine is privileged and unused.
const UNREACHABLE: &str = "
apiVersion: v1
kind: Config
current-context: dev
contexts: [{name: dev, context: {cluster: dev, user: dev, namespace: core}}]
clusters: [{name: dev, cluster: {server: 'http://127.0.0.1:1'}}]
users: [{name: dev, user: {}}]
";

#[test]
fn without_a_kubeconfig_it_says_how_to_name_one() {
    let ran = status("", &[]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.contains("found no way to a cluster") && ran.stderr.contains("set KUBECONFIG"),
        "{}",
        ran.stderr
    );
}

#[test]
fn an_unknown_context_is_an_error() {
    let ran = status(UNREACHABLE, &["--context", "prod"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.contains("found no way to a cluster") && ran.stderr.contains("prod"),
        "{}",
        ran.stderr
    );
}

#[test]
fn an_unreachable_cluster_is_named_with_the_intent() {
    for arguments in [&[][..], &["--watch"], &["--context", "dev", "-o", "json"]] {
        let ran = status(UNREACHABLE, arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
        for part in [
            "failed to read NetworkIntent core/complete-core from http://127.0.0.1:1",
            "Connection refused",
            "check that the cluster is up",
        ] {
            assert!(ran.stderr.contains(part), "{}", ran.stderr);
        }
    }
}

#[test]
fn a_namespace_on_the_command_line_wins_over_that_of_the_context() {
    let ran = status(UNREACHABLE, &["-n", "edge"]);
    assert!(
        ran.stderr.contains("NetworkIntent edge/complete-core"),
        "{}",
        ran.stderr
    );
}
