//! The same plan gives the same bytes in every run, process and number of threads.

use std::process::Command;

use nephoran_api::{Digest, PackageFormat, Packaging, WorkloadKind};
use nephoran_manifest_generation::Options;

use crate::plans::{self, generate};

/// Set for a process that only prints the digest.
const PRINTS: &str = "NEPHORAN_PRINT_PACKAGE_DIGEST";
const RUNS: usize = 1000;
const PROCESSES: usize = 8;

/// The digest of every package of the plans of these tests, in every format and workload.
fn digest() -> String {
    let mut files = Vec::new();
    for plan in [
        plans::core(),
        plans::urllc(),
        plans::ran(),
        plans::attached(),
    ] {
        for format in [
            PackageFormat::Kpt,
            PackageFormat::Kustomize,
            PackageFormat::Helm,
        ] {
            for workload in [WorkloadKind::Native, WorkloadKind::NephioNF] {
                let options = Options {
                    packaging: Packaging {
                        format,
                        workload,
                        ..Packaging::default()
                    },
                    intent: plan.package.clone(),
                };
                files.push(generate(&plan, &options).unwrap().files);
            }
        }
    }
    Digest::of(&files).to_string()
}

#[test]
fn other_processes_give_the_same_bytes() {
    let first = digest();
    if std::env::var_os(PRINTS).is_some() {
        println!("digest={first}");
        return;
    }
    for _ in 0..PROCESSES {
        let output = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "determinism::other_processes_give_the_same_bytes",
                "--nocapture",
            ])
            .env(PRINTS, "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains(&format!("digest={first}")), "{said}");
    }
}

#[test]
fn a_thousand_runs_on_one_to_eight_threads_give_the_same_bytes() {
    let plan = plans::attached();
    let options = plans::options("robots");
    let first = generate(&plan, &options).unwrap();
    for threads in [1, 2, 4, 8] {
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    for _ in 0..RUNS / 4 / threads {
                        assert_eq!(generate(&plan, &options).unwrap().files, first.files);
                    }
                });
            }
        });
    }
}
