//! How long a commit takes: staged alone, pushed alone over `file://`, and 200 of them in one drain.

#[path = "../tests/git_support/mod.rs"]
mod git_support;

use std::cell::Cell;

use divan::Bencher;
use git_support::{World, put};
use nephoran_gitops::git::{Change, tree_hash};

fn main() {
    divan::main();
}

#[divan::bench]
fn hash_a_package_of_ten_files(bencher: Bencher) {
    let Change::Put(files) = put("edge/amf", "1").change else {
        return;
    };
    bencher.bench(|| tree_hash(&files));
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn commit_and_push_one_package_of_ten_files(bencher: Bencher) {
    let world = World::new();
    let mirror = std::cell::RefCell::new(world.mirror("mirror"));
    let next = Cell::new(0);
    bencher
        .with_inputs(|| {
            next.set(next.get() + 1);
            [put(&format!("edge/package-{}", next.get()), "1")]
        })
        .bench_local_refs(|request| mirror.borrow_mut().commit(request));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn commit_and_push_200_packages_of_ten_files(bencher: Bencher) {
    bencher
        .with_inputs(|| {
            let world = World::new();
            let mirror = world.mirror("mirror");
            let requests: Vec<_> = (0..200)
                .map(|index| put(&format!("edge/package-{index}"), "1"))
                .collect();
            (world, mirror, requests)
        })
        .bench_local_refs(|(_, mirror, requests)| mirror.commit(requests));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn stage_200_packages_of_ten_files(bencher: Bencher) {
    bencher
        .with_inputs(|| {
            let world = World::new();
            let mut mirror = world.mirror("mirror");
            let _ = mirror.fetch();
            let requests: Vec<_> = (0..200)
                .map(|index| put(&format!("edge/package-{index}"), "1"))
                .collect();
            (world, mirror, requests)
        })
        .bench_local_refs(|(_, mirror, requests)| mirror.stage(requests));
}

#[divan::bench(sample_count = 50, sample_size = 1)]
fn find_an_unchanged_package_1000_commits_back(bencher: Bencher) {
    let world = World::new();
    let requests: Vec<_> = (0..1000)
        .map(|index| put(&format!("edge/package-{index}"), "1"))
        .collect();
    world.mirror("mirror").commit(&requests);
    bencher
        .with_inputs(|| {
            let mut mirror = world.mirror("mirror");
            let _ = mirror.fetch();
            mirror
        })
        .bench_local_refs(|mirror| mirror.commit(&requests[..1]));
}
