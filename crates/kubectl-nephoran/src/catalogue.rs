//! `catalogue`: the templates of network functions, with a user's files on top.

mod page;

use std::path::{Path, PathBuf};

use nephoran_telecom::{Catalogue, NetworkFunctionType, Template};

use crate::answer::{Answer, Outcome, json};
use crate::cli::{CatalogueArguments, TableJsonOrYaml};
use crate::table::table;

pub(crate) fn run(arguments: &CatalogueArguments) -> anyhow::Result<Answer> {
    let catalogue = read(&arguments.files)?;
    let text = match arguments.function {
        Some(function) => one(&catalogue, function, arguments.output)?,
        None => all(&catalogue, arguments.output)?,
    };
    Ok(Answer {
        text,
        notes: Vec::new(),
        outcome: Outcome::Fine,
    })
}

/// The built-in catalogue with some files on top.
pub(crate) fn read(paths: &[PathBuf]) -> anyhow::Result<Catalogue> {
    let read = |path: &PathBuf| {
        let text = if path == Path::new("-") {
            std::io::read_to_string(std::io::stdin())
        } else {
            std::fs::read_to_string(path)
        };
        text.map(|text| (path.display().to_string(), text))
            .map_err(|error| anyhow::anyhow!("failed to read {}: {error}", path.display()))
    };
    let files = paths.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    Ok(Catalogue::with(&files)?)
}

fn one(
    catalogue: &Catalogue,
    function: NetworkFunctionType,
    output: TableJsonOrYaml,
) -> anyhow::Result<String> {
    let template = catalogue
        .template(function)
        .ok_or_else(|| anyhow::anyhow!("the catalogue has no template of {function}"))?;
    Ok(match output {
        TableJsonOrYaml::Table => page::page(template)?,
        TableJsonOrYaml::Json => json(template)?,
        TableJsonOrYaml::Yaml => serde_saphyr::to_string(template)?,
    })
}

fn all(catalogue: &Catalogue, output: TableJsonOrYaml) -> anyhow::Result<String> {
    let templates: Vec<&Template> = catalogue.templates().collect();
    Ok(match output {
        TableJsonOrYaml::Json => json(&templates)?,
        TableJsonOrYaml::Yaml => serde_saphyr::to_string_multiple(&templates)?,
        TableJsonOrYaml::Table => {
            let header = [
                "TYPE",
                "PLANE",
                "PROVIDER",
                "FLOOR",
                "AXIS",
                "PER REPLICA",
                "IMAGE",
            ];
            let rows: Vec<_> = templates.iter().map(|template| row(template)).collect();
            table(&header, &rows)
        }
    })
}

fn row(template: &Template) -> Vec<String> {
    let image = template.image.as_ref();
    vec![
        template.function.to_string(),
        template.plane.to_string(),
        image.map_or_else(|| "-".to_owned(), |image| image.provider.to_string()),
        format!(
            "{}m/{}Mi",
            template.floor.cpu_millicores, template.floor.memory_mib
        ),
        template.sizing.axis.to_string(),
        template.sizing.per_replica_capacity.to_string(),
        image.map_or_else(
            || "-".to_owned(),
            nephoran_telecom::catalogue::Image::reference,
        ),
    ]
}
