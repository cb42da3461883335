//! Writes the page of the catalogue to the file named on the command line.

use std::{error::Error, fs};

use nephoran_resource_planning::catalogue_page;
use nephoran_telecom::Catalogue;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args()
        .nth(1)
        .ok_or("name a file: catalogue-docs docs/catalogue.md")?;
    let page = catalogue_page(Catalogue::builtin())?;
    fs::write(&path, page).map_err(|error| format!("failed to write {path}: {error}"))?;
    println!("{path} is written");
    Ok(())
}
