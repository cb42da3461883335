//! Writes the CustomResourceDefinitions, one file per kind, into each folder named on the command line.

use std::{error::Error, fs, path::Path};

use nephoran_api::crds;

const USAGE: &str = "name at least one folder: crdgen config/crds charts/nephoran-crds/files";

fn main() -> Result<(), Box<dyn Error>> {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    if folders.is_empty() {
        return Err(USAGE.into());
    }
    let files = crds::files()?;
    for folder in &folders {
        for file in &files {
            let path = Path::new(folder).join(&file.name);
            fs::write(&path, &file.text)
                .map_err(|error| format!("failed to write {}: {error}", path.display()))?;
        }
        println!("{folder}: {} definitions", files.len());
    }
    Ok(())
}
