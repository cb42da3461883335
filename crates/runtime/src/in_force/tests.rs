use std::collections::BTreeMap;

use nephoran_telecom::{Catalogue, NetworkFunctionType as Nf};

use super::layers::{Files, Layers, Taken};

fn present(config_maps: &[(&str, &str)]) -> BTreeMap<String, Files> {
    config_maps
        .iter()
        .map(|(name, text)| {
            (
                (*name).to_owned(),
                Files::from([("templates.yaml".to_owned(), (*text).to_owned())]),
            )
        })
        .collect()
}

fn floor(taken: &Taken<Catalogue>, function: Nf) -> u32 {
    taken.settings.template(function).unwrap().floor.memory_mib
}

const AMF: &str = "templates: {AMF: {floor: {memoryMib: 300}}}";
const SMF: &str = "templates: {SMF: {floor: {memoryMib: 400}}}";
const BROKEN: &str = "templates: {AMF: {floor: {memoryMib: 0}}}";

#[test]
fn every_config_map_lies_on_the_built_in_templates() {
    let taken = Layers::default().take::<Catalogue>(&present(&[("amf", AMF), ("smf", SMF)]));
    assert_eq!((floor(&taken, Nf::Amf), floor(&taken, Nf::Smf)), (300, 400));
    assert!(taken.refused.is_empty());
}

#[test]
fn an_invalid_one_is_named_and_the_others_count() {
    let taken = Layers::default().take::<Catalogue>(&present(&[("amf", BROKEN), ("smf", SMF)]));
    assert_eq!((floor(&taken, Nf::Amf), floor(&taken, Nf::Smf)), (128, 400));
    assert_eq!(
        taken.refused["amf"].to_string(),
        "amf/templates.yaml: templates.AMF.floor.memoryMib: is 0 and must be 1 to 67108864"
    );
}

#[test]
fn the_last_good_version_stays_until_it_is_corrected_or_deleted() {
    let mut layers = Layers::default();
    layers.take::<Catalogue>(&present(&[("amf", AMF)]));
    for _ in 0..2 {
        let taken = layers.take::<Catalogue>(&present(&[("amf", BROKEN)]));
        assert_eq!(floor(&taken, Nf::Amf), 300);
        assert!(taken.refused.contains_key("amf"));
    }
    let taken = layers.take::<Catalogue>(&present(&[(
        "amf",
        "templates: {AMF: {floor: {memoryMib: 500}}}",
    )]));
    assert_eq!((floor(&taken, Nf::Amf), taken.refused.len()), (500, 0));
    let taken = layers.take::<Catalogue>(&present(&[]));
    assert_eq!((floor(&taken, Nf::Amf), taken.refused.len()), (128, 0));
}

#[test]
fn of_two_about_one_type_the_later_by_name_does_not_count() {
    let taken = Layers::default().take::<Catalogue>(&present(&[
        ("one", AMF),
        ("two", "templates: {AMF: {floor: {memoryMib: 500}}}"),
    ]));
    assert_eq!(floor(&taken, Nf::Amf), 300);
    assert!(
        taken.refused["two"]
            .to_string()
            .contains("this type has a template already")
    );
}

#[test]
fn one_that_needs_a_deleted_one_is_named() {
    let mut layers = Layers::default();
    let base = "bases: {site: {floor: {memoryMib: 700}}}";
    let user = "templates: {AMF: {extends: site}}";
    let taken = layers.take::<Catalogue>(&present(&[("base", base), ("user", user)]));
    assert_eq!(floor(&taken, Nf::Amf), 700);
    let taken = layers.take::<Catalogue>(&present(&[("user", user)]));
    assert_eq!(floor(&taken, Nf::Amf), 128);
    assert!(taken.refused.contains_key("user"));
}
