//! Packages as the cluster stores them.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use nephoran_api::artifact::{
    ArtifactError, CHUNK_BYTES, chunk, digest, of_cluster, reassemble, summary, tree_hash,
};
use nephoran_api::{Classified, PackageFormat};
use proptest::prelude::*;

use crate::plans::{self, generate};

type Files = BTreeMap<String, String>;

fn git(directory: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(directory)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn hash_of_git(files: &Files) -> String {
    let directory = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = directory.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    git(directory.path(), &["init", "--quiet"]);
    git(directory.path(), &["add", "--all"]);
    git(directory.path(), &["write-tree"])
}

#[test]
fn the_tree_hash_of_a_package_is_what_git_computes() {
    let package = generate(&plans::urllc(), &plans::options("robots")).unwrap();
    let artifact = summary(&package.files, PackageFormat::Kpt);
    let clusters: Vec<_> = artifact
        .packages
        .iter()
        .map(|package| package.cluster.as_str())
        .collect();
    assert_eq!(clusters, ["central", "edge-1"]);
    for cluster in &artifact.packages {
        assert_eq!(
            cluster.git_tree,
            hash_of_git(&of_cluster(&package.files, &cluster.cluster)),
            "{}",
            cluster.cluster
        );
    }
}

#[test]
fn names_that_git_orders_its_own_way_hash_alike() {
    let files: Files = ["a-b", "a/x", "a.b", "a0", "ab/c/d", "ab/c.d", "B"]
        .map(|path| (path.to_owned(), path.repeat(3)))
        .into();
    assert_eq!(tree_hash(&files), hash_of_git(&files));
}

#[test]
fn a_summary_adds_up() {
    let package = generate(&plans::core(), &plans::options("core")).unwrap();
    let artifact = summary(&package.files, PackageFormat::Kpt);
    assert_eq!(artifact.file_count as usize, package.files.len());
    assert_eq!(
        artifact.bytes,
        package
            .files
            .values()
            .map(|content| content.len() as u64)
            .sum::<u64>()
    );
    assert_eq!(artifact.digest, digest(&package.files));
    assert!(artifact.files.iter().all(|file| file.sha256.len() == 64));
}

#[test]
fn a_package_is_one_part_that_reads_like_the_package() {
    let package = generate(&plans::core(), &plans::options("core")).unwrap();
    let chunks = chunk(&package.files).unwrap();
    assert_eq!(chunks.len(), 1);
    assert_eq!(
        chunks[0]["local_core-amf_deployment.yaml"],
        package.files["local/core-amf/deployment.yaml"]
    );
}

#[test]
fn a_changed_or_missing_part_is_noticed() {
    let files: Files = (0..3)
        .map(|index| (format!("local/{index}.yaml"), "x".repeat(CHUNK_BYTES / 2)))
        .collect();
    let chunks = chunk(&files).unwrap();
    assert!(chunks.len() > 1);
    assert_eq!(
        reassemble(chunks.iter().rev(), &digest(&files)).unwrap(),
        files
    );
    let missing = reassemble(&chunks[1..], &digest(&files)).unwrap_err();
    assert_eq!(missing.reason(), "ArtifactDigestMismatch");
    let mut changed = chunks.clone();
    changed[0].values_mut().next().unwrap().push('!');
    assert!(matches!(
        reassemble(&changed, &digest(&files)),
        Err(ArtifactError::DigestMismatch { .. })
    ));
    let twice = chunks.iter().chain(&chunks[..1]);
    assert!(matches!(
        reassemble(twice, &digest(&files)),
        Err(ArtifactError::Duplicate { .. })
    ));
}

#[test]
fn what_no_config_map_can_hold_is_refused() {
    let of = |path: &str, size: usize| chunk(&Files::from([(path.to_owned(), "x".repeat(size))]));
    for path in [
        "",
        "/a",
        "a/",
        "a//b",
        "a/../b",
        "a_b",
        "a b",
        &"a".repeat(254),
    ] {
        assert!(
            matches!(of(path, 1), Err(ArtifactError::Path { .. })),
            "{path}"
        );
    }
    assert!(matches!(
        of("a", CHUNK_BYTES),
        Err(ArtifactError::FileTooLarge { .. })
    ));
    assert!(of("a", CHUNK_BYTES - 1).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50))]

    #[test]
    fn parts_stay_below_the_limit_and_give_the_files_back(
        sizes in prop::collection::btree_map("[a-z0-9.-]{0,8}[a-z0-9](/[a-zA-Z0-9.-]{0,8}[a-z0-9]){0,3}", 0_usize..CHUNK_BYTES / 2, 0..12),
    ) {
        let files: Files = sizes.into_iter().map(|(path, size)| (path, "y".repeat(size))).collect();
        let chunks = chunk(&files).unwrap();
        for part in &chunks {
            let bytes: usize = part.iter().map(|(key, value)| key.len() + value.len()).sum();
            prop_assert!(bytes <= CHUNK_BYTES);
        }
        prop_assert_eq!(reassemble(&chunks, &digest(&files)).unwrap(), files);
    }
}
