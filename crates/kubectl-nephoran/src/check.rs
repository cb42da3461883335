//! `check`: the rules of generation on any folder of manifests.

mod junit;
mod page;
mod sarif;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use nephoran_api::{ManifestFinding, Severity};
use nephoran_manifest_generation::check::folder::{check_folder, fix_folder};
use nephoran_telecom::Catalogue;
use serde::Serialize;

use crate::answer::{Answer, Outcome, json};
use crate::cli::{CheckArguments, CheckFormat};

/// What was found in a folder.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    /// Files read.
    files: Vec<String>,
    /// What was mended.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixed: Vec<ManifestFinding>,
    /// Worst first; files are relative to the folder.
    findings: Vec<ManifestFinding>,
}

impl Report {
    fn count(&self, severity: Severity) -> usize {
        let of = |finding: &&ManifestFinding| finding.severity == severity;
        self.findings.iter().filter(of).count()
    }
}

pub(crate) fn run(arguments: &CheckArguments) -> anyhow::Result<Answer> {
    let mut files = read(&arguments.directory)?;
    anyhow::ensure!(
        !files.is_empty(),
        "{} holds no file that ends in .yaml or .yml; name another directory",
        arguments.directory.display()
    );
    let level = arguments.pod_security.into();
    let mut fixed = Vec::new();
    if arguments.fix {
        let mended = fix_folder(&files, level, Catalogue::builtin());
        for (path, text) in &mended.files {
            replace(&arguments.directory.join(path), text)?;
        }
        files.extend(mended.files);
        fixed = mended.findings;
    }
    let report = Report {
        fixed,
        findings: check_folder(&files, level, Catalogue::builtin()),
        files: files.into_keys().collect(),
    };
    let text = match arguments.output {
        CheckFormat::Text => page::page(&report),
        CheckFormat::Json => json(&report)?,
        CheckFormat::Sarif => json(&sarif::log(&report, &arguments.directory))?,
        CheckFormat::Junit => junit::suites(&report),
    };
    Ok(Answer {
        text,
        notes: Vec::new(),
        outcome: if report.count(Severity::Error) == 0 {
            Outcome::Fine
        } else {
            Outcome::Failed
        },
    })
}

/// A file has its old text or its new one, whenever this ends. A link stays one: what it leads to is replaced.
fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    let write = || {
        let path = &std::fs::canonicalize(path)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file()
            .set_permissions(std::fs::metadata(path)?.permissions())?;
        file.persist(path)?;
        anyhow::Ok(())
    };
    write().with_context(|| format!("failed to write {}", path.display()))
}

/// Every YAML file below `directory` by its path in it. Folders whose name starts with a dot, as `.git`, are left out.
fn read(directory: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![directory.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("failed to read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if name.starts_with('.') {
                continue;
            }
            // A link may lead anywhere, even back up.
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else if path.is_file() && [".yaml", ".yml"].iter().any(|end| name.ends_with(end)) {
                let text = std::fs::read_to_string(&path)
                    .with_context(|| format!("failed to read {}", path.display()))?;
                let relative = path.strip_prefix(directory).unwrap_or(&path);
                files.insert(relative.to_string_lossy().into_owned(), text);
            }
        }
    }
    Ok(files)
}
