//! The page of the catalogue is the one the data give.

use nephoran_resource_planning::catalogue_page;
use nephoran_telecom::Catalogue;

#[test]
fn the_page_of_the_catalogue_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/catalogue.md");
    let page = catalogue_page(Catalogue::builtin()).unwrap();
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == page,
        "docs/catalogue.md is out of date: run `make docs` in the root of the repository"
    );
}
