//! What holds for every package and every history, with the `git` program as the judge.
#![allow(clippy::unwrap_used)]

mod git_support;

use std::collections::BTreeMap;
use std::path::Path;

use git_support::{World, put, remove, run};
use nephoran_gitops::git::{FileTree, PathInPackage, tree_hash};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

/// What `git` computes for the same files by way of a work tree and an index.
fn hash_by_git(files: &FileTree) -> String {
    let directory = tempfile::tempdir().unwrap();
    run("git", directory.path(), &["init", "-q"]);
    for (path, bytes) in files.files() {
        let file = directory.path().join(Path::new(path.as_str()));
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
    run(
        "git",
        directory.path(),
        &["-c", "core.autocrlf=false", "add", "-A", "-f"],
    );
    run("git", directory.path(), &["write-tree"])
}

fn any_files() -> impl Strategy<Value = BTreeMap<PathInPackage, Vec<u8>>> {
    // Few letters, so that names like "a", "a-b", "a.b" and "a/b" meet: that is where Git's order surprises.
    let path = "[ab][ab0.-]{0,2}[ab](/[ab][ab0.-]{0,2}[ab]){0,3}|[ab](/[ab]){0,2}";
    btree_map(
        path.prop_map(|path| path.parse().unwrap()),
        vec(any::<u8>(), 0..64),
        1..12,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_tree_hash_is_the_one_git_computes(files in any_files()) {
        if let Ok(files) = FileTree::try_from(files.clone()) {
            prop_assert_eq!(tree_hash(&files).unwrap().to_string(), hash_by_git(&files));
        } else {
            let clash = files.keys().any(|file| {
                files.keys().any(|other| other.as_str().starts_with(&format!("{file}/")))
            });
            prop_assert!(clash, "refused without a reason: {:?}", files.keys().collect::<Vec<_>>());
        }
    }

    #[test]
    fn every_history_has_one_commit_per_change_and_ends_as_requested(
        steps in vec((0..3_usize, 0..4_u8, any::<bool>(), any::<bool>()), 1..12)
    ) {
        let world = World::new();
        let mut mirror = world.mirror("mirror");
        let mut wanted: BTreeMap<usize, u8> = BTreeMap::new();
        let mut commits = 0;
        for (package, version, crash_before_push, restart) in steps {
            let name = format!("edge/package-{package}");
            // Version 0 stands for removal.
            let request = if version == 0 { remove(&name) } else { put(&name, &version.to_string()) };
            let changes = if version == 0 {
                wanted.remove(&package).is_some()
            } else {
                wanted.insert(package, version) != Some(version)
            };
            if crash_before_push {
                mirror.stage(std::slice::from_ref(&request)).unwrap();
            }
            if crash_before_push || restart {
                mirror = world.mirror("mirror");
            }
            let done = mirror.commit(&[request]).remove(0).unwrap();
            prop_assert_eq!(done.changed, changes);
            commits += usize::from(changes);
        }
        if commits > 0 {
            prop_assert_eq!(world.commits(), commits);
            for (package, version) in wanted {
                let text = world.show(&format!("edge/package-{package}/workload/object-0.yaml"));
                let ending = format!("edge/package-{package}-{version}-0");
                prop_assert!(text.ends_with(&ending));
            }
        }
    }
}
