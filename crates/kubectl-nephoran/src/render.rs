//! `render`: the packages of the intents of files, as Git would hold them.

mod write;

use std::collections::BTreeMap;
use std::path::PathBuf;

use nephoran_api::{PackageFormat, Packaging, WorkloadKind};
use nephoran_manifest_generation::{Options, Package, generate};

use crate::answer::{Answer, Outcome};
use crate::cli::RenderArguments;
use crate::input;
use crate::knowledge::Knowledge;
use crate::offline::{OwnerPlan, plan_all};

/// Files of packages: contents by path within the package, by the package's own path.
type Packages = BTreeMap<PathBuf, BTreeMap<PathBuf, String>>;

pub(crate) fn run(arguments: &RenderArguments) -> anyhow::Result<Answer> {
    let mut input = input::read(
        arguments
            .sources
            .files
            .iter()
            .chain(&arguments.sources.clusters),
    )?;
    anyhow::ensure!(
        !input.intents.is_empty(),
        "the files hold no NetworkIntent; add one, or name another file with -f"
    );
    input.knowledge =
        Knowledge::of_files(&arguments.sources.catalogue, arguments.templates.as_deref())?;
    let offline = plan_all(&input);
    let mut notes = input.notes;
    notes.extend(offline.problems());
    if offline.outcome() != Outcome::Fine {
        notes.push("nothing was written".to_owned());
        return Ok(Answer {
            text: String::new(),
            notes,
            outcome: offline.outcome(),
        });
    }
    let mut packages = Packages::new();
    for owner in &offline.plans {
        notes.extend(add_packages(owner, arguments, &mut packages)?);
    }
    write::write(&packages, &arguments.directory, arguments.force)?;
    let line = |(path, files): (&PathBuf, &BTreeMap<PathBuf, String>)| {
        format!(
            "{} ({} files)\n",
            arguments.directory.join(path).display(),
            files.len()
        )
    };
    Ok(Answer {
        text: packages.iter().map(line).collect(),
        notes,
        outcome: Outcome::Fine,
    })
}

/// The package of one plan, in the format and with the workloads its intent asks for unless others are named.
pub(crate) fn package(
    owner: &OwnerPlan,
    format: Option<PackageFormat>,
    workload: Option<WorkloadKind>,
) -> anyhow::Result<Package> {
    let options = Options {
        packaging: Packaging {
            format: format.unwrap_or(owner.packaging.format),
            workload: workload.unwrap_or(owner.packaging.workload),
            ..owner.packaging
        },
        intent: owner.intent.clone(),
    };
    let Knowledge {
        catalogue,
        templates,
    } = owner.knowledge;
    generate(&owner.planned.plan, &options, catalogue, templates).map_err(|error| {
        anyhow::anyhow!(
            "NetworkIntent {}/{}: {error}; nothing was written",
            owner.namespace,
            owner.intent
        )
    })
}

/// Adds the packages of one plan, `<cluster>/<namespace>/<intent>` each; returns what a reviewer should know.
fn add_packages(
    owner: &OwnerPlan,
    arguments: &RenderArguments,
    packages: &mut Packages,
) -> anyhow::Result<Vec<String>> {
    let name = format!("{}/{}", owner.namespace, owner.intent);
    let package = package(owner, arguments.format, arguments.workload)?;
    for (path, content) in package.files {
        // The generator's paths are `<cluster>/<path in the package>`.
        let (cluster, file) = path.split_once('/').unwrap_or((&path, ""));
        let folder = PathBuf::from(cluster)
            .join(&owner.namespace)
            .join(&owner.intent);
        packages
            .entry(folder)
            .or_default()
            .insert(file.into(), content);
    }
    let finding = |finding: nephoran_api::ManifestFinding| {
        format!(
            "note: {name}: {} {}: {}",
            finding.rule, finding.file, finding.message
        )
    };
    Ok(package.findings.into_iter().map(finding).collect())
}
