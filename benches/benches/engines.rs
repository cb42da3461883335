//! The engines of the phases, one function each.

use std::sync::LazyLock;

use divan::Bencher;
use nephoran_benches::engines::Engines;

static ENGINES: LazyLock<Option<Engines>> = LazyLock::new(|| Engines::new().ok());

fn main() {
    divan::main();
}

fn run<T>(bencher: Bencher<'_, '_>, work: impl Fn(&Engines) -> T + Sync) {
    if let Some(engines) = &*ENGINES {
        bencher.bench(|| work(engines));
    }
}

#[divan::bench]
fn parse_a_sentence(bencher: Bencher<'_, '_>) {
    run(bencher, Engines::parse);
}

#[divan::bench]
fn plan_ten_functions_on_five_clusters(bencher: Bencher<'_, '_>) {
    run(bencher, Engines::plan);
}

#[divan::bench]
fn generate_the_package_of_a_core(bencher: Bencher<'_, '_>) {
    run(bencher, Engines::generate);
}

#[divan::bench]
fn decide_a_route(bencher: Bencher<'_, '_>) {
    run(bencher, Engines::route);
}
